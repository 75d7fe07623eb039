"""Tasks of documents that number nothing: ``一是…`` ``二是…``, or paragraphs that each end in a clause.

Where anything is numbered, or a table stands, such paragraphs are prose of their tasks and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.headings import HeadingJudge
from docx2tasks.segment.outline.items import COUNTED, PARAGRAPH, Entry, Leftover, OutlineItem, TableEntry
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.tables.cells import CellJudge, CellKind
from docx2tasks.source import EMPTY, Passage
from docx2tasks.vocabulary import LeftoverKind

_LISTED = 2  # paragraphs with a clause that show a list


class UnnumberedFinder:
    """Finds paragraphs that are tasks although nothing numbers them."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._judge = rules.once(ParagraphJudge)
        self._headings = rules.once(HeadingJudge)
        self._cells = rules.once(CellJudge)

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
        """The paragraphs with a clause, and where two show a list those beside them that say what is to be done."""
        found = [n for n, passage in words.items() if any(c.units.units for c in self._clauses.find(passage))]
        kept = set(found)
        if len(found) >= _LISTED:
            inside = [n for n in words if found[0] < n < found[-1]]
            behind = [n for n in words if n > found[-1]]
            kept |= {n for n in inside if self._says_work(words[n])}
            kept |= set(takewhile(lambda n: self._says_work(words[n]), behind))
        return {place: _paragraph_to_item(words[place]) for place in sorted(kept)}

    def _says_work(self, passage: Passage) -> bool:
        """Whether a paragraph is a measure by its own words: it says what is to be done, or who must and by when."""
        is_closing = self._headings.is_closing(passage, after_prose=True)
        is_work = self._cells.kind_of(passage.text.strip()) == CellKind.WORK
        return not is_closing and (is_work or self._judge.says_who_must(passage))

    def _alone(self, words: dict[int, Passage], entries: int) -> dict[int, OutlineItem]:
        if entries > 1:
            return {}
        return {n: _paragraph_to_item(p) for n, p in words.items() if self._judge.says_who_must(p)}


def _paragraph_to_item(passage: Passage) -> OutlineItem:
    return OutlineItem(0, PARAGRAPH, None, EMPTY, (passage,))
