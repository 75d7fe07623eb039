"""An old Excel workbook (``.xls``, Excel 97 to 2003) → :class:`~docx2tasks.source.Source`, as Excel shows it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.sheet import biff
from docx2tasks.readers.sheet.biff import find_records, pieces_to_strings, rk_to_number, short_string
from docx2tasks.readers.sheet.cells import Doubts, Range, Sheet, doubts_to_diagnostics, place_name, runs_to_columns
from docx2tasks.readers.sheet.compound import find_stream
from docx2tasks.readers.sheet.layout import sheets_to_source
from docx2tasks.readers.sheet.numbers import BUILT_IN, GENERAL, general_words, number_to_words
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Source
from docx2tasks.vocabulary import DiagnosticCode

_BIFF8 = 0x0600
_CHART, _PICTURE, _NOTE = 5, 8, 0x19  # kinds of things drawn (2.5.143)
_BOX_HEAD = 12  # bytes before the count of a box's characters ends (2.4.329)
_BELOW = 2**31  # the row of a box: below all cells
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class _Book(NamedTuple):
    """What all sheets share, and where each begins: its name, its offset, whether it is hidden."""

    strings: Sequence[str]
    formats: Sequence[str]
    is_1904: bool
    sheets: Sequence[tuple[str, int, bool]]


def read_xls(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an old Excel workbook; its sheets are parts.

    Raises ``FormatError`` ``not-sheet`` for a compound file without a workbook, ``not-read`` for one older
    than Excel 97, ``encrypted``, ``compound-broken`` and ``xls-broken``.
    """
    stream = find_stream(data, ("Workbook", "Book"))
    if stream is None:
        raise FormatError("not-sheet", "this is an old office file without a workbook", "give an .xlsx or .xls file")
    doubts = Doubts([], [])
    try:
        book = _stream_to_book(stream, limits)
        left_out: list[LeftOut] = []
        sheets = []
        for name, at, is_hidden in book.sheets:
            walk = _XlsWalk(name, book, limits, doubts)
            sheets.append(Sheet(name, is_hidden=True) if is_hidden else walk.sheet(stream, at))
            left_out += walk.left_out
    except (struct.error, IndexError) as error:
        raise FormatError(
            "xls-broken",
            "the records of the workbook are broken",
            "open the file in Excel or WPS, let it be repaired, and save it as .xlsx",
        ) from error
    said = (*doubts_to_diagnostics(doubts), *left_out_to_diagnostics(left_out))
    return sheets_to_source("xls", sheets, limits, said)


def _stream_to_book(stream: bytes, limits: Limits) -> _Book:
    """The records before the first sheet: strings, formats, and where the sheets are."""
    kind, _, version = struct.unpack_from("<HHH", stream)
    if kind != biff.BOF or version != _BIFF8:
        raise FormatError("not-read", "this workbook is older than Excel 97", "open it in WPS and save it as .xlsx")
    kinds: dict[int, list[bytes]] = {}
    strings: list[bytes] = []
    before = 0
    for number, data in find_records(stream):
        before = before if number == biff.CONTINUE else number
        if before == biff.SST:
            strings.append(data)
        kinds.setdefault(number, []).append(data)
    if biff.FILEPASS in kinds:
        raise FormatError("encrypted", "the file is protected by a password", "save it without password")
    sheets = [sheet for data in kinds.get(biff.BOUNDSHEET, ()) for sheet in _record_to_sheet(data)]
    if len(sheets) > limits.zip_members:
        raise LimitError("zip-too-many", f"the workbook has more than {limits.zip_members} sheets", "split it")
    return _Book(
        pieces_to_strings(strings) if strings else [],
        _records_to_formats(kinds.get(biff.FORMAT, ()), kinds.get(biff.XF, ())),
        any(data[0] == 1 for data in kinds.get(biff.DATEMODE, ())),
        sheets,
    )


def _record_to_sheet(data: bytes) -> Iterator[tuple[str, int, bool]]:
    """A worksheet's name, offset and whether it is hidden; charts and macros are no sheets."""
    at, state, kind = struct.unpack_from("<IBB", data)
    if kind == 0:
        yield short_string(data, 6, wide_count=False), at, bool(state & 3)


def _records_to_formats(formats: Sequence[bytes], styles: Sequence[bytes]) -> list[str]:
    """For each style of a cell its number format, ``""`` for the general one and for text."""
    codes = dict(BUILT_IN)
    for data in formats:
        codes[struct.unpack_from("<H", data)[0]] = short_string(data, 2, wide_count=True)
    found = (codes.get(struct.unpack_from("<H", data, 2)[0], "") for data in styles)
    return ["" if code in {GENERAL, "@"} else code for code in found]


class _XlsWalk:
    """One pass over the records of a sheet."""

    def __init__(self, name: str, book: _Book, limits: Limits, doubts: Doubts) -> None:
        self.name, self.book, self.limits, self.doubts = name, book, limits, doubts
        self.cells: dict[int, dict[int, str]] = {}
        self.merges: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.boxes: list[tuple[int, str]] = []
        self.left_out: list[LeftOut] = []
        self.object = 0  # the kind of the one last met: its words may follow
        self.is_box = False  # whether the next record holds words of it
        self.formula = (0, 0)  # the place of the last formula: its words may follow

    def sheet(self, stream: bytes, at: int) -> Sheet:
        takers = self._takers
        for number, data in find_records(stream, at):
            take = takers.get(number)
            if take is not None:
                take(self, data)
            elif number == biff.CONTINUE and self.is_box:
                self._box_words(data)
        columns = runs_to_columns(self.hidden_columns)
        rows = [(row, sorted(cells.items())) for row, cells in sorted(self.cells.items())]
        return Sheet(self.name, rows, self.merges, frozenset(self.hidden_rows), columns, boxes=self.boxes)

    def _object(self, data: bytes) -> None:
        """A thing that is drawn over the sheet; its kind stands in the first of its parts (2.5.143)."""
        self.object = struct.unpack_from("<H", data, 4)[0]
        if self.object == _CHART:
            self.left_out.append(LeftOut(DiagnosticCode.CHART_NOT_READ, self.name, is_grave=True))
        elif self.object == _PICTURE:
            self.left_out.append(LeftOut(DiagnosticCode.PICTURE_NOT_READ, self.name))

    def _box(self, data: bytes) -> None:
        self.is_box = len(data) >= _BOX_HEAD and struct.unpack_from("<H", data, 10)[0] > 0

    def _box_words(self, data: bytes) -> None:
        """The words of the thing met last: those of a remark are said, those of a box are read."""
        self.is_box = False
        raw = data[1:]
        words = raw.decode("utf-16-le" if data[:1] == b"\x01" else "latin-1", "replace").replace("\r", "\n").strip()
        if self.object == _NOTE:
            self.left_out.append(LeftOut(DiagnosticCode.SHEET_NOTES, self.name, words))
        elif words:
            self.boxes.append((_BELOW, words))

    def _put(self, row: int, column: int, words: str) -> None:
        if words:
            self.cells.setdefault(row, {})[column] = words

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        code = self.book.formats[style] if style < len(self.book.formats) else ""
        words = number_to_words(value, code, is_1904=self.book.is_1904) if code else general_words(value)
        self._put(row, column, words)

    def _put_error(self, row: int, column: int, number: int) -> None:
        self._put(row, column, _ERRORS.get(number, "#N/A"))
        self.doubts.errors.append(place_name(row, column, self.name))

    def _label(self, data: bytes) -> None:
        row, column, _, number = struct.unpack_from("<HHHI", data)
        self._put(row, column, self.book.strings[number])

    def _own_label(self, data: bytes) -> None:
        row, column, _ = struct.unpack_from("<HHH", data)
        self._put(row, column, short_string(data, 6, wide_count=True))

    def _number(self, data: bytes) -> None:
        self._put_number(*struct.unpack_from("<HHHd", data))

    def _rk(self, data: bytes) -> None:
        row, column, style, raw = struct.unpack_from("<HHHI", data)
        self._put_number(row, column, style, rk_to_number(raw))

    def _several_rk(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for place in range((len(data) - 6) // 6):
            style, raw = struct.unpack_from("<HI", data, 4 + 6 * place)
            self._put_number(row, first + place, style, rk_to_number(raw))

    def _formula(self, data: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", data)
        raw = data[6:14]
        self.formula = (row, column)
        if raw[6:8] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack("<d", raw)[0])
        elif raw[0] == 1:
            self._put(row, column, "TRUE" if raw[2] else "FALSE")
        elif raw[0] == 2:
            self._put_error(row, column, raw[2])

    def _formula_words(self, data: bytes) -> None:
        self._put(*self.formula, short_string(data, 0, wide_count=True))

    def _truth_or_error(self, data: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", data)
        if is_error:
            self._put_error(row, column, value)
        else:
            self._put(row, column, "TRUE" if value else "FALSE")

    def _row(self, data: bytes) -> None:
        row, flags = struct.unpack_from("<H10xH", data)
        if flags & 0x20:
            self.hidden_rows.add(row)

    def _columns(self, data: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
        if flags & 1:
            self.hidden_columns.append((first, last))

    def _merged(self, data: bytes) -> None:
        count = struct.unpack_from("<H", data)[0]
        for place in range(count):
            top, bottom, left, right = struct.unpack_from("<HHHH", data, 2 + 8 * place)
            self.merges.append(Range(top, left, bottom, right))

    _takers: ClassVar[Mapping[int, Callable[[_XlsWalk, bytes], None]]] = {
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
