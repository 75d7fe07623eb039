"""Unnumbered headings: by style, or short lines after which numbering restarts.

    市教育局：            heading: the list behind it begins at 1 again further down
    1.… 2.…
    市卫生健康委：        heading: 1. behind it begins again
    1.… 2.…

They are found before the outline is read, because what is behind a line tells what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.count import one_of_list
from docx2tasks.segment.marks.decide import MarkCandidate
from docx2tasks.segment.marks.find import Boundary, MarkStyle
from docx2tasks.segment.marks.signs import lead_size
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Block, Paragraph, Table, join_lines, join_passages

_LONGEST = 40  # characters of a heading that only its place tells
_LONGEST_STYLED = 60
_LONGEST_NAME = 20  # of a line with a colon that would else be a salutation: 市教育局：
_SHORTEST_TITLE = 9  # a line that names a paper (教育任务 is a heading, 某市2024年重点任务清单 a title)
_FEW_WORDS = 2  # more are a row of a table that has lost its cells
_HAN = re.compile("[\u4e00-\u9fff][ \u3000]*[\u4e00-\u9fff]")
_UNBROKEN = "，,、；;"  # a line that ends in one of these continues on the next
_PARTING = frozenset({"attachment-mark", "signature", "page-end"})
_HEAD_LINES = 4
_TITLE_LINES = 3


class Heading(NamedTuple):
    """An unnumbered heading: its ``level`` from formatting, else its ``rank`` above the list after it.

    ``counts`` is the style of that list, None where no list follows at once.
    """

    level: int | None = None
    rank: int = 0
    counts: MarkStyle | None = None


class _HeadingLine(NamedTuple):
    """A paragraph: its number among the blocks, and the mark it begins with."""

    place: int
    paragraph: Paragraph
    first: MarkCandidate | None


@dataclass(slots=True)
class _OpenList:
    """A list that is open, and the line before it that is a heading if the list begins again behind another."""

    style: MarkStyle
    before: Sequence[int] = field(default_factory=tuple)


class HeadingFinder:
    """Finds the headings without a number among blocks."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(ParagraphJudge)
        self._rules = rules["headings"]

    def find(self, blocks: Sequence[Block], candidates: Mapping[int, Sequence[MarkCandidate]]) -> dict[int, Heading]:
        """The headings by the number of their block; none where nothing is numbered."""
        lines = [*_to_lines(blocks, candidates)]
        if not any(line.first for line in lines):
            return {}
        found = self._find_styled(lines)
        return self._find_between(lines, found) | found

    def _find_styled(self, lines: Sequence[_HeadingLine]) -> dict[int, Heading]:
        """Paragraphs in a heading style; the first may be the title, and so may those that go on with it."""
        levels = [line.paragraph.style.heading for line in lines]
        title = next((n for n, level in enumerate(levels) if level is not None), None)
        if title is None:
            return {}
        end = title + self._title_size(lines[title:])
        others = [level for level in levels[end:] if level is not None]
        top = levels[title] or 1
        is_title = title < _HEAD_LINES and not any(line.first for line in lines[: title + 1])
        is_title = (
            is_title
            and (
                all(top < level for level in others)
                or (
                    self._judge.kind_of(lines[title].paragraph.passage.folded.strip()) != "label-line"  # 主要任务
                    and self._judge.is_title(join_lines(line.paragraph.passage for line in lines[title:end]))
                )
            )
        )
        return {
            line.place: Heading(line.paragraph.style.heading, counts=_counts(lines, n))
            for n, line in enumerate(lines)
            if line.paragraph.style.heading is not None
            and not (is_title and title <= n < end)
            and self._may_be_styled(line)
        }

    def _title_size(self, lines: Sequence[_HeadingLine]) -> int:
        """How many lines, the first among them, are one title that is broken over lines of one style; at least 1."""
        level = lines[0].paragraph.style.heading
        same = list(takewhile(lambda line: line.paragraph.style.heading == level and not line.first, lines))
        if self._judge.is_title(lines[0].paragraph.passage):
            return 1
        for size in range(min(len(same), _TITLE_LINES), 1, -1):
            if self._judge.is_title(join_lines(line.paragraph.passage for line in same[:size])):
                return size
        return 1

    def _may_be_styled(self, line: _HeadingLine) -> bool:
        words = line.paragraph.passage.folded.strip()
        if line.first or len(words) > _LONGEST_STYLED or is_sentence_like(words):
            return False
        return self._judge.kind_of(words) in {None, "label-line", "salutation"}

    def _find_between(self, lines: Sequence[_HeadingLine], styled: Mapping[int, Heading]) -> dict[int, Heading]:
        """Short lines behind which a count begins again, and the first of their kind."""
        found: dict[int, Heading] = {}
        open_lists: list[_OpenList] = []
        for number, line in enumerate(lines):
            if line.first is None:
                if self._judge.kind_of(line.paragraph.passage.folded.strip()) in _PARTING:
                    open_lists.clear()
                continue
            style = one_of_list(line.first.marker.style)
            at = next((n for n, one in enumerate(open_lists) if one.style == style), None)
            before = self._lines_before(lines, number, styled) if _begins(line) else ()
            if at is None:
                open_lists.append(_OpenList(style, before))
                continue
            del open_lists[at + 1 :]
            if before and at == 0 and self._are_title(lines[number - len(before) : number]):
                open_lists.clear()
            elif before:
                first = open_lists[at].before
                found |= _to_headings(before, style) | _to_headings(first[-len(before) :], style)
        return found

    def _lines_before(
        self, lines: Sequence[_HeadingLine], number: int, styled: Mapping[int, Heading]
    ) -> tuple[int, ...]:
        """The lines right before a first mark that may be its headings: one, or two of which one is above the other."""
        found: list[int] = []
        for line in reversed(lines[max(0, number - 2) : number]):
            if line.place in styled or not self._may_head(line):
                break
            found.insert(0, line.place)
        before = lines[number - len(found) - 1] if number > len(found) else None
        if found and before is not None and before.paragraph.text.rstrip().endswith(tuple(_UNBROKEN)):
            return ()  # a line broken in a sentence
        is_title = before is None and (len(found) > 1 or self._judge.is_title(lines[0].paragraph.passage))
        return tuple(found[1:] if is_title else found)

    def _may_head(self, line: _HeadingLine) -> bool:
        folded = line.paragraph.passage.folded
        words = fold_width(folded[lead_size(folded) :].strip())
        if line.first or not 1 < len(words) <= _LONGEST or is_sentence_like(words) or "," in words:
            return False
        if (
            words.endswith(tuple(_UNBROKEN))
            or len(words.split()) > (1 if words.endswith(":") else _FEW_WORDS)
            or not _HAN.search(words)
        ):
            return False
        kind = self._judge.kind_of(words)
        if kind == "salutation":
            return len(words) <= _LONGEST_NAME and not words.startswith(("各", "有关")) and "各" not in words
        return kind is None and self._rules.find("lead-in", words) is None

    def _are_title(self, lines: Sequence[_HeadingLine]) -> bool:
        """Whether the lines before an outermost list are the title of another plan."""
        words = join_passages(line.paragraph.passage for line in lines)
        return len(words.text) >= _SHORTEST_TITLE and self._judge.is_title(words)


def _to_headings(places: Sequence[int], style: MarkStyle) -> dict[int, Heading]:
    return {place: Heading(rank=len(places) - n, counts=style) for n, place in enumerate(places, 1)}


def _to_lines(blocks: Sequence[Block], candidates: Mapping[int, Sequence[MarkCandidate]]) -> Iterator[_HeadingLine]:
    for place, block in enumerate(blocks):
        if isinstance(block, Table) or block.aside is not None or not block.text.strip():
            continue
        first = next(iter(candidates.get(place, ())), None)
        yield _HeadingLine(place, block, first if first is not None and counts_here(first) else None)


def counts_here(first: MarkCandidate) -> bool:
    """Whether the first candidate of a line may well be a mark."""
    marker = first.marker
    if marker.boundary != Boundary.LINE:
        return False
    return not marker.weak or (marker.number == 1 and first.next_number == 2) or marker.number > 1


def _begins(line: _HeadingLine) -> bool:
    marker = line.first.marker if line.first else None
    if marker is None or marker.number != 1 or marker.parts:
        return False
    return marker.style.name != "num-blank" or is_sentence_like(line.paragraph.text)  # else a row of a table


def _counts(lines: Sequence[_HeadingLine], number: int) -> MarkStyle | None:
    """The style of the list that begins right behind a line."""
    behind = lines[number + 1] if number + 1 < len(lines) else None
    return one_of_list(behind.first.marker.style) if behind is not None and behind.first and _begins(behind) else None
