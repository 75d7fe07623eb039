"""Tables saved as text: which lines form one, and its cells as blocks.

Three shapes are read here: one cell a line with a tab before it (``tab_prefixed_table.py``), cells parted by
tabs (``tab_separated_table.py``), cells parted by pipes or quoted commas (``delimited_table.py``).  ``→责任单位`` is a
cell of the first, ``序号→任务→责任单位`` a row of the second.

A row that lost cells is put under its columns by what the other rows hold there.  A first cell
that runs a category and its item together (``二、治理 3.推进…``) spans the columns of both.  A header
met again is put where most headers stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.plain.delimited_table import find_marked_table
from docx2tasks.readers.plain.hard_wraps import unwrap_cell
from docx2tasks.readers.plain.lines import Line, text_to_width
from docx2tasks.readers.plain.markup import Words
from docx2tasks.readers.plain.realign_rows import Profile, row_to_columns, row_to_merge, rows_to_profiles
from docx2tasks.readers.plain.tab_prefixed_table import Field, Grid, Miss, find_led_table, is_led
from docx2tasks.readers.plain.tab_separated_table import find_tab_table
from docx2tasks.source import Cell, Paragraph, Passage, Table, join_passages

_CATEGORY = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


class _CellPlace(NamedTuple):
    """Where a cell of a row goes: its number in the row, its column, and how many it spans."""

    cell: int
    column: int
    span: int = 1


def find_table(lines: Sequence[Line], at: int, words: Words, limits: Limits) -> Grid | Miss:
    """The table that begins at ``lines[at]`` (or one line before it).

    Raises LimitError ``too-big`` when it has more cells than are read.
    """
    line = lines[at]
    if is_led(line, words.text):
        found = find_led_table(lines, at, words.text)
    elif line.tabs:
        found = find_tab_table(lines, at, words.text)
    else:
        found = find_marked_table(lines, at, words.text)
    if isinstance(found, Miss):
        return found
    if found.columns > limits.columns:
        return Miss(found.stop)
    if found.columns * len(found.rows) > limits.cells:
        hint = f"more than {limits.cells} cells are not read"
        raise LimitError("too-big", f"a table of {len(found.rows)} rows", hint)
    return found


def grid_to_table(grid: Grid, words: Words) -> Table:
    """The table of a grid: cells in their columns, their lines as paragraphs."""
    contents = [[_paragraphs(field, words) for field in row] for row in grid.rows]
    profiles = rows_to_profiles([_names(row) for row in contents], grid.columns)
    contents = [_fitted(row, profiles, grid.columns) for row in contents]
    texts = [_names(row) for row in contents]
    widths = _column_widths(contents, grid.columns)
    heads = _header_columns(texts, grid.columns)
    rows: list[tuple[Cell, ...]] = []
    for number, (row, names) in enumerate(zip(contents, texts, strict=True)):
        columns = heads.get(tuple(filter(None, names))) if len(names) > 1 else None
        places = _places(names, columns, profiles, grid.columns)
        rows.append(_cells(number, row, places, widths))
    return Table(tuple(rows), grid.columns, grid.header_rows, ragged=not grid.marked)


def _paragraphs(field: Field, words: Words) -> list[Passage]:
    found: list[Passage] = []
    at = -1
    for start, end in field:
        parts = list(words.passages(start, end))
        if found and parts and at + 1 == start and words.text[at] == '"':  # the second of two quotes is cut
            parts[0] = join_passages((found.pop(), parts[0]))
        found.extend(parts)
        at = end
    return found


def _names(row: Sequence[list[Passage]]) -> list[str]:
    return ["".join(passage.text for passage in cell) for cell in row]


def _fitted(row: list[list[Passage]], profiles: Sequence[Profile], columns: int) -> list[list[Passage]]:
    """The row without blank cells at the end of a short one, and without more cells than columns."""
    while 1 < len(row) < columns and not row[-1]:
        row = row[:-1]
    while len(row) > columns and len(row) > 1:
        if not row[-1] and len(row) > columns:
            row = row[:-1]
            continue
        at = row_to_merge(_names(row), profiles if len(row) == columns + 1 else ())
        row = [*row[:at], [*row[at], *row[at + 1]], *row[at + 2 :]]
    return row


def _header_columns(texts: Sequence[Sequence[str]], columns: int) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Where the names of the header stand, by the names: the place most of its copies have."""
    names = tuple(filter(None, texts[0]))
    if not 1 < len(names) < columns:
        return {}
    votes: Counter[tuple[int, ...]] = Counter()
    for row in texts:
        if tuple(filter(None, row)) == names and len(row) == columns:
            votes[tuple(i for i, name in enumerate(row) if name)] += 1
    return {names: votes.most_common(1)[0][0]} if votes else {}


def _places(
    names: Sequence[str], heads: tuple[int, ...] | None, profiles: Sequence[Profile], columns: int
) -> list[_CellPlace]:
    """Where the cells of a row stand that are kept."""
    if heads is not None:
        filled = [i for i, name in enumerate(names) if name]
        return [_CellPlace(i, column) for i, column in zip(filled, heads, strict=True)]
    if len(names) == 1 and not (profiles and names[0].endswith("。")):
        return [_CellPlace(0, 0, columns)]
    found = [_CellPlace(i, column) for i, column in enumerate(row_to_columns(names, profiles))]
    category = _CATEGORY.match(names[0])
    if found[0].column and category and category.end() < len(names[0]):
        found[0] = _CellPlace(0, 0, found[0].column + 1)
    return found


def _cells(
    number: int, row: Sequence[list[Passage]], places: Sequence[_CellPlace], widths: Sequence[float]
) -> tuple[Cell, ...]:
    """The cells of a row, blank ones where nothing stands."""
    found: list[Cell] = []
    at = 0
    for index, column, span in places:
        found.extend(Cell(number, blank, 1, 1, ()) for blank in range(at, column))
        blocks = tuple(Paragraph(p) for p in unwrap_cell(row[index], widths[column]))
        found.append(Cell(number, column, 1, span, blocks))
        at = column + span
    found.extend(Cell(number, blank, 1, 1, ()) for blank in range(at, len(widths)))
    return tuple(found)


def _column_widths(contents: Sequence[Sequence[list[Passage]]], columns: int) -> list[float]:
    """The widest line of each column among cells of several lines."""
    widths = [0.0] * columns
    for row in contents:
        for column, cell in enumerate(row[:columns]):
            if len(cell) > 1:
                widths[column] = max(widths[column], *(text_to_width(p.text) for p in cell))
    return widths
