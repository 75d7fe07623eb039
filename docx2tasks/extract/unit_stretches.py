"""The parts of a clause between its labels, each with the role of its label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.verbs import RESPONSIBLE, VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.source import Span

_FIELD_END = re.compile(r"[;。]")
_LISTED = re.compile(r"[、,;。\n]")


class UnitStretch(NamedTuple):
    """A stretch of a clause with the role its label gives it, and that label where no rule knows it."""

    start: int
    end: int
    role: str | None
    rule: str
    label: Span | None = None  # of a label that no rule knows


class UnitStretchFinder:
    """Parts clauses at their labels."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._bodies = rules.once(BodyJudge)
        self._labels = rules.once(LabelFinder)
        self._verbs = rules.once(VerbFinder)

    def find(self, text: str, role: str | None) -> Iterator[UnitStretch]:
        """The stretches between labels; a person's or another field's is left out.

        ``牵头单位：市教育局 责任单位：各区人民政府`` are two; ``role`` is that of words before the first label.
        """
        marks = list(self._labels.marks(text))
        first = marks[0].start() if marks else len(text)
        yield UnitStretch(0, first, role, "unit.column" if role else "unit.plain")
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
            if mark["unknown"]:
                yield from self._behind_unknown(text, mark, end, role)
                continue
            rule = self._labels.of_units((mark["named"] or mark["bare"]).strip())
            if rule is not None:
                yield UnitStretch(mark.end(), end, rule.value, rule.id)
                continue
            stop = _FIELD_END.search(text, mark.end(), end)  # 适用范围：全市；市教育局负责
            rest = text[stop.end() : end].rstrip("。; ") if stop else ""
            if stop and (self._verbs.closes(rest) or self._bodies.are_bodies(rest)):
                yield UnitStretch(stop.end(), end, role, "unit.plain")

    def _behind_unknown(self, text: str, mark: re.Match[str], end: int, role: str | None) -> Iterator[UnitStretch]:
        """The stretches of a label that no rule knows: 挂帅单位：市应急局 names units, 工作标准：全覆盖 none.

        In ``市教育局：张三`` the unit is before the colon.
        """
        label = mark["unknown"]
        is_unit = self._set.find("heading", label) is not None
        if self._labels.is_like(label) or self._are_units(text[mark.end() : end]):
            said = None if is_unit else mark.span("unknown")
            yield UnitStretch(mark.end(), end, role or RESPONSIBLE, "unit.label-like", said)
        if is_unit:
            yield UnitStretch(*mark.span("unknown"), role, "unit.plain")
            return
        stop = _FIELD_END.search(text, mark.end(), end)
        if stop and self._verbs.closes(text[stop.end() : end].rstrip("。; ")):
            yield UnitStretch(stop.end(), end, role, "unit.plain")

    def _are_units(self, words: str) -> bool:
        """Whether words are a list of units' names and nothing else."""
        pieces = [piece.strip() for piece in _LISTED.split(words) if piece.strip()]
        return bool(pieces) and all(self._set.find("heading", piece) for piece in pieces)
