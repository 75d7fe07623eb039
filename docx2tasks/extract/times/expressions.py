"""Text to expressions: points joined by signs, with the edges around them.

``自3月1日（星期二）至6月底止`` is one expression: a range between two points, with 自 before and 止 behind it.
``6月、9月、12月底前`` is a list: three points that share the edge of the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.extract.stretches import find_stretches
from docx2tasks.extract.times.points import (
    Day,
    Point,
    continue_point,
    groups_to_point,
    recurrence_to_duration,
)
from docx2tasks.rules import Rule, RuleSet
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation
from docx2tasks.source import Span

# alternatives that each begin with a literal: a search passes over all other characters at once
_MAYBE = re.compile(r"年|月|日|季|期|每|周|旬|节|天天|号|一前|元旦|国庆|十[一二三四五六]?五|20\d\d[ ]?(?:[./-]|Q)")
_TITLES = re.compile(r"《[^》]{1,200}》")
_BLANKS = re.compile(r"[XxＸ×_＿*]|(?<!\d)20年")
_LABEL_END = re.compile(r"[;。)\n]|[,;][ ]?[^,;:]{2,8}:")
_BEFORE = 9  # characters in front of a point in which its edge is looked for
_LIST = 12  # points of one list


class Item(NamedTuple):
    """A point, or a range between two, with its place in the text; several items make a list."""

    start: int
    end: int
    low: Point
    high: Point
    rule: str

    @property
    def is_range(self) -> bool:
        """Whether it lies between two points."""
        return self.low is not self.high


class Expression(NamedTuple):
    """What is printed as one time: ``start`` to ``end`` with its edges, ``items`` without.

    ``form`` is ``points``, ``recurrence``, ``blank`` or ``from-issue``; ``before`` and ``behind`` are the values of the
    edges' rules; ``is_bare`` says that it stands where only deadlines do.
    """

    text: str
    start: int
    end: int
    form: str
    rule: str
    items: tuple[Item, ...] = ()
    before: str | None = None
    behind: str | None = None
    is_bare: bool = False
    every: str | None = None
    groups: Mapping[str, str | None] = {}

    @property
    def core(self) -> Span:
        """Where its points are."""
        return (self.items[0].start, self.items[-1].end) if self.items else (self.start, self.end)


class _Match(NamedTuple):
    start: int
    end: int
    rule: Rule
    groups: Mapping[str, str | None]
    text: str


_Pointed = tuple[Point, _Match]
"""A point with the words that print it."""


class _Choice:
    """Rules as one pattern; at one place the first in order wins."""

    def __init__(self, rules: Sequence[Rule], *, is_searched: bool = False) -> None:
        self._rules, self._is_searched = rules, is_searched

    @cached_property
    def _joined(self) -> Alternation:
        firsts = first_characters(rule.source for rule in self._rules) if self._is_searched else ""
        return Alternation(self._rules, before=f"(?={firsts})" if firsts else "")

    def search(self, text: str, start: int, end: int) -> _Match | None:
        """The first match in a range."""
        found = self._joined.pattern.search(text, start, end)
        return self._to_match(found) if found else None

    def match(self, text: str, start: int, end: int) -> _Match | None:
        """The match that begins at ``start``."""
        found = self._joined.pattern.match(text, start, end)
        return self._to_match(found) if found else None

    def _to_match(self, found: re.Match[str]) -> _Match:
        joined = self._joined
        return _Match(found.start(), found.end(), joined.rule_of(found), joined.groups_of(found), found.group())


class ExpressionFinder:
    """Finds the expressions of a text with one set of rules."""

    def __init__(self, rules: RuleSet) -> None:
        of = rules.of
        points, bare, phrases = of("point"), of("bare"), of("phrase")
        plain = tuple(rule for rule in phrases if rule.value != "blank")
        self._first = _Choice((*plain, *points), is_searched=True)
        self._first_with_blanks = _Choice((*phrases, *points), is_searched=True)
        self._first_of_cell = _Choice((*phrases, *bare, *points))
        self._points, self._cell_points = _Choice(points), _Choice((*bare, *points))
        self._next = {rule.value: _Choice((rule,)) for rule in of("next")}
        self._joint, self._before, self._behind = _Choice(of("joint")), _Choice(of("before")), _Choice(of("behind"))
        self._aside, self._tail, self._once = _Choice(of("aside")), _Choice(of("tail")), _Choice(of("once"))
        self._labels = _Choice(of("due-label"))

    def find(self, folded: str, *, is_cell: bool = False) -> Iterator[Expression]:
        """The expressions in ``folded``, from left to right; ``is_cell``: it is a cell of a deadline column."""
        text = _TITLES.sub(_unreadable, folded) if "《" in folded else folded
        at = 0
        for start, end in ((0, len(text)),) if is_cell else self._labelled(text):
            yield from self._find_in_stretches(text, at, start)
            yield from self._find_in(text, start, end, is_bare=True)
            at = end
        yield from self._find_in_stretches(text, at, len(text))

    def _labelled(self, text: str) -> Iterator[Span]:
        """The ranges behind 完成时限： and its like, which are read as a cell is."""
        at = 0
        while ":" in text and (label := self._labels.search(text, at, len(text))):
            stop = _LABEL_END.search(text, label.end)
            at = stop.start() if stop else len(text)
            yield label.end, at

    def _find_in_stretches(self, text: str, start: int, end: int) -> Iterator[Expression]:
        for first, last in find_stretches(text, _MAYBE, start, end):
            yield from self._find_in(text, first, last, is_bare=False)

    def _find_in(self, text: str, start: int, end: int, *, is_bare: bool) -> Iterator[Expression]:
        first = self._first_of_cell if is_bare else self._first
        if not is_bare and _BLANKS.search(text, start, end):
            first = self._first_with_blanks
        points = self._cell_points if is_bare else self._points
        at = start
        while found := first.search(text, at, end):
            check_deadline()
            expression = self._expression(text, found, end, points, is_bare=is_bare)
            yield expression
            at = max(expression.end, found.end)
            if not is_bare and not _MAYBE.search(text, at, end):  # most stretches end with their only time
                break

    def _expression(self, text: str, found: _Match, stop: int, points: _Choice, *, is_bare: bool) -> Expression:
        if found.rule.kind != "phrase":
            return self._with_edges(text, self._items(text, found, stop, points), stop, is_bare=is_bare)
        if found.rule.value == "recurring":
            end = self._recurrence_end(text, found.end, stop)
            every = recurrence_to_duration(found.groups)
            return Expression(text, found.start, end, "recurrence", found.rule.id, every=every)
        behind = self._behind.match(text, found.end, stop) if found.rule.value == "blank" else None
        start, before = self._edge_before(text, found.start) if found.rule.value == "blank" else (found.start, None)
        return Expression(
            text,
            start,
            behind.end if behind else found.end,
            found.rule.value,
            found.rule.id,
            (),
            before,
            behind.rule.value if behind else None,
            is_bare,
            groups=found.groups,
        )

    def _recurrence_end(self, text: str, at: int, stop: int) -> int:
        """Where a recurrence ends: behind the times of each year or month (每年1月底前、7月底前), and behind 一次."""
        tail = self._tail.match(text, at, stop)
        end = tail.end if tail else at
        start = None if tail else at
        while start is not None and (point := self._points.match(text, start, stop)):
            end = self._with_edges(text, self._items(text, point, stop, self._points), stop, is_bare=False).end
            joint = self._joint.match(text, end, stop)
            start = joint.end if joint and joint.rule.value == "list" else None
        once = self._once.match(text, end, stop)
        return once.end if once else end

    # points and what joins them ---------------------------------------------------------------

    def _items(self, text: str, found: _Match, stop: int, points: _Choice) -> tuple[Item, ...]:
        """The items of a list that begins with a point."""
        items = [self._item(text, _to_point(found), found, stop, points)]
        while len(items) < _LIST:
            joint = self._joint.match(text, self._asides_end(text, items[-1].end, stop), stop)
            if joint is None or joint.rule.value != "list":
                break
            before = items[-1].high
            after = self._point_behind(joint, text, stop, before, points)
            if after is None or (after[0].grain != before.grain and before.has_unit):
                break
            items.append(self._item(text, after[0], after[1], stop, points))
        return tuple(_in_one_year(items))

    def _item(self, text: str, low: Point, found: _Match, stop: int, points: _Choice) -> Item:
        """A point, or the range that begins with it."""
        joint = self._joint.match(text, self._asides_end(text, found.end, stop), stop)
        if joint is None or joint.rule.value != "range":
            return Item(found.start, found.end, low, low, found.rule.id)
        after = self._point_behind(joint, text, stop, low, points)
        if after is None or low.low is None or after[0].high is None:
            return Item(found.start, found.end, low, low, found.rule.id)
        low, high = _to_range(low, after[0])
        return Item(found.start, after[1].end, low, high, found.rule.id)

    def _point_behind(self, joint: _Match, text: str, stop: int, before: Point, points: _Choice) -> _Pointed | None:
        """The point behind a joint: whole, or leaving out what the one before it says."""
        at = joint.end
        last = ("next-day", "next-dotted") if joint.rule.value == "range" else ("next-day",)
        for reader in ("next-month", "next-end"):
            if point := self._continue(text, at, stop, before, reader):
                return point
        if whole := points.match(text, at, stop):
            return _to_point(whole), whole
        return next((point for reader in last if (point := self._continue(text, at, stop, before, reader))), None)

    def _continue(self, text: str, at: int, stop: int, before: Point, reader: str) -> _Pointed | None:
        found = self._next[reader].match(text, at, stop) if reader in self._next else None
        point = continue_point(reader, found.groups, before) if found else None
        return (point, found) if point and found else None

    def _asides_end(self, text: str, at: int, stop: int) -> int:
        """Where the brackets and times of day behind a point end."""
        for _ in range(3):
            aside = self._aside.match(text, at, stop)
            if aside is None or aside.end == at:
                return at
            at = aside.end
        return at

    # edges ------------------------------------------------------------------------------------

    def _with_edges(self, text: str, items: tuple[Item, ...], stop: int, *, is_bare: bool) -> Expression:
        start, before = self._edge_before(text, items[0].start)
        end, behind = self._edge_behind(text, items[-1].end, stop)
        return Expression(text, start, end, "points", items[-1].rule, items, before, behind, is_bare)

    def _edge_before(self, text: str, start: int) -> tuple[int, str | None]:
        low = max(0, start - _BEFORE)
        found = self._before.search(text, low, start)
        if found is None:
            return start, None
        inner = found.groups.get("in") or ""
        return low + text[low:start].rindex(inner), found.rule.value

    def _edge_behind(self, text: str, end: int, stop: int) -> tuple[int, str | None]:
        stop = min(len(text), max(stop, end + 12))
        for at in (end, self._asides_end(text, end, stop)):
            found = self._behind.match(text, at, stop)
            if found is not None:
                return found.end, found.rule.value
        clock = self._aside.match(text, end, stop)
        return (clock.end if clock and clock.rule.value == "clock" else end), None


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())


def _to_point(found: _Match) -> Point:
    return groups_to_point(found.rule.value, found.groups, found.text)


def _to_range(low: Point, high: Point) -> tuple[Point, Point]:
    """Both ends of a range, the year of one filled in from the other."""
    first, last = low.low, high.high
    assert first is not None and last is not None  # noqa: S101, PT018  the caller looked
    turns = (last.month, last.day) < (first.month, first.day)
    if last.is_open and not first.is_open:
        high = high.in_year(first)
    elif first.is_open and not last.is_open:
        return low.in_year(_a_year_on(last, -1) if turns else last), high
    if last.is_open and turns and high.high is not None:
        high = high.in_year(_a_year_on(high.high, 1))
    return low, high


def _a_year_on(day: Day, years: int) -> Day:
    if day.year is not None:
        return day._replace(year=day.year + years)
    return day._replace(short=day.short + years) if day.short is not None else day._replace(ahead=day.ahead + years)


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
