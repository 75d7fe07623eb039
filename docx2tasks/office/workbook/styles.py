"""Cell styles, and writing text as text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx2tasks.export.names import clean_text

if TYPE_CHECKING:
    from docx2tasks.office.workbook.layout import Layout

_MOST = 32_767  # UTF-16 units of a cell; XlsxWriter writes nothing over it and raises nothing
_CUT = "……（超出单元格容量，全文见原文）"  # said where a reader sees it
_DATE = 'yyyy"年"m"月"d"日"'
_WIDE = re.compile("[\u2e80-\U0010ffff]")
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
        self.repeat = book.add_format({"num_format": ";;;"})
        self.past = book.add_format({"font_color": "#C00000", "bold": True})
        self.near = book.add_format({"bg_color": "#FFE699"})
        self.doubt = book.add_format({"bg_color": "#FFF2CC"})


def text_to_cell(text: str) -> str:
    """Text that a cell holds: no control characters, and said where it is cut."""
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


def write_date(sheet: Any, row: int, column: int, day: str | None, style: Any) -> None:  # noqa: ANN401  as above
    """A real date; one that a workbook cannot hold (before 1900) as text."""
    if day and day >= "1900-03-01":  # before it workbooks count a day too many
        sheet.write_datetime(row, column, datetime.fromisoformat(day), style)
    else:
        write_text(sheet, row, column, day, style)


def count_lines(text: str, width: float) -> int:
    """How many lines text takes in a column of so many characters, of which a Chinese one takes two."""
    if 2 * len(text) < width and "\n" not in text:
        return 1
    room = max(width - 1, 2)
    return sum(max(1, -(-_text_width(line) // int(room))) for line in text.split("\n"))


def _text_width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))
