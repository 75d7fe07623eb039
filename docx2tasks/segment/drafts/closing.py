"""Where an item's paragraphs end and those that close the document start."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.clauses import Clause
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.headings import HeadingJudge
from docx2tasks.segment.marks.find import BULLET
from docx2tasks.segment.outline.items import OutlineItem
from docx2tasks.segment.sentences import is_sentence_like


def find_closing(
    entries: EntryList, place: int, item: OutlineItem, rows: Sequence[Sequence[Clause]], headings: HeadingJudge
) -> int:
    """The first paragraph after the last item that is not part of it; ``rows`` are its clauses."""
    size = len(item.body)
    if size < 2:
        return size
    prose = 1 if is_sentence_like(item.body[0].text) else 2
    closing = next((i for i in range(1, size) if headings.is_closing(item.body[i], after_prose=i >= prose)), None)
    if closing is not None:
        return closing
    last = max((i for i, row in enumerate(rows) if row), default=-1)
    if last >= 0:
        return last + 1
    is_one_line = item.style.name == BULLET or entries.are_siblings_single(place, item)
    return 1 if is_one_line else size
