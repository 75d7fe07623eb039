"""A 任务分解表 as columns and rows, for Word and Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.model import Document, Role, Task
from docx2tasks.office.words import ROLE_WORDS

_SUFFIX = "任务分解表"  # behind the title of the paper, as offices call such a table
_IS_TABLE = ("表", "清单", "台账")  # how a title ends that says so itself
_UNTITLED = "任务"


class Column(NamedTuple):
    """A column: its heading, its share of the width, its alignment."""

    heading: str
    width: float
    is_centred: bool = True
    is_merged: bool = False


class Breakdown(NamedTuple):
    """A table: its title, subtitle and columns, and a row for each task."""

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


# the words of the head, as in the tables that offices draw up themselves
_NUMBER = Column("序号", 1.7)
_CATEGORY, _STEP = Column("类别", 3, is_merged=True), Column("重点任务", 4, is_merged=True)
_MEASURE = Column("工作任务", 14, is_centred=False)
_DEADLINE = Column("完成时限", 3.4)


def document_to_breakdown(document: Document) -> Breakdown:
    """The table of a paper; a role that no task names has no column, nor have headings where there are none."""
    depth = min(2, max((len(task.path) for task in document.tasks), default=0))
    steps: Sequence[Column] = ((), (_STEP,), (_CATEGORY, _STEP))[depth]
    roles = [role for role in ROLE_WORDS if any(unit.role == role for task in document.tasks for unit in task.units)]
    columns = [_NUMBER, *steps, _MEASURE, *(Column(ROLE_WORDS[role], 4) for role in roles), _DEADLINE]
    rows = [_task_to_row(task, number, depth, roles) for number, task in enumerate(document.tasks, 1)]
    facts = document.document
    title = facts.title or _UNTITLED
    note = "　".join(filter(None, (facts.issuer, facts.doc_number, facts.issued_on)))
    return Breakdown(title if title.endswith(_IS_TABLE) else f"{title}{_SUFFIX}", note, columns, rows)


def _task_to_row(task: Task, number: int, depth: int, roles: Sequence[Role]) -> list[str]:
    titles = [f"{step.label or ''}{step.title}" for step in task.path]
    above = {0: [], 1: [" › ".join(titles)], 2: [titles[0] if titles else "", " › ".join(titles[1:])]}[depth]
    units = ["、".join(unit.name for unit in task.units if unit.role == role) for role in roles]
    times = dict.fromkeys(time.text for time in task.times if time.kind != "mention")
    return [str(number), *above, f"{task.label or ''}{task.text}", *units, "；".join(times)]
