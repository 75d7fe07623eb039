"""Where the records of many documents go: what a store promises, and the table of stores.

    child ─ a document in the store's form ─▶ put ─▶ position ─▶ ledger        finish: parts are sealed
                                              └ what a killed run wrote behind it is taken back when opened

A store is either idempotent by the names of documents (a tree of files, a database) or can be taken back to a
position that the ledger has committed (a stream).  So nothing stands in it twice, whenever a run is killed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

from docx2tasks.errors import UsageError


class Form(str, Enum):
    """What is made of a document on its way to a store."""

    document = "document"  # indented JSON of it, what ``parse`` prints
    compact = "compact"  # the same on one line
    tasks = "tasks"  # one line of JSON a task, with its document's facts


class Entry(NamedTuple):
    """A document on its way to a store.

    ``name`` is its own in the batch (``甲/方案.docx``, ``包.zip/清单.docx``), ``target`` its place in a mirror,
    which a file system can hold (``甲/方案.docx.json``); ``data`` is UTF-8 in the store's form.
    """

    name: str
    target: str
    data: bytes


class Stale(NamedTuple):
    """A document that is to go: its name, the part it is in, its place in a mirror; each store needs one of them."""

    name: str
    part: int | None = None
    target: str = ""


class Held(NamedTuple):
    """A document that was put, as the ledger knows it: each store looks for it by some of this.

    ``stamp`` is what the store said when it was put; ``tasks`` their number, ``characters`` those of their texts
    (None where it is not known).
    """

    name: str
    target: str
    part: int | None
    stamp: str
    sha256: str | None
    tasks: int
    characters: int | None


class Store(Protocol):
    """Takes documents in groups, each group whole or not at all."""

    form: Form

    def put(self, entries: Sequence[Entry]) -> Sequence[int | None]:
        """Write documents in their order, in the place of what stands under their names; the part each is in."""

    def stamp(self, entries: Sequence[Entry]) -> Sequence[str]:
        """What shows later that each document is as it was put; empty where it needs nothing."""

    def find_lost(self, held: Sequence[Held]) -> Sequence[str]:
        """The names of documents that are no longer there: removed, renamed, emptied.

        To be asked before anything is put.  Raises ``output-changed`` for what is there, and not as it was put.
        """

    def position(self) -> str:
        """Where it stands, for the ledger to commit, also before the first document is put."""

    def drop(self, stale: Sequence[Stale]) -> None:
        """Take out documents that are read no more, or anew; they are gone for sure after finish.

        Of a stream what is read anew is dropped before
        it is put, and ``position`` is committed after both; the others replace it by themselves.
        """

    def finish(self) -> None:
        """All is put and its position committed: complete what is written in parts, and commit the new position."""

    def close(self) -> None:
        """Let go of what is open, whatever state it is in."""


PART_BYTES = 256_000_000  # of a part of a stream: what other programs still open at once


def open_store(kind: str, out: Path, position: str = "", *, part_bytes: int = PART_BYTES) -> Store:
    """The store of a kind below the folder ``out``, which is there, taken back to ``position``.

    Kinds are ``json``, ``jsonl``, ``csv``, ``parquet``, ``sqlite``, ``duckdb``; ``sqlite:///PATH`` and
    ``duckdb:///PATH`` for a file elsewhere; ``postgresql://USER@HOST/DATABASE?schema=NAME``.  Raises
    :class:`UsageError`: ``unknown-store``, ``not-installed`` (with what to install), ``not-writable``,
    ``output-changed`` (what stands in ``out`` is not what ``position`` says), ``database``; :class:`SpaceError`.
    """
    name, _, rest = kind.partition("://")
    check_store(kind)
    call = _Call(kind, name, out, rest.removeprefix("/"), position, part_bytes)
    if name in _WITH_THREADS:
        from docx2tasks.export.subprocess_store import Apart  # noqa: PLC0415

        return Apart(_WITH_THREADS[name], _open, call)
    return _open(call)


def check_store(kind: str) -> None:
    """Raises ``unknown-store`` and ``not-installed``; nothing is opened or made."""
    name, mark, _ = kind.partition("://")
    if name not in _OPENERS or (mark and name not in _WITH_URL) or (not mark and name in _ONLY_URL):
        raise UsageError("unknown-store", f"there is no output called {name[:20]}", f"use {', '.join(_OPENERS)}")
    if name in _EXTRAS and find_spec(_EXTRAS[name]) is None:
        raise _to_missing(name)


def hide_password(kind: str) -> str:
    """The address of a database without the passwords in it.

    ``postgresql://u:p@h/d?schema=s`` is ``postgresql://u@h/d?schema=s``.
    """
    place, mark, settings = re.sub(r"^(\w+://[^/:]*):[^/]*@", r"\1@", kind).partition("?")
    kept = [setting for setting in settings.split("&") if "password" not in setting.partition("=")[0].lower()]
    return place + mark + "&".join(kept)


def _open(call: _Call) -> Store:
    try:
        return _OPENERS[call.name](call)
    except ImportError as error:  # there, but a library of the system that it needs is not
        raise _to_missing(call.name) from error


def _to_missing(name: str) -> UsageError:
    extra = _EXTRAS.get(name, "all")
    hint = f"pip install 'docx2tasks[{'postgresql' if name == 'postgres' else name}]'"
    return UsageError("not-installed", f"{name} needs {extra}, which is not installed", hint)


class _Call(NamedTuple):
    kind: str
    name: str
    out: Path
    path: str
    position: str
    part_bytes: int


def _open_tree(call: _Call) -> Store:
    from docx2tasks.export.json_tree import Tree  # noqa: PLC0415  only what is asked for is loaded

    return Tree(call.out)


def _open_stream(call: _Call) -> Store:
    from docx2tasks.export.csv_text import CsvParts  # noqa: PLC0415
    from docx2tasks.export.parquet import ParquetParts  # noqa: PLC0415
    from docx2tasks.export.parts import JsonlParts, Sealer, Stream  # noqa: PLC0415

    sealers: dict[str, Callable[[], Sealer]] = {"jsonl": JsonlParts, "csv": CsvParts, "parquet": ParquetParts}
    return Stream(call.out, call.position, sealers[call.name](), call.part_bytes)


def _open_sqlite(call: _Call) -> Store:
    from docx2tasks.export.database import open_database  # noqa: PLC0415
    from docx2tasks.export.sqlite import SqliteEngine  # noqa: PLC0415

    path = Path(call.path) if call.path else call.out / "records.sqlite"
    return open_database(lambda: SqliteEngine(path), call.position)


def _open_duckdb(call: _Call) -> Store:
    from docx2tasks.export.database import open_database  # noqa: PLC0415
    from docx2tasks.export.duckdb import DuckdbEngine  # noqa: PLC0415

    path = Path(call.path) if call.path else call.out / "records.duckdb"
    return open_database(lambda: DuckdbEngine(path), call.position)


def _open_postgresql(call: _Call) -> Store:
    from docx2tasks.export.database import open_database  # noqa: PLC0415
    from docx2tasks.export.postgresql import PostgresqlEngine  # noqa: PLC0415

    return open_database(lambda: PostgresqlEngine(call.kind), call.position)


_OPENERS: dict[str, Callable[[_Call], Store]] = {
    "json": _open_tree,
    "jsonl": _open_stream,
    "csv": _open_stream,
    "parquet": _open_stream,
    "sqlite": _open_sqlite,
    "duckdb": _open_duckdb,
    "postgresql": _open_postgresql,
    "postgres": _open_postgresql,
}
_ONLY_URL = ("postgresql", "postgres")
_WITH_URL = ("sqlite", "duckdb", *_ONLY_URL)
KINDS = tuple(name for name in _OPENERS if name not in _ONLY_URL)  # what ``--to`` takes by name
ADDRESSED = ("sqlite:///PATH", "duckdb:///PATH", "postgresql://USER@HOST/DATABASE")  # and by address
_EXTRAS = {"parquet": "pyarrow", "duckdb": "duckdb", "postgresql": "psycopg", "postgres": "psycopg"}
_WITH_THREADS = {"duckdb": Form.compact, "parquet": Form.tasks}  # their libraries make threads: see ``apart``
