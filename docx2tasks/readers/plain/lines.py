"""The lines of a text: positions, indentation, paragraphs.

A line of a dump is a paragraph, but a file without line ends keeps its paragraphs only as
blanks (``…单位：　　经国务院同意，…　　一、总则``): such a line is split where an indent stood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from docx2tasks.readers.plain.markup import Words
from docx2tasks.source import Passage, Span

_LINE_END = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")
_WIDE = frozenset("WFA")
_SURELY_WIDE = re.compile("[\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e]+")  # most of a text: not asked one by one
_CUT_DATE = re.compile(r"(?:(?P<year>[0-9]{2,4}年)|(?P<month>[0-9]{1,2}月)|(?P<digits>(?<![0-9])[0-9]{1,4}))\Z")
_REST_OF_DATE = {
    "year": re.compile(r"[0-9]{1,2}月|[底末初]|[上下]半年|第?[一二三四]季度"),
    "month": re.compile(r"[0-9]{1,2}[日号]|[底末初]|[上中下]旬"),
    "digits": re.compile(r"[0-9]{0,2}[年月日](?![、，])"),
}
# A number or name that opens an item: 一、 （一） 1. 1、 （1） ① 第三条 3.2
MARKER = re.compile(
    r"[（(〔\[]?[一二三四五六七八九十百零〇]{1,4}[）)〕\]、．.]|[（(][0-9]{1,3}[）)]|[0-9]{1,3}[.．、)）](?![0-9])"
    r"|[0-9]{1,2}[.．](?=[0-9]{1,2}月|[0-9]{4}年)"  # 4.8月底前: item 4, and no 4.8
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[\s\u3000])|[①-⑳㈠-㈩⑴-⒇⒈-⒛]|[•●○▪■◆‣]"
    r"|第[一二三四五六七八九十百零〇0-9]{1,5}[编章节条款项]|附件[0-9一二三四五六七八九十：:]?|附表|注[：:]|专栏"
)
# — 7 —, - 12 -, 第 3 页 共 12 页: page numbers wherever they stand alone on a line
PAGE = re.compile(
    r"[-—–－‐─·]{1,3}[\s\u3000]{0,4}[0-9]{1,4}[\s\u3000]{0,4}[-—–－‐─·]{1,3}"
    r"|第\s{0,2}[0-9]{1,4}\s{0,2}页(?:\s{0,3}[,，/(（]?\s{0,3}共\s{0,2}[0-9]{1,4}\s{0,2}页[)）]?)?"
    r"|Page\s[0-9]{1,4}(?:\sof\s[0-9]{1,4})?",
    re.IGNORECASE,
)
_PAGE_FIRST = frozenset("-—–－‐─·第Pp")
_END = frozenset("。！？；：.!?;:）)》”")
_NUMBERED = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\u3000")  # 1　总则, 2.1　机构
_RUN = re.compile("[\u3000\u00a0 ]{2,}|\u00a0")
_RUN_ON = 200  # characters: a line that is longer and full of indents was several lines
_RUNS = 3
_WORK = 3_000_000  # runs times spans: more is not a document
_SIGNATURE = 6  # blanks that push a signature to the right


class Line(NamedTuple):
    """A line of the text: its span without the line end, its paragraphs, its tabs and indent."""

    start: int
    end: int
    paragraphs: tuple[Passage, ...]
    tabs: int
    indent: int  # width of the blanks before the first word; a tab counts four
    is_page: bool = False  # whether it is a page number: — 7 —, 第3页 共12页

    @property
    def is_gap(self) -> bool:
        """Whether the line is empty or only a page number."""
        return self.is_page or not (self.paragraphs or self.tabs)


def text_to_width(words: str) -> float:
    """How much room words take, in Chinese characters: ``2022年`` is 3 wide."""
    if words.isascii():
        return len(words) / 2
    rest = _SURELY_WIDE.sub("", words)
    return len(words) - (sum(east_asian_width(c) not in _WIDE for c in rest) / 2 if rest else 0)


def is_cut_date(before: str, after: str) -> bool:
    """Whether a line break is inside a date: ``2023年｜6月``, ``6月｜30日前``, ``1｜2月底前``."""
    found = _CUT_DATE.search(before)
    return found is not None and bool(_REST_OF_DATE[found.lastgroup or "digits"].match(after))


def is_page_number(words: str) -> bool:
    """Whether a line is only a page number: ``— 7 —``, ``第3页 共12页``."""
    return words[0] in _PAGE_FIRST and bool(PAGE.fullmatch(words))


def text_to_lines(words: Words) -> tuple[Line, ...]:
    """Every line of the text, the blank ones too."""
    found: list[Line] = []
    start = 0
    for match in _LINE_END.finditer(words.text):
        found.append(_line(words, start, match.start()))
        start = match.end()
    found.append(_line(words, start, len(words.text)))
    return tuple(found)


def _line(words: Words, start: int, end: int) -> Line:
    text = words.text
    paragraphs = tuple(words.passages(start, end)) if words.has_cut(start, end) else _plain(text, start, end)
    tabs = text.count("\t", start, end)
    indent = _indent(text, start, paragraphs[0].start) if paragraphs else 0
    is_page = len(paragraphs) == 1 and is_page_number(paragraphs[0].text)
    return Line(start, end, paragraphs, tabs, indent, is_page)


def _plain(text: str, start: int, end: int) -> tuple[Passage, ...]:
    """The one paragraph of a line without markup."""
    if start == end:
        return ()
    whole = Passage(text[start:end], ((start, end),)).strip()
    return (whole,) if whole.text else ()


def _indent(text: str, start: int, first: int) -> int:
    if start == first:
        return 0
    blanks = text[start:first]
    if "<" in blanks or "[" in blanks:  # markup: only the blanks right before the words count
        blanks = blanks[len(blanks.rstrip()) :]
    return sum({"\t": 4, "\u3000": 2}.get(blank, 1) for blank in blanks)


def split_run_on(paragraph: Passage) -> Sequence[Passage]:
    """The paragraphs of a line that lost its line ends; a line that did not is given as it is.

    ``…如下：　　一、总体要求　　（一）…`` is three; ``第一章　总　则`` and ``目　　录`` stay whole.
    """
    text = paragraph.text
    if len(text) <= _RUN_ON:
        return (paragraph,)
    runs = [m.span() for m in _RUN.finditer(text)]
    if sum("\u3000" in text[a:b] for a, b in runs) < _RUNS or len(runs) * len(paragraph.spans) > _WORK:
        return (paragraph,)
    parts: list[Passage] = []
    at = 0
    for start, end in runs:
        if _is_break(text, at, (start, end)):
            parts.append(paragraph.cut(at, start).strip())
            at = end
    return (*parts, paragraph.cut(at).strip())


def _is_break(text: str, at: int, run: Span) -> bool:
    """Whether the blanks ``run`` part two paragraphs, the first of which begins at ``at``."""
    start, end = run
    if not at < start or end >= len(text):
        return False
    if end - start == 1:  # a single hard blank: only after a full stop or a closing bracket
        return text[start - 1] in "。）："
    heads = MARKER.match(text, end) or _NUMBERED.match(text, end)
    if heads or end - start >= _SIGNATURE or text[start - 1] in _END:
        return "\u3000" in text[start:end] or end - start >= _SIGNATURE
    return "\u3000" in text[start:end] and not _is_spaced_word(text, run)


def _is_spaced_word(text: str, run: Span) -> bool:
    """Whether a single character stands beside the blanks, as in ``总　　则``."""
    start, end = run
    before = start < 2 or text[start - 2].isspace()
    after = end + 1 >= len(text) or text[end + 1].isspace()
    return (before and not text[start - 1].isdigit()) or (after and not text[end].isdigit())
