"""Glyphs → lines: glyphs on one baseline, left to right, with spaces for gaps.

The order of a file is not the order of reading: full-width quotes, bold words and table cells are
often drawn apart.  So glyphs are sorted by baseline and place, whatever order they come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from docx2tasks.readers.characters import replace_look_alikes
from docx2tasks.readers.layout.page import Glyph

_LEFT, _BASELINE_FIRST = itemgetter(1), itemgetter(3, 1)  # of a glyph
_SAME_LINE = 0.45  # of the font's size: a raised ² or a lowered mark is still on its line
_RAISED = 2.2  # times: a ² is not smaller than this next to its line; a seal or a watermark is larger
_TWICE = 0.3  # of the sign's width: the same sign so near to itself was drawn twice to look bold
_BLANK = 0.22  # of the font's size: a gap between two Latin words
_GUTTER = 0.45  # of the font's size: a narrower gap does not part the columns of a table
_WIDE_BLANK = 0.75  # of the font's size: a gap that was a blank between Chinese characters
_FEWEST = 5  # characters that show how far they were set apart
_SPREAD, _WIDEST = 0.08, 0.7  # of the font's size: less is not spacing, more are blanks
_EVEN = 0.05  # of the font's size: the same distance
_SMALLEST = 0.5  # points; anything smaller is not text
_NEVER_FIRST = frozenset("。，、；：！？）》〉」』”’】〕〗％,;:!?)%.．…·")
_NEVER_LAST = frozenset("（《〈「『“‘【〔〖([")
_LOOK_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_CLUSTER = 24  # glyphs: a longer word breaks anywhere


class Gap(NamedTuple):
    """Room left free inside a line: from where to where, and before which character of its text."""

    left: float
    right: float
    at: int
    cluster: float  # of what follows it


class LayoutLine(NamedTuple):
    """Words on one baseline.

    ``cluster`` is the width of the first characters that no line end may part (``2022``, ``（一``,
    ``局，``): a line above with less room than that had to end.  ``sure`` is how sure the least
    sure of the characters is, None where they were read.  ``gaps`` are the wider ones.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    cluster: float
    sure: float | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def width(self) -> float:
        """From the first character's left edge to the last one's right."""
        return self.right - self.left


def glyphs_to_lines(glyphs: Iterable[Glyph], gap: float) -> list[LayoutLine]:
    """The lines of glyphs, from top to bottom and left to right.

    Goes in: glyphs in any order.  Comes out: lines; where more than ``gap`` times the font's size
    is left free, a new line begins on the same baseline (columns, ``附件1        单位：万元``).
    """
    return [line for row in _glyphs_to_rows(glyphs) for line in _row_to_lines(row, gap)]


def rejoin_lines(lines: Iterable[LayoutLine], gap: float) -> list[LayoutLine]:
    """Lines of one column, with those put together again that less than ``gap`` parts on one baseline.

    ``第一条`` and ``本办法…`` behind a wide blank are one line; ``附件1`` and ``单位：万元`` are two.
    """
    found: list[LayoutLine] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and last.baseline == line.baseline and 0 <= line.left - last.right <= gap * last.size:
            sure = min((one for one in (last.sure, line.sure) if one is not None), default=None)
            shift = len(last.text)
            between = Gap(last.right, line.left, shift, line.cluster)
            gaps = (*last.gaps, between, *(one._replace(at=one.at + shift + 1) for one in line.gaps))
            found[-1] = last._replace(text=f"{last.text} {line.text}", right=line.right, sure=sure, gaps=gaps)
        else:
            found.append(line)
    return found


def _glyphs_to_rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs by baseline, each row from left to right."""
    row: list[Glyph] = []
    baseline = size = 0.0
    for glyph in sorted(glyphs, key=_BASELINE_FIRST):
        below = glyph.baseline - baseline
        if row and below and below > _SAME_LINE * _line_size(size, glyph.size):
            yield _left_to_right(row)
            row = []
        row.append(glyph)
        baseline, size = glyph.baseline, glyph.size
    if row:
        yield _left_to_right(row)


def _line_size(size: float, other: float) -> float:
    """The size of the line that signs of two sizes may share: the larger, if the smaller is no less than a ``²`` is."""
    small, large = (size, other) if size < other else (other, size)
    return max(large if large < _RAISED * small else small, _SMALLEST)


def _left_to_right(row: list[Glyph]) -> list[Glyph]:
    """A row in the order of reading, without signs that were drawn twice.

    A blank goes to the sign behind it (``" 5"``), where it can be seen: some programs write one
    between all characters, and take its room away again.
    """
    row.sort(key=_LEFT)
    found: list[Glyph] = []
    last, right, blank = -inf, inf, False
    for glyph in row:
        if glyph.text == " ":
            blank = True
            continue
        if glyph.left - last < _TWICE * (glyph.right - glyph.left) and any(_is_twice(n, glyph) for n in found[-3:]):
            continue
        is_seen = blank and glyph.left - right > _BLANK * glyph.size
        found.append(glyph._replace(text=f" {glyph.text}") if is_seen else glyph)
        last, right, blank = glyph.left, glyph.right, False
    return found


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    if before.text.lstrip() != glyph.text or abs(glyph.baseline - before.baseline) > _TWICE * glyph.size:
        return False
    return glyph.left - before.left < _TWICE * (glyph.right - glyph.left)


def _row_to_lines(row: Sequence[Glyph], gap: float) -> Iterator[LayoutLine]:
    if not row:
        return
    baseline = row[len(row) // 2].baseline
    start = 0
    for index, (before, glyph) in enumerate(pairwise(row), 1):
        if glyph.left - before.right > gap * max(before.size, glyph.size):
            yield _glyphs_to_line(row[start:index], baseline)
            start = index
    yield _glyphs_to_line(row[start:] if start else row, baseline)


def _glyphs_to_line(glyphs: Sequence[Glyph], baseline: float) -> LayoutLine:
    first = glyphs[0]
    pieces = [first.text]
    right = first.right
    gaps: list[Gap] = []
    spread = -1.0
    for number, glyph in enumerate(glyphs[1:], 1):
        if glyph.left - right > _BLANK * glyph.size:
            spread = _find_spread(glyphs) if spread < 0 else spread
            if glyph.left - right > _GUTTER * glyph.size + spread:
                gaps.append(Gap(right, glyph.left, sum(map(len, pieces)), _cluster_width(glyphs[number:])))
            if glyph.left - right > _BLANK * glyph.size + spread and _is_blank(pieces[-1], glyph, right + spread):
                pieces.append(" ")
        pieces.append(glyph.text)
        right = glyph.right
    sizes = sorted([glyph.size for glyph in glyphs])
    return LayoutLine(
        text=plain_characters("".join(pieces).strip()),
        left=first.left,
        right=right,
        baseline=baseline,
        size=max(sizes[len(sizes) // 2], _SMALLEST),
        cluster=_cluster_width(glyphs),
        sure=None if first.sure is None else min([g.sure for g in glyphs if g.sure is not None], default=None),
        gaps=tuple(gaps),
    )


def _find_spread(glyphs: Sequence[Glyph]) -> float:
    """How far the characters of a line were set apart, in points: what most of them leave free; 0 in most lines."""
    if len(glyphs) < _FEWEST:
        return 0.0
    free = sorted(glyph.left - before.right for before, glyph in pairwise(glyphs))
    size = glyphs[0].size
    middle = free[len(free) // 2]
    if not _SPREAD * size < middle < _WIDEST * size:
        return 0.0
    is_even = sum(abs(one - middle) < _EVEN * size for one in free) > len(free) / 2
    return middle if is_even else 0.0


def cut_line(line: LayoutLine, gaps: Sequence[Gap]) -> list[LayoutLine]:
    """A line cut at some of its gaps, in order."""
    found: list[LayoutLine] = []
    start, left, cluster = 0, line.left, line.cluster
    for gap in gaps:
        words = line.text[start : gap.at].strip()
        found.append(line._replace(text=words, left=left, right=gap.left, cluster=cluster, gaps=()))
        start, left, cluster = gap.at, gap.right, gap.cluster
    return [*found, line._replace(text=line.text[start:].strip(), left=left, cluster=cluster, gaps=())]


def _is_blank(before: str, glyph: Glyph, right: float) -> bool:
    """Whether the gap before a glyph was a blank: a small one between Latin words, else a wide one."""
    if glyph.text[0] == " ":
        return False
    if before[-1] < "\u2000" and glyph.text[0] < "\u2000":
        return True
    is_beside = before[-1] in _NEVER_FIRST or glyph.text[0] in _NEVER_LAST  # such signs fill half of their width
    return glyph.left - right > (1.5 if is_beside else 1) * _WIDE_BLANK * glyph.size


def _cluster_width(glyphs: Sequence[Glyph]) -> float:
    """How wide the first characters are that cannot be parted by a line end."""
    count, last = 1, min(len(glyphs), _CLUSTER)
    while count < last and _is_tied(glyphs[count - 1].text[-1], glyphs[count].text[0]):
        count += 1
    return glyphs[count - 1].right - glyphs[0].left


def _is_tied(before: str, after: str) -> bool:
    """Whether no line may end between two characters: GB/T 15834, 5.1, and words in Latin letters."""
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return True
    if before == "〕":  # of a document's number: 〔2022〕37号
        return after.isdigit()
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def plain_characters(words: str) -> str:
    """Words without look-alikes: fonts map ``⼀`` (a radical, U+2F00) where ``一`` is meant, and letters to ``ﬁ``."""
    if words.isascii() or not _LOOK_ALIKE.search(words):
        return words
    return _LOOK_ALIKE.sub(lambda found: normalize("NFKC", found[0]), replace_look_alikes(words)[0])
