"""Written numbers to amounts: ``一亿二千万`` is 1.2 亿, ``二三十`` is between 20 and 30.

What is printed in several steps is one number, counted in its first step; what is no well-formed number is none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from docx2tasks.numerals import han_to_number

# Chinese in this module: numerals and their arithmetic, no vocabulary
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_DIGIT = "[一二两三四五六七八九]"
_TENS = f"{_DIGIT}?十{_DIGIT}?"
_HUNDREDS = f"百(?:零{_DIGIT}|零?{_TENS})?"
_HAN = re.compile(rf"{_DIGIT}?千(?:零(?:{_TENS}|{_DIGIT})|{_DIGIT}{_HUNDREDS})?|{_DIGIT}?{_HUNDREDS}|{_TENS}|{_DIGIT}")
_HAN_POINT = re.compile(r"([^点]+)点([零〇一二三四五六七八九]{1,4})")
_PRINTED = re.compile(r"(\d+(?:\.\d+)?)([十百千]?)")
_SECTION = re.compile(r"([^万亿]*)([万亿]|$)")
_PAIR = re.compile("一[二两]|[二两]三|三四|三五|四五|五六|六七|七八|八九")  # 二三十, 十七八: from one to the other


class Amount(NamedTuple):
    """A count of what ``unit`` says (``万``, ``亿``, ``万亿`` or nothing), from ``low`` to ``high``.

    ``total`` is the lower bound in ones.
    """

    low: float
    high: float
    unit: str
    total: Decimal


def text_to_amount(text: str) -> Amount | None:
    """The amount that digits, Han numerals or both write: ``3万5千`` is 3.5 万, ``三五`` from 3 to 5; else None."""
    plain = text.replace(",", "").replace(" ", "")
    if not plain:
        return None
    pair = _PAIR.search(plain)
    bounds = (
        (plain,)
        if pair is None
        else (plain[: pair.end() - 1] + plain[pair.end() :], plain[: pair.start()] + plain[pair.end() - 1 :])
    )
    totals = [total for words in bounds if (total := _total(words)) is not None]
    if len(totals) < len(bounds):
        return None
    unit = _first_scale(plain)
    size = _size(unit)
    return Amount(float(totals[0] / size), float(totals[-1] / size), unit, totals[0])


def _first_scale(text: str) -> str:
    """The step that a number is counted in: 亿 of 一亿二千万, 万亿 of 一万二千亿."""
    signs = "".join(sign for sign in text if sign in _SCALES)
    return "万亿" if signs.startswith("万") and "亿" in signs else signs[:1]


def _size(unit: str) -> Decimal:
    size = Decimal(1)
    for sign in unit:
        size *= _SCALES[sign]
    return size


def _total(text: str) -> Decimal | None:
    """All steps of a number together; each has to be smaller than the one before it."""
    total, held, room = Decimal(0), Decimal(0), None
    for section in _SECTION.finditer(text):
        words, scale = section.groups()
        number = _section(words, is_first=section.start() == 0) if words else Decimal(0)
        if number is None or (room is not None and number >= room):
            return None
        held += number
        if scale == "亿":
            total, held, room = total + held * _SCALES[scale], Decimal(0), _SCALES[scale]
        elif scale:
            held, room = held * _SCALES[scale], _SCALES[scale]
    return total + held


def _section(words: str, *, is_first: bool) -> Decimal | None:
    """The number between two steps; a last digit alone (三万五) tells not what it counts."""
    if not is_first and len(words) == 1:
        return None
    plain = words.removeprefix("零") or "零"
    if plain == "零":
        return Decimal(0)
    if printed := _PRINTED.fullmatch(plain):
        return Decimal(printed[1]) * _STEPS.get(printed[2], 1)
    if point := _HAN_POINT.fullmatch(words):
        whole = _section(point[1], is_first=True)
        part = "".join(str(han_to_number(sign)) for sign in point[2])
        return None if whole is None else whole + Decimal(f"0.{part}")
    number = han_to_number(plain) if _HAN.fullmatch(plain) else None
    return None if number is None else Decimal(number)
