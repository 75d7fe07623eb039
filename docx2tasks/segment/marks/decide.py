"""Whether a candidate is a label: by the open lists and its context."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.segment.marks.count import NumberingState
from docx2tasks.segment.marks.find import Boundary, Marker, is_reference
from docx2tasks.segment.sentences import is_sentence_like

_NEVER_IN_WORDS = frozenset({"han-dot", "num-half", "circle"})  # 三、四级手术 is not a third item
_FAR = 30  # a number further ahead than this is not an item of the list
_HIGHEST = 200
_SHOWN = 2  # items that show that a list counts with this very mark
_FEW_WORDS = 2  # a number and the words of a heading
_WITH_PAUSE = frozenset({"num-comma", "han-dot", "stem"})
_BEHIND = re.compile(r"(\d+|[一二三四五六七八九十])(?=[号栋楼幢层期批标级类线组队段名个位]|年级|月(?![底前初上中下]))")
_LOST = 3  # chapters that may be lost between two
_HEADING = 40  # characters of a heading that has lost its line end


class MarkCandidate(NamedTuple):
    """A marker that may be one, and what comes after it.

    ``next_number`` is the number of the next candidate of its style; ``heads`` says that a first
    mark of another style follows a few words on: 四、保障措施(一)强化.
    """

    marker: Marker
    next_number: int | None
    heads: bool = False


def is_mark(candidate: MarkCandidate, state: NumberingState, text: str, since: int, *, run_together: bool) -> bool:
    """Whether ``candidate`` is a mark of ``text``, the last mark having ended at ``since``.

    ``run_together`` says that the paragraph has lost its line ends.
    """
    marker = candidate.marker
    if marker.level is not None:
        return True  # an automatic number counts whatever it looks like
    if marker.parts:
        return state.counts_decimals
    if marker.style.name == "num-blank":
        is_chapter = state.counts_decimals and _is_chapter(candidate, state)
        return is_chapter or (not _is_row(text) and _is_weak_mark(candidate, state, text))
    if marker.boundary == Boundary.LINE:
        return _is_mark_at_line(candidate, state, text)
    if marker.boundary == Boundary.WORD:
        return _is_mark_at_word(candidate, state, text, since, run_together=run_together)
    return _is_mark_at_pause(candidate, state, text, since, run_together=run_together)


def _is_mark_at_line(candidate: MarkCandidate, state: NumberingState, text: str) -> bool:
    marker = candidate.marker
    if marker.weak:
        return _is_weak_mark(candidate, state, text)
    expected = state.expected(marker.style)
    if marker.number in expected:
        return True
    if marker.number == 1 or not expected:
        return marker.number <= _HIGHEST
    return marker.number < _FAR or any(abs(marker.number - e) <= _FAR for e in expected)


def _is_weak_mark(candidate: MarkCandidate, state: NumberingState, text: str) -> bool:
    """Whether a list asks for exactly this number, and no later candidate is it rather."""
    marker, following = candidate.marker, candidate.next_number
    expected = state.expected(marker.style)
    if _is_pair(marker, text):
        is_own = marker.number > _SHOWN and any(
            level.style == marker.style and level.number == marker.number - 1 for level in state.levels
        )
        return marker.number in expected and (following == marker.number + 1 or (following is None and is_own))
    if marker.number in expected:
        return following != marker.number
    if marker.number == 1:
        is_alone = following in {None, 1} and not expected and (state.reached(marker.style) or 0) > 1
        # A. alone below a heading, in a document that counts with letters
        return (following == 2 and 2 not in expected) or (is_alone and marker.style.name.startswith("letter"))
    return not expected and state.reached(marker.style) == marker.number - 1


def _is_pair(marker: Marker, text: str) -> bool:
    """Whether the words behind begin with the next number: ``一、二年级``, ``1、2号楼``."""
    if marker.style.name not in _WITH_PAUSE:
        return False
    behind = _BEHIND.match(fold_width(text[marker.label_end : marker.label_end + 6]))
    return behind is not None and text_to_number(behind[1]) == marker.number + 1


def _is_chapter(candidate: MarkCandidate, state: NumberingState) -> bool:
    """``3 行动计划实施`` in a document that counts with ``3.1``; a chapter or two may be lost."""
    number, expected = candidate.marker.number, state.expected(candidate.marker.style)
    return number == 1 or not expected or any(0 <= number - e < _LOST for e in expected)


def _is_row(text: str) -> bool:
    """Whether a line is rather a row of a table that has lost its cells: ``3 编制规划 区政府 长期``."""
    return len(text.split()) > _FEW_WORDS and not is_sentence_like(text)


def _is_mark_at_pause(
    candidate: MarkCandidate, state: NumberingState, text: str, since: int, *, run_together: bool
) -> bool:
    """A mark after a sentence or a blank: the next of its list, or a first one that a second follows."""
    marker = candidate.marker
    expected = state.expected(marker.style)
    if marker.number in expected or _runs_on(marker, state, text):
        return True
    if marker.weak:
        return False
    if marker.number == 1 and candidate.next_number == 2:
        return True
    skips = any(0 < marker.number - e <= 3 for e in expected)
    return run_together and (skips or candidate.heads or _follows_heading(marker, state, text, since))


def _is_mark_at_word(
    candidate: MarkCandidate, state: NumberingState, text: str, since: int, *, run_together: bool
) -> bool:
    """A mark that touches the word before it; a number with a figure behind its point is a version (平台2.0)."""
    marker = candidate.marker
    if marker.weak:
        return False
    if marker.style.name == "circle" and marker.number in state.expected(marker.style):  # ①推进选课②建设高中
        return True
    runs_on = _runs_on(marker, state, text) and bool(state.levels)
    if runs_on and is_heading_between(text[since : marker.start]):
        return True
    return run_together and _is_mark_in_words(candidate, state, text, since)


def _is_mark_in_words(candidate: MarkCandidate, state: NumberingState, text: str, since: int) -> bool:
    """A mark inside run-together words: the next of its list, or a first one under a heading."""
    marker = candidate.marker
    if marker.weak or marker.style.name in _NEVER_IN_WORDS or is_reference(text, marker):
        return False
    if not "\u4e00" <= text[marker.end : marker.end + 1] <= "\u9fff":
        return False
    if marker.number in state.expected(marker.style) or _runs_on(marker, state, text):
        return True
    is_first = marker.number == 1 and candidate.next_number == 2
    return is_first or _follows_heading(marker, state, text, since)


def _runs_on(marker: Marker, state: NumberingState, text: str) -> bool:
    """Whether a numbering that runs on across sections continues: （四）, then （五） under the next 二、."""
    is_next = marker.number > 1 and state.reached(marker.style) == marker.number - 1
    return is_next and not is_reference(text, marker)


def _follows_heading(marker: Marker, state: NumberingState, text: str, since: int) -> bool:
    """Whether a first mark is right after a short heading: ``重点任务(一)规范…``."""
    return marker.number == 1 and bool(state.levels) and is_heading_between(text[since : marker.start])


def is_heading_between(words: str) -> bool:
    """Whether the words between two marks are a heading that has lost its line end."""
    return 0 < len(words.strip()) <= _HEADING and not is_sentence_like(words)
