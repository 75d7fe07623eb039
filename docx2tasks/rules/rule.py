"""A rule, a rule set, and all rules: compiled on first use, frozen.

A rule has either ``words`` (any of them) or a ``pattern``.  Both meet the text with full-width
characters folded to half width (``（`` is ``(``, ``：`` is ``:``), so that a rule is written once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar, cast

from docx2tasks.rules.match import Alternation, join

Made = TypeVar("Made")


@dataclass(repr=False, eq=False)
class Rule:
    """A rule: its origin, its meaning (``kind``, ``value``) and its pattern."""

    id: str
    kind: str
    source: str  # the expanded regular expression
    value: str
    match: str  # search, start or full: how examples (and callers) apply it
    reason: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    file: str
    line: int
    words: tuple[str, ...] = ()  # what the pattern is made of, where it was written as words
    gated: bool = False  # the gate is asked before the pattern
    score: int = 0  # what it adds where several rules together decide

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; it meets text folded to half width."""
        return re.compile(self.source)

    @cached_property
    def apply(self) -> Callable[[str], re.Match[str] | None]:
        """What matches text folded to half width the way the rule says; it does not ask the gate."""
        if self.match == "full":
            return self.regex.fullmatch
        return self.regex.match if self.match == "start" else self.regex.search

    @cached_property
    def gate(self) -> tuple[str, ...]:
        """Words of which every text that the rule matches contains one, if there are any."""
        from docx2tasks.rules.firsts import required_words  # noqa: PLC0415  only few kinds are asked so

        return tuple(sorted(required_words([self.source])))

    def may_match(self, folded: str) -> bool:
        """Whether ``folded`` contains a word of the rule's gate; if not, the pattern is not compiled."""
        for word in self.gate:  # no any(): it is asked a thousand times a document
            if word in folded:
                return True
        return not self.gate

    def find(self, folded: str) -> re.Match[str] | None:
        """The first match in ``folded`` (half-width text), applied the way the rule says."""
        if not self.gated or not self.gate:
            return self.apply(folded)
        for word in self.gate:  # may_match without a call: a leaf asks two dozen rules
            if word in folded:
                return self.apply(folded)
        return None


@dataclass(repr=False, eq=False)
class RuleSet:
    """The rules of one file, in order of precedence."""

    name: str
    rules: tuple[Rule, ...]
    _kinds: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    _joined: dict[str, re.Pattern[str]] = field(default_factory=dict)
    _together: dict[str, Alternation] = field(default_factory=dict)

    def of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of one kind, in order."""
        if kind not in self._kinds:
            self._kinds[kind] = tuple(rule for rule in self.rules if rule.kind == kind)
        return self._kinds[kind]

    def find(self, kind: str, folded: str) -> tuple[Rule, re.Match[str]] | None:
        """The first rule of ``kind`` that matches ``folded``, with its match."""
        for rule in self._kinds.get(kind) or self.of(kind):  # a call less for each: it is asked a thousand times
            if not rule.gated or rule.may_match(folded):
                found = rule.apply(folded)
                if found:
                    return rule, found
        return None

    def any_of(self, kind: str) -> re.Pattern[str]:
        """One pattern that matches wherever a rule of ``kind`` does."""
        if kind not in self._joined:
            self._joined[kind] = re.compile(join(self.of(kind)))
        return self._joined[kind]

    def together(self, kind: str) -> Alternation:
        """The rules of ``kind`` as one pattern, whose matches tell the rule."""
        if kind not in self._together:
            self._together[kind] = Alternation(self.of(kind))
        return self._together[kind]

    def blank(self, kind: str, folded: str) -> str:
        """``folded`` with matches of the rules of ``kind`` masked; the length does not change."""
        for rule in self.of(kind):
            if rule.may_match(folded):
                folded = rule.regex.sub(_unreadable, folded)
        return folded


def _unreadable(match: re.Match[str]) -> str:
    """As many characters that no rule reads."""
    return "\x00" * len(match.group())


@dataclass(repr=False, eq=False)
class Rules:
    """All rule sets, by the name of their file, and the extractors built from them."""

    sets: Mapping[str, RuleSet]
    _built: dict[type, object] = field(default_factory=dict)

    def __getitem__(self, name: str) -> RuleSet:
        return self.sets[name]

    def __iter__(self) -> Iterator[Rule]:
        for name in sorted(self.sets):
            yield from self.sets[name].rules

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process gets: the rules; it builds its own extractors."""
        return Rules, ({name: RuleSet(one.name, one.rules) for name, one in self.sets.items()},)

    def once(self, extractor: Callable[[Rules], Made]) -> Made:
        """The extractor of a class for these rules, built on first use: ``rules.once(UnitFinder)``."""
        key = cast("type", extractor)
        built = self._built.get(key)
        if built is None:
            built = self._built[key] = extractor(self)
        return cast("Made", built)

    def built(self) -> tuple[object, ...]:
        """The extractors that were built so far."""
        return tuple(self._built.values())

    def digest(self) -> str:
        """SHA-256 of everything that affects matching: the same digest means the same records."""
        listed = [(rule.id, rule.kind, rule.source, rule.value, rule.match, rule.score) for rule in self]
        return hashlib.sha256(repr(listed).encode()).hexdigest()


Plain = dict[str, list[tuple[Any, ...]]]
"""All rules as plain values: for each set the values of each rule's fields, in order."""


def rules_to_plain(rules: Rules) -> Plain:
    """What :func:`plain_to_rules` makes the same rules of."""
    ours = [one.name for one in fields(Rule)]
    return {name: [tuple(getattr(one, each) for each in ours) for one in own.rules] for name, own in rules.sets.items()}


def plain_to_rules(plain: Plain) -> Rules:
    """Rules from plain values, without looking for faults in them."""
    return Rules({name: RuleSet(name, tuple(Rule(*one) for one in rules)) for name, rules in plain.items()})
