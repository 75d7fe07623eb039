"""Compares two batches.

    ledgers ─join─▶ the same document in both ─▶ equal bytes: done ─▶ records ─find_changes─▶ totals

Documents whose file was changed itself are counted apart from those that are only read otherwise now.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path

from docx2tasks.addresses import show
from docx2tasks.batch.ledger import STORE, Ledger, find_ledger
from docx2tasks.errors import Status, UsageError
from docx2tasks.results.compare.changes import FIELDS, GAINED, LOST, ORDER, find_changes
from docx2tasks.results.compare.pair_documents import Side, join
from docx2tasks.results.compare.report import (
    ABSENT,
    READ,
    UNREADABLE,
    Batch,
    Comparison,
    DocumentChange,
    OutcomeChange,
    Totals,
)
from docx2tasks.results.records.contents import Contents, Held, Known, Records
from docx2tasks.results.records.stores import open_records

OUTCOMES, FACTS, DIAGNOSTICS = "outcomes", "facts", "diagnostics"
WHAT = (OUTCOMES, *FIELDS, ORDER, GAINED, LOST, FACTS, DIAGNOSTICS)  # what can differ, and be asked for alone
MOST = 20  # documents that are listed, of each kind
EXAMPLES = 5  # values that are shown of each

_GROUP = 100  # documents that are fetched at once


def compare_batches(old: Path, new: Path, *, only: Sequence[str] = (), most: int = MOST) -> Comparison:
    """Compare two batches by their folders; ``only`` restricts the fields (``WHAT``).

    Raises :class:`UsageError` ``no-ledger``, ``other-ledger``, ``not-comparable``, ``unknown-field``, and
    what :func:`~docx2tasks.results.records.stores.open_records` raises.
    """
    refuse_unknown(only)
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(closing(Ledger(find_ledger(at), writes=False))) for at in (old, new))
        comparison = Comparison(_sum_up(ours, old), _sum_up(theirs, new), most)
        kinds = [ledger.look_up(STORE) or "json" for ledger in (ours, theirs)]
        _refuse_one_store(*kinds)
        before, after = (stack.enter_context(open_records(*one)) for one in zip(kinds, (old, new), strict=True))
        work = _Work(comparison, before, after, frozenset(only))
        pairs = join(ours, theirs)
        while group := [*islice(pairs, _GROUP)]:
            work.add(group)
    return comparison


def refuse_unknown(only: Sequence[str]) -> None:
    """Raise ``unknown-field`` for a name that is not in ``WHAT``."""
    if wrong := [name for name in only if name not in WHAT]:
        raise UsageError("unknown-field", f"{wrong[0][:40]!r} is nothing that is compared", f"use {', '.join(WHAT)}")


def _refuse_one_store(old: str, new: str) -> None:
    if "://" in old and old == new:
        hint = "run one of them again with another --to"
        raise UsageError("not-comparable", "both batches wrote to the same database, the later over the earlier", hint)


def _sum_up(ledger: Ledger, folder: Path) -> Batch:
    documents, tasks = ledger.query("SELECT count(*), total(tasks) FROM outcomes WHERE status <> 'opened'")[0]
    versions = ledger.query("SELECT version, rules FROM outcomes GROUP BY 1, 2")
    return Batch(
        str(folder),
        show(ledger.look_up(STORE) or "json"),
        int(str(documents)),
        int(float(str(tasks))),
        sorted({str(version) for version, _ in versions}),
        sorted({str(rules) for _, rules in versions}),
    )


class _Work:
    """Adds documents to a comparison."""

    def __init__(self, comparison: Comparison, old: Records, new: Records, only: frozenset[str]) -> None:
        self._to, self._old, self._new, self._only = comparison, old, new, only

    def add(self, group: Sequence[tuple[Side, Side]]) -> None:
        """Compare the documents of a group."""
        both = [(old, new) for old, new in group if old and new and old.status in READ and new.status in READ]
        befores = self._old.fetch([old for old, _ in both])
        afters = self._new.fetch([new for _, new in both])
        for old, new in group:
            if old and new and old.status in READ and new.status in READ:
                self._add_read(old, new, next(befores), next(afters))
            else:
                self._add_outcome(old, new)
                self._count(old, new)

    def _count(self, old: Side, new: Side) -> None:
        """A document that was not read on both sides."""
        if old and new and Status.OPENED.value not in {old.status, new.status}:
            word = "not-read" if old.status not in READ and new.status not in READ else "other-outcome"
            self._totals(old, new).documents[word] += 1

    def _totals(self, old: Known, new: Known) -> Totals:
        return self._to.totals(is_same_file=old.sha256 == new.sha256)

    def _add_outcome(self, old: Side, new: Side, words: tuple[str, str] | None = None) -> None:
        """Count to which ends a document came, ``words`` where its status does not say it."""
        before, after = words or (old.status if old else ABSENT, new.status if new else ABSENT)
        codes = old.code if old else None, new.code if new else None
        is_same_file = old is None or new is None or old.sha256 == new.sha256
        self._to.totals(is_same_file=is_same_file).outcomes[before, after] += 1
        known = new or old
        if known is None or (before, codes[0]) == (after, codes[1]) or not self._wants(OUTCOMES):
            return
        tasks = old.tasks if old else 0, new.tasks if new else 0
        change = OutcomeChange(known.name, _old_name(old, new), is_same_file, before, after, *codes, *tasks)
        self._to.outcome_ranks[change.rank] += 1
        self._to.outcomes.add(change.rank, change)

    def _wants(self, what: str) -> bool:
        return not self._only or what in self._only

    def _add_read(self, old: Known, new: Known, before: Held | None, after: Held | None) -> None:
        """A document that both batches have read."""
        self._to.renamed += old.name != new.name
        totals = self._totals(old, new)
        gained, lost = _compare_diagnostics(old, new) if self._wants(DIAGNOSTICS) else (Counter[str](), Counter[str]())
        if before is not None and before == after and not gained and not lost:
            self._add_outcome(old, new)
            totals.documents["equal"] += 1
            totals.tasks["same"] += new.tasks
            return
        ours, theirs = _decode(before), _decode(after)
        if before is None or after is None or ours is None or theirs is None:
            self._add_outcome(old, new, (old.status if ours else UNREADABLE, new.status if theirs else UNREADABLE))
            totals.documents["other-outcome"] += 1
            return
        self._add_outcome(old, new)
        changes = find_changes(ours, theirs, EXAMPLES, self._only)
        found = DocumentChange(new.name, _old_name(old, new), old.sha256 == new.sha256, changes, gained, lost)
        totals.add(found)
        if found.size:
            totals.documents["changed"] += 1
            self._to.documents.add(found.size, found)
        else:  # with two formats or two names, other differences cannot be excluded
            is_told = before.to_contents is after.to_contents and before != after and old.name == new.name
            totals.documents["details" if is_told else "equal"] += 1


def _old_name(old: Side, new: Side) -> str | None:
    return old.name if old and new and old.name != new.name else None


def _decode(held: Held | None) -> Contents | None:
    """Records; None where they are gone or spoilt."""
    try:
        return held.to_contents(held.data) if held else None
    except ValueError:
        return None


def _compare_diagnostics(old: Known, new: Known) -> tuple[Counter[str], Counter[str]]:
    """How much more often, and how much less often, codes were met."""
    if old.diagnostics == new.diagnostics:
        return Counter(), Counter()
    before, after = Counter(json.loads(old.diagnostics)), Counter(json.loads(new.diagnostics))
    return after - before, before - after
