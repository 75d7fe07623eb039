"""Pictures that fill pages of a Word file, recognized with the ``ocr`` extra.

All of a document are recognized in one child, when the first is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from docx2tasks.deadline import paused_deadline
from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.word.drawings import Size, find_shapes
from docx2tasks.readers.word.names import W, find_child
from docx2tasks.readers.word.parts import Parts
from docx2tasks.source import Block, Cell, Paragraph, Passage, Span, Table
from docx2tasks.vocabulary import LeftoverKind

if TYPE_CHECKING:
    from docx2tasks.readers.layout.page import Page
    from docx2tasks.readers.word.blocks import Story

# what recognition needs is imported where a page is met that needs it
_MOST = 0.5  # share of the printable area from which a picture fills most of a page
_TWIPS = 20  # in a point
_A4 = (11_906, 16_838, 1_800, 1_440)  # twips: width, height, and the margins at the sides and the ends
_DRAWINGS = (W + "drawing", W + "pict")


@dataclass(slots=True, repr=False, eq=False)
class Scans:
    """The pictures that fill pages of a document, and their recognized text."""

    parts: Parts
    body: etree._Element
    story: str  # the name of the part of the body
    limits: Limits
    confidences: list[tuple[Span, float]] = field(default_factory=list)
    leftovers: list[tuple[LeftoverKind, Span]] = field(default_factory=list)
    _area: float = 0.0
    _pages: dict[str, Sequence[Page]] | None = None

    def fills_page(self, size: Size | None) -> bool:
        """Whether a picture of a size takes most of the smallest page; one of unknown size may."""
        if size is None:
            return True
        if not self._area:
            self._area = min(map(_printable, self.body.iter(W + "sectPr")), default=_printable(None))
        return size[0] * size[1] >= _MOST * self._area

    def read(self, name: str) -> Sequence[Page]:
        """The pages recognized in the picture of a part; none without the extra, or where no words are found."""
        if self._pages is None:
            from docx2tasks.readers.scan import has_recognizer  # noqa: PLC0415

            self._pages = self._recognize() if has_recognizer() else {}
        return self._pages.get(name, ())

    def _recognize(self) -> dict[str, Sequence[Page]]:
        from docx2tasks.isolate import iterate_isolated  # noqa: PLC0415

        data = dict(self._load())
        if not data:
            return {}
        with paused_deadline():
            found = list(iterate_isolated(_read_pictures, self.limits, list(data.values()), self.limits))
        return {name: pages for name, pages in zip(data, found, strict=True) if any(page.has_words for page in pages)}

    def _load(self) -> Iterator[tuple[str, bytes]]:
        """The pictures that fill pages, each once, as many as are read together."""
        package = self.parts.package
        for name in [*dict.fromkeys(self._find_names())][: self.limits.scanned_pages]:
            if package.room < self.limits.inflated_total // 2:  # the rest is for the words of the document
                return
            try:
                data = package.part(name)
            except (FormatError, LimitError):
                continue
            if data:
                yield name, data

    def _find_names(self) -> Iterator[str]:
        for drawing in self.body.iter(*_DRAWINGS):
            for shape in find_shapes(drawing):
                if shape.kind == "picture" and self.fills_page(shape.size):
                    name = self.parts.target(self.story, shape.target)
                    if name is not None:
                        yield name

    def add(self, pages: Iterable[Page], story: Story, blocks: list[Block]) -> None:
        """Add the words of recognized pages to the text where the story is."""
        from docx2tasks.readers.layout.blocks import pages_to_source  # noqa: PLC0415

        source = pages_to_source(pages, "docx", self.limits)
        at = story.binding.begin_pages()
        story.binding.builder.add(source.text)
        story.binding.gap = "\n"
        blocks += [_move(block, at) for block in source.blocks]
        self.leftovers += [(kind, (start + at, end + at)) for kind, (start, end) in source.leftovers]
        self.confidences += [((start + at, end + at), sure) for (start, end), sure in source.confidences or ()]


def _read_pictures(pictures: Sequence[bytes], limits: Limits) -> Iterator[Sequence[Page]]:
    """The pages of each picture; none of one that cannot be decoded."""
    from docx2tasks.isolate import allow_more  # noqa: PLC0415
    from docx2tasks.readers.scan import recognize_pages  # noqa: PLC0415
    from docx2tasks.readers.scan.images import load_pictures  # noqa: PLC0415

    for data in pictures:
        pages: list[Page] = []
        try:
            for picture in load_pictures(data, limits):
                allow_more(limits.scan_seconds, limits.scan_memory)
                pages += recognize_pages([picture.image], [picture.size])
        except (FormatError, LimitError):
            pages = []
        yield pages


def _printable(section: etree._Element | None) -> float:
    """The area of a section's pages within their margins, in square points."""
    size, margin = find_child(section, W + "pgSz"), find_child(section, W + "pgMar")
    width, height = _twips(size, "w", _A4[0]), _twips(size, "h", _A4[1])
    across = _twips(margin, "left", _A4[2]) + _twips(margin, "right", _A4[2])
    down = _twips(margin, "top", _A4[3]) + _twips(margin, "bottom", _A4[3])
    area = (width - across) * (height - down) if width > across and height > down else width * height
    return area / _TWIPS**2


def _twips(element: etree._Element | None, name: str, otherwise: int) -> int:
    value = "" if element is None else element.get(W + name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise


def _move(block: Block, by: int) -> Block:
    """A block whose text was put ``by`` characters further."""
    if isinstance(block, Paragraph):
        spans = tuple((start + by, end + by) for start, end in block.passage.spans)
        return block._replace(passage=Passage(block.passage.text, spans))
    rows = tuple(tuple(_move_cell(cell, by) for cell in row) for row in block.rows)
    caption = _move(block.caption, by) if block.caption is not None else None
    return Table(rows, block.columns, block.header_rows, block.ragged, caption, block.aside)  # type: ignore[arg-type]


def _move_cell(cell: Cell, by: int) -> Cell:
    return Cell(cell.row, cell.column, cell.rowspan, cell.colspan, tuple(_move(block, by) for block in cell.blocks))
