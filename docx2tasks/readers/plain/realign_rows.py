"""Rows that lost cells, put back under their columns.

A dump drops the cells that a merged cell above covers, or those after the last filled one.  Which
ones, only the neighbours can tell: a number stands under the numbers, units under the units.
``15｜推进农药减量｜1.推广…`` of six columns is the last cells but one, not the first three; in
``1｜重点部门｜县农工部｜60｜…`` of one cell too many the two names stand in one column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from statistics import median

_BRACKETED = r"[（(][0-9一二三四五六七八九十]{1,3}[）)]"
_NUMBER = re.compile(rf"[0-9.%％]{{1,6}}|[一二三四五六七八九十]{{1,3}}、?|{_BRACKETED}")
_ITEM = re.compile(rf"[0-9]{{1,3}}[.．、]|{_BRACKETED}|[一二三四五六七八九十]{{1,3}}、")
_MONTH = re.compile(r"[0-9]{1,2}(?:月?\s?[-—–－~～至到、]{1,3}\s?[0-9]{1,2})?月|全年[：:]|[上下]半年[：:]")
_UNIT = re.compile(r"[局委厅部办院府位组会处科镇县区]\Z|(?:单位|部门)[：:]|负责\Z|配合\Z")
_WIDEST = 40  # columns: a wider table is a matrix of figures, its rows are left as they stand
_SAMPLE = 60  # full rows that are looked at
_GAP = 0.4  # what a column left out between two cells of a row costs
_TAIL = 0.1  # … and one left out at its end


@dataclass(frozen=True, slots=True)
class Profile:
    """The typical cells of a column: their size, and shares of their contents."""

    size: float
    number: float
    item: float
    unit: float
    month: float
    filled: float


def cells_to_profile(texts: Sequence[str]) -> Profile:
    """The profile of a column, given the words of its cells: ``县农粮局`` and ``县水利局`` are units."""
    filled = [text for text in texts if text]
    if not filled:
        return Profile(0, 0, 0, 0, 0, 0)
    count = len(filled)
    return Profile(
        median(log2(1 + len(text)) for text in filled),
        sum(bool(_NUMBER.fullmatch(text)) for text in filled) / count,
        sum(bool(_ITEM.match(text)) for text in filled) / count,
        sum(bool(_UNIT.search(text)) for text in filled) / count,
        sum(bool(_MONTH.match(text)) for text in filled) / count,
        count / len(texts),
    )


def rows_to_profiles(rows: Sequence[Sequence[str]], columns: int) -> tuple[Profile, ...]:
    """The profiles of all columns, taken from the rows that have all their cells; () if too few have."""
    full = [row for row in rows[1:] if len(row) == columns][:_SAMPLE]
    if len(full) < 2 or columns > _WIDEST:
        return ()
    return tuple(cells_to_profile([row[column] for row in full]) for column in range(columns))


def row_to_columns(row: Sequence[str], profiles: Sequence[Profile]) -> tuple[int, ...]:
    """The column of each cell of a short row, from left to right; without profiles the first ones.

    The cheapest of all ways to leave columns out; leaving out those in front costs nothing, for
    it is the merged ones, in front, that a dump drops.
    """
    skips = range(len(profiles) - len(row) + 1)
    if not profiles or not row or len(skips) < 2:
        return tuple(range(len(row)))
    ways: list[tuple[float, tuple[int, ...]]] = [(_cost(row[0], profiles[s]), (s,)) for s in skips]
    for index in range(1, len(row)):
        ways = [
            min((cost + _GAP * (s > t) + _cost(row[index], profiles[index + s]), (*path, index + s))
                for t, (cost, path) in enumerate(ways[: s + 1]))
            for s in skips
        ]  # fmt: skip
    return min((cost + _TAIL * (skips[-1] - s), path) for s, (cost, path) in enumerate(ways))[1]


def row_to_merge(row: Sequence[str], profiles: Sequence[Profile]) -> int:
    """The cell of a row with one cell too many that belongs to one column with the cell after it."""
    if not profiles:
        return len(row) - 2
    merged = [(*row[:i], a + b, *row[i + 2 :]) for i, (a, b) in enumerate(pairwise(row))]
    costs = [sum(map(_cost, texts, profiles)) for texts in merged]
    return costs.index(min(costs))


def _cost(text: str, profile: Profile) -> float:
    """How badly ``text`` fits into a column."""
    if not text:
        return 0.5 * profile.filled
    if not profile.filled:
        return 1.5
    return (
        abs(log2(1 + len(text)) - profile.size) / 2
        + 2 * abs(bool(_NUMBER.fullmatch(text)) - profile.number)
        + 0.7 * abs(bool(_ITEM.match(text)) - profile.item)
        + abs(bool(_UNIT.search(text)) - profile.unit)
        + 1.5 * abs(bool(_MONTH.match(text)) - profile.month)
    )
