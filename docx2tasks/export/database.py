"""A store of tables, whatever database they are in: a group of documents is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from docx2tasks.errors import UsageError
from docx2tasks.export.names import json_to_values, name_to_text
from docx2tasks.export.store import Entry, Form, Stale
from docx2tasks.export.tables import TABLES, VERSION, Row, Table, documents_to_rows


class Engine(Protocol):
    """What a database does.  All of it raises refusals, never the database's own errors."""

    def change(self) -> AbstractContextManager[None]:
        """A transaction: all that is done in it, or nothing."""

    def remove(self, names: Sequence[str]) -> None:
        """Delete the documents of these names with all that hangs on them."""

    def find_new_ids(self, table: str, count: int) -> Iterable[int]:
        """Keys that no row of a table has."""

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows."""

    def finish(self) -> None:
        """Tidy up."""

    def close(self) -> None:
        """Disconnect."""


class Database:
    """A store of tables; putting a document twice replaces its rows."""

    form = Form.compact

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, entries: Sequence[Entry]) -> Sequence[int | None]:
        """Replace the rows of documents.  Raises ``database``, ``no-space``; nothing of the group is written then."""
        documents = [(name, json_to_values(data)) for name, data in _last(entries).items()]
        with self._engine.change():
            self._engine.remove([name for name, _ in documents])
            ids = self._engine.find_new_ids("documents", len(documents))
            task_ids = self._engine.find_new_ids("tasks", sum(len(values["tasks"]) for _, values in documents))
            rows = documents_to_rows(documents, iter(ids), iter(task_ids))
            for table in TABLES:
                if rows[table.name]:
                    self._engine.insert(table, rows[table.name])
        return [None] * len(entries)

    def position(self) -> str:
        """Nothing is to be committed elsewhere."""
        return ""

    def drop(self, stale: Sequence[Stale]) -> None:
        """Delete documents at once."""
        with self._engine.change():
            self._engine.remove([name_to_text(one.name) for one in stale])

    def finish(self) -> None:
        """Let the database tidy up."""
        self._engine.finish()

    def close(self) -> None:
        """Disconnect."""
        self._engine.close()


def _last(entries: Sequence[Entry]) -> dict[str, bytes]:
    return {name_to_text(entry.name): entry.data for entry in entries}


def check_version(found: object, name: str) -> None:
    """Refuse tables that another version of this program made; ``found`` is what their ``about`` says."""
    if found != VERSION:
        raise UsageError("output-changed", f"the tables in {name} are of another version", "name a new database")
