"""An old Excel workbook (``.xls``, Excel 97 to 2003) → :class:`~docx2tasks.source.Source`, as Excel shows it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.sheet import biff
from docx2tasks.readers.sheet.biff import find_records, pieces_to_strings, short_string
from docx2tasks.readers.sheet.cells import Doubts, Sheet, doubts_to_diagnostics
from docx2tasks.readers.sheet.compound import find_stream
from docx2tasks.readers.sheet.layout import sheets_to_source
from docx2tasks.readers.sheet.numbers import BUILT_IN, GENERAL
from docx2tasks.readers.sheet.xls_sheet import XlsBook, XlsCells, read_sheet
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Source

_BIFF8 = 0x0600


def read_xls(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an old Excel workbook; its sheets are parts.

    Raises ``FormatError`` ``not-sheet`` for a compound file without a workbook, ``not-read`` for one older
    than Excel 97, ``encrypted``, ``compound-broken`` and ``xls-broken``.
    """
    stream = find_stream(data, ("Workbook", "Book"))
    if stream is None:
        raise FormatError("not-sheet", "this old Office file contains no workbook", "use an .xlsx or .xls file")
    doubts = Doubts([], [])
    try:
        book = _stream_to_book(stream, limits)
        left_out: list[LeftOut] = []
        sheets = []
        for name, at, is_hidden in book.sheets:
            cells = XlsCells(name, book, doubts)
            sheets.append(Sheet(name, is_hidden=True) if is_hidden else read_sheet(cells, stream, at))
            left_out += cells.left_out
    except (struct.error, IndexError) as error:
        raise FormatError(
            "xls-broken",
            "the records of the workbook are damaged",
            "open the file in Excel or WPS, accept the repair, and save it as .xlsx",
        ) from error
    said = (*doubts_to_diagnostics(doubts), *left_out_to_diagnostics(left_out))
    return sheets_to_source("xls", sheets, limits, said)


def _stream_to_book(stream: bytes, limits: Limits) -> XlsBook:
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
        raise FormatError("encrypted", "the file is password-protected", "save it without a password")
    sheets = [sheet for data in kinds.get(biff.BOUNDSHEET, ()) for sheet in _record_to_sheet(data)]
    if len(sheets) > limits.zip_members:
        raise LimitError("zip-too-many", f"the workbook has more than {limits.zip_members} sheets", "split it")
    return XlsBook(
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
