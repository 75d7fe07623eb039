"""Describes the changes of rows since the workbook was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from docx2tasks.office.workbook.other_sheets import SheetTable

SHEET = "变更"  # the sheet that lists them


class Mark(str, Enum):
    """What happened to a row, as shown in the column 变化 and the sheet 变更."""

    NEW = "新增"
    CHANGED = "有变化"
    MOVED = "位置变动"
    CORRECTED = "人工更正"
    CONFLICT = "与文件不一致"
    GONE = "已不在文件中"
    DROPPED = "已移出"
    DELETED = "人工删除"
    OWN = "人工添加"
    UNREAD = "文件未读"
    LOST = "未能保留"


_DONE = {
    Mark.NEW: "",
    Mark.CHANGED: "已按现文件更新",
    Mark.MOVED: "已按现文件更新，填写内容随任务移动",
    Mark.CORRECTED: "保留人工更正",
    Mark.CONFLICT: "保留人工更正，请核对",
    Mark.GONE: "有填写内容，保留在表末，请核对",
    Mark.DROPPED: "现文件中没有，也没有填写内容",
    Mark.DELETED: "未再列入；需要恢复的，把任务编号填回台账的空行",
    Mark.OWN: "",
    Mark.UNREAD: "按原样保留",
    Mark.LOST: "见旧文件",
}


class RowChange(NamedTuple):
    """One change of a task: its column, its old and its new value."""

    mark: Mark
    key: str
    text: str
    column: str = ""
    before: str = ""
    after: str = ""


def changes_to_table(changes: Sequence[RowChange], places: Mapping[str, int]) -> SheetTable:
    """The sheet of the changes; ``places`` are the numbers of rows by key."""
    columns = [
        ("情况", 14), ("序号", 8), ("工作任务", 60), ("栏目", 12),
        ("原内容", 40), ("现内容", 40), ("处理", 40), ("任务编号", 16),
    ]  # fmt: skip
    rows = (
        (one.mark.value, places.get(one.key, ""), one.text, one.column, one.before, one.after, _DONE[one.mark], one.key)
        for one in changes
    )
    return SheetTable(columns, rows)
