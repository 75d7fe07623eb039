"""The first sheet: one task per row, with columns to fill in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.office.workbook.cells import row_to_text
from docx2tasks.office.workbook.styles import Styles, count_lines, text_to_cell, write_date, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx2tasks.office.rows import TaskRow
    from docx2tasks.office.workbook.layout import Layout, SheetColumn

HEADER = 1  # the row of the titles of columns, from 0; above it is the title of the sheet
FIRST = HEADER + 1
_MOST_LINKS = 60_000  # a sheet holds 65,530
_LONGEST_LINK = 2_000
LINE = 16.5  # points of a line of text: a multiple of 0.75, as programs round heights
HIGHEST = 409.0  # points of a row
_DONE = ("已办结", "长期坚持")  # states in which no day is counted


class LedgerLine(NamedTuple):
    """A row of the sheet: a task as it is shown, and its key.

    ``change`` says what became of it since the last export; ``fields`` is what its paper says where people have
    corrected it; ``counts``: whether the other sheets list it.
    """

    row: TaskRow
    key: str
    change: str = ""
    fields: Mapping[str, str] | None = None
    counts: bool = True


class LedgerSheet:
    """Takes rows one by one; what is written is not held."""

    def __init__(self, book: Any, layout: Layout, styles: Styles, folder: Path) -> None:  # noqa: ANN401  no types
        self.sheet = book.add_worksheet(layout.title)
        self.count = 0
        self._layout, self._styles, self._folder, self._links = layout, styles, folder, 0
        self._open()

    def _open(self) -> None:
        sheet, layout = self.sheet, self._layout
        for place, column in enumerate(layout.columns):
            sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
        sheet.set_row(0, 32)
        shown = [place for place, column in enumerate(layout.columns) if not column.hidden]
        if len(shown) > 1:
            sheet.merge_range(0, shown[0], 0, shown[-1], layout.title, self._styles.title)
        for place, column in enumerate(layout.columns):
            write_text(sheet, HEADER, place, column.title, self._styles.header)
        sheet.freeze_panes(FIRST, (layout.find("text") or 0) + 1)
        set_print(sheet, layout, HEADER)

    def add(self, line: LedgerLine) -> int:
        """Write a task; its row, from 0."""
        row, at = line.row, FIRST + self.count
        self.count += 1
        # programs that open the file need not measure text, and some do not: rows are as high as their words
        self.sheet.set_row(at, min(LINE * self._count_lines(row), HIGHEST))
        for place, column in enumerate(self._layout.columns):
            self._write(at, place, column, line)
        return at

    def _count_lines(self, row: TaskRow) -> int:
        """The lines of the cell that needs most."""
        shown = [column for column in self._layout.columns if not column.hidden]
        return max(count_lines(row_to_text(row, column.key) or "", column.width) for column in shown)

    def _write(self, at: int, place: int, column: SheetColumn, line: LedgerLine) -> None:
        row, styles = line.row, self._styles
        match column.key:
            case "seq":
                self.sheet.write_number(at, place, self.count, styles.middle)
            case "ends_on":
                write_date(self.sheet, at, place, row.ends_on, styles.date)
            case "days_left":
                self._write_days(at, place, row)
            case "place":
                self._write_place(at, place, row)
            case "id":
                write_text(self.sheet, at, place, line.key, styles.cell)
            case "change":
                write_text(self.sheet, at, place, line.change, styles.middle)
            case key:
                write_text(self.sheet, at, place, row_to_text(row, key), styles.cell)

    def _write_days(self, at: int, place: int, row: TaskRow) -> None:
        """The days that are left, computed when the workbook is opened."""
        end, state = self._layout.find("ends_on"), self._layout.find("state")
        if end is None or not row.ends_on:
            self.sheet.write_blank(at, place, None, self._styles.days)
            return
        day = f"{_name(end)}{at + 1}"
        done = [f'{_name(state)}{at + 1}="{word}"' for word in _DONE] if state is not None else []
        tests = ",".join([*done, f"NOT(ISNUMBER({day}))"])
        self.sheet.write_formula(at, place, f'=IF(OR({tests}),"",{day}-TODAY())', self._styles.days, "")

    def _write_place(self, at: int, place: int, row: TaskRow) -> None:
        """Where it stands in the paper, with a link to it."""
        words = row_to_text(row, "place") or ""
        link = self._to_link(row.document_path)
        if not link:
            write_text(self.sheet, at, place, words, self._styles.middle)
            return
        self._links += 1
        self.sheet.write_url(at, place, link, self._styles.link, text_to_cell(words))

    def _to_link(self, path: str | None) -> str | None:
        if not path or self._links >= _MOST_LINKS or not Path(path).is_file():
            return None
        link = f"external:{os.path.relpath(path, self._folder)}"
        return link if len(link) < _LONGEST_LINK else None

    def close(self) -> None:
        """What concerns all rows: filters, choices, marks."""
        last = FIRST + max(self.count, 1) - 1
        self.sheet.autofilter(HEADER, 0, last, len(self._layout.columns) - 1)
        state = self._layout.find("state")
        if state is not None and self._layout.choices:
            choices = {"validate": "list", "source": [*self._layout.choices], "error_type": "warning"}
            self.sheet.data_validation(FIRST, state, last, state, choices)
        self._mark(last)

    def _mark(self, last: int) -> None:
        days, path, doubts = (self._layout.find(key) for key in ("days_left", "path", "doubts"))
        if days is not None:
            cell = f"{_name(days)}{FIRST + 1}"
            self._when(days, last, f"AND(ISNUMBER({cell}),{cell}<0)", self._styles.past)
            near = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={self._layout.near_days})"
            self._when(days, last, near, self._styles.near)
        if path is not None:  # the row above has to be seen, or a filter would hide the words with it
            this, above = f"${_name(path)}{FIRST + 1}", f"${_name(path)}{FIRST}"
            self._when(path, last, f"AND({this}={above},SUBTOTAL(103,{above})=1)", self._styles.repeat)
        for column in (doubts, self._layout.find("change")):
            if column is not None:
                self._when(column, last, f'{_name(column)}{FIRST + 1}<>""', self._styles.doubt)

    def _when(self, column: int, last: int, test: str, style: Any) -> None:  # noqa: ANN401  no types
        how = {"type": "formula", "criteria": f"={test}", "format": style}
        self.sheet.conditional_format(FIRST, column, last, column, how)


def set_print(sheet: Any, layout: Layout, header: int) -> None:  # noqa: ANN401  no types
    """Landscape, as wide as a page, its header on each page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(layout.paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)  # inches: the wider a sheet, the smaller its print
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer("&C第 &P 页  共 &N 页")


def _name(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
