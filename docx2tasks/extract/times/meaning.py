"""Time expressions to times: kind, first and last day.

Dates are inclusive; what cannot be known is None.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from docx2tasks.extract.times.counting import blank_year, count_from_issue
from docx2tasks.extract.times.dates import Working, Years, full_year, resolve
from docx2tasks.extract.times.expressions import UNREADABLE, Expression, ExpressionFinder
from docx2tasks.extract.times.items import Item
from docx2tasks.extract.times.kinds import DEADLINE, MENTION, PERIOD, RECURRING, START, KindJudge, kind_of_item
from docx2tasks.extract.times.words import TimeWords
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

_EDITION = f"{UNREADABLE}("  # text before the year of an edition


class TimeMention(NamedTuple):
    """A time as printed, its kind, its first and last day, its recurrence, its rule, and the year that it prints."""

    words: Passage
    kind: str
    start: date | None
    end: date | None
    every: str | None
    rule: str
    is_resolved: bool = True
    year: int | None = None


class Printed(NamedTuple):
    """The expressions in a passage; positions count from ``start`` characters before it."""

    passage: Passage
    start: int
    expressions: tuple[Expression, ...]

    def without_editions(self) -> Printed:
        """The same without times that name an edition: 《…条例》（2019年修订）."""
        kept = (one for one in self.expressions if one.text[max(0, one.start - 2) : one.start] != _EDITION)
        return self._replace(expressions=tuple(kept))

    def cut(self, start: int, end: int) -> Passage:
        """The words of a range, without blanks at its ends."""
        words = self.passage.text[start - self.start : end - self.start]
        low = start - self.start + len(words) - len(words.lstrip())
        return self.passage.cut(low, low + len(words.strip()))


class TimeFinder:
    """Finds the times of passages with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["times"]
        self._words = TimeWords(self._set)
        self._kinds = KindJudge(self._set)
        self._expressions = ExpressionFinder(self._set, self._words)

    def find(self, passage: Passage, years: Years, *, is_column: bool = False) -> tuple[TimeMention, ...]:
        """The times in ``passage``, in order.

        ``is_column`` says that the passage is a cell of a deadline column, where a bare ``2022年12月`` is a deadline.
        ``12月底前`` gives a deadline, ``5-11月`` a period.
        """
        expressions = self._expressions.find(passage.folded, is_cell=is_column)
        return self.read(Printed(passage, 0, tuple(expressions)), years)

    def find_printed(self, passages: Sequence[Passage]) -> tuple[Printed, ...]:
        """The times that many passages print, looked for in one pass over all of them."""
        starts = list(accumulate((len(passage.text) + 1 for passage in passages), initial=0))
        found: list[list[Expression]] = [[] for _ in passages]
        for expression in self._expressions.find("\n".join(passage.folded for passage in passages)):
            found[bisect_right(starts, expression.start) - 1].append(expression)
        return tuple(Printed(*each) for each in zip(passages, starts, map(tuple, found), strict=False))

    def read(self, printed: Printed, years: Years) -> tuple[TimeMention, ...]:
        """The times that a passage prints, with the years of the task they are in."""
        found: list[TimeMention] = []
        named: int | None = None
        for expression in printed.expressions:
            last = next((day for mention in reversed(found) if (day := mention.end or mention.start)), None)
            working = Working(years.title or named or years.known, named or years.known, years, last)
            own = _named_year(expression, years)
            mentions = [one._replace(year=own) for one in self._read(printed, expression, working)]
            found += mentions
            if own is not None and any(mention.kind != MENTION for mention in mentions):
                named = own
        return tuple(found)

    def asks_for_no_date(self, words: str) -> bool:
        """Whether a deadline cell without a time is as it should be: ``长期坚持``, ``已完成``, ``/``."""
        return self._set.find("no-deadline", fold_width(words).strip()) is not None

    def _read(self, printed: Printed, expression: Expression, working: Working) -> Iterator[TimeMention]:
        """The times that an expression says; ``working`` fills what it leaves open."""
        if expression.form == "points":
            yield from self._read_points(printed, expression, working)
            return
        words, every, rule = printed.cut(expression.start, expression.end), expression.every, expression.rule
        if expression.form == "recurrence":
            yield TimeMention(words, RECURRING, None, None, every, rule, every is not None)
        elif expression.form == "from-event":
            issued = working.years.issued if expression.before == "issue" else None
            due = count_from_issue(expression.groups, issued, self._words)
            yield TimeMention(words, DEADLINE, None, due, None, rule, due is not None)
        else:
            is_due = expression.before == DEADLINE or expression.behind in {"before", "by"} or expression.is_bare
            kind = DEADLINE if is_due or self._words.edge(words.text) == "end" else PERIOD
            yield TimeMention(words, kind, None, None, None, rule, is_resolved=False)

    def _read_points(self, printed: Printed, expression: Expression, working: Working) -> Iterator[TimeMention]:
        kind = self._kinds.judge(expression, working.years)
        items = list(expression.items if kind == DEADLINE else _with_neighbours(expression.items))
        for item, (first, last) in zip(items, _shared_words(items), strict=True):
            own = kind_of_item(kind, item, expression)
            low, high = _dates(item, own, working, is_taken_out=_is_taken_out(expression, item))
            is_edged = own in {DEADLINE, START} or (own != MENTION and item.is_range)
            start = expression.start if first == 0 and is_edged else items[first].start
            end = expression.end if last == len(items) - 1 and own != MENTION else items[last].end
            words = printed.cut(start, end)
            yield TimeMention(words, own, low, high, None, item.rule, is_resolved=(low or high) is not None)


def _shared_words(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """For each item the first and last of those that print its words: all of 3、6、9、12月, which share one unit."""
    first = 0
    for number, item in enumerate(items):
        if item.high.has_unit or number == len(items) - 1:
            yield from [(first, number)] * (number - first + 1)
            first = number + 1


def _with_neighbours(items: Iterable[Item]) -> Iterator[Item]:
    """Items with those joined that share one unit and follow each other: 7、8月份, 第二、三季度."""
    held: Item | None = None
    for item in items:
        if held is not None and _are_neighbours(held, item):
            held = Item(held.start, item.end, held.low, item.high, held.rule)
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def _are_neighbours(one: Item, other: Item) -> bool:
    if one.high.has_unit or one.high.grain not in {"month", "quarter", "day"} or other.is_range:
        return False
    last, first = one.high.high, other.low.low
    if last is None or first is None:
        return False
    if one.high.grain == "day" or last.month == first.month:  # 9月上、中旬
        return last.day + 1 == first.day
    return last.month + 1 == first.month


def _named_year(expression: Expression, years: Years) -> int | None:
    """The year that an expression prints, which those behind it go on with."""
    if expression.form == "blank":
        return blank_year(expression.text[expression.start : expression.end])
    last = expression.items[-1].high.high if expression.items else None
    if last is None:
        return None
    return last.year if last.short is None else full_year(last.short, years.known)


def _dates(item: Item, kind: str, working: Working, *, is_taken_out: bool) -> tuple[date | None, date | None]:
    """The first and last day of a time of this kind, as far as it has them."""
    low, high = resolve(item.low.low, working, last=False), resolve(item.high.high, working, last=True)
    if is_taken_out and kind in {DEADLINE, PERIOD}:
        begins = resolve(item.high.low, working, last=False)
        high = begins - timedelta(days=1) if begins else None
    if low is not None and high is not None and low > high and kind != DEADLINE:
        return None, None
    return (
        low if kind in {PERIOD, START, MENTION} else None,
        high if kind in {DEADLINE, PERIOD, MENTION} else None,
    )


def _is_taken_out(expression: Expression, item: Item) -> bool:
    """Whether 前 leaves the point out: ``9月前`` is before September began, ``9月底前`` and ``9月1日前`` are not."""
    last = expression.items[-1].high
    is_edge = item.high.is_edge or last.is_edge or last.is_included
    return expression.behind == "before" and not is_edge and not item.high.is_included
