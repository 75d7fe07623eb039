"""Writes files atomically."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from docx2tasks.errors import Refusal, SpaceError, UsageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
TEMPORARY = ".d2t-"  # what names of files begin with that are not whole yet


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``: readers see the old file or the new one, never half of one.

    A link stays a link and the file behind it is replaced; its mode is kept.  Raises
    :class:`UsageError` (``not-writable``) for a folder, a device or a forbidden place, and
    :class:`SpaceError` (``no-space``); nothing is left behind then.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise UsageError(
            "not-writable", f"{path} is not a regular file", "choose another file, or leave out -o to print"
        )
    try:
        with replacing(target) as stream:
            stream.write(data)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def make_folder(path: Path) -> None:
    """A folder with all above it; raises ``not-writable`` and ``no-space``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def make_place(out: Path, target: str) -> Path:
    """The path for ``target`` below ``out``, with its folders; raises as :func:`find_place`, and ``no-space``."""
    place = find_place(out, target)
    make_folder(place.parent)
    return place


def find_place(out: Path, target: str) -> Path:
    """Where ``target`` is below ``out``, whether it is there or not.

    Links below ``out`` were put there by somebody else, and may lead out of it: they are not followed.  Raises
    ``UsageError`` ``not-writable`` for them, for what stands in the way, and for a target that is none.
    """
    steps = target.split("/")
    if "\0" in target or not {"", ".", ".."}.isdisjoint(steps):
        raise UsageError("not-writable", f"{target[:40]!r} is outside {out}", "use a new folder")
    place = out
    for number, step in enumerate(steps, 1):
        place /= step
        if not _may_stand(place, is_file=number == len(steps)):
            what = f"{place} is a link or blocks the output"
            raise UsageError("not-writable", what, "remove it, or use another folder")
    return place


def _may_stand(path: Path, *, is_file: bool) -> bool:
    """Whether nothing stands there, or what may: a file or a folder of ours."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return True
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error
    return stat.S_ISREG(mode) if is_file else stat.S_ISDIR(mode)


def error_to_refusal(error: OSError, name: str) -> Refusal:
    """The refusal for an error while writing ``name``: disk full, or not permitted."""
    if error.errno in _FULL:
        return SpaceError("no-space", f"no space left to write {name}", "free some space and run again")
    what = f"{name} cannot be written: {error.strerror}"
    return UsageError("not-writable", what, "check the folder and its permissions")


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A stream to what takes the place of ``target`` when the block is left, and is gone where it fails.

    Raises what writing raises.
    """
    # a short name of fixed length: the target's own may already be as long as names may be
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode_for(target))
        Path(name).replace(target)
    except BaseException:  # Ctrl-C too: nothing stays behind
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def mode_for(target: Path) -> int:
    """The mode of the file being replaced, else that of a new file (``mkstemp`` gives 0600)."""
    with suppress(OSError):
        return target.stat().st_mode & 0o7777
    mask = os.umask(0o077)  # the only way to read it is to set it
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Sync a folder, where the system allows it, so that a new name survives a power failure."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
