"""Replaces look-alike characters and drops invisible ones, in blocks of any format.

Fonts map ``⽉`` (a radical, U+2F49) or ``⻔`` (U+2ED4) where 月 and 门 are meant; words copied from such a PDF keep
them.  Soft hyphens, marks of direction and joiners come with words copied from pages.  The former are read as the
characters they stand for, character for character; the latter are no part of any passage.  Spans still point into the
text as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from docx2tasks.source import Block, Cell, Diagnostic, Paragraph, Passage, Source
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

# CJK Radicals Supplement: what each stands for in simplified text; NFKC knows none of them
_SUPPLEMENT = (
    "⺀冫⺁厂⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爪⺦丬⺧牛⺨犭"
    "⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱罒⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹老⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车"
    "⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟饣⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭齿⻮齿⻰龙"
    "⻱龟⻲龟⻳龟"
)
_SIMPLIFIED = {"⼾": "户", "⼽": "戈", "⼹": "彐"}  # where NFKC gives the traditional form, or none
_KANGXI = {chr(code): normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_LOOK_ALIKES = str.maketrans({**_KANGXI, **_SIMPLIFIED, **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))})
_LOOK_ALIKE = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")
# soft hyphen, grapheme joiner, Arabic letter mark, Hangul and Mongolian fillers, zero-width characters, marks of
# direction, invisible operators, variation selectors, the place of an object, the byte-order mark
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffc]+"
)


def replace_look_alikes(text: str) -> tuple[str, int]:
    """``text`` with look-alike characters replaced, and their number; the length does not change."""
    found = len(_LOOK_ALIKE.findall(text)) if not text.isascii() else 0
    return (text.translate(_LOOK_ALIKES), found) if found else (text, 0)


def replaced(count: int) -> tuple[Diagnostic, ...]:
    """The diagnostic for a number of replaced characters."""
    message = f"{count} look-alike characters (such as ⽉ for 月) were replaced by the characters they stand for"
    return (Diagnostic(DiagnosticCode.CHARACTERS_REPLACED, message),) if count else ()


def clean_characters(source: Source) -> Source:
    """The source without look-alike and invisible characters, with a diagnostic for each kind."""
    text = source.text
    alike = bool(_LOOK_ALIKE.search(text))
    unseen = [found.span() for found in _UNSEEN.finditer(text)]
    if not alike and not unseen:
        return source
    diagnostics = list(source.diagnostics)
    if alike:
        text, count = replace_look_alikes(text)
        diagnostics += replaced(count)
    inside = [span for span in unseen if text[span[0] - 1 : span[0]].strip() and text[span[1] : span[1] + 1].strip()]
    if inside:
        message = f"{sum(end - start for start, end in inside)} invisible characters inside words were dropped"
        diagnostics.append(Diagnostic(DiagnosticCode.CHARACTERS_DROPPED, message, "info", tuple(inside[:1])))
    return source._replace(
        text=text,
        blocks=tuple(_map_block(block, _clean_paragraph) for block in source.blocks),
        diagnostics=tuple(diagnostics),
        leftovers=(*source.leftovers, *((LeftoverKind.MARKUP, span) for span in unseen)),
    )


def _clean_paragraph(paragraph: Paragraph) -> Paragraph:
    """The paragraph without unseen characters, look-alikes replaced; its label keeps its words."""
    words = paragraph.passage
    plain, count = replace_look_alikes(words.text)
    if count:
        words = Passage(plain, words.spans)
    ranges = [found.span() for found in _UNSEEN.finditer(plain)]
    if not ranges:
        return paragraph._replace(passage=words) if count else paragraph
    label = paragraph.label - sum(min(end, paragraph.label) - start for start, end in ranges if start < paragraph.label)
    return paragraph._replace(passage=words.without(ranges), label=label)


def _map_block(block: Block, change: Callable[[Paragraph], Paragraph]) -> Block:
    if isinstance(block, Paragraph):
        return change(block)
    rows = tuple(tuple(_map_cell(cell, change) for cell in row) for row in block.rows)
    caption = change(block.caption) if block.caption is not None else None
    return block._replace(rows=rows, caption=caption)


def _map_cell(cell: Cell, change: Callable[[Paragraph], Paragraph]) -> Cell:
    blocks = tuple(_map_block(block, change) for block in cell.blocks)
    return Cell(cell.row, cell.column, cell.rowspan, cell.colspan, blocks)
