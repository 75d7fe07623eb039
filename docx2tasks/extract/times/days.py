"""A point in time as its first and last day, the year possibly open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Groups = Mapping[str, str | None]
"""What the named groups of a rule hold."""


class Day(NamedTuple):
    """A day whose year may still be open.

    ``short`` is a year printed with two digits; ``ahead`` counts years from the working year, ``after_named`` says that
    they count from the year named last (次年); ``since`` counts from elsewhere: ``("week", 1)`` is the week after that
    of the issue date, where ``day`` is the weekday, ``("named-month", 0)`` the month named last.
    """

    year: int | None
    month: int
    day: int
    ahead: int = 0
    short: int | None = None
    after_named: bool = False
    since: tuple[str, int] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the year is missing."""
        return self.year is None and self.short is None and not self.ahead and self.since is None

    @property
    def is_possible(self) -> bool:
        """Whether a calendar has such a month and day: rules of others may read 13月."""
        return 1 <= self.month <= 12 and 1 <= self.day <= 31

    def years_on(self, years: int) -> Day:
        """The same day a number of years later."""
        if self.year is not None:
            return self._replace(year=self.year + years)
        return (
            self._replace(short=self.short + years)
            if self.short is not None
            else self._replace(ahead=self.ahead + years)
        )


class Point(NamedTuple):
    """A point in time, on its own.

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
