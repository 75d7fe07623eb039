"""The cells of a sheet of an old Excel workbook, from its records (MS-XLS 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.readers.sheet import biff
from docx2tasks.readers.sheet.biff import find_records, rk_to_number, short_string
from docx2tasks.readers.sheet.cells import Doubts, Range, Sheet, place_name, runs_to_columns
from docx2tasks.readers.sheet.numbers import general_words, number_to_words
from docx2tasks.readers.unread import LeftOut
from docx2tasks.vocabulary import DiagnosticCode

_CHART, _PICTURE, _NOTE = 5, 8, 0x19  # kinds of things drawn (2.5.143)
_BOX_HEAD = 12  # bytes before the count of a box's characters ends (2.4.329)
_BELOW = 2**31  # the row of a box: below all cells
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class XlsBook(NamedTuple):
    """What all sheets share, and where each begins: its name, its offset, whether it is hidden."""

    strings: Sequence[str]
    formats: Sequence[str]
    is_1904: bool
    sheets: Sequence[tuple[str, int, bool]]


class XlsCells:
    """One pass over the records of a sheet."""

    def __init__(self, name: str, book: XlsBook, doubts: Doubts) -> None:
        self.name, self.book, self.doubts = name, book, doubts
        self.cells: dict[int, dict[int, str]] = {}
        self.merges: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.boxes: list[tuple[int, str]] = []
        self.left_out: list[LeftOut] = []
        self.object = 0  # the kind of the one last met: its words may follow
        self.is_box = False  # whether the next record holds words of it
        self.formula = (0, 0)  # the place of the last formula: its words may follow

    def to_sheet(self) -> Sheet:
        """The sheet read so far."""
        columns = runs_to_columns(self.hidden_columns)
        rows = [(row, sorted(cells.items())) for row, cells in sorted(self.cells.items())]
        return Sheet(self.name, rows, self.merges, frozenset(self.hidden_rows), columns, boxes=self.boxes)

    def put(self, row: int, column: int, words: str) -> None:
        """Put text into a cell; empty text is not a cell."""
        if words:
            self.cells.setdefault(row, {})[column] = words

    def put_number(self, row: int, column: int, style: int, value: float) -> None:
        """Put a number into a cell, as its style shows it."""
        code = self.book.formats[style] if style < len(self.book.formats) else ""
        words = number_to_words(value, code, is_1904=self.book.is_1904) if code else general_words(value)
        self.put(row, column, words)

    def put_error(self, row: int, column: int, number: int) -> None:
        """Put an error into a cell, and note where."""
        self.put(row, column, _ERRORS.get(number, "#N/A"))
        self.doubts.errors.append(place_name(row, column, self.name))


# What each record says -------------------------------------------------------------------------


def _object(cells: XlsCells, data: bytes) -> None:
    """A thing that is drawn over the sheet; its kind stands in the first of its parts (2.5.143)."""
    cells.object = struct.unpack_from("<H", data, 4)[0]
    if cells.object == _CHART:
        cells.left_out.append(LeftOut(DiagnosticCode.CHART_NOT_READ, cells.name, is_grave=True))
    elif cells.object == _PICTURE:
        cells.left_out.append(LeftOut(DiagnosticCode.PICTURE_NOT_READ, cells.name))


def _box(cells: XlsCells, data: bytes) -> None:
    cells.is_box = len(data) >= _BOX_HEAD and struct.unpack_from("<H", data, 10)[0] > 0


def _box_words(cells: XlsCells, data: bytes) -> None:
    """The words of the thing met last: those of a remark are said, those of a box are read."""
    cells.is_box = False
    raw = data[1:]
    words = raw.decode("utf-16-le" if data[:1] == b"\x01" else "latin-1", "replace").replace("\r", "\n").strip()
    if cells.object == _NOTE:
        cells.left_out.append(LeftOut(DiagnosticCode.SHEET_NOTES, cells.name, words))
    elif words:
        cells.boxes.append((_BELOW, words))


def _label(cells: XlsCells, data: bytes) -> None:
    row, column, _, number = struct.unpack_from("<HHHI", data)
    cells.put(row, column, cells.book.strings[number])


def _own_label(cells: XlsCells, data: bytes) -> None:
    row, column, _ = struct.unpack_from("<HHH", data)
    cells.put(row, column, short_string(data, 6, wide_count=True))


def _number(cells: XlsCells, data: bytes) -> None:
    cells.put_number(*struct.unpack_from("<HHHd", data))


def _rk(cells: XlsCells, data: bytes) -> None:
    row, column, style, raw = struct.unpack_from("<HHHI", data)
    cells.put_number(row, column, style, rk_to_number(raw))


def _several_rk(cells: XlsCells, data: bytes) -> None:
    row, first = struct.unpack_from("<HH", data)
    for place in range((len(data) - 6) // 6):
        style, raw = struct.unpack_from("<HI", data, 4 + 6 * place)
        cells.put_number(row, first + place, style, rk_to_number(raw))


def _formula(cells: XlsCells, data: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", data)
    raw = data[6:14]
    cells.formula = (row, column)
    if raw[6:8] != b"\xff\xff":
        cells.put_number(row, column, style, struct.unpack("<d", raw)[0])
    elif raw[0] == 1:
        cells.put(row, column, "TRUE" if raw[2] else "FALSE")
    elif raw[0] == 2:
        cells.put_error(row, column, raw[2])


def _formula_words(cells: XlsCells, data: bytes) -> None:
    cells.put(*cells.formula, short_string(data, 0, wide_count=True))


def _truth_or_error(cells: XlsCells, data: bytes) -> None:
    row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
    if is_error:
        cells.put_error(row, column, value)
    else:
        cells.put(row, column, "TRUE" if value else "FALSE")


def _row(cells: XlsCells, data: bytes) -> None:
    row, flags = struct.unpack_from("<H10xH", data)
    if flags & 0x20:
        cells.hidden_rows.add(row)


def _columns(cells: XlsCells, data: bytes) -> None:
    first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
    if flags & 1:
        cells.hidden_columns.append((first, last))


def _merged(cells: XlsCells, data: bytes) -> None:
    count = struct.unpack_from("<H", data)[0]
    for place in range(count):
        top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * place)
        cells.merges.append(Range(top, left, bottom, right))


_TAKERS: Mapping[int, Callable[[XlsCells, bytes], None]] = {
    biff.LABELSST: _label,
    biff.LABEL: _own_label,
    biff.RSTRING: _own_label,
    biff.NUMBER: _number,
    biff.RK: _rk,
    biff.MULRK: _several_rk,
    biff.FORMULA: _formula,
    biff.STRING: _formula_words,
    biff.BOOLERR: _truth_or_error,
    biff.OBJ: _object,
    biff.TXO: _box,
    biff.ROW: _row,
    biff.COLINFO: _columns,
    biff.MERGED: _merged,
}


def read_sheet(cells: XlsCells, stream: bytes, at: int) -> Sheet:
    """The sheet whose records begin at a place of the workbook."""
    for number, data in find_records(stream, at):
        take = _TAKERS.get(number)
        if take is not None:
            take(cells, data)
        elif number == biff.CONTINUE and cells.is_box:
            _box_words(cells, data)
    return cells.to_sheet()
