"""Form controls and media of OpenDocument text, which LibreOffice drops."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docx2tasks.limits import Limits
from docx2tasks.readers.package import open_package
from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import DiagnosticCode

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_DRAW, _FORM = f"{{{_OASIS}drawing:1.0}}", f"{{{_OASIS}form:1.0}}"
_VALUES = tuple(_FORM + name for name in ("current-value", "value", "label"))


def find_controls(data: bytes, name: str, limits: Limits) -> Iterator[LeftOut]:
    """What LibreOffice drops from a document of format ``name`` (only ``odt``), with its text.

    A control with words in it is grave: who filled the form wrote them.
    """
    root = open_package(data, limits).xml("content.xml") if name == "odt" else None
    if root is None:
        return
    values = {element.get(_FORM + "id", ""): _value(element) for element in root.iter(_FORM + "*")}
    for control in root.iter(_DRAW + "control"):
        words = values.get(control.get(_DRAW + "control", ""), "")
        yield LeftOut(DiagnosticCode.CONTROL_NOT_READ, words, words, is_grave=words != "")
    for _ in root.iter(_DRAW + "plugin", _DRAW + "applet"):
        yield LeftOut(DiagnosticCode.DRAWING_NOT_READ)


def _value(element: etree._Element) -> str:
    found = (element.get(name, "").strip() for name in _VALUES)
    return next((words for words in found if words), "")
