"""Finds actors: bodies that the sentence itself obliges to act.

An actor is known by its place: before a modal (``各医疗机构应当…``), before a verb at the head of a clause
(``市教育局按照职责分工，组织…``), behind 由, 请 or 会同.  What names of bodies end with only says where a name ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.extract.acting import ActingEnd, ActingEnds
from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.body_lists import BodyListSplitter
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation, join
from docx2tasks.source import Passage

# a stop, or a bracket that closes before a class of bodies (各, 每) or opens an aside: signs, no vocabulary
_STOPS = re.compile(r"[,。;:!?\s]|\)(?=[各每])|\((?=[^()]*$|[^()]{25})")
_OF = "的"  # the particle behind a relative clause
_TITLES = re.compile(r"《[^》]{1,200}》")
_BOUND = frozenset({"modal", "binds-later"})
_BEHIND = 60  # characters behind a name that say what it does
_LONGEST = 200  # characters of a list of names
_QUALIFIED = 20  # characters of a class with what says which of it are meant
_ASIDES = 4  # asides at the head of one clause


class ActorMention(NamedTuple):
    """A mention of a body that acts, and its rule."""

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
        self._bodies = rules.once(BodyJudge)
        self._lists = rules.once(BodyListSplitter)
        self._ends = ActingEnds(rules)
        self._by = Alternation(of.of("by"))
        self._inside = gated(of.of("inside"))

    def find(self, passage: Passage, known: Sequence[str] = ()) -> tuple[ActorMention, ...]:
        """The actors of a measure in order, each where it first acts.

        ``市总工会要会同有关部门制定清单。`` gives 市总工会 and 有关部门; ``督促各企业落实责任。`` gives none.
        ``known`` are names that the document uses for bodies elsewhere.
        """
        text: str = passage.folded
        ends = self._ends.find(text, known)
        if not ends:
            return ()
        if "《" in text:
            text = _TITLES.sub(lambda title: "\x00" * len(title.group()), text)
        found: dict[str, ActorMention] = {}
        for place in self._places(text, ends):
            for low, high in self._lists.split(text, place.start, place.end, is_bound=place.is_bound, known=known):
                name = passage.cut(low, high).collapsed()
                found.setdefault(name.text, ActorMention(name, place.rule))
        return tuple(found.values())

    def _places(self, text: str, ends: Sequence[ActingEnd]) -> Iterator[_Place]:
        """The places of lists of names that act; a clause has one subject, and one 由 one list behind it."""
        stops = [match.end() for match in _STOPS.finditer(text)]
        served: set[int] = set()
        for end in ends:
            before = bisect_left(stops, end.at)
            start = _behind_bracket(text, stops[before - 1] if before else 0, end.at)
            if end.at - start > _LONGEST:
                continue
            introduced = self._find_introduction(text, start, end.at)
            key = introduced.start() if introduced else start
            if key in served:
                continue
            place = self._behind(text, introduced, end) if introduced else self._before(text, start, end)
            if place is not None:
                served.add(key)
                if self._set.find("may", text[end.at : end.at + _BEHIND]) is None:
                    yield place

    def _find_introduction(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The last 由, 请 or 会同 of a clause before its names."""
        found = [*self._by.pattern.finditer(text, start, end)]
        return found[-1] if found else None

    def _behind(self, text: str, introduction: re.Match[str], end: ActingEnd) -> _Place | None:
        """Names behind 由, 请, 会同, whatever is before that in the clause."""
        low = introduction.end()
        if self._is_object(text, low, end.at) or self._set.find("unit", text[end.at : end.at + _BEHIND]):
            return None
        return _Place(low, end.at, self._by.rule_of(introduction).id, is_bound=True)

    def _before(self, text: str, start: int, end: ActingEnd) -> _Place | None:
        """Names at the head of a clause, before a modal or a verb."""
        if end.acts is None or (text[end.at] in "。:" and start):
            return None
        low = self._find_subject(text, start, end.at)
        behind = text[end.at : end.at + _BEHIND]
        if low is None or self._set.find("unit", behind):
            return None
        if end.acts.kind == "verb" and self._set.find("subordinate", behind):
            return None
        return _Place(low, end.at, end.acts.id, end.acts.kind in _BOUND or self._is_bound(text, end.at))

    def _find_subject(self, text: str, start: int, end: int) -> int | None:
        """Where the names of a clause begin; None where they are objects of a verb before them."""
        for _ in range(_ASIDES):
            aside = self._set.any_of("aside").match(text, start, end)
            if aside is None or aside.end() == start:
                break
            start = aside.end()
        if not self._is_object(text, start, end):
            return start
        relative = text.rfind(_OF, start, end) + 1
        if not relative or self._set.find("causes", text[start:end]) or self._is_object(text, relative, end):
            return None
        if self._set.find("takes", text[start:relative]):
            return None
        is_short = end - start <= _QUALIFIED and self._bodies.is_bare(text[relative:end])
        return start if is_short and self._set.find("qualified", text[start:end]) else relative

    def _is_bound(self, text: str, end: int) -> bool:
        """Whether the clause that goes on at ``end`` has a modal further on."""
        stop = _STOPS.search(text, end)
        return self._set.any_of("modal").search(text, end, stop.start() if stop else end + _BEHIND) is not None

    def _is_object(self, text: str, start: int, end: int) -> bool:
        """Whether a verb or a preposition has these names as its object."""
        is_led = self._set.any_of("other-verb").match(text, start, end) or self._set.any_of("causes").match(
            text, start, end
        )
        return is_led is not None or self._inside.search(text, start + 1, end) is not None


def gated(rules: Sequence[Rule]) -> re.Pattern[str]:
    """The rules as one pattern that looks at the character before it tries any of them."""
    first = first_characters(rule.source for rule in rules)
    return re.compile(f"(?={first})(?:{join(rules)})")


def _behind_bracket(text: str, start: int, end: int) -> int:
    """Where the words begin that a bracket opened before them holds: （市教育局要…）."""
    opened = text.rfind("(", start, end)
    return opened + 1 if opened >= 0 and ")" not in text[opened:end] else start
