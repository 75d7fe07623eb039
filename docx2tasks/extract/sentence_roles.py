"""Roles inside a sentence: 建设平台，由市教育局牵头，市财政局配合.

The sentence keeps its words.  A verb at the end of a part says a role; one with an object behind it
(``由市教育局牵头制定方案``) makes the unit an actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx2tasks.extract.bodies import NOBODY, BodyJudge
from docx2tasks.extract.label_patterns import LabelPatterns
from docx2tasks.extract.labels import LABEL_SIGNS
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import required_words, words_to_gate
from docx2tasks.rules.match import join
from docx2tasks.source import Span

_PARTS = re.compile(r"[^,;。\n!?]+")
_LONGEST = 160  # characters of a part of a sentence that only says who does what
_VERB = 16  # characters at the end of a part that hold its verb


class SentenceRoleFinder:
    """Finds the parts of sentences that only state roles of units."""

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._bodies = rules.once(BodyJudge)
        self._verbs = rules.once(VerbFinder)
        self._labels = rules.once(LabelPatterns)
        self._said = re.compile(join(units.of("said-role")))
        self._led_by = re.compile(join(units.of("led-by")))
        said = required_words(rule.source for rule in units.of("said-role"))
        self._maybe = words_to_gate([*said, *LABEL_SIGNS]) if said else re.compile("")

    def find(self, text: str, known: frozenset[str] = NOBODY) -> Iterator[Span]:
        """The ranges of normalized ``text`` that state roles, adjacent ones joined: ``市教育局牵头,市财政局配合``.

        ``known`` are names that the document uses as units elsewhere.
        """
        maybe = self._maybe.search
        if not maybe(text):
            return
        start = end = -1
        for part in _PARTS.finditer(text):
            place = self._names_at(part[0], known) if maybe(part[0]) else -1
            if place < 0:
                continue
            if end == part.start() - 1 and text[end] == ",":
                end = part.end()
                continue
            if end > start:
                yield start, end
            start, end = part.start() + place, part.end()
        if end > start:
            yield start, end

    def _names_at(self, part: str, known: frozenset[str]) -> int:
        """Where the names begin in a part of a sentence that says a role; -1: it says none."""
        if len(part) > _LONGEST:
            return -1
        words = part.lstrip()
        label = self._labels.start.match(words)
        if label:
            return len(part) - len(words) if self._bodies.are_bodies(words[label.end() :], known) else -1
        if self._said.search(words[-_VERB:]) is None:
            return -1
        led = self._led_by.match(part)
        first = led.end() if led else 0
        verb = self._verbs.find_closing(part, first)
        names = part[first : verb.start()] if verb else ""
        lists = (names, self._verbs.without_verbs(names))  # 市教育局牵头、市财政局
        is_list = any(self._bodies.are_bodies(words, known) for words in lists)
        by = led is not None and (self._bodies.may_be_led_by(names) or self._bodies.are_placed(names))
        return first if is_list or by else -1
