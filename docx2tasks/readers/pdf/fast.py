"""A PDF's pages by pdfium: each character's box, each drawn line (ISO 32000-1, 8.5 and 9.4).

The calls are pdfium's own, one for each fact of a character: its Python objects would take ten
times as long.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import byref, c_double
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
_HYPHEN = 2  # what pdfium gives for a hyphen at a line's end
_NO_SIGN = frozenset((0, 0xFFFE, 0xFFFF, 0xFFFD))

Box = tuple[float, float, float, float]


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
    glyphs, aslant = _signs_to_glyphs(signs, shown, width, height)
    inside = [glyph for glyph in glyphs if _is_on_page(glyph, width, height)]
    outside = "".join(glyph.text for glyph in glyphs if not _is_on_page(glyph, width, height))
    asides = [pair for pair in (("watermark", aslant), ("off-page", outside)) if pair[1]]
    return Page(width, height, inside, [*find_rulings(page, limits, shown)], asides=asides, lost=lost)


def _signs_to_glyphs(signs: Iterable[_Sign], shown: Matrix, width: float, height: float) -> tuple[list[Glyph], str]:
    """The glyphs of the shown page, turned words as lines, and the words that stand aslant."""
    facing: dict[int | None, list[_Sign]] = {}
    for sign in signs:
        facing.setdefault(_direction(sign.angle, shown), []).append(sign)
    found = [_sign_to_glyph(sign, shown) for sign in facing.get(0, ())]
    for quarters in (1, 2, 3):
        matrix = quarters_to_matrix(quarters, width, height).after(shown)
        turned = (_sign_to_glyph(sign, matrix) for sign in facing.get(quarters, ()))
        found += turned_to_glyphs(turned, quarters, width, height)
    return found, "".join(sign.text for sign in facing.get(None, ()))


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
    x: float
    y: float
    box: Box
    size: float
    angle: float


def _find_signs(page: PdfPage, limits: Limits) -> tuple[list[_Sign], int]:
    """The characters of a page but for blanks, in the order of the file; how many have no meaning."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    words = page.get_textpage()
    count = words.count_chars()
    if count > limits.page_chars:
        message = f"a page has {count:,} characters, the limit is {limits.page_chars:,}"
        raise LimitError("page-too-dense", message, "print the page anew, or raise the limit")
    raw, found = words.raw, list[_Sign]()
    x, y, box, matrix = c_double(), c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_box, at_matrix = byref(x), byref(y), byref(box), byref(matrix)
    high = lost = 0
    for n in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, n)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        text = _code_to_text(code, high)
        high = 0
        if text is None:
            lost += code in _NO_SIGN
            continue
        pdfium.FPDFText_GetCharOrigin(raw, n, at_x, at_y)
        pdfium.FPDFText_GetLooseCharBox(raw, n, at_box)
        pdfium.FPDFText_GetMatrix(raw, n, at_matrix)
        size = pdfium.FPDFText_GetFontSize(raw, n) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
        found.append(_Sign(text, x.value, y.value, (box.left, box.bottom, box.right, box.top), size, angle))
    words.close()
    return found, lost


def _code_to_text(code: int, high: int) -> str | None:
    """The character of a code (and of the half before it), None for a blank or no character."""
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
    if code == _HYPHEN:
        return "-"
    if code <= 0x20 or code in _NO_SIGN or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    text = chr(code)
    return None if text.isspace() else text


def _direction(angle: float, shown: Matrix) -> int | None:
    """Where a character faces on the shown page: 0 right, 1 down, 2 left, 3 up; None aslant."""
    x, y = math.cos(angle), math.sin(angle)
    seen = math.atan2(shown.b * x + shown.d * y, shown.a * x + shown.c * y) / (math.pi / 2)
    return round(seen) % 4 if abs(seen - round(seen)) < _TURNED else None


def _main_turn(signs: Iterable[_Sign], shown: Matrix) -> int:
    """Where most characters of a page face."""
    angles = Counter(round(sign.angle, 2) for sign in signs)
    faces: Counter[int] = Counter()
    for angle, count in angles.items():
        direction = _direction(angle, shown)
        if direction is not None:
            faces[direction] += count
    return max(faces, key=lambda face: faces[face], default=0)


def _sign_to_glyph(sign: _Sign, shown: Matrix) -> Glyph:
    left, bottom, right, top = sign.box
    (x1, y1), (x2, y2) = shown(left, bottom), shown(right, top)
    _, baseline = shown(sign.x, sign.y)
    return Glyph(sign.text, min(x1, x2), max(x1, x2), baseline, sign.size or abs(y2 - y1))


def _is_on_page(glyph: Glyph, width: float, height: float) -> bool:
    middle = (glyph.left + glyph.right) / 2
    return 0 <= middle <= width and 0 <= glyph.baseline - glyph.size / 3 <= height
