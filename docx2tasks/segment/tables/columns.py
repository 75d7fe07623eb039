"""What each column of a table holds: decided here and nowhere else.

The words of its header say it (``责任单位``, ``完成时限``), else what its cells hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.tables.cells import CellJudge, is_most, is_prose
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.segment.tables.headers import PATH_KINDS, HeaderFinder, HeaderWords, TableColumn, TableHeader
from docx2tasks.source import EMPTY, Passage, Table

_TIMED = frozenset({"detail", "content", "target", "deadline", "period", "unknown"})  # kinds that times may split
_MOSTLY = 0.6  # share of the cells of a column that tells what it holds
_LONGEST_LIST = 200  # characters of a cell that lists units


class ColumnFinder:
    """Finds what the columns of tables hold."""

    def __init__(self, rules: Rules) -> None:
        self._headers = rules.once(HeaderFinder)
        self._words = rules.once(HeaderWords)
        self._cells = rules.once(CellJudge)

    def find(self, grid: CellGrid, table: Table) -> tuple[frozenset[int], tuple[TableColumn, ...]]:
        """The rows that are header, and the meaning of each column."""
        header = self._headers.find(grid, table)
        if not header.rows:
            return frozenset(), self._columns_by_content(grid)
        words = [_words_below(grid, header.rows, c) for c in range(grid.columns)]
        named = self._by_marks(self._split_by_time(header.columns, words), header, words)
        return header.rows, self._complete(named, words)

    def _split_by_time(
        self, named: Sequence[TableColumn | None], words: Sequence[list[str]]
    ) -> tuple[TableColumn | None, ...]:
        """The columns with the kinds of those that only their times tell apart (年度目标 over four quarters)."""
        found = list(named)
        for group in _timed_groups(named):
            listed = [w for c in group for w in words[c] if not self._cells.is_mark(w, "no-mark")]
            for c, column in group.items():
                found[c] = self._timed_to_column(column, listed if len(group) > 1 else None)
        return tuple(found)

    def _timed_to_column(self, column: TableColumn, words: Sequence[str] | None) -> TableColumn | None:
        """What a column with a time in its heading holds: marks and dates, quantities, or tasks.

        ``words`` are the cells of its group, None where it has no neighbour of another time.
        """
        plain = None if column.kind == "unknown" else column._replace(cell_heading=EMPTY)
        if words is None or column.kind not in _TIMED:
            return plain
        is_when = column.kind in {"deadline", "period"}
        if not words:
            return column if is_when else plain
        dated = sum(self._cells.is_mark(w) or self._cells.is_date(w) for w in words)
        if 2 * dated > len(words) - is_when:
            return column._replace(kind="deadline" if column.kind == "deadline" else "period")
        if is_most(words, self._cells.is_amount):
            return plain and plain._replace(kind="target")
        return column._replace(kind="detail")

    def _by_marks(
        self, named: Sequence[TableColumn | None], header: TableHeader, words: Sequence[list[str]]
    ) -> list[TableColumn | None]:
        """The columns, those of marks below a unit's own name among them: 县教育局 over √."""
        return [
            TableColumn("unit", column.role if column else "", heading.folded, heading)
            if (column is None or column.kind == "unit") and self._is_unit_of_marks(heading, listed)
            else column
            for column, heading, listed in zip(named, header.headings, words, strict=True)
        ]

    def _is_unit_of_marks(self, heading: Passage, words: Sequence[str]) -> bool:
        is_mark, is_unit = self._cells.is_mark, self._cells.is_unit
        if not any(is_mark(w) for w in words) or self._words.to_column(heading.folded):
            return False
        return is_unit(heading.text) and all(is_mark(w) or is_mark(w, "no-mark") for w in words)

    def _complete(self, named: Sequence[TableColumn | None], words: Sequence[list[str]]) -> tuple[TableColumn, ...]:
        """Give columns without a known header a meaning by their cells, or their left neighbour's."""
        found: list[TableColumn] = []
        for column, listed in zip(named, words, strict=True):
            if column is None:
                found.append(self._column_without_name(listed, found[-1] if found else None))
            elif column.kind == "unit" and _share(listed, [is_prose(w) for w in listed]) >= _MOSTLY:
                found.append(TableColumn("content", "", column.header))
            elif column.kind == "unit" and is_most(listed, self._cells.is_measured_in):
                found.append(TableColumn("unknown", "", column.header))
            else:
                found.append(column)
        return tuple(found)

    def _column_without_name(self, words: list[str], left: TableColumn | None) -> TableColumn:
        if self._are_units(words):
            return TableColumn("unit")
        is_path = left is not None and left.kind in PATH_KINDS and not is_most(words, self._cells.is_amount)
        return TableColumn(left.kind, left.role) if left and is_path else TableColumn("unknown")

    def _are_units(self, words: Sequence[str]) -> bool:
        """Whether most cells of a column begin with a unit's name."""
        return _share(words, [self._cells.begins_with_units(w) for w in words]) >= _MOSTLY

    def _columns_by_content(self, grid: CellGrid) -> tuple[TableColumn, ...]:
        """The meaning of columns in a table without header: numbers, units, and the longest text."""
        words = [_words_below(grid, frozenset(), c) for c in range(grid.columns)]
        columns = []
        for listed in words:
            if listed and all(text_to_number(w.strip("、.．（）() ")) is not None for w in listed):
                columns.append(TableColumn("number"))
            elif len(listed) >= 2 and self._are_units(listed) and max(map(len, listed)) < _LONGEST_LIST:
                columns.append(TableColumn("unit"))
            else:
                columns.append(TableColumn("unknown"))
        if not any(column.kind == "unit" for column in columns):
            return tuple(columns)
        return tuple(
            column._replace(kind="content") if column.kind == "unknown" and listed else column
            for column, listed in zip(columns, words, strict=True)
        )


def _words_below(grid: CellGrid, header_rows: frozenset[int], column: int) -> list[str]:
    rows = (r for r in range(len(grid.rows)) if r not in header_rows)
    return [words for r in rows if (words := grid.text_at(r, column))]


def _share(words: Sequence[str], hits: Sequence[bool]) -> float:
    return sum(hits) / len(words) if words else 0.0


def _timed_groups(named: Sequence[TableColumn | None]) -> Iterator[dict[int, TableColumn]]:
    """Neighbours of one kind, each with a time of its own."""
    group: dict[int, TableColumn] = {}
    for c, column in enumerate(named):
        if group and (column is None or not column.cell_heading or column.kind != next(iter(group.values())).kind):
            yield group
            group = {}
        if column is not None and column.cell_heading:
            group[c] = column
    if group:
        yield group
