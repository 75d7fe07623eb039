"""Decides columns, sheets and losses before a workbook is updated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from docx2tasks.office.merge.changes import SHEET, Mark, RowChange
from docx2tasks.office.merge.ledger import ADDED, FilledBook, LedgerColumn
from docx2tasks.office.merge.read_ledger import sheet_to_texts
from docx2tasks.office.workbook.cells import rows_to_digest, value_to_text
from docx2tasks.office.workbook.layout import SHEETS, Layout, SheetColumn
from docx2tasks.office.workbook.other_sheets import find_tables, table_to_digest

if TYPE_CHECKING:
    from docx2tasks.office.merge.merge import Merged
    from docx2tasks.office.papers import Unread
    from docx2tasks.office.workbook.record import RecordedTask

_UNREAD = SHEETS[3]  # the sheet that lists what was not read


def add_columns(ledger: FilledBook, layout: Layout | None) -> FilledBook:
    """The ledger with the missing columns of a layout added; without a layout, only the key column."""
    present = {column.key for column in ledger.columns}
    wanted = layout.columns if layout else [one for one in ledger.record.layout.columns if one.key == "id"]
    missing = [column for column in wanted if column.key not in present]
    last = max(column.at for column in ledger.columns)
    added = [LedgerColumn(at, one.key, one.title, one.width, one.hidden) for at, one in enumerate(missing, last + 1)]
    return ledger._replace(columns=[*ledger.columns, *added])


def find_layout(ledger: FilledBook, layout: Layout | None) -> Layout:
    """The layout that lays a new workbook out as the ledger is: its columns, and the sheets that people left."""
    base, record, names = layout or ledger.record.layout, ledger.record, ledger.book.sheetnames
    by_place = {column.at: column for column in ledger.columns}
    columns = [
        SheetColumn(one.key, one.title, one.width, one.is_hidden)
        if (one := by_place.get(at))
        else SheetColumn(f"{ADDED}{at}", "", 1)
        for at in range(1, max(by_place) + 1)
    ]
    # a sheet that is there and was not ours is people's; one that was ours and is gone they took out
    sheets = [name for name in base.sheets if not record.is_known or (name in names) == (name in record.sheets)]
    return replace(base, columns=tuple(columns), sheets=tuple(sheets))


def find_sheet_of_changes(ledger: FilledBook) -> str:
    """The name of the sheet that lists the changes; another one where people have a sheet of that name."""
    is_ours = SHEET in ledger.record.sheets or SHEET not in ledger.book.sheetnames
    return SHEET if is_ours else f"{SHEET}（导出）"


def is_same(ledger: FilledBook, merged: Merged, unread: Sequence[Unread]) -> bool:
    """Whether the documents still say what they said when the workbook was written."""
    before, now = ([*map(_plain, tasks)] for tasks in (ledger.record.tasks.values(), merged.to_record()))
    table = find_tables([_UNREAD], [], unread)[_UNREAD]()
    known = ledger.record.sheets.get(_UNREAD)
    return ledger.record.is_known and before == now and known in {None, table_to_digest(table)}


def _plain(task: RecordedTask) -> tuple[str, str, dict[str, str]]:
    return task.key, task.paper, {key: text for key, one in task.fields.items() if (text := value_to_text(one))}


def find_lost(ledger: FilledBook, merged: Merged) -> Iterator[RowChange]:
    """Manual content that cannot be kept: in generated sheets, or not written by any library."""
    for words in ledger.lost:
        yield RowChange(Mark.LOST, "", words)
    if any(not _is_together(ledger, merged, one.min_row, one.max_row) for one in ledger.sheet.merged_cells.ranges):
        yield RowChange(Mark.LOST, "", "跨行合并的单元格已拆开")
    if not ledger.record.is_known:
        yield RowChange(Mark.LOST, "", "隐藏的记录表已被删除，无法判断哪些单元格经人工更正")
    for name, digest in ledger.record.sheets.items():
        if name in ledger.book.sheetnames and _sheet_digest(ledger, name) != digest:
            yield RowChange(Mark.LOST, "", f"工作表“{name}”中的人工修改")


def _is_together(ledger: FilledBook, merged: Merged, top: int, bottom: int) -> bool:
    """Whether the rows of the sheet are still contiguous."""
    places = {one.stood.at: number for number, one in reversed([*enumerate(merged.lines)]) if one.stood is not None}
    found = [places.get(at, -1) for at in range(top, bottom + 1)]
    return top <= ledger.header or (found[0] >= 0 and found == [*range(found[0], found[0] + len(found))])


def _sheet_digest(ledger: FilledBook, name: str) -> str:
    """A digest of a sheet's content, to compare with the one at export."""
    texts = sheet_to_texts(ledger.book[name])
    return rows_to_digest([row.get(at, "") for at in range(1, max(row) + 1)] for row in texts.values())
