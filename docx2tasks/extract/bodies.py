"""Whether a name is a body: by its last word, or by its use elsewhere in the document."""

from __future__ import annotations

import re
from functools import cached_property

from docx2tasks.extract.names import NameFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import join

NOBODY: frozenset[str] = frozenset()
_WORD = 8  # characters of the last word of a name
_SHORTEST, _LONG_NAME = 2, 20  # characters of a name that no rule knows
_AFTER_BY = 25  # of one behind 由
_OFFICE_NAME = 3  # characters of the name of an office; shorter ones are few
_OFFICE = 14  # characters at the end of a name that hold its last word


class BodyJudge:
    """Decides whether names, and lists of names, are bodies."""

    def __init__(self, rules: Rules) -> None:
        self._units, self._actors = rules["units"], rules["actors"]
        self._names = rules.once(NameFinder)
        self._others = re.compile(join(self._units.of("and-others")))
        self._class = self._units.any_of("class")
        self._no_name = re.compile(join(self._units.of("no-name-like")))
        self._placed = re.compile(join(self._units.of("placed-name")))
        self._short = re.compile(join(self._units.of("short-office")))
        self._office = re.compile(join(self._units.of("office")))

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        bodies = self._actors.of("body")
        first = first_characters(rule.source for rule in bodies)
        return re.compile(rf"(?={first})(?:{join(bodies)})$")

    def ends_like_body(self, name: str) -> bool:
        """Whether the last word of a name is one with which names of bodies end: ``市教育局``, ``运营机构``."""
        return self.ends_at(name, len(name))

    def ends_at(self, text: str, end: int) -> bool:
        """Whether the words of ``text`` before ``end`` end so."""
        if text[end - 1 : end] == ")":
            end = text.rfind("(", 0, end)
        return self._ending.search(text, max(0, end - _WORD), end) is not None

    def is_bare(self, name: str) -> bool:
        """Whether a name is a class without anything more: ``企业``, ``县``."""
        return len(name) == 1 or self._actors.find("bare-class", name) is not None

    def is_body(self, name: str, known: frozenset[str] = NOBODY) -> bool:
        """Whether a name is a body or a class of bodies, by rules or by its use in the document."""
        is_known = name in known or self._units.find("heading", name) is not None
        return is_known or self._class.fullmatch(name) is not None

    def are_bodies(self, names: str, known: frozenset[str] = NOBODY) -> bool:
        """Whether all names of a list are bodies, by rules or by their use in the document."""
        # 会同 joins two bodies like the signs between names
        listed = self._others.sub("、", names.strip(" 。")).replace("会同", "、")
        pieces = self._names.split(listed)
        return bool(pieces) and (self.is_body(listed, known) or all(self.is_body(piece, known) for piece in pieces))

    def may_be_led_by(self, names: str) -> bool:
        """Whether the words between 由 and a role may be a name that no rule knows: 由水利车间牵头."""
        return 1 < len(names) <= _AFTER_BY and names.isalpha() and self._names.is_unit(names)

    def are_units(self, words: str) -> bool:
        """Whether every listed word is a unit's name (``市卫生健康委、市财政局``)."""
        pieces = self._names.split(words)
        are_units = bool(pieces) and all(self._names.is_unit(p) and len(p) >= 2 for p in pieces)
        return are_units and any(len(p) > 2 for p in pieces)

    def are_placed(self, words: str) -> bool:
        """Whether each listed word is a body, or begins with its place or level: ``市青少年宫``, ``县水利车间``.

        Only beside a role: what begins so may be a thing as well.
        """
        pieces = self._names.split(words)
        return bool(pieces) and all(
            self.is_body(p) or (self._placed.fullmatch(p) is not None and self._no_name.search(p) is None)
            for p in pieces
        )

    def may_be_names(self, words: str) -> bool:
        """Whether all listed words may be names, known or not: 水利车间, 某某驿站; not 持续推进."""
        pieces = self._names.split(words)
        return bool(pieces) and all(
            self.are_bodies(p)
            or (_SHORTEST <= len(p) <= _LONG_NAME and self._no_name.search(p) is None and p.isalpha())
            for p in pieces
        )

    def are_offices(self, words: str) -> bool:
        """Whether every listed word ends like an office, so that no stop need come before the bracket."""
        return all(self._is_office(p) for p in self._names.split(words))

    def _is_office(self, name: str) -> bool:
        if len(name) < _OFFICE_NAME:
            return self._short.fullmatch(name) is not None
        # 医院 ends like 法院 and is as often the place of the work
        return self._office.search(name[-_OFFICE:]) is not None and name[-1] != "院"
