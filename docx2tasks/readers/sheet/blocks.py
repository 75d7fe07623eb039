"""Which rows of a sheet are paragraphs, and which form a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.readers.sheet.rows import SheetRow

_FIELD = re.compile(
    r"\s*[（(]?(?:(?:计量|金额|面积|资金|数据)?单位|(?:填[报表写]|制表|编制|报送|上报)(?:单位|部门|日期|时间|人)?"
    r"|(?:截[止至])?日期|时间|联系人|联系电话|联系方式|负责人|审核人?|审批人?|编号|盖章|签[字名])"
    r"(?:[（(][^（）()]{1,6}[）)])?\s*[：:].{0,60}",
    re.DOTALL,
)
_NOTE = re.compile(r"\s*[（(]?(?:备?注|说明|填[报表写]说明)\s*\d{0,2}\s*[：:]")
_ATTACHMENT = re.compile(r"\s*附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}(?:[-—]\d{1,2})?\s*[：:.]?\s*")
_MARKED = re.compile(r"\s*附\s*[件表录]\s*[\d一二三四五六七八九十]{1,3}(?:[-—]\d{1,2})?(?:\s*[：:]|[ \u3000])\s*(?=\S)")
_HEADER_LENGTH = 30  # characters of the name of a column
_PROSE = re.compile(r"[。；;，]|\A\s*[\d.,%]+\s*\Z")
_MARK = re.compile(r"\s*[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)、.．]")
_TITLE_LENGTH = 70
_LINE_CELLS = 3  # 填报单位：… 填报人：… 填报日期：… in one row


class Piece(NamedTuple):
    """Rows that belong together: lines of text, or one table."""

    is_table: bool
    rows: Sequence[SheetRow]


def rows_to_pieces(rows: Sequence[SheetRow]) -> Iterator[Piece]:
    """The lines and tables of a sheet, top to bottom.

    A table ends with the sheet, or where a blank row or ``附件2`` is followed by lines and another header.
    """
    at = 0
    while at < len(rows):
        start = next((n for n in range(at, len(rows)) if not _is_line(rows[n])), len(rows))
        if start > at:
            yield Piece(is_table=False, rows=rows[at:start])
        if start == len(rows):
            return
        end = _table_end(rows, start)
        width = _width(rows[start:end])
        while end > start + 1 and _is_note(rows[end - 1], width):
            end -= 1
        yield Piece(is_table=True, rows=_with_bands(rows[start:end], width))
        at = end


def find_title(pieces: Sequence[Piece]) -> str | None:
    """The first line before the first table that may be a sheet's title: no field, no 附件1."""
    lines = pieces[0].rows if pieces and not pieces[0].is_table else ()
    words = (words for row in lines for _, words in row.cells)
    return next((line for line in words if _is_title(line)), None)


def _is_title(words: str) -> bool:
    is_other = is_field(words) or _ATTACHMENT.fullmatch(words) or _MARK.match(words) or "。" in words
    return not is_other and len(words) <= _TITLE_LENGTH


def find_mark_end(line: str) -> int:
    """The start of the title in ``附件2：2022年任务清单``; 0 without such a label."""
    found = _MARKED.match(line)
    return found.end() if found else 0


def is_field(words: str) -> bool:
    """Whether a line is a label and its value: ``单位：万元``, ``填报单位：市教育局``."""
    return bool(_FIELD.fullmatch(words))


def _is_line(row: SheetRow) -> bool:
    """Whether a row is a line of text: one cell, or a title and fields."""
    if row.covered:
        return False
    if len(row.cells) == 1:
        return True
    if len(row.cells) > _LINE_CELLS:
        return False
    plain = [words for _, words in row.cells if not is_field(words)]
    return len(plain) <= 1 and not any(_PROSE.search(words) for words in plain)


def _table_end(rows: Sequence[SheetRow], start: int) -> int:
    """The row behind a table: the first of the lines that head another table, or the end."""
    for at in range(start + 1, len(rows)):
        if not _is_line(rows[at]) or _is_line(rows[at - 1]):
            continue
        below = next((n for n in range(at, len(rows)) if not _is_line(rows[n])), None)
        if below is None:
            return len(rows)
        parted = any(row.is_below_gap for row in rows[at : below + 1])
        parted = parted or any(_ATTACHMENT.fullmatch(row.cells[0][1]) for row in rows[at:below])
        if parted and _is_header(rows[below]):
            return at
    return len(rows)


def _is_header(row: SheetRow) -> bool:
    """Whether a row may be a table's header: short words, no numbers, no sentences."""
    words = [words for _, words in row.cells]
    return not row.covered and all(len(w) <= _HEADER_LENGTH and not _PROSE.search(w) for w in words)


def _width(rows: Sequence[SheetRow]) -> int:
    return max(row.right(len(row.cells) - 1) for row in rows) - min(row.cells[0][0] for row in rows) + 1


def _is_note(row: SheetRow, width: int) -> bool:
    """Whether a row at the end of a table stands below it: a note, who filled it in, a line after a blank row."""
    if not _is_line(row):
        return False
    is_said = any(_NOTE.match(words) or is_field(words) for _, words in row.cells)
    is_wide = row.right(0) - row.cells[0][0] + 1 >= max(2, width // 2)
    return is_said or (len(row.cells) == 1 and (is_wide or row.is_below_gap))


def _with_bands(rows: Sequence[SheetRow], width: int) -> list[SheetRow]:
    """A heading typed into the first column, which runs over blank cells, as wide as it looks.

    It is told by the other cells of its column: they are numbers.
    """
    left = min(row.cells[0][0] for row in rows)
    lone = [row for row in rows if len(row.cells) == 1 and row.cells[0][0] == left and not row.covered]
    firsts = [row.cells[0][1].strip() for row in rows if row.cells[0][0] == left]
    if not lone or 2 * sum(words.isdigit() for words in firsts) < len(firsts) - len(lone):
        return list(rows)
    wide = {row.number for row in lone}
    return [_widened(row, left + width - 1) if row.number in wide else row for row in rows]


def _widened(row: SheetRow, right: int) -> SheetRow:
    column, words = row.cells[0]
    return row if words.strip().isdigit() else row._replace(spans={column: (right, row.number)})
