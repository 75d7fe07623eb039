"""The core types: one text, and the spans, passages and blocks that refer to it.

A reader turns bytes into a :class:`Source`: one canonical text and blocks (paragraphs and
tables) that are spans of it.  Everything found later (a marker, a unit, a time) is a
:class:`Passage`: words together with the places in the text they were read from, so that a
location, an explanation and the coverage account are look-ups.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice, takewhile
from typing import NamedTuple

from docx2tasks.numerals import Folded, fold_width
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

Span = tuple[int, int]
"""A half-open range ``(start, end)`` of characters in ``Source.text``."""

# Blanks of every width; NUL and the byte-order mark inside a text say nothing either.
_BLANKS = re.compile(r"[\s\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00]+")
_STRIPPED = " \t\n\r\x0b\x0c\x00\x85\u00a0\u1680\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A)))
)
# compared, not matched: a pattern of these ranges takes longer to compile than most documents need it
_WIDE = (
    ("\u2e80", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
    ("\u2014", "\u2014"),
    ("\u2018", "\u201d"),
    ("\u2026", "\u2026"),
)


class Passage(NamedTuple):
    """Text of the document, and its spans in the canonical text.

    ``text`` has exactly the characters of ``spans``, in order, but that a kept blank may be
    collapsed to one space; what lies between two spans (markup, spam, a clause taken out, a
    line end inside a Chinese sentence) is no part of the passage.
    """

    text: str
    spans: tuple[Span, ...]

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def folded(self) -> Folded:
        """The words in half width, character for character: ``（1）`` is ``(1)``.

        Kept by the words, not by the passage: a document says the same words in many places.
        """
        return fold_width(self.text)

    @property
    def start(self) -> int:
        """Where the passage begins in the canonical text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the passage ends in the canonical text."""
        return self.spans[-1][1]

    def spans_of(self, start: int, end: int) -> tuple[Span, ...]:
        """Spans in the canonical text of ``self.text[start:end]``."""
        if len(self.spans) == 1:
            base = self.spans[0][0]
            return ((base + start, base + end),) if end > start else ()
        found: list[Span] = []
        piece, offset = _find_piece(self.spans, start) if len(self.spans) > _FEW_PIECES else (0, 0)
        for number in range(piece, len(self.spans)):
            first, last = self.spans[number]
            size = last - first
            low, high = max(start - offset, 0), min(end - offset, size)
            if low < high:
                found.append((first + low, first + high))
            offset += size
            if offset >= end:
                break
        return tuple(found)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The passage of ``self.text[start:end]`` (indices count within the passage)."""
        text, spans = self
        size = len(text)
        stop = size if end is None or end > size else end
        if start <= 0 and stop == size:
            return self
        if len(spans) == 1 and 0 <= start < stop:
            base = spans[0][0]
            return _NEW(Passage, (text[start:stop], ((base + start, base + stop),)))
        return Passage(text[start:stop], self.spans_of(start, stop))

    def strip(self, also: str = "") -> Passage:
        """The passage without white space (and the characters of ``also``) at its ends."""
        text = self.text
        core = text.strip(_STRIPPED + also)
        if len(core) == len(text):
            return self
        low = len(text) - len(text.lstrip(_STRIPPED + also)) if core else len(text)
        return self.cut(low, low + len(core))

    def without(self, ranges: Iterable[Span]) -> Passage:
        """The passage with the given index ranges taken out (they may touch or overlap)."""
        kept: list[Passage] = []
        at = 0
        for start, end in sorted(ranges):
            if start > at:
                kept.append(self.cut(at, start))
            at = max(at, end)
        if at < len(self.text):
            kept.append(self.cut(at))
        return join_passages(kept)

    def collapsed(self) -> Passage:
        """The passage with runs of white space collapsed to one space and its ends trimmed.

        A line end between two Chinese characters is no space: it is left out.
        """
        text = self.text
        if (text.isprintable() and " " not in text) or not _BLANKS.search(text):  # no other blank is printable
            return self
        kept: list[Passage] = []
        at = 0
        for blank in _BLANKS.finditer(text):
            start, end = blank.span()
            if start > at:
                kept.append(self.cut(at, start))
            at = end
            if start == 0 or end == len(text) or _is_line_wrap(text, start, end):
                continue
            kept.append(Passage(" ", self.spans_of(start, start + 1)))
        if at < len(text):
            kept.append(self.cut(at))
        return join_passages(kept)


_NEW = tuple.__new__  # what the class does itself, in half the time: most passages of a document are cuts
EMPTY = Passage("", ())
_FEW_PIECES = 32  # up to here a walk over the pieces is as fast as a search
_latest: tuple[tuple[Span, ...], list[int]] = ((), [])  # one passage is mostly cut many times in turn


def _find_piece(spans: tuple[Span, ...], index: int) -> tuple[int, int]:
    """The number of the piece that holds the character ``index`` of a passage, and where that piece begins."""
    global _latest  # noqa: PLW0603  replaced as a whole, so that threads see one or the other
    known, offsets = _latest
    if known is not spans:
        offsets = [0, *accumulate(last - first for first, last in spans)]
        _latest = (spans, offsets)
    piece = max(bisect_right(offsets, index) - 1, 0)
    return piece, offsets[piece]


def _is_line_wrap(text: str, start: int, end: int) -> bool:
    """Whether the blank ``text[start:end]`` is only a line end inside Chinese text."""
    blank = text[start:end]
    if "\n" not in blank and "\r" not in blank:
        return not blank.strip("\u200b\u200c\u200d\u2060\ufeff\x00")
    return _is_wide(text[start - 1]) and _is_wide(text[end])


def _is_wide(sign: str) -> bool:
    """Whether a character is as wide as a Chinese one."""
    return any(low <= sign <= high for low, high in _WIDE)


def join_passages(parts: Iterable[Passage]) -> Passage:
    """One passage of several, in order; spans that touch become one."""
    texts: list[str] = []
    spans: list[Span] = []
    for part in parts:
        if not part.text:
            continue
        texts.append(part.text)
        for span in part.spans:
            if spans and spans[-1][1] == span[0]:
                spans[-1] = (spans[-1][0], span[1])
            else:
                spans.append(span)
    return Passage("".join(texts), tuple(spans)) if texts else EMPTY


def join_lines(parts: Iterable[Passage]) -> Passage:
    """One passage of several lines, joined by line breaks."""
    lines: list[Passage] = []
    for part in parts:
        if not part.text:
            continue
        if lines and part.start > lines[-1].end:
            lines.append(Passage("\n", ((lines[-1].end, lines[-1].end + 1),)))
        lines.append(part)
    return join_passages(lines) if len(lines) > 1 else lines[0] if lines else EMPTY


class Style(NamedTuple):
    """How a paragraph looks, as far as its format knows it: hints, never proof."""

    heading: int | None = None  # outline level of the paragraph's style, 1 is the highest
    centered: bool = False
    bold: bool = False


PLAIN = Style()


class Paragraph(NamedTuple):
    """A paragraph: its text, and its formatting.

    ``label`` counts the characters at the start of ``passage`` that are an automatic number
    or bullet (``一、`` or ``•``), generated by the reader as Word prints it; ``bullet`` says
    that the label counts nothing, ``number`` what the list has counted to.  ``aside`` names what
    the paragraph is when it is no part of the document's own text: ``navigation``, ``footer``,
    ``contents``, ``note``, ``hidden`` ….
    ``begins_part`` says that the format itself begins another part here (the next sheet of a workbook).
    """

    passage: Passage
    label: int = 0
    bullet: bool = False
    level: int | None = None  # level of the automatic number, 0 is the outermost
    style: Style = PLAIN
    aside: LeftoverKind | None = None
    begins_part: bool = False
    number: int | None = None  # of an automatic number: 4 for ``IV.`` and for ``任务四：``

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return self.passage.text


@dataclass(frozen=True, init=False)
class Cell:
    """A table cell at its top left place; ``rowspan`` and ``colspan`` are at least 1."""

    row: int
    column: int
    rowspan: int
    colspan: int
    blocks: tuple[Block, ...]

    def __init__(self, row: int, column: int, rowspan: int, colspan: int, blocks: tuple[Block, ...]) -> None:
        # what dataclass writes sets frozen fields one by one, which takes twice as long
        self.__dict__.update(row=row, column=column, rowspan=rowspan, colspan=colspan, blocks=blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """The cell's paragraphs, those of nested tables included, in reading order."""
        for block in self.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        yield from cell.paragraphs()
            else:
                yield block

    @cached_property
    def passage(self) -> Passage:
        """The cell's words as one passage, a line end between its paragraphs."""
        return join_lines(p.passage for p in self.paragraphs())

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing is written in the cell."""
        return not any(p.text.strip() for p in self.paragraphs())


class Table(NamedTuple):
    """A table: for each row the cells that begin there, left to right.

    A cell merged downwards or to the right stands once, where it begins.  ``header_rows``
    counts the leading rows that the format itself marks as header (0 where it says nothing).
    ``ragged`` says that columns were read from a dump, so that a row may have lost cells, ``is_apart`` that each row
    stands by itself: a blank cell means nothing, not what is above it.
    """

    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    header_rows: int = 0
    ragged: bool = False
    caption: Paragraph | None = None
    aside: LeftoverKind | None = None
    is_apart: bool = False


Block = Paragraph | Table


class Diagnostic(NamedTuple):
    """Something repaired, dropped or doubtful: a stable code, a message, and spans."""

    code: DiagnosticCode
    message: str
    level: str = "info"  # info, warning or error
    spans: tuple[Span, ...] = ()


class SourceLocation(NamedTuple):
    """A position; numbers count from 1, None if the format does not have them."""

    block: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    page: int | None = None


class Source(NamedTuple):
    """What a reader returns: the canonical text, its blocks, and metadata from outside the text.

    ``fields`` are names and values that the format keeps apart from its text (``title`` and
    ``meta:…`` of a page); ``leftovers`` are named spans that no block holds (markup, spam);
    ``pages`` are the offsets at which pages begin, where the format knows them.  ``confidences``
    say of spans that were recognized in a picture how sure that was, from 0 to 1, in order; it is
    None where nothing was recognized.
    """

    format: str
    text: str
    blocks: tuple[Block, ...]
    fields: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    leftovers: tuple[tuple[LeftoverKind, Span], ...] = ()
    pages: tuple[int, ...] = ()
    has_lines: bool = False  # whether a line of the text is a line of the file
    confidences: tuple[tuple[Span, float], ...] | None = None


class Places(NamedTuple):
    """Offsets of every paragraph of a source, to look a character's place up quickly."""

    starts: tuple[int, ...]
    locations: tuple[SourceLocation, ...]
    pages: tuple[int, ...]
    lines: tuple[int, ...]
    confidences: tuple[tuple[Span, float], ...] | None = None

    def confidence(self, start: int, end: int) -> float | None:
        """How sure the least sure of the characters from ``start`` to ``end`` is; None: all were read."""
        if self.confidences is None:
            return None
        first = max(bisect_right(self.confidences, start, key=lambda known: known[0][0]) - 1, 0)
        near = takewhile(lambda known: known[0][0] < end, islice(self.confidences, first, None))
        return min((sure for (_, high), sure in near if high > start), default=None)

    def at(self, offset: int) -> SourceLocation:
        """The location of the character at ``offset`` of the canonical text."""
        index = bisect_right(self.starts, offset) - 1
        place = self.locations[index] if index >= 0 else SourceLocation()
        if self.lines:
            place = place._replace(line=bisect_right(self.lines, offset))
        if self.pages:
            place = place._replace(page=bisect_right(self.pages, offset))
        return place


def source_to_places(source: Source) -> Places:
    """The look-up table from offsets to locations, built once per document."""
    found: list[tuple[int, SourceLocation]] = []
    tables = 0
    for number, block in enumerate(source.blocks, 1):
        if isinstance(block, Table):
            tables += 1
            if block.caption is not None and block.caption.passage:
                found.append((block.caption.passage.start, SourceLocation(number, tables)))
            for row in block.rows:
                for cell in row:
                    here = SourceLocation(number, tables, cell.row + 1, cell.column + 1)
                    found.extend((p.passage.start, here) for p in cell.paragraphs() if p.passage)
        elif block.passage:
            found.append((block.passage.start, SourceLocation(number)))
    found.sort(key=lambda pair: pair[0])
    lines: tuple[int, ...] = ()
    if source.has_lines:
        lines = (0, *(m.end() for m in re.finditer("\n", source.text)))
    return Places(tuple(o for o, _ in found), tuple(p for _, p in found), source.pages, lines, source.confidences)


@dataclass(slots=True, repr=False, eq=False)
class TextBuilder:
    """Grows the canonical text while a reader walks its document.

    Readers add words with :meth:`add`, get the passage they became, and part paragraphs,
    cells and rows with :meth:`part`, so that no two of them touch.
    """

    _pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, words: str) -> Passage:
        """Append ``words`` and return them as a passage."""
        start = self.length
        self._pieces.append(words)
        self.length += len(words)
        return Passage(words, ((start, self.length),)) if words else EMPTY

    def part(self, mark: str = "\n") -> None:
        """Append a separator (line break, tab) that is not part of any passage."""
        self._pieces.append(mark)
        self.length += len(mark)

    def since(self, number: int) -> list[str]:
        """What was added after the first ``number`` pieces, words and separators."""
        return self._pieces[number:]

    @property
    def text(self) -> str:
        """The canonical text so far."""
        return "".join(self._pieces)
