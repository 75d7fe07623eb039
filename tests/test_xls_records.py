"""Old workbooks record by record ([MS-XLS]), as Excel writes them and xlwt does not."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from test_sheet import show
from xlwt.CompoundDoc import XlsDoc

from docx2tasks.errors import Refusal
from docx2tasks.limits import DEFAULT
from docx2tasks.readers import read
from docx2tasks.readers.sheet.biff import rk_to_number
from docx2tasks.readers.sheet.compound import find_stream

BEGIN = struct.pack("<HHHH8x", 0x809, 12, 0x600, 5)
END = struct.pack("<HH", 0x0A, 0)


def record(kind: int, data: bytes) -> bytes:
    """A record of some bytes."""
    return struct.pack("<HH", kind, len(data)) + data


def text(words: str, *, is_wide: bool = True) -> bytes:
    """A string with a count of two bytes."""
    return struct.pack("<HB", len(words), is_wide) + words.encode("utf-16-le" if is_wide else "latin-1")


def stream(*cells: bytes, book: bytes = b"", kind: int = 0, state: int = 0) -> bytes:
    """The stream of a workbook of one sheet."""
    name = struct.pack("<BB", 2, 1) + "清单".encode("utf-16-le")
    size = len(BEGIN) + len(book) + 4 + 6 + len(name) + len(END)
    listed = record(0x85, struct.pack("<IBB", size, state, kind) + name)
    return BEGIN + book + listed + END + BEGIN + b"".join(cells) + END


def compound(data: bytes) -> bytes:
    """The compound file with this stream of a workbook."""
    out = io.BytesIO()
    XlsDoc().save(out, data)
    return out.getvalue()


def label(row: int, column: int, words: str) -> bytes:
    """A cell with a string of its own."""
    return record(0x204, struct.pack("<HHH", row, column, 0) + text(words))


def formula(row: int, column: int, result: bytes) -> bytes:
    """A cell with a formula and its result."""
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(8))


ROW = [label(0, 0, "序号"), label(0, 1, "任务"), label(1, 0, "1")]
CELLS = [
    pytest.param([label(1, 1, "甲")], "甲", id="string-of-its-own"),
    pytest.param([record(0xD6, struct.pack("<HHH", 1, 1, 0) + text("ab", is_wide=False))], "ab", id="string-with-fonts"),
    pytest.param([record(0x203, struct.pack("<HHHd", 1, 1, 0, 2.5))], "2.5", id="number"),
    pytest.param([record(0x27E, struct.pack("<HHHI", 1, 1, 0, 7 << 2 | 2))], "7", id="number-packed"),
    pytest.param([record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 1 << 2 | 2, 0, 12_345 << 2 | 3, 1))], "123.45", id="numbers-in-a-row"),
    pytest.param([formula(1, 1, struct.pack("<d", 0.5))], "0.5", id="formula"),
    pytest.param([formula(1, 1, b"\0" * 6 + b"\xff\xff"), record(0x207, text("甲乙"))], "甲乙", id="formula-with-words"),
    pytest.param([formula(1, 1, b"\1\0\1\0\0\0\xff\xff")], "TRUE", id="formula-that-is-true"),
    pytest.param([formula(1, 1, b"\1\0\0\0\0\0\xff\xff")], "FALSE", id="formula-that-is-false"),
    pytest.param([formula(1, 1, b"\2\0\x07\0\0\0\xff\xff")], "#DIV/0!", id="formula-with-an-error"),
    pytest.param([formula(1, 1, b"\3\0\0\0\0\0\xff\xff"), label(1, 1, "甲")], "甲", id="formula-that-is-empty"),
    pytest.param([record(0x205, struct.pack("<HHHBB", 1, 1, 0, 1, 0))], "TRUE", id="true"),
    pytest.param([record(0x205, struct.pack("<HHHBB", 1, 1, 0, 0, 0))], "FALSE", id="false"),
    pytest.param([record(0x205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))], "#N/A", id="error"),
    pytest.param([label(1, 1, ""), label(1, 1, "甲")], "甲", id="empty-string"),
    pytest.param([BEGIN, label(1, 1, "图中"), END, label(1, 1, "甲")], "甲", id="chart-inside"),
]


@pytest.mark.parametrize(("cells", "expected"), CELLS)
def test_cells(cells: list[bytes], expected: str) -> None:
    """Each kind of cell says what Excel showed."""
    assert show(read(compound(stream(*ROW, *cells))))[-1] == f"0:1|1:{expected}"


def shared(*pieces: bytes, count: int = 2) -> bytes:
    """The shared strings in a record and those that continue it."""
    first = record(0xFC, struct.pack("<II", count, count) + pieces[0])
    return first + b"".join(record(0x3C, piece) for piece in pieces[1:])


def string(words: str, flags: int, more: bytes = b"", behind: bytes = b"") -> bytes:
    """A shared string with what its flags announce."""
    return struct.pack("<HB", len(words), flags | 1) + more + words.encode("utf-16-le") + behind


STRINGS = [
    pytest.param((string("甲", 0) + string("乙丙", 0),), id="plain"),
    pytest.param((string("甲", 8, struct.pack("<H", 2), bytes(8)) + string("乙丙", 0),), id="fonts"),
    pytest.param((string("甲", 4, struct.pack("<I", 5), bytes(5)) + string("乙丙", 0),), id="pronunciation"),
    pytest.param((string("甲", 12, struct.pack("<HI", 1, 6), bytes(3)), bytes(7) + string("乙丙", 0)), id="fonts-that-go-on"),
    pytest.param((string("甲", 0) + string("乙丙", 0)[:-2], b"\1" + "丙".encode("utf-16-le")), id="characters-that-go-on"),
    pytest.param((string("甲", 0), string("乙丙", 0)), id="strings-that-go-on"),
]


@pytest.mark.parametrize("pieces", STRINGS)
def test_shared_strings(pieces: tuple[bytes, ...]) -> None:
    """Fonts, pronunciation and ends of records do not part a string."""
    cells = [record(0xFD, struct.pack("<HHHI", 1, column, 0, column)) for column in range(2)]
    source = read(compound(stream(label(0, 0, "序号"), label(0, 1, "任务"), *cells, book=shared(*pieces))))
    assert show(source)[-1] == "0:甲|1:乙丙"


def test_hidden_rows_and_columns() -> None:
    """What did not show is left out, and told."""
    hidden = [record(0x208, struct.pack("<H10xHH", 2, 0x20, 0)), record(0x208, struct.pack("<H10xHH", 1, 0, 0))]
    columns = [record(0x7D, struct.pack("<HHHHHH", 2, 2, 0, 0, 1, 0)), record(0x7D, struct.pack("<HHHHHH", 0, 1, 0, 0, 0, 0))]
    source = read(compound(stream(*ROW, label(1, 1, "甲"), label(1, 2, "藏"), label(2, 0, "2"), label(2, 1, "乙"), *hidden, *columns)))
    assert show(source)[-1] == "0:1|1:甲"
    assert {one.code for one in source.diagnostics} == {"hidden-rows", "hidden-columns"}


def test_numbers_that_are_packed() -> None:
    """Integers and halves of doubles, whole and in hundredths ([MS-XLS], 2.5.217)."""
    half = struct.unpack("<I", struct.pack("<d", 2.5)[4:])[0]
    assert [rk_to_number(raw) for raw in (5 << 2 | 2, (1 << 32) - 1, half & ~3, (half & ~3) | 1)] == [5.0, -0.01, 2.5, 0.025]


def patched(at: int, value: bytes) -> bytes:
    """A workbook with some of its bytes changed."""
    data = compound(stream(*ROW))
    return data[:at] + value + data[at + len(value) :]


REFUSED = [
    pytest.param(compound(stream(*ROW)[:-4]), "xls-broken", id="no-end"),
    pytest.param(compound(stream(record(0xFD, struct.pack("<HHHI", 0, 0, 0, 9)))), "xls-broken", id="string-that-is-none"),
    pytest.param(compound(stream(*ROW, book=shared(string("甲", 0)[:-1], count=1))), "xls-broken", id="string-cut"),
    pytest.param(compound(stream(*ROW, book=shared(string("甲乙", 0)[:-2], b"\1", count=1))), "xls-broken", id="string-cut-behind-a-record"),
    pytest.param(compound(stream(*ROW, book=shared(string("甲", 4, struct.pack("<I", 99)), count=1))), "xls-broken", id="pronunciation-cut"),
    pytest.param(compound(stream(*ROW, book=record(0x2F, bytes(6)))), "encrypted", id="password"),
    pytest.param(compound(stream(*ROW, kind=2)), "no-text", id="a-chart-alone"),
    pytest.param(compound(struct.pack("<HHHH", 0x409, 4, 0x500, 5) + stream(*ROW)), "not-read", id="of-Excel-4"),
    pytest.param(patched(28, b"\xff\xff"), "compound-broken", id="order-of-bytes"),
    pytest.param(patched(30, b"\x0b\0"), "compound-broken", id="size-of-sectors"),
    pytest.param(patched(68, b"\0\0\0\0"), "compound-broken", id="ring-of-tables"),
    pytest.param(patched(48, b"\xf0\0\0\0"), "compound-broken", id="no-directory"),
    pytest.param(compound(stream(*ROW))[:1_000], "compound-broken", id="cut"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_refusals(data: bytes, code: str) -> None:
    """What cannot be read whole is refused."""
    with pytest.raises(Refusal) as caught:
        read(data, source_format="xls")
    assert caught.value.code == code


def test_sheets_are_bounded() -> None:
    """More sheets than members of a zip are refused."""
    with pytest.raises(Refusal) as caught:
        read(compound(stream(*ROW)), replace(DEFAULT, zip_members=0), source_format="xls")
    assert caught.value.code == "zip-too-many"


def test_a_file_without_a_workbook() -> None:
    """Another compound file has no such stream."""
    assert find_stream(compound(stream(*ROW)), ("WordDocument",)) is None
    with pytest.raises(Refusal) as caught:
        read(compound(stream(*ROW)).replace("Workbook".encode("utf-16-le"), "Workbxxk".encode("utf-16-le")), source_format="xls")
    assert caught.value.code == "not-sheet"
