"""Lines → paragraphs: which line breaks are real, and which are wrapping.

A line end inside a Chinese sentence is no break.  A line begins a paragraph where the one above had
room for its first word, where it is indented, and where it opens an item (``（一）``) after a whole
sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from docx2tasks.readers.layout.lines import LayoutLine
from docx2tasks.readers.plain.lines import MARKER, is_cut_date

_SENTENCE_END = frozenset("。！？；：!?;:.…")
_HANGING = frozenset("，。、；：,.;:")  # may stand beyond the margin
_CLOSED = _SENTENCE_END | frozenset("）)》】〕]”号")
_DOC_NUMBER = re.compile(r"\S{1,20}[〔\[（(【][0-9]{4}[〕\]）)】]\S{0,4}[0-9]{1,5}号")
_DIGIT = "[0-9〇○零一二三四五六七八九十]"
_DATE = re.compile(rf"{_DIGIT}{{2,4}}年{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}日)?")
_BODY = re.compile("[\u4e00-\u9fff]{3,15}[局委厅部办院府会室处科]")
_INDENT = 1.3  # of the font's size: less is not an indent; a paragraph's is two
_ROOM = 0.15  # of the font's size: how much less than needed is still room enough
_MIDDLE = 0.6  # of the font's size: how far a centred line may stand off the middle
_SEEMING = 0.2  # the same, of a line that is indented as a paragraph is
_LARGER = 1.12  # times: a font that much larger is another kind of line
_FINE = 1.0  # points: the same place
_ALMOST = 0.8  # as common as the most common
_FAR = 6  # times the font's size: what is indented further is set to the right
_NARROW = 24  # times the font's size: one line that ends before that may end anywhere
_GAP = 1.6  # times the usual distance of lines: more parts paragraphs


class Margins(NamedTuple):
    """The left and right margin of lines, and their usual spacing."""

    left: float
    right: float
    pitch: float

    @property
    def middle(self) -> float:
        """The middle between the margins."""
        return (self.left + self.right) / 2


def lines_to_margins(lines: Iterable[LayoutLine]) -> Margins:
    """The margins of running text: where most lines begin, where most of the long ones end."""
    known = [*lines]
    if not known:
        return Margins(0, 0, 0)
    size = sorted(line.size for line in known)[len(known) // 2]
    lefts = [line.left for line in known]
    rights = [line.right for line in known if line.text[-1] not in _HANGING] or [line.right for line in known]
    far = max(rights) - (max(rights) - min(lefts)) * 0.2
    left, right = _usual(lefts, _FINE, first=True), _usual([r for r in rights if r >= far], _FINE, first=False)
    if right - left < _NARROW * size and sum(right - one < size for one in rights) == 1:
        right = left + _NARROW * size  # the longest of short lines, such as a title: it shows no margin
    pitches = [b.baseline - a.baseline for a, b in pairwise(known) if 0 < b.baseline - a.baseline < 4 * size]
    return Margins(left, right, _usual(pitches, _FINE, first=True) if pitches else 1.5 * size)


def _usual(values: Iterable[float], step: float, *, first: bool) -> float:
    """The value that most others are near to: of those as common the smallest with ``first``, else the largest."""
    counts = Counter(round(value / step) * step for value in values)
    near = {value: sum(counts[one] for one in (value - step, value, value + step)) for value in counts}
    best = max(near.values())
    found = [value for value, count in near.items() if count == best or count > _ALMOST * best]
    return max(found, key=lambda value: (counts[value], -value if first else value))


def lines_to_groups(
    lines: Iterable[LayoutLine], margins: Margins, *, in_cell: bool = False
) -> Iterator[list[LayoutLine]]:
    """The lines of each paragraph, in order, of running text or of a cell."""
    group: list[LayoutLine] = []
    for line in lines:
        if group and begins_paragraph(group[-1], line, margins, in_cell=in_cell):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def begins_paragraph(
    before: LayoutLine, line: LayoutLine, margins: Margins, *, in_cell: bool = False, on_new_page: bool = False
) -> bool:
    """Whether ``line`` begins a paragraph after the line ``before`` it.

    ``…推进医疗、医保、｜医药联动。`` goes on; ``…落到实处。｜　　（二）加强…`` begins.
    """
    if not on_new_page and _is_apart(before, line, margins):
        return True
    if is_cut_date(before.text, line.text):
        return False
    if not in_cell:
        return _is_signature(before, line) or _begins_in_text(before, line, margins)
    return _begins(before, line, margins)


def _begins_in_text(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    """The same of running text, where lines may be centred."""
    centred = _is_centred(line, margins)
    if centred and _is_centred(before, margins):
        return _ends_title_line(before, line)
    if centred:  # the last line of a title whose others fill the page's width
        is_other = _is_of_another_kind(before, line, margins) or has_room(before, line, margins)
        return is_other or _is_whole(before)
    return _begins(before, line, margins)


def _begins(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    if _is_of_another_kind(before, line, margins) or has_room(before, line, margins):
        return True
    is_indented = line.left - margins.left > _INDENT * line.size and not _goes_on_indented(before, line)
    return is_indented or (bool(MARKER.match(line.text)) and _is_whole(before))


def _ends_title_line(before: LayoutLine, line: LayoutLine) -> bool:
    """Whether the centred line ``before`` ends what is centred: the lines of a title end where the sense does."""
    is_other = not _is_alike(before, line) or bool(_DOC_NUMBER.fullmatch(line.text))
    return is_other or _is_whole(before)


def _is_of_another_kind(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    """Whether the lines differ in what they are: a heading, a document's number, a signature, a text."""
    return not _is_alike(before, line) or bool(_DOC_NUMBER.fullmatch(before.text)) or _is_aside(before, line, margins)


def has_room(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    """Whether the first word of ``line`` would fit on the line ``before``, so that the break is real."""
    return find_room(before, margins) > line.cluster + _ROOM * line.size


def find_room(line: LayoutLine, margins: Margins) -> float:
    """How many points are left free on a line: on both sides, where it is centred."""
    room = margins.right - line.right
    return 2 * room if _is_centred(line, margins) else room


def _is_apart(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    usual = max(margins.pitch, before.size, line.size)
    return line.baseline - before.baseline > _GAP * usual


def _is_aside(before: LayoutLine, line: LayoutLine, margins: Margins) -> bool:
    """Whether ``before`` is set to the right (a signature, a date) and ``line`` does not stand under it."""
    is_far = before.left - margins.left > _FAR * before.size
    return is_far and abs(before.left - line.left) > before.size


def _is_signature(before: LayoutLine, line: LayoutLine) -> bool:
    """Whether one of two lines is a date by itself, or both stand under each other and each names a body."""
    if _DATE.fullmatch(line.text) or _DATE.fullmatch(before.text):
        return True
    is_under = abs(before.left - line.left) < before.size or abs(before.right - line.right) < before.size
    return is_under and bool(_BODY.fullmatch(before.text)) and bool(_BODY.fullmatch(line.text))


def _is_alike(before: LayoutLine, line: LayoutLine) -> bool:
    small, large = sorted((before.size, line.size))
    return large <= _LARGER * small


def _is_whole(line: LayoutLine) -> bool:
    return line.text[-1] in _CLOSED


def _is_centred(line: LayoutLine, margins: Margins) -> bool:
    """Whether a line stands in the middle, clear of both margins; one indented by two characters may only seem so."""
    left, right = line.left - margins.left, margins.right - line.right
    off = _SEEMING if abs(left - 2 * line.size) < line.size / 4 else 2 * _MIDDLE
    return min(left, right) > _INDENT * line.size and abs(left - right) < off * line.size


def is_title(group: Sequence[LayoutLine], margins: Margins) -> bool:
    """Whether a paragraph is centred."""
    return all(_is_centred(line, margins) for line in group)


def _goes_on_indented(before: LayoutLine, line: LayoutLine) -> bool:
    """Whether both lines stand under each other, away from the margin, inside a sentence: a hanging paragraph."""
    is_under = abs(before.left - line.left) < _INDENT * line.size / 2
    return is_under and not _is_whole(before) and not MARKER.match(line.text)
