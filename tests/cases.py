"""Short words for rows of cases: a text to its records, a record to one line."""

from __future__ import annotations

import pytest

from docx2tasks import Document, Target, Task, Time, Unit, parse
from docx2tasks.source import Passage

_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任", "oversee": "督导"}


def whole(words: str) -> Passage:
    """A passage of words that are a text by themselves."""
    return Passage(words, ((0, len(words)),))


def read_text(words: str) -> Document:
    """The records of a plain text."""
    return parse(words.encode(), source_format="text")


def read_tasks(words: str) -> list[Task]:
    """The tasks of a plain text."""
    return read_text(words).tasks


def show_unit(unit: Unit) -> str:
    """``责任 市教育局``, with ``^`` behind it where it was printed above the task."""
    return f"{_ROLES[unit.role]} {unit.name}{'^' if unit.inherited else ''}"


def show_time(time: Time) -> str:
    """``deadline 12月底前 ..2022-12-31``; a recurrence shows its duration."""
    dates = time.every or f"{time.start or ''}..{time.end or ''}"
    return f"{time.kind} {time.text} {dates}"


def show_target(target: Target) -> str:
    """``不低于22家 >= 22 家``."""
    return f"{target.text} {target.operator} {target.value:g} {target.unit}"


def show_path(task: Task) -> str:
    """The titles of a task's path, each with its number: ``1总体 > 2重点``."""
    return " > ".join(f"{step.number if step.number is not None else ''}{step.title}" for step in task.path)


def show_units(task: Task) -> list[str]:
    """The units of a task, one line each."""
    return [show_unit(unit) for unit in task.units]


def show_task(task: Task) -> str:
    """``path | label | text``."""
    return f"{show_path(task)} | {task.label or ''} | {task.text}"


def wrong(reason: str) -> pytest.MarkDecorator:
    """The mark of a case in which the program still differs from the contract."""
    return pytest.mark.xfail(reason=reason, strict=True)
