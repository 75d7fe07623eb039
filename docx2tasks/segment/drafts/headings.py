"""What a heading implies: units that it names, or that no task is under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.extract.units import RESPONSIBLE, UnitMention
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import MarkStyle
from docx2tasks.segment.outline.items import NOT_STEPS, OutlineItem
from docx2tasks.source import Passage

_LISTED = re.compile(r"[^、,()]+(?:\([^()]*\))?")
_SENTENCE_START = re.compile(r"(?:\A|[。;\n])\s*")
_LONGEST = 40  # characters of a heading that consists of units
_LONGEST_NAME = 16  # of one that is a single name
_USED = "unit.placed-name"  # the rule of a name that the document uses as a unit
_MEMBERS = ("成员", "有关", "各", "相关")  # 成员单位职责 names nobody


class HeadingJudge:
    """Determines what headings are about."""

    def __init__(self, rules: Rules) -> None:
        self._units = rules["units"]
        self._headings = rules["headings"]

    def find_units(self, item: OutlineItem, used: frozenset[str] = frozenset()) -> tuple[UnitMention, ...] | None:
        """The units that a heading consists of (八、省发展改革委); none for 成员单位职责; None for other headings.

        ``used`` are names that the document uses as units.
        """
        if not item.body or item.style in NOT_STEPS or len(item.body[0].text) > _LONGEST:
            return None
        name = item.body[0].strip("。：: ")
        duties = self._units.find("duties-of", name.folded)
        if duties is not None and duties[1].end() == len(name.text):
            name = name.cut(0, duties[1].start()).strip()
            if not name or duties[1].group().startswith(_MEMBERS):
                return ()
        if self._units.any_of("class").fullmatch(name.folded):
            return (UnitMention(name, RESPONSIBLE, "unit.class", inherited=True),)
        names = [name.cut(*m.span()) for m in _LISTED.finditer(name.folded)]
        rules = [self._find_body(one.folded, used) for one in names]
        if not names or not all(rules):
            return None
        found = zip(names, rules, strict=True)
        return tuple(UnitMention(n, RESPONSIBLE, rule, inherited=True) for n, rule in found if rule)

    def find_unknown(self, items: Sequence[OutlineItem]) -> Iterator[str]:
        """Unknown names in headings next to as many known units: 市青少年宫 next to 市教育局."""
        styles: dict[MarkStyle, list[OutlineItem]] = {}
        for item in items:
            if len(item.body) == 1 and len(item.body[0].text) <= _LONGEST_NAME:
                styles.setdefault(item.style, []).append(item)
        for row in styles.values():
            unknown = [item for item in row if not self.find_units(item)]
            if 0 < len(unknown) <= len(row) / 2:
                names = (item.body[0].strip("。：: ").folded for item in unknown)
                yield from (name for name in names if self._units.find("placed-name", name))

    def _find_body(self, folded: str, used: frozenset[str]) -> str | None:
        """The rule by which a name is one of a body, None where it is none."""
        if self._headings.find("deed", folded):
            return None
        found = self._units.find("heading", folded) or self._headings.find("body", folded)
        return found[0].id if found else _USED if folded in used else None

    def find_actor(self, first: Passage) -> UnitMention | None:
        """The unit with which a duty begins: ``市教育局：负责…``."""
        end = min((place for place in map(first.folded.find, ":。") if place > 0), default=0)
        name = first.cut(0, end).strip()
        rule = self._units.find("heading", name.folded) if name else None
        return UnitMention(name, RESPONSIBLE, rule[0].id) if rule else None

    def is_general(self, folded: str, *, has_children: bool) -> bool:
        """Whether a heading is about requirements, principles, objectives or members only."""
        if self._headings.find("general", folded.split("。", 1)[0].strip()) or self._headings.find("members", folded):
            return True
        return not has_children and self._headings.find("general-run-in", folded) is not None

    def find_for_all(self, paragraph: Passage) -> int | None:
        """Where a sentence begins that sets a time for all items before it: ``以上问题须在…前整改完毕``."""
        starts = (found.end() for found in _SENTENCE_START.finditer(paragraph.folded))
        return next((at for at in starts if self._headings.find("for-all", paragraph.folded[at:])), None)

    def lists_members(self, folded: str) -> bool:
        """Whether an item lists the members of a group."""
        return self._headings.find("members", folded) is not None

    def is_closing(self, paragraph: Passage, *, after_prose: bool) -> bool:
        """Whether a paragraph closes the document; what addresses all may be the prose of a bare heading."""
        folded = paragraph.folded
        is_to_all = after_prose and self._headings.find("to-all", folded) is not None
        return is_to_all or self._headings.find("closing", folded) is not None
