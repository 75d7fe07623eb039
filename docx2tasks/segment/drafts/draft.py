"""A document before times, targets and references are found."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.extract.units import UnitMention
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Diagnostic, Passage
from docx2tasks.vocabulary import CoverageKind, TaskKind

Leftovers = tuple[tuple[CoverageKind, Passage], ...]
"""Words that went into no draft, by what they are."""


class Prose(NamedTuple):
    """A paragraph outside the leaves: its kind, position, and the item (``step``) whose text it is."""

    kind: CoverageKind
    passage: Passage
    path: tuple[PathStep, ...] = ()
    part: Passage | None = None
    step: PathStep | None = None


class Draft(NamedTuple):
    """A draft of a task, with all that is said about it at its place and above.

    ``extra_passages`` and ``deadline_passages`` are words whose times count for the task although they left
    its text: clauses, and cells of deadline columns; ``header`` is the table's own header.  ``lead_ins``
    are the last paragraphs of the items above, ``evidence`` are the rules that decided the ``kind``.
    """

    path: tuple[PathStep, ...]
    label: Passage | None
    number: int | None
    text: Passage
    units: tuple[UnitMention, ...]
    part: Passage | None = None
    extra_passages: tuple[Passage, ...] = ()
    deadline_passages: tuple[Passage, ...] = ()
    target_passages: tuple[Passage, ...] = ()
    header: str = ""
    lead_ins: tuple[Passage, ...] = ()
    is_row: bool = False
    kind: TaskKind = TaskKind.MEASURE
    evidence: tuple[str, ...] = ()


class Drafts(NamedTuple):
    """All drafts of a document, leftovers by kind, and diagnostics.

    ``prose`` are paragraphs outside the leaves, ``articles`` the words of articles that have items.
    """

    drafts: tuple[Draft, ...]
    leftovers: Leftovers
    diagnostics: tuple[Diagnostic, ...]
    signatures: tuple[tuple[Passage, ...], ...]
    prose: tuple[Prose, ...] = ()
    articles: tuple[Prose, ...] = ()
