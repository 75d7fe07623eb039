"""The rules of the time grammar, compiled so that a match tells its rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from docx2tasks.extract.times.days import Groups
from docx2tasks.rules import Rule
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation


class Match(NamedTuple):
    """A match of a rule, and its position."""

    start: int
    end: int
    rule: Rule
    groups: Groups
    text: str


class JoinedRules:
    """Rules as one pattern; at one place the first in order wins."""

    def __init__(self, rules: Sequence[Rule], *, is_searched: bool = False) -> None:
        self._rules, self._is_searched = rules, is_searched

    @cached_property
    def _joined(self) -> Alternation:
        firsts = first_characters(rule.source for rule in self._rules) if self._is_searched else ""
        return Alternation(self._rules, before=f"(?={firsts})" if firsts else "")

    def search(self, text: str, start: int, end: int) -> Match | None:
        """The first match in a range."""
        found = self._joined.pattern.search(text, start, end)
        return self._to_match(found) if found else None

    def match(self, text: str, start: int, end: int) -> Match | None:
        """The match that begins at ``start``."""
        found = self._joined.pattern.match(text, start, end)
        return self._to_match(found) if found else None

    def _to_match(self, found: re.Match[str]) -> Match:
        joined = self._joined
        return Match(found.start(), found.end(), joined.rule_of(found), joined.groups_of(found), found.group())
