"""Clauses to units: who leads, who helps, who answers for a task.

A unit is what a clause names (``（省卫生健康委牵头，省教育厅配合）``), a unit column
(``牵头单位：市教育局``) or a heading; an actor in a sentence is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.cells import CellList, to_printed
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.names import EDGE, NameFinder, moved
from docx2tasks.extract.verbs import LEAD, OVERSEE, RESPONSIBLE, ROLES, SUPPORT, WITH, VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Span

__all__ = ["LEAD", "OVERSEE", "RESPONSIBLE", "SUPPORT", "UnitFinder", "UnitList", "UnitMention"]

_RANKED = frozenset({LEAD, SUPPORT, OVERSEE})  # roles that say who leads and who helps
_STOPS = re.compile(r"[;。\n]+")
_FRAGMENTS = re.compile(r"[^,;。、\n]+")
_FIELD_END = re.compile(r"[;。]")
_FRAGMENT_HINT = re.compile(r"[年月日季]|期|持续|坚持|推进|立[行即]|已完成|全年|适时|按时|逐步|滚动|动态|分步")
_EMPTIED = re.compile(r"[(][、,; ]{1,40}[)]")  # brackets from which the persons were taken
_LISTED = re.compile(r"[、,;。\n]")
_KEPT = 400  # characters of a clause that is remembered: a document says the same units of many tasks


class UnitMention(NamedTuple):
    """A unit where it is printed: its name, its role, and the rule that gave the role."""

    name: Passage
    role: str
    rule: str
    inherited: bool = False


class UnitList(NamedTuple):
    """The units of one clause or cell, and what the clause states for the lists to come.

    ``ranked`` says that the clause itself tells who leads or helps; ``leads_first`` that it
    states the rule 列第一位的为牵头单位; ``added`` is the unit it adds to all later tasks.
    ``unknown`` are labels of units that no rule knows (``挂帅单位：``).
    """

    units: tuple[UnitMention, ...]
    ranked: bool = False
    leads_first: bool = False
    added: UnitMention | None = None
    unknown: tuple[Passage, ...] = ()


class _Piece(NamedTuple):
    """A stretch of a clause with the role its label gives it, and that label where no rule knows it."""

    start: int
    end: int
    role: str | None
    rule: str
    label: Span | None = None  # of a label that no rule knows


class _Statement(NamedTuple):
    """What a clause states about later lists, and its words without that."""

    text: str
    leads_first: bool
    added: UnitMention | None


class UnitFinder:
    """Finds the units of clauses and of cells of unit columns."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._times = rules["times"].any_of("fragment")
        self._labels = rules.once(LabelFinder)
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
        return _list_moved(self._remembered(passage.text, role, has_persons=has_persons), passage.spans[0][0])

    def find_in_cell(self, passage: Passage, role: str | None = None, *, has_persons: bool = False) -> UnitList:
        """The units of a cell: what marks, bullets, signs and line ends part.

        ``1.市教育局⏎2.市公安局``, ``①市教育局②市公安局``, ``市教育⏎局、市公⏎安局`` are two units each.
        """
        found = self.find(self._cells.read(passage), role, has_persons=has_persons)
        return found._replace(units=tuple(u._replace(name=to_printed(u.name, passage)) for u in found.units))

    def _read_words(self, words: str, role: str | None, *, has_persons: bool) -> UnitList:
        """The units of words at the beginning of a text."""
        return self._read(Passage(words, ((0, len(words)),)), role, has_persons=has_persons)

    def _read(self, passage: Passage, role: str | None, *, has_persons: bool) -> UnitList:
        text, leads_first, added = self._take_statement(passage)
        text = self.without_other_fragments(text)
        if has_persons:
            text = _EMPTIED.sub(_to_commas, self._without("person", text))
        text = self._without("no-name", text)
        found: list[UnitMention] = []
        ranked = role in _RANKED
        pieces = list(self._label_pieces(text, role))
        unknown = [passage.cut(*piece.label) for piece in pieces if piece.label is not None]
        for piece in pieces:
            for mention, said in self._find_in_piece(passage, text, piece):
                found.append(mention)
                ranked = ranked or (said and mention.role != RESPONSIBLE)
        return UnitList(_unique(found), ranked, leads_first, added, tuple(unknown))

    def without_other_fragments(self, folded: str) -> str:
        """The words of a clause with its times and words on pace made stops, length unchanged.

        ``市教育局负责,12月底前完成`` keeps ``市教育局负责``.
        """
        if not _FRAGMENT_HINT.search(folded):
            return folded
        return _FRAGMENTS.sub(self._other_to_stop, folded)

    def _other_to_stop(self, piece: re.Match[str]) -> str:
        words = piece.group().strip()
        is_other = self._times.fullmatch(words) or self._set.find("status", words)
        return _to_stops(piece) if is_other else piece.group()

    def _without(self, kind: str, text: str) -> str:
        """The words with what names nobody (``#REF!``, 无) or a person made commas, length unchanged."""
        for rule in self._set.of(kind):
            if rule.may_match(text):
                text = rule.regex.sub(_to_commas, text)
        return text

    def _take_statement(self, passage: Passage) -> _Statement:
        """What the clause states about later lists, with its words blanked out."""
        text: str = passage.folded
        said, added = 0, None
        for rule in self._set.of("lead-rule"):
            text, count = rule.regex.subn(_to_stops, text)
            said += count
        for rule in self._set.of("added-rule"):
            for match in rule.regex.finditer(text):
                name = passage.cut(*match.span("unit")).strip(EDGE)
                added = UnitMention(name, RESPONSIBLE, rule.id, inherited=True)
            text = rule.regex.sub(_to_stops, text) if added else text
        return _Statement(text, said > 0, added)

    def _label_pieces(self, text: str, role: str | None) -> Iterator[_Piece]:
        """The stretches between labels; a person's or another field's stretch is left out."""
        marks = list(self._labels.marks(text))
        first = marks[0].start() if marks else len(text)
        yield _Piece(0, first, role, "unit.column" if role else "unit.plain")
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
            if mark["unknown"]:
                yield from self._unknown_pieces(text, mark, end, role)
                continue
            rule = self._labels.of_units((mark["named"] or mark["bare"]).strip())
            if rule is not None:
                yield _Piece(mark.end(), end, rule.value, rule.id)
                continue
            stop = _FIELD_END.search(text, mark.end(), end)  # 适用范围：全市；市教育局负责
            if stop and self._verbs.closes(text[stop.end() : end].rstrip("。; ")):
                yield _Piece(stop.end(), end, role, "unit.plain")

    def _unknown_pieces(self, text: str, mark: re.Match[str], end: int, role: str | None) -> Iterator[_Piece]:
        """The stretches of a label that no rule knows: 挂帅单位：市应急局 names units, 工作标准：全覆盖 none.

        In ``市教育局：张三`` the unit is before the colon.
        """
        label = mark["unknown"]
        is_unit = self._set.find("heading", label) is not None
        if self._labels.is_like(label) or self._are_units(text[mark.end() : end]):
            said = None if is_unit else mark.span("unknown")
            yield _Piece(mark.end(), end, role or RESPONSIBLE, "unit.label-like", said)
        if is_unit:
            yield _Piece(*mark.span("unknown"), role, "unit.plain")
            return
        stop = _FIELD_END.search(text, mark.end(), end)
        if stop and self._verbs.closes(text[stop.end() : end].rstrip("。; ")):
            yield _Piece(stop.end(), end, role, "unit.plain")

    def _are_units(self, words: str) -> bool:
        """Whether words are a list of units' names and nothing else."""
        pieces = [piece.strip() for piece in _LISTED.split(words) if piece.strip()]
        return bool(pieces) and all(self._set.find("heading", piece) for piece in pieces)

    def _find_in_piece(self, passage: Passage, text: str, piece: _Piece) -> Iterator[tuple[UnitMention, bool]]:
        """Units of a stretch under one label, with whether their role is said."""
        at = piece.start
        for stop in [*(m.span() for m in _STOPS.finditer(text, piece.start, piece.end)), (piece.end, piece.end)]:
            yield from self._find_in_sentence(passage, text, piece._replace(start=at, end=stop[0]))
            at = stop[1]

    def _find_in_sentence(self, passage: Passage, text: str, piece: _Piece) -> Iterator[tuple[UnitMention, bool]]:
        """``A牵头，B、C配合``: the names before each verb have its role, the rest the label's."""
        at = piece.start
        after_with = False
        for verb in self._verbs.find(text, piece.start, piece.end):
            role = _verb_role(verb.role, piece.role, after_with=after_with)
            after_with = verb.role == WITH
            names = list(self._names.find(passage, text, at, verb.start))
            yield from (self._noted(UnitMention(name, role, verb.rule), said=role != RESPONSIBLE) for name in names)
            at = verb.end
        role, rule_id = SUPPORT if after_with else piece.role or RESPONSIBLE, piece.rule
        said = piece.role is not None and piece.rule != "unit.column"
        for name in self._names.find(passage, text, at, piece.end):
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


def _to_commas(match: re.Match[str]) -> str:
    return "、" * len(match.group())


def _to_stops(match: re.Match[str]) -> str:
    return ";" * len(match.group())


def _verb_role(said: str, label: str | None, *, after_with: bool) -> str:
    if said == WITH:
        return LEAD
    if said == RESPONSIBLE:
        return SUPPORT if after_with else label or RESPONSIBLE
    return SUPPORT if after_with else said


def _list_moved(units: UnitList, by: int) -> UnitList:
    """The same units, of the same words further on in the text."""
    if not by or not (units.units or units.added or units.unknown):
        return units
    here = tuple([_mention_moved(unit, by) for unit in units.units])
    unknown = tuple([moved(label, by) for label in units.unknown])
    return units._replace(units=here, added=units.added and _mention_moved(units.added, by), unknown=unknown)


def _mention_moved(unit: UnitMention, by: int) -> UnitMention:
    name, role, rule, inherited = unit
    return UnitMention(moved(name, by), role, rule, inherited)


def _unique(found: Sequence[UnitMention]) -> tuple[UnitMention, ...]:
    """The mentions without those of a name and role already seen."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for mention in found:
        key = (mention.name.text, mention.role)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return tuple(kept)
