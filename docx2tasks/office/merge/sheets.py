"""Copies sheets between workbooks: cells, formats, widths, print setup."""

from __future__ import annotations

from copy import copy
from typing import Any

_FORMATS = ("font", "fill", "border", "alignment", "number_format", "protection")


class FormatCopier:
    """Formats of a workbook in another one, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[bytes, Any] = {}

    def apply(self, source: Any, target: Any) -> None:  # noqa: ANN401  openpyxl has no types
        """Give a cell the format of a cell of the other workbook."""
        key = source._style.tobytes()  # noqa: SLF001  what openpyxl itself copies within a workbook
        if key not in self._known:
            for name in _FORMATS:
                setattr(target, name, copy(getattr(source, name)))
            self._known[key] = copy(target._style)  # noqa: SLF001
        target._style = copy(self._known[key])  # noqa: SLF001


def copy_value(source: Any, target: Any) -> None:  # noqa: ANN401  as above
    """Give a cell the value of another one: text stays text, also ``=1+1``."""
    target._value, target.data_type = source._value, source.data_type  # noqa: SLF001
    target.hyperlink = copy(source.hyperlink)


def replace_sheet(book: Any, fresh: Any, at: int, formats: FormatCopier) -> None:  # noqa: ANN401  as above
    """Put a sheet of another workbook in the place of the one with its name, a new one at place ``at``."""
    name = fresh.title
    if name in book.sheetnames:
        at = book.index(book[name])
        book.remove(book[name])
    sheet = book.create_sheet(name, at)
    _copy_cells(fresh, sheet, formats)
    for key, one in fresh.column_dimensions.items():
        sheet.column_dimensions[key].width, sheet.column_dimensions[key].hidden = one.width, one.hidden
    for at_row, one in fresh.row_dimensions.items():
        sheet.row_dimensions[at_row].height = one.height
    sheet.sheet_state, sheet.freeze_panes = fresh.sheet_state, fresh.freeze_panes
    sheet.auto_filter.ref, sheet.print_title_rows = fresh.auto_filter.ref, fresh.print_title_rows
    sheet.page_setup, sheet.sheet_properties = copy(fresh.page_setup), copy(fresh.sheet_properties)
    sheet.oddFooter.center.text = fresh.oddFooter.center.text


def _copy_cells(fresh: Any, sheet: Any, formats: FormatCopier) -> None:  # noqa: ANN401  as above
    for row in fresh.iter_rows():
        for cell in row:
            if cell.value is not None or cell.has_style:
                target = sheet.cell(cell.row, cell.column)
                copy_value(cell, target)
                formats.apply(cell, target)
