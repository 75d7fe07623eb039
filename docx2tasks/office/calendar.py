"""Events as iCalendar text: the part of RFC 5545 needed for all-day events with alarms.

A line ends in CRLF and has at most 75 bytes, of which a fold (CRLF and a blank) takes none apart within a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_WIDEST = 75  # bytes of a line, without its end: RFC 5545, 3.1
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # no TEXT of RFC 5545 holds them
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
NEVER = date(1970, 1, 1)  # the stamp of a paper that does not say when it was issued: the same in each run
_PRODUCT = "-//docx2tasks//docx2tasks//EN"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A whole day in a calendar.

    ``uid`` is the same for the same task, so that a calendar imported again takes its place; ``stamp`` is the day on
    which the paper was issued; ``rule`` is an RRULE (``FREQ=MONTHLY;INTERVAL=3``) or nothing.
    """

    uid: str
    day: date
    summary: str
    description: str
    categories: Sequence[str] = ()
    stamp: date = NEVER
    rule: str = ""


def events_to_ics(events: Iterable[CalendarEvent], *, name: str, alarm: int | None) -> Iterator[str]:
    """A calendar with a name (``市财政局``), in pieces; ``alarm`` is how many days before each event it reminds."""
    yield _lines("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield _lines(f"X-WR-CALNAME:{text_to_ics(name)}")
    for event in events:
        yield _lines(*_event_to_lines(event, alarm))
    yield _lines("END:VCALENDAR")


def _event_to_lines(event: CalendarEvent, alarm: int | None) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{text_to_ics(event.uid)}", f"DTSTAMP:{_day(event.stamp)}T000000Z")
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(1))}"  # the first day after it
    if event.rule:
        yield f"RRULE:{event.rule}"
    yield f"SUMMARY:{text_to_ics(event.summary)}"
    yield f"DESCRIPTION:{text_to_ics(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(text_to_ics, event.categories))}"
    yield "TRANSP:TRANSPARENT"  # nobody is away all day because something is due
    if alarm is not None:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{alarm}D")
        yield from (f"DESCRIPTION:{text_to_ics(event.summary)}", "END:VALARM")
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"  # strftime leaves the zeros of a year out


def text_to_ics(text: str) -> str:
    r"""Text as iCalendar TEXT, escaped (``甲\,乙``) and without invalid characters."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPES)


def _lines(*lines: str) -> str:
    return "".join(f"{fold(line)}\r\n" for line in lines)


def fold(line: str) -> str:
    """A line over as many as it needs, none longer than 75 bytes; a blank begins each further one."""
    if len(line.encode()) <= _WIDEST:
        return line
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _WIDEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return "\r\n".join([*pieces, piece])
