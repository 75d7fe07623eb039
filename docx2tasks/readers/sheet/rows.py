"""The visible rows of a sheet: merged ranges expanded, hidden rows and columns removed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.sheet.cells import Filled, Range, Sheet


class SheetRow(NamedTuple):
    """A visible row with its filled cells; ``spans`` has the last column and row of those that are merged.

    ``is_below_gap`` says that a blank row stands before it; ``covered`` counts the cells above that
    reach into it.
    """

    number: int
    cells: Sequence[Filled]
    spans: Mapping[int, tuple[int, int]] = MappingProxyType({})
    covered: int = 0
    is_below_gap: bool = False

    def right(self, place: int) -> int:
        """The last column of the cell at a place of the row."""
        column = self.cells[place][0]
        return self.spans[column][0] if column in self.spans else column


class _Covers(NamedTuple):
    """What merged ranges mean in one row: where one begins, and which columns one from above fills."""

    begins: dict[int, Range]
    from_above: list[Range]


def sheet_to_rows(sheet: Sheet, limits: Limits) -> list[SheetRow]:
    """The rows of a sheet in which something is shown.

    A merged range keeps the words of its first cell, as Excel does, also where that cell's own row or
    column is hidden and others are not.  Raises ``LimitError`` ``table-too-big``.
    """
    filled, merges = _move_words(sheet)
    kept = [number for number in sorted(filled) if number not in sheet.hidden_rows]
    covers = _find_covers(merges, kept, limits)
    rows: list[SheetRow] = []
    reach = kept[0] - 1 if kept else 0
    for number in kept:
        check_deadline()
        begins, above = covers.get(number, _NO_COVERS)
        cells = filled[number]
        spans: Mapping[int, tuple[int, int]] = _NO_SPANS
        if begins or above or sheet.hidden_columns:
            cells, spans = _shown_cells(cells, begins, above, sheet.hidden_columns)
        if cells:
            rows.append(SheetRow(number, cells, spans, len(above), _is_gap(reach, number, sheet.hidden_rows)))
            reach = max([reach, number, *(bottom for _, bottom in spans.values())])
    return rows


_NO_COVERS = _Covers({}, [])
_NO_SPANS: Mapping[int, tuple[int, int]] = MappingProxyType({})


def _move_words(sheet: Sheet) -> tuple[dict[int, Sequence[Filled]], list[Range]]:
    """The filled cells by row, and the merged ranges from their first visible place on, to which their words move."""
    filled: dict[int, Sequence[Filled]] = dict(sheet.rows)
    moved: dict[int, dict[int, str]] = {}
    below, behind = _next_visible(sheet.hidden_rows), _next_visible(sheet.hidden_columns)
    merges: list[Range] = []
    words_of: dict[int, dict[int, str]] = {}  # of a row, once for all ranges that begin in it
    for merge in sheet.merges:
        top, left = below.get(merge.top, merge.top), behind.get(merge.left, merge.left)
        if top > merge.bottom or left > merge.right:
            continue
        merges.append(merge._replace(top=top, left=left))
        if merges[-1] != merge:
            if merge.top not in words_of:
                words_of[merge.top] = dict(filled.get(merge.top, ()))
            first = words_of[merge.top].get(merge.left)
            if first:
                moved.setdefault(top, {})[left] = first
    for number, words in moved.items():
        filled[number] = sorted((dict(filled.get(number, ())) | words).items())
    return filled, merges


def _next_visible(hidden: frozenset[int]) -> dict[int, int]:
    """For each hidden row or column the first one behind it that is shown."""
    following: dict[int, int] = {}
    for number in sorted(hidden, reverse=True):
        following[number] = following.get(number + 1, number + 1)
    return following


def _find_covers(merges: Sequence[Range], kept: Sequence[int], limits: Limits) -> dict[int, _Covers]:
    """For each row the ranges that begin in it, and those from above that reach into it."""
    covers: dict[int, _Covers] = {}
    places = 0
    for merge in merges:
        low, high = bisect_left(kept, merge.top), bisect_right(kept, merge.bottom)
        places += high - low
        if places > limits.cells:
            raise LimitError("table-too-big", "a sheet has too many merged rows", "split the workbook")
        for number in kept[low:high]:
            row = covers.setdefault(number, _Covers({}, []))
            if number == merge.top:
                row.begins[merge.left] = merge
            else:
                row.from_above.append(merge)
    return covers


def _shown_cells(
    filled: Sequence[Filled],
    begins: Mapping[int, Range],
    above: Sequence[Range],
    hidden: frozenset[int],
) -> tuple[list[Filled], dict[int, tuple[int, int]]]:
    """The cells that a row shows, left to right, and their spans; what a range covers is not shown."""
    cells: list[Filled] = []
    spans: dict[int, tuple[int, int]] = {}
    waiting = sorted((merge.left, merge.right) for merge in above)
    at, covered = 0, -1
    for column, words in filled:
        while at < len(waiting) and waiting[at][0] <= column:
            covered = max(covered, waiting[at][1])
            at += 1
        if column <= covered or column in hidden:
            continue
        merge = begins.get(column)
        if merge is not None:
            covered = merge.right
            spans[column] = merge.right, merge.bottom
        cells.append((column, words))
    return cells, spans


def _is_gap(reach: int, number: int, hidden: frozenset[int]) -> bool:
    """Whether a row without words, and not hidden, stands between two rows."""
    size = number - reach - 1
    return size > 0 and (size > len(hidden) or any(row not in hidden for row in range(reach + 1, number)))


def count_hidden(sheet: Sheet) -> tuple[list[int], list[int]]:
    """The hidden rows and columns that contain text."""
    if sheet.is_hidden or not (sheet.hidden_rows or sheet.hidden_columns):
        return [], []
    rows = [number for number, cells in sheet.rows if number in sheet.hidden_rows and any(words for _, words in cells)]
    columns = {column for number, cells in sheet.rows if number not in sheet.hidden_rows for column, _ in cells}
    return rows, sorted(columns & sheet.hidden_columns)
