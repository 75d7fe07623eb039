"""The layout of a table, determined before its rows are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.segment.marks.signs import lead_size
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.segment.tables.headers import PATH_KINDS, TableColumn
from docx2tasks.source import Cell, Passage

_READ_KINDS = ("unit", "deadline", "period", "number", "target")  # whose cells go into a record
_AROUND_NUMBER = "、.()（） \n"


class TaskCells(NamedTuple):
    """The cells of a table's task columns."""

    grid: CellGrid
    columns: tuple[int, ...]

    def begun_in(self, r: int) -> list[Cell]:
        """The filled cells of the tasks' columns that begin in a row; a merged one once."""
        found: list[Cell] = []
        for column in self.columns:
            cell = self.grid.rows[r][column]
            if cell is not None and cell.row == r and not cell.is_blank and (not found or cell is not found[-1]):
                found.append(cell)
        return found

    def begin_in(self, r: int) -> bool:
        """Whether the cell of a task begins in a row and is filled."""
        return any(self.grid.text_at(r, c) for c in self.columns)

    def reach_into(self, r: int) -> bool:
        """Whether the cell of a task in a row began above it."""
        return any(cell is not None and cell.row < r for cell in (self.grid.rows[r][c] for c in self.columns))

    def go_on_in(self, r: int) -> bool:
        """Whether the tasks of a row are those of the row above, merged downwards."""
        cells = (self.grid.rows[r][column] for column in self.columns)
        return all(cell is not None and cell.row != r and cell.rowspan > 1 for cell in cells)


@dataclass(frozen=True, eq=False)
class TableLayout:
    """A table's grid, header rows, columns, and task columns."""

    grid: CellGrid
    header_rows: frozenset[int]
    columns: tuple[TableColumn, ...]
    text_columns: tuple[int, ...]  # several where times part them: one task each

    @cached_property
    def tasks(self) -> TaskCells:
        """The cells of the tasks."""
        return TaskCells(self.grid, self.text_columns)

    @cached_property
    def _by_kind(self) -> dict[str, list[int]]:
        return {kind: columns_of(self.columns, kind) for kind in {column.kind for column in self.columns}}

    def of(self, kind: str) -> list[int]:
        """The columns of one kind, from left to right."""
        return self._by_kind.get(kind, [])

    @cached_property
    def path_columns(self) -> tuple[int, ...]:
        """The columns whose cells are steps of a path, outermost first."""
        return tuple(c for c in _path_columns_of(self.columns, self.text_columns[0]) if c not in self.text_columns)

    @cached_property
    def numbered_column(self) -> int:
        """The column whose words the running number counts: a name, else the next one about the work.

        Where rows are numbered below one cell of it, the number counts finer: it is that of the tasks.
        """
        numbers = self.of("number")
        after = [c for c in self.path_columns if not numbers or c > numbers[0]]
        name = next((c for c in after if self.columns[c].kind == "name"), None)
        column = name if name is not None else after[0] if after else self.text_columns[0]
        return self.text_columns[0] if column in self.path_columns and self._is_coarser(column) else column

    def _is_coarser(self, column: int) -> bool:
        """Whether most cells of a column that are filled serve several numbered rows."""
        served: list[int] = []
        for r, (label, _) in enumerate(self.numbers):
            if r in self.header_rows:
                continue
            if self.grid.text_at(r, column):
                served.append(0)
            if served and label is not None and self.tasks.begin_in(r):
                served[-1] += 1
        return 2 * sum(count > 1 for count in served) > sum(count > 0 for count in served)

    @cached_property
    def read_columns(self) -> frozenset[int]:
        """The columns whose cells a task takes up."""
        return frozenset((*self.path_columns, *self.text_columns, *columns_of(self.columns, *_READ_KINDS)))

    def has_only_units(self, r: int) -> bool:
        """Whether all that is filled in a row are units, right of the tasks: more of those of the row above."""
        cells = self.grid.begun_in(r)
        units = {c for c in self.of("unit") if c > max(self.text_columns) and not self.columns[c].cell_heading}
        return bool(cells) and all(cell.column in units for cell in cells)

    @cached_property
    def header(self) -> str:
        """The words over the tasks and over the deadlines."""
        return self.header_over(self.text_columns[0])

    def header_over(self, column: int) -> str:
        """The words over a column of tasks and over the deadlines: a year in them is the working year."""
        return " ".join(self.columns[c].header for c in (column, *self.of("deadline")))

    @cached_property
    def numbers(self) -> tuple[tuple[Passage | None, int | None], ...]:
        """The own number of each row, from its number column."""
        return tuple(_find_number(self.grid, r, self.of("number")) for r in range(len(self.grid.rows)))


def _find_number(grid: CellGrid, r: int, columns: Sequence[int]) -> tuple[Passage | None, int | None]:
    for column in columns:
        words = grid.words_at(r, column)
        words = words.cut(lead_size(words.folded))  # ★1
        number = text_to_number(words.folded.strip(_AROUND_NUMBER))
        if number is not None:
            return words, number
    return None, None


def columns_of(columns: Sequence[TableColumn], *kinds: str) -> list[int]:
    """The places of the columns of these kinds, from left to right."""
    return [c for c, column in enumerate(columns) if column.kind in kinds]


def _path_columns_of(columns: Sequence[TableColumn], text_column: int) -> list[int]:
    """The columns whose cells are steps: left of the tasks, outermost first.

    Where an item has a name, content between the name and the tasks repeats it at length
    and is no step.
    """
    left = [c for c in range(text_column) if columns[c].kind in PATH_KINDS]
    names = [c for c in left if columns[c].kind == "name"]
    numbered = bool(columns_of(columns, "number"))
    if names and numbered:
        last = names[-1]
        left = [c for c in left if c <= last or columns[c].kind in {"name", "category"}]
    return left
