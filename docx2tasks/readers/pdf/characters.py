"""Characters from a PDF library → a page rotated so that its text runs to the right.

Shared by both ways of reading: they differ in how they ask a library, not in what they make of it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Glyph, Page, Ruling
from docx2tasks.readers.layout.rotated import quarters_to_matrix, turned_to_glyphs
from docx2tasks.vocabulary import LeftoverKind

_TURNED = 0.2  # of a quarter: a character turned further belongs to a watermark
_ANGLE = itemgetter(7)  # of a sign


class Sign(NamedTuple):
    """A character as a library gives it, in coordinates of the page that count upwards; ``angle`` is in radians."""

    text: str
    y: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    angle: float
    x: float


def signs_to_page(
    signs: Sequence[Sign],
    lost: int,
    shown: Matrix,
    size: tuple[float, float],
    find_rulings: Callable[[Matrix], Iterable[Ruling]],
) -> Page:
    """The page of some characters and lines.

    ``shown`` leads from their coordinates to the page as it is shown, which is ``size`` wide and high;
    ``find_rulings`` gives the lines as a matrix shows them; ``lost`` counts characters without a meaning.
    """
    width, height = size
    quarters = _main_turn(signs, shown)
    if quarters:
        shown = quarters_to_matrix(quarters, width, height).after(shown)
        width, height = (width, height) if quarters == 2 else (height, width)
    glyphs, asides = _signs_to_glyphs(signs, shown, width, height)
    return Page(width, height, glyphs, [*find_rulings(shown)], asides=asides, lost=lost)


def _signs_to_glyphs(
    signs: Iterable[Sign], shown: Matrix, width: float, height: float
) -> tuple[list[Glyph], list[tuple[LeftoverKind, str]]]:
    """The glyphs of the shown page, turned words as lines; and the words that are aslant or off the page."""
    facing: dict[int | None, list[Sign]] = {}
    for angle, found in groupby(signs, key=_ANGLE):
        facing.setdefault(_direction(angle, shown), []).extend(found)
    glyphs = _upright_glyphs(facing.get(0, ()), shown)
    for quarters in (1, 2, 3):
        if quarters in facing:
            matrix = quarters_to_matrix(quarters, width, height).after(shown)
            glyphs += turned_to_glyphs(_upright_glyphs(facing[quarters], matrix), quarters, width, height)
    words = [(LeftoverKind.WATERMARK, "".join(sign.text for sign in facing.get(None, ())))]
    if not _are_on_page(glyphs, width, height):
        words.append(
            (LeftoverKind.OFF_PAGE, "".join(glyph.text for glyph in glyphs if not _is_on_page(glyph, width, height)))
        )
        glyphs = [glyph for glyph in glyphs if _is_on_page(glyph, width, height)]
    return glyphs, [pair for pair in words if pair[1]]


def _upright_glyphs(signs: Iterable[Sign], shown: Matrix) -> list[Glyph]:
    a, b, c, d, e, f = shown
    if b or c:
        return [_sign_to_glyph(sign, shown) for sign in signs]
    if a > 0:  # as nearly all pages are
        return [Glyph(text, a * x1 + e, a * x2 + e, d * y + f, size) for text, y, x1, _, x2, _, size, _, _ in signs]
    return [Glyph(text, a * x2 + e, a * x1 + e, d * y + f, size) for text, y, x1, _, x2, _, size, _, _ in signs]


def _direction(angle: float, shown: Matrix) -> int | None:
    """Where a character faces on the shown page: 0 right, 1 down, 2 left, 3 up; None aslant."""
    x, y = math.cos(angle), math.sin(angle)
    seen = math.atan2(shown.b * x + shown.d * y, shown.a * x + shown.c * y) / (math.pi / 2)
    return round(seen) % 4 if abs(seen - round(seen)) < _TURNED else None


def _main_turn(signs: Iterable[Sign], shown: Matrix) -> int:
    """Where most characters of a page face."""
    faces: Counter[int] = Counter()
    for angle, found in groupby(signs, key=_ANGLE):
        direction = _direction(angle, shown)
        if direction is not None:
            faces[direction] += sum(1 for _ in found)
    return max(faces, key=lambda face: faces[face], default=0)


def _sign_to_glyph(sign: Sign, shown: Matrix) -> Glyph:
    (x1, _), (x2, _) = shown(sign.left, sign.bottom), shown(sign.right, sign.top)
    _, baseline = shown(sign.x, sign.y)
    return Glyph(sign.text, min(x1, x2), max(x1, x2), baseline, sign.size)


def _are_on_page(glyphs: Sequence[Glyph], width: float, height: float) -> bool:
    """Whether all are surely on the page, seen from the outermost ones."""
    if not glyphs:
        return True
    _, lefts, rights, baselines, sizes, _ = zip(*glyphs, strict=True)
    is_beyond = min(lefts) < 0 or max(rights) > width or max(baselines) > height
    return not (is_beyond or min(baselines) < max(sizes) / 3)


def _is_on_page(glyph: Glyph, width: float, height: float) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return 0 <= middle <= width and 0 <= glyph.baseline - glyph.size / 3 <= height
