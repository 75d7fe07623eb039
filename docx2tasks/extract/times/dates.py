"""The dates of a point or range, with the missing year taken from the document."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from docx2tasks.extract.times.days import Day

_NEAR = 30  # years between a document and a year of two digits in it


class Years(NamedTuple):
    """Where a year comes from when none is printed: the title's, else one named before, else the issue date's.

    ``span`` are the years of a title that names several (2023—2025年): no year outside of them is taken.
    """

    title: int | None = None
    issued: date | None = None
    before: int | None = None
    span: tuple[int, int] | None = None

    @property
    def known(self) -> int | None:
        """The year of the document, if known."""
        issued = self.issued.year if self.issued else None
        return self.title or next((year for year in (issued, self.before) if year and self._is_in_span(year)), None)

    def _is_in_span(self, year: int) -> bool:
        return self.span is None or self.span[0] <= year <= self.span[1]


class Working(NamedTuple):
    """What fills open days: the year of the work, the year named last, the last day that was named in the task."""

    year: int | None
    named: int | None
    years: Years
    last: date | None = None


def full_year(short: int, near: int | None) -> int | None:
    """The full year of two digits, near the document's own: 23 in a document of 2022 is 2023."""
    year = (near or 2000) // 100 * 100 + short
    return year if near is None or abs(year - near) <= _NEAR else None


def resolve(day: Day | None, working: Working, *, last: bool) -> date | None:
    """The date of a day, its year filled in; the 31st of a short month is its last day."""
    if day is None:
        return None
    if day.since is not None and day.since[0] == "week":
        return _in_week(day, day.since[1], working.years.issued)
    year, month = _month_since(day, day.since, working) if day.since else (_year_of(day, working), day.month)
    if year is None or not 1900 <= year <= 2999:
        return None
    end = monthrange(year, month)[1]
    if day.day > end:
        return date(year, month, end) if day.day == 31 and last else None
    return date(year, month, day.day)


def _in_week(day: Day, weeks: int, issued: date | None) -> date | None:
    """The weekday in a week counted from that of the issue date."""
    return issued + timedelta(days=7 * weeks + day.day - 1 - issued.weekday()) if issued else None


def _month_since(day: Day, since: tuple[str, int], working: Working) -> tuple[int | None, int]:
    """The year and month of a day in a month or quarter that is counted from another."""
    unit, count = since
    issued = working.years.issued
    base = {"named-month": working.last, "here-month": working.last or issued}.get(unit, issued)
    if base is None:
        return None, 1
    first = (base.month - 1) // 3 * 3 + 3 * count if unit == "quarter" else base.month - 1 + count
    months = base.year * 12 + first + day.month - 1
    return months // 12, months % 12 + 1


def _year_of(day: Day, working: Working) -> int | None:
    if day.year is not None:
        return day.year
    if day.short is not None:
        return full_year(day.short, working.years.known)
    base = working.named if day.after_named else working.year
    return base + day.ahead if base is not None else None
