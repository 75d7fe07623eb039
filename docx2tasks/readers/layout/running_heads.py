"""Running headers, footers and page numbers: repeated lines at the edge of pages.

The words may differ in their digits (``— 7 —``), the place may not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from docx2tasks.readers.layout.lines import LayoutLine
from docx2tasks.readers.plain.lines import MARKER, is_page_number

_DEEP = 3  # lines from the edge that may be a header or footer
_ZONE = 0.14  # of the page's height: no header or footer reaches further in
_AGAIN = 0.45  # of the pages (or of the odd ones) that must have the line
_FEWEST = 2
_STEP = 12.0  # points: the same place
_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十]+")
_BARE_NUMBER = re.compile(r"[0-9]{1,4}|[IVXivx]{1,5}|[0-9]{1,4}\s?/\s?[0-9]{1,4}")


class Edge:
    """The lines at the edges of all pages, as candidates for running heads."""

    def __init__(self, pages: Sequence[tuple[float, Sequence[LayoutLine]]]) -> None:
        """Goes in: for each page its height and its lines outside of tables, from top to bottom."""
        self._pages = len(pages)
        self._counts: Counter[tuple[bool, str, int]] = Counter()
        for height, lines in pages:
            self._counts.update({_key(line, height, at_top=top) for top, line in _edge_lines(lines, height)})

    def split(
        self, height: float, lines: Sequence[LayoutLine]
    ) -> tuple[list[LayoutLine], list[LayoutLine], list[LayoutLine]]:
        """The lines of a page as its header, its text and its footer."""
        head, foot = set[int](), set[int]()
        for chosen, order, top in ((head, lines[:_DEEP], True), (foot, lines[::-1][:_DEEP], False)):
            for line in order:
                if not self._is_running(line, height, at_top=top):
                    break
                chosen.add(id(line))
        body = [line for line in lines if id(line) not in head | foot]
        return [n for n in lines if id(n) in head], body, [n for n in lines if id(n) in foot - head]

    def _is_running(self, line: LayoutLine, height: float, *, at_top: bool) -> bool:
        if not _is_at_edge(line, height, at_top=at_top):
            return False
        if is_page_number(line.text):
            return True
        count = self._counts[_key(line, height, at_top=at_top)]
        enough = count >= max(_FEWEST, _AGAIN * self._pages)
        return enough or (bool(_BARE_NUMBER.fullmatch(line.text)) and not at_top)


def _edge_lines(lines: Sequence[LayoutLine], height: float) -> Iterator[tuple[bool, LayoutLine]]:
    yield from ((True, line) for line in lines[:_DEEP] if _is_at_edge(line, height, at_top=True))
    yield from ((False, line) for line in lines[-_DEEP:] if _is_at_edge(line, height, at_top=False))


def _is_at_edge(line: LayoutLine, height: float, *, at_top: bool) -> bool:
    return line.baseline < _ZONE * height if at_top else line.baseline > (1 - _ZONE) * height


def _key(line: LayoutLine, height: float, *, at_top: bool) -> tuple[bool, str, int]:
    """What is the same on each page: the words but for numbers, and the distance from the edge."""
    away = line.baseline if at_top else height - line.baseline
    words = line.text if MARKER.match(line.text) else _DIGITS.sub("#", line.text)  # 1.…, 13.…: no head, but items
    return at_top, words, round(away / _STEP)
