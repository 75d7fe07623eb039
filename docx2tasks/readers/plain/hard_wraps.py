"""Hard-wrapped text: joins lines that end at the margin.

Text taken from a PDF or a mail breaks its sentences where the page ends::

    （二）建立协作机制。发生疫情后，省级专
    班立即派员赶赴现场，与当地合并办公。

Text whose every line is a paragraph is never joined: the margin has to show in many lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from docx2tasks.readers.plain.lines import MARKER, is_cut_date, is_page_number, text_to_width
from docx2tasks.source import Paragraph, Passage, join_passages
from docx2tasks.vocabulary import LeftoverKind

_BARE_PAGE = re.compile(r"[0-9]{1,3}|[IVXivx]{1,5}|[0-9]{1,4}\s?/\s?[0-9]{1,4}")
# 第三条规定: an article that is named; one that begins has a blank after its number
_ARTICLE = re.compile(r"第[^条章款项\s]{1,5}[条章款项](?![\s\u3000])")
_SENTENCE_END = frozenset("。！？；：!?;:")
_NEVER_FIRST = frozenset("。，、；：！？）》〉」』”’】〕%％,;:!?)")
_OPEN = frozenset("，、,（《〈“‘〔【(")
_COLUMNS = re.compile(r"\S[ \u3000]{3,}\S|\.{6}|…{4}|·{6}")
# A sentence that asks (请) has not said for what, or has only said by when, at the end of a line that is no stop
_UNSAID = re.compile(r"(?:请[^。！？；：!?;:]{2,60}|[于在][^，。！？；：,!?;:]{1,14})(?:前|内)\Z")
_LATIN = re.compile(r"[A-Za-z0-9.,;:)]\Z")
_LATIN_FIRST = re.compile(r"[A-Za-z0-9(]")
_LINES = 8  # fewer full lines show no margin
_SHARE = 0.4  # of the lines long enough to say something
_UNFINISHED = 0.5  # of the full lines end inside a sentence
_SHORT = 0.8  # of the margin: a line that is shorter ends its paragraph
_RUNNING_HEADS = 3
_SENTENCE = 10  # characters of a line that is not a table cell
# What opens a paragraph of a cell: 3月： 2022年… 牵头单位：
_DATED = re.compile(r"[0-9]{1,4}\s?[年月]|[0-9]{1,2}[-—–~至]{1,2}[0-9]{1,2}月|[^，。；]{1,14}[：:]")
_FIELD = re.compile(r"[^\s，。；、：:（()）]{2,8}[：:]")
_UNIT_END = re.compile(r"[局委厅部办院府位组会处科镇县区站]\Z")
_CELL_WIDTHS = (12, 45)  # between which the width of a column of hard-wrapped cells lies
_CELL_FULL = 0.65  # of the column's width: a line that is shorter ends on purpose


class Row(NamedTuple):
    """A line on its way to a paragraph: its words, its indent, and what stands before it."""

    passage: Passage
    indent: int
    after_blank: bool
    newline: int  # offset of the line end after it


def find_margin(rows: Sequence[Row]) -> float | None:
    """How wide the lines of hard-wrapped text are; None where the text is not wrapped."""
    widths = [text_to_width(row.passage.text) for row in rows]
    telling = [w for w in widths if w >= 10]
    if len(telling) < _LINES:
        return None
    counts = Counter(round(w) for w in telling if w >= 14)
    margin = max(counts, key=lambda w: (counts[w] + counts[w - 1] + counts[w - 2], w), default=0)
    full = [n for n, width in enumerate(widths) if margin - 2.5 <= width <= margin + 1.5]
    if len(full) < _LINES or len(full) < _SHARE * len(telling):
        return None
    unfinished = sum(_is_unfinished(rows, number) for number in full)
    return float(margin) if unfinished >= _UNFINISHED * len(full) else None


def _is_unfinished(rows: Sequence[Row], number: int) -> bool:
    """Whether a full line may go on in the next one, which begins no item and no field (责任单位：…)."""
    if rows[number].passage.text[-1] in _SENTENCE_END or number + 1 == len(rows):
        return False
    after = rows[number + 1].passage.text
    if _FIELD.match(after):
        return False
    return not MARKER.match(after) or _is_citation(rows[number].passage.text, after)


def rows_to_paragraphs(rows: Sequence[Row], text: str) -> Iterator[Paragraph]:
    """The paragraphs of a range of lines; page numbers and running heads get ``aside=LeftoverKind.PAGE``."""
    margin = find_margin(rows)
    heads = _running_heads(rows) if margin else frozenset[str]()
    base = min((row.indent for row in rows), default=0)
    open_rows: list[Row] = []
    asides: list[Paragraph] = []
    for row in rows:
        if _is_furniture(row, wrapped=margin is not None, heads=heads):
            asides.append(Paragraph(row.passage, aside=LeftoverKind.PAGE))
            continue
        if open_rows and not _is_broken(open_rows[-1], row) and not (margin and _goes_on(open_rows, row, margin, base)):
            yield Paragraph(_joined(open_rows, text))
            yield from asides
            open_rows, asides = [], []
        elif asides and not open_rows:
            yield from asides
            asides = []
        open_rows.append(row)
    if open_rows:
        yield Paragraph(_joined(open_rows, text))
    yield from asides


def _is_furniture(row: Row, *, wrapped: bool, heads: frozenset[str]) -> bool:
    words = row.passage.text
    if is_page_number(words):
        return True
    return wrapped and (bool(_BARE_PAGE.fullmatch(words)) or words in heads)


def _running_heads(rows: Sequence[Row]) -> frozenset[str]:
    """Short lines that stand beside a page number again and again."""
    beside: Counter[str] = Counter()
    for here, after in pairwise(rows):
        for page, other in ((here, after), (after, here)):
            if is_page_number(page.passage.text) or _BARE_PAGE.fullmatch(page.passage.text):
                beside[other.passage.text] += 1
    return frozenset(w for w, n in beside.items() if n >= _RUNNING_HEADS and len(w) <= 40)


def _is_broken(before: Row, row: Row) -> bool:
    """Whether a line end stands inside a date of a sentence, or before what is asked for, whatever the margin is."""
    words, after = before.passage.text, row.passage.text
    if len(words) < _SENTENCE or row.after_blank:
        return False
    return is_cut_date(words, after) or (_UNSAID.search(words) is not None and _goes_on_as_sentence(after))


def _goes_on_as_sentence(words: str) -> bool:
    """Whether a line is the rest of a sentence: it begins no item and no field, and has a stop."""
    return not MARKER.match(words) and not _DATED.match(words) and any(stop in words for stop in "。；;")


def _goes_on(open_rows: Sequence[Row], row: Row, margin: float, base: int) -> bool:
    """Whether ``row`` continues the paragraph of ``open_rows``."""
    last, words = open_rows[-1].passage.text, row.passage.text
    if words[0] in _NEVER_FIRST:
        return True
    width = text_to_width(last)
    if _COLUMNS.search(last) or _COLUMNS.search(words) or width > 2.5 * margin:
        return False
    if MARKER.match(words) or row.indent >= base + 2:
        return _is_citation(last, words)
    if last[-1] in _OPEN or width < _SHORT * margin:
        return last[-1] in _OPEN
    if last[-1] in _SENTENCE_END:
        return width >= margin - 2 and text_to_width(words) > margin - 1.5 and not row.after_blank
    return True


def _is_citation(last: str, words: str) -> bool:
    """Whether a line begins like an item but stands inside a sentence: ``根据｜第三条的规定``."""
    return last[-1] in "《〈“‘（" or (last[-1] not in _SENTENCE_END and bool(_ARTICLE.match(words)))


def _joined(rows: Sequence[Row], text: str) -> Passage:
    """One passage of several lines; a blank is kept between two Latin words only."""
    if len(rows) == 1:
        return rows[0].passage
    parts: list[Passage] = []
    for row in rows:
        if parts and _LATIN.search(parts[-1].text) and _LATIN_FIRST.match(row.passage.text):
            end = parts[-1].end
            if text[end : end + 1].isspace():
                parts.append(Passage(" ", ((end, end + 1),)))
        parts.append(row.passage)
    return join_passages(parts)


def unwrap_cell(lines: Sequence[Passage], width: float) -> list[Passage]:
    """The paragraphs of a cell, whose column is ``width`` wide: lines broken at its margin are joined.

    ``加快备用水源建设，｜推进河湖治理`` is one; ``县水利局｜县教育局`` are two; words written
    downwards (``基｜础｜指｜标``) are one.
    """
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return [join_passages(lines)]
    found: list[list[Passage]] = []
    for line in lines:
        if found and _is_wrap(found[-1][-1].text, line.text, width):
            found[-1].append(line)
        else:
            found.append([line])
    return [join_passages(parts) for parts in found]


def _is_wrap(before: str, words: str, width: float) -> bool:
    """Whether ``words`` go on in the sentence of the line ``before``."""
    if MARKER.match(words) or _DATED.match(words) or before[-1] in _SENTENCE_END:
        return False
    if before[-1] in "，、" or words[0] in "及和与的、，；。":
        return True
    if _UNIT_END.search(before) and _UNIT_END.search(words):
        return False
    low, high = _CELL_WIDTHS
    return low <= width <= high and text_to_width(before) >= max(_CELL_FULL * width, low)
