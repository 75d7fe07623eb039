"""A selection of tasks: words, units, roles, dates, kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docx2tasks.export.columns import ROLES, Values, times_to_range
from docx2tasks.extract.unit_names import PaperUnitNames, UnitNames
from docx2tasks.vocabulary import TaskKind

ACTOR = "actor"  # besides the roles of units: a body that the sentence itself obliges to act
PROVISION = TaskKind.PROVISION.value
ALL_ROLES = (*ROLES, ACTOR)


@dataclass(frozen=True)
class Selection:
    """The conditions that a task has to meet; empty ones are ignored.

    ``words`` are looked for in the task and its headings (``河道``, ``老旧小区``), ``units`` are names in any of their
    forms (``省卫健委``, ``卫健委``), one of them with one of the ``roles``.  ``before`` and ``after`` are ISO dates and
    count themselves; ``overdue_on`` is the day on which the last day of a task has passed.
    """

    words: Sequence[str] = ()
    units: Sequence[str] = ()
    roles: Sequence[str] = ()
    before: str | None = None
    after: str | None = None
    overdue_on: str | None = None
    kinds: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every task is taken."""
        return self == Selection()

    def takes_dates(self, task: Values) -> bool:
        """Whether the last day of a task is in the selected range."""
        if not (self.before or self.after or self.overdue_on):
            return True
        last = times_to_range(task.get("times") or ())[1]
        return (
            last is not None
            and (not self.before or last <= self.before)
            and (not self.after or last >= self.after)
            and (not self.overdue_on or last < self.overdue_on)
        )

    def takes_words(self, task: Values) -> bool:
        """Whether all words are in the task or its headings."""
        if not self.words:
            return True
        words = "\n".join([task["text"], *(step["title"] for step in task.get("path") or ())]).casefold()
        return all(word.casefold() in words for word in self.words)

    def takes_kind(self, task: Values) -> bool:
        """Whether its kind is selected; records without kinds are measures."""
        return not self.kinds or (task.get("kind") or "measure") in self.kinds


class NamedBody(NamedTuple):
    """A unit or actor of a task: its name as printed, its usual form where records have it, its role."""

    name: str
    canonical: str | None
    role: str


def find_bodies(task: Values) -> list[NamedBody]:
    """The units of a task, then its actors."""
    units = [NamedBody(unit["name"], unit.get("canonical"), unit["role"]) for unit in task.get("units") or ()]
    return [*units, *(NamedBody(actor["name"], None, ACTOR) for actor in task.get("actors") or ())]


class UnitQuery:
    """Units in any form of their name: ``卫健委`` means 市卫生健康委 and 省卫生健康委员会."""

    def __init__(self, selection: Selection, names: UnitNames) -> None:
        self._names = names
        self._roles = frozenset(selection.roles or ALL_ROLES)
        self._asked = [(one, names.name_to_usual(one)) for one in selection.units]
        self._is_needed = bool(selection.units or selection.roles)
        self._usual = PaperUnitNames(names, None)  # of names whose body no document tells

    def takes(self, task: Values, level: str | None) -> bool:
        """Whether a unit or actor is in the query; ``level`` is that of its document."""
        if not self._is_needed:
            return True
        paper = PaperUnitNames(self._names, level)
        return any(
            role in self._roles and (not self._asked or self._is_asked(name, canonical or paper.find(name)))
            for name, canonical, role in find_bodies(task)
        )

    def _is_asked(self, name: str, canonical: str | None) -> bool:
        known = canonical or self._usual.find_usual(name) or name
        return any(
            known.endswith(usual) if usual else asked in name or asked in (canonical or "")
            for asked, usual in self._asked
        )


def selection_to_test(selection: Selection, names: UnitNames) -> Callable[[Values, str | None], bool]:
    """Whether a task, of a paper with this level, is taken."""
    units = UnitQuery(selection, names)

    def takes(task: Values, level: str | None) -> bool:
        return (
            selection.takes_kind(task)
            and selection.takes_words(task)
            and selection.takes_dates(task)
            and units.takes(task, level)
        )

    return takes
