"""Documents printed twice in one file: finds the second copy.

    first print                 second print
    title, marks, tables  …  …  title, marks, tables
    a₁ < a₂ < a₃ …              b₁ < b₂ < b₃ …        the lines of one come again in the other, in order

What is printed between them, and lines that differ, do not matter.  Lists that are repeated under several
headings are no second print: a heading is above the first one, and another one above the second.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.source import Block, Diagnostic, Paragraph, Passage, Source, Span, Table
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_LEAST = 2  # marks or rows that two prints have in common at the least
_SHARE = 0.6  # of the characters of each print that the other has too
_FEW = 8  # blocks in common for each mark that only one print may have above it
_PRINTS = 9  # more are not looked for
_TITLE = 80  # characters of a title line
_NOTES = re.compile(r"\([^()]{0,20}\)|[\s\d_]")  # （征求意见稿）, (2)
_NO_TITLE = re.compile(r"[。；：:，,]|[年月日号]\s*$")


class Print(NamedTuple):
    """A second copy: its blocks from ``low`` to ``high``, and how many of them differ."""

    low: int
    high: int
    others: int


class Pair(NamedTuple):
    """A block, or a measure, of the first print and the same one of the second."""

    first: int
    second: int


class RepeatMarker:
    """Marks second prints with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._marks = rules.once(MarkFinder)

    def mark(self, source: Source) -> tuple[Source, tuple[Span, ...]]:
        """The source with second prints marked, and the spans of those that differ from the first.

        A print whose blocks all stand in the first one too is set aside as a whole.  One that differs begins a
        part of its own: its measures are compared with those of the first (``segment.drafts.repeated``).
        """
        blocks = source.blocks
        keys = [block_key(block) if block.aside is None else "" for block in blocks]
        end, spans, doubts = len(blocks), [], []
        for _ in range(_PRINTS):
            found = self._find_print(blocks, keys[:end])
            if found is None:
                break
            blocks = _mark(blocks, found)
            span = _block_span(source.blocks, found)
            doubts.append(_to_diagnostic(found, span))
            spans += [span] if found.others else []
            end = found.low
        return source._replace(blocks=blocks, diagnostics=(*source.diagnostics, *reversed(doubts))), tuple(spans)

    def _find_print(self, blocks: Sequence[Block], keys: Sequence[str]) -> Print | None:
        """The last print among the first blocks that has one before it."""
        chain = find_chain(keys)
        if not chain:
            return None
        low, high = chain[0].second, chain[-1].second
        chain = [pair for pair in chain if pair.first < low]
        first, last = chain[0].first, chain[-1].first
        if self._weight(chain, blocks) < _LEAST or _differ(blocks, keys, first, low):
            return None
        said = {*keys[first : last + 1]}
        again = [key if key in said else "" for key in keys[low : high + 1]]
        shares = (
            _size([keys[pair.first] for pair in chain]) / _size(keys[first : last + 1]),
            _size(again) / _size(keys[low : high + 1]),
        )
        few = len(chain) // _FEW
        others = (
            self._others(blocks, keys, range(first), said),
            self._others(blocks, keys, range(last + 1, low), said),
        )
        if min(shares) < _SHARE or min(others) > few:
            return None
        return Print(low, high, sum(1 for key in keys[low : high + 1] if key and key not in said))

    def _weight(self, chain: Sequence[Pair], blocks: Sequence[Block]) -> int:
        """How many marks and rows of tables the prints have in common."""
        return sum(self._count_marks(blocks[pair.first]) for pair in chain)

    def _count_marks(self, block: Block) -> int:
        if isinstance(block, Table):
            return len(block.rows) - 1
        marks = [*self._marks.find(block.passage)]
        return int(block.label > 0) + len(marks)

    def _others(self, blocks: Sequence[Block], keys: Sequence[str], places: range, said: set[str]) -> int:
        """How many marks there are at ``places`` that are none of the print's own (those of its contents list are)."""
        heads = {head_of(key) for key in said}
        others = (n for n in places if keys[n] and keys[n] not in said and head_of(keys[n]) not in heads)
        return sum(self._count_marks(blocks[n]) for n in others)


def block_key(block: Block) -> str:
    """The words of a block without blanks, in half width."""
    if isinstance(block, Table):
        return "\t".join("".join(cell.passage.folded.split()) for row in block.rows for cell in row)
    return "".join(block.passage.folded.split())


def find_chain(keys: Sequence[str]) -> list[Pair]:
    """The most that comes again in order: the last print of it and the one before; blank keys are none."""
    return _longest_chain(_pairs(keys))


def _pairs(keys: Sequence[str]) -> list[Pair]:
    """Each block that has the same words as one before it, with the latest such one."""
    seen: dict[str, int] = {}
    before: dict[str, Pair] = {}
    for number, key in enumerate(keys):
        if key:
            if key in seen:
                before[key] = Pair(seen[key], number)
            seen[key] = number
    return sorted(before.values(), key=lambda pair: pair.second)


def _longest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """The most pairs whose blocks follow each other in both prints (patience sorting)."""
    ends: list[int] = []  # places in the first print, of the best chain of each length
    piles: list[int] = []  # the pair at the end of each
    previous: list[int | None] = []
    for number, pair in enumerate(pairs):
        at = bisect_left(ends, pair.first)
        previous.append(piles[at - 1] if at else None)
        ends[at : at + 1], piles[at : at + 1] = [pair.first], [number]
    chain: list[Pair] = []
    number_: int | None = piles[-1] if piles else None
    while number_ is not None:
        chain.append(pairs[number_])
        number_ = previous[number_]
    return chain[::-1]


def _size(keys: Sequence[str]) -> int:
    return sum(map(len, keys)) or 1


def head_of(key: str) -> str:
    """The words of a line up to the first stop or bracket, without a page number."""
    return re.split(r"[。:;,(（]|[.…·]{2,}", key, maxsplit=1)[0].rstrip("0123456789.…·")


def _differ(blocks: Sequence[Block], keys: Sequence[str], first: int, low: int) -> bool:
    """Whether titles stand above both prints that name two things: 甲县任务清单, 乙县任务清单."""
    titles = [_title_above(blocks, keys, place) for place in (first, low)]
    return all(titles) and titles[0] != titles[1]


def _title_above(blocks: Sequence[Block], keys: Sequence[str], place: int) -> str:
    number = next((n for n in range(place - 1, -1, -1) if keys[n]), None)
    block = blocks[number] if number is not None else None
    if not isinstance(block, Paragraph) or len(block.text) > _TITLE or _NO_TITLE.search(block.text):
        return ""
    return _NOTES.sub("", block.passage.folded)


def _mark(blocks: tuple[Block, ...], found: Print) -> tuple[Block, ...]:
    marked = [*blocks]
    for number in range(found.low, found.high + 1):
        block = marked[number]
        if found.others == 0 and block.aside is None:
            marked[number] = block._replace(aside=LeftoverKind.REPEATED)
        elif number == found.low and isinstance(block, Paragraph):
            marked[number] = block._replace(begins_part=True)
    return tuple(marked)


def _block_span(blocks: Sequence[Block], found: Print) -> Span:
    passages = [passage for block in blocks[found.low : found.high + 1] for passage in _passages(block) if passage]
    return min(p.start for p in passages), max(p.end for p in passages)


def _passages(block: Block) -> list[Passage]:
    if isinstance(block, Paragraph):
        return [block.passage]
    return [p.passage for row in block.rows for cell in row for p in cell.paragraphs()]


def _to_diagnostic(found: Print, span: Span) -> Diagnostic:
    count = found.high - found.low + 1 - found.others
    words = f"{count} paragraphs or tables are printed twice; the second copy was dropped"
    if found.others:
        words += f"; {found.others} that differ were kept in both"
    return Diagnostic(DiagnosticCode.TEXT_REPEATED, words, "warning", (span,))
