"""Annotations, attachments and form values of a PDF (ISO 32000-1, 7.11.4, 12.5, 12.7).

Words typed onto a page (FreeText) and the values of form fields are set where they are shown, so that a filled form
reads like a printed one.  Remarks and attached files are said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import c_ushort
from functools import partial
from typing import TYPE_CHECKING

from docx2tasks.readers.pdf.characters import Sign
from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import DiagnosticCode

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_FREE_TEXT, _LINK, _POPUP, _FILE, _WIDGET = 3, 2, 16, 17, 20  # FPDF_ANNOT_*
_UNSEEN = 2 | 32  # hidden, not on the screen: ISO 32000-1, table 165
_TYPED = frozenset((4, 5, 6))  # FPDF_FORMFIELD_COMBOBOX, …_LISTBOX, …_TEXTFIELD
_LARGEST, _SMALLEST = 12.0, 4.0  # points: of words set into a box
_HIGH = 0.7  # of a box of one line
_ASCII = 0x80
_CHARS = 20_000  # of one annotation
_MOST = 2_000  # annotations of a page; forms have some hundreds
_FILES = 1_000  # attached to one document


def find_files(document: PdfDocument) -> Iterator[LeftOut]:
    """The files that are attached to a document."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for number in range(min(pdfium.FPDFDoc_GetAttachmentCount(document.raw), _FILES)):
        attachment = pdfium.FPDFDoc_GetAttachment(document.raw, number)
        name = _call(partial(pdfium.FPDFAttachment_GetName, attachment))
        yield LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, name, is_grave=True)


def find_annotations(page: PdfPage, number: int, form: object | None) -> tuple[list[Sign], list[LeftOut]]:
    """The characters typed onto a page, and other annotations."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    signs: list[Sign] = []
    left_out: list[LeftOut] = []
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, place)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        words = _find_words(annotation, kind, form)
        if kind == _FILE:
            left_out.append(LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, f"page {number}", is_grave=True))
        if words.strip() and _is_typed(annotation, kind):
            signs.extend(_set_words(words, _find_box(annotation)))
        elif words.strip():
            left_out.append(LeftOut(DiagnosticCode.ANNOTATION_TEXT, f"page {number}", words))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return signs, left_out


def _is_typed(annotation: object, kind: int) -> bool:
    """Whether its words are shown on the page."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return kind in {_FREE_TEXT, _WIDGET} and not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN


def _find_words(annotation: object, kind: int, form: object | None) -> str:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if kind in {_LINK, _POPUP}:  # the words of a popup are those of its parent
        return ""
    if kind != _WIDGET:
        return _call(lambda out, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", out, size))
    if form is None or pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in _TYPED:
        return ""
    return _call(lambda out, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, out, size))


def _call(ask: Callable[[object, int], int]) -> str:
    """What a function gives that is asked twice: for the bytes of its UTF-16, with a NUL behind them, and for them."""
    size = min(ask(None, 0), 2 * _CHARS)
    if size <= 2:
        return ""
    out = (c_ushort * ((size + 1) // 2))()
    if ask(out, size) > size:
        return ""
    return bytes(out).decode("utf-16-le", "replace").partition("\0")[0].replace("\r\n", "\n").replace("\r", "\n")


def _find_box(annotation: object) -> tuple[float, float, float, float]:
    from ctypes import byref  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, byref(box))
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    return left, bottom, right, top


def _set_words(words: str, box: tuple[float, float, float, float]) -> Iterator[Sign]:
    """The words in lines from the top of a box; where they are too long for it, lines break, or become narrow."""
    left, bottom, right, top = box
    size = max(min(_LARGEST, _HIGH * (top - bottom)), _SMALLEST)
    lines = [line for line in words.split("\n") if line.strip()]
    y = top - size
    for line in lines:
        x = left
        for sign in line:
            wide = size / 2 if ord(sign) < _ASCII else size
            if x + wide > right and x > left and y - 1.2 * size >= bottom:
                x, y = left, y - 1.2 * size
            text = " " if sign.isspace() else sign
            yield Sign(text, y, x, y - 0.2 * size, x + wide, y + 0.8 * size, size, 0.0, x)
            x += wide
        y -= 1.2 * size
