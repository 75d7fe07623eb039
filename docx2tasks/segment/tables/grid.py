"""A table as full rows: which cell covers which place."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.source import Cell, Table


class Grid(NamedTuple):
    """The table as full rows: each place has the cell that covers it, or None."""

    rows: tuple[tuple[Cell | None, ...], ...]
    columns: int


def table_to_grid(table: Table) -> Grid:
    """The table with each merged cell at every place that it covers."""
    rows: list[list[Cell | None]] = [[None] * table.columns for _ in table.rows]
    for row in table.rows:
        for cell in row:
            for r in range(cell.row, min(cell.row + cell.rowspan, len(rows))):
                for c in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                    rows[r][c] = cell
    return Grid(tuple(tuple(row) for row in rows), table.columns)
