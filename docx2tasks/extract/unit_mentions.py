"""Mentions of units, with their roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.extract.names import moved
from docx2tasks.source import Passage


class UnitMention(NamedTuple):
    """A unit where it is printed: its name, its role, and the rule that gave the role."""

    name: Passage
    role: str
    rule: str
    inherited: bool = False


class UnitList(NamedTuple):
    """The units of a clause or cell, and its statement about later lists.

    ``ranked`` says that the clause itself tells who leads or helps; ``leads_first`` that it
    states the rule 列第一位的为牵头单位; ``added`` is the unit it adds to all later tasks.
    ``unknown`` are labels of units that no rule knows (``挂帅单位：``).
    """

    units: tuple[UnitMention, ...]
    ranked: bool = False
    leads_first: bool = False
    added: UnitMention | None = None
    unknown: tuple[Passage, ...] = ()


def list_moved(units: UnitList, by: int) -> UnitList:
    """The same units, of the same words further on in the text."""
    if not by or not (units.units or units.added or units.unknown):
        return units
    here = tuple([_mention_moved(unit, by) for unit in units.units])
    unknown = tuple([moved(label, by) for label in units.unknown])
    return units._replace(units=here, added=units.added and _mention_moved(units.added, by), unknown=unknown)


def _mention_moved(unit: UnitMention, by: int) -> UnitMention:
    name, role, rule, inherited = unit
    return UnitMention(moved(name, by), role, rule, inherited)


def unique_mentions(found: Sequence[UnitMention]) -> tuple[UnitMention, ...]:
    """The mentions without those of a name and role already seen."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for mention in found:
        key = (mention.name.text, mention.role)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return tuple(kept)
