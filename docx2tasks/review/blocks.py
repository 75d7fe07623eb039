"""A source as laid out on the page: paragraphs, tables, and text outside blocks.

    [0, start, end, look, aside, number, page]    a paragraph; ``look`` is "t" (title), "1", "2" (headings), "c" or ""
    [1, rows, aside, number, page]                a table: rows of [is header, rowspan, colspan, blocks]

Numbers are those of ``location``: the line of the file, else the block; 0 where there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.coverage import Region
from docx2tasks.model import Document
from docx2tasks.pipeline import Reading
from docx2tasks.review.offsets import Offsets
from docx2tasks.source import Block, Cell, Paragraph, Source, Span, Table
from docx2tasks.vocabulary import LeftoverKind

Laid = list[object]
"""A block as the page gets it."""

_LONGEST_HEADING = 60  # characters; what is longer is a paragraph that opens with a heading's words
_INDENT = 8  # characters before the heading's own words: its mark
_LINE = re.compile(r"[^\n\r]*[^\s][^\n\r]*")


def reading_to_blocks(reading: Reading, offsets: Offsets) -> list[Laid]:
    """All of the text as blocks, in reading order; text outside blocks becomes boilerplate paragraphs."""
    layout = _Layout.of(reading, offsets)
    numbered = [(_first_of(block), layout.block(block, number)) for number, block in enumerate(layout.source.blocks, 1)]
    placed = [(start, laid) for start, many in numbered for laid in many]
    placed += [(start, layout.gap(start, end, kind)) for kind, (start, end) in _find_gaps(reading)]
    placed.sort(key=lambda pair: pair[0])
    return [laid for _, laid in placed]


class _Layout(NamedTuple):
    """What tells how a paragraph looks and where it is."""

    source: Source
    offsets: Offsets
    lines: Sequence[int]
    titles: Sequence[Span]
    headers: Sequence[Span]
    steps: Sequence[tuple[int, int]]  # where headings begin, and how deep they are

    @classmethod
    def of(cls, reading: Reading, offsets: Offsets) -> _Layout:
        """The look-ups for a reading."""
        source, document = reading.source, reading.document
        lines = (0, *(end.end() for end in re.finditer("\n", source.text))) if source.has_lines else ()
        titles = _find_leftovers(document, LeftoverKind.TITLE)
        return cls(
            source, offsets, lines, titles, _find_leftovers(document, LeftoverKind.TABLE_HEADER), _find_steps(document)
        )

    def block(self, block: Block, number: int) -> Iterator[Laid]:
        """A block of the source: a paragraph, or a table with its caption before it."""
        if isinstance(block, Table):
            yield from self.table(block, number)
        elif block.passage:
            yield self.paragraph(block, number)

    def paragraph(self, block: Paragraph, number: int) -> Laid:
        """A paragraph with its look."""
        start, end = block.passage.start, block.passage.end
        return [
            0,
            self.offsets.at(start),
            self.offsets.at(end),
            self._look(block),
            block.aside or 0,
            self._number(start, number),
            self._page(start),
        ]

    def table(self, block: Table, number: int) -> Iterator[Laid]:
        """A table, its caption before it."""
        if block.caption is not None and block.caption.passage:
            yield self.paragraph(block.caption, number)
        start = _first_of(block)
        rows = [[self._cell(cell, row < block.header_rows) for cell in cells] for row, cells in enumerate(block.rows)]
        yield [1, rows, block.aside or 0, self._number(start, number), self._page(start)]

    def gap(self, start: int, end: int, kind: LeftoverKind) -> Laid:
        """Text outside all blocks."""
        return [0, self.offsets.at(start), self.offsets.at(end), "", kind, self._number(start, 0), self._page(start)]

    def _cell(self, cell: Cell, is_header: bool) -> list[object]:  # noqa: FBT001  a fact that was looked up
        blocks = [laid for block in cell.blocks for laid in self.block(block, 0)]
        start = next((p.passage.start for p in cell.paragraphs() if p.passage), None)
        is_header = is_header or (start is not None and _covers(self.headers, start))
        return [int(is_header), cell.rowspan, cell.colspan, blocks]

    def _look(self, block: Paragraph) -> str:
        start, end = block.passage.start, block.passage.end
        if _covers(self.titles, start):
            return "t"
        near = bisect_left(self.steps, (start, 0))
        is_short = end - start < _LONGEST_HEADING and not block.aside
        if is_short and near < len(self.steps) and self.steps[near][0] < min(end, start + _INDENT):
            return "1" if self.steps[near][1] == 0 else "2"
        if block.style.heading:
            return "1" if block.style.heading == 1 else "2"
        return "c" if block.style.centered else ""

    def _number(self, start: int, number: int) -> int:
        return bisect_right(self.lines, start) if self.lines else number

    def _page(self, start: int) -> int:
        return bisect_right(self.source.pages, start) if self.source.pages else 0


def _first_of(block: Block) -> int:
    """Where a block begins in the text."""
    if not isinstance(block, Table):
        return block.passage.start if block.passage else 0
    return min((start for start, _ in _find_spans(block)), default=0)


def _find_spans(block: Block) -> Iterator[Span]:
    """What a block holds of the text."""
    if not isinstance(block, Table):
        if block.passage:
            yield block.passage.start, block.passage.end
        return
    if block.caption is not None:
        yield from _find_spans(block.caption)
    for row in block.rows:
        for cell in row:
            for paragraph in cell.paragraphs():
                yield from _find_spans(paragraph)


def _find_gaps(reading: Reading) -> Iterator[Region]:
    """Lines, or parts of them, that no block holds, with what they are."""
    source = reading.source
    counted = ((LeftoverKind(one.kind), (one.start, one.end)) for one in reading.document.coverage.leftovers)
    named = [*source.leftovers, *counted]
    held = sorted(span for block in source.blocks for span in _find_spans(block))
    at = 0
    for start, end in [*held, (len(source.text), len(source.text))]:
        if start > at:
            for line in _LINE.finditer(source.text, at, start):
                kind = next((k for k, (s, e) in named if s < line.end() and e > line.start()), LeftoverKind.UNASSIGNED)
                yield Region(kind, line.span())
        at = max(at, end)


def _find_leftovers(document: Document, kind: LeftoverKind) -> list[Span]:
    return [(one.start, one.end) for one in document.coverage.leftovers if one.kind == kind]


def _find_steps(document: Document) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for task in (*document.tasks, *document.provisions):
        for depth, step in enumerate(task.path):
            for start, _ in step.span[:1]:
                found.setdefault(start, depth)
    return sorted(found.items())


def _covers(spans: Sequence[Span], at: int) -> bool:
    """Whether one of the spans, which are in order, holds the character at ``at``."""
    near = bisect_right(spans, (at, len(spans) and spans[-1][1]))
    return near > 0 and spans[near - 1][1] > at
