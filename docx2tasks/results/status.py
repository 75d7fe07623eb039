"""The status of a batch, aggregated from its ledger.

Each table is one query of its own, so that a batch that is still running waits for none of them long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from docx2tasks.addresses import show
from docx2tasks.batch.ledger import READ, STORE, Ledger, find_ledger
from docx2tasks.errors import Status

K = TypeVar("K", bound=str | tuple[str, ...])

LITTLE = 0.9  # of the characters are accounted for: what has less is worth a look
_SHOWN = 10  # files that are listed of each kind
_PAGE = 1_000

_FAILED_STATUS = ", ".join(f"'{status.value}'" for status in Status if status not in READ)
_WORDS = 6  # columns in front of the sums
# one pass for all sums: each pass over a million documents takes seconds
_SUMS = """
SELECT status, format, code, version, rules, limits, count(*), total(tasks), total(bytes), total(seconds),
       total(coverage), count(coverage), total(coverage < ?)
FROM outcomes GROUP BY 1, 2, 3, 4, 5, 6
"""
_EXAMPLES = f"SELECT code, min(name) FROM outcomes WHERE status IN ({_FAILED_STATUS}) AND code NOTNULL GROUP BY 1"  # noqa: S608
_DIAGNOSTICS = """
SELECT found.key, count(*), sum(found.value) FROM outcomes, json_each(outcomes.diagnostics) AS found
WHERE diagnostics <> '{}' GROUP BY 1 ORDER BY 2 DESC, 1
"""
_SKIPPED = "SELECT name, message FROM outcomes WHERE status = 'skipped' ORDER BY name LIMIT ?"
_COPIES_COUNTED = "SELECT count(*) FROM outcomes WHERE copy_of IS NOT NULL"
_COPIES = "SELECT name, copy_of FROM outcomes WHERE copy_of IS NOT NULL ORDER BY name LIMIT ?"
_MOST = "SELECT name, status, format, bytes, seconds, memory FROM outcomes ORDER BY {by} DESC, name LIMIT ?"
_LEAST_COVERED = """
SELECT name, coverage, tasks, format FROM outcomes WHERE coverage < ? ORDER BY coverage, name LIMIT ?
"""
_FAILURES = """
SELECT name, status, code, sha256, seconds, memory, attempts, message FROM outcomes
WHERE status NOT IN ('done', 'no-tasks', 'opened', 'copy', 'skipped') AND name > ? ORDER BY name LIMIT ?
"""


class Sums(NamedTuple):
    """Documents added up."""

    documents: int
    tasks: float
    bytes: float
    seconds: float
    coverage: float
    covered: int  # documents of which the coverage is known
    doubtful: float  # of them, those of which too little is accounted for


class Group(NamedTuple):
    """Documents with the same status, format and code, read with the same, added up."""

    status: str
    format: str | None
    code: str | None
    version: str
    rules: str
    limits: str
    sums: Sums


def add_up(groups: Iterable[Group], key: Callable[[Group], K | None]) -> dict[K, Sums]:
    """The sums of groups with the same key; those without one are left out."""
    found: dict[K, Sums] = {}
    for group in groups:
        name = key(group)
        if name is not None:
            found[name] = _add(found[name], group.sums) if name in found else group.sums
    return found


def _add(one: Sums, other: Sums) -> Sums:
    return Sums._make(a + b for a, b in zip(one, other, strict=True))


class Costly(NamedTuple):
    """A file that took long or much; ``memory`` in bytes."""

    name: str
    status: str
    format: str | None
    bytes: int | None
    seconds: float
    memory: int


class Copied(NamedTuple):
    """Documents that are copies of others, and the first of them with their originals."""

    documents: int
    first: Sequence[tuple[str, str]]


class BatchStatus(NamedTuple):
    """The status of a batch; names as text (``export.names``)."""

    folder: str
    store: str
    groups: Sequence[Group]
    examples: Mapping[str, str]  # of files that were not read: code, the first name
    diagnostics: Sequence[tuple[str, int, int]]  # code, documents, times
    copies: Copied
    skipped: Sequence[tuple[str, str]]  # the first of them: name, why
    least_covered: Sequence[tuple[str, float, int, str]]  # name, coverage, tasks, format
    slowest: Sequence[Costly]
    hungriest: Sequence[Costly]


class Failed(NamedTuple):
    """A file that was not read; ``memory`` is the peak in bytes."""

    name: str
    status: str
    code: str | None
    sha256: str | None
    seconds: float
    memory: int
    attempts: int
    message: str | None


def find_status(out: Path) -> BatchStatus:
    """The status of a finished, running or killed batch.

    Raises what :class:`~docx2tasks.batch.ledger.Ledger` raises: ``no-ledger``, ``other-ledger``, ``ledger-busy``.
    """
    with closing(Ledger(find_ledger(out), writes=False)) as ledger:

        def ask(query: str, *values: float) -> Sequence[Any]:
            return ledger.query(query, values)

        return BatchStatus(
            str(out),
            show(ledger.look_up(STORE) or "json"),
            [Group._make([*row[:_WORDS], Sums(*row[_WORDS:])]) for row in ask(_SUMS, LITTLE)],
            dict(ask(_EXAMPLES)),
            ask(_DIAGNOSTICS),
            Copied(ask(_COPIES_COUNTED)[0][0], ask(_COPIES, _SHOWN)),
            ask(_SKIPPED, _SHOWN),
            ask(_LEAST_COVERED, LITTLE, _SHOWN),
            [Costly(*row) for row in ask(_MOST.format(by="seconds"), _SHOWN)],
            [Costly(*row) for row in ask(_MOST.format(by="memory"), _SHOWN)],
        )


def find_failed(out: Path) -> Iterator[Failed]:
    """All files that were not read, in the order of their names; raises what :func:`find_status` raises."""
    with closing(Ledger(find_ledger(out), writes=False)) as ledger:
        last = ""
        while page := [Failed(*row) for row in ledger.query(_FAILURES, (last, _PAGE))]:  # type: ignore[arg-type]
            yield from page
            last = page[-1].name
