"""Outline and tables to drafts: each leaf task with its path, its clauses and its cells.

A draft is a task before its times, targets and references are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from docx2tasks.extract.brackets import NO_USAGE, Usage
from docx2tasks.extract.units import UnitList, UnitMention
from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.closing import find_closing
from docx2tasks.segment.drafts.draft import Draft, Drafts, Leftovers, Prose
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.item_text import ItemText, clauses_to_text, join_words
from docx2tasks.segment.drafts.open_items import EnclosingItem, Place, items_to_path, text_to_draft
from docx2tasks.segment.drafts.shared import SharedLineFinder
from docx2tasks.segment.drafts.stated_roles import OwnUnits, StatedRoles, find_own_units
from docx2tasks.segment.drafts.table_rows import RowDrafter, Walked, find_closed_step
from docx2tasks.segment.drafts.unknown_labels import tell_unknown_labels
from docx2tasks.segment.drafts.unnumbered import UnnumberedFinder
from docx2tasks.segment.drafts.usage import UsageReader
from docx2tasks.segment.outline.items import (
    ARTICLE,
    HEADING,
    LABEL_LINE,
    NOT_STEPS,
    TIME_HEAD,
    Entry,
    Leftover,
    Outline,
    OutlineItem,
    OutlinePart,
    TableEntry,
)
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.segment.tables.rows import TableReading, TaskRow, cell_paragraphs
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Diagnostic, Passage, Span, Table
from docx2tasks.vocabulary import CoverageKind, LeftoverKind


def outline_to_drafts(outline: Outline, rules: Rules, text: str) -> Drafts:
    """The leaf tasks of a document's outline, in reading order.

    ``（一）切实增强责任`` with ``1.加强保障。…（责任单位：市财政局）`` gives one draft whose path is （一）.
    """
    found = rules.once(UnnumberedFinder).as_items
    entries = attempt("paragraphs without a mark", (), outline.entries, found, outline.entries)
    entries = attempt("lines for whole sections", (), entries, rules.once(SharedLineFinder).raised, entries)
    usage = attempt("the names of the document's units", (), NO_USAGE, rules.once(UsageReader).read, entries)
    walk = _Walk(EntryList(entries), rules.once(DraftFinders), text, StatedRoles(), usage)
    drafts = tuple(walk.drafts())
    signatures, prose, articles = tuple(map(tuple, walk.signatures)), tuple(walk.prose), tuple(walk.articles)
    return Drafts(drafts, tuple(walk.leftovers), tuple(walk.diagnostics), signatures, prose, articles)


class _Walk:
    """Walks entries once; remembers what encloses the place, and what was stated so far."""

    def __init__(  # noqa: PLR0913  what a walk is made of
        self,
        entries: EntryList,
        finders: DraftFinders,
        text: str,
        stated: StatedRoles,
        usage: Usage,
        *,
        in_cell: bool = False,
    ) -> None:
        self.stated = stated
        self.leftovers: list[tuple[CoverageKind, Passage]] = []
        self.diagnostics: list[Diagnostic] = []
        self.signatures: list[list[Passage]] = []
        self.prose: list[Prose] = []
        self.articles: list[Prose] = []
        self._in_cell = in_cell  # no headings, no duty lists
        self._entries = entries
        self._finders = finders
        self._usage = usage
        self._text = text
        self._rows = (
            None if in_cell else RowDrafter(finders, text, usage, self._walk_cell)
        )  # tables in cells are read through
        self._open: tuple[EnclosingItem, ...] = ()
        self._part: Passage | None = None
        self._titled: Passage | None = None
        self._seen_items = False
        self._signs = False  # whether the line before signed
        self._is_letter = False  # a text without items was signed
        self._seen_text = False

    def drafts(self) -> Iterator[Draft]:
        """The drafts, in reading order."""
        for place, entry in enumerate(self._entries.entries):
            if isinstance(entry, OutlineItem):
                found = attempt("a measure", entry.label.spans, None, self._take_item, place, entry)
                if found is None and not self._entries.has_children(place, entry):
                    found = tuple(_as_printed(entry, self._text, self._part))
                yield from found or ()
            elif isinstance(entry, TableEntry):
                yield from attempt("a table", _table_to_spans(entry.table), (), self._take_table, place, entry.table)
            elif isinstance(entry, OutlinePart):
                attempt("a title", entry.title.spans, None, self._begin_part, entry)
            else:
                attempt("a paragraph", entry.passage.spans, None, self._leave, entry)

    def _walk_cell(self, entries: Sequence[Entry], stated: StatedRoles) -> Walked:
        """What the entries of a cell come to."""
        walk = _Walk(EntryList(entries), self._finders, self._text, stated, self._usage, in_cell=True)
        drafts = tuple(walk.drafts())
        return Walked(drafts, tuple(walk.leftovers), walk.stated)

    def _begin_part(self, part: OutlinePart) -> None:
        self._open = ()
        self.leftovers.append((LeftoverKind.TITLE, part.title))
        self.stated = self._finders.statements.read(part.title, self.stated)
        is_head = not part.by_format and not self._seen_items and not self._is_letter
        self._part = None if is_head else part.title
        self._titled = part.title

    def _leave(self, entry: Leftover) -> None:
        if entry.kind == LeftoverKind.SIGNATURE:
            if not self._signs:
                self.signatures.append([])
            self.signatures[-1].append(entry.passage)
            self._is_letter = self._is_letter or self._seen_text
        self._signs = entry.kind == LeftoverKind.SIGNATURE
        self._seen_text = self._seen_text or _is_text(entry)
        if entry.kind == LeftoverKind.ATTACHMENT_MARK:
            self._part = entry.passage
        self.stated = self._finders.statements.read(entry.passage, self.stated)
        self._leave_paragraph(entry.kind, entry.passage)

    def _leave_paragraph(self, kind: CoverageKind, passage: Passage, path: tuple[PathStep, ...] = ()) -> None:
        self.leftovers.append((kind, passage))
        self.prose.append(Prose(kind, passage, path, self._part))

    # items ----------------------------------------------------------------------------

    def _take_item(self, place: int, item: OutlineItem) -> tuple[Draft, ...]:
        """The draft of a leaf; other items only enclose what follows."""
        self._seen_items = True
        self._signs = False
        self._open = tuple(o for o in self._open if o.depth < item.depth)
        has_children = self._entries.has_children(place, item)
        words = self._take_text(place, item, is_leaf=not has_children)
        heading = None if self._in_cell else self._finders.headings.find_units(item)
        own = find_own_units(words.units, self.stated)
        self.stated = own.stated
        enclosing = self._to_enclosing(item, words, own.units or heading, has_children=has_children)
        self.leftovers += [(LeftoverKind(item.style.name), item.label)] if enclosing.step is None and item.label else []
        above, self._open = self._open, (*self._open, enclosing)
        if has_children or enclosing.is_silent:
            self._leave_prose(item, words, enclosing)
            if enclosing.is_article:
                path = items_to_path(above)
                kept = (Prose(LeftoverKind.LEAD_IN, p, path, self._part, enclosing.step) for p in words.paragraphs)
                self.articles += kept
            return ()
        is_bare = item.style.name == HEADING
        if len(words.paragraphs) > 1 and (heading or (is_bare and self._says_who_must(words, own))):
            duty = words._replace(paragraphs=words.paragraphs[1:])
            titled = (enclosing.step,) if enclosing.step else ()
            return (self._to_draft(duty, own, Place(None, None, (*items_to_path(above), *titled), self._part)),)
        if is_bare:
            self.leftovers += [(LeftoverKind.LEAD_IN, p) for p in words.paragraphs]
        if is_bare or not any(words.paragraphs):
            return ()
        label = None if item.style in NOT_STEPS else item.label
        draft = self._to_draft(words, own, Place(label, item.number, items_to_path(above), self._part))
        actor = None if self._in_cell or draft.units else self._finders.headings.find_actor(item)
        return (draft if actor is None else draft._replace(units=(actor,)),)

    def _says_who_must(self, words: ItemText, own: OwnUnits) -> bool:
        """Whether the prose under a heading without a number asks something of somebody."""
        return bool(own.units) or any(map(self._finders.paragraphs.says_who_must, words.paragraphs[1:]))

    def _take_text(self, place: int, item: OutlineItem, *, is_leaf: bool) -> ItemText:
        """An item's words without its clauses, and without what closes the document after it."""
        item = self._without_end(item) if is_leaf and self._in_cell else item
        find = partial(self._finders.clauses.find, usage=self._usage)
        rows = [attempt("who is responsible", p.spans, (), find, p, is_first=i == 0) for i, p in enumerate(item.body)]
        size = len(item.body)
        if is_leaf and self._ends_article(place):
            size = min(size, 1)
            article = self.articles[-1]._replace(kind=LeftoverKind.CLOSING)
            self.articles += [article._replace(passage=p) for p in item.body[size:]]
            self.leftovers += [(LeftoverKind.CLOSING, p) for p in item.body[size:]]
        elif is_leaf and self._entries.is_last(place):
            size = find_closing(self._entries, place, item, rows, self._finders.headings)
            for passage in item.body[size:]:
                self._leave_paragraph(LeftoverKind.CLOSING, passage)
        words, leftovers = clauses_to_text(item.body[:size], rows[:size])
        self.leftovers += leftovers
        tell_unknown_labels(words.units)
        return words

    def _without_end(self, item: OutlineItem) -> OutlineItem:
        """The last item of a cell without the sentence behind it that holds for all (以上问题须…前整改完毕)."""
        body = item.body
        find = self._finders.headings.find_for_all
        place, start = next(((i, at) for i, p in enumerate(body) if (at := find(p)) is not None), (len(body), 0))
        if place == len(body) or not (place or start):
            return item
        self.leftovers += [(LeftoverKind.CLOSING, p) for p in (body[place].cut(start), *body[place + 1 :])]
        return item._replace(body=(*body[:place], *([body[place].cut(0, start).strip()] if start else [])))

    def _to_enclosing(
        self, item: OutlineItem, words: ItemText, units: tuple[UnitMention, ...] | None, *, has_children: bool
    ) -> EnclosingItem:
        folded = words.paragraphs[0].folded.strip() if words.paragraphs else ""
        is_general = any(o.is_general for o in self._open) or (
            not self._in_cell and self._finders.headings.is_general(folded, has_children=has_children)
        )
        step = None if item.style in NOT_STEPS else PathStep(item.label or None, item.number, words.title)
        time = item.label if item.style == TIME_HEAD else None
        lead_in = words.paragraphs[-1] if words.paragraphs else item.label
        is_silent = is_general and (
            self._finders.headings.lists_members(folded) or not any(is_sentence_like(p.text) for p in words.paragraphs)
        )
        has_prose = is_sentence_like(folded)
        enclosing = EnclosingItem(item.depth, step, units, is_general, has_prose, time, lead_in)
        label = item.label if item.style == LABEL_LINE else None  # it leads in to its own words
        is_article, due = item.style.name == ARTICLE, words.deadline_passages if has_children else ()
        return enclosing._replace(is_article=is_article, is_silent=is_silent, label=label, due=due)

    def _ends_article(self, place: int) -> bool:
        """Whether an item is the last of those of an article."""
        above = self._open[-1] if self._open else None
        return above is not None and above.is_article and self._entries.closes(place, above.depth)

    def _leave_prose(self, item: OutlineItem, words: ItemText, enclosing: EnclosingItem) -> None:
        """Leave the words of a heading that are not its title; they may state something."""
        kind = LeftoverKind.LEAD_IN
        prose = words.paragraphs if enclosing.step is None else words.after(enclosing.step.title)
        if enclosing.is_general:
            self.leftovers += [(LeftoverKind.GENERAL, item.label)] if item.label else []
            kind, prose = LeftoverKind.GENERAL, words.paragraphs
        for passage in prose:
            self._leave_paragraph(kind, passage, items_to_path(self._open))
            self.stated = self._finders.statements.read(passage, self.stated)

    def _to_draft(self, words: ItemText, own: OwnUnits, place: Place) -> Draft:
        draft, self.stated = text_to_draft(words, own, place, self._open, self._text)
        above = [one.lead_in for one in self._open[:-1]] + [one.label for one in self._open[-1:]]
        return draft._replace(lead_ins=tuple(words for words in above if words is not None))

    # tables ---------------------------------------------------------------------------

    def _title_above(self) -> str:
        """The words that head what follows: of the innermost step, else of the part."""
        step = next((o.step for o in reversed(self._open) if o.step is not None), None)
        words = step.title if step is not None else self._titled
        return words.text if words is not None else ""

    def _read_notes(self, place: int, leftovers: Leftovers) -> None:
        """What notes in a table or below it state holds for the table."""
        inside = [passage for kind, passage in leftovers if kind == LeftoverKind.NOTE]
        for passage in (*inside, *self._entries.notes_below(place)):
            self.stated = self._finders.statements.read(passage, self.stated)

    def _take_table(self, place: int, table: Table) -> tuple[Draft, ...]:
        self._signs = False
        reading = self._finders.tables.read(table, self._title_above())
        self.leftovers += reading.leftovers
        self.diagnostics += reading.diagnostics
        if reading.form_cells:
            return self._take_form(reading)
        if not reading.rows or self._rows is None:
            return ()
        self._seen_items = True
        if self._open and self._open[-1].has_prose:
            self._open = ()
        if reading.unit_header:
            words = Passage(reading.unit_header, ((0, len(reading.unit_header)),))
            listed = attempt("the header of the units", (), UnitList(()), self._finders.units.find, words)
            self.stated = self.stated.led_by((listed,))
        self._read_notes(place, reading.leftovers)
        if reading.title is not None:
            self.leftovers.append((LeftoverKind.TITLE, reading.title))
            self._part = self._part or reading.title
        path = items_to_path(self._open)
        walked = self._rows.read(reading.rows, path, self._part, self.stated)
        self.leftovers += walked.leftovers
        self.stated = walked.stated
        self._open = _close_step(self._open, path, reading.rows)
        return walked.drafts

    def _take_form(self, form: TableReading) -> tuple[Draft, ...]:
        """The measures that are counted in cells of a form."""
        path = items_to_path(self._open)
        found: list[Draft] = []
        for cell in form.form_cells:
            walked = self._walk_cell(self._finders.outlines.read(cell_paragraphs(cell.blocks)).entries, self.stated)
            self.stated = walked.stated
            self.leftovers += walked.leftovers
            due = tuple(p for _, p in walked.leftovers if self._finders.headings.find_for_all(p) == 0)
            found += (_in_form(d, path, self._part, due)._replace(header=form.form_year) for d in walked.drafts)
        self._seen_items = self._seen_items or bool(found)
        return tuple(found)


def _in_form(draft: Draft, path: tuple[PathStep, ...], part: Passage | None, due: tuple[Passage, ...]) -> Draft:
    """A draft of a form's cell, with the sentences that set a time for all in it."""
    deadlines = (*draft.deadline_passages, *due)
    return draft._replace(path=(*path, *draft.path), part=part, deadline_passages=deadlines)


def _as_printed(item: OutlineItem, text: str, part: Passage | None) -> Iterator[Draft]:
    """The draft of an item that could not be read: its words as they are."""
    words = join_words(item.body, text)
    if words:
        yield Draft((), item.label, item.number, words, (), part)


def _close_step(
    items: tuple[EnclosingItem, ...], path: Sequence[PathStep], rows: Sequence[TaskRow]
) -> tuple[EnclosingItem, ...]:
    """The items that enclose what follows a table: a heading in it that counts on from one of them closes that."""
    closed = find_closed_step(rows, path)
    if closed is None or not rows[-1].bands:
        return items
    place = next(i for i, o in enumerate(items) if o.step is path[closed])
    return (*items[:place], items[place]._replace(step=rows[-1].steps[0], units=None, has_prose=False))


def _table_to_spans(table: Table) -> tuple[Span, ...]:
    return next((p.passage.spans for row in table.rows for cell in row for p in cell.paragraphs() if p.passage), ())


def _is_text(entry: Leftover) -> bool:
    """Whether words outside the items are text that a signature closes, not lines of a head."""
    is_prose = entry.kind == LeftoverKind.PREAMBLE and is_sentence_like(entry.passage.text)
    return is_prose or entry.kind == LeftoverKind.SALUTATION
