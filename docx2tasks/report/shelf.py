"""The tasks that a report lists: all of them, or the first of each number where there are too many.

A key is what a number of the page links to: ``(("unit", "市财政局"), ("month", "2022-06"))``.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterator
from typing import NamedTuple

from docx2tasks.report.figures import group_bodies
from docx2tasks.report.tasks import ReportTask

MOST = 5_000  # tasks up to which a page lists all
_FEWER = 0.4  # of these are listed beyond that: there the first of each number are enough
FIRST = 5  # tasks that are kept of each number beyond that
_NO_DAY = "9999"
Key = tuple[tuple[str, str], ...]
_Place = tuple[str, int]  # the last day of a task, and its place among all


class ListedTasks(NamedTuple):
    """The tasks that a page lists, and how many of each number at the least; None if it lists all."""

    tasks: list[ReportTask]
    first: int | None


class TaskShelf:
    """Keeps all tasks up to ``most``; beyond that the :data:`FIRST` of each number, by their last day."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._count = most, 0
        self._tasks: dict[_Place, ReportTask] = {}
        self._held: dict[Key, list[_Place]] = {}
        self._holds: dict[_Place, int] = {}  # how many numbers keep a task

    def add(self, task: ReportTask) -> None:
        """Keep a task, or let it or others go."""
        place = (task.ends_on or _NO_DAY, self._count)
        self._count += 1
        self._tasks[place] = task
        if self._count == self._most + 1:
            for earlier in [*self._tasks]:
                self._hold(earlier)
        elif self._count > self._most:
            self._hold(place)

    def list_tasks(self, units: Collection[str], papers: Collection[int]) -> ListedTasks:
        """The tasks to list, by their last day, in a page that shows numbers of these units and papers only."""
        if self._count <= self._most:
            return ListedTasks([self._tasks[place] for place in sorted(self._tasks)], None)
        papers_shown = {str(number) for number in papers}
        shown = [held for key, held in self._held.items() if _is_shown(dict(key), units, papers_shown)]
        for first in range(FIRST, 0, -1):
            kept = {place for held in shown for place in held[:first]}
            if len(kept) <= self._most * _FEWER or first == 1:
                break
        return ListedTasks([self._tasks[place] for place in sorted(kept)], first)

    def _hold(self, place: _Place) -> None:
        """Let each number that counts a task keep it, if it is among its first ones."""
        self._holds[place] = 0
        for key in find_keys(self._tasks[place]):
            held = self._held.setdefault(key, [])
            if len(held) == FIRST and place > held[-1]:
                continue
            insort(held, place)
            self._holds[place] += 1
            if len(held) > FIRST:
                self._release(held.pop())
        if not self._holds[place]:
            del self._holds[place], self._tasks[place]

    def _release(self, place: _Place) -> None:
        self._holds[place] -= 1
        if not self._holds[place]:
            del self._holds[place], self._tasks[place]


def _is_shown(key: dict[str, str], units: Collection[str], papers: Collection[str]) -> bool:
    return ("unit" not in key or key["unit"] in units) and ("doc" not in key or key["doc"] in papers)


def find_keys(task: ReportTask) -> Iterator[Key]:
    """The numbers of the page that count a task."""
    when = ("month", task.month) if task.month else ("flag", "undated")
    paper = ("doc", str(task.paper))
    yield ()
    yield (when,)
    yield (paper,)
    yield (("kind", task.kind),)
    yield from ((("flag", flag),) for flag in task.flags)
    yield from ((paper, ("flag", flag)) for flag in task.flags)
    yield from ((("role", role),) for role in dict.fromkeys(role for _, role in task.bodies))
    for name, roles in group_bodies(task).items():
        unit = ("unit", name)
        yield (unit,)
        yield (unit, when)
        for role in roles:
            yield (unit, ("role", role))
            yield (unit, ("role", role), when)
