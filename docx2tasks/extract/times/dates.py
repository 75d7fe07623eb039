"""The days of a point or range, its open year filled in from what the document shows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from docx2tasks.extract.times.days import Day

_NEAR = 30  # years between a document and a year of two digits in it


class Years(NamedTuple):
    """Where a year comes from when none is printed: the title's, else one named before, else the issue date's."""

    title: int | None = None
    issued: date | None = None
    before: int | None = None

    @property
    def known(self) -> int | None:
        """The year of the document, as far as it is known."""
        return self.title or (self.issued.year if self.issued else None) or self.before


class Working(NamedTuple):
    """The years that fill open ones: of the work, and the one named last."""

    year: int | None
    named: int | None
    years: Years


def full_year(short: int, near: int | None) -> int | None:
    """The year of two digits that lies near the document's own: 23 in a paper of 2022 is 2023."""
    year = (near or 2000) // 100 * 100 + short
    return year if near is None or abs(year - near) <= _NEAR else None


def resolve(day: Day | None, working: Working, *, last: bool) -> date | None:
    """The date of a day, its year filled in; the 31st of a short month is its last day."""
    if day is None:
        return None
    year, month = _year_of(day, working), day.month
    if day.months is not None:
        issued = working.years.issued
        count = issued.year * 12 + issued.month - 1 + day.months if issued else None
        year, month = (count // 12, count % 12 + 1) if count is not None else (None, 1)
    if year is None or not 1900 <= year <= 2999:
        return None
    end = monthrange(year, month)[1]
    if day.day > end:
        return date(year, month, end) if day.day == 31 and last else None
    return date(year, month, day.day)


def _year_of(day: Day, working: Working) -> int | None:
    if day.year is not None:
        return day.year
    if day.short is not None:
        return full_year(day.short, working.years.known)
    base = working.named if day.after_named else working.year
    return base + day.ahead if base is not None else None
