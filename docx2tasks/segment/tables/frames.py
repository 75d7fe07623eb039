"""Tables that only frame text: borders, one section per row, a task table inside a cell.

They are read as what is in them, in order with the text around them.  A column of measures under a heading of its
own (``工作任务``) is a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx2tasks.rules import Rules
from docx2tasks.segment.tables.headers import HeaderWords
from docx2tasks.source import Block, Cell, Table


class FrameOpener:
    """Removes frames around content."""

    def __init__(self, rules: Rules) -> None:
        self._words = rules.once(HeaderWords)

    def open(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with those in frames, and in frames in frames, in place of the frames."""
        if not any(isinstance(block, Table) and self.is_frame(block) for block in blocks):
            return blocks
        return tuple(self._opened(blocks))

    def is_frame(self, table: Table) -> bool:
        """Whether no row of a table has two cells with words, and no heading names a column of measures."""
        if table.aside is not None:
            return False
        first: Cell | None = None
        for row in table.rows:
            filled = [cell for cell in row if not cell.is_blank]
            if len(filled) > 1:
                return False
            first = first or next(iter(filled), None)
        return first is not None and not (len(table.rows) > 1 and self._is_heading(first))

    def _is_heading(self, cell: Cell) -> bool:
        return not any(isinstance(block, Table) for block in cell.blocks) and self._words.names_measures(cell)

    def _opened(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            if not isinstance(block, Table) or not self.is_frame(block):
                yield block
                continue
            if block.caption is not None:
                yield block.caption
            for row in block.rows:
                for cell in row:
                    yield from self._opened(cell.blocks)
