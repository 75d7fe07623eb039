"""Rewrites the rows of the first sheet in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from typing import TYPE_CHECKING, Any

from docx2tasks.office.merge.sheets import FormatCopier, copy_value
from docx2tasks.office.workbook.ledger_sheet import FIRST

if TYPE_CHECKING:
    from docx2tasks.office.merge.ledger import FilledBook, LedgerColumn
    from docx2tasks.office.merge.merge import MergedLine

_MARK = "FFE2EFDA"  # the ground of a cell that people corrected
_FRESH = FIRST + 1  # the first row of tasks in a new workbook, from 1
_Cells = Mapping[tuple[int, int], Any]


class RowWriter:
    """Writes merged rows into the sheet of a ledger."""

    def __init__(self, ledger: FilledBook, fresh: Any, formats: FormatCopier) -> None:  # noqa: ANN401  no types
        self._ledger, self._fresh, self._formats = ledger, fresh, formats
        self._sheet = ledger.sheet
        self.first = ledger.header + 1

    def write(self, lines: Sequence[MergedLine]) -> None:
        """Write all lines, and the titles of columns that are new."""
        self._write_titles()
        merged = [*self._part_cells()]
        heights = {at: one.height for at, one in self._sheet.row_dimensions.items()}
        old = self._take_cells()
        places: dict[int, int] = {}
        for number, line in enumerate(lines):
            at = self.first + number
            if line.stood is not None:
                places.setdefault(line.stood.at, at)
            for column in self._ledger.columns:
                self._write_cell(at, _FRESH + number, column, line, old)
            height = self._fresh.row_dimensions[_FRESH + number].height
            stood = heights.get(line.stood.at) if line.stood is not None else None
            self._sheet.row_dimensions[at].height = max(height or 0, stood or 0) or None
        for one in merged:
            self._join_cells(one, places)

    def _write_titles(self) -> None:
        for column in self._ledger.columns:
            target = self._sheet.cell(self._ledger.header, column.at)
            if target.value is None and column.title:
                copy_value(self._fresh.cell(_FRESH - 1, column.at), target)
                self._formats.apply(self._fresh.cell(_FRESH - 1, column.at), target)
                dimension = self._sheet.column_dimensions[target.column_letter]
                dimension.width, dimension.hidden = column.width, column.is_hidden

    def _take_cells(self) -> dict[tuple[int, int], Any]:
        """The cells below the titles, taken out of the sheet."""
        cells, rows = self._sheet._cells, self._sheet.row_dimensions  # noqa: SLF001  the one way to empty rows
        for at in [at for at in rows if at >= self.first]:
            del rows[at]
        return {place: cells.pop(place) for place in [place for place in cells if place[0] >= self.first]}

    def _write_cell(self, at: int, fresh: int, column: LedgerColumn, line: MergedLine, old: _Cells) -> None:
        stood = old.get((line.stood.at, column.at)) if line.stood is not None else None
        source, target = self._fresh.cell(fresh, column.at), self._sheet.cell(at, column.at)
        if stood is not None and _is_kept(column, line, stood.value):
            copy_value(stood, target)
            _move_formula(target, at - stood.row)
        else:
            copy_value(source, target)
            _move_formula(target, at - fresh)
        is_corrected = column.key in line.corrected
        if stood is None or (_is_marked(stood) and not is_corrected):
            self._formats.apply(source, target)
        else:
            target._style = copy(stood._style)  # noqa: SLF001  what people set stays
        if stood is not None:
            target.comment = copy(stood.comment)
            if stood.hyperlink is not None and target.value is not None and column.key != "place":
                target.hyperlink = copy(stood.hyperlink)
        if is_corrected:
            _mark(target)

    def _part_cells(self) -> Iterator[tuple[int, int, int, int]]:
        """Cells that are merged below the titles, each as one again: rows from and to, columns from and to."""
        for one in [*self._sheet.merged_cells.ranges]:
            if one.min_row >= self.first:
                self._sheet.unmerge_cells(one.coord)
                yield one.min_row, one.max_row, one.min_col, one.max_col

    def _join_cells(self, merged: tuple[int, int, int, int], places: Mapping[int, int]) -> None:
        """Merge them again where their rows stand together still."""
        top, bottom, left, right = merged
        found = [places.get(at, 0) for at in range(top, bottom + 1)]
        if found[0] and found == [*range(found[0], found[0] + len(found))]:
            self._sheet.merge_cells(start_row=found[0], end_row=found[-1], start_column=left, end_column=right)


def _is_kept(column: LedgerColumn, line: MergedLine, value: object) -> bool:
    """Whether what stands in a cell stays."""
    if column.key == "id":
        return not line.line.key
    if column.is_typed or column.key in line.corrected:
        return True
    is_counted = column.key == "seq" and line.line.key and isinstance(value, int | float)
    return line.stays and column.key != "change" and not is_counted


def _move_formula(cell: Any, rows: int) -> None:  # noqa: ANN401  no types
    """Have a formula of a row that moved speak of its own row again."""
    from openpyxl.formula.translate import Translator, TranslatorError  # noqa: PLC0415  with a workbook only

    if rows and cell.data_type == "f" and isinstance(cell.value, str):
        origin = f"{cell.column_letter}{cell.row - rows}"
        with suppress(TranslatorError):  # it speaks of rows far above: it stays as it is
            cell._value = Translator(cell.value, origin=origin).translate_formula(cell.coordinate)  # noqa: SLF001


def _is_marked(cell: Any) -> bool:  # noqa: ANN401  no types
    return bool(cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == _MARK)


def _mark(cell: Any) -> None:  # noqa: ANN401  no types
    from openpyxl.styles import PatternFill  # noqa: PLC0415  as above

    if cell.fill.fill_type is None:  # a ground that people chose stays
        cell.fill = PatternFill("solid", fgColor=_MARK)
