"""Builds PDF files (ISO 32000-1): pages of laid-out content, and small files object by object."""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from layout import A4, Setting, Sheet, Stroke, Text, lay_out, sign_width
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFArray
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from forms import Content

_FONT = "STSong-Light"  # named, not embedded: readers know its characters by UniGB-UCS2-H
_TURNS = {  # what the content of a turned page is drawn with, as factors of its width and height
    0: ((1, 0, 0, 1), (0, 0), (0, 0)),
    90: ((0, 1, -1, 0), (0, 1), (0, 0)),
    180: ((-1, 0, 0, -1), (1, 0), (0, 1)),
    270: ((0, -1, 1, 0), (0, 0), (1, 0)),
}


@dataclass(frozen=True)
class Style:
    """How a program writes its files: all ways are in use."""

    lines: str = "stroke"  # ``stroke``, ``fill``: thin rectangles, ``path``: all in one path, ``boxes``: of cells, each twice
    turn: int = 0  # degrees by which the content is drawn turned on its page
    is_marked: bool = True  # whether ``/Rotate`` says so, and the page is shown upright
    origin: tuple[float, float] = (0.0, 0.0)  # the lower left corner of the MediaBox
    bleed: float = 0.0  # how far the MediaBox reaches beyond the CropBox
    order: str = "reading"  # ``reading``, ``shuffled``: any order, ``signs``: each sign by itself, in any order
    bold: float = 0.0  # points by which each word is drawn once more, beside itself, to look bold
    watermark: str = ""  # drawn aslant over each page
    form: bool = False  # whether each page is drawn by way of a form
    scale: float = 1.0  # of the numbers in the content, taken back by its matrix
    password: str | None = None


# content ----------------------------------------------------------------------------------


def content_to_pdf(content: Content, style: Style | None = None, setting: Setting | None = None) -> bytes:
    """The pages of a content as a program would print them."""
    return sheets_to_pdf(lay_out(content, setting), style or Style(), content.title)


def sheets_to_pdf(sheets: Sequence[Sheet], style: Style | None = None, title: str = "") -> bytes:
    """The file of some sheets."""
    style = style or Style()
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = BytesIO()
    encrypt = None if style.password is None else StandardEncryption(style.password, ownerPassword="owner", strength=40)
    canvas = Canvas(stream, invariant=True, encrypt=encrypt)
    if title:
        canvas.setTitle(title)
    for number, sheet in enumerate(sheets):
        _draw_page(canvas, sheet, style, number)
    canvas.save()
    return stream.getvalue()


def _draw_page(canvas: Canvas, sheet: Sheet, style: Style, number: int) -> None:
    size = (sheet.width, sheet.height) if style.turn % 180 == 0 else (sheet.height, sheet.width)
    (left, bottom), bleed = style.origin, style.bleed
    canvas.setPageSize(size)
    canvas.setPageRotation(style.turn if style.is_marked else 0)
    if bleed:
        canvas.setCropBox((left, bottom, left + size[0], bottom + size[1]))
    if style.form:
        canvas.beginForm(f"page{number}")
        _draw_sheet(canvas, sheet, style)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(left, bottom)
    turn, across, up = _TURNS[style.turn]
    offset = [a * sheet.width + b * sheet.height for a, b in (across, up)]
    canvas.transform(*turn, *offset)
    if style.form:
        canvas.doForm(f"page{number}")
    else:
        _draw_sheet(canvas, sheet, style)
    canvas.restoreState()
    canvas.showPage()
    box = (left - bleed, bottom - bleed, left + size[0] + bleed, bottom + size[1] + bleed)
    canvas._doc.Pages.pages[-1].MediaBox = PDFArray(box)


def _draw_sheet(canvas: Canvas, sheet: Sheet, style: Style) -> None:
    canvas.saveState()
    canvas.scale(1 / style.scale, 1 / style.scale)
    _draw_rulings(canvas, sheet, style)
    pieces = [piece for text in _in_order(sheet.texts, style) for piece in _pieces(text)]
    if style.order == "signs":
        random.Random(0).shuffle(pieces)  # noqa: S311  no secret
    for text in pieces:
        _draw_piece(canvas, sheet, text, style)
    canvas.restoreState()
    if style.watermark:
        canvas.saveState()
        canvas.translate(sheet.width / 3, sheet.height / 3)
        canvas.rotate(40)
        canvas.setFont(_FONT, 48)
        canvas.drawString(0, 0, style.watermark)
        canvas.restoreState()


def _in_order(texts: Sequence[Text], style: Style) -> Sequence[Text]:
    order = [*texts]
    if style.order == "shuffled":
        random.Random(0).shuffle(order)  # noqa: S311  no secret
    return order if style.order != "signs" else [text._replace(text=sign, x=x) for text in texts for sign, x in places(text)]


def places(text: Text) -> Iterator[tuple[str, float]]:
    """The signs of a text, each with its left side."""
    x = text.x
    for sign in text.text:
        yield sign, x
        x += sign_width(sign, text.size) + text.spread


def _pieces(text: Text) -> Iterator[Text]:
    """Runs of full-width signs, and others one by one: the font gives them widths of its own."""
    for is_wide, run in groupby(places(text), key=lambda pair: pair[0] >= "\u2000"):
        signs = [*run]
        if is_wide:
            yield text._replace(text="".join(sign for sign, _ in signs), x=signs[0][1])
        else:
            yield from (text._replace(text=sign, x=x) for sign, x in signs)


def _draw_piece(canvas: Canvas, sheet: Sheet, text: Text, style: Style) -> None:
    scale = style.scale
    for moved in (0.0, style.bold) if style.bold else (0.0,):
        words = canvas.beginText((text.x + moved) * scale, (sheet.height - text.y) * scale)
        words.setFont(_FONT, text.size * scale)
        words.setCharSpace(text.spread * scale)
        words.textOut(text.text)
        canvas.drawText(words)


def _draw_rulings(canvas: Canvas, sheet: Sheet, style: Style) -> None:
    if style.lines == "path":
        path = canvas.beginPath()
        for stroke in sheet.strokes:
            left, top, right, bottom = _turned_up(stroke, sheet, style)
            path.moveTo(left, top)
            path.lineTo(right, bottom)
        canvas.drawPath(path, stroke=1, fill=0)
        return
    for stroke in sheet.strokes:
        left, top, right, bottom = _turned_up(stroke, sheet, style)
        if style.lines == "fill":
            half = 0.25 * style.scale
            canvas.rect(left - half, bottom - half, right - left + 2 * half, top - bottom + 2 * half, stroke=0, fill=1)
        else:
            canvas.line(left, top, right, bottom)
            if style.lines == "boxes":  # the side of two cells, drawn for each of them
                canvas.line(left + 0.5, top - 0.5, right + 0.5, bottom - 0.5)


def _turned_up(stroke: Stroke, sheet: Sheet, style: Style) -> Stroke:
    """A stroke in the content's coordinates, which count from the bottom."""
    up = Stroke(stroke.left, sheet.height - stroke.top, stroke.right, sheet.height - stroke.bottom)
    return Stroke(*(side * style.scale for side in up))


# objects ----------------------------------------------------------------------------------

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>"
_LATIN = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CHINESE = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ "
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor "
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)


def stream(data: bytes | str, entries: str = "") -> bytes:
    """A stream object; ``entries`` are more entries of its dictionary."""
    body = data.encode() if isinstance(data, str) else data
    return f"<< /Length {len(body)} {entries} >>\nstream\n".encode() + body + b"\nendstream"


def deflated(data: bytes, times: int = 1) -> bytes:
    """A stream whose data are deflated, ``times`` over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, f"/Filter [{'/FlateDecode ' * times}]")


def pdf_objects(objects: Mapping[int, bytes | str], trailer: str = "", *, has_table: bool = True) -> bytes:
    """A file of numbered objects; the first is its catalog."""
    out, offsets = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    for number, body in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    rows = [f"{offsets[n]:010} 00000 n \n" if n in offsets else "0000000000 65535 f \n" for n in range(size)]
    if has_table:
        out += f"xref\n0 {size}\n{''.join(rows)}".encode()
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def small_pdf(content: bytes | str = "", *, more: Mapping[int, bytes | str] | None = None, trailer: str = "", has_table: bool = True) -> bytes:
    """A file of one page; ``more`` replaces or adds objects: 2 pages, 3 page, 4 font ``/F``, 5 content."""
    objects: dict[int, bytes | str] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE,
        4: _LATIN,
        5: stream(content),
    }
    return pdf_objects({**objects, **(more or {})}, trailer, has_table=has_table)


def chinese_words(words: str, x: float = 80, y: float = 700, size: float = 16) -> str:
    """Operators that show words in the font ``CHINESE``, from the bottom of the page."""
    return f"BT /F {size:g} Tf {x:g} {y:g} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def texts_to_pdf(*pages: Sequence[Text | Stroke], size: tuple[float, float] = A4, style: Style | None = None) -> bytes:
    """A file of pages that are given as texts and strokes in any order."""
    sheets = [
        Sheet(*size, [one for one in page if isinstance(one, Text)], [one for one in page if isinstance(one, Stroke)])
        for page in pages
    ]
    return sheets_to_pdf(sheets, style)
