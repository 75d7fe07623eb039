"""Drawings: text boxes, text, pictures, charts, diagrams, objects.

Drawings come in two languages, DrawingML (``w:drawing``) and VML (``w:pict``, ``w:object``), often the same
one in both; :func:`find_shapes` walks either and takes one branch of each alternative.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from docx2tasks.readers.word.names import MC, R, W, find_child, pick_branch

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"

_EMU = 12_700  # in a point
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,6})?)\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_UNSEEN = re.compile(r"(?:^|;)\s*visibility\s*:\s*hidden", re.IGNORECASE)
_ON = frozenset(("1", "true", "on"))
_PLAIN_SHAPES = ("/wordprocessingShape", "/wordprocessingGroup", "/wordprocessingCanvas")

Size = tuple[float, float]


class Shape(NamedTuple):
    """A thing found in a drawing.

    ``kind`` is ``box`` (``element`` holds its paragraphs), ``words``, ``hidden`` (words that are not shown),
    ``picture``, ``chart``, ``diagram``, ``object``, ``formula``, ``control``, ``document`` or ``drawing`` (of a
    kind that is not known).  ``target`` is the id of the part that holds it, ``size`` is in points where it is said.
    """

    kind: str
    element: etree._Element
    words: str = ""
    target: str = ""
    size: Size | None = None


def find_shapes(drawing: etree._Element) -> list[Shape]:
    """The shapes in a ``w:drawing``, ``w:pict`` or ``w:object``, outermost first, in file order."""
    found: list[Shape] = []
    _find(drawing, None, found)
    if any(shape.kind in _WITH_PREVIEW for shape in found):
        return [shape for shape in found if shape.kind != "picture"]  # it shows the object
    return found


def words_of(element: etree._Element) -> str:
    """The words of a paragraph of DrawingML (``a:p``)."""
    pieces = ("\n" if one.tag == A + "br" else one.text or "" for one in element.iter(A + "t", A + "br"))
    return "".join(pieces).strip()


def hide(element: etree._Element) -> Shape:
    """The words of a drawing that is not shown."""
    return Shape("hidden", element, "\n".join(element.itertext(W + "t", A + "t")))


def _find(parent: etree._Element, size: Size | None, found: list[Shape]) -> None:
    for child in parent:
        tag = child.tag
        make = _SHAPES.get(tag)
        if make is not None:
            found.append(make(child, size))
        elif tag == MC + "AlternateContent":
            branch = pick_branch(child)
            if branch is not None:
                _find(branch, size, found)
        elif _is_hidden(child):
            found.append(hide(child))
        elif tag == A + "graphicData":
            _find_graphic(child, size, found)
        else:
            _find(child, _own_size(child) or size, found)


def _find_graphic(data: etree._Element, size: Size | None, found: list[Shape]) -> None:
    """A graphic; one in which nothing known is found says so, unless it is a line or a shape without words."""
    before = len(found)
    _find(data, size, found)
    if len(found) == before and len(data) and not data.get("uri", "").endswith(_PLAIN_SHAPES):
        found.append(Shape("drawing", data, size=size))


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in (_WP + "inline", _WP + "anchor"):
        properties = find_child(element, _WP + "docPr")
        return properties is not None and properties.get("hidden") in _ON
    return str(element.tag).startswith(_V) and _UNSEEN.search(element.get("style", "")) is not None


def _own_size(element: etree._Element) -> Size | None:
    """The size that a drawing, or a shape of VML, says it has."""
    if element.tag in (_WP + "inline", _WP + "anchor"):
        extent = find_child(element, _WP + "extent")
        width, height = ("", "") if extent is None else (extent.get("cx", ""), extent.get("cy", ""))
        is_said = width.isascii() and width.isdigit() and height.isascii() and height.isdigit()
        return (int(width[:9]) / _EMU, int(height[:9]) / _EMU) if is_said else None
    said = {
        m[1].lower(): float(m[2]) * _UNITS[(m[3] or "").lower()] for m in _LENGTH.finditer(element.get("style", ""))
    }
    return (said["width"], said["height"]) if len(said) == 2 else None


def _picture(element: etree._Element, size: Size | None) -> Shape:
    target = element.get(R + "embed") or element.get(R + "id") or element.get(_O + "relid") or ""
    return Shape("picture", element, target=target, size=size)


def _object(element: etree._Element, size: Size | None) -> Shape:
    program = element.get("ProgID", "") or element.get(W + "progId", "")
    return Shape("formula" if program.startswith("Equation") else "object", element, size=size)


def _plain(kind: str) -> Callable[[etree._Element, Size | None], Shape]:
    return lambda element, size: Shape(kind, element, target=element.get(R + "id", ""), size=size)


_WITH_PREVIEW = frozenset(("object", "formula", "control"))
_SHAPES: dict[Any, Callable[[etree._Element, Size | None], Shape]] = {
    W + "txbxContent": lambda element, _: Shape("box", element),
    A + "p": lambda element, _: Shape("words", element, words_of(element)),
    _V + "textpath": lambda element, _: Shape("words", element, element.get("string", "").strip()),
    A + "blip": _picture,
    _V + "imagedata": _picture,
    _C + "chart": _plain("chart"),
    _CX + "chart": _plain("chart"),
    _DGM + "relIds": lambda element, size: Shape("diagram", element, target=element.get(R + "dm", ""), size=size),
    _O + "OLEObject": _object,
    W + "objectEmbed": _object,
    W + "objectLink": _object,
    W + "control": _plain("control"),
    W + "movie": _plain("drawing"),
    W + "contentPart": _plain("drawing"),
    _W14 + "contentPart": _plain("drawing"),
}
