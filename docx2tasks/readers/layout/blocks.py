"""Laid-out pages → blocks over one text.

    pages ─ grids and the glyphs in them ─ other glyphs to lines ─ running heads aside
          ─ lines to paragraphs, grids to tables ─ what goes on over a page's end is joined ─▶ Source

Imports no format: PDF, OFD and recognized pictures come here alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.layout.aligned import Aligned, aligned_to_draft, split_aligned
from docx2tasks.readers.layout.columns import Gutter, TextColumn, lines_to_columns
from docx2tasks.readers.layout.line_numbers import part_line_numbers
from docx2tasks.readers.layout.lines import LayoutLine, glyphs_to_lines, plain_characters
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.layout.paragraphs import Margins, begins_paragraph, is_title, lines_to_groups, lines_to_margins
from docx2tasks.readers.layout.rulings import FilledGrid, rulings_to_grids, sort_glyphs
from docx2tasks.readers.layout.running_heads import Edge
from docx2tasks.readers.layout.tables import DraftTable, draft_to_table, grid_to_draft, join_drafts
from docx2tasks.source import (
    PLAIN,
    Block,
    Diagnostic,
    Paragraph,
    Passage,
    Source,
    Span,
    Style,
    TextBuilder,
    join_passages,
)
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_GAP = 1.6  # times the font's size: more parts the lines of two columns
_SHOWN = 20  # page numbers in a message
_NOWHERE = Margins(0, 0, 0)


class _Sheet(NamedTuple):
    """A page, sorted: its tables with their glyphs, and its other lines."""

    width: float
    height: float
    tables: tuple[FilledGrid, ...]
    lines: tuple[LayoutLine, ...]
    asides: tuple[tuple[LeftoverKind, str], ...]


def pages_to_source(
    pages: Iterable[Page],
    name: str,
    limits: Limits = DEFAULT,
    *,
    fields: tuple[tuple[str, str], ...] = (),
    diagnostics: tuple[Diagnostic, ...] = (),
) -> Source:
    """The canonical text and the blocks of pages, in the order of reading.

    ``name`` is the format.  Page headers, footers and numbers are paragraphs with ``aside`` set;
    headers of tables that are printed again are leftovers.  A table or paragraph that goes on over
    a page's end is one.  Raises ``LimitError`` ``text-too-long`` and ``table-too-big``.
    """
    sheets = [_page_to_sheet(page, limits) for page in pages]
    edge = Edge([(sheet.height, sheet.lines) for sheet in sheets])
    margins = _find_margins(sheets, edge)
    story = _BlockWriter(limits)
    for sheet in sheets:
        story.read_sheet(sheet, edge, margins[_size(sheet)])
    story.close()
    return Source(
        format=name,
        text=story.builder.text,
        blocks=tuple(story.blocks),
        fields=fields,
        diagnostics=(*diagnostics, *_tell_left_out(sheets)),
        leftovers=tuple(story.leftovers),
        pages=tuple(story.pages),
        confidences=tuple(story.confidences) if story.confidences else None,
    )


def _page_to_sheet(page: Page, limits: Limits) -> _Sheet:
    grids = rulings_to_grids(page.rulings, limits)
    tables, outside = sort_glyphs(page.glyphs, grids)
    numbers, lines = part_line_numbers(glyphs_to_lines(outside, _GAP))
    asides = (*page.asides, (LeftoverKind.PAGE, " ".join(line.text for line in numbers))) if numbers else page.asides
    return _Sheet(page.width, page.height, tables, lines, tuple(asides))


def _tell_left_out(sheets: Sequence[_Sheet]) -> Iterator[Diagnostic]:
    """One diagnostic for watermarks and one for numbers of lines, with the pages they stand on."""
    names = ((LeftoverKind.WATERMARK, "a watermark"), (LeftoverKind.PAGE, "line numbers in the margin"))
    for kind, name in names:
        pages = [str(n) for n, sheet in enumerate(sheets, 1) if any(one == kind for one, _ in sheet.asides)]
        if pages:
            more = " …" if len(pages) > _SHOWN else ""
            message = f"left out as {name}: page {', '.join(pages[:_SHOWN])}{more}"
            yield Diagnostic(DiagnosticCode.WATERMARK, message)


def _size(sheet: _Sheet) -> tuple[int, int]:
    return round(sheet.width), round(sheet.height)


def _find_margins(sheets: Sequence[_Sheet], edge: Edge) -> dict[tuple[int, int], Margins]:
    """The margins of running text, for pages of each size."""
    lines: dict[tuple[int, int], list[LayoutLine]] = {}
    for sheet in sheets:
        _, body, _ = edge.split(sheet.height, sheet.lines)
        lines.setdefault(_size(sheet), []).extend(body)
    return {size: lines_to_margins(found) for size, found in lines.items()}


@dataclass(slots=True)
class _BlockWriter:
    """The text being built, and what may still go on at the end of a page."""

    limits: Limits
    builder: TextBuilder = field(default_factory=TextBuilder)
    blocks: list[Block] = field(default_factory=list)
    leftovers: list[tuple[LeftoverKind, Span]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    confidences: list[tuple[Span, float]] = field(default_factory=list)
    _asides: list[Paragraph] = field(default_factory=list)
    _table: DraftTable | None = None
    _columns: tuple[Margins, ...] = ()  # of a table without rulings that is still open
    _gutter: Gutter | None = None  # of the last page of two columns
    _group: list[LayoutLine] = field(default_factory=list)
    _margins: Margins = _NOWHERE
    _passage: Passage | None = None
    _style: Style = PLAIN

    def read_sheet(self, sheet: _Sheet, edge: Edge, margins: Margins) -> None:
        """Add the words of a page."""
        self.pages.append(self.builder.length)
        head, body, foot = edge.split(sheet.height, sheet.lines)
        self._add_asides(head, LeftoverKind.HEADER)
        was_narrow: bool | None = None
        for part in _sheet_to_parts(sheet, body, self._columns if self._table is not None else (), self._gutter):
            if not isinstance(part, TextColumn):
                self._end_paragraph()
            self._columns = part.columns if isinstance(part, Aligned) else ()
            if isinstance(part, TextColumn):
                if was_narrow not in {None, part.is_narrow}:
                    self._end_paragraph()  # text above or below two columns belongs to neither
                was_narrow = part.is_narrow
                self._gutter = part.gutter or self._gutter
                self._add_lines(part.lines, part.margins or margins)
            elif isinstance(part, Aligned):
                self._add_table(aligned_to_draft(part, self.write))
            else:
                self._add_table(grid_to_draft(*part, self.write))
        self._add_asides(foot, LeftoverKind.FOOTER)
        for kind, words in sheet.asides:
            self._asides.append(Paragraph(self.builder.add(plain_characters(words)), aside=kind))
            self.builder.part()

    def close(self) -> None:
        """Finish what is still open."""
        self._end_table()
        self._end_paragraph()
        self._flush()

    def write(self, lines: Sequence[LayoutLine]) -> Passage:
        """Add the lines of a paragraph to the text, with blanks only between Latin words."""
        parts: list[Passage] = []
        for line in lines:
            if parts and _needs_blank(parts[-1].text, line.text):
                parts.append(self.builder.add(" "))
            part = self.builder.add(line.text)
            if line.sure is not None:
                self.confidences.append((part.spans[0], line.sure))
            parts.append(part)
        self.builder.part()
        if self.builder.length > self.limits.text_chars:
            message = f"the document has more than {self.limits.text_chars:,} characters of text"
            raise LimitError("text-too-long", message, "split the document")
        return join_passages(parts)

    def _add_asides(self, lines: Iterable[LayoutLine], kind: LeftoverKind) -> None:
        self._asides.extend(Paragraph(self.write([line]), aside=kind) for line in lines)

    def _add_table(self, draft: DraftTable) -> None:
        if self._table is not None:
            is_same, repeated = join_drafts(self._table, draft)
            self.leftovers.extend((LeftoverKind.REPEATED, span) for passage in repeated for span in passage.spans)
            if is_same:
                return
        self._end_table()
        self._table = draft

    def _add_lines(self, lines: Sequence[LayoutLine], margins: Margins) -> None:
        """Add paragraphs; the first goes on with the one that the last page's end cut."""
        self._end_table()
        for number, group in enumerate(lines_to_groups(lines, margins)):
            passage = self.write(group)
            if number == 0 and self._goes_on(group[0], margins):
                self._passage = join_passages([self._passage or passage, passage])
            else:
                self._end_paragraph()
                self._passage, self._style = passage, Style(centered=is_title(group, margins))
            self._group, self._margins = group, margins

    def _goes_on(self, line: LayoutLine, margins: Margins) -> bool:
        if self._passage is None:
            return False
        before = self._group[-1]
        left, right = margins.left - self._margins.left, margins.right - self._margins.right
        moved = before._replace(left=before.left + left, right=before.right + right)
        return not begins_paragraph(moved, line, margins, on_new_page=True)

    def _end_paragraph(self) -> None:
        if self._passage is not None:
            self.blocks.append(Paragraph(self._passage, style=self._style))
            self._passage, self._group = None, []
            self._flush()

    def _end_table(self) -> None:
        if self._table is not None:
            self.blocks.append(draft_to_table(self._table, self.limits))
            self._table = None
            self._flush()

    def _flush(self) -> None:
        self.blocks.extend(self._asides)
        self._asides = []


def _sheet_to_parts(
    sheet: _Sheet, body: Sequence[LayoutLine], known: tuple[Margins, ...], gutter: Gutter | None
) -> Iterator[TextColumn | Aligned | FilledGrid]:
    """What a page holds, from top to bottom: lines between tables, column by column, and tables.

    ``known`` are the columns of a table without rulings that may go on at the top, ``gutter`` is that of an
    earlier page.
    """
    rest = [*body]
    for grid, glyphs in sheet.tables:
        above = [line for line in rest if line.baseline <= grid.ys[0] + line.size / 2]
        rest = [line for line in rest if line.baseline > grid.ys[0] + line.size / 2]
        yield from _lines_to_parts(above, known, gutter)
        yield grid, glyphs
        known = ()
    yield from _lines_to_parts(rest, known, gutter)


def _lines_to_parts(
    lines: Sequence[LayoutLine], known: tuple[Margins, ...], gutter: Gutter | None
) -> Iterator[TextColumn | Aligned]:
    for part in split_aligned(lines, known):
        if isinstance(part, Aligned):
            yield part
        else:
            yield from lines_to_columns(part, gutter)


def _needs_blank(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    return last.isascii() and first.isascii() and first.isalnum() and (last.isalnum() or last in ",.;:)")
