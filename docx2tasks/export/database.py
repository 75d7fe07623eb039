"""The common part of database stores: one transaction per group of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from docx2tasks.errors import UsageError
from docx2tasks.export.names import json_to_values, name_to_text
from docx2tasks.export.places import holds_others
from docx2tasks.export.store import Expected, Form, Removal, StoredDocument
from docx2tasks.export.tables import TABLES, VERSION, Row, SqlTable, documents_to_rows

_BEGUN = "[]"  # as a position: nothing is ever taken back, but something was put

# of a document, what changes when rows are deleted or edited
FIND_DOCUMENTS = """
SELECT d.name, d.sha256, count(t.id), coalesce(sum(length(t.text)), 0)
FROM documents d LEFT JOIN tasks t ON t.document_id = d.id WHERE d.name {among} GROUP BY d.id, d.name, d.sha256
"""


class Found(NamedTuple):
    """The rows of a document: digest of its content, number of tasks, characters of their texts."""

    sha256: str
    tasks: int
    characters: int


class DatabaseEngine(Protocol):
    """The interface of databases.  All methods raise refusals, never the database's own errors."""

    identity: str  # of the tables, wherever they are reached; empty where the address says it

    def change(self) -> AbstractContextManager[None]:
        """A transaction: all that is done in it, or nothing."""

    def remove(self, names: Sequence[str]) -> None:
        """Delete the documents of these names with all that hangs on them."""

    def remove_orphans(self) -> None:
        """Delete tasks whose documents another program deleted without them."""

    def find_documents(self, names: Sequence[str]) -> Iterable[tuple[str, Found]]:
        """The rows of these documents by name; missing ones are left out."""

    def find_new_ids(self, table: str, count: int) -> Iterable[int]:
        """Keys that no row of a table has."""

    def insert(self, table: SqlTable, rows: Sequence[Row]) -> None:
        """Add rows."""

    def finish(self) -> None:
        """Tidy up."""

    def close(self) -> None:
        """Disconnect."""


@contextmanager
def closed_on_error(engine: DatabaseEngine) -> Iterator[None]:
    """Disconnect if the first work on a new connection fails."""
    try:
        yield
    except BaseException:
        engine.close()
        raise


class DatabaseStore:
    """A store of tables; putting a document twice replaces its rows."""

    form = Form.compact

    def __init__(self, engine: DatabaseEngine) -> None:
        self._engine = engine
        self.identity = engine.identity
        self._has_lost = False  # rows of documents were deleted or edited by another program

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """Replace the rows of documents.  Raises ``database``, ``no-space``; nothing of the group is written then."""
        documents = [(name, json_to_values(data)) for name, data in _last(entries).items()]
        with self._engine.change():
            if self._has_lost:
                self._engine.remove_orphans()
                self._has_lost = False
            self._engine.remove([name for name, _ in documents])
            ids = self._engine.find_new_ids("documents", len(documents))
            task_ids = self._engine.find_new_ids("tasks", sum(len(values["tasks"]) for _, values in documents))
            rows = documents_to_rows(documents, iter(ids), iter(task_ids))
            for table in TABLES:
                if rows[table.name]:
                    self._engine.insert(table, rows[table.name])
        return [None] * len(entries)

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """Empty: the rows identify themselves."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:
        """Those whose rows are gone, or not the ones that were put."""
        try:
            found = dict(self._engine.find_documents([name_to_text(one.name) for one in held]))
        except BrokenError as error:
            raise _to_changed(error) from error
        lost = [one.name for one in held if not _is_held(one, found.get(name_to_text(one.name)))]
        self._has_lost = self._has_lost or bool(lost)
        return lost

    def position(self) -> str:
        """Only that something was put."""
        return _BEGUN

    def remove(self, removals: Sequence[Removal]) -> None:
        """Delete documents at once."""
        with self._engine.change():
            self._engine.remove([name_to_text(one.name) for one in removals])

    def finish(self) -> None:
        """Let the database tidy up."""
        self._engine.finish()

    def close(self) -> None:
        """Disconnect."""
        self._engine.close()


def open_database(make_engine: Callable[[], DatabaseEngine], position: str) -> DatabaseStore:
    """A database store; raises ``output-changed`` if an earlier one is no longer a database."""
    try:
        return DatabaseStore(make_engine())
    except BrokenError as error:
        if not position:
            raise
        raise _to_changed(error) from error


class BrokenError(UsageError):
    """The file is not a database, or is damaged."""


def _to_changed(error: BrokenError) -> UsageError:
    return UsageError("output-changed", error.message, "move it away to write it again, or use a new folder")


def _is_held(one: Expected, found: Found | None) -> bool:
    if found is None or (one.sha256, one.tasks) != (found.sha256, found.tasks):
        return False
    return one.characters is None or one.characters == found.characters


def _last(entries: Sequence[StoredDocument]) -> dict[str, bytes]:
    return {name_to_text(entry.name): entry.data for entry in entries}


def check_tables(tables: Iterable[str], path: Path) -> None:
    """Refuse a database with tables of another program and none of ours."""
    if holds_others(tables):
        raise BrokenError("database", f"{path} holds tables of another program", "name a new database")


def check_version(found: object, name: str) -> None:
    """Refuse tables of another version; ``found`` is the value in ``about``."""
    if found != VERSION:
        words = f"the tables in {name} have version {str(found)[:20]}; this program writes version {VERSION}"
        raise UsageError("output-changed", words, "use a new database; all records are written to it")
