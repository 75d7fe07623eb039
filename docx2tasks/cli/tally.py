"""The result of a batch run: counts, exit code, and files to check."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docx2tasks.cli.options import Doubt
from docx2tasks.cli.tolerance import NOTHING_TOLERATED, Tolerance
from docx2tasks.errors import ExitCode, Status
from docx2tasks.plural import count

if TYPE_CHECKING:
    from docx2tasks.batch.commit import Event
    from docx2tasks.batch.lost import Closing

_SHOWN = 3  # names and codes of each kind
_NO_TASKS = "no-tasks"  # a code of documents that are named anyway


class Tally:
    """Counts the results of a run."""

    def __init__(self) -> None:
        self.counts: Counter[Status] = Counter()
        self.inputs = 0
        self.known = 0
        self.failed = 0
        self.tasks = 0
        self.closing: Closing | None = None
        self.codes: Counter[str] = Counter()  # of failures
        self._doubts: dict[str, Counter[str]] = defaultdict(Counter)  # by level: how often each code was met
        self._names: dict[str, list[str]] = defaultdict(list)  # by level or status: the first files

    def add(self, event: Event) -> None:
        """Count a document."""
        outcome = event.outcome
        self.counts[outcome.status] += 1
        self.inputs += outcome.container is None
        self.known += not event.is_new and outcome.container is None
        self.failed += outcome.is_failed
        self.codes.update([outcome.code or outcome.status.value] if outcome.is_failed else [])
        self.tasks += outcome.tasks if outcome.status is not Status.COPY else 0
        self._name(outcome.status.value, outcome.name)
        for level, codes in outcome.doubts.items():
            self._doubts[level].update(codes)
            if {*codes} != {_NO_TASKS}:
                self._name(level, outcome.name)

    def _name(self, kind: str, name: str) -> None:
        if len(self._names[kind]) < _SHOWN:
            self._names[kind].append(name)

    @property
    def read(self) -> int:
        """Documents that were read."""
        return sum(self.counts[status] for status in (Status.DONE, Status.NO_TASKS, Status.COPY))

    @property
    def is_ended(self) -> bool:
        """Whether the run came to its end: it was not stopped, and all files were seen."""
        return self.closing is not None

    def find_exit_code(self, fail_on: Doubt, tolerance: Tolerance = NOTHING_TOLERATED) -> ExitCode:
        """Whether all, some or none were read, without the doubts that are taken for failures.

        What is tolerated is no failure, unless the run was stopped before its end.
        """
        failed = self.failed
        if self.is_ended:
            failed = tolerance.count_failures(self.codes, self.read + self.failed)
        if failed or (self.counts[Status.SKIPPED] and not self.read and not self.failed):
            return ExitCode.PARTLY if self.read else ExitCode.REFUSED
        levels = {Doubt.never: (), Doubt.error: ("error",), Doubt.warning: ("error", "warning")}[fail_on]
        return ExitCode.PARTLY if any(self._doubts[level] for level in levels) else ExitCode.OK

    def to_values(self) -> dict[str, object]:
        """The counts for JSON."""
        closing = self.closing
        return {
            "files": self.inputs,
            "documents": self.read,
            "tasks": self.tasks - (closing.left_out if closing else 0),
            "failed": self.failed,
            "known": self.known,
            "outcomes": {status.value: self.counts[status] for status in Status if self.counts[status]},
            "failures": dict(self.codes.most_common()),
            "doubts": {level: dict(codes.most_common()) for level, codes in sorted(self._doubts.items())},
            "copies": len(closing.copies) if closing else 0,
            "missing": closing.lost if closing else 0,
        }

    def to_words(self) -> str:
        """How many documents came to which end; the unusual ends are named only where they were met."""
        usual = {Status.DONE, Status.REFUSED, Status.OPENED, Status.COPY, Status.SKIPPED}
        others = [f"{self.counts[end]} {end.value}" for end in Status if self.counts[end] and end not in usual]
        skipped = [f"{self.counts[Status.SKIPPED]} skipped"] if self.counts[Status.SKIPPED] else []
        known = [f"{self.known} known before"] if self.known else []
        left_out = self.closing.left_out if self.closing else 0
        refused = f"{self.counts[Status.REFUSED]} refused"
        read, tasks = count(self.read, "document"), count(self.tasks - left_out, "task")
        return ", ".join([f"{read} read", refused, *others, *skipped, tasks, *known, *self._lost()])

    def _lost(self) -> Iterator[str]:
        if self.closing and self.closing.rebuilt:
            yield f"{self.closing.rebuilt} written again"
        if self.closing and self.closing.lost:
            yield f"{self.closing.lost} missing from the output and not among the inputs"

    def doubts_to_words(self) -> Iterator[str]:
        """A line for each kind of thing that needs a look; none where there is nothing."""
        if count := self.counts[Status.NO_TASKS]:
            yield f"no tasks in {_to_list(count, self._names[_NO_TASKS])}"
        for level, name in (("error", "errors"), ("warning", "warnings")):
            codes = Counter({code: count for code, count in self._doubts[level].items() if code != _NO_TASKS})
            if codes:
                common = ", ".join(f"{code} {count:,}" for code, count in codes.most_common(_SHOWN))
                more = f" and {len(codes) - _SHOWN} more codes" if len(codes) > _SHOWN else ""
                yield f"{name}: {common}{more}, for example in {self._names[level][0]}"
        if copies := self.closing.copies if self.closing else ():
            yield f"copies: {_to_list(len(copies), [f'{one.name} of {one.of}' for one in copies[:_SHOWN]])}"
        if count := self.counts[Status.SKIPPED]:
            yield f"skipped: {_to_list(count, self._names[Status.SKIPPED.value])}"


def _to_list(count: int, names: Sequence[str]) -> str:
    """``3 files (a.docx, b.docx, c.docx)``, ``1 file (a.docx)``."""
    more = ", …" if count > len(names) else ""
    return f"{count:,} {'file' if count == 1 else 'files'} ({', '.join(names)}{more})"
