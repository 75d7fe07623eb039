"""The items that enclose a position, and what they pass on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.extract.units import UnitMention
from docx2tasks.segment.drafts.draft import Draft
from docx2tasks.segment.drafts.item_text import ItemText, join_words
from docx2tasks.segment.drafts.stated_roles import OwnUnits, StatedRoles
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Passage


class EnclosingItem(NamedTuple):
    """An enclosing item: its step, and the units that it passes on, None if it names none."""

    depth: int
    step: PathStep | None
    units: tuple[UnitMention, ...] | None
    is_general: bool
    has_prose: bool
    time: Passage | None = None  # 3月： that heads the items after it
    lead_in: Passage | None = None  # its last paragraph
    is_article: bool = False  # 第九条
    is_silent: bool = False  # a heading of principles with nothing under it, a list of members
    label: Passage | None = None  # 整改措施：
    due: tuple[Passage, ...] = ()  # 完成时限：… of the section


def items_to_path(items: Sequence[EnclosingItem]) -> tuple[PathStep, ...]:
    """The steps with a title, outermost first."""
    return tuple(o.step for o in items if o.step is not None and o.step.title)


def inherited_units(items: Sequence[EnclosingItem]) -> tuple[UnitMention, ...]:
    """The units of the nearest enclosing step that names any."""
    nearest = next((o.units for o in reversed(items) if o.units is not None and o.step is not None), ())
    return tuple(unit._replace(inherited=True) for unit in nearest)


class Place(NamedTuple):
    """Where a draft belongs: its own label and number, the path above, the part it is in."""

    label: Passage | None
    number: int | None
    path: tuple[PathStep, ...]
    part: Passage | None


def text_to_draft(
    words: ItemText, own: OwnUnits, place: Place, above: Sequence[EnclosingItem], text: str
) -> tuple[Draft, StatedRoles]:
    """The draft of an item's text, and the statements after it; ``above`` are the enclosing items."""
    stated = own.stated
    if own.units:
        units = stated.with_added(own.units)
        stated = stated.added_by(own.listed)
    else:
        units = inherited_units(above)
    times = tuple(o.time for o in above if o.time is not None)[-1:]
    extra = (*times, *words.extra_passages)
    due = words.deadline_passages or next((o.due for o in reversed(above) if o.due), ())
    joined = join_words(words.paragraphs, text)
    label, number, path, part = place
    return Draft(path, label, number, joined, units, part, extra, due), stated
