"""The sources of ``export``: documents, and output of ``parse`` and ``batch``.

papers, folders of them ─ batch ─┐
OUT of a batch ─ its records ────┼▶ Paper …  beside them Unread: what is not read, and why
JSON of parse ───────────────────┘
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.choose import has_our_property
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.ledger import Outcome
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.run import Plan, stream_to
from docx2tasks.batch.worker import Options
from docx2tasks.errors import Refusal, Status
from docx2tasks.export.store import Expected, Form, Removal, StoredDocument
from docx2tasks.office.flat_tasks import ledger_to_papers
from docx2tasks.office.papers import Paper, Unread
from docx2tasks.office.written import is_our_json, json_to_papers, read_written

_WORKBOOK_HINT = "name it alone, or give the documents, or what batch or parse wrote"


def find_papers(
    sources: Sequence[str],
    options: Options,
    look: Callable[[Event | None], None],
    jobs: int = 0,
    *,
    is_brief: bool = False,
) -> Iterator[Paper | Unread]:
    """The documents in all sources, one after another; with ``is_brief``, of databases what is counted in them.

    A source is a paper (``方案.docx``), a folder of papers, the folder or the database that a batch wrote, what
    ``parse`` wrote (``方案.json``, ``方案.jsonl``), or, where all sources are such, a workbook of ``export``.  JSON of
    documents is read in folders, too.  Raises what :func:`~docx2tasks.batch.inputs.find.find_inputs` raises, and
    ``not-records``.
    """
    papers: list[str] = []
    if are_ledgers(sources):
        for source in sources:
            yield from ledger_to_papers(Path(source))
        return
    for source in sources:
        path = Path(source)
        if are_ledgers([source]):  # among papers, as * gives it
            yield Unread(path.name, Status.SKIPPED.value, "this is a workbook that export wrote", _WORKBOOK_HINT)
            continue
        written = read_written(path, is_brief=is_brief)
        if written is None:
            papers.append(source)
        else:
            yield from written
    if papers:
        yield from _read_papers(papers, options, look, jobs)


def are_ledgers(sources: Sequence[str]) -> bool:
    """Whether all sources are workbooks that ``export`` wrote."""
    return bool(sources) and all(one.lower().endswith(".xlsx") and has_our_property(one) for one in sources)


# --- papers ------------------------------------------------------------------------------------------


class _Shelf:
    """A store that hands its documents on."""

    form = Form.document

    def __init__(self) -> None:
        self._papers: list[Paper] = []

    def take(self) -> Sequence[Paper]:
        """What was put since the last call."""
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
                yield from _read_refused(event.outcome, event.refusal)
            yield from shelf.take()
    yield from shelf.take()


def _read_refused(outcome: Outcome, refusal: Refusal) -> Iterator[Paper | Unread]:
    """A file that is no paper: records where it holds them, as the files of a batch do without its ledger."""
    path = Path(outcome.path)
    if refusal.code == Status.SKIPPED and is_our_json(path):
        found = json_to_papers(path.read_bytes(), outcome.name)
        yield from (paper._replace(name=outcome.name.removesuffix(path.suffix)) for paper in found)
    else:
        yield Unread(outcome.name, refusal.code, refusal.message, refusal.hint)
