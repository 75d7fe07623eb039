"""PDF pages with pdfplumber: ten times slower than pdfium, but independent of it.

Used where pdfium cannot open a file or does not know what many characters of a page mean; the
tests hold both against each other.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Page, Ruling
from docx2tasks.readers.pdf.characters import Sign, signs_to_page
from docx2tasks.readers.pdf.ruled_lines import Path, path_to_rulings

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTComponent
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page as PlumberPage

_UNKNOWN = "(cid:"  # what pdfminer writes for a character without a meaning


def read_pages_carefully(data: bytes, limits: Limits, numbers: frozenset[int] | None = None) -> Iterator[Page]:
    """The pages of a PDF, or those with the given numbers (from 0), in order.

    Raises ``FormatError`` ``pdf-broken``, and ``LimitError`` ``too-many-pages`` and ``page-too-dense``.
    """
    import pdfplumber  # noqa: PLC0415
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException  # noqa: PLC0415

    logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its warnings are no words of ours
    theirs = (PdfminerException, MalformedPDFException, PDFException, PSException)
    broken_by = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > limits.pages:
                raise LimitError("too-many-pages", f"the file has more than {limits.pages:,} pages", "split it")
            for number, page in enumerate(document.pages):
                if numbers is None or number in numbers:
                    yield _to_page(page, limits)
                page.close()
    except (*theirs, *broken_by) as error:
        raise broken() from error


def broken() -> FormatError:
    """The refusal of bytes that neither library can open."""
    return FormatError(
        "pdf-broken", "the PDF cannot be opened", "check that it was copied completely, or print it to PDF again"
    )


def _to_page(page: PlumberPage, limits: Limits) -> Page:
    from pdfminer.layout import LTChar, LTCurve, LTImage  # noqa: PLC0415

    things = [*_find_things(page.layout)]
    chars = [thing for thing in things if isinstance(thing, LTChar)]
    drawn = [thing for thing in things if isinstance(thing, (LTCurve, LTImage))]
    if len(chars) > limits.page_chars or len(drawn) > limits.page_rulings:
        raise LimitError("page-too-dense", "a page has too many characters or drawn lines", "print it to PDF again")
    signs = [_to_sign(char) for char in chars if _UNKNOWN not in char.get_text()]
    left, bottom, right, top = _find_box(page.page_obj)
    shown = Matrix(1, 0, 0, -1, -left, top)
    size = right - left, top - bottom
    return signs_to_page(signs, len(chars) - len(signs), shown, size, lambda matrix: _to_rulings(drawn, matrix))


def _find_things(holder: Iterable[Any]) -> Iterator[LTComponent]:
    """What is drawn on a page, figures opened, in the order of the file."""
    from pdfminer.layout import LTContainer  # noqa: PLC0415

    for thing in holder:
        if isinstance(thing, LTContainer):
            yield from _find_things(thing)
        else:
            yield thing


def _find_box(page: PDFPage) -> tuple[float, float, float, float]:
    """The part of a page that is shown, in the coordinates of what is drawn: turned, from the MediaBox's corner."""
    x0, y0, x1, y1 = page.mediabox
    turned = {
        90: Matrix(0, -1, 1, 0, -y0, x1),
        180: Matrix(-1, 0, 0, -1, x1, y1),
        270: Matrix(0, 1, -1, 0, y1, -x0),
    }
    matrix = turned.get(page.rotate % 360, Matrix(1, 0, 0, 1, -x0, -y0))
    left, bottom, right, top = page.cropbox
    (xa, ya), (xb, yb) = matrix(max(left, x0), max(bottom, y0)), matrix(min(right, x1), min(top, y1))
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _to_sign(char: LTChar) -> Sign:
    a, b, c, d, x, y = char.matrix
    size = char.height if abs(d) >= abs(c) else char.width  # of upright words, of words on their side
    text = char.get_text()
    return Sign(" " if text.isspace() else text, y, char.x0, char.y0, char.x1, char.y1, size, math.atan2(b, a), x)


def _to_rulings(drawn: Iterable[Any], matrix: Matrix) -> Iterator[Ruling]:
    from pdfminer.layout import LTCurve  # noqa: PLC0415

    for thing in drawn:
        if not isinstance(thing, LTCurve):
            yield from path_to_rulings([matrix(thing.x0, thing.y0), matrix(thing.x1, thing.y1)], is_stroked=False)
        elif thing.stroke or thing.fill:
            for points in _find_paths(thing.original_path or (), matrix, is_stroked=thing.stroke):
                yield from path_to_rulings(points, is_stroked=thing.stroke)


def _find_paths(path: Iterable[tuple[Any, ...]], matrix: Matrix, *, is_stroked: bool) -> Iterator[Path]:
    """The corners of a path; a stroked curve ends one part and begins another."""
    points, first = Path(), None
    for command, *corners in path:
        where = [matrix(*corner) for corner in corners]
        if is_stroked and command not in "mlh" and points:
            yield points
            points = Path()
        points += where[-1:] if where else [first] if first else []
        first = first or (where[-1] if where else None)
    if points:
        yield points
