"""The bytes of a PDF → its pages → blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.layout.blocks import pages_to_source
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.pdf.annotations import find_files
from docx2tasks.readers.pdf.pdfium_pages import read_pages
from docx2tasks.readers.pdf.scanned import find_scanned, recognize_scanned
from docx2tasks.readers.scan import check_recognized
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Diagnostic, Source
from docx2tasks.vocabulary import DiagnosticCode

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_LOST = 0.02  # share of a page's characters without a meaning from which it is read once more
_SHOWN = 20  # page numbers in a message


def read_pdf(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of a PDF (ISO 32000-1).

    The text of pages that are only pictures is recognized where the extra ``ocr`` is installed.
    Raises ``FormatError`` ``encrypted``, ``pdf-broken`` or ``no-text`` (a scan), and ``LimitError``
    ``too-many-pages``, ``page-too-dense`` and those of ``pages_to_source``.
    """
    read = _read_pages(data, limits)
    if not any(page.has_words for page in read.pages):
        hint = "if it is a scan, install docx2tasks[ocr], which recognizes text in pictures"
        raise FormatError("no-text", "the PDF contains no text", hint)
    said = left_out_to_diagnostics((*read.files, *(one for page in read.pages for one in page.left_out)))
    doubts = (*_tell_silent(read), *_tell_lost(read.pages), *said)
    source = pages_to_source(read.pages, "pdf", limits, fields=read.fields, diagnostics=doubts)
    return source if source.confidences is None else check_recognized(source)


class _Read(NamedTuple):
    """The pages of a file, what it says of itself, and which pages show something that is no text."""

    pages: list[Page]
    fields: tuple[tuple[str, str], ...] = ()
    scanned: tuple[int, ...] = ()
    files: tuple[LeftOut, ...] = ()


def _read_pages(data: bytes, limits: Limits) -> _Read:
    """The pages and the title: by pdfium, and carefully where that does not go."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    document = _open(data)
    if document is None:
        return _read_carefully(data, limits)
    try:
        if len(document) > limits.pages:
            message = f"the file has {len(document):,} pages; the limit is {limits.pages:,}"
            raise LimitError("too-many-pages", message, "split it")
        pages = _with_careful_pages(data, [*read_pages(document, limits)], limits)
        files = tuple(find_files(document))
        scanned = find_scanned(document, pages)
        return _Read(recognize_scanned(document, pages, scanned, limits), _find_fields(document), tuple(scanned), files)
    except PdfiumError:  # a page that the file counts, but does not hold
        return _read_carefully(data, limits)
    finally:
        document.close()


def _read_carefully(data: bytes, limits: Limits) -> _Read:
    from docx2tasks.readers.pdf.pdfplumber_pages import broken, read_pages_carefully  # noqa: PLC0415

    pages = [*read_pages_carefully(data, limits)]
    if not pages:
        raise broken()
    return _Read(pages)


def _open(data: bytes) -> PdfDocument | None:
    """The document, None where pdfium cannot open it or finds no page; ``data`` must outlive it.

    Asked of pdfium itself: its last error is that of an earlier file where this one has no page.
    """
    from pypdfium2 import PdfDocument  # noqa: PLC0415
    from pypdfium2 import raw as pdfium  # noqa: PLC0415

    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if handle:
        document = PdfDocument(handle)
        if len(document):
            return document
        document.close()
    elif pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        hint = "remove the password and save it again"
        raise FormatError("encrypted", "the file is password-protected", hint)
    return None


def _with_careful_pages(data: bytes, pages: list[Page], limits: Limits) -> list[Page]:
    """The pages; those on which many characters have no meaning read once more, if that knows them better."""
    doubtful = [n for n, page in enumerate(pages) if page.lost > _LOST * (len(page.glyphs) + page.lost)]
    if not doubtful:
        return pages
    from docx2tasks.readers.pdf.pdfplumber_pages import read_pages_carefully  # noqa: PLC0415

    careful = [*read_pages_carefully(data, limits, frozenset(doubtful))]
    if len(careful) != len(doubtful):  # a broken tree of pages, of which the two find different ones
        return pages
    again = dict(zip(doubtful, careful, strict=True))
    return [min(again.get(n, page), page, key=lambda one: one.lost) for n, page in enumerate(pages)]


def _find_fields(document: PdfDocument) -> tuple[tuple[str, str], ...]:
    try:
        title = document.get_metadata_value("Title").strip()
    except UnicodeDecodeError:  # half a character
        title = ""
    return (("title", title),) if title else ()


def _tell_silent(read: _Read) -> Iterator[Diagnostic]:
    silent = [str(number + 1) for number in read.scanned if not read.pages[number].has_words]
    if silent:
        yield Diagnostic(DiagnosticCode.PAGE_WITHOUT_TEXT, f"no text on page {', '.join(silent[:_SHOWN])}", "warning")


def _tell_lost(pages: Sequence[Page]) -> Iterator[Diagnostic]:
    lost = sum(page.lost for page in pages)
    if lost:
        yield Diagnostic(
            DiagnosticCode.UNKNOWN_CHARACTERS, f"{lost:,} characters could not be decoded and were left out", "warning"
        )
