"""Labels of a clause: ``牵头单位：``, ``【责任单位】``, ``配合：``, ``完成时限：``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx2tasks.extract.label_patterns import OF_FIELDS, OF_UNITS, LabelPatterns
from docx2tasks.rules import Rule, Rules
from docx2tasks.source import Passage

LABEL_SIGNS = (":", "【", "[", "位为", "门为", "室为", "位是", "门是", "室是")
"""One of them is in or after every label: a colon, a bracket, or the word of 责任单位为市教育局."""

_SIGNS = ":】]为是"  # one of them is after every label: a sign, or that word
_NOTHING = " \t\n\u00a0\u3000_,;。()[]【】〔〕"  # what is left of a field that nobody filled in
_FIELD_STOP = re.compile(r"[;。\n]|,(?=[^,;。:]{2,10}:)")


class LabelFinder:
    """Finds labels and their values."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._patterns = rules.once(LabelPatterns)

    def rule_of(self, label: str) -> Rule | None:
        """The rule of a label without its colon: ``牵头单位`` is lead; None for ``责任人``."""
        for kind in (*OF_UNITS, *OF_FIELDS):
            found = self._set.find(kind, label)
            if found:
                return found[0]
        return None

    def of_units(self, label: str) -> Rule | None:
        """The rule of a label of units: ``责任单位``, ``配合``; None for other labels."""
        rule = self.rule_of(label)
        return rule if rule is not None and rule.kind in OF_UNITS else None

    def is_like(self, label: str) -> bool:
        """Whether a label that no rule knows is one of units: ``挂帅单位``."""
        return self._patterns.like_word.fullmatch(label) is not None

    def is_unknown(self, field: str) -> bool:
        """Whether a label with its colon is one of units that no rule knows."""
        return self._patterns.start.match(field) is None and self._patterns.like.match(field) is not None

    def marks(self, text: str) -> Iterator[re.Match[str]]:
        """The labels of a clause in normalized ``text``."""
        if any(sign in text for sign in _SIGNS):
            for mark in self._patterns.any_label.finditer(text):
                if mark.start() == 0 or mark["named"] or mark["unknown"] or not text[mark.start() - 1].isalnum():
                    yield mark

    def find_due(self, words: Passage) -> tuple[Passage, ...]:
        """The words after each ``完成时限：`` of a clause, up to the next stop; a blank field has none."""
        text = words.folded
        found = []
        for mark in self._patterns.due.finditer(text):
            stop = _FIELD_STOP.search(text, mark.end())
            found.append(words.cut(mark.end(), stop.start() if stop else None).strip())
        return tuple(due for due in found if due)

    def without_other_fields(self, folded: str) -> str:
        """The words of a bracket without the fields that name neither units nor times (适用范围：市县两级；…)."""
        return self._patterns.other_field.sub("", folded)

    def is_blank(self, folded: str) -> bool:
        """Whether words are labels with nothing after them: ``完成时限：``, ``责任单位：  责任人：``."""
        return not self._patterns.field.sub("", folded).strip(_NOTHING)
