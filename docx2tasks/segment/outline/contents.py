"""Tables of contents: heading lines at the front that occur again later with text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, MarkFinder
from docx2tasks.source import Block, Paragraph, Table
from docx2tasks.vocabulary import LeftoverKind

_LEAST = 4  # lines of a list without the word 目录
_LEAST_PAGED = 2  # lines of a list with it, or that all name a page
_HEADING = 20  # characters of the heading 目　　录, blanks included
_LENGTH = 80  # characters of a line
_MORE = 1.3  # times as many characters under the headings as in the list
_LEADER = re.compile(r"[.…·][ ]?[.…·]")
_PAGE = re.compile(r"(?:[.…·\s]+\d{0,4}|[.…·\s]*\(\d{1,4}\))$")
_PAGE_ENDS = frozenset("0123456789)….·")
_STOP = re.compile(r"[。:;(,]")


class _TocLine(NamedTuple):
    """A short line: its words without a page number, the words up to its first stop, and what it looks like."""

    key: str
    head: str
    has_page: bool
    is_sentence: bool


_NO_LINE = _TocLine("", "", has_page=False, is_sentence=False)


class ContentsMarker:
    """Marks contents lists with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._paragraphs = rules["paragraphs"]
        self._marks = rules.once(MarkFinder)

    def mark(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Mark a run of heading lines at the front that all come again later."""
        blocks = tuple(self._mark_leaders(block) for block in blocks)
        lines = [_to_line(block) for block in blocks]
        again = {words: number for number, line in enumerate(lines) for words in (line.head, line.key) if words}
        start = next((n for n, block in enumerate(blocks) if self._is_heading(block)), None)
        if start is not None:
            chosen = [start, *_run_from(start + 1, lines, again)]
        else:
            chosen = self._marked_run(blocks, lines, again)
        if len(chosen) < _LEAST_PAGED:
            return blocks
        places = frozenset(chosen)
        return tuple(_mark(block) if number in places else block for number, block in enumerate(blocks))

    def _mark_leaders(self, block: Block) -> Block:
        """A line that ends in leaders and a page number is of a contents list wherever it is."""
        if isinstance(block, Table) or block.aside is not None or not _LEADER.search(block.text):
            return block
        return _mark(block) if self._is_line(block.text) else block

    def _is_line(self, text: str) -> bool:
        return self._paragraphs.find("contents", fold_width(text).strip()) is not None

    def _is_heading(self, block: Block) -> bool:
        return isinstance(block, Paragraph) and len(block.text) <= _HEADING and self._is_line(block.text)

    def _marked_run(
        self, blocks: Sequence[Block], lines: Sequence[_TocLine], again: dict[str, int]
    ) -> list[int]:
        """Without the word 目录: numbered lines in a row that come again in order, with words under them.

        At least four, or two that each name a page.
        """
        run: list[int] = []
        for number, (block, line) in enumerate(zip(blocks, lines, strict=True)):
            is_head = bool(line.key) and again[line.key] > number and not line.is_sentence
            is_head = is_head and isinstance(block, Paragraph) and self._is_marked(block)
            if is_head and not (run and _begins_with(line, lines[run[0]])):
                run.append(number)
            elif _is_list(run, lines):
                break
            else:
                run = []
        return run if _is_list(run, lines) and _leads_on(run, blocks, lines, again) else []

    def _is_marked(self, block: Paragraph) -> bool:
        first = next(self._marks.find(block.passage), None)
        return first is not None and first.boundary == Boundary.LINE


def _mark(block: Block) -> Block:
    return block._replace(aside=LeftoverKind.CONTENTS) if block.aside is None else block


def _to_line(block: Block) -> _TocLine:
    """What a block is as a line; tables and what is set aside otherwise are none."""
    if isinstance(block, Table) or block.aside not in {None, LeftoverKind.CONTENTS}:
        return _NO_LINE
    folded = block.passage.folded.strip()
    stop = _STOP.search(folded, 1)
    head = "".join(folded[: stop.start()].split()) if stop and stop.start() <= _LENGTH else ""
    if len(folded) > _LENGTH:
        return _TocLine("", head, has_page=False, is_sentence=True)
    page = _PAGE.search(folded) if folded[-1:] in _PAGE_ENDS else None
    key = "".join((folded[: page.start()] if page else folded).split())
    return _TocLine(key, head or key, has_page=page is not None, is_sentence=folded.endswith("。"))


def _run_from(start: int, lines: Sequence[_TocLine], again: dict[str, int]) -> list[int]:
    """The lines behind 目录 that come again later or name a page, up to where the first one comes again."""
    run: list[int] = []
    for number in range(start, len(lines)):
        line = lines[number]
        is_again = bool(line.key) and again[line.key] > number
        if not (is_again or line.has_page) or (run and _begins_with(line, lines[run[0]])):
            break
        run.append(number)
    return run


def _begins_with(line: _TocLine, first: _TocLine) -> bool:
    return first.key in {line.key, line.head}


def _is_list(run: Sequence[int], lines: Sequence[_TocLine]) -> bool:
    return len(run) >= _LEAST or (len(run) >= _LEAST_PAGED and all(lines[number].has_page for number in run))


def _leads_on(run: Sequence[int], blocks: Sequence[Block], lines: Sequence[_TocLine], again: dict[str, int]) -> bool:
    """Whether a list names pages, or there is more where its lines come again than in itself."""
    if any(lines[number].has_page for number in run):
        return True
    low, high = again[lines[run[0]].key], again[lines[run[-1]].key]
    listed = sum(len(lines[number].key) for number in run)
    return sum(_size(block) for block in blocks[low : high + 2]) > _MORE * listed


def _size(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(block.text)
    return sum(len(cell.passage.text) for row in block.rows for cell in row)
