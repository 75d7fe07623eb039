"""Plain text → blocks: paragraphs and tables.

A line is a paragraph, but for four cases: hard-wrapped lines are joined (``hard_wraps.py``), a file
without line ends is split where its indents stood (``lines.py``), tags and insertions are taken
out (``markup.py``), and the lines of a dumped table become one (``dumped_tables.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.characters import replace_look_alikes, replaced
from docx2tasks.readers.encoding import decode
from docx2tasks.readers.plain.cell_per_line_table import (
    NUMBER_NAMES,
    FlatTable,
    find_flat_table,
    flat_to_diagnostics,
    flat_to_table,
)
from docx2tasks.readers.plain.dumped_tables import find_table, grid_to_table
from docx2tasks.readers.plain.hard_wraps import Row, rows_to_paragraphs
from docx2tasks.readers.plain.lines import Line, split_run_on, text_to_lines
from docx2tasks.readers.plain.markup import Words, find_markup, markup_to_diagnostics, markup_to_leftovers
from docx2tasks.readers.plain.tab_prefixed_table import Grid
from docx2tasks.source import Block, Diagnostic, Paragraph, Passage, Source, Span, Style, Table, join_passages
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_LINE_ENDS = re.compile(r"\r\n?")
_UNREADABLE = "\ufffd"
_TEXT = re.compile("[\t\n\r -~\u00a0\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MARKS = frozenset('|,"')
_CHECK = "check that this is the right file"
_CONVERT = "convert the file to text, docx or pdf first"
_MISSES = 8  # looks at lines that turned out to be no table, before they are believed to be none


def read_text(data: bytes, limits: Limits = DEFAULT) -> Source:
    """Read a text file in any usual encoding into blocks over its own text.

    ``一、总体要求`` on a line is a paragraph, ``→责任单位`` under ``→重点任务`` a cell.  Raises
    FormatError ``no-text`` (nothing but blanks) and ``not-text`` (binary), LimitError ``too-big``.
    """
    if len(data) > limits.markup_bytes:
        hint = f"more than {limits.markup_bytes} are not read"
        raise LimitError("too-big", f"{len(data)} bytes of text", hint)
    if not looks_like_text(data):
        raise FormatError("not-text", "the bytes are not text", _CONVERT)
    decoded = decode(data, limits=limits)
    text, alike = replace_look_alikes(_LINE_ENDS.sub("\n", decoded.text))  # labels and headings depend on them
    _check(text, limits)
    words = find_markup(text)
    blocks, leftovers, doubts = _read_blocks(words, limits)
    if not blocks:
        raise FormatError("no-text", "the file contains markup but no text", _CHECK)
    notes = (*decoded.diagnostics, *replaced(alike), *markup_to_diagnostics(words), *_joins(blocks, text), *doubts)
    marks = (*markup_to_leftovers(words), *leftovers)
    pages = tuple(m.end() for m in re.finditer("\f", text))
    return Source("text", text, blocks, (), notes, marks, (0, *pages) if pages else (), has_lines=True)


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes can be text: few of them controls, or UTF-16 with or without its mark.

    True of ``一、总体要求`` in any encoding, false of a zip file or a picture.
    """
    head = data[:65_536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return True
    controls = sum(head.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return controls * 50 <= len(head) or any(_is_wide(head, codec) for codec in ("utf-16-le", "utf-16-be"))


def _is_wide(head: bytes, codec: str) -> bool:
    """Whether the bytes are Chinese text in UTF-16 without a mark."""
    text = head.decode(codec, "ignore")
    return bool(text) and len(_TEXT.findall(text)) * 10 >= len(text) * 9


def _check(text: str, limits: Limits) -> None:
    if len(text) > limits.text_chars:
        hint = f"more than {limits.text_chars} are not read"
        raise LimitError("too-big", f"{len(text)} characters", hint)
    if not text.strip(" \t\n\u3000\u00a0\u200b\ufeff\x0c\x0b"):
        raise FormatError("no-text", "the file contains no text", _CHECK)
    if text.count(_UNREADABLE) * 20 > len(text):
        raise FormatError("not-text", "the characters are not text", _CONVERT)


class _Blocks(NamedTuple):
    """The blocks of a text in order, the marks between cells that no block holds, and what is doubtful."""

    blocks: tuple[Block, ...]
    leftovers: tuple[tuple[LeftoverKind, Span], ...]
    doubts: tuple[Diagnostic, ...]


class _Found(NamedTuple):
    """A table, the lines it takes, and what is doubtful about it; ``marked`` as in a grid."""

    table: Table
    first: int
    stop: int
    marked: bool = False
    doubts: tuple[Diagnostic, ...] = ()


def _read_blocks(words: Words, limits: Limits) -> _Blocks:
    lines = text_to_lines(words)
    blocks: list[Block] = []
    leftovers: list[tuple[LeftoverKind, Span]] = []
    doubts: list[Diagnostic] = []
    done = 0
    for found in _find_tables(lines, words, limits):
        blocks.extend(_lines_to_paragraphs(lines[done : found.first], words))
        blocks.append(found.table)
        taken = lines[found.first : found.stop]
        if not found.marked:
            blocks.extend(Paragraph(line.paragraphs[0], aside=LeftoverKind.PAGE) for line in taken if line.is_page)
        leftovers.extend(_marks(found.table, (taken[0].start, taken[-1].end), words.text) if found.marked else ())
        doubts.extend(found.doubts)
        done = found.stop
    blocks.extend(_lines_to_paragraphs(lines[done:], words))
    return _Blocks(tuple(blocks), tuple(leftovers), tuple(doubts))


def _joins(blocks: Sequence[Block], text: str) -> Iterator[Diagnostic]:
    """One ``lines-joined`` where paragraphs were put together again, with their number."""
    passages = [block.passage for block in blocks if isinstance(block, Paragraph)]
    joined = [p for p in passages if len(p.spans) > 1 and text.find("\n", p.start, p.end) >= 0]
    if joined:
        spans = ((joined[0].start, joined[0].end),)
        yield Diagnostic(
            DiagnosticCode.LINES_JOINED, f"{len(joined)} paragraphs broken at the margin were joined", spans=spans
        )


def _find_tables(lines: Sequence[Line], words: Words, limits: Limits) -> Iterator[_Found]:
    """The dumped tables of a text, in order."""
    flat = _FlatLines(lines, words)
    at = done = 0
    missed_up_to = misses = 0
    while at < len(lines):
        if not _may_begin_table(lines[at]) or (at < missed_up_to and misses > _MISSES):
            at += 1
            continue
        found = flat.find(at) or find_table(lines, at, words, limits)
        if isinstance(found, Grid) and found.first >= done:
            found = _Found(grid_to_table(found, words), found.first, found.stop, found.marked)
        if isinstance(found, _Found):
            yield found
            at = done = found.stop
            continue
        misses = misses + 1 if at < missed_up_to else 1
        missed_up_to = max(missed_up_to, found.stop)
        at += 1


class _FlatLines:
    """The lines of a text that hold words, for tables that were dumped one cell a line; made when the first is met."""

    def __init__(self, lines: Sequence[Line], words: Words) -> None:
        self._lines, self._words = lines, words
        self._numbers: list[int] = []
        self._passages: list[Passage] = []
        self._squeezed: list[str] = []

    def find(self, at: int) -> _Found | None:
        """The table whose header begins on the line ``at``."""
        line = self._lines[at]
        if line.tabs or not line.paragraphs or "".join(line.paragraphs[0].text.split()) not in NUMBER_NAMES:
            return None
        self._load()
        place = bisect_left(self._numbers, at)
        flat = find_flat_table(self._squeezed, place)
        if flat is None or any(self._lines[n].tabs for n in self._numbers[place : place + flat.layout.lines]):
            return None
        return self._to_found(flat)

    def _load(self) -> None:
        if not self._numbers:
            self._numbers = [n for n, line in enumerate(self._lines) if line.paragraphs and not line.is_page]
            self._passages = [join_passages(self._lines[n].paragraphs) for n in self._numbers]
            self._squeezed = ["".join(passage.text.split()) for passage in self._passages]

    def _to_found(self, flat: FlatTable) -> _Found:
        first, stop = self._numbers[flat.first], self._numbers[flat.stop - 1] + 1
        doubts = tuple(flat_to_diagnostics(flat, self._passages))
        return _Found(flat_to_table(flat, self._passages), first, stop, doubts=doubts)


def _may_begin_table(line: Line) -> bool:
    """Whether it is worth asking: words and a tab, a mark that parts cells, or the name of a number column."""
    if not line.paragraphs:
        return False
    words = line.paragraphs[0].text
    return line.tabs > 0 or not _MARKS.isdisjoint(words) or "".join(words.split()) in NUMBER_NAMES


def _lines_to_paragraphs(lines: Sequence[Line], words: Words) -> Iterator[Paragraph]:
    rows: list[Row] = []
    blank = True
    for line in lines:
        check_deadline()
        indent = line.indent
        level = words.headings.get(line.paragraphs[0].start) if words.headings and line.paragraphs else None
        if level is not None:
            yield from rows_to_paragraphs(rows, words.text)
            rows, blank = [], True
            style = Style(centered=True) if level == 0 else Style(heading=level)
            yield Paragraph(join_passages(line.paragraphs), style=style)
            continue
        for passage in line.paragraphs:
            rows += [Row(part, indent, blank, line.end) for part in split_run_on(passage) if part.text]
            indent, blank = 0, False
        if not line.paragraphs:
            blank = True
    yield from rows_to_paragraphs(rows, words.text)


def _marks(table: Table, place: Span, text: str) -> Iterator[tuple[LeftoverKind, Span]]:
    """What stands between the cells of a table of marks: pipes, commas, quotes, rules."""
    cells = (cell for row in table.rows for cell in row)
    spans = sorted(span for cell in cells for block in cell.paragraphs() for span in block.passage.spans)
    at = place[0]
    for start, end in (*spans, (place[1], place[1])):
        if text[at:start].strip():
            yield LeftoverKind.MARKUP, (at, start)
        at = max(at, end)
