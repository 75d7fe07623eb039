"""Connected points: ranges (3月1日至5月31日) and lists (6月、9月、12月底)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.extract.times.continuations import continue_point
from docx2tasks.extract.times.days import Day, Point
from docx2tasks.extract.times.edges import EdgeReader
from docx2tasks.extract.times.grammar import JoinedRules, Match
from docx2tasks.extract.times.points import groups_to_point
from docx2tasks.extract.times.words import TimeWords
from docx2tasks.rules import RuleSet

_LIST = 12  # points of one list
_MONTH = 27  # days: less is a part of one
_IN_A_YEAR = frozenset({"day", "month", "quarter", "half"})


class Item(NamedTuple):
    """A point, or a range of two, with its position; several items form a list."""

    start: int
    end: int
    low: Point
    high: Point
    rule: str

    @property
    def is_range(self) -> bool:
        """Whether it is a range."""
        return self.low is not self.high


_Pointed = tuple[Point, Match]
"""A point with the words that print it."""


class ItemReader:
    """Reads the items of a time with one set of rules."""

    def __init__(self, rules: RuleSet, words: TimeWords, edges: EdgeReader) -> None:
        self._words, self._edges = words, edges
        following = rules.of("next")
        readers = dict.fromkeys(rule.value for rule in following)
        self._next = {reader: JoinedRules([rule for rule in following if rule.value == reader]) for reader in readers}
        self._joint = JoinedRules(rules.of("joint"))

    def read(self, text: str, found: Match, stop: int, points: JoinedRules) -> tuple[Item, ...]:
        """The items of a list that begins with a point."""
        items = [self._item(text, self._to_point(found), found, stop, points)]
        while len(items) < _LIST:
            after = self._listed(text, items[-1], stop, points)
            if after is None:
                break
            items.append(self._item(text, after[0], after[1], stop, points))
        return tuple(_in_one_year(_with_shared_thirds(items)))

    def _listed(self, text: str, before: Item, stop: int, points: JoinedRules) -> _Pointed | None:
        """The point that goes on with a list: behind its sign, or a named day right behind another (中秋国庆前)."""
        joint = self._joint.match(text, self._edges.pass_asides(text, before.end, stop), stop)
        if joint is None:
            whole = points.match(text, before.end, stop)
            is_name = whole is not None and whole.rule.value == "named-day" and whole.rule.id == before.rule
            return (self._to_point(whole), whole) if whole and is_name else None
        if joint.rule.value != "list":
            return None
        after = self._point_behind(joint, text, stop, before.high, points)
        if after is None or after[1].rule.kind == "next" or not before.high.has_unit:
            return after
        return after if _is_alike(before.high, after[0]) else None

    def list_joint_end(self, text: str, at: int, stop: int) -> int | None:
        """The end of a list separator at ``at``, or None."""
        joint = self._joint.match(text, at, stop)
        return joint.end if joint and joint.rule.value == "list" else None

    def _item(self, text: str, low: Point, found: Match, stop: int, points: JoinedRules) -> Item:
        """A point, or the range that begins with it."""
        joint = self._joint.match(text, self._edges.pass_asides(text, found.end, stop), stop)
        if joint is None or joint.rule.value != "range":
            return Item(found.start, found.end, low, low, found.rule.id)
        after = self._point_behind(joint, text, stop, low, points)
        if after is None or low.low is None or after[0].high is None:
            return Item(found.start, found.end, low, low, found.rule.id)
        low, high = _to_range(low, after[0])
        return Item(found.start, after[1].end, low, high, found.rule.id)

    def _point_behind(self, joint: Match, text: str, stop: int, before: Point, points: JoinedRules) -> _Pointed | None:
        """The point behind a joint: whole, or leaving out what the one before it says."""
        at = joint.end
        last = ("next-day", "next-dotted") if joint.rule.value == "range" else ("next-day",)
        for reader in ("next-month", "next-end", "next-third"):
            if point := self._continue(text, at, stop, before, reader):
                return point
        if whole := points.match(text, at, stop):
            return self._to_point(whole), whole
        return next((point for reader in last if (point := self._continue(text, at, stop, before, reader))), None)

    def _continue(self, text: str, at: int, stop: int, before: Point, reader: str) -> _Pointed | None:
        found = self._next[reader].match(text, at, stop) if reader in self._next else None
        point = continue_point(reader, found.groups, before, self._words) if found else None
        return (point, found) if point and found else None

    def _to_point(self, found: Match) -> Point:
        return groups_to_point(found.rule.value, found.groups, found.text, self._words)


def _is_alike(one: Point, other: Point) -> bool:
    """Whether two points can be of one list: both inside a year, or counted alike."""
    return one.grain == other.grain or {one.grain, other.grain} <= _IN_A_YEAR


def _to_range(low: Point, high: Point) -> tuple[Point, Point]:
    """Both ends of a range, the year of one filled in from the other."""
    first, last = low.low, high.high
    assert first is not None and last is not None  # noqa: S101, PT018  the caller looked
    turns = (last.month, last.day) < (first.month, first.day)
    if last.is_open and not first.is_open:
        high = high.in_year(first)
    elif first.is_open and not last.is_open:
        return low.in_year(last.years_on(-1) if turns else last), high
    if last.is_open and turns and high.high is not None:
        high = high.in_year(high.high.years_on(1))
    return low, high


def _with_shared_thirds(items: list[Item]) -> list[Item]:
    """The items of a list; months that are no neighbours share the third of the last: 6月、9月上旬."""
    shared = items[-1:]
    for item in reversed(items[:-1]):
        month, behind = item.high.high, shared[0]
        first, last = behind.low.low, behind.high.high
        is_third = behind.high.grain == "month" and behind.high.is_included and not behind.is_range
        is_third = is_third and first is not None and last is not None and last.day - first.day < _MONTH
        is_whole = item.high.grain == "month" and not (item.high.is_included or item.high.is_edge or item.is_range)
        if month and first and last and is_third and is_whole and abs(first.month - month.month) > 1:
            low, high = month._replace(day=first.day), month._replace(day=last.day)
            point = item.high._replace(low=low, high=high, is_included=True)
            item = item._replace(low=point, high=point)  # noqa: PLW2901
        shared.insert(0, item)
    return shared


def _in_one_year(items: list[Item]) -> Iterator[Item]:
    """The items of a list; those behind one that prints its year are in it too."""
    year: Day | None = None
    for item in items:
        low, high = item.low, item.high
        if year is not None and low.low is not None and low.low.is_open and high.high is not None and high.high.is_open:
            low, high = (low.in_year(year),) * 2 if not item.is_range else (low.in_year(year), high.in_year(year))
        elif high.high is not None and not high.high.is_open:
            year = high.high
        yield item._replace(low=low, high=high)
