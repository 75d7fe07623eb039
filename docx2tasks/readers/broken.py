"""Joins what a line break has split, in any format: clauses, names in narrow cells, dates.

    1.新建便民窗口12处。（责任单位：市财政局、      a bracket that is open at the end of a paragraph and
    市公安局）                                     closed in the next one makes them one paragraph

    市教育 ⏎ 局、市公 ⏎ 安局                       a piece that is no name goes on in the next line

Also finds the tables that were saved one cell a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from docx2tasks.readers.broken_fields import is_broken_field, is_broken_word
from docx2tasks.readers.plain.cell_per_line_table import (
    NUMBER_NAMES,
    find_flat_table,
    flat_to_diagnostics,
    flat_to_table,
)
from docx2tasks.readers.plain.lines import MARKER
from docx2tasks.source import Block, Cell, Diagnostic, Paragraph, Source, Span, Table, join_passages
from docx2tasks.vocabulary import DiagnosticCode

_CLOSERS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "《": "》", "[": "]"}
_NAME = 8  # characters of 序号, with blanks between
_REACH = 160  # characters of a clause on one side of a line end
_LINES = 4  # paragraphs that one bracket may be broken into
_COLUMNS = re.compile(r"\S[ \u3000]{2,}\S")  # words side by side: columns that were dumped as they stood
_HAN = re.compile("[\u4e00-\u9fff]{1,10}")
_DAY = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}\s?年.{1,3}月.{1,3}日")
_LINE_END = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")


def join_broken(source: Source) -> Source:
    """The source with paragraphs and lines of cells put together that only a line end parts.

    ``（责任单位：市财政局、`` and ``市公安局）`` become one paragraph, ``市教育`` and ``局`` in a cell one
    name; ``序号``, ``任务``, ``单位``, ``1`` … as paragraphs become a table.
    """
    blocks, doubts = source.blocks, list[Diagnostic]()
    if source.format != "text":
        blocks = tuple(_with_flat_tables(blocks, doubts))
    joined = tuple(_joined_blocks(blocks))
    changed = len(blocks) - len(joined) + _count_line_ends(blocks) - _count_line_ends(joined)
    if changed:
        message = f"{changed} line breaks inside a bracket, a name or a date were joined"
        doubts.append(Diagnostic(DiagnosticCode.LINES_JOINED, message))
    joined = tuple(_joined_table(block) if isinstance(block, Table) else block for block in joined)
    if not doubts and all(new is old for new, old in zip(joined, source.blocks, strict=False)):
        return source
    return source._replace(blocks=joined, diagnostics=(*source.diagnostics, *doubts))


def _count_line_ends(blocks: Sequence[Block]) -> int:
    return sum(block.text.count("\n") for block in blocks if isinstance(block, Paragraph))


# paragraphs -------------------------------------------------------------------------------


def _joined_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if isinstance(block, Table):
            yield block
            continue
        while count := _count_broken(block, blocks, at):
            parts = [one for one in blocks[at : at + count] if isinstance(one, Paragraph)]
            block = block._replace(passage=join_passages(one.passage for one in (block, *parts)))
            at += count
        yield _without_breaks(block)


def _count_broken(first: Paragraph, blocks: Sequence[Block], at: int) -> int:
    """How many blocks from ``at`` on only go on in the bracket, the field or the name that a paragraph leaves open."""
    if first.aside is not None or at == len(blocks):
        return 0
    closer = _find_open(first.text)
    if not closer:
        is_signed = at + 1 < len(blocks) and _is_dated(blocks[at + 1])
        return int(not is_signed and _goes_on(first, blocks[at]))
    return 0 if _COLUMNS.search(first.text) else _count_to_closer(blocks, at, closer)


def _count_to_closer(blocks: Sequence[Block], at: int, closer: str) -> int:
    """How many blocks from ``at`` on there are up to that which closes a bracket; 0: none does."""
    for count, block in enumerate(blocks[at : at + _LINES], 1):
        if isinstance(block, Table) or block.aside is not None or block.label or _COLUMNS.search(block.text):
            return 0
        if _closes(block.text, closer):
            return count
        if MARKER.match(block.text) or "。" in block.text or len(block.text) > _REACH:
            return 0
    return 0


def _goes_on(first: Paragraph, behind: Block) -> bool:
    """Whether the field that ends a paragraph goes on in the block behind it: ``单位：市教育局、市财｜政局``."""
    if isinstance(behind, Table) or behind.aside is not None or behind.label or behind.style.heading is not None:
        return False
    return is_broken_field(first.text, behind.text)


def _is_dated(block: Block) -> bool:
    """Whether a block is a day alone: the line above it is the office that signs."""
    return isinstance(block, Paragraph) and _DAY.fullmatch(block.text.strip()) is not None


def _without_breaks(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the line ends of its own (``<w:br/>``) that stand inside a field or a name."""
    words = paragraph.text
    breaks: list[Span] = []
    before, at = "", 0  # the words before a line end, without those that were taken out
    for end in _LINE_END.finditer(words):
        before += words[at : end.start()]
        at = end.end()
        if is_broken_field(before, words[at : at + _REACH].split("\n", 1)[0]):
            breaks.append(end.span())
        else:
            before = ""
    return paragraph._replace(passage=paragraph.passage.without(breaks)) if breaks else paragraph


def _find_open(text: str) -> str:
    """The sign that would close the last bracket that a text leaves open, ``""`` where it leaves none."""
    if not text or text[-1] == "。":
        return ""
    tail = text[-_REACH:]
    if not any(opener in tail and tail.count(opener) > tail.count(closer) for opener, closer in _CLOSERS.items()):
        return ""
    open_at: list[int] = []
    for place, sign in enumerate(tail):
        if sign in _CLOSERS:
            open_at.append(place)
        elif open_at and sign == _CLOSERS[tail[open_at[-1]]]:
            open_at.pop()
    # a bare number behind a bracket is a slip of columns
    if not open_at or "。" in tail[open_at[-1] :] or not _HAN.search(tail, open_at[-1]):
        return ""
    return _CLOSERS[tail[open_at[-1]]]


def _closes(text: str, closer: str) -> bool:
    """Whether a text closes a bracket that it did not open, before its first sentence ends."""
    opener = next(one for one, other in _CLOSERS.items() if other == closer)
    depth = 0
    for sign in text[:_REACH]:
        if sign == opener:
            depth += 1
        elif sign == closer:
            depth -= 1
            if depth < 0:
                return True
        elif sign == "。" and not depth:
            return False
    return False


# cells ------------------------------------------------------------------------------------


def _joined_table(table: Table) -> Table:
    if not any(len(cell.blocks) > 1 for cell in chain.from_iterable(table.rows)):
        return table
    rows = tuple(tuple(_joined_cell(cell) for cell in row) for row in table.rows)
    return table if rows == table.rows else table._replace(rows=rows)


def _joined_cell(cell: Cell) -> Cell:
    """The cell with its broken names and dates whole."""
    if len(cell.blocks) < 2 or any(isinstance(block, Table) for block in cell.blocks):
        return cell
    found: list[Paragraph] = []
    lines = [block for block in cell.blocks if isinstance(block, Paragraph) and block.text]
    for line in lines:
        last = found[-1] if found and not line.label else None
        if last is not None and any(is_broken(last.text, line.text) for is_broken in _BREAKS):
            found[-1] = last._replace(passage=join_passages((last.passage, line.passage)))
        else:
            found.append(line)
    if len(found) == len(lines):
        return cell
    return Cell(cell.row, cell.column, cell.rowspan, cell.colspan, tuple(found))


def _is_bracket_broken(before: str, after: str) -> bool:
    closer = _find_open(before)
    return bool(closer) and _closes(after, closer)


_BREAKS = (_is_bracket_broken, is_broken_word, is_broken_field)


# tables -----------------------------------------------------------------------------------


def _with_flat_tables(blocks: Sequence[Block], doubts: list[Diagnostic]) -> Iterator[Block]:
    """The blocks, with paragraphs that are the cells of a table put together as one."""
    for may_be_cells, run in groupby(blocks, key=_may_be_cell):
        if may_be_cells:
            yield from _with_tables_of_run([one for one in run if isinstance(one, Paragraph)], doubts)
        else:
            yield from run


def _may_be_cell(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.aside is None and not block.label and bool(block.text.strip())


def _with_tables_of_run(run: Sequence[Paragraph], doubts: list[Diagnostic]) -> Iterator[Block]:
    words = ["".join(one.text.split()) if len(one.text) <= _NAME else "" for one in run]
    if NUMBER_NAMES.isdisjoint(words):
        yield from run
        return
    words = ["".join(one.text.split()) for one in run]
    lines = [one.passage for one in run]
    at = 0
    while at < len(run):
        found = find_flat_table(words, at)
        if found is None:
            yield run[at]
            at += 1
            continue
        yield flat_to_table(found, lines)
        doubts.extend(flat_to_diagnostics(found, lines))
        at = found.stop
