"""Counts papers, and gives what the page shows: figures and tasks in plain types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper, Unread
from docx2tasks.report.figures import Figures, UnitFigure
from docx2tasks.report.review_links import ReviewLinks
from docx2tasks.report.shelf import MOST, ListedTasks, TaskShelf
from docx2tasks.report.tasks import FLAGS, ReportTask, TaskReader, paper_to_facts
from docx2tasks.search.papers import select_tasks
from docx2tasks.search.selection import ALL_ROLES, Selection

_UNITS, _PAPERS = 100, 100  # rows of a page that sums up
_UNREAD = 200  # files that were not read, by name
Row = list[Any]
_Named = TypeVar("_Named", bound=Hashable)


@dataclass(frozen=True)
class ReportRequest:
    """What a report is about: an ISO day, the sources by name, the tasks, and where review pages are.

    A page lists all tasks up to ``most``; beyond that it sums up.
    """

    day: str
    sources: Sequence[str] = ()
    selection: Selection = field(default_factory=Selection)
    links: ReviewLinks = field(default_factory=lambda: ReviewLinks({}))
    most: int = MOST


class Report:
    """Counts papers one after another, and gives the values of the page."""

    def __init__(self, names: UnitNames, request: ReportRequest) -> None:
        self._names, self._request = names, request
        self._reader = TaskReader(names, request.day)
        self._figures, self._shelf = Figures(), TaskShelf(request.most)

    def add(self, papers: Iterable[Paper]) -> None:
        """Count documents; where there are conditions, only those with tasks that meet them."""
        for paper in select_tasks(papers, self._request.selection, self._names):
            if paper.document["tasks"] or self._request.selection.is_empty:
                self._add_paper(paper)

    def _add_paper(self, paper: Paper) -> None:
        number = self._figures.add_paper(paper_to_facts(paper))
        for task in self._reader.read(paper, number):
            self._figures.add(task)
            self._shelf.add(task)

    def to_values(self, unread: Sequence[Unread] = ()) -> Mapping[str, Any]:
        """The figures and the listed tasks; ``unread`` are the files that were not read."""
        figures, request = self._figures, self._request
        units, urgent = figures.order_units(), figures.find_urgent()
        counts = {"papers": len(figures.papers), "tasks": figures.tasks, "units": len(units), "urgent": len(urgent)}
        if figures.tasks > request.most:
            units, urgent = units[:_UNITS], urgent[:_PAPERS]
        listed = self._shelf.list_tasks({unit.name for unit in units}, urgent)
        return {
            "day": request.day,
            "sources": [*request.sources],
            "selection": {name: value for name, value in vars(request.selection).items() if value},
            "counts": counts,
            **_figures_to_values(figures),
            "units": [*map(_unit_to_row, units)],
            "urgent": urgent,
            "outcomes": _count_outcomes(figures, unread),
            "unread": [[one.name, one.code, one.reason] for one in _order_unread(unread)[:_UNREAD]],
            **self._list(listed, urgent),
        }

    def _list(self, listed: ListedTasks, urgent: Sequence[int]) -> Mapping[str, object]:
        """The tasks in short rows, with the documents, headings and units that these name by number."""
        figures, links = self._figures.papers, self._request.links
        wanted = {*urgent, *(task.paper for task in listed.tasks)} if listed.first else {*range(len(figures))}
        headings = _number(task.headings for task in listed.tasks)
        names = _number(name for task in listed.tasks for name, _ in task.bodies)
        papers: list[Row] = []
        for number, figure in enumerate(figures):
            paper = figure.paper
            flags = {flag: figure.flags[flag] for flag in FLAGS if figure.flags[flag]}
            row = [paper.name, paper.title, figure.tasks, flags, round(figure.lost, 4), paper.warnings]
            papers.append([*row, links.find(paper.sha256, paper.name)] if number in wanted else [])
        return {
            "first": listed.first,
            "allRoles": [*ALL_ROLES],
            "allFlags": [*FLAGS],
            "papers": papers,
            "headings": [[*path] for path in headings],
            "names": [*names],
            "tasks": [_task_to_row(task, headings, names) for task in listed.tasks],
        }


def _figures_to_values(figures: Figures) -> Mapping[str, object]:
    return {
        "flags": {flag: figures.flags[flag] for flag in FLAGS},
        "months": dict(sorted(figures.months.items())),
        "roles": {role: figures.roles[role] for role in ALL_ROLES if figures.roles[role]},
        "kinds": dict(figures.kinds.most_common()),
        "characters": dict(figures.characters.most_common()),
    }


def _number(values: Iterable[_Named]) -> dict[_Named, int]:
    """Each value once, with its number."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _unit_to_row(unit: UnitFigure) -> Row:
    return [unit.name, unit.tasks, unit.roles, unit.months]


def _task_to_row(task: ReportTask, headings: Mapping[tuple[str, ...], int], names: Mapping[str, int]) -> Row:
    return [
        task.paper,
        task.id,
        task.label,
        task.text,
        headings[task.headings],
        task.kind,
        [one for name, role in task.bodies for one in (names[name], ALL_ROLES.index(role))],
        task.starts_on,
        task.ends_on,
        "；".join(task.times),
        dict(task.place),
        sum(1 << FLAGS.index(flag) for flag in task.flags),
    ]


def _count_outcomes(figures: Figures, unread: Sequence[Unread]) -> Mapping[str, int]:
    """How many documents have tasks, have none, and were not read, by code."""
    return Counter([*(figure.outcome for figure in figures.papers), *(one.code for one in _order_unread(unread))])


def _order_unread(unread: Sequence[Unread]) -> list[Unread]:
    """Files that were refused, then those that are no documents."""
    return sorted(unread, key=lambda one: (one.code == "skipped", one.code, one.name))


def find_codes(values: Mapping[str, Any]) -> Iterator[str]:
    """The codes of diagnostics that the values of a page name."""
    for paper in values["papers"]:
        yield from paper[5] if paper else ()
