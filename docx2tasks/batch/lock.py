"""One batch at a time writes to a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docx2tasks.errors import BusyError
from docx2tasks.export.files import error_to_refusal

LOCK = ".lock"


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder as long as this lasts, or this process does; raises ``busy`` where another one holds it.

    The system keeps the lock, not the file: what was killed holds nothing.
    """
    path = folder / LOCK
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error
    try:
        if not _lock(file):
            raise BusyError("busy", f"another batch writes to {folder}", "wait for it, or name another folder")
        yield
    finally:
        os.close(file)


def _lock(file: int) -> bool:
    """Lock an open file; no copy of this process inherits the lock."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415

    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
