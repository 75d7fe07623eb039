"""Classifies the lines at the head: title, body, date, number, salutation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from docx2tasks.extract.dates import DAY
from docx2tasks.extract.fields import Fields
from docx2tasks.extract.signers import SignerFinder
from docx2tasks.rules import Rules
from docx2tasks.source import PLAIN, Block, Paragraph, Passage, Span, Style, Table

_MOST = 400  # blocks that are looked at: pages put their menus above the text
_UNENDED = 60  # blocks that are looked at where no item ends the head
_ROWS = 3  # rows of a table that may hold its title
_LONGEST = 160  # characters of a line that is not running text
_RUN_ON = 400  # of the line in which the text begins: its head may have lost its line ends
_SENTENCE = frozenset("。;!?")


class LineKind(Enum):
    """The kinds of lines at the head."""

    PAPER = auto()  # 2024年重点任务清单
    BODY = auto()  # 市教育局　市财政局
    RED_HEAD = auto()  # 青川市人民政府文件
    NUMBER = auto()  # 青政发〔2024〕5号
    DATE = auto()  # （2024年2月19日）
    SALUTATION = auto()  # 各区人民政府：
    ASIDE = auto()  # a field, a file name, the site's own words
    TEXT = auto()  # a sentence
    WORDS = auto()  # anything else that is short


_PARAGRAPHS = (
    ("signature", LineKind.DATE),
    ("salutation", LineKind.SALUTATION),
    ("page-line", LineKind.ASIDE),
    ("attachment-mark", LineKind.ASIDE),
    ("contents", LineKind.ASIDE),
    ("page", LineKind.ASIDE),
)
_SHAPES = (
    ("doc-number", LineKind.NUMBER),
    ("date-line", LineKind.DATE),
    ("letterhead", LineKind.RED_HEAD),
    ("file-name", LineKind.ASIDE),
)


class HeadLine(NamedTuple):
    """A line at the head: its kind, text, formatting, and the bodies in it."""

    kind: LineKind
    passage: Passage
    style: Style = PLAIN
    bodies: tuple[Passage, ...] = ()
    is_apart: bool = False  # in a cell: not the rest of the line before


class HeadLineFinder:
    """Reads the lines of a head."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._paragraphs = rules["paragraphs"]
        self._units = rules["units"]
        self._signers = rules.once(SignerFinder)

    def find(self, blocks: Sequence[Block], end: int | None, fields: Fields) -> tuple[HeadLine, ...]:
        """The lines before the first item, which begins at character ``end``; values of fields are asides."""
        taken = {span for passage in (*fields.values.values(), *fields.others) for span in passage.spans}
        found = _head_of(blocks, end)
        return tuple(self._to_line(words, taken)._replace(is_apart=is_apart) for words, is_apart in found)

    def _to_line(self, paragraph: Paragraph, taken: set[Span]) -> HeadLine:
        words = self._without_site(paragraph.passage.strip())
        if any(low <= span[0] and span[1] <= high for span in words.spans for low, high in taken):
            return HeadLine(LineKind.ASIDE, words, paragraph.style)
        day = DAY.search(words.folded) if self._paragraphs.find("signature", words.folded) else None
        bodies = self._signers.find(words.cut(0, day.start()) if day else words).bodies
        kind = self._kind_of(words) or (LineKind.BODY if bodies else LineKind.WORDS)
        if kind is LineKind.WORDS and self.is_paper(words):
            kind = LineKind.PAPER
        head = self._set.find("letterhead", words.folded) if kind is LineKind.RED_HEAD else None
        if head and head[1].groupdict().get("body"):
            bodies = self._signers.find(words.cut(*head[1].span("body"))).bodies
        return HeadLine(kind, words, paragraph.style, bodies)

    def _kind_of(self, words: Passage) -> LineKind | None:
        """What a line is by its shape, None where it is a name."""
        folded = words.folded
        for name, kind in _SHAPES:
            if self._set.find(name, folded):
                return kind
        if self._set.find("field", folded.rstrip(": ")):
            return LineKind.ASIDE
        for name, kind in _PARAGRAPHS:
            if self._paragraphs.find(name, folded):
                return kind
        is_rule = self._units.find("lead-rule", folded) is not None
        if len(folded) > _LONGEST or is_rule or not _SENTENCE.isdisjoint(folded) or folded.endswith(":"):
            return LineKind.TEXT
        return None if not any(sign in folded for sign in ":>|") else LineKind.ASIDE

    def may_be_name(self, words: Passage) -> bool:
        """Whether words may name a body that no rule knows: not a number, a date, a paper, a person or a sentence."""
        is_person = self._units.find("person", words.folded) is not None
        return self._kind_of(words) is None and not is_person and not self.is_paper(words)

    def is_paper(self, words: Passage) -> bool:
        """Whether words name a paper: ``…关于…的通知``, ``…清单``."""
        folded = words.folded
        return len(folded) > 3 and (
            self._set.find("notice-title", folded) is not None or self._paragraphs.find("title", folded) is not None
        )

    def _without_site(self, line: Passage) -> Passage:
        """A line without the name of the site after it: …的通知 - 某某市人民政府门户网站."""
        found = self._set.find("site-name", line.folded)
        return line.cut(0, found[1].start()).strip() if found else line


def _head_of(blocks: Sequence[Block], end: int | None) -> Iterator[tuple[Paragraph, bool]]:
    """The paragraphs before character ``end``, and those alone in the first rows of tables, which are apart."""
    for block in blocks[: _UNENDED if end is None else _MOST]:
        if isinstance(block, Table):
            yield from ((title, True) for title in _titles_of(block))
            continue
        passage = block.passage.strip()
        if block.aside is not None or not passage.text:
            continue
        if end is not None and passage.end > end:
            if passage.start < end:
                yield block._replace(passage=_before(passage, end)), False
            return
        yield block, False


def _titles_of(table: Table) -> Iterator[Paragraph]:
    """What stands alone in the first rows of a table, and its caption."""
    if table.caption is not None:
        yield table.caption
    for row in table.rows[:_ROWS]:
        filled = [cell for cell in row if not cell.is_blank]
        if len(filled) != 1 or table.columns == 1:
            return
        yield from (p for p in filled[0].paragraphs() if p.text.strip())


def _before(passage: Passage, end: int) -> Passage:
    """The words of a passage before character ``end`` of the text."""
    return passage.cut(0, sum(max(0, min(high, end) - low) for low, high in passage.spans)).strip()
