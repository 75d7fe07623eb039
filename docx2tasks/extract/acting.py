"""Where names of acting bodies end: before a modal, before a verb, after 由 and 会同."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.body_lists import BESIDE
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.firsts import first_characters, last_characters, required_words
from docx2tasks.rules.match import Alternation, join

_BESIDE = re.compile(BESIDE)
_HAS_BESIDE = re.compile("|".join(sorted(required_words([BESIDE]))))
_CASE = "case"
_LONGEST_CASE = 80  # characters before the modal in which its clause begins
_REST = 8  # characters of the rest of a name
_STOPS = re.compile(r"[,。;:!?\s]")
_ACTS = ("modal", "binds-later", "verb", "between")  # in order: what says most of the body comes first
# gates in front of the patterns that look behind these words, which rules of kind `by` list too
_BY, _WITH = "由", ("会同", "联合")


class ActingEnd(NamedTuple):
    """The possible end of a list of names, and the rule that makes them act."""

    at: int
    acts: Rule | None


class ActingEnds:
    """Finds such places with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = of = rules["actors"]
        self._bodies = rules.once(BodyJudge)
        acting = [(rule, first_characters([rule.source])) for kind in _ACTS for rule in of.of(kind)]
        # each rule is behind a look at the character that it begins with, which spares most places its many words
        self._acts = Alternation([replace(rule, source=f"(?={first})(?:{rule.source})") for rule, first in acting])
        self._last = last_characters(rule.source for rule in of.of("body"))
        tails = of.of("tail")
        self._tail = f"(?:{join(tails)})?"
        self._tail_begins = re.compile(first_characters(rule.source for rule in tails))
        # most characters end no name, and most that do are not before anything that makes a body act
        behind = first_characters(rule.source for rule in (*tails, *(rule for rule, _ in acting)))
        self._ends, self._last_words = re.compile(rf"{self._last}(?={behind})"), re.compile(self._last)

    @cached_property
    def _told(self) -> re.Pattern[str]:
        """The end of a case before its modal: few texts have one, and the pattern of cases is tried in those."""
        return re.compile(rf"(?:的,|[后时前],?|(?=,))(?:{join(self._set.of('modal'))})")

    @cached_property
    def _tails(self) -> re.Pattern[str]:
        return re.compile(self._tail)

    @cached_property
    def _companion(self) -> re.Pattern[str]:
        """The end of a name behind 会同 before a comma, or a verb that is one only there."""
        return re.compile(rf"{self._last}(?=(?P<tail>{self._tail})(?:,|{join(self._set.of('by-verb'))}))")

    @cached_property
    def _agent(self) -> re.Pattern[str]:
        """The end of a name behind 由 before a verb that is one only there."""
        return re.compile(rf"{self._last}(?=(?P<tail>{self._tail})(?:{join(self._set.of('by-verb'))}))")

    def find(self, text: str, known: Sequence[str]) -> list[ActingEnd]:
        """The possible ends in ``text``, from left to right; ``known`` are known names of bodies."""
        found = [*self._by_last_word(text), *self._by_case(text)]
        found += self._by_name(text, known) if known else ()
        return [*self._last_of_cases(text, sorted(found, key=lambda end: end.at))]

    def _by_last_word(self, text: str) -> Iterator[ActingEnd]:
        """Where names end that have a body's last word."""
        is_body = self._bodies.ends_at
        for match in self._ends.finditer(text):
            found = self._read_end(text, match.end())
            if found and is_body(text, match.end()):
                yield found
        for match in _BESIDE.finditer(text) if _HAS_BESIDE.search(text) else ():
            acts = self._acts.pattern.match(text, match.end())
            if acts and is_body(text, match.start()):
                yield ActingEnd(match.end(), self._acts.rule_of(acts))
        asked = [self._companion] if any(word in text for word in _WITH) else []
        for pattern in [*asked, self._agent] if _BY in text else asked:
            for match in pattern.finditer(text):
                if is_body(text, match.end()):
                    yield ActingEnd(match.end("tail"), None)

    def _by_case(self, text: str) -> Iterator[ActingEnd]:
        """Where names end before a case with its modal: 区民政部门提高标准的，需…."""
        cases = self._set.of(_CASE)
        for told in self._told.finditer(text):
            stops = [stop.end() for stop in _STOPS.finditer(text, max(0, told.start() - _LONGEST_CASE), told.start())]
            for match in self._last_words.finditer(text, stops[-1] if stops else 0, told.start()):
                at = self._behind_tail(text, match.end())
                rule = next((rule for rule in cases if rule.find(text[at : told.end()])), None)
                if rule and self._bodies.ends_at(text, match.end()):
                    yield ActingEnd(at, rule)

    def _behind_tail(self, text: str, at: int) -> int:
        tail = self._tails.match(text, at) if self._tail_begins.match(text, at) else None
        return tail.end() if tail else at

    def _read_end(self, text: str, at: int) -> ActingEnd | None:
        """The end of a list whose last name ends at ``at``, where what is behind it makes bodies act."""
        at = self._behind_tail(text, at)
        acts = self._acts.pattern.match(text, at)
        return ActingEnd(at, self._acts.rule_of(acts)) if acts else None

    def _by_name(self, text: str, known: Sequence[str]) -> Iterator[ActingEnd]:
        """Where names end that the document itself uses for bodies, before what makes them act."""
        for name in known:
            at = text.find(name)
            while at >= 0:
                if found := self._read_end(text, at + len(name)):
                    yield found
                at = text.find(name, at + len(name))

    def _last_of_cases(self, text: str, ends: Sequence[ActingEnd]) -> Iterator[ActingEnd]:
        """The ends without those of which the case goes on with the rest of a name: 县|渡口办变更班次的，需…."""
        for place, end in enumerate(ends):
            behind = ends[place + 1] if place + 1 < len(ends) else None
            acts = behind.acts if behind and _is_case(end) else None
            if not (behind and acts and acts.kind != "modal" and self._goes_on(text, end.at, behind.at)):
                yield end

    def _goes_on(self, text: str, low: int, high: int) -> bool:
        """Whether words go on with a name, rather than with a verb or another clause."""
        is_verb = self._set.find("other-verb", text[low:high]) or self._set.find("verb", text[low:high])
        return high - low <= _REST and not is_verb and not _STOPS.search(text, low, high)


def _is_case(end: ActingEnd) -> bool:
    return end.acts is not None and end.acts.kind == _CASE
