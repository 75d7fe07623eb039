"""A batch from beginning to end: inputs that the ledger does not know, read side by side, written in groups.

    inputs ─ resume ─▶ jobs ─ lanes ─▶ results ─ book ─▶ store and ledger

It can be killed at any moment: what is not in the ledger is read again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from docx2tasks import __version__
from docx2tasks.addresses import hide_password
from docx2tasks.batch.commit import Book, Copies
from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.ledger import LEDGER, POSITION, RECORDS, STORE, Ledger, Outcome
from docx2tasks.batch.local import Result, read_all
from docx2tasks.batch.lock import hold
from docx2tasks.batch.lost import Closing, Lost, find_closing, note_lost
from docx2tasks.batch.preload import warm_up
from docx2tasks.batch.resume import Policy, Setup, find_jobs
from docx2tasks.batch.worker import Job, Options
from docx2tasks.errors import Refusal, UsageError
from docx2tasks.export.files import make_folder
from docx2tasks.export.store import PART_BYTES, Store
from docx2tasks.export.stores import find_store, open_store
from docx2tasks.isolate import is_portable
from docx2tasks.model import SCHEMA_VERSION

_WITHOUT_COLUMNS = frozenset({"json", "jsonl"})  # outputs in which records of two versions can be side by side
_MANY = 500  # outcomes that are held until they are told


class Plan(NamedTuple):
    """How a batch is run: what is made of its documents, by how many children, and what is read again."""

    options: Options
    kind: str = "json"
    lanes: int = 0  # 0: one for each processor
    part_bytes: int = PART_BYTES
    policy: Policy = Policy()


class Event(NamedTuple):
    """An outcome; ``is_new``: of this run.  ``fault`` is the bug behind a refusal with the code ``bug``."""

    outcome: Outcome
    is_new: bool
    refusal: Refusal | None = None
    fault: Exception | None = None


News = Event | Lost | Closing | None


def run(inputs: Iterator[Input], out: Path, plan: Plan) -> Generator[News]:
    """Read the inputs and write below ``out``; an event for each document, None now and then.

    What is no longer in the output comes first, and what that came to last.

    Raises what concerns the call and not one document: ``UsageError``, ``SpaceError``, ``BusyError``.  What was
    committed until then stays, and another run goes on behind it.
    """
    find_store(plan.kind)
    make_folder(out)
    with hold(out), closing(Ledger(out / LEDGER)) as ledger:
        check_kind(ledger, plan.kind, out)
        position = ledger.look_up(POSITION) or ""
        with closing(open_store(plan.kind, out, position, part_bytes=plan.part_bytes)) as store:
            lost = note_lost(ledger, store, plan.kind)
            if lost.documents:
                yield lost
            copies = yield from _run(inputs, ledger, store, plan)
            yield find_closing(ledger, lost, copies)


def pour(inputs: Iterator[Input], store: Store, plan: Plan) -> Generator[News]:
    """Read all inputs into a store that is there for this run alone; as :func:`run`, but nothing is known before."""
    with closing(Ledger(None)) as ledger:
        copies = yield from _run(inputs, ledger, store, plan)
        yield Closing(copies=copies.found)


def find_setup(options: Options) -> Setup:
    """What decides what is made of a file: another setup, and it is read anew."""
    rules = options.rules.digest()[:16] + (f"+{options.source_format}" if options.source_format else "")
    rules += "+keywords" if options.keywords else ""
    rules += "+all" if options.provisions else ""
    limits = hashlib.sha256(repr(options.limits).encode()).hexdigest()[:16]
    return Setup(__version__, rules, limits)


def check_kind(ledger: Ledger, kind: str, out: Path) -> None:
    """Raises ``other-output`` where the batch was begun with another kind of store."""
    known, kind = ledger.look_up(STORE), hide_password(kind)
    if known is None:
        if any(out.glob("part-*")):
            hint = "put the ledger back, or name an empty folder"
            raise UsageError("output-changed", f"{out} holds parts of an output, but no {LEDGER} that knows them", hint)
    elif known != kind:
        hint = f"use --to {known}, or another folder"
        raise UsageError("other-output", f"{out} holds a batch that was written as {known}", hint)
    elif kind not in _WITHOUT_COLUMNS and (version := ledger.look_up(RECORDS) or "1.0") != SCHEMA_VERSION:
        words = f"{out} holds records of version {version}, this program writes version {SCHEMA_VERSION}"
        raise UsageError("output-changed", words, "name a new folder (and database) and run again: all is read anew")


def _run(inputs: Iterator[Input], ledger: Ledger, store: Store, plan: Plan) -> Generator[Event | None, None, Copies]:
    setup = find_setup(plan.options)
    book = Book(ledger, store, setup)
    options = plan.options._replace(form=store.form)
    known: list[Outcome] = []
    jobs = set_aside(find_jobs(inputs, ledger, setup, plan.policy), known)
    first = [*islice(jobs, 2)]
    if len(first) > 1 and not is_portable():  # a single file has no use for it, nor have new interpreters
        warm_up(options)
    jobs = chain(first, jobs)
    try:
        with closing(read_all(jobs, options, plan.lanes or count_processors())) as results:
            for result in results:
                if result is not None:
                    yield from result_to_events(book, result)
                else:
                    yield from known_to_events(book, known)
                    known.clear()
                    yield None
                if book.is_due:
                    book.commit()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        if book.is_whole:
            book.commit()
        raise
    yield from known_to_events(book, known)
    return book.finish(skips_copies=plan.policy.skips_copies)


def set_aside(jobs: Iterator[Job | Outcome], known: list[Outcome]) -> Iterator[Job | None]:
    """The jobs; the others go to ``known``, and None tells that there are many of them."""
    for job in jobs:
        if isinstance(job, Job):
            yield job
            continue
        known.append(job)
        if len(known) >= _MANY:
            yield None


def result_to_events(book: Book, result: Result) -> Iterator[Event]:
    """Take a result into the book; of an archive that is known, what it holds comes with it."""
    is_new = result.finished is not None or result.emptied is not None
    refusal = result.finished.refusal if result.finished else None
    outcome = book.add(result)
    if is_new:
        yield Event(outcome, is_new, refusal, result.fault)
    else:
        yield from known_to_events(book, [outcome])


def known_to_events(book: Book, known: Iterable[Outcome]) -> Iterator[Event]:
    """The events of what need not be read again, with the documents that archives hold."""
    for outcome in known:
        yield from (Event(one, is_new=False) for one in book.find_members(outcome))
        yield Event(outcome, is_new=False)


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
