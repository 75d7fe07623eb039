"""Flat rows as CSV that spreadsheets open without damage, and as JSON Lines.

What guards the cells is :func:`docx2tasks.export.csv_text.text_to_cell`: ``(1)`` is no -1, an id no number.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from docx2tasks.export.csv_text import text_to_cell
from docx2tasks.export.json_text import value_to_line
from docx2tasks.office.flat import FLAT_COLUMNS, FlatRow

ENCODINGS = ("utf-8", "gb18030")  # of CSV; older programs of offices read only the second
_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's own encoding


def rows_to_csv(rows: Iterable[FlatRow], encoding: str = "utf-8") -> Iterator[bytes]:
    """CSV in pieces, CRLF at the end of lines; UTF-8 begins with a mark."""
    if encoding == "utf-8":
        yield _MARK.encode()
    yield _line([column.name for column in FLAT_COLUMNS]).encode(encoding)
    for row in rows:
        yield _line([_value_to_cell(value) for value in row.values()]).encode(encoding)


def _value_to_cell(value: str | float | None) -> object:
    return text_to_cell(value) if isinstance(value, str) and not _is_day(value) else value


def _is_day(text: str) -> bool:
    """Whether it is a date as the columns of days hold it, which a spreadsheet may well read as one."""
    return len(text) == len("2022-12-31") and text[4] == text[7] == "-" and text.replace("-", "").isdecimal()


def _line(cells: Iterable[object]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator="\r\n").writerow(cells)
    return page.getvalue()


def rows_to_jsonl(rows: Iterable[FlatRow]) -> Iterator[bytes]:
    """One object per line, each with all columns; unknown values are null."""
    for row in rows:
        yield value_to_line(row)
