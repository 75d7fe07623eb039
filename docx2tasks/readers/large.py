"""Which files are so large that they are read in a separate process."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from docx2tasks.limits import Limits
from docx2tasks.readers.sniff import sniff

_DENSEST = 1_032  # bytes that deflate makes of one at the most
_ZIP = b"PK\x03\x04"
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_SIZES = struct.Struct("<24xL3H12x")  # of a directory entry: inflated size, then the lengths of what follows
_DIRECTORY = struct.Struct("<12xLL")  # of the end record: the directory's size and place
_LONGEST_END = 65_557  # bytes of an end record with a comment


def is_large(data: bytes, limits: Limits, source_format: str | None = None) -> bool:
    """Whether a file is read in a process of its own for its size.

    Those that always are (``readers.ISOLATED``) are not asked for.
    """
    if data.startswith(_ZIP):
        if len(data) * _DENSEST <= limits.large_markup:
            return False
        return sum(_markup_sizes(data)) > limits.large_markup
    if len(data) <= limits.large_bytes or len(data) > limits.input_bytes:
        return False
    return (source_format or sniff(data, limits)) in {"html", "text", "mht", "xls"}


def _markup_sizes(data: bytes) -> Iterator[int]:
    """The sizes that a zip says of its XML parts; what is broken or lies is the reader's to refuse."""
    end = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    if end < 0 or end + _DIRECTORY.size > len(data):
        return
    size, at = _DIRECTORY.unpack_from(data, end)
    stop = min(at + size, len(data) - 46)
    while at <= stop and data.startswith(_ENTRY, at):
        inflated, name, extra, comment = _SIZES.unpack_from(data, at)
        if data[at + 46 : at + 46 + name].lower().endswith(b".xml"):
            yield inflated
        at += 46 + name + extra + comment
