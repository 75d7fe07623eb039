"""Rules of one kind as a grammar: what they find in a text, from left to right.

Rules that share a gate (:mod:`docx2tasks.rules.firsts`) share one compiled pattern; where none of its words
is found, the pattern is neither compiled nor run.  At one place the first rule in order of precedence wins,
whichever pattern it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docx2tasks.extract.stretches import find_stretches
from docx2tasks.rules import Rule, RuleSet
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation


class Phrase(NamedTuple):
    """Words that a rule found: their place, the rule, and its named groups."""

    start: int
    end: int
    text: str
    rule: Rule
    groups: Mapping[str, str | None]


class _Found(NamedTuple):
    """A match after what it is ordered by: its place, then the rank of its rule; no two are equal in both."""

    start: int
    rank: int
    match: re.Match[str]
    bundle: _Bundle


class _Bundle:
    """Rules with the same gate, and their ranks among all."""

    def __init__(self, rules: Mapping[int, Rule], gate: tuple[str, ...]) -> None:
        self._ranks = {rule.id: rank for rank, rule in rules.items()}
        firsts = first_characters(rule.source for rule in rules.values())
        self._joined = Alternation(tuple(rules.values()), before=f"(?={firsts})" if firsts else "")
        self._letters = frozenset(word[0] for word in gate)

    def may_match(self, letters: set[str]) -> bool:
        """Whether one of ``letters`` begins a word of the gate."""
        return not (self._letters and self._letters.isdisjoint(letters))

    def find(self, folded: str, start: int, end: int) -> _Found | None:
        """The first match in a range of ``folded``."""
        found = self._joined.pattern.search(folded, start, end)
        return _Found(found.start(), self._ranks[self._joined.rule_of(found).id], found, self) if found else None

    def to_phrase(self, match: re.Match[str]) -> Phrase:
        """The phrase that a rule matched, its groups under their plain names."""
        rule, groups = self._joined.rule_of(match), self._joined.groups_of(match)
        return Phrase(match.start(), match.end(), match.group(), rule, groups)


class Grammar:
    """The rules of one kind; every phrase holds what ``hint`` finds."""

    def __init__(self, rules: RuleSet, kind: str, hint: re.Pattern[str]) -> None:
        self._hint = hint
        by_gate: dict[tuple[str, ...], dict[int, Rule]] = {}
        for rank, rule in enumerate(rules.of(kind)):
            by_gate.setdefault(rule.gate, {})[rank] = rule
        self._bundles = tuple(_Bundle(rules, words) for words, rules in by_gate.items())

    def find(self, folded: str) -> Iterator[Phrase]:
        """What the rules find in ``folded``, from left to right: ``5月底前`` and ``12月`` in ``5月底前,12月``.

        No phrase goes beyond a stop: rules see what comes before their stretch, not after.
        """
        hint = self._hint
        for start, end in find_stretches(folded, hint):
            held = set(folded[start:end])
            likely = (bundle for bundle in self._bundles if bundle.may_match(held))
            ahead = [found for bundle in likely if (found := bundle.find(folded, start, end))]
            while ahead:
                first = min(ahead) if len(ahead) > 1 else ahead[0]
                yield first.bundle.to_phrase(first.match)
                at = first.match.end()
                if not hint.search(folded, at, end):  # most stretches end with their only phrase
                    break
                again = [found if found.start >= at else found.bundle.find(folded, at, end) for found in ahead]
                ahead = [found for found in again if found]
