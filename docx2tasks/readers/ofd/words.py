"""``TextObject`` (clause 11) → runs of characters with positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat, zip_longest
from typing import NamedTuple

from lxml import etree

from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.ofd.geometry import (
    element_to_matrix,
    matrix_to_height,
    matrix_to_quarters,
    matrix_to_width,
    turn_signs,
)
from docx2tasks.readers.ofd.names import children, find_child, is_false, is_true, word_to_number

_LAYOUT = re.compile(r"\A\s*\n\s*|\s*\n\s*\Z")  # line ends that only indent the XML
_QUARTERS = {"0": 0, "90": 1, "180": 2, "270": 3}


class OfdSign(NamedTuple):
    """A character: its origin on the page, its width along its line and its size, in points."""

    text: str
    x: float
    y: float
    width: float
    size: float


class Run(NamedTuple):
    """The characters of a ``TextCode``; ``quarters`` is their clockwise rotation, None if slanted."""

    signs: Sequence[OfdSign]
    quarters: int | None
    is_shown: bool


def element_to_runs(element: etree._Element, outer: Matrix) -> Iterator[Run]:
    """The runs of a text object, white space left out.

    A run may be millions of signs long only where the file holds as many characters: repeats in
    ``DeltaX`` make none.  Raises ``ValueError`` where the places are not numbers.
    """
    matrix = element_to_matrix(element, outer)
    size = word_to_number(element.get("Size") or "0")
    stretch = word_to_number(element.get("HScale") or "1")
    reads = _QUARTERS.get(element.get("ReadDirection") or "0", 0)
    turned = turn_signs(matrix, _QUARTERS.get(element.get("CharDirection") or "0", 0))
    is_shown = _is_shown(element)
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = word_to_number(code.get("X") or str(x))
        y = word_to_number(code.get("Y") or str(y))
        words = _LAYOUT.sub("", code.text or "")
        places = _places(code, words, (x, y), size * stretch, reads)
        yield Run(list(_signs(words, places, matrix, turned, (size, stretch))), matrix_to_quarters(turned), is_shown)


def _is_shown(element: etree._Element) -> bool:
    """Whether anything of the text can be seen; pictures of paper carry their words unseen."""
    if is_false(element.get("Visible")) or _is_clear(element):
        return False
    if is_false(element.get("Fill")):
        return is_true(element.get("Stroke"))
    fill = find_child(element, "FillColor")
    return fill is None or not _is_clear(fill)


def _is_clear(element: etree._Element) -> bool:
    return (element.get("Alpha") or "255").strip() == "0"


def natural_width(sign: str) -> float:
    """The width of a character of height 1: Chinese ones are square, others half as wide."""
    return 0.5 if sign < "\u2000" else 1.0


def words_to_deltas(words: str, count: int) -> list[float]:
    """The offsets in ``DeltaX`` or ``DeltaY`` (11.3), at most ``count``; ``g 3 4.5`` is three times 4.5.

    A list that is too short goes on as it ended, as viewers read it.
    """
    if not words or not count:
        return []
    tokens = iter(words.replace(",", " ").split())
    found = list(islice(chain.from_iterable(_token_to_deltas(token, tokens, count) for token in tokens), count))
    return found + found[-1:] * (count - len(found))


def _token_to_deltas(token: str, rest: Iterator[str], count: int) -> Iterator[float]:
    if token.lower() != "g":
        return repeat(word_to_number(token), 1)
    times, value = float(next(rest, "0")), word_to_number(next(rest, "0"))
    return repeat(value, max(int(min(times, count)), 0))


def _places(
    code: etree._Element, words: str, start: tuple[float, float], size: float, reads: int
) -> Iterator[tuple[float, float, float]]:
    """The origin of each sign in the object's own space, and how far it is to the next one."""
    after = len(words) - 1
    across, down = (words_to_deltas(code.get(name) or "", max(after, 0)) for name in ("DeltaX", "DeltaY"))
    if not across and not down:  # programs leave out what follows from the font
        steps = [natural_width(sign) * size for sign in words[:-1]]
        across, down = ([], [-v if reads == 3 else v for v in steps]) if reads % 2 else (steps, [])
    x, y = start
    for right, below in zip_longest([*across, 0.0], [*down, 0.0], fillvalue=0.0) if words else ():
        yield x, y, abs(right) or abs(below)
        x, y = x + right, y + below


def _signs(
    words: str,
    places: Iterable[tuple[float, float, float]],
    matrix: Matrix,
    turned: Matrix,
    font: tuple[float, float],
) -> Iterator[OfdSign]:
    square, across, height = font[0] * font[1], matrix_to_width(turned), font[0] * matrix_to_height(turned)
    a, b, c, d, e, f = matrix
    for sign, (x, y, step) in zip(words, places, strict=True):
        width = _width(sign, square, step) * across
        yield OfdSign(" " if sign.isspace() else sign, a * x + c * y + e, b * x + d * y + f, width, height)


def _width(sign: str, size: float, step: float) -> float:
    """The width of a sign; of one that is not square the step to the next one is the best witness."""
    natural = natural_width(sign) * size
    if not step:
        return natural
    return min(step, natural) if sign >= "\u2000" or step > size else step
