"""Assigns the lines of a row to columns, at the lowest cost.

A column expects what its name says and what the rows above it held: units under ``责任单位``, a
sentence under ``工作措施``.  Leaving out the measure costs most, a merged unit or name little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from math import inf, log2
from typing import NamedTuple

from docx2tasks.readers.plain.lines import MARKER, text_to_width
from docx2tasks.source import Cell, Paragraph, Passage, Span

Row = tuple[tuple[int, ...], ...]
"""The lines of each cell of a row; of a heading across the table one cell."""

BAND = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_BAND_WIDTH = 24
_UNIT = re.compile(
    r"(?:[局委厅部办院府会处科署镇县区站联行队社所司团]|集团|公司|中心|单位|乡镇|街道|部门|各[^，。]{1,8})等?\Z"
)
_TIME = re.compile(
    r"(?:[0-9]{2,4}年?|[0-9]{4}[.／/-])?[0-9]{1,2}[月.]|[0-9]{4}年|第?[一二三四]季度|[上下]半年"
    r"|年底|全年|长期|持续|每[年季月]"
)
_NAMES = {  # what a column expects by its name
    "number": re.compile(r"序号|编号|项次"),
    "person": re.compile(r"责任人|联系人|负责人|领导|姓名"),
    "unit": re.compile(r"单位|部门|科室|牵头|配合|主体|责任"),
    "time": re.compile(r"时限|时间|期限|日期|进度安排|节点"),
    "remark": re.compile(r"备注|分值|说明"),
    "text": re.compile(r"措施|内容|举措|要求|做法|目标|任务|分工"),
    "name": re.compile(r"事项|项目|类别|名称|领域|方面|分类"),
}
_NO_BANDS = frozenset(("number", "unit", "time", "remark"))  # names of columns, and of no section
# of each kind: log2 of its usual length, shares of units, times, numbers and sentences, the cost of a blank
_EXPECTED = {
    "number": (1.0, 0.0, 0.0, 1.0, 0.0, 1.0),
    "person": (2.0, 0.1, 0.0, 0.0, 0.0, 0.4),
    "unit": (2.7, 0.9, 0.0, 0.0, 0.0, 0.5),
    "time": (2.5, 0.0, 0.9, 0.1, 0.0, 0.5),
    "remark": (2.2, 0.1, 0.0, 0.3, 0.1, 0.15),
    "text": (4.2, 0.1, 0.1, 0.0, 0.8, 2.0),
    "name": (3.0, 0.1, 0.0, 0.0, 0.1, 0.35),
    "unknown": (3.0, 0.3, 0.2, 0.2, 0.3, 0.4),
}
_UNKNOWN = 0.3  # what a name of the header that says nothing costs, and a cell in a column that nothing is known of
_MARKED_BAND, _BARE_BAND = 0.1, 0.6  # what a heading behind a row costs
_WHOLE = 1.0  # what a line for each column is worth
_ODD = 0.8  # the cost of a line under 责任单位 that names no unit
_SURE = -0.4  # less than that needs no other reading
_LINE = 0.3  # what one more line of a cell costs, where such cells have several
_ODD_LINE = 1.2  # … and elsewhere
_ROWS = 6  # rows that a column learns from


class ExpectedColumn(NamedTuple):
    """The expected content of a column: its kind by heading, and the average of its cells."""

    kind: str
    traits: tuple[float, ...]
    blank: float
    rows: int = 1


@dataclass(frozen=True, slots=True)
class HeaderLayout:
    """How the names of a header are read: its columns, and which of the names is printed above others."""

    columns_expected: tuple[ExpectedColumn, ...]
    lines: int
    cost: float
    above: Span | None = None  # the first of the columns that a name stands above, and the one behind the last
    order: tuple[int, ...] = ()  # the line of each column's name

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.columns_expected)

    @property
    def text(self) -> int:
        """The task column: the last one of its kind, else the second."""
        found = [n for n, column in enumerate(self.columns_expected) if column.kind == "text"]
        return found[-1] if found else min(1, self.columns - 1)

    @property
    def header_rows(self) -> int:
        """How many rows the header has."""
        return 1 if self.above is None else 2

    def learn(self, texts: Sequence[str]) -> HeaderLayout:
        """The layout that also knows a row of cells."""
        columns = tuple(_learn(column, text) for column, text in zip(self.columns_expected, texts, strict=True))
        return replace(self, columns_expected=columns)

    def header_cells(self, names: Sequence[Passage]) -> Iterator[tuple[Cell, ...]]:
        """The rows of the header, given its lines."""
        blocks = [(Paragraph(names[line]),) for line in self.order]
        if self.above is None:
            yield tuple(Cell(0, column, 1, 1, block) for column, block in enumerate(blocks))
            return
        first, last = self.above
        inside = range(first, last)
        over = next(line for line in range(self.lines) if line not in self.order)
        upper = [Cell(0, c, 2, 1, block) for c, block in enumerate(blocks) if c not in inside]
        upper.append(Cell(0, first, 1, last - first, (Paragraph(names[over]),)))
        yield tuple(sorted(upper, key=lambda cell: cell.column))
        yield tuple(Cell(1, c, 1, 1, blocks[c]) for c in inside)


def names_to_layouts(names: Sequence[str]) -> Iterator[HeaderLayout]:
    """The possible readings of header lines: the last ones may be headings, one may span others."""
    for bands in range(3):
        known = names[: len(names) - bands]
        if len(known) < 2 or not all(map(may_be_band, names[len(known) :])):
            return
        if any(BAND.match(name) for name in known) or not _NO_BANDS.isdisjoint(map(_kind, names[len(known) :])):
            continue
        cost = sum(_MARKED_BAND if BAND.match(name) else _BARE_BAND for name in names[len(known) :])
        yield _layout(known, tuple(range(len(known))), cost)
        yield from _with_name_above(known, cost)


def _with_name_above(names: Sequence[str], cost: float) -> Iterator[HeaderLayout]:
    """Readings in which the last names stand under one of the first: ``牵头单位`` and others under ``责任单位``."""
    kinds = [_kind(name) for name in names]
    for size in range(2, 5):
        upper = len(names) - size
        below = set(kinds[upper:])
        for over in range(1, upper):
            if below == {kinds[over]} and kinds[over] in {"unit", "time", "text"}:
                order = (*range(over), *range(upper, len(names)), *range(over + 1, upper))
                yield replace(_layout(names, order, cost - _BARE_BAND / 4), above=(over, over + size))


def _layout(names: Sequence[str], order: tuple[int, ...], cost: float) -> HeaderLayout:
    kinds = [_kind(names[line]) for line in order]
    last = max((n for n, kind in enumerate(kinds) if kind == "text"), default=-1)
    if last < 0 and "name" in kinds:
        last = len(kinds) - 1 - kinds[::-1].index("name")
    kinds = ["text" if n == last else "name" if kind == "text" else kind for n, kind in enumerate(kinds)]
    columns = tuple(ExpectedColumn(kind, _EXPECTED[kind][:5], _EXPECTED[kind][5], kind != "unknown") for kind in kinds)
    return HeaderLayout(columns, len(names), cost + _UNKNOWN * kinds.count("unknown"), order=order)


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _NAMES.items() if pattern.search(name)), "unknown")


def seems_unit(text: str) -> bool:
    """Whether words look like units: ``市教育局``, ``各区政府、公交集团``."""
    return bool(_UNIT.search(text)) and "。" not in text


def seems_time(text: str) -> bool:
    """Whether text looks like a cell of a deadline column: ``6月底前``, ``全年``."""
    return bool(_TIME.match(text)) and len(text) < 24 and text[-1] not in "。；"


@lru_cache(maxsize=4096)  # a line is laid under each column, in several readings
def _traits(text: str) -> tuple[float, ...]:
    is_time, is_unit = seems_time(text), seems_unit(text)
    is_sentence = text[-1] in "。；;" or (len(text) > 16 and not is_unit)
    return log2(1 + len(text)), float(is_unit), float(is_time), float(text.isdecimal()), float(is_sentence)


def _learn(column: ExpectedColumn, text: str) -> ExpectedColumn:
    if not text:
        return column
    count = min(column.rows, _ROWS)
    traits = tuple((old * count + new) / (count + 1) for old, new in zip(column.traits, _traits(text), strict=True))
    return column._replace(traits=traits, rows=column.rows + 1)


def _cost(text: str, column: ExpectedColumn) -> float:
    """How badly a line fits a column."""
    if not column.rows:
        return _UNKNOWN
    a, b, c, d, e = _traits(text)
    f, g, h, i, j = column.traits  # asked for each line under each column, so not in a loop
    return 0.3 * abs(a - f) + 1.3 * abs(b - g) + 1.5 * abs(c - h) + 1.5 * abs(d - i) + 0.8 * abs(e - j)


def may_be_band(words: str) -> bool:
    """Whether a line may be a heading across the table: short, neither a sentence nor a number."""
    if BAND.match(words):
        return len(words) < 2 * _BAND_WIDTH
    return text_to_width(words) <= _BAND_WIDTH and not words.isdecimal() and words[-1] not in "。；，、：:"


def row_to_cells(words: Sequence[str], end: int, ways: Ways) -> tuple[Row, int, float]:
    """The cells of the row before line ``end``, the number of heading lines after it, and the cost."""
    start, layout = ways.start, ways.layout
    best: tuple[float, Row, int] = (inf, (), 0)
    for bands in range(min(3, end - start - 1)):
        heads = words[end - bands : end]
        if best[0] <= _SURE or not all(map(may_be_band, heads)):
            break
        price = sum(_MARKED_BAND if BAND.match(head) else _BARE_BAND + _seems_cell(head) for head in heads)
        place = (start + 1, end - bands)
        cost, cells = _lay_whole(words, place, layout)
        if cost > _SURE:
            cost, cells = min((cost, cells), ways.lay(place[1]))
        best = min(best, (cost + price, ((start,), *cells), bands), key=lambda one: one[0])
    if not best[1]:
        blank: Row = ((start,), *(() for _ in layout.columns_expected[1:]))
        best = (sum(column.blank for column in layout.columns_expected[1:]), blank, 0)
    return best[1], best[2], best[0]


def _seems_cell(words: str) -> float:
    """What taking a unit or a time for a heading costs."""
    _, unit, time, _, _ = _traits(words)
    return 0.6 * unit + 0.8 * time


def _lay_whole(words: Sequence[str], place: Span, layout: HeaderLayout) -> tuple[float, Row]:
    """A line under each column, where there are as many: that is worth something."""
    columns = layout.columns_expected[1:]
    lines = range(*place)
    if len(lines) != len(columns):
        return inf, ()
    costs = [_cost(words[line], column) for line, column in zip(lines, columns, strict=True)]
    is_odd = any(cost > _ODD and column.kind in {"unit", "time"} for cost, column in zip(costs, columns, strict=True))
    return sum(costs) - (not is_odd) * _WHOLE, tuple((line,) for line in lines)


class Ways:
    """The cheapest assignments of lines from ``start`` to the columns after the first.

    A row is tried with one end after another: each line is laid once.
    """

    def __init__(self, words: Sequence[str], start: int, layout: HeaderLayout) -> None:
        self.start, self.layout = start, layout
        self._words = words
        self._blanks = list(accumulate((column.blank for column in layout.columns_expected[1:]), initial=0.0))
        # up to each line, by the column of the last one: what it cost so far, and the column of each line
        self._steps: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]

    def lay(self, end: int) -> tuple[float, Row]:
        """The cheapest assignment of the lines from ``start`` to ``end``, in order."""
        columns, blanks = self.layout.columns_expected, self._blanks
        first = self.start + 1
        while len(self._steps) <= end - first:
            line = first + len(self._steps) - 1
            self._steps.append(_next_ways(self._words, line, self._steps[-1], columns, blanks))
        ways = self._steps[end - first]
        if not ways:
            return inf, ()
        cost, path = min((cost + blanks[-1] - blanks[last], path) for last, (cost, path) in ways.items())
        cells = [
            tuple(line for line, at in enumerate(path, first) if at == column) for column in range(1, len(columns))
        ]
        return cost, tuple(cells)


def _next_ways(
    words: Sequence[str],
    line: int,
    ways: dict[int, tuple[float, tuple[int, ...]]],
    columns: Sequence[ExpectedColumn],
    blanks: Sequence[float],
) -> dict[int, tuple[float, tuple[int, ...]]]:
    found: dict[int, tuple[float, tuple[int, ...]]] = {}
    fits = [_cost(words[line], column) for column in columns]
    for last, (cost, path) in ways.items():
        for column in range(max(last, 1), len(columns)):
            if column == last:
                price = _more(words, line, columns[column], fits[column])
            else:
                price = fits[column] + blanks[column - 1] - blanks[last]
            if column not in found or cost + price < found[column][0]:
                found[column] = (cost + price, (*path, column))
    return found


def _more(words: Sequence[str], line: int, column: ExpectedColumn, fit: float) -> float:
    """What one more line of a cell costs."""
    before = words[line - 1]
    if column.kind == "text":
        if before[-1] in "，、：" or MARKER.match(words[line]):
            return _LINE
        return (_LINE if before[-1] in "。；" else 2 * _LINE) + fit / 2
    if column.kind == "unit":
        return _LINE + fit
    return (_LINE if before[-1] in "，、；" else _ODD_LINE) + fit
