"""Outline items to drafts: leaves become drafts, other items enclose what follows."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.brackets import Usage
from docx2tasks.extract.units import UnitMention
from docx2tasks.segment.drafts.context import Context, Left, Taken, leave_paragraph
from docx2tasks.segment.drafts.draft import Draft, Prose
from docx2tasks.segment.drafts.entry_list import EntryList
from docx2tasks.segment.drafts.finders import DraftFinders
from docx2tasks.segment.drafts.item_text import ItemText
from docx2tasks.segment.drafts.item_words import ItemWordsFinder
from docx2tasks.segment.drafts.open_items import EnclosingItem, Place, items_to_path, text_to_draft
from docx2tasks.segment.drafts.stated_roles import OwnUnits, StatedRoles, find_own_units
from docx2tasks.segment.drafts.unknown_labels import tell_unknown_labels
from docx2tasks.segment.outline.items import ARTICLE, HEADING, LABEL_LINE, NOT_STEPS, TIME_HEAD, OutlineItem
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind

_DUTIES = 2  # lines that show a list of duties; one alone may be the item's own words


class ItemDrafter:
    """Makes drafts of the items of a document or a cell; in a cell there are no headings and no lists of duties."""

    def __init__(
        self, entries: EntryList, finders: DraftFinders, text: str, usage: Usage, *, in_cell: bool = False
    ) -> None:
        self._entries = entries
        self._finders = finders
        self._text = text
        self._in_cell = in_cell
        self._usage = usage
        self._words = ItemWordsFinder(entries, finders, usage, in_cell=in_cell)

    def take(self, place: int, item: OutlineItem, context: Context) -> Taken:
        """The drafts of the item at a position.

        ``1.健全制度。（责任单位：市财政局）`` is a draft; ``（一）压实责任`` with items below is a step of theirs.
        """
        above = tuple(one for one in context.enclosing if one.depth < item.depth)
        context = context._replace(enclosing=above, has_items=True)
        has_children = self._entries.has_children(place, item)
        words, left = self._words.find(place, item, context, is_leaf=not has_children)
        tell_unknown_labels(words.units)
        heading = None if self._in_cell else self._finders.headings.find_units(item, self._usage.names)
        own = find_own_units(words.units, context.stated)
        enclosing = self._to_enclosing(item, words, own.units or heading, above, has_children=has_children)
        if not has_children and self._entries.is_measure_above_table(place, item):
            enclosing = enclosing._replace(has_prose=True)
        if enclosing.step is None and item.label:
            left |= Left(((LeftoverKind(item.style.name), item.label),))
        inner = context._replace(stated=own.stated, enclosing=(*above, enclosing))
        if has_children or enclosing.is_silent:
            return self._take_heading(item, words, inner, left)
        drafts, stated, behind = self._leaf_to_drafts(item, words, own, inner, heads_units=bool(heading))
        return Taken(inner._replace(stated=stated), drafts, left | behind)

    def _take_heading(self, item: OutlineItem, words: ItemText, context: Context, left: Left) -> Taken:
        """What an item comes to that only encloses others: its prose is left, and may state something."""
        prose, stated = self._leave_prose(item, words, context)
        enclosing = context.enclosing[-1]
        articles: tuple[Prose, ...] = ()
        if enclosing.is_article:
            path = items_to_path(context.enclosing[:-1])
            articles = tuple(
                Prose(LeftoverKind.LEAD_IN, p, path, context.part, enclosing.step) for p in words.paragraphs
            )
        return Taken(context._replace(stated=stated), (), left | prose | Left(articles=articles))

    def _leaf_to_drafts(
        self, item: OutlineItem, words: ItemText, own: OwnUnits, context: Context, *, heads_units: bool
    ) -> tuple[tuple[Draft, ...], StatedRoles, Left]:
        """The draft of a leaf, what is stated after it, and what it leaves."""
        duties = self._find_duties(words, own)
        if duties:
            return self._duties_to_drafts(duties, context)
        path = items_to_path(context.enclosing[:-1])
        is_bare = item.style.name == HEADING
        if len(words.paragraphs) > 1 and (heads_units or (is_bare and self._says_who_must(words, own))):
            step = context.enclosing[-1].step
            duty = words._replace(paragraphs=words.paragraphs[1:])
            titled = Place(None, None, (*path, *((step,) if step else ())), context.part)
            draft, stated = self._to_draft(duty, own, titled, context)
            return (draft,), stated, Left()
        if is_bare:
            return (), own.stated, Left(tuple((LeftoverKind.LEAD_IN, p) for p in words.paragraphs))
        if not any(words.paragraphs):
            return (), own.stated, Left()
        label = None if item.style in NOT_STEPS else item.label or None
        draft, stated = self._to_draft(words, own, Place(label, item.number, path, context.part), context)
        may_act = not self._in_cell and not draft.units and item.style not in NOT_STEPS
        actor = self._finders.headings.find_actor(item.body[0]) if may_act else None
        return (draft if actor is None else draft._replace(units=(actor,)),), stated, Left()

    def _find_duties(self, words: ItemText, own: OwnUnits) -> list[tuple[Passage, UnitMention]]:
        """The lines under a heading that are duties, where each begins with its unit: ``市教育局：负责…``."""
        lines = words.paragraphs[1:]
        if self._in_cell or own.units or len(lines) < _DUTIES or is_sentence_like(words.paragraphs[0].text):
            return []
        actors = [self._finders.headings.find_actor(line) for line in lines]
        return [(line, actor) for line, actor in zip(lines, actors, strict=True) if actor] if all(actors) else []

    def _duties_to_drafts(
        self, duties: Sequence[tuple[Passage, UnitMention]], context: Context
    ) -> tuple[tuple[Draft, ...], StatedRoles, Left]:
        """A draft for each duty, with the heading as its step."""
        place = Place(None, None, context.path, context.part)
        nothing = OwnUnits((), (), context.stated)
        drafts = [(self._to_draft(ItemText((line,)), nothing, place, context)[0], actor) for line, actor in duties]
        return tuple(draft._replace(units=(actor,)) for draft, actor in drafts), context.stated, Left()

    def _says_who_must(self, words: ItemText, own: OwnUnits) -> bool:
        """Whether the prose under a heading without a number asks something of somebody."""
        return bool(own.units) or any(map(self._finders.paragraphs.says_who_must, words.paragraphs[1:]))

    def _to_enclosing(
        self,
        item: OutlineItem,
        words: ItemText,
        units: tuple[UnitMention, ...] | None,
        above: tuple[EnclosingItem, ...],
        *,
        has_children: bool,
    ) -> EnclosingItem:
        """What the item is to those below it."""
        folded = words.paragraphs[0].folded.strip() if words.paragraphs else ""
        is_general = any(o.is_general for o in above) or self._is_general(folded, has_children=has_children)
        step = None if item.style in NOT_STEPS else PathStep(item.label or None, item.number, words.title)
        is_silent = is_general and (
            self._finders.headings.lists_members(folded) or not any(is_sentence_like(p.text) for p in words.paragraphs)
        )
        return EnclosingItem(
            item.depth,
            step,
            units,
            is_general,
            has_prose=is_sentence_like(folded),
            time=item.label if item.style == TIME_HEAD else None,
            lead_in=words.paragraphs[-1] if words.paragraphs else item.label,
            is_article=item.style.name == ARTICLE,
            is_silent=is_silent,
            label=item.label if item.style == LABEL_LINE else None,  # it leads in to its own words
            due=words.deadline_passages if has_children else (),
        )

    def _is_general(self, folded: str, *, has_children: bool) -> bool:
        """Whether a heading of a document holds requirements, principles, objectives or members only."""
        return not self._in_cell and self._finders.headings.is_general(folded, has_children=has_children)

    def _leave_prose(self, item: OutlineItem, words: ItemText, context: Context) -> tuple[Left, StatedRoles]:
        """Leave the words of a heading that are not its title; they may state something."""
        enclosing, stated = context.enclosing[-1], context.stated
        path = context.path
        kind = LeftoverKind.LEAD_IN
        prose = words.paragraphs if enclosing.step is None else words.after(enclosing.step.title)
        left = Left()
        if enclosing.is_general:
            left = Left(((LeftoverKind.GENERAL, item.label),) if item.label else ())
            kind, prose = LeftoverKind.GENERAL, words.paragraphs
        for passage in prose:
            left |= leave_paragraph(kind, passage, context.part, path)
            stated = self._finders.statements.read(passage, stated)
        return left, stated

    def _to_draft(self, words: ItemText, own: OwnUnits, place: Place, context: Context) -> tuple[Draft, StatedRoles]:
        enclosing = context.enclosing
        draft, stated = text_to_draft(words, own, place, enclosing, self._text)
        above = [one.lead_in for one in enclosing[:-1]] + [one.label for one in enclosing[-1:]]
        return draft._replace(lead_ins=tuple(words for words in above if words is not None)), stated
