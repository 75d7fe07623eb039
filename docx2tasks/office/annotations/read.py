"""Annotations to a document: what people left as it was keeps its values, the rest is read from its words.

A heading is not annotated: a new task stands under those of the task before it, and has the number before its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from math import inf
from typing import Any

from docx2tasks.corrections.lines import RULE
from docx2tasks.export.columns import Values
from docx2tasks.extract.targets import TargetFinder
from docx2tasks.extract.times import TimeFinder, Years, title_year
from docx2tasks.office.annotations.regions import (
    LISTS,
    OF,
    PART,
    TASKS,
    VALUES,
    Annotated,
    LabelledRegion,
    find_owner,
    to_pieces,
    value_to_region,
)
from docx2tasks.rules import Rules, load_rules
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.source import Passage
from docx2tasks.vocabulary import TaskKind

_KINDS = {"task": TaskKind.MEASURE.value}
_Known = dict[str, Any]


def annotated_to_document(annotated: Annotated, rules: Rules | None = None) -> Values:
    """A document in plain types, from regions and relations over its text."""
    records = [*_AnnotationReader(annotated, rules or load_rules()).read_all()]
    known = {name: value for name, value in annotated.document.items() if name not in {"coverage", "provisions"}}
    return {
        **known,
        "tasks": [one for one in records if one["kind"] != TaskKind.PROVISION],
        "provisions": [one for one in records if one["kind"] == TaskKind.PROVISION],
    }


class _AnnotationReader:
    """Reads the tasks of one text."""

    def __init__(self, annotated: Annotated, rules: Rules) -> None:
        self._annotated, self._text = annotated, annotated.text
        further = {one.goal for one in annotated.relations if one.kind == PART}
        self._heads = [one for one in annotated.regions if one.label in TASKS and one not in further]
        self._known = _KnownValues(annotated.document)
        self._words = _WordReader(annotated.document, rules)

    def read_all(self) -> Iterator[Values]:
        """The tasks in the order of the text."""
        path: Sequence[Values] = ()
        owned = self._find_owned()
        for head in self._heads:
            task = self._read_task(self._find_pieces(head), path)
            path = task["path"]
            for region in sorted(owned.get(head, ()), key=lambda one: self._known.find_rank(one, head)):
                value = self._read_value(region, head)
                if value is not None:
                    task[LISTS[region.label][0]].append(value)
            yield task

    def _find_pieces(self, head: LabelledRegion) -> list[LabelledRegion]:
        further = (one.goal for one in self._annotated.relations if (one.origin, one.kind) == (head, PART))
        return [head, *sorted(further)]

    def _find_owned(self) -> Mapping[LabelledRegion, Sequence[LabelledRegion]]:
        """The values of each task, in the order of the text."""
        said: dict[LabelledRegion, list[LabelledRegion]] = {}
        for one in self._annotated.relations:
            if one.kind == OF:
                value, task = (one.goal, one.origin) if one.origin.label in TASKS else (one.origin, one.goal)
                said.setdefault(value, []).append(task)
        owned: dict[LabelledRegion, list[LabelledRegion]] = {}
        for region in self._annotated.regions:
            if region.label in LISTS:
                for owner in said.get(region) or filter(None, [find_owner(region, self._heads)]):
                    owned.setdefault(owner, []).append(region)
        return owned

    def _read_task(self, pieces: Sequence[LabelledRegion], path: Sequence[Values]) -> _Known:
        head = pieces[0]
        kind = {"kind": _KINDS.get(head.label, head.label)}
        known = self._known.find_task(pieces)
        if known is not None:
            return {**known, **{name: [*_without_place(known, name)] for name in VALUES}, **kind}
        label, number = self._words.find_label(self._text, head.start)
        text = " ".join("".join(self._text[one.start : one.end] for one in pieces).split())
        place: _Known = {"start": head.start, "end": pieces[-1].end}
        if len(pieces) > 1:
            place["pieces"] = [(one.start, one.end) for one in pieces]
        named = {"id": f"n{head.start}", "label": label, "number": number, "path": path, "text": text}
        return {**named, **{name: [] for name in VALUES}, **kind, "references": [], "evidence": [], "location": place}

    def _read_value(self, region: LabelledRegion, owner: LabelledRegion) -> Values | None:
        """A value with the role or kind of its label; None for a target in which no quantity is read."""
        name, key = LISTS[region.label]
        known = self._known.find_value(name, region, owner)
        if known is not None and (key != "kind" or known["kind"] == region.label):
            return {**known, key: region.label} if key else known
        words = self._text[region.start : region.end]
        place = {"span": [(region.start, region.end)], "rule": RULE}
        if name == "times":
            return self._words.read_time(words, region.label) | place
        if name == "targets":
            target = self._words.read_target(words)
            return target and target | place
        role = {"canonical": None, "role": region.label, "inherited": region.end <= owner.start}
        return {"name": "".join(words.split()), **(role if key else {}), **place}


class _KnownValues:
    """The tasks and values of the records that were annotated, by their places."""

    def __init__(self, document: Values) -> None:
        tasks = [*(document.get("tasks") or ()), *(document.get("provisions") or ())]
        self._tasks = {_to_places(to_pieces(task)): task for task in tasks}
        self._values: dict[tuple[str, int, int, int | None], Values] = {}
        self._ranks: dict[tuple[str, int, int, int], int] = {}
        for places, task in self._tasks.items():
            for name in VALUES:
                for rank, value in enumerate(task.get(name) or ()):
                    if region := value_to_region(name, value):
                        self._ranks[name, region.start, region.end, places[0][0]] = rank
                        self._values[name, region.start, region.end, places[0][0]] = value
                        self._values[name, region.start, region.end, None] = value

    def find_task(self, pieces: Sequence[LabelledRegion]) -> Values | None:
        """The task that had the same pieces, under whatever label."""
        return self._tasks.get(_to_places(pieces))

    def find_rank(self, region: LabelledRegion, owner: LabelledRegion) -> tuple[float, LabelledRegion]:
        """Sorts the values of a task as they were; new ones come behind them, in the order of the text."""
        return self._ranks.get((LISTS[region.label][0], region.start, region.end, owner.start), inf), region

    def find_value(self, name: str, region: LabelledRegion, owner: LabelledRegion) -> Values | None:
        """The value that had this place: that of the task, else one of another task."""
        own = self._values.get((name, region.start, region.end, owner.start))
        other = self._values.get((name, region.start, region.end, None))
        if own is None and other is not None and "inherited" in other:
            return {**other, "inherited": region.end <= owner.start}
        return own or other


class _WordReader:
    """Reads what people marked: times, targets, and the marks before new tasks."""

    def __init__(self, document: Values, rules: Rules) -> None:
        self._rules = rules
        facts = document.get("document") or {}
        issued = _to_date(facts.get("issued_on") or facts.get("published_on"))
        self._years = Years(title_year(facts.get("title") or ""), issued)

    def find_label(self, text: str, start: int) -> tuple[str | None, int | None]:
        """The mark on the line before a task: ``（一）`` is 1."""
        line = text.rfind("\n", 0, start) + 1
        before = text[line:start].rstrip()
        marker = next(self._rules.once(MarkFinder).find(Passage(before, ((line, line + len(before)),))), None)
        return (before[marker.start :], marker.number) if before and marker else (None, None)

    def read_time(self, words: str, kind: str) -> _Known:
        """A time of this kind (``12月底前``), with days where the words and the document give them."""
        found = self._rules.once(TimeFinder).find(_to_passage(words), self._years, is_column=True)
        same = next((one for one in found if one.kind == kind), None)
        days = (same.start, same.end) if same else (None, None)
        start, end = (day.isoformat() if day else None for day in days)
        return {"text": words, "kind": kind, "start": start, "end": end, "every": same.every if same else None}

    def read_target(self, words: str) -> _Known | None:
        """A quantity (``不低于22家``)."""
        one = next(iter(self._rules.once(TargetFinder).find(_to_passage(words))), None)
        return one and {"text": words, "operator": one.operator, "value": one.value, "unit": one.unit}


def _to_passage(words: str) -> Passage:
    return Passage(words, ((0, len(words)),))


def _to_places(pieces: Sequence[LabelledRegion]) -> tuple[tuple[int, int], ...]:
    return tuple((one.start, one.end) for one in pieces)


def _without_place(task: Values, name: str) -> Iterator[Values]:
    """Values that no region shows, which nobody can have changed."""
    return (value for value in task.get(name) or () if value_to_region(name, value) is None)


def _to_date(day: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(day) if day else None
    return None
