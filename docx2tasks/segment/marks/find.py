"""Finds candidates for labels, and what each would count.

A candidate is found by pattern; whether it is a mark is decided by the sequence it stands
in (:mod:`docx2tasks.segment.marks.decide`).  ``1.8月底前，…。2.10月底前，…。`` holds the marks 1 and
2, ``抽检1.1万批次`` holds none, ``（一）`` in ``前款第（一）项`` is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.numerals import Folded, fold_width, text_to_number
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.firsts import first_characters
from docx2tasks.rules.match import Alternation
from docx2tasks.segment.marks.signs import lead_size, signs_before
from docx2tasks.source import Passage

_NUMBER = re.compile(
    r"\d+|[一二三四五六七八九十百千零〇]+|[壹贰叁肆伍陆柒捌玖拾]+|[\u2160-\u217b]"
    r"|[\u2460-\u24ff\u3220-\u3229\u3251-\u32bf\u2776-\u277f]"
)
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[A-Za-z]")
_LETTERS = re.compile(r"[A-Za-z]+|[\u2160-\u217b]")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_DECIMAL = re.compile(r"\d{1,2}(?:\.[ ]?\d{1,2}){1,4}(?![\d%])\.?(?!所[述列指])")
# a day in dots behind a mark: 前 is what shows that 1.6.30前 is no chapter, grammar and no vocabulary
_DUE_DAY = re.compile(r"(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])日?[ ]?(?:之?前|以前)")
_AT_LINES = frozenset(  # marks at the beginning of a line only
    {"num-blank", "decimal", "chapter", "section", "ordinal", "worded", "numero"}
)
_RARE = frozenset(  # marks inside lines that begin with one of them
    {"stem", "letter", "letter-small", "letter-half", "roman", "roman-small", "num-colon", "num-pause"}
)
_SENTENCE_END = frozenset("。；;！!？?：:")
_CLOSING = frozenset(')）】]〕”"’》')
# a bracketed number behind these is a reference (第（一）项, 附件1), a dotted one a figure
_REFERENCE = re.compile(
    r"(?:第|前[款项条]|本[款条]|[一二三四五六七八九十\d)][款项条]|附[件表图]|专栏|[图表]|至|和|或|及|[~—\-.·/])[ ]?$"
)


AUTOMATIC = "auto"  # the style of automatic labels that no pattern knows
BULLET = "bullet"  # the name of the styles of bulleted lines that are items


class Boundary(IntEnum):
    """What precedes a candidate."""

    WORD = 1  # inside a sentence
    PAUSE = 2  # after a sentence end, a colon, a closing bracket, a blank
    LINE = 3  # at the beginning of a paragraph


class MarkStyle(NamedTuple):
    """The style of a label, which identifies its list: its kind and, if needed, level.

    ``depth`` counts the components of decimals (``1.2.3`` has three); ``level`` is that of automatic numbers;
    ``word`` is what ``任务一：`` counts.
    """

    name: str
    depth: int = 0
    level: int | None = None
    word: str = ""


class Marker(NamedTuple):
    """A candidate: ``style`` and ``number``, and the place of its label in the passage.

    ``parts`` are the components of ``1.2.3``; ``weak`` says that only an exact sequence can
    make it a mark; ``end`` lies behind the blanks that follow the label; ``signs`` counts the
    characters before ``start`` that are signs (``★1.``).
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
    signs: int = 0

    @property
    def lead(self) -> int:
        """The start of the signs before the label, or of the label."""
        return self.start - self.signs


class MarkFinder:
    """Finds candidates for labels in a passage."""

    def __init__(self, rules: Rules) -> None:
        found = [rule for rule in rules["markers"].rules if rule.kind in {"marker", "weak"}]
        inside = [rule for rule in found if rule.value not in _AT_LINES | _RARE]
        self._any, self._inside = _to_pattern(found), _to_pattern(inside)
        self._maybe = re.compile(first_characters(rule.source for rule in inside))

    def find(self, passage: Passage) -> Iterator[Marker]:
        """Candidates in ``passage``, in order: ``一、`` ``（一）`` ``1.`` ``1、`` ``①`` ``第一条`` ``1.1`` ….

        Blanks at the beginning do not count.  Candidates do not overlap.
        """
        text = passage.folded
        lead = lead_size(text)
        first = self._any.pattern.match(text, lead)
        if first is None and "\n" not in text and not self._maybe.search(text):
            return
        # what begins few lines is looked for inside those alone: it would be looked for at every letter
        is_rare = "\n" in text or (first is not None and self._any.rule_of(first).value in _AT_LINES | _RARE)
        pattern, at = self._any if is_rare else self._inside, lead
        while True:
            check_deadline()
            found = pattern.pattern.search(text, at)
            if not found:
                return
            rule = pattern.rule_of(found)
            marker = _match_to_marker(found, rule.value, weak=rule.kind == "weak", text=text, lead=lead)
            at = found.end()
            if marker:
                yield marker


def _to_pattern(rules: Sequence[Rule]) -> Alternation:
    firsts = first_characters(rule.source for rule in rules)
    return Alternation(rules, before=rf"(?={firsts})(?<![\d.A-Za-z])")


def _match_to_marker(found: re.Match[str], style: str, *, weak: bool, text: Folded, lead: int) -> Marker | None:
    label = found.group().rstrip()
    start = found.start()
    signs = start if start <= lead and text[:start].strip() else signs_before(text, start) if start > lead else 0
    boundary = _boundary(text, start - signs if start > lead else start, lead)
    if boundary == Boundary.WORD:
        signs = 0
    if style == "decimal":
        return _to_decimal(text, start, boundary, signs)
    number = label_to_number(label, style)
    if number is None or (style in _AT_LINES and boundary != Boundary.LINE):
        return None
    word = f"{label[:2]}{'1' if _DIGIT.search(label) else '一'}" if style == "worded" else ""
    end = _after_blanks(text, found.end())
    return Marker(MarkStyle(style, word=word), number, start, start + len(label), end, boundary, (), weak, signs=signs)


def label_to_number(label: str, style: str) -> int | None:
    """The number that a label of a style has: 3 of ``三、``, ``C.``, ``丙、`` and ``Ⅲ.``."""
    if style.startswith("letter"):
        letter = _LETTER.search(label)
        return ord(letter.group().lower()) - ord("a") + 1 if letter else None
    if style == "stem":
        return _STEMS.index(label[0]) + 1
    digits = (_LETTERS if style.startswith("roman") else _NUMBER).search(label)
    return text_to_number(digits.group()) if digits else None


def _to_decimal(text: Folded, start: int, boundary: Boundary, signs: int) -> Marker | None:
    """The candidate of ``1.2``; inside a line the first number may be a mark: ``…。3.30分钟办结``."""
    found = _DECIMAL.match(text, start)
    if found is None:
        return None
    marker = match_to_decimal(found, text, boundary, signs)
    if boundary == Boundary.PAUSE:
        return decimal_to_dot(marker, text)
    return marker if boundary == Boundary.LINE else None


def find_decimal(text: Folded, marker: Marker) -> Marker | None:
    """The candidate of a decimal that begins where ``marker`` does: ``1.2`` of ``1.2项目部``."""
    found = _DECIMAL.match(text, marker.start)
    return match_to_decimal(found, text, marker.boundary, marker.signs) if found else None


def match_to_decimal(found: re.Match[str], text: Folded, boundary: Boundary, signs: int) -> Marker:
    """The candidate of a decimal; weak where no blank and no plain word follows it."""
    parts = tuple(int(d) for d in re.findall(r"\d{1,2}", found.group()))
    end = _after_blanks(text, found.end())
    start = found.start()
    return Marker(MarkStyle("decimal", len(parts)), parts[-1], start, found.end(), end, boundary, parts, signs=signs)


def decimal_to_dot(marker: Marker, text: Folded) -> Marker | None:
    """``3.`` of ``3.30分钟`` or ``3.6.30前``: a mark where the sequence asks for it; None of ``1.2.3``."""
    point = text.index(".", marker.start) + 1
    is_deep = len(marker.parts) > 2 and not _DUE_DAY.match(text, point)
    if is_deep or marker.end > marker.label_end or not text[point : point + 1].isdigit():
        return None
    style = MarkStyle("num-dot")
    return Marker(style, marker.parts[0], marker.start, point, point, marker.boundary, (), True, signs=marker.signs)  # noqa: FBT003


def _after_blanks(text: Folded, end: int) -> int:
    while end < len(text) and text[end] in " \t\u00a0":
        end += 1
    return end


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
    """Whether the text before a candidate makes it a reference (``第（一）项``, ``附件1``)."""
    return bool(_REFERENCE.search(fold_width(text[max(0, marker.start - 6) : marker.start])))
