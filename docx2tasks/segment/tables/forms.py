"""Forms: tables of labels and values, with numbered tasks in a cell (文件处理单: 拟办意见)."""

from __future__ import annotations

from collections.abc import Iterator

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.segment.tables.cells import CellJudge, CellKind
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.source import Cell

_LONGEST = 6_000  # characters of a cell in which a count is looked for
_WIDE = 0.5  # share of the columns that a cell of a form covers where the table has a header
_SENTENCES = ("。", "；", ";")


class FormFinder:
    """Finds the cells of a form that count measures, and whether a table without measures may have lost some."""

    def __init__(self, rules: Rules) -> None:
        self._marks = rules.once(MarkFinder)
        self._cells = rules.once(CellJudge)
        self._units = rules["units"]

    def find(self, grid: CellGrid, header_rows: frozenset[int]) -> Iterator[Cell]:
        """The cells with ``1.… 2.…`` in them, top to bottom; under a header only those that are wide."""
        for r in range(len(grid.rows)):
            for cell in grid.begun_in(r):
                is_wide = not header_rows or cell.colspan > _WIDE * grid.columns
                if is_wide and self._counts(cell):
                    yield cell

    def may_lose(self, grid: CellGrid) -> bool:
        """Whether a cell contains numbered items or a sentence with a task."""
        cells = (cell for r in range(len(grid.rows)) for cell in grid.begun_in(r))
        return any(self._says(cell.passage.text.strip()) or self._counts(cell) for cell in cells)

    def _says(self, words: str) -> bool:
        is_sentence = any(sign in words for sign in _SENTENCES)
        return is_sentence and self._cells.kind_of(words) in {CellKind.WORK, CellKind.SENTENCE}

    def _counts(self, cell: Cell) -> bool:
        """Whether marks of one style count 1, 2 in a cell, each with words behind it."""
        if len(cell.passage.text) > _LONGEST:
            return False
        counted: dict[str, int] = {}
        for marker in self._marks.find(cell.passage):
            if not marker.weak and marker.number == counted.get(marker.style.name, 0) + 1:
                counted[marker.style.name] = marker.number
        return max(counted.values(), default=0) >= 2
