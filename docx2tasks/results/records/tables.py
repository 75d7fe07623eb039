"""Reads records from database tables (``export.tables``): SQLite, DuckDB, PostgreSQL.

What is compared is asked for, a group of documents at a time, with one query a table.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from docx2tasks.errors import UsageError
from docx2tasks.export.columns import Values
from docx2tasks.export.places import find_database
from docx2tasks.results.records.brief import tables_to_brief
from docx2tasks.results.records.contents import EMPTY, Contents, Held, Known, Records, Task
from docx2tasks.results.records.found_tasks import find_tasks
from docx2tasks.results.records.whole import Run, find_names, is_whole, tables_to_values

_FACTS = ("title", "issuer", "doc_number", "issued_on", "published_on", "index_number", "status")
_TASK = ("label", "number", "part", "text")
# a table below the tasks: the field of the record, its columns and their names in the record
_LISTS = (
    ("steps", "path", ("label", "number", "title"), ("label", "number", "title")),
    ("units", "units", ("name", "role", "inherited"), ("name", "role", "inherited")),
    ("actors", "actors", ("name",), ("name",)),
    ("times", "times", ("text", "kind", "starts_on", "ends_on", "every"), ("text", "kind", "start", "end", "every")),
    ("targets", "targets", ("text", "operator", "value", "unit"), ("text", "operator", "value", "unit")),
    ("citations", "references", ("title",), ("title",)),
)
_WITH_KINDS = 2  # the first version of the tables with kinds, provisions and actors


class TableRecords:
    """The documents in the tables of one database."""

    def __init__(self, run: Run, mark: str) -> None:
        self._run, self.mark = run, mark  # what stands for a value in a query

    def is_whole(self) -> bool:
        """Whether the tables are of this version, and so contain complete documents."""
        return is_whole(self._run)

    def find_tasks(self, condition: str, values: Sequence[str]) -> Iterator[tuple[str, Values]]:
        """Names and documents with only the tasks that meet a condition on ``tasks t``."""
        return find_tasks(self._run, condition, values)

    @cached_property
    def _lists(self) -> Sequence[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
        """The tables below the tasks, without those that the version of the program that wrote them did not know."""
        return [one for one in _LISTS if one[0] != "actors" or self._has_kinds]

    @cached_property
    def _has_kinds(self) -> bool:
        return int(self._run("SELECT tables FROM about", ())[0][0]) >= _WITH_KINDS

    def fetch(self, documents: Sequence[Known]) -> Iterator[Held | None]:
        """The compared fields of each document."""
        names = [known.name for known in documents]
        found = self._find_documents(names) if names else {}
        return (Held(found[name], _same) if name in found else None for name in names)

    def fetch_whole(self, documents: Sequence[Known]) -> Iterator[Values | None]:
        """Each document from all tables; from tables of an earlier version, the compared fields."""
        if not self.is_whole():
            return (_held_to_values(held) for held in self.fetch(documents))
        names = [known.name for known in documents]
        found = tables_to_values(self._run, self.mark, names) if names else {}
        return (found.get(name) for name in names)

    def fetch_brief(self, documents: Sequence[Known]) -> Iterator[Values | None]:
        """Each document with what is counted in it; from tables of an earlier version, the compared fields."""
        if not self.is_whole():
            return self.fetch_whole(documents)
        names = [known.name for known in documents]
        found = tables_to_brief(self._run, self.mark, names) if names else {}
        return (found.get(name) for name in names)

    def find_names(self, after: str, count: int) -> list[str]:
        """The names of documents after ``after``, in order."""
        return find_names(self._run, self.mark, after, count)

    def _find_documents(self, names: Sequence[str]) -> dict[str, Contents]:
        marks = ", ".join([self.mark] * len(names))
        query = f"SELECT id, name, {', '.join(_FACTS)} FROM documents WHERE name IN ({marks})"  # noqa: S608  ours
        rows = self._run(query, names)
        keys = [key for key, *_ in rows]
        tasks = self._find_tasks(keys) if rows else {}
        provisions = self._find_provisions(keys) if rows and self._has_kinds else {}
        return {
            name: Contents(_to_record(_FACTS, facts), tasks.get(key, []), provisions.get(key, []))
            for key, name, *facts in rows
        }

    def _find_provisions(self, documents: Sequence[int]) -> dict[int, list[Task]]:
        """The provisions of documents, by their keys: what they are known by."""
        found: dict[int, list[Task]] = defaultdict(list)
        own = f"p.document_id, p.at_start, {_columns('p', (*_TASK, 'kind'))}"
        which = f"p.document_id IN ({', '.join(map(str, documents))})"
        query = f"SELECT {own} FROM provisions p WHERE {which} ORDER BY p.document_id, p.seq"  # noqa: S608
        for document, start, *values in self._run(query, ()):
            record = _to_record((*_TASK, "kind"), values)
            found[document].append(EMPTY | record | {"location": {"start": start}})
        return found

    def _find_tasks(self, documents: Sequence[int]) -> dict[int, list[Task]]:
        """The tasks of documents, by their keys."""
        which = f"t.document_id IN ({', '.join(map(str, documents))})"
        found: dict[int, list[Task]] = defaultdict(list)
        tasks: dict[int, Task] = {}
        names = (*_TASK, "kind") if self._has_kinds else _TASK
        own = f"t.id, t.document_id, t.at_start, {_columns('t', names)}"
        rows = self._run(f"SELECT {own} FROM tasks t WHERE {which} ORDER BY t.document_id, t.seq", ())  # noqa: S608
        for key, document, start, *values in rows:
            empty: Task = {"actors": None, "kind": None} | {field: [] for _, field, *_ in self._lists}
            tasks[key] = empty | _to_record(names, values) | {"location": {"start": start}}
            found[document].append(tasks[key])
        for table, field, columns, keys in self._lists:
            of = f"{table} r JOIN tasks t ON t.id = r.task_id"
            query = f"SELECT r.task_id, {_columns('r', columns)} FROM {of} WHERE {which} ORDER BY r.task_id, r.seq"  # noqa: S608
            for key, *values in self._run(query, ()):
                record = _to_record(keys, values)
                tasks[key][field].append(record["title"] if field == "references" else record)
        return found


def _held_to_values(held: Held | None) -> Values | None:
    if held is None:
        return None
    contents = held.to_contents(held.data)
    return {"document": contents.facts, "tasks": contents.tasks, "provisions": contents.provisions}


def _columns(table: str, names: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def _to_record(names: Sequence[str], values: Sequence[object]) -> dict[str, Any]:
    """A row by names; dates as ISO dates, as they are in JSON."""
    plain = (value if value is None or isinstance(value, (str, int, float)) else str(value) for value in values)
    return dict(zip(names, plain, strict=True))


def _same(contents: Contents) -> Contents:
    return contents


# --- databases -------------------------------------------------------------------------------------------


@contextmanager
def open_sqlite(kind: str, out: Path) -> Iterator[Records]:
    """The tables in an SQLite file.  Raises ``database``."""
    path = _find_file(kind, out, "records.sqlite")
    with _refusals(sqlite3.Error, str(path)), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
        yield TableRecords(lambda query, values: base.execute(query, values).fetchall(), "?")


@contextmanager
def open_duckdb(kind: str, out: Path) -> Iterator[Records]:
    """The tables in a DuckDB file.  Raises ``database``."""
    import duckdb  # noqa: PLC0415

    path = _find_file(kind, out, "records.duckdb")
    with _refusals(duckdb.Error, str(path)), closing(duckdb.connect(str(path), read_only=True)) as base:
        yield TableRecords(lambda query, values: base.execute(query, values).fetchall(), "?")


@contextmanager
def open_postgresql(kind: str, _out: Path) -> Iterator[Records]:
    """The tables in a schema of a PostgreSQL server.  Raises ``database``."""
    import psycopg  # noqa: PLC0415

    from docx2tasks.export.postgresql import Address  # noqa: PLC0415

    at = Address(kind)
    connect: Any = psycopg.connect  # its types do not know what an address may hold
    with _refusals(psycopg.Error, at.name), closing(connect(**at.values, autocommit=True)) as base:
        schema = at.schema.replace('"', '""')
        base.execute("SELECT set_config('search_path', %s, false)", [f'"{schema}"'])
        yield TableRecords(lambda query, values: base.execute(query.encode(), values).fetchall(), "%s")


def _find_file(kind: str, out: Path, name: str) -> Path:
    """Where a database file is."""
    return find_database(kind.partition("://")[2].removeprefix("/"), out, name).absolute()


@contextmanager
def _refusals(errors: type[Exception], name: str) -> Iterator[None]:
    try:
        yield
    except errors as error:
        hint = "check that it exists and is not in use by another program"
        raise UsageError("database", f"the records in {name} cannot be read: {type(error).__name__}", hint) from error
