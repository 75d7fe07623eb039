"""The straight lines that are drawn on a PDF page: stroked paths, thin filled boxes, thin pictures.

Producers draw a table's lines in each of these ways (ISO 32000-1, 8.5.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_int, c_uint
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.laid.matrix import Matrix, Point
from docx2tasks.readers.laid.page import Ruling

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_THIN = 2.5  # points: a filled box no thicker is a line
_SLANT = 1.0  # points over the length of a line: more is no ruled line
_BOX = 5  # segments: no path of so few draws two boxes
_DEPTH = 5  # forms in forms
_LINE, _BEND, _MOVE = 0, 1, 2  # FPDF_SEGMENT_LINETO, …_BEZIERTO, …_MOVETO
TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_*
UNCHANGED = Matrix()
_WHITE = 250  # of 255, in each colour
_MOST_BOXES = 500  # filled boxes of a page under lines; a banded table has a hundred

Path = list[Point]


Drawn = tuple[int, Any, Matrix]
"""The kind of an object, the object, and what leads from its coordinates to those of the page."""


def find_objects(page: PdfPage) -> list[Drawn]:
    """The words, paths and pictures of a page, those in forms too, in the order they are drawn."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return [*_find_objects(page.raw, (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject), UNCHANGED, 0)]


def has_full_picture(objects: Iterable[Drawn], size: tuple[float, float]) -> bool:
    """Whether a picture fills most of a page: a scan, over which its words may be laid unseen."""
    for kind, thing, matrix in objects:
        if kind == _IMAGE:
            (x1, y1), (x2, y2) = _find_bounds(thing, matrix)
            if 2 * abs((x2 - x1) * (y2 - y1)) >= size[0] * size[1]:
                return True
    return False


def find_rulings(objects: Iterable[Drawn], limits: Limits, shown: Matrix) -> Iterator[Ruling]:
    """The straight drawn lines of a page; ``shown`` leads to points from its top left corner.

    White ones on white paper are none; between filled boxes they part what they part.  Raises ``LimitError``
    ``page-too-dense`` past ``limits.page_rulings``.
    """
    left = limits.page_rulings
    boxes: list[Path] = []
    for kind, thing, inner in objects:
        if kind == TEXT:
            continue
        matrix = shown if inner is UNCHANGED else shown.after(inner)
        found = [*(_path_to_rulings(thing, matrix, left) if kind == _PATH else _picture_to_rulings(thing, matrix))]
        left -= 1 + len(found)
        if left < 0:
            message = f"a page has more than {limits.page_rulings:,} drawn lines"
            raise LimitError("page-too-dense", message, "print the page anew, or raise the limit")
        if kind == _PATH:
            is_white = _is_white(thing)
            if not found and not is_white and len(boxes) < _MOST_BOXES:
                boxes.append(_find_bounds(thing, matrix))
            found = [ruling for ruling in found if not is_white or _is_on_box(ruling, boxes)]
        yield from found


def _is_white(thing: object) -> bool:
    """Whether a path is drawn in the colour of paper."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(thing, byref(fill), byref(stroke))
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not ask(thing, byref(red), byref(green), byref(blue), byref(alpha)):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE or not alpha.value


def _is_on_box(ruling: Ruling, boxes: Iterable[Path]) -> bool:
    """Whether the middle of a line lies on something that was drawn before."""
    x, y = (ruling.left + ruling.right) / 2, (ruling.top + ruling.bottom) / 2
    return any(min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2) for (x1, y1), (x2, y2) in boxes)


def _find_objects(
    holder: object, calls: tuple[Callable[..., int], Callable[..., Any]], matrix: Matrix, depth: int
) -> Iterator[tuple[int, Any, Matrix]]:
    """The words, paths and pictures of a page or a form, forms in it opened, each with what leads to the shown page."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    count, find = calls
    for number in range(count(holder)):
        thing = find(holder, number)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in {TEXT, _PATH, _IMAGE}:
            yield kind, thing, matrix
        elif kind == _FORM and depth < _DEPTH:
            inner = (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
            yield from _find_objects(thing, inner, matrix.after(_object_to_matrix(thing)), depth + 1)


def _object_to_matrix(thing: object) -> Matrix:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    raw = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, byref(raw)):
        return Matrix()
    return Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _path_to_rulings(thing: object, matrix: Matrix, most: int) -> Iterator[Ruling]:
    """The sides of a stroked path that run straight across or down; the thin boxes of a filled one."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(thing, byref(fill), byref(stroke))
    if (not fill.value and not stroke.value) or pdfium.FPDFPath_CountSegments(thing) > most:
        return
    is_stroked = bool(stroke.value)
    if not is_stroked and pdfium.FPDFPath_CountSegments(thing) <= _BOX:
        yield from _thin_box(_find_bounds(thing, matrix))
        return
    for points in _find_paths(thing, matrix.after(_object_to_matrix(thing)), is_stroked=is_stroked):
        yield from path_to_rulings(points, is_stroked=is_stroked)


def _find_bounds(thing: object, matrix: Matrix) -> Path:
    """Two corners of what a path fills."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top))
    return [matrix(left.value, bottom.value), matrix(right.value, top.value)]


def path_to_rulings(points: Sequence[Point], *, is_stroked: bool) -> Iterator[Ruling]:
    """The ruled lines of a path's corners: its straight sides where it is stroked, else itself if it is thin."""
    if is_stroked:
        yield from _sides(points)
    else:
        yield from _thin_box(points)


def _find_paths(thing: object, matrix: Matrix, *, is_stroked: bool) -> Iterator[Path]:
    """The corners of each part of a path, in order; a part that is closed ends where it began.

    A stroked curve ends one part and begins another: it is no side.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    x, y, points, first, bends = c_float(), c_float(), Path(), (0.0, 0.0), 0
    for number in range(pdfium.FPDFPath_CountSegments(thing)):
        segment = pdfium.FPDFPath_GetPathSegment(thing, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        bends = bends + 1 if kind == _BEND else 0
        if points and (kind == _MOVE or (kind == _BEND and is_stroked)):
            yield points
            points = Path()
        if bends % 3 == 0:  # of a curve only the last of its three points is on it
            points.append(matrix(x.value, y.value))
        if kind == _MOVE:
            first = points[0]
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(first)
    if points:
        yield points


def _sides(points: Sequence[Point]) -> Iterator[Ruling]:
    for (x1, y1), (x2, y2) in pairwise(points):
        ruling = points_to_ruling(x1, y1, x2, y2)
        if ruling is not None:
            yield ruling


def points_to_ruling(x1: float, y1: float, x2: float, y2: float) -> Ruling | None:
    """The ruled line between two points; None where it stands aslant or has no length."""
    width, height = abs(x2 - x1), abs(y2 - y1)
    if width > height and height <= _SLANT:
        middle = (y1 + y2) / 2
        return Ruling(min(x1, x2), middle, max(x1, x2), middle)
    if height > width and width <= _SLANT:
        middle = (x1 + x2) / 2
        return Ruling(middle, min(y1, y2), middle, max(y1, y2))
    return None


def _thin_box(points: Iterable[Point]) -> Iterator[Ruling]:
    """A filled box that is no thicker than a line."""
    xs, ys = zip(*points, strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= _THIN < right - left:
        yield Ruling(left, (top + bottom) / 2, right, (top + bottom) / 2)
    elif right - left <= _THIN < bottom - top:
        yield Ruling((left + right) / 2, top, (left + right) / 2, bottom)


def _picture_to_rulings(thing: object, matrix: Matrix) -> Iterator[Ruling]:
    """A picture drawn as a line: the unit square, stretched."""
    corners = matrix.after(_object_to_matrix(thing))
    yield from path_to_rulings([corners(0, 0), corners(1, 1)], is_stroked=False)
