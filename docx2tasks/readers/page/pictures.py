"""Pictures, drawings and embedded pages of a web page, and values of form fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docx2tasks.readers.grid import attribute_to_count
from docx2tasks.readers.page.style import style_to_facts
from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import DiagnosticCode

SHOWN = frozenset({"svg", "canvas", "img", "iframe", "frame", "input", "video", "audio", "datalist"})
_INSTEAD = frozenset({"video", "audio", "datalist"})  # their words are for browsers that do not know them
_TAG = re.compile(r"<[^<>]*>")
_PLACE_CHARS = 40
_WIDTH, _HEIGHT = 500, 600  # pixels: a picture as large as this fills most of a page
_ICON = 100  # pixels, across and down
_NOWHERE = ("", "about:", "javascript:")
_BOXES = frozenset({"", "text", "submit", "button", "reset", "search"})


def find_left_out(element: etree._Element, tag: str) -> Iterator[LeftOut]:
    """What an element of ``SHOWN`` displays, except small pictures and drawings without text."""
    if style_to_facts(element.get("style") or "").effect.gone or element.get("hidden") is not None:
        return
    if tag in {"svg", "canvas"} | _INSTEAD:
        words = " ".join("".join(map(str, element.itertext())).split())
        if words:
            code = DiagnosticCode.HIDDEN_TEXT if tag in _INSTEAD else DiagnosticCode.DRAWING_NOT_READ
            yield LeftOut(code, words=words)
    elif tag == "img":
        words = (element.get("alt") or "").strip()
        width, height = _find_size(element)
        if words or not 0 < max(width, height) <= _ICON:
            is_grave = width >= _WIDTH and height >= _HEIGHT
            yield LeftOut(DiagnosticCode.PICTURE_NOT_READ, words=words, is_grave=is_grave)
    elif tag != "input":
        yield from find_page(element)


def find_value(element: etree._Element) -> str:
    """The words in a box of a form that is shown."""
    return (element.get("value") or "") if (element.get("type") or "").strip().lower() in _BOXES else ""


def find_page(element: etree._Element) -> Iterator[LeftOut]:
    """The page in a frame, with its text if it is in the attribute."""
    inside = element.get("srcdoc")
    address = (element.get("src") or element.get("data") or "").strip()
    if inside is not None:
        yield LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, words=_TAG.sub("\n", inside))
    elif not address.lower().startswith(_NOWHERE[1:]) and address:
        yield LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, address[-_PLACE_CHARS:])


def _find_size(element: etree._Element) -> tuple[int, int]:
    """Width and height as the page gives them, 0 where it does not."""
    sides = (attribute_to_count((element.get(side) or "0").removesuffix("px"), 10_000) for side in ("width", "height"))
    width, height = sides
    return width, height
