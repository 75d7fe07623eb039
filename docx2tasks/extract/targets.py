"""Text to targets: the quantities that are to be reached.

A target is composed: a comparator (``不低于``), a number, a unit, a boundary (``以上``).  A number that has neither
comparator nor boundary is one where a verb of making or doing comes before it (``新建泵站3座``), or another target in
the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

# Chinese in this module: numerals, which rules/targets.toml joins with units; a gate and arithmetic, no vocabulary.
# What a target can begin with: a digit, 百分之, or a Han numeral in front of a unit
_MAYBE = re.compile(r"\d|百分之|[一二两三四五六七八九十百千](?:[个家项级名所次成座场]|[万亿]?[元人户亩])")
_NUMERALS = re.compile(r"\d+|[一二两三四五六七八九十百千]+")
_TITLES = re.compile(r"《[^》]{1,200}》|“[^”]{1,40}”")
_CLAUSE = re.compile(r"[,。;:!?]")
_LISTED = re.compile(r"[^,。;:!?\d、]{0,16}[、,和及][^,。;:!?\d、]{0,16}")  # between two counts of one list
_BEFORE = 24  # characters in front of a number in which its comparator or its verb is looked for
_AFTER = 24  # and behind its unit
_SENTENCE = 80  # characters in which 每年 makes a count a recurrence
_WEAK = frozenset({"time", "level", "score"})  # counted by themselves they are no target


class TargetMention(NamedTuple):
    """A quantity as printed, with its operator (``>=`` ``<=`` ``>`` ``<`` ``=``), value and unit."""

    words: Passage
    operator: str
    value: float
    unit: str
    rule: str


class _Quantity(NamedTuple):
    """A number with its unit; of a range the lower bound."""

    start: int
    end: int
    digits: str
    unit: str
    unit_class: str
    is_range: bool


class _Reading(NamedTuple):
    """What makes a quantity a target: where its words begin and end, its operator, the rule that says so."""

    start: int
    end: int
    operator: str
    rule: str


class TargetFinder:
    """Finds targets with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = of = rules["targets"]
        units = "|".join(f"(?P<u{number}>{rule.source})" for number, rule in enumerate(of.of("unit")))
        self._classes = tuple(rule.value for rule in of.of("unit"))
        number, joint, many, per = (of.any_of(kind).pattern for kind in ("number", "range", "many", "per"))
        share = of.any_of("share").pattern
        self._quantity = re.compile(
            rf"(?P<share>{share})|(?P<digits>{number})(?P<to>(?:{joint})(?:{number}))?"
            rf"[ ]?(?P<many>{many})?[ ]?(?:{units})(?P<per>{per})?"
        )

    def find(self, passage: Passage) -> tuple[TargetMention, ...]:
        """The quantities in ``passage``, in order: ``不低于22家`` is ``>=`` 22 家, ``10%以下`` is ``<=`` 10 %.

        Quantities inside titles, dates and the ``N次`` of a recurrence are none.
        """
        if not _MAYBE.search(passage.text):
            return ()
        text: str = passage.folded
        if "《" in text or "“" in text:
            text = _TITLES.sub(_unreadable, text)
        found: list[TargetMention] = []
        last = 0
        for match in self._quantities(text):
            quantity = self._to_quantity(match)
            value = _value(quantity.digits)
            if value is None or self._is_none(text, quantity):
                continue
            reading = self._by_edges(text, quantity) or self._by_verb(text, quantity, found, last)
            if reading is not None:
                words = passage.cut(reading.start, reading.end).strip()
                found.append(TargetMention(words, reading.operator, value, quantity.unit, reading.rule))
                last = quantity.end
        return tuple(found)

    def _quantities(self, text: str) -> Iterator[re.Match[str]]:
        """The numbers with a unit: looked for where numerals begin, and nowhere else."""
        end = 0
        for run in _NUMERALS.finditer(text):
            if run.start() >= end and (match := self._quantity.match(text, run.start())):
                yield match
                end = match.end()

    def _to_quantity(self, match: re.Match[str]) -> _Quantity:
        """The number and unit that were printed."""
        if match["share"] is not None:
            number = match["share"].removeprefix("百分之")
            return _Quantity(match.start(), match.end(), number, "%", "share", is_range=False)
        rank = next(rank for rank in range(len(self._classes)) if match[f"u{rank}"] is not None)
        unit = (match["many"] or "") + match[f"u{rank}"] + (match["per"] or "")
        is_range = match["to"] is not None
        quantity = _Quantity(match.start(), match.end(), match["digits"], unit, self._classes[rank], is_range)
        return _in_hundred_millions(quantity) if "亿" in quantity.digits else quantity

    def _is_none(self, text: str, quantity: _Quantity) -> bool:
        """Whether the words around a quantity make it an age, a fine, a rank."""
        behind = self._set.find("no-behind", text[quantity.end : quantity.end + _AFTER])
        if behind is not None and ("以上" not in behind[1].group() or quantity.unit_class == "level"):
            return True
        head = text[max(0, quantity.start - 8) : quantity.start]
        return self._set.find("no-before", head) is not None and self._set.find("before", head) is None

    def _by_edges(self, text: str, quantity: _Quantity) -> _Reading | None:
        """A target by its comparator, its boundary, its range, or because shares always are."""
        low = max(0, quantity.start - _BEFORE)
        head = text[low : quantity.start]
        before = self._set.find("before", head)
        behind = self._set.find("behind", text[quantity.end : quantity.end + _AFTER])
        end = quantity.end + (behind[1].end() if behind else 0)
        if before is not None:
            is_bounded = behind is not None and behind[0].value == "<=" and before[0].value == ">="
            return _Reading(low + before[1].start("in"), end, "<=" if is_bounded else before[0].value, before[0].id)
        if behind is not None and behind[0].value != "=" and quantity.unit_class != "time":
            return _Reading(quantity.start, end, behind[0].value, behind[0].id)
        if quantity.is_range and quantity.unit_class not in _WEAK:
            return _Reading(quantity.start, end, ">=", "target.range")
        if quantity.unit_class != "share":
            return None
        rate = self._set.find("rate", head)
        return _Reading(low + rate[1].start("in") if rate else quantity.start, end, "=", "target.unit-share")

    def _by_verb(self, text: str, quantity: _Quantity, found: list[TargetMention], last: int) -> _Reading | None:
        """A bare count that a verb makes a target, or the one before it in a list; ``last`` is where that ends."""
        is_once = quantity.unit_class == "times" and quantity.digits == "一"
        is_many = is_once or quantity.digits.isascii() or len(quantity.digits) > 1
        if quantity.unit_class in _WEAK or not is_many or self._is_recurrence(text, quantity):
            return None
        clause = _clause_before(text, quantity.start)
        rule = next((rule.id for rule in self._set.of("verb") if rule.find(clause)), None)
        if rule is None and (held := self._set.find("object", clause)):
            rule = held[0].id if self._set.find("object-done", text[quantity.end : quantity.end + 2 * _AFTER]) else None
        if rule is None and found and _LISTED.fullmatch(text, last, quantity.start):
            rule = found[-1].rule
        return _Reading(quantity.start, quantity.end, "=", rule) if rule else None

    def _is_recurrence(self, text: str, quantity: _Quantity) -> bool:
        """Whether a count of times says how often: 每年组织2次."""
        if quantity.unit_class != "times":
            return False
        head = text[max(0, quantity.start - _SENTENCE) : quantity.start]
        return self._set.find("recurring", head[max(head.rfind("。"), head.rfind(";")) + 1 :]) is not None


def _in_hundred_millions(quantity: _Quantity) -> _Quantity:
    """12亿5千万元 as 12.5 亿元."""
    whole, _, rest = quantity.digits.partition("亿")
    thousands = 1000 if "千" in rest else 1
    tens = float(rest.strip("零").rstrip("千万")) * thousands
    return quantity._replace(digits=f"{float(whole) + tens / 10_000:g}", unit=f"亿{quantity.unit}")


def _clause_before(text: str, at: int) -> str:
    """The words of the clause in front of a number, as many as count."""
    head = text[max(0, at - _BEFORE) : at]
    ends = [found.end() for found in _CLAUSE.finditer(head)]
    return head[ends[-1] :] if ends else head


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())


def _value(digits: str) -> float | None:
    plain = digits.replace(",", "").replace(" ", "")
    try:
        return float(plain)
    except ValueError:
        number = text_to_number(plain)
        return None if number is None else float(number)
