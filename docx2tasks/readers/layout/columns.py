"""The reading order of lines: text columns are not mixed.

A gutter is a strip that no line of a stretch crosses, with running text on both sides; it may be as narrow as
one character, so that what stands on both sides was taken for one line.  Above and below the stretch (a title,
a signature) the page has one column.  Where earlier pages had a gutter, short columns keep to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docx2tasks.readers.layout.lines import Gap, LayoutLine, cut_line, rejoin_lines
from docx2tasks.readers.layout.paragraphs import Margins, lines_to_margins

_FEWEST = 5  # lines of the longer side: fewer are a form or a signature
_SHORTER = 3  # … of the other side
_SHARE = 0.28  # of the page's text: each column is at least that wide
_FILLED = 0.6  # of the column's width: as long as a third of its lines
_FULL = 2.2  # times the font's size: what may be left free at the end of a full line
_NARROWEST = 0.8  # of the font's size: a gutter
_STEP = 3.0  # points between the places that are tried
_SAME_ROW = 2.0  # points
_BLANK = 4.0  # times the font's size: more is not a blank inside a line
_MOST = 12  # headings over both columns, one in the rest of the other; a page has two or three
_ENOUGH = 8  # lines that show the margins of a column


class Gutter(NamedTuple):
    """The middle of a gutter, and the margins on both sides of it."""

    x: float
    left: Margins
    right: Margins


class TextColumn(NamedTuple):
    """Lines read one after another; ``gutter`` means that there are others next to them.

    ``margins`` are those of a column beside others, None where the whole page is one.
    """

    lines: tuple[LayoutLine, ...]
    margins: Margins | None = None
    gutter: Gutter | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether there are other lines next to these."""
        return self.margins is not None


class _Stretch(NamedTuple):
    """Lines from ``first`` to ``last`` that leave a gutter free."""

    gutter: Gutter
    first: int
    last: int


def lines_to_columns(
    lines: Sequence[LayoutLine], known: Gutter | None = None, most: int = _MOST
) -> Iterator[TextColumn]:
    """Lines of one page in the order of reading: all of them, or column after column.

    ``known`` is the gutter of the page before; ``most`` bounds how often headings may part the columns.
    """
    if not lines:
        return
    found = (_find_gutter(lines) or (_find_known(lines, known) if known is not None else None)) if most else None
    if found is None:
        yield TextColumn(tuple(rejoin_lines(lines, _BLANK)))
        return
    gutter, first, last = found
    yield from lines_to_columns(lines[:first], gutter, most - 1)
    inside = [*_cut(lines[first:last], gutter.x)]
    for side, margins in (([n for n in inside if n.right <= gutter.x], gutter.left),
                          ([n for n in inside if n.left >= gutter.x], gutter.right)):  # fmt: skip
        if side:
            yield TextColumn(tuple(side), margins, gutter)
    yield from lines_to_columns(lines[last:], gutter, most - 1)


def _find_gutter(lines: Sequence[LayoutLine]) -> _Stretch | None:
    """The gutter that reaches over the most lines."""
    if len(lines) < 2 * _SHORTER or not _has_free_places(lines):
        return None
    low, high = min(n.left for n in lines), max(n.right for n in lines)
    x = low + (high - low) * _SHARE
    best: tuple[int, float, int, int] | None = None
    while x < high - (high - low) * _SHARE:
        for first, last in _clear_stretches(lines, x):
            is_longer = best is None or last - first > best[0]
            if is_longer and _are_columns([*_cut(lines[first:last], x)], x, high - low):
                best = (last - first, x, first, last)
        x += _STEP
    if best is None:
        return None
    _, x, first, last = best
    return _Stretch(_to_gutter([*_cut(lines[first:last], x)], x), first, last)


def _has_free_places(lines: Sequence[LayoutLine]) -> bool:
    """Whether any words stand beside others with room between."""
    rows = groupby(lines, key=lambda line: round(line.baseline / _SAME_ROW))
    return any(_is_wide(gap, line) for line in lines for gap in line.gaps) or any(len([*row]) > 1 for _, row in rows)


def _is_wide(gap: Gap, line: LayoutLine) -> bool:
    return gap.right - gap.left >= _NARROWEST * line.size


def _is_free(line: LayoutLine, x: float) -> bool:
    """Whether a line leaves a place free."""
    if not line.left < x < line.right:
        return True
    return any(gap.left <= x <= gap.right and _is_wide(gap, line) for gap in line.gaps)


def _clear_stretches(lines: Sequence[LayoutLine], x: float) -> Iterator[tuple[int, int]]:
    """From where to where no line crosses ``x``."""
    start = 0
    for number, line in enumerate(lines):
        if not _is_free(line, x):
            yield start, number
            start = number + 1
    yield start, len(lines)


def _cut(lines: Sequence[LayoutLine], x: float) -> Iterator[LayoutLine]:
    """The lines, cut where they were taken together over the gutter."""
    for line in lines:
        if line.left < x < line.right:
            yield from cut_line(line, [gap for gap in line.gaps if gap.left <= x <= gap.right])
        else:
            yield line


def _are_columns(lines: Sequence[LayoutLine], x: float, width: float) -> bool:
    """Whether both sides of ``x`` hold running text: lines that reach the end of their column."""
    sides = [n for n in lines if n.right <= x], [n for n in lines if n.left >= x]
    counts = sorted(map(len, sides))
    if counts[0] < _SHORTER or counts[1] < _FEWEST:
        return False
    return all(_is_text(side, width) for side in sides)


def _is_text(side: Sequence[LayoutLine], width: float) -> bool:
    right = max(n.right for n in side)
    wide = right - min(n.left for n in side)
    long = sum(n.width > _FILLED * wide for n in side)
    full = sum(n.right > right - _FULL * n.size and n.width > _FILLED * wide for n in side)
    return wide >= _SHARE * width and 3 * long >= len(side) and full >= min(3, len(side) // 2)


def _to_gutter(lines: Sequence[LayoutLine], x: float) -> Gutter:
    """The gutter around ``x``: columns are of one width, which the longer of them shows."""
    sides = [n for n in lines if n.right <= x], [n for n in lines if n.left >= x]
    left, right = (lines_to_margins(side)._replace(left=min(n.left for n in side)) for side in sides)
    if len(sides[1]) < _ENOUGH:
        right = Margins(right.left, max(right.right, right.left + left.right - left.left), left.pitch)
    middle = (max(n.right for n in sides[0]) + min(n.left for n in sides[1])) / 2
    return Gutter(middle, left, right)


def _find_known(lines: Sequence[LayoutLine], known: Gutter) -> _Stretch | None:
    """The lines that keep to the gutter of the page before, at the top of what is left of a page."""
    found = max(_clear_stretches(lines, known.x), key=lambda one: one[1] - one[0])
    inside = [*_cut(lines[found[0] : found[1]], known.x)]
    left = [n for n in inside if n.right <= known.x]
    full = [n for n in left if abs(n.right - known.left.right) < _FULL * n.size]
    starts = [n for n in left if n.left > known.left.left - n.size]
    if not full or len(starts) < len(left):
        return None
    return _Stretch(known, *found)
