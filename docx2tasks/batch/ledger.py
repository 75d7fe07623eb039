"""The ledger of a batch, ``OUT/_ledger.sqlite``: how each file ended.

    outcomes   one row a document, and one for each archive or mail that was opened
    about      what the batch is: its layout, its kind of store, where the store stands

Rows are committed in groups, together with the position of the store.  It is an ordinary SQLite database
without a log beside it, so that it can be copied, and stand on a network drive.
"""

from __future__ import annotations

import builtins
import errno
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from docx2tasks.errors import Refusal, Status, UsageError
from docx2tasks.export.files import error_to_refusal
from docx2tasks.export.names import name_to_text, text_to_name

LEDGER = "_ledger.sqlite"  # readers of Parquet folders leave out what begins with _ or .
LEDGER_NAMES = (LEDGER, "ledger.sqlite")  # as it was called at first, and still is where it was begun so
STORE, POSITION = "store", "position"  # facts of a batch: the kind of its store, and where that stands
DATABASE = "database"  # what the tables call themselves, whatever address leads to them
ENDED, SHARD = "ended", "shard"  # whether the last run came to its end; which shard of the inputs it read
RECORDS = "records"  # the version of the records in it; none before 1.1
WRITTEN = frozenset({Status.DONE, Status.NO_TASKS})  # what of an archive is in the output
READ = WRITTEN | {Status.OPENED, Status.COPY, Status.SKIPPED}

_LAYOUT = "2"  # as the schema notes it
_LAYOUT_BEFORE = "1"  # without the columns below
_ADDED = {
    "written": "TEXT",  # what shows that it is still in the output; NULL: it is not there
    "doubts": "TEXT NOT NULL DEFAULT '{}'",  # JSON: how often each code was met, by level: warning, error
    "doc_number": "TEXT",  # its document number
    "texts": "BLOB",  # digests of its tasks' texts, the smallest of them: copies are known by these
    "characters": "INTEGER",  # of its tasks' texts
    "without_unit": "INTEGER",  # tasks that name no unit
    "without_time": "INTEGER",  # tasks that name no time
    "copy_of": "TEXT",  # name of the document that it is a copy of
}
_SECONDS = 30.0  # to wait for somebody who reads it
_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE outcomes (
    name TEXT PRIMARY KEY,       -- below the batch's root; 包.zip/清单.docx in an archive
    path TEXT NOT NULL,          -- where it was read
    status TEXT NOT NULL,        -- done, no-tasks, opened, refused, too-slow, out-of-memory, crashed, bug
    container TEXT,              -- name of the archive or mail that holds it
    target TEXT NOT NULL,        -- its place in a mirror
    key TEXT NOT NULL UNIQUE,    -- the same as a system sees it that folds case
    sha256 TEXT,                 -- of its content; NULL where it could not be loaded
    bytes INTEGER,
    modified_ns INTEGER,         -- since 1970
    format TEXT,
    code TEXT,                   -- of the refusal
    message TEXT,
    tasks INTEGER NOT NULL,
    diagnostics TEXT NOT NULL,   -- JSON: how often each code was met
    coverage REAL,               -- share of its characters that the account explains
    seconds REAL NOT NULL,
    memory INTEGER NOT NULL,     -- bytes, at most
    attempts INTEGER NOT NULL,   -- in which the same content failed
    version TEXT NOT NULL,       -- of the program, and a digest of its code
    rules TEXT NOT NULL,         -- digest of the rules, and of what else decides what is read
    limits TEXT NOT NULL,        -- digest of the limits
    part INTEGER                 -- of the output, where that has parts
) WITHOUT ROWID;
CREATE INDEX outcomes_container ON outcomes (container) WHERE container IS NOT NULL;
CREATE INDEX outcomes_status ON outcomes (status);
INSERT INTO about VALUES ('layout', '1');
"""
_ADD = f"""
{"".join(f"ALTER TABLE outcomes ADD COLUMN {name} {kind}; " for name, kind in _ADDED.items())}
CREATE INDEX outcomes_doc_number ON outcomes (doc_number) WHERE doc_number IS NOT NULL;
UPDATE outcomes SET written = '' WHERE status IN ('done', 'no-tasks');
UPDATE about SET value = '2' WHERE key = 'layout';
"""  # noqa: S608  our own names
# of an older ledger that is only read: a view that hides its table
_VIEW = f"""CREATE TEMP VIEW outcomes AS SELECT *, {
    ", ".join(
        f"{value} AS {name}"
        for name, value in {**dict.fromkeys(_ADDED, "NULL"), "written": "''", "doubts": "'{}'"}.items()
    )
} FROM main.outcomes"""  # noqa: S608  our own names


class Outcome(NamedTuple):
    """How a document, archive or mail ended: a row of the ledger.

    ``refusal`` is told by ``code`` and ``message``; ``diagnostics`` counts codes.
    """

    name: str
    path: str
    status: Status
    container: str | None = None
    target: str = ""
    key: str = ""
    sha256: str | None = None
    bytes: int | None = None
    modified_ns: int | None = None
    format: str | None = None
    code: str | None = None
    message: str | None = None
    tasks: int = 0
    diagnostics: Mapping[str, int] = {}
    coverage: float | None = None
    seconds: float = 0.0
    memory: int = 0
    attempts: int = 0
    version: str = ""
    rules: str = ""
    limits: str = ""
    part: int | None = None
    written: str | None = None
    doubts: Mapping[str, Mapping[str, int]] = {}
    doc_number: str | None = None
    texts: builtins.bytes | None = None
    characters: int | None = None
    without_unit: int | None = None
    without_time: int | None = None
    copy_of: str | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it was written, and is no longer in the output."""
        return self.status in WRITTEN and self.written is None

    @property
    def is_failed(self) -> bool:
        """Whether it was not read."""
        return self.status not in READ


_COLUMNS = Outcome._fields
_PUT = f"INSERT OR REPLACE INTO outcomes VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  marks
_GET = f"SELECT {', '.join(_COLUMNS)} FROM outcomes"  # noqa: S608  our own names


class Ledger:
    """The outcomes of one batch: looked up by name, put in groups."""

    def __init__(self, path: Path | None, *, writes: bool = True) -> None:
        """Open it, and make it where it ``writes`` and there is none; None: one that nobody else sees.

        Raises ``UsageError`` ``no-ledger``, ``other-ledger`` (another layout, or no ledger at all),
        ``not-writable``, and ``SpaceError``.
        """
        if path is None:
            path = Path(":memory:")
        elif not writes and not path.is_file():
            hint = "give the output folder of a batch"
            raise UsageError("no-ledger", f"{path.parent} holds no {LEDGER}", hint)
        self._path = path
        with _refusals(path):
            self._base = sqlite3.connect(path, timeout=_SECONDS, isolation_level=None)
            try:
                _open_layout(self._base, path, writes=writes)
            except BaseException:
                self._base.close()
                raise

    def close(self) -> None:
        """Close it; uncommitted rows are lost."""
        self._base.close()

    # what the batch is

    def look_up(self, key: str) -> str | None:
        """A fact about the batch, None where it was never noted."""
        with _refusals(self._path):
            return _look_up(self._base, key)

    def note(self, key: str, value: str) -> None:
        """Note a fact about the batch, with the next group where one is begun."""
        with _refusals(self._path):
            self._base.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    # outcomes

    def find(self, names: Collection[str]) -> dict[str, Outcome]:
        """The rows with these names."""
        texts = [name_to_text(name) for name in names]
        marks = ", ".join("?" * len(texts))
        with _refusals(self._path):
            rows = self._base.execute(f"{_GET} WHERE name IN ({marks})", texts).fetchall()
        return {outcome.name: outcome for outcome in map(_row_to_outcome, rows)}

    def find_members(self, container: str) -> list[Outcome]:
        """The rows of the documents in an archive or mail."""
        with _refusals(self._path):
            rows = self._base.execute(f"{_GET} WHERE container = ?", (name_to_text(container),)).fetchall()
        return [_row_to_outcome(row) for row in rows]

    def is_taken(self, key: str) -> bool:
        """Whether a place in the mirror was given away."""
        with _refusals(self._path):
            found = self._base.execute("SELECT 1 FROM outcomes WHERE key = ?", (name_to_text(key),)).fetchone()
        return found is not None

    def put(self, outcome: Outcome) -> None:
        """Add or replace an outcome; it is found at once, and stays once :meth:`commit` is called."""
        with _refusals(self._path):
            if not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            self._base.execute(_PUT, _outcome_to_row(outcome))

    def place(self, placed: Iterable[tuple[int | None, str | None, str]]) -> None:
        """Note where documents are in the output: the part, what shows that they are still there, the name."""
        with _refusals(self._path):
            if not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            rows = [(part, written, name_to_text(name)) for part, written, name in placed]
            self._base.executemany("UPDATE outcomes SET part = ?, written = ? WHERE name = ?", rows)

    def mark_copies(self, copies: Iterable[tuple[str, str]]) -> None:
        """Note which documents are copies (name, name of the original), and that no others are."""
        with _refusals(self._path):
            if not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("UPDATE outcomes SET copy_of = NULL WHERE copy_of IS NOT NULL")
            rows = [(name_to_text(original), name_to_text(name)) for name, original in copies]
            self._base.executemany("UPDATE outcomes SET copy_of = ? WHERE name = ?", rows)

    def forget(self, names: Sequence[str]) -> None:
        """Take outcomes out."""
        with _refusals(self._path):
            if not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            rows = [(name_to_text(name),) for name in names]
            self._base.executemany("DELETE FROM outcomes WHERE name = ?", rows)

    def commit(self) -> None:
        """Commit the rows put since the last commit."""
        with _refusals(self._path):
            if self._base.in_transaction:
                self._base.execute("COMMIT")

    def __iter__(self) -> Iterator[Outcome]:
        """All outcomes in the order of their names."""
        with _refusals(self._path), closing(self._base.execute(f"{_GET} ORDER BY name")) as rows:
            for row in rows:
                yield _row_to_outcome(row)

    def query(self, words: str, values: Sequence[str | int | float] = ()) -> list[tuple[object, ...]]:
        """The rows that a query of ours gives."""
        with _refusals(self._path):
            return self._base.execute(words, values).fetchall()


def _open_layout(base: sqlite3.Connection, path: Path, *, writes: bool) -> None:
    """Make the tables, or bring an older ledger up to date.  Raises ``other-ledger``."""
    known = base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not known and writes:
        base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_ADD} COMMIT;")
    elif _look_up(base, "layout") == _LAYOUT_BEFORE:
        base.executescript(f"BEGIN IMMEDIATE; {_ADD} COMMIT;" if writes else _VIEW)
    if _look_up(base, "layout") not in {_LAYOUT, _LAYOUT_BEFORE}:
        hint = "use another folder, or the version that wrote it"
        raise UsageError("other-ledger", f"{path} was written by another version", hint)


def _look_up(base: sqlite3.Connection, key: str) -> str | None:
    try:
        found = base.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
    except sqlite3.OperationalError:
        return None  # no table: another database
    return found[0] if found else None


def find_ledger(out: Path) -> Path:
    """Where the ledger of a batch is, or is to be; one that has its first name keeps it."""
    return next((path for name in LEDGER_NAMES if (path := out / name).exists()), out / LEDGER)


def is_ledger(path: Path) -> bool:
    """Whether a file is the ledger of a batch, of any layout; nothing is changed or locked."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
            found = base.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('about', 'outcomes')").fetchone()
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return bool(found[0] == 2)


def _outcome_to_row(outcome: Outcome) -> list[object]:
    values: dict[str, object] = outcome._asdict()
    values["status"] = outcome.status.value
    values["diagnostics"] = json.dumps(outcome.diagnostics, ensure_ascii=False, sort_keys=True)
    values["doubts"] = json.dumps(outcome.doubts, ensure_ascii=False, sort_keys=True)
    return [name_to_text(value) if isinstance(value, str) else value for value in values.values()]


def _row_to_outcome(row: Sequence[Any]) -> Outcome:
    outcome = Outcome(*row)
    return outcome._replace(
        name=text_to_name(outcome.name),
        path=text_to_name(outcome.path),
        status=Status(outcome.status),
        container=None if outcome.container is None else text_to_name(outcome.container),
        target=text_to_name(outcome.target),
        key=text_to_name(outcome.key),
        diagnostics=json.loads(row[_COLUMNS.index("diagnostics")]),
        doubts=json.loads(row[_COLUMNS.index("doubts")]),
        copy_of=None if outcome.copy_of is None else text_to_name(outcome.copy_of),
    )


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What the database says becomes a refusal."""
    try:
        yield
    except sqlite3.Error as error:
        raise _error_to_refusal(error, path) from error


def _error_to_refusal(error: sqlite3.Error, path: Path) -> Refusal:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE")):
        return error_to_refusal(OSError(errno.ENOSPC, "full"), str(path))
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return UsageError(
            "other-ledger", f"{path} is not a ledger, or is corrupt", "move it away to read everything again"
        )
    if name.startswith("SQLITE_BUSY"):
        return UsageError("ledger-busy", f"{path} is in use by another program", "close that program and run again")
    return error_to_refusal(OSError(errno.EIO, str(error)), str(path))
