"""What attributes say about text: hidden (``hiding.py``), centered, bold; list numbers.

Style sheets are not read: only ``style`` attributes, old presentational attributes, and classes by
their names (see ``boilerplate``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from docx2tasks.numerals import number_to_han
from docx2tasks.readers.grid import attribute_to_count
from docx2tasks.readers.page.hiding import Effect, declarations_to_effect, style_to_declarations

_BOLD = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_KEEPS_LINES = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})


class StyleFacts(NamedTuple):
    """The content of a ``style`` attribute; None where it says nothing."""

    effect: Effect = Effect()
    centered: bool | None = None
    bold: bool | None = None
    pre: bool | None = None
    list_style: str | None = None


NOTHING = StyleFacts()


@lru_cache(maxsize=4096)
def style_to_facts(style: str) -> StyleFacts:
    """The facts of a ``style`` attribute: ``text-align: center; font-weight: bold``."""
    found = style_to_declarations(style)
    facts = StyleFacts(
        effect=declarations_to_effect(found),
        centered=found["text-align"].endswith("center") if "text-align" in found else None,
        bold=found["font-weight"] in _BOLD if "font-weight" in found else None,
        pre=found["white-space"] in _KEEPS_LINES if "white-space" in found else None,
        list_style=_list_style(found),
    )
    return NOTHING if facts == NOTHING else facts


def _list_style(found: Mapping[str, str]) -> str | None:
    """The style that counts, out of ``list-style: none inside`` and its like."""
    words = f"{found.get('list-style-type', '')} {found.get('list-style', '')[:80]}".split()
    return next((name for name in words if name in LIST_STYLES), None)


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def _decimal(number: int) -> str:
    return f"{number}. "


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return _decimal(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return f"{text}. "


def _letters(number: int) -> str:
    if number <= 0:
        return _decimal(number)
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return f"{text}. "


def _han(number: int) -> str:
    return f"{number_to_han(number)}、" if 0 < number <= 9999 else _decimal(number)


def _cycle(signs: str) -> Callable[[int], str]:
    """Signs that are used up: after the last one digits follow (CSS Counter Styles 3, 6.1)."""
    return lambda number: f"{signs[number - 1]}、" if 0 < number <= len(signs) else f"{number}、"


# Name of a list style (CSS Counter Styles 3, 6 and 7) or ``type`` attribute -> what a browser prints.
LIST_STYLES: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimal": _decimal,
    "1": _decimal,
    "decimal-leading-zero": lambda number: f"{number:02d}. ",
    **dict.fromkeys(("lower-alpha", "lower-latin", "a"), _letters),
    **dict.fromkeys(("upper-alpha", "upper-latin", "A"), lambda number: _letters(number).upper()),
    **dict.fromkeys(("lower-roman", "i"), _roman),
    **dict.fromkeys(("upper-roman", "I"), lambda number: _roman(number).upper()),
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), _han),
    "simp-chinese-formal": lambda number: _han(number).translate(_FORMAL),
    "cjk-decimal": lambda number: "".join("〇一二三四五六七八九"[int(c)] for c in str(abs(number))) + "、",
    "cjk-heavenly-stem": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "cjk-earthly-branch": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(("disc", "circle", "square"), lambda _: "• "),
}
BULLETS = frozenset({"disc", "circle", "square"})

_COUNT_LIMIT = 999_999_999


def attribute_to_ordinal(value: str | None, default: int) -> int:
    """The integer of ``start`` or ``value``, which may be negative; the default for anything else."""
    if value is None:
        return default
    value = value.strip()
    sign, digits = (-1, value[1:]) if value.startswith("-") else (1, value)
    number = attribute_to_count(digits, _COUNT_LIMIT)
    return default if number == _COUNT_LIMIT else sign * number


_SIGN = r"[\u2460-\u249b\u3220-\u3229\u3251-\u325f\u2776-\u277f]"
_TYPED = re.compile(
    rf"(?:{_SIGN}|第[一二三四五六七八九十百零〇\d]{{1,6}}[条章节项款篇]|[（(][一二三四五六七八九十百零〇\d]{{1,5}}[）)]"
    r"|[一二三四五六七八九十百零〇]{1,5}[、．.]|(?P<number>\d{1,3})[.．、）)](?P<digit>\d)?)"
)


def has_typed_number(text: str, ordinal: int) -> bool:
    """Whether an item's own words begin with a number: ``（一）…``, ``1.…``, ``①…``.

    ``1.8亿元`` as the third item is no number; as the first one it may be.
    """
    hit = _TYPED.match(text)
    return bool(hit and (not hit["digit"] or int(hit["number"]) == ordinal))


def is_shown_all_the_same(element: etree._Element) -> bool:
    """Whether an element has the attribute ``hidden``, and a style that gives it a box."""
    return element.get("hidden") is not None and style_to_facts(element.get("style") or "").effect.gone is False
