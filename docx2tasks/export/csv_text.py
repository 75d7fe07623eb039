"""CSV (RFC 4180, UTF-8 with a BOM), with cells protected from spreadsheet interpretation.

A spreadsheet takes a cell for a formula that begins with ``=``, ``+``, ``-`` or ``@``, and a formula from a
document that strangers wrote can fetch and send (CWE-1236).  It takes the label ``(1)`` for -1, ``1.2.1`` for a day
and the id ``776056e84224`` for an infinite number.  Such cells get a ``'`` in front, and so do those that only look as
if they had got one; :func:`cell_to_text` takes it off again without loss.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from docx2tasks.export.columns import COLUMNS, values_to_row
from docx2tasks.export.files import replacing
from docx2tasks.export.names import json_to_values

_FORMULA = re.compile(r"'*(?:[\t\r\0]|[\s\0\ufffd\ufeff\u200b]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
# signs of numbers, sums, days and times of day: a cell of nothing else is taken for one of them
_FIGURES = r"[\s\d.．,，:：/／\-－+＋()（）%％‰$＄¥￥€£eE]*"
_DAYS = r"(?:\d+年)?\d+月(?:\d+日)?|\d+月\d+日|(?:上午|下午)?\d+[时点](?:\d+分)?(?:\d+秒)?"  # so does Chinese Excel
_NAMES = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"  # 1-Mar
_NUMBER = re.compile(
    rf"(?=\D*\d){_FIGURES}(?:[ap]m?)?|{_DAYS}|(?=.*\d)[\d\s.,/-]*(?:{_NAMES})[a-z]*[\d\s.,/-]*"
    r"|true|false|#[a-z\d/]+[!?]?",
    re.IGNORECASE,
)
_MARK = "\ufeff"
_LONGEST_CELL = 2**31 - 1  # the module's own bound of 128 KB is for reading strangers' files, these are ours


def text_to_cell(text: str) -> str:
    """Text as a cell that no spreadsheet computes, or takes for a number or a day: ``(1)`` is ``'(1)``."""
    return f"'{text}" if _is_changed(text) else text


def cell_to_text(cell: str) -> str:
    """The reverse of :func:`text_to_cell`."""
    return cell[1:] if cell.startswith("'") and _is_changed(cell) else cell


def _is_changed(text: str) -> bool:
    """Whether a spreadsheet takes it for something else, or it looks as if a quote had kept it from that."""
    return _FORMULA.match(text) is not None or _NUMBER.fullmatch(text.lstrip("'").strip()) is not None


class CsvFormat:
    """Parts as CSV files."""

    suffix = "csv"

    def finalize(self, journal: Path, part: Path) -> None:
        """A row a line, below the names of the columns."""
        with journal.open("rb") as lines, _writing(part) as rows:
            rows.writerow([column.name for column in COLUMNS])
            rows.writerows(_line_to_cells(line) for line in lines)

    def remove(self, part: Path, names: frozenset[str]) -> bool:
        """Rewrite the rows of the other documents."""
        gone = {text_to_cell(name) for name in names}
        if not any(row[0] in gone for row in _read(part)):
            return True
        with _writing(part) as rows:
            rows.writerows(row for row in _read(part) if row[0] not in gone)
        return sum(1 for _ in zip(_read(part), range(2), strict=False)) == 2


def lines_to_csv(lines: Iterable[bytes], *, has_headers: bool) -> bytes:
    """Rows as CSV without a BOM, for programs."""
    page = io.StringIO(newline="")
    rows = csv.writer(page, lineterminator="\r\n")
    if has_headers:
        rows.writerow([column.name for column in COLUMNS])
    rows.writerows(_line_to_cells(line) for line in lines)
    return page.getvalue().encode()


def _line_to_cells(line: bytes) -> Iterable[object]:
    row = values_to_row(json_to_values(line))
    return [text_to_cell(value) if isinstance(value, str) else value for value in row]


@contextmanager
def _writing(path: Path) -> Iterator[Any]:
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        text.write(_MARK)
        yield csv.writer(text, lineterminator="\r\n")
        text.detach()  # flushes, and leaves the stream open: it is synced before it is closed


def _read(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    with _open(path) as stream:
        yield from csv.reader(stream)


def _open(path: Path) -> IO[str]:
    return path.open(encoding="utf-8-sig", newline="")
