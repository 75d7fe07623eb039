"""The tasks of a document as a list: a table for a terminal, and which of them a number or label means.

Pure: nothing here prints or knows a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import UsageError
from docx2tasks.export.columns import ROLE_MARKS
from docx2tasks.model import Document, Task, Time

if TYPE_CHECKING:
    from docx2tasks.pipeline import Reading

LIST_HEADERS = ("#", "label", "task", "units", "due")
_TEXT = 60  # characters of a task's text
_LEAST = 3  # characters of the beginning of an id
_WAY = re.compile(r"\d+(?:[-.]\d+)+", re.ASCII)  # numbers of headings and of the task


def tasks_to_list(tasks: Sequence[Task], first: int = 1) -> list[tuple[str, ...]]:
    """A row of :data:`LIST_HEADERS` for each task: ``1``, ``（一）``, words, ``●市民政局``, ``年底前 2022-12-31``."""
    return [tuple(map(escape_controls, _task_to_row(number, task))) for number, task in enumerate(tasks, first)]


def _task_to_row(number: int, task: Task) -> tuple[str, ...]:
    units = [f"{ROLE_MARKS[unit.role]}{unit.name}" for unit in task.units]
    units += [f"→{actor.name}" for actor in task.actors if not any(actor.name in unit for unit in units)]
    times = [_time_to_words(time) for time in task.times if time.kind != "mention"]
    text = task.text if len(task.text) <= _TEXT else f"{task.text[: _TEXT - 1]}…"
    return (str(number), task.label or "-", text, "、".join(dict.fromkeys(units)) or "-", "；".join(times) or "-")


def _time_to_words(time: Time) -> str:
    """As printed, with the day that was computed: ``6月底前 2022-06-30``."""
    days = [day for day in (time.start, time.end) if day]
    return " ".join([time.text, " – ".join(dict.fromkeys(days))]).strip()


def document_to_html(document: Document) -> str:
    """The list as a table of HTML, below title, issuer, number and date of the document."""
    facts = document.document
    head = (facts.title, facts.issuer, facts.doc_number, facts.issued_on)
    titles = "".join(f"<th>{header}</th>" for header in LIST_HEADERS)
    rows = "".join(f"<tr>{_to_cells(row)}</tr>" for row in tasks_to_list(document.tasks))
    said = " · ".join(escape(escape_controls(words)) for words in head if words)
    return f"<p>{said}</p><table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def _to_cells(row: Sequence[str]) -> str:
    return "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in row)


def find_task(reading: Reading, key: str) -> tuple[int, Task]:
    """The task or provision that a key means, and its number in the list.

    A key is the number that the tables show (``3``), a label as printed (``（一）``), the numbers of headings and task
    (``1-3``: in the first part the third), or the beginning of an id (``114f``).  Raises ``no-such-task``, also if a
    key means several.
    """
    tasks = [*enumerate([*reading.document.tasks, *reading.document.provisions], 1)]
    for is_meant in (_has_number, _has_label, _has_way, _has_id):
        found = [(number, task) for number, task in tasks if is_meant(number, task, key.strip())]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = ", ".join(str(number) for number, _ in found)
            raise UsageError("no-such-task", f"{key[:40]!r} means several tasks: {numbers}", "use one of these numbers")
    hint = f"use a number from 1 to {len(tasks)}, a label or an id; leave it out to list all tasks"
    raise UsageError("no-such-task", f"no task with number, label or id {key[:40]!r}", hint)


def _has_number(number: int, task: Task, key: str) -> bool:
    return key in {str(number), task.id}


def _has_label(_number: int, task: Task, key: str) -> bool:
    return task.label is not None and _fold(task.label) == _fold(key)


def _fold(label: str) -> str:
    """Without width, and without the comma or stop behind: ``（一）``, ``(一)``; ``一、``, ``一``."""
    return unicodedata.normalize("NFKC", label).strip().rstrip(".、,")


def _has_way(_number: int, task: Task, key: str) -> bool:
    if not _WAY.fullmatch(key):
        return False
    asked = [int(part) for part in re.split("[-.]", key)]
    way = [step.number for step in task.path] + [task.number]
    return [number for number in way if number is not None][-len(asked) :] == asked


def _has_id(_number: int, task: Task, key: str) -> bool:
    return len(key) >= _LEAST and task.id.startswith(key.lower())
