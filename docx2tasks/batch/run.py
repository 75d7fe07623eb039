"""The main loop of a batch: finds inputs, reads them in parallel, writes them in groups.

    inputs ─ resume ─▶ jobs ─ engine ─▶ results ─ commit ─▶ store and ledger

It can be killed at any moment: what is not in the ledger is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from docx2tasks.addresses import hide_password
from docx2tasks.batch.code_version import find_code_version
from docx2tasks.batch.commit import Committer, Event, known_to_events
from docx2tasks.batch.engine import Engine, Session
from docx2tasks.batch.finish import Copies
from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.ledger import (
    DATABASE,
    ENDED,
    LEDGER,
    POSITION,
    RECORDS,
    SHARD,
    STORE,
    Ledger,
    Outcome,
    find_ledger,
)
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.lock import locked
from docx2tasks.batch.lost import Closing, LostDocuments, find_closing, note_lost
from docx2tasks.batch.resume import Policy, Setup, find_jobs
from docx2tasks.batch.worker import Job, Options
from docx2tasks.errors import UsageError
from docx2tasks.export.files import make_folder
from docx2tasks.export.store import PART_BYTES, Store
from docx2tasks.export.stores import find_store
from docx2tasks.model import SCHEMA_VERSION

_MANY = 500  # outcomes that are collected before they are reported


class Plan(NamedTuple):
    """The plan of a batch: options, output, and what is read again."""

    options: Options
    kind: str = "json"
    part_bytes: int = PART_BYTES
    policy: Policy = Policy()
    shard: str = ""  # 3/16, where the inputs are a shard


News = Event | LostDocuments | Closing | None


def run(inputs: Iterator[Input], out: Path, plan: Plan, engine: Engine | None = None) -> Generator[News]:
    """Read the inputs and write below ``out``; an event for each document, None now and then.

    ``engine`` is what reads them, worker processes of this machine where it is None.  What is no longer in the output
    comes first, and what that came to last.

    Raises what concerns the call and not one document: ``UsageError``, ``SpaceError``, ``BusyError``.  What was
    committed until then stays, and another run continues after it.
    """
    find_store(plan.kind)
    with (engine or LocalEngine()).connect(plan.kind) as session:
        make_folder(out)
        with locked(out), closing(Ledger(find_ledger(out))) as ledger:
            check_kind(ledger, plan.kind, out)
            position = ledger.look_up(POSITION) or ""
            with session.open_store(plan.kind, out, position, plan.part_bytes) as store:
                check_database(ledger, store, plan.kind, out)
                ledger.note(SHARD, plan.shard)
                ledger.note(ENDED, "")
                lost = note_lost(ledger, store, plan.kind)
                if lost.documents:
                    yield lost
                copies = yield from _read_and_commit(inputs, ledger, store, plan, session)
                ledger.note(ENDED, "1")
                ledger.commit()
                yield find_closing(ledger, lost, copies)


def stream_to(store: Store, inputs: Iterator[Input], plan: Plan, engine: LocalEngine | None = None) -> Generator[News]:
    """Read all inputs into a store of this run only; like :func:`run`, without a ledger."""
    with closing(Ledger(None)) as ledger, (engine or LocalEngine()).connect(plan.kind) as session:
        copies = yield from _read_and_commit(inputs, ledger, store, plan, session)
        yield Closing(copies=copies.found)


def find_setup(options: Options) -> Setup:
    """The setup of a file; if it changes, the file is read again."""
    rules = options.rules.digest()[:16] + (f"+{options.source_format}" if options.source_format else "")
    rules += "+keywords" if options.keywords else ""
    rules += "+all" if options.provisions else ""
    rules += f"+{options.corrections.digest[:16]}" if options.corrections else ""
    limits = hashlib.sha256(repr(options.limits).encode()).hexdigest()[:16]
    return Setup(find_code_version(), rules, limits)


def check_kind(ledger: Ledger, kind: str, out: Path) -> None:
    """Raises ``other-output`` where the batch was begun with another kind of store."""
    known, kind = ledger.look_up(STORE), hide_password(kind)
    if known is None:
        if any(out.glob("part-*")):
            hint = "restore the ledger, or use an empty folder"
            raise UsageError("output-changed", f"{out} contains output parts but no {LEDGER}", hint)
    elif known != kind and not _may_be_same(known, kind):
        raise _to_other_output(known, out)
    elif not find_store(kind).mixes_versions and (version := ledger.look_up(RECORDS) or "1.0") != SCHEMA_VERSION:
        words = f"{out} contains records of schema {version}; this program writes {SCHEMA_VERSION}"
        raise UsageError("output-changed", words, "use a new folder (and database) to read everything again")


def check_database(ledger: Ledger, store: Store, kind: str, out: Path) -> None:
    """Raises ``other-output`` where another address leads to other tables than those of the batch."""
    known = ledger.look_up(STORE)
    if known not in {None, hide_password(kind)} and getattr(store, "identity", "") != ledger.look_up(DATABASE):
        raise _to_other_output(str(known), out)


def _may_be_same(known: str, kind: str) -> bool:
    """Whether two addresses may lead to the same tables: a server has many names."""
    of = find_store(kind)
    return of.needs_address and known.partition("://")[0] in of.names


def _to_other_output(known: str, out: Path) -> UsageError:
    hint = f"use --to {known}, or another folder"
    return UsageError("other-output", f"{out} contains a batch written as {known}", hint)


def _read_and_commit(
    inputs: Iterator[Input], ledger: Ledger, store: Store, plan: Plan, session: Session
) -> Generator[Event | None, None, Copies]:
    setup = find_setup(plan.options)
    committer = Committer(ledger, store, setup, session.group_seconds)
    known: list[Outcome] = []
    jobs = _split_known(find_jobs(inputs, ledger, setup, plan.policy), known)
    try:
        with closing(session.read(jobs, plan.options._replace(form=store.form))) as groups:
            for results in groups:
                if not results:
                    yield from known_to_events(known, ledger)
                    known.clear()
                    yield None
                events = committer.take(results)
                if committer.is_due:
                    committer.commit()
                yield from events
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        _save(committer, session)
        raise
    yield from known_to_events(known, ledger)
    return committer.finish(skips_copies=plan.policy.skips_copies)


def _save(committer: Committer, session: Session) -> None:
    """Commit what has come in, and wait for nothing."""
    if not committer.is_whole:
        return
    for results in session.take_finished():
        committer.take(results)
    committer.commit()


def _split_known(jobs: Iterator[Job | Outcome], known: list[Outcome]) -> Iterator[Job | None]:
    """The jobs; the others go to ``known``, and None tells that there are many of them."""
    for job in jobs:
        if isinstance(job, Job):
            yield job
            continue
        known.append(job)
        if len(known) >= _MANY:
            yield None
