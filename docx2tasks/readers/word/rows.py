"""The rows of a table, through any wrappers (ECMA-376-1, 17.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.readers.grid import NONE, RawCell, RawRow, cells_to_table
from docx2tasks.readers.word.names import MC, W, alternate_to_lost, pick_branch
from docx2tasks.readers.word.properties import ONE_PLACE, element_to_row_properties, find_cells
from docx2tasks.source import Block

if TYPE_CHECKING:
    from docx2tasks.readers.word.blocks import Story

_PARAGRAPH, _ROW = W + "p", W + "tr"
_NO_ROWS = frozenset((W + "tblPr", W + "tblGrid", W + "sdtPr", W + "sdtEndPr", W + "del", W + "moveFrom"))


@dataclass(slots=True, repr=False, eq=False)
class RowReader:
    """Reads the rows of one table of a story, whose words go into the story's text."""

    story: Story

    def read(self, parent: etree._Element, rows: list[RawRow]) -> None:
        """Read the rows, through whatever is wrapped around them."""
        for child in parent:
            tag = child.tag
            if tag == _ROW:
                self._row(child, rows)
            elif tag == MC + "AlternateContent":
                branch = pick_branch(child)
                if branch is not None:
                    self.read(branch, rows)
                elif words := alternate_to_lost(child):
                    self.story.runs.hidden.append(words)
            elif tag == _PARAGRAPH:  # where none may be
                self.story.binding.begin_row()
                rows.append(RawRow([RawCell(self._stray(child))]))
            elif tag not in _NO_ROWS:
                self.read(child, rows)

    def _row(self, row: etree._Element, rows: list[RawRow]) -> None:
        """Read one row, unless it is deleted or hidden."""
        elements, element = find_cells(row, self.story.runs.hidden)
        properties = element_to_row_properties(element)
        if properties.is_hidden:
            self.story.runs.hidden.extend(("\n", *row.itertext(W + "t")))
        if properties.is_deleted or properties.is_hidden:
            return
        self.story.binding.begin_row()
        cells: list[RawCell] = []
        binding, builder = self.story.binding, self.story.binding.builder
        begun, starts = builder.length, binding.page_starts
        known = len(starts)
        longest: list[int] = []
        for element in elements:
            if cells:
                builder.part("\t")
                binding.gap = ""
            self._cell(element, cells, 0 if cells else properties.skip)
            if starts and len(starts) > known:  # a page break through a row is noted in each cell: it counts once
                longest = max(longest, starts[known:], key=len)
                del starts[known:]
        starts.extend(longest)
        if builder.length > begun:
            binding.gap = "\n"
        rows.append(RawRow(cells, properties.is_header))

    def _cell(self, cell: etree._Element, cells: list[RawCell], skip: int) -> None:
        """Read a cell; one that goes on the cell to the left (``w:hMerge``) is added to that."""
        story = self.story
        outer, story.spans = story.spans, ONE_PLACE
        if cell.tag == _PARAGRAPH:  # where none may be
            cells.append(RawCell(self._stray(cell), 1, 1, NONE, skip))
            return
        blocks = story.blocks(cell)
        spans, story.spans = story.spans, outer
        if spans is ONE_PLACE:
            cells.append(RawCell(blocks, 1, 1, NONE, skip))
            return
        colspan, merge, is_rest = spans
        if is_rest and cells and isinstance(cells[-1].blocks, list):
            cells[-1].blocks.extend(blocks)
            cells[-1] = cells[-1]._replace(colspan=cells[-1].colspan + colspan)
        else:
            cells.append(RawCell(blocks, colspan, 1, merge, skip))

    def _stray(self, paragraph: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        self.story.read_paragraph(paragraph, blocks)
        self.story.release(blocks)
        return blocks


def read_table(story: Story, element: etree._Element, blocks: list[Block]) -> None:
    """Add a table to ``blocks``, then drawings over it.  Raises ``too-deep``."""
    story.release(blocks)
    story.table_depth += 1
    limits = story.binding.limits
    if story.table_depth > limits.table_depth:
        raise LimitError(
            "too-deep",
            f"tables are nested deeper than {limits.table_depth}",
            "open the file in Word or WPS and move nested tables out",
        )
    rows: list[RawRow] = []
    RowReader(story).read(element, rows)
    story.table_depth -= 1
    table = cells_to_table(rows, limits, aside=story.aside)
    if any(table.rows):
        blocks.append(table)
    story.read_later(blocks)
