"""Tables to task rows, including the meaning of empty cells.

A blank cell under a filled one in a path or unit column means "as above"; a header row met again
is a page break; a row of one cell is a heading.  ``columns.py`` decides what the columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.segment.tables.bands import BandFinder, Bands
from docx2tasks.segment.tables.cells import CellJudge
from docx2tasks.segment.tables.columns import ColumnFinder, FoundColumns, columns_to_words, find_unread_columns
from docx2tasks.segment.tables.forms import FormFinder
from docx2tasks.segment.tables.grid import CellGrid, table_to_grid
from docx2tasks.segment.tables.headers import HEADER_LENGTH, header_words
from docx2tasks.segment.tables.layout import TableLayout
from docx2tasks.segment.tables.measures import MeasureFinder
from docx2tasks.segment.tables.row_cells import Leftovers, RowCells, UnitCell, column_to_leftover
from docx2tasks.segment.tables.row_texts import RowTextFinder
from docx2tasks.segment.tables.steps import PathStep, words_to_steps
from docx2tasks.segment.tables.twins import split_twins
from docx2tasks.source import Block, Cell, Diagnostic, Paragraph, Passage, Table
from docx2tasks.vocabulary import CoverageKind, DiagnosticCode, LeftoverKind

_YEAR = re.compile(r"(?:19|20)\d\d年")


class TaskCell(NamedTuple):
    """A task cell with everything its row says about it.

    ``header`` are the words over it and over its deadlines; the first ``bands`` steps are headings of the table.
    """

    steps: tuple[PathStep, ...]
    label: Passage | None
    number: int | None
    blocks: tuple[Block, ...]
    units: tuple[UnitCell, ...]
    deadlines: tuple[Passage, ...]
    periods: tuple[Passage, ...]
    targets: tuple[Passage, ...]
    header: str = ""
    bands: int = 0


class TableReading(NamedTuple):
    """The result for a table: task rows, unit headings, leftovers, diagnostics."""

    rows: tuple[TaskCell, ...]
    unit_header: str = ""
    title: Passage | None = None
    leftovers: Leftovers = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    form_cells: tuple[Cell, ...] = ()  # of a table without measures in its columns: those that count some
    form_year: str = ""  # the first year of such a table: that of 收文日期


class TableReader:
    """Reads tables by the rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._columns = rules.once(ColumnFinder)
        self._measures = rules.once(MeasureFinder)
        self._forms = rules.once(FormFinder)

    def read(self, table: Table, title: str = "") -> TableReading:
        """Read a table row by row.

        A table ``重点任务 | 具体任务 | 责任单位`` gives a row for each cell of 具体任务, with 重点任务 as its step.
        A table without a column of measures gives no rows and a diagnostic.  ``title`` are the words above it.
        """
        readings = [self._read_list(part, title) for part in split_twins(table)]
        if len(readings) > 1 and not any(reading.rows for reading in readings):
            return self._read_list(table, title)
        return readings[0] if len(readings) == 1 else _joined(readings)

    def _read_list(self, table: Table, title: str) -> TableReading:
        grid = table_to_grid(table)
        found = self._columns.find(grid, table)
        layout = self._measures.find_layout(grid, found, table.caption.text if table.caption is not None else title)
        if layout is None:
            return self._read_other(table, grid, found)
        walk = _RowWalk(layout, self._rules, is_apart=table.is_apart)
        rows = tuple(walk.rows())
        units = " ".join(layout.columns[c].header for c in layout.of("unit"))
        named = table.caption.passage if table.caption is not None else walk.title
        doubts = (*find_unread_columns(found, grid), *_tell_missed(walk.missed))
        return TableReading(rows, units, named, tuple(walk.leftovers), doubts)

    def _read_other(self, table: Table, grid: CellGrid, found: FoundColumns) -> TableReading:
        """A table without a column of measures: a form, whose cells may count some, a list of fields, or another."""
        is_fields = self._holds_fields(table)
        forms = tuple(self._forms.find(grid, found.header_rows))
        kind = LeftoverKind.FIELDS if is_fields else LeftoverKind.TABLE
        cells = [cell for row in table.rows for cell in row if not any(cell is form for form in forms)]
        words: Leftovers = tuple((kind, p.passage) for cell in cells for p in cell.paragraphs())
        if is_fields or forms or not words:
            years = (year.group() for _, passage in words if (year := _YEAR.search(passage.text)))
            return TableReading((), leftovers=words, form_cells=forms, form_year=next(years, ""))
        message = f"no task column was recognized in this table: {columns_to_words(found.columns)}"
        level = "warning" if self._forms.may_lose(grid) else "info"
        doubt = Diagnostic(DiagnosticCode.TABLE_COLUMNS_UNKNOWN, message, level, words[0][1].spans)
        return TableReading((), leftovers=words, diagnostics=(doubt,))

    def _holds_fields(self, table: Table) -> bool:
        """Whether the table is a page's list of fields: 索引号, 发文机关, 成文日期."""
        labels = (header_words(cell).rstrip(":") for row in table.rows for cell in row)
        fields = self._rules["metadata"]
        return any(fields.find("field", words.split(":", 1)[0]) for words in labels if len(words) < HEADER_LENGTH)


def _joined(readings: Sequence[TableReading]) -> TableReading:
    """The lists of one table as one reading, one after the other."""
    return readings[0]._replace(
        rows=tuple(row for reading in readings for row in reading.rows),
        leftovers=tuple(left for reading in readings for left in reading.leftovers),
        diagnostics=tuple(doubt for reading in readings for doubt in reading.diagnostics),
        form_cells=tuple(cell for reading in readings for cell in reading.form_cells),
    )


# rows -------------------------------------------------------------------------------------


class _Above(NamedTuple):
    """What a row inherits: the headings open at it, and by column the steps and units above it."""

    bands: Bands = ()
    steps: Mapping[int, tuple[PathStep, ...]] = {}
    units: Mapping[int, tuple[Passage, ...]] = {}


class _RowWalk:
    """Walks the rows of one table from top to bottom."""

    def __init__(self, layout: TableLayout, rules: Rules, *, is_apart: bool = False) -> None:
        columns = rules["columns"]
        self._is_apart = is_apart
        units = layout.of("unit")
        with_persons = frozenset(c for c in units if columns.find("with-persons", layout.columns[c].header))
        self.title: Passage | None = None
        self.leftovers: list[tuple[CoverageKind, Passage]] = []
        self.missed: list[Passage] = []  # the first cells of rows without a measure
        self._layout = layout
        self._grid = layout.grid
        self._bands = BandFinder(layout, rules)
        self._texts = RowTextFinder(layout, rules.once(CellJudge))
        self._cells = RowCells(layout, rules.once(CellJudge), with_persons)
        self._marks = rules.once(MarkFinder)
        self._above = _Above()

    def rows(self) -> Iterator[TaskCell]:
        """The rows of tasks, top to bottom."""
        pending: tuple[TaskCell, ...] = ()
        more: list[UnitCell] = []  # of the rows below them
        first = min(self._layout.header_rows, default=-1)
        for r in range(len(self._grid.rows)):
            if r < first and self._bands.is_marked_band(r):
                self._enter_band(r)
            elif r in self._layout.header_rows or r < first:
                self._leave_header(r, is_above=r < first)
            elif pending and self._goes_on(r):
                self.leftovers += self._cells.find_label(r)
                more += self._take_units(r, is_more=self._layout.has_only_units(r))
            else:
                yield from _with_more(pending, more)
                self._above = _Above(self._above.bands) if self._is_apart else self._above
                pending, more = () if self._take_heading(r) else self._take_row(r), []
        yield from _with_more(pending, more)

    def _leave_header(self, r: int, *, is_above: bool) -> None:
        for cell in self._grid.begun_in(r):
            if is_above and self.title is None and cell.colspan >= self._grid.columns:
                self.title = cell.passage.strip()
            self.leftovers.append((LeftoverKind.TABLE_HEADER, cell.passage))

    def _take_heading(self, r: int) -> bool:
        """Put a row that adds up the others, or is a heading, where it belongs."""
        if self._bands.is_total(r):
            self.leftovers += [(LeftoverKind.TABLE_TOTAL, cell.passage) for cell in self._grid.begun_in(r)]
            return True
        if self._bands.is_note(r):
            self.leftovers += [(LeftoverKind.NOTE, cell.passage) for cell in self._grid.begun_in(r)]
            return True
        is_band = self._bands.is_band(r)
        if is_band or self._bands.is_numbered_like(self._above.bands, r):
            self._enter_band(r)
            return is_band or not self._layout.tasks.begin_in(r)
        self.leftovers += self._cells.find_label(r)
        self._above = self._above._replace(steps=self._steps_at(r))
        return False

    def _enter_band(self, r: int) -> None:
        self.leftovers += self._cells.find_label(r)
        self._above = _Above(self._bands.enter(self._above.bands, r))

    def _goes_on(self, r: int) -> bool:
        """Whether a row goes on with the tasks above: they are merged downwards, or it only has more units."""
        return (self._layout.tasks.go_on_in(r) or self._layout.has_only_units(r)) and not self._bands.is_band(r)

    def _take_units(self, r: int, *, is_more: bool = False) -> tuple[UnitCell, ...]:
        found = self._cells.find_units(r, self._above.units, is_more=is_more)
        self.leftovers += found.leftovers
        self._above = self._above._replace(units=found.above)
        return found.cells

    def _take_passages(self, r: int, kind: str) -> tuple[Passage, ...]:
        found, leftovers = self._cells.find_passages(r, kind)
        self.leftovers += leftovers
        return found

    def _take_row(self, r: int) -> tuple[TaskCell, ...]:
        """The tasks of a row: one, or one for each filled cell of columns that times part."""
        units = self._take_units(r)
        texts = self._texts.find(r)
        self.leftovers += ((column_to_leftover(kind), words) for kind, words in self._texts.find_empty(r))
        if not texts.blocks:
            self._leave_row(r)
            return ()
        steps = tuple(step for column in self._layout.path_columns for step in self._above.steps.get(column, ()))
        steps = steps[: max(0, len(steps) - 1)] if texts.is_step else steps
        is_own = self._layout.numbered_column in self._layout.text_columns
        label, number = self._layout.numbers[r] if is_own else (None, None)
        deadlines, periods, targets = (self._take_passages(r, kind) for kind in ("deadline", "period", "target"))
        self.leftovers += self._cells.find_rest(r)
        bands = self._above.bands
        steps, header = (*bands, *steps), self._layout.header
        row = TaskCell(steps, label, number, texts.blocks[0], units, deadlines, periods, targets, header, len(bands))
        if not self._layout.columns[self._layout.text_columns[0]].cell_heading:
            return (row,)
        return tuple(self._timed(row, blocks, cell) for blocks, cell in zip_longest(texts.blocks, texts.cells))

    def _leave_row(self, r: int) -> None:
        """Tell of a row without a measure where somebody has to do something in it."""
        self.leftovers += self._cells.find_unused(r)
        if self._texts.is_missed(r):
            self.missed.append(self._grid.begun_in(r)[0].passage)

    def _timed(self, row: TaskCell, blocks: tuple[Block, ...], cell: Cell | None) -> TaskCell:
        """One of the tasks of a row, with the times over its cell; a row without any has its name (None)."""
        if cell is None:
            return row._replace(blocks=blocks)
        over = [c for c in self._layout.text_columns if cell.column <= c < cell.column + cell.colspan]
        times = tuple(self._layout.columns[c].cell_heading for c in over)
        return row._replace(blocks=blocks, periods=(*times, *row.periods), header=self._layout.header_over(over[0]))

    def _steps_at(self, r: int) -> Mapping[int, tuple[PathStep, ...]]:
        """The steps of a row by their columns, blank cells read as above."""
        path = self._layout.path_columns
        steps = dict(self._above.steps)
        for place, column in enumerate(path):
            words = self._grid.words_at(r, column)
            if words:
                steps[column] = self._cell_to_steps(r, column, words)
                for other in path[place + 1 :]:
                    steps.pop(other, None)
        return steps

    def _cell_to_steps(self, r: int, column: int, words: Passage) -> tuple[PathStep, ...]:
        steps = words_to_steps(words, self._marks)
        label, number = self._layout.numbers[r]
        if column == self._layout.numbered_column and number is not None and steps[0].number is None:
            return (PathStep(label, number, steps[0].title), *steps[1:])
        return steps


def _tell_missed(rows: Sequence[Passage]) -> Iterator[Diagnostic]:
    """One ``measure-missing`` for the rows of a table that name a unit or a time and no measure."""
    if rows:
        message = f"{len(rows)} rows of this table have a unit or a date, but an empty task cell"
        spans = tuple(span for words in rows for span in words.spans)
        yield Diagnostic(DiagnosticCode.MEASURE_MISSING, message, "warning", spans)


def _with_more(rows: Sequence[TaskCell], more: Sequence[UnitCell]) -> Iterator[TaskCell]:
    """The rows with the units of the rows below them, each name once."""
    new: dict[str, UnitCell] = {}
    for unit in more:
        if not unit.inherited:
            new.setdefault(unit.words.text, unit)
    for row in rows:
        known = {unit.words.text for unit in row.units}
        added = (unit for name, unit in new.items() if name not in known)
        yield row._replace(units=(*row.units, *added)) if new else row


def cell_paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs of a cell's blocks, nested tables read through."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table):
            found.extend(p for row in block.rows for cell in row for p in cell.paragraphs())
        else:
            found.append(block)
    return found
