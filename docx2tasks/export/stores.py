"""The table of output formats, one row each, from which everything else is generated.

``--to`` and its help, batches (also on a cluster), ``compare`` and the table in ``docs/outputs.md`` read these rows.
Modules are named as ``package.module:name`` and imported when a store of the kind is opened, so that the table
costs no library.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from docx2tasks.errors import UsageError
from docx2tasks.export.store import PART_BYTES, Form, Opening, PartFormat, Store


class Staging(Enum):
    """How the workers of a cluster write an output of this kind (``staged``)."""

    TREE = "a file per document, which is given its name when it is taken over"
    PARTS = "a part per partition, which is given its number when it is taken over"
    DIRECT = "the workers write to it side by side"


class StoreKind(NamedTuple):
    """A kind of output.

    ``opener`` makes a store of an ``Opening``; stores of parts have one opener and a ``part_format`` each.
    ``address`` is the form of an address, for stores that may or must be given one.
    """

    name: str
    meaning: str  # what is in OUT
    purpose: str
    opener: str = "docx2tasks.export.parts:open_parts"
    part_format: str = ""
    library: str = ""  # that has to be installed; the extra has the kind's name
    address: str = ""
    needs_address: bool = False
    threads: Form | None = None  # its library makes threads, so it runs in a process of its own; its documents' form
    staging: Staging | None = None  # None: one program at a time writes it
    printer: str = ""  # lines of tasks to what is printed; empty where it cannot go to standard output
    reader: str = ""  # what ``compare`` reads it back with; empty where it does not hold all values
    mixes_versions: bool = False  # records of two versions can be side by side in it
    alias: str = ""
    suffixes: tuple[str, ...] = ()  # of a name of OUT that asks for a database file of that name

    @property
    def names(self) -> tuple[str, ...]:
        """The names that ``--to`` takes for it."""
        return (self.name, self.alias) if self.alias else (self.name,)

    def load_part_format(self) -> Callable[[], PartFormat] | None:
        """The format of its parts, None where it has none."""
        found: Callable[[], PartFormat] | None = load(self.part_format) if self.part_format else None
        return found

    def to_missing(self, what: str) -> UsageError:
        """The refusal for a library that is not installed; ``what`` says which, and what for."""
        return UsageError("not-installed", what, f"pip install 'docx2tasks[{self.name}]'")


_RECORDS = "docx2tasks.results.records"  # a higher layer, named and never imported here
STORES = (
    StoreKind(
        "json",
        "one JSON file per document, mirroring the input",
        "single documents, with every field",
        opener="docx2tasks.export.json_tree:open_tree",
        staging=Staging.TREE,
        printer="docx2tasks.export.json_text:lines_to_json_lines",
        reader=f"{_RECORDS}.json_tree:open_tree",
        mixes_versions=True,
    ),
    StoreKind(
        "jsonl",
        "`part-00001.jsonl` …, one task per line",
        "streams, `jq`, import anywhere",
        part_format="docx2tasks.export.parts:JsonlFormat",
        staging=Staging.PARTS,
        printer="docx2tasks.export.json_text:lines_to_json_lines",
        reader=f"{_RECORDS}.lines:open_lines",
        mixes_versions=True,
    ),
    StoreKind(
        "csv",
        "`part-00001.csv` …, one task per row",
        "Excel, WPS",
        part_format="docx2tasks.export.csv_text:CsvFormat",
        staging=Staging.PARTS,
        printer="docx2tasks.export.csv_text:lines_to_csv",
    ),
    StoreKind(
        "parquet",
        "`part-00001.parquet` …, one task per row",
        "pandas, DuckDB, Spark",
        part_format="docx2tasks.export.parquet:ParquetFormat",
        library="pyarrow",
        threads=Form.tasks,
        staging=Staging.PARTS,
        reader=f"{_RECORDS}.parquet:open_parquet",
    ),
    StoreKind(
        "sqlite",
        "`records.sqlite`",
        "queries without a server, full-text search",
        opener="docx2tasks.export.sqlite:open_sqlite",
        address="sqlite:///PATH",
        reader=f"{_RECORDS}.tables:open_sqlite",
        suffixes=(".sqlite", ".sqlite3", ".db"),
    ),
    StoreKind(
        "duckdb",
        "`records.duckdb`",
        "analytics over millions of rows",
        opener="docx2tasks.export.duckdb:open_duckdb",
        library="duckdb",
        address="duckdb:///PATH",
        threads=Form.compact,
        reader=f"{_RECORDS}.tables:open_duckdb",
        suffixes=(".duckdb",),
    ),
    StoreKind(
        "postgresql",
        "nothing: tables on a server",
        "many readers, concurrent runs",
        opener="docx2tasks.export.postgresql:open_postgresql",
        library="psycopg",
        address="postgresql://USER@HOST/DATABASE",
        needs_address=True,
        staging=Staging.DIRECT,
        reader=f"{_RECORDS}.tables:open_postgresql",
        alias="postgres",
    ),
)
_BY_NAME = {name: kind for kind in STORES for name in kind.names}
KINDS = tuple(kind.name for kind in STORES if not kind.needs_address)  # what ``--to`` takes by name
ADDRESSED = tuple(kind.address for kind in STORES if kind.address)  # and by address


def find_store(address: str) -> StoreKind:
    """The kind of output that ``--to`` names; raises ``unknown-store`` and ``not-installed``, and opens nothing.

    ``sqlite`` and ``sqlite:///档案.sqlite`` are one kind.
    """
    name, mark, _ = address.partition("://")
    kind = _BY_NAME.get(name)
    if kind is None or (mark and not kind.address) or (not mark and kind.needs_address):
        raise UsageError("unknown-store", f"unknown output format {name[:20]}", f"use {', '.join(_BY_NAME)}")
    if kind.library and find_spec(kind.library) is None:
        raise kind.to_missing(f"{name} needs {kind.library}, which is not installed")
    return kind


def find_database_kind(path: Path) -> StoreKind | None:
    """The kind of database that a file's name asks for; None where it asks for none."""
    return next((kind for kind in STORES if path.suffix.lower() in kind.suffixes), None)


def written_as(address: str) -> StoreKind | None:
    """The format of an output as named in a ledger; None if unknown."""
    return _BY_NAME.get(address.partition("://")[0])


def names_of(wanted: Callable[[StoreKind], object]) -> tuple[str, ...]:
    """The names of the kinds that meet a condition."""
    return tuple(name for kind in STORES if wanted(kind) for name in kind.names)


def open_store(address: str, out: Path, position: str = "", *, part_bytes: int = PART_BYTES) -> Store:
    """The store of a kind below the folder ``out``, which is there, taken back to ``position``.

    ``address`` is what ``--to`` takes: the name of a kind, or the address of a database
    (``sqlite:///PATH``, ``postgresql://USER@HOST/DATABASE?schema=NAME``).  Raises :class:`UsageError`:
    ``unknown-store``, ``not-installed`` (with what to install), ``not-writable``, ``output-changed`` (what stands in
    ``out`` is not what ``position`` says), ``database``; :class:`SpaceError`.
    """
    kind = find_store(address)
    if kind.threads is not None:
        from docx2tasks.export.subprocess_store import SubprocessStore  # noqa: PLC0415  few outputs need it

        return SubprocessStore(kind.threads, _open, address, out, position, part_bytes)
    return _open(address, out, position, part_bytes)


def _open(address: str, out: Path, position: str, part_bytes: int) -> Store:
    kind, path = find_store(address), address.partition("://")[2].removeprefix("/")
    try:
        opening = Opening(address, path, out, position, part_bytes, kind.load_part_format())
        store: Store = load(kind.opener)(opening)
    except ImportError as error:  # there, but a library of the system that it needs is not
        raise kind.to_missing(f"{kind.name} needs {kind.library}, which is not installed") from error
    return store


def load(name: str) -> Any:  # noqa: ANN401  whatever has that name
    """Import what a row names as ``package.module:name``."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def stores_to_markdown() -> str:
    """The table of the kinds in ``docs/outputs.md``."""
    lines = ["| kind | in `OUT` | for | needs |", "|---|---|---|---|"]
    for kind in STORES:
        name = f"`{kind.name}://…`" if kind.needs_address else f"`{kind.name}`"
        needs = f"`pip install 'docx2tasks[{kind.name}]'`" if kind.library else "–"
        lines.append(f"| {name} | {kind.meaning} | {kind.purpose} | {needs} |")
    return "\n".join(lines) + "\n"
