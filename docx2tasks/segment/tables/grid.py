"""A table as a full grid: which cell covers which position."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.source import EMPTY, Cell, Passage, Table


class CellGrid(NamedTuple):
    """The table as full rows: each place has the cell that covers it, or None."""

    rows: tuple[tuple[Cell | None, ...], ...]
    columns: int

    def cell_at(self, r: int, column: int) -> Cell | None:
        """The cell that begins at a place."""
        cell = self.rows[r][column]
        return cell if cell is not None and cell.row == r and cell.column == column else None

    def words_at(self, r: int, column: int) -> Passage:
        """The words of the cell that begins at a place, or nothing."""
        cell = self.cell_at(r, column)
        return cell.passage.strip() if cell is not None else EMPTY

    def text_at(self, r: int, column: int) -> str:
        """The same as plain text, without positions."""
        cell = self.cell_at(r, column)
        return cell.passage.text.strip() if cell is not None else ""

    def begun_in(self, r: int) -> list[Cell]:
        """The filled cells that begin in a row, left to right."""
        seen: dict[int, Cell] = {}
        for cell in self.rows[r]:
            if cell is not None and cell.row == r and not cell.is_blank:
                seen.setdefault(id(cell), cell)
        return list(seen.values())

    def is_across(self, cell: Cell) -> bool:
        """Whether a cell is as wide as the table."""
        return cell.colspan >= max(2, self.columns)


def table_to_grid(table: Table) -> CellGrid:
    """The table with each merged cell at every place that it covers."""
    rows: list[list[Cell | None]] = [[None] * table.columns for _ in table.rows]
    for row in table.rows:
        for cell in row:
            for r in range(cell.row, min(cell.row + cell.rowspan, len(rows))):
                for c in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                    rows[r][c] = cell
    return CellGrid(tuple(tuple(row) for row in rows), table.columns)
