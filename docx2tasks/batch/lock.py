"""The lock that lets only one batch write to a folder."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from docx2tasks.errors import BusyError
from docx2tasks.export.files import error_to_refusal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the folder inside the block; raises ``busy`` if another process holds the lock.

    The system keeps the lock, not the file: what was killed holds nothing.
    """
    with _lock_file(folder / LOCK) if fcntl else _lock_database(folder / LOCK) as is_held:
        if not is_held:
            raise BusyError("busy", f"another batch is writing to {folder}", "wait for it, or use another folder")
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[bool]:
    """Whether a file could be locked; no copy of this process inherits the lock."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(file)


@contextmanager
def _lock_database(path: Path) -> Iterator[bool]:
    """The same by an empty database: SQLite knows the locks of every system."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as base:
            yield _begin(base)
    except sqlite3.Error as error:
        raise error_to_refusal(OSError(getattr(error, "sqlite_errorcode", 0), str(error)), str(path)) from error


def _begin(base: sqlite3.Connection) -> bool:
    try:
        base.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            return False
        raise
    return True
