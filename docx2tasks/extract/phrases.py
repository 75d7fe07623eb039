"""Phrases of the grammar to what they say by themselves: days, a recurrence, whether they name an end.

``12月底`` is a month with its end named, ``5-11月`` two days, ``每半年`` a duration.  What the words around
a phrase make of it is :mod:`docx2tasks.extract.times`' affair.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from docx2tasks.extract.grammar import Phrase
from docx2tasks.numerals import text_to_number

DEADLINE, PERIOD, START, RECURRING, MENTION = "deadline", "period", "start", "recurring", "mention"
_PLAN_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_EVERY = {"年": "Y", "学年": "Y", "月": "M", "周": "W", "星期": "W", "日": "D", "天": "D", "工作日": "D"}


class Day(NamedTuple):
    """A day whose year may still be unknown; ``ahead`` counts years from the working year."""

    year: int | None
    month: int
    day: int
    ahead: int = 0


class Reading(NamedTuple):
    """What a phrase says by itself: its days, whether it names an end (底), its own kind."""

    low: Day | None
    high: Day | None
    is_edge: bool = False
    includes: bool = False  # 6月30日前 takes the day in
    kind: str | None = None
    every: str | None = None


def phrase_to_reading(match: Phrase) -> Reading:
    """What a phrase says, read the way its rule names."""
    return _READERS[match.rule.value](match)


def named_year(match: Phrase, reading: Reading) -> int | None:
    """The year that a phrase prints, which those behind it go on with."""
    if reading.kind == "blank":
        digits = re.findall(r"(?:19|20)\d\d", match.text)
        return int(digits[-1]) if digits else None
    return reading.high.year if reading.high else None


def count_from(match: Phrase, issued: date | None) -> date | None:
    """The last day of so many days or months after the issue date; work days cannot be counted."""
    count, unit = _number(_group(match, "n1"), 0), _group(match, "u1")
    if issued is None or not count or unit == "工作日":
        return None
    if unit in {"日", "天"}:
        return issued + timedelta(days=count)
    months = issued.month - 1 + count * (12 if unit == "年" else 1)
    year, month = issued.year + months // 12, months % 12 + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


def _group(match: Phrase, name: str) -> str | None:
    return match.groups.get(name)


def _year_of(text: str | None) -> int | None:
    """The year a group holds: digits, or Han digits with a round zero of any shape."""
    if not text:
        return None
    return text_to_number(text if text.isdigit() else re.sub("[○O0]", "〇", text))


def _number(text: str | None, default: int) -> int:
    return (text_to_number(text) if text else None) or default


_AHEAD = {"明": 1, "次": 1, "下": 1, "上": -1, "去": -1}


def _ahead(match: Phrase) -> int:
    relative = _group(match, "rel")
    return _AHEAD.get(relative[0], 0) if relative else 0


def _read_point(match: Phrase) -> Reading:
    """A day or a month: 2022年6月30日, 12月底, 7月份."""
    year, month = _year_of(_group(match, "y1")), _number(_group(match, "m1"), 1)
    day = _group(match, "d1")
    edge = (_group(match, "e1") or "").strip()
    first, last = (1, 31)
    if day:
        first = last = _number(day, 1)
    elif edge == "初":
        first, last = 1, 10
    elif edge.endswith("旬"):
        first, last = _turn(edge)
    ahead = _ahead(match)
    low, high = Day(year, month, first, ahead), Day(year, month, last, ahead)
    return Reading(low, high, edge in {"底", "末"}, includes=bool(day) or edge == "初" or edge.endswith("旬"))


def _turn(word: str | None) -> tuple[int, int]:
    """The first and last day of a third of a month, or of two: 上旬, 中下旬."""
    if not word:
        return 1, 31
    return {"上": 1, "中": 11, "下": 21}[word[0]], {"上": 10, "中": 20, "下": 31}[word[-2]]


def _read_range(match: Phrase) -> Reading:
    """From one day, month or year to another: 2020年8月至12月, 5-11月, 2021-2025年."""
    year1, year2 = _year_of(_group(match, "y1")), _year_of(_group(match, "y2"))
    month1, month2 = _number(_group(match, "m1"), 1), _number(_group(match, "m2"), 0)
    if not month2:
        month2 = month1 if _group(match, "m1") else 12
    wraps = year2 is None and (month2 < month1 or bool(_group(match, "next")))
    year2 = year2 if year2 is not None else (year1 + wraps if year1 is not None else None)
    first = _turn(_group(match, "t1"))[0]
    last = _turn(_group(match, "t2"))[1]
    low = Day(year1 if year1 is not None else year2, month1, _number(_group(match, "d1"), first))
    high = Day(year2, month2, _number(_group(match, "d2"), last), ahead=int(wraps and year2 is None))
    return Reading(low, high, kind=PERIOD)


def _read_quarters(match: Phrase) -> Reading:
    first, last = _number(_group(match, "q1"), 1), _number(_group(match, "q2"), 4)
    year, ahead = _year_of(_group(match, "y1")), _ahead(match)
    low, high = Day(year, first * 3 - 2, 1, ahead), Day(year, last * 3, 31, ahead)
    return Reading(low, high, bool(_group(match, "e1")), kind=PERIOD)


def _read_quarter(match: Phrase) -> Reading:
    number = _number(_group(match, "q1") or _group(match, "q2"), 1)
    year, ahead = _year_of(_group(match, "y1")), _ahead(match)
    edge = _group(match, "e1") in {"末", "底"}
    return Reading(Day(year, number * 3 - 2, 1, ahead), Day(year, number * 3, 31, ahead), edge)


def _read_half(match: Phrase) -> Reading:
    year, ahead, first = _year_of(_group(match, "y1")), _ahead(match), _group(match, "h1") == "上"
    low, high = (1, 6) if first else (7, 12)
    return Reading(Day(year, low, 1, ahead), Day(year, high, 31, ahead), bool(_group(match, "e1")))


def _read_plan(match: Phrase) -> Reading:
    year = _PLAN_YEARS.get(_group(match, "p1") or _group(match, "p2") or "")
    word = _group(match, "e1") or _group(match, "e2") or ""
    low, high = Day(year, 1, 1), Day(year + 4 if year else None, 12, 31)
    kind = PERIOD if word in {"期间", "时期"} else None if word in {"末", "期末"} else MENTION
    return Reading(low, high, word in {"末", "期末"}, kind=kind)


def _read_year(match: Phrase) -> Reading:
    year, edge = _year_of(_group(match, "y1")), _group(match, "e1")
    low, high = (1, 3) if edge == "初" else (4, 9) if edge == "中" else (1, 12)
    is_edge, includes = edge in {"底", "末"}, edge in {"初", "中"}
    return Reading(Day(year, low, 1), Day(year, high, 31), is_edge, includes, kind=None if edge else "year")


def _read_relative(match: Phrase) -> Reading:
    word = match.text
    is_edge = word.endswith(("底", "末", "终"))
    kind = PERIOD if word == "年内" else MENTION if word[0] in "上去" and not is_edge else None if is_edge else "year"
    return Reading(Day(None, 1, 1, _ahead(match)), Day(None, 12, 31, _ahead(match)), is_edge, kind=kind)


def _read_recurring(match: Phrase) -> Reading:
    return Reading(None, None, kind=RECURRING, every=_duration(match))


def _duration(match: Phrase) -> str | None:
    """The ISO 8601 duration of a recurrence: 每两年 P2Y, 每季 P3M, 每半年 P6M."""
    count_word = _group(match, "n1") or _group(match, "n2")
    said = next((word for name in ("u1", "u2", "u3") if (word := _group(match, name))), None)
    unit = (said or (_group(match, "w1") or "")[:1]).rstrip("度")
    if count_word == "半":
        return {"年": "P6M", "月": "P15D", "天": "PT12H", "日": "PT12H"}.get(unit)
    count = _number(count_word, 1)
    if unit in {"季", "学期", "旬"}:
        return {"季": f"P{3 * count}M", "学期": f"P{6 * count}M", "旬": f"P{10 * count}D"}[unit]
    return f"P{count}{_EVERY[unit]}" if unit in _EVERY else None


def _read_blank(_match: Phrase) -> Reading:
    return Reading(None, None, kind="blank")


def _read_from_issue(_match: Phrase) -> Reading:
    return Reading(None, None, kind="from-issue")


_READERS: dict[str, Callable[[Phrase], Reading]] = {
    "point": _read_point,
    "range": _read_range,
    "quarters": _read_quarters,
    "quarter": _read_quarter,
    "half": _read_half,
    "plan": _read_plan,
    "year": _read_year,
    "relative": _read_relative,
    "recurring": _read_recurring,
    "recurring-adverb": _read_recurring,
    "blank": _read_blank,
    "from-issue": _read_from_issue,
}
