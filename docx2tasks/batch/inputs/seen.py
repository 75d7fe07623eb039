"""A set of millions of digests in little memory, in a private temporary database."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import Self

from docx2tasks.errors import SpaceError


class Seen:
    """Things by their identity, and names; a temporary file of the system takes what memory does not."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget all."""
        self._base.close()

    def is_new(self, identity: str) -> bool:
        """Whether it was not met before; from now on it was.  Raises ``SpaceError`` ``no-space``."""
        digest = hashlib.blake2b(os.fsencode(identity), digest_size=16).digest()
        try:
            return self._base.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount > 0
        except sqlite3.Error as error:
            what = f"the list of files read cannot be stored: {error}"
            raise SpaceError("no-space", what, "free some space for temporary files and run again") from error

    def new_name(self, name: str) -> str:
        """``name``, numbered before its suffix where it was given before."""
        stem, suffix = os.path.splitext(name)  # noqa: PTH122  a pathlib path could not end in a stroke
        number, found = 1, name
        while not self.is_new(f"name:{found}"):
            number += 1
            found = f"{stem} ({number}){suffix}"
        return found
