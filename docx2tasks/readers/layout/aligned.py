"""Tables without ruled lines: words aligned in three or more columns.

    重点任务     具体措施               责任单位
    一、畅通河   1.清理沿河违建2处。    市水务局
    道           2.疏浚河道30公里。     市城管局

Strips that no word crosses part the columns.  A row begins where two columns begin anew, or an item
does (``2.``); what only goes on in the line below belongs to the cell above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

from docx2tasks.readers.layout.lines import LayoutLine, cut_line
from docx2tasks.readers.layout.paragraphs import Margins, begins_paragraph, find_room, lines_to_groups
from docx2tasks.readers.layout.tables import DraftCell, DraftTable
from docx2tasks.readers.plain.lines import MARKER
from docx2tasks.source import Passage

_STRIPS = 2  # between three columns; two columns may be a page of two columns
_NARROWEST = 0.4  # of the font's size: a strip
_SAME_STRIP = 0.5  # points: a strip that is known only has to be free
_ROWS = 3
_HEADER = 24  # characters: no header cell is longer
_SAME_LINE = 0.45  # of the font's size
_PITCHES = 3.0  # times the distance of lines: more ends a table
_SENTENCE = frozenset("。；")

Row = tuple[LayoutLine, ...]
Strip = tuple[float, float]


class Aligned(NamedTuple):
    """The lines of a table without rulings: for each printed line its words by column, None where it is blank.

    ``has_header`` says that the first line is the header, which goes on in no other.
    """

    columns: tuple[Margins, ...]
    rows: tuple[tuple[LayoutLine | None, ...], ...]
    has_header: bool = True


def split_aligned(lines: Sequence[LayoutLine], known: tuple[Margins, ...] = ()) -> Iterator[list[LayoutLine] | Aligned]:
    """The lines of a page from top to bottom, with those that are a table put together as one.

    ``known`` are the columns of a table at the end of the last page: it may go on at once.
    """
    rows = [*_lines_to_rows(lines)]
    text: list[LayoutLine] = []
    at = 0
    if known and rows:
        rest = _find_rest(rows, known)
        if rest is not None:
            yield rest
            at = len(rest.rows)
    while at < len(rows):
        found = _find_table(rows, at)
        if found is None:
            text.extend(rows[at])
            at += 1
            continue
        if text:
            yield text
            text = []
        table, at = found
        yield table
    if text:
        yield text


def _lines_to_rows(lines: Sequence[LayoutLine]) -> Iterator[Row]:
    row: list[LayoutLine] = []
    for line in lines:
        if row and line.baseline - row[-1].baseline > _SAME_LINE * min(line.size, row[-1].size):
            yield tuple(sorted(row, key=lambda one: one.left))
            row = []
        row.append(line)
    if row:
        yield tuple(sorted(row, key=lambda one: one.left))


def _find_table(rows: Sequence[Row], at: int) -> tuple[Aligned, int] | None:
    """The table whose header is ``rows[at]``, and the number of the row behind it."""
    strips = _row_to_strips(rows[at])
    if len(strips) < _STRIPS or not all(_is_heading(piece) for piece in _pieces(rows[at], strips)):
        return None
    stop = at + 1
    while stop < len(rows) and not _is_far(rows[stop - 1], rows[stop]):
        narrower = _narrow(strips, rows[stop])
        if len(narrower) < _STRIPS or (len(narrower) < len(strips) and stop - at >= _ROWS):
            break
        strips, stop = narrower, stop + 1
    if stop - at < _ROWS or sum(len(_pieces(row, strips)) > 2 for row in rows[at:stop]) < 2:
        return None
    return _rows_to_table(rows[at:stop], strips), stop


def _find_rest(rows: Sequence[Row], known: tuple[Margins, ...]) -> Aligned | None:
    """The rows at the top of a page that stand in the columns of the table before it."""
    strips = [(a.right, b.left) if a.right < b.left else (b.left - 1, b.left) for a, b in pairwise(known)]
    stop = 0
    while stop < len(rows) and not (stop and _is_far(rows[stop - 1], rows[stop])):
        if len(_narrow(strips, rows[stop], least=_SAME_STRIP)) < len(strips):
            break
        stop += 1
    if not any(len(_pieces(row, strips)) > 1 for row in rows[:stop]):
        return None
    return _rows_to_table(rows[:stop], strips)._replace(columns=known, has_header=False)


def _is_heading(line: LayoutLine) -> bool:
    return len(line.text) <= _HEADER and line.text[-1] not in _SENTENCE


def _is_far(before: Row, row: Row) -> bool:
    return row[0].baseline - before[0].baseline > _PITCHES * max(before[0].size, row[0].size)


def _row_to_strips(row: Row) -> list[Strip]:
    """The strips that a row leaves free between its words."""
    inner = [(gap.left, gap.right) for line in row for gap in line.gaps]
    return sorted(inner + [(a.right, b.left) for a, b in pairwise(row)])


def _narrow(strips: Sequence[Strip], row: Row, least: float | None = None) -> list[Strip]:
    """What is left of the strips when a row's words are taken away: those that stay at least so wide."""
    free = [(-inf, row[0].left), *_row_to_strips(row), (row[-1].right, inf)]
    if least is None:
        least = _NARROWEST * min(line.size for line in row)
    found = []
    for left, right in strips:
        shared = [(max(left, low), min(right, high)) for low, high in free]
        widest = max(shared, key=lambda strip: strip[1] - strip[0])
        if widest[1] - widest[0] >= least:
            found.append(widest)
    return found


def _pieces(row: Row, strips: Sequence[Strip]) -> list[LayoutLine]:
    """A row's words, cut at the strips."""
    found: list[LayoutLine] = []
    for line in row:
        middles = [(left + right) / 2 for left, right in strips]
        gaps = [gap for gap in line.gaps if any(gap.left <= middle <= gap.right for middle in middles)]
        found.extend(cut_line(line, gaps))
    return found


def _rows_to_table(rows: Sequence[Row], strips: Sequence[Strip]) -> Aligned:
    cut = [_pieces(row, strips) for row in rows]
    middles = [(left + right) / 2 for left, right in strips]
    placed = [[_join([n for n in row if _column(n, middles) == c]) for c in range(len(middles) + 1)] for row in cut]
    pitches = sorted(b[0].baseline - a[0].baseline for a, b in pairwise(rows))
    pitch = pitches[len(pitches) // 4] if pitches else rows[0][0].size
    columns = [_to_margins([row[c] for row in placed], pitch) for c in range(len(middles) + 1)]
    return Aligned(tuple(columns), tuple(tuple(row) for row in placed))


def _column(line: LayoutLine, middles: Sequence[float]) -> int:
    return sum((line.left + line.right) / 2 > middle for middle in middles)


def _join(lines: Sequence[LayoutLine]) -> LayoutLine | None:
    if not lines:
        return None
    first, last = lines[0], lines[-1]
    return first._replace(text=" ".join(n.text for n in lines), right=last.right) if len(lines) > 1 else first


def _to_margins(lines: Sequence[LayoutLine | None], pitch: float) -> Margins:
    known = [line for line in lines if line is not None]
    if not known:
        return Margins(0, 0, pitch)
    return Margins(min(n.left for n in known), max(n.right for n in known), pitch)


def aligned_to_draft(table: Aligned, write: Callable[[Sequence[LayoutLine]], Passage]) -> DraftTable:
    """The cells of a table, row after row; ``write`` puts the lines of a paragraph into the text."""
    starts = [number for number in range(len(table.rows)) if _starts_row(table, number)]
    drafts = [cell for column in range(len(table.columns)) for cell in _column_to_cells(table, column, starts)]
    cells = [_to_cell(draft, table.columns[draft.column], write) for draft in sorted(drafts, key=_PLACE)]
    xs = (*(margins.left for margins in table.columns), table.columns[-1].right)
    return DraftTable(xs, len(starts), cells)


class _Draft(NamedTuple):
    """A cell with its lines."""

    row: int
    column: int
    rowspan: int
    lines: tuple[LayoutLine, ...]


_PLACE = itemgetter(0, 1)


def _column_to_cells(table: Aligned, column: int, starts: Sequence[int]) -> list[_Draft]:
    """The cells of a column: words that only go on behind a row's start stay in the cell they began in."""
    found: list[_Draft] = []
    for row, (first, last) in enumerate(pairwise([*starts, len(table.rows)])):
        numbers = [n for n in range(first, last) if table.rows[n][column] is not None]
        lines = tuple(line for n in numbers if (line := table.rows[n][column]) is not None)
        if lines and numbers and any(cell.lines for cell in found) and not _begins(table, numbers[0], column):
            while not found[-1].lines:  # blank places between are part of the cell
                found.pop()
            old = found.pop()
            found.append(old._replace(rowspan=row + 1 - old.row, lines=(*old.lines, *lines)))
        else:
            found.append(_Draft(row, column, 1, lines))
    return found


def _starts_row(table: Aligned, number: int) -> bool:
    """Whether a row of the table begins at a printed line."""
    if number <= table.has_header:
        return True
    written = [column for column, line in enumerate(table.rows[number]) if line is not None]
    begun = [column for column in written if _begins(table, number, column)]
    if 0 in begun or 2 * len(begun) > max(len(written), 2):
        return True
    return any(MARKER.match(line.text) for column in begun if (line := table.rows[number][column]) is not None)


def _begins(table: Aligned, number: int, column: int) -> bool:
    """Whether a column's words at a printed line begin a paragraph."""
    line = table.rows[number][column]
    above = table.rows[table.has_header : number]
    before = next((row[column] for row in reversed(above) if row[column] is not None), None)
    if line is None or before is None:
        return line is not None
    return begins_paragraph(before, line, table.columns[column], in_cell=True)


def _to_cell(draft: _Draft, margins: Margins, write: Callable[[Sequence[LayoutLine]], Passage]) -> DraftCell:
    cell = DraftCell(draft.row, draft.column, draft.rowspan, 1)
    if draft.lines:
        cell.paragraphs = [write(group) for group in lines_to_groups(draft.lines, margins, in_cell=True)]
        cell.room, cell.lines = find_room(draft.lines[-1], margins), len(draft.lines)
        cell.first = draft.lines[0].cluster
    return cell
