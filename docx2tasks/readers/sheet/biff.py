"""Records of an old workbook ([MS-XLS], BIFF8): strings, number formats, cells.

A record is a number, a size and as many bytes.  A string that does not fit goes on in ``CONTINUE``
records, where its remaining characters are announced anew (2.5.293).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

BOF, EOF, CONTINUE, FILEPASS = 0x809, 0x0A, 0x3C, 0x2F
BOUNDSHEET, SST, FORMAT, XF, DATEMODE = 0x85, 0xFC, 0x41E, 0xE0, 0x22
ROW, COLINFO, MERGED = 0x208, 0x7D, 0xE5
OBJ, TXO = 0x5D, 0x1B6  # what is drawn over a sheet, and its words
LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, FORMULA, STRING, BOOLERR = (
    0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205,
)  # fmt: skip
_HEAD = struct.Struct("<HH")


def find_records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of the records of one substream, from its ``BOF`` to its ``EOF``; charts inside are passed over.

    Raises ``struct.error`` where the stream ends before its ``EOF``.
    """
    depth = 0
    head = _HEAD.unpack_from
    while True:
        kind, length = head(stream, at)
        at += 4 + length
        if kind in {BOF, EOF}:
            depth += 1 if kind == BOF else -1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at - length : at]


def short_string(data: bytes, at: int, *, wide_count: bool) -> str:
    """A string that is not continued: its count, its flags, its characters."""
    count = struct.unpack_from("<H", data, at)[0] if wide_count else data[at]
    at += 2 if wide_count else 1
    is_wide = data[at] & 1
    raw = data[at + 1 : at + 1 + count * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "latin-1", "replace")


def pieces_to_strings(pieces: Sequence[bytes]) -> list[str]:
    """The shared strings of the workbook, without fonts and pronunciation (2.4.265); ``pieces`` are its records."""
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    reader = _Pieces(pieces, 8)
    strings: list[str] = []
    while len(strings) < count and not reader.is_over:
        strings.append(reader.string())
    return strings


class _Pieces:
    """A place in the pieces of a continued record."""

    def __init__(self, pieces: Sequence[bytes], at: int) -> None:
        self.pieces, self.at = pieces, at
        self.number = 0
        self.data = pieces[0]

    @property
    def is_over(self) -> bool:
        return self.at >= len(self.data) and self.number + 1 >= len(self.pieces)

    def _turn(self) -> None:
        """Go on to the next piece where this one is used up."""
        if self.at >= len(self.data):
            self.number += 1
            if self.number >= len(self.pieces):
                raise struct.error("the strings are truncated")
            self.data, self.at = self.pieces[self.number], 0

    def string(self) -> str:
        self._turn()
        count, flags = struct.unpack_from("<HB", self.data, self.at)
        self.at += 3
        skipped = 0
        if flags & 8:  # runs of fonts behind the characters
            skipped += 4 * struct.unpack_from("<H", self.data, self.at)[0]
            self.at += 2
        if flags & 4:  # pronunciation behind them
            skipped += struct.unpack_from("<I", self.data, self.at)[0]
            self.at += 4
        words = self._characters(count, flags & 1)
        self._skip(skipped)
        return words

    def _characters(self, count: int, is_wide: int) -> str:
        made = []
        while count:
            if self.at >= len(self.data):
                self._turn()
                is_wide = self.data[0] & 1  # each piece states the width of its characters again
                self.at = 1
            width = 2 if is_wide else 1
            raw = self.data[self.at : self.at + count * width]
            made.append(raw.decode("utf-16-le" if is_wide else "latin-1", "replace"))
            self.at += len(raw)
            count -= len(raw) // width
            if not len(raw) // width:
                raise struct.error("a string is truncated")
        return "".join(made)

    def _skip(self, size: int) -> None:
        while size:
            self._turn()
            step = min(size, len(self.data) - self.at)
            self.at += step
            size -= step


def rk_to_number(raw: int) -> float:
    """A number packed into 30 bits: an integer or half a double, perhaps in hundredths (2.5.217)."""
    if raw & 2:
        value = float((raw - (1 << 32) if raw & 0x80000000 else raw) >> 2)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", raw & 0xFFFFFFFC))[0]
    return value / 100 if raw & 1 else value
