"""Sentences to actors: the bodies that a sentence itself makes act.

An actor is known by its place: before a modal (``各医疗机构应当…``), before a verb at the head of a clause
(``市教育局按照职责分工，组织…``), behind 由, 请 or 会同.  What names of bodies end with only says where a name ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docx2tasks.extract.bodies import BodyNames
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Passage

_STOPS = re.compile(r"[,。;:!?\s]|\)(?=各)|\((?=[^()]*$|[^()]{25})")
_TOGETHER = re.compile("会同|联合")
_TITLES = re.compile(r"《[^》]{1,200}》")
_ACTS = ("modal", "binds-later", "verb", "between")  # in order: what says most of the body comes first
_BOUND = frozenset({"modal", "binds-later"})
_BEHIND = 60  # characters behind a name that say what it does
_LONGEST = 80  # characters of a list of names
_ASIDES = 4  # asides at the head of one clause
_TAIL = r"(?:\([^()]{1,24}\))?(?:等(?:有关|相关|多个)?(?:部门|单位|机构|企业|方面)?)?"


class ActorMention(NamedTuple):
    """A body where a sentence makes it act, and the rule that says so."""

    name: Passage
    rule: str


class _Place(NamedTuple):
    """Where a list of names is, what makes it act, and whether a modal does."""

    start: int
    end: int
    rule: str
    is_bound: bool


class ActorFinder:
    """Finds actors with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._set = of = rules["actors"]
        self._names = rules.once(BodyNames)
        acts = join([rule for kind in _ACTS for rule in of.of(kind)])
        self._acts = re.compile(rf"{_TAIL}(?={acts})")
        self._body = re.compile(rf"(?:{join(of.of('body'))}){_TAIL}(?={acts})")
        body = join(of.of("body"))
        self._with = re.compile(rf"(?:{body}){_TAIL}(?=,)")
        self._agent = re.compile(rf"(?:{body}){_TAIL}(?={join(of.of('by-verb'))})")
        self._by, self._modal = of.any_of("by"), of.any_of("modal")

    def find(self, passage: Passage, known: Sequence[str] = ()) -> tuple[ActorMention, ...]:
        """The actors of a measure in order, each where it first acts.

        ``市总工会要会同有关部门制定清单。`` gives 市总工会 and 有关部门; ``督促各企业落实责任。`` gives none.
        ``known`` are names that the document uses for bodies elsewhere.
        """
        text: str = passage.folded
        ends = [match.end() for match in self._body.finditer(text)]
        if _TOGETHER.search(text):
            ends += [match.end() for match in self._with.finditer(text)]
        if "由" in text:
            ends += [match.end() for match in self._agent.finditer(text)]
        if known:
            ends += self._known_ends(text, known)
        if not ends:
            return ()
        if "《" in text:
            text = _TITLES.sub(lambda title: "\x00" * len(title.group()), text)
        found: dict[str, ActorMention] = {}
        for place in self._places(text, sorted(set(ends))):
            for low, high in self._names.split(text, place.start, place.end, is_bound=place.is_bound, known=known):
                name = passage.cut(low, high).collapsed()
                found.setdefault(name.text, ActorMention(name, place.rule))
        return tuple(found.values())

    def _known_ends(self, text: str, known: Iterable[str]) -> Iterator[int]:
        """Where names end that the document itself uses for bodies, before what makes them act."""
        for name in known:
            at = text.find(name)
            while at >= 0:
                tail = self._acts.match(text, at + len(name))
                if tail:
                    yield tail.end()
                at = text.find(name, at + len(name))

    def _places(self, text: str, ends: Sequence[int]) -> Iterator[_Place]:
        """The places of lists of names that act; a clause has one subject."""
        stops = [match.end() for match in _STOPS.finditer(text)]
        served: set[int] = set()
        for end in ends:
            before = bisect_left(stops, end)
            start = stops[before - 1] if before else 0
            start = _behind_bracket(text, start, end)
            if end - start > _LONGEST:
                continue
            introduced = self._introduction(text, start, end)
            key = introduced.start() if introduced else start
            if key in served:
                continue
            if introduced is not None:
                place = self._by_introduction(text, introduced, end)
            else:
                place = self._by_position(text, start, end)
            served |= {key} if place else set()
            if place is not None and not self._only_may(text, place):
                yield place

    def _introduction(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The last 由, 请 or 会同 of a clause before its names."""
        found = [*self._by.finditer(text, start, end)]
        return found[-1] if found else None

    def _by_introduction(self, text: str, introduced: re.Match[str], end: int) -> _Place | None:
        """Names behind 由, 请, 会同, whatever is before that in the clause."""
        low = introduced.end()
        if self._is_object(text, low, end) or self._set.find("unit", text[end : end + _BEHIND]):
            return None
        rule = next(rule for rule in self._set.of("by") if rule.regex.match(text, introduced.start()))
        return _Place(low, end, rule.id, is_bound=True)

    def _by_position(self, text: str, start: int, end: int) -> _Place | None:
        """Names at the head of a clause, before a modal or a verb."""
        low = self._behind_asides(text, start, end)
        if self._is_object(text, low, end):
            relative = text.rfind("的", low, end)
            if relative < 0 or self._set.find("causes", text[low:end]):
                return None
            low = relative + 1
            if self._is_object(text, low, end):
                return None
        behind = text[end : end + _BEHIND]
        found = next((found for kind in _ACTS if (found := self._set.find(kind, behind))), None)
        if found is None or (text[end] in "。:" and start) or self._set.find("unit", behind):
            return None
        rule, _ = found
        if rule.kind == "verb" and self._set.find("subordinate", behind):
            return None
        return _Place(low, end, rule.id, rule.kind in _BOUND or self._is_bound(text, end))

    def _is_bound(self, text: str, end: int) -> bool:
        """Whether the clause that goes on at ``end`` has a modal further on."""
        stop = _STOPS.search(text, end)
        behind = text[end : stop.start() if stop else end + _BEHIND]
        return self._modal.search(behind) is not None

    def _behind_asides(self, text: str, start: int, end: int) -> int:
        for _ in range(_ASIDES):
            aside = self._set.find("aside", text[start:end])
            if aside is None or not aside[1].end():
                break
            start += aside[1].end()
        return start

    def _is_object(self, text: str, start: int, end: int) -> bool:
        """Whether a verb or a preposition has these names as its object."""
        words = text[start:end]
        is_led = self._set.find("other-verb", words) or self._set.find("causes", words)
        return bool(is_led or self._set.find("inside", words[1:]))

    def _only_may(self, text: str, place: _Place) -> bool:
        return self._set.find("may", text[place.end : place.end + _BEHIND]) is not None


def _behind_bracket(text: str, start: int, end: int) -> int:
    """Where the words begin that a bracket opened before them holds: （市教育局要…）."""
    opened = text.rfind("(", start, end)
    return opened + 1 if opened >= 0 and ")" not in text[opened:end] else start
