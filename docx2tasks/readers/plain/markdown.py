r"""Markdown in plain text: ``## 主要任务``, ``**2.加强管护**``, ``1\. 落实责任``.

They are no words, and only taken out of a text that is Markdown beyond doubt: one with headings of ``#``, or with
marks that a converter escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docx2tasks.source import Span

_HEADING = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t\u3000]+(?=[^\s#])", re.MULTILINE)
_HEADING_END = re.compile(r"(?<=\S)[ \t]+#{1,6}[ \t]*$", re.MULTILINE)
_ESCAPED_MARK = re.compile(r"^[ \t]{0,3}(?:\*\*)?[0-9]{1,3}\\[.)]", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[.()\[\]*_#|+!~>`-])")
_STRONG = re.compile(r"(\*{2,3})(?=\S)[^*\n]{1,400}?(?<=\S)(\1)")
_QUOTE = re.compile(r"^[ \t]{0,3}>[ \t]?", re.MULTILINE)
_RULE = re.compile(r"^[ \t]{0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


class Marks(NamedTuple):
    """The marks of a text, and its headings: where their words begin, and their level, 0 that of the only title."""

    spans: tuple[Span, ...]
    headings: Mapping[int, int]


_NONE = Marks((), {})


def find_marks(text: str) -> Marks:
    """The Markdown syntax in ``text``, in order; none if it is not Markdown.

    ``## 一、重点任务`` gives the span of ``## `` and a heading, ``**2.**加强管护`` the two spans of ``**``.
    """
    headings = [*_HEADING.finditer(text)] if "#" in text else []
    if not headings and not ("\\" in text and _ESCAPED_MARK.search(text)):
        return _NONE
    spans = sorted({*(match.span() for match in headings), *_other_marks(text)})
    return Marks(tuple(spans), _to_levels(text, headings, spans))


def _other_marks(text: str) -> Iterator[Span]:
    for pattern in (_HEADING_END, _ESCAPE, _QUOTE, _RULE):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _STRONG.finditer(text):
        yield from (match.span(1), match.span(2))


def _to_levels(text: str, headings: list[re.Match[str]], spans: list[Span]) -> dict[int, int]:
    """The level of each heading by the place of its first word; one ``#`` at the start of all is the title."""
    depths = [len(match[1]) for match in headings]
    has_title = bool(depths) and depths[0] == 1 and depths.count(1) == 1
    ends = dict(spans)
    found: dict[int, int] = {}
    for match, depth in zip(headings, depths, strict=True):
        at = match.end()
        while at in ends or text[at : at + 1] in {" ", "\u3000"}:
            at = ends.get(at, at + 1)
        found[at] = depth - has_title
    return found
