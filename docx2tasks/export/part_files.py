"""The part files of a store: which exist, whether they are unchanged, what a killed run left.

part-00003.jsonl     the open part and those that are full: lines
part-00002.csv       sealed, in the format of the store
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import UsageError
from docx2tasks.export.files import TEMPORARY, sync_folder
from docx2tasks.export.stale import StaleList, StalePosition
from docx2tasks.export.stamps import changed, find_stamp, is_stamped
from docx2tasks.export.store import PartFormat

JOURNAL = "jsonl"  # the lines that each part is made of
_PART = re.compile(r"part-(\d{5,})\.(\w+)")


class Position(NamedTuple):
    """The position of a store of parts: open part, its size, stale list, stamps of finished parts."""

    kind: str
    part: int = 1
    size: int = 0
    stale: StalePosition = StalePosition()
    stamps: Sequence[tuple[int, str]] = ()

    def to_text(self) -> str:
        """It as JSON."""
        return json.dumps(self)

    @classmethod
    def from_text(cls, text: str, kind: str) -> Position:
        """It from JSON; the very start where there is none.  Raises ``output-changed`` for another kind's."""
        if not text:
            return cls(kind)
        written, part, size, stale, *stamps = json.loads(text)
        if written != kind:
            raise UsageError(
                "output-changed", f"the output was started as {written}", "keep that --to, or use another folder"
            )
        return cls(kind, part, size, StalePosition(*stale), *stamps)


class PartFolder:
    """The parts in a folder, by number and suffix; ``suffix`` is the one of parts that are sealed."""

    def __init__(self, out: Path, suffix: str) -> None:
        """Look at nothing yet."""
        self.out, self.suffix = out, suffix

    @property
    def is_sealed(self) -> bool:
        """Whether finished parts are converted files."""
        return self.suffix != JOURNAL

    def path(self, part: int, suffix: str = JOURNAL) -> Path:
        """The file of a part."""
        return self.out / f"part-{part:05d}.{suffix}"

    def sealed_path(self, part: int) -> Path:
        """The file of a complete part."""
        return self.path(part, self.suffix)

    def find(self, suffix: str) -> Iterator[int]:
        """The parts that are there with a suffix, in no order."""
        for path in self.out.glob("part-*"):
            found = _PART.fullmatch(path.name)
            if found and found[2] == suffix:
                yield int(found[1])

    def check(self, at: Position, stale: StaleList) -> dict[int, str]:
        """The stamps of the parts that are there; those that are empty are removed.

        Raises ``output-changed``.  A part that a killed run was writing anew is no longer what its stamp says.
        """
        for path in self.out.glob("part-*"):
            if _PART.fullmatch(path.name) and not path.stat().st_size:
                path.unlink()
        if stale.at.number != at.stale.number:  # a killed run did that to all it had listed
            return {}
        rewritten, kept = {*stale.parts()}, {}
        for number, stamp in at.stamps:
            path = self.sealed_path(number)
            if number in rewritten or not path.exists():
                continue
            if not is_stamped(path, stamp):
                raise changed(path)
            kept[number] = stamp
        return kept

    def take_back(self, at: Position) -> tuple[int, int]:
        """Roll back to a position; returns the open part and its size."""
        for path in self.out.glob(f"{TEMPORARY}*.tmp"):
            path.unlink()
        journal = self.path(at.part)
        size = journal.stat().st_size if journal.exists() else 0
        is_open = at.size <= size
        if size and not is_open and not self._is_finished(at):
            raise changed(journal)
        part, kept = (at.part, at.size) if is_open else (at.part + 1, 0)
        self.cut(part, kept)
        return part, kept

    def _is_finished(self, at: Position) -> bool:
        """Whether the open part was sealed, or rid of what is stale: only ``finish`` does that to it."""
        is_sealed = self.is_sealed and self.sealed_path(at.part).exists()
        return is_sealed or (not self.is_sealed and at.stale.size > 0)

    def cut(self, part: int, size: int) -> None:
        """Truncate the open part."""
        for suffix in {JOURNAL, self.suffix}:
            for number in [*self.find(suffix)]:
                if number > part or (number == part and (suffix != JOURNAL or not size)):
                    self.path(number, suffix).unlink()
        if size:
            os.truncate(self.path(part), size)


class Journal:
    """The open part: lines that are appended and synced."""

    def __init__(self, folder: PartFolder, number: int, size: int) -> None:
        """Open nothing before something is written."""
        self._folder, self.number, self.size = folder, number, size
        self._file: FileIO | None = None

    def write(self, waiting: list[bytes]) -> None:
        """Append lines for good, which :attr:`size` counts already, and empty the list.  Raises ``OSError``."""
        if not waiting:
            return
        if self._file is None:
            # without a buffer that a failed write would stay in
            self._file = FileIO(self._folder.path(self.number), "ab")
            sync_folder(self._folder.out)
        data = memoryview(b"".join(waiting))
        while data:
            data = data[self._file.write(data) or 0 :]
        os.fsync(self._file.fileno())
        waiting.clear()

    def begin_next(self) -> None:
        """Close this part; the next is empty."""
        self.close()
        self.number, self.size = self.number + 1, 0

    def take_back(self, number: int, size: int) -> None:
        """Back to where a write began that failed."""
        self.close()
        self.number, self.size = number, size
        with suppress(OSError):  # otherwise opening it again does that
            self._folder.cut(number, size)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class PartSealer:
    """Converts full parts, and keeps the stamps of finished ones."""

    def __init__(self, folder: PartFolder, part_format: PartFormat, stamps: dict[int, str], before: int) -> None:
        """Take the parts before a number for full."""
        self._folder, self._format, self.stamps = folder, part_format, stamps
        self._full = sorted(number for number in folder.find(JOURNAL) if number < before)

    def add_full(self, part: int) -> None:
        """Have a part sealed by the next :meth:`seal_full`."""
        self._full.append(part)

    def take_back(self, part: int) -> None:
        """Forget full parts from a number on."""
        self._full = [number for number in self._full if number < part]

    def seal_full(self) -> None:
        """Seal the parts before the open one: the ledger has committed that they are full."""
        while self._full:
            self.seal(self._full[0])
            del self._full[0]

    def seal(self, part: int) -> None:
        """Convert a part, and stamp it."""
        if self._folder.is_sealed and self._folder.path(part).exists():
            self._format.finalize(self._folder.path(part), self._folder.sealed_path(part))
            self._folder.path(part).unlink()
        self.stamp(part, self.stamps.get(part, ""))

    def stamp(self, part: int, before: str = "") -> None:
        """Stamp a part that is complete for now, where it is there."""
        self.stamps.pop(part, None)
        with suppress(FileNotFoundError):
            self.stamps[part] = find_stamp(self._folder.sealed_path(part), before)

    def stamp_all(self) -> None:
        """Stamp parts that a killed run did not."""
        for part in self._folder.find(self._folder.suffix):
            self.stamp(part, self.stamps.get(part, ""))

    def leave_out(self, part: int, names: frozenset[str]) -> None:
        """Rewrite a part without some documents, and remove it if it is empty."""
        path = self._folder.sealed_path(part)
        if path.exists() and not self._format.remove(path, names):
            path.unlink()
        self.stamp(part)
