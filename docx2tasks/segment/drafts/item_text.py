"""An item's text: what remains of its paragraphs, and the clauses in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.extract.clauses import Clause
from docx2tasks.extract.units import UnitList
from docx2tasks.segment.drafts.draft import Leftovers
from docx2tasks.source import EMPTY, Passage, join_passages
from docx2tasks.vocabulary import LeftoverKind

_BLANK = re.compile(r"\s")
_HEADING = 40  # characters of a heading that runs into its prose: the longest seen has 32


class ItemText(NamedTuple):
    """The paragraphs of an item without its clauses, and the clauses."""

    paragraphs: tuple[Passage, ...]
    clauses: tuple[Clause, ...] = ()

    @property
    def units(self) -> tuple[UnitList, ...]:
        """The units of each clause."""
        return tuple(clause.units for clause in self.clauses)

    @property
    def deadline_passages(self) -> tuple[Passage, ...]:
        """The deadlines in the clauses."""
        return tuple(p for clause in self.clauses for p in clause.due)

    @property
    def extra_passages(self) -> tuple[Passage, ...]:
        """The other text of the clauses."""
        plain = tuple(c.words for c in self.clauses if c.words and not c.due)
        return plain + tuple(_before_due(c) for c in self.clauses if c.due)

    @property
    def title(self) -> Passage:
        """The title of a step: the heading's words only where prose runs on from it."""
        first = self.paragraphs[0] if self.paragraphs else EMPTY
        stop = first.text.find("。")
        if 0 <= stop < _HEADING and first.text[stop + 1 :].strip():
            return first.cut(0, stop).strip().collapsed()
        return first.strip().collapsed()

    def after(self, title: Passage) -> tuple[Passage, ...]:
        """The paragraphs without the title of the step."""
        if not self.paragraphs or not title:
            return self.paragraphs
        first = self.paragraphs[0]
        size = next((i for i in range(len(first.text)) if first.spans_of(i, i + 1)[0][0] >= title.end), len(first.text))
        return tuple(p for p in (first.cut(size), *self.paragraphs[1:]) if p)


def _before_due(clause: Clause) -> Passage:
    """A clause's words up to the first label of a deadline."""
    start = clause.due[0].start
    size = sum(1 for low, high in clause.words.spans for place in range(low, high) if place < start)
    return clause.words.cut(0, size)


def clauses_to_text(body: Sequence[Passage], rows: Sequence[Sequence[Clause]]) -> tuple[ItemText, Leftovers]:
    """The words of paragraphs apart from the clauses in them, which are left over."""
    if not any(rows):
        return ItemText(tuple(p for p in body if p)), ()
    leftovers: list[tuple[LeftoverKind, Passage]] = []
    kept: list[Passage] = []
    for passage, row in zip(body, rows, strict=True):
        leftovers += [(LeftoverKind.UNIT_CLAUSE, passage.cut(c.start, c.end)) for c in row if c.end > c.start]
        kept.append(passage.without((c.start, c.end) for c in row).strip() if row else passage)
    clauses = tuple(clause for row in rows for clause in row)
    return ItemText(tuple(p for p in kept if p), clauses), tuple(leftovers)


def join_words(paragraphs: Sequence[Passage], text: str) -> Passage:
    """The text of a task of several paragraphs: white space collapsed.

    Between two paragraphs is a blank, where the canonical ``text`` has white space there.
    """
    if len(paragraphs) == 1:
        return paragraphs[0].collapsed()
    parts: list[Passage] = []
    for paragraph in paragraphs:
        words = paragraph.collapsed()
        if not words:
            continue
        if parts:
            end = parts[-1].end
            blank = _BLANK.search(text, end, max(end, words.start))
            parts += [Passage(" ", (blank.span(),))] if blank else []
        parts.append(words)
    return join_passages(parts)
