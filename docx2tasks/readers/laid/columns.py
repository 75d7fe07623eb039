"""The order in which the lines of a page are read: two columns of text are not mixed.

A gutter is a strip that no line of a stretch crosses, with long lines on both sides.  Above and
below the stretch (a title, a signature) the page has one column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docx2tasks.readers.laid.lines import Line, rejoin_lines

_FEWEST = 5  # lines on each side: fewer are a form or a signature
_SHARE = 0.28  # of the page's text: each column is at least that wide
_FILLED = 0.6  # of the column's width: as long as half of its lines
_STEP = 4.0  # points between the places that are tried
_SAME_ROW = 2.0  # points
_BLANK = 4.0  # times the font's size: more is no blank inside a line


class Column(NamedTuple):
    """Lines that are read one after the other; ``is_narrow`` says that others stand beside them."""

    lines: tuple[Line, ...]
    is_narrow: bool = False


def lines_to_columns(lines: Sequence[Line]) -> Iterator[Column]:
    """Lines of one page in the order of reading: all of them, or column after column."""
    gutter = _find_gutter(lines)
    first, last = gutter[1:] if gutter else (len(lines), len(lines))
    if first:
        yield Column(tuple(rejoin_lines(lines[:first], _BLANK)))
    if gutter:
        x, inside = gutter[0], lines[first:last]
        yield Column(tuple(n for n in inside if n.right <= x), is_narrow=True)
        yield Column(tuple(n for n in inside if n.left >= x), is_narrow=True)
        if last < len(lines):
            yield Column(tuple(rejoin_lines(lines[last:], _BLANK)))


def _find_gutter(lines: Sequence[Line]) -> tuple[float, int, int] | None:
    """The middle of the gutter, and the lines from and to which it reaches."""
    if len(lines) < 2 * _FEWEST or all(len([*row]) == 1 for _, row in _rows(lines)):
        return None
    low, high = min(n.left for n in lines), max(n.right for n in lines)
    x = low + (high - low) * _SHARE
    best: tuple[int, float, int, int] | None = None
    while x < high - (high - low) * _SHARE:
        for first, last in _clear_stretches(lines, x):
            if _are_columns(lines[first:last], x, high - low) and (best is None or last - first > best[0]):
                best = (last - first, x, first, last)
        x += _STEP
    return best[1:] if best else None


def _rows(lines: Sequence[Line]) -> Iterator[tuple[int, Iterator[Line]]]:
    return groupby(lines, key=lambda line: round(line.baseline / _SAME_ROW))


def _clear_stretches(lines: Sequence[Line], x: float) -> Iterator[tuple[int, int]]:
    """From where to where no line crosses ``x``."""
    start = 0
    for number, line in enumerate(lines):
        if line.left < x < line.right:
            yield start, number
            start = number + 1
    yield start, len(lines)


def _are_columns(lines: Sequence[Line], x: float, width: float) -> bool:
    """Whether both sides of ``x`` hold running text."""
    sides = [n for n in lines if n.right <= x], [n for n in lines if n.left >= x]
    for side in sides:
        if len(side) < _FEWEST:
            return False
        wide = max(n.right for n in side) - min(n.left for n in side)
        long = sum(n.width > _FILLED * wide for n in side)
        if wide < _SHARE * width or 2 * long < len(side):
            return False
    return True
