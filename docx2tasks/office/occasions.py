"""The due dates of a task: last days of deadlines and periods, and recurrences.

A day is only ever one that the paper gives.  ``每季一次`` has none by itself; ``自2022年3月起每季一次`` begins on one,
and so does ``2022年起，每年2月底前``: its first day is read from the same words in the year of the beginning.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docx2tasks.model import Time

# how a recurrence begins in print, by its duration, and what stands there for one of its turns
_TURNS = {"P1Y": "{day.year}年", "P3M": "{day.year}年第{quarter}季度", "P1M": "{day.year}年{day.month}月"}
_EACH = re.compile(r"每(?:个月|季度|年|月|季)")  # 每年, 每季度 …
_ONLY_OFTEN = re.compile(r"(?:至少)?[一两二三四五六七八九十\d]*次?")  # behind it: says how often, names no day
_DURATION = re.compile(r"P(\d+)([DWMY])")
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_DAYS = {"D": 1, "W": 7, "M": 28, "Y": 365}  # at the least, of a unit
_SHORTEST_MONTH = 28


class Occasion(NamedTuple):
    """A day on which a task falls due: the words it was read from, and an RRULE where it comes again."""

    day: date
    words: str
    rule: str = ""


def times_to_occasions(times: Sequence[Time]) -> list[Occasion]:
    """The days of a task in their order, each once; none where the paper gives no day."""
    found = [*_find_ends(times), *_find_recurrences(times)]
    first = {(one.day, one.rule): one for one in reversed(found)}
    return sorted(first.values(), key=lambda one: (one.day, one.rule))


def _find_ends(times: Sequence[Time]) -> Iterator[Occasion]:
    for time in times:
        if time.kind in {"deadline", "period"} and time.end:
            yield Occasion(date.fromisoformat(time.end), time.text)


def _find_recurrences(times: Sequence[Time]) -> Iterator[Occasion]:
    for number, time in enumerate(times):
        if time.kind != "recurring" or not time.every:
            continue
        beginning = _find_beginning(times, number, time.every)
        day = beginning and beginning.start and _first_day(time, date.fromisoformat(beginning.start))
        if beginning and day:
            until = beginning.end if beginning.kind == "period" else None
            yield Occasion(day, f"{beginning.text}{time.text}", _to_rule(time.every, day, until))


def _find_beginning(times: Sequence[Time], number: int, every: str) -> Time | None:
    """What says from when on: the last start or long period in front, else the only one in the task."""
    before, others = ([time for time in part if _begins(time, every)] for part in (times[:number], times))
    if before:
        return before[-1]
    return others[0] if len(others) == 1 else None


def _begins(time: Time, every: str) -> bool:
    """Whether a recurrence can begin with it: a start, or a period in which it comes at least twice."""
    if time.kind == "start":
        return time.start is not None
    if time.kind != "period" or not time.start or not time.end:
        return False
    length = (date.fromisoformat(time.end) - date.fromisoformat(time.start)).days + 1
    return length >= 2 * _least_days(every)


def _least_days(every: str) -> int:
    found = _DURATION.fullmatch(every)
    return int(found[1]) * _DAYS[found[2]] if found else 0


def _first_day(time: Time, start: date) -> date | None:
    """The first day of a recurrence from ``start`` on; None where its words name a day that cannot be read."""
    each = _EACH.match(time.text)
    rest = time.text[each.end() :] if each else ""
    if not each or _ONLY_OFTEN.fullmatch(rest):
        return start
    turn = _TURNS.get(time.every or "")
    if turn is None:
        return None
    days = (_read_day(turn.format(day=one, quarter=(one.month + 2) // 3) + rest) for one in _first_turns(start, time))
    return next((day for day in days if day and day >= start), None)


def _first_turns(start: date, time: Time) -> tuple[date, date]:
    """A day of the first turn and one of the second: the day named may have passed in the first."""
    months = {"P1Y": 12, "P3M": 3, "P1M": 1}[time.every or ""]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start, date(year, month + 1, 1)


def _read_day(words: str) -> date | None:
    """The last day that words name: ``2022年2月底前``."""
    from docx2tasks.extract.times import TimeFinder, Years  # noqa: PLC0415  few papers need it
    from docx2tasks.rules import load_rules  # noqa: PLC0415
    from docx2tasks.source import Passage  # noqa: PLC0415

    passage = Passage(words, ((0, len(words)),))
    found = load_rules().once(TimeFinder).find(passage, Years(None, None, None))
    days = [one.end for one in found if one.kind in {"deadline", "period"} and one.end]
    return days[0] if len(found) == len(days) == 1 else None


def _to_rule(every: str, day: date, until: str | None) -> str:
    """An RRULE: ``P3M`` is ``FREQ=MONTHLY;INTERVAL=3``; the last day of a month stays the last day."""
    found = _DURATION.fullmatch(every)
    if found is None:
        return ""
    parts = [f"FREQ={_FREQUENCIES[found[2]]}"]
    if int(found[1]) > 1:
        parts.append(f"INTERVAL={int(found[1])}")
    if found[2] in "MY":
        parts += _month_end(day, is_yearly=found[2] == "Y")
    if until:
        parts.append(f"UNTIL={until.replace('-', '')}")
    return ";".join(parts)


def _month_end(day: date, *, is_yearly: bool) -> Iterator[str]:
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    if not is_last and day.day <= _SHORTEST_MONTH:
        return
    if is_yearly:
        yield f"BYMONTH={day.month}"
    if is_last:
        yield "BYMONTHDAY=-1"
    else:  # a month without that day has its last one
        yield f"BYMONTHDAY={','.join(map(str, range(_SHORTEST_MONTH, day.day + 1)))};BYSETPOS=-1"
