"""Lists in which each task is a card of labelled lines, as others have rows.

    工作任务：完成厂房建设。
    责任单位：市发展改革委
    完成时限：2024年6月

    工作任务：完成道路建设。
    …

The labels are the headings of a table, each card is a row of it.  Below numbered items such lines are clauses of
the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, MarkFinder
from docx2tasks.segment.tables.headers import HeaderWords
from docx2tasks.source import Block, Cell, Paragraph, Passage, Source, Span, Table
from docx2tasks.vocabulary import LeftoverKind

_LABEL = re.compile(r"[【\[](?P<framed>[^】\]:]{2,12})[】\]]\s*:?\s*|(?P<plain>[^\s:,;。()（）【】\[\]]{2,12})[ ]?:\s*")
_PART = re.compile(r"(?:^|(?<=[;。,\s])|(?=[【\[]))\s*")  # where one may begin
_RULED = re.compile(r"[\W_]+")  # a line of signs between cards
_MEASURE = frozenset({"detail", "content", "name"})
_ASKED = frozenset({"unit", "deadline"})
_LONG = frozenset({"detail", "content"})  # may go on on further lines
_FIELDS = 3  # lines of a card that stands alone
_HEAD = 4  # lines above the only card: a title, a number, a salutation
_BAND = 30  # characters of a line above a card: 任务一


class _Field(NamedTuple):
    """A label with its words, and what it means; ``above`` is a heading of the card that it begins."""

    kind: str
    label: Passage
    signs: tuple[Span, ...]  # the label with its signs, and a line of signs below
    words: tuple[Passage, ...]
    above: Passage | None = None


_Card = tuple[_Field, ...]


class CardFinder:
    """Finds lists of cards and lays them out as tables."""

    def __init__(self, rules: Rules) -> None:
        self._words = rules.once(HeaderWords)
        self._marks = rules.once(MarkFinder)

    def lay_out(self, source: Source) -> Source:
        """The source with its cards as one table; as it is if it has none, or several lists of them."""
        lines = [self._to_fields(block) for block in source.blocks]
        found = [number for number, fields in enumerate(lines) if any(field.kind for field in fields)]
        if sum(bool(field.kind) for fields in lines for field in fields) < _FIELDS:
            return source
        first = found[0]
        last = _find_end(source.blocks, lines, first)
        if found[-1] >= last or not self._is_free(source.blocks, first):
            return source
        cards = _fields_to_cards([*_with_more(source.blocks, lines, first, last)])
        if not _are_cards(cards) or (len(cards) == 1 and first > _HEAD):
            return source
        above = _find_heading(cards, source.blocks[first - 1]) if first > 1 else None
        if above is not None:
            first -= 1
            cards[0] = (cards[0][0]._replace(above=above), *cards[0][1:])
        signs = [(LeftoverKind.TABLE_HEADER, span) for card in cards for field in card for span in field.signs]
        blocks = (*source.blocks[:first], _cards_to_table(cards), *source.blocks[last:])
        return source._replace(blocks=blocks, leftovers=(*source.leftovers, *signs))

    def _to_fields(self, block: Block) -> list[_Field]:
        """The labelled parts of a line that begins with a label; its ``kind`` is empty where it heads no column."""
        if not isinstance(block, Paragraph) or block.aside is not None or block.label:
            return []
        text = block.passage.folded
        if ":" not in text and "【" not in text and "[" not in text:
            return []
        found = [one for place in _PART.finditer(text) if (one := self._find_label(text, place.end()))]
        if not found or text[: found[0][0]].strip():
            own = _LABEL.match(text)
            if own is None:
                return []
            found = [(own.start(), own.span("framed" if own["framed"] else "plain"), own.end())]
        ends = [*(start for start, _, _ in found[1:]), len(text)]
        return [self._to_field(block.passage, *one, end) for one, end in zip(found, ends, strict=True)]

    def _find_label(self, text: str, at: int) -> tuple[int, Span, int] | None:
        """A label that begins at a place: where it begins, its words, and where what it labels begins."""
        found = _LABEL.match(text, at)
        if found is None:
            return None
        place = found.span("framed" if found["framed"] else "plain")
        column = self._words.to_column("".join(text[slice(*place)].split()))
        return None if column is None else (found.start(), place, found.end())

    def _to_field(self, line: Passage, start: int, place: Span, end: int, last: int) -> _Field:
        label, said = line.cut(*place), line.cut(end, last)
        column = self._words.to_column("".join(label.folded.split()))
        kind = column.kind if column else ""
        size = len(said.folded.rstrip("; " if kind in _LONG else ";。 "))
        words = said.cut(0, size).strip()
        signs = (line.cut(start, end).strip(), said.cut(size).strip())
        return _Field(kind, label, tuple(span for sign in signs for span in sign.spans), (words,) if words else ())

    def _is_free(self, blocks: Sequence[Block], first: int) -> bool:
        """Whether nothing above the cards is numbered: they would be clauses of its item."""
        above = (block for block in blocks[:first] if isinstance(block, Paragraph) and block.aside is None)
        return not any(block.label or self._is_numbered(block.passage) for block in above)

    def _is_numbered(self, line: Passage) -> bool:
        first = next(self._marks.find(line), None)
        return first is not None and first.boundary == Boundary.LINE and not first.weak


def _find_end(blocks: Sequence[Block], lines: Sequence[Sequence[_Field]], first: int) -> int:
    """The block behind the last line of cards.

    A line without a label goes on with what is to be done, or is above the next card.
    """
    end, kind = first, ""
    start = lines[first][0].label.text
    for number in range(first, len(blocks)):
        block, fields = blocks[number], lines[number]
        if not isinstance(block, Paragraph) or block.aside is not None:
            break
        following = lines[number + 1] if number + 1 < len(blocks) else ()
        is_above = bool(following) and following[0].label.text == start and len(block.text) <= _BAND
        if not fields and kind not in _LONG and not is_above and not _RULED.fullmatch(block.text):
            break
        kind = fields[-1].kind if fields else kind
        end = number + 1 if any(field.kind for field in fields) else end
    return end


def _with_more(
    blocks: Sequence[Block], lines: Sequence[Sequence[_Field]], first: int, last: int
) -> Iterator[_Field]:
    """The labelled parts, each with the lines below it that have no label and are no heading of the next card."""
    held: list[_Field] = []
    above: Passage | None = None
    start = lines[first][0].label.text
    for number in range(first, last):
        block, fields = blocks[number], lines[number]
        if fields:
            yield from held
            held = [fields[0]._replace(above=above), *fields[1:]]
            above = None
        elif isinstance(block, Paragraph):
            following = lines[number + 1]
            is_above = bool(following) and following[0].label.text == start and held[-1].kind not in _LONG
            if _RULED.fullmatch(block.text):
                held[-1] = held[-1]._replace(signs=(*held[-1].signs, *block.passage.spans))
            elif is_above:
                above = block.passage
            else:
                held[-1] = held[-1]._replace(words=(*held[-1].words, block.passage))
    yield from held


def _find_heading(cards: Sequence[_Card], above: Block) -> Passage | None:
    """The heading of the first card, where each of the others has one: 任务一."""
    if not isinstance(above, Paragraph) or above.aside is not None or len(above.text) > _BAND:
        return None
    return above.passage if len(cards) > 1 and all(card[0].above for card in cards[1:]) else None


def _fields_to_cards(fields: Sequence[_Field]) -> list[_Card]:
    """A card begins with the label that the first one begins with."""
    cards: list[list[_Field]] = []
    for field in fields:
        if not cards or field.label.text == cards[0][0].label.text:
            cards.append([])
        cards[-1].append(field)
    return [tuple(card) for card in cards]


def _are_cards(cards: Sequence[_Card]) -> bool:
    """Whether each card says what is to be done, and most of them by whom or when."""
    if len(cards) == 1 and len(cards[0]) < _FIELDS:
        return False
    says_what = all(any(field.kind in _MEASURE and field.words for field in card) for card in cards)
    asked = sum(any(field.kind in _ASKED for field in card) for card in cards)
    is_once = all(len({field.label.text for field in card}) == len(card) for card in cards)
    return says_what and is_once and 2 * asked > len(cards)


def _cards_to_table(cards: Sequence[_Card]) -> Table:
    labels = list(dict.fromkeys(field.label.text for card in cards for field in card))
    first = {field.label.text: field.label for card in reversed(cards) for field in card}
    rows = [tuple(Cell(0, column, 1, 1, (Paragraph(first[label]),)) for column, label in enumerate(labels))]
    for card in cards:
        if card[0].above is not None:
            rows.append((Cell(len(rows), 0, 1, len(labels), (Paragraph(card[0].above),)),))
        words = {field.label.text: field.words for field in card}
        cells = (
            Cell(len(rows), column, 1, 1, tuple(Paragraph(line) for line in words.get(label, ())))
            for column, label in enumerate(labels)
        )
        rows.append(tuple(cells))
    return Table(tuple(rows), len(labels), header_rows=1, is_apart=True)
