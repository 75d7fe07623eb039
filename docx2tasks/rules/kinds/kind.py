"""What a kind of rule is: its meaning, and the values, groups and match it allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Joined(StrEnum):
    """How several rules of one kind are combined."""

    FIRST = "the first match"
    SIDE_BY_SIDE = "as one pattern; the first in order wins at each position"
    EACH = "each in turn"
    PARTS = "as parts of other rules"


SEARCH, START, FULL = "search", "start", "full"
STYLE = frozenset({"*"})  # any name: marks of one style form one level
ROLE = frozenset({"lead", "support", "responsible", "oversee"})


@dataclass(frozen=True)
class Kind:
    """A kind of rule.

    ``values`` are the values that a rule may have (none: it has no value, or one of a ``shape``); ``optional`` says
    that it may have none.  ``groups`` are the named groups that every match needs, ``"d|n"`` any of two; ``of_value``
    are those of a rule with a value.  ``may`` are others that are read.
    """

    set: str
    name: str
    meaning: str
    match: str = FULL
    values: frozenset[str] = field(default_factory=frozenset)
    shape: str = ""  # a pattern that all values follow, where they are not a few
    like: str = ""  # and one of them
    optional: bool = False
    groups: tuple[str, ...] = ()
    of_value: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may: frozenset[str] = field(default_factory=frozenset)
    joined: Joined = Joined.FIRST
    gated: bool = False  # long patterns that few texts can match: the gate is asked first
    scored: bool = False  # its rules have scores, which add up
    is_words: bool = False  # its rules have words, other patterns are built from them
    varies: bool = False  # a rule may be matched in another way than the kind's usual one

    def needed(self, value: str) -> tuple[str, ...]:
        """The named groups that every match of a rule with this value needs: ``("m", "d|n")``."""
        return (*self.groups, *self.of_value.get(value, ()))

    def known(self) -> frozenset[str]:
        """The named groups that are read."""
        named = (*self.groups, *(group for groups in self.of_value.values() for group in groups))
        return self.may.union(name for group in named for name in group.split("|"))
