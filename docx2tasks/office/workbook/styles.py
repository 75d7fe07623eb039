"""Cell styles, and writing text as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.export.names import clean_text
from docx2tasks.office.workbook.row_sheet import day_to_xml, format_to_style, text_to_xml

if TYPE_CHECKING:
    from docx2tasks.office.workbook.layout import Layout

_MOST = 32_767  # UTF-16 units of a cell; XlsxWriter writes nothing over it and raises nothing
_CUT = "……（超出单元格容量，全文见原文）"  # said where a reader sees it
_DATE = 'yyyy"年"m"月"d"日"'
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any, layout: Layout) -> None:  # noqa: ANN401  XlsxWriter has no types
        plain = {"font_name": layout.font, "font_size": 10.5, "border": 1, "valign": "top", "text_wrap": True}
        middle = plain | {"align": "center"}
        header = {"font_name": layout.header_font, "bold": True, "bg_color": "#D9E1F2", "valign": "vcenter"}
        self.cell = book.add_format(plain)
        self.middle = book.add_format(middle)
        self.date = book.add_format(middle | {"num_format": _DATE})
        self.days = book.add_format(middle | {"num_format": "0"})
        self.link = book.add_format(middle | {"font_color": "#0563C1", "underline": 1})
        self.header = book.add_format(middle | header)
        self.title = book.add_format(
            {"font_name": layout.header_font, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.numbers = StyleNumbers(*map(format_to_style, (self.cell, self.middle, self.date, self.days, self.link)))
        self.repeat = book.add_format({"num_format": ";;;"})
        self.past = book.add_format({"font_color": "#C00000", "bold": True})
        self.near = book.add_format({"bg_color": "#FFE699"})
        self.doubt = book.add_format({"bg_color": "#FFF2CC"})


class StyleNumbers(NamedTuple):
    """The formats of the cells of rows, by the numbers that cells name them with."""

    cell: int
    middle: int
    date: int
    days: int
    link: int


def text_to_cell(text: str) -> str:
    """Text for a cell: without control characters, and with a note if truncated."""
    if len(text) <= _MOST // 2 and text.isprintable():
        return text
    text = _UNFIT.sub("", clean_text(text))
    if len(text) <= _MOST // 2 or len(text.encode("utf-16-le")) // 2 <= _MOST:
        return text
    room = (_MOST - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def write_text(sheet: Any, row: int, column: int, text: str | None, style: Any) -> None:  # noqa: ANN401  as above
    """A cell of text; ``=1+1``, ``(1)`` and ``1e5`` are text too."""
    if text:
        sheet.write_string(row, column, text_to_cell(text), style)
    else:
        sheet.write_blank(row, column, None, style)


def date_to_xml(at: int, column: int, day: str, style: int) -> str:
    """A real date; as text if a workbook cannot hold it (before 1900)."""
    if day >= "1900-03-01":  # before it workbooks count a day too many
        return day_to_xml(at, column, day, style)
    return text_to_xml(at, column, text_to_cell(day), style)


def count_lines(text: str, width: float) -> int:
    """How many lines text takes in a column of so many characters, of which a Chinese one takes two."""
    if 2 * len(text) < width and "\n" not in text:
        return 1
    room = int(max(width - 1, 2))
    lines = text.split("\n") if "\n" in text else (text,)
    return sum([-(-_text_width(line) // room) or 1 for line in lines])


def _text_width(text: str) -> int:
    """Signs that take three bytes are wide: Chinese ones, and the quotes and dashes that Chinese fonts widen."""
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2
