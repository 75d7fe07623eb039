"""Measures of documents that number nothing: ``一是…`` ``二是…``, or paragraphs that each end in a clause.

Where anything is numbered, or a table stands, such paragraphs are prose of their measures and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.items import Entry, Item, Leftover, TableEntry
from docx2tasks.segment.outline.paragraphs import says_who_must
from docx2tasks.source import EMPTY, Passage
from docx2tasks.vocabulary import LeftoverKind

PARAGRAPH = "paragraph"


def take_unnumbered(entries: Sequence[Entry], rules: Rules) -> Sequence[Entry]:
    """The entries with paragraphs as items, where a document has no items and no tables.

    Taken are paragraphs that count in words (``一是加强领导。`` ``二是强化督查。``), else those with a
    clause (``建成平台。（市教育局负责）``), else the only one, where it says who must do something or by when.
    """
    if any(isinstance(entry, Item | TableEntry) for entry in entries):
        return entries
    words = {
        n: entry.passage
        for n, entry in enumerate(entries)
        if isinstance(entry, Leftover) and entry.kind == LeftoverKind.PREAMBLE
    }
    chosen = _counted(words, rules) or _with_clause(words, rules) or _alone(words, len(entries), rules)
    return [chosen.get(n, entry) for n, entry in enumerate(entries)]


def _counted(words: dict[int, Passage], rules: Rules) -> dict[int, Item]:
    """The paragraphs that count 一是, 二是 … from the first on."""
    found: dict[int, Item] = {}
    for place, passage in words.items():
        mark = rules["paragraphs"].find("counted", passage.folded)
        number = text_to_number(mark[1]["number"] or mark[1]["ordinal"]) if mark else None
        if mark and number == len(found) + 1:
            label, body = passage.cut(0, mark[1].end()), passage.cut(mark[1].end())
            found[place] = Item(0, "counted", number, label, (body,))
    return found if len(found) > 1 else {}


def _with_clause(words: dict[int, Passage], rules: Rules) -> dict[int, Item]:
    return {
        place: Item(0, PARAGRAPH, None, EMPTY, (passage,))
        for place, passage in words.items()
        if any(clause.units.units for clause in rules.once(ClauseFinder).find(passage))
    }


def _alone(words: dict[int, Passage], entries: int, rules: Rules) -> dict[int, Item]:
    return {
        place: Item(0, PARAGRAPH, None, EMPTY, (passage,))
        for place, passage in words.items()
        if entries == 1 and says_who_must(passage.text, rules)
    }
