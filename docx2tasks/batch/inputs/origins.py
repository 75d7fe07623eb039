"""Where inputs come from, and what was seen when they were opened.

An origin is small and can be pickled: it goes to the child that loads it.
"""

from __future__ import annotations

import errno
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from docx2tasks.errors import InputError, LimitError, Refusal, find_shortage
from docx2tasks.limits import Limits

_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
_NO_FILE = frozenset({errno.ELOOP, errno.EMLINK, errno.ENXIO, errno.EISDIR, errno.EOPNOTSUPP})
_CHUNK = 1 << 20


class Stamp(NamedTuple):
    """Identifies an unchanged file without reading it; None if unknown."""

    size: int | None = None
    modified_ns: int | None = None  # since 1970


class Loaded(NamedTuple):
    """The content of a file, and its stamp when it was opened."""

    data: bytes
    stamp: Stamp


class Origin(Protocol):
    """Where an input is, and how it is loaded."""

    def load(self, limits: Limits) -> Loaded:
        """Its content; raises a :class:`~docx2tasks.errors.Refusal`."""

    def stamp(self) -> Stamp:
        """Its stamp, without opening it."""

    def identity(self) -> str:
        """The same for one thing that is named twice."""


class Input(NamedTuple):
    """One thing to read: its name in the batch (``/`` between folders), where it is in words, its origin.

    The name is the batch's own: no two inputs have one.  Bytes of a file's name that are no text are lone
    surrogates in it (``os.fsdecode``).  ``path`` is to be shown, and never holds a password.
    """

    name: str
    path: str
    origin: Origin

    def load(self, limits: Limits) -> Loaded:
        """Its content and stamp; raises a :class:`~docx2tasks.errors.Refusal`."""
        return self.origin.load(limits)

    def stamp(self) -> Stamp:
        """Its stamp, without opening it: nothing is known of what is gone."""
        return self.origin.stamp()


class LocalFile(NamedTuple):
    """A file of this system; where somebody named it, it may be a link."""

    path: str
    is_named: bool = False  # not found by walking

    def load(self, limits: Limits) -> Loaded:
        """What stood in it while it was open, once, up to ``limits.input_bytes``.

        It is opened before it is looked at: what is looked at is what is read.  Raises ``vanished``,
        ``not-a-file``, ``unreadable``, ``changed`` and ``too-big``.
        """
        try:
            handle = os.open(self.path, _OPENING | (0 if self.is_named else _NO_LINK))
            try:
                return self._read(handle, limits.input_bytes)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._to_refusal(error) from error

    def _read(self, handle: int, most: int) -> Loaded:
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode):
            raise InputError(
                "not-a-file", f"{self.path} is not a regular file", "give a file, not a folder or a device"
            )
        check_size(self.path, seen.st_size, most)
        data = _read_up_to(handle, most + 1)
        check_size(self.path, len(data), most)
        if len(data) != seen.st_size or _to_stamp(os.fstat(handle)) != _to_stamp(seen):
            raise changed(self.path)
        return Loaded(data, _to_stamp(seen))

    def _to_refusal(self, error: OSError) -> Refusal:
        if error.errno in _GONE:
            return vanished(self.path)
        if error.errno in _NO_FILE:
            what = f"{self.path} is no longer a regular file"
            return InputError("not-a-file", what, "links in folders are not followed; name it on the command line")
        if shortage := find_shortage(error):
            return shortage
        return InputError("unreadable", f"{self.path} cannot be read: {error.strerror}", "check its permissions")

    def stamp(self) -> Stamp:
        """Its size and time."""
        try:
            return _to_stamp(Path(self.path).stat(follow_symlinks=self.is_named))
        except OSError:
            return Stamp()

    def identity(self) -> str:
        """Its path without links, those above it too."""
        if self.is_named:
            return os.path.realpath(self.path)
        folder, base = os.path.split(os.path.abspath(self.path))  # noqa: PTH100  pathlib takes five times as long
        return os.path.join(_find_real_path(folder), base)  # noqa: PTH118  as above


class Refused(NamedTuple):
    """What cannot be had: a folder that is not listed, a path that leads nowhere, a broken file in an archive."""

    refusal: Refusal
    path: str

    def load(self, limits: Limits) -> Loaded:  # noqa: ARG002  nothing is read
        """Raises why."""
        raise self.refusal

    def stamp(self) -> Stamp:
        """Nothing is known."""
        return Stamp()

    def identity(self) -> str:
        """Its path."""
        return f"refused:{self.path}"


@lru_cache(maxsize=100)
def _find_real_path(folder: str) -> str:
    """A folder without links; its files come one after the other."""
    return os.path.realpath(folder)


def check_size(path: str, size: int, most: int) -> None:
    """Raises ``too-big`` for a file of more bytes than ``most``."""
    if size > most:
        raise LimitError("too-big", f"{path} has {size:,} bytes or more; the limit is {most:,}", "split it")


def vanished(path: str) -> InputError:
    """The refusal of a file that was there when the inputs were listed."""
    return InputError("vanished", f"{path} no longer exists", "run again if it was moved")


def changed(path: str) -> InputError:
    """The refusal of a file of which half is old and half is new."""
    return InputError("changed", f"{path} changed while it was read", "run again when it is complete")


def _read_up_to(handle: int, most: int) -> bytes:
    pieces, left = [], most
    while left and (piece := os.read(handle, min(left, _CHUNK))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _to_stamp(seen: os.stat_result) -> Stamp:
    return Stamp(seen.st_size, seen.st_mtime_ns)
