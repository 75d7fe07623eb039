"""Finds targets: quantities to be reached.

A target is composed: a comparator (``不低于``), a number, a unit, a boundary (``以上``).  A number that has neither
comparator nor boundary is one where a verb of making or doing comes before it (``新建泵站3座``), or another target in
the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.extract.quantities import FRACTION, RATIO, SHARE, Quantity, QuantityReader
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.firsts import required_words
from docx2tasks.source import Passage

_TITLES = re.compile(r"《[^》]{1,200}》|“[^”]{1,40}”")
_CLAUSE = re.compile(r"[,。;:!?]")
_LISTED = re.compile(r"[^,。;:!?\d、]{0,16}[、,和及][^,。;:!?\d、]{0,16}")  # between two counts of one list
_BEFORE = 24  # characters in front of a number in which its comparator or its verb is looked for
_AFTER = 24  # and behind its unit
_SENTENCE = 80  # characters in which 每年 makes a count a recurrence
_WEAK = frozenset({"time", "level", "score", FRACTION, RATIO})  # counted by themselves they are no target
_CHANGED = frozenset({"time", FRACTION})  # what a verb of change makes one: 压减1/3, 缩短15个工作日
_THINGS = frozenset({"thing", "size", "money"})  # counted in one Han numeral as well
_STOPS = ",。;:!?、"
_ZERO = "zero"
_FEW = "二两三四五六七八九"
_LARGE = ("万", "亿")
_ONE, _ROUND = "一", "十百千"  # numerals that are as often an article (一批) or mean many (百家)


class TargetMention(NamedTuple):
    """A quantity as printed, with its operator (``>=`` ``<=`` ``>`` ``<`` ``=``), value and unit."""

    words: Passage
    operator: str
    value: float
    unit: str
    rule: str


class _TargetEdges(NamedTuple):
    """What makes a quantity a target: where its words begin and end, its operator, the rule that says so."""

    start: int
    end: int
    operator: str
    rule: str


class TargetFinder:
    """Finds targets with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["targets"]
        self._quantities = QuantityReader(rules)
        whole = self._set.of("whole")
        said = sorted(required_words(rule.source for rule in whole))
        may_tell = said or not whole  # else a target that is read whole may hold any words
        self._maybe = re.compile("|".join([self._quantities.hint, *map(re.escape, said)]) if may_tell else "")

    def find(self, passage: Passage) -> tuple[TargetMention, ...]:
        """The quantities in ``passage``, in order: ``不低于22家`` is ``>=`` 22 家, ``10%以下`` is ``<=`` 10 %.

        Quantities inside titles, dates and the ``N次`` of a recurrence are none.
        """
        if not self._maybe.search(passage.folded):
            return ()
        text: str = passage.folded
        if "《" in text or "“" in text:
            text = _TITLES.sub(_unreadable, text)
        found: list[TargetMention] = []
        last = 0
        for quantity in self._quantities.read(text):
            if quantity.value is None or self._is_none(text, quantity):
                continue
            reading = self._by_edges(text, quantity) or self._by_verb(text, quantity, found, last)
            value = _bound(quantity, reading.operator) if reading else None
            if reading is not None and value is not None:
                words = passage.cut(reading.start, reading.end).strip()
                found.append(TargetMention(words, reading.operator, value, quantity.unit, reading.rule))
                last = quantity.end
        whole = [*self._find_whole(passage, text)]
        return tuple(sorted([*found, *whole], key=lambda one: one.words.start) if whole else found)

    def _find_whole(self, passage: Passage, text: str) -> Iterator[TargetMention]:
        """Targets that are read whole: 翻一番 is 1 番, 零增长 is 0."""
        for rule in self._set.of("whole"):
            for match in rule.regex.finditer(text) if rule.may_match(text) else ():
                value = 0.0 if rule.value == _ZERO else float(text_to_number(match.groupdict().get("n") or "1") or 1)
                unit = "" if rule.value == _ZERO else match.group()[-1]
                yield TargetMention(passage.cut(*match.span()), "=", value, unit, rule.id)

    def _is_none(self, text: str, quantity: Quantity) -> bool:
        """Whether the words around a quantity make it an age, a fine, a rank."""
        behind = self._set.find("no-behind", text[quantity.end : quantity.end + _AFTER])
        if behind is not None and ("以上" not in behind[1].group() or quantity.unit_class == "level"):
            return True
        head = text[max(0, quantity.start - 8) : quantity.start]
        return self._set.find("no-before", head) is not None and self._set.find("before", head) is None

    def _by_edges(self, text: str, quantity: Quantity) -> _TargetEdges | None:
        """A target by its comparator, its boundary, its range, or because shares always are."""
        low = max(0, quantity.start - _BEFORE)
        head = text[low : quantity.start]
        before = self._set.find("before", head)
        behind = self._set.find("behind", text[quantity.end : quantity.end + _AFTER])
        end = quantity.end + (behind[1].end() if behind else 0)
        if quantity.unit_class == RATIO and (before is None or not self._is_of(head[: before[1].start("in")])):
            return None
        if before is not None:
            is_bounded = behind is not None and behind[0].value == "<=" and before[0].value == ">="
            return _TargetEdges(low + before[1].start("in"), end, "<=" if is_bounded else before[0].value, before[0].id)
        change = self._find_change(head, quantity)
        if behind is not None and _is_bounded(quantity, behind[0].value, is_changed=change is not None):
            return _TargetEdges(quantity.start, end, behind[0].value, behind[0].id)
        if quantity.is_range and quantity.unit_class not in _WEAK:
            return _TargetEdges(quantity.start, end, ">=", "target.range")
        if quantity.unit_class != SHARE and (change is None or quantity.unit_class not in _CHANGED):
            return None
        rate = change or self._set.find("rate", head)
        return _TargetEdges(low + rate[1].start("in") if rate else quantity.start, end, "=", "target.unit-share")

    def _is_of(self, head: str) -> bool:
        """Whether the words in front of a comparator say what is compared: a cell with ≥1.2 alone does not."""
        return head[-1:].isalpha() or self._set.find("rate", head) is not None

    def _find_change(self, head: str, quantity: Quantity) -> tuple[Rule, re.Match[str]] | None:
        """The verb that says by how much something changes; a time only shrinks."""
        found = self._set.find("change", head)
        return found if found and (found[0].value or quantity.unit_class != "time") else None

    def _by_verb(self, text: str, quantity: Quantity, found: list[TargetMention], last: int) -> _TargetEdges | None:
        """A bare count that a verb makes a target, or the one before it in a list; ``last`` is where that ends."""
        is_article = (
            quantity.digits == _ONE and quantity.unit_class != "times" and not _is_large(quantity)
        )  # 一批, 一个
        if quantity.unit_class in _WEAK or is_article or self._is_recurrence(text, quantity):
            return None
        clause, is_vague = _clause_before(text, quantity.start), _is_vague(quantity)
        is_last = not text[quantity.end :].strip() or text[quantity.end] in _STOPS  # 新增学位三个。 counts them
        rule = self._find_verb(clause, is_vague=is_vague, is_last=is_last)
        if rule is None and not is_vague:
            held = self._set.find("object", clause)
            done = held and self._set.find("object-done", text[quantity.end : quantity.end + 2 * _AFTER])
            rule = held[0].id if held and done else None
            rule = found[-1].rule if rule is None and found and _LISTED.fullmatch(text, last, quantity.start) else rule
        operator = "=" if quantity.top == quantity.value else ">="  # 建三四座
        return _TargetEdges(quantity.start, quantity.end, operator, rule) if rule else None

    def _find_verb(self, clause: str, *, is_vague: bool, is_last: bool) -> str | None:
        """The verb of a clause; before what may be no count (三个方面) only one of making, with nothing else beside."""
        for rule in self._set.of("verb"):
            match = rule.find(clause) if rule.value or not is_vague else None
            is_beside = is_last and match and "、" not in clause[match.end() :]
            if match and (not is_vague or is_beside or clause.endswith(rule.words)):
                return rule.id
        return None

    def _is_recurrence(self, text: str, quantity: Quantity) -> bool:
        """Whether a count of times says how often: 每年组织2次."""
        if quantity.unit_class != "times":
            return False
        head = text[max(0, quantity.start - _SENTENCE) : quantity.start]
        return self._set.find("recurring", head[max(head.rfind("。"), head.rfind(";")) + 1 :]) is not None


def _bound(quantity: Quantity, operator: str) -> float | None:
    """The bound of a range that counts: of 不超过二三十家 the upper one."""
    return quantity.value if operator not in {"<=", "<"} or quantity.top is None else quantity.top


def _is_bounded(quantity: Quantity, operator: str, *, is_changed: bool) -> bool:
    """Whether a boundary makes a quantity a target: of times and fractions only where they are what changes."""
    if quantity.unit_class in _CHANGED:
        return is_changed or (quantity.unit_class == FRACTION and operator != "=")
    return operator != "="


def _is_vague(quantity: Quantity) -> bool:
    """Whether a number is one Han numeral of what need not be counted: 三个方面, but not 三座桥, 3个, 二十个."""
    if _is_large(quantity) or quantity.is_over:
        return False
    if quantity.digits.isascii() or len(quantity.digits) > 1 or quantity.unit_class == "times":
        return quantity.unit_class == "times" and quantity.digits in _FEW
    return quantity.unit_class not in _THINGS or quantity.digits in _ROUND


def _is_large(quantity: Quantity) -> bool:
    """Whether 万 or 亿 stands in front of the unit: 一亿元 is no 一批."""
    return quantity.unit.startswith(_LARGE)


def _clause_before(text: str, at: int) -> str:
    """The words of the clause in front of a number, as many as count."""
    head = text[max(0, at - _BEFORE) : at]
    ends = [found.end() for found in _CLAUSE.finditer(head)]
    return head[ends[-1] :] if ends else head


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())
