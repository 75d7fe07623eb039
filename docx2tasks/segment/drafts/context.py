"""The context of an outline entry, and its result, as immutable values."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.segment.drafts.draft import Draft, Leftovers, Prose
from docx2tasks.segment.drafts.open_items import EnclosingItem, items_to_path
from docx2tasks.segment.drafts.stated_roles import StatedRoles
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Diagnostic, Passage
from docx2tasks.vocabulary import CoverageKind


class Context(NamedTuple):
    """The context of an entry: statements so far, enclosing items, part.

    ``titled`` is the last title of a part, ``has_items`` whether an item came before, ``has_text`` whether prose
    did, and ``is_letter`` whether such a text without items was signed.
    """

    stated: StatedRoles = StatedRoles()
    enclosing: tuple[EnclosingItem, ...] = ()
    part: Passage | None = None
    titled: Passage | None = None
    has_items: bool = False
    has_text: bool = False
    is_letter: bool = False

    @property
    def path(self) -> tuple[PathStep, ...]:
        """The steps that enclose the place, outermost first."""
        return items_to_path(self.enclosing)

    @property
    def heading(self) -> str:
        """The words that head what follows: of the innermost step, else of the part."""
        step = next((item.step for item in reversed(self.enclosing) if item.step is not None), None)
        words = step.title if step is not None else self.titled
        return words.text if words is not None else ""


class Left(NamedTuple):
    """What entries yield other than drafts."""

    leftovers: Leftovers = ()
    prose: tuple[Prose, ...] = ()
    articles: tuple[Prose, ...] = ()

    def __or__(self, other: Left) -> Left:
        """Both, in order."""
        return Left((*self.leftovers, *other.leftovers), (*self.prose, *other.prose), (*self.articles, *other.articles))


class Taken(NamedTuple):
    """The result of an entry: the next context, its drafts, and what is left over."""

    context: Context
    drafts: tuple[Draft, ...] = ()
    left: Left = Left()
    diagnostics: tuple[Diagnostic, ...] = ()


def leave_paragraph(
    kind: CoverageKind, passage: Passage, part: Passage | None, path: tuple[PathStep, ...] = ()
) -> Left:
    """A paragraph outside items, as a leftover."""
    return Left(((kind, passage),), (Prose(kind, passage, path, part),))
