"""Properties of paragraphs, rows and cells (``w:pPr``, ``w:trPr``, ``w:tcPr``).

Read once for each, in one pass over the properties.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from docx2tasks.readers.grid import CONTINUE, NONE, RESTART, Merge, attribute_to_count
from docx2tasks.readers.word.names import (
    MC,
    VAL,
    W,
    alternate_to_lost,
    child_value,
    element_to_switch,
    find_child,
    pick_branch,
    value_to_level,
)
from docx2tasks.readers.word.styles import PARAGRAPH_LOOKS, Look, WordStyles
from docx2tasks.source import PLAIN, Style

_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES, _LIST = W + "pPr", W + "rPr", W + "numPr"
_STYLE, _FRAME, _SECTION = W + "pStyle", W + "framePr", W + "sectPr"
_DELETED, _HIDDEN = (W + "del", W + "moveFrom"), W + "vanish"
_CELL, _PARAGRAPH, _SPAN = W + "tc", W + "p", W + "gridSpan"
_WIDTH, _MERGE, _MERGE_ACROSS = W + "tcW", W + "vMerge", W + "hMerge"
_ROW_PROPERTIES, _BEFORE = W + "trPr", W + "gridBefore"
_NO_CELLS = frozenset((W + "tblPrEx", W + "sdtPr", W + "sdtEndPr", W + "customXmlPr"))


class Properties(NamedTuple):
    """What ``w:pPr`` says, its style included."""

    look: Look
    number: str | None = None  # its own numPr
    level: int | None = None
    section: etree._Element | None = None  # the section that ends with it
    joins: bool = False  # its mark is deleted: the next paragraph continues here
    run_in: bool = False  # its mark is hidden, or it is a drop cap: the same, but it keeps its look


def paragraph_to_properties(paragraph: etree._Element, styles: WordStyles, plain: Properties) -> Properties:
    """The properties of a paragraph, including its style; ``plain`` if there are none."""
    element = paragraph[0] if len(paragraph) else None
    if element is None or element.tag != _PARAGRAPH_PROPERTIES:
        return plain
    look = plain.look
    number: str | None = None
    level: int | None = None
    joins = run_in = False
    section: etree._Element | None = None
    for child in element:
        tag = child.tag
        if tag == _STYLE:  # the first of all, by the schema
            look = styles.look(child.get(VAL))
        elif tag == _LIST:
            number, level = child_value(child, W + "numId"), value_to_level(child_value(child, W + "ilvl"))
        elif tag in PARAGRAPH_LOOKS:
            look = PARAGRAPH_LOOKS[tag](look, child)
        elif tag == _RUN_PROPERTIES:
            joins, hidden = _mark(child)
            run_in = run_in or hidden
        elif tag == _FRAME:
            run_in = run_in or child.get(W + "dropCap") in ("drop", "margin")
        elif tag == _SECTION:
            section = child
    return Properties(look, number, level, section, joins, run_in)


class RowProperties(NamedTuple):
    """What ``w:trPr`` says."""

    skip: int = 0  # columns left empty before the first cell
    is_header: bool = False
    is_deleted: bool = False
    is_hidden: bool = False


def element_to_row_properties(element: etree._Element | None) -> RowProperties:
    """The properties of a row, from its ``w:trPr`` if it has one (17.4.82)."""
    if element is None:
        return _PLAIN_ROW
    marks = {child.tag: child for child in element}
    skip = attribute_to_count(marks[_BEFORE].get(VAL), 0) if _BEFORE in marks else 0
    hidden = _is_on(marks.get(W + "hidden"))
    return RowProperties(skip, _is_on(marks.get(W + "tblHeader")), W + "del" in marks, hidden)


def look_to_style(look: Look, *, bold: bool) -> Style:
    """The style of a paragraph that is reported: outline level from 1, centring, boldness."""
    if look.outline is None and not look.centered and not bold:
        return PLAIN
    return Style(None if look.outline is None else look.outline + 1, bool(look.centered), bold)


def is_contents_control(element: etree._Element) -> bool:
    """Whether a content control comes from the gallery of contents lists (17.5.2.11)."""
    properties = find_child(element, W + "sdtPr")
    if properties is None:
        return False
    gallery = next(properties.iter(W + "docPartGallery"), None)
    return gallery is not None and gallery.get(VAL, "").lower() == "table of contents"


def find_cells(row: etree._Element, lost: list[str]) -> tuple[list[etree._Element], etree._Element | None]:
    """The cells of a row, through whatever is wrapped around them, and the row's properties.

    A paragraph in the place of a cell is one of them.  ``lost`` takes the words of what is not shown.
    """
    cells: list[etree._Element] = []
    properties: etree._Element | None = None
    for child in row:
        tag = child.tag
        if tag == _CELL:
            cells.append(child)
        elif tag == _ROW_PROPERTIES:
            properties = child
        elif tag == MC + "AlternateContent":
            branch = pick_branch(child)
            if branch is not None:
                cells += find_cells(branch, lost)[0]
            elif words := alternate_to_lost(child):
                lost.append(words)
        elif tag == _PARAGRAPH:
            cells.append(child)
        elif tag not in _NO_CELLS:
            cells += find_cells(child, lost)[0]
    return cells, properties


class Spans(NamedTuple):
    """The content of ``w:tcPr``: columns, the cell above, and whether it continues the cell to the left."""

    colspan: int = 1
    merge: Merge = NONE
    is_rest: bool = False


ONE_PLACE = Spans()


def element_to_spans(properties: etree._Element) -> Spans:
    """The spans of a cell, from its ``w:tcPr`` (17.4.17 ``gridSpan``, 17.4.84 ``vMerge``)."""
    colspan, merge, is_rest = ONE_PLACE
    for child in properties:
        tag = child.tag
        if tag == _WIDTH:
            continue
        if tag == _MERGE:
            merge = RESTART if child.get(VAL) == "restart" else CONTINUE
        elif tag == _SPAN:
            colspan = attribute_to_count(child.get(VAL))
        elif tag == _MERGE_ACROSS:
            is_rest = child.get(VAL) != "restart"
    return ONE_PLACE if colspan == 1 and merge is NONE and not is_rest else Spans(colspan, merge, is_rest)


PLAIN_PARAGRAPH = Properties(Look())
_PLAIN_ROW = RowProperties()


def _mark(properties: etree._Element) -> tuple[bool, bool]:
    """Whether the paragraph's own mark is deleted, and whether it is hidden."""
    deleted = hidden = False
    for child in properties:
        tag = child.tag
        if tag in _DELETED:
            deleted = True
        elif tag == _HIDDEN:
            hidden = element_to_switch(child)
    return deleted, hidden


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and element_to_switch(switch)
