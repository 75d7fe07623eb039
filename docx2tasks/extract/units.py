"""Finds units in clauses: lead, support, responsible, oversee.

A unit is what a clause names (``（省卫生健康委牵头，省教育厅配合）``), a unit column
(``牵头单位：市教育局``) or a heading; an actor in a sentence is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from docx2tasks.extract.cells import CellList, to_printed
from docx2tasks.extract.clause_words import ClauseWords
from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.unit_mentions import UnitList, UnitMention, list_moved, unique_mentions
from docx2tasks.extract.unit_stretches import UnitStretch, UnitStretchFinder
from docx2tasks.extract.verbs import LEAD, OVERSEE, RESPONSIBLE, ROLES, SUPPORT, WITH, VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

__all__ = ["LEAD", "OVERSEE", "RESPONSIBLE", "SUPPORT", "UnitFinder", "UnitList", "UnitMention"]

_RANKED = frozenset({LEAD, SUPPORT, OVERSEE})  # roles that say who leads and who helps
_STOPS = re.compile(r"[;。\n]+")
_Found = Iterator[tuple[UnitMention, bool]]  # each with whether its role is said
_KEPT = 400  # characters of a clause that is remembered: a document says the same units of many tasks


class UnitFinder:
    """Finds the units of clauses and of cells of unit columns."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._words = rules.once(ClauseWords)
        self._stretches = rules.once(UnitStretchFinder)
        self._verbs = rules.once(VerbFinder)
        self._names = rules.once(NameFinder)
        self._cells = rules.once(CellList)
        self._remembered = lru_cache(maxsize=4096)(self._read_words)

    def find(self, passage: Passage, role: str | None = None, *, has_persons: bool = False) -> UnitList:
        """The units of a clause without its brackets, or of a cell of a unit column.

        ``role`` is what the place says of units of which the clause says nothing (a column
        ``牵头单位`` says lead); ``has_persons`` that it names persons beside them, who are left out.
        ``省卫生健康委牵头，省教育厅、省医保局配合`` gives one lead and two supports;
        ``牵头单位：市教育局 责任单位：各区人民政府`` a lead and a responsible one.
        """
        if len(passage.spans) != 1 or len(passage.text) > _KEPT:
            return self._read(passage, role, has_persons=has_persons)
        return list_moved(self._remembered(passage.text, role, has_persons=has_persons), passage.spans[0][0])

    def find_in_cell(self, passage: Passage, role: str | None = None, *, has_persons: bool = False) -> UnitList:
        """The units of a cell, separated by marks, bullets, separators or line breaks.

        ``1.市教育局⏎2.市公安局``, ``①市教育局②市公安局``, ``市教育⏎局、市公⏎安局`` are two units each.
        """
        found = self.find(self._cells.read(passage), role, has_persons=has_persons)
        return found._replace(units=tuple(u._replace(name=to_printed(u.name, passage)) for u in found.units))

    def _read_words(self, words: str, role: str | None, *, has_persons: bool) -> UnitList:
        """The units of words at the beginning of a text."""
        return self._read(Passage(words, ((0, len(words)),)), role, has_persons=has_persons)

    def _read(self, passage: Passage, role: str | None, *, has_persons: bool) -> UnitList:
        text, leads_first, added = self._words.read_statement(passage)
        text = self._words.without_other_fragments(text)
        if has_persons:
            text = self._words.without_persons(text)
        text = self._words.without_nobody(text)
        found: list[UnitMention] = []
        ranked = role in _RANKED
        stretches = list(self._stretches.find(text, role))
        unknown = [passage.cut(*stretch.label) for stretch in stretches if stretch.label is not None]
        for stretch in stretches:
            for mention, said in self._find_in_stretch(passage, text, stretch):
                found.append(mention)
                ranked = ranked or (said and mention.role != RESPONSIBLE)
        return UnitList(unique_mentions(found), ranked, leads_first, added, tuple(unknown))

    def _find_in_stretch(self, passage: Passage, text: str, stretch: UnitStretch) -> _Found:
        """Units of a stretch under one label, with whether their role is said."""
        at = stretch.start
        ends = (stretch.end, stretch.end)
        for stop in [*(m.span() for m in _STOPS.finditer(text, stretch.start, stretch.end)), ends]:
            yield from self._find_in_sentence(passage, text, stretch._replace(start=at, end=stop[0]))
            at = stop[1]

    def _find_in_sentence(self, passage: Passage, text: str, stretch: UnitStretch) -> _Found:
        """``A牵头，B、C配合``: the names before each verb have its role, the rest the label's."""
        at = stretch.start
        after_with = False
        for verb in self._verbs.find(text, stretch.start, stretch.end):
            role = _verb_role(verb.role, stretch.role, after_with=after_with)
            after_with = verb.role == WITH
            names = list(self._names.find(passage, text, at, verb.start))
            yield from (self._noted(UnitMention(name, role, verb.rule), said=role != RESPONSIBLE) for name in names)
            at = verb.end
        role, rule_id = SUPPORT if after_with else stretch.role or RESPONSIBLE, stretch.rule
        said = stretch.role is not None and stretch.rule != "unit.column"
        for name in self._names.find(passage, text, at, stretch.end):
            yield self._noted(UnitMention(name, role, rule_id), said=said)

    def _noted(self, mention: UnitMention, *, said: bool) -> tuple[UnitMention, bool]:
        """The unit with the role that a bracket after its name gives it: 市住建局（牵头）."""
        note = self._set.find("role-note", mention.name.folded)
        if note is None:
            return mention, said
        verb = self._verbs.rule_in(note[1].group())
        role = verb.value if verb else mention.role
        name = mention.name.cut(0, note[1].start())
        return UnitMention(name, role if role in ROLES else mention.role, note[0].id), said or role in _RANKED


def _verb_role(said: str, label: str | None, *, after_with: bool) -> str:
    if said == WITH:
        return LEAD
    if said == RESPONSIBLE:
        return SUPPORT if after_with else label or RESPONSIBLE
    return SUPPORT if after_with else said
