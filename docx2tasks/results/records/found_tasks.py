"""Tasks of a database that meet a condition, with what an answer shows: where values were found is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.export.columns import PLACES, Values
from docx2tasks.results.records.whole import FACT_KEYS, SOURCE_KEYS, Run, value_from_json

_KEYS = 5_000  # of rows in one query
_TASK = ("label", "number", "part", "kind", "text", "confidence", "keywords")
_AT = [f"at_{place}" for place in PLACES]


class _List(NamedTuple):
    """A table below the tasks: the field of the record, its columns, their names in the record."""

    table: str
    field: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]


_LISTS = (
    _List("steps", "path", ("label", "number", "title"), ("label", "number", "title")),
    _List("units", "units", ("name", "canonical", "role"), ("name", "canonical", "role")),
    _List("actors", "actors", ("name",), ("name",)),
    _List(
        "times", "times", ("text", "kind", "starts_on", "ends_on", "every"), ("text", "kind", "start", "end", "every")
    ),
    _List("targets", "targets", ("text", "operator", "value", "unit"), ("text", "operator", "value", "unit")),
    _List("citations", "references", ("title",), ("title",)),
)


def find_tasks(run: Run, condition: str, values: Sequence[str]) -> Iterator[tuple[str, Values]]:
    """Documents by name with those of their tasks that meet a condition on ``tasks t``."""
    own = ", ".join(f"t.{name}" for name in ("document_id", "seq", "id", "record_id", *_TASK, *_AT))
    rows = run(f"SELECT {own} FROM tasks t WHERE {condition}", values)  # noqa: S608  our own words
    tasks: dict[int, dict[str, Any]] = {}
    by_document: dict[int, list[Values]] = defaultdict(list)
    for document, _, key, *row in sorted(rows):  # a database told to order looks through all tasks in order
        tasks[key] = _row_to_task(row)
        by_document[document].append(tasks[key])
    for some in _portions([*tasks]):
        _add_lists(run, some, tasks)
    for some in _portions([*by_document]):
        names = ", ".join(("id", "name", *SOURCE_KEYS, *FACT_KEYS))
        for key, name, *row in run(f"SELECT {names} FROM documents WHERE id IN ({some})", ()):  # noqa: S608  ours
            yield name, _to_document(row, by_document[key])


def _portions(keys: Sequence[int]) -> Iterator[str]:
    """Keys as lists in SQL, each as long as a database takes."""
    return (", ".join(map(str, keys[start : start + _KEYS])) for start in range(0, len(keys), _KEYS))


def _row_to_task(row: Sequence[Any]) -> dict[str, Any]:
    places = len(PLACES)
    task = dict(zip(("id", *_TASK), row[:-places], strict=True))
    task["keywords"] = value_from_json(task["keywords"])
    task["location"] = dict(zip(PLACES, row[-places:], strict=True))
    return task | {one.field: [] for one in _LISTS}


def _add_lists(run: Run, keys: str, tasks: Mapping[int, dict[str, Any]]) -> None:
    for table, field, columns, names in _LISTS:
        query = f"SELECT task_id, {', '.join(columns)} FROM {table} WHERE task_id IN ({keys}) ORDER BY task_id, seq"  # noqa: S608
        for key, *row in run(query, ()):
            if table == "citations":
                tasks[key][field].append(row[0])
                continue
            record = dict(zip(names, row, strict=True))
            if table == "times":
                record |= {end: _to_day(record[end]) for end in ("start", "end")}
            tasks[key][field].append(record)


def _to_day(value: object) -> str | None:
    return None if value is None else str(value)


def _to_document(row: Sequence[object], tasks: Sequence[Values]) -> Values:
    source = dict(zip(SOURCE_KEYS, row, strict=False))
    facts = dict(zip(FACT_KEYS, row[len(SOURCE_KEYS) :], strict=True))
    dates = {name: _to_day(facts[name]) for name in ("issued_on", "published_on")}
    return {"source": source, "document": {**facts, **dates}, "tasks": tasks}
