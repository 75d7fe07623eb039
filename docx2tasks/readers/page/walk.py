"""The element tree of a page → blocks over one text, in one pass.

Every tag is looked up once in a table of openers; what it changes (a look, a list, a table, a cell)
is put on a stack and undone at its end.  Words are gathered in a line and become a paragraph when a
block begins or ends, at ``<br>``, and at the end of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from lxml import etree

from docx2tasks.deadline import check_deadline
from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.encoding import clean_characters
from docx2tasks.readers.grid import RawCell, RawRow
from docx2tasks.readers.page.boilerplate import BlockDraft, PageRegion
from docx2tasks.readers.page.pictures import SHOWN, find_left_out, find_value
from docx2tasks.readers.page.style import has_typed_number, is_shown_all_the_same
from docx2tasks.readers.page.words import FIELD_HEAD, SEPARATORS
from docx2tasks.readers.unread import LeftOut
from docx2tasks.source import PLAIN, Block, Paragraph, Passage, Style, TextBuilder
from docx2tasks.vocabulary import LeftoverKind

SKIPPED = frozenset({
    "script", "style", "title", "meta", "link", "base", "svg", "iframe", "input", "img", "audio",
    "video", "canvas", "datalist", "col", "colgroup", "frame",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
      "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "br", "xmp", "listing", "plaintext",
})  # fmt: skip

_SPACE = re.compile("[ \t\n\r\f]+")
# A source line that ends inside Chinese text is no blank (CSS Text 3, 4.1.3).
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\r]*\n[ \t\n\r\f]*(?={_WIDE})")
_FIELD_HEAD = re.compile(FIELD_HEAD[1])
_SEPARATORS = re.compile(SEPARATORS[1])
_EDGES = " \t\n\r\f\u00a0\u2002\u2003\u2009\u3000\u200b\ufeff"
# Entities that a content system escaped a second time: &amp;nbsp; is shown as &nbsp;.
_TWICE = re.compile("&(nbsp|ensp|emsp|thinsp|ldquo|rdquo|lsquo|rsquo|mdash|ndash|hellip|middot);")


class PageLook(NamedTuple):
    """What holds for the words at a place of the tree."""

    centered: bool = False
    heading: int | None = None
    bold: bool = False
    pre: bool = False
    link: bool = False
    region: PageRegion | None = None
    unseen: bool = False  # by ``visibility``
    tiny: bool = False  # by ``font-size``


_PLAIN_LOOK = PageLook()


@dataclass(slots=True, repr=False, eq=False)
class PageLine:
    """Words of the paragraph that is being gathered."""

    words: list[str] = field(default_factory=list)
    bold: bool = True
    pre: bool = False
    linked: int = 0
    links: int = 0
    has_file: bool = False


@dataclass(slots=True, repr=False, eq=False)
class List:
    """A list while its items are read."""

    ordinal: int
    step: int
    style: str
    level: int


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
class Walker:
    """Reads one tree; the fields at the top are given, those below grow while it walks."""

    limits: Limits
    layout: frozenset[etree._Element]
    openers: Mapping[str, Opener]  # what a tag changes; see page_tags
    attributes: Mapping[str, Change]  # what an attribute changes
    unclean: bool = True  # whether characters may come from references such as &#27;
    builder: TextBuilder = field(default_factory=TextBuilder)
    drafts: list[BlockDraft] = field(default_factory=list)
    dropped: int = 0  # characters that are none
    left_out: list[LeftOut] = field(default_factory=list)
    look: PageLook = _PLAIN_LOOK
    line: PageLine = field(default_factory=PageLine)
    stack: list[_Open] = field(default_factory=list)  # elements whose end undoes something
    outer_lines: list[PageLine] = field(default_factory=list)
    later: list[tuple[PageLine, PageLook]] = field(default_factory=list)  # set-aside words inside a paragraph
    lists: list[List] = field(default_factory=list)
    label: PageLabel | None = None
    tables: list[OpenTable | None] = field(default_factory=list)  # None: a table that lays out
    container: list[Block] | None = None  # blocks of the cell; None outside of data tables
    touching: bool = False  # whether the text ends in words that must be parted from the next
    around_link: PageLook | None = None  # the look around the last link,
    link_look: PageLook = _PLAIN_LOOK  # and the one in it: links in a row share theirs

    def walk(self, root: etree._Element) -> None:
        """Read the whole tree below ``root``."""
        events = etree.iterwalk(root, events=("start", "end"))
        stack, add, open_element, openers = self.stack, self._add, self._open, self.openers
        for event, element in events:
            tag: str = element.tag  # type: ignore[assignment]  # comments are not parsed: every tag is a name
            if event == "start":
                if tag in SKIPPED:
                    events.skip_subtree()
                    self._leave_out(element, tag)
                    continue
                attributes = element.items()
                if attributes or tag in openers:
                    open_element(element, tag, attributes)
                elif (self.line.words or self.later) and tag in BLOCKS:
                    self._flush()
                words = element.text
            else:
                if (self.line.words or self.later) and tag in BLOCKS:
                    self._flush()
                if stack and stack[-1][0] is element:
                    _, look, close = stack.pop()
                    if close:
                        close(self, element)
                    self.look = look
                words = element.tail
            if words and (self.line.words or self.look.pre or not words.isspace()):
                add(words)
        self._flush()

    def _open(self, element: etree._Element, tag: str, attributes: list[tuple[str, str]]) -> None:
        is_block = tag in BLOCKS
        if is_block and (self.line.words or self.later):
            self._flush()
        before = self.look
        opener = self.openers.get(tag)
        close = opener(self, element) if opener else None
        changes = self.attributes
        for name, value in attributes:
            if name in changes:
                self.look = changes[name](self.look, value)
        if self.look is not before:
            if self.look.region is not before.region and is_shown_all_the_same(element):
                self.look = self.look._replace(region=before.region)
            if not is_block:
                close = self._inline_look(before, close)
            self.stack.append((element, before, close))
        elif close:
            self.stack.append((element, before, close))

    def _inline_look(self, before: PageLook, close: Close | None) -> Close | None:
        """Inside a paragraph a name or ``white-space`` changes nothing; hidden words leave it.

        They are kept from the paragraph, and follow it as a paragraph of their own.
        """
        look = self.look
        is_shown_again = (before.unseen or before.tiny) and not (look.unseen or look.tiny)
        is_sure = is_shown_again or (look.region is not None and look.region.sure)
        region = look.region if is_sure else before.region
        if region is not look.region or look.pre is not before.pre:
            self.look = look._replace(region=region, pre=before.pre)
        if region is before.region:
            return close
        self.outer_lines.append(self.line)
        self.line = PageLine()
        return _end_aside_words if close is None else close

    def _leave_out(self, element: etree._Element, tag: str) -> None:
        """Note what a browser shows here and no reader reads; the value of a box of a form follows the paragraph."""
        region = self.look.region
        if tag not in SHOWN or (region is not None and region.sure and region.name == LeftoverKind.HIDDEN):
            return
        self.left_out.extend(find_left_out(element, tag))
        value = find_value(element) if tag == "input" else ""
        if value:
            look = self.look._replace(region=PageRegion(LeftoverKind.FORM, self.look.region, sure=True))
            self.later.append((PageLine([value]), look))

    def _add(self, words: str) -> None:
        line, look = self.line, self.look
        if look.pre:
            self._add_pre(words)
            return
        line.words.append(words)
        if words.isspace():
            return
        if line.bold and not look.bold:
            line.bold = False
        if look.link:
            line.linked += len(words.strip())

    def _add_pre(self, words: str) -> None:
        first, *rest = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, words_of_line in enumerate((first, *rest)):
            if number:
                self._flush()
            self.line.words.append(words_of_line)
            self.line.pre = True
            self.line.bold &= self.look.bold or not words_of_line.strip()

    def _flush(self) -> None:
        """End the paragraph that is being gathered."""
        check_deadline()
        line = self.line
        if line.words:
            self.line = PageLine()
            self._write(line, self.look)
        if self.later and not self.outer_lines:
            later, self.later = self.later, []
            for aside, look in later:
                self._write(aside, look)

    def _write(self, line: PageLine, look: PageLook) -> None:
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


Close = Callable[[Walker, etree._Element], None]  # noqa: SLF001 (lxml has no other name for it)
"""Undoes something at the end of an element."""

Opener = Callable[[Walker, etree._Element], Close | None]  # noqa: SLF001
"""Changes the walker at the start of an element; gives what is to be done at its end."""

Change = Callable[[PageLook, str], PageLook]

_Open = tuple[etree._Element, PageLook, Close | None]  # noqa: SLF001


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


def _end_aside_words(walker: Walker, _: etree._Element) -> None:
    line, look = walker.line, walker.look
    walker.line = walker.outer_lines.pop()
    if walker.later and not (look.unseen or look.tiny) and walker.later[-1][1] == look:
        walker.later[-1][0].words.extend(line.words)  # shown again piece by piece in a line of hidden blanks
    else:
        walker.later.append((line, look))
