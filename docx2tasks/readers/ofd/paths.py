"""``PathObject`` (clause 9) → ruled lines.

Lines of tables are written as drawn lines, as drawn rectangles, or as thin filled ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from docx2tasks.readers.layout.matrix import Matrix, Point
from docx2tasks.readers.layout.page import Ruling
from docx2tasks.readers.ofd.geometry import element_to_matrix, matrix_to_height, matrix_to_width
from docx2tasks.readers.ofd.names import (
    POINTS,
    child_text,
    find_child,
    is_false,
    is_true,
    word_to_number,
)

Line = tuple[Point, Point]

_THICK = 1.0 * POINTS  # a filled rectangle up to this is a line, a thicker one shades a cell
_BAR = 3.0 * POINTS  # a drawn line from this on is a bar
_LEAN = 0.5  # points by which the ends of a straight line may differ
_DEFAULT_WIDTH = 0.353  # millimetres: ``LineWidth`` where it is not given
_TOKEN = re.compile(r"[A-Za-z]|[^\sA-Za-z,]+(?:[eE][-+]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WHITE = ([255.0] * 3, [0.0] * 4, [255.0])  # RGB, CMYK, gray


def element_to_rulings(element: etree._Element, outer: Matrix) -> Iterator[Ruling]:
    """The lines across and down of a path that can be seen; raises ``ValueError`` where it cannot be read."""
    strokes = not is_false(element.get("Stroke")) and _is_inked(element, "StrokeColor")
    fills = is_true(element.get("Fill")) and _is_inked(element, "FillColor")
    if not (strokes or fills) or is_false(element.get("Visible")):
        return
    matrix = element_to_matrix(element, outer)
    width = word_to_number(element.get("LineWidth") or str(_DEFAULT_WIDTH))
    width *= max(matrix_to_width(matrix), matrix_to_height(matrix))
    for figure in words_to_figures(child_text(element, "AbbreviatedData")):
        lines = [(matrix(*start), matrix(*end)) for start, end in figure]
        thin = _thin_rectangle(lines) if fills else None
        if thin is not None:
            yield thin
        elif strokes and width < _BAR:
            yield from (ruling for line in lines if (ruling := _line_to_ruling(*line)))


def _is_inked(element: etree._Element, name: str) -> bool:
    """Whether a colour can be seen on white paper; without one it is black."""
    if (element.get("Alpha") or "").strip() == "0":
        return False
    color = find_child(element, name)
    if color is None:
        return True
    if (color.get("Alpha") or "").strip() == "0":
        return False
    try:
        return [word_to_number(word) for word in (color.get("Value") or "").split()] not in _WHITE
    except ValueError:  # a colour in hexadecimal is none of the white ones above
        return True


def words_to_figures(words: str) -> Iterator[list[Line]]:
    """The straight lines of each figure of ``AbbreviatedData`` (9.1): a figure begins where the pen is set down.

    Of a curve only its end is kept.  Raises ``ValueError`` where an operator or a number is none.
    """
    lines: list[Line] = []
    start = here = (0.0, 0.0)
    for name, numbers in _operations(words):
        if name in "SM":
            if lines:
                yield lines
            lines, start, here = [], (numbers[0], numbers[1]), (numbers[0], numbers[1])
            continue
        there = start if name == "C" else (numbers[-2], numbers[-1])
        if name in "LC" and there != here:
            lines.append((here, there))
        here = there
    if lines:
        yield lines


def _operations(words: str) -> Iterator[tuple[str, list[float]]]:
    tokens = (token.group() for token in _TOKEN.finditer(words))
    for name in tokens:
        if name not in _OPERANDS:
            raise ValueError(name[:20])
        numbers = [word_to_number(next(tokens, "")) for _ in range(_OPERANDS[name])]
        yield name, numbers


def _thin_rectangle(lines: Sequence[Line]) -> Ruling | None:
    """The line that a thin filled rectangle shows, None for other figures."""
    if not 3 <= len(lines) <= 5:
        return None
    if not all(_line_to_ruling(*line) or _is_dot(*line) for line in lines):
        return None
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= _THICK and bottom - top < right - left:
        middle = (top + bottom) / 2
        return Ruling(left, middle, right, middle)
    if right - left <= _THICK and right - left < bottom - top:
        middle = (left + right) / 2
        return Ruling(middle, top, middle, bottom)
    return None


def _is_dot(start: Point, end: Point) -> bool:
    return abs(start[0] - end[0]) <= _LEAN and abs(start[1] - end[1]) <= _LEAN


def _line_to_ruling(start: Point, end: Point) -> Ruling | None:
    """The ruling of a line across or down, None for one that leans or is a dot."""
    (x1, y1), (x2, y2) = start, end
    if _is_dot(start, end):
        return None
    if abs(y1 - y2) <= _LEAN:
        return Ruling(min(x1, x2), (y1 + y2) / 2, max(x1, x2), (y1 + y2) / 2)
    if abs(x1 - x2) <= _LEAN:
        return Ruling((x1 + x2) / 2, min(y1, y2), (x1 + x2) / 2, max(y1, y2))
    return None
