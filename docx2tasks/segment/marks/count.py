"""The open lists at a position, and the level of a new item.

A list counts up from one; lists nest by the order in which the document itself uses their
styles; a number may run on across sections.  The levels that are open are a stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import NamedTuple

from docx2tasks.segment.marks.find import BULLET, Boundary, Marker, MarkStyle

_DIGIT = MarkStyle("num-dot")
_DIGIT_STYLES = frozenset({_DIGIT, MarkStyle("num-comma")})  # 1. and 1、 are mixed in one list by mistake
# the order of GB/T 9704 (structure levels of the body), with what books put above and below
_USUAL = {
    MarkStyle("chapter"): 0,
    MarkStyle("section"): 1,
    MarkStyle("article"): 2,
    MarkStyle("han-dot"): 3,
    MarkStyle("han-paren"): 4,
    MarkStyle("num-dot"): 5,
    MarkStyle("num-comma"): 5,
    MarkStyle("num-paren"): 6,
    MarkStyle("num-half"): 7,
    MarkStyle("circle"): 8,
}
_DECIMALS = ("num-blank", "decimal")
_DEEPEST = 5  # components of a decimal that nests


class Level(NamedTuple):
    """One open level: its style and the number it has reached."""

    style: MarkStyle
    number: int | None
    heading: int | None = None  # the level of its heading style


@dataclass(slots=True, repr=False, eq=False)
class NumberingState:
    """The open levels, and which styles this document has put above which."""

    counts_decimals: bool = False
    levels: list[Level] = field(default_factory=list)
    _below: dict[MarkStyle, set[MarkStyle]] = field(default_factory=dict)
    _reached: dict[MarkStyle, int] = field(default_factory=dict)  # the last number of each style, closed lists too

    def expected(self, style: MarkStyle) -> set[int]:
        """The numbers with which an open list of this style would go on."""
        same = _DIGIT_STYLES if style in _DIGIT_STYLES else {style}
        return {level.number + 1 for level in self.levels if level.style in same and level.number is not None}

    def reached(self, style: MarkStyle) -> int | None:
        """The last number of a style, in a closed list too."""
        return self._reached.get(style)

    def depth(self, style: MarkStyle, number: int | None) -> int:
        """How many open levels stay open around a new item of ``style``; nothing that counts is below a bullet."""
        levels = self.levels
        if style.name != BULLET:
            levels = [*takewhile(lambda level: level.style.name != BULLET, levels)]
        for index in range(len(levels) - 1, -1, -1):
            if levels[index].style == style:
                return index
        if style.name in _DECIMALS and style.depth <= _DEEPEST:
            return _decimal_depth(levels, style)
        for index in range(len(levels) - 1, -1, -1):
            if number and number > 1 and _goes_on(levels[index], style, number):
                return index
        at = len(levels)
        while at and self._is_above(style, number, levels[at - 1].style):
            at -= 1
        return at

    def _is_above(self, style: MarkStyle, number: int | None, other: MarkStyle) -> bool:
        """Whether ``style`` is above ``other``: as this document has used them so far.

        A list met for the first time in its middle has lost its beginning: it belongs where
        official papers put it (一、 above （一） above 1. above （1）).
        """
        if other in self._below.get(style, ()):
            return True
        unseen = style not in self._below and all(style not in below for below in self._below.values())
        return unseen and (number or 0) > 1 and _USUAL.get(style, 99) < _USUAL.get(other, 0)

    def enter(self, depth: int, style: MarkStyle, number: int | None, heading: int | None = None) -> None:
        """Close the levels from ``depth`` on and open one there."""
        del self.levels[depth:]
        for level in self.levels:
            self._below.setdefault(level.style, set()).add(style)
        self.levels.append(Level(style, number, heading))
        if number is not None:
            self._reached[style] = number

    def close(self) -> None:
        """Close all levels: another part begins."""
        self.levels.clear()
        self._reached.clear()


def _decimal_depth(levels: Sequence[Level], style: MarkStyle) -> int:
    """``2.1.2`` belongs under ``2.1`` whatever was opened in between."""
    for index in range(len(levels) - 1, -1, -1):
        other = levels[index].style
        if other.name in _DECIMALS and other.depth < style.depth:
            return index + 1
    return len(levels)


def _goes_on(level: Level, style: MarkStyle, number: int) -> bool:
    return style in _DIGIT_STYLES and level.style in _DIGIT_STYLES and level.number == number - 1


def one_of_list(style: MarkStyle) -> MarkStyle:
    """The style under which a list is counted: that of ``1.`` for ``1、`` too."""
    return _DIGIT if style in _DIGIT_STYLES else style


def counts_decimals(firsts: list[Marker]) -> bool:
    """Whether the marks that begin paragraphs count with ``1.1``: two of them follow each other."""
    rows = [m.parts for m in firsts if m.parts and m.boundary == Boundary.LINE]
    return any((b[:-1] == a[:-1] and b[-1] == a[-1] + 1) or b[:-1] == a for a, b in pairwise(rows))
