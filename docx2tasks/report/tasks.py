"""A document's tasks as a report counts them: whose, by when, and what is doubtful in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from docx2tasks.export.columns import Values, times_to_range
from docx2tasks.extract.unit_names import PaperUnitNames, UnitNames
from docx2tasks.office.papers import Paper
from docx2tasks.readers.scan.confidence import LOW
from docx2tasks.search.papers import paper_to_level
from docx2tasks.search.selection import find_bodies
from docx2tasks.vocabulary import DiagnosticCode

FLAGS = ("overdue", "soon", "dated", "undated", "nounit", "notime", "unclear", "unsure")
SOON = 30  # days from the report's day on

PLACES = ("page", "table", "row", "line")
# what a time of a kind has to say; without it the date could not be determined
_WANTED = {"deadline": ("end",), "period": ("start", "end"), "start": ("start",)}


class ReportTask(NamedTuple):
    """A task of the paper with the number ``paper``.

    ``bodies`` are its units and actors by their usual names, with roles; ``times`` are as printed; ``flags`` are words
    of :data:`FLAGS`.
    """

    paper: int
    id: str
    label: str
    text: str
    headings: tuple[str, ...]
    kind: str
    bodies: tuple[tuple[str, str], ...]
    starts_on: str
    ends_on: str
    times: tuple[str, ...]
    place: tuple[tuple[str, int], ...]
    flags: tuple[str, ...]

    @property
    def month(self) -> str:
        """The month of the last day: ``2022-06``; nothing without one."""
        return self.ends_on[:7]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A document: its name (``甲/方案.docx``), title, checksum, and what its reading says of it.

    ``asks_nothing``: it is no list of tasks, so that none are missing.
    """

    name: str
    title: str
    sha256: str
    characters: int
    shares: Mapping[str, float]
    warnings: Mapping[str, int]
    asks_nothing: bool


class TaskReader:
    """Reads tasks as they are on ``day``, an ISO date; ``names`` give units their usual names."""

    def __init__(self, names: UnitNames, day: str) -> None:
        self._names, self._day = names, day
        self._soon = (date.fromisoformat(day) + timedelta(days=SOON)).isoformat()

    def read(self, paper: Paper, number: int) -> Iterator[ReportTask]:
        """The tasks of a document, in reading order."""
        names = PaperUnitNames(self._names, paper_to_level(paper, self._names))
        return (self._read_task(task, number, names) for task in paper.document["tasks"])

    def _read_task(self, task: Values, number: int, names: PaperUnitNames) -> ReportTask:
        times = task.get("times") or ()
        starts_on, ends_on = times_to_range(times)
        place = task.get("location") or {}
        return ReportTask(
            paper=number,
            id=task.get("id") or "",
            label=task.get("label") or "",
            text=task["text"],
            headings=tuple(step["title"] for step in task.get("path") or ()),
            kind=task.get("kind") or "measure",
            bodies=_find_bodies(task, names),
            starts_on=starts_on or "",
            ends_on=ends_on or "",
            times=tuple(time["text"] for time in times if time["kind"] != "mention"),
            place=tuple((name, place[name]) for name in PLACES if place.get(name)),
            flags=(*self._find_flags(task, times, ends_on),),
        )

    def _find_flags(self, task: Values, times: Sequence[Values], ends_on: str | None) -> Iterator[str]:
        yield "dated" if ends_on else "undated"
        if ends_on and ends_on < self._day:
            yield "overdue"
        if ends_on and self._day <= ends_on <= self._soon:
            yield "soon"
        if not task.get("units"):
            yield "nounit"
        if all(time["kind"] == "mention" for time in times):
            yield "notime"
        if any(not time.get(key) for time in times for key in _WANTED.get(time["kind"], ())):
            yield "unclear"
        if (task.get("confidence") or 1.0) < LOW:
            yield "unsure"


def paper_to_facts(paper: Paper) -> ReportPaper:
    """What a report says of a document; stores of tasks keep no more than its names."""
    values = paper.document
    facts, source, coverage = (values.get(key) or {} for key in ("document", "source", "coverage"))
    said = values.get("diagnostics") or ()
    return ReportPaper(
        name=paper.name,
        title=facts.get("title") or "",
        sha256=source.get("sha256") or "",
        characters=coverage.get("characters") or 0,
        shares=coverage.get("shares") or {},
        warnings=Counter(one["code"] for one in said if one["level"] != "info"),
        asks_nothing=any(one["code"] == DiagnosticCode.NOT_A_TASK_LIST for one in said),
    )


def _find_bodies(task: Values, names: PaperUnitNames) -> tuple[tuple[str, str], ...]:
    found = ((one.canonical or names.find(one.name) or one.name, one.role) for one in find_bodies(task))
    return tuple(dict.fromkeys(found))
