"""Finds points in time: ``2022年6月30日``, ``12月底``, ``三季度``, ``6.30``.

A point covers the days from ``low`` to ``high``; a year it does not print stays open.  What the words around a point
make of it is :mod:`docx2tasks.extract.times.kinds`' affair.
"""

from __future__ import annotations

from collections.abc import Callable

from docx2tasks.extract.times.days import Day, Groups, Point
from docx2tasks.extract.times.words import TimeWords, word_to_number, word_to_year

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # days of the months
_NO_DAY = Point(None, None, "day", is_included=True)  # 9月31日
# signs of units: they tell the point 5月 from the 5 of 5-11月, and are grammar, no vocabulary
_YEAR, _MONTH, _QUARTERS = "年", "月", ("季", "Q", "q")
_FIRST_HALF = "上"  # the rule allows 上半年 and 下半年 only


def groups_to_point(reader: str, groups: Groups, text: str, words: TimeWords) -> Point:
    """The point that a rule's groups say, read the way the rule's value names."""
    point = _READERS[reader](groups, text, words)
    return point if all(day is None or day.is_possible for day in (point.low, point.high)) else _NO_DAY


def _longest(month: int) -> int:
    return _LONGEST[month - 1] if 1 <= month <= len(_LONGEST) else 0


def _days(groups: Groups, first: tuple[int, int], last: tuple[int, int], words: TimeWords) -> tuple[Day, Day]:
    """The first and the last day in the year that the groups say."""
    ahead, after_named = words.years_ahead(groups.get("rel"))
    short = groups.get("yy")
    year = word_to_year(groups.get("y") or groups.get("z"))
    low = Day(year, *first, ahead, word_to_number(short, 0) if short else None, after_named)
    return low, low._replace(month=last[0], day=last[1])


def _read_day(groups: Groups, _text: str, words: TimeWords) -> Point:
    """2022年6月30日, 6月15 of 6月15前."""
    month, day = word_to_number(groups.get("m"), 1), word_to_number(groups.get("d") or groups.get("n"), 1)
    if day > _longest(month):
        return _NO_DAY
    low, high = _days(groups, (month, day), (month, day), words)
    return Point(low, high, "day", is_included=True, has_unit=groups.get("n") is None)


def _read_month(groups: Groups, text: str, words: TimeWords) -> Point:
    """12月底, 2020年8月, 7月份, 6月中旬, the 5 of 5-11月."""
    month, third = word_to_number(groups.get("m"), 1), words.third(groups.get("e"))
    first, last = third or (1, 31)
    low, high = _days(groups, (month, first), (month, last), words)
    has_unit = _MONTH in text and words.is_whole_third(groups.get("e"))
    return Point(low, high, "month", words.edge(groups.get("e")) == "end", bool(third), has_unit=has_unit)


def _read_this_month(groups: Groups, _text: str, words: TimeWords) -> Point:
    """本月底, 下月10日: counted from the month of issue; 当月底, 月底: from the month named last."""
    third, day = words.third(groups.get("e")), groups.get("d")
    first, last = (word_to_number(day, 1),) * 2 if day else third or (1, 31)
    rel = groups.get("rel")
    ahead = words.step(rel) if rel else ("here", 0)
    low = Day(None, 1, first, since=(f"{ahead[0]}-month", ahead[1]))
    is_end = words.edge(groups.get("e") or groups.get("f")) == "end"
    return Point(low, low._replace(day=last), "month", is_end, bool(day) or bool(third))


def _read_this_week(groups: Groups, _text: str, words: TimeWords) -> Point:
    """下周五, 本周: counted from the week of the issue date; of 周五 alone the week is not known."""
    weekday, rel = words.weekday(groups.get("d")), groups.get("rel")
    if rel is None:
        return _NO_DAY
    low = Day(None, 1, weekday or 1, since=("week", words.step(rel)[1]))
    return Point(low, low._replace(day=weekday or 7), "day" if weekday else "week", is_included=weekday is not None)


def _read_this_quarter(groups: Groups, _text: str, words: TimeWords) -> Point:
    """本季度末: counted from the quarter of the issue date."""
    low = Day(None, 1, 1, since=("quarter", words.step(groups.get("rel"))[1]))
    return Point(low, low._replace(month=3, day=31), "quarter", words.edge(groups.get("e")) == "end")


def _read_event(_groups: Groups, _text: str, _words: TimeWords) -> Point:
    """汛期, 9月开学: a day that no calendar tells."""
    return _NO_DAY


def _read_dotted(groups: Groups, _text: str, words: TimeWords) -> Point:
    """2020.12, 2022-06-30, 6.30, 202206: a month where no day is printed."""
    month, day = word_to_number(groups.get("m"), 1), groups.get("d") or groups.get("n")
    first, last = (word_to_number(day, 1),) * 2 if day else (1, 31)
    if day and last > _longest(month):
        return _NO_DAY
    low, high = _days(groups, (month, first), (month, last), words)
    return Point(low, high, "day" if day else "month", bool(groups.get("e")), bool(day), is_dotted=True)


def _read_front(groups: Groups, _text: str, words: TimeWords) -> Point:
    """前三季度, 前5个月, 前半年: from the year's first day."""
    months = (
        6 if groups.get("half") else word_to_number(groups.get("months"), 0) or 3 * word_to_number(groups.get("q"), 1)
    )
    low, high = _days(groups, (1, 1), (min(months, 12), 31), words)
    return Point(low, high, "span")


def _read_quarter(groups: Groups, text: str, words: TimeWords) -> Point:
    """三季度, 二季度末, 2022Q2."""
    number = word_to_number(groups.get("q") or groups.get("r") or groups.get("s"), 1)
    low, high = _days(groups, (number * 3 - 2, 1), (number * 3, 31), words)
    edge = words.edge(groups.get("e"))
    if edge == "begin":
        high = high._replace(month=number * 3 - 2, day=10)
    return Point(low, high, "quarter", edge == "end", edge == "begin", has_unit=any(sign in text for sign in _QUARTERS))


def _read_half(groups: Groups, _text: str, words: TimeWords) -> Point:
    """上半年, and the 上 of 上、下半年."""
    is_whole = groups.get("h") is not None
    first, last = (1, 6) if (groups.get("h") or groups.get("s")) == _FIRST_HALF else (7, 12)
    days = _days(groups, (first, 1), (last, 31), words)
    return Point(*days, "half", bool(groups.get("e")), has_unit=is_whole)


def _read_plan(groups: Groups, _text: str, words: TimeWords) -> Point:
    year = words.plan(groups.get("p") or groups.get("r"))
    is_end = words.edge(groups.get("e") or groups.get("f")) == "end"
    return Point(Day(year, 1, 1), Day(year + 4 if year else None, 12, 31), "plan", is_end)


def _months_of_edge(edge: str | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and last day of 年初, 年中 (which ends with June, as the half year does) or a whole year."""
    first, last = (1, 3) if edge == "begin" else (6, 6) if edge == "middle" else (1, 12)
    return (first, 1), (last, _longest(last))


def _read_year(groups: Groups, text: str, words: TimeWords) -> Point:
    edge = words.edge(groups.get("e") or groups.get("f"))
    low, high = _days(groups, *_months_of_edge(edge), words)
    return Point(low, high, "year", edge == "end", edge in {"begin", "middle"}, has_unit=_YEAR in text)


def _read_relative(groups: Groups, _text: str, words: TimeWords) -> Point:
    """明年, 上年底, 年底, 年内, 全年."""
    edge = words.edge(groups.get("e") or groups.get("bare"))
    low, high = _days(groups, *_months_of_edge(edge), words)
    grain = {"whole": "span", "middle": "month"}.get(edge or "", "year")
    return Point(low, high, grain, edge == "end", edge in {"begin", "middle"})


def _read_named_day(groups: Groups, _text: str, words: TimeWords) -> Point:
    known = words.day(groups.get("name"))
    if known is None:
        return Point(None, None, "day", is_included=True)
    return Point(*_days(groups, known, known, words), "day", is_included=True)


_READERS: dict[str, Callable[[Groups, str, TimeWords], Point]] = {
    "day": _read_day,
    "month": _read_month,
    "this-month": _read_this_month,
    "this-week": _read_this_week,
    "this-quarter": _read_this_quarter,
    "event": _read_event,
    "dotted": _read_dotted,
    "front": _read_front,
    "quarter": _read_quarter,
    "half": _read_half,
    "plan": _read_plan,
    "year": _read_year,
    "relative": _read_relative,
    "named-day": _read_named_day,
}
