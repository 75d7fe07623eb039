"""A sheet of XlsxWriter that takes whole rows, which it writes at once: cell by cell they take five times as long.

In constant memory XlsxWriter keeps the rows of a sheet in a file of their own, ``fh``, one ``<row>`` after another, and
reads it back when the workbook is closed.  What is put here goes there, as XlsxWriter itself would write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from docx2tasks.errors import LimitError

_LITERAL = re.compile(r"(?=_x[0-9a-fA-F]{4}_)")  # what programs would read as a character that is written so
_FIRST_DAY = date(1899, 12, 30)  # day 0, for days from March 1900 on


class RowSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet to which rows are put from top to bottom, below what was written cell by cell."""

    def put(self, at: int, cells: Iterable[str], height: float | None = None) -> None:
        """Write a row of cells, which :func:`text_to_xml` and its like made; ``at`` counts from 0.

        Raises ``too-big`` where the sheet is full.
        """
        if at >= self.xls_rowmax:
            what = f"a sheet holds {self.xls_rowmax:,} rows, and {self.name} needs more"
            raise LimitError("too-big", what, "export fewer documents at a time, or use --to csv")
        self._write_single_row(at)  # what stands above
        self._check_dimensions(at, 0)
        look = "" if height is None else f' ht="{height:.16g}" customHeight="1"'
        self.fh.write(f'<row r="{at + 1}"{look}>{"".join(cells)}</row>')

    def link(self, at: int, column: int, address: str, words: str) -> None:
        """Let a cell that is put lead somewhere; at most 65,530 of a sheet can."""
        self.ignore_write_string = True
        self.write_url(at, column, address, None, words)
        self.ignore_write_string = False

    def end(self, columns: int) -> None:
        """Say how wide the rows are that were put."""
        self._check_dimensions(self.previous_row, columns - 1)


@cache
def column_to_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name: str = xl_col_to_name(column)
    return name


def text_to_xml(at: int, column: int, text: str, style: int) -> str:
    """A cell of text that a cell can hold (``text_to_cell``), whatever it looks like; without text a blank one."""
    place = f'<c r="{column_to_letters(column)}{at + 1}" s="{style}"'
    if not text:
        return f"{place}/>"
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'{place} t="inlineStr"><is><t{space}>{_escape(text)}</t></is></c>'


def number_to_xml(at: int, column: int, number: int, style: int) -> str:
    """A cell of a number."""
    return f'<c r="{column_to_letters(column)}{at + 1}" s="{style}"><v>{number}</v></c>'


def day_to_xml(at: int, column: int, day: str, style: int) -> str:
    """A cell of a day: ``2022-12-31`` as the number of days that programs show as one."""
    return number_to_xml(at, column, (date.fromisoformat(day) - _FIRST_DAY).days, style)


def formula_to_xml(at: int, column: int, formula: str, style: int) -> str:
    """A cell of a formula (without ``=``) that is computed when the workbook is opened."""
    return f'<c r="{column_to_letters(column)}{at + 1}" s="{style}"><f>{_escape(formula)}</f><v></v></c>'


def format_to_style(look: Any) -> int:  # noqa: ANN401  as above
    """The number by which cells name a format."""
    number: int = look._get_xf_index()  # noqa: SLF001  what XlsxWriter writes for it
    return number


def _escape(text: str) -> str:
    if "_x" in text:
        text = _LITERAL.sub("_x005F", text)
    if "\r" in text:
        text = text.replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
