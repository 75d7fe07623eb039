"""Lists of paths, one per line or NUL-terminated, as printed by ``find``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import BinaryIO

from docx2tasks.errors import InputError, UsageError
from docx2tasks.limits import Limits

_FIRST = 8_192  # bytes that hold the end of the first path: systems allow 4,096
_BLOCK = 1 << 16
_DRIVE = re.compile(r"^(?:\\\\[?.]\\)?[A-Za-z]:")
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


def read_list(listed: BinaryIO | None, limits: Limits) -> Iterator[str]:
    """The paths in a stream (None: standard input), as they come; blank lines are none.

    Where a NUL is seen, NULs part them, else line ends; their bytes are those of the system's names.
    Raises ``InputError`` ``missing`` and ``unreadable``, and ``UsageError`` ``not-a-list``.
    """
    try:
        if listed is not None:
            yield from _split(listed, limits)
            return
        with open(0, "rb", closefd=False) as stream:
            yield from _split(stream, limits)
    except OSError as error:
        what = f"standard input cannot be read: {error.strerror}"
        raise InputError("unreadable", what, "pipe a list of paths in, or name files") from error


def path_to_name(path: str) -> str:
    """A path as a name in the batch: no root, no drive, no way up."""
    shown = path.replace("\\", "/") if os.name == "nt" else path
    return "/".join(step for step in _DRIVE.sub("", shown).split("/") if step not in {"", ".", ".."})


def _split(stream: BinaryIO, limits: Limits) -> Iterator[str]:
    block = stream.read(_FIRST)
    if block.startswith(_UTF16_MARKS):
        raise UsageError("not-a-list", "the list of paths is in UTF-16", "write it in UTF-8, one path per line")
    mark = b"\0" if b"\0" in block else b"\n"
    rest, block = b"", block.removeprefix(_UTF8_MARK)
    while block:
        *whole, rest = (rest + block).split(mark)
        yield from (_to_path(line) for line in whole if line.strip())
        if len(rest) > limits.path_bytes:
            raise UsageError(
                "not-a-list", "standard input is not a list of paths", "send one path per line, as find prints them"
            )
        block = stream.read(_BLOCK)
    if rest.strip():
        yield _to_path(rest)


def _to_path(line: bytes) -> str:
    """The path in a line; the end of a line of Windows is no part of it, unless a name ends so."""
    if line.endswith(b"\r") and not os.path.lexists(line):
        line = line[:-1]
    return os.fsdecode(line)
