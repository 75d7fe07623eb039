"""Tasks and units in short rows: what comes again is named by number, so that thousands of tasks make a small page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from docx2tasks.report.figures import ANY, UnitFigure
from docx2tasks.report.tasks import FLAGS, PLACES, ReportTask
from docx2tasks.search.selection import ALL_ROLES

Row = list[Any]
_Named = TypeVar("_Named", bound=Hashable)


class TaskRows:
    """Writes the rows of tasks, and the tables that these name by number."""

    def __init__(self, tasks: Sequence[ReportTask]) -> None:
        self._tasks = tasks
        self._headings = _number(task.headings for task in tasks)
        self._names = _number(name for task in tasks for name, _ in task.bodies)
        self._kinds = _number(task.kind for task in tasks)
        self._texts: dict[str, int] = {}

    def write(self, linked: Sequence[bool]) -> Mapping[str, object]:
        """``tasks`` and their tables; ids only of tasks in papers with a page to link to."""
        return {
            "allRoles": [*ALL_ROLES],
            "allFlags": [*FLAGS],
            "allKinds": [*self._kinds],
            "headings": [[*path] for path in self._headings],
            "names": [*self._names],
            "tasks": [
                self._write_task(task, number, task.id if linked[task.paper] else "")
                for number, task in enumerate(self._tasks)
            ],
        }

    def _write_task(self, task: ReportTask, number: int, key: str) -> Row:
        earlier = self._texts.setdefault(task.text, number)  # the same words, in a copy of the document
        place = dict(task.place)
        return [
            task.paper,
            key,
            task.label,
            task.text if earlier == number else earlier,
            self._headings[task.headings],
            self._kinds[task.kind],
            [one for name, role in task.bodies for one in (self._names[name], ALL_ROLES.index(role))],
            task.starts_on,
            task.ends_on,
            "；".join(task.times),
            [place.get(name, 0) for name in PLACES],
            sum(1 << FLAGS.index(flag) for flag in task.flags),
        ]


def unit_to_row(unit: UnitFigure) -> Row:
    """Name, tasks, tasks by role, and by role and month; for any role only where there are several."""
    months = {role: counts for role, counts in unit.months.items() if role is not ANY or len(unit.roles) > 1}
    return [unit.name, unit.tasks, unit.roles, months]


def _number(values: Iterable[_Named]) -> dict[_Named, int]:
    """Each value once, with its number."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}
