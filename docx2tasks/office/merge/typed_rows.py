"""The rows of a workbook as data: exported values, manual edits and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx2tasks.export.json_text import value_to_line
from docx2tasks.office.merge.ledger import FilledBook, LedgerRow
from docx2tasks.office.merge.read_ledger import read_ledger
from docx2tasks.office.outputs import write_pieces
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.record import FIELDS, key_to_id

_NAMES = {"document": "document_title", "doc_number": "document_number"}  # as records call them


def write_typed_rows(paths: Iterable[Path], output: Path) -> int:
    """Write the rows of workbooks of ours as lines of JSON; how many.

    Raises what :func:`~docx2tasks.office.merge.read_ledger.read_ledger` raises, ``not-writable`` and ``no-space``.
    """
    rows = [row for path in paths for row in find_typed_rows(path)]
    write_pieces(map(value_to_line, rows), output)
    return len(rows)


def find_typed_rows(path: Path) -> Iterator[dict[str, object]]:
    """A row as its columns show it, in their order.

    ``typed`` holds what people filled, by the titles of the columns: ``{"办理状态": "推进中"}``; of a formula what it
    gave.  ``corrected`` holds what the papers said in columns that people changed.  ``id`` is null of a row of people.
    """
    ledger = read_ledger(path, values=True)
    for row in ledger.rows:
        recorded = ledger.record.tasks.get(row.key)
        said = recorded.fields if recorded else {}
        shown = {column.key for column in ledger.columns}
        corrected = {
            _NAMES.get(key, key): said.get(key) or None
            for key in FIELDS
            if recorded and key in shown and row.texts.get(key, "") != value_to_text(said.get(key))
        }
        yield {
            "workbook": path.name,
            "row": row.at,
            "id": key_to_id(row.key) or None,
            "document_name": recorded.paper if recorded else None,
            **{_NAMES.get(key, key): row.texts.get(key) if key in shown else said.get(key) or None for key in FIELDS},
            "change": row.texts.get("change"),
            "typed": _find_typed(ledger, row),
            "corrected": corrected,
        }


def _find_typed(ledger: FilledBook, row: LedgerRow) -> dict[str, object]:
    """What people filled, by title; by the letters of the column where it has none, or one that is there before."""
    found: dict[str, object] = {}
    for column in ledger.find_typed(row):
        cell = ledger.sheet.cell(row.at, column.at)
        name = column.title if column.title and column.title not in found else cell.column_letter
        found[name] = _to_json(cell.value)
    return found


def _to_json(value: Any) -> object:  # noqa: ANN401  whatever a cell holds
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value_to_text(value) if isinstance(value, date | datetime | time) else str(value)
