"""The bytes of a PDF → its pages → blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.laid.blocks import pages_to_source
from docx2tasks.readers.laid.page import Page
from docx2tasks.readers.pdf.fast import read_pages
from docx2tasks.source import Diagnostic, Source

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PASSWORD = 4  # FPDF_ERR_PASSWORD


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of a PDF (ISO 32000-1).

    Raises ``FormatError`` ``encrypted``, ``pdf-broken`` or ``no-text`` (a scan), and ``LimitError``
    ``too-many-pages``, ``page-too-dense`` and those of ``pages_to_source``.
    """
    document = _open(data)
    try:
        if len(document) > limits.pages:
            message = f"the file has {len(document):,} pages, the limit is {limits.pages:,}"
            raise LimitError("too-many-pages", message, "split it")
        pages = [*read_pages(document, limits)]
        fields = _find_fields(document)
    finally:
        document.close()
    return pages_to_source(pages, "pdf", limits, fields=fields, diagnostics=tuple(_find_blank_pages(pages)))


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise FormatError(
                "encrypted", "the file is protected by a password", "open it, remove the password, save it again"
            ) from error
        raise FormatError("pdf-broken", "the file is no PDF that can be opened", "check that it was copied completely") from error


def _find_fields(document: PdfDocument) -> tuple[tuple[str, str], ...]:
    title = document.get_metadata_dict().get("Title", "").strip()
    return (("title", title),) if title else ()


def _find_blank_pages(pages: list[Page]) -> Iterator[Diagnostic]:
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.glyphs]
    if len(blank) == len(pages):
        hint = "if it is a scan, install docx2tasks[ocr], which recognizes text in pictures"
        raise FormatError("no-text", "no page of the PDF holds text", hint)
    if blank:
        yield Diagnostic("page-without-text", f"no text stands on page {', '.join(blank[:20])}", "warning")
