"""Table rows to drafts: one per entry of a row's task cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from docx2tasks.extract.brackets import Usage
from docx2tasks.extract.units import UnitMention
from docx2tasks.faults import attempt
from docx2tasks.segment.drafts.draft import Draft, Leftovers
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.item_text import clauses_to_text
from docx2tasks.segment.drafts.open_items import Place, text_to_draft
from docx2tasks.segment.drafts.stated_roles import StatedRoles, find_own_units
from docx2tasks.segment.drafts.unit_cells import UnitCellReader
from docx2tasks.segment.drafts.unknown_labels import tell_unknown_labels
from docx2tasks.segment.outline.items import Entry, OutlinePart
from docx2tasks.segment.tables.rows import TaskCell, cell_paragraphs
from docx2tasks.segment.tables.steps import PathStep, counts_on
from docx2tasks.source import EMPTY, Passage, Span
from docx2tasks.vocabulary import LeftoverKind

_LEADING_IN = frozenset({LeftoverKind.PREAMBLE, LeftoverKind.LEAD_IN})


class Walked(NamedTuple):
    """The result of entries: drafts, leftovers, and statements after them."""

    drafts: tuple[Draft, ...]
    leftovers: Leftovers
    stated: StatedRoles


CellWalk = Callable[[Sequence[Entry], StatedRoles], Walked]
"""What reads the entries of a cell like those of a document."""


class RowDrafter:
    """Makes drafts of the rows of one document's tables."""

    def __init__(self, finders: DraftFinders, text: str, usage: Usage, walk_cell: CellWalk) -> None:
        self._finders = finders
        self._usage = usage
        self._text = text
        self._walk_cell = walk_cell
        self._units = UnitCellReader(finders.units)

    def read(
        self, rows: Sequence[TaskCell], path: tuple[PathStep, ...], part: Passage | None, stated: StatedRoles
    ) -> Walked:
        """The drafts of a table's rows under ``path``; under a shorter one where a heading in it counts on from it."""
        closed = find_closed_step(rows, path)
        drafts: list[Draft] = []
        leftovers: list[Leftovers] = []
        for row in rows:
            above = path[:closed] if row.bands else path
            read = attempt("a row", _row_to_spans(row), None, self._read_row, row, above, part, stated)
            if read is not None:
                drafts += read.drafts
                leftovers.append(read.leftovers)
                stated = read.stated
        return Walked(tuple(drafts), tuple(left for some in leftovers for left in some), stated)

    def _read_row(self, row: TaskCell, path: tuple[PathStep, ...], part: Passage | None, stated: StatedRoles) -> Walked:
        """The drafts of a row: one for each entry of its task cell."""
        steps = (*path, *map(self._step_without_clause, row.steps))
        entries = self._finders.outlines.read(cell_paragraphs(row.blocks)).entries
        inner = self._walk_cell(entries, stated)
        if inner.drafts and row.number is not None:
            steps = (*steps, PathStep(row.label, row.number, _lead_in(inner, entries)))
        found = Walked(inner.drafts, (), stated) if inner.drafts else self._read_whole(row, stated)
        is_whole = len(found.drafts) == 1 and not found.drafts[0].label
        left = (pair for pair in inner.leftovers if not is_whole or pair[0] != LeftoverKind.PREAMBLE)
        leads_first = found.stated.leads_first or inner.stated.leads_first
        units, stated = self._units.read(row.units, found.stated._replace(leads_first=leads_first))
        drafts = tuple(_in_row(draft, row, steps, part, units) for draft in found.drafts)
        return Walked(drafts, (*found.leftovers, *left), stated)

    def _read_whole(self, row: TaskCell, stated: StatedRoles) -> Walked:
        """The one draft of a cell without numbers of its own."""
        lines = [p.passage.strip() for p in cell_paragraphs(row.blocks) if p.passage.strip()]
        find = partial(self._finders.clauses.find, usage=self._usage)
        clauses = [attempt("who is responsible", p.spans, (), find, p, is_first=i == 0) for i, p in enumerate(lines)]
        words, leftovers = clauses_to_text(lines, clauses)
        tell_unknown_labels(words.units)
        if not words.paragraphs:
            return Walked((), leftovers, stated)
        own = find_own_units(words.units, stated)
        draft, stated = text_to_draft(words, own, Place(row.label, row.number, (), None), (), self._text)
        return Walked((draft,), leftovers, stated)

    def _step_without_clause(self, step: PathStep) -> PathStep:
        """A step without the clause its cell may hold."""
        clauses = self._finders.clauses.find(step.title)
        if not clauses:
            return step
        return PathStep(step.label, step.number, step.title.without((c.start, c.end) for c in clauses).strip())


def find_closed_step(rows: Sequence[TaskCell], path: Sequence[PathStep]) -> int | None:
    """The step of a path from which the first heading inside a table counts on, and which it closes."""
    band = next((row.steps[0] for row in rows if row.bands), None)
    return next((i for i, step in enumerate(path) if band is not None and counts_on(band, step)), None)


def _in_row(
    draft: Draft, row: TaskCell, steps: tuple[PathStep, ...], part: Passage | None, units: tuple[UnitMention, ...]
) -> Draft:
    """A draft of a row's task cell with what the row says of it."""
    return Draft(
        (*steps, *draft.path),
        draft.label,
        draft.number,
        draft.text,
        draft.units or units,
        part,
        (*draft.extra_passages, *row.periods),
        (*draft.deadline_passages, *row.deadlines),
        row.targets,
        row.header,
        draft.lead_ins,
        is_row=True,
    )


def _lead_in(inner: Walked, entries: Sequence[Entry]) -> Passage:
    """The words before the entries of a numbered row: they name the row."""
    found = next((p for kind, p in inner.leftovers if kind in _LEADING_IN), None)
    if found is not None:
        return found
    return entries[0].title if entries and isinstance(entries[0], OutlinePart) else EMPTY


def _row_to_spans(row: TaskCell) -> tuple[Span, ...]:
    return next((p.passage.spans for p in cell_paragraphs(row.blocks) if p.passage), ())
