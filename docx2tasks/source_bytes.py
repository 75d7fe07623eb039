"""The bytes of a source: a path, bytes, or a file that is open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from docx2tasks.addresses import is_address, show
from docx2tasks.errors import InputError, LimitError
from docx2tasks.limits import Limits


class BinaryFile(Protocol):
    """A file that is open for reading bytes: ``open("清单.docx", "rb")``, ``io.BytesIO(data)``."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes."""


FileSource = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryFile


def source_to_bytes(source: FileSource, limits: Limits) -> tuple[bytes, str | None]:
    """The bytes of a source and its path, if it has one.

    Raises ``missing``, ``not-a-file``, ``unreadable`` or ``too-big``.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), None
    if isinstance(source, str | os.PathLike):
        if isinstance(source, str):
            _check_path(source)
        return load_bytes(Path(source), limits), os.fspath(source)
    name = getattr(source, "name", None)
    return _read_open(source, limits), name if isinstance(name, str) else None


def _read_open(file: BinaryFile, limits: Limits) -> bytes:
    """What is left to read of an open file."""
    try:
        data = file.read(limits.input_bytes + 1)
    except (OSError, ValueError) as error:
        raise InputError("unreadable", "the open file cannot be read", "open it again, with mode 'rb'") from error
    if not isinstance(data, bytes):
        raise InputError("unreadable", "the file is open as text", "open it with mode 'rb'")
    if len(data) > limits.input_bytes:
        raise LimitError("too-big", f"the open file has more than {limits.input_bytes:,} bytes", "split it")
    return data


def _check_path(source: str) -> None:
    """Refuse a URL that is not a path on this system."""
    if is_address(source) and not Path(source).exists():
        what = f"{show(source)} is a URL, which only batch reads"
        raise InputError("missing", what, "download the file, or run docx2tasks batch URL OUT")


def load_bytes(path: Path, limits: Limits) -> bytes:
    """Read a file; raises ``missing``, ``not-a-file``, ``unreadable`` or ``too-big``."""
    try:
        if not path.is_file():
            if path.exists():
                raise InputError("not-a-file", f"{path} is not a regular file", "give a file, not a folder or a device")
            raise InputError("missing", f"{path} does not exist", "check the path")
        size = path.stat().st_size
        if size > limits.input_bytes:
            raise LimitError("too-big", f"{path} has {size:,} bytes; the limit is {limits.input_bytes:,}", "split it")
        return path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", f"{path} cannot be read: {error.strerror}", "check its permissions") from error
