"""An item's words, without clauses and closing text."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from docx2tasks.extract.brackets import Usage
from docx2tasks.faults import attempt
from docx2tasks.segment.drafts.closing import find_closing
from docx2tasks.segment.drafts.context import Context, Left, leave_paragraph
from docx2tasks.segment.drafts.draft import Prose
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.item_text import ItemText, clauses_to_text
from docx2tasks.segment.drafts.open_items import items_to_path
from docx2tasks.segment.outline.items import OutlineItem
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind


class ItemWords(NamedTuple):
    """The words of an item with its clauses, and what its paragraphs leave."""

    text: ItemText
    left: Left


class ItemWordsFinder:
    """Finds which of an item's words are its own."""

    def __init__(self, entries: EntryList, finders: DraftFinders, usage: Usage, *, in_cell: bool) -> None:
        self._entries = entries
        self._finders = finders
        self._usage = usage
        self._in_cell = in_cell

    def find(self, place: int, item: OutlineItem, context: Context, *, is_leaf: bool) -> ItemWords:
        """The text of the item at a position; only a leaf is followed by text that is not part of it.

        ``健全制度。⏎责任单位：市财政局⏎特此通知。`` has the words ``健全制度。``, a clause, and a closing.
        """
        body, before = self._without_end(item) if is_leaf and self._in_cell else (item.body, Left())
        item = item._replace(body=body)
        find = partial(self._finders.clauses.find, usage=self._usage)
        rows = [attempt("who is responsible", p.spans, (), find, p, is_first=i == 0) for i, p in enumerate(body)]
        rows = self._finders.below.find(body, rows, self._usage.names)
        size, behind = len(body), Left()
        if is_leaf and self._ends_article(place, context):
            size = min(size, 1)
            behind = _article_behind(body[size:], context)
        elif is_leaf and self._entries.is_last(place):
            size = find_closing(self._entries, place, item, rows, self._finders.headings)
            for passage in body[size:]:
                behind |= leave_paragraph(LeftoverKind.CLOSING, passage, context.part)
        words, leftovers = clauses_to_text(body[:size], rows[:size])
        return ItemWords(words, before | behind | Left(leftovers))

    def _without_end(self, item: OutlineItem) -> tuple[tuple[Passage, ...], Left]:
        """The last item of a cell without the sentence behind it that holds for all (以上问题须…前整改完毕)."""
        body = item.body
        find = self._finders.headings.find_for_all
        place, start = next(((i, at) for i, p in enumerate(body) if (at := find(p)) is not None), (len(body), 0))
        if place == len(body) or not (place or start):
            return body, Left()
        behind = tuple((LeftoverKind.CLOSING, p) for p in (body[place].cut(start), *body[place + 1 :]))
        return (*body[:place], *([body[place].cut(0, start).strip()] if start else [])), Left(behind)

    def _ends_article(self, place: int, context: Context) -> bool:
        """Whether an item is the last of those of an article."""
        above = context.enclosing[-1] if context.enclosing else None
        return above is not None and above.is_article and self._entries.closes(place, above.depth)


def _article_behind(body: tuple[Passage, ...], context: Context) -> Left:
    """Paragraphs behind the last item of an article, which are the article's own."""
    path, step = items_to_path(context.enclosing[:-1]), context.enclosing[-1].step
    own = tuple(Prose(LeftoverKind.CLOSING, p, path, context.part, step) for p in body)
    return Left(tuple((LeftoverKind.CLOSING, p) for p in body), (), own)
