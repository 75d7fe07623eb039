"""Finds responsibility clauses in paragraphs.

A clause leaves the task's text.  It is in brackets (``（责任单位：市财政局）``, ``（县卫健局负责）``), at
the end after a label (``责任单位：市财政局``) or on a line of its own (``省教育厅牵头，省财政厅配合``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from docx2tasks.extract.bracket_clauses import BracketClauseFinder
from docx2tasks.extract.brackets import NO_USAGE, Usage, find_brackets
from docx2tasks.extract.clause import LONGEST, Clause, ends_in_bracket
from docx2tasks.extract.labelled_clauses import LabelledClauseFinder
from docx2tasks.extract.labels import LABEL_SIGNS
from docx2tasks.extract.sentence_clauses import SentenceClauseFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import required_words, words_to_gate
from docx2tasks.source import Passage

__all__ = ["Clause", "ClauseFinder"]


class ClauseFinder:
    """Finds the clauses of paragraphs."""

    def __init__(self, rules: Rules) -> None:
        self._brackets = rules.once(BracketClauseFinder)
        self._labelled = rules.once(LabelledClauseFinder)
        self._sentences = rules.once(SentenceClauseFinder)
        self._remembered = lru_cache(maxsize=2048)(self._find)  # a document's paragraphs are asked for several times
        units = rules["units"]
        said = required_words(rule.source for kind in ("verb", "lead-rule", "added-rule") for rule in units.of(kind))
        self._maybe = words_to_gate([*said, *LABEL_SIGNS]) if said else re.compile("")

    def find(self, passage: Passage, *, is_first: bool = True, usage: Usage = NO_USAGE) -> tuple[Clause, ...]:
        """The clauses in one paragraph, in order.

        ``is_first`` says that the paragraph is the one after the item's label: a label at its
        beginning (``进度安排：``) is then the task's own word, not a field.  ``usage`` is what the
        document shows elsewhere: ``（供销社、水利车间）`` is a clause where it uses such names as units.
        """
        found = self._remembered(passage, is_first)
        if usage is NO_USAGE:
            return found
        text = passage.folded
        if ends_in_bracket(passage.text):
            found = (*found, *self._brackets.find_last(passage, text, found, usage))
        if not self._maybe.search(text):
            return found
        taken = tuple(clause for clause in found if clause.end > clause.start)
        return tuple(sorted((*taken, *self._sentences.find(passage, text, taken, usage.names)), key=_place))

    def _find(self, passage: Passage, is_first: bool) -> tuple[Clause, ...]:  # noqa: FBT001  a key of what is remembered
        words = passage.text
        text = passage.folded
        if not self._maybe.search(text) and not ends_in_bracket(words):
            return ()
        found = list(self._brackets.find(passage, text))
        asides = [(start + 1, end) for start, end in find_brackets(text) if _is_aside(text, start, end)]
        taken = sorted([*asides, *((clause.start, clause.end) for clause in found)])
        found.extend(self._labelled.find(passage, text, taken, is_first=is_first))
        if not found:
            found.extend(self._sentences.find_closing(passage, text, is_first=is_first))
        found.extend(self._sentences.find(passage, text, found))
        return tuple(sorted(found, key=_place))


def _place(clause: Clause) -> int:
    return clause.start


def _is_aside(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands inside a sentence: no label in it begins a clause, which would cut it in half."""
    return start > 0 and end - start <= LONGEST and "。" not in text[start:end]
