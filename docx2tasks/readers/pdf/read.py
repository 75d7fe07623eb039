"""The bytes of a PDF → its pages → blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_LOST = 0.02  # share of a page's characters without a meaning from which it is read once more
_SHOWN = 20  # page numbers in a message


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of a PDF (ISO 32000-1).

    Raises ``FormatError`` ``encrypted``, ``pdf-broken`` or ``no-text`` (a scan), and ``LimitError``
    ``too-many-pages``, ``page-too-dense`` and those of ``pages_to_source``.
    """
    pages, fields = _read_pages(data, limits)
    doubts = (*_find_blank_pages(pages), *_find_lost(pages))
    return pages_to_source(pages, "pdf", limits, fields=fields, diagnostics=doubts)


def _read_pages(data: bytes, limits: Limits) -> tuple[list[Page], tuple[tuple[str, str], ...]]:
    """The pages and the title: by pdfium, and carefully where that does not go."""
    document = _open(data)
    if document is None:
        from docx2tasks.readers.pdf.careful import read_pages_carefully  # noqa: PLC0415

        return [*read_pages_carefully(data, limits)], ()
    try:
        if len(document) > limits.pages:
            message = f"the file has {len(document):,} pages, the limit is {limits.pages:,}"
            raise LimitError("too-many-pages", message, "split it")
        pages = [*read_pages(document, limits)]
        fields = _find_fields(document)
    finally:
        document.close()
    return _with_careful_pages(data, pages, limits), fields


def _open(data: bytes) -> PdfDocument | None:
    """The document, None where pdfium cannot open it."""
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            hint = "open it, remove the password, save it again"
            raise FormatError("encrypted", "the file is protected by a password", hint) from error
        return None


def _with_careful_pages(data: bytes, pages: list[Page], limits: Limits) -> list[Page]:
    """The pages; those on which many characters have no meaning read once more, if that knows them better."""
    doubtful = [n for n, page in enumerate(pages) if page.lost > _LOST * (len(page.glyphs) + page.lost)]
    if not doubtful:
        return pages
    from docx2tasks.readers.pdf.careful import read_pages_carefully  # noqa: PLC0415

    again = dict(zip(doubtful, read_pages_carefully(data, limits, frozenset(doubtful)), strict=True))
    return [min(again.get(n, page), page, key=lambda one: one.lost) for n, page in enumerate(pages)]


def _find_fields(document: PdfDocument) -> tuple[tuple[str, str], ...]:
    title = document.get_metadata_dict().get("Title", "").strip()
    return (("title", title),) if title else ()


def _find_blank_pages(pages: Sequence[Page]) -> Iterator[Diagnostic]:
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.has_words]
    if len(blank) == len(pages):
        hint = "if it is a scan, install docx2tasks[ocr], which recognizes text in pictures"
        raise FormatError("no-text", "no page of the PDF holds text", hint)
    if blank:
        yield Diagnostic("page-without-text", f"no text stands on page {', '.join(blank[:_SHOWN])}", "warning")


def _find_lost(pages: Sequence[Page]) -> Iterator[Diagnostic]:
    lost = sum(page.lost for page in pages)
    if lost:
        yield Diagnostic("unknown-characters", f"the file does not say what {lost:,} characters mean", "warning")
