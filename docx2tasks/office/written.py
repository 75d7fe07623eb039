"""Reads output of ``parse`` and ``batch`` back: folders, databases, JSON.

A batch is known by its ledger, which also says what was not read; a database or a part alone by its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docx2tasks.batch.ledger import Ledger, find_ledger
from docx2tasks.errors import InputError
from docx2tasks.export.marks import CSV_COLUMNS
from docx2tasks.office.flat_tasks import is_flat, rows_to_papers
from docx2tasks.office.papers import Paper, Unread
from docx2tasks.results.records.contents import Known, Records
from docx2tasks.results.records.stores import RecordsPlace, find_records, open_records
from docx2tasks.results.records.whole import tasks_to_values

if TYPE_CHECKING:
    from docx2tasks.results.records.tables import TableRecords

_JSON = (".json", ".jsonl", ".ndjson")
_PAGE = 200  # documents of a batch that are fetched at once
_HEAD = 64  # bytes that say what a file holds
_OUR_JSON = b'{"schema_version":'
_ANNOTATED = (b'"annotations"', b'"label"', b'"labels"', b'"entities"')
_KNOWN = """
SELECT name, status, code, sha256, tasks, diagnostics, target, part, message, path FROM outcomes
WHERE name > ? ORDER BY name LIMIT ?
"""


def read_written(path: Path, *, is_brief: bool = False) -> Iterator[Paper | Unread] | None:
    """The papers in what a batch or ``parse`` wrote; None where it is something else.

    With ``is_brief``, databases may leave out what is not counted: spans, rules, targets, provisions, leftovers.
    Raises ``not-records`` for JSON that holds none and for CSV of ours, which joins what stands apart.
    """
    if place := find_records(path):
        read = _read_batch if place.has_ledger else _read_database
        return read(place, is_brief=is_brief)
    if not path.is_file():
        return None
    if path.suffix.lower() in _JSON:
        data = path.read_bytes()
        return annotations_to_papers(data, path.name) or json_to_papers(data, path.name)
    if _read_head(path).startswith(CSV_COLUMNS.encode()):
        hint = "export the documents, or a batch that was written as json or sqlite"
        raise InputError("not-records", f"{path.name} is CSV, which does not keep all values", hint)
    return None


def is_our_json(path: Path) -> bool:
    """Whether a file is a document as ``parse`` and ``batch`` write it."""
    return path.suffix.lower() == ".json" and _read_head(path).startswith(_OUR_JSON)


def _read_head(path: Path) -> bytes:
    """How a file begins, without blanks and the mark of UTF-8."""
    try:
        with path.open("rb") as stream:
            return b"".join(stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").split())
    except OSError:
        return b""


def _fetch(records: Records, known: Sequence[Known], *, is_brief: bool) -> Iterator[Mapping[str, Any] | None]:
    from docx2tasks.results.records.tables import TableRecords  # noqa: PLC0415  loads a database

    fetch = records.fetch_brief if is_brief and isinstance(records, TableRecords) else records.fetch_whole
    return fetch(known)


def _read_database(place: RecordsPlace, *, is_brief: bool) -> Iterator[Paper]:
    """The documents of a database, by name."""
    with open_records(place.address, place.out) as records:
        tables = cast("TableRecords", records)  # of a database
        last = ""
        while names := tables.find_names(last, _PAGE):
            last = names[-1]
            known = [Known(name, "done", None, None, 0, "{}", "", None) for name in names]
            found = zip(names, _fetch(records, known, is_brief=is_brief), strict=True)
            yield from (Paper(name, values) for name, values in found if values is not None)


def _read_batch(place: RecordsPlace, *, is_brief: bool) -> Iterator[Paper | Unread]:
    """The documents of a batch, by name, from whatever it was written to."""
    with (
        closing(Ledger(find_ledger(place.out), writes=False)) as ledger,
        open_records(place.address, place.out) as records,
    ):
        yield from _records_to_papers(ledger, records, is_brief=is_brief)


def _records_to_papers(ledger: Ledger, records: Records, *, is_brief: bool) -> Iterator[Paper | Unread]:
    last = ""
    while rows := ledger.query(_KNOWN, (last, _PAGE)):
        last = str(rows[-1][0])
        read = [Known(*row[:8]) for row in rows if row[1] in {"done", "no-tasks"}]  # type: ignore[arg-type]
        for known, values in zip(read, _fetch(records, read, is_brief=is_brief), strict=True):
            if values is not None:
                yield Paper(known.name, values)
            elif known.tasks:
                yield Unread(known.name, "vanished", "its records are missing from the output", "run the batch again")
        yield from (_row_to_unread(row) for row in rows if row[2])


def _row_to_unread(row: Sequence[object]) -> Unread:
    return Unread(str(row[0]), str(row[2]), str(row[8] or ""), "")


def annotations_to_papers(data: bytes, name: str) -> Iterator[Paper | Unread] | None:
    """The documents that Label Studio or doccano exported; None where it is something else."""
    if not any(word in data for word in _ANNOTATED):
        return None
    from docx2tasks.office.annotations.files import values_to_papers  # noqa: PLC0415

    try:
        return values_to_papers(_load(data), name)
    except ValueError:
        return None


def json_to_papers(data: bytes, name: str) -> Iterator[Paper]:
    """The documents in what ``parse`` printed: one as JSON, or a line a task; raises ``empty`` and ``not-records``."""
    if not data.strip():
        raise InputError("empty", f"{name} is empty", "check that the command before it printed records")
    try:
        yield from _values_to_papers(_load(data), name)
    except (ValueError, KeyError, TypeError) as error:
        hint = "use a document, output of docx2tasks parse, or the output folder of a batch"
        raise InputError("not-records", f"{name} contains no docx2tasks records", hint) from error


def _load(data: bytes) -> Sequence[dict[str, Any]]:
    try:
        return [json.loads(data)]
    except ValueError:
        return [json.loads(line) for line in data.splitlines() if line.strip()]


def _values_to_papers(values: Sequence[dict[str, Any]], name: str) -> Iterator[Paper]:
    if not all(isinstance(value, dict) for value in values):
        raise TypeError(name)
    if values and all("tasks" in value for value in values):
        for value in values:
            yield Paper(Path(value["source"]["path"] or name).name, value)
        return
    if values and all(map(is_flat, values)):
        yield from rows_to_papers(values, name)
        return
    for key, lines in groupby(values, lambda task: task.get("document_name") or task["document_path"] or name):
        tasks = [*lines]
        _ = [task["text"] for task in tasks]
        yield Paper(str(key), tasks_to_values(tasks))
