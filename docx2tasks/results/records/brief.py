"""Documents from database tables with what is counted in them: no spans, rules, targets, provisions or leftovers.

Of 100,000 tasks these take more than half of the time that it takes to read them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from docx2tasks.export.columns import Values
from docx2tasks.export.tables import TABLES
from docx2tasks.results.records.whole import Run

_PLACES = ("page", "table", "row", "line")
_TASK = ("id", "document_id", "record_id", "label", "kind", "text", "confidence", *(f"at_{name}" for name in _PLACES))
_DOCUMENT = ("id", "name", "path", "sha256", "title", "issuer", "characters", "shares")
# a table below the tasks: the field of the record, its columns
_LISTS = (
    ("steps", "path", ("title",)),
    ("units", "units", ("name", "canonical", "role")),
    ("actors", "actors", ("name",)),
    ("times", "times", ("text", "kind", "starts_on", "ends_on")),
)
_FIELDS = {(table.name, field.name): field for table in TABLES for field in table.fields}


def tables_to_brief(run: Run, mark: str, names: Sequence[str]) -> dict[str, Values]:
    """Documents by name, with their tasks and diagnostics."""
    found = _read(run, "documents", _DOCUMENT, f"name IN ({', '.join([mark] * len(names))})", names)
    if not found:
        return {}
    of = f"document_id IN ({', '.join(str(row['id']) for row in found)})"
    tasks = _read(run, "tasks", _TASK, f"{of} ORDER BY document_id, seq")
    _add_lists(run, of, tasks)
    said = _read(run, "diagnostics", ("document_id", "code", "level"), f"{of} ORDER BY document_id, seq")
    by_document, diagnostics = _group(tasks, "document_id"), _group(said, "document_id")
    return {row["name"]: _to_document(row, by_document, diagnostics) for row in found}


def _read(run: Run, table: str, columns: Sequence[str], where: str, values: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Rows by the keys that records have for the columns; dates as ISO dates."""
    fields = [_FIELDS[table, column] for column in columns]
    keys = [field.name if field.key == "id" else field.key or field.name for field in fields]
    days = [key for key, field in zip(keys, fields, strict=True) if field.kind == "date"]
    found = run(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", values)  # noqa: S608  our own words
    rows = [dict(zip(keys, row, strict=True)) for row in found]
    for row in rows if days else ():
        for day in days:
            row[day] = row[day] and str(row[day])
    return rows


def _group(rows: Sequence[dict[str, Any]], key: str) -> dict[int, list[dict[str, Any]]]:
    return {above: [*some] for above, some in groupby(rows, lambda row: row[key])}


def _add_lists(run: Run, of: str, tasks: Sequence[dict[str, Any]]) -> None:
    """What hangs on tasks, under the names that records have for it."""
    where = f"task_id IN (SELECT id FROM tasks WHERE {of}) ORDER BY task_id, seq"  # noqa: S608  our own words
    for table, name, columns in _LISTS:
        rows = _group(_read(run, table, ("task_id", *columns), where), "task_id")
        for task in tasks:
            task[name] = rows.get(task["id"], ())


def _to_document(row: Values, tasks: dict[int, list[dict[str, Any]]], diagnostics: dict[int, Any]) -> Values:
    shares = row["shares"]
    return {
        "source": {"path": row["path"], "sha256": row["sha256"]},
        "document": {"title": row["title"], "issuer": row["issuer"]},
        "tasks": [_to_task(task) for task in tasks.get(row["id"], ())],
        "diagnostics": diagnostics.get(row["id"], ()),
        "coverage": {
            "characters": row["characters"],
            "shares": json.loads(shares) if isinstance(shares, str) else shares,
        },
    }


def _to_task(row: dict[str, Any]) -> Values:
    location = {name: row.pop(f"at_{name}") for name in _PLACES}
    return {**row, "id": row["record_id"], "location": location}
