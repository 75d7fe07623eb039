"""Builds documents in plain types from lines, rows and tables.

Stores of tasks keep neither diagnostics nor provisions, and documents without tasks leave nothing in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from docx2tasks.export.columns import PLACES, Values
from docx2tasks.export.tables import TABLES, WORDS, SqlTable

Run = Callable[[str, Sequence[str]], Sequence[Any]]  # a query and the values of its marks, to rows

_FACTS = {
    "title": "document_title",
    "issuer": "document_issuer",
    "doc_number": "document_number",
    "issued_on": "document_issued_on",
    "type": "document_type",
}
_SOURCE = {"path": "document_path", "sha256": "document_sha256"}


def tasks_to_values(tasks: Sequence[Values]) -> Values:
    """A document from its tasks, each with the document's metadata, as in ``parse -f jsonl``."""
    first = tasks[0] if tasks else {}
    facts = {fact: first.get(column) for fact, column in _FACTS.items()}
    source = {fact: first.get(column) for fact, column in _SOURCE.items()}
    return {"document": facts, "source": source, "tasks": tasks}


def rows_to_values(rows: Sequence[Values]) -> Values:
    """A document from its Parquet rows: flat columns and lists."""
    return tasks_to_values([_plain(_row_to_task(row)) for row in rows])


def _row_to_task(row: Values) -> Values:
    location = {place: row[f"at_{place}"] for place in PLACES}
    lists = {name: row[name] or [] for name in ("units", "actors", "times", "targets", "references", "evidence")}
    return {**row, **lists, "path": row["steps"] or [], "location": location}


def _plain(value: Any) -> Any:  # noqa: ANN401  any value of a row
    """Dates as they are in JSON."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


# --- tables ------------------------------------------------------------------------------------------

_WHOLE = 3  # the first version of the tables that holds complete documents
_TABLES = {table.name: table for table in TABLES}
_TASKS = _TABLES["tasks"]
_TABLES["tasks"] = _TASKS._replace(own=tuple(field for field in _TASKS.own if field.name not in WORDS))
_BELOW_TASKS = {"steps": "path", "units": "units", "actors": "actors", "times": "times", "targets": "targets"}
SOURCE_KEYS = ("path", "format", "sha256", "bytes")
_LEFTOVER_KEYS = ("kind", "start", "end", "text")
FACT_KEYS = ("title", "issuer", "doc_number", "issued_on", "published_on", "index_number", "status", "type")


def is_whole(run: Run) -> bool:
    """Whether the tables contain complete documents; earlier versions do not."""
    return bool(run("SELECT tables FROM about", ())[0][0] >= _WHOLE)


def find_names(run: Run, mark: str, after: str, count: int) -> list[str]:
    """The names of documents after a given one, in order."""
    query = f"SELECT name FROM documents WHERE name > {mark} ORDER BY name LIMIT {count}"  # noqa: S608  our own words
    return [name for (name,) in run(query, [after])]


def tables_to_values(run: Run, mark: str, names: Sequence[str]) -> dict[str, Values]:
    """Documents by name, from their rows in all tables."""
    marks = ", ".join([mark] * len(names))
    found = _read(run, _TABLES["documents"], f"name IN ({marks})", names)
    if not found:
        return {}
    of = f"document_id IN ({', '.join(str(row['id']) for row in found)})"
    tasks = _read(run, _TABLES["tasks"], of)
    _add_lists(run, of, tasks)
    below = {name: _group(_read(run, _TABLES[name], of)) for name in ("provisions", "diagnostics", "leftovers")}
    by_document = _group(tasks)
    return {row["name"]: _to_document(row, by_document, below) for row in found}


def _read(run: Run, table: SqlTable, where: str, values: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Rows by the keys that records have for the columns."""
    order = f" ORDER BY {table.key_above}, seq" if table.above else ""
    rows = run(f"SELECT {table.names} FROM {table.name} WHERE {where}{order}", values)  # noqa: S608  our own words
    fields = [(field.key or field.name, field.kind) for field in table.fields]
    if table.has_id:  # the key of the row, not the id of the record
        fields[0] = ("row" if table.name == "tasks" else "id", "integer")
    return [{key: _to_value(one, kind) for (key, kind), one in zip(fields, row, strict=True)} for row in rows]


def _to_value(value: Any, kind: str) -> Any:  # noqa: ANN401  what a database hands over
    if kind == "json":
        return value_from_json(value)
    if kind == "truth":
        return bool(value)
    return value if value is None or kind != "date" else str(value)


def value_from_json(value: Any) -> Any:  # noqa: ANN401  a list or an object
    """The value of a column of JSON, which SQLite hands over as text."""
    return json.loads(value) if isinstance(value, str) else value


def _group(rows: Iterable[dict[str, Any]], key: str = "document_id") -> dict[int, list[dict[str, Any]]]:
    return {above: [*some] for above, some in groupby(rows, lambda row: row[key])}


def _add_lists(run: Run, of: str, tasks: Sequence[dict[str, Any]]) -> None:
    """What hangs on tasks, under the names that records have for it."""
    of_tasks = f"task_id IN (SELECT id FROM tasks WHERE {of})"  # noqa: S608  our own words
    for table, name in (*_BELOW_TASKS.items(), ("citations", "references")):
        rows = _group(_read(run, _TABLES[table], of_tasks), "task_id")
        for task in tasks:
            own = rows.get(task["row"], [])
            task[name] = [row["title"] for row in own] if table == "citations" else [*map(_strip, own)]


def _strip(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in {"task_id", "seq"}}


def _to_document(
    row: Values, tasks: Mapping[int, Sequence[Values]], below: Mapping[str, Mapping[int, Sequence[Values]]]
) -> Values:
    key = row["id"]
    return {
        "schema_version": row["schema_version"],
        "source": {name: row[name] for name in SOURCE_KEYS},
        "document": {name: row[name] for name in FACT_KEYS} | {"type_rule": None},
        "tasks": [_to_task(task, task["path"]) for task in tasks.get(key, ())],
        "provisions": [_to_task(one, one["steps"]) for one in below["provisions"].get(key, ())],
        "diagnostics": [*map(_to_diagnostic, below["diagnostics"].get(key, ()))],
        "coverage": {
            "characters": row["characters"],
            "shares": row["shares"],
            "leftovers": [{name: one[name] for name in _LEFTOVER_KEYS} for one in below["leftovers"].get(key, ())],
        },
    }


_TASK_KEYS = (
    *("id", "label", "number", "part", "kind", "text", "units", "actors", "times", "references", "targets"),
    *("evidence", "confidence", "keywords"),
)


def _to_task(row: Values, path: Sequence[Values]) -> Values:
    location = {place: row[f"at_{place}"] for place in PLACES} | {"pieces": row["at_pieces"]}
    return {key: row[key] for key in _TASK_KEYS} | {"path": path, "location": location}


def _to_diagnostic(row: Values) -> Values:
    location = {place: row[f"at_{place}"] for place in PLACES} | {"pieces": None}
    known = {key: row[key] for key in ("code", "level", "message")}
    return known | {"location": location if row["at_start"] is not None else None}
