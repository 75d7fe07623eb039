"""Documents to calendars, one or one per unit; tasks without a date are reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from docx2tasks.office.calendar import CalendarEvent, events_to_ics
from docx2tasks.office.events import documents_to_calendar, split_by_unit
from docx2tasks.office.kinds import OfficeOptions, Writer, check_target
from docx2tasks.office.outputs import write_pieces
from docx2tasks.office.papers import Paper, Unread, paper_to_document
from docx2tasks.office.words import cut

_NOBODY = "未明确单位"  # the calendar of the tasks that name no unit, as an office reads it
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')  # signs that some file system does not hold in a name
_LONGEST = 40  # characters of a unit in the name of a file: 120 bytes of the 255 that there are
_SHOWN = 40  # characters of a task that has no day


def open_calendar(path: Path, options: OfficeOptions) -> Writer:
    """A calendar (``期限.ics``), or with ``--by unit`` one for each unit (``期限-市财政局.ics``)."""
    return partial(_write, path, options)


def _write(path: Path, options: OfficeOptions, papers: Iterable[Paper], _: Sequence[Unread]) -> Sequence[str]:
    found = documents_to_calendar((paper.name, paper_to_document(paper)) for paper in papers)
    told = [f"no day for {name}: {cut((task.label or '') + task.text, _SHOWN)}" for name, task in found.undated]
    if options.by != "unit":
        _write_calendar(path, path.stem, found.events, options.alarm)
        return told
    for unit, events in split_by_unit(found.events).items():
        place = path.with_name(f"{path.stem}-{_to_file_name(unit or _NOBODY)}{path.suffix}")
        check_target(place, is_filled=False)
        _write_calendar(place, unit or _NOBODY, events, options.alarm)
        told.append(f"{len(events)} days of {unit or _NOBODY}: {place}")
    return told


def _write_calendar(path: Path, name: str, events: Iterable[CalendarEvent], alarm: int | None) -> None:
    write_pieces((piece.encode() for piece in events_to_ics(events, name=name, alarm=alarm)), path)


def _to_file_name(unit: str) -> str:
    return _UNFIT.sub("_", unit)[:_LONGEST]
