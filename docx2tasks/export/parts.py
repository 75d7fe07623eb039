"""Stores in parts of limited size: ``part-00001.jsonl`` and so on, or converted parts.

    put ─▶ part-00003.jsonl (appended, synced)        position: part 3, so many bytes
           part-00002.jsonl ─seal─▶ part-00002.csv    once the ledger stands in part 3

Which part a document is in follows from the documents before it, never from time, so that a run that was
killed makes the same parts.  When opened, a stream is taken back to the position that the ledger committed.
No part holds both what is stale of a document and what is not: a new part is begun before that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.export.names import name_to_text
from docx2tasks.export.part_files import JOURNAL, Journal, PartFolder, PartSealer, Position
from docx2tasks.export.stale import StaleList
from docx2tasks.export.store import Expected, Form, Opening, PartFormat, Removal, StoredDocument

_DOCUMENT_NAME = re.compile(rb'"document_name":("(?:[^"\\]|\\.)*")')  # quotes inside words are escaped: found once


class JsonlFormat:
    """Parts that stay the lines they are."""

    suffix = JOURNAL

    def finalize(self, journal: Path, part: Path) -> None:
        """Nothing is to be done."""

    def remove(self, part: Path, names: frozenset[str]) -> bool:
        """Rewrite the lines of the other documents."""
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
    """A store of parts; only what :meth:`position` covers is final."""

    form = Form.tasks

    def __init__(self, out: Path, position: str, part_format: PartFormat, part_bytes: int) -> None:
        """Take ``out`` back to ``position``.

        Parts that are gone or empty are what :meth:`find_lost` finds.  Raises :class:`UsageError`
        ``output-changed`` where one that the position names is another or cut, or of another kind;
        ``not-writable``, :class:`SpaceError`.
        """
        self._folder, self._part_bytes = PartFolder(out, part_format.suffix), part_bytes
        self._since: set[tuple[str, int]] = set()  # put since the position was last asked for
        self._is_asked = True
        try:
            self._open(Position.from_text(position, part_format.suffix), part_format)
        except OSError as error:
            raise error_to_refusal(error, str(out)) from error

    def _open(self, at: Position, part_format: PartFormat) -> None:
        folder = self._folder
        self._stale = StaleList(folder.out, at.stale)
        stamps = folder.check(at, self._stale)
        self._open_stamp = "" if folder.is_sealed else stamps.pop(at.part, "")
        part, size = folder.take_back(at)
        self._there = {*folder.find(JOURNAL), *folder.find(folder.suffix)}
        if not self._there:  # nothing is left: as if it was never begun
            part, size, stamps = 1, 0, {}
            self._stale.clear()
        self._journal = Journal(folder, part, size)
        self._stale_here = self._stale.names(part)
        self._sealer = PartSealer(folder, part_format, stamps, part)

    def position(self) -> str:
        """The position, to be committed before anything else is put."""
        self._since.clear()
        self._is_asked = True
        journal, stamps = self._journal, sorted(self._sealer.stamps.items())
        return Position(self._folder.suffix, journal.number, journal.size, self._stale.at, stamps).to_text()

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """Empty: parts have stamps of their own, in the position."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:
        """Those whose part is gone."""
        return [one.name for one in held if one.part is not None and one.part not in self._there]

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """Append lines; earlier lines of these documents must be removed first.  Raises ``no-space`` and the like."""
        journal = self._journal
        part, size, stale_here, since = journal.number, journal.size, self._stale_here, {*self._since}
        try:
            self._sealer.seal_full()
            parts = self._append([(name_to_text(entry.name), entry.data) for entry in entries])
        except OSError as error:
            self._stale_here, self._since = stale_here, since
            self._sealer.take_back(part)
            journal.take_back(part, size)
            raise error_to_refusal(error, str(self._folder.path(journal.number))) from error
        self._is_asked = False
        return parts

    def _append(self, documents: Iterable[tuple[str, bytes]]) -> list[int | None]:
        journal = self._journal
        parts: list[int | None] = []
        waiting: list[bytes] = []
        for name, data in documents:
            if data and self._is_next(name, len(data)):
                journal.write(waiting)
                self._begin_part()
            if data:
                self._sealer.stamps.pop(journal.number, None)
                waiting.append(data)
                journal.size += len(data)
                self._since.add((name, journal.number))
            parts.append(journal.number if data else None)
        journal.write(waiting)
        return parts

    def _is_next(self, name: str, size: int) -> bool:
        written = self._journal.size
        is_full = written > 0 and written + size > self._part_bytes
        return is_full or name in self._stale_here

    def _begin_part(self) -> None:
        self._sealer.add_full(self._journal.number)
        self._journal.begin_next()
        self._stale_here = frozenset()

    def close(self) -> None:
        """Close the open part."""
        self._journal.close()

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
                raise error_to_refusal(error, str(self._folder.out)) from error
            self._stale_here |= {name for name, part in listed if part == self._journal.number}
            self._is_asked = False

    def finish(self) -> None:
        """Finish all parts, and rewrite those with stale lines; the position must be committed first."""
        if not self._is_asked:
            message = "the position is to be committed before the store is finished"
            raise ValueError(message)
        self.close()
        try:
            self._sealer.seal_full()
            self._finish_open()
            for part in self._stale.parts():
                self._sealer.leave_out(part, self._stale.names(part))
            self._stale.clear()
            self._sealer.stamp_all()
        except OSError as error:
            raise error_to_refusal(error, str(self._folder.out)) from error

    def _finish_open(self) -> None:
        """Close the open part for good, where it is sealed or written anew; lines that may go on are stamped."""
        journal = self._journal
        if journal.size and not self._folder.is_sealed and not self._stale_here:
            self._sealer.stamp(journal.number, self._open_stamp)
        elif journal.size:
            self._sealer.seal(journal.number)
            journal.begin_next()
            self._stale_here = frozenset()


def open_parts(opening: Opening) -> PartStore:
    """The parts below the folder of the batch, in the format that the kind names."""
    part_format = (opening.part_format or JsonlFormat)()
    return PartStore(opening.out, opening.position, part_format, opening.part_bytes)
