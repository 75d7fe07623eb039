"""Counts tasks: by month, by unit and month and role, by document, by kind, and how the text was accounted for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docx2tasks.report.tasks import ReportPaper, ReportTask
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

ANY = ""  # in the place of a role: whatever it is; in that of a month: without a last day
_LEAST_LOST = 0.005  # share of the text from which on a document needs a look


@dataclass(slots=True)
class UnitFigure:
    """The tasks of one unit or actor: all, by role, and by role and month."""

    name: str
    tasks: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    months: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, task: ReportTask, roles: Sequence[str]) -> None:
        """Count a task in which it has these roles."""
        self.tasks += 1
        self.months[ANY][task.month] += 1
        for role in roles:
            self.roles[role] += 1
            self.months[role][task.month] += 1


@dataclass(slots=True)
class PaperFigure:
    """The tasks of one document, by flag."""

    paper: ReportPaper
    tasks: int = 0
    flags: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> float:
        """The share of its text that is not accounted for, if it is worth a look."""
        share = self.paper.shares.get(LeftoverKind.UNASSIGNED, 0.0)
        return share if share >= _LEAST_LOST else 0.0

    @property
    def outcome(self) -> str:
        """``done`` with tasks, else the code that tells why there are none."""
        if self.tasks:
            return "done"
        return (DiagnosticCode.NOT_A_TASK_LIST if self.paper.asks_nothing else DiagnosticCode.NO_TASKS).value

    @property
    def urgency(self) -> float:
        """How much it needs a look: nothing found first, then what is unclear; 0 if nothing is doubtful."""
        empty = 1000 * (self.outcome == DiagnosticCode.NO_TASKS)
        doubts = 3 * self.flags["unclear"] + 2 * sum(self.paper.warnings.values()) + self.flags["nounit"]
        return empty + doubts + 200 * self.lost


class Figures:
    """The sums of a report; ``add`` counts one document after another."""

    def __init__(self) -> None:
        self.papers: list[PaperFigure] = []
        self.units: dict[str, UnitFigure] = {}
        self.tasks = 0
        self.months: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()

    def add_paper(self, paper: ReportPaper) -> int:
        """Count a document, and return its number."""
        self.papers.append(PaperFigure(paper))
        for kind, share in paper.shares.items():
            self.characters[kind] += round(share * paper.characters)
        return len(self.papers) - 1

    def add(self, task: ReportTask) -> None:
        """Count a task."""
        self.tasks += 1
        self.kinds[task.kind] += 1
        if task.month:
            self.months[task.month] += 1
        self.flags.update(task.flags)
        figure = self.papers[task.paper]
        figure.tasks += 1
        figure.flags.update(task.flags)
        self._add_bodies(task)

    def _add_bodies(self, task: ReportTask) -> None:
        for name, roles in group_bodies(task).items():
            self.units.setdefault(name, UnitFigure(name)).add(task, roles)
        self.roles.update({role for _, role in task.bodies})

    def order_units(self) -> list[UnitFigure]:
        """The units, those with most tasks first."""
        return sorted(self.units.values(), key=lambda unit: (-unit.tasks, unit.name))

    def find_urgent(self) -> list[int]:
        """The numbers of the documents that need a look, the most urgent ones first."""
        asking = (number for number, figure in enumerate(self.papers) if figure.urgency > 0)
        return sorted(asking, key=lambda number: (-self.papers[number].urgency, self.papers[number].paper.name))


def group_bodies(task: ReportTask) -> Mapping[str, Sequence[str]]:
    """The units and actors of a task, each with its roles."""
    found: dict[str, list[str]] = {}
    for name, role in task.bodies:
        found.setdefault(name, []).append(role)
    return found
