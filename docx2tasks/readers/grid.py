"""Cells with spans become the rows of a :class:`~docx2tasks.source.Table`.

One small input serves all formats.  A reader hands over its rows as they stand in the file::

    RawRow((RawCell(blocks, colspan=2), RawCell(blocks)), header=True)

* HTML: give ``colspan`` and ``rowspan`` (``rowspan=0`` means "to the end of its row group") and
  number the row groups (``thead``, each ``tbody``, ``tfoot``) in ``RawRow.group``: a span ends
  with its group.  Cells move to the first free column, as in the table model of the HTML standard.
* Word: give ``gridSpan`` as ``colspan``, ``gridBefore`` as ``skip`` and ``vMerge`` as ``merge``
  (``RESTART`` or ``CONTINUE``).  A continued cell joins the cell above that begins in the same
  column; one without such a cell above stands for itself (ECMA-376 17.4.84).
* Sheets and PDF pages: give whichever of the two ways they know.

Nothing is laid out cell by cell: work and memory grow with the cells in the file and the spans
that cross a row, never with the size a span claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.source import Block, Cell, Paragraph, Table
from docx2tasks.vocabulary import LeftoverKind

_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)


class Merge(Enum):
    """How a cell is merged with the cell above (``w:vMerge``)."""

    NONE = 0
    RESTART = 1  # the first of cells merged downwards
    CONTINUE = 2  # part of the cell above


NONE, RESTART, CONTINUE = Merge.NONE, Merge.RESTART, Merge.CONTINUE


class RawCell(NamedTuple):
    """A cell as the file has it; see the module's text for which format fills what."""

    blocks: Sequence[Block] = ()
    colspan: int = 1
    rowspan: int = 1
    merge: Merge = NONE
    skip: int = 0  # columns left empty before the cell


class RawRow(NamedTuple):
    """A row as the file has it."""

    cells: Sequence[RawCell] = ()
    header: bool = False
    group: int = 0


def attribute_to_count(value: str | None, default: int = 1) -> int:
    """A span or count written in an attribute, or the default where it is none.

    Only one to nine ASCII digits are a count: ``-1``, ``１２``, ``1e9`` or 5,000 digits are not.
    """
    if value is None:
        return default
    value = value.strip()
    return int(value) if _COUNT.fullmatch(value) else default


def cells_to_table(
    rows: Sequence[RawRow],
    limits: Limits = DEFAULT,
    *,
    caption: Paragraph | None = None,
    aside: LeftoverKind | None = None,
) -> Table:
    """The table of raw rows: each cell once, at its top left place, with clamped spans.

    Goes in: rows in reading order.  Comes out: ``Table`` with one tuple of cells for each row
    (possibly empty, where cells from above fill the row), in column order; ``header_rows``
    counts the leading rows marked as header.  Text of a continued cell is appended to the
    blocks of the cell that it continues.

    Raises ``LimitError`` ``table-too-big`` when more than ``limits.cells`` places are taken.
    """
    drafts = _rows_to_drafts(rows, limits)
    if _count_places(drafts) > limits.cells:
        _drop_unused_columns(drafts)
        _refuse_if_over(_count_places(drafts), limits)
    return Table(
        rows=tuple([tuple([d.freeze() for d in row]) for row in drafts]),
        columns=max([d.column + d.colspan for row in drafts for d in row], default=0),
        header_rows=sum(1 for _ in takewhile(lambda row: row.header, rows)),
        caption=caption,
        aside=aside,
    )


class _CellDraft:
    """A cell that may still grow downwards: ``rowspan`` as the file says, ``height`` by merging."""

    __slots__ = ("blocks", "colspan", "column", "height", "more", "row", "rowspan")

    def __init__(self, row: int, column: int, rowspan: int, colspan: int, blocks: Sequence[Block]) -> None:
        self.row, self.column, self.rowspan, self.colspan = row, column, rowspan, colspan
        self.height = 0  # rows added by continued cells
        self.blocks = blocks
        self.more: list[Block] | None = None

    def freeze(self) -> Cell:
        blocks = tuple(self.blocks) if self.more is None else (*self.blocks, *self.more)
        return Cell(self.row, self.column, self.rowspan + self.height, self.colspan, blocks)

    def grow(self, blocks: Sequence[Block]) -> None:
        self.height += 1
        if blocks:
            self.more = self.more or []
            self.more.extend(blocks)


class _Taken(NamedTuple):
    """Columns of the next row that a cell from above fills, up to and with row ``last``."""

    start: int
    end: int
    last: int


def _rows_to_drafts(rows: Sequence[RawRow], limits: Limits) -> list[list[_CellDraft]]:
    """Lay out row after row; what reaches down is carried along as ``taken`` and ``above``."""
    drafts: list[list[_CellDraft]] = []
    taken: list[_Taken] = []
    above: dict[int, _CellDraft] = {}
    ends: list[int] | None = None
    places = 0
    for number, row in enumerate(rows):
        if taken:
            taken = [span for span in taken if span.last >= number]
        places += len(taken) + len(row.cells)
        _refuse_if_over(places, limits)
        begun, above = _lay_row(row.cells, number, taken, above, limits)
        drafts.append(begun)
        if any(draft.rowspan != 1 for draft in begun):
            ends = ends or _group_ends(rows)
            taken = _reach_down(begun, taken, ends[number], limits)
    return drafts


def _group_ends(rows: Sequence[RawRow]) -> list[int]:
    """For each row the number of the last row of its group."""
    ends = list(range(len(rows)))
    for number in range(len(rows) - 2, -1, -1):
        if rows[number].group == rows[number + 1].group:
            ends[number] = ends[number + 1]
    return ends


def _lay_row(
    cells: Iterable[RawCell], number: int, taken: Sequence[_Taken], above: dict[int, _CellDraft], limits: Limits
) -> tuple[list[_CellDraft], dict[int, _CellDraft]]:
    """The cells that begin in this row, and by column those that the next row may continue.

    ``taken`` are the columns filled from above, in order: cells stand clear of them.
    """
    begun: list[_CellDraft] = []
    here: dict[int, _CellDraft] = {}
    column = following = 0
    for blocks, colspan, rowspan, merge, skip in cells:
        if skip > 0:
            column += min(skip, max(limits.columns - column - 1, 0))
        while following < len(taken) and taken[following].start <= column:
            column = max(column, taken[following].end)
            following += 1
        width = colspan if 0 < colspan <= limits.columns - column else _clamped(colspan, column, limits)
        draft = above.get(column) if merge is CONTINUE else None
        if draft is None:
            free = taken[following].start - column if following < len(taken) else width
            draft = _CellDraft(number, column, rowspan, min(width, free), blocks)
            begun.append(draft)
        else:
            draft.grow(blocks)
        if merge is not NONE:
            here[column] = draft
        column += width
    return begun, here


def _clamped(colspan: int, column: int, limits: Limits) -> int:
    return max(min(colspan, limits.columns - column), 1)


def _reach_down(begun: Iterable[_CellDraft], taken: list[_Taken], last: int, limits: Limits) -> list[_Taken]:
    """Bound the rowspans of this row's cells, and add them to what is taken in the next row."""
    reached = list(taken)
    for draft in begun:
        room = last - draft.row + 1
        draft.rowspan = room if draft.rowspan == 0 else min(max(draft.rowspan, 1), room, limits.rows)
        if draft.rowspan > 1:
            reached.append(_Taken(draft.column, draft.column + draft.colspan, draft.row + draft.rowspan - 1))
    return sorted(reached)


def _count_places(drafts: Iterable[Iterable[_CellDraft]]) -> int:
    return sum([(draft.rowspan + draft.height) * draft.colspan for row in drafts for draft in row])


def _drop_unused_columns(drafts: Iterable[Iterable[_CellDraft]]) -> None:
    """Close up the columns in which no cell begins: ``colspan="1000"`` only means "all of them"."""
    starts = sorted({draft.column for row in drafts for draft in row})
    new = {column: index for index, column in enumerate(starts)}
    for row in drafts:
        for draft in row:
            end = draft.column + draft.colspan
            index = new[draft.column]
            while index < len(starts) and starts[index] < end:
                index += 1
            draft.column, draft.colspan = new[draft.column], index - new[draft.column]


def _refuse_if_over(places: int, limits: Limits) -> None:
    if places > limits.cells:
        raise LimitError(
            "table-too-big",
            f"a table has more than {limits.cells} cells",
            "split the table, or raise --limit cells=",
        )
