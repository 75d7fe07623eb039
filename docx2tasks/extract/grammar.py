"""Rules of one kind as a grammar: what they find in a text, from left to right.

Rules that share a hint share one compiled pattern; where none of its words stands, the pattern is
neither compiled nor run.  At one place the first rule in order of precedence wins, whichever pattern it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from docx2tasks.extract.stretches import find_stretches
from docx2tasks.rules import Rule, RuleSet

_NAMED = re.compile(r"\(\?P<(\w+)>")


class Phrase(NamedTuple):
    """Words that a rule found: their place, the rule, and its named groups."""

    start: int
    end: int
    text: str
    rule: Rule
    groups: Mapping[str, str | None]


@dataclass(repr=False, eq=False)
class _Bundle:
    """Rules with the same hint, each with its rank, and what a phrase has to begin with."""

    rules: dict[int, Rule]
    ahead: str
    letters: frozenset[str]  # the first ones of the words of the hint

    @cached_property
    def names(self) -> dict[int, dict[str, str]]:
        """For each rule its groups, and the names of their own that they have in the pattern."""
        return {rank: {g: f"{g}_{rank}" for g in _NAMED.findall(rule.source)} for rank, rule in self.rules.items()}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rules as one pattern; the empty group behind a rule tells which one it was.

        A group in front would hide from the matcher what each rule begins with.
        """
        sources = (
            _NAMED.sub(rf"(?P<\g<1>_{rank}>", f"(?:{rule.source})") + f"(?P<r{rank}>)"
            for rank, rule in self.rules.items()
        )
        return re.compile(f"{self.ahead}(?:{'|'.join(sources)})")

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The rank of the rule by the number of the group behind it."""
        return {self.pattern.groupindex[f"r{rank}"]: rank for rank in self.rules}

    def find(self, folded: str, start: int, end: int) -> _Found | None:
        """The first match in a range of ``folded``."""
        found = self.pattern.search(folded, start, end)
        return (found.start(), self.ranks[found.lastindex or 0], found, self) if found else None

    def to_phrase(self, rank: int, match: re.Match[str]) -> Phrase:
        """The phrase that a rule matched, its groups under their plain names."""
        groups = {plain: match[own] for plain, own in self.names[rank].items()}
        return Phrase(match.start(), match.end(), match.group(), self.rules[rank], groups)


_Found = tuple[int, int, re.Match[str], _Bundle]
"""A match behind what it is ordered by: its place, then the rank of its rule; no two are equal in both."""


@cache  # rule sets live as long as the program
def _rules_to_bundles(rules: RuleSet, kind: str, lead: str) -> tuple[_Bundle, ...]:
    ahead = "".join(f"(?={rule.source})" for rule in rules.of(lead)[:1])
    by_hint: dict[tuple[str, ...], _Bundle] = {}
    for rank, rule in enumerate(rules.of(kind)):
        letters = frozenset(word[0] for word in rule.hint)
        by_hint.setdefault(rule.hint, _Bundle({}, ahead, letters)).rules[rank] = rule
    return tuple(by_hint.values())


def find_phrases(rules: RuleSet, kind: str, folded: str, hint: re.Pattern[str], *, lead: str = "") -> Iterator[Phrase]:
    """What the rules of ``kind`` find in ``folded``, from left to right.

    Every phrase holds what ``hint`` finds, and no phrase goes beyond a stop: they see what stands before their
    stretch, not behind.  ``lead`` names a rule kind that tells with what a phrase can begin.
    """
    bundles = _rules_to_bundles(rules, kind, lead)
    for start, end in find_stretches(folded, hint):
        held = set(folded[start:end])
        ahead = [
            found
            for bundle in bundles
            if not (bundle.letters and bundle.letters.isdisjoint(held)) and (found := bundle.find(folded, start, end))
        ]
        while ahead:
            _, rank, match, bundle = min(ahead) if len(ahead) > 1 else ahead[0]
            yield bundle.to_phrase(rank, match)
            at = match.end()
            if not hint.search(folded, at, end):  # most stretches end with their only phrase
                break
            again = [found if found[0] >= at else found[3].find(folded, at, end) for found in ahead]
            ahead = [found for found in again if found]
