"""Text collected from a page → paragraphs over one text, with list labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.encoding import clean_characters
from docx2tasks.readers.grid import RawCell, RawRow
from docx2tasks.readers.page.boilerplate import BlockDraft, PageRegion
from docx2tasks.readers.page.style import has_typed_number
from docx2tasks.readers.page.words import FIELD_HEAD, SEPARATORS
from docx2tasks.source import PLAIN, Block, Paragraph, Passage, Style, Table, TextBuilder

_SPACE = re.compile("[ \t\n\r\f]+")
# A line break inside Chinese text is not a blank (CSS Text 3, 4.1.3).
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\r]*\n[ \t\n\r\f]*(?={_WIDE})")
_FIELD_HEAD = re.compile(FIELD_HEAD[1])
_SEPARATORS = re.compile(SEPARATORS[1])
_EDGES = " \t\n\r\f\u00a0\u2002\u2003\u2009\u3000\u200b\ufeff"
# Entities that a content system escaped a second time: &amp;nbsp; is shown as &nbsp;.
_TWICE = re.compile("&(nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot);")


class PageLook(NamedTuple):
    """The formatting at a position of the tree."""

    centered: bool = False
    heading: int | None = None
    bold: bool = False
    pre: bool = False
    link: bool = False
    region: PageRegion | None = None
    unseen: bool = False  # by ``visibility``
    tiny: bool = False  # by ``font-size``


PLAIN_LOOK = PageLook()


@dataclass(slots=True, repr=False, eq=False)
class PageLine:
    """Words of the paragraph that is being gathered."""

    words: list[str] = field(default_factory=list)
    bold: bool = True
    pre: bool = False
    linked: int = 0
    links: int = 0
    has_file: bool = False


class PageLabel(NamedTuple):
    """The number or bullet that the next words get, if they have none of their own."""

    text: str
    level: int
    bullet: bool
    ordinal: int


@dataclass(slots=True, repr=False, eq=False)
class OpenTable:
    """A data table while its rows are read."""

    outer: list[Block] | None
    region: PageRegion | None
    rows: list[RawRow] = field(default_factory=list)
    cells: list[RawCell] = field(default_factory=list)
    only_th: bool = True
    in_head: bool = False
    group: int = 0
    caption: list[Block] = field(default_factory=list)


@dataclass(slots=True, repr=False, eq=False)
class PageWriter:
    """Adds paragraphs and tables to the text of a page, where they belong: to the page, or to a cell."""

    limits: Limits
    unclean: bool  # whether characters may come from references such as &#27;
    builder: TextBuilder = field(default_factory=TextBuilder)
    drafts: list[BlockDraft] = field(default_factory=list)
    dropped: int = 0  # characters that are none
    label: PageLabel | None = None
    tables: list[OpenTable | None] = field(default_factory=list)  # None: a table that lays out
    container: list[Block] | None = None  # blocks of the cell; None outside of data tables
    touching: bool = False  # whether the text ends in words that must be parted from the next

    def write(self, line: PageLine, look: PageLook) -> None:
        """Add the paragraph that was gathered in a line, unless it is blank.  Raises ``too-big``."""
        text = self._line_to_text(line)
        if not text:
            return
        label = self.label
        if label is not None:
            label = None if look.region is not None and look.region.sure else self._take_label(text)
        builder = self.builder
        if self.touching:
            builder.part("\n")
        self.touching = True
        passage = builder.add(label.text + text if label else text)
        if builder.length > self.limits.text_chars:
            raise LimitError("too-big", f"more than {self.limits.text_chars} characters of text", "split the page")
        self._put(_paragraph(passage, label, _style(look, line)), line, look)

    def _put(self, paragraph: Paragraph, line: PageLine, look: PageLook) -> None:
        if self.container is None:
            linked = 0.0
            if line.linked:
                text = paragraph.passage.text[paragraph.label :]
                size = len(_SEPARATORS.sub("", text) if line.links else text) or 1
                linked = min(line.linked / size, 1.0)
            self.drafts.append(BlockDraft(paragraph, look.region, linked, line.links, line.has_file))
            return
        table = self.tables[-1]
        region, outer = look.region, table.region if table else None
        aside = None
        while region is not None and region is not outer:
            aside = region.name if region.sure else aside
            region = region.parent
        self.container.append(paragraph if aside is None else paragraph._replace(aside=aside))

    def _line_to_text(self, line: PageLine) -> str:
        words = line.words
        text = words[0] if len(words) == 1 else "".join(words)
        if len(words) > 1 and ("：" in text or ":" in text):
            text = "".join(_with_gaps(words))
        if "&" in text:
            text = _TWICE.sub(lambda hit: unescape(hit[0]), text)
        if self.unclean:
            text, dropped = clean_characters(text)
            self.dropped += dropped
        if line.pre:
            return text.rstrip() if text.strip(_EDGES) else ""
        if "\n" in text:
            text = _WRAP.sub("", text)
            text = _SPACE.sub(" ", text)
        elif "  " in text or "\t" in text or "\r" in text or "\f" in text:
            text = _SPACE.sub(" ", text)
        return text.strip(_EDGES)

    def _take_label(self, text: str) -> PageLabel | None:
        label, self.label = self.label, None
        return None if label is None or has_typed_number(text, label.ordinal) else label

    def part(self, mark: str) -> None:
        """Part what comes next from the words before it, if there are any."""
        if self.touching:
            self.builder.part(mark)
            self.touching = False

    def add_table(self, table: Table, region: PageRegion | None) -> None:
        """Add a table to the page or to its cell."""
        self.touching = True
        if self.container is None:
            self.drafts.append(BlockDraft(table, region))
        else:
            self.container.append(table)


def _with_gaps(words: list[str]) -> list[str]:
    """Words of neighbouring elements, with a blank where a field follows words without one."""
    if not any(map(_FIELD_HEAD.match, words)):
        return words
    return [f" {word}" if number and _FIELD_HEAD.match(word) else word for number, word in enumerate(words)]


def _paragraph(passage: Passage, label: PageLabel | None, style: Style) -> Paragraph:
    if label is None:
        return Paragraph(passage, 0, False, None, style)  # noqa: FBT003
    number = None if label.bullet else label.ordinal
    return Paragraph(passage, len(label.text), label.bullet, label.level, style, number=number)


def _style(look: PageLook, line: PageLine) -> Style:
    if look.heading is None and not look.centered and not line.bold:
        return PLAIN
    return Style(look.heading, look.centered, line.bold)
