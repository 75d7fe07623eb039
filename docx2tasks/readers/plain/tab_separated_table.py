"""Tab-separated tables: one row per line, but cells may contain line breaks.

    重点任务→工作举措→责任部门       Lines with too few tabs go on in the open cell until the row
    一、建设→1.压实责任。→省教育厅   has its cells.  A line without tabs after a full row belongs
    →2.深化教育。→省财政厅           to its last cell as long as the table goes on after it, unless
                                     it is a heading across the table (``tab_separated_bands.py``).

A table goes on over blank lines and repeated headers.  A row whose cells run together or whose
trailing blanks were dropped is short; ``realign_rows.py`` puts it under its columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from docx2tasks.readers.plain.lines import Line, text_to_width
from docx2tasks.readers.plain.tab_prefixed_table import Field, Grid, Miss, Row, is_led
from docx2tasks.readers.plain.tab_separated_bands import find_bands, may_be_heading
from docx2tasks.source import Span

_SEQUENCE = re.compile(r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}、?")
_HEADING = re.compile(r"第[一二三四五六七八九十0-9]{1,3}[章条节]|附件|附表|备?注[：:]")
_LABEL = re.compile(r"[•●·▪*-]|[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]{0,2}|[①-⑳]")
# 3月： 4-12月： 11月12月： at the start of a line: what is due then
_MONTH = re.compile(r"[0-9]{1,2}(?:月?\s?[-—–－~～至到、]{1,3}\s?[0-9]{1,2})?月|全年[：:]|[上下]半年[：:]")
_OPEN_END = frozenset("，、；：,;:和及与的")
_HEADER_WIDTH = 40
_GAP = 80  # lines of one cell: the longest honest one seen has forty
_LONG = 400  # characters: a line that long between two rows is text after a table
_SAMPLE = 500  # lines by which a table is judged
_REACH = 8  # lines behind a blank one in which rows go on below a heading
_TAIL = 12  # lines that may end the last cell of a file


@dataclass(frozen=True, slots=True)
class _TabRows:
    """The rows of a table, read as if each had ``size`` tabs."""

    size: int
    rows: tuple[Row, ...]

    @property
    def rank(self) -> tuple[int, float, int, int]:
        """How good the reading is: no cell too many in a row, then as many whole rows as can be."""
        whole = sum(len(row) == self.size + 1 for row in self.rows)
        beyond = sum(len(row) > self.size + 2 for row in self.rows)
        return (-beyond, whole / len(self.rows), whole, self.size)


def find_tab_table(lines: Sequence[Line], at: int, text: str) -> Grid | Miss:
    """The table whose first row is ``lines[at]``.

    ``序号→任务→单位`` with rows under it is one; ``电话：→0571-…`` and ``1.→推进…`` are none.
    """
    if len(_filled(lines[at], text)) < 2:
        return Miss(at + 1)
    stop = _region(lines, at, text)
    bands = find_bands(lines[at:stop], text, at)
    tabs = [line.tabs for line in lines[at:stop] if line.tabs]
    if len(tabs) < 2:
        return Miss(stop)
    common = Counter(tabs).most_common(1)[0][0]
    sample = (at, min(stop, at + _SAMPLE))
    readings = [_read_rows(lines, sample, text, size, bands) for size in dict.fromkeys((tabs[0], common, max(tabs)))]
    best = max(readings, key=lambda reading: reading.rank)
    if not _is_table(best, text):
        return Miss(stop)
    best = best if sample[1] == stop else _read_rows(lines, (at, stop), text, best.size, bands)
    grid = Grid(tuple(_resorted(row, text) for row in best.rows), best.size + 1, at, stop)
    return _trimmed(_with_tail(grid, lines, text), text)


def _filled(line: Line, text: str) -> list[str]:
    return [cell.strip() for cell in text[line.start : line.end].split("\t") if cell.strip()]


def _region(lines: Sequence[Line], at: int, text: str) -> int:
    """Where the table that begins at ``at`` ends at the latest: after its last line with tabs."""
    stop, here, blank, gap = at + 1, at + 1, False, 0
    header = _filled(lines[at], text)
    while here < len(lines) and gap <= _GAP:
        line = lines[here]
        if line.is_gap:
            blank = True
        elif line.tabs and (not blank or _may_resume(line, lines[at], header, text)):
            stop, blank, gap = here + 1, False, 0
        elif line.tabs or _ends_table(line) or (blank and not _may_be_band_behind_gap(lines, here)):
            break
        else:
            gap += 1
        here += 1
    return stop


def _may_be_band_behind_gap(lines: Sequence[Line], here: int) -> bool:
    """Whether a line without tabs behind a blank one may be a heading: rows follow at once."""
    if not may_be_heading(lines[here]):
        return False
    near = (line for line in lines[here + 1 : here + _REACH] if not line.is_gap)
    for line in islice(near, 2):
        if line.tabs:
            return True
        if not may_be_heading(line):
            return False
    return False


def _may_resume(line: Line, first: Line, header: list[str], text: str) -> bool:
    """Whether a line with tabs after a blank line is of the same table."""
    if is_led(line, text):
        return False
    return line.tabs >= first.tabs - 1 or _filled(line, text) == header


def _ends_table(line: Line) -> bool:
    if not line.paragraphs:
        return False
    words = line.paragraphs[0].text
    return bool(_HEADING.match(words)) or len(words) > _LONG


def _read_rows(lines: Sequence[Line], place: Span, text: str, size: int, bands: frozenset[int]) -> _TabRows:
    """The rows of ``lines[place]``, each of which should have ``size`` tabs."""
    rows: list[list[list[Span]]] = []
    counts = [line.tabs for line in lines[place[0] : place[1]] if line.tabs]
    strict = counts.count(size) * 5 >= 3 * len(counts)
    lead = None if place[0] + 1 in bands else _lead_words(lines, place, size)
    blank = after_band = False
    for number, line in enumerate(lines[place[0] : place[1]], place[0]):
        if line.is_gap:
            blank = True
            continue
        if number in bands or after_band:
            rows.append([[span] for span in _fields(line, text)])
            after_band = number in bands
        elif not rows or _starts_row(rows[-1], line, size, text, closed=strict or blank, lead=lead):
            rows.append([[span] for span in _fields(line, text)])
        else:
            first, *others = _fields(line, text)
            rows[-1][-1].append(first)
            rows[-1].extend([span] for span in others)
        blank = False
    return _TabRows(size, tuple(tuple(tuple(cell) for cell in row) for row in rows))


def _fields(line: Line, text: str) -> list[Span]:
    found: list[Span] = []
    at = line.start
    while (tab := text.find("\t", at, line.end)) >= 0:
        found.append((at, tab))
        at = tab + 1
    return [*found, (at, line.end)]


def _lead_words(lines: Sequence[Line], place: Span, size: int) -> str | None:
    """The first line of the first row's first cell, when that cell has several lines."""
    here = place[0] + 1
    if lines[place[0]].tabs == size and here < place[1] and not lines[here].tabs and lines[here].paragraphs:
        return lines[here].paragraphs[0].text
    return None


def _starts_row(  # noqa: PLR0913
    row: list[list[Span]], line: Line, size: int, text: str, *, closed: bool, lead: str | None
) -> bool:
    """Whether ``line`` begins a new row after ``row``; ``closed`` says that rows seem to end here."""
    if not line.tabs:
        return lead is not None and len(row) > 1 and bool(line.paragraphs) and line.paragraphs[0].text == lead
    if len(row) == 1:  # only the first lines of a first cell were read so far
        return line.tabs > size
    first, _, rest = text[line.start : line.end].partition("\t")
    if line.tabs == 1 < size and first.strip() and not rest.strip():
        return False  # words and a tab: the end of a cell that was begun above
    if len(row) - 1 + line.tabs > size or _SEQUENCE.fullmatch(first.strip()):
        return True
    if _MONTH.match(first.strip()) and _MONTH.match(text[slice(*row[0][0])].strip()):
        return True
    open_end = text[slice(*row[-1][-1])].rstrip()[-1:]
    return closed and open_end not in _OPEN_END


def _is_table(reading: _TabRows, text: str) -> bool:
    """Whether a reading is a table beyond doubt."""
    texts = [[_text(cell, text) for cell in row] for row in reading.rows]
    whole = [row for row in texts if len(row) == reading.size + 1 and sum(map(bool, row)) > 1]
    headed = _is_header(texts[0])
    least = 4 if headed and reading.size > 2 else 2
    if len(whole) < (2 if headed else 3) or least * len(whole) < len(texts):
        return False
    if reading.size > 1:
        return True
    return headed and len(texts) > 2 and not _is_list(whole)


def _text(cell: Field, text: str) -> str:
    return "\n".join(text[start:end].strip() for start, end in cell).strip()


def _is_header(cells: Sequence[str]) -> bool:
    names = [cell for cell in cells if cell]
    return all(text_to_width(name) <= _HEADER_WIDTH and name[-1] not in "。；，" for name in names)


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two columns are a list of labels, of numbered items or of page numbers."""
    numbered = not rows[0][0].endswith(("：", ":")) and not _LABEL.fullmatch(rows[0][0])
    labels = sum(row[0].endswith(("：", ":")) or bool(_LABEL.fullmatch(row[0])) for row in rows)
    named = sum(row[0].isdigit() for row in rows[1:]) if numbered else 0
    # the last entry of a contents list may hold all that is behind it, up to the list of a second print
    pages = sum(row[1].partition("\n")[0].isdigit() for row in rows)
    return 2 * (labels - named) > len(rows) or pages == len(rows)


def _resorted(row: Row, text: str) -> Row:
    """The row with what its last cell lacks nothing of put back into the cell before.

    ``3月：起草→1.时效性`` ``2.达成度`` ``5月：印发``: the second month belongs to the first.
    """
    if len(row) < 3 or not _MONTH.match(_text(row[-2], text)) or _MONTH.match(_text(row[-1], text)):
        return row
    for index, (start, end) in enumerate(row[-1]):
        if index and _MONTH.match(text[start:end].strip()):
            return (*row[:-2], (*row[-2], *row[-1][index:]), row[-1][:index])
    return row


def _with_tail(grid: Grid, lines: Sequence[Line], text: str) -> Grid:
    """The grid with the lines that end its last cell: only where other rows have such lines too."""
    counts = [len(cell) for row in grid.rows[1:-1] if len(row) == grid.columns for cell in row[-2:]]
    last = grid.rows[-1]
    words = _text(last[-1], text)
    quoted = words.startswith('"') and words.count('"') % 2 == 1
    if len(last) < grid.columns or not (quoted or max(counts, default=1) > 1):
        return grid
    stop, spans = grid.stop, list(last[-1])
    while stop < len(lines) and not lines[stop].is_gap and stop - grid.stop < _TAIL:
        if lines[stop].tabs or _ends_table(lines[stop]) or lines[stop].indent >= 2:
            break
        spans.append((lines[stop].start, lines[stop].end))
        stop += 1
    usual = 2 * sum(count > 1 for count in counts) >= len(counts)
    if not (quoted or usual or all(line.is_gap for line in lines[stop:])):
        return grid
    rest = _resorted((*last[:-1], tuple(spans)), text)
    return replace(grid, rows=(*grid.rows[:-1], rest), stop=stop)


def _trimmed(grid: Grid, text: str) -> Grid:
    """The grid without a last column that is blank in every row."""
    columns = grid.columns
    while columns > 2 and all(len(r) < columns or not _text(r[columns - 1], text) for r in grid.rows):
        columns -= 1
    if columns == grid.columns or any(len(row) > grid.columns for row in grid.rows):
        return grid
    rows: list[Row] = [row[:columns] for row in grid.rows]
    return replace(grid, rows=tuple(rows), columns=columns)
