"""Papers of two levels: which tasks of the upper paper have a counterpart in the lower one.

A lower office writes in its own words, below its own headings, gives more or less in one task and names its own
bodies: 省卫生健康委 above is 市卫生健康委 here.  So words weigh less than between versions, a task may have several
counterparts, and several tasks the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx2tasks.compare.likeness import RareGrams, WeighedText
from docx2tasks.compare.tasks import PROVISION, ComparedTask, papers_to_tasks
from docx2tasks.export.columns import times_to_range
from docx2tasks.office.papers import Paper

_LEVELS = re.compile("[省市县区州盟旗乡镇]")  # 全省, 全市: the level by nature is another one
_OWN = "本"  # what each level calls itself here
_ALIKE = 0.44  # words, headings and units together, from which on a task below is a counterpart
_SURE = 0.55  # below it somebody has to look
_NEXT = 0.85  # of the best counterpart, from which on another one is one too
_UNITS, _PATH = 0.06, 0.04  # what the same departments and headings add
_MOST = 3  # counterparts of a task


@dataclass(frozen=True)
class Counterpart:
    """A task of the lower paper, and how alike it is, 0 to 1."""

    task: ComparedTask
    alike: float


@dataclass(frozen=True)
class UpperTask:
    """A task of the upper paper with its counterparts, the likest first."""

    task: ComparedTask
    counterparts: tuple[Counterpart, ...]

    @property
    def is_sure(self) -> bool:
        """Whether nobody has to look: it has a counterpart in nearly the same words."""
        return bool(self.counterparts) and self.counterparts[0].alike >= _SURE

    @property
    def later(self) -> tuple[str, str] | None:
        """The deadlines of both, where all its counterparts are due later: ``2022-06-30``, ``2022-09-30``."""
        ours = _to_deadline(self.task)
        theirs = [_to_deadline(one.task) for one in self.counterparts]
        due = min((day for day in theirs if day), default=None)
        return (ours, due) if ours and due and due > ours and None not in theirs else None


@dataclass(frozen=True)
class LevelComparison:
    """All tasks of the upper papers, and those of the lower ones that are nobody's counterpart."""

    upper: tuple[Paper, ...]
    lower: tuple[Paper, ...]
    tasks: tuple[UpperTask, ...]
    own: tuple[ComparedTask, ...]

    @property
    def gaps(self) -> list[UpperTask]:
        """The tasks without counterpart."""
        return [one for one in self.tasks if not one.counterparts]


def compare_levels(upper: Sequence[Paper], lower: Sequence[Paper]) -> LevelComparison:
    """Find for each task of the upper papers what the lower ones make of it; provisions are left out."""
    above, below = ([task for task in papers_to_tasks(side) if task.kind != PROVISION] for side in (upper, lower))
    grams = RareGrams([_fold(task) for task in above], [_fold(task) for task in below])
    found = tuple(UpperTask(task, tuple(_find(grams, at, above, below))) for at, task in enumerate(above))
    used = {(one.task.paper, one.task.number) for task in found for one in task.counterparts}
    own = tuple(task for task in below if (task.paper, task.number) not in used)
    return LevelComparison((*upper,), (*lower,), found, own)


def _find(
    grams: RareGrams, at: int, above: Sequence[ComparedTask], below: Sequence[ComparedTask]
) -> Iterator[Counterpart]:
    scored = [(_score(above[at], below[one.new], one.alike), one.new) for one in grams.find(at, range(len(below)))]
    best = max((score for score, _ in scored), default=0.0)
    for score, place in sorted(scored, key=lambda one: (-one[0], one[1]))[:_MOST]:
        if score >= max(_ALIKE, _NEXT * best):
            yield Counterpart(below[place], round(min(score, 1.0), 2))


def _score(upper: ComparedTask, lower: ComparedTask, alike: float) -> float:
    departments = [{_to_department(name) for name, _ in task.units} for task in (upper, lower)]
    headings = [_LEVELS.sub(_OWN, "".join(task.path[-1:])) for task in (upper, lower)]
    return alike + _UNITS * bool(departments[0] & departments[1]) + _PATH * (headings[0] == headings[1] != "")


def _fold(task: ComparedTask) -> WeighedText:
    return task.weighed._replace(words=_LEVELS.sub(_OWN, task.weighed.words))


def _to_department(unit: str) -> str:
    """A unit without whose body it is: 教育 for 省教育厅 and 市教育局."""
    return _LEVELS.sub("", unit).rstrip("厅局委办") or unit


def _to_deadline(task: ComparedTask) -> str | None:
    return times_to_range(task.times)[1]
