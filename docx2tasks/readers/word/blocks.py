"""Paragraphs and tables of a story: body, header, note (ECMA-376-1, 17.3, 17.4).

A :class:`Story` walks a tree once and gives blocks, whose words :mod:`docx2tasks.readers.word.paragraphs` adds to the
canonical text.  Stories of one document share a :class:`Binding`: the text, the styles, the lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from docx2tasks.deadline import check_deadline
from docx2tasks.readers.word.binding import Binding
from docx2tasks.readers.word.drawings import Shape
from docx2tasks.readers.word.names import MC, M, R, W, alternate_to_lost, pick_branch, tag_to_name
from docx2tasks.readers.word.numbering import Counters
from docx2tasks.readers.word.paragraphs import HeldWords, ParagraphWriter
from docx2tasks.readers.word.properties import (
    ONE_PLACE,
    PLAIN_PARAGRAPH,
    Properties,
    Spans,
    element_to_spans,
    is_contents_control,
    paragraph_to_properties,
)
from docx2tasks.readers.word.rows import read_table
from docx2tasks.readers.word.runs import RunReader, fields_are_closed
from docx2tasks.readers.word.shapes import is_own, read_shapes
from docx2tasks.source import Block
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_PARAGRAPH = W + "p"


@dataclass(slots=True, repr=False, eq=False)
class Story:
    """One story being read, called ``part`` in the package."""

    binding: Binding
    runs: RunReader
    writer: ParagraphWriter
    part: str
    _plain: Properties  # of a paragraph that says nothing of itself
    table_depth: int = 0  # tables around what is being read
    spans: Spans = ONE_PLACE  # of the cell being read
    _held: HeldWords | None = None
    _later: list[Shape] = field(default_factory=list)  # drawn over a table that is being read

    @property
    def aside(self) -> LeftoverKind | None:
        """The kind of the paragraphs, if they are not the body."""
        return self.writer.aside

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The paragraphs and tables in ``parent``, in order; blank paragraphs are left out."""
        blocks: list[Block] = []
        self.walk(parent, blocks)
        self.release(blocks)
        return blocks

    def walk(self, parent: etree._Element, blocks: list[Block]) -> None:
        """Add the paragraphs and tables in ``parent``; unknown elements are read through."""
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self.read_paragraph(child, blocks)
            else:
                act = _ACTIONS.get(tag, Story.walk)
                if act is not None:
                    act(self, child, blocks)

    def read_paragraph(self, paragraph: etree._Element, blocks: list[Block]) -> None:
        """Add a paragraph, or keep its text for the next; then its drawings."""
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
        self.writer.write(text, properties, blocks, bold=runs.bold, contents=contents)
        if shapes:
            self._read_shapes(shapes, text, blocks)

    @property
    def _says_nothing(self) -> bool:
        """Whether an element without anything in it is a blank line: no number, no words held for it."""
        return self._held is None and self._plain.look.number is None

    def _join(self, text: str, properties: Properties, blocks: list[Block], *, was_hidden: bool) -> None:
        """A paragraph that takes up words held before it, or whose words are held for the next."""
        held, self._held = self._held or HeldWords(), None
        held.take_up(text, self.runs)
        if properties.joins or properties.run_in or (was_hidden and not held.has_words):
            if properties.run_in and held.has_words and held.properties is None:
                held.properties = properties
            self._held = held
        else:
            self._write_held(held, held.properties or properties, blocks)

    def _write_held(self, held: HeldWords, properties: Properties, blocks: list[Block]) -> None:
        contents = self.runs.in_contents
        text = "".join(held.pieces)
        self.writer.write(text, properties, blocks, bold=held.bold, contents=contents)
        self._read_shapes(held.shapes, text, blocks)

    def release(self, blocks: list[Block]) -> None:
        """Add text kept for a next paragraph that does not come."""
        held, self._held = self._held, None
        if held is not None and held.has_words:
            self._write_held(held, held.properties or self._plain, blocks)
        elif held is not None:
            self._read_shapes(held.shapes, "", blocks)

    def _read_shapes(self, shapes: Sequence[Shape], text: str, blocks: list[Block]) -> None:
        """What is drawn, after the paragraph that anchors it; over the words of a cell, after its table."""
        if self.table_depth and text and self.aside is None:
            self._later += [shape for shape in shapes if not is_own(shape)]
            shapes = [shape for shape in shapes if is_own(shape)]
        if shapes:
            read_shapes(self, shapes, blocks, is_over=bool(text))

    def read_later(self, blocks: list[Block]) -> None:
        """Read drawings over a table's text, after all tables."""
        if self._later and not self.table_depth:
            later, self._later = self._later, []
            read_shapes(self, later, blocks, is_over=True)

    def read_box(self, box: etree._Element, aside: LeftoverKind | None) -> list[Block]:
        """The blocks of a text box; its lists are counted apart."""
        with self.writer.in_box(aside):
            return self.blocks(box)

    def say(self, words: str, blocks: list[Block], aside: LeftoverKind | None = None) -> None:
        """Add a paragraph of text that is not a paragraph in the file, unless it is blank."""
        self.runs.begin(bold=False, hidden=False)
        with self.writer.set_aside(self.aside or aside):
            self.writer.write(words, PLAIN_PARAGRAPH, blocks, bold=False, contents=False)


# What is done with each element of a story ------------------------------------------------------


def _read_control(story: Story, element: etree._Element, blocks: list[Block]) -> None:
    """``w:sdt``: its content; the gallery it comes from may say that it is a contents list."""
    is_contents = is_contents_control(element)
    story.writer.contents += is_contents
    story.walk(element, blocks)
    story.writer.contents -= is_contents


def _read_alternate(story: Story, element: etree._Element, blocks: list[Block]) -> None:
    branch = pick_branch(element)
    if branch is not None:
        story.walk(branch, blocks)
    elif lost := alternate_to_lost(element):
        story.runs.hidden.append(lost)


def _note_section(story: Story, element: etree._Element, _blocks: list[Block]) -> None:
    story.binding.sections.append(element)


def _note_chunk(story: Story, _element: etree._Element, _blocks: list[Block]) -> None:
    story.binding.lose(DiagnosticCode.EMBEDDED_DOCUMENT, is_grave=True)


def _note_spans(story: Story, element: etree._Element, _blocks: list[Block]) -> None:
    story.spans = element_to_spans(element)


def _read_loose_words(story: Story, element: etree._Element, blocks: list[Block]) -> None:
    """Words outside of any paragraph."""
    story.say((element.text or "").strip(), blocks)


# None: nothing is done, not even with what is in the element.
_ACTIONS: dict[Any, Callable[[Story, etree._Element, list[Block]], None] | None] = {
    W + "tbl": read_table,
    W + "sdt": _read_control,
    W + "tcPr": _note_spans,
    W + "sectPr": _note_section,
    W + "altChunk": _note_chunk,
    W + "subDoc": _note_chunk,
    W + "t": _read_loose_words,
    M + "oMathPara": Story.read_paragraph,
    M + "oMath": Story.read_paragraph,
    W + "r": Story.read_paragraph,
    MC + "AlternateContent": _read_alternate,
    **dict.fromkeys((W + n for n in ("sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom")), None),
    **dict.fromkeys((W + n for n in ("bookmarkStart", "bookmarkEnd", "proofErr")), None),
}


def new_story(binding: Binding, root: etree._Element, part: str, aside: LeftoverKind | None = None) -> Story:
    """A story of the document, with counters of its own; ``root`` is the tree it will read, ``part`` its name."""
    watchful = binding.watchful or aside is not None  # only the body was searched for hidden text
    runs = RunReader(binding.styles, watchful, fields_are_closed(root), binding.notes, binding.ranges)
    binding.readers.append(runs)
    counters, box_counters = (Counters(binding.lists, binding.unknown) for _ in range(2))
    writer = ParagraphWriter(binding, runs, counters, box_counters, aside)
    return Story(binding, runs, writer, part, Properties(binding.styles.look(None)))


def section_references(section: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Kind (``header`` or ``footer``), type (``default``, ``first``, ``even``) and relationship id."""
    for child in section:
        name = tag_to_name(child)
        if name in ("headerReference", "footerReference"):
            yield name.removesuffix("Reference"), child.get(W + "type", "default"), child.get(R + "id", "")
