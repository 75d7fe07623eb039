"""Tasks of documents that number nothing: ``一是…`` ``二是…``, or paragraphs that each end in a clause.

Where anything is numbered, or a table stands, such paragraphs are prose of their tasks and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.items import COUNTED, PARAGRAPH, Entry, Leftover, OutlineItem, TableEntry
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.source import EMPTY, Passage
from docx2tasks.vocabulary import LeftoverKind


class UnnumberedFinder:
    """Finds paragraphs that are tasks although nothing numbers them."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._judge = rules.once(ParagraphJudge)

    def as_items(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries with paragraphs as items, where a document has no items and no tables.

        Items are paragraphs that count in words (``一是加强领导。`` ``二是强化督查。``), else those with a
        clause (``建成平台。（市教育局负责）``), else the only one, where it says who must do something or by when.
        """
        if any(isinstance(entry, OutlineItem | TableEntry) for entry in entries):
            return entries
        words = {
            n: entry.passage
            for n, entry in enumerate(entries)
            if isinstance(entry, Leftover) and entry.kind == LeftoverKind.PREAMBLE
        }
        items = self._counted(words) or self._with_clause(words) or self._alone(words, len(entries))
        return [items.get(n, entry) for n, entry in enumerate(entries)]

    def _counted(self, words: dict[int, Passage]) -> dict[int, OutlineItem]:
        """The paragraphs that count 一是, 二是 … from the first on."""
        found: dict[int, OutlineItem] = {}
        for place, passage in words.items():
            end, printed = self._judge.find_counted(passage) or (0, "")
            number = text_to_number(printed)
            if end and number == len(found) + 1:
                found[place] = OutlineItem(0, COUNTED, number, passage.cut(0, end), (passage.cut(end),))
        return found if len(found) > 1 else {}

    def _with_clause(self, words: dict[int, Passage]) -> dict[int, OutlineItem]:
        return {
            place: _paragraph_to_item(passage)
            for place, passage in words.items()
            if any(clause.units.units for clause in self._clauses.find(passage))
        }

    def _alone(self, words: dict[int, Passage], entries: int) -> dict[int, OutlineItem]:
        if entries > 1:
            return {}
        return {n: _paragraph_to_item(p) for n, p in words.items() if self._judge.says_who_must(p)}


def _paragraph_to_item(passage: Passage) -> OutlineItem:
    return OutlineItem(0, PARAGRAPH, None, EMPTY, (passage,))
