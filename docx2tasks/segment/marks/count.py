"""Whether a candidate is a mark, and how deep it stands: what the sequence says.

A list counts up from one; lists nest by the order in which the document itself uses their
styles; a number may run on across sections.  The levels that are open are a stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from docx2tasks.segment.marks.find import Boundary, Marker, is_reference
from docx2tasks.segment.sentences import is_sentence_like

_DIGIT_STYLES = frozenset({"num-dot", "num-comma"})  # 1. and 1、 are mixed in one list by mistake
_NEVER_IN_WORDS = frozenset({"han-dot", "num-half", "circle"})  # 三、四级手术 is no third item
# the order of GB/T 9704 (structure levels of the body), with what books put above and below
_USUAL = {
    "chapter": 0,
    "section": 1,
    "article": 2,
    "han-dot": 3,
    "han-paren": 4,
    "num-dot": 5,
    "num-comma": 5,
    "num-paren": 6,
    "num-half": 7,
    "circle": 8,
}
_DECIMALS = ("num-blank", "decimal-2", "decimal-3", "decimal-4", "decimal-5")
_FAR = 30  # a number further on than this is no item of the list
_HIGHEST = 200
_HEADING = 40  # characters of a heading that has lost its line end


class Candidate(NamedTuple):
    """A marker that may be one, and what comes behind it.

    ``next_number`` is the number of the next candidate of its style; ``heads`` says that a first
    mark of another style stands behind a few words: 四、保障措施(一)强化.
    """

    marker: Marker
    next_number: int | None
    heads: bool = False


class Level(NamedTuple):
    """One open level: its style and the number it has reached."""

    style: str
    number: int | None


def marker_style(marker: Marker) -> str:
    """The style by which levels are told apart: ``1.1`` and ``1.1.1`` are two."""
    return f"decimal-{len(marker.parts)}" if marker.parts else marker.style


@dataclass(slots=True, repr=False, eq=False)
class Sequence:
    """The open levels, and which styles this document has put above which."""

    counts_decimals: bool = False
    levels: list[Level] = field(default_factory=list)
    _below: dict[str, set[str]] = field(default_factory=dict)
    _reached: dict[str, int] = field(default_factory=dict)  # the last number of each style, closed lists too

    def is_mark(self, candidate: Candidate, text: str, since: int, *, run_together: bool) -> bool:
        """Whether ``candidate`` is a mark of ``text``, the last mark having ended at ``since``.

        ``run_together`` says that the paragraph has lost its line ends.
        """
        marker = candidate.marker
        if marker.style == "num-blank" or marker.parts:
            return self.counts_decimals
        if marker.style.startswith("auto-"):
            return True
        if marker.boundary == Boundary.LINE:
            return self._is_mark_at_line(candidate)
        if marker.boundary == Boundary.WORD:
            glued = marker.style == "circle" and marker.number in self.expected(marker.style)  # ①推进选课②建设高中
            headed = (
                self._runs_on(marker, text) and bool(self.levels) and is_heading_between(text[since : marker.start])
            )
            return glued or headed or (run_together and self._is_mark_in_words(candidate, text, since))
        return self._is_mark_at_pause(candidate, text, since, run_together=run_together)

    def _is_mark_at_line(self, candidate: Candidate) -> bool:
        marker = candidate.marker
        expected = self.expected(marker.style)
        if marker.number in expected:
            return True
        if marker.weak:
            return marker.number == 1 and candidate.next_number == 2
        if marker.number == 1 or not expected:
            return marker.number <= _HIGHEST
        return marker.number < _FAR or any(abs(marker.number - e) <= _FAR for e in expected)

    def _is_mark_at_pause(self, candidate: Candidate, text: str, since: int, *, run_together: bool) -> bool:
        """A mark behind a sentence or a blank: the next of its list, or a first one that a second follows."""
        marker = candidate.marker
        expected = self.expected(marker.style)
        if marker.number in expected or self._runs_on(marker, text):
            return True
        if marker.weak:
            return False
        if marker.number == 1 and candidate.next_number == 2:
            return True
        skips = any(0 < marker.number - e <= 3 for e in expected)
        return run_together and (skips or candidate.heads or self._follows_heading(marker, text, since))

    def _is_mark_in_words(self, candidate: Candidate, text: str, since: int) -> bool:
        """A mark inside run-together words: the next of its list, or a first one under a heading."""
        marker = candidate.marker
        if marker.weak or marker.style in _NEVER_IN_WORDS or is_reference(text, marker):
            return False
        if not "\u4e00" <= text[marker.end : marker.end + 1] <= "\u9fff":
            return False
        if marker.number in self.expected(marker.style) or self._runs_on(marker, text):
            return True
        return (marker.number == 1 and candidate.next_number == 2) or self._follows_heading(marker, text, since)

    def _runs_on(self, marker: Marker, text: str) -> bool:
        """Whether a numbering that runs on across sections goes on: （四）, then （五） under the next 二、."""
        return (
            marker.number > 1
            and self._reached.get(marker.style) == marker.number - 1
            and not is_reference(text, marker)
        )

    def _follows_heading(self, marker: Marker, text: str, since: int) -> bool:
        """Whether a first mark stands right behind a short heading: ``重点任务(一)规范…``."""
        return marker.number == 1 and bool(self.levels) and is_heading_between(text[since : marker.start])

    def expected(self, style: str) -> set[int]:
        """The numbers with which an open list of this style would go on."""
        same = _DIGIT_STYLES if style in _DIGIT_STYLES else {style}
        return {level.number + 1 for level in self.levels if level.style in same and level.number is not None}

    def depth(self, style: str, number: int | None) -> int:
        """How many open levels stay open around a new item of ``style``."""
        for index in range(len(self.levels) - 1, -1, -1):
            if self.levels[index].style == style:
                return index
        if style in _DECIMALS:
            return self._decimal_depth(style)
        for index in range(len(self.levels) - 1, -1, -1):
            if number and number > 1 and self._goes_on(self.levels[index], style, number):
                return index
        at = len(self.levels)
        while at and self._is_above(style, number, self.levels[at - 1].style):
            at -= 1
        return at

    def _is_above(self, style: str, number: int | None, other: str) -> bool:
        """Whether ``style`` stands above ``other``: as this document has used them so far.

        A list met for the first time in its middle has lost its beginning: it stands where
        official papers put it (一、 above （一） above 1. above （1）).
        """
        if other in self._below.get(style, ()):
            return True
        unseen = style not in self._below and all(style not in below for below in self._below.values())
        return unseen and (number or 0) > 1 and _USUAL.get(style, 99) < _USUAL.get(other, 0)

    def _decimal_depth(self, style: str) -> int:
        """``2.1.2`` stands under ``2.1`` whatever was opened in between."""
        shorter = _DECIMALS[: _DECIMALS.index(style)]
        for index in range(len(self.levels) - 1, -1, -1):
            if self.levels[index].style in shorter:
                return index + 1
        return len(self.levels)

    def _goes_on(self, level: Level, style: str, number: int) -> bool:
        return style in _DIGIT_STYLES and level.style in _DIGIT_STYLES and level.number == number - 1

    def enter(self, depth: int, style: str, number: int | None) -> None:
        """Close the levels from ``depth`` on and open one there."""
        del self.levels[depth:]
        for level in self.levels:
            self._below.setdefault(level.style, set()).add(style)
        self.levels.append(Level(style, number))
        if number is not None:
            self._reached[style] = number

    def close(self) -> None:
        """Close all levels: another part begins."""
        self.levels.clear()
        self._reached.clear()


def is_heading_between(words: str) -> bool:
    """Whether the words between two marks are a heading that has lost its line end."""
    return 0 < len(words.strip()) <= _HEADING and not is_sentence_like(words)


def counts_decimals(firsts: list[Marker]) -> bool:
    """Whether the marks that begin paragraphs count with ``1.1``: two of them follow each other."""
    rows = [m.parts for m in firsts if m.parts and m.boundary == Boundary.LINE]
    return any((b[:-1] == a[:-1] and b[-1] == a[-1] + 1) or b[:-1] == a for a, b in pairwise(rows))
