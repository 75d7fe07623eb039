"""PDF pages with pdfium: character boxes and drawn lines (ISO 32000-1, 8.5 and 9.4).

The calls are pdfium's own, one for each fact of a character: its Python objects would take ten
times as long.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_ushort
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.pdf.annotations import find_annotations
from docx2tasks.readers.pdf.characters import Sign, signs_to_page
from docx2tasks.readers.pdf.invisible import find_unseen, has_unseen, part_layers
from docx2tasks.readers.pdf.ruled_lines import Drawn, find_objects, find_rulings, has_full_picture
from docx2tasks.readers.pdf.watermarks import find_watermark, has_pale
from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_LEVEL = 0.1  # of the font's size: boxes that differ less are on one line
_LATIN = 0x250  # characters before are Latin letters
_HYPHEN = 2  # what pdfium gives for a hyphen at a line's end
_NO_SIGN = frozenset((0, 0xFFFE, 0xFFFF, 0xFFFD))


def read_pages(document: PdfDocument, limits: Limits) -> Iterator[Page]:
    """The pages of an opened document, one after the other, as they are shown.

    Raises ``LimitError`` ``page-too-dense`` past ``limits.page_chars`` and ``limits.page_rulings``.
    """
    form = _open_form(document)
    for number in range(len(document)):
        page = document[number]
        try:
            yield read_page(page, limits, number + 1, form)
        finally:
            page.close()


def _open_form(document: PdfDocument) -> object | None:
    """What pdfium asks the values of form fields of; None where there are no fields."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if pdfium.FPDF_GetFormType(document.raw) == pdfium.FORMTYPE_NONE:
        return None
    document.init_forms()
    return None if document.formenv is None else document.formenv.raw


def read_page(page: PdfPage, limits: Limits, number: int = 1, form: object | None = None) -> Page:
    """One page: its characters and drawn lines, turned so that its words are read from left to right.

    Words that are not shown (render mode 3) are left out; but on the picture of a page, or where no others are, they
    are what a scanner recognized.
    """
    objects = find_objects(page)
    is_doubtful = has_unseen(objects) and not has_full_picture(objects, page.get_size())
    signs, hidden, lost, pale = _find_signs(page, limits, objects if is_doubtful else (), may_be_pale=has_pale(objects))
    typed, left_out = find_annotations(page, number, form)
    made = signs_to_page(
        [*signs, *typed] if typed else signs,
        lost,
        _page_to_matrix(page),
        page.get_size(),
        lambda shown: find_rulings(objects, limits, shown),
    )
    if not left_out and not hidden and not pale:
        return made
    asides = [*made.asides, (LeftoverKind.HIDDEN, hidden)] if hidden else [*made.asides]
    asides += [(LeftoverKind.WATERMARK, pale)] if pale else []
    said = [*left_out, LeftOut(DiagnosticCode.HIDDEN_TEXT, f"page {number}", hidden)] if hidden else left_out
    return made._replace(asides=asides, left_out=said)


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


class _Words(NamedTuple):
    """The characters of a page, in the order of the file, those that are not shown, and a watermark.

    ``lost`` counts characters without a meaning.
    """

    signs: list[Sign]
    hidden: str
    lost: int
    watermark: str = ""


def _find_signs(page: PdfPage, limits: Limits, objects: Sequence[Drawn], *, may_be_pale: bool) -> _Words:
    """The characters of a page.

    ``objects`` are those of the page, where some of its words may not be shown.
    Of a character whose box stands as high as that of the one before it, only the box is asked: it is
    on the same line, in the same font.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    words = page.get_textpage()
    count = words.count_chars()
    if count > limits.page_chars:
        message = f"a page has {count:,} characters; the limit is {limits.page_chars:,}"
        raise LimitError("page-too-dense", message, "print it to PDF again, or raise the limit")
    raw, found, places = words.raw, list[Sign](), list[int]()
    find_box, box = pdfium.FPDFText_GetLooseCharBox, pdfium.FS_RECTF()
    at_box, new_sign = byref(box), Sign._make
    high = lost = 0
    bottom, top, y, size, angle, x = inf, inf, 0.0, 0.0, 0.0, 0.0
    for n, code in enumerate(_find_codes(raw, count)):
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
        if code < _LATIN and found and found[-1][2:6] == (box.left, box.bottom, box.right, box.top):
            found[-1] = found[-1]._replace(text=found[-1].text + text)  # a ligature: its letters have one box
            continue
        height = size or box.top - box.bottom
        places.append(n)
        found.append(new_sign((text, y, box.left, box.bottom, box.right, box.top, height, angle, x)))
    unseen = find_unseen(raw, count, objects) if objects else dict[int, bool]()
    watermark = find_watermark(raw, found, places) if may_be_pale else frozenset[int]()
    words.close()
    pale = "".join(found[n].text for n in sorted(watermark))
    if watermark:
        kept = [n for n in range(len(found)) if n not in watermark]
        found, places = [found[n] for n in kept], [places[n] for n in kept]
    if not unseen:
        return _Words(found, "", lost, pale)
    shown, hidden = _part_unseen(found, [unseen.get(n) for n in places])
    return _Words(shown, hidden, lost, pale)


def _part_unseen(found: list[Sign], unseen: Sequence[bool | None]) -> tuple[list[Sign], str]:
    """The signs that a page shows, and the words of the others; all of them where it shows none.

    ``unseen`` is None where a sign is drawn, True where others stand in its place.
    """
    seen, doubled = part_layers(found, [one is not None for one in unseen])
    hidden = [n in doubled or (one is False and n not in seen) for n, one in enumerate(unseen)]
    shown = [sign for n, sign in enumerate(found) if not hidden[n]]
    if not any(sign.text != " " for sign in shown):
        return found, ""
    words = "".join(sign.text for n, sign in enumerate(found) if hidden[n] and n not in doubled)
    return shown, words.strip()


def _find_codes(raw: object, count: int) -> Sequence[int]:
    """The UTF-16 codes of a page's characters, in one call where it gives one for each."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    codes = (c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(raw, 0, count, codes) == count + 1:  # with a NUL behind them
        found = codes[:count]
        if 0xFFFE not in found:  # a hyphen at a line's end, or no character
            return found
    return [pdfium.FPDFText_GetUnicode(raw, n) for n in range(count)]


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
