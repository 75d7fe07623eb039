"""Finds quantities, numbers with units: ``22家``, ``1.1万批次``, ``三分之二``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.extract.amounts import text_to_amount
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import compile_apart, join

# Chinese in this module: numerals, which rules/targets.toml joins with units; arithmetic, no vocabulary
_NUMERALS = re.compile(r"\d+|[一二两三四五六七八九十百千][一二两三四五六七八九十百千零万亿]*|零(?=点)")
_PERCENT, _PARTS_OF, _LARGE = "百分之", re.compile("分之|/"), re.compile("[万亿]")
_OVER = "[余多]"  # 百余辆: as many and more
_TENTHS, _HALF = "成", "半"
_BARE = r"(?<=\d)(?=[ ]?(?:$|[,。;、!?)\n]))"  # what follows a ratio without a unit: the 1.2 of 容积率≥1.2
_OWN_SCALE = re.compile("[ ]?([十百千]?[万亿]*)([^\\W\\d_至到]*)")  # in front of the sign of a range
SHARE, FRACTION, RATIO = "share", "fraction", "ratio"


class Quantity(NamedTuple):
    """A number with its unit; ``value`` and ``top`` are the bounds of a range, else ``top`` is None.

    ``is_range`` says that both bounds are printed with a sign between them: 20—30家, but not 二三十家;
    ``is_over`` that there are more than printed, and no ``top``: 百余辆.
    """

    start: int
    end: int
    digits: str
    unit: str
    unit_class: str
    value: float | None
    top: float | None
    is_range: bool = False
    is_over: bool = False


class QuantityReader:
    """Reads quantities with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        of = rules["targets"]
        units = "|".join(f"(?P<u{number}>{join([rule])})" for number, rule in enumerate(of.of("unit")))
        self._classes = tuple(rule.value for rule in of.of("unit"))
        # what a text with a quantity holds: a digit, or a Han numeral in front of a unit or a fraction
        firsts = first_characters(rule.source for rule in of.of("unit"))
        self.hint = rf"\d|分之|[一二两三四五六七八九十百千][万亿]{{0,2}}{_OVER}?{firsts}"
        kinds = ("number", "range", "many", "per", SHARE, FRACTION)
        number, joint, many, per, share, fraction = (of.any_of(kind).pattern for kind in kinds)
        self._quantity = compile_apart(
            rf"(?P<share>{share})|(?P<fraction>{fraction})|(?P<digits>{number})"
            rf"(?:(?P<to>{joint})(?P<last>{number}))?"
            rf"[ ]?(?P<over>{_OVER})?(?P<many>{many})?[ ]?(?P<more>{_OVER})?"
            rf"(?:(?:{units})(?P<per>{per})?|(?P<bare>{_BARE}))"
        )

    def read(self, folded: str) -> Iterator[Quantity]:
        """The quantities in ``folded``, in order: looked for where numerals begin, and nowhere else."""
        end = 0
        for run in _NUMERALS.finditer(folded):
            if run.start() >= end and (match := self._quantity.match(folded, run.start())):
                yield self._to_quantity(match)
                end = match.end()

    def _to_quantity(self, match: re.Match[str]) -> Quantity:
        start, end = match.span()
        if match[SHARE] is not None:
            return _shared(Quantity(start, end, match[SHARE].removeprefix(_PERCENT), "%", SHARE, None, None))
        if match[FRACTION] is not None:
            value = _fraction(match[FRACTION])
            return Quantity(start, end, match[FRACTION], "", FRACTION, value, value)
        if match["bare"] is not None:
            return _counted(match, Quantity(start, end, match["digits"], "", RATIO, None, None))
        rank = next(rank for rank in range(len(self._classes)) if match[f"u{rank}"] is not None)
        unit = match[f"u{rank}"] + (match["per"] or "")
        return _counted(match, Quantity(start, end, match["digits"], unit, self._classes[rank], None, None))


def _counted(match: re.Match[str], quantity: Quantity) -> Quantity:
    """A quantity with what it comes to: 12亿5千万元 12.5 亿元, 5万至8万元 from 5 万元 on."""
    many, digits, last = match["many"] or "", quantity.digits, match["last"]
    own = _OWN_SCALE.match(match["to"] or "")
    scale = own[1] if own is not None and own[1] + own[2] else many  # 8000元至1万元: the lower bound has its own
    if _LARGE.search(digits):  # 万 behind 一亿二千 belongs to the number
        digits, unit = digits + scale, quantity.unit
    else:
        unit = scale + quantity.unit
    bounded = _bounded(quantity._replace(digits=digits, unit=unit))
    if match["over"] or match["more"]:
        return bounded._replace(top=None, is_over=True)
    return bounded if last is None else _to_range(bounded, match["digits"] + scale, last + many)


def _bounded(quantity: Quantity) -> Quantity:
    """A quantity with its bounds: 二三十家 lies between 20 and 30."""
    amount = text_to_amount(quantity.digits)
    if amount is None:
        return quantity
    return quantity._replace(unit=amount.unit + quantity.unit, value=amount.low, top=amount.high)


def _to_range(quantity: Quantity, low: str, high: str) -> Quantity:
    """The range from a quantity on; its upper bound counted as the lower one is."""
    first, last = text_to_amount(low), text_to_amount(high)
    if quantity.value is None or first is None or last is None or not first.low:
        return quantity._replace(is_range=True)
    return quantity._replace(top=round(quantity.value * float(last.total / first.total), 6), is_range=True)


def _fraction(words: str) -> float | None:
    """What a fraction comes to: 三分之二 0.6667."""
    one, other = map(text_to_amount, _PARTS_OF.split(words))
    part, whole = (one, other) if "/" in words else (other, one)
    return round(part.low / whole.low, 4) if whole and part and whole.low else None


def _shared(quantity: Quantity) -> Quantity:
    """A share: 百分之九十 90 %, 九成五 9.5 成, 两成半 2.5."""
    whole, tenths, rest = quantity.digits.partition(_TENTHS)
    low = text_to_amount(whole) if tenths else None
    if low is None:
        return _bounded(quantity)
    value = low.low + (0.5 if rest == _HALF else (text_to_number(rest) or 0) / 10)
    return quantity._replace(unit=_TENTHS, value=value, top=value)
