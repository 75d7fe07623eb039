"""Recognized lines → glyphs: the font size of a line, and the extent of each character.

What is known: a box a margin larger than its line, where its ink begins and ends, and roughly the middle
of each sign.  The ink gives the ends of the line; Chinese characters are as wide as their font is large,
so their distance tells the size; a line with few of them takes the size that its box and the others tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from docx2tasks.readers.scan.engine import Box, RecognizedSign

_MARGIN = 1.3  # height of a box by the size of its font, on a page where nothing tells it
_PAIRS = 6  # of Chinese characters side by side that tell a size: one may be off by a fifth
_ROUNDS = 6
_ODD = 0.3  # a distance further off than this share from the usual one has a blank in it, or was misread
_SAME = 0.1  # sizes nearer than this share are one size, measured twice
_ROUGHLY = 0.2  # the same for short lines
_BASE = 0.38  # from the middle of a line to its base, by the size of its font
_BARE = 0.05  # of the size: between the side of a sign and its ink
_HALF = 0.45  # of the size: the same of the free half of full-width punctuation
_WIDE = 1.2  # of the size: a smaller gap in which no blank was recognized is none
_OPENING = frozenset("（《〈「『【〔〖“‘")
_CLOSING = frozenset("）》〉」』】〕〗”’，。、；：！？．")
_KINDS = (("()", "（）"), (",:;!?", "，：；！？"))  # signs that are taken for one another
_WIDE_ROOM = 0.75  # of the size: so much room between two Chinese characters is a full-width sign's


class Written(NamedTuple):
    """A recognized line: its box, the extent of its ink, its characters.

    ``sides`` are the ruled lines to its left and right, which no sign of it stands on.
    """

    box: Box
    start: float
    end: float
    signs: Sequence[RecognizedSign]
    sides: tuple[float, float] = (float("-inf"), float("inf"))


class Spot(NamedTuple):
    """A character and its position in pixels, as in ``readers.layout.page.Glyph``."""

    sign: RecognizedSign
    left: float
    right: float
    baseline: float
    size: float


def place_signs(lines: Sequence[Written]) -> Iterator[Spot]:
    """The characters of the lines of a page; punctuation gets its actual width."""
    sizes = _find_sizes(lines)
    wide = [kind for kind in _KINDS if _is_wide(kind, lines, sizes)]
    forms = {narrow: full for kind in wide for narrow, full in zip(*kind, strict=True)}
    for line, size in zip(lines, sizes, strict=True):
        shown = line._replace(signs=[*_widen(line.signs, forms)])
        baseline = (line.box.top + line.box.bottom) / 2 + _BASE * size
        for sign, (left, right) in zip(shown.signs, _find_edges(shown, size), strict=True):
            yield Spot(sign, left, right, baseline, size)


def _is_wide(kind: tuple[str, str], lines: Sequence[Written], sizes: Sequence[float]) -> bool:
    """Whether brackets (or commas) between Chinese characters are as wide as these, whichever form was read."""
    signs = "".join(kind)
    rooms = [
        (middles[n + 2] - middles[n]) / size - 1
        for line, size in zip(lines, sizes, strict=True)
        for middles in [_find_middles(line, size)]
        for n, (a, sign, b) in enumerate(zip(line.signs, line.signs[1:], line.signs[2:], strict=False))
        if _is_square(a.text) and _is_square(b.text) and sign.text in signs
    ]
    return bool(rooms) and median(rooms) >= _WIDE_ROOM


def _widen(signs: Sequence[RecognizedSign], forms: Mapping[str, str]) -> Iterator[RecognizedSign]:
    """The signs, those of ``forms`` in their full-width form but among Latin letters and digits."""
    around = ["", *(sign.text for sign in signs), ""]
    for before, sign, after in zip(around, signs, around[2:], strict=False):
        is_chinese = _is_square(before) or _is_square(after)
        yield sign._replace(text=forms[sign.text]) if is_chinese and sign.text in forms else sign


def _find_sizes(lines: Sequence[Written]) -> list[float]:
    """The size of each line's font: that of the longest line that is nearly as large."""
    told = [_find_distance(line) for line in lines]
    known = [(line, size) for line, size in zip(lines, told, strict=True) if size]
    margin = median((line.box.bottom - line.box.top) / size for line, size in known) if known else _MARGIN
    sizes: list[float] = []
    for _, size in sorted(known, key=lambda pair: -len(pair[0].signs)):
        if _nearest(size, sizes, _SAME) == size:
            sizes.append(size)
    return [
        _nearest(size, sizes, _SAME)
        if size
        else _nearest(_fit(line, margin), sizes, _ROUGHLY if len(line.signs) > 2 else 2 * _ROUGHLY)
        for line, size in zip(lines, told, strict=True)
    ]


def _fit(line: Written, margin: float) -> float:
    """The size of a short line: that which its signs fill it with, if its box does not say another."""
    by_box = (line.box.bottom - line.box.top) / margin
    start, end = _find_ends(line, 1.0)
    squares = sum(_width(sign, 1.0) for sign in line.signs) - (line.start - start) - (end - line.end)
    by_width = (line.end - line.start) / squares
    return by_width if abs(by_width - by_box) <= _ROUGHLY * by_box else by_box


def _find_distance(line: Written) -> float:
    """How far Chinese characters that follow one another are apart; 0 where there are too few.

    The ends of a line depend on the size a little, and the size on the ends: it settles in a few rounds.
    """
    pairs = [n for n, (a, b) in enumerate(pairwise(line.signs)) if _is_square(a.text) and _is_square(b.text)]
    if len(pairs) < _PAIRS:
        return 0.0
    size = (line.box.bottom - line.box.top) / _MARGIN
    for _ in range(_ROUNDS):
        middles = _find_middles(line, size)
        size = (size + _even_mean([middles[n + 1] - middles[n] for n in pairs])) / 2
    return size


def _even_mean(steps: Sequence[float]) -> float:
    """The mean of the distances but the odd ones."""
    usual = median(steps)
    even = [step for step in steps if abs(step - usual) <= _ODD * abs(usual)]
    return sum(even) / len(even) if even else usual


def _is_square(sign: str) -> bool:
    """Whether a sign is a Chinese character, no punctuation."""
    return "\u3400" <= sign <= "\u9fff"


def _nearest(size: float, known: Sequence[float], near: float) -> float:
    """The size that others have, if one is so near."""
    best = min(known, key=lambda one: abs(one - size), default=size)
    return best if abs(best - size) <= near * best else size


def _width(sign: RecognizedSign, size: float) -> float:
    return size / 2 if sign.text.isascii() else size


def _find_ends(line: Written, size: float) -> tuple[float, float]:
    """Where the squares of the first and the last sign begin and end: their ink does not fill them."""
    first, last = line.signs[0].text, line.signs[-1].text
    before = _HALF if first in _OPENING else _BARE
    behind = _HALF if last in _CLOSING else _BARE
    return line.start - before * size, line.end + behind * size


def _find_middles(line: Written, size: float) -> list[float]:
    """The middle of each sign: as it was read, drawn out so that the first and the last one fit the ink."""
    rough = [line.box.left + sign.middle * (line.box.right - line.box.left) for sign in line.signs]
    start, end = _find_ends(line, size)
    first, last = start + _width(line.signs[0], size) / 2, end - _width(line.signs[-1], size) / 2
    if len(rough) == 1 or rough[-1] <= rough[0] or last <= first:
        return [(start + end) / 2] if len(rough) == 1 else rough
    scale = (last - first) / (rough[-1] - rough[0])
    return [first + (middle - rough[0]) * scale for middle in rough]


def _find_edges(line: Written, size: float) -> Iterator[tuple[float, float]]:
    """Left and right of each sign.

    A Chinese character stands about its middle; what stands between two of them takes the room there.
    """
    middles = _find_middles(line, size)
    halves = [_width(sign, size) / 2 for sign in line.signs]
    lefts = [middle - half for middle, half in zip(middles, halves, strict=True)]
    rights = [middle + half for middle, half in zip(middles, halves, strict=True)]
    for n, (a, b) in enumerate(pairwise(line.signs)):
        if lefts[n + 1] - rights[n] < _WIDE * size and not _has_blank(a, b):
            rights[n] = lefts[n + 1] = _edge_between(a, b, (rights[n], lefts[n + 1]))
    low, high = line.sides
    for left, right in zip(lefts, rights, strict=True):
        yield min(max(left, low), high), min(max(left, right, low), high)


def _has_blank(a: RecognizedSign, b: RecognizedSign) -> bool:
    """Whether a blank was recognized between two words in Latin letters; elsewhere it is only room."""
    return b.is_apart and a.text.isalnum() and b.text.isalnum() and (a.text + b.text).isascii()


def _edge_between(a: RecognizedSign, b: RecognizedSign, sides: tuple[float, float]) -> float:
    """Where one sign ends and the next begins: at the side of the Chinese one, else half-way."""
    if _is_square(a.text) != _is_square(b.text):
        return sides[0] if _is_square(a.text) else sides[1]
    return sum(sides) / 2
