"""Counts papers, and gives what the page shows: figures and tasks in plain types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper, Unread
from docx2tasks.report.figures import Figures, PaperFigure
from docx2tasks.report.review_links import ReviewLinks
from docx2tasks.report.rows import Row, TaskRows, unit_to_row
from docx2tasks.report.shelf import MOST, ListedTasks, TaskShelf
from docx2tasks.report.tasks import FLAGS, TaskReader, paper_to_facts
from docx2tasks.search.papers import select_tasks
from docx2tasks.search.selection import ALL_ROLES, Selection

_UNITS, _PAPERS = 100, 100  # rows of a page that sums up
_UNREAD = 200  # files that were not read, by name


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
        counts["unread"] = len(unread)
        if figures.tasks > request.most:
            units, urgent = units[:_UNITS], urgent[:_PAPERS]
        listed = self._shelf.list_tasks({unit.name for unit in units}, urgent)
        return {
            "day": request.day,
            "sources": [*request.sources],
            "selection": {name: value for name, value in vars(request.selection).items() if value},
            "counts": counts,
            **_figures_to_values(figures),
            "units": [*map(unit_to_row, units)],
            "urgent": urgent,
            "outcomes": _count_outcomes(figures, unread),
            "unread": [[one.name, one.code, one.reason] for one in _order_unread(unread)[:_UNREAD]],
            **self._list(listed, urgent),
        }

    def _list(self, listed: ListedTasks, urgent: Sequence[int]) -> Mapping[str, object]:
        """The tasks in short rows, and the documents; where too many are summed up, those that are named."""
        figures = self._figures.papers
        wanted = {*urgent, *(task.paper for task in listed.tasks)} if listed.first else {*range(len(figures))}
        papers = [self._paper_to_row(figure) if number in wanted else [] for number, figure in enumerate(figures)]
        linked = [bool(row and row[-1]) for row in papers]
        return {"first": listed.first, "papers": papers, **TaskRows(listed.tasks).write(linked)}

    def _paper_to_row(self, figure: PaperFigure) -> Row:
        paper = figure.paper
        flags = {flag: figure.flags[flag] for flag in FLAGS if figure.flags[flag]}
        page = self._request.links.find(paper.sha256, paper.name)
        return [paper.name, paper.title, figure.tasks, flags, round(figure.lost, 4), paper.warnings, page]


def _figures_to_values(figures: Figures) -> Mapping[str, object]:
    return {
        "flags": {flag: figures.flags[flag] for flag in FLAGS},
        "months": dict(sorted(figures.months.items())),
        "roles": {role: figures.roles[role] for role in ALL_ROLES if figures.roles[role]},
        "kinds": dict(figures.kinds.most_common()),
        "characters": dict(figures.characters.most_common()),
    }


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
