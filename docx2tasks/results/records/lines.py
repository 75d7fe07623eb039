"""Reads records from JSON Lines.

They stand in the order in which they were written, the ledger goes by names: an index is made first, on disk.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from docx2tasks.export.columns import Values
from docx2tasks.results.records.contents import Held, Known, Records, lines_to_contents
from docx2tasks.results.records.whole import tasks_to_values

_DOCUMENT_NAME = re.compile(rb'"document_name":("(?:[^"\\]|\\.)*")')  # quotes inside words are escaped: found once


class _Span(NamedTuple):
    """Where the lines of a document stand."""

    name: str
    part: int
    start: int
    end: int


class LineRecords:
    """The lines of documents, by part."""

    def __init__(self, out: Path, index: sqlite3.Connection) -> None:
        self._out, self._index = out, index
        index.execute("CREATE TABLE spans (name, part, start, stop, PRIMARY KEY (name, part, start)) WITHOUT ROWID")
        for path in sorted(out.glob("part-*.jsonl")):
            index.executemany("INSERT INTO spans VALUES (?, ?, ?, ?)", _find_spans(path))

    def fetch(self, documents: Sequence[Known]) -> Iterator[Held | None]:
        """The lines of each document."""
        # a document that was read again may still be in an older part: the ledger says which one counts
        query = "SELECT start, stop FROM spans WHERE name = ? AND part = ? ORDER BY start"
        for known in documents:
            spans = self._index.execute(query, (known.name, known.part)).fetchall()
            data = self._read(known.part, spans) if spans and known.part is not None else b""
            yield Held(data, lines_to_contents) if data or not known.tasks else None

    def fetch_whole(self, documents: Sequence[Known]) -> Iterator[Values | None]:
        """Each document, from its lines."""
        return (None if held is None else lines_to_values(held.data) for held in self.fetch(documents))

    def _read(self, part: int, spans: Sequence[tuple[int, int]]) -> bytes:
        with (self._out / f"part-{part:05d}.jsonl").open("rb") as stream:
            return b"".join(stream.read(stop - stream.seek(start)) for start, stop in spans)


def lines_to_values(data: bytes) -> Values:
    """A document of its lines."""
    return tasks_to_values([json.loads(line) for line in data.splitlines()])


def _find_spans(path: Path) -> Iterator[_Span]:
    """The stretches of lines that belong to one document each."""
    part = int(path.stem.removeprefix("part-"))
    name, start, end = b"", 0, 0
    with path.open("rb") as stream:
        for line in stream:
            found = _DOCUMENT_NAME.search(line)
            current = found[1] if found else b""  # a line that a killed run did not end
            if current != name:
                if name:
                    yield _Span(json.loads(name), part, start, end)
                name, start = current, end
            end += len(line)
    if name:
        yield _Span(json.loads(name), part, start, end)


@contextmanager
def open_lines(_kind: str, out: Path) -> Iterator[Records]:
    """The parts in ``out``."""
    with closing(sqlite3.connect("")) as index:  # a file of its own, gone when it is closed
        yield LineRecords(out, index)
