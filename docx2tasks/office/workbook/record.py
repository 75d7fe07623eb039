"""The hidden sheet: what was written, so that later exports recognize manual edits.

A row is a kind of line and its values:

    format   1
    layout   the layout, as JSON
    columns  key, paper, then the keys of the columns whose values follow
    task     key, paper, values as written
    facts    key, the lists of the task as JSON
    sheet    name of a sheet, digest of its rows

A key is the id of a task, with a number where several rows of a workbook have the same: ``1c0f5e6a7b8d~2``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.office.workbook.cells import row_to_text
from docx2tasks.office.workbook.layout import KEYS, Layout, layout_to_json
from docx2tasks.office.workbook.row_sheet import RowSheet, text_to_xml
from docx2tasks.office.workbook.styles import text_to_cell

if TYPE_CHECKING:
    from docx2tasks.office.rows import TaskRow

RECORD = "docx2tasks"  # the name of the sheet
FORMAT = "1"
FIELDS = (
    "path", "text", "lead", "support", "responsible", "times", "ends_on", "targets",
    "document", "doc_number", "place", "doubts",
)  # fmt: skip


class RecordedTask(NamedTuple):
    """A task as it was written: its key, the name of its paper, the words of its columns and the values behind."""

    key: str
    paper: str
    fields: Mapping[str, str]
    facts: str = ""


class Keys:
    """Keys of rows, in the order in which they are written; none for records without ids."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def take(self, task_id: str) -> str:
        """The key of the next row with this id."""
        self._seen[task_id] += 1
        return task_id if self._seen[task_id] == 1 else f"{task_id}~{self._seen[task_id]}"


def key_to_id(key: str) -> str:
    """The task id of a key."""
    return key.partition("~")[0]


def row_to_fields(row: TaskRow) -> dict[str, str]:
    """The values of the columns for a task, as in cells."""
    return {key: text_to_cell(row_to_text(row, key) or "") for key in FIELDS}


class RecordSheet:
    """Takes rows one by one, as the first sheet does."""

    def __init__(self, book: Any, layout: Layout) -> None:  # noqa: ANN401  XlsxWriter has no types
        self._sheet: RowSheet = book.add_worksheet(RECORD, RowSheet)
        self._sheet.very_hidden()
        self._at, self._keys = 0, set[str]()
        self._add("format", FORMAT)
        ours = tuple(column for column in layout.columns if column.key in KEYS)
        self._add("layout", layout_to_json(replace(layout, columns=ours)))
        self._add("columns", "key", "paper", *FIELDS)

    def add_task(self, task: RecordedTask) -> None:
        """Record what was written of a task, once per key."""
        if task.key and task.key not in self._keys:
            self._keys.add(task.key)
            self._add("task", task.key, task.paper, *(task.fields.get(field, "") for field in FIELDS))
            if task.facts:
                self._add("facts", task.key, task.facts)

    def add_sheet(self, name: str, digest: str) -> None:
        """Record the content of a generated sheet."""
        self._add("sheet", name, digest)

    def _add(self, *values: str) -> None:
        cells = (text_to_xml(self._at, place, text_to_cell(value), 0) for place, value in enumerate(values) if value)
        self._sheet.put(self._at, cells)
        self._at += 1

    def close(self) -> None:
        """Nothing more is added."""
        self._sheet.end(3 + len(FIELDS))
