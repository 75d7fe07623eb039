"""Text to quantities: numbers with their units, whatever they say: ``22家``, ``1.1万批次``, ``三分之二``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import first_characters

# Chinese in this module: numerals, which rules/targets.toml joins with units; arithmetic, no vocabulary
_NUMERALS = re.compile(r"\d+|[一二两三四五六七八九十百千]+")
_PERCENT, _POINT, _PARTS_OF = "百分之", "点", re.compile("分之|/")
_HAN_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
SHARE, FRACTION = "share", "fraction"


class Quantity(NamedTuple):
    """A number with its unit; of a range the lower bound."""

    start: int
    end: int
    digits: str
    unit: str
    unit_class: str
    is_range: bool = False

    @property
    def value(self) -> float | None:
        """The number that the digits say; of a fraction what it comes to."""
        if self.unit_class != FRACTION:
            return _value(self.digits)
        one, other = (_value(part) for part in _PARTS_OF.split(self.digits))
        part, whole = (one, other) if "/" in self.digits else (other, one)
        return round(part / whole, 4) if whole and part else None


class QuantityReader:
    """Reads quantities with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        of = rules["targets"]
        units = "|".join(f"(?P<u{number}>{rule.source})" for number, rule in enumerate(of.of("unit")))
        self._classes = tuple(rule.value for rule in of.of("unit"))
        # what a text with a quantity holds: a digit, or a Han numeral in front of a unit or a fraction
        firsts = first_characters(rule.source for rule in of.of("unit"))
        self.hint = rf"\d|分之|[一二两三四五六七八九十百千][万亿]?{firsts}"
        kinds = ("number", "range", "many", "per", SHARE, FRACTION)
        number, joint, many, per, share, fraction = (of.any_of(kind).pattern for kind in kinds)
        self._quantity = re.compile(
            rf"(?P<share>{share})|(?P<fraction>{fraction})|(?P<digits>{number})(?P<to>(?:{joint})(?:{number}))?"
            rf"[ ]?(?P<many>{many})?[ ]?(?:{units})(?P<per>{per})?"
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
            return Quantity(start, end, match[SHARE].removeprefix(_PERCENT), "%", SHARE)
        if match[FRACTION] is not None:
            return Quantity(start, end, match[FRACTION], "", FRACTION)
        rank = next(rank for rank in range(len(self._classes)) if match[f"u{rank}"] is not None)
        unit = (match["many"] or "") + match[f"u{rank}"] + (match["per"] or "")
        quantity = Quantity(start, end, match["digits"], unit, self._classes[rank], match["to"] is not None)
        return _in_hundred_millions(quantity) if "亿" in quantity.digits else quantity


def _in_hundred_millions(quantity: Quantity) -> Quantity:
    """12亿5千万元 as 12.5 亿元."""
    whole, _, rest = quantity.digits.partition("亿")
    thousands = 1000 if "千" in rest else 1
    tens = float(rest.strip("零").rstrip("千万")) * thousands
    return quantity._replace(digits=f"{float(whole) + tens / 10_000:g}", unit=f"亿{quantity.unit}")


def _value(digits: str) -> float | None:
    plain = digits.replace(",", "").replace(" ", "")
    try:
        return float(plain)
    except ValueError:
        whole, _, part = plain.partition(_POINT)  # 三点五
        number = text_to_number(whole)
        return None if number is None else float(f"{number}.{''.join(_HAN_DIGITS.get(sign, '') for sign in part) or 0}")
