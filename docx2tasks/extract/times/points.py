"""Points of time to days: ``2022年6月30日``, ``12月底``, ``三季度``, ``6.30``.

A point covers the days from ``low`` to ``high``; a year it does not print stays open.  What the words around a point
make of it is :mod:`docx2tasks.extract.times.meaning`'s affair.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from docx2tasks.numerals import text_to_number

_PLAN_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_EVERY = {"年": "Y", "学年": "Y", "月": "M", "周": "W", "星期": "W", "日": "D", "天": "D", "工作日": "D"}
_YEARS_AHEAD = {"明": 1, "来": 1, "次": 1, "翌": 1, "下": 1, "上": -1, "去": -1}
_MONTHS_AHEAD = {"上": -1, "本": 0, "下": 1}
_NAMED_DAYS = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五四": (5, 4),
    "青年节": (5, 4),
    "护士节": (5, 12),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
}  # the others move with the moon or the sun: no rule of this calendar gives their day

Groups = Mapping[str, str | None]


class Day(NamedTuple):
    """A day whose year may still be open.

    ``short`` is a year printed with two digits; ``ahead`` counts years from the working year, ``next_year`` says that
    they count from the year named last (次年); ``months`` counts months from the month of issue.
    """

    year: int | None
    month: int
    day: int
    ahead: int = 0
    short: int | None = None
    after_named: bool = False
    months: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing printed tells the year."""
        return self.year is None and self.short is None and not self.ahead and self.months is None


class Point(NamedTuple):
    """What a point says by itself.

    ``grain`` is what it counts in: ``day``, ``month``, ``quarter``, ``half``, ``year``, ``plan`` or ``span``.
    ``is_edge`` says that it names its own end (底, 末), ``is_included`` that a 前 behind it takes it in (6月30日前).
    """

    low: Day | None
    high: Day | None
    grain: str
    is_edge: bool = False
    is_included: bool = False
    is_dotted: bool = False
    has_unit: bool = True  # False: the 5 of 5-11月

    def in_year(self, day: Day) -> Point:
        """The point with the year of ``day``."""
        assert self.low is not None and self.high is not None  # noqa: S101, PT018  only points of days have open years
        low, high = (day._replace(month=own.month, day=own.day) for own in (self.low, self.high))
        return self._replace(low=low, high=high)


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # days of the months
_NO_DAY = Point(None, None, "day", is_included=True)  # 9月31日


def groups_to_point(reader: str, groups: Groups, text: str) -> Point:
    """The point that a rule's groups say, read the way the rule's value names."""
    return _READERS[reader](groups, text)


def continue_point(reader: str, groups: Groups, before: Point) -> Point | None:
    """A point that leaves out what the one before it says: ``28日`` behind ``4月22日至``; None where none is."""
    return _CONTINUATIONS[reader](groups, before) if before.high is not None else None


def recurrence_to_duration(groups: Groups) -> str | None:
    """The ISO 8601 duration of a recurrence: 每两年 ``P2Y``, 每季 ``P3M``, 每半年 ``P6M``."""
    count_word = groups.get("n") or groups.get("o")
    unit = (groups.get("u") or groups.get("v") or (groups.get("w") or "")[:1]).rstrip("度")
    if count_word == "半":
        return {"年": "P6M", "月": "P15D", "天": "PT12H", "日": "PT12H"}.get(unit)
    count = _number(count_word, 1)
    if unit in {"季", "学期", "旬"}:
        return {"季": f"P{3 * count}M", "学期": f"P{6 * count}M", "旬": f"P{10 * count}D"}[unit]
    return f"P{count}{_EVERY[unit]}" if unit in _EVERY else None


def count_from_issue(groups: Groups, issued: date | None) -> date | None:
    """The last day of so many days or months after the issue date; work days cannot be counted."""
    count, unit = _number(groups.get("n"), 0), groups.get("u")
    if issued is None or not count or unit == "工作日":
        return None
    if unit in {"日", "天"}:
        return issued + timedelta(days=count)
    months = issued.month - 1 + count * (12 if unit == "年" else 1)
    year, month = issued.year + months // 12, months % 12 + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


def blank_year(text: str) -> int | None:
    """The last year that a phrase with blanks prints: 2024 of ``2023年XX月-2024年XX月``."""
    digits = re.findall(r"(?:19|20)\d\d", text)
    return int(digits[-1]) if digits else None


# readers: groups to points ------------------------------------------------------------------------


def _year_of(text: str | None) -> int | None:
    """The year a group holds: digits, or Han digits with a round zero of any shape."""
    if not text:
        return None
    return text_to_number(text if text.isdigit() else re.sub("[○O0]", "〇", text))


def _number(text: str | None, default: int) -> int:
    return (text_to_number(text) if text else None) or default


def _days(groups: Groups, first: tuple[int, int], last: tuple[int, int]) -> tuple[Day, Day]:
    """The first and the last day in the year that the groups say."""
    rel = groups.get("rel")
    ahead = _YEARS_AHEAD.get(rel[0], 0) if rel else 0
    short = groups.get("yy")
    year = _year_of(groups.get("y") or groups.get("z"))
    after_named = bool(rel) and rel is not None and rel[0] in "次翌"
    low = Day(year, *first, ahead, int(short) if short else None, after_named)
    return low, low._replace(month=last[0], day=last[1])


def _read_day(groups: Groups, _text: str) -> Point:
    """2022年6月30日, 6月15 of 6月15前."""
    month, day = _number(groups.get("m"), 1), _number(groups.get("d") or groups.get("n"), 1)
    if day > _LONGEST[month - 1]:
        return _NO_DAY
    low, high = _days(groups, (month, day), (month, day))
    return Point(low, high, "day", is_included=True, has_unit=groups.get("n") is None)


def _thirds(edge: str) -> tuple[int, int]:
    """The first and last day of 初, 上旬, 中下旬 of a month."""
    if edge == "初":
        return 1, 10
    return {"上": 1, "中": 11, "下": 21}[edge[0]], {"上": 10, "中": 20, "下": 31}[edge[-2]]


def _read_month(groups: Groups, text: str) -> Point:
    """12月底, 2020年8月, 7月份, 6月中旬, the 5 of 5-11月."""
    month, edge = _number(groups.get("m"), 1), (groups.get("e") or "").strip()
    is_part = edge == "初" or edge.endswith("旬")
    first, last = _thirds(edge) if is_part else (1, 31)
    low, high = _days(groups, (month, first), (month, last))
    return Point(low, high, "month", edge in {"底", "末"}, is_part, has_unit="月" in text)


def _read_this_month(groups: Groups, _text: str) -> Point:
    """本月底, 下月10日: in a month counted from that of the issue date."""
    edge, day = (groups.get("e") or "").strip(), groups.get("d")
    is_part = edge == "初" or edge.endswith("旬")
    first, last = (_number(day, 1),) * 2 if day else _thirds(edge) if is_part else (1, 31)
    low = Day(None, 1, first, months=_MONTHS_AHEAD[(groups.get("rel") or "本")[0]])
    return Point(low, low._replace(day=last), "month", edge in {"底", "末"}, bool(day) or is_part)


def _read_dotted(groups: Groups, _text: str) -> Point:
    """2020.12, 2022-06-30, 6.30, 202206: a month where no day is printed."""
    month, day = _number(groups.get("m"), 1), groups.get("d") or groups.get("n")
    first, last = (_number(day, 1),) * 2 if day else (1, 31)
    if day and last > _LONGEST[month - 1]:
        return _NO_DAY
    low, high = _days(groups, (month, first), (month, last))
    return Point(low, high, "day" if day else "month", bool(groups.get("e")), bool(day), is_dotted=True)


def _read_front(groups: Groups, _text: str) -> Point:
    """前三季度, 前5个月, 前半年: from the year's first day."""
    months = 6 if groups.get("half") else _number(groups.get("months"), 0) or 3 * _number(groups.get("q"), 1)
    low, high = _days(groups, (1, 1), (min(months, 12), 31))
    return Point(low, high, "span")


def _read_quarter(groups: Groups, text: str) -> Point:
    number = _number(groups.get("q") or groups.get("r") or groups.get("s"), 1)
    low, high = _days(groups, (number * 3 - 2, 1), (number * 3, 31))
    edge = groups.get("e")
    if edge == "初":
        high = high._replace(month=number * 3 - 2, day=10)
    return Point(low, high, "quarter", edge in {"末", "底"}, edge == "初", has_unit="季" in text or "Q" in text.upper())


def _read_half(groups: Groups, _text: str) -> Point:
    first, last = (1, 6) if groups.get("h") == "上" else (7, 12)
    return Point(*_days(groups, (first, 1), (last, 31)), "half", bool(groups.get("e")))


def _read_plan(groups: Groups, _text: str) -> Point:
    year = _PLAN_YEARS.get(groups.get("p") or groups.get("r") or "")
    word = groups.get("e") or groups.get("f") or ""
    return Point(Day(year, 1, 1), Day(year + 4 if year else None, 12, 31), "plan", word in {"末", "期末"})


def _read_year(groups: Groups, text: str) -> Point:
    edge = groups.get("e") or groups.get("f") or ""
    first, last = (1, 3) if edge == "初" else (4, 9) if edge == "中" else (1, 12)
    low, high = _days(groups, (first, 1), (last, 31))
    return Point(low, high, "year", edge in {"底", "末", "终"}, edge in {"初", "中"}, has_unit="年" in text)


def _read_relative(groups: Groups, text: str) -> Point:
    """明年, 上年底, 年底, 年内, 全年."""
    low, high = _days(groups, (1, 1), (12, 31))
    grain = "span" if text in {"年内", "全年"} else "year"
    if text.endswith("年初"):
        high = high._replace(month=3)
    return Point(low, high, grain, text.endswith(("底", "末", "终")), text.endswith("初"))


def _read_named_day(groups: Groups, _text: str) -> Point:
    known = _NAMED_DAYS.get(groups.get("name") or "")
    if known is None:
        return Point(None, None, "day", is_included=True)
    return Point(*_days(groups, known, known), "day", is_included=True)


_READERS: dict[str, Callable[[Groups, str], Point]] = {
    "day": _read_day,
    "month": _read_month,
    "this-month": _read_this_month,
    "dotted": _read_dotted,
    "front": _read_front,
    "quarter": _read_quarter,
    "half": _read_half,
    "plan": _read_plan,
    "year": _read_year,
    "relative": _read_relative,
    "named-day": _read_named_day,
}


# continuations: what a point leaves out -----------------------------------------------------------


def _continue_day(groups: Groups, before: Point) -> Point | None:
    """28日 behind 4月22日至: in the same month."""
    if before.grain != "day" or before.high is None:
        return None
    day = before.high._replace(day=_number(groups.get("d"), 1))
    return Point(day, day, "day", is_included=True, has_unit=True)


def _continue_end(groups: Groups, before: Point) -> Point | None:
    """年底, 月底 behind 3月至: of the same year or month."""
    if before.high is None:
        return None
    high = before.high._replace(day=31)
    if groups.get("w") == "年":
        high = high._replace(month=12)
    return Point(high._replace(day=1), high, "month", is_edge=True)


def _continue_month(groups: Groups, before: Point) -> Point | None:
    """次年3月 behind 2022年10月至: counted from the year of the point before."""
    if before.high is None:
        return None
    ahead = 0 if groups.get("rel") == "当" else 1
    year = before.high.year
    month, day = _number(groups.get("m"), 1), groups.get("d")
    base = before.high._replace(year=year + ahead if year is not None else None, month=month)
    if year is None:
        base = base._replace(ahead=base.ahead + ahead)
    first, last = (_number(day, 1),) * 2 if day else (1, 31)
    return Point(base._replace(day=first), base._replace(day=last), "month", bool(groups.get("e")), bool(day))


def _continue_dotted(groups: Groups, before: Point) -> Point | None:
    """12 behind 2022.3-, 12.31 behind 2022.3.1-."""
    if not before.is_dotted or before.high is None:
        return None
    number = _number(groups.get("n"), 0)
    if groups.get("m"):
        day = before.high._replace(month=_number(groups.get("m"), 1), day=_number(groups.get("d"), 1))
        return Point(day, day, "day", is_included=True, is_dotted=True)
    if before.grain == "day":
        day = before.high._replace(day=number)
        return Point(day, day, "day", is_included=True, is_dotted=True)
    if number > 12:
        return None
    low = before.high._replace(month=number, day=1)
    return Point(low, low._replace(day=31), "month", is_dotted=True)


_CONTINUATIONS: dict[str, Callable[[Groups, Point], Point | None]] = {
    "next-day": _continue_day,
    "next-end": _continue_end,
    "next-month": _continue_month,
    "next-dotted": _continue_dotted,
}
