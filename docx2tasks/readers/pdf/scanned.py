"""PDF pages that are only pictures → recognized pages (the ``ocr`` extra)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docx2tasks.errors import LimitError
from docx2tasks.isolate import Note, allow_more, tell_progress
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.scan import has_recognizer, recognize_pages

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_DPI = 200.0  # small print is still legible, and a page takes a second or two
_INCH = 72.0  # points


def find_scanned(document: PdfDocument, pages: Sequence[Page]) -> list[int]:
    """The numbers, from 0, of the pages on which things are drawn but nothing is written."""
    return [n for n, page in enumerate(pages) if not page.has_words and _count_objects(document[n])]


def _count_objects(page: PdfPage) -> int:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return int(pdfium.FPDFPage_CountObjects(page.raw))  # ``page`` must live until pdfium has answered


def recognize_scanned(document: PdfDocument, pages: list[Page], scanned: Sequence[int], limits: Limits) -> list[Page]:
    """The pages, with those numbered in ``scanned`` recognized; as they are where the extra is missing.

    Raises ``LimitError`` ``too-many-pages`` past ``limits.scanned_pages``.
    """
    if not scanned or not has_recognizer():
        return pages
    if len(scanned) > limits.scanned_pages:
        message = f"{len(scanned):,} scanned pages; the limit is {limits.scanned_pages:,}"
        raise LimitError("too-many-pages", message, "split it")
    pictures = (_render(document[number], limits) for number in _tell_each(scanned))
    sizes = [(pages[number].width, pages[number].height) for number in scanned]
    found = dict(zip(scanned, recognize_pages(pictures, sizes), strict=True))
    return [found.get(number, page) for number, page in enumerate(pages)]


def _tell_each(scanned: Sequence[int]) -> Iterator[int]:
    for place, number in enumerate(scanned, 1):
        tell_progress(Note("page", place, len(scanned)))
        yield number


def _render(page: PdfPage, limits: Limits) -> Image:
    """The picture of a page that is to be recognized; coarser where it were larger than the limit."""
    allow_more(limits.scan_seconds, limits.scan_memory)
    width, height = page.get_size()
    scale = min(_DPI / _INCH, math.sqrt(limits.page_pixels / max(width * height, 1)))
    picture: Image = page.render(scale=scale).to_pil()
    return picture
