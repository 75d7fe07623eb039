"""Grids and words → rows of cells; tables across pages are joined.

    page 1   任务     │ 单位       a row that the page's end cuts goes on in the first row of the next page:
             1.加快建 │ 县财       ``1.加快建设。`` and ``县财政局``
    page 2   任务     │ 单位
             设。     │ 政局

A header that is printed again is set aside; a merged cell that is cut goes on, blank or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from docx2tasks.limits import Limits
from docx2tasks.readers.grid import RawCell, RawRow, cells_to_table
from docx2tasks.readers.layout.lines import LayoutLine, glyphs_to_lines
from docx2tasks.readers.layout.page import Glyph
from docx2tasks.readers.layout.paragraphs import Margins, find_room, lines_to_groups
from docx2tasks.readers.layout.rulings import GridCell, RuledGrid
from docx2tasks.readers.plain.lines import MARKER
from docx2tasks.source import Paragraph, Passage, Table, join_passages

_PADDING = 8.0  # points: no cell keeps its words further from its sides for looks
_SAME_COLUMN = 6.0  # points: a column of the next page is the same if it stands so near
_SLACK = 0.5  # of the font's size: how much less than needed is still room enough
_HEADERS = 4  # rows: no header is higher
_OPEN_END = frozenset("，、：,:（《〈“‘【〔(及和与的")
_SENTENCE_END = frozenset("。！？；!?;")
_LABEL = re.compile(r"[^，。；、]{2,6}(?:单位|部门|科室|领导)[：:]")  # 责任单位： of a list of units
_NUMBER = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,4}[）)、.．]?")


@dataclass(slots=True)
class DraftCell:
    """A cell that may still go on, on the next page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    paragraphs: list[Passage] = field(default_factory=list)
    room: float = 0.0  # points left free behind its last line
    lines: int = 0
    first: float = 0.0  # points that its first word takes: with less room above, it had to stand here

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(p.text for p in self.paragraphs)


@dataclass(slots=True)
class DraftTable:
    """The part of a table that was read so far: its columns' places, its cells in reading order."""

    xs: tuple[float, ...]
    rows: int
    cells: list[DraftCell]
    is_open: bool = False

    def column_cells(self, row: int) -> dict[int, DraftCell]:
        """By column the cells that take a place in ``row``."""
        return {
            column: cell
            for cell in self.cells
            if cell.row <= row < cell.row + cell.rowspan
            for column in range(cell.column, cell.column + cell.colspan)
        }


Write = Callable[[Sequence[LayoutLine]], Passage]


def grid_to_draft(grid: RuledGrid, glyphs: Mapping[GridCell, Sequence[Glyph]], write: Write) -> DraftTable:
    """The cells of a grid with their words; ``write`` puts the lines of a paragraph into the text."""
    lines = {place: glyphs_to_lines(found, gap=inf) for place, found in glyphs.items()}
    padding = _find_padding(grid, lines)
    cells = [_to_cell(grid, place, lines.get(place, []), padding, write) for place in grid.places]
    return DraftTable(grid.xs, len(grid.ys) - 1, cells, is_open=grid.is_open)


def _sides(grid: RuledGrid, place: GridCell) -> tuple[float, float]:
    return grid.xs[place.column], grid.xs[place.column + place.colspan]


def _find_padding(grid: RuledGrid, lines: dict[GridCell, list[LayoutLine]]) -> float:
    """How far the table keeps its words from the sides of its cells."""
    insets = [
        max(min(line.left - left, right - line.right), 0)
        for place, found in lines.items()
        for left, right in (_sides(grid, place),)
        for line in found
    ]
    return min(min(insets, default=_PADDING), _PADDING)


def _to_cell(grid: RuledGrid, place: GridCell, lines: Sequence[LayoutLine], padding: float, write: Write) -> DraftCell:
    cell = DraftCell(*place)
    if lines:
        left, right = _sides(grid, place)
        pitch = min((b.baseline - a.baseline for a, b in pairwise(lines)), default=lines[0].size)
        margins = Margins(left + padding, right - padding, pitch)
        cell.paragraphs = [write(group) for group in lines_to_groups(lines, margins, in_cell=True)]
        cell.lines = len(lines)
        cell.room = find_room(lines[-1], margins)
        cell.first = lines[0].cluster + lines[0].size * _SLACK
    return cell


def join_drafts(table: DraftTable, more: DraftTable) -> tuple[bool, list[Passage]]:
    """Continue ``table`` with its part on the next page.

    Comes out: whether ``more`` is of the same table (else nothing was changed), and the words that
    were printed again: a header, a merged cell.
    """
    columns = _match_columns(table.xs, more.xs)
    if columns is None:
        return False, []
    _stretch(table, columns.old, columns.xs)
    _stretch(more, columns.new, columns.xs)
    header = _repeated_rows(table, more)
    repeated = [p for cell in more.cells if cell.row < header for p in cell.paragraphs]
    repeated += _append(table, [cell for cell in more.cells if cell.row >= header], header, more.rows)
    table.is_open = more.is_open
    return True, repeated


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of two parts laid over each other: all places, and where each part's own ones went."""

    xs: tuple[float, ...]
    old: tuple[int, ...]
    new: tuple[int, ...]


def _match_columns(old: Sequence[float], new: Sequence[float]) -> _Columns | None:
    """The columns of both parts; None where the parts are of two tables.

    A part in which no cell begins at some column's line does not show that line.
    """
    if abs(old[0] - new[0]) > _SAME_COLUMN or abs(old[-1] - new[-1]) > _SAME_COLUMN:
        return None
    xs = list(old)
    for x in new:
        if min(abs(x - known) for known in xs) > _SAME_COLUMN:
            xs.append(x)
    xs.sort()
    shared = len(old) + len(new) - len(xs)
    if shared < min(len(old), len(new)) and shared < 4:
        return None
    places = [tuple(min(range(len(xs)), key=lambda n: abs(xs[n] - x)) for x in part) for part in (old, new)]
    return _Columns(tuple(xs), places[0], places[1])


def _stretch(table: DraftTable, to: Sequence[int], xs: tuple[float, ...]) -> None:
    """Lay the cells over the columns ``xs``; ``to`` says where each line of the table went."""
    for cell in table.cells:
        first, last = to[cell.column], to[cell.column + cell.colspan]
        cell.column, cell.colspan = first, max(last - first, 1)
    table.xs = xs


def _repeated_rows(table: DraftTable, more: DraftTable) -> int:
    """How many rows at the top of ``more`` are those at the top of ``table`` again."""
    count = 0
    for row in range(min(_HEADERS, table.rows, more.rows - 1)):
        old = [(c.column, "".join(c.text.split())) for c in table.cells if c.row == row]
        new = [(c.column, "".join(c.text.split())) for c in more.cells if c.row == row]
        if old != new or not any(words for _, words in old):
            break
        count += 1
    return count


def _append(table: DraftTable, cells: Iterable[DraftCell], header: int, rows: int) -> list[Passage]:
    """Put the cells of the next page under those of the table; what the page's end cut goes on.

    Comes out: the words of merged cells that were printed again.
    """
    repeated: list[Passage] = []
    known = [*cells]
    first = [cell for cell in known if cell.row == header]
    above = table.column_cells(table.rows - 1)
    pairs = [(above.get(cell.column), cell) for cell in first]
    is_cut = _is_row_cut(pairs, is_open=table.is_open)
    shift = table.rows - header - (1 if is_cut else 0)
    for cell in known:
        cell.row += shift
    for old, cell in pairs:
        if old is not None and _goes_on(old, cell, is_cut=is_cut, last=table.rows - 1):
            repeated += _join_cells(old, cell, is_cut=is_cut)
            known.remove(cell)
    table.cells.extend(known)
    table.rows += rows - header - (1 if is_cut else 0)
    return repeated


def _is_row_cut(pairs: Sequence[tuple[DraftCell | None, DraftCell]], *, is_open: bool) -> bool:
    """Whether the first row of a page is the rest of the last row before it."""
    known = [(old, cell) for old, cell in pairs if old is not None]
    written = [(old, cell) for old, cell in known if cell.text]
    if not written or len(known) < len(pairs):
        return False
    if any((old.column, old.colspan) != (cell.column, cell.colspan) for old, cell in known):
        return False
    if any(_NUMBER.fullmatch(cell.text) and _NUMBER.fullmatch(old.text or "1") for old, cell in written):
        return False
    if is_open or any(_is_left_open(old, cell) for old, cell in written):
        return True
    old, cell = max(written, key=lambda pair: len(pair[0].text))  # long words say most: short ones may just fit
    return _is_cut(old, cell) or (len(written) == 1 and (_is_rest_of_entry(old, cell) or _lacks_number(known)))


def _is_left_open(old: DraftCell, cell: DraftCell) -> bool:
    """Whether the words above end where no cell ends: ``县财政局、｜县教育局``."""
    return bool(old.text) and old.text[-1] in _OPEN_END and not MARKER.match(cell.text)


def _is_cut(old: DraftCell, cell: DraftCell) -> bool:
    """Whether the words of a cell break off and go on in the other: ``县财｜政局``, ``加快建｜设。``."""
    if not old.text or not cell.text or MARKER.match(cell.text):
        return False
    if _LABEL.match(cell.text):
        return old.text[-1] in _OPEN_END or (old.text[-1] in "；;" and bool(_LABEL.match(old.text)))
    return old.text[-1] in _OPEN_END or (old.room <= cell.first and old.text[-1] not in _SENTENCE_END)


def _lacks_number(pairs: Iterable[tuple[DraftCell, DraftCell]]) -> bool:
    """Whether a row has a blank under the bare number of the row above: ``5 ｜ 1.…`` and nothing under ``5``."""
    return any(not cell.text and old.text and _NUMBER.fullmatch(old.text) for old, cell in pairs)


def _is_rest_of_entry(old: DraftCell, cell: DraftCell) -> bool:
    """Whether a row that holds nothing else goes on with the numbered entry above it."""
    return bool(MARKER.match(old.text)) and not MARKER.match(cell.text)


def _goes_on(old: DraftCell, cell: DraftCell, *, is_cut: bool, last: int) -> bool:
    """Whether a cell of the new page is a piece of the cell above."""
    if old.column != cell.column or old.colspan != cell.colspan:
        return False
    if is_cut:
        return True
    if cell.rowspan > 1 or old.row < last:  # merged: blank on the next page, cut, or printed again
        return not cell.text or _is_cut(old, cell) or cell.text == old.text
    return old.lines > 1 and _is_cut(old, cell)


def _join_cells(old: DraftCell, cell: DraftCell, *, is_cut: bool) -> list[Passage]:
    """Make ``cell`` a part of ``old``; its words where they only say the same again."""
    old.rowspan = max(cell.row + cell.rowspan - old.row, old.rowspan)
    if cell.text == old.text and not is_cut:
        return cell.paragraphs
    if old.paragraphs and cell.paragraphs and _is_cut(old, cell):
        old.paragraphs[-1] = join_passages([old.paragraphs[-1], cell.paragraphs[0]])
        old.paragraphs.extend(cell.paragraphs[1:])
    else:
        old.paragraphs.extend(cell.paragraphs)
    if cell.text:
        old.room, old.lines = cell.room, old.lines + cell.lines
    return []


def draft_to_table(draft: DraftTable, limits: Limits) -> Table:
    """The table, each cell once at its top left place.

    Raises ``LimitError`` ``table-too-big`` as :func:`~docx2tasks.readers.grid.cells_to_table` does.
    """
    rows: list[list[DraftCell]] = [[] for _ in range(draft.rows)]
    for cell in draft.cells:
        rows[cell.row].append(cell)
    return cells_to_table([RawRow(_row_to_raw(row)) for row in rows], limits)


def _row_to_raw(row: Iterable[DraftCell]) -> list[RawCell]:
    return [
        RawCell([Paragraph(p) for p in cell.paragraphs], colspan=cell.colspan, rowspan=cell.rowspan)
        for cell in sorted(row, key=lambda cell: cell.column)
    ]
