"""The first sheet: one task per row, with columns to fill in."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.office.workbook.row_sheet import RowSheet, column_to_letters, formula_to_xml, number_to_xml, text_to_xml
from docx2tasks.office.workbook.styles import Styles, count_lines, date_to_xml, text_to_cell, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx2tasks.office.rows import TaskRow
    from docx2tasks.office.workbook.layout import Layout

HEADER = 1  # the row of the titles of columns, from 0; above it is the title of the sheet
FIRST = HEADER + 1
_MOST_LINKS = 60_000  # a sheet holds 65,530
_LONGEST_LINK = 2_000
_HALVES = re.compile("[\ud800-\udfff]")  # of a name that is no UTF-8, which no XML holds
LINE = 16.5  # points of a line of text: a multiple of 0.75, as programs round heights
HIGHEST = 409.0  # points of a row
_DONE = ("已办结", "长期坚持")  # states in which no day is counted


class LedgerLine(NamedTuple):
    """A row of the sheet: a task as it is shown, and its key.

    ``change`` says what became of it since the last export; ``fields`` is what its paper says where people have
    corrected it; ``counts``: whether the other sheets list it; ``facts`` are those of a task that no paper holds now.
    """

    row: TaskRow
    key: str
    change: str = ""
    fields: Mapping[str, str] | None = None
    counts: bool = True
    facts: str = ""


class LedgerSheet:
    """Takes rows one by one, without keeping them in memory."""

    def __init__(self, book: Any, layout: Layout, styles: Styles, folder: Path) -> None:  # noqa: ANN401  no types
        self.sheet: RowSheet = book.add_worksheet(layout.title, RowSheet)
        self.count = 0
        self._layout, self._styles, self._folder, self._links = layout, styles, folder, 0
        self._keys = [column.key for column in layout.columns]
        self._shown = [(column.key, column.width) for column in layout.columns if not column.hidden]
        self._papers: dict[str, str | None] = {}  # links, by the path of the paper
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

    def add(self, line: LedgerLine, texts: Mapping[str, str]) -> int:
        """Write a task, and what ``row_to_fields`` says of it; its row, from 0."""
        at = FIRST + self.count
        self.count += 1
        # programs that open the file need not measure text, and some do not: rows are as high as their words
        height = min(LINE * self._count_lines(texts), HIGHEST)
        self.sheet.put(at, [self._to_xml(at, place, key, line, texts) for place, key in enumerate(self._keys)], height)
        return at

    def _count_lines(self, texts: Mapping[str, str]) -> int:
        """The lines of the cell that needs most."""
        return max((count_lines(text, width) for key, width in self._shown if (text := texts.get(key))), default=1)

    def _to_xml(self, at: int, place: int, key: str, line: LedgerLine, texts: Mapping[str, str]) -> str:
        look = self._styles.numbers
        match key:
            case "seq":
                return number_to_xml(at, place, self.count, look.middle)
            case "ends_on":
                return date_to_xml(at, place, line.row.ends_on or "", look.date)
            case "days_left":
                return self._days_to_xml(at, place, line.row.ends_on)
            case "place":
                return self._place_to_xml(at, place, line.row.document_path, texts["place"])
            case "id" | "change":
                words, style = (line.key, look.cell) if key == "id" else (line.change, look.middle)
                return text_to_xml(at, place, text_to_cell(words), style)
        return text_to_xml(at, place, texts.get(key, ""), look.cell)

    def _days_to_xml(self, at: int, place: int, ends_on: str | None) -> str:
        """The days that are left, computed when the workbook is opened."""
        end, state = self._layout.find("ends_on"), self._layout.find("state")
        style = self._styles.numbers.days
        if end is None or not ends_on:
            return text_to_xml(at, place, "", style)
        day = f"{column_to_letters(end)}{at + 1}"
        done = [f'{column_to_letters(state)}{at + 1}="{word}"' for word in _DONE] if state is not None else []
        tests = ",".join([*done, f"NOT(ISNUMBER({day}))"])
        return formula_to_xml(at, place, f'IF(OR({tests}),"",{day}-TODAY())', style)

    def _place_to_xml(self, at: int, place: int, path: str | None, words: str) -> str:
        """Where it stands in the paper, with a link to it."""
        link = self._to_link(path)
        if not link:
            return text_to_xml(at, place, words, self._styles.numbers.middle)
        self._links += 1
        self.sheet.link(at, place, link, words)
        return text_to_xml(at, place, words, self._styles.numbers.link)

    def _to_link(self, path: str | None) -> str | None:
        if not path or self._links >= _MOST_LINKS:
            return None
        if path not in self._papers:
            link = f"external:{os.path.relpath(path, self._folder)}"
            fits = len(link) < _LONGEST_LINK and not _HALVES.search(link)
            self._papers[path] = link if fits and Path(path).is_file() else None
        return self._papers[path]

    def close(self) -> None:
        """What concerns all rows: filters, choices, marks."""
        last = FIRST + max(self.count, 1) - 1
        self.sheet.end(len(self._layout.columns))
        self.sheet.autofilter(HEADER, 0, last, len(self._layout.columns) - 1)
        state = self._layout.find("state")
        if state is not None and self._layout.choices:
            choices = {"validate": "list", "source": [*self._layout.choices], "error_type": "warning"}
            self.sheet.data_validation(FIRST, state, last, state, choices)
        self._mark(last)

    def _mark(self, last: int) -> None:
        days, path, doubts = (self._layout.find(key) for key in ("days_left", "path", "doubts"))
        if days is not None:
            cell = f"{column_to_letters(days)}{FIRST + 1}"
            self._when(days, last, f"AND(ISNUMBER({cell}),{cell}<0)", self._styles.past)
            near = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={self._layout.near_days})"
            self._when(days, last, near, self._styles.near)
        if path is not None:  # the row above has to be seen, or a filter would hide the words with it
            this, above = f"${column_to_letters(path)}{FIRST + 1}", f"${column_to_letters(path)}{FIRST}"
            self._when(path, last, f"AND({this}={above},SUBTOTAL(103,{above})=1)", self._styles.repeat)
        for column in (doubts, self._layout.find("change")):
            if column is not None:
                self._when(column, last, f'{column_to_letters(column)}{FIRST + 1}<>""', self._styles.doubt)

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
