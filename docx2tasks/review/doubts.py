"""Which records to check, and why: diagnostic codes by record id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docx2tasks.model import Document, Location, Task, Time
from docx2tasks.readers.scan.confidence import LOW
from docx2tasks.vocabulary import DiagnosticCode

_WIDEST = 400  # characters of a diagnostic that says something of each record in it; a wider one is of the document
_OF_NO_RECORD = frozenset((DiagnosticCode.SPAM_REMOVED,))  # what was done is done: nothing is doubtful any more


def find_doubts(document: Document) -> Mapping[str, Sequence[str]]:
    """Codes by record: a warning about its words, a time without a date, characters that were hardly legible."""
    warned = [d for d in document.diagnostics if d.location and d.level != "info" and d.code not in _OF_NO_RECORD]
    places = [(d.location, d.code) for d in warned if d.location and d.location.end - d.location.start < _WIDEST]
    found: dict[str, list[str]] = defaultdict(list)
    for task in (*document.tasks, *document.provisions):
        codes = [code for place, code in places if _meet(place, task)]
        for code in dict.fromkeys([*codes, *_find_own(task)]):
            found[task.id].append(code)
    return found


def _meet(place: Location, task: Task) -> bool:
    return place.start < task.location.end and place.end > task.location.start


def _find_own(task: Task) -> Iterator[str]:
    """What the record shows by itself."""
    if any(_is_open(time) for time in task.times):
        yield DiagnosticCode.UNRESOLVED_TIME
    if task.confidence is not None and task.confidence < LOW:
        yield DiagnosticCode.LOW_CONFIDENCE


def _is_open(time: Time) -> bool:
    """Whether a time says less than its kind has to."""
    wanted = {"deadline": (time.end,), "period": (time.start, time.end), "start": (time.start,)}
    return None in wanted.get(time.kind, ())
