"""Rewrites the XML of a worksheet or shared strings to the form that Excel writes.

Prefixes go, attributes stand in the usual order, the runs of a string are one, rows and cells without a place
(``r`` is optional: ECMA-376-1, 18.3.1.4 and 18.3.1.73) get the one behind the place before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.limits import Limits
from docx2tasks.readers.package import xml_to_root
from docx2tasks.readers.sheet.cells import place_name

_ROW = re.compile(r"[0-9]{1,7}")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def to_common_shape(data: bytes, limits: Limits, name: str) -> str:
    """The text of a part in the common shape.

    Raises the refusals of ``xml_to_root``, and ``xml-broken`` where a sheet has its cells twice.
    """
    root = xml_to_root(data, limits, name)
    for choice in [*root.iter(f"{{{_CHOICES}}}AlternateContent")]:
        _take_fallback(choice)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    _keep_one_body(root, name)
    for number, row in _number_rows(root):
        row.set("r", str(number))
        _place_cells(row, number, name)
    for entry in root.iter("si", "is"):
        _join_runs(entry)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode").replace("<sheetData >", "<sheetData>")


def broken_sheet(name: str) -> FormatError:
    """The refusal for a sheet whose cells cannot be identified."""
    return FormatError(
        "xml-broken",
        f"the cells of sheet {name[:20]} are damaged",
        "open the file in Excel or WPS, accept the repair, and save it again",
    )


def _take_fallback(choice: etree._Element) -> None:
    """Put what is meant for programs that know no extension in the place of a choice: no cell needs one."""
    parent = choice.getparent()
    if parent is None:
        return
    at = parent.index(choice)
    parent[at : at + 1] = [child for branch in choice.iterchildren(f"{{{_CHOICES}}}Fallback") for child in branch]


def _keep_one_body(root: etree._Element, name: str) -> None:
    """Only the sheet's own child holds its cells; what lies deeper belongs to an extension."""
    own = root.findall("sheetData")
    if len(own) > 1:
        raise broken_sheet(name)
    for body in [*root.iter("sheetData")]:
        if body not in own:
            body.tag = "otherData"


def _number_rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Each row of the sheet with its number, from 1."""
    body = root.find("sheetData")
    number = 0
    for row in body if body is not None else ():
        if row.tag == "row":
            said = row.get("r", "")
            number = int(said) if _ROW.fullmatch(said) else number + 1
            yield number, row


def _place_cells(row: etree._Element, number: int, name: str) -> None:
    column = -1
    for cell in row.iterchildren("c"):
        said = cell.get("r", "").replace("$", "").upper()
        place = _PLACE.fullmatch(said)
        if said and place is None:
            raise broken_sheet(name)
        column = letters_to_column(place[1]) if place else column + 1
        _straighten(cell, said or place_name(number - 1, column))


def letters_to_column(letters: str) -> int:
    """The number of a column by its letters: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _straighten(cell: etree._Element, place: str) -> None:
    """The attributes that say something, in their order; only what holds a value, without attributes."""
    said = {"r": place} | {key: cell.get(key) for key in ("s", "t")}
    cell.attrib.clear()
    cell.tail = None
    cell.text = None
    for key, value in said.items():
        if value is not None:
            cell.set(key, value)
    for child in [child for child in cell if child.tag not in {"f", "v", "is"}]:
        cell.remove(child)
    for child in cell:
        child.tail = None
        child.attrib.clear()


def _join_runs(entry: etree._Element) -> None:
    """One ``t`` with the words of all runs, without their pronunciation."""
    for reading in list(entry.iterchildren("rPh")):
        entry.remove(reading)
    words = "".join(t.text or "" for t in entry.iter("t"))
    for child in list(entry):
        entry.remove(child)
    entry.text = None
    etree.SubElement(entry, "t").text = words
