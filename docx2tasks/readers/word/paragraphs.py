"""Paragraphs with their list labels → the canonical text (ECMA-376-1, 17.3.1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from docx2tasks.readers.word.binding import Binding, too_long
from docx2tasks.readers.word.drawings import Shape
from docx2tasks.readers.word.numbering import Counters, Label
from docx2tasks.readers.word.properties import Properties, look_to_style
from docx2tasks.readers.word.runs import RunReader
from docx2tasks.source import Block, Paragraph
from docx2tasks.vocabulary import LeftoverKind

_NO_LIST = (None, "", "0")


@dataclass(slots=True, repr=False, eq=False)
class HeldWords:
    """Words that the next paragraph takes up."""

    pieces: list[str] = field(default_factory=list)
    has_words: bool = False
    bold: bool = True
    properties: Properties | None = None  # those of the first paragraph, where it keeps its look
    shapes: list[Shape] = field(default_factory=list)

    def take_up(self, text: str, runs: RunReader) -> None:
        """Add the paragraph that was read last."""
        self.pieces.append(text)
        self.bold = self.bold and runs.bold
        self.shapes.extend(runs.shapes)
        self.has_words = self.has_words or text != ""


@dataclass(slots=True, repr=False, eq=False)
class ParagraphWriter:
    """Adds the paragraphs of a story to the text; ``aside`` is their kind if they are not the body."""

    binding: Binding
    runs: RunReader
    counters: Counters
    _box_counters: Counters
    aside: LeftoverKind | None = None
    contents: int = 0  # open content controls that hold a contents list

    def write(self, text: str, properties: Properties, blocks: list[Block], *, bold: bool, contents: bool) -> None:
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
            aside = self.aside or (LeftoverKind.CONTENTS if contents or self.contents or look.contents else None)
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

    @contextmanager
    def set_aside(self, aside: LeftoverKind | None) -> Iterator[None]:
        """Write everything inside the block as ``aside``."""
        outer, self.aside = self.aside, aside
        yield
        self.aside = outer

    @contextmanager
    def in_box(self, aside: LeftoverKind | None) -> Iterator[None]:
        """Write everything inside the block into a text box, whose lists are counted separately."""
        self.counters, self._box_counters = self._box_counters, self.counters
        with self.set_aside(aside):
            yield
        self.counters, self._box_counters = self._box_counters, self.counters
