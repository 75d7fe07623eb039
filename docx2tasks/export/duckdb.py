"""The DuckDB store.

Needs duckdb (``pip install 'docx2tasks[duckdb]'``).  The tables have no keys and indexes: DuckDB checks them too
eagerly to delete a row and add it again in one transaction, and reads columns fast without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

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
from docx2tasks.export.store import Opening
from docx2tasks.export.tables import TABLES, VERSION, Row, SqlTable, table_to_sql, views_to_sql

_KINDS = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "truth": "BOOLEAN",
    "date": "DATE",
    "json": "JSON",
}
_READ_AS = {**_KINDS, "json": "VARCHAR"}  # it comes as a text that holds JSON
_NO_SPACE = re.compile(r"Could not write.*: (?:No space|File too large|Disk quota)", re.DOTALL)


class DuckdbEngine:
    """A DuckDB file with the tables."""

    identity = ""

    def __init__(self, path: Path, *, is_own: bool = False) -> None:
        """Open the file, made with its tables if it is not there; ``is_own``: nothing of others may be in it.

        Raises ``not-writable``, ``database`` (it is none, or another program has it), ``output-changed``.
        """
        self._path = path
        self._highest: dict[str, int] = {}
        with suppress(OSError):
            if not path.stat().st_size:  # emptied: not a database for DuckDB, a new one for SQLite
                path.unlink()
        with self._telling():
            self._connection = duckdb.connect(str(path))
        with closed_on_error(self):
            if is_own:
                with self._telling():
                    check_tables(self._find_tables(), path)
            with self.change():
                self._make_tables()

    def _find_tables(self) -> Iterator[str]:
        return (name for (name,) in self._connection.execute("SELECT table_name FROM duckdb_tables()").fetchall())

    def _make_tables(self) -> None:
        run = self._connection.execute
        run("CREATE TABLE IF NOT EXISTS about (tables INTEGER)")
        run("INSERT INTO about SELECT ? WHERE NOT EXISTS (SELECT 1 FROM about)", [VERSION])
        check_version((run("SELECT tables FROM about").fetchone() or [None])[0], str(self._path))
        for table in TABLES:
            run(table_to_sql(table, _KINDS))
        for name, query in views_to_sql():
            run(f"CREATE VIEW IF NOT EXISTS {name} AS {query}")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise _error_to_refusal(error, str(self._path)) from error

    @contextmanager
    def change(self) -> Iterator[None]:
        """A transaction."""
        with self._telling():
            self._connection.begin()
            try:
                yield
                self._connection.commit()
            except BaseException:
                with suppress(duckdb.Error):
                    self._connection.rollback()
                raise

    def remove(self, names: Sequence[str]) -> None:
        """Delete documents, and their rows in other tables if there are any."""
        run = self._connection.execute
        found = run("SELECT id FROM documents WHERE name IN (SELECT unnest(?::VARCHAR[]))", [list(names)]).fetchall()
        if not found:
            return
        ids = [[key for (key,) in found]]
        tasks = "SELECT id FROM tasks WHERE document_id IN (SELECT unnest(?::BIGINT[]))"
        for table in reversed(TABLES):
            below = {"tasks": f"task_id IN ({tasks})", "documents": "document_id IN (SELECT unnest(?::BIGINT[]))"}
            where = below[table.above] if table.above else "id IN (SELECT unnest(?::BIGINT[]))"
            run(f"DELETE FROM {table.name} WHERE {where}", ids)  # noqa: S608  our own words

    def remove_orphans(self) -> None:
        """Delete rows below documents, since there are no foreign keys."""
        run = self._connection.execute
        for table in TABLES:
            if table.above:
                run(f"DELETE FROM {table.name} WHERE {table.key_above} NOT IN (SELECT id FROM {table.above})")  # noqa: S608

    def find_documents(self, names: Sequence[str]) -> Iterable[tuple[str, Found]]:
        """By the names as one list."""
        with self._telling():
            query = FIND_DOCUMENTS.format(among="IN (SELECT unnest(?::VARCHAR[]))")
            rows = self._connection.execute(query, [list(names)]).fetchall()
        return ((name, Found(*values)) for name, *values in rows)

    def find_new_ids(self, table: str, count: int) -> Iterable[int]:
        """Keys after the highest, which is looked up once: nobody else can write to the file."""
        if table not in self._highest:
            found = self._connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608
            self._highest[table] = found[0] if found else 0
        first = self._highest[table] + 1
        self._highest[table] += count
        return range(first, first + count)

    def insert(self, table: SqlTable, rows: Sequence[Row]) -> None:
        """Add rows, all of them as one text: a statement for each row takes 100 times as long."""
        names = [field.name for field in table.fields]
        shape = json.dumps([{field.name: _READ_AS[field.kind] for field in table.fields}])
        values = json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False)
        columns = ", ".join(f"r.{name}" for name in names)
        query = f"INSERT INTO {table.name} SELECT {columns} FROM (SELECT unnest(from_json(?::JSON, ?)) AS r)"  # noqa: S608
        self._connection.execute(query, [values, shape])

    def finish(self) -> None:
        """Write all into the one file."""
        with self._telling():
            self._connection.execute("CHECKPOINT")

    def close(self) -> None:
        """Close the file; uncommitted work is lost."""
        with suppress(duckdb.Error):
            self._connection.close()


def _error_to_refusal(error: duckdb.Error, name: str) -> Refusal:
    words = str(error)
    if _NO_SPACE.search(words):  # of errors of any class
        return SpaceError("no-space", f"no space left to write {name}", "free some space and run again")
    if "ermission denied" in words or "Read-only" in words:
        return UsageError("not-writable", f"{name} cannot be written", "check the folder and its permissions")
    if "lock" in words:
        return UsageError("database", f"{name} is in use by another program", "close that program and run again")
    return BrokenError("database", f"{name} cannot be used: {type(error).__name__}", "use a new database")


def open_duckdb(opening: Opening) -> DatabaseStore:
    """The file named by the URL, or next to the batch's folder, else ``records.duckdb`` in it."""
    path = find_database(opening.path, opening.out, "records.duckdb")
    return open_database(lambda: DuckdbEngine(path, is_own=is_own(opening)), opening.position)
