"""Reads records from Parquet, including the open part.

Only the names are read first; a group of rows is read when one of its documents is asked for.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx2tasks.errors import UsageError
from docx2tasks.export.columns import Values
from docx2tasks.results.records.contents import EMPTY, FACTS, NOTHING, Contents, Held, Known, Records, Task
from docx2tasks.results.records.lines import LineRecords
from docx2tasks.results.records.whole import rows_to_values

_PART = re.compile(r"part-(\d+)\.parquet")
_GROUPS = 2  # of rows, that are held: the documents of a folder stand together
_FIELDS = ("label", "number", "part", "text", "kind", "units", "actors", "times", "targets", "references")


class _Rows:
    def __init__(self, out: Path, index: sqlite3.Connection) -> None:
        self._out, self._index = out, index
        self._lines = LineRecords(out, index)
        self._read = lru_cache(_GROUPS)(self._read_group)
        columns = "name, part, rows, start, stop, PRIMARY KEY (name, part, rows, start)"
        index.execute(f"CREATE TABLE groups ({columns}) WITHOUT ROWID")
        for path in sorted(out.glob("part-*.parquet")):
            if found := _PART.fullmatch(path.name):
                index.executemany("INSERT INTO groups VALUES (?, ?, ?, ?, ?)", _find_groups(path, int(found[1])))

    def fetch(self, documents: Sequence[Known]) -> Iterator[Held | None]:
        for known in documents:
            rows = self._find_rows(known, is_whole=False)
            if rows is not None:
                yield Held(rows, _rows_to_contents)
            else:
                yield from self._lines.fetch([known])

    def fetch_whole(self, documents: Sequence[Known]) -> Iterator[Values | None]:
        """Each document, from its rows."""
        for known in documents:
            rows = self._find_rows(known, is_whole=True)
            if rows is not None:
                yield rows_to_values(rows)
            else:
                yield from self._lines.fetch_whole([known])

    def _find_rows(self, known: Known, *, is_whole: bool) -> list[Task] | None:
        """The rows of a document, with all columns or with those that are compared; None where no file has any."""
        query = "SELECT rows, start, stop FROM groups WHERE name = ? AND part = ? ORDER BY rows, start"
        found = self._index.execute(query, (known.name, known.part)).fetchall()
        if not found or known.part is None:
            return None
        groups = ((self._read(known.part, at, is_whole), start, stop) for at, start, stop in found)
        return [row for group, start, stop in groups for row in group.slice(start, stop - start).to_pylist()]

    def _read_group(self, part: int, rows: int, is_whole: bool) -> Any:  # noqa: ANN401, FBT001  pyarrow has no types
        from pyarrow import parquet  # noqa: PLC0415

        with parquet.ParquetFile(self._out / f"part-{part:05d}.parquet") as file:
            return file.read_row_group(rows, columns=None if is_whole else [*_COLUMNS])


_COLUMNS = (*FACTS, *_FIELDS, "steps", "at_start")


def _find_groups(path: Path, part: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Where the rows of each document stand: name, part, group of rows, from and to."""
    from pyarrow import parquet  # noqa: PLC0415

    with parquet.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            names = file.read_row_group(group, columns=["document_name"])["document_name"].to_pylist()
            start = 0
            for place in range(1, len(names) + 1):
                if place == len(names) or names[place] != names[start]:
                    yield names[start], part, group, start, place
                    start = place


def _rows_to_contents(rows: Sequence[Task]) -> Contents:
    if not rows:
        return NOTHING
    facts = {fact: _plain(rows[0][column]) for column, fact in FACTS.items()}
    return Contents(facts, [_row_to_task(row) for row in rows])


def _row_to_task(row: Task) -> Task:
    times = [{key: _plain(value) for key, value in time.items()} for time in row["times"] or ()]
    return EMPTY | row | {"path": row["steps"] or (), "times": times, "location": {"start": row["at_start"]}}


def _plain(value: object) -> object:
    """A date as it is in JSON."""
    return None if value is None else str(value)


@contextmanager
def open_parquet(_kind: str, out: Path) -> Iterator[Records]:
    """The parts in ``out``.  Raises ``database`` for a damaged file."""
    import pyarrow as pa  # noqa: PLC0415

    with closing(sqlite3.connect("")) as index:
        try:
            yield _Rows(out, index)
        except (pa.ArrowException, OSError) as error:
            hint = "let the batch finish, or run it again into another folder"
            raise UsageError("database", f"a part in {out} cannot be read: {type(error).__name__}", hint) from error
