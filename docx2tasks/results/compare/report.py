"""The result of a comparison: changed documents and totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from heapq import heappush, heappushpop
from typing import Generic, NamedTuple, TypeVar

from docx2tasks.errors import Status
from docx2tasks.results.compare.changes import Changes

T = TypeVar("T")

READ = frozenset({Status.DONE.value, Status.NO_TASKS.value})
ABSENT = "absent"  # an outcome: the batch has no such document
UNREADABLE = "unreadable"  # an outcome: it was read, and its records are gone or spoilt
_WORST = {"lost": 3, "no-tasks": 2, "other": 1, "read": 0}


class FailOn(str, Enum):
    """The differences that make the exit code 1."""

    any = "any"
    tasks = "tasks"  # a task lost from a file that is the same, and all that ``lost`` is
    lost = "lost"  # a document that was read and is not now, or had tasks and has none
    never = "never"


class Batch(NamedTuple):
    """One of the two batches: its folder, store, and totals from the ledger."""

    folder: str
    store: str
    documents: int
    tasks: int
    versions: Sequence[str]
    rules: Sequence[str]


class OutcomeChange(NamedTuple):
    """A document that came to another end, or to the same for another reason; ``old_name`` where it moved."""

    name: str
    old_name: str | None
    is_same_file: bool
    old: str
    new: str
    old_code: str | None
    new_code: str | None
    old_tasks: int
    new_tasks: int

    @property
    def rank(self) -> int:
        """How bad it is: 3 read before and not now, 2 no tasks now, 1 something else, 0 read now."""
        if self.old in READ and self.new not in READ:
            return _WORST["lost"]
        if self.new in READ and self.old not in READ:
            return _WORST["read"]
        return _WORST["no-tasks" if self.old == Status.DONE.value and self.new in READ else "other"]


class DocumentChange(NamedTuple):
    """A document that both batches read, and what changed in it."""

    name: str
    old_name: str | None
    is_same_file: bool
    changes: Changes
    gained: Counter[str]  # diagnostics
    lost: Counter[str]

    @property
    def size(self) -> int:
        """How much changed."""
        return self.changes.size + len(self.gained) + len(self.lost)


class Most(Generic[T]):
    """The few with the greatest rank of many, in that order, the earlier one first."""

    def __init__(self, size: int) -> None:
        self.count = 0
        self._size = size
        self._heap: list[tuple[int, int, T]] = []

    def add(self, rank: int, item: T) -> None:
        """One more of the many."""
        self.count += 1
        entry = (rank, -self.count, item)
        if len(self._heap) < self._size:
            heappush(self._heap, entry)
        elif self._size:
            heappushpop(self._heap, entry)

    def __iter__(self) -> Iterator[T]:
        """The greatest first."""
        return (item for _, _, item in sorted(self._heap, key=lambda entry: entry[:2], reverse=True))


@dataclass
class Totals:
    """Sums over documents; of ``fields`` and what follows, tasks or times, and documents."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)  # equal, details, changed, other-outcome, not-read
    tasks: Counter[str] = field(default_factory=Counter)  # same, changed, gained, lost
    fields: Counter[str] = field(default_factory=Counter)
    field_documents: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    diagnostics_gained: Counter[str] = field(default_factory=Counter)
    diagnostics_gained_documents: Counter[str] = field(default_factory=Counter)
    diagnostics_lost: Counter[str] = field(default_factory=Counter)
    diagnostics_lost_documents: Counter[str] = field(default_factory=Counter)

    def add(self, found: DocumentChange) -> None:
        """Count what changed in a document."""
        changes = found.changes
        self.tasks.update(same=changes.same, changed=changes.changed, gained=changes.gained, lost=changes.lost)
        self.fields += changes.fields
        self.field_documents.update(changes.fields.keys())
        self.facts.update(changes.facts.keys())
        self.diagnostics_gained += found.gained
        self.diagnostics_gained_documents.update(found.gained.keys())
        self.diagnostics_lost += found.lost
        self.diagnostics_lost_documents.update(found.lost.keys())


class Comparison:
    """All that changed: sums, and the documents with most of it."""

    def __init__(self, old: Batch, new: Batch, most: int) -> None:
        self.old, self.new = old, new
        self.same_file = Totals()
        self.other_file = Totals()
        self.renamed = 0
        self.outcomes: Most[OutcomeChange] = Most(most)
        self.documents: Most[DocumentChange] = Most(most)
        self.outcome_ranks: Counter[int] = Counter()

    def totals(self, *, is_same_file: bool) -> Totals:
        """The sums that a document goes into."""
        return self.same_file if is_same_file else self.other_file

    def is_failed(self, on: FailOn) -> bool:
        """Whether there is a difference of the kind that counts."""
        is_lost = self.outcome_ranks[_WORST["lost"]] + self.outcome_ranks[_WORST["no-tasks"]] > 0
        if on is FailOn.any:
            return self.outcomes.count + self.documents.count > 0
        return on is not FailOn.never and (is_lost or (on is FailOn.tasks and self.same_file.tasks["lost"] > 0))
