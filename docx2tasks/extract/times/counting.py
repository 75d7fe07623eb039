"""Recurrences and days counted from a date: 每两年 is ``P2Y``, 自印发之日起30日内 a date."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from docx2tasks.extract.times.days import Groups
from docx2tasks.extract.times.words import TimeWords, word_to_number

_HALF = "半"  # a numeral that text_to_number does not read
_HALVES = {"1Y": "P6M", "1M": "P15D", "1D": "PT12H"}
_MOST, _LAST_YEAR = 9_999, 2_999  # a rule of others may read more digits than a deadline has
_WORK_DAY = "B"  # how a unit is marked that no calendar at hand can count


def recurrence_to_duration(groups: Groups, words: TimeWords) -> str | None:
    """The ISO 8601 duration of a recurrence: 每两年 ``P2Y``, 每季 ``P3M``, 每半年 ``P6M``."""
    count_word = groups.get("n") or groups.get("o")
    unit = words.unit(groups.get("u") or groups.get("v") or groups.get("w"))
    if unit is None:
        return None
    if count_word == _HALF:
        return _HALVES.get(unit)
    size, letter = int(unit[:-1]), unit[-1].replace(_WORK_DAY, "D")
    return f"P{size * word_to_number(count_word, 1)}{letter}"


def count_from_issue(groups: Groups, issued: date | None, words: TimeWords) -> date | None:
    """The last day of a number of days or months after the issue date; None for working days."""
    count, unit = word_to_number(groups.get("n"), 0), words.unit(groups.get("u"))
    if issued is None or not 0 < count <= _MOST or unit is None or unit[-1] == _WORK_DAY:
        return None
    if unit[-1] == "D":
        return issued + timedelta(days=count)
    months = issued.month - 1 + count * (12 if unit[-1] == "Y" else 1)
    year, month = issued.year + months // 12, months % 12 + 1
    if year > _LAST_YEAR:
        return None
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


def blank_year(text: str) -> int | None:
    """The last year that a phrase with blanks prints: 2024 of ``2023年XX月-2024年XX月``."""
    digits = re.findall(r"(?:19|20)\d\d", text)
    return int(digits[-1]) if digits else None
