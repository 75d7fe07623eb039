"""Headings inside a tab-separated table: lines without a tab.

Such a line stands between two whole rows (or the header and a row) whose numbers go on::

    1→建成停车信息平台。→市公安局
    优化公共服务
    2→新建口袋公园12个。→市园林局

Without numbers only a mark (``二、``) or a blank line on both sides tells it from the end of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.readers.plain.cell_per_line_rows import BAND, may_be_band, seems_time, seems_unit
from docx2tasks.readers.plain.lines import Line

_MOST = 2  # headings between two rows


def may_be_heading(line: Line) -> bool:
    """Whether a line may be a heading across the table: short, without a tab, no sentence."""
    return not line.tabs and len(line.paragraphs) == 1 and may_be_band(line.paragraphs[0].text)


def find_bands(lines: Sequence[Line], text: str, first: int) -> frozenset[int]:
    """The numbers of the lines that are headings, of the ``lines`` that begin with the table's first row.

    ``first`` is the number of the first of them.
    """
    found: set[int] = set()
    for run, before, after in _runs(lines):
        may_be = len(run) <= _MOST and all(may_be_heading(lines[n]) for n in run)
        if may_be and _is_between_rows(lines, run, (before, after), text):
            found.update(first + n for n in run)
    return frozenset(found)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[list[int], int, int]]:
    """The lines without tabs between two with tabs: their numbers, and those of the two."""
    run: list[int] = []
    before = 0
    for number, line in enumerate(lines):
        if line.is_gap:
            continue
        if not line.tabs:
            run.append(number)
            continue
        if run:
            yield run, before, number
        run, before = [], number


def _is_between_rows(lines: Sequence[Line], run: Sequence[int], around: tuple[int, int], text: str) -> bool:
    before, after = (_cells(lines[n], text) for n in around)
    if len(before) != len(after) or not after[0]:
        return False
    words = [lines[n].paragraphs[0].text for n in run]
    if _is_like_tail(words, before[-1] or after[-1]):
        return False
    if _counts_on(before[0], after[0], is_header=around[0] == 0):
        return True
    marked = all(BAND.match(one) for one in words) and not BAND.match(before[-1])
    if around[0] == 0:
        return marked and bool(before[-1])
    stands_free = lines[run[0] - 1].is_gap and lines[run[-1] + 1].is_gap
    return bool(before[-1]) and (marked or stands_free)


def _cells(line: Line, text: str) -> list[str]:
    return [cell.strip() for cell in text[line.start : line.end].split("\t")]


def _counts_on(before: str, after: str, *, is_header: bool) -> bool:
    """Whether the first cell of a row is the number behind that of the row before."""
    if not after.isdecimal() or len(after) > 4:
        return False
    if is_header and not before.isdecimal():
        return int(after) == 1
    return before.isdecimal() and len(before) <= 4 and (int(after) == int(before) + 1 or int(after) == 1)


def _is_like_tail(words: Sequence[str], last: str) -> bool:
    """Whether lines look as the cell above them does: one more unit below a unit, one more time below a time."""
    if not last or BAND.match(words[0]):
        return False
    units = seems_unit(last) and all(map(seems_unit, words))
    return units or (seems_time(last) and all(map(seems_time, words)))
