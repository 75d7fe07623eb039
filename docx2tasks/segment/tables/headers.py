"""The header rows of a table, and the headings of its columns.

A heading over several columns with its own headings below it (完成时限 over 上半年 and 下半年) is one
header: the lower words narrow what the upper ones say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.tables.contrast import ContrastFinder
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.source import EMPTY, Cell, Passage, Table, join_passages

PATH_KINDS = ("category", "name", "content", "detail", "criterion")
HEADER_LENGTH = 40  # characters of the name of a column
_HEADER_ROWS = 3
_LEAST_SHARE = 0.5
_SURE = frozenset({"number", "content", "detail", "deadline", "unit"})  # kinds that few other words name
_SURE_KINDS = 3
_SPAN = "span"  # 上半年, 一季度目标: a heading that says when
_OF_CELLS = frozenset(
    {"measured-in", "amount", _SPAN, "mark", "no-mark", "as-above", "with-persons", "state", "code"}
    | {"weak", "record", "work-table", "work", "done"}
)  # asked of cells, not of names
_NARROWED = frozenset({"unit", "person", "deadline"})  # 名称 below 责任单位 is still a unit
_YEAR = re.compile(r"(?:19|20)\d\d年")
_MARKED = re.compile(r"[(第]?[\d一二三四五六七八九十]{1,3}[、.)章节条]")
_RUNS_ON = re.compile(r"[^()]*[,。]")  # a bracket may state a rule: 责任单位（列第一位的牵头，下同）
_PROSE = re.compile(r"[。;]")
_BLANKS = re.compile(r"\s+")


class TableColumn(NamedTuple):
    """The meaning of a column: its kind, the role of a unit column, its heading.

    ``cell_heading`` are the words of its own heading where they hold for each filled cell below: the
    ``上半年`` of a deadline with a mark in it, of a task of that half-year.  ``reason`` says what it was told by.
    """

    kind: str
    role: str = ""
    header: str = ""
    cell_heading: Passage = EMPTY
    reason: str = "its heading"


class TableHeader(NamedTuple):
    """A table's header rows, and for each column its meaning and lowest heading.

    The ``cell_heading`` of a column here is a time that its heading says.
    """

    rows: frozenset[int]
    columns: tuple[TableColumn | None, ...]
    headings: tuple[Passage, ...]


def header_words(cell: Cell | None) -> str:
    """The words of a header cell, folded and without blanks."""
    return "".join(cell.passage.folded.split()) if cell else ""


class HeaderWords:
    """Interprets headings by the rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["columns"]
        self.to_column = lru_cache(maxsize=2048)(self._to_column)
        self.to_time = lru_cache(maxsize=2048)(self._to_time)

    def _to_column(self, words: str) -> TableColumn | None:
        """The meaning of a heading: ``责任单位`` is a unit column, ``工作举措`` a detail column."""
        if not words or len(words) > HEADER_LENGTH:
            return None
        for rule in self._rules.rules:
            if rule.kind not in _OF_CELLS and rule.find(words):
                return TableColumn(rule.kind, rule.value, words)
        return None

    def _to_time(self, words: str) -> str:
        """The time with which a heading begins: ``一季度`` of ``一季度目标``; nothing for other headings."""
        if not words or len(words) > HEADER_LENGTH:
            return ""
        found = self._rules.find(_SPAN, words)
        return found[1]["time"] if found else ""

    def names_measures(self, cell: Cell | None) -> bool:
        """Whether a cell is the heading of a column of measures: ``工作任务``, but not ``一、重点工作``."""
        words = header_words(cell)
        column = None if _MARKED.match(words) else self.to_column(words)
        return column is not None and column.kind in {"detail", "content"}

    def is_weak(self, words: str) -> bool:
        """Whether logs and lists of indicators have a heading too: ``检查内容``."""
        return self._rules.find("weak", words) is not None

    def is_known(self, words: str) -> bool:
        """Whether words are a heading: of a column, or of a time."""
        return self.to_column(words) is not None or bool(self.to_time(words))


class HeaderFinder:
    """Finds the header rows of tables and the meaning of their columns."""

    def __init__(self, rules: Rules) -> None:
        self._words = rules.once(HeaderWords)
        self._contrast = rules.once(ContrastFinder)

    def find(self, grid: CellGrid, table: Table) -> TableHeader:
        """The header rows of a table, including repeated ones, and their meaning."""
        rows = self._find_header_rows(grid, table)
        stacks = [[_stack(grid, run, c) for c in range(grid.columns)] for run in _runs(rows)]
        votes: list[Counter[TableColumn]] = [Counter() for _ in range(grid.columns)]
        headings = [EMPTY] * grid.columns
        times = [EMPTY] * grid.columns
        for run in stacks:
            for c, cells in enumerate(run):
                column = self._stack_to_column(cells)
                votes[c].update([column] if column else [])
                headings[c] = headings[c] or (_words_of(cells[-1]) if cells else EMPTY)
                times[c] = times[c] or self._stack_to_time(cells)
        named = (vote.most_common(1)[0][0] if vote else None for vote in votes)
        timed = (
            _with_time(column, *pair) for column, pair in zip(named, zip(headings, times, strict=True), strict=True)
        )
        return TableHeader(frozenset(rows), tuple(timed), tuple(headings))

    def _find_header_rows(self, grid: CellGrid, table: Table) -> list[int]:
        """The rows that are header, from top to bottom."""
        found = {r for r, row in enumerate(grid.rows) if self._is_header_row(row)}
        if grid.columns == 1 and grid.rows and self._words.names_measures(grid.rows[0][0]):
            found.add(0)
        found.update(range(min(table.header_rows, _HEADER_ROWS, len(grid.rows))))
        for r in range(1, len(grid.rows)):
            first = r
            while first - 1 in found:
                first -= 1
            if first < r < first + _HEADER_ROWS and r not in found and self._is_below_header(grid, first, r):
                found.add(r)
        if not found and (unknown := self._contrast.find(grid)) is not None:
            found.add(unknown)
        return sorted(found)

    def _is_header_row(self, row: Sequence[Cell | None]) -> bool:
        """Whether most cells of a row are the words of known headers, at least two of them."""
        cells = {id(cell): cell for cell in row if cell is not None and not cell.is_blank}
        if len(cells) < 2 or any(len(cell.passage.text) > 2 * HEADER_LENGTH for cell in cells.values()):
            return False
        words = [header_words(cell) for cell in cells.values()]
        if any(len(w) > HEADER_LENGTH or _RUNS_ON.match(w) for w in words):
            return False
        known = [self._words.to_column(w) for w in words]
        hits = sum(column is not None for column in known)
        kinds = {column.kind for column in known if column}
        if hits < 2 or len(kinds) < 2:
            return False
        if len(kinds & _SURE) >= _SURE_KINDS and not any(_PROSE.search(w) for w in words):
            return True
        times = sum(column is None and bool(self._words.to_time(w)) for w, column in zip(words, known, strict=True))
        return (hits + times) / len(cells) >= _LEAST_SHARE

    def _is_below_header(self, grid: CellGrid, first: int, r: int) -> bool:
        """Whether a row behind header rows that begin at ``first`` holds nothing but headings below their cells."""
        row, above = grid.rows[r], grid.rows[r - 1]
        if any(cell is not None and cell.row < first for cell in row):
            return False
        begun = [(c, cell) for c, cell in enumerate(row) if cell is not None and cell.row == r and cell.column == c]
        filled = [(c, cell) for c, cell in begun if not cell.is_blank]
        words = [header_words(cell) for _, cell in filled]
        if not filled or any(len(w) > HEADER_LENGTH or _PROSE.search(w) for w in words):
            return False
        known = [self._words.is_known(w) for w in words]
        if all(_is_grouped(cell, above[c], grid) for c, cell in filled):
            return len(begun) == len(filled) or any(known)
        return all(known) and all(_is_below_blank(above, c) for c, _ in filled)

    def _stack_to_column(self, cells: Sequence[Cell]) -> TableColumn | None:
        """The meaning of the headings over a column; the lower ones narrow the upper ones."""
        column: TableColumn | None = None
        words = [header_words(cell) for cell in cells]
        for heading in words:
            lower = self._words.to_column(heading)
            time = self._words.to_time(heading) if lower is None else ""
            lower = self._words.to_column(heading[len(time) :]) if time else lower
            column = _narrowed(column, lower)
        return column._replace(header=" ".join(words)) if column else None

    def _stack_to_time(self, cells: Sequence[Cell]) -> Passage:
        """The time that the lowest heading says, behind the year that stands above it alone: 2022年 over 一季度."""
        time = self._time_of(cells[-1]) if cells else EMPTY
        if not time or _YEAR.match(time.folded):
            return time
        years = (cell for cell in cells[:-1] if _YEAR.match(header_words(cell)))
        year = next((self._time_of(cell) for cell in years if self._time_of(cell) == _words_of(cell)), EMPTY)
        return join_passages((year.cut(0, 5), time))

    def _time_of(self, cell: Cell) -> Passage:
        words = _words_of(cell)
        return words.cut(0, len(self._words.to_time(words.folded)))


def _with_time(column: TableColumn | None, heading: Passage, time: Passage) -> TableColumn | None:
    if not time:
        return column
    return (column or TableColumn("unknown", "", heading.folded))._replace(cell_heading=time)


def _is_grouped(cell: Cell, above: Cell | None, grid: CellGrid) -> bool:
    """Whether a cell stands below a wider one that is no title."""
    return above is not None and not above.is_blank and cell.colspan < above.colspan < grid.columns


def _is_below_blank(above: Sequence[Cell | None], column: int) -> bool:
    """Whether a heading stands below a blank place or left of one: its group was not merged."""
    places = above[column : column + 2]
    return any(cell is None or cell.is_blank for cell in places)


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    """Header rows that follow one another."""
    run: list[int] = []
    for r in rows:
        if run and r != run[-1] + 1:
            yield run
            run = []
        run.append(r)
    if run:
        yield run


def _stack(grid: CellGrid, run: Sequence[int], column: int) -> list[Cell]:
    """The header cells over a column, from top to bottom, but a title over all columns."""
    found: dict[int, Cell] = {}
    for place, r in enumerate(run):
        cell = grid.rows[r][column]
        if (cell is None or cell.is_blank) and any(
            _is_filled(grid.cell_at(below, column)) for below in run[place + 1 :]
        ):
            cell = next(
                (left for left in reversed(grid.rows[r][:column]) if left is not None and not left.is_blank), None
            )
            cell = None if cell is not None and cell.rowspan > 1 else cell
        if cell is not None and not cell.is_blank and not 1 < grid.columns <= cell.colspan:
            found[id(cell)] = cell
    return list(found.values())


def _narrowed(upper: TableColumn | None, lower: TableColumn | None) -> TableColumn | None:
    """What a heading says below another: 单位 below 牵头 leads, 名称 below 责任单位 is a unit's."""
    if upper is None or lower is None:
        return lower or upper
    if upper.kind in _NARROWED and lower.kind in PATH_KINDS:
        return upper
    if upper.kind == lower.kind == "unit" and not lower.role:
        return upper
    return lower


def _words_of(cell: Cell) -> Passage:
    """The words of a header cell without blanks, as they are printed."""
    return cell.passage.without(blank.span() for blank in _BLANKS.finditer(cell.passage.text))


def _is_filled(cell: Cell | None) -> bool:
    return cell is not None and not cell.is_blank
