"""Results to the store and the ledger, in groups: first the store, then the ledger with the store's position.

A group ends with an input, never among the documents of an archive: what was not committed is read again, whole.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple

from docx2tasks.batch.lanes import Result
from docx2tasks.batch.ledger import Ledger, Outcome
from docx2tasks.batch.outputs import OutputNames
from docx2tasks.batch.resume import Setup
from docx2tasks.batch.work import Finished
from docx2tasks.errors import Refusal, Status
from docx2tasks.export.store import Entry, Store

POSITION = "position"  # of the store, among the facts of the ledger

_GROUP_SECONDS = 0.5
_GROUP_BYTES = 16_000_000
_NOTHING = Finished()


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
        digest = result.loaded.sha256 if result.loaded else None
        outcome = Outcome(
            name=result.name,
            path=result.input.path + result.name[len(result.input.name) :],
            container=None if result.name == result.input.name else result.input.name,
            target=target,
            key=key,
            sha256=digest,
            bytes=result.loaded.bytes if result.loaded else None,
            modified_ns=result.loaded.modified_ns if result.loaded else None,
            version=self._setup.version,
            rules=self._setup.rules,
            limits=self._setup.limits,
            **_result_to_facts(result),
        )
        is_same = before is not None and before.sha256 == digest
        failures = before.attempts if before is not None and is_same else 0
        return outcome._replace(attempts=failures + 1 if outcome.is_failed else 0)

    def commit(self) -> None:
        """Write what was taken; the store first."""
        stale = [_stale(one) for one in self._gone]
        for one in self._group:
            if one.before is not None and (one.before.part is not None or one.outcome.is_failed):
                stale.append(_stale(one.before))
        if stale:
            self._store.drop(stale)
        written = [one for one in self._group if _is_written(one.outcome)]
        entries = [Entry(one.outcome.name, one.outcome.target, one.data) for one in written]
        parts = self._store.put(entries) if entries else ()
        for one, part in zip(written, parts, strict=True):
            if part is not None:
                self._ledger.put(one.outcome._replace(part=part))
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()
        self._group, self._gone, self._bytes, self._since = [], [], 0, time.monotonic()

    def finish(self) -> None:
        """Commit, and complete the store."""
        self.commit()
        self._store.finish()
        self._ledger.note(POSITION, self._store.position())
        self._ledger.commit()


def _is_written(outcome: Outcome) -> bool:
    return outcome.status in {Status.DONE, Status.NO_TASKS}


def _stale(outcome: Outcome) -> tuple[str, int | None]:
    return outcome.name, outcome.part


def _result_to_facts(result: Result) -> Mapping[str, object]:
    if result.emptied is not None:
        return {"status": Status.OPENED, "format": result.emptied.format, "seconds": result.emptied.seconds}
    finished = result.finished or _NOTHING
    refusal = finished.refusal
    return {
        "status": _to_status(finished, refusal),
        "format": finished.format,
        "code": refusal.code if refusal else None,
        "message": refusal.message if refusal else None,
        "tasks": finished.tasks,
        "diagnostics": finished.diagnostics,
        "coverage": finished.coverage,
        "seconds": finished.seconds,
        "memory": finished.memory,
    }


def _to_status(finished: Finished, refusal: Refusal | None) -> Status:
    if refusal is not None:
        return refusal.status
    return Status.DONE if finished.tasks else Status.NO_TASKS
