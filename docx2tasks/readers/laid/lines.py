"""Glyphs → lines: what stands on one baseline, left to right, with the blanks that were only gaps.

The order of a file is not the order of reading: full-width quotes, bold words and table cells are
often drawn apart.  So glyphs are sorted by baseline and place, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from docx2tasks.readers.laid.page import Glyph

_SAME_LINE = 0.45  # of the font's size: a raised ² or a lowered mark is still on its line
_TWICE = 0.3  # of the sign's width: the same sign so near to itself was drawn twice to look bold
_BLANK = 0.22  # of the font's size: a gap between two Latin words
_WIDE_BLANK = 0.75  # of the font's size: a gap that was a blank between Chinese characters
_SMALLEST = 0.5  # points; what is smaller is no writing
_NEVER_FIRST = frozenset("。，、；：！？）》〉」』”’】〕〗％,;:!?)%.．…·")
_NEVER_LAST = frozenset("（《〈「『“‘【〔〖([")
_CLUSTER = 24  # glyphs: a longer word breaks anywhere


class Line(NamedTuple):
    """Words on one baseline.

    ``cluster`` is the width of the first characters that no line end may part (``2022``, ``（一``,
    ``局，``): a line above with less room than that had to end.  ``sure`` is how sure the least
    sure of the characters is, None where they were read.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    cluster: float
    sure: float | None = None

    @property
    def width(self) -> float:
        """From the first character's left edge to the last one's right."""
        return self.right - self.left


class Placed(NamedTuple):
    """A glyph on its way to a line, with how sure its recognition was."""

    glyph: Glyph
    sure: float | None = None


def glyphs_to_lines(glyphs: Iterable[Placed], gap: float) -> list[Line]:
    """The lines of glyphs, from top to bottom and left to right.

    Goes in: glyphs in any order.  Comes out: lines; where more than ``gap`` times the font's size
    is left free, a new line begins on the same baseline (columns, ``附件1        单位：万元``).
    """
    return [line for row in _glyphs_to_rows(glyphs) for line in _row_to_lines(row, gap)]


def rejoin_lines(lines: Iterable[Line], gap: float) -> list[Line]:
    """Lines of one column, with those put together again that less than ``gap`` parts on one baseline.

    ``第一条`` and ``本办法…`` behind a wide blank are one line; ``附件1`` and ``单位：万元`` are two.
    """
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and last.baseline == line.baseline and 0 <= line.left - last.right <= gap * last.size:
            sure = min((one for one in (last.sure, line.sure) if one is not None), default=None)
            found[-1] = last._replace(text=f"{last.text} {line.text}", right=line.right, sure=sure)
        else:
            found.append(line)
    return found


def _glyphs_to_rows(glyphs: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Glyphs by baseline, each row from left to right."""
    row: list[Placed] = []
    for placed in sorted(glyphs, key=lambda one: (one.glyph.baseline, one.glyph.left)):
        if row and not _is_same_row(row[-1].glyph, placed.glyph):
            yield _left_to_right(row)
            row = []
        row.append(placed)
    if row:
        yield _left_to_right(row)


def _is_same_row(one: Glyph, other: Glyph) -> bool:
    return other.baseline - one.baseline <= _SAME_LINE * max(min(one.size, other.size), _SMALLEST)


def _left_to_right(row: Iterable[Placed]) -> list[Placed]:
    """A row in the order of reading, without signs that were drawn twice."""
    found: list[Placed] = []
    for placed in sorted(row, key=lambda one: one.glyph.left):
        if not any(_is_twice(before.glyph, placed.glyph) for before in found[-3:]):
            found.append(placed)
    return found


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and glyph.left - before.left < _TWICE * (glyph.right - glyph.left)


def _row_to_lines(row: Sequence[Placed], gap: float) -> Iterator[Line]:
    baseline = row[len(row) // 2].glyph.baseline
    start = 0
    for index in range(1, len(row)):
        before, glyph = row[index - 1].glyph, row[index].glyph
        if glyph.left - before.right > gap * max(before.size, glyph.size):
            yield _glyphs_to_line(row[start:index], baseline)
            start = index
    yield _glyphs_to_line(row[start:], baseline)


def _glyphs_to_line(row: Sequence[Placed], baseline: float) -> Line:
    glyphs = [placed.glyph for placed in row]
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        if _is_blank(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
    sizes = sorted(glyph.size for glyph in glyphs)
    return Line(
        text=plain_characters("".join(pieces)),
        left=glyphs[0].left,
        right=glyphs[-1].right,
        baseline=baseline,
        size=max(sizes[len(sizes) // 2], _SMALLEST),
        cluster=_cluster_width(glyphs),
        sure=min((placed.sure for placed in row if placed.sure is not None), default=None),
    )


def _is_blank(before: Glyph, glyph: Glyph) -> bool:
    """Whether the gap between two glyphs was a blank: a small one between Latin words, else a wide one."""
    narrow = before.text[-1] < "\u2000" and glyph.text[0] < "\u2000"
    return glyph.left - before.right > (_BLANK if narrow else _WIDE_BLANK) * max(min(before.size, glyph.size), 1)


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
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def plain_characters(words: str) -> str:
    """Words without look-alikes: fonts map ``⼀`` (a radical, U+2F00) where ``一`` is meant."""
    if words.isascii() or not any(_is_look_alike(sign) for sign in words):
        return words
    return "".join(normalize("NFKC", sign) if _is_look_alike(sign) else sign for sign in words)


def _is_look_alike(sign: str) -> bool:
    return "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff"
