"""Which inputs a batch still has to read: new, changed or to be retried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.ledger import Ledger, Outcome
from docx2tasks.batch.worker import Job
from docx2tasks.errors import Status

_GROUP = 200  # names that are looked up at once
_TRIES = 2  # after this many failures of its own, a file is skipped
_PASSING = frozenset(  # nothing about the content
    {"unreadable", "vanished", "missing", "changed", "unreachable", "killed", "no-handles", "no-process"}
)


class Setup(NamedTuple):
    """What a result depends on besides the content of the file."""

    version: str
    rules: str
    limits: str


class Policy(NamedTuple):
    """Which known files are read again."""

    retries_failed: bool = False  # also those that failed for good
    trusts_times: bool = False  # those of the same size and time of change are not opened
    skips_copies: bool = False  # copies of other documents are left out of the output


def find_jobs(inputs: Iterator[Input], ledger: Ledger, setup: Setup, policy: Policy) -> Iterator[Job | Outcome]:
    """What to read; the outcome of what need not even be opened."""
    while some := [*islice(inputs, _GROUP)]:
        known = ledger.find([one.name for one in some])
        for one in some:
            yield _find_job(one, known.get(one.name), ledger, setup, policy)


def _find_job(one: Input, known: Outcome | None, ledger: Ledger, setup: Setup, policy: Policy) -> Job | Outcome:
    if known is None or known.is_lost or not _is_settled(known, ledger, setup, policy):
        return Job(one)
    if policy.trusts_times and known.modified_ns and one.stamp() == (known.bytes, known.modified_ns):
        return known
    return Job(one, known.sha256)


def _is_settled(known: Outcome, ledger: Ledger, setup: Setup, policy: Policy) -> bool:
    """Whether the same content need not be read again."""
    if (known.version, known.rules) != (setup.version, setup.rules):
        return False
    parts = ledger.find_members(known.name) if known.status is Status.OPENED else [known]
    return all(not part.is_lost and _is_final(part, setup, policy) for part in parts)


def _is_final(known: Outcome, setup: Setup, policy: Policy) -> bool:
    if not known.is_failed:
        return known.status is not Status.COPY or policy.skips_copies
    if policy.retries_failed or known.limits != setup.limits:
        return False
    if known.status is Status.REFUSED:
        return known.code not in _PASSING
    return known.attempts >= _TRIES
