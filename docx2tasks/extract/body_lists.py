"""Lists of acting bodies: where one name ends and the next starts.

``A及其B``, words that share one last word (``发展改革、财政部门``) and levels of one class (``各市、县人民政府``) are
one name each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Span

# Chinese in this module: what joins names and levels in a list, the grammar of lists; what names end with is in rules
_PARTS = re.compile(r"[、,]|以及|及其|或者?|[和与及]|(?:特别|尤其)是")
_BRACKETS = re.compile(r"\([^()]{1,24}\)")
_OTHERS = re.compile(r"等(?:[^,。;、()]{0,10}(?:部门|单位|机构|企业|方面))?(?:\([^()]{1,24}\))?")
_ALIAS = re.compile(r"\((?:以下)?(?:统|简|合)称[^()]*\)$")
_LEVEL = re.compile(r"(?:省|市|县|区|镇|乡|行政村|村|州|盟|旗|街道|社区|自治区|直辖市|乡镇)级?")
_LEVEL_LIST = re.compile(rf"(?:各|每个?)?{_LEVEL.pattern}(?:、{_LEVEL.pattern}){{0,6}}")
_LEVELS = "省市县区镇乡村州盟旗街社自直"
# 各有关委、办、局: offices by one character each are one class
_SHORT_OFFICES = re.compile(r"各(?:有关|相关)?[委办局部厅](?:、[委办局部厅会院行处]){1,6}")
# 各成员单位、有关单位 are two, although words of units may take such a pair as one class
_NEW_CLASS = re.compile(r"[部单机企方科处地][门位构业面室方区]?(?:、|和|及|与)(?:各|有关|相关)|以及")
_RELATIVE = 12  # characters of a name that keeps its 的: 有条件的地区
_LONGEST = 34  # characters of one name
_LONGEST_SHARED = 140  # and of one in which several words share the last
# what may be between the last name and what makes it act, and is not part of it: 有关单位和个人, 各部门之间
BESIDE = r"(?:(?:和|及|、|以及)[^,。;、的和及]{0,6}(?:个人|人员|负责人|教师|职工|家长|公民|经营者)|之间|[双三]方)"
_BESIDE_ENDS = "人员间方师工长民者"
_BESIDE_LONGEST = 14
_BESIDE = re.compile(rf"{BESIDE}$")
_EDGE = " 、,和及与的"


class BodyListSplitter:
    """Splits lists of bodies into names."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["actors"]
        self._class = re.compile(join(rules["units"].of("class")))
        self._ends_like_body = rules.once(BodyJudge).ends_like_body

    def split(self, text: str, start: int, end: int, *, is_bound: bool, known: Sequence[str] = ()) -> Iterator[Span]:
        """The ranges of the names in the list ``text[start:end]``; ``is_bound``: a modal follows."""
        is_maybe = text[end - 1] in _BESIDE_ENDS  # cheap, and mostly false
        beside = _BESIDE.search(text, max(start, end - _BESIDE_LONGEST), end) if is_maybe else None
        end = self._without_others(text, start, beside.start() if beside else end, known)
        parts = [part for part in self._parts(text, start, end, known) if part[0] < part[1]]
        for low, high in parts:
            name = text[low:high]
            if name in known or self._is_body(name, is_bound=is_bound):
                yield low, high

    def _without_others(self, text: str, start: int, end: int, known: Sequence[str]) -> int:
        """The end of the list without 等部门 behind a whole name; 公安、交通等部门 share it as their last word."""
        at = text.rfind("等", start, end)
        if at < 0 or not _OTHERS.fullmatch(text, at, end):
            return end
        names = text[start:at].split("、")
        return at if self._is_whole(names[0], known) and self._is_whole(names[-1], known) else end

    def _parts(self, text: str, start: int, end: int, known: Sequence[str]) -> Iterator[Span]:
        """Names between separators; what is no whole name by itself belongs to the next."""
        if not _PARTS.search(text, start, end) or self._is_shared(text, start, end, known):
            yield self._trim(text, start, end)
            return
        patterns = (self._class, _BRACKETS, _SHORT_OFFICES)
        inner = [found.span() for pattern in patterns for found in pattern.finditer(text, start, end)]
        inner = [(first, last) for first, last in inner if not _NEW_CLASS.search(text, first, last)]
        at = start
        for mark in _PARTS.finditer(text, start, end):
            low, high = mark.span()
            is_inside = any(first <= low < last for first, last in inner)
            if mark.group() == "及其" or is_inside or not self._is_whole(text[at:low], known):
                continue
            if mark.group() == "、" and _is_one_class(text[at:low], text[high:end]):
                continue
            yield self._trim(text, at, low)
            at = high
        yield self._trim(text, at, end)

    def _is_shared(self, text: str, start: int, end: int, known: Sequence[str]) -> bool:
        """Whether all words of a list share the last: 网信、公安、海关等部门, whatever some of them end with."""
        first = text.find("、", start, end)
        others = text.rfind("等", start, end)
        return start < first < others and not self._is_whole(text[start:first], known)

    def _is_whole(self, name: str, known: Sequence[str]) -> bool:
        return self._ends_like_body(name) or name in known

    def _trim(self, text: str, low: int, high: int) -> Span:
        """A name without what is around it: an alias in a bracket, a relative clause that is long."""
        alias = _ALIAS.search(text, low, high)
        high = alias.start() if alias else high
        relative = text.rfind("的", low, high) if high - low > _RELATIVE else -1
        if relative > 0 and not self._set.find("bare-class", text[relative + 1 : high]):
            low = relative + 1
        while low < high and text[low] in _EDGE:
            low += 1
        while high > low and text[high - 1] in _EDGE:
            high -= 1
        return low, high

    def _is_body(self, name: str, *, is_bound: bool) -> bool:
        """Whether a name is one of a body: a class without more, a place or a thing only where a modal follows."""
        longest = _LONGEST_SHARED if "、" in name else _LONGEST
        is_whole = "\x00" not in name and name.count("(") == name.count(")")
        if not is_whole or not 1 < len(name) <= longest or self._set.find("not-a-body", name.rpartition("、")[2]):
            return False  # what a list shares is its last word: 空气质量、城市 is none
        return is_bound or not (self._set.find("bare-class", name) or self._set.find("needs-modal", name))


def _is_one_class(before: str, behind: str) -> bool:
    """Whether two levels are one class: 市、区住房保障部门, 各镇、街道."""
    if not _LEVEL_LIST.fullmatch(before) or not (behind[:1] in _LEVELS or behind.startswith("行政村")):
        return False
    level = _LEVEL.match(behind)
    return before.startswith(("各", "每")) or (level is not None and level.end() < len(behind))
