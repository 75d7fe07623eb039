"""Counts table rows before and after LibreOffice, and reports losses.

LibreOffice 7.4 gives a table back as running text where nothing stands behind it in an old Word file.
"""

from __future__ import annotations

import re

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.limits import Limits
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.word.names import W

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_RTF_ROW = re.compile(rb"\\(?:nest)?row(?![a-z])")  # RTF 1.9.1, "Table Definitions": each row ends so
# sprmTDefTable with the low byte of its size, the high byte and the count of cells ([MS-DOC] 2.6.4, 2.9.325)
_DOC_ROW = re.compile(rb"\x08\xd6(.)([\x00-\x07])([\x01-\x3f])", re.DOTALL)
_DOCX_ROWS = ("document", "header", "footer", "footnotes", "endnotes")


def count_rows(data: bytes, name: str, limits: Limits) -> int:
    """The minimum number of table rows in a document of format ``name``; 0 if unknown."""
    if name == "rtf":
        return len(_RTF_ROW.findall(data))
    if name == "odt":
        package = open_package(data, limits)
        return sum(_count_odt_rows(package, part) for part in ("content.xml", "styles.xml"))
    return sum(1 for found in _DOC_ROW.finditer(data) if _is_definition(found))


def _is_definition(found: re.Match[bytes]) -> bool:
    """Whether the size agrees with the count of cells: a place for each edge, at most 20 bytes a cell."""
    size = found[1][0] + 256 * found[2][0]
    cells = found[3][0]
    least = 2 + 2 * (cells + 1)
    return least <= size <= least + 20 * cells


def _count_odt_rows(package: Package, part: str) -> int:
    """Rows that hold anything; deleted ones and those that only divide a cell are none."""
    root = package.xml(part)
    if root is None:
        return 0
    return sum(1 for row in root.iter(_TABLE + "table-row") if _is_shown(row))


def _is_shown(row: etree._Element) -> bool:
    return not any(
        up.tag == _TEXT + "tracked-changes" or up.get(_TABLE + "is-sub-table") == "true" for up in row.iterancestors()
    )


def count_docx_rows(package: Package) -> int:
    """The rows of all tables of a Word file, its margins and notes included."""
    names = [name for name in package.names if name.startswith(tuple(f"word/{kind}" for kind in _DOCX_ROWS))]
    roots = [package.xml(name) for name in names if name.endswith(".xml")]
    if not roots:
        raise FormatError("conversion-failed", "LibreOffice returned a file without text", "save it as .docx")
    return sum(1 for root in roots if root is not None for _ in root.iter(W + "tr"))
