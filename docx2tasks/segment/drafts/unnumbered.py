"""Tasks without numbers: ``一是…`` ``二是…``, or paragraphs that end in a clause.

Where anything is numbered, or a table stands, such paragraphs are prose of their tasks and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.headings import HeadingJudge
from docx2tasks.segment.drafts.measure_signs import WHEN, MeasureSigns
from docx2tasks.segment.outline.items import COUNTED, PARAGRAPH, Entry, Leftover, OutlineItem, TableEntry
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.source import EMPTY, Passage
from docx2tasks.vocabulary import LeftoverKind

_LINE = 60  # characters of a line of a list above those with a clause
_LISTED = 2  # paragraphs with a clause that show a list


class UnnumberedFinder:
    """Finds paragraphs that are tasks although nothing numbers them."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(ParagraphJudge)
        self._works = rules.once(WorkJudge)
        self._signs = rules.once(MeasureSigns)
        self._headings = rules.once(HeadingJudge)

    def as_items(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries with paragraphs as items, where a document has no items and no tables.

        Items are paragraphs that count in words (``一是加强领导。`` ``二是强化督查。``), else those with a
        clause (``建成平台。（市教育局负责）``), else short lines with deadlines (``6月底前修缮校舍``), else the only
        one, where it says who must do something or by when.
        """
        if any(isinstance(entry, OutlineItem | TableEntry) for entry in entries):
            return entries
        words = {
            n: entry.passage
            for n, entry in enumerate(entries)
            if isinstance(entry, Leftover) and entry.kind == LeftoverKind.PREAMBLE
        }
        is_letter = any(isinstance(entry, Leftover) and entry.kind == LeftoverKind.SALUTATION for entry in entries)
        items = self._counted(words) or self._with_clause(words)
        items = items or ({} if is_letter else self._with_deadline(words)) or self._alone(words, len(entries))
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
        return self._listed(words, [n for n, passage in words.items() if self._works.names_units(passage)])

    def _with_deadline(self, words: dict[int, Passage]) -> dict[int, OutlineItem]:
        """The lines of a list of which most are short work with a deadline."""
        short = [n for n, passage in words.items() if self._is_short_work(passage)]
        found = [n for n in short if WHEN in self._signs.find(words[n])]
        is_list = len(found) >= _LISTED and 2 * len(found) >= len(words)
        return self._listed(words, found) if is_list else {}

    def _listed(self, words: dict[int, Passage], found: Sequence[int]) -> dict[int, OutlineItem]:
        """Paragraphs that show a list, and those beside them that say what is to be done."""
        kept = set(found)
        if len(found) >= _LISTED:
            inside = [n for n in words if found[0] < n < found[-1]]
            before = [n for n in words if n < found[0]]
            behind = [n for n in words if n > found[-1]]
            kept |= set(takewhile(lambda n: self._is_short_work(words[n]), reversed(before)))
            kept |= {n for n in inside if self._says_work(words[n])}
            kept |= set(takewhile(lambda n: self._says_work(words[n]), behind))
        return {place: _paragraph_to_item(words[place]) for place in sorted(kept)}

    def _says_work(self, passage: Passage) -> bool:
        """Whether a paragraph is a measure by its own words: it says what is to be done, or who must and by when."""
        is_closing = self._headings.is_closing(passage, after_prose=True)
        return not is_closing and self._works.says_work(passage)

    def _is_short_work(self, passage: Passage) -> bool:
        """Whether a line before the first with a clause is one of the list, not what leads in to it."""
        return len(passage.text) <= _LINE and self._says_work(passage) and not self._judge.is_preamble(passage)

    def _alone(self, words: dict[int, Passage], entries: int) -> dict[int, OutlineItem]:
        if entries > 1:
            return {}
        return {n: _paragraph_to_item(p) for n, p in words.items() if self._judge.says_who_must(p)}


def _paragraph_to_item(passage: Passage) -> OutlineItem:
    return OutlineItem(0, PARAGRAPH, None, EMPTY, (passage,))
