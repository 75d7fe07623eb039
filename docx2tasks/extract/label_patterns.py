"""Patterns of clause labels, built from the rules of four kinds."""

from __future__ import annotations

import re
from functools import cached_property

from docx2tasks.rules import Rules
from docx2tasks.rules.match import compile_apart, join

OF_UNITS = ("label", "label-bare")
OF_FIELDS = ("label-due", "label-other")
_HAN = r"[^\W\da-zA-Z_]"
_UNKNOWN = rf"(?:^|(?<=[\s,;。、(]))(?P<unknown>{_HAN}{{2,10}})"  # a label that no rule knows: 工作标准：
_NOTE = r"(?:[ ]?\([^()]{1,20}\))?"  # 责任单位（科室）：


class LabelPatterns:
    """Patterns of labels, compiled on first use, since most texts need few of them.

    The rules are of four kinds: labels of units, written bare, of deadlines, of other fields.
    """

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._label, self._bare = (join(units.of(kind)) for kind in OF_UNITS)
        self._due, self._others = (join(units.of(kind)) for kind in OF_FIELDS)
        self._named = "|".join(join(units.of(kind)) for kind in ("label", *OF_FIELDS))
        leads = join([rule for rule in units.of("label") if rule.value == "lead"])
        # the one label whose sign is a word: 责任单位为市教育局, 牵头单位是市财政局; not 列第一位的单位为牵头单位
        self._word = rf"(?<=[位门室])(?:为|是(?!否))(?!{leads})"
        self._alike = rf"(?:{join(units.of('label-like'))})"

    @cached_property
    def any_label(self) -> re.Pattern[str]:
        """Any label with its colon: ``named``, ``bare`` or ``unknown``."""
        sign = rf"(?:[ ]*[:]|[ ]*[】\]][ ]*[:]?|{self._word})[ ]*"
        unnamed = rf"(?P<bare>{self._bare})[ ]*[:][ ]*|{_UNKNOWN}{_NOTE}[ ]*[:][ ]*"
        return compile_apart(rf"[【\[]?(?:(?P<named>{self._named}){_NOTE}{sign}|{unnamed})")

    @cached_property
    def like_word(self) -> re.Pattern[str]:
        """A label without its colon that is like one of units."""
        return re.compile(self._alike)

    @cached_property
    def like(self) -> re.Pattern[str]:
        """A label with its colon that is like one of units."""
        return compile_apart(self._like_source)

    @property
    def _like_source(self) -> str:
        return rf"{self._alike}{_NOTE}[ ]*[:]"

    @cached_property
    def start(self) -> re.Pattern[str]:
        """A label of units with its colon."""
        return compile_apart(self._start_source)

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
        return compile_apart(rf"(?:{self._start_source})|(?:{self._due}|{self._others})[ ]*[:]|{self._like_source}")

    @cached_property
    def other_field(self) -> re.Pattern[str]:
        """A field that names neither units nor times, with its words."""
        # a field ends at a stop, or where the next label begins: 责任领导：某某，责任单位：市水利局
        end = rf"(?:[;。]|$|[,、 ](?=[ ]*(?:{self._named}|{self._alike})[ ]*[:]))"
        return compile_apart(rf"(?:^|(?<=[;。]))[ ]*(?:{self._others})[ ]*[:][^;。]{{0,80}}?{end}")
