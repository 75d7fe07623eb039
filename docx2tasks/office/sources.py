"""What is exported: papers, read as ``batch`` reads them, and what ``parse`` and ``batch`` have written.

papers, folders of them ─ batch ─┐
OUT of a batch ─ its records ────┼▶ Paper …  beside them Unread: what is not read, and why
JSON of parse ───────────────────┘
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.ledger import LEDGER, STORE, Ledger, is_ledger
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.run import Plan, stream_to
from docx2tasks.batch.worker import Options
from docx2tasks.errors import InputError
from docx2tasks.export.store import Expected, Form, Removal, StoredDocument
from docx2tasks.office.papers import Paper, Unread
from docx2tasks.results.records.contents import Held, Known, Records, json_to_contents
from docx2tasks.results.records.stores import open_records

if TYPE_CHECKING:
    from collections.abc import Callable

_RESULTS = (".json", ".jsonl", ".ndjson")
_PAGE = 200  # documents of a batch that are fetched at once
_KNOWN = """
SELECT name, status, code, sha256, tasks, diagnostics, target, part, message, path FROM outcomes
WHERE name > ? ORDER BY name LIMIT ?
"""


def find_papers(
    sources: Sequence[str], options: Options, look: Callable[[Event | None], None], jobs: int = 0
) -> Iterator[Paper | Unread]:
    """All that the sources hold, one source after another.

    A source is a paper (``方案.docx``), a folder of papers, the folder that a batch wrote to, or what ``parse`` wrote
    (``方案.json``, ``方案.jsonl``).  Raises what :func:`~docx2tasks.batch.inputs.find.find_inputs` raises, and
    ``not-records`` for JSON that holds none.
    """
    papers: list[str] = []
    for source in sources:
        path = Path(source)
        if is_ledger(path / LEDGER):
            yield from _read_batch(path)
        elif path.suffix.lower() in _RESULTS and path.is_file():
            yield from json_to_papers(path.read_bytes(), path.name)
        else:
            papers.append(source)
    if papers:
        yield from _read_papers(papers, options, look, jobs)


# --- papers ------------------------------------------------------------------------------------------


class _Shelf:
    """A store that hands its documents on."""

    form = Form.document

    def __init__(self) -> None:
        self._papers: list[Paper] = []

    def take(self) -> Sequence[Paper]:
        """What was put since it was last asked."""
        papers, self._papers = self._papers, []
        return papers

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[None]:
        self._papers += [Paper(entry.name, json.loads(entry.data)) for entry in entries]
        return [None] * len(entries)

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:  # noqa: ARG002  nothing is held
        return ()

    def position(self) -> str:
        return ""

    def remove(self, removals: Sequence[Removal]) -> None:
        """Nothing is read twice."""

    def finish(self) -> None:
        """It has no parts."""

    def close(self) -> None:
        """Nothing is open."""


def _read_papers(
    sources: Sequence[str], options: Options, look: Callable[[Event | None], None], jobs: int
) -> Iterator[Paper | Unread]:
    shelf = _Shelf()
    inputs = find_inputs(sources, None, options.limits)
    with closing(stream_to(shelf, inputs, Plan(options), LocalEngine(jobs))) as events:
        for event in events:
            if not isinstance(event, Event | None):
                continue
            look(event)
            if event is not None and event.refusal is not None:
                refusal = event.refusal
                yield Unread(event.outcome.name, refusal.code, refusal.message, refusal.hint)
            yield from shelf.take()
    yield from shelf.take()


# --- what was written before -------------------------------------------------------------------------


def _read_batch(out: Path) -> Iterator[Paper | Unread]:
    """The documents of a batch, by name, from whatever it was written to."""
    with closing(Ledger(out / LEDGER, writes=False)) as ledger:
        kind = ledger.look_up(STORE) or "json"
        with open_records(kind, out) as records:
            yield from _records_to_papers(ledger, records)


def _records_to_papers(ledger: Ledger, records: Records) -> Iterator[Paper | Unread]:
    last = ""
    while rows := ledger.query(_KNOWN, (last, _PAGE)):
        last = str(rows[-1][0])
        read = [Known(*row[:8]) for row in rows if row[1] in {"done", "no-tasks"}]  # type: ignore[arg-type]
        for known, held in zip(read, records.fetch(read), strict=True):
            if held is not None:
                yield _held_to_paper(known, held)
            elif known.tasks:
                yield Unread(known.name, "vanished", "its records are missing from the output", "run the batch again")
        yield from (_row_to_unread(row) for row in rows if row[2])


def _held_to_paper(known: Known, held: Held) -> Paper:
    """The records of a document; of JSON all that stands in it."""
    if held.to_contents is json_to_contents:
        return Paper(known.name, json.loads(held.data))
    contents = held.to_contents(held.data)
    return Paper(known.name, {"document": contents.facts, "tasks": contents.tasks})


def _row_to_unread(row: Sequence[object]) -> Unread:
    return Unread(str(row[0]), str(row[2]), str(row[8] or ""), "")


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
    if values and all("tasks" in value for value in values):
        for value in values:
            yield Paper(Path(value["source"]["path"] or name).name, value)
        return
    for key, lines in groupby(values, lambda task: task.get("document_name") or task["document_path"] or name):
        tasks = [*lines]
        facts = {"title": tasks[0]["document_title"], "doc_number": tasks[0]["document_number"]}
        source = {"path": tasks[0]["document_path"], "sha256": tasks[0]["document_sha256"]}
        _ = [task["text"] for task in tasks]
        yield Paper(str(key), {"document": facts, "source": source, "tasks": tasks})
