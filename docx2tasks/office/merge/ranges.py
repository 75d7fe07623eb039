"""Extends filters, validations, formats, tables and print areas to new rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d+")
_LAST = re.compile(r"\d+$")


class Extent(NamedTuple):
    """Rows of tasks in a sheet, from 1: the first, the last before and the last now; columns from 1 to ``width``."""

    first: int
    before: int
    now: int
    width: int


def fit_rules(sheet: Any, fresh: Any, extent: Extent, shift: int) -> None:  # noqa: ANN401  openpyxl has no types
    """The rules of a new workbook, ``shift`` rows higher, and those of people, extended."""
    from openpyxl.formatting.formatting import ConditionalFormattingList  # noqa: PLC0415  with a workbook only

    own = [(one.sqref, rule) for one in sheet.conditional_formatting for rule in one.rules]
    ours = [(one.sqref, rule) for one in fresh.conditional_formatting for rule in one.rules]
    shapes = {_to_shape(rule) for _, rule in ours}
    sheet.conditional_formatting = ConditionalFormattingList()
    for sqref, rule in own:
        if _to_shape(rule) not in shapes:
            sheet.conditional_formatting.add(_stretch(sqref, extent), rule)
    for sqref, rule in ours:
        rule.priority = 0  # the next one that is free
        rule.formula = [_shift_formula(formula, shift) for formula in rule.formula]
        sheet.conditional_formatting.add(_shift(sqref, shift), rule)


def fit_choices(sheet: Any, fresh: Any, extent: Extent, state: int) -> None:  # noqa: ANN401  as above
    """Choices of people, which get longer; ours where they left the column ``state`` (0: there is none) without."""
    is_free = True
    for one in sheet.data_validations.dataValidation:
        one.sqref = _to_ranges(_stretch(one.sqref, extent))
        is_free = is_free and not any(part.min_col <= state <= part.max_col for part in one.sqref.ranges)
    for one in fresh.data_validations.dataValidation if is_free and state else ():
        one.sqref = _to_ranges(f"{_letter(state)}{extent.first}:{_letter(state)}{extent.now}")
        sheet.add_data_validation(one)


def fit_areas(sheet: Any, extent: Extent) -> None:  # noqa: ANN401  as above
    """The filter, tables and the print area."""
    from openpyxl.worksheet.filters import AutoFilter  # noqa: PLC0415  as above

    corner = f"{_letter(extent.width)}{extent.now}"
    for table in sheet.tables.values():
        table.ref = _stretch(_to_ranges(table.ref), extent)
        if table.autoFilter is not None:
            table.autoFilter = AutoFilter(ref=table.ref)
    if not sheet.tables:  # which have filters of their own
        sheet.auto_filter = AutoFilter(ref=f"A{extent.first - 1}:{corner}")
    area = sheet.print_area
    if area and "," not in area and (end := _LAST.search(area)) and int(end[0]) >= extent.before:
        sheet.print_area = f"{area[: end.start()]}{extent.now}".rpartition("!")[2]


def _to_shape(rule: Any) -> tuple[str, ...]:  # noqa: ANN401  as above
    """A rule by its formulas, whatever cells they are about."""
    return (rule.type, *(_CELL.sub("·", formula).replace(" ", "") for formula in rule.formula))


def _stretch(ranges: Any, extent: Extent) -> str:  # noqa: ANN401  as above
    """Ranges that hold for half of the rows or more hold for all; sorting and moving rows has torn some."""
    columns: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for one in ranges.ranges:
        columns[one.min_col, one.max_col].append(one)
    return " ".join(part for parts in columns.values() for part in _stretch_parts(parts, extent))


def _stretch_parts(parts: list[Any], extent: Extent) -> Iterator[str]:
    rows = sum(max(0, min(one.max_row, extent.before) - max(one.min_row, extent.first) + 1) for one in parts)
    if not rows or 2 * rows < extent.before - extent.first + 1:
        yield from (one.coord for one in parts)
        return
    top = min(one.min_row for one in parts)
    bottom = max([extent.now, *(one.max_row for one in parts if one.max_row > extent.before + 1)])
    yield f"{_letter(parts[0].min_col)}{top}:{_letter(parts[0].max_col)}{bottom}"


def _shift(ranges: Any, rows: int) -> str:  # noqa: ANN401  as above
    for one in ranges.ranges:
        one.shift(row_shift=rows)
    return " ".join(one.coord for one in ranges.ranges)


def _shift_formula(formula: str, rows: int) -> str:
    from openpyxl.formula.translate import Translator  # noqa: PLC0415  as above

    moved: str = Translator(f"={formula}", origin="A1").translate_formula(f"A{1 + rows}") if rows else f"={formula}"
    return moved[1:]


def _to_ranges(text: str) -> Any:  # noqa: ANN401  as above
    from openpyxl.worksheet.cell_range import MultiCellRange  # noqa: PLC0415  as above

    return MultiCellRange(text)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  as above

    letters: str = get_column_letter(column)
    return letters
