"""Text to numbering marks: where one may stand, and what it would count.

A candidate is found by pattern; whether it is a mark is decided by the sequence it stands
in (:mod:`docx2tasks.segment.marks.decide`).  ``1.8月底前，…。2.10月底前，…。`` holds the marks 1 and
2, ``抽检1.1万批次`` holds none, ``（一）`` in ``前款第（一）项`` is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.numerals import Folded, fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation
from docx2tasks.source import Passage

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百零〇]+|[\u2460-\u24ff\u3220-\u3229\u3251-\u32bf\u2776-\u277f]")
_SENTENCE_END = frozenset("。；;！!？?：:")
_CLOSING = frozenset(')）】]〕”"’》')
# a bracketed number behind these is a reference (第（一）项, 附件1), a dotted one a figure
_REFERENCE = re.compile(
    r"(?:第|前[款项条]|本[款条]|[一二三四五六七八九十\d)][款项条]|附[件表图]|专栏|[图表]|至|和|或|及|[~—\-.·/])[ ]?$"
)


AUTOMATIC = "auto"  # the style of automatic labels that no pattern knows


class Boundary(IntEnum):
    """What stands before a candidate."""

    WORD = 1  # inside a sentence
    PAUSE = 2  # after a sentence end, a colon, a closing bracket, a blank
    LINE = 3  # at the beginning of a paragraph


class MarkStyle(NamedTuple):
    """What tells the lists of a document apart: the kind of mark, and where one kind has several levels, which.

    ``depth`` counts the components of decimals (``1.2.3`` has three); ``level`` is that of automatic numbers.
    """

    name: str
    depth: int = 0
    level: int | None = None


class Marker(NamedTuple):
    """A candidate: ``style`` and ``number``, and the place of its label in the passage.

    ``parts`` are the components of ``1.2.3``; ``weak`` says that only an exact sequence can
    make it a mark; ``end`` lies behind the blanks that follow the label.
    """

    style: MarkStyle
    number: int
    start: int
    label_end: int
    end: int
    boundary: Boundary
    parts: tuple[int, ...] = ()
    weak: bool = False
    level: int | None = None  # of an automatic number


class MarkFinder:
    """Finds the places of a passage at which a mark may stand."""

    def __init__(self, rules: Rules) -> None:
        found = [rule for rule in rules["markers"].rules if rule.kind in {"marker", "weak"}]
        firsts = first_characters(rule.source for rule in found)
        self._maybe = re.compile(firsts)
        self._any = Alternation(found, before=rf"(?={firsts})(?<![\d.A-Za-z])")

    def find(self, passage: Passage) -> Iterator[Marker]:
        """Candidates in ``passage``, in order: ``一、`` ``（一）`` ``1.`` ``1、`` ``①`` ``第一条`` ``1.1`` ….

        Blanks at the beginning do not count.  Candidates do not overlap.
        """
        text = passage.folded
        if not self._maybe.search(text):
            return
        lead = len(text) - len(text.lstrip())
        search, at = self._any.pattern.search, lead
        while True:
            check_deadline()
            found = search(text, at)
            if not found:
                return
            rule = self._any.rule_of(found)
            marker = _match_to_marker(found, rule.value, weak=rule.kind == "weak", text=text, lead=lead)
            at = found.end()
            if marker:
                yield marker


def _match_to_marker(found: re.Match[str], style: str, *, weak: bool, text: Folded, lead: int) -> Marker | None:
    label = found.group().rstrip()
    if style == "decimal":
        parts = tuple(int(d) for d in re.findall(r"\d{1,2}", label))
        number: int | None = parts[-1]
    else:
        parts = ()
        digits = _NUMBER.search(label)
        number = text_to_number(digits.group()) if digits else None
    if number is None:
        return None
    end = found.end()
    while end < len(text) and text[end] in " \t\u00a0":
        end += 1
    boundary = _boundary(text, found.start(), lead)
    if style in {"num-blank", "decimal", "chapter", "section"} and boundary != Boundary.LINE:
        return None
    return Marker(
        MarkStyle(style, len(parts)), number, found.start(), found.start() + len(label), end, boundary, parts, weak
    )


def _boundary(text: Folded, start: int, lead: int) -> Boundary:
    if start <= lead:
        return Boundary.LINE
    before = text[start - 1]
    if before == "\n":
        return Boundary.LINE
    if before.isspace():
        solid = text[:start].rstrip()[-6:]
        return Boundary.WORD if solid[-1:] in "、," or _REFERENCE.search(solid) else Boundary.PAUSE
    return Boundary.PAUSE if before in _SENTENCE_END or before in _CLOSING else Boundary.WORD


def is_reference(text: str, marker: Marker) -> bool:
    """Whether what stands before the candidate makes it a reference (``第（一）项``, ``附件1``)."""
    return bool(_REFERENCE.search(fold_width(text[max(0, marker.start - 6) : marker.start])))
