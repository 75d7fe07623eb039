"""Tables saved with one cell per line and no separators.

``序号`` and the other names of the header stand on lines of their own, then each row's number
(1, 2, 3 …) and its cells.  Only a count that runs on proves such a table.  A merged cell is dumped
once and a blank one not at all, so a row may have fewer lines than the header has names; a line more
than that is a heading across the table.  ``cell_per_line_rows.py`` weighs which line stands in which column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx2tasks.readers.plain.cell_per_line_rows import (
    BAND,
    HeaderLayout,
    Row,
    Ways,
    may_be_band,
    names_to_layouts,
    row_to_cells,
)
from docx2tasks.readers.plain.hard_wraps import unwrap_cell
from docx2tasks.readers.plain.lines import text_to_width
from docx2tasks.source import Cell, Diagnostic, Paragraph, Passage, Table
from docx2tasks.vocabulary import DiagnosticCode

NUMBER_NAMES = frozenset({"序号", "编号", "项次"})
_HEADER_WIDTH = 10
_COLUMNS = range(3, 13)
_ROWS = 2
_EXTRA = 12  # lines of a row beyond its columns
_SKIPPED = 20  # rows left out of a published list
_DOUBTFUL = 1.0  # what cutting a row at a number that is not the next one may cost
_FITS = 0.2  # the cost of a row with which no other reading is tried
_BROKEN = 60  # lines behind the last row in which its count may go on
_AFTER = re.compile(r"附件|附表|备?注[：:]|说明[：:]|[一二三四五六七八九十]{1,3}、")


@dataclass(frozen=True, slots=True)
class FlatTable:
    """The rows of a table whose cells stood one a line: its lines ``first`` to ``stop``, counted as they were given."""

    layout: HeaderLayout
    rows: tuple[Row, ...]
    first: int
    stop: int
    cost: float
    short: tuple[str, ...] = ()  # numbers of rows without their measure
    broken: str = ""  # the number behind which the count breaks off


def find_flat_table(words: Sequence[str], at: int) -> FlatTable | None:
    """The table whose header begins at ``words[at]`` with ``序号``: each of the words is a line without blanks.

    ``序号`` ``任务`` ``单位`` and behind them ``1`` ``推进改革。`` ``市教育局`` ``2`` … is one.
    """
    if words[at] not in NUMBER_NAMES:
        return None
    count = _count_names(words, at)
    names = words[at : at + count]
    tables: list[FlatTable] = []
    for layout in names_to_layouts(names):
        table = _read(words, at, layout) if layout.columns in _COLUMNS else None
        if table is not None and table.cost <= _FITS and not table.short:
            return table
        tables.extend([table] if table is not None else [])
    return min(tables, key=lambda table: (table.cost, -table.layout.columns), default=None)


def _count_names(words: Sequence[str], at: int) -> int:
    """How many short lines stand before the line with the number 1 (0 where this is no header)."""
    for count in range(1, min(len(words) - at, _COLUMNS.stop + 4)):
        name = words[at + count]
        if name == "1":
            return count
        if not BAND.match(name) and text_to_width(name) > 2 * _HEADER_WIDTH:
            return 0
    return 0


def _read(words: Sequence[str], at: int, layout: HeaderLayout) -> FlatTable | None:
    """The rows below a header that is read as ``layout``."""
    place = at + layout.lines
    rows: list[Row] = []
    short: list[str] = []
    cost, number, counted = layout.cost, 0, 0
    while (start := _row_start(words, place, number + 1)) is not None:
        rows.extend(((line,),) for line in range(place, start))
        end, row, price = _row(words, start, layout)
        if row is None:
            break
        number, place, cost, counted = int(words[start]), end, cost + price, counted + 1
        rows.append(row)
        layout = layout.learn([words[cell[0]] if cell else "" for cell in row])
        short += [words[start]] if not row[layout.text] else []
        place = _skip_header(words, place, words[at : at + layout.lines], rows)
    if counted < _ROWS:
        return None
    stop = place if len(rows[-1]) > 1 else place - 1
    rows = rows if len(rows[-1]) > 1 else rows[:-1]
    broken = str(number) if _breaks_off(words, place, number) else ""
    return FlatTable(layout, tuple(rows), at, stop, cost / counted, tuple(short), broken)


def _row_start(words: Sequence[str], place: int, number: int) -> int | None:
    """Where the row with ``number`` begins: here, or behind headings (then it may also be a later or the first one)."""
    start = place
    while start < min(len(words), place + 3) and not words[start].isdecimal() and may_be_band(words[start]):
        start += 1
    if start >= len(words) or not _is_number(words[start]):
        return None
    found = int(words[start])
    if found == number or number < found <= number + _SKIPPED or (found == 1 and start > place):
        return start
    return None


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) < 5


def _row(words: Sequence[str], start: int, layout: HeaderLayout) -> tuple[int, Row | None, float]:
    """Where the row that begins at ``start`` ends, its cells, and how badly they fit."""
    number, ways = int(words[start]), Ways(words, start, layout)
    readings: list[tuple[float, int, Row]] = []
    for end in range(start + 1, min(len(words), start + layout.columns + _EXTRA) + 1):
        if end == len(words) or (_is_number(words[end]) and _follows(number, int(words[end]))):
            row, bands, cost = row_to_cells(words, end, ways)
            is_next = end == len(words) or int(words[end]) in {number + 1, 1}
            if end < len(words) and (is_next or cost <= _DOUBTFUL) and not (words[end] == "1" and not bands):
                readings.append((cost + (not is_next) * _DOUBTFUL, end - bands, row))
    if not readings:
        return _last_row(words, ways)
    cost, end, row = min(readings, key=lambda one: (one[0], one[1]))
    return end, row, cost


def _follows(number: int, other: int) -> bool:
    return number < other <= number + _SKIPPED or other == 1


def _last_row(words: Sequence[str], ways: Ways) -> tuple[int, Row | None, float]:
    """The row behind which no other begins: as many lines as fit its columns best."""
    start, layout = ways.start, ways.layout
    stop = start + 1
    while stop < min(len(words), start + layout.columns) and not _AFTER.match(words[stop]):
        stop += 1
    readings = []
    for end in range(start + 2, stop + 1):
        row, bands, cost = row_to_cells(words, end, ways)
        if not bands and row[layout.text]:
            readings.append((cost, -end, row))
    if not readings:
        return start, None, 0.0
    cost, end, row = min(readings)
    return -end, row, cost


def _skip_header(words: Sequence[str], place: int, header: Sequence[str], rows: list[Row]) -> int:
    """Behind a header that is printed again, whose lines become a row."""
    size = len(header)
    if list(words[place : place + size]) != list(header):
        return place
    rows.extend(((line,),) for line in range(place, place + size))
    return place + size


def _breaks_off(words: Sequence[str], place: int, number: int) -> bool:
    """Whether a later line goes on with the count of the rows."""
    follows = {str(number + 1), str(number + 2)}
    return any(line in follows for line in words[place : place + _BROKEN])


def flat_to_table(found: FlatTable, lines: Sequence[Passage]) -> Table:
    """The table of the lines that ``find_flat_table`` was given."""
    layout, columns = found.layout, found.layout.columns
    rows = list(layout.header_cells(lines[found.first : found.first + layout.lines]))
    filled = [row for row in found.rows if len(row) > 1]
    sizes = [[text_to_width(lines[n].text) for row in filled for n in row[c]] for c in range(columns)]
    widths = [max(size, default=0.0) for size in sizes]
    for row in found.rows:
        number = len(rows)
        if len(row) == 1:
            rows.append((Cell(number, 0, 1, columns, tuple(Paragraph(lines[n]) for n in row[0])),))
            continue
        cells = [unwrap_cell([lines[n] for n in cell], widths[c]) if cell else [] for c, cell in enumerate(row)]
        rows.append(tuple(Cell(number, c, 1, 1, tuple(map(Paragraph, cell))) for c, cell in enumerate(cells)))
    return Table(tuple(rows), columns, header_rows=layout.header_rows, ragged=True)


def flat_to_diagnostics(found: FlatTable, lines: Sequence[Passage]) -> Iterator[Diagnostic]:
    """What makes a table of lines doubtful: rows without a measure, a count that breaks off."""
    spans = ((lines[found.first].start, lines[found.stop - 1].end),)
    if found.short:
        message = f"rows {', '.join(found.short)} of a table with one cell per line have no task"
        yield Diagnostic(DiagnosticCode.ROWS_DOUBTFUL, message, "error", spans)
    if found.broken:
        message = f"the numbering of a table with one cell per line breaks off after row {found.broken}"
        yield Diagnostic(DiagnosticCode.ROWS_DOUBTFUL, message, "error", spans)
