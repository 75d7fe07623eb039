"""Tasks in parts of a bounded size: ``part-00001.jsonl`` and so on, or what is made of each such part.

    put ─▶ part-00003.jsonl (appended, synced)        position: part 3, so many bytes
           part-00002.jsonl ─seal─▶ part-00002.csv    once the ledger stands in part 3

Which part a document is in follows from the documents before it, never from time, so that a run that was
killed makes the same parts.  When opened, a stream is taken back to the position that the ledger committed.
No part holds both what is stale of a document and what is not: a new part is begun before that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import UsageError
from docx2tasks.export.files import TEMPORARY, error_to_refusal, replacing, sync_folder
from docx2tasks.export.names import name_to_text
from docx2tasks.export.stale import StaleList, StalePosition
from docx2tasks.export.stamps import changed, find_stamp, is_stamped
from docx2tasks.export.store import Expected, Form, Opening, PartFormat, Removal, StoredDocument

_JOURNAL = "jsonl"
_PART = re.compile(r"part-(\d{5,})\.(\w+)")
_DOCUMENT_NAME = re.compile(rb'"document_name":("(?:[^"\\]|\\.)*")')  # quotes inside words are escaped: found once


class Position(NamedTuple):
    """Where a stream stands: the open part, its bytes, the list of what is stale, stamps of the complete parts."""

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
            raise UsageError("output-changed", f"the output was begun as {written}", "go on as that, or name a new one")
        return cls(kind, part, size, StalePosition(*stale), *stamps)


class JsonlFormat:
    """Parts that stay the lines they are."""

    suffix = _JOURNAL

    def finalize(self, journal: Path, part: Path) -> None:
        """Nothing is to be done."""

    def remove(self, part: Path, names: frozenset[str]) -> bool:
        """Write the lines of other documents anew."""
        if not any(_line_to_name(line) in names for line in _read_lines(part)):
            return True
        with replacing(part) as stream:
            for line in _read_lines(part):
                if _line_to_name(line) not in names:
                    stream.write(line)
            return stream.tell() > 0


def _read_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from stream


def _line_to_name(line: bytes) -> str | None:
    found = _DOCUMENT_NAME.search(line)
    return str(json.loads(found[1])) if found else None


class PartStore:
    """A store of parts; only :meth:`position` says what of it is for good."""

    form = Form.tasks

    def __init__(self, out: Path, position: str, part_format: PartFormat, part_bytes: int) -> None:
        """Take ``out`` back to ``position``.

        Parts that are gone or empty are what :meth:`find_lost` finds.  Raises :class:`UsageError`
        ``output-changed`` where one that the position names is another or cut, or of another kind;
        ``not-writable``, :class:`SpaceError`.
        """
        self._out, self._format, self._part_bytes = out, part_format, part_bytes
        at = Position.from_text(position, part_format.suffix)
        self._file: FileIO | None = None
        self._since: set[tuple[str, int]] = set()  # put since the position was last asked for
        self._is_asked = True
        try:
            self._stale = StaleList(out, at.stale)
            self._stamps = self._check_parts(at)
            self._open_stamp = self._stamps.pop(at.part, "") if part_format.suffix == _JOURNAL else ""
            self._part, self._size = self._take_back(at)
            self._there = {*self._find(_JOURNAL), *self._find(part_format.suffix)}
            if not self._there:  # nothing is left: as if it was never begun
                self._part, self._size, self._stamps = 1, 0, {}
                self._stale.clear()
            self._stale_here = self._stale.names(self._part)
            self._full = sorted(number for number in self._find(_JOURNAL) if number < self._part)
        except OSError as error:
            raise error_to_refusal(error, str(out)) from error

    # --- where it stands -----------------------------------------------------------------------------

    def _path(self, part: int, suffix: str = _JOURNAL) -> Path:
        return self._out / f"part-{part:05d}.{suffix}"

    def _find(self, suffix: str) -> Iterator[int]:
        for path in self._out.glob("part-*"):
            found = _PART.fullmatch(path.name)
            if found and found[2] == suffix:
                yield int(found[1])

    def _check_parts(self, at: Position) -> dict[int, str]:
        """The stamps of the parts that are there; those that are empty are removed.

        Raises ``output-changed``.  A part that a killed run was writing anew is no longer what its stamp says.
        """
        for path in self._out.glob("part-*"):
            if _PART.fullmatch(path.name) and not path.stat().st_size:
                path.unlink()
        if self._stale.at.number != at.stale.number:  # a killed run did that to all it had listed
            return {}
        rewritten, kept = {*self._stale.parts()}, {}
        for number, stamp in at.stamps:
            path = self._path(number, self._format.suffix)
            if number in rewritten or not path.exists():
                continue
            if not is_stamped(path, stamp):
                raise changed(path)
            kept[number] = stamp
        return kept

    def _take_back(self, at: Position) -> tuple[int, int]:
        """Undo what was written behind a position; the open part and its size."""
        for path in self._out.glob(f"{TEMPORARY}*.tmp"):
            path.unlink()
        journal = self._path(at.part)
        size = journal.stat().st_size if journal.exists() else 0
        is_open = at.size <= size
        if size and not is_open and not self._is_finished(at):
            raise changed(journal)
        part, kept = (at.part, at.size) if is_open else (at.part + 1, 0)
        self._cut(part, kept)
        return part, kept

    def _is_finished(self, at: Position) -> bool:
        """Whether the open part was part, or rid of what is stale: only ``finish`` does that to it."""
        is_sealed = self._format.suffix != _JOURNAL and self._path(at.part, self._format.suffix).exists()
        return is_sealed or (self._format.suffix == _JOURNAL and at.stale.size > 0)

    def _cut(self, part: int, size: int) -> None:
        """Remove what was written behind a place in the open part."""
        for suffix in {_JOURNAL, self._format.suffix}:
            for number in [*self._find(suffix)]:
                if number > part or (number == part and (suffix != _JOURNAL or not size)):
                    self._path(number, suffix).unlink()
        if size:
            os.truncate(self._path(part), size)

    def position(self) -> str:
        """Where it stands, to be committed before anything else is put."""
        self._since.clear()
        self._is_asked = True
        stamps = sorted(self._stamps.items())
        return Position(self._format.suffix, self._part, self._size, self._stale.at, stamps).to_text()

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """Parts have stamps, and the position holds them."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:
        """Those whose part is gone."""
        return [one.name for one in held if one.part is not None and one.part not in self._there]

    # --- writing -------------------------------------------------------------------------------------

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """Append lines; what stands under their names has to be dropped before.  Raises ``no-space`` and the like."""
        before = self._part, self._size, self._stale_here, frozenset(self._since)
        try:
            self._seal_full()
            parts = self._append([(name_to_text(entry.name), entry.data) for entry in entries])
        except OSError as error:
            self._undo(*before)
            raise error_to_refusal(error, str(self._path(self._part))) from error
        self._is_asked = False
        return parts

    def _append(self, documents: Iterable[tuple[str, bytes]]) -> list[int | None]:
        parts: list[int | None] = []
        waiting: list[bytes] = []
        for name, data in documents:
            if data and self._is_next(name, len(data)):
                self._write(waiting)
                self._begin_part()
            if data:
                waiting.append(data)
                self._size += len(data)
                self._since.add((name, self._part))
            parts.append(self._part if data else None)
        self._write(waiting)
        return parts

    def _is_next(self, name: str, size: int) -> bool:
        is_full = self._size > 0 and self._size + size > self._part_bytes
        return is_full or name in self._stale_here

    def _write(self, waiting: list[bytes]) -> None:
        if not waiting:
            return
        self._stamps.pop(self._part, None)
        if self._file is None:
            self._file = FileIO(self._path(self._part), "ab")  # without a buffer that a failed write would stay in
            sync_folder(self._out)
        data = memoryview(b"".join(waiting))
        while data:
            data = data[self._file.write(data) or 0 :]
        os.fsync(self._file.fileno())
        waiting.clear()

    def _begin_part(self) -> None:
        self.close()
        self._full.append(self._part)
        self._part, self._size, self._stale_here = self._part + 1, 0, frozenset()

    def _undo(self, part: int, size: int, stale_here: frozenset[str], since: frozenset[tuple[str, int]]) -> None:
        """Back to before a put that failed."""
        self.close()
        self._part, self._size, self._stale_here, self._since = part, size, stale_here, set(since)
        self._full = [number for number in self._full if number < part]
        with suppress(OSError):  # else opening it anew does that
            self._cut(part, size)

    def close(self) -> None:
        """Close the open part."""
        if self._file is not None:
            self._file.close()
            self._file = None

    # --- sealing -------------------------------------------------------------------------------------

    def _seal_full(self) -> None:
        """Seal the parts before the open one: the ledger has committed that they are full."""
        while self._full:
            self._seal(self._full[0])
            del self._full[0]

    def _seal(self, part: int) -> None:
        if self._format.suffix != _JOURNAL and self._path(part).exists():
            self._format.finalize(self._path(part), self._path(part, self._format.suffix))
            self._path(part).unlink()
        self._set_stamp(part, self._stamps.get(part, ""))

    def _set_stamp(self, part: int, before: str = "") -> None:
        """Stamp a part that is complete for now, where it is there."""
        self._stamps.pop(part, None)
        with suppress(FileNotFoundError):
            self._stamps[part] = find_stamp(self._path(part, self._format.suffix), before)

    def remove(self, removals: Sequence[Removal]) -> None:
        """List documents as stale; to be called before what takes their place is put.  Raises ``no-space``."""
        listed = [(name_to_text(one.name), one.part) for one in removals if one.part is not None]
        if not self._since.isdisjoint(listed):
            message = "what takes the place of a document is put before that document is dropped"
            raise ValueError(message)
        if listed:
            try:
                self._stale.add(listed)
            except OSError as error:
                raise error_to_refusal(error, str(self._out)) from error
            self._stale_here |= {name for name, part in listed if part == self._part}
            self._is_asked = False

    def finish(self) -> None:
        """Seal all parts and write those anew that hold what is stale; the position has to be committed before."""
        if not self._is_asked:
            message = "the position is to be committed before the store is finished"
            raise ValueError(message)
        self.close()
        try:
            self._seal_full()
            self._finish_open()
            for part in self._stale.parts():
                self._leave_out(part)
            self._stale.clear()
            for part in self._find(self._format.suffix):  # a killed run may not have come to it
                self._set_stamp(part, self._stamps.get(part, ""))
        except OSError as error:
            raise error_to_refusal(error, str(self._out)) from error

    def _finish_open(self) -> None:
        """Close the open part for good, where it is sealed or written anew; lines that may go on are stamped."""
        if self._size and self._format.suffix == _JOURNAL and not self._stale_here:
            self._set_stamp(self._part, self._open_stamp)
        elif self._size:
            self._seal(self._part)
            self._part, self._size, self._stale_here = self._part + 1, 0, frozenset()

    def _leave_out(self, part: int) -> None:
        path = self._path(part, self._format.suffix)
        if path.exists() and not self._format.remove(path, self._stale.names(part)):
            path.unlink()
        self._set_stamp(part)


def open_parts(opening: Opening) -> PartStore:
    """The parts below the folder of the batch, in the format that the kind names."""
    part_format = (opening.part_format or JsonlFormat)()
    return PartStore(opening.out, opening.position, part_format, opening.part_bytes)
