"""The SQLite store, with a full-text index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from docx2tasks.errors import Refusal, SpaceError, UsageError
from docx2tasks.export.database import (
    FIND_DOCUMENTS,
    BrokenError,
    DatabaseStore,
    Found,
    check_tables,
    check_version,
    closed_on_error,
    open_database,
)
from docx2tasks.export.places import find_database, is_own
from docx2tasks.export.search_index import add_tasks, make_index, remove_tasks
from docx2tasks.export.store import Opening
from docx2tasks.export.tables import INDEXES, TABLES, VERSION, Row, SqlTable, find_keys, table_to_sql, views_to_sql

_KINDS = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "truth": "INTEGER", "date": "TEXT", "json": "TEXT"}
_ABOVE = " REFERENCES {above} (id) ON DELETE CASCADE"
_NO_SPACE = frozenset(("SQLITE_FULL", "SQLITE_IOERR_WRITE"))  # the second: a quota, or the bound on a file's size
_NOT_WRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
_WAIT = 30.0  # seconds for another program that is reading or writing


class SqliteEngine:
    """An SQLite file with the tables; a rollback journal, so that it is one file whenever nobody writes."""

    identity = ""

    def __init__(self, path: Path, *, is_own: bool = False) -> None:
        """Open the file, made with its tables if it is not there; ``is_own``: nothing of others may be in it.

        Raises ``not-writable``, ``database`` (it is none, or locked), ``output-changed``, ``no-space``.
        """
        self._path = path
        with self._telling():
            self._connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        with closed_on_error(self):
            with self._telling():
                if is_own:
                    check_tables(self._find_tables(), path)
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA synchronous = FULL")
            with self.change():
                self._make_tables()
            self._check_size()

    def _check_size(self) -> None:
        """A file that was cut opens, and breaks where the rest is asked for."""
        (pages,), (size,) = (self._connection.execute(f"PRAGMA {of}").fetchone() for of in ("page_count", "page_size"))
        if self._path.stat().st_size < pages * size:
            raise BrokenError("database", f"{self._path} was cut", "use a new database")

    def _find_tables(self) -> Iterator[str]:
        rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return (name for (name,) in rows.fetchall())

    def _make_tables(self) -> None:
        run = self._connection.execute
        run("CREATE TABLE IF NOT EXISTS about (tables INTEGER)")
        run("INSERT INTO about SELECT ? WHERE NOT EXISTS (SELECT 1 FROM about)", [VERSION])
        check_version(run("SELECT tables FROM about").fetchone()[0], str(self._path))
        for table in TABLES:
            more = [*find_keys(table), *(["UNIQUE (name)"] if table.name == "documents" else [])]
            run(table_to_sql(table, _KINDS, _ABOVE, more) + ("" if table.has_id else " WITHOUT ROWID"))
        for name, table_name, column in INDEXES:
            run(f"CREATE INDEX IF NOT EXISTS {name} ON {table_name} ({column})")
        for name, query in views_to_sql():
            run(f"CREATE VIEW IF NOT EXISTS {name} AS {query}")
        make_index(self._connection)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _error_to_refusal(error, str(self._path)) from error

    @contextmanager
    def change(self) -> Iterator[None]:
        """A transaction."""
        with self._telling():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled it back already
                    self._connection.execute("ROLLBACK")
                raise

    def remove(self, names: Sequence[str]) -> None:
        """Delete documents, first from the index."""
        listed = [json.dumps(names)]
        found = "SELECT id FROM documents WHERE name IN (SELECT value FROM json_each(?))"
        remove_tasks(self._connection, f"document_id IN ({found})", listed)
        self._connection.execute(f"DELETE FROM documents WHERE id IN ({found})", listed)  # noqa: S608  our own words

    def remove_orphans(self) -> None:
        """A program that did not turn foreign keys on deletes documents or tasks alone."""
        remove_tasks(self._connection, "document_id NOT IN (SELECT id FROM documents)")
        for table in TABLES:  # tasks before what is below them, since they may have been deleted alone, too
            if table.above:
                among = f"{table.key_above} NOT IN (SELECT id FROM {table.above})"  # noqa: S608
                self._connection.execute(f"DELETE FROM {table.name} WHERE {among}")  # noqa: S608

    def find_documents(self, names: Sequence[str]) -> Iterable[tuple[str, Found]]:
        """By the names as one list."""
        with self._telling():
            query = FIND_DOCUMENTS.format(among="IN (SELECT value FROM json_each(?))")
            rows = self._connection.execute(query, [json.dumps(names)]).fetchall()
        return ((name, Found(*values)) for name, *values in rows)

    def find_new_ids(self, table: str, count: int) -> Iterable[int]:
        """Keys after the highest."""
        (last,) = self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608
        return range(last + 1, last + 1 + count)

    def insert(self, table: SqlTable, rows: Sequence[Row]) -> None:
        """Add rows, those of tasks to the index as well."""
        places = ", ".join("?" * len(table.fields))
        self._connection.executemany(f"INSERT INTO {table.name} ({table.names}) VALUES ({places})", rows)  # noqa: S608
        if table.name == "tasks":
            id_, text, path = ([field.name for field in table.fields].index(name) for name in ("id", "text", "path"))
            add_tasks(self._connection, [(row[id_], row[text], row[path]) for row in rows])

    def finish(self) -> None:
        """Update the statistics of the query planner."""
        with self._telling():
            self._connection.execute("PRAGMA optimize")

    def close(self) -> None:
        """Close the file; uncommitted work is lost."""
        self._connection.close()


def _error_to_refusal(error: sqlite3.Error, name: str) -> Refusal:
    code = getattr(error, "sqlite_errorname", "")
    if code in _NO_SPACE:
        return SpaceError("no-space", f"no space left to write {name}", "free some space and run again")
    if code.startswith(_NOT_WRITABLE):
        return UsageError("not-writable", f"{name} cannot be written: {error}", "check the folder and its permissions")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return UsageError("database", f"{name} is in use by another program", "close that program and run again")
    kind = BrokenError if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")) else UsageError
    return kind("database", f"{name} cannot be used: {code or type(error).__name__}", "use a new database")


def open_sqlite(opening: Opening) -> DatabaseStore:
    """The file named by the URL, or next to the batch's folder, else ``records.sqlite`` in it."""
    path = find_database(opening.path, opening.out, "records.sqlite")
    return open_database(lambda: SqliteEngine(path, is_own=is_own(opening)), opening.position)
