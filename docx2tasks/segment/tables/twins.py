"""Lists printed side by side: ``检查内容 | 是否合格 | 检查内容 | 是否合格`` is two tables."""

from __future__ import annotations

from collections.abc import Iterator

from docx2tasks.segment.tables.headers import header_words
from docx2tasks.source import Cell, Table

_ROWS = 3  # of which the first with as many cells as the table has columns is the header
_LEAST = 2  # columns of one of the lists


def split_twins(table: Table) -> tuple[Table, ...]:
    """The lists of a table whose headings come again to the right; the table itself where they do not."""
    header = next((row for row in table.rows[:_ROWS] if len(row) == table.columns), None)
    if header is None:
        return (table,)
    words = [header_words(cell) for cell in header]
    for width in range(_LEAST, table.columns // 2 + 1):
        if table.columns % width == 0 and all(words) and words == words[:width] * (table.columns // width):
            return tuple(_cut(table, start, width) for start in range(0, table.columns, width))
    return (table,)


def _cut(table: Table, start: int, width: int) -> Table:
    """The columns of one list; a row across the table goes with the first."""
    rows = tuple(tuple(_moved(row, start, width)) for row in table.rows)
    return table._replace(rows=rows, columns=width, caption=table.caption if not start else None)


def _moved(row: tuple[Cell, ...], start: int, width: int) -> Iterator[Cell]:
    for cell in row:
        if start <= cell.column < start + width:
            colspan = min(cell.colspan, start + width - cell.column)
            yield Cell(cell.row, cell.column - start, cell.rowspan, colspan, cell.blocks)
