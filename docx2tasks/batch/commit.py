"""Writes results in groups: first to the store, then to the ledger with the store's position.

A group ends with an input, never among the documents of an archive: what was not committed is read again, whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docx2tasks.batch.engine import Result
from docx2tasks.batch.finish import Copies, finish_output, is_written, outcome_to_removal
from docx2tasks.batch.inputs.seen import Seen
from docx2tasks.batch.ledger import POSITION, Ledger, Outcome
from docx2tasks.batch.mirror import OutputNames
from docx2tasks.batch.resume import Setup
from docx2tasks.batch.worker import Finished
from docx2tasks.errors import Refusal, Status, UsageError
from docx2tasks.export.store import Removal, Store, StoredDocument
from docx2tasks.isolate import uninterrupted

_GROUP_BYTES = 16_000_000
_NOTHING = Finished()


class Event(NamedTuple):
    """An outcome; ``is_new``: of this run.  ``fault`` is the error behind the code ``bug``."""

    outcome: Outcome
    is_new: bool
    refusal: Refusal | None = None
    fault: Exception | None = None


def known_to_events(known: Iterable[Outcome], ledger: Ledger) -> Iterator[Event]:
    """The events of inputs that need not be read again, with the documents in archives."""
    for outcome in known:
        members = ledger.find_members(outcome.name) if outcome.status is Status.OPENED else ()
        yield from (Event(one, is_new=False) for one in (*members, outcome))


class Committer:
    """Takes results in order; they are safe after :meth:`commit`."""

    def __init__(self, ledger: Ledger, store: Store, setup: Setup, group_seconds: float) -> None:
        self._ledger, self._store, self._setup, self._group_seconds = ledger, store, setup, group_seconds
        self._names = OutputNames(ledger.is_taken)
        self._documents: list[StoredDocument] = []
        self._removals: list[Removal] = []  # of what was written before, or is no longer in its archive
        self._bytes = 0
        self._is_taking = False  # a group of results, which is committed whole
        self._is_taken = False  # since the last commit
        self._members: set[str] = set()  # of the archive that is being read
        self._since = time.monotonic()
        self._given = Seen()  # names of this run

    @property
    def is_whole(self) -> bool:
        """Whether the results taken end with a group and an input."""
        return not self._members and not self._is_taking

    @property
    def is_due(self) -> bool:
        """Whether it is time to commit."""
        late = time.monotonic() - self._since >= self._group_seconds
        return self.is_whole and self._is_taken and (late or self._bytes > _GROUP_BYTES)

    def take(self, results: Sequence[Result]) -> list[Event]:
        """Take a group of results, which is committed completely or not at all; returns its events."""
        self._is_taking = True
        events = [event for result in results for event in self._add(result)]
        self._is_taking = False
        return events

    def _add(self, result: Result) -> Iterator[Event]:
        """What a result came to; of an archive that is known, with the documents that it holds."""
        self._is_taken = True
        outcome = self._take(result)
        if result.finished is None and result.container is None:
            yield from known_to_events([outcome], self._ledger)
        else:
            refusal = result.finished.refusal if result.finished else None
            yield Event(outcome, is_new=True, refusal=refusal, fault=result.fault)

    def _take(self, result: Result) -> Outcome:
        _check_name(result, self._given)
        before = self._ledger.find([result.name]).get(result.name)
        if result.finished is None and result.container is None and before is not None:
            return self._keep(result, before)
        outcome = self._result_to_outcome(result, before)
        self._ledger.put(outcome)
        self._put(outcome, (result.finished or _NOTHING).data, before)
        if not result.is_last:
            self._members.add(result.name)
        elif self._members or (before is not None and before.status is Status.OPENED):
            self._forget_gone(result.name)
        return outcome

    def _put(self, outcome: Outcome, data: bytes, before: Outcome | None) -> None:
        """Have a document written, and what stands in its place removed where writing does not replace it."""
        if before is not None and is_written(before) and _is_stale(before, outcome):
            self._removals.append(outcome_to_removal(before))
        if is_written(outcome):
            self._documents.append(StoredDocument(outcome.name, outcome.target, data))
            self._bytes += len(data)

    def _keep(self, result: Result, before: Outcome) -> Outcome:
        """Note when the file was changed, whose content was not."""
        if result.loaded and result.loaded.modified_ns != before.modified_ns:
            self._ledger.put(before._replace(modified_ns=result.loaded.modified_ns))
        return before

    def _forget_gone(self, container: str) -> None:
        gone = [one for one in self._ledger.find_members(container) if one.name not in self._members]
        self._ledger.forget([one.name for one in gone])
        self._removals += map(outcome_to_removal, filter(is_written, gone))
        self._members = set()

    def _result_to_outcome(self, result: Result, before: Outcome | None) -> Outcome:
        target, key = (before.target, before.key) if before else self._names.new(result.name)
        outcome = _result_to_facts(result)._replace(
            target=target, key=key, version=self._setup.version, rules=self._setup.rules, limits=self._setup.limits
        )
        if not outcome.is_failed:
            return outcome
        is_same = before is not None and before.sha256 == outcome.sha256
        return outcome._replace(attempts=1 + (before.attempts if before is not None and is_same else 0))

    def commit(self) -> None:
        """Write the results taken, to the store first.  Signals to end wait for it."""
        with uninterrupted():
            self._commit()

    def _commit(self) -> None:
        if self._removals:
            self._store.remove(self._removals)
        if self._documents:
            parts = self._store.put(self._documents)
            names = [document.name for document in self._documents]
            self._ledger.place(zip(parts, self._store.stamp(self._documents), names, strict=True))
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()
        self._names.settle()
        self._documents, self._removals, self._bytes = [], [], 0
        self._is_taken, self._since = False, time.monotonic()

    def finish(self, *, skips_copies: bool = False) -> Copies:
        """Commit, and complete the output; copies are taken out where they are skipped."""
        self.commit()
        self._given.close()
        return finish_output(self._ledger, self._store, skips_copies=skips_copies)


def _check_name(result: Result, given: Seen) -> None:
    """Raises ``name-twice``: records of one document would take the place of another's."""
    if not given.is_new(result.name):
        what = f"two documents of this run are named {result.name}, the second of them in {result.input.path}"
        raise UsageError("name-twice", what, "leave one of them out: --exclude NAME")


def _is_stale(before: Outcome, now: Outcome) -> bool:
    """Whether what was written is not just replaced where it stands."""
    return before.part is not None or not is_written(now)


def _result_to_facts(result: Result) -> Outcome:
    """What is known of a document without those before it."""
    one, loaded = result.input, result.loaded
    outcome = Outcome(
        name=result.name,
        path=one.path + result.name[len(one.name) :],
        status=Status.OPENED,
        container=None if result.name == one.name else one.name,
    )
    if loaded is not None:
        outcome = outcome._replace(sha256=loaded.sha256, bytes=loaded.bytes, modified_ns=loaded.modified_ns)
    if result.container is not None:
        return outcome._replace(format=result.container.format, seconds=result.container.seconds)
    return _add_finished(outcome, result.finished or _NOTHING)


def _add_finished(outcome: Outcome, finished: Finished) -> Outcome:
    refusal = finished.refusal
    return outcome._replace(
        status=_to_status(finished),
        format=finished.format,
        code=refusal.code if refusal else None,
        message=refusal.message if refusal else None,
        tasks=finished.tasks,
        diagnostics=finished.diagnostics,
        coverage=finished.coverage,
        **finished.facts._asdict(),
        seconds=finished.seconds,
        memory=finished.memory,
    )


def _to_status(finished: Finished) -> Status:
    if finished.refusal is not None:
        return finished.refusal.status
    return Status.DONE if finished.tasks else Status.NO_TASKS
