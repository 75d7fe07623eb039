"""Line numbers in the margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from docx2tasks.readers.layout.lines import Gap, LayoutLine, cut_line

_NUMBER = re.compile(r"[0-9]{1,4}")
_STEPS = frozenset((1, 5, 10))
_FEWEST = 3
_SAME_PLACE = 3.0  # points: the right edges of the numbers
_AWAY = 0.3  # of the font's size: how far the lines keep from the numbers
_SMALLER = 0.9  # of the size of most lines
_ALL = 8  # numbers of full size, if every line has one, that are those of lines and no list
_COVERED = 0.8  # of the lines between the first number and the last


class Numbered(NamedTuple):
    """The numbers in the margin of a page, and its lines without them."""

    numbers: tuple[LayoutLine, ...]
    lines: tuple[LayoutLine, ...]


def part_line_numbers(lines: Sequence[LayoutLine]) -> Numbered:
    """The lines of a page, with those that are numbers of lines, or begin with one, parted from them."""
    pieces = [_cut_number(line) for line in lines]
    numbers = [piece[0] for piece in pieces if _NUMBER.fullmatch(piece[0].text)]
    if len(numbers) < _FEWEST:
        return Numbered((), tuple(lines))
    edge = sorted(line.right for line in numbers)[len(numbers) // 2]
    numbers = [line for line in numbers if abs(line.right - edge) <= _SAME_PLACE]
    chosen = {id(line) for line in numbers}
    rest = [line for piece in pieces for line in piece if id(line) not in chosen]
    if not _are_line_numbers(numbers, rest, edge):
        return Numbered((), tuple(lines))
    return Numbered(tuple(numbers), tuple(rest))


def _cut_number(line: LayoutLine) -> list[LayoutLine]:
    """A line, cut behind a number that stands apart at its start."""
    if line.gaps and _NUMBER.fullmatch(line.text[: line.gaps[0].at].strip()):
        first: Gap = line.gaps[0]
        number, rest = cut_line(line, [first])
        gaps = tuple(gap._replace(at=gap.at - first.at) for gap in line.gaps[1:])
        return [number, rest._replace(gaps=gaps)]
    return [line]


def _are_line_numbers(numbers: Sequence[LayoutLine], rest: Sequence[LayoutLine], edge: float) -> bool:
    if len(numbers) < _FEWEST or not rest:
        return False
    size = sorted(line.size for line in rest)[len(rest) // 2]
    if min(line.left for line in rest) < edge + _AWAY * size or not _is_count(numbers):
        return False
    rows = sorted({round(line.baseline) for line in rest})
    inside = [y for y in rows if numbers[0].baseline - size <= y <= numbers[-1].baseline + size]
    step = int(numbers[1].text) - int(numbers[0].text)
    if len(numbers) * step < _COVERED * len(inside):
        return False
    is_small = max(2 * line.width / len(line.text) for line in numbers) < _SMALLER * size  # figures are half as wide
    return is_small or (len(numbers) >= _ALL and abs(rows[0] - numbers[0].baseline) < size)


def _is_count(numbers: Sequence[LayoutLine]) -> bool:
    steps = {int(b.text) - int(a.text) for a, b in pairwise(numbers)}
    return len(steps) == 1 and steps <= _STEPS
