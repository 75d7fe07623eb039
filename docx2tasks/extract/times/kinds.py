"""The kind of a time: by its boundaries, else by the words around it.

``12月底前`` is a deadline, ``5-11月`` a period, ``自2022年3月起`` a start, ``2021年检查成果`` only mentions a year.
"""

from __future__ import annotations

from docx2tasks.extract.times.dates import Years
from docx2tasks.extract.times.days import Point
from docx2tasks.extract.times.expressions import Expression
from docx2tasks.extract.times.items import Item
from docx2tasks.rules import RuleSet

DEADLINE, PERIOD, START, RECURRING, MENTION = "deadline", "period", "start", "recurring", "mention"
_SINCE = "since"
_CLAUSE_EDGE = frozenset("。；;，,、:（(!?！？\n ")
_DATED = "度"  # 2022年度 dates a thing where 2022年 may date work: the ending of a year, no word
_BEFORE = 16  # characters in front of a year that tell whether work is planned in it
_BEHIND = 60  # and behind it, that tell what it dates
_QUALIFIER = 30  # characters behind a time that tell which things are meant
_WORKS = 12  # characters behind a year that tell whether work begins right there


class KindJudge:
    """Determines the kinds of times."""

    def __init__(self, rules: RuleSet) -> None:
        self._set = rules

    def judge(self, expression: Expression, years: Years) -> str:
        """The kind of a time: from the time itself, else from its context."""
        kind = self._by_edges(expression)
        if kind in {DEADLINE, START, PERIOD} and self._only_tells(expression, years, kind):
            return MENTION
        return kind

    def _follows(self, kind: str, text: str, end: int, size: int) -> bool:
        """Whether a rule of ``kind`` matches the words behind an expression, in its own passage."""
        return self._set.find(kind, text[end : end + size].partition("\n")[0]) is not None

    def _by_edges(self, expression: Expression) -> str:
        last = expression.items[-1]
        before, behind, point = expression.before, expression.behind, last.high
        if last.is_range:
            return PERIOD
        if before == START or behind in {START, _SINCE}:
            return self._of_start(expression)
        if before == DEADLINE or behind in {"before", "by"} or point.is_edge:
            return DEADLINE
        if behind == PERIOD or point.grain == "span":
            return PERIOD
        return self._of_point(expression, point)

    def _of_start(self, expression: Expression) -> str:
        """``自2022年3月起`` begins something; ``从2018年的5%`` and ``2018年以来`` date something else."""
        if expression.behind == START or (expression.behind == _SINCE and expression.before == START):
            return START
        if expression.behind == _SINCE:
            return MENTION
        ahead = expression.text[expression.end : expression.end + 1]
        is_start = not ahead or ahead in ",，。;\n" or self._follows("effect", expression.text, expression.end, _WORKS)
        return START if is_start else MENTION

    def _of_point(self, expression: Expression, point: Point) -> str:
        """The kind of a point without edges."""
        if point.grain == "plan":
            return MENTION
        if expression.is_bare:
            return DEADLINE
        return self._of_year(expression) if point.grain == "year" else PERIOD

    def _of_year(self, expression: Expression) -> str:
        """Whether a bare year says when the work runs, or names what it is about."""
        text, (start, end) = expression.text, expression.core
        is_dated = text[end - 1] == _DATED
        works, names = (self._follows(kind, text, end, _BEHIND) for kind in ("works", "object"))
        before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2].rstrip()
        if _is_past(expression.items[-1]):
            return MENTION
        if names and self._set.find("made", before):
            return MENTION
        if not before or before[-1] in _CLAUSE_EDGE or self._set.find("planned", before):
            return MENTION if is_dated and names and not works else PERIOD
        if works and not is_dated:
            return PERIOD
        is_done = self._set.find("done", before) and self._follows("work", text, end, _BEHIND)
        return PERIOD if is_done else MENTION

    def _only_tells(self, expression: Expression, years: Years, kind: str) -> bool:
        """Whether a time tells of things (2018年底前投运的电厂), or of what was: a day or year before the issue."""
        item = expression.items[-1]
        if self._follows("qualifier", expression.text, item.end, _QUALIFIER):
            return True
        own = item.high.high.year if item.high.high else None
        if own is None or years.issued is None or own >= years.issued.year or own == years.title or kind != PERIOD:
            return False
        is_day = item.low.low == item.high.high
        is_year = item.high.grain == "year" and not item.is_range
        return is_day or (is_year and not self._follows("works", expression.text, item.end, _WORKS))


def kind_of_item(kind: str, item: Item, expression: Expression) -> str:
    """The kind of one item of a list: a range is a period, a point that names its end a deadline."""
    if kind == DEADLINE and item.is_range and not expression.items[-1].is_range:
        return PERIOD
    return DEADLINE if kind == PERIOD and item.high.is_edge and not item.is_range else kind


def _is_past(item: Item) -> bool:
    """Whether a point is 上年 or 去年, which nobody works in."""
    return item.low.low is not None and item.low.low.ahead < 0
