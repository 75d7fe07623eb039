"""Reads the hidden sheet of a workbook."""

from __future__ import annotations

from typing import Any

from docx2tasks.office.merge.ledger import BookRecord
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.layout import Layout, json_to_layout, load_layout
from docx2tasks.office.workbook.record import FIELDS, RECORD, RecordedTask


def read_record(book: Any) -> BookRecord:  # noqa: ANN401  no types
    """What was written at export; empty if the sheet is missing."""
    if RECORD not in book.sheetnames:
        return BookRecord(load_layout(None), {}, {}, is_known=False)
    layout: Layout | None = None
    fields: list[str] = [*FIELDS]
    tasks: dict[str, RecordedTask] = {}
    sheets: dict[str, str] = {}
    for row in book[RECORD].iter_rows(max_col=len(FIELDS) + 20, values_only=True):
        kind, *values = map(value_to_text, row)
        match kind:
            case "layout":
                layout = _text_to_layout(values[0])
            case "columns":
                fields = values[2:]
            case "task":
                key, paper, *words = values
                tasks[key] = RecordedTask(key, paper, dict(zip(fields, words, strict=False)))
            case "facts" if values[0] in tasks:
                tasks[values[0]] = tasks[values[0]]._replace(facts=values[1])
            case "sheet":
                sheets[values[0]] = values[1]
    return BookRecord(layout or load_layout(None), tasks, sheets, is_known=True)


def _text_to_layout(text: str) -> Layout | None:
    try:
        return json_to_layout(text)
    except (ValueError, KeyError, TypeError):
        return None  # of a later version, or damaged: the columns are known by the default titles
