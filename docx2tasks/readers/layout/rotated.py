"""Rotated text next to upright text, such as headings of narrow columns.

Each line of such words becomes one glyph of the page, which stands where the words stand; so they
find their cell, and their letters are not mixed with those of upright words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx2tasks.readers.layout.lines import LayoutLine, glyphs_to_lines
from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Glyph

_GAP = 1.6  # times the font's size: more parts the headings of two columns


def quarters_to_matrix(quarters: int, width: float, height: float) -> Matrix:
    """Turns a page so that words that run down (1), upside down (2) or up (3) run to the right.

    ``width`` and ``height`` are those of the page as it is shown, before it is turned.
    """
    turned = (
        Matrix(),
        Matrix(0, -1, 1, 0, 0, width),
        Matrix(-1, 0, 0, -1, width, height),
        Matrix(0, 1, -1, 0, height, 0),
    )
    return turned[quarters]


def turned_to_glyphs(glyphs: Iterable[Glyph], quarters: int, width: float, height: float) -> Iterator[Glyph]:
    """The lines of turned words, each as one glyph of the page as it is shown.

    Goes in: glyphs as they stand when the page is turned by ``quarters_to_matrix(quarters, …)``.
    """
    size = (width, height) if quarters == 2 else (height, width)
    back = quarters_to_matrix(-quarters % 4, *size)
    for line in glyphs_to_lines(glyphs, _GAP):
        yield _line_to_glyph(line, back)


def _line_to_glyph(line: LayoutLine, back: Matrix) -> Glyph:
    (x1, y1), (x2, y2) = back(line.left, line.baseline - line.size), back(line.right, line.baseline)
    middle = (y1 + y2) / 2
    return Glyph(line.text, min(x1, x2), max(x1, x2), middle + line.size / 3, line.size)
