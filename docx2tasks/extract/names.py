"""Names of units: their form, and where the names of a list start and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter

from docx2tasks.deadline import check_deadline
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import EMPTY, Passage, Span

EDGE = "★☆▲△●◆■*— \t\u00a0、，,；;。.:：/|\"'"
_OPEN, _CLOSE = "([【〔{", ")]】〕}"
_BRACKETS = re.compile("|".join(map(re.escape, _OPEN + _CLOSE)))
_PARTS = re.compile(r"[、,;。/|\s]+|以及|及其|[和与及]")
_ENDING = 12  # characters of the last word of a name
_BEFORE = 60  # characters that are looked at before a separator: a name, and blanks after it
_LONGEST = 45  # characters of one name; the longest seen has 31


class NameFinder:
    """Finds names of units in a list, by their endings, including names that contain separators."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._whole = re.compile(join(self._set.of("class")))
        self._and_others = re.compile(join(self._set.of("and-others")))
        self._tail = re.compile(join(self._set.of("name-tail")))
        self._not_after_and = re.compile(join(self._set.of("not-after-and")))
        self._name_of = lru_cache(maxsize=8192)(self._read_name)  # a document says few names many times
        self._is_name = lru_cache(maxsize=4096)(self._looks_like_name)

    def is_unit(self, name: str) -> bool:
        """Whether ``name`` looks like a unit: ``省卫生健康委``, ``各县（市、区）人民政府``."""
        folded = fold_width(name).strip()
        return len(folded) <= _LONGEST and self._is_name(folded)

    def _looks_like_name(self, folded: str) -> bool:
        return self._set.find("name", folded) is not None

    def ends_like_unit(self, folded: str) -> bool:
        """Whether the last word is one with which units' names end: ``…和省教育厅``."""
        return self._set.find("ending", folded.rstrip(" 、,")[-_ENDING:]) is not None

    def find(self, passage: Passage, text: str, start: int, end: int) -> Iterator[Passage]:
        """The names of the list at ``text[start:end]``; ``text`` is the folded text of ``passage``.

        ``住房和城乡建设部、各县（市、区）人民政府`` are two.
        """
        for low, high in self._ranges(text, start, end):
            words = passage.cut(low, high)
            if len(words.spans) == 1:
                name = self._name_of(words.text)
                if name:
                    yield moved(name, words.spans[0][0])
            elif name := self._to_name(words):
                yield name

    def split(self, words: str) -> list[str]:
        """The single names of a folded list, whether they are names or not: nothing inside one parts it."""
        return [name for low, high in self._ranges(words, 0, len(words)) if (name := words[low:high].strip(EDGE))]

    def _ranges(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Ranges of single names in ``text[start:end]``."""
        whole = [m.span() for m in self._whole.finditer(text, start, end)]
        whole += list(_bracket_ranges(text, start, end))
        others = [m.span() for m in self._and_others.finditer(text, start, end)]
        inner = _merge(whole)
        cuts = [span for span in others if not _is_inside(span[0], inner)]
        kept = _merge([*whole, *cuts])  # no mark inside these separates names
        at = start
        for mark in _PARTS.finditer(text, start, end):
            check_deadline()
            if not (kept and _is_inside(mark.start(), kept)) and self._separates(text, at, mark, end):
                cuts.append(mark.span())
                at = mark.end()
        at = start
        for low, high in sorted(cuts):
            yield at, low
            at = max(at, high)
        yield at, end

    def _separates(self, text: str, since: int, mark: re.Match[str], end: int) -> bool:
        """Whether a separator separates two names: 和 does not in 住房和城乡建设部."""
        sign = mark.group().strip()
        if sign and sign[0] in "、,;。/|":
            return True
        left = text[max(since, mark.start() - _BEFORE) : mark.start()]
        if not sign:
            return self.ends_like_unit(left) and not self._tail.match(text, mark.end(), end)
        is_name = bool(left) and self.ends_like_unit(left)
        return is_name and not self._not_after_and.match(text, mark.end(), end)

    def _read_name(self, words: str) -> Passage:
        """The name in words at the beginning of a text."""
        return self._to_name(Passage(words, ((0, len(words)),)))

    def _to_name(self, words: Passage) -> Passage:
        """The name that words of a list are, without what is around it; empty where they are none."""
        name = self._without_edge_words(words.strip(EDGE))
        is_name = name and len(name.text) <= _LONGEST and not self._set.find("not-a-name", name.folded)
        return name.collapsed() if is_name else EMPTY

    def _without_edge_words(self, name: Passage) -> Passage:
        """The name without 由 before it and 等 after it."""
        before = self._set.find("before-name", name.text)
        name = name.cut(before[1].end()) if before else name
        after = self._set.find("after-name", name.text)
        name = name.cut(0, after[1].start()) if after and after[1].start() else name
        return _without_half_brackets(name).strip(EDGE)


def _without_half_brackets(name: Passage) -> Passage:
    """The name without a bracket that is opened or closed outside it."""
    text = name.folded
    if text and text[0] in _OPEN and text.find(_CLOSE[_OPEN.index(text[0])]) in {-1, len(text) - 1}:
        name = name.cut(1).strip(EDGE + ")）]】")
    if text and text[-1] in _CLOSE and not any(c in text for c in _OPEN):
        name = name.cut(0, len(name.text) - 1)
    return name


def moved(passage: Passage, by: int) -> Passage:
    """The same words further on in the text."""
    return Passage(passage.text, tuple([(low + by, high + by) for low, high in passage.spans]))


def _merge(spans: Iterable[Span]) -> list[Span]:
    """The spans of more than one character in order, those that overlap as one."""
    merged: list[Span] = []
    for low, high in sorted(span for span in spans if span[1] - span[0] > 1):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _is_inside(place: int, merged: Sequence[Span]) -> bool:
    at = bisect_right(merged, place, key=itemgetter(0)) - 1
    return at >= 0 and place < merged[at][1]


def _bracket_ranges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Outermost bracketed ranges."""
    depth, opened = 0, start
    for sign in _BRACKETS.finditer(text, start, end):
        place = sign.start()
        if text[place] in _OPEN:
            opened = place if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield opened, place + 1
