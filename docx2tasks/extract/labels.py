"""Labels of a clause: ``牵头单位：``, ``【责任单位】``, ``配合：``, ``完成时限：``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.match import join

LABEL_SIGNS = (":", "【", "[", "位为", "门为", "室为")
"""One of them is in or after every label."""

_OF_UNITS = ("label", "label-bare")
_OF_FIELDS = ("label-due", "label-other")
_SIGNS = ":】]为"  # one of them is after every label
_NOTHING = " \t\n\u00a0\u3000_,;。()[]【】〔〕"  # what is left of a field that nobody filled in
_HAN = r"[^\W\da-zA-Z_]"
_UNKNOWN = rf"(?:^|(?<=[\s,;。、(]))(?P<unknown>{_HAN}{{2,10}})"  # a label that no rule knows: 工作标准：
_NOTE = r"(?:[ ]?\([^()]{1,20}\))?"  # 责任单位（科室）：


class LabelFinder:
    """Finds labels, by the rules of four kinds: of units, written bare, of deadlines, of other fields."""

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._set = units
        self._label, self._bare = (join(units.of(kind)) for kind in _OF_UNITS)
        self._due, self._others = (join(units.of(kind)) for kind in _OF_FIELDS)
        self._named = "|".join(join(units.of(kind)) for kind in ("label", *_OF_FIELDS))
        leads = join([rule for rule in units.of("label") if rule.value == "lead"])
        self._word = rf"(?<=[位门室])为(?!{leads})"  # 责任单位为市教育局; not 列第一位的单位为牵头单位
        self._alike = rf"(?:{join(units.of('label-like'))})"

    # each pattern is made when the first text asks for it: most texts ask for few of them

    @cached_property
    def _marks(self) -> re.Pattern[str]:
        sign = rf"(?:[ ]*[:]|[ ]*[】\]][ ]*[:]?|{self._word})[ ]*"
        unnamed = rf"(?P<bare>{self._bare})[ ]*[:][ ]*|{_UNKNOWN}{_NOTE}[ ]*[:][ ]*"
        return re.compile(rf"[【\[]?(?:(?P<named>{self._named}){_NOTE}{sign}|{unnamed})")

    @cached_property
    def _like(self) -> re.Pattern[str]:
        return re.compile(self._alike)

    @cached_property
    def like(self) -> re.Pattern[str]:
        """A label with its colon that is like one of units."""
        return re.compile(self._like_source)

    @property
    def _like_source(self) -> str:
        return rf"{self._alike}{_NOTE}[ ]*[:]"

    @cached_property
    def start(self) -> re.Pattern[str]:
        """A label of units with its sign."""
        return re.compile(self._start_source)

    @property
    def _start_source(self) -> str:
        label = self._label
        return rf"(?:[【\[](?:{label})[】\]]|(?:{label}){_NOTE}(?:[ ]*[:]|{self._word})|(?:{self._bare})[ ]*[:])"

    @cached_property
    def due(self) -> re.Pattern[str]:
        """A label of a deadline with its colon."""
        return re.compile(rf"(?:{self._due})[ ]*[:][ ]*")

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A label of any field of a clause."""
        return re.compile(rf"(?:{self._start_source})|(?:{self._due}|{self._others})[ ]*[:]|{self._like_source}")

    @cached_property
    def _other(self) -> re.Pattern[str]:
        # a field ends at a stop, or where the next label begins: 责任领导：某某，责任单位：市水利局
        end = rf"(?:[;。]|$|[,、 ](?=[ ]*(?:{self._named}|{self._alike})[ ]*[:]))"
        return re.compile(rf"(?:^|(?<=[;。]))[ ]*(?:{self._others})[ ]*[:][^;。]{{0,80}}?{end}")

    def rule_of(self, label: str) -> Rule | None:
        """The rule of a label without its colon: ``牵头单位`` is lead, ``责任人`` is no unit's."""
        for kind in (*_OF_UNITS, *_OF_FIELDS):
            found = self._set.find(kind, label)
            if found:
                return found[0]
        return None

    def of_units(self, label: str) -> Rule | None:
        """The rule of a label of units: ``责任单位``, ``配合``; None for other labels."""
        rule = self.rule_of(label)
        return rule if rule is not None and rule.kind in _OF_UNITS else None

    def is_like(self, label: str) -> bool:
        """Whether a label that no rule knows is one of units: ``挂帅单位``."""
        return self._like.fullmatch(label) is not None

    def is_unknown(self, field: str) -> bool:
        """Whether a label with its colon is one of units that no rule knows."""
        return self.start.match(field) is None and self.like.match(field) is not None

    def marks(self, text: str) -> Iterator[re.Match[str]]:
        """The labels of a clause in folded ``text``; most clauses hold nothing that could close one."""
        if any(sign in text for sign in _SIGNS):
            for mark in self._marks.finditer(text):
                if mark.start() == 0 or mark["named"] or mark["unknown"] or not text[mark.start() - 1].isalnum():
                    yield mark

    def without_other_fields(self, folded: str) -> str:
        """The words of a bracket without the fields that name neither units nor times (适用范围：市县两级；…)."""
        return self._other.sub("", folded)

    def is_blank(self, folded: str) -> bool:
        """Whether words are labels with nothing after them: ``完成时限：``, ``责任单位：  责任人：``."""
        return not self.field.sub("", folded).strip(_NOTHING)
