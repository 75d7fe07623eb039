"""Tables with one cell per line: cells start with a tab, an empty line ends a row.

    →重点任务          The group before the first blank line is the header and gives the number
    →责任单位          of columns.  Lines without a tab go on in the cell above; a lone tab is a
                       blank cell.  In some dumps the first cell of a row has no tab: the tab
    →健全监管体系      parts the cells.
    →市卫生健康委

Stray blank lines break rows: groups whose cells add up to the number of columns are one row.
A group of one cell before a full row is a heading across the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx2tasks.readers.plain.lines import Line, text_to_width
from docx2tasks.source import Span

Field = tuple[Span, ...]
Row = tuple[Field, ...]

_HEADER_WIDTH = 24
_COLUMNS = 60  # a header of more cells is a list
_AFTER_TABLE = re.compile(r"附件|附表|备?注[：:]|说明[：:]")
_REACH = 6  # lines after a blank one that may still belong to an unfinished row


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a dumped table as spans of the text, and the lines ``first`` to ``stop`` it takes."""

    rows: tuple[Row, ...]
    columns: int
    first: int
    stop: int
    header_rows: int = 0
    marked: bool = False  # whether pipes or commas part the cells, so that none can be lost


@dataclass(frozen=True, slots=True)
class Miss:
    """No table: ``stop`` is the line up to which was looked."""

    stop: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The cells between two blank lines."""

    cells: Row
    stop: int


def is_led(line: Line, text: str) -> bool:
    """Whether the line is one cell, with its only tab at the start."""
    return line.tabs == 1 and text[line.start : line.start + 1] == "\t"


def find_led_table(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    """The table whose first tab-led line is ``lines[at]``.

    ``→项目`` ``→责任单位`` and groups of two cells after it are one; paragraphs indented by a
    tab are none.
    """
    stop = at
    while stop < len(lines) and is_led(lines[stop], text):
        stop += 1
    if stop >= len(lines) or not lines[stop].is_gap or not all(_is_header(line) for line in lines[at:stop]):
        return Miss(stop)
    first = _first_of_header(lines, at, stop)
    header = tuple(((line.start, line.end),) for line in lines[first:stop])
    if not 2 <= len(header) <= _COLUMNS:
        return Miss(stop)
    groups = tuple(_groups(lines, stop, text, columns=len(header), bare=first < at))
    return _groups_to_grid(header, groups, (first, stop), bare=first < at)


def _first_of_header(lines: Sequence[Line], at: int, stop: int) -> int:
    """The line before ``at`` where rows begin with a cell that has no tab, else ``at``."""
    after = _skip_gap(lines, stop)
    bare = after < len(lines) and not lines[after].tabs
    named = at > 0 and not lines[at - 1].is_gap and not lines[at - 1].tabs
    return at - 1 if bare and named and _is_header(lines[at - 1]) else at


def _is_header(line: Line) -> bool:
    if len(line.paragraphs) != 1:
        return False
    words = line.paragraphs[0].text
    return text_to_width(words) <= _HEADER_WIDTH and words[-1] not in "。；，："


def _skip_gap(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and lines[at].is_gap:
        at += 1
    return at


def _groups(lines: Sequence[Line], at: int, text: str, *, columns: int, bare: bool) -> Iterator[_Group]:
    """The groups of cells that follow the header, as far as the table can go."""
    while (at := _skip_gap(lines, at)) < len(lines) and _opens_group(lines[at], text, bare=bare):
        cells: list[list[Span]] = [[(lines[at].start, lines[at].end)]]
        at += 1
        while at < len(lines) and _belongs(lines, at, text, missing=columns - len(cells)):
            span = (lines[at].start, lines[at].end)
            if is_led(lines[at], text):
                cells.append([span])
            else:
                cells[-1].append(span)
            at += 1
        yield _Group(tuple(tuple(cell) for cell in cells), at)


def _opens_group(line: Line, text: str, *, bare: bool) -> bool:
    if is_led(line, text):
        return True
    return bare and not line.tabs and not _AFTER_TABLE.match(line.paragraphs[0].text)


def _belongs(lines: Sequence[Line], at: int, text: str, *, missing: int) -> bool:
    """Whether a line goes on in the group before it."""
    line = lines[at]
    if line.is_gap:
        return missing > 0 and _resumes(lines, at, text, missing)
    if line.tabs:
        return is_led(line, text)
    return missing > 0 or not (line.paragraphs and _AFTER_TABLE.match(line.paragraphs[0].text))


def _resumes(lines: Sequence[Line], at: int, text: str, missing: int) -> bool:
    """Whether a blank line stands inside a cell: words without a tab, then the cells still missing."""
    here = at + 1
    stop = here
    while stop < len(lines) and stop - here < _REACH and not lines[stop].is_gap and not lines[stop].tabs:
        stop += 1
    first = stop
    while stop < len(lines) and is_led(lines[stop], text) and stop - first <= missing:
        stop += 1
    return here < first and stop - first == missing and (stop >= len(lines) or lines[stop].is_gap)


def _groups_to_grid(header: Row, groups: Sequence[_Group], place: Span, *, bare: bool) -> Grid | Miss:
    """The grid of a header and the groups after it, up to the last group that is a row for certain."""
    columns = len(header)
    rows: list[Row] = [header]
    stop, kept, full, at = place[1], 1, 0, 0
    while at < len(groups):
        size = _groups_of_row(groups, at, columns, bare=bare)
        cells = tuple(cell for group in groups[at : at + size] for cell in group.cells)
        at += size
        if bare and len(cells) == 1 and _is_text_after(groups, at, columns):
            break
        rows.extend(cells[i : i + columns] for i in range(0, len(cells), columns))
        if len(cells) > 1:  # a heading counts only when a row follows it
            stop, kept = groups[at - 1].stop, len(rows)
            full += len(cells) >= columns
    if not full or (not bare and 2 * full < sum(len(row) > 1 for row in rows[1:kept])):
        return Miss(groups[-1].stop if groups else stop)
    return Grid(tuple(rows[:kept]), columns, place[0], stop)


def _is_text_after(groups: Sequence[_Group], at: int, columns: int) -> bool:
    """Whether the cell before ``at`` is text after the table: no row of it follows at once."""
    return at >= len(groups) or not 1 < len(groups[at].cells) <= columns


def _groups_of_row(groups: Sequence[_Group], at: int, columns: int, *, bare: bool) -> int:
    """How many groups make up the row that begins at ``at``."""
    total, count = len(groups[at].cells), 1
    while not bare and total < columns and at + count < len(groups):
        total += len(groups[at + count].cells)
        count += 1
        if total == columns:
            return count
    return 1
