"""A PDF's pages by pdfium: each character's box, each drawn line (ISO 32000-1, 8.5 and 9.4).

The calls are pdfium's own, one for each fact of a character: its Python objects would take ten
times as long.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import byref, c_double
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.laid.matrix import Matrix
from docx2tasks.readers.laid.page import Glyph, Page
from docx2tasks.readers.laid.turned import quarters_to_matrix, turned_to_glyphs
from docx2tasks.readers.pdf.drawn import find_rulings

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_TURNED = 0.2  # radians: a character turned further belongs to a watermark
_LEVEL = 0.1  # of the font's size: boxes that differ less stand on one line
_ANGLE = itemgetter(7)  # of a sign
_HYPHEN = 2  # what pdfium gives for a hyphen at a line's end
_NO_SIGN = frozenset((0, 0xFFFE, 0xFFFF, 0xFFFD))


def read_pages(document: PdfDocument, limits: Limits) -> Iterator[Page]:
    """The pages of an opened document, one after the other, as they are shown.

    Raises ``LimitError`` ``page-too-dense`` past ``limits.page_chars`` and ``limits.page_rulings``.
    """
    for number in range(len(document)):
        page = document[number]
        try:
            yield read_page(page, limits)
        finally:
            page.close()


def read_page(page: PdfPage, limits: Limits) -> Page:
    """One page: its characters and drawn lines, turned so that its words are read from left to right."""
    width, height = page.get_size()
    shown = _page_to_matrix(page)
    signs, lost = _find_signs(page, limits)
    quarters = _main_turn(signs, shown)
    if quarters:
        shown = quarters_to_matrix(quarters, width, height).after(shown)
        width, height = (width, height) if quarters == 2 else (height, width)
    glyphs, asides = _signs_to_glyphs(signs, shown, width, height)
    rulings = [*find_rulings(page, limits, shown)]
    return Page(width, height, glyphs, rulings, asides=asides, lost=lost)


def _signs_to_glyphs(
    signs: Iterable[_Sign], shown: Matrix, width: float, height: float
) -> tuple[list[Glyph], list[tuple[str, str]]]:
    """The glyphs of the shown page, turned words as lines; and the words that are aslant or off the page."""
    facing: dict[int | None, list[_Sign]] = {}
    for angle, found in groupby(signs, key=_ANGLE):
        facing.setdefault(_direction(angle, shown), []).extend(found)
    glyphs = _upright_glyphs(facing.get(0, ()), shown)
    for quarters in (1, 2, 3):
        if quarters in facing:
            matrix = quarters_to_matrix(quarters, width, height).after(shown)
            glyphs += turned_to_glyphs(_upright_glyphs(facing[quarters], matrix), quarters, width, height)
    words = [("watermark", "".join(sign.text for sign in facing.get(None, ())))]
    if not all(_is_on_page(glyph, width, height) for glyph in glyphs):
        words.append(("off-page", "".join(glyph.text for glyph in glyphs if not _is_on_page(glyph, width, height))))
        glyphs = [glyph for glyph in glyphs if _is_on_page(glyph, width, height)]
    return glyphs, [pair for pair in words if pair[1]]


def _upright_glyphs(signs: Iterable[_Sign], shown: Matrix) -> list[Glyph]:
    a, b, c, d, e, f = shown
    if b or c:
        return [_sign_to_glyph(sign, shown) for sign in signs]
    if a > 0:  # as nearly all pages are
        return [Glyph(text, a * x1 + e, a * x2 + e, d * y + f, size) for text, y, x1, _, x2, _, size, _, _ in signs]
    return [Glyph(text, a * x2 + e, a * x1 + e, d * y + f, size) for text, y, x1, _, x2, _, size, _, _ in signs]


def _page_to_matrix(page: PdfPage) -> Matrix:
    """From the page's own coordinates to points from the top left corner of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    turned = (
        Matrix(1, 0, 0, -1, -left, top),
        Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom),
        Matrix(0, -1, -1, 0, top, right),
    )
    return turned[page.get_rotation() // 90 % 4]


class _Sign(NamedTuple):
    """A character as pdfium gives it, in the page's own coordinates; ``angle`` is in radians."""

    text: str
    y: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    angle: float
    x: float


def _find_signs(page: PdfPage, limits: Limits) -> tuple[list[_Sign], int]:
    """The characters of a page, in the order of the file; how many have no meaning.

    Of a character whose box stands as high as that of the one before it, only the box is asked: it is
    on the same line, in the same font.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    words = page.get_textpage()
    count = words.count_chars()
    if count > limits.page_chars:
        message = f"a page has {count:,} characters, the limit is {limits.page_chars:,}"
        raise LimitError("page-too-dense", message, "print the page anew, or raise the limit")
    raw, found = words.raw, list[_Sign]()
    find_code, find_box, box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FS_RECTF()
    at_box, new_sign = byref(box), _Sign._make
    high = lost = 0
    bottom, top, y, size, angle, x = inf, inf, 0.0, 0.0, 0.0, 0.0
    for n in range(count):
        code = find_code(raw, n)
        text = chr(code) if 0x4E00 <= code < 0xA000 else _code_to_text(code, high)
        high = code if 0xD800 <= code < 0xDC00 else 0
        if text is None:
            lost += code in _NO_SIGN
            continue
        if text == " " and pdfium.FPDFText_IsGenerated(raw, n):  # a gap that pdfium takes for a blank
            continue
        find_box(raw, n, at_box)
        if abs(box.bottom - bottom) > _LEVEL * size or abs(box.top - top) > _LEVEL * size:
            x, y, size, angle = _find_look(raw, n)
            bottom, top = (box.bottom, box.top) if angle == 0 else (inf, inf)
        height = size or box.top - box.bottom
        found.append(new_sign((text, y, box.left, box.bottom, box.right, box.top, height, angle, x)))
    words.close()
    return found, lost


def _find_look(raw: object, n: int) -> tuple[float, float, float, float]:
    """The origin of a character, its font's size in points, and its angle."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    x, y, matrix = c_double(), c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(raw, n, byref(x), byref(y))
    pdfium.FPDFText_GetMatrix(raw, n, byref(matrix))
    size = pdfium.FPDFText_GetFontSize(raw, n) * math.hypot(matrix.c, matrix.d)
    return x.value, y.value, size, math.atan2(matrix.b, matrix.a)


def _code_to_text(code: int, high: int) -> str | None:
    """The character of a code (and of the half before it), None where it is no character."""
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
    if code == _HYPHEN:
        return "-"
    if code < 0x20 or code in _NO_SIGN or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    text = chr(code)
    return " " if text.isspace() else text


def _direction(angle: float, shown: Matrix) -> int | None:
    """Where a character faces on the shown page: 0 right, 1 down, 2 left, 3 up; None aslant."""
    x, y = math.cos(angle), math.sin(angle)
    seen = math.atan2(shown.b * x + shown.d * y, shown.a * x + shown.c * y) / (math.pi / 2)
    return round(seen) % 4 if abs(seen - round(seen)) < _TURNED else None


def _main_turn(signs: Iterable[_Sign], shown: Matrix) -> int:
    """Where most characters of a page face."""
    faces: Counter[int] = Counter()
    for angle, found in groupby(signs, key=_ANGLE):
        direction = _direction(angle, shown)
        if direction is not None:
            faces[direction] += sum(1 for _ in found)
    return max(faces, key=lambda face: faces[face], default=0)


def _sign_to_glyph(sign: _Sign, shown: Matrix) -> Glyph:
    (x1, _), (x2, _) = shown(sign.left, sign.bottom), shown(sign.right, sign.top)
    _, baseline = shown(sign.x, sign.y)
    return Glyph(sign.text, min(x1, x2), max(x1, x2), baseline, sign.size)


def _is_on_page(glyph: Glyph, width: float, height: float) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return 0 <= middle <= width and 0 <= glyph.baseline - glyph.size / 3 <= height
