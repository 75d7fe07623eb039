"""Clauses in brackets: ``（责任单位：市财政局）``, ``（县卫健局负责）``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.extract.brackets import BracketJudge, Usage, find_brackets
from docx2tasks.extract.clause import AHEAD, LONGEST, Clause
from docx2tasks.extract.label_patterns import LabelPatterns
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.rules import Rules
from docx2tasks.source import Passage


class BracketClauseFinder:
    """Finds the clauses of a paragraph that are in brackets."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(BracketJudge)
        self._labels = rules.once(LabelFinder)
        self._patterns = rules.once(LabelPatterns)
        self._units = rules.once(UnitFinder)

    def find(self, passage: Passage, text: str) -> Iterator[Clause]:
        """The brackets that state responsibilities; ``text`` is the normalized text of ``passage``."""
        last = len(text.rstrip("。;,.: "))
        for start, end in find_brackets(text):
            if end - start < 4 or end - start > LONGEST:
                continue
            inner = text[start + 1 : end - 1]
            closes = end >= last or text[end] in "。;\n"
            before = text[max(0, start - AHEAD) : start].rstrip()
            is_clause = self._judge.is_clause(inner, closes=closes, follows_stop=before[-1:] in "。;!?")
            if not is_clause or self._judge.is_alias(before, inner) or self._judge.is_gloss(before, inner):
                continue
            words = passage.cut(start + 1, end - 1)
            units = self._units.find(words)
            is_said = units.units or units.leads_first or units.added
            if is_said or self._patterns.due.match(words.folded) or self._labels.is_blank(text[start:end]):
                yield Clause(start, _with_stop(text, start, end), words, units, self._labels.find_due(words))

    def find_last(self, passage: Passage, text: str, found: Sequence[Clause], usage: Usage) -> Iterator[Clause]:
        """The bracket at the end of a paragraph, where the document's usage shows that it is a list of units."""
        last = len(text.rstrip("。;,.: "))
        start, end = max(find_brackets(text), default=(0, 0))
        inner = text[start + 1 : end - 1]
        is_read = any(clause.start <= start < clause.end for clause in found)
        if end < last or is_read or end - start > LONGEST:
            return
        if self._judge.is_list(inner, usage, text[max(0, start - AHEAD) : start].rstrip()):
            words = passage.cut(start + 1, end - 1)
            units = self._units.find(words)
            if units.units:
                yield Clause(start, _with_stop(text, start, end), words, units)


def _with_stop(text: str, start: int, end: int) -> int:
    """Where the clause ends with a stop of its own: ``…建设。（A负责）。`` has one too many."""
    has_stop = text[end : end + 1] == "。" and text[max(0, start - AHEAD) : start].rstrip()[-1:] in "。;!?"
    return end + 1 if has_stop else end
