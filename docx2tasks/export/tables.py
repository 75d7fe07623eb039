"""The database tables: their columns, and a document as rows.

    documents ─┬─ tasks ─┬─ steps, units, actors, times, targets, citations
               └─ provisions, diagnostics, leftovers

One description serves SQLite, DuckDB and PostgreSQL; each module of a database says how it writes these kinds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.export.columns import PLACES, ROLES, times_to_range, values_to_words

VERSION = 4  # of the tables; what another one made is not written to
Values = Mapping[str, Any]
Row = tuple[object, ...]


class TableField(NamedTuple):
    """A column: its name, its kind (text, integer, number, truth, date, json), the record's key if another."""

    name: str
    kind: str = "text"
    key: str = ""


class SqlTable(NamedTuple):
    """A table: its name, parent table, columns, and whether others refer to its ``id``."""

    name: str
    above: str | None
    own: tuple[TableField, ...]
    has_id: bool = False

    @property
    def key_above(self) -> str:
        """The column that leads to the table above."""
        return f"{self.above[:-1]}_id" if self.above else ""

    @property
    def fields(self) -> tuple[TableField, ...]:
        """All columns in order: keys, its place among those of the same parent, its own."""
        keys = [TableField("id", "integer")] if self.has_id else []
        if self.above:
            keys += [TableField(self.key_above, "integer"), TableField("seq", "integer")]
        return (*keys, *self.own)

    @property
    def names(self) -> str:
        """The names of all columns, as a list in SQL."""
        return ", ".join(field.name for field in self.fields)


_AT = tuple(TableField(f"at_{place}", "integer") for place in PLACES)
_SPAN = (TableField("at_start", "integer", "start"), TableField("at_end", "integer", "end"))
_RULE = (TableField("rule"), TableField("span", "json"))
_DATES = (TableField("starts_on", "date", "start"), TableField("ends_on", "date", "end"))
_DOCUMENT = (
    *map(TableField, ("name", "path", "format", "sha256")),
    TableField("bytes", "integer"),
    *map(TableField, ("title", "issuer", "doc_number")),
    TableField("issued_on", "date"),
    TableField("published_on", "date"),
    *map(TableField, ("index_number", "status", "type", "schema_version")),
    TableField("tasks", "integer"),
    TableField("provisions", "integer"),
    TableField("characters", "integer"),
    TableField("shares", "json"),
)
_TASK = (
    TableField("record_id", key="id"),
    TableField("label"),
    TableField("number", "integer"),
    *map(TableField, ("path", "part", "kind", "text")),
    TableField("starts_on", "date"),
    TableField("ends_on", "date"),
    TableField("confidence", "number"),
    TableField("keywords", "json"),
    TableField("evidence", "json"),
    *_AT,
    TableField("at_pieces", "json"),
)
# its lists as words, as in CSV: joined for each task of a query, they would take a query each
WORDS = (*ROLES, "canonical", "actor", "time", "target", "reference")
# what a provision names makes no rows, so that a query over units or times counts tasks alone
_NAMED = (
    *(TableField(name, "json") for name in ("steps", "units", "actors", "times", "targets")),
    TableField("citations", "json", "references"),
)
TABLES = (
    SqlTable("documents", None, _DOCUMENT, has_id=True),
    SqlTable("tasks", "documents", (*_TASK, *map(TableField, WORDS)), has_id=True),
    SqlTable(
        "steps",
        "tasks",
        (TableField("label"), TableField("number", "integer"), TableField("title"), TableField("span", "json")),
    ),
    SqlTable(
        "units",
        "tasks",
        (*map(TableField, ("name", "canonical", "role")), TableField("inherited", "truth"), *_RULE),
    ),
    SqlTable("actors", "tasks", (TableField("name"), *_RULE)),
    SqlTable("times", "tasks", (TableField("text"), TableField("kind"), *_DATES, TableField("every"), *_RULE)),
    SqlTable(
        "targets",
        "tasks",
        (TableField("text"), TableField("operator"), TableField("value", "number"), TableField("unit"), *_RULE),
    ),
    SqlTable("citations", "tasks", (TableField("title"),)),
    SqlTable("provisions", "documents", (*_TASK, *_NAMED)),
    SqlTable("diagnostics", "documents", (*map(TableField, ("code", "level", "message")), *_AT)),
    SqlTable("leftovers", "documents", (TableField("kind"), *_SPAN, TableField("text"))),
)
Rows = dict[str, list[Row]]


def documents_to_rows(documents: Iterable[tuple[str, Values]], ids: Iterator[int], task_ids: Iterator[int]) -> Rows:
    """The rows of all tables for documents (name as text, values); ``ids`` are new keys of theirs and of tasks."""
    rows: Rows = {table.name: [] for table in TABLES}
    for name, values in documents:
        key = next(ids)
        rows["documents"].append((key, *_pick("documents", _document_values(name, values))))
        for seq, task in enumerate(values["tasks"], 1):
            task_key = next(task_ids)
            rows["tasks"].append((task_key, key, seq, *_pick("tasks", {**_task_values(task), **values_to_words(task)})))
            _add(rows, task_key, steps=task["path"], citations=[{"title": one} for one in task["references"]])
            _add(rows, task_key, **{table: task[table] for table in ("units", "actors", "times", "targets")})
        found = [{**one, **_place(one["location"])} for one in values["diagnostics"]]
        _add(rows, key, provisions=map(_task_values, values["provisions"]))
        _add(rows, key, diagnostics=found, leftovers=values["coverage"]["leftovers"])
    return rows


def _add(rows: Rows, key: int, **lists: Iterable[Values]) -> None:
    for table, values in lists.items():
        rows[table] += [(key, seq, *_pick(table, one)) for seq, one in enumerate(values, 1)]


_KEYS = {table.name: [(field.key or field.name, field.kind == "json") for field in table.own] for table in TABLES}


def _pick(table: str, values: Values) -> list[object]:
    return [value_to_json(values[key]) if is_json else values[key] for key, is_json in _KEYS[table]]


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: half of what it costs


def value_to_json(value: object) -> str | None:
    """A list or an object as one line of JSON."""
    return None if value is None else _ENCODER.encode(value)


def _document_values(name: str, values: Values) -> Values:
    coverage = values["coverage"]
    own = {"name": name, "tasks": len(values["tasks"]), "provisions": len(values["provisions"])}
    own |= {"schema_version": values["schema_version"]}
    return {**values["source"], **values["document"], **coverage, **own}


def _task_values(task: Values) -> Values:
    starts_on, ends_on = times_to_range(task["times"])
    path = " › ".join(step["title"] for step in task["path"]) or None
    at = {**_place(task["location"]), "at_pieces": task["location"]["pieces"]}
    return {**task, **at, "path": path, "steps": task["path"], "starts_on": starts_on, "ends_on": ends_on}


def _place(location: Values | None) -> Values:
    return {f"at_{place}": location[place] if location else None for place in PLACES}


# --- in SQL ------------------------------------------------------------------------------------------

INDEXES = (  # name, table, column: what people look for
    ("units_by_name", "units", "name"),
    ("units_by_canonical", "units", "canonical"),
    ("actors_by_name", "actors", "name"),
    ("times_by_end", "times", "ends_on"),
    ("tasks_by_kind", "tasks", "kind"),
    ("documents_by_type", "documents", "type"),
    ("documents_by_issuer", "documents", "issuer"),
    ("documents_by_date", "documents", "issued_on"),
    ("documents_by_number", "documents", "doc_number"),
    ("tasks_by_record", "tasks", "record_id"),
    ("tasks_by_end", "tasks", "ends_on"),
    ("diagnostics_by_code", "diagnostics", "code"),
)


def views_to_sql() -> Iterator[tuple[str, str]]:
    """Name and query of each view."""
    document = "d.name AS document_name, d.title AS document_title, d.type AS document_type, d.doc_number, d.issued_on"
    task = "t.id, t.seq, t.label, t.number, t.path, t.part, t.text"
    both = "FROM tasks t JOIN documents d ON d.id = t.document_id"
    words = ", ".join(f"t.{name}" for name in WORDS)
    yield "v_tasks", f"SELECT {document}, {task}, t.kind, {words}, t.starts_on, t.ends_on {both}"
    times = "t.kind AS task_kind, m.text AS time, m.kind, m.starts_on, m.ends_on"
    where = "WHERE m.kind IN ('deadline', 'period')"
    yield "v_deadlines", f"SELECT {document}, {task}, {times} {both} JOIN times m ON m.task_id = t.id {where}"
    unit = "u.name AS unit, u.canonical, u.role, u.inherited"
    dates = "t.kind, t.starts_on, t.ends_on"
    provision = task.removeprefix("t.id, ")
    in_document = "FROM provisions t JOIN documents d ON d.id = t.document_id"
    yield "v_provisions", f"SELECT {document}, {provision}, t.starts_on, t.ends_on {in_document}"
    yield "v_duties", f"SELECT {unit}, {document}, {task}, {dates} {both} JOIN units u ON u.task_id = t.id"
    yield "v_actors", f"SELECT a.name AS actor, {document}, {task}, {dates} {both} JOIN actors a ON a.task_id = t.id"


def table_to_sql(table: SqlTable, kinds: Mapping[str, str], above: str = "", more: Sequence[str] = ()) -> str:
    """``CREATE TABLE`` with the types that a database has for our kinds.

    ``above`` is what stands behind a key of the table above; ``more`` are constraints.
    """
    columns = [f"{field.name} {kinds[field.kind]}{_constraint(table, field, above)}" for field in table.fields]
    return f"CREATE TABLE IF NOT EXISTS {table.name} ({', '.join([*columns, *more])})"


def _constraint(table: SqlTable, field: TableField, above: str) -> str:
    if table.above and field.name == table.key_above:
        return f" NOT NULL{above.format(above=table.above)}"
    return " NOT NULL" if field.name in {"id", "seq", "name", "text", "code"} else ""


def find_keys(table: SqlTable) -> Iterator[str]:
    """The keys of a table as constraints: its id, or its place below the one above."""
    if table.has_id:
        yield "PRIMARY KEY (id)"
    if table.above:
        yield f"{'UNIQUE' if table.has_id else 'PRIMARY KEY'} ({table.key_above}, seq)"
