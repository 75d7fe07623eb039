"""The tables of a database: every value of a record, views, the index of words, and what is in the way of writing."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from build_records import documents, entries, entry, name, with_text
from program import PYTHON, ROOT, start

from docx2tasks.errors import UsageError
from docx2tasks.export import sqlite
from docx2tasks.export.columns import COLUMNS
from docx2tasks.export.parquet import make_schema
from docx2tasks.export.search_index import text_to_words
from docx2tasks.export.store import Form, Removal
from docx2tasks.export.stores import open_store
from docx2tasks.export.tables import TABLES, documents_to_rows
from docx2tasks.model import Document

KINDS = ("sqlite", "duckdb")
pytestmark = pytest.mark.threads  # of DuckDB
over_databases = pytest.mark.parametrize("kind", KINDS)
Answer = list[tuple[Any, ...]]


def ask(kind: str, out: Path, query: str, *values: object) -> Answer:
    """What a database answers."""
    if kind == "duckdb":
        with duckdb.connect(str(out / "records.duckdb")) as base:
            return base.execute(query, list(values)).fetchall()
    with closing(sqlite3.connect(out / "records.sqlite", isolation_level=None)) as connection:
        return connection.execute(query, values).fetchall()


def fill(kind: str, out: Path, some: dict[str, Document]) -> None:
    """A finished database with these documents."""
    store = open_store(kind, out)
    store.put([entry(one, Form.compact, document) for one, document in some.items()])
    store.finish()
    store.close()


def samples() -> dict[str, Document]:
    """Each sample under a name."""
    return {name(place): document for place, document in enumerate(documents())}


def leaves(value: object) -> Iterator[object]:
    """All single values in nested ones."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value


@pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.source.path))
def test_every_value_of_a_record_is_in_a_table(document: Document) -> None:
    """Nothing of a document is left out: its JSON's values are those of its rows."""
    values = json.loads(document.model_dump_json())
    rows = documents_to_rows([("甲", values)], iter([10**9]), iter(range(2 * 10**9, 3 * 10**9)))
    held: set[object] = set()
    for cells in rows.values():
        for cell in (cell for row in cells for cell in row):
            held |= set(leaves(json.loads(cell))) if isinstance(cell, str) and cell[:1] in {"[", "{"} else {cell}
    assert set(leaves(values)) - held == set()


@over_databases
def test_tables_hold_what_the_records_say(tmp_path: Path, kind: str) -> None:
    """Counts of each table, and the values of units and times in their order."""
    fill(kind, tmp_path, samples())
    tasks = [task for document in documents() for task in document.tasks]
    wanted = {
        "documents": len(documents()),
        "tasks": len(tasks),
        "steps": sum(len(task.path) for task in tasks),
        "units": sum(len(task.units) for task in tasks),
        "actors": sum(len(task.actors) for task in tasks),
        "times": sum(len(task.times) for task in tasks),
        "targets": sum(len(task.targets) for task in tasks),
        "citations": sum(len(task.references) for task in tasks),
        "provisions": sum(len(document.provisions) for document in documents()),
        "diagnostics": sum(len(document.diagnostics) for document in documents()),
        "leftovers": sum(len(document.coverage.leftovers) for document in documents()),
    }
    assert [*wanted] == [table.name for table in TABLES]
    assert min(count for table, count in wanted.items() if table != "provisions") > 0
    assert {table: ask(kind, tmp_path, f"SELECT count(*) FROM {table}")[0][0] for table in wanted} == wanted  # noqa: S608
    order = "JOIN tasks t ON t.id = x.task_id ORDER BY t.document_id, t.seq, x.seq"
    units = ask(kind, tmp_path, f"SELECT x.name, x.role, x.inherited, x.rule, x.span FROM units x {order}")  # noqa: S608
    assert [(*row[:4], json.loads(row[4])) for row in units] == [
        (unit.name, unit.role, unit.inherited, unit.rule, [list(one) for one in unit.span])
        for task in tasks
        for unit in task.units
    ]
    times = ask(kind, tmp_path, f"SELECT x.text, x.kind, x.starts_on, x.ends_on, x.every FROM times x {order}")  # noqa: S608
    assert [tuple(one and str(one) for one in row) for row in times] == [
        (time.text, time.kind, time.start, time.end, time.every) for task in tasks for time in task.times
    ]


@over_databases
def test_views(tmp_path: Path, kind: str) -> None:
    """A row a task with its units and deadlines; a row a deadline; a row a unit."""
    fill(kind, tmp_path, samples())
    tasks = [task for document in documents() for task in document.tasks]
    rows = ask(kind, tmp_path, "SELECT text, lead, responsible, time FROM v_tasks ORDER BY id")
    assert rows == [
        (
            task.text,
            "、".join(unit.name for unit in task.units if unit.role == "lead") or None,
            "、".join(unit.name for unit in task.units if unit.role == "responsible") or None,
            "；".join(time.text for time in task.times) or None,
        )
        for task in tasks
    ]
    due = [time for task in tasks for time in task.times if time.kind in {"deadline", "period"}]
    assert ask(kind, tmp_path, "SELECT count(*) FROM v_deadlines") == [(len(due),)]
    duties = ask(kind, tmp_path, "SELECT count(*) FROM v_duties WHERE unit = '市水务局'")
    assert duties == [(sum(unit.name == "市水务局" for task in tasks for unit in task.units),)]
    acting = ask(kind, tmp_path, "SELECT count(*) FROM v_actors WHERE actor = '各区'")
    assert acting == [(sum(actor.name == "各区" for task in tasks for actor in task.actors),)]
    assert acting > [(0,)]


@over_databases
def test_nothing_hangs_on_what_is_gone(tmp_path: Path, kind: str) -> None:
    """Read anew and dropped: no row of any table leads nowhere."""
    store = open_store(kind, tmp_path)
    for _ in range(3):
        store.put(entries(Form.compact, 30))
    store.remove([Removal(name(place), None) for place in range(0, 30, 2)])
    store.put([entry(name(1), Form.compact, with_text("新的措施。"))])
    store.close()
    for table in TABLES:
        if table.above:
            lost = f"SELECT count(*) FROM {table.name} WHERE {table.key_above} NOT IN (SELECT id FROM {table.above})"  # noqa: S608
            assert ask(kind, tmp_path, lost) == [(0,)], table.name
    assert ask(kind, tmp_path, "SELECT count(*) FROM documents") == [(15,)]


# --- what the page of outputs shows ------------------------------------------------------------------

PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
QUERIES = re.findall(
    r"-- (\w+): ([^\n]*)\n(.*?;)\n", "".join(re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)), re.DOTALL
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples in every kind of output that is a file."""
    folder = tmp_path_factory.mktemp("outputs")
    for kind in (*KINDS, "parquet", "csv"):
        store = open_store(kind, folder)
        store.put([entry(one, store.form, document) for one, document in samples().items()])
        store.position()
        store.finish()
        store.close()
    return folder


@pytest.mark.parametrize(("kind", "query"), [pytest.param(one[0], one[2], id=": ".join(one[:2])) for one in QUERIES])
def test_shown_queries_find_something(out: Path, kind: str, query: str) -> None:
    """Each of them, on the samples."""
    if kind == "parts":
        assert duckdb.execute(query.replace("'OUT/", f"'{out}/")).fetchall()
    elif kind in KINDS:
        assert ask(kind, out, query)
    else:
        assert kind == "postgresql"  # tested there


def test_shown_python_runs(out: Path, tmp_path: Path) -> None:
    """It prints what the samples hold; a folder of Parquet holds no other store."""
    for part in out.glob("*.parquet"):
        shutil.copy(part, tmp_path)
    blocks = [one for one in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if '"OUT' in one]
    assert len(blocks) == 2
    for block in blocks:
        folder = tmp_path if "pyarrow" in block else out
        result = start([PYTHON, "-c", block.replace('"OUT', f'"{folder}')])
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.strip()


def test_every_column_is_on_the_page() -> None:
    """Those of tables in their order, those of CSV, Parquet and views."""
    rows = {key: re.findall(r"`(\w+)`", cells) for key, cells in re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", PAGE)}
    for table in TABLES:
        assert rows[table.name][: len(table.fields)] == [field.name for field in table.fields]
    assert {"v_tasks", "v_deadlines", "v_duties", "v_actors", "about"} <= set(rows)
    columns = [*COLUMNS, *make_schema().names]
    assert [str(getattr(one, "name", one)) for one in columns if f"`{getattr(one, 'name', one)}`" not in PAGE] == []


# --- the index of SQLite -----------------------------------------------------------------------------

SEARCH = "SELECT t.text FROM tasks_fts JOIN tasks t ON t.id = tasks_fts.rowid WHERE tasks_fts MATCH ?"
TEXTS = ["完善医保支付方式改革。", "推进 DRG 付费，扩大医保覆盖。", "到2025年建成22家。", "医院与保险机构协作。"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("医保", {0, 1}),
        ("医保支", {0}),
        ("医保支付", {0}),
        ("保医", set()),
        ("医保 drg", {1}),
        ("医保 NOT 覆盖", {0}),
        ("2025", {2}),
        ("2025年", {2}),
        ("建", {2}),
        ("医保 OR 建成", {0, 1, 2}),
        ("专项行动", {3}),
    ],
)
def test_words_are_found_as_typed(tmp_path: Path, query: str, found: set[int]) -> None:
    """Up to four characters beside each other are, numbers and Latin words whole, and words of headings."""
    records = {text: with_text(text) for text in TEXTS}
    records[TEXTS[3]] = with_text(TEXTS[3], heading="开展专项行动")
    fill("sqlite", tmp_path, records)
    assert {TEXTS.index(text) for (text,) in ask("sqlite", tmp_path, SEARCH, query)} == found


def test_the_index_forgets(tmp_path: Path) -> None:
    """Words of what was read anew or dropped are found no more, and the index is whole."""
    texts = {"甲": "完善医保支付。", "乙": "医保目录。", "丙": "其他。"}
    fill("sqlite", tmp_path, {key: with_text(text) for key, text in texts.items()})
    fill("sqlite", tmp_path, {"甲": with_text("改革方案。")})
    store = open_store("sqlite", tmp_path)
    store.remove([Removal("乙", None)])
    store.close()
    assert ask("sqlite", tmp_path, "SELECT rowid FROM tasks_fts WHERE tasks_fts MATCH '医保'") == []
    assert ask("sqlite", tmp_path, SEARCH, "改革") == [("改革方案。",)]
    ask("sqlite", tmp_path, "INSERT INTO tasks_fts (tasks_fts) VALUES ('integrity-check')")
    assert ask("sqlite", tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert ask("sqlite", tmp_path, "PRAGMA foreign_key_check") == []


def test_an_earlier_index_gives_way(tmp_path: Path) -> None:
    """A database that was begun with another index has the present one when it is opened again."""
    fill("sqlite", tmp_path, {"甲": with_text("完善医保支付。")})
    ask("sqlite", tmp_path, "DROP TABLE tasks_fts")
    ask("sqlite", tmp_path, "CREATE VIRTUAL TABLE search USING fts5 (text, content = '')")
    fill("sqlite", tmp_path, {"乙": with_text("医保目录。")})
    assert {row[0] for row in ask("sqlite", tmp_path, SEARCH, "医保")} == {"完善医保支付。", "医保目录。"}
    assert ask("sqlite", tmp_path, "SELECT name FROM sqlite_master WHERE name = 'search'") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("治河道", "治 河 道 治河 河道 治河道"),
        ("2025年，DRG付", "2025 年 2025年 DRG 付 DRG付"),
        ("，。", ""),
    ],
)
def test_words_as_the_index_holds_them(text: str, words: str) -> None:
    """Latin words and numbers stay whole, and nothing reaches over a comma."""
    assert text_to_words(text) == words


def test_sqlite_utils_finds_words(tmp_path: Path) -> None:
    """Its own search does, of itself."""
    database = pytest.importorskip("sqlite_utils").Database
    fill("sqlite", tmp_path, {text: with_text(text) for text in TEXTS})
    with closing(database(tmp_path / "records.sqlite").conn) as connection:
        tasks = database(connection)["tasks"]
        assert tasks.detect_fts() == "tasks_fts"
        assert {row["text"] for row in tasks.search("医保")} == {*TEXTS[:2]}
        assert {row["text"] for row in tasks.search("医保支付")} == {TEXTS[0]}


def test_datasette_finds_words(tmp_path: Path) -> None:
    """Its page of tasks has a search box, which does."""
    datasette = pytest.importorskip("datasette.app").Datasette
    fill("sqlite", tmp_path, {text: with_text(text) for text in TEXTS})

    async def get(path: str) -> Any:
        return await datasette([str(tmp_path / "records.sqlite")]).client.get(path)

    assert 'name="_search"' in asyncio.run(get("/records/tasks")).text
    found = asyncio.run(get("/records/tasks.json?_shape=array&_search=医保 支付")).json()
    assert [row["text"] for row in found] == [TEXTS[0]]


# --- what is in the way ------------------------------------------------------------------------------


def test_a_locked_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that writes is waited for, and then named; afterwards all goes on."""
    monkeypatch.setattr(sqlite, "_WAIT", 0.1)
    store = open_store("sqlite", tmp_path)
    with closing(sqlite3.connect(tmp_path / "records.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for call in (lambda: store.put(entries(Form.compact, 3)), lambda: open_store("sqlite", tmp_path)):
            with pytest.raises(UsageError) as caught:
                call()
            assert caught.value.code == "database"
            assert "another program" in caught.value.message
    store.put(entries(Form.compact, 3))
    store.close()
    assert ask("sqlite", tmp_path, "SELECT count(*) FROM documents") == [(3,)]


def test_a_locked_duckdb(tmp_path: Path) -> None:
    """DuckDB lets one program write."""
    store = open_store("duckdb", tmp_path)
    code = "import sys; from pathlib import Path; from docx2tasks.export.stores import open_store\n"
    result = start([PYTHON, "-c", f"{code}open_store('duckdb', Path({str(tmp_path)!r}))"])
    store.close()
    assert b"is in use by another program" in result.stderr


@over_databases
def test_places_that_cannot_be_written(tmp_path: Path, kind: str) -> None:
    """A folder that is missing, a folder in the file's place."""
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "none" / "x.db", tmp_path / "folder"):
        with pytest.raises(UsageError) as caught:
            open_store(f"{kind}:///{path}", tmp_path)
        assert caught.value.code in {"not-writable", "database"}


EXTRAS = {"parquet": "pyarrow", "duckdb": "duckdb", "postgresql://h/d": "psycopg", "postgres://h/d": "psycopg"}


@pytest.mark.parametrize("kind", EXTRAS)
def test_what_is_not_installed_is_named(tmp_path: Path, kind: str) -> None:
    """With what to install, before anything is written; other stores need none of it."""
    hidden = f"import sys; sys.modules[{EXTRAS[kind]!r}] = None; from pathlib import Path\n"
    code = f"{hidden}from docx2tasks.export.stores import open_store\nopen_store(sys.argv[1], Path(sys.argv[2]))"
    result = start([PYTHON, "-c", code, kind, str(tmp_path)])
    extra = kind.partition(":")[0].replace("postgres", "postgresql").replace("postgresqlql", "postgresql")
    assert f"UsageError: not-installed: {extra}" in result.stderr.decode().replace("postgres n", "postgresql n")
    assert f"pip install 'docx2tasks[{extra}]'" in result.stderr.decode()
    assert [*tmp_path.iterdir()] == []


def test_stores_load_only_what_they_need(tmp_path: Path) -> None:
    """Opening a stream of lines or an SQLite file loads none of the extras; Parquet waits for its first part."""
    code = """
import sys
from pathlib import Path
from docx2tasks.export.stores import open_store
for kind in ("json", "jsonl", "csv", "parquet", "sqlite"):
    open_store(kind, Path(sys.argv[1])).close()
print([name for name in ("pyarrow", "duckdb", "psycopg", "pydantic") if name in sys.modules])
"""
    assert start([PYTHON, "-c", code, str(tmp_path)]).stdout == b"[]\n"
