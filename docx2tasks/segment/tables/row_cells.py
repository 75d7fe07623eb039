"""The cells of a row other than the task: units, times, amounts, leftovers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docx2tasks.segment.tables.cells import CellJudge
from docx2tasks.segment.tables.layout import TableLayout
from docx2tasks.source import Cell, Passage
from docx2tasks.vocabulary import CoverageKind, LeftoverKind, RecordKind

Leftovers = tuple[tuple[CoverageKind, Passage], ...]

_COLUMN_KINDS = {kind.removeprefix("column-"): kind for kind in LeftoverKind if kind.startswith("column-")}


class UnitCell(NamedTuple):
    """A cell of a unit column: its words, the role its column says, and whether it is from above.

    ``has_persons`` says that the column holds persons beside the units (责任单位及责任人).
    """

    words: Passage
    role: str | None
    inherited: bool
    has_persons: bool = False


class UnitCells(NamedTuple):
    """The unit cells of a row, their leftovers, and what the next row inherits."""

    cells: tuple[UnitCell, ...]
    leftovers: Leftovers
    above: Mapping[int, tuple[Passage, ...]]


class RowCells:
    """Reads the cells of the rows of one table."""

    def __init__(self, layout: TableLayout, judge: CellJudge, with_persons: frozenset[int]) -> None:
        self._layout = layout
        self._judge = judge
        self._with_persons = with_persons

    def find_units(
        self, r: int, above: Mapping[int, tuple[Passage, ...]], *, is_more: bool = False
    ) -> UnitCells:
        """The unit cells of a row; a blank one means those above.

        ``is_more`` says that the row goes on with the one above: its units come to those.
        """
        found: list[UnitCell] = []
        leftovers: list[tuple[CoverageKind, Passage]] = []
        known = dict(above)
        for c in self._layout.of("unit"):
            column, words = self._layout.columns[c], self._layout.grid.words_at(r, c)
            leftovers += [(LeftoverKind.UNIT_CELL, words)] if words else []
            if column.cell_heading:
                marked = words and self._judge.is_mark(words.text)
                found += [UnitCell(column.cell_heading, column.role or None, inherited=True)] if marked else []
                continue
            is_new = bool(words) and not self._judge.is_mark(words.text, "as-above")
            if is_new:
                known[c] = (*known.get(c, ()), words) if is_more else (words,)
            units = known.get(c, ()) if not is_more else (words,) if is_new else ()  # those above are known there
            found += [UnitCell(one, column.role or None, one is not words, c in self._with_persons) for one in units]
        return UnitCells(tuple(found), tuple(leftovers), known)

    def find_passages(self, r: int, kind: str) -> tuple[tuple[Passage, ...], Leftovers]:
        """The text of the cells of one kind, with merged cells filled in, and leftovers."""
        found: list[Passage] = []
        leftovers: list[tuple[CoverageKind, Passage]] = []
        for column in self._layout.of(kind):
            cell = self._layout.grid.rows[r][column]
            if cell is None or cell.is_blank:
                continue
            if cell.column == column:
                leftovers.append((column_to_leftover(kind), cell.passage))
            heading = self._layout.columns[column].cell_heading
            if heading:
                found += [when for when in self._below_time(cell, heading) if when not in found]
            elif cell.column == column:
                found.append(cell.passage.strip())
        return tuple(found), tuple(leftovers)

    def _below_time(self, cell: Cell, heading: Passage) -> list[Passage]:
        """When a cell below a time says: its own date, else that time; nothing where it says no."""
        words = cell.passage.strip()
        if self._judge.is_mark(words.text, "no-mark"):
            return []
        return [words if self._judge.is_date(words.text) else heading]

    def find_label(self, r: int) -> Leftovers:
        """The cell with the row's own number."""
        label, _ = self._layout.numbers[r]
        return () if label is None else ((RecordKind.LABEL, label),)

    def find_unused(self, r: int) -> Iterator[tuple[CoverageKind, Passage]]:
        """The cells of a row without a measure, apart from its number and its units."""
        for cell in self._layout.grid.begun_in(r):
            kind = self._layout.columns[cell.column].kind
            if kind not in {"number", "unit"}:
                yield column_to_leftover(kind), cell.passage

    def find_rest(self, r: int) -> Iterator[tuple[CoverageKind, Passage]]:
        """The cells that no task takes up."""
        for cell in self._layout.grid.begun_in(r):
            if cell.column not in self._layout.read_columns:
                yield column_to_leftover(self._layout.columns[cell.column].kind), cell.passage


def column_to_leftover(kind: str) -> LeftoverKind:
    """The kind of leftover for a column."""
    return _COLUMN_KINDS.get(kind, LeftoverKind.COLUMN_UNKNOWN)
