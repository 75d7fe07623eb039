"""Statements of a document about its lists of units.

``列第一位的为牵头单位`` makes the first of each later list lead; ``各任务均由县直有关部门配合`` adds a unit to
each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docx2tasks.extract.units import LEAD, RESPONSIBLE, UnitList, UnitMention
from docx2tasks.rules import Rules
from docx2tasks.source import Passage


class StatedRoles(NamedTuple):
    """Whether the first unit of a list leads, and the unit that is added to each list."""

    leads_first: bool = False
    added: UnitMention | None = None

    def led_by(self, listed: Iterable[UnitList]) -> StatedRoles:
        """With what these lists state about who leads."""
        return self._replace(leads_first=self.leads_first or any(units.leads_first for units in listed))

    def added_by(self, listed: Iterable[UnitList]) -> StatedRoles:
        """With the unit that the first of these lists adds to later ones, if any does."""
        return self._replace(added=next((units.added for units in listed if units.added), self.added))

    def ranked(self, listed: UnitList) -> tuple[UnitMention, ...]:
        """The list with its first unit as lead, if such a statement applies and it has no roles."""
        if not self.leads_first or listed.ranked or not listed.units:
            return listed.units
        first = listed.units[0]._replace(role=LEAD, rule="unit.lead-first")
        return (first, *listed.units[1:])

    def with_added(self, units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
        """The units of a task, and the one that is added to each, unless it is among them."""
        if self.added is None or any(u.name.text == self.added.name.text for u in units):
            return units
        return (*units, self.added)


class OwnUnits(NamedTuple):
    """The units of an item's own clauses, their lists, and the statements from there on."""

    units: tuple[UnitMention, ...]
    listed: tuple[UnitList, ...]
    stated: StatedRoles


def find_own_units(listed: Sequence[UnitList], stated: StatedRoles) -> OwnUnits:
    """The units of an item's clauses; the first one leads if the document says so."""
    if not any(units.units or units.leads_first for units in listed):
        return OwnUnits((), (), stated)
    stated = stated.led_by(listed)
    found = [unit for units in listed for unit in stated.ranked(units)]
    return OwnUnits(unique(found), tuple(listed), stated)


def unique(found: Sequence[UnitMention]) -> tuple[UnitMention, ...]:
    """The units, each name once in a role."""
    kept: dict[tuple[str, str], UnitMention] = {}
    for unit in found:
        kept.setdefault((unit.name.text, unit.role), unit)
    return tuple(kept.values())


class StatementReader:
    """Reads what preambles and headings state about the lists to come."""

    def __init__(self, rules: Rules) -> None:
        self._leads = rules["units"].of("lead-rule")
        self._adds = rules["units"].of("added-rule")

    def read(self, passage: Passage, stated: StatedRoles) -> StatedRoles:
        """The statements after a passage."""
        text = passage.folded
        if not stated.leads_first and any(rule.regex.search(text) for rule in self._leads):
            stated = stated._replace(leads_first=True)
        for rule in self._adds:
            found = rule.regex.search(text)
            if found:
                name = passage.cut(*found.span("unit")).strip("、，, ")
                stated = stated._replace(added=UnitMention(name, RESPONSIBLE, rule.id, inherited=True))
        return stated
