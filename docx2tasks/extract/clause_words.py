"""The text of a clause without words that are not units: statements, times, persons."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx2tasks.extract.names import EDGE
from docx2tasks.extract.unit_mentions import UnitMention
from docx2tasks.extract.verbs import RESPONSIBLE
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import required_words
from docx2tasks.rules.match import join
from docx2tasks.source import Passage

_FRAGMENTS = re.compile(r"[^,;。、\n]+")
_EMPTIED = re.compile(r"[(][、,; ]{1,40}[)]")  # brackets from which the persons were taken


class Statement(NamedTuple):
    """A statement of a clause about later lists, and the text of the clause without it."""

    text: str
    leads_first: bool
    added: UnitMention | None


class ClauseWords:
    """Masks text in clauses that is not a unit, so that positions do not change."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._times = rules["times"].any_of("fragment")
        self._maybe = _to_gate(rules)

    def read_statement(self, passage: Passage) -> Statement:
        """The statement of a clause about later lists, and the text with it masked."""
        text: str = passage.folded
        said, added = 0, None
        for rule in self._set.of("lead-rule"):
            text, count = rule.regex.subn(_to_stops, text)
            said += count
        for rule in self._set.of("added-rule"):
            for match in rule.regex.finditer(text):
                name = passage.cut(*match.span("unit")).strip(EDGE)
                added = UnitMention(name, RESPONSIBLE, rule.id, inherited=True)
            text = rule.regex.sub(_to_stops, text) if added else text
        return Statement(text, said > 0, added)

    def without_persons(self, text: str) -> str:
        """The text with persons, and brackets that contain only persons, masked by commas."""
        return _EMPTIED.sub(_to_commas, self._without("person", text))

    def without_nobody(self, text: str) -> str:
        """The words with commas for what names nobody: ``#REF!``, 无."""
        return self._without("no-name", text)

    def without_other_fragments(self, folded: str) -> str:
        """The text with times and words about pace masked; the length does not change.

        ``市教育局负责,12月底前完成`` keeps ``市教育局负责``.
        """
        if not self._maybe.search(folded):
            return folded
        return _FRAGMENTS.sub(self._other_to_stop, folded)

    def _other_to_stop(self, piece: re.Match[str]) -> str:
        words = piece.group().strip()
        is_other = self._times.fullmatch(words) or self._set.find("status", words)
        return _to_stops(piece) if is_other else piece.group()

    def _without(self, kind: str, text: str) -> str:
        """The words with what names nobody (``#REF!``, 无) or a person made commas, length unchanged."""
        for rule in self._set.of(kind):
            if rule.may_match(text):
                text = rule.regex.sub(_to_commas, text)
        return text


def _to_gate(rules: Rules) -> re.Pattern[str]:
    """What is in every time and every word on pace: the rules are asked only behind it."""
    paces = rules["units"].of("status")
    said = required_words(rule.source for rule in paces)
    if paces and not said:
        return re.compile("")
    return re.compile("|".join([join(rules["times"].of("hint")), *map(re.escape, sorted(said))]))


def _to_commas(match: re.Match[str]) -> str:
    return "、" * len(match.group())


def _to_stops(match: re.Match[str]) -> str:
    return ";" * len(match.group())
