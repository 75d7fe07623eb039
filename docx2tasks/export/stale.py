"""The documents to remove from finished parts: a list on disk, rolled back like the parts.

A part of 256 MB is not written anew for each document in it that was read anew.  The documents are listed,
and at the end each part that holds some is written once without them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_NAME = re.compile(r"\.stale-(\d+)")


class StalePosition(NamedTuple):
    """How far the list is committed: which one it is (they are numbered), and its bytes."""

    number: int = 1
    size: int = 0


class StaleList:
    """Documents and the parts that they are to go from; each is listed for good once ``add`` returns."""

    def __init__(self, folder: Path, at: StalePosition) -> None:
        """Take the list back to where it was; one that is gone was worked off, and the next begins."""
        self._folder = folder
        if at.size and not self._path(at.number).exists():
            at = StalePosition(at.number + 1)
        self.at = at
        for path in folder.glob(".stale-*"):
            found = _NAME.fullmatch(path.name)
            if found and int(found[1]) > at.number:
                path.unlink()
        with suppress(FileNotFoundError):
            os.truncate(self._path(at.number), at.size)

    def _path(self, number: int) -> Path:
        return self._folder / f".stale-{number}"

    def add(self, documents: Iterable[tuple[str, int]]) -> None:
        """List documents (name as text, part)."""
        data = b"".join(json.dumps(one).encode() + b"\n" for one in documents)
        path = self._path(self.at.number)
        try:
            with path.open("ab") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            with suppress(OSError):
                os.truncate(path, self.at.size)
            raise
        self.at = StalePosition(self.at.number, self.at.size + len(data))

    def _read(self) -> Iterator[tuple[str, int]]:
        if self.at.size:
            with self._path(self.at.number).open("rb") as stream:
                for line in stream:
                    name, part = json.loads(line)
                    yield name, part

    def parts(self) -> list[int]:
        """The parts that something is to go from."""
        return sorted({part for _, part in self._read()})

    def names(self, part: int) -> frozenset[str]:
        """The documents to remove from a part.  Read from disk each time, since there may be many."""
        return frozenset(name for name, of in self._read() if of == part)

    def clear(self) -> None:
        """All is gone: begin the next list."""
        if self.at.size:
            self._path(self.at.number).unlink()
            self.at = StalePosition(self.at.number + 1)
