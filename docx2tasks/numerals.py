"""Numbers in Chinese documents: 十二 ⇄ 12, full-width, circled, Roman.

All reading of numbers goes through here: Python's own ``int`` takes superscripts and
digits of every script, and refuses more than 4,300 of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NewType

Folded = NewType("Folded", str)
"""Words with their full-width letters, digits and signs made half width: what patterns are matched against."""

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "廿": 20, "卅": 30}
_FORMAL = {ord(a): b for a, b in zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True)}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_MAX_DIGITS = 12  # no number in a document that counts something is longer

# One character for one, so that offsets stay: ２ -> 2, （ -> (, ． -> .
WIDTH = {ord("\u3000"): " ", ord("\u2236"): ":", ord("\ufe55"): ":"} | {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}
_FOLDED = re.compile("[\uff01-\uff5e\u3000\u2236\ufe55]")  # the signs of WIDTH
_CIRCLED = {
    chr(base + i): first + i
    for base, first, count in (
        (0x2460, 1, 20),
        (0x3251, 21, 15),
        (0x32B1, 36, 15),
        (0x2776, 1, 10),
        (0x2474, 1, 20),
        (0x2488, 1, 20),
        (0x3220, 1, 10),
        (0x3280, 1, 10),
    )
    for i in range(count)
}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SIGNS = {chr(0x2160 + i): i + 1 for i in range(12)}
_HAN_NUMBER = re.compile(r"[零〇○一二两三四五六七八九十百千万亿廿卅]{1,16}")


@lru_cache(maxsize=16_384)
def fold_width(text: str) -> Folded:
    """``text`` with full-width letters, digits and punctuation in half width; the length does not change.

    ``（１２．５％）`` becomes ``(12.5%)``.
    """
    # five searches for the commonest signs take a sixth of a look at every character
    text = text.replace("，", ",").replace("（", "(").replace("）", ")").replace("：", ":").replace("；", ";")
    return Folded(text.translate(WIDTH) if _FOLDED.search(text) else text)


def digits_to_number(text: str) -> int | None:
    """The integer of ASCII or full-width digits (``12``, ``１２``), None for anything else."""
    plain = fold_width(text)
    if not plain or len(plain) > _MAX_DIGITS or not (plain.isascii() and plain.isdigit()):
        return None
    return int(plain)


def han_to_number(text: str) -> int | None:
    """The integer of Han numerals: ``十二`` 12, ``二十`` 20, ``一百零三`` 103, ``二〇二二`` 2022.

    None where the characters are no number.
    """
    if not _HAN_NUMBER.fullmatch(text):
        return None
    if not any(c in "十百千万亿廿卅" for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total = section = digit = 0
    for char in text:
        if char in "万亿":  # 一亿二千万, 一万二千亿
            section += digit
            total = (total + section) * 100_000_000 if char == "亿" else total + section * 10_000
            section = digit = 0
        elif char in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        else:
            section += _HAN_DIGITS[char] if char in "廿卅" else 0
            digit = 0 if char in "廿卅" else _HAN_DIGITS[char]
    return total + section + digit


def number_to_han(number: int) -> str:
    """Han numerals as Chinese documents count: 12 is ``十二``, 103 is ``一百零三`` (0 to 9999)."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number < 10:
        return "零一二三四五六七八九"[number]
    words, zero = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if zero else "") + "零一二三四五六七八九"[digit] + sign
            zero = False
        elif words:
            zero = True
    return words[1:] if words.startswith("一十") else words


def roman_to_number(text: str) -> int | None:
    """The integer of a Roman numeral (``IV``, ``Ⅳ``), None for anything else."""
    if len(text) == 1 and text.upper() in _ROMAN_SIGNS:
        return _ROMAN_SIGNS[text.upper()]
    values = [_ROMAN.get(c, 0) for c in text.upper()]
    if not values or 0 in values or len(values) > 8:
        return None
    return sum(-v if any(w > v for w in values[i + 1 :]) else v for i, v in enumerate(values))


def sign_to_number(text: str) -> int | None:
    """The value of an enclosed number: ``①`` 1, ``⑫`` 12, ``⒊`` 3, ``㈠`` 1."""
    return _CIRCLED.get(text)


def formal_to_number(text: str) -> int | None:
    """The integer of the numerals of receipts: ``壹`` 1, ``拾贰`` 12."""
    return han_to_number(text.translate(_FORMAL))


def text_to_number(text: str) -> int | None:
    """The integer that ``text`` writes, in whatever of the forms above."""
    for read in (digits_to_number, han_to_number, sign_to_number, roman_to_number, formal_to_number):
        number = read(text)
        if number is not None:
            return number
    return None
