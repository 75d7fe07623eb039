"""A PDF's pages by pdfplumber: ten times slower than pdfium, and of another making.

Used where pdfium cannot open a file or does not know what many characters of a page mean; the
tests hold both against each other.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.laid.page import Glyph, Page, Ruling
from docx2tasks.readers.pdf.drawn import points_to_ruling

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

_UNKNOWN = "(cid:"  # what pdfminer writes for a character without a meaning


def read_pages_carefully(data: bytes, limits: Limits, numbers: frozenset[int] | None = None) -> Iterator[Page]:
    """The pages of a PDF, or those with the given numbers (from 0), in order.

    Raises ``FormatError`` ``pdf-broken``, and ``LimitError`` ``too-many-pages`` and ``page-too-dense``.
    """
    import pdfplumber  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > limits.pages:
                raise LimitError("too-many-pages", f"the file has more than {limits.pages:,} pages", "split it")
            for number, page in enumerate(document.pages):
                if numbers is None or number in numbers:
                    yield _to_page(page, limits)
                page.close()
    except (PdfminerException, PSException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise broken() from error


def broken() -> FormatError:
    """The refusal of bytes that neither library can open."""
    return FormatError("pdf-broken", "the PDF cannot be opened", "check that it was copied whole, or print it anew")


def _to_page(page: PlumberPage, limits: Limits) -> Page:
    chars = page.chars
    if len(chars) > limits.page_chars or len(page.lines) + len(page.rects) > limits.page_rulings:
        raise LimitError("page-too-dense", "a page has too many characters or drawn lines", "print the page anew")
    known = [char for char in chars if _UNKNOWN not in char["text"]]
    lost = sum(_UNKNOWN in char["text"] for char in chars)
    glyphs = [_to_glyph(char) for char in known if char.get("upright", True)]
    turned = "".join(char["text"] for char in known if not char.get("upright", True))
    rulings = [*_to_rulings(page.edges)]
    return Page(
        float(page.width), float(page.height), glyphs, rulings, asides=[("turned", turned)] if turned else [], lost=lost
    )


def _to_glyph(char: Mapping[str, Any]) -> Glyph:
    size = float(char["size"])
    text = " " if char["text"].isspace() else char["text"]
    return Glyph(text, float(char["x0"]), float(char["x1"]), float(char["bottom"]) - size * 0.14, size)


def _to_rulings(edges: list[dict[str, Any]]) -> Iterator[Ruling]:
    for edge in edges:
        ruling = points_to_ruling(edge["x0"], edge["top"], edge["x1"], edge["bottom"])
        if ruling is not None:
            yield ruling
