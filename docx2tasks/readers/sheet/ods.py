"""An OpenDocument spreadsheet (``.ods``) → :class:`~docx2tasks.source.Source`, as last displayed.

Its cells hold the words that were shown (95%, 12,345) beside the values (OpenDocument 1.3, part 3, clause 9.1).
Dates alone are printed anew for a Chinese reader, as in the other spreadsheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.grid import attribute_to_count
from docx2tasks.readers.package import open_package
from docx2tasks.readers.sheet.cells import Filled, Range, Sheet, runs_to_columns
from docx2tasks.readers.sheet.layout import sheets_to_source
from docx2tasks.readers.sheet.numbers import iso_to_serial, number_to_words
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Source
from docx2tasks.vocabulary import DiagnosticCode

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE, _STYLE = (_NAMES % name for name in ("table", "text", "office", "style"))
_DRAW = _NAMES % "drawing"
_NOTIFY = _DRAW + "notify-on-update-of-ranges"  # which a chart has
_BOXES = tuple(_DRAW + name for name in ("text-box", "custom-shape", "rect", "ellipse", "polygon", "caption"))
_BELOW = 2**31  # the row of a box: below all cells
_HIDDEN = {"collapse", "filter"}
_NUMBERS = re.compile(r"\d+")


def read_ods(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an OpenDocument spreadsheet; its sheets are parts.

    Raises ``FormatError`` ``not-sheet`` for a package without a spreadsheet in it, and the refusals of
    :func:`~docx2tasks.readers.package.open_package` and ``xml_to_root``.
    """
    root = open_package(data, limits).xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet") if root is not None else None
    if root is None or body is None:
        raise FormatError("not-sheet", "this package contains no spreadsheet", "use an .ods file")
    hidden = _hidden_styles(root)
    sheets = [_OdsWalk(table, limits).sheet(hidden) for table in body.iterchildren(_TABLE + "table")]
    left_out = left_out_to_diagnostics(_find_left_out(body))
    return sheets_to_source("ods", sheets, limits, tuple(left_out))


def _find_left_out(body: etree._Element) -> Iterator[LeftOut]:
    """Comments, pictures, and objects drawn into sheets: charts and other documents."""
    for thing in body.iter(_OFFICE + "annotation", _DRAW + "image", _DRAW + "object", _DRAW + "object-ole"):
        sheet = next((above.get(_TABLE + "name", "") for above in thing.iterancestors(_TABLE + "table")), "")
        if thing.tag == _OFFICE + "annotation":
            yield LeftOut(DiagnosticCode.SHEET_NOTES, sheet, "".join(map(str, thing.itertext())))
        elif thing.tag != _DRAW + "image":
            code = DiagnosticCode.CHART_NOT_READ if thing.get(_NOTIFY) else DiagnosticCode.EMBEDDED_DOCUMENT
            yield LeftOut(code, sheet, is_grave=True)
        elif thing.getprevious() is None:  # behind an object it is what the object looks like
            yield LeftOut(DiagnosticCode.PICTURE_NOT_READ, sheet)


def _hidden_styles(root: etree._Element) -> set[str]:
    """The names of the styles that do not show their sheet."""
    return {
        style.get(_STYLE + "name", "")
        for style in root.iter(_STYLE + "style")
        if any(found.get(_TABLE + "display") == "false" for found in style.iter(_STYLE + "table-properties"))
    }


class _OdsWalk:
    """One pass over a sheet; a row or cell that is repeated stands once in the file."""

    def __init__(self, table: etree._Element, limits: Limits) -> None:
        self.table, self.limits = table, limits
        self.rows: list[tuple[int, list[Filled]]] = []
        self.merges: list[Range] = []
        self.hidden: set[int] = set()
        self.places = 0

    def sheet(self, hidden_styles: set[str]) -> Sheet:
        name = self.table.get(_TABLE + "name", "")
        if self.table.get(_TABLE + "style-name") in hidden_styles:
            return Sheet(name, is_hidden=True)
        number = 0
        for row in self.table.iter(_TABLE + "table-row"):
            number += self._row(row, number)
        columns = runs_to_columns(self._hidden_columns())
        words = (_cell_words(box) for box in self.table.iter(*_BOXES))
        boxes = [(_BELOW, each) for each in words if each]
        return Sheet(name, self.rows, self.merges, frozenset(self.hidden), columns, boxes=boxes)

    def _row(self, row: etree._Element, number: int) -> int:
        """Take a row in, and return how many rows it stands for."""
        repeated = max(attribute_to_count(row.get(_TABLE + "number-rows-repeated")), 1)
        filled = list(self._cells(row, number))
        if not filled:
            return repeated
        for at in range(number, number + repeated):
            self._count(len(filled))
            self.rows.append((at, filled))
            if row.get(_TABLE + "visibility") in _HIDDEN:
                self.hidden.add(at)
        return repeated

    def _cells(self, row: etree._Element, number: int) -> Iterator[Filled]:
        column = 0
        for cell in row:
            if cell.tag not in {_TABLE + "table-cell", _TABLE + "covered-table-cell"}:
                continue
            repeated = max(attribute_to_count(cell.get(_TABLE + "number-columns-repeated")), 1)
            words = _cell_words(cell) if cell.tag == _TABLE + "table-cell" and len(cell) else ""
            if words:
                self._count(repeated)
                self._merge(cell, number, column)
                yield from ((at, words) for at in range(column, column + repeated))
            column += repeated

    def _merge(self, cell: etree._Element, row: int, column: int) -> None:
        across = max(attribute_to_count(cell.get(_TABLE + "number-columns-spanned")), 1)
        down = max(attribute_to_count(cell.get(_TABLE + "number-rows-spanned")), 1)
        if across > 1 or down > 1:
            self.merges.append(Range(row, column, row + down - 1, column + across - 1))

    def _count(self, places: int) -> None:
        self.places += places
        if self.places > self.limits.cells:
            raise LimitError(
                "table-too-big", f"a sheet has more than {self.limits.cells} filled cells", "split the workbook"
            )

    def _hidden_columns(self) -> Iterator[tuple[int, int]]:
        at = 0
        for column in self.table.iter(_TABLE + "table-column"):
            repeated = max(attribute_to_count(column.get(_TABLE + "number-columns-repeated")), 1)
            if column.get(_TABLE + "visibility") in _HIDDEN:
                yield at, at + repeated - 1
            at += repeated


def _cell_words(cell: etree._Element) -> str:
    shown = "\n".join("".join(_words(p)) for p in cell.iterchildren(_TEXT + "p"))
    iso = cell.get(_OFFICE + "date-value")
    if iso is None or len(_NUMBERS.findall(shown)) < 3 or any("\u4e00" <= sign <= "\u9fff" for sign in shown):
        return shown
    serial = iso_to_serial(iso)
    return shown if serial is None else number_to_words(serial, "yyyy/m/d h:mm" if serial % 1 else "yyyy/m/d")


def _words(element: etree._Element) -> Iterator[str]:
    """The words of a paragraph; blanks and line ends are elements (part 3, clause 6.1)."""
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "s":
            yield " " * min(attribute_to_count(child.get(_TEXT + "c")), 100)
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag in {_TEXT + "span", _TEXT + "a"}:
            yield from _words(child)
        yield child.tail or ""
