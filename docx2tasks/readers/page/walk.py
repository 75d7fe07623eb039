"""The element tree of a page → blocks over one text, in one pass.

Every tag is looked up once in a table of openers; what it changes (a look, a list, a table, a cell)
is put on a stack and undone at its end.  Words are gathered in a line and become a paragraph when a
block begins or ends, at ``<br>``, and at the end of a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from docx2tasks.deadline import check_deadline
from docx2tasks.readers.page.boilerplate import PageRegion
from docx2tasks.readers.page.paragraphs import PLAIN_LOOK, PageLine, PageLook, PageWriter
from docx2tasks.readers.page.pictures import SHOWN, find_left_out, find_value
from docx2tasks.readers.page.style import is_shown_all_the_same
from docx2tasks.readers.unread import LeftOut
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


@dataclass(slots=True, repr=False, eq=False)
class PageList:
    """A list while its items are read."""

    ordinal: int
    step: int
    style: str
    level: int


@dataclass(slots=True, repr=False, eq=False)
class Walker:
    """Reads one tree; the fields at the top are given, those below grow while it walks."""

    writer: PageWriter
    layout: frozenset[etree._Element]
    openers: Mapping[str, Opener]  # what a tag changes; see page_tags
    attributes: Mapping[str, Change]  # what an attribute changes
    left_out: list[LeftOut] = field(default_factory=list)
    look: PageLook = PLAIN_LOOK
    line: PageLine = field(default_factory=PageLine)
    stack: list[_Open] = field(default_factory=list)  # elements whose end undoes something
    outer_lines: list[PageLine] = field(default_factory=list)
    later: list[tuple[PageLine, PageLook]] = field(default_factory=list)  # set-aside words inside a paragraph
    lists: list[PageList] = field(default_factory=list)
    around_link: PageLook | None = None  # the look around the last link,
    link_look: PageLook = PLAIN_LOOK  # and the one in it: links in a row share theirs

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
            self.writer.write(line, self.look)
        if self.later and not self.outer_lines:
            later, self.later = self.later, []
            for aside, look in later:
                self.writer.write(aside, look)


Close = Callable[[Walker, etree._Element], None]  # noqa: SLF001 (lxml has no other name for it)
"""Undoes something at the end of an element."""

Opener = Callable[[Walker, etree._Element], Close | None]  # noqa: SLF001
"""Changes the walker at the start of an element; gives what is to be done at its end."""

Change = Callable[[PageLook, str], PageLook]

_Open = tuple[etree._Element, PageLook, Close | None]  # noqa: SLF001


def _end_aside_words(walker: Walker, _: etree._Element) -> None:
    line, look = walker.line, walker.look
    walker.line = walker.outer_lines.pop()
    if walker.later and not (look.unseen or look.tiny) and walker.later[-1][1] == look:
        walker.later[-1][0].words.extend(line.words)  # shown again piece by piece in a line of hidden blanks
    else:
        walker.later.append((line, look))
