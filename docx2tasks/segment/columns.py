"""Columns of a table: which rows are its header, and what each column holds.

A column is told by the words of its header (``责任单位``, ``完成时限``), else by what stands in its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.units import is_unit
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.source import Cell, Table

PATH_KINDS = ("category", "name", "content", "detail", "criterion")
HEADER_LENGTH = 40  # characters of the name of a column
_HEADER_ROWS = 3
_MEASURED_IN = "measured-in"  # the one kind of rule that cells are asked, not names
_LEAST_SHARE = 0.5


class Column(NamedTuple):
    """What a column means: its kind, the role a unit column says, and its header's words."""

    kind: str
    value: str = ""
    header: str = ""


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


def header_words(cell: Cell | None) -> str:
    """The words of a header cell, folded and without blanks."""
    return "".join(fold_width(cell.passage.text).split()) if cell else ""


@lru_cache(maxsize=2048)
def header_to_column(words: str, rules: Rules) -> Column | None:
    """The meaning of a header: ``责任单位`` is a unit column, ``工作举措`` a detail column."""
    if not words or len(words) > HEADER_LENGTH:
        return None
    for rule in rules["columns"].rules:
        if rule.kind != _MEASURED_IN and rule.find(words):
            return Column(rule.kind, rule.value, words)
    return None


def find_columns(grid: Grid, table: Table, rules: Rules) -> tuple[frozenset[int], tuple[Column, ...]]:
    """The rows that are header, and the meaning of each column."""
    heads = [r for r in range(len(grid.rows)) if _is_header_row(grid.rows[r], rules)]
    if table.header_rows:
        heads = sorted({*heads, *range(min(table.header_rows, _HEADER_ROWS))})
    if not heads:
        return frozenset(), _columns_by_content(grid, rules)
    votes: list[Counter[Column]] = [Counter() for _ in range(grid.columns)]
    for place, r in enumerate(heads):
        is_lowest = place + 1 == len(heads) or heads[place + 1] != r + 1
        for c, column in enumerate(_header_columns(grid.rows[r], rules)):
            if column is not None:
                votes[c][column] += 2 if is_lowest else 1
    named = [vote.most_common(1)[0][0] if vote else None for vote in votes]
    return frozenset(heads), _complete(named, grid, frozenset(heads), rules)


def _header_columns(row: Sequence[Cell | None], rules: Rules) -> list[Column | None]:
    return [header_to_column(header_words(cell), rules) for cell in row]


def _is_header_row(row: Sequence[Cell | None], rules: Rules) -> bool:
    """Whether most cells of a row are the words of known headers, at least two of them."""
    cells = {id(cell): cell for cell in row if cell is not None and not cell.is_blank}
    if len(cells) < 2 or any(len(cell.passage.text) > 2 * HEADER_LENGTH for cell in cells.values()):
        return False
    words = [header_words(cell) for cell in cells.values()]
    if any(len(w) > HEADER_LENGTH for w in words):
        return False
    known = [header_to_column(w, rules) for w in words]
    hits = sum(column is not None for column in known)
    kinds = {column.kind for column in known if column}
    return hits >= 2 and len(kinds) >= 2 and hits / len(cells) >= _LEAST_SHARE


def _complete(named: list[Column | None], grid: Grid, heads: frozenset[int], rules: Rules) -> tuple[Column, ...]:
    """Give columns without a known header a meaning by their cells, or their left neighbour's."""
    found: list[Column] = []
    for c, column in enumerate(named):
        words = [w for r in range(len(grid.rows)) if r not in heads and (w := _own_words(grid, r, c))]
        if column is None:
            found.append(_column_without_name(words, found[-1] if found else None, rules))
        elif column.kind == "unit" and _mostly_prose(words):
            found.append(Column("content", "", column.header))
        elif column.kind == "unit" and _mostly_measured_in(words, rules):
            found.append(Column("unknown", "", column.header))
        else:
            found.append(column)
    return tuple(found)


def _column_without_name(words: list[str], left: Column | None, rules: Rules) -> Column:
    if _mostly_units(words, rules):
        return Column("unit")
    return Column(left.kind, left.value) if left and left.kind in PATH_KINDS else Column("unknown")


def _own_words(grid: Grid, row: int, column: int) -> str:
    cell = grid.rows[row][column]
    return cell.passage.text.strip() if cell and cell.row == row and cell.column == column else ""


def _mostly_units(words: Sequence[str], rules: Rules) -> bool:
    """Whether most cells of a column begin with a unit's name."""
    if not words:
        return False
    hits = sum(_looks_like_units(text, rules) for text in words)
    return hits / len(words) >= 0.6


def _mostly_measured_in(words: Sequence[str], rules: Rules) -> bool:
    """Whether most cells of a column say what is counted in (公里, %): 单位 is no responsible unit there."""
    return sum(rules["columns"].find(_MEASURED_IN, fold_width(w)) is not None for w in words) > len(words) / 2


def _mostly_prose(words: Sequence[str]) -> bool:
    """Whether most cells of a column are sentences: its header stands over the wrong column."""
    return bool(words) and sum(len(w) > 30 and ("。" in w or ";" in w or "；" in w) for w in words) / len(words) >= 0.6


def _looks_like_units(text: str, rules: Rules) -> bool:
    folded = fold_width(text)
    head = folded.split(":", 1)
    if len(head) == 2 and rules["units"].find("label", head[0].strip()):
        return True
    first = folded.replace("\n", "、").replace(" ", "、").replace(",", "、").replace(";", "、").split("、")[0].strip()
    first = first.split("等")[0].split("牵头")[0].split("按")[0]
    return bool(first) and len(first) <= 24 and is_unit(first, rules)


def _columns_by_content(grid: Grid, rules: Rules) -> tuple[Column, ...]:
    """The meaning of columns in a table without header: numbers, units, and the longest text."""
    words = [[w for r in range(len(grid.rows)) if (w := _own_words(grid, r, c))] for c in range(grid.columns)]
    columns = []
    for listed in words:
        if listed and all(text_to_number(w.strip("、.．（）() ")) is not None for w in listed):
            columns.append(Column("number"))
        elif len(listed) >= 2 and _mostly_units(listed, rules) and max(map(len, listed)) < 200:
            columns.append(Column("unit"))
        else:
            columns.append(Column("unknown"))
    if any(column.kind == "unit" for column in columns):
        columns = [c._replace(kind="content") if c.kind == "unknown" and words[i] else c for i, c in enumerate(columns)]
    return tuple(columns)


def columns_of(columns: Sequence[Column], *kinds: str) -> list[int]:
    """The places of the columns of these kinds, from left to right."""
    return [c for c, column in enumerate(columns) if column.kind in kinds]


def text_column_of(columns: Sequence[Column], grid: Grid, heads: frozenset[int]) -> int | None:
    """The column that holds the measures: the last with details, else with content.

    A short 改革举措 with a long 主要内容 to its right is the name of what the latter says.
    """
    for kinds in (("detail",), ("content",), ("criterion",), ("name",)):
        found = columns_of(columns, *kinds)
        if found:
            longer = [c for c in columns_of(columns, "content") if c > found[-1] and kinds == ("detail",)]
            return longer[-1] if longer and _names(grid, heads, found[-1], longer[-1]) else found[-1]
    return None


def _names(grid: Grid, heads: frozenset[int], short: int, long: int) -> bool:
    """Whether the cells of one column are names of what the other says at length."""
    pairs = [(_own_words(grid, r, short), _own_words(grid, r, long)) for r in range(len(grid.rows)) if r not in heads]
    filled = [(a, b) for a, b in pairs if a and b]
    sentences = sum("。" in a or "；" in a for a, _ in filled)
    sizes = sum(len(a) for a, _ in filled), sum(len(b) for _, b in filled)
    return bool(filled) and sentences < 0.3 * len(filled) and sizes[1] > 1.5 * sizes[0]


def is_about_work(columns: Sequence[Column], text_column: int) -> bool:
    """Whether the table lists measures: it names units, deadlines, numbers or a path."""
    kinds = {column.kind for c, column in enumerate(columns) if c != text_column}
    if columns[text_column].kind in {"criterion", "name"}:
        return bool(kinds & {"unit", "deadline"})
    return bool(kinds & {"unit", "deadline", "period", "person", "number", "name", "category", "content"})


def path_columns_of(columns: Sequence[Column], text_column: int) -> list[int]:
    """The columns whose cells are steps: left of the measures, outermost first.

    Where an item has a name, content between the name and the measures repeats it at length
    and is no step.
    """
    left = [c for c in range(text_column) if columns[c].kind in PATH_KINDS]
    names = [c for c in left if columns[c].kind == "name"]
    numbered = bool(columns_of(columns, "number"))
    if names and numbered:
        last = names[-1]
        left = [c for c in left if c <= last or columns[c].kind in {"name", "category"}]
    return left
