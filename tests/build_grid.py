"""One way to write a table with merged cells, as a Word file, a workbook and a page.

``甲@2`` is a cell over two rows, ``甲#3`` one over three columns, ``甲@2#3`` one over both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from build_docx import docx, p, tbl, tc, tr
from build_sheet import xlsx
from openpyxl.utils import get_column_letter

_CELL = re.compile(r"(.*?)(?:@(\d))?(?:#(\d+))?")


class Placed(NamedTuple):
    """A cell with its place, its height and its width."""

    words: str
    row: int
    column: int
    down: int
    across: int


def lay(rows: Sequence[str]) -> list[Placed]:
    """The cells of rows, each at the first free place of its row."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(rows):
        c = 0
        for cell in row.split("|"):
            match = _CELL.fullmatch(cell)
            assert match, cell
            down, across = int(match[2] or 1), int(match[3] or 1)
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            found.append(Placed(match[1], r, c, down, across))
    return found


def as_docx(rows: Sequence[str], title: str) -> bytes:
    """The table in a Word file, under its title."""
    cells = lay(rows)
    made = []
    for r in range(len(rows)):
        here = [cell for cell in cells if cell.row <= r < cell.row + cell.down]
        made.append(tr(*(_to_tc(cell, r) for cell in sorted(here, key=lambda cell: cell.column))))
    return docx(p(title), tbl(*made, columns=_width(cells)))


def _to_tc(cell: Placed, r: int) -> str:
    span = cell.across if cell.across > 1 else None
    if cell.row < r:
        return tc(span=span, merge="")
    return tc(cell.words, span=span, merge="restart" if cell.down > 1 else None)


def as_xlsx(rows: Sequence[str], title: str) -> bytes:
    """The table in a workbook, under its title."""
    cells = lay(rows)
    width = _width(cells)
    grid: list[list[str | None]] = [[None] * width for _ in range(len(rows) + 1)]
    grid[0][0] = title
    merges = [_range(0, 0, 1, width)]
    for cell in cells:
        grid[cell.row + 1][cell.column] = cell.words or None
        if cell.down > 1 or cell.across > 1:
            merges.append(_range(cell.row + 1, cell.column, cell.down, cell.across))
    return xlsx({"Sheet1": grid}, merges={"Sheet1": merges})


def as_page(rows: Sequence[str], title: str) -> bytes:
    """The table in a page, under its title."""
    cells = lay(rows)
    made = "".join(f"<tr>{''.join(_to_td(c) for c in cells if c.row == r)}</tr>" for r in range(len(rows)))
    return f"<html><body><p>{title}</p><table>{made}</table></body></html>".encode()


def _to_td(cell: Placed) -> str:
    return f'<td rowspan="{cell.down}" colspan="{cell.across}">{cell.words}</td>'


def _width(cells: Sequence[Placed]) -> int:
    return max(cell.column + cell.across for cell in cells)


def _range(row: int, column: int, down: int, across: int) -> str:
    first = f"{get_column_letter(column + 1)}{row + 1}"
    return f"{first}:{get_column_letter(column + across)}{row + down}"
