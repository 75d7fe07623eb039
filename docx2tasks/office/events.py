"""Tasks as calendar events, one per due date, and tasks without a date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from docx2tasks.model import Document, Task
from docx2tasks.office.calendar import NEVER, CalendarEvent
from docx2tasks.office.chunks import task_to_text
from docx2tasks.office.occasions import Occasion, times_to_occasions
from docx2tasks.office.words import cut

_SUMMARY = 60  # characters of a measure that a calendar shows on a day
_DESCRIPTION = 2_000  # and of all it says: a measure of pages with a hundred days would be there a hundred times


class Calendar(NamedTuple):
    """Events, each once, and what fell on no day: names of documents with their tasks."""

    events: list[CalendarEvent]
    undated: list[tuple[str, Task]]


def documents_to_calendar(documents: Iterable[tuple[str, Document]]) -> Calendar:
    """The events of documents (``方案.docx`` and its Document) by date; of copies only the first."""
    events: dict[str, CalendarEvent] = {}
    undated: list[tuple[str, Task]] = []
    for name, document in documents:
        for task in document.tasks:
            found = [*_task_to_events(document, task)]
            for event in found:
                events.setdefault(event.uid, event)
            if not found:
                undated.append((name, task))
    return Calendar(sorted(events.values(), key=lambda event: (event.day, event.uid)), undated)


def split_by_unit(events: Iterable[CalendarEvent]) -> dict[str, list[CalendarEvent]]:
    """The events of each unit, by its printed name; those without a unit under ``""``."""
    found: dict[str, list[CalendarEvent]] = {}
    for event in events:
        for unit in event.categories or ("",):
            found.setdefault(unit, []).append(event)
    return found


def _task_to_events(document: Document, task: Task) -> Iterator[CalendarEvent]:
    units = tuple(dict.fromkeys(unit.name for unit in task.units))
    issued = document.document.issued_on
    for number, occasion in enumerate(times_to_occasions(task.times), 1):
        yield CalendarEvent(
            uid=_to_uid(document, task, number),
            day=occasion.day,
            summary=_to_summary(task),
            description=_to_description(document, task, occasion),
            categories=units,
            stamp=date.fromisoformat(issued) if issued else NEVER,
            rule=occasion.rule,
        )


def _to_uid(document: Document, task: Task, number: int) -> str:
    """The same for the same measure of the same paper, in whatever format and under whatever name it was read."""
    facts = document.document
    words = "\x1f".join(filter(None, (facts.title, facts.doc_number)))
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{task.id}-{number}-{digest}@docx2tasks"


def _to_summary(task: Task) -> str:
    """``【市卫生健康委】建成服务站…``: who is first to do it, and how it begins."""
    names = [unit.name for unit in task.units if unit.role == "lead"] or [unit.name for unit in task.units]
    who = f"【{names[0]}】" if names else ""
    return f"{who}{cut(task.text, _SUMMARY)}"


def _to_description(document: Document, task: Task, occasion: Occasion) -> str:
    said = cut(task_to_text(document, task), _DESCRIPTION)
    return f"{said}\n{occasion.words}" if occasion.rule else said
