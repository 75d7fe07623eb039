"""Expressions to times: what kind each is, and between which days it lies.

``12月底前`` is a deadline, ``5-11月`` a period, ``自2022年3月起`` a start, ``2021年检查成果`` only mentions a year.
Dates are inclusive; what cannot be known is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from docx2tasks.extract.times.expressions import Expression, ExpressionFinder, Item
from docx2tasks.extract.times.points import Day, Point, blank_year, count_from_issue
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

DEADLINE, PERIOD, START, RECURRING, MENTION = "deadline", "period", "start", "recurring", "mention"
_CLAUSE_EDGE = frozenset("。；;，,、:（(!?！？\n ")
_PLANNED = ("在", "于", "将", "计划", "力争", "争取", "确保")  # in front of a year in which work is done
_WORK = re.compile(r"(?![^,，。;；]{0,30}(?:考核|评价|监测|审计))[^,，。;；]{0,30}工作")
_YEAR_IN_TITLE = re.compile(r"(?<![\d-])((?:19|20)\d\d)[ ]?年(?!\d|[-~—至到])")
_BEFORE = 16  # characters in front of a year that tell whether work is planned in it
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


class TimeMention(NamedTuple):
    """A time as printed, its kind, its first and last day, its recurrence, and its rule."""

    words: Passage
    kind: str
    start: date | None
    end: date | None
    every: str | None
    rule: str
    is_resolved: bool = True


class Printed(NamedTuple):
    """What a passage prints of times; the places of the expressions count from ``start`` characters before it."""

    passage: Passage
    start: int
    expressions: tuple[Expression, ...]

    def cut(self, start: int, end: int) -> Passage:
        """The words of a range, without blanks at its ends."""
        words = self.passage.text[start - self.start : end - self.start]
        low = start - self.start + len(words) - len(words.lstrip())
        return self.passage.cut(low, low + len(words.strip()))


@lru_cache(maxsize=256)
def title_year(title: str) -> int | None:
    """The one year a title or a table's header names: ``2020年进度要求`` gives 2020."""
    found = set(_YEAR_IN_TITLE.findall(fold_width(title)))
    return int(found.pop()) if len(found) == 1 else None


class TimeFinder:
    """Finds the times of passages with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["times"]
        self._expressions = ExpressionFinder(self._set)

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
            mentions = list(self._read(printed, expression, years, named))
            found += mentions
            own = _named_year(expression, years)
            if own is not None and any(mention.kind != MENTION for mention in mentions):
                named = own
        return tuple(found)

    def asks_for_no_date(self, words: str) -> bool:
        """Whether a deadline cell without a time is as it should be: ``长期坚持``, ``已完成``, ``/``."""
        return self._set.find("no-deadline", fold_width(words).strip()) is not None

    def _read(self, printed: Printed, expression: Expression, years: Years, named: int | None) -> Iterator[TimeMention]:
        """The times that an expression says; ``named`` is the year that the task named last."""
        if expression.form == "points":
            yield from self._read_points(printed, expression, years, named)
            return
        words, every, rule = printed.cut(expression.start, expression.end), expression.every, expression.rule
        if expression.form == "recurrence":
            yield TimeMention(words, RECURRING, None, None, every, rule, every is not None)
        elif expression.form == "from-issue":
            due = count_from_issue(expression.groups, years.issued)
            yield TimeMention(words, DEADLINE, None, due, None, rule, due is not None)
        else:
            is_due = expression.before == DEADLINE or expression.behind in {"before", "by"} or expression.is_bare
            kind = DEADLINE if is_due or words.text.endswith(("底", "末")) else PERIOD
            yield TimeMention(words, kind, None, None, None, rule, is_resolved=False)

    def _read_points(
        self, printed: Printed, expression: Expression, years: Years, named: int | None
    ) -> Iterator[TimeMention]:
        kind = self._kind(expression, years)
        working = _Working(years.title or named or years.known, named or years.known, years)
        items = list(expression.items if kind == DEADLINE else _with_neighbours(expression.items))
        for number, item in enumerate(items):
            own = _kind_of_item(kind, item, expression)
            low, high = _dates(item, own, working, is_taken_out=_is_taken_out(expression, item))
            is_edged = own in {DEADLINE, START} or (own != MENTION and item.is_range)
            start = expression.start if number == 0 and is_edged else item.start
            end = expression.end if number == len(items) - 1 and own != MENTION else item.end
            words = printed.cut(start, end)
            yield TimeMention(words, own, low, high, None, item.rule, is_resolved=(low or high) is not None)

    # kinds ------------------------------------------------------------------------------------

    def _follows(self, kind: str, text: str, end: int, size: int) -> bool:
        """Whether a rule of ``kind`` matches the words behind an expression, in its own passage."""
        return self._set.find(kind, text[end : end + size].partition("\n")[0]) is not None

    def _kind(self, expression: Expression, years: Years) -> str:
        """The kind of a time: what it shows by itself, else what the words around it say."""
        kind = self._kind_by_edges(expression)
        if kind in {DEADLINE, START, PERIOD} and self._only_tells(expression, years, kind):
            return MENTION
        return kind

    def _kind_by_edges(self, expression: Expression) -> str:
        last = expression.items[-1]
        before, behind, point = expression.before, expression.behind, last.high
        if last.is_range:
            return PERIOD
        if START in {before, behind}:
            return _kind_of_start(expression)
        if before == DEADLINE or behind in {"before", "by"} or point.is_edge:
            return DEADLINE
        if behind == PERIOD or point.grain == "span":
            return PERIOD
        return self._kind_of_point(expression, point)

    def _kind_of_point(self, expression: Expression, point: Point) -> str:
        """The kind of a point without edges."""
        if point.grain == "plan":
            return MENTION
        if expression.is_bare:
            return DEADLINE
        return self._kind_of_year(expression) if point.grain == "year" else PERIOD

    def _kind_of_year(self, expression: Expression) -> str:
        """Whether a bare year says when the work runs, or names what it is about."""
        text, (start, end) = expression.text, expression.core
        printed = text[expression.items[-1].start : end]
        works, names = (self._follows(kind, text, end, 60) for kind in ("works", "object"))
        before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2].rstrip()
        if printed[0] in "上去":
            return MENTION
        if names and self._set.find("made", before):
            return MENTION
        if not before or before[-1] in _CLAUSE_EDGE or before.endswith(_PLANNED):
            is_object = printed.endswith("度") and names
            return MENTION if is_object and not works else PERIOD
        if works and not printed.endswith("度"):
            return PERIOD
        is_done = before.endswith(("完成", "开展", "实施")) and _WORK.match(text, end, end + 60)
        return PERIOD if is_done else MENTION

    def _only_tells(self, expression: Expression, years: Years, kind: str) -> bool:
        """Whether a time tells of things (2018年底前投运的电厂), or of what was: a day or year before the issue."""
        item = expression.items[-1]
        if self._follows("qualifier", expression.text, item.end, 30):
            return True
        own = item.high.high.year if item.high.high else None
        if own is None or years.issued is None or own >= years.issued.year or own == years.title or kind != PERIOD:
            return False
        is_day = item.low.low == item.high.high
        is_year = item.high.grain == "year" and not item.is_range
        return is_day or (is_year and not self._follows("works", expression.text, item.end, 12))


def _kind_of_start(expression: Expression) -> str:
    """``自2022年3月起`` begins something; ``从2018年的5%`` and ``2018年以来`` date something else."""
    if expression.behind == START:
        is_since = expression.before != START and expression.text.endswith("以来", expression.start, expression.end)
        return MENTION if is_since else START
    ahead = expression.text[expression.end : expression.end + 4]
    is_start = not ahead or ahead[0] in ",，。;\n" or ahead.startswith(("施行", "实施", "执行", "生效"))
    return START if is_start else MENTION


def _kind_of_item(kind: str, item: Item, expression: Expression) -> str:
    """The kind of one item of a list: a range is a period, a point that names its end a deadline."""
    if kind == DEADLINE and item.is_range and not expression.items[-1].is_range:
        return PERIOD
    return DEADLINE if kind == PERIOD and item.high.is_edge and not item.is_range else kind


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
    return last.day + 1 == first.day if one.high.grain == "day" else last.month + 1 == first.month


def _named_year(expression: Expression, years: Years) -> int | None:
    """The year that an expression prints, which those behind it go on with."""
    if expression.form == "blank":
        return blank_year(expression.text[expression.start : expression.end])
    last = expression.items[-1].high.high if expression.items else None
    if last is None:
        return None
    return last.year if last.short is None else _full_year(last.short, years.known)


# dates ----------------------------------------------------------------------------------------


class _Working(NamedTuple):
    """The years that fill open ones: of the work, and the one named last."""

    year: int | None
    named: int | None
    years: Years


def _full_year(short: int, near: int | None) -> int | None:
    """The year of two digits that lies near the document's own: 23 in a paper of 2022 is 2023."""
    year = (near or 2000) // 100 * 100 + short
    return year if near is None or abs(year - near) <= _NEAR else None


def _year_of(day: Day, working: _Working) -> int | None:
    if day.year is not None:
        return day.year
    if day.short is not None:
        return _full_year(day.short, working.years.known)
    base = working.named if day.after_named else working.year
    return base + day.ahead if base is not None else None


def _resolve(day: Day | None, working: _Working, *, last: bool) -> date | None:
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


def _dates(item: Item, kind: str, working: _Working, *, is_taken_out: bool) -> tuple[date | None, date | None]:
    """The first and last day of a time of this kind, as far as it has them."""
    low, high = _resolve(item.low.low, working, last=False), _resolve(item.high.high, working, last=True)
    if is_taken_out and kind in {DEADLINE, PERIOD}:
        begins = _resolve(item.high.low, working, last=False)
        high = begins - timedelta(days=1) if begins else None
    if low is not None and high is not None and low > high and kind != DEADLINE:
        return None, None
    return (
        low if kind in {PERIOD, START, MENTION} else None,
        high if kind in {DEADLINE, PERIOD, MENTION} else None,
    )


def _is_taken_out(expression: Expression, item: Item) -> bool:
    """Whether 前 leaves the point out: ``9月前`` is before September began, ``9月底前`` and ``9月1日前`` are not."""
    is_edge = item.high.is_edge or expression.items[-1].high.is_edge
    return expression.behind == "before" and not is_edge and not item.high.is_included
