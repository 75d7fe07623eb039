"""Invisible text of a PDF page, neither filled nor stroked (ISO 32000-1, 9.3.6).

Of two layers that say the same in one place one is what the page says, drawn or not: a program that prints words
over words forgets to say that they are drawn again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_void_p, cast
from typing import NamedTuple

from docx2tasks.readers.pdf.characters import Sign
from docx2tasks.readers.pdf.ruled_lines import TEXT, Drawn

_NOT_DRAWN = frozenset((3, 7))  # render modes: neither filled nor stroked; only a clip
_BAND = 10.0  # points: boxes are looked up by the bands of the page they reach into
_MOST = 50  # boxes of one band
_SAME_LINE = 0.45  # of the font's size: two layers of one line
_LAYERS = 3  # lines further down that may be another layer
_SAME_PLACE = 0.25  # of the font's size: how far two layers may stand apart
_FEWEST, _SHARED = 2, 0.8  # signs, and the share of them, that two layers have in common

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the coordinates of the page."""


def has_unseen(objects: Iterable[Drawn]) -> bool:
    """Whether some words of a page are not drawn."""
    return any(kind == TEXT and _is_unseen(thing) for kind, thing, _ in objects)


def find_unseen(words: object, count: int, objects: Sequence[Drawn]) -> dict[int, bool]:
    """The numbers of the characters that are not drawn, of the ``count`` in pdfium's ``words`` of a page.

    With each comes whether other words stand in its place, of which pdfium gives no character.

    Of words that stand twice in one place pdfium gives the first: it is seen.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    box, boxes, owners = pdfium.FS_RECTF(), dict[int, Box](), set[int | None]()
    for n in range(count):
        thing = pdfium.FPDFText_GetTextObject(words, n)
        owners.add(_address(thing))
        if thing and _is_unseen(thing) and pdfium.FPDFText_GetLooseCharBox(words, n, byref(box)):
            boxes[n] = (box.left, box.bottom, box.right, box.top)
    bands = _boxes_to_bands(_find_dropped(objects, owners))
    return {n: _is_within(one, bands) for n, one in boxes.items()}


class Layers(NamedTuple):
    """Indices of characters in hidden lines that another layer repeats, and of that layer."""

    seen: frozenset[int]
    doubled: frozenset[int]


def part_layers(signs: Sequence[Sign], hidden: Sequence[bool]) -> Layers:
    """Which hidden characters belong to the page, and which only repeat others.

    ``hidden`` says of each sign whether it is not drawn.
    """
    rows: dict[float, list[int]] = {}
    for n, sign in enumerate(signs):
        if sign.text != " ":
            rows.setdefault(round(sign.bottom, 1), []).append(n)
    seen, doubled = set[int](), set[int]()
    heights = sorted(rows)
    for at, y in enumerate(heights):
        for other in heights[at + 1 : at + 1 + _LAYERS]:
            one, two = sorted((rows[y], rows[other]), key=lambda row: (hidden[row[0]], row[0]))
            if other - y > _SAME_LINE * signs[one[0]].size or not doubled.isdisjoint((one[0], two[0])):
                continue
            if hidden[two[0]] and _say_the_same(signs, one, two):
                doubled.update(two)
                seen.update(one)
    return Layers(frozenset(seen), frozenset(doubled))


def _say_the_same(signs: Sequence[Sign], one: Sequence[int], two: Sequence[int]) -> bool:
    first, second = (Counter(signs[n].text for n in row) for row in (one, two))
    shared = sum((first & second).values())
    if shared < _SHARED * min(len(one), len(two)):
        return False
    return shared >= _FEWEST or (shared == 1 and _lie_on_each_other(signs[one[0]], signs[two[0]]))


def _lie_on_each_other(one: Sign, two: Sign) -> bool:
    """Whether two signs are one in one place: all of the second layer of a short line that pdfium gives."""
    return one.text == two.text and abs(one.left - two.left) < _SAME_PLACE * one.size


def _is_unseen(thing: object) -> bool:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return int(pdfium.FPDFTextObj_GetTextRenderMode(thing)) in _NOT_DRAWN


def _address(thing: object) -> int | None:
    return cast(thing, c_void_p).value  # type: ignore[arg-type]  # a pointer, as pdfium gives them


def _find_dropped(objects: Iterable[Drawn], owners: set[int | None]) -> Iterator[Box]:
    """The boxes of words of which pdfium gives no character: they say again, drawn or not, what stands there."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for kind, thing, matrix in objects:
        if kind == TEXT and _address(thing) not in owners:
            pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top))
            (x1, y1), (x2, y2) = matrix(left.value, bottom.value), matrix(right.value, top.value)
            yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _boxes_to_bands(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    bands: dict[int, list[Box]] = {}
    for box in boxes:
        first = int(box[1] // _BAND)
        for band in range(first, min(int(box[3] // _BAND), first + _MOST) + 1):
            near = bands.setdefault(band, [])
            if len(near) < _MOST:
                near.append(box)
    return bands


def _is_within(box: Box, bands: dict[int, list[Box]]) -> bool:
    """Whether a character lies on the line of one of some boxes, no further away than it is high."""
    y, size = (box[1] + box[3]) / 2, box[3] - box[1]
    near = bands.get(int(y // _BAND), ())
    return any(
        left - size <= box[2] and box[0] <= right + size and bottom - 2 <= y <= top + 2
        for left, bottom, right, top in near
    )
