"""Shortened points after a full one: ``28日`` after ``4月22日至``, ``年底`` after ``3月至``."""

from __future__ import annotations

from collections.abc import Callable

from docx2tasks.extract.times.days import Day, Groups, Point
from docx2tasks.extract.times.words import TimeWords, word_to_number

_YEAR = "年"  # the unit whose end 年底 is; the other that the rule allows is 月


def continue_point(reader: str, groups: Groups, before: Point, words: TimeWords) -> Point | None:
    """The shortened point after ``before``, or None."""
    point = _CONTINUATIONS[reader](groups, before, before.high, words) if before.high is not None else None
    days = (point.low, point.high) if point else ()
    return point if all(day is None or day.is_possible for day in days) else None


def _continue_day(groups: Groups, before: Point, last: Day, _words: TimeWords) -> Point | None:
    """28日 behind 4月22日至: in the same month."""
    if before.grain != "day":
        return None
    day = last._replace(day=word_to_number(groups.get("d"), 1))
    return Point(day, day, "day", is_included=True, has_unit=True)


def _continue_end(groups: Groups, _before: Point, last: Day, _words: TimeWords) -> Point:
    """年底, 月底 behind 3月至: of the same year or month."""
    high = last._replace(day=31)
    if groups.get("w") == _YEAR:
        high = high._replace(month=12)
    return Point(high._replace(day=1), high, "month", is_edge=True)


def _continue_third(groups: Groups, before: Point, last: Day, words: TimeWords) -> Point | None:
    """中旬 behind 9月上旬、: in the same month."""
    third = words.third(groups.get("e"))
    if third is None or before.grain not in {"month", "day"}:
        return None
    low, high = (last._replace(day=day) for day in third)
    return Point(low, high, "month", is_included=True, has_unit=words.is_whole_third(groups.get("e")))


def _continue_month(groups: Groups, _before: Point, last: Day, words: TimeWords) -> Point:
    """次年3月 behind 2022年10月至: counted from the year of the point before."""
    ahead, _ = words.years_ahead(groups.get("rel"))
    year = last.year
    month, day = word_to_number(groups.get("m"), 1), groups.get("d")
    base = last._replace(year=year + ahead if year is not None else None, month=month)
    if year is None:
        base = base._replace(ahead=base.ahead + ahead)
    first, end = (word_to_number(day, 1),) * 2 if day else (1, 31)
    return Point(base._replace(day=first), base._replace(day=end), "month", bool(groups.get("e")), bool(day))


def _continue_dotted(groups: Groups, before: Point, last: Day, _words: TimeWords) -> Point | None:
    """12 behind 2022.3-, 12.31 behind 2022.3.1-."""
    if not before.is_dotted:
        return None
    number = word_to_number(groups.get("n"), 0)
    if groups.get("m"):
        day = last._replace(month=word_to_number(groups.get("m"), 1), day=word_to_number(groups.get("d"), 1))
        return Point(day, day, "day", is_included=True, is_dotted=True)
    if before.grain == "day":
        day = last._replace(day=number)
        return Point(day, day, "day", is_included=True, is_dotted=True)
    if number > 12:
        return None
    low = last._replace(month=number, day=1)
    return Point(low, low._replace(day=31), "month", is_dotted=True)


_CONTINUATIONS: dict[str, Callable[[Groups, Point, Day, TimeWords], Point | None]] = {
    "next-day": _continue_day,
    "next-end": _continue_end,
    "next-month": _continue_month,
    "next-third": _continue_third,
    "next-dotted": _continue_dotted,
}
