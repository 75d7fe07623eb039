"""Results to the store and the ledger, in groups: first the store, then the ledger with the store's position.

A group ends with an input, never among the documents of an archive: what was not committed is read again, whole.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from docx2tasks.batch.copies import Copy, find_copies
from docx2tasks.batch.ledger import POSITION, WRITTEN, Ledger, Outcome
from docx2tasks.batch.local import Result
from docx2tasks.batch.mirror import OutputNames
from docx2tasks.batch.resume import Setup
from docx2tasks.batch.worker import Finished
from docx2tasks.errors import Status
from docx2tasks.export.names import text_to_name
from docx2tasks.export.store import Removal, Store, StoredDocument

_GROUP_SECONDS = 1.0
_GROUP_BYTES = 16_000_000
_PAGE = 500  # copies that are looked up at once
_NOTHING = Finished()
_COPIES_NO_MORE = "SELECT name FROM outcomes WHERE status = 'copy' AND copy_of IS NULL"


class Copies(NamedTuple):
    """The copies in the whole batch, and the tasks of those that were taken out of the output in this run."""

    found: Sequence[Copy] = ()
    left_out: int = 0


class _Written(NamedTuple):
    """An outcome with its records, and what the ledger said of it before."""

    outcome: Outcome
    data: bytes
    before: Outcome | None


class Book:
    """Takes results in their order; what it has taken is safe after :meth:`commit`."""

    def __init__(self, ledger: Ledger, store: Store, setup: Setup) -> None:
        self._ledger, self._store, self._setup = ledger, store, setup
        self._names = OutputNames(ledger.is_taken)
        self._group: list[_Written] = []
        self._gone: list[Outcome] = []  # documents that archives hold no more
        self._bytes = 0
        self._members: set[str] = set()  # of the archive that is being read
        self._since = time.monotonic()

    @property
    def is_whole(self) -> bool:
        """Whether what was taken ends with an input."""
        return not self._members

    @property
    def is_due(self) -> bool:
        """Whether it is time to commit."""
        late = time.monotonic() - self._since > _GROUP_SECONDS
        return self.is_whole and (late or self._bytes > _GROUP_BYTES)

    def add(self, result: Result) -> Outcome:
        """Take a result; its outcome."""
        before = self._ledger.find([result.name]).get(result.name)
        if result.finished is None and result.emptied is None and before is not None:
            return self._keep(result, before)
        outcome = self._result_to_outcome(result, before)
        self._ledger.put(outcome)
        self._group.append(_Written(outcome, (result.finished or _NOTHING).data, before))
        self._bytes += len(self._group[-1].data)
        if not result.is_last:
            self._members.add(result.name)
        elif self._members or (before is not None and before.status is Status.OPENED):
            self._forget_gone(result.name)
        return outcome

    def find_members(self, outcome: Outcome) -> list[Outcome]:
        """What is known of the documents in an archive or mail; nothing of a document."""
        return self._ledger.find_members(outcome.name) if outcome.status is Status.OPENED else []

    def _keep(self, result: Result, before: Outcome) -> Outcome:
        """Note when the file was changed, whose content was not."""
        if result.loaded and result.loaded.modified_ns != before.modified_ns:
            self._ledger.put(before._replace(modified_ns=result.loaded.modified_ns))
        return before

    def _forget_gone(self, container: str) -> None:
        gone = [one for one in self._ledger.find_members(container) if one.name not in self._members]
        self._ledger.forget([one.name for one in gone])
        self._gone += gone
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
        """Write what was taken; the store first.  Requests to end wait for it."""
        with _uninterrupted():
            self._commit()

    def _commit(self) -> None:
        replaced = [one.before for one in self._group if one.before is not None and _is_stale(one.before, one.outcome)]
        gone = [one for one in [*self._gone, *replaced] if _is_written(one)]
        stale = [Removal(one.name, one.part, one.target) for one in gone]
        if stale:
            self._store.remove(stale)
        written = [one for one in self._group if _is_written(one.outcome)]
        entries = [StoredDocument(one.outcome.name, one.outcome.target, one.data) for one in written]
        if entries:
            parts = self._store.put(entries)
            names = [entry.name for entry in entries]
            self._ledger.place(zip(parts, self._store.stamp(entries), names, strict=True))
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()
        self._names.settle()
        self._group, self._gone, self._bytes, self._since = [], [], 0, time.monotonic()

    def finish(self, *, skips_copies: bool = False) -> Copies:
        """Commit, look for copies, take them out where they are skipped, and complete the store."""
        self.commit()
        copies = [*find_copies(self._ledger)]
        self._ledger.mark_copies(copies)
        tasks = self._leave_out(copies) if skips_copies else 0
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()
        self._finish_store()
        return Copies(copies, tasks)

    def _leave_out(self, copies: Sequence[Copy]) -> int:
        """Take copies out of the store; their tasks.  What is no copy any more is forgotten, to be read again."""
        tasks = 0
        for first in range(0, len(copies), _PAGE):
            found = self._ledger.find([copy.name for copy in copies[first : first + _PAGE]]).values()
            gone = [one for one in found if _is_written(one)]
            if gone:
                self._store.remove([Removal(one.name, one.part, one.target) for one in gone])
            for one in gone:
                self._ledger.put(one._replace(status=Status.COPY, part=None, written=None))
                tasks += one.tasks
        self._ledger.forget([text_to_name(str(name)) for (name,) in self._ledger.query(_COPIES_NO_MORE)])
        return tasks

    def _finish_store(self) -> None:
        self._store.finish()
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Signals that ask to end are taken in afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: a run that is interrupted here is one that was killed
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_written(outcome: Outcome) -> bool:
    return outcome.status in WRITTEN


def _is_stale(before: Outcome, now: Outcome) -> bool:
    """Whether what was written is not just replaced where it stands."""
    return before.part is not None or not _is_written(now)


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
    if result.emptied is not None:
        return outcome._replace(format=result.emptied.format, seconds=result.emptied.seconds)
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
