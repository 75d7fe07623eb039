"""Paragraphs and tables of one story of Word: the body, a header, a note (ECMA-376-1, 17.3, 17.4).

A :class:`Story` walks a tree once, adds words to the canonical text as it meets them, and gives
blocks.  Stories of one document share a :class:`Binding`: the text, the styles, the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lxml import etree

from docx2tasks.deadline import check_deadline
from docx2tasks.errors import LimitError
from docx2tasks.readers.grid import RawRow, cells_to_table
from docx2tasks.readers.word.binding import Binding, too_long
from docx2tasks.readers.word.drawings import Shape
from docx2tasks.readers.word.names import MC, M, R, W, alternate_to_lost, pick_branch, tag_to_name
from docx2tasks.readers.word.numbering import Counters, Label
from docx2tasks.readers.word.properties import (
    ONE_PLACE,
    PLAIN_PARAGRAPH,
    Properties,
    Spans,
    element_to_spans,
    is_contents_control,
    look_to_style,
    paragraph_to_properties,
)
from docx2tasks.readers.word.rows import RowReader
from docx2tasks.readers.word.runs import RunReader, fields_are_closed
from docx2tasks.readers.word.shapes import is_own, read_shapes
from docx2tasks.source import Block, Paragraph
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_NO_LIST = (None, "", "0")
_PARAGRAPH = W + "p"


@dataclass(slots=True, repr=False, eq=False)
class _Held:
    """Words that the next paragraph takes up."""

    pieces: list[str] = field(default_factory=list)
    has_words: bool = False
    bold: bool = True
    properties: Properties | None = None  # those of the first paragraph, where it keeps its look
    shapes: list[Shape] = field(default_factory=list)


@dataclass(slots=True, repr=False, eq=False)
class Story:
    """One story being read; ``aside`` names what its paragraphs are if they are not the body."""

    binding: Binding
    runs: RunReader
    counters: Counters
    _box_counters: Counters
    _plain: Properties  # of a paragraph that says nothing of itself
    part: str
    aside: LeftoverKind | None = None
    _contents: int = 0  # open content controls that hold a contents list
    _tables: int = 0
    spans: Spans = ONE_PLACE  # of the cell being read
    _held: _Held | None = None
    _later: list[Shape] = field(default_factory=list)  # drawn over a table that is being read

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The paragraphs and tables in ``parent``, in order; blank paragraphs are left out."""
        blocks: list[Block] = []
        self._walk(parent, blocks)
        if self._held is not None:
            self._release(blocks)
        return blocks

    def _walk(self, parent: etree._Element, blocks: list[Block]) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, blocks)
            else:
                act = _BLOCK_ACTIONS.get(tag, Story._walk)
                if act is not None:
                    act(self, child, blocks)

    def _control(self, element: etree._Element, blocks: list[Block]) -> None:
        """``w:sdt``: its content; the gallery it comes from may say that it is a contents list."""
        is_contents = is_contents_control(element)
        self._contents += is_contents
        self._walk(element, blocks)
        self._contents -= is_contents

    def _alternate(self, element: etree._Element, blocks: list[Block]) -> None:
        branch = pick_branch(element)
        if branch is not None:
            self._walk(branch, blocks)
        elif lost := alternate_to_lost(element):
            self.runs.hidden.append(lost)

    def _section(self, element: etree._Element, _blocks: list[Block]) -> None:
        self.binding.sections.append(element)

    def _chunk(self, _element: etree._Element, _blocks: list[Block]) -> None:
        self.binding.lose(DiagnosticCode.EMBEDDED_DOCUMENT, is_grave=True)

    def _loose_words(self, element: etree._Element, blocks: list[Block]) -> None:
        """Words outside of any paragraph."""
        self.say((element.text or "").strip(), blocks)

    def _paragraph(self, paragraph: etree._Element, blocks: list[Block]) -> None:
        if not len(paragraph) and self._says_nothing:
            return
        check_deadline()
        runs = self.runs
        properties = paragraph_to_properties(paragraph, self.binding.styles, self._plain)
        if properties.section is not None:
            self.binding.sections.append(properties.section)
        look = properties.look
        runs.begin(bold=look.bold is True, hidden=look.hidden is True)
        contents, hidden = bool(runs.fields) and runs.in_contents, runs.hidden_chars
        runs.read(paragraph)
        pieces, shapes = runs.pieces, runs.shapes
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if self._held is not None or properties.joins or properties.run_in or runs.hidden_chars > hidden:
            self._join(text, properties, blocks, was_hidden=runs.hidden_chars > hidden)
            return
        if runs.fields and not contents:
            contents = runs.in_contents
        self._emit(text, properties, blocks, bold=runs.bold, contents=contents)
        if shapes:
            self._read_shapes(shapes, text, blocks)

    @property
    def _says_nothing(self) -> bool:
        """Whether an element without anything in it is a blank line: no number, no words held for it."""
        return self._held is None and self._plain.look.number is None

    def _join(self, text: str, properties: Properties, blocks: list[Block], *, was_hidden: bool) -> None:
        """A paragraph that takes up words held before it, or whose words are held for the next."""
        held, self._held = self._held or _Held(), None
        held.pieces.append(text)
        held.bold = held.bold and self.runs.bold
        held.shapes.extend(self.runs.shapes)
        has_words = held.has_words = held.has_words or text != ""
        if properties.joins or properties.run_in or (was_hidden and not has_words):
            if properties.run_in and has_words and held.properties is None:
                held.properties = properties
            self._held = held
        else:
            self._emit_held(held, held.properties or properties, blocks)

    def _emit_held(self, held: _Held, properties: Properties, blocks: list[Block]) -> None:
        contents = self.runs.in_contents
        text = "".join(held.pieces)
        self._emit(text, properties, blocks, bold=held.bold, contents=contents)
        self._read_shapes(held.shapes, text, blocks)

    def _read_shapes(self, shapes: Sequence[Shape], text: str, blocks: list[Block]) -> None:
        """What is drawn, after the paragraph that anchors it; over the words of a cell, after its table."""
        if self._tables and text and self.aside is None:
            self._later += [shape for shape in shapes if not is_own(shape)]
            shapes = [shape for shape in shapes if is_own(shape)]
        if shapes:
            read_shapes(self, shapes, blocks, is_over=bool(text))

    def read_box(self, box: etree._Element, aside: LeftoverKind | None) -> list[Block]:
        """The blocks of a text box; its lists are counted apart."""
        blocks: list[Block] = []
        outer, self.aside = self.aside, aside
        self.counters, self._box_counters = self._box_counters, self.counters
        blocks += self.blocks(box)
        self.counters, self._box_counters = self._box_counters, self.counters
        self.aside = outer
        return blocks

    def begin_pages(self) -> int:
        """Part recognized pages from the text so far; where they begin."""
        if self.binding.gap:
            self.binding.builder.part(self.binding.gap)
        return self.binding.builder.length

    def say(self, words: str, blocks: list[Block], aside: LeftoverKind | None = None) -> None:
        """Add a paragraph of words that are no paragraph of the file, unless they are blank."""
        outer, self.aside = self.aside, self.aside or aside
        self.runs.begin(bold=False, hidden=False)
        self._emit(words, PLAIN_PARAGRAPH, blocks, bold=False, contents=False)
        self.aside = outer

    def _release(self, blocks: list[Block]) -> None:
        """Emit words held for a next paragraph that does not come."""
        held, self._held = self._held, None
        if held is not None and held.has_words:
            self._emit_held(held, held.properties or self._plain, blocks)
        elif held is not None:
            self._read_shapes(held.shapes, "", blocks)

    def _emit(self, text: str, properties: Properties, blocks: list[Block], *, bold: bool, contents: bool) -> None:
        """Add a paragraph with its label to the text and to ``blocks``, unless it is blank."""
        binding, look = self.binding, properties.look
        text = text.strip("\n")
        # Word prints no number before a section break that stands alone, nor counts it.
        label = None
        if (look.number is not None or properties.number is not None) and (text or properties.section is None):
            label = self._label(properties)
        words = label.text + text if label else text
        if not words or words.isspace():
            words = text = ""
        else:
            builder = binding.builder
            if binding.gap:
                builder.part(binding.gap)
            binding.gap = "\n"
            passage = builder.add(words)
            binding.words = words
            if builder.length > binding.limits.text_chars:
                raise too_long(binding.limits)
            aside = self.aside or (LeftoverKind.CONTENTS if contents or self._contents or look.contents else None)
            style = look_to_style(look, bold=bold and text != "")
            if label:
                counted = len(label.text), label.bullet, label.level
                blocks.append(Paragraph(passage, *counted, style, aside, number=label.number))
            else:
                blocks.append(Paragraph(passage, 0, False, None, style, aside))  # noqa: FBT003
        if self.runs.page_starts or self.runs.page_ends:
            self._mark_pages(binding.builder.length - len(words), len(words) - len(text))

    def _label(self, properties: Properties) -> Label | None:
        look = properties.look
        number = look.number if properties.number is None else properties.number
        if number in _NO_LIST or number is None:
            return None
        level = self.binding.lists.place(number, properties.level, look.chain, look.level)
        return self.counters.advance(number, level)

    def _mark_pages(self, start: int, label: int) -> None:
        """Pages that begin in a paragraph; one that begins with its words begins with its label."""
        runs, binding = self.runs, self.binding
        for marks, pages in ((runs.page_starts, binding.page_starts), (runs.page_ends, binding.page_ends)):
            pages.extend(start + label + at if at else start for at in runs.offsets(marks))

    def _table(self, element: etree._Element, blocks: list[Block]) -> None:
        self._release(blocks)
        self._tables += 1
        if self._tables > self.binding.limits.table_depth:
            raise LimitError(
                "too-deep",
                f"tables are nested deeper than {self.binding.limits.table_depth}",
                "open the file in Word or WPS and take tables out of tables",
            )
        rows: list[RawRow] = []
        RowReader(self).read(element, rows)
        self._tables -= 1
        table = cells_to_table(rows, self.binding.limits, aside=self.aside)
        if any(table.rows):
            blocks.append(table)
        if self._later and not self._tables:
            later, self._later = self._later, []
            read_shapes(self, later, blocks, is_over=True)

    def read_cell(self, cell: etree._Element, blocks: list[Block]) -> None:
        """Everything in a cell."""
        self._walk(cell, blocks)
        if self._held is not None:
            self._release(blocks)

    def read_stray(self, paragraph: etree._Element, blocks: list[Block]) -> None:
        """A paragraph where a row or a cell belongs."""
        self._paragraph(paragraph, blocks)
        self._release(blocks)

    def _cell_properties(self, element: etree._Element, _blocks: list[Block]) -> None:
        self.spans = element_to_spans(element)

    def next_line(self) -> None:
        """Part a row from the text so far."""
        if self.binding.gap:
            self.binding.builder.part("\n")
            self.binding.gap = ""

    # What is done with each element; None: nothing, not even with what is in it.
    actions: ClassVar[dict[Any, Callable[[Story, etree._Element, list[Block]], None] | None]] = {
        W + "tbl": _table,
        W + "sdt": _control,
        W + "tcPr": _cell_properties,
        W + "sectPr": _section,
        W + "altChunk": _chunk,
        W + "subDoc": _chunk,
        W + "t": _loose_words,
        M + "oMathPara": _paragraph,
        M + "oMath": _paragraph,
        W + "r": _paragraph,
        MC + "AlternateContent": _alternate,
        **dict.fromkeys((W + n for n in ("sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom")), None),
        **dict.fromkeys((W + n for n in ("bookmarkStart", "bookmarkEnd", "proofErr")), None),
    }


_BLOCK_ACTIONS = Story.actions


def new_story(binding: Binding, root: etree._Element, part: str, aside: LeftoverKind | None = None) -> Story:
    """A story of the document, with counters of its own; ``root`` is the tree it will read, ``part`` its name."""
    watchful = binding.watchful or aside is not None  # only the body was searched for hidden text
    runs = RunReader(binding.styles, watchful, fields_are_closed(root), binding.notes, binding.ranges)
    binding.readers.append(runs)
    counters, box_counters = (Counters(binding.lists, binding.unknown) for _ in range(2))
    return Story(binding, runs, counters, box_counters, Properties(binding.styles.look(None)), part, aside)


def section_references(section: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Kind (``header`` or ``footer``), type (``default``, ``first``, ``even``) and relationship id."""
    for child in section:
        name = tag_to_name(child)
        if name in ("headerReference", "footerReference"):
            yield name.removesuffix("Reference"), child.get(W + "type", "default"), child.get(R + "id", "")
