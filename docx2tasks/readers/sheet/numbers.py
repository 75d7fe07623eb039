"""Formats numbers as a sheet shows them (ECMA-376-1, 18.8.31).

A date is printed for a Chinese reader, with what its format shows of it: ``yyyy-mm-dd`` and ``yyyy/m/d``
give 2022年6月30日, ``yyyy-m`` 2022年6月, ``m/d`` 6月30日.  A format with Chinese words of its own
(``m"月底前"``) is followed as it stands, but that years have four digits.  A number in a format not
known here (fractions, conditions) is printed as in the general format.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

GENERAL = "General"
BUILT_IN = {  # 18.8.30: those with a meaning in all languages, then those of simplified Chinese
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "d/m/yy", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m/d/yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日",
    54: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<pad>[_*].)|\[\$(?P<money>[^\]\-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<condition>[<>=][^\]]*)\]|(?P<bracket>\[[^\]]*\])"
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<year>y+|e+)|(?P<month>m+)|(?P<day>d+)"
    r"|(?P<hour>h+)|(?P<second>s+(?:\.0+)?)|(?P<weekday>a{3,4})|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+)"
    r"|(?P<power>E[+-])|(?P<percent>%)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = {"year": "y", "month": "m", "day": "d", "hour": "h", "minute": "i", "second": "s"}
_SHOWN = {"ymd": "{y}年{m}月{d}日", "ym": "{y}年{m}月", "md": "{m}月{d}日", "y": "{y}年", "m": "{m}月", "d": "{d}日"}
_TIMES = {"his": "{h}:{i:02d}:{s:02d}", "hi": "{h}:{i:02d}", "h": "{h}时", "is": "{i:02d}:{s:02d}"}
_LAST_SERIAL = 2_958_466  # the first day after the year 9999
_LAST_SECOND = _LAST_SERIAL * 86_400 - 1  # half a second more is rounded to a day that no calendar has
_LARGEST = 1e15  # past it a double has no digits behind the point
_DECIMALS = 12  # with as many digits before them they fit into what the decimal module computes with
_MISSING_DAY = 60  # 29 February 1900, which Lotus 1-2-3 believed in


class _Section(NamedTuple):
    """One of the sections of a format: its tokens by kind, and what it shows."""

    tokens: tuple[tuple[str, str], ...]
    is_date: bool
    is_known: bool


def general_words(value: float) -> str:
    """A number in the general format: no ``.0``, and no more digits than a cell shows."""
    if not isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}".upper()


def number_to_words(value: float, code: str, *, is_1904: bool = False) -> str:
    """A number as a cell of the format ``code`` shows it: 0.95 in ``0%`` is ``95%``.

    ``is_1904`` says that the workbook counts days from 1904, not from 1900.
    """
    if not isfinite(value):
        return ""
    sections = _code_to_sections(code)
    place = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[place]
    if not section.is_known:
        return general_words(value)
    if section.is_date:
        days = value + 1_462 if is_1904 else value
        return _date_words(days, section) if 0 <= days < _LAST_SERIAL else general_words(value)
    scale = 100 ** sum(kind == "percent" for kind, _ in section.tokens)
    if abs(value) * scale >= _LARGEST:
        return general_words(value)
    return _plain_words((abs(value) if place == 1 else value) * scale, section)


def iso_to_serial(words: str) -> float | None:
    """The day number of an ISO date or time (``2022-06-30``), None where it is none."""
    try:
        since = datetime.fromisoformat(words.removesuffix("Z")).replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001  days of a calendar
    except ValueError:
        return None
    return since / timedelta(days=1)


@lru_cache(maxsize=512)
def _code_to_sections(code: str) -> tuple[_Section, ...]:
    """The sections of a format: for positive numbers, negative ones, zero."""
    rows: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code[:255]):
        kind = match.lastgroup or "sign"
        if kind == "sign" and match.group() == ";":
            rows.append([])
        else:
            rows[-1].append((kind, match.group(kind)))
    return tuple(_tokens_to_section(row) for row in rows[:3])


def _tokens_to_section(row: list[tuple[str, str]]) -> _Section:
    tokens = _with_minutes([token for token in row if token[0] not in {"pad", "bracket"}])
    kinds = [kind for kind, _ in tokens]
    is_date = bool({*_UNITS, "elapsed"} & {*kinds})
    odd = {"condition", "power", "general"} & {*kinds} or ("sign", "/") in tokens
    odd = odd or kinds.count("digits") > 1 or kinds.count("percent") > 2
    return _Section(tuple(tokens), is_date, is_date or not odd)


def _with_minutes(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``m`` behind hours or before seconds is minutes."""
    units = [place for place, (kind, _) in enumerate(tokens) if kind in {*_UNITS, "elapsed"}]
    minutes = {b for a, b in pairwise(units) if tokens[a][0] in {"hour", "elapsed"}}
    minutes |= {a for a, b in pairwise(units) if tokens[b][0] == "second"}
    is_minute = [n in minutes and kind == "month" for n, (kind, _) in enumerate(tokens)]
    return [("minute" if found else kind, word) for found, (kind, word) in zip(is_minute, tokens, strict=True)]


def _date_words(days: float, section: _Section) -> str:
    """A day number as its format shows it; seconds are rounded to whole ones."""
    whole = days if days >= _MISSING_DAY or days < 1 else days + 1
    when = datetime(1899, 12, 30) + timedelta(seconds=min(round(whole * 86_400), _LAST_SECOND))  # noqa: DTZ001  days of a calendar
    values = {"y": when.year, "m": when.month, "d": when.day, "h": when.hour, "i": when.minute, "s": when.second}
    if any(kind == "elapsed" for kind, _ in section.tokens):
        values["h"] = int(days * 24 + 1e-6)
    words = "".join(word for kind, word in section.tokens if kind in {"quoted", "escaped", "sign"})
    if any("\u4e00" <= sign <= "\u9fff" for sign in words):
        return "".join(_unit_words(kind, word, values) for kind, word in section.tokens)
    shown = {_UNITS.get(kind, "h" if kind == "elapsed" else "") for kind, _ in section.tokens}
    date = _SHOWN.get("".join(unit for unit in "ymd" if unit in shown), "")
    time = _TIMES.get("".join(unit for unit in "his" if unit in shown), "")
    return " ".join(part.format(**values) for part in (date, time) if part)


def _unit_words(kind: str, word: str, values: dict[str, int]) -> str:
    """One token of a date's format: a unit in as many digits as it has letters, or words."""
    unit = "h" if kind == "elapsed" else _UNITS.get(kind)
    if unit is not None:
        return f"{values[unit]:02d}" if len(word) == 2 and unit != "y" else str(values[unit])
    return word if kind in {"quoted", "escaped", "sign"} else ""


def _plain_words(value: float, section: _Section) -> str:
    made = []
    for kind, word in section.tokens:
        if kind == "digits":
            made.append(_digits(value, word))
        elif kind in {"quoted", "escaped", "sign", "percent", "money"}:
            made.append(word)
    return "".join(made).strip()


def _digits(value: float, picture: str) -> str:
    """A number in a picture of digits: ``#,##0.00`` parts thousands and shows two decimals."""
    from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415  only sheets with such formats pay for it

    body = picture.rstrip(",")
    whole, _, decimals = body.partition(".")
    decimals = decimals[:_DECIMALS]
    exact = Decimal(f"{value:.15g}") / 1_000 ** (len(picture) - len(body))
    rounded = exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits, _, behind = f"{abs(rounded):,f}".partition(".")
    digits = digits if "," in whole else digits.replace(",", "").zfill(whole.count("0"))
    least = len(decimals.rstrip("#"))
    behind = behind[:least] + behind[least:].rstrip("0")
    return ("-" if rounded < 0 else "") + digits + ("." + behind if behind else "")
