"""The PostgreSQL store, in a schema that is created if missing.

Needs psycopg (``pip install 'docx2tasks[postgresql]'``).  A password belongs into ``PGPASSWORD`` or ``~/.pgpass``;
one in the address works too, and no message shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from docx2tasks.errors import UsageError
from docx2tasks.export.database import (
    FIND_DOCUMENTS,
    DatabaseStore,
    Found,
    check_version,
    closed_on_error,
    open_database,
)
from docx2tasks.export.store import Opening
from docx2tasks.export.tables import INDEXES, TABLES, VERSION, Row, SqlTable, find_keys, table_to_sql, views_to_sql

_KINDS = {
    "text": "text",
    "integer": "bigint",
    "number": "double precision",
    "truth": "boolean",
    "date": "date",
    "json": "jsonb",
}
_ABOVE = " REFERENCES {above} (id) ON DELETE CASCADE"
# a server that is gone without a word is given up after a minute, not after two hours
_DEFAULTS = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
_RIGHTS = (  # GRANTs of what a run needs, the last two where the tables are there
    "GRANT USAGE, CREATE ON SCHEMA {schema} TO {user}",
    "GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA {schema} TO {user}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {user}",
)
_LOCK = 0x646F6378  # "docx": two runs that begin at once make the tables one after the other
_SHOWN = 200  # characters of what a server says
# words of any length, which no sorted index takes, and which repeat, which makes a hash index slower with every row;
# a tree of prefixes takes both, and finds names by how they begin
_LONG = frozenset({"name", "canonical", "issuer", "doc_number"})
_ID_TABLES = ("documents", "tasks")


class Address:
    """Where a server is: what to connect with, the schema, and its name without the password."""

    def __init__(self, url: str) -> None:
        """Take an address apart.  Raises :class:`UsageError` ``database`` where it is none."""
        hint = "use the form postgresql://USER@HOST:PORT/DATABASE?schema=NAME"
        try:
            parts = urlsplit(url)
            options = parse_qsl(parts.query, keep_blank_values=True)
            rest = urlencode([(name, value) for name, value in options if name != "schema"])
            said = conninfo_to_dict(parts._replace(query=rest).geturl())
        except (ValueError, psycopg.Error):  # their words may show the password
            raise UsageError("database", "invalid PostgreSQL URL", hint) from None
        self.values = {**_DEFAULTS, **{name: str(value) for name, value in said.items() if value is not None}}
        self.schema = dict(options).get("schema") or "public"
        self._secrets = {str(self.values.get("password") or ""), unquote(parts.password or ""), parts.password or ""}
        place = f"{self.values.get('host') or ''}:{self.values.get('port') or 5432}"
        self.name = self.hide(f"PostgreSQL at {place}, database {self.values.get('dbname') or ''}")

    def hide(self, words: str) -> str:
        """Words of the server on one line, without the password."""
        for secret in self._secrets - {""}:
            words = words.replace(secret, "***")
        return " ".join(words.split())[:_SHOWN]

    def error_to_words(self, error: psycopg.Error) -> str:
        """An error message without document text, which occurs only in details of data errors."""
        if isinstance(error, (psycopg.DataError, psycopg.IntegrityError)):
            return f"{type(error).__name__} ({error.sqlstate})"
        return self.hide(error.diag.message_primary or str(error))

    def error_to_hint(self, error: psycopg.Error) -> str | None:
        """What to do about errors of which the server's words say too little."""
        if isinstance(error, (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName)):
            user, schema = self.values.get("user") or "USER", self.schema
            return f"have its owner run: {'; '.join(right.format(schema=schema, user=user) for right in _RIGHTS)}"
        if isinstance(error, psycopg.errors.ExclusionViolation):
            return "another run wrote documents of the same names; wait until it is done, and run again"
        return None


class PostgresqlEngine:
    """A connection to a server, with the tables created."""

    def __init__(self, url: str) -> None:
        """Connect.  Raises :class:`UsageError` ``database`` and ``output-changed``."""
        self._at = Address(url)
        with self._telling("check that the server is running, and the URL, user and password (PGPASSWORD, ~/.pgpass)"):
            self._connection = psycopg.connect(make_conninfo(**self._at.values), autocommit=True)
        with closed_on_error(self), self.change():
            self._make_tables()

    def _make_tables(self) -> None:
        if self._connection.info.parameter_status("server_encoding") != "UTF8":
            hint = "create one with: createdb --encoding=UTF8 --template=template0 NAME"
            raise UsageError("database", f"{self._at.name} is not in UTF-8", hint)
        self._run("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        quoted = sql.Identifier(self._at.schema)
        if not self._find("SELECT FROM pg_namespace WHERE nspname = %s", self._at.schema):
            self._connection.execute(sql.SQL("CREATE SCHEMA {}").format(quoted))
        self._run("SELECT set_config('search_path', %s, false)", [quoted.as_string(self._connection)])
        if not self._find("SELECT FROM pg_tables WHERE schemaname = %s AND tablename = 'about'", self._at.schema):
            for statement in _make_statements():  # making what is there waits for others, and they for us
                self._run(statement)
        found = self._run("SELECT * FROM about").fetchone()
        check_version(found and found[0], self._at.name)
        self.identity = str(found[1])

    def _find(self, query: str, value: str) -> bool:
        return self._run(query, [value]).fetchone() is not None

    def _run(self, query: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401  a cursor of rows of any types
        return self._connection.execute(query.encode(), values)

    @contextmanager
    def _telling(self, hint: str = "check the server and run again; finished work is kept") -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            what = f"{self._at.name}: {self._at.error_to_words(error)}"
            raise UsageError("database", what, self._at.error_to_hint(error) or hint) from None

    @contextmanager
    def change(self) -> Iterator[None]:
        """A transaction."""
        with self._telling(), self._connection.transaction():
            yield

    def remove(self, names: Sequence[str]) -> None:
        """Delete documents; the tables below follow by their keys."""
        self._run("DELETE FROM documents WHERE name = ANY(%s)", [list(names)])

    def remove_orphans(self) -> None:
        """There are none: foreign keys are always on."""

    def find_documents(self, names: Sequence[str]) -> Iterable[tuple[str, Found]]:
        """By the names as one list."""
        with self._telling():
            rows = self._run(FIND_DOCUMENTS.format(among="= ANY(%s)"), [list(names)]).fetchall()
        return ((name, Found(*values)) for name, *values in rows)

    def find_new_ids(self, table: str, count: int) -> Iterable[int]:
        """Keys from a sequence: other runs may write at the same time."""
        found = self._run(f"SELECT nextval('{table}_ids') FROM generate_series(1, %s)", [count])  # noqa: S608  our own words
        return [key for (key,) in found.fetchall()]

    def insert(self, table: SqlTable, rows: Sequence[Row]) -> None:
        """Add rows by COPY."""
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({table.names}) FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        """Update the statistics of the query planner."""
        with self._telling():
            for table in TABLES:
                self._run(f"ANALYZE {table.name}")

    def close(self) -> None:
        """Disconnect; uncommitted work is lost."""
        with suppress(psycopg.Error):
            self._connection.close()


def _make_statements() -> Iterator[str]:
    """What makes the tables, their indexes and views."""
    yield "CREATE TABLE about (tables integer, id text)"
    yield f"INSERT INTO about VALUES ({VERSION}, gen_random_uuid())"  # noqa: S608  a number of ours
    for name in _ID_TABLES:
        yield f"CREATE SEQUENCE {name}_ids"
    for table in TABLES:
        more = [*find_keys(table), *(["EXCLUDE USING spgist (name WITH =)"] if table.name == "documents" else [])]
        yield table_to_sql(table, _KINDS, _ABOVE, more)
    for name, table_name, column in INDEXES:
        yield f"CREATE INDEX {name} ON {table_name} USING {'spgist' if column in _LONG else 'btree'} ({column})"
    for name, query in views_to_sql():
        yield f"CREATE VIEW {name} AS {query}"


def open_postgresql(opening: Opening) -> DatabaseStore:
    """The tables on the server at the address."""
    return open_database(lambda: PostgresqlEngine(opening.address), opening.position)
