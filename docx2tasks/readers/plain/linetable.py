"""Tables whose cells were dumped one a line with nothing to mark them.

``序号`` and the other names of the header stand on lines of their own, then each row's number
(1, 2, 3 …) and its cells.  Only a count that runs on proves such a table; a heading between two
rows (``一、知识产权保护方面``) is a row of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx2tasks.readers.plain.ledtable import Grid, Miss, Row
from docx2tasks.readers.plain.lines import Line, text_to_width
from docx2tasks.source import Span

NUMBER_NAMES = frozenset({"序号", "编号", "项次"})
_HEADER_WIDTH = 10
_COLUMNS = range(3, 13)
_ROWS = 2
_HEADINGS = 3  # headings in a row between two rows of cells
_EXTRA = 12  # lines of a row beyond its columns
_SKIPPED = 20  # rows left out of a published list
_BAND = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


def find_line_table(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    """The table of bare lines whose header begins at ``lines[at]`` with ``序号``."""
    if _words(lines[at], text) not in NUMBER_NAMES:
        return Miss(at + 1)
    filled = [n for n in range(at, len(lines)) if lines[n].paragraphs]
    columns = _count_columns(lines, filled, text)
    if not columns:
        return Miss(at + 1)
    rows: list[Row] = [tuple(_field(lines[n]) for n in filled[:columns])]
    place, number = columns, 1
    while (row_start := _row_start(lines, filled, place, number, text)) is not None:
        rows.extend((_field(lines[n]),) for n in filled[place:row_start])
        if row_start + columns > len(filled):
            break
        nexts = range(row_start + columns, min(len(filled), row_start + columns + _EXTRA))
        end = next(
            (n for n in nexts if _row_start(lines, filled, n, number + 1, text) is not None), row_start + columns
        )
        rows.append(_row(lines, filled[row_start:end], columns))
        place, number = end, int(_words(lines[filled[row_start]], text)) + 1
    if number <= _ROWS:
        return Miss(at + 1)
    return Grid(tuple(rows), columns, at, filled[place - 1] + 1)


def _words(line: Line, text: str) -> str:
    return "".join(text[line.start : line.end].split())


def _field(line: Line) -> tuple[Span, ...]:
    return ((line.start, line.end),)


def _count_columns(lines: Sequence[Line], filled: Sequence[int], text: str) -> int:
    """How many short names stand before the line with the number 1 (0 where this is no header)."""
    for count in range(1, min(len(filled), _COLUMNS.stop + 2)):
        if lines[filled[count]].tabs:  # cells are marked after all
            return 0
        words = _words(lines[filled[count]], text)
        if words == "1":
            columns = count - bool(_BAND.match(_words(lines[filled[count - 1]], text)))
            return columns if columns in _COLUMNS else 0
        if not _BAND.match(words) and text_to_width(words) > _HEADER_WIDTH:
            return 0
    return 0


def _row_start(lines: Sequence[Line], filled: Sequence[int], place: int, number: int, text: str) -> int | None:
    """Where the row with ``number`` begins: here, or behind headings (then numbers may be left out)."""
    start = place
    while start < min(len(filled), place + _HEADINGS) and _BAND.match(_words(lines[filled[start]], text)):
        start += 1
    words = _words(lines[filled[start]], text) if start < len(filled) else ""
    if words == str(number):
        return start
    skips = start > place and words.isdecimal() and len(words) < 4 and number < int(words) <= number + _SKIPPED
    return start if skips else None


def _row(lines: Sequence[Line], chosen: Sequence[int], columns: int) -> Row:
    """The cells of a row; lines beyond the columns belong to the third, the one with prose."""
    extra = len(chosen) - columns
    fields = [_field(lines[n]) for n in chosen]
    if not extra:
        return tuple(fields)
    prose = tuple(span for field in fields[2 : 3 + extra] for span in field)
    return (*fields[:2], prose, *fields[3 + extra :])
