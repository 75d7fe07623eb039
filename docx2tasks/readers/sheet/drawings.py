"""Drawings of an Excel workbook: text boxes are read, the rest is reported.

sheet ─ relationships ─ drawing ─ shapes: their words, with the row they begin at
                                ├ charts: their titles; the chart itself is said
                                └ pictures: said, gravely where one fills most of a page
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from docx2tasks.errors import Refusal
from docx2tasks.readers.grid import attribute_to_count
from docx2tasks.readers.package import Package
from docx2tasks.readers.unread import LeftOut
from docx2tasks.readers.word.relationships import Relationship, find_relationships
from docx2tasks.vocabulary import DiagnosticCode

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PAGE = 595 * 842 * 12_700**2  # A4, in the square of the units of drawings (914,400 an inch)
_MARGIN_CODES = re.compile(r'&(?:"[^"]{0,200}"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z&])')
_TAG = re.compile(r"<[^<>]*>")
_BOX, _BOX_END = "<v:textbox", "</v:textbox>"


@dataclass(slots=True)
class Beside:
    """Content next to the cells: text to read, with its rows, and what is left out."""

    package: Package
    boxes: list[tuple[int, str]] = field(default_factory=list)  # of the sheet read last
    left_out: list[LeftOut] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)  # parts that sheets show

    def read(self, part: str, sheet: str) -> list[tuple[int, str]]:
        """The words drawn over a sheet, each with its row; ``part`` is the sheet's own."""
        self.boxes = []
        for found in self._relationships(part, sheet):
            self.reached.add(found.target.lower())
            if found.kind == "drawing":
                self._drawing(found.target, sheet)
            elif found.kind == "vmlDrawing":
                words = _find_old_words(self.package.part(found.target) or b"")
                self.left_out.extend(LeftOut(DiagnosticCode.DRAWING_NOT_READ, sheet, each) for each in words)
        return self.boxes

    def skip(self, part: str) -> None:
        """Ignore the drawings of a hidden sheet, which is reported anyway."""
        for found in self._relationships(part, ""):
            self.reached.add(found.target.lower())
            self.reached.update(one.target.lower() for one in self._relationships(found.target, ""))

    def strays(self) -> Iterator[LeftOut]:
        """Parts that no sheet was seen to show."""
        names = [name.lower().lstrip("/") for name in self.package.names]
        for name in names:
            place = posixpath.basename(name)
            if name.startswith("xl/embeddings/"):
                yield LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, place, is_grave=True)
            elif name.startswith("xl/charts/chart") and name.endswith(".xml") and name not in self.reached:
                yield LeftOut(DiagnosticCode.CHART_NOT_READ, place, is_grave=True)
            elif name.startswith("xl/drawings/drawing") and name.endswith(".xml") and name not in self.reached:
                yield from self._stray_words(name, place)
            elif name.startswith("xl/media/") and name not in self.reached:
                yield LeftOut(DiagnosticCode.PICTURE_NOT_READ, place)

    def _relationships(self, part: str, sheet: str) -> Sequence[Relationship]:
        try:
            return find_relationships(self.package, part)
        except Refusal:  # the cells are whole
            self.left_out.append(LeftOut(DiagnosticCode.DRAWING_NOT_READ, sheet, is_grave=True))
            return ()

    def _xml(self, part: str, sheet: str) -> etree._Element | None:
        try:
            return self.package.xml(part)
        except Refusal:  # as above
            self.left_out.append(LeftOut(DiagnosticCode.DRAWING_NOT_READ, sheet, is_grave=True))
            return None

    def _drawing(self, part: str, sheet: str) -> None:
        root = self._xml(part, sheet)
        targets = {one.id: one.target for one in self._relationships(part, sheet)} if root is not None else {}
        self.reached.update(target.lower() for target in targets.values())
        for anchor in root if root is not None else ():
            row = attribute_to_count(anchor.findtext(f"{_DRAWN}from/{_DRAWN}row"))
            for thing in _find_shown(anchor):
                words = self._thing(thing, targets, sheet)
                if words:
                    self.boxes.append((row, words))

    def _thing(self, thing: etree._Element, targets: Mapping[str, str], sheet: str) -> str:
        """The words of a shape or the title of a chart; what is not read is noted."""
        if thing.tag == _DRAWN + "pic":
            self.left_out.append(
                LeftOut(DiagnosticCode.PICTURE_NOT_READ, sheet, _find_name(thing), is_grave=_fills_page(thing))
            )
            return ""
        if thing.tag != _DRAWN + "graphicFrame":
            return _find_words(thing)
        chart = thing.find(f".//{_CHART}chart")
        code = DiagnosticCode.DRAWING_NOT_READ if chart is None else DiagnosticCode.CHART_NOT_READ
        self.left_out.append(LeftOut(code, sheet, is_grave=True))
        return "" if chart is None else self._title(targets.get(chart.get(_ID + "id", "")), sheet)

    def _title(self, part: str | None, sheet: str) -> str:
        root = self._xml(part, sheet) if part else None
        title = root.find(f"{_CHART}chart/{_CHART}title") if root is not None else None
        return "" if title is None else _find_words(title)

    def _stray_words(self, part: str, place: str) -> Iterator[LeftOut]:
        root = self._xml(part, place)
        words = "" if root is None else _find_words(root)
        if words:
            yield LeftOut(DiagnosticCode.DRAWING_NOT_READ, place, words)


def margins_to_left_out(margins: Sequence[str], sheet: str) -> Iterator[LeftOut]:
    """The words of headers and footers that are added in print: ``&C&"宋体"附件2`` says ``附件2``."""
    for raw in margins:
        words = _MARGIN_CODES.sub("", raw).strip()
        if any(sign.isalpha() for sign in words):
            yield LeftOut(DiagnosticCode.MARGIN_TEXT, sheet, words)


def _find_shown(holder: etree._Element) -> Iterator[etree._Element]:
    """The shapes, pictures and frames in a holder that Excel shows, those in groups too."""
    for child in holder:
        if child.tag == _CHOICES + "AlternateContent":
            yield from _find_shown(_choose(child))
        elif child.tag in {_DRAWN + "grpSp", _DRAWN + "sp", _DRAWN + "pic", _DRAWN + "graphicFrame", _DRAWN + "cxnSp"}:
            look = child.find(f"*/{_DRAWN}cNvPr")
            if look is not None and look.get("hidden") in {"1", "true"}:
                continue
            if child.tag == _DRAWN + "grpSp":
                yield from _find_shown(child)
            else:
                yield child


def _choose(choice: etree._Element) -> etree._Element:
    """The branch for Excel of 2010 (``a14``), which all later ones know; else what is meant for any program."""
    for branch in choice.iterchildren(_CHOICES + "Choice"):
        if branch.get("Requires") == "a14":
            return branch
    fallback = choice.find(_CHOICES + "Fallback")
    return choice if fallback is None else fallback


def _find_words(thing: etree._Element) -> str:
    """The words in a shape, a line a paragraph."""
    lines = ("".join(_paragraph_words(paragraph)) for paragraph in thing.iter(_ART + "p"))
    return "\n".join(line for line in lines if line.strip())


def _paragraph_words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(_ART + "t", _ART + "br"):
        yield "\n" if element.tag == _ART + "br" else element.text or ""


def _find_name(thing: etree._Element) -> str:
    """What a picture is said to show."""
    look = thing.find(f"*/{_DRAWN}cNvPr")
    return "" if look is None else look.get("descr", "")


def _fills_page(thing: etree._Element) -> bool:
    """Whether a picture is larger than half a page."""
    size = thing.find(f".//{_ART}xfrm/{_ART}ext")
    if size is None:
        return False
    width, height = size.get("cx", "0"), size.get("cy", "0")
    return width.isdecimal() and height.isdecimal() and 2 * int(width[:12]) * int(height[:12]) > _PAGE


def _find_old_words(data: bytes) -> Iterator[str]:
    """The words in boxes of the older drawing language, which is often not well-formed."""
    for piece in data.decode("utf-8", "replace").split(_BOX)[1:]:
        words = _TAG.sub("", piece.partition(_BOX_END)[0].partition(">")[2]).strip()
        if words:
            yield words
