"""Outline and tables to drafts: each task with its path, clauses and cells.

A draft is a task before its times, targets and references are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.extract.brackets import NO_USAGE, Usage
from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.context import Context, Left, Taken, leave_paragraph
from docx2tasks.segment.drafts.draft import Draft, Drafts
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.item_drafts import ItemDrafter
from docx2tasks.segment.drafts.item_text import join_words
from docx2tasks.segment.drafts.shared import SharedLineFinder
from docx2tasks.segment.drafts.signatures import find_signatures
from docx2tasks.segment.drafts.stated_roles import StatedRoles
from docx2tasks.segment.drafts.table_drafts import TableDrafter
from docx2tasks.segment.drafts.table_rows import RowDrafter, Walked
from docx2tasks.segment.drafts.unnumbered import UnnumberedFinder
from docx2tasks.segment.drafts.usage import UsageReader
from docx2tasks.segment.outline.items import Entry, Leftover, Outline, OutlineItem, OutlinePart, TableEntry
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Span, Table
from docx2tasks.vocabulary import LeftoverKind


def outline_to_drafts(outline: Outline, rules: Rules, text: str) -> Drafts:
    """The leaf tasks of a document's outline, in reading order.

    ``（一）切实增强责任`` with ``1.加强保障。…（责任单位：市财政局）`` gives one draft whose path is （一）.
    """
    find = rules.once(UnnumberedFinder).as_items
    entries = attempt("paragraphs without a mark", (), outline.entries, find, outline.entries)
    entries = attempt("lines for whole sections", (), entries, rules.once(SharedLineFinder).raised, entries)
    usage = attempt("the names of the document's units", (), NO_USAGE, rules.once(UsageReader).read, entries)
    found = tuple(_Walk(entries, rules.once(DraftFinders), text, usage).taken(StatedRoles()))
    return Drafts(
        tuple(draft for taken in found for draft in taken.drafts),
        tuple(pair for taken in found for pair in taken.left.leftovers),
        tuple(doubt for taken in found for doubt in taken.diagnostics),
        find_signatures(entries),
        tuple(prose for taken in found for prose in taken.left.prose),
        tuple(words for taken in found for words in taken.left.articles),
    )


class _Walk:
    """Walks the entries of a document or a cell, each once, and gathers what they come to."""

    def __init__(
        self, entries: Sequence[Entry], finders: DraftFinders, text: str, usage: Usage, *, in_cell: bool = False
    ) -> None:
        self._entries = EntryList(entries, finders.signs.find)
        self._finders = finders
        self._usage = usage
        self._text = text
        self._items = ItemDrafter(self._entries, finders, text, usage, in_cell=in_cell)
        rows = None if in_cell else RowDrafter(finders, text, usage, self._walk_cell)
        self._tables = TableDrafter(self._entries, finders, self._walk_cell, rows)

    def taken(self, stated: StatedRoles) -> Iterator[Taken]:
        """The result of each entry, in reading order; ``stated`` are the statements before the first."""
        context = Context(stated)
        for place, entry in enumerate(self._entries.entries):
            taken = self._take(place, entry, context)
            context = taken.context
            yield taken

    def _take(self, place: int, entry: Entry, context: Context) -> Taken:
        """What one entry comes to; one that cannot be read leaves the context as it was."""
        if isinstance(entry, OutlineItem):
            found = attempt("a measure", entry.label.spans, None, self._items.take, place, entry, context)
            return self._as_printed(place, entry, context) if found is None else found
        nothing = Taken(context)
        if isinstance(entry, TableEntry):
            spans = _table_to_spans(entry.table)
            return attempt("a table", spans, nothing, self._tables.take, place, entry.table, context)
        if isinstance(entry, OutlinePart):
            return attempt("a title", entry.title.spans, nothing, self._begin_part, entry, context)
        return attempt("a paragraph", entry.passage.spans, nothing, self._leave, entry, context)

    def _walk_cell(self, entries: Sequence[Entry], stated: StatedRoles) -> Walked:
        """What the entries of a cell come to."""
        walk = _Walk(entries, self._finders, self._text, self._usage, in_cell=True)
        found = tuple(walk.taken(stated))
        drafts = tuple(draft for taken in found for draft in taken.drafts)
        leftovers = tuple(left for taken in found for left in taken.left.leftovers)
        return Walked(drafts, leftovers, found[-1].context.stated if found else stated)

    def _begin_part(self, part: OutlinePart, context: Context) -> Taken:
        """The context below the title of a part; that of the document itself is none."""
        is_head = not part.by_format and not context.has_items and not context.is_letter
        below = context._replace(
            enclosing=(),
            stated=self._finders.statements.read(part.title, context.stated),
            part=None if is_head else part.title,
            titled=part.title,
        )
        return Taken(below, left=Left(((LeftoverKind.TITLE, part.title),)))

    def _leave(self, entry: Leftover, context: Context) -> Taken:
        """The context behind words that are no part of an item."""
        signs = entry.kind == LeftoverKind.SIGNATURE
        part = entry.passage if entry.kind == LeftoverKind.ATTACHMENT_MARK else context.part
        behind = context._replace(
            stated=self._finders.statements.read(entry.passage, context.stated),
            part=part,
            has_text=context.has_text or _is_text(entry),
            is_letter=context.is_letter or (signs and context.has_text),
        )
        return Taken(behind, left=leave_paragraph(entry.kind, entry.passage, part))

    def _as_printed(self, place: int, item: OutlineItem, context: Context) -> Taken:
        """An item that could not be read: the draft of a leaf has its words as they are."""
        words = join_words(item.body, self._text)
        if not words or self._entries.has_children(place, item):
            return Taken(context)
        return Taken(context, (Draft((), item.label, item.number, words, (), context.part),))


def _table_to_spans(table: Table) -> tuple[Span, ...]:
    return next((p.passage.spans for row in table.rows for cell in row for p in cell.paragraphs() if p.passage), ())


def _is_text(entry: Leftover) -> bool:
    """Whether words outside the items are text that a signature closes, not lines of a head."""
    is_prose = entry.kind == LeftoverKind.PREAMBLE and is_sentence_like(entry.passage.text)
    return is_prose or entry.kind == LeftoverKind.SALUTATION
