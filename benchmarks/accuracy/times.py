"""Times by what they mean: each form is drawn from its dates, not read from its words."""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

from calendar import monthrange
from random import Random
from typing import Any, NamedTuple


class DrawnTime(NamedTuple):
    """A time as printed, and as gold has it (no entry: no time at all)."""

    words: str
    gold: list[dict[str, Any]]


def draw_time(draw: Random, year: int) -> DrawnTime:
    """One of the ways to say by when, from when, how often; none in a third of all cases."""
    if draw.random() < 0.35:
        return DrawnTime("", [])
    month = draw.randint(2, 11)
    later = draw.randint(month + 1, 12)
    form = draw.choice((_by_month, _by_day, _by_year, _in_months, _in_quarter, _in_half, _every, _from))
    return form(draw, year, month, later)


def _last(year: int, month: int) -> str:
    return f"{year}-{month:02}-{monthrange(year, month)[1]}"


def to_gold(
    words: str, kind: str, start: str | None = None, end: str | None = None, every: str | None = None
) -> dict[str, Any]:
    """A time of gold."""
    return {"text": words, "kind": kind, "start": start, "end": end, "every": every}


def _gold(words: str, kind: str, start: str | None, end: str | None, every: str | None = None) -> DrawnTime:
    return DrawnTime(words, [to_gold(words, kind, start, end, every)])


def draw_due(draw: Random, year: int) -> DrawnTime:
    """What a cell of a deadline column says."""
    month, day = draw.randint(2, 11), draw.randint(2, 28)
    if draw.random() < 0.5:
        return _gold(draw.choice((f"{month}月底", f"{year}年{month}月底前")), "deadline", None, _last(year, month))
    words = draw.choice((f"{year}年{month}月{day}日", f"{year}.{month}.{day}", f"{year}-{month:02}-{day:02}"))
    return _gold(words, "deadline", None, f"{year}-{month:02}-{day:02}")


def _by_month(draw: Random, year: int, month: int, _: int) -> DrawnTime:
    return _gold(draw.choice((f"{month}月底前", f"{month}月末前", f"{year}年{month}月底前")), "deadline", None, _last(year, month))


def _by_day(draw: Random, year: int, month: int, _: int) -> DrawnTime:
    day = draw.randint(2, 28)
    return _gold(draw.choice((f"{month}月{day}日前", f"{year}年{month}月{day}日之前")), "deadline", None, f"{year}-{month:02}-{day:02}")


def _by_year(draw: Random, year: int, _: int, __: int) -> DrawnTime:
    later = year + draw.randint(0, 2)
    return _gold(draw.choice((f"{later}年底前", f"到{later}年底")), "deadline", None, f"{later}-12-31")


def _in_months(draw: Random, year: int, month: int, later: int) -> DrawnTime:
    words = draw.choice((f"{month}月至{later}月", f"{month}-{later}月", f"{year}年{month}月至{later}月"))
    return _gold(words, "period", f"{year}-{month:02}-01", _last(year, later))


def _in_quarter(draw: Random, year: int, _: int, __: int) -> DrawnTime:
    quarter = draw.randint(1, 4)
    words = draw.choice((f"第{'一二三四'[quarter - 1]}季度", f"{'一二三四'[quarter - 1]}季度"))
    return _gold(words, "period", f"{year}-{3 * quarter - 2:02}-01", _last(year, 3 * quarter))


def _in_half(draw: Random, year: int, _: int, __: int) -> DrawnTime:
    words, first, last = draw.choice((("上半年", 1, 6), ("下半年", 7, 12)))
    return _gold(words, "period", f"{year}-{first:02}-01", _last(year, last))


def _every(draw: Random, _: int, __: int, ___: int) -> DrawnTime:
    words, every = draw.choice((("每季度", "P3M"), ("每月", "P1M"), ("每半年", "P6M"), ("每年", "P1Y")))
    return _gold(words, "recurring", None, None, every)


def _from(_: Random, year: int, month: int, __: int) -> DrawnTime:
    return _gold(f"自{month}月起", "start", f"{year}-{month:02}-01", None)
