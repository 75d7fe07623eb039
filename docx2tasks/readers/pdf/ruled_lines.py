"""Straight lines on a PDF page: stroked paths, thin rectangles, thin pictures.

Producers draw a table's lines in each of these ways (ISO 32000-1, 8.5.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_int, c_uint
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.matrix import Matrix, Point
from docx2tasks.readers.layout.page import Ruling

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_THIN = 2.5  # points: a filled box no thicker is a line
_SLANT = 1.0  # points over the length of a line: more is not a ruled line
_BOX = 5  # segments: no path of so few draws two boxes
_DEPTH = 5  # forms in forms
_LINE, _BEND, _MOVE = 0, 1, 2  # FPDF_SEGMENT_LINETO, …_BEZIERTO, …_MOVETO
TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_*
UNCHANGED = Matrix()
_WHITE = 250  # of 255, in each colour
_MOST_PATHS = 500  # of a page, looked at for boxes under white lines; a banded table has a hundred

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


def find_rulings(objects: Sequence[Drawn], limits: Limits, shown: Matrix) -> Iterator[Ruling]:
    """The straight drawn lines of a page; ``shown`` leads to points from its top left corner.

    White ones on white paper are none; between filled boxes they part what they part.  Raises ``LimitError``
    ``page-too-dense`` past ``limits.page_rulings``.
    """
    left, is_white = limits.page_rulings, _make_white_question()
    boxes: list[Path] | None = None
    for kind, thing, inner in objects:
        if kind == TEXT:
            continue
        matrix, is_path = shown if inner is UNCHANGED else shown.after(inner), kind == _PATH
        found, is_stroked = _path_to_rulings(thing, matrix, left) if is_path else _picture_to_rulings(thing, matrix)
        left -= 1 + len(found)
        if left < 0:
            message = f"a page has more than {limits.page_rulings:,} drawn lines"
            raise LimitError("page-too-dense", message, "print it to PDF again, or raise the limit")
        if found and is_path and is_white(thing, is_stroked):
            boxes = [*_find_boxes(objects, shown, is_white)] if boxes is None else boxes
            found = [ruling for ruling in found if _is_on_box(ruling, boxes)]
        yield from found


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


def _path_to_rulings(thing: object, matrix: Matrix, most: int) -> tuple[list[Ruling], bool]:
    """The sides of a stroked path that run straight across or down, or the thin boxes of a filled one; which it is."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(thing, byref(fill), byref(stroke))
    is_stroked = bool(stroke.value)
    if (not fill.value and not is_stroked) or pdfium.FPDFPath_CountSegments(thing) > most:
        return [], is_stroked
    if not is_stroked and pdfium.FPDFPath_CountSegments(thing) <= _BOX:
        return [*_thin_box(_find_bounds(thing, matrix))], False
    paths = _find_paths(thing, matrix.after(_object_to_matrix(thing)), is_stroked=is_stroked)
    return [ruling for points in paths for ruling in path_to_rulings(points, is_stroked=is_stroked)], is_stroked


def _make_white_question() -> Callable[[object, bool], bool]:
    """Whether the edges of a path, or what it fills, have the colour of paper; made once for a page."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    places = byref(red), byref(green), byref(blue), byref(alpha)
    ask_stroke, ask_fill = pdfium.FPDFPageObj_GetStrokeColor, pdfium.FPDFPageObj_GetFillColor

    def is_white(thing: object, is_stroked: bool) -> bool:  # noqa: FBT001  asked for each line of a table
        if not (ask_stroke if is_stroked else ask_fill)(thing, *places):
            return False
        return (red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE) or not alpha.value

    return is_white


def _find_boxes(objects: Iterable[Drawn], shown: Matrix, is_white: Callable[[object, bool], bool]) -> Iterator[Path]:
    """What is filled with a colour, up to a number of boxes."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    fill, stroke = c_int(), c_int()
    paths = ((thing, inner) for kind, thing, inner in objects if kind == _PATH)
    for thing, inner in islice(paths, _MOST_PATHS):
        pdfium.FPDFPath_GetDrawMode(thing, byref(fill), byref(stroke))
        if fill.value and not is_white(thing, False):  # noqa: FBT003  of what is filled
            yield _find_bounds(thing, shown.after(inner))


def _is_on_box(ruling: Ruling, boxes: Iterable[Path]) -> bool:
    """Whether the middle of a line lies on a box that is no line itself."""
    x, y = (ruling.left + ruling.right) / 2, (ruling.top + ruling.bottom) / 2
    return any(
        min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)
        for (x1, y1), (x2, y2) in boxes
        if min(abs(x2 - x1), abs(y2 - y1)) > _THIN
    )


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
    """The ruled line between two points; None if it is slanted or has no length."""
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


def _picture_to_rulings(thing: object, matrix: Matrix) -> tuple[list[Ruling], bool]:
    """A picture drawn as a line: the unit square, stretched."""
    corners = matrix.after(_object_to_matrix(thing))
    return [*path_to_rulings([corners(0, 0), corners(1, 1)], is_stroked=False)], False
