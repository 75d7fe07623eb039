"""Which cell of a row is the task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.segment.tables.cells import CellJudge, CellKind
from docx2tasks.segment.tables.layout import TableLayout
from docx2tasks.source import Block, Cell, Passage

_AROUND = "()（）[]【】 \n"  # a cell may say no in brackets: （不涉及）
_NAMES = frozenset({"name", "content", "detail", "criterion"})  # columns whose cells stand for a blank measure
_WORK = frozenset({CellKind.WORK, CellKind.SENTENCE})


class RowTexts(NamedTuple):
    """The cells of the measures of a row, the words that are the measure, and whether they are a step's."""

    cells: tuple[Cell, ...]
    blocks: tuple[tuple[Block, ...], ...]
    is_step: bool = False


class RowTextFinder:
    """Finds the measures of the rows of one table."""

    def __init__(self, layout: TableLayout, judge: CellJudge) -> None:
        self._layout = layout
        self._grid = layout.grid
        self._judge = judge

    def find(self, r: int) -> RowTexts:
        """The measures of a row: its cells of measures, where all are blank the last name, or work in a category.

        ``执法监管 | 6 | （空）| 市司法局`` has none: a category says under what a row stands.
        """
        cells = tuple(cell for cell in self._layout.tasks.begun_in(r) if not self._says_no(cell))
        if cells:
            return RowTexts(cells, tuple(cell.blocks for cell in cells))
        name = self._name_of(r)
        return RowTexts((), (name.blocks,), is_step=True) if name is not None else RowTexts((), ())

    def find_empty(self, r: int) -> Iterator[tuple[str, Passage]]:
        """Task cells that only mean no (``/``, ``（不涉及）``), with the kind of column."""
        cells = (cell for cell in self._layout.tasks.begun_in(r) if self._says_no(cell))
        return ((self._layout.columns[cell.column].kind, cell.passage) for cell in cells)

    def is_missed(self, r: int) -> bool:
        """Whether a row without a measure has a unit or a time of its own: something is missing."""
        columns = (*self._layout.of("unit"), *self._layout.of("deadline"))
        words = (self._grid.text_at(r, column) for column in columns)
        return any(one and not self._judge.is_mark(one, "no-mark") for one in words)

    def _says_no(self, cell: Cell) -> bool:
        return self._judge.is_mark(cell.passage.text.strip(_AROUND), "no-mark")

    def _name_of(self, r: int) -> Cell | None:
        """The row's last filled cell of a path, where it may stand for the measure."""
        for column in reversed(self._layout.path_columns):
            cell = self._grid.rows[r][column]
            if cell is not None and cell.row == r and not cell.is_blank:
                return cell if self._may_be_measure(column, cell) else None
        return None

    def _may_be_measure(self, column: int, cell: Cell) -> bool:
        if self._layout.columns[column].kind in _NAMES:
            return True
        numbers = self._layout.of("number")
        counts_finer = bool(numbers) and numbers[0] > column
        return not counts_finer and self._judge.kind_of(cell.passage.text.strip()) in _WORK
