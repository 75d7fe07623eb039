"""Tables of an outline to drafts: task rows, and numbered items in forms."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.units import UnitList
from docx2tasks.faults import attempt
from docx2tasks.segment.drafts.context import Context, Left, Taken
from docx2tasks.segment.drafts.draft import Draft, Leftovers
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.open_items import EnclosingItem
from docx2tasks.segment.drafts.stated_roles import StatedRoles
from docx2tasks.segment.drafts.table_rows import CellWalk, RowDrafter, find_closed_step
from docx2tasks.segment.tables.rows import TableReading, TaskCell, cell_paragraphs
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Passage, Table
from docx2tasks.vocabulary import LeftoverKind


class TableDrafter:
    """Makes drafts of the tables of a document; those inside cells are read through (``rows`` is None)."""

    def __init__(self, entries: EntryList, finders: DraftFinders, walk_cell: CellWalk, rows: RowDrafter | None) -> None:
        self._entries = entries
        self._finders = finders
        self._walk_cell = walk_cell
        self._rows = rows

    def take(self, place: int, table: Table, context: Context) -> Taken:
        """The drafts of the table at a position.

        ``序号 | 工作任务 | 责任单位`` gives a draft a row; a form gives those that are counted in its cells.
        """
        reading = self._finders.tables.read(table, context.heading)
        if reading.form_cells:
            taken = self._take_form(reading, context)
        elif not reading.rows or self._rows is None:
            taken = Taken(context)
        else:
            taken = self._take_rows(place, reading, self._rows, context)
        return taken._replace(left=Left(reading.leftovers) | taken.left, diagnostics=reading.diagnostics)

    def _take_rows(self, place: int, reading: TableReading, rows: RowDrafter, context: Context) -> Taken:
        """The drafts of a list of measures."""
        enclosing, part = context.enclosing, context.part
        if enclosing and enclosing[-1].has_prose:
            enclosing = ()
        left: Leftovers = ()
        if reading.title is not None:
            left, part = ((LeftoverKind.TITLE, reading.title),), part or reading.title
        context = context._replace(enclosing=enclosing, part=part, has_items=True)
        stated = self._read_statements(place, reading, context.stated)
        walked = rows.read(reading.rows, context.path, part, stated)
        behind = _close_step(enclosing, context.path, reading.rows)
        after = context._replace(enclosing=behind, stated=walked.stated)
        return Taken(after, walked.drafts, Left((*left, *walked.leftovers)))

    def _read_statements(self, place: int, reading: TableReading, stated: StatedRoles) -> StatedRoles:
        """What the header of the units, notes in the table and notes below it state holds for the table."""
        if reading.unit_header:
            words = Passage(reading.unit_header, ((0, len(reading.unit_header)),))
            listed = attempt("the header of the units", (), UnitList(()), self._finders.units.find, words)
            stated = stated.led_by((listed,))
        inside = [passage for kind, passage in reading.leftovers if kind == LeftoverKind.NOTE]
        for passage in (*inside, *self._entries.notes_below(place)):
            stated = self._finders.statements.read(passage, stated)
        return stated

    def _take_form(self, form: TableReading, context: Context) -> Taken:
        """The measures that are counted in cells of a form."""
        found: list[Draft] = []
        left: list[Leftovers] = []
        stated = context.stated
        for cell in form.form_cells:
            walked = self._walk_cell(self._finders.outlines.read(cell_paragraphs(cell.blocks)).entries, stated)
            stated = walked.stated
            left.append(walked.leftovers)
            due = tuple(p for _, p in walked.leftovers if self._finders.headings.find_for_all(p) == 0)
            drafts = (draft._replace(header=form.form_year) for draft in walked.drafts)
            found += (_in_form(draft, context.path, context.part, due) for draft in drafts)
        after = context._replace(stated=stated, has_items=context.has_items or bool(found))
        return Taken(after, tuple(found), Left(tuple(pair for some in left for pair in some)))


def _in_form(draft: Draft, path: tuple[PathStep, ...], part: Passage | None, due: tuple[Passage, ...]) -> Draft:
    """A draft of a form's cell, with the sentences that set a time for all in it."""
    deadlines = (*draft.deadline_passages, *due)
    return draft._replace(path=(*path, *draft.path), part=part, deadline_passages=deadlines)


def _close_step(
    items: tuple[EnclosingItem, ...], path: Sequence[PathStep], rows: Sequence[TaskCell]
) -> tuple[EnclosingItem, ...]:
    """The items that enclose what follows a table: a heading in it that counts on from one of them closes that."""
    closed = find_closed_step(rows, path)
    if closed is None or not rows[-1].bands:
        return items
    place = next(i for i, o in enumerate(items) if o.step is path[closed])
    return (*items[:place], items[place]._replace(step=rows[-1].steps[0], units=None, has_prose=False))
