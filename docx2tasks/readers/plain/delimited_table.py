"""Tables with delimited cells: pipes or commas.

``| 任务 | 单位 |`` is a row of the first kind, ``1,"任务","单位"`` one of the second.  Only what is a
table beyond doubt is read: three lines or more, each with the same number of cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from docx2tasks.readers.plain.lines import Line, text_to_width
from docx2tasks.readers.plain.tab_prefixed_table import Grid, Miss, Row
from docx2tasks.source import Span

_RULE = re.compile(r":?-{2,}:?")
_ROWS = 3
_HEADER_WIDTH = 20
_RECORD = 20_000  # characters of a record: a quote not closed by then is not a quote


def find_marked_table(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    """The table of pipes or of quoted commas that begins at ``lines[at]``."""
    if not lines[at].paragraphs:
        return Miss(at + 1)
    first = lines[at].paragraphs[0].text
    if first.count("|") > 1 and first[0] == "|":
        return _find_piped(lines, at, text)
    if first.count(",") > 1 or '","' in first:
        return _find_quoted(lines, at, text)
    return Miss(at + 1)


def _find_piped(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    rows: list[Row] = []
    stop, rules = at, 0
    while stop < len(lines) and lines[stop].paragraphs:
        row = _piped(lines[stop], text)
        if row is None or (rows and len(row) != len(rows[0])):
            break
        stop += 1
        if all(_RULE.fullmatch(text[a:b].strip()) for ((a, b),) in row):
            rules += len(rows) == 1
            continue
        rows.append(row)
    if stop - at < _ROWS or len(rows) < 2 or len(rows[0]) < 2:
        return Miss(stop)
    return Grid(tuple(rows), len(rows[0]), at, stop, header_rows=rules, marked=True)


def _piped(line: Line, text: str) -> Row | None:
    start, end = line.paragraphs[0].start, line.paragraphs[-1].end
    if text[start] != "|" or text[end - 1] != "|":
        return None
    bars = [i for i in range(start, end) if text[i] == "|"]
    return tuple(((a + 1, b),) for a, b in pairwise(bars))


def _find_quoted(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    rows: list[Row] = []
    here = at
    while here < len(lines) and lines[here].paragraphs:
        row, here = _quoted(lines, here, text)
        if len(row) < 3 or len(row) != len((rows or [row])[0]) or not (rows or _is_header(row, text)):
            return Miss(here)
        rows.append(row)
    if len(rows) < _ROWS:
        return Miss(here)
    return Grid(tuple(rows), len(rows[0]), at, here, marked=True)


def _is_header(row: Row, text: str) -> bool:
    names = [text[a:b].strip() for field in row for a, b in field]
    return all(name and text_to_width(name) <= _HEADER_WIDTH and name[-1] not in "。；" for name in names)


def _quoted(lines: Sequence[Line], here: int, text: str) -> tuple[Row, int]:
    """One record and the line after it; a record without an end is empty."""
    fields: list[tuple[Span, ...]] = []
    at = lines[here].start
    while True:
        field, at = _field(lines[here].start, at, text, lines[here].end)
        if at < 0:
            return (), here + 1
        while here < len(lines) and lines[here].end < at:
            here += 1
        fields.append(field)
        if at >= lines[here].end:
            return tuple(fields), here + 1
        at += 1


def _field(line_start: int, at: int, text: str, end: int) -> tuple[tuple[Span, ...], int]:
    """The spans of one field and the offset of the comma or line end after it; -1 where it has none."""
    if text[at : at + 1] != '"':
        comma = text.find(",", at, end)
        stop = end if comma < 0 else comma
        return ((at, stop),), stop
    spans: list[Span] = []
    start = at + 1
    while True:
        quote = text.find('"', start, line_start + _RECORD)
        if quote < 0:
            return (), -1
        if text[quote + 1 : quote + 2] != '"':
            return (*spans, (start, quote)), quote + 1
        spans.append((start, quote + 1))
        start = quote + 2
