"""Text to targets: the quantities that are to be reached."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx2tasks.extract.grammar import Grammar, Phrase
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

_MAYBE = re.compile(r"\d|(?:达|少于|低于|至少|少)[到]?[一二三四五六七八九十]")
_TITLES = re.compile(r"《[^》]{1,200}》")
_DATES = re.compile(
    r"(?:19|20)\d\d[ ]?年度?|(?:1[0-2]|0?[1-9])[ ]?月(?:[12]?\d[日号]|3[01][日号])?"
    r"|每[^,。;]{0,6}?[一\d][ ]?次"
)

_NUMBER = re.compile(r"[\d一二三四五六七八九十]")


class TargetMention(NamedTuple):
    """A quantity as printed, with its operator (``>=`` ``<=`` ``>`` ``<`` ``=``), value and unit."""

    words: Passage
    operator: str
    value: float
    unit: str
    rule: str


class TargetFinder:
    """Finds quantities to be reached."""

    def __init__(self, rules: Rules) -> None:
        self._grammar = Grammar(rules["targets"], "quantity", _NUMBER)

    def find(self, passage: Passage) -> tuple[TargetMention, ...]:
        """The quantities in ``passage``, in order: ``不低于22家`` is ``>=`` 22 家, ``10%以下`` is ``<=`` 10 %.

        Quantities inside titles, dates and the ``N次`` of a recurrence do not count.
        """
        if not _MAYBE.search(passage.text):
            return ()
        text: str = passage.folded
        for sign, pattern in (("《", _TITLES), ("", _DATES)):
            text = pattern.sub(_unreadable, text) if sign in text else text
        found = (_phrase_to_target(passage, phrase) for phrase in self._grammar.find(text))
        return tuple(mention for mention in found if mention is not None)


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())


def _phrase_to_target(passage: Passage, phrase: Phrase) -> TargetMention | None:
    groups = phrase.groups
    digits = groups.get("n") or groups.get("n2") or ""
    unit = groups.get("unit") or groups.get("unit2") or ""
    value = _value(digits)
    if value is None or (unit in {"年", "日"} and phrase.rule.value == "="):
        return None
    # a count begins at its number: the verb before it is the measure's
    ahead = phrase.text.index(digits) if phrase.rule.id == "target.count" else 0
    start = phrase.start + ahead
    words = passage.cut(start, phrase.end).strip()
    return TargetMention(words, phrase.rule.value, value, unit, phrase.rule.id)


def _value(digits: str) -> float | None:
    plain = digits.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        number = text_to_number(plain)
        return None if number is None else float(number)
