"""Verbs that give units a role: ``市教育局牵头，市财政局配合``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from docx2tasks.extract.names import NameFinder
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.firsts import last_characters, required_words
from docx2tasks.rules.match import Alternation, join

LEAD, SUPPORT, RESPONSIBLE, OVERSEE = "lead", "support", "responsible", "oversee"
ROLES = frozenset({LEAD, SUPPORT, RESPONSIBLE, OVERSEE})
WITH = "with"  # A会同B: the units before lead, those after help
_LEADING = frozenset({LEAD, WITH, RESPONSIBLE})
_SHORTENED = "(?:以?下同|各自负责)"
_END = "[,、;。]?[ ]*$"
_NOTE_ENDS = frozenset(")]】〕")
_AFTER = ",、;。)( \n"
_BEFORE = 60  # characters that are looked at before a verb: a name, and blanks after it


class RoleVerb(NamedTuple):
    """A verb where it is printed, with the role that its rule gives the names before it (or ``with``)."""

    start: int
    end: int
    role: str
    rule: str


class VerbFinder:
    """Finds role verbs: 牵头, 按职责分工负责, 会同."""

    def __init__(self, rules: Rules) -> None:
        self._names = rules.once(NameFinder)
        verbs = rules["units"].of("verb")
        self._verbs = Alternation(verbs)
        self._nouns = re.compile(join(rules["units"].of("not-after-verb")))
        self._plain = rules["units"].of("plain-verb")
        self._closing_verbs = join([rule for rule in verbs if rule.value != WITH])
        self._stated = rules["units"].of("lead-rule")

    @cached_property
    def _closing(self) -> re.Pattern[str]:
        more = rf"(?:[,、;。]?(?:{join(self._stated)}|[,、]?{_SHORTENED}))?"
        return re.compile(rf"(?:{self._closing_verbs}){more}{_END}")

    @cached_property
    def _may_close(self) -> re.Pattern[str]:
        """What ends like a role verb, or states who leads: most words do neither, and are spared the long pattern."""
        last = last_characters([rf"(?:{self._closing_verbs})(?:{_SHORTENED})?"])
        stated = required_words(rule.source for rule in self._stated)
        return re.compile("|".join([last + _END, *map(re.escape, sorted(stated))]) if last and stated else "")

    def find_closing(self, words: str, at: int = 0) -> re.Match[str] | None:
        """The role verb that ``words`` end with: ``牵头。`` of ``由市教育局牵头。``; it begins at ``at`` or later."""
        return self._closing.search(words, at) if self._may_close.search(words, at) else None

    def closes(self, words: str) -> bool:
        """Whether the last words are a role: ``市教育局负责``."""
        return any(verb.end() == len(words) for verb in self._verbs.pattern.finditer(words))

    def says_who_leads(self, text: str) -> bool:
        """Whether a verb means lead or responsible and is rare in running text: 牵头, 负责; not 落实, 配合."""
        found = (verb for verb in self.find(text, 0, len(text)) if verb.role in _LEADING)
        return any(not self._is_plain(text[verb.start : verb.end]) for verb in found)

    def without_verbs(self, text: str) -> str:
        """The words with commas for role verbs, but for those of running text: what may be a list of names."""
        return self._verbs.pattern.sub(lambda verb: verb[0] if self._is_plain(verb[0]) else "、", text)

    def _is_plain(self, verb: str) -> bool:
        return any(rule.find(verb) for rule in self._plain)

    def rule_in(self, words: str) -> Rule | None:
        """The rule of the first role verb in ``words``: lead for ``（牵头）``."""
        found = self._verbs.pattern.search(words)
        return self._verbs.rule_of(found) if found else None

    def find(self, text: str, start: int, end: int) -> Iterator[RoleVerb]:
        """Role verbs that close a list: followed by a separator, another list or nothing."""
        for found in self._verbs.pattern.finditer(text, start, end):
            ahead = text[found.end() : found.end() + 1]
            if ahead in _NOTE_ENDS and _is_note(text, start, found):
                continue
            rule = self._verbs.rule_of(found)
            verb = RoleVerb(found.start(), found.end(), rule.value, rule.id)
            if verb.role == WITH:
                before = text[max(start, verb.start - _BEFORE) : verb.start]
                if before and ahead and self._names.ends_like_unit(before):
                    yield verb
            elif verb.end >= end or ahead in _AFTER or self._is_followed_by_names(text, verb):
                yield verb

    def _is_followed_by_names(self, text: str, verb: RoleVerb) -> bool:
        """Whether 牵头 or 配合 is a verb although names follow at once: 各项目牵头单位 is a name."""
        return verb.role in {LEAD, SUPPORT} and not self._nouns.match(text, verb.end)


def _is_note(text: str, start: int, verb: re.Match[str]) -> bool:
    """Whether a role alone is in a bracket behind a name: ``市教育局（牵头）``, ``市教育局【牵头】``."""
    opener = text[max(start, verb.start() - 1) : verb.start()]
    if opener == "(":
        return True
    return opener != "" and opener in "[【〔" and text[max(start, verb.start() - 2) : verb.start() - 1].isalnum()
