"""Text to targets: the quantities that are to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rule, Rules
from docx2tasks.source import Passage

_MAYBE = re.compile(r"\d|达到?[一二三四五六七八九十]")
_TITLES = re.compile(r"《[^》]{1,200}》")
_DATES = re.compile(r"(?:19|20)\d\d[ ]?年度?|(?:1[0-2]|0?[1-9])[ ]?月(?:[12]?\d[日号]|3[01][日号])?|每[^,。;]{0,6}?[一\d][ ]?次")


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A quantity as printed, with its operator (``>=`` ``<=`` ``>`` ``<`` ``=``), value and unit."""

    words: Passage
    operator: str
    value: float
    unit: str
    rule: str


def find_targets(passage: Passage, rules: Rules) -> tuple[TargetMention, ...]:
    """The quantities in ``passage``, in order: ``不低于22家`` is ``>=`` 22 家, ``10%以下`` is ``<=`` 10 %.

    Quantities inside titles, dates and the ``N次`` of a recurrence are none.
    """
    if not _MAYBE.search(passage.text):
        return ()
    text = fold_width(passage.text)
    for pattern in (_TITLES, _DATES):
        text = pattern.sub(lambda m: "\x00" * len(m.group()), text)
    found = sorted(_matches(text, rules), key=lambda row: (row[0].start(), row[1]))
    kept: list[TargetMention] = []
    at = 0
    for match, _, rule in found:
        mention = _match_to_target(passage, match, rule)
        if match.start() >= at and mention is not None:
            kept.append(mention)
            at = match.end()
    return tuple(kept)


def _matches(text: str, rules: Rules) -> Iterator[tuple[re.Match[str], int, Rule]]:
    for order, rule in enumerate(rules["targets"].rules):
        for match in rule.regex.finditer(text):
            yield match, order, rule


def _match_to_target(passage: Passage, match: re.Match[str], rule: Rule) -> TargetMention | None:
    groups = match.groupdict()
    digits = groups.get("n") or groups.get("n2") or ""
    unit = groups.get("unit") or groups.get("unit2") or ""
    value = _value(digits)
    if value is None or (unit in {"年", "日"} and rule.kind == "exact"):
        return None
    start = match.start()
    if rule.id == "target.count":
        start = match.start("n")
    words = passage.cut(start, match.end()).strip()
    return TargetMention(words, rule.value, value, unit, rule.id)


def _value(digits: str) -> float | None:
    plain = digits.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        number = text_to_number(plain)
        return None if number is None else float(number)
