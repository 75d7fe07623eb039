"""Reads a stream of a compound file, the container of old Office files ([MS-CFB]).

Every sector of a stream names the next one, so each chain is bounded by the number of sectors in the file.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from docx2tasks.errors import FormatError

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16xHHHHH6xIIIIIIIII")  # [MS-CFB] 2.2
_ENTRY = 128  # bytes of an entry of the directory, 2.6.1
_STREAM, _ROOT = 2, 5
_LAST = 0xFFFFFFFA  # sector numbers from here on mean "no sector"


def find_stream(data: bytes, names: Sequence[str]) -> bytes | None:
    """The bytes of the first stream with one of the names, None where there is none.

    Raises ``FormatError`` ``compound-broken`` for a container that is cut or leads nowhere.
    """
    try:
        return _Container(data).stream(names)
    except (struct.error, IndexError) as error:
        raise _broken() from error


class _Container:
    """The tables of a compound file: which sector follows which, and its directory."""

    def __init__(self, data: bytes) -> None:
        magic, _, _, order, shift, mini_shift, _, _, first, _, self.cutoff, mini, _, more, _ = _HEADER.unpack_from(data)
        if magic != _MAGIC or order != 0xFFFE or shift not in {9, 12} or mini_shift != 6:
            raise _broken()
        self.data, self.size = data, 1 << shift
        self.count = len(data) // self.size
        self.next = self._table(self._table_sectors(more))
        self.entries = self._chain(first)
        self.mini_next = self._table(self._numbers(mini)) if mini < _LAST else []

    def stream(self, names: Sequence[str]) -> bytes | None:
        wanted = [name.lower() for name in names]
        found: dict[str, tuple[int, int]] = {}
        root = (_LAST, 0)
        for at in range(0, len(self.entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", self.entries, at + 64)
            start, size = struct.unpack_from("<IQ", self.entries, at + 116)
            size &= 0xFFFFFFFF if self.size == 512 else 0xFFFFFFFFFFFFFFFF
            if kind == _ROOT:
                root = (start, size)
            elif kind == _STREAM and 2 <= length <= 64:
                name = self.entries[at : at + length - 2].decode("utf-16-le", "replace").lower()
                found.setdefault(name, (start, size))
        chosen = next((found[name] for name in wanted if name in found), None)
        return None if chosen is None else self._read(*chosen, root[0])

    def _read(self, start: int, size: int, mini_start: int) -> bytes:
        if size >= self.cutoff:
            words = self._chain(start)
        else:
            small = self._chain(mini_start)
            numbers = _follow(start, self.mini_next, len(small) // 64 + 1)
            words = b"".join(small[n * 64 : n * 64 + 64] for n in numbers)
        if len(words) < size:
            raise _broken()
        return words[:size]

    def _table_sectors(self, more: int) -> list[int]:
        """The sectors that hold the table of sectors: 109 named in the header, others chained."""
        sectors = list(struct.unpack_from("<109I", self.data, 76))
        for _ in range(self.count):
            if more >= _LAST:
                break
            named = self._sector_numbers(more)
            sectors += named[:-1]
            more = named[-1]
        return [sector for sector in sectors if sector < _LAST]

    def _table(self, sectors: Sequence[int]) -> list[int]:
        return [number for sector in sectors[: self.count] for number in self._sector_numbers(sector)]

    def _sector_numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self.size // 4}I", self.data, (sector + 1) * self.size)

    def _numbers(self, start: int) -> list[int]:
        return _follow(start, self.next, self.count)

    def _chain(self, start: int) -> bytes:
        size = self.size
        return b"".join(self.data[(n + 1) * size : (n + 2) * size] for n in self._numbers(start))


def _follow(start: int, following: Sequence[int], most: int) -> list[int]:
    """The numbers of a chain, in order; one that runs in a ring is broken."""
    numbers: list[int] = []
    while start < _LAST:
        if len(numbers) > most:
            raise _broken()
        numbers.append(start)
        start = following[start]
    return numbers


def _broken() -> FormatError:
    return FormatError(
        "compound-broken",
        "the file is damaged or incomplete",
        "download it again, or open it in Excel or WPS and save it as .xlsx",
    )
