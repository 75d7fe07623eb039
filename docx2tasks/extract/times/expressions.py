"""Finds time expressions: points, connectors and boundaries.

``自3月1日（星期二）至6月底止`` is one expression: a range between two points, with 自 before and 止 behind it.
``6月、9月、12月底前`` is a list: three points that share the edge of the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.extract.stretches import find_stretches
from docx2tasks.extract.times.counting import recurrence_to_duration
from docx2tasks.extract.times.edges import EdgeReader
from docx2tasks.extract.times.grammar import JoinedRules, Match
from docx2tasks.extract.times.items import Item, ItemReader
from docx2tasks.extract.times.words import TimeWords
from docx2tasks.rules import RuleSet
from docx2tasks.rules.match import join
from docx2tasks.source import Span

_TITLES = re.compile(r"《[^》]{1,200}》")
UNREADABLE = "\x00"  # what stands for each character of a title, so that no rule reads it
_BLANKS = re.compile(r"[XxＸ×_＿*]|(?<!\d)20年")  # a gate in front of the rules of blanks
_LABEL_END = re.compile(r"[;。)\n]|[,;][ ]?[^,;:]{2,8}:")


class Expression(NamedTuple):
    """One time as printed: ``start`` to ``end`` with boundaries, ``items`` without.

    ``form`` is ``points``, ``recurrence``, ``blank`` or ``from-event``; ``before`` and ``behind`` are the values of the
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


class ExpressionFinder:
    """Finds the expressions of a text with one set of rules."""

    def __init__(self, rules: RuleSet, words: TimeWords) -> None:
        of = rules.of
        points, bare, phrases = of("point"), of("bare"), of("phrase")
        plain = tuple(rule for rule in phrases if rule.value != "blank")
        self._first = JoinedRules((*plain, *points), is_searched=True)
        self._first_with_blanks = JoinedRules((*phrases, *points), is_searched=True)
        self._first_of_cell = JoinedRules((*phrases, *bare, *points))
        self._points, self._cell_points = JoinedRules(points), JoinedRules((*bare, *points))
        self._words, self._edges = words, EdgeReader(rules)
        self._items = ItemReader(rules, words, self._edges)
        self._tail, self._once = JoinedRules(of("tail")), JoinedRules(of("once"))
        self._labels = JoinedRules(of("due-label"))
        self._hint = _to_hint(rules)

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
        for first, last in find_stretches(text, self._hint, start, end):
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
            if not is_bare and not self._hint.search(text, at, end):  # most stretches end with their only time
                break

    def _expression(self, text: str, found: Match, stop: int, points: JoinedRules, *, is_bare: bool) -> Expression:
        form, rule = found.rule.value, found.rule.id
        if found.rule.kind != "phrase":
            return self._with_edges(text, self._items.read(text, found, stop, points), stop, is_bare=is_bare)
        if form == "recurring":
            end = self._recurrence_end(text, found.end, stop)
            every = recurrence_to_duration(found.groups, self._words)
            return Expression(text, found.start, end, "recurrence", rule, every=every)
        if form == "from-event":
            start, event = self._edges.read_event(text, found.start)
            return Expression(text, start, found.end, form, rule, before=event, groups=found.groups)
        start, before = self._edges.read_before(text, found.start)
        end, behind = self._edges.read_right_behind(text, found.end, stop)
        return Expression(text, start, end, form, rule, (), before, behind, is_bare, groups=found.groups)

    def _recurrence_end(self, text: str, at: int, stop: int) -> int:
        """Where a recurrence ends: behind the times of each year or month (每年1月底前、7月底前), and behind 一次."""
        tail = self._tail.match(text, at, stop)
        end = tail.end if tail else at
        start = None if tail else at
        while start is not None and (point := self._points.match(text, start, stop)):
            end = self._with_edges(text, self._items.read(text, point, stop, self._points), stop, is_bare=False).end
            start = self._items.list_joint_end(text, end, stop)
        once = self._once.match(text, end, stop)
        return once.end if once else end

    def _with_edges(self, text: str, items: tuple[Item, ...], stop: int, *, is_bare: bool) -> Expression:
        start, before = self._edges.read_before(text, items[0].start)
        end, behind = self._edges.read_behind(text, items[-1].end, stop)
        return Expression(text, start, end, "points", items[-1].rule, items, before, behind, is_bare)


def _to_hint(rules: RuleSet) -> re.Pattern[str]:
    """What every time holds: what the rules say, and the words of named days that they leave out."""
    hints = rules.of("hint")
    said = rules.any_of("hint")
    days = [word for rule in rules.of("day-word") for word in rule.words if not said.search(word)]
    # a group around the one pattern would slow it: it passes over most text
    source = hints[0].source if len(hints) == 1 else join(hints)
    return re.compile("|".join([source, *map(re.escape, days)]))


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return UNREADABLE * len(match.group())
