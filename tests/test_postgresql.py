"""The store in PostgreSQL, with a real server: what it holds, and what is said where it fails."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from batches import fill, plan
from build_records import QUERY, Held, documents, entries, entry, expected, name, with_text
from effort import PATIENCE, wait_for
from program import PYTHON, ROOT, call, environment
from server import Server, is_possible

from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.export.names import clean_text, name_to_text
from docx2tasks.export.store import Form, Removal, Store
from docx2tasks.export.stores import open_store
from docx2tasks.model import Document

pytestmark = pytest.mark.skipif(not is_possible(), reason="no PostgreSQL server is installed")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server for all tests."""
    one = Server()
    try:
        one.start()
        yield one
    finally:
        one.stop()


def url(server: Server, schema: str, **changed: str) -> str:
    """The address of a schema of its own, with the password."""
    said = {"user": "tester", "password": server.password, "host": "127.0.0.1", "port": str(server.port)} | changed
    user = f"{said['user']}:{quote(said['password'], safe='')}"
    return f"postgresql://{user}@{said['host']}:{said['port']}/postgres?schema={quote(schema)}"


def ask(server: Server, schema: str, query: str) -> list[tuple[object, ...]]:
    """What the server answers in a schema."""
    with psycopg.connect(url(server, schema).partition("?")[0]) as connection:
        connection.execute("SELECT set_config('search_path', %s, false)", [f'"{schema}"'])
        return connection.execute(query.encode()).fetchall()


def held(server: Server, schema: str) -> Held:
    """Names of documents and words of tasks."""
    return sorted((str(one), str(text)) for one, text in ask(server, schema, QUERY))


def named(count: int) -> dict[str, Document]:
    """What ``entries`` makes, by name."""
    return {name(place): documents()[place % len(documents())] for place in range(count)}


def put(store: Store, some: dict[str, Document]) -> None:
    """Put documents in one group."""
    store.put([entry(one, Form.compact, document) for one, document in some.items()])


def test_what_is_put_is_held_once(server: Server, tmp_path: Path) -> None:
    """Put twice, read anew, dropped; the views and the columns of JSON as PostgreSQL has them."""
    store = open_store(url(server, "once"), tmp_path)
    for _ in range(2):
        store.put(entries(Form.compact, 30))
    anew = {name(3): with_text("新的措施。"), name(29): with_text("另一项。")}
    put(store, anew)
    store.remove([Removal(name(5), None), Removal("none", None)])
    store.finish()
    store.close()
    wanted = {key: document for key, document in (named(30) | anew).items() if key != name(5)}
    assert held(server, "once") == expected(wanted)
    assert ask(server, "once", "SELECT count(*) FROM documents") == [(29,)]
    count = sum(len(task.units) for document in wanted.values() for task in document.tasks)
    assert ask(server, "once", "SELECT count(*) FROM v_duties") == ask(server, "once", "SELECT count(*) FROM units")
    assert ask(server, "once", "SELECT count(*) FROM units") == [(count,)]
    assert ask(server, "once", "SELECT count(*) FROM units WHERE jsonb_array_length(span) > 0") == [(count,)]
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    for shown in re.findall(r"-- postgresql: [^\n]*\n(.*?;)\n", page, re.DOTALL):
        assert ask(server, "once", shown.replace("current_date", "date '2022-06-01'"))
    query = "SELECT lead, support, starts_on, ends_on FROM v_tasks WHERE text = '清理沿河违建12处。' LIMIT 1"
    (found,) = ask(server, "once", query)
    assert [str(one) for one in found] == ["市水务局", "市城管局", "None", "2022-06-30"]


ASKED = {  # what people ask, and the index that answers it
    "SELECT 1 FROM documents WHERE name LIKE '甲/%'": "documents_name_excl",
    "SELECT 1 FROM documents WHERE issuer = '青川市人民政府办公室'": "documents_by_issuer",
    "SELECT 1 FROM documents WHERE issued_on BETWEEN date '2022-01-01' AND date '2022-12-31'": "documents_by_date",
    "SELECT 1 FROM documents WHERE doc_number = '青政发〔2022〕3号'": "documents_by_number",
    "SELECT 1 FROM tasks WHERE record_id = '776056e84224'": "tasks_by_record",
    "SELECT 1 FROM units WHERE name = '市水务局'": "units_by_name",
}


def test_indexes(server: Server, tmp_path: Path) -> None:
    """Each question has one; none is a hash of what repeats, and a task of ``v_tasks`` takes no query of its own."""
    open_store(url(server, "asked"), tmp_path).close()
    kinds = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'asked'"
    assert [table for table, words in ask(server, "asked", kinds) if "USING hash" in str(words)] == []
    with psycopg.connect(url(server, "asked").partition("?")[0]) as connection:
        connection.execute("SELECT set_config('search_path', 'asked', false)")
        connection.execute("SELECT set_config('enable_seqscan', 'off', false)")
        for query, index in ASKED.items():
            plan_of = connection.execute(f"EXPLAIN {query}".encode()).fetchall()
            assert index in str(plan_of), plan_of
        plan_of = connection.execute("EXPLAIN SELECT * FROM v_tasks WHERE lead LIKE '%水务局%'").fetchall()
        assert "SubPlan" not in str(plan_of)


def test_names_and_words_that_it_does_not_take(server: Server, tmp_path: Path) -> None:
    """NUL and half characters; a schema and names that would be SQL; names longer than an index takes."""
    schema = 'a"; DROP SCHEMA public; --'
    long = str(random.Random(1).randbytes(9_000))  # noqa: S311  what cannot be compressed
    names = ["坏\udcff.txt", "坏\\udcff.txt", "\0", "'); --", f"甲{long}", "甲"]
    some = {one: with_text(f"甲\0\udcff{place}") for place, one in enumerate(names)}
    store = open_store(url(server, schema), tmp_path)
    put(store, some)
    store.remove([Removal(names[0], None)])
    store.close()
    with psycopg.connect(url(server, "").partition("?")[0]) as connection:
        listed = "SELECT name, text FROM {s}.documents d JOIN {s}.tasks t ON t.document_id = d.id"
        quoted = psycopg.sql.Identifier(schema)
        rows = connection.execute(psycopg.sql.SQL(listed).format(s=quoted)).fetchall()
    assert sorted(rows) == sorted((name_to_text(one), clean_text(some[one].tasks[0].text)) for one in names[1:])


def test_two_runs_at_once(server: Server, tmp_path: Path) -> None:
    """Two programs write to one schema, which both of them make."""
    steps = [[*one[:2], one.data.decode(), False] for one in entries(Form.compact, 60)]
    running = []
    for place in (0, 1):
        (tmp_path / f"steps{place}").write_text(json.dumps(steps[place::2]), encoding="utf-8")
        running.append(begin(url(server, "two"), tmp_path, f"steps{place}", place))
    ends = [(one.communicate(timeout=PATIENCE)[1].decode(), one.returncode) for one in running]
    assert ends == [("", 0), ("", 0)]
    assert held(server, "two") == expected(named(60))


def begin(address: str, folder: Path, steps: str, seed: int) -> subprocess.Popen[bytes]:
    """A process that puts steps."""
    places = [str(folder), str(folder / steps), str(folder / f"{steps}.ledger")]
    command = [PYTHON, str(ROOT / "tests" / "keep_putting.py"), address, *places, "0", str(seed)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())


def test_killed_runs_and_servers(server: Server, tmp_path: Path) -> None:
    """The program is killed, or the server, in the middle of a group: each document is there whole or not at all."""
    count, chance = 400, random.Random(7)  # noqa: S311  no secret
    sizes = {key: len(document.tasks) for key, document in named(count).items()}
    steps = [[*one[:2], one.data.decode(), False] for one in entries(Form.compact, count)]
    (tmp_path / "steps").write_text(json.dumps(steps), encoding="utf-8")
    open_store(url(server, "killed"), tmp_path).close()
    ends = []
    for seed in range(7):
        with begin(url(server, "killed"), tmp_path, "steps", seed) as process:
            if seed < 6:
                time.sleep(chance.uniform(0.3, 0.7))
                process.send_signal(signal.SIGKILL) if seed % 2 else server.kill()
            _, words = process.communicate(timeout=PATIENCE)
        ends.append(process.returncode)
        assert process.returncode != 1 or b"UsageError: database: PostgreSQL at 127.0.0.1" in words, words
        assert b"geheim" not in words
        if seed % 2 == 0 and seed < 6:
            server.start()
        counted = "(SELECT count(*) FROM tasks t WHERE t.document_id = d.id)"
        whole = ask(server, "killed", f"SELECT name, tasks, {counted} FROM documents d")  # noqa: S608
        assert [row for row in whole if not row[1] == row[2] == sizes[str(row[0])]] == []
    assert ends[-1] == 0
    assert {1, -signal.SIGKILL} & set(ends)
    assert held(server, "killed") == expected(named(count))


def test_a_server_that_goes_away(server: Server, tmp_path: Path) -> None:
    """It is refused, and nothing of the group is there; a new run goes on."""
    store = open_store(url(server, "away"), tmp_path)
    store.put(entries(Form.compact, 5))
    server.kill()
    with pytest.raises(UsageError) as caught:
        store.put(entries(Form.compact, 5, 5))
    store.close()
    server.start()
    assert (caught.value.code, caught.value.exit_code) == ("database", ExitCode.USAGE)
    assert held(server, "away") == expected(named(5))
    store = open_store(url(server, "away"), tmp_path)
    store.put(entries(Form.compact, 10))
    store.close()
    assert held(server, "away") == expected(named(10))


def test_what_cannot_be_opened(server: Server, tmp_path: Path) -> None:
    """No server, a wrong password, addresses that are none: one code, what to do, and never the password."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        free = str(closed.getsockname()[1])
    wrong = [
        url(server, "x", port=free),
        url(server, "x", password="geheim-falsch"),  # noqa: S106  wrong
        url(server, "x", user="geheim"),
        url(server, "x", host="geheim.invalid"),
        f"postgresql://u:geheim%zz@127.0.0.1:{free}/x",
        f"postgresql://u:geheim@127.0.0.1:{free}x/x",
        f"postgresql://u:geheim@[127.0.0.1:{free}/x",
        f"postgres://127.0.0.1:{free}/x?password=geheim",
        f"postgresql://u@127.0.0.1:{free}/x?geheim=geheim",
    ]
    for address in wrong:
        with pytest.raises(UsageError) as caught:
            open_store(address, tmp_path)
        assert caught.value.code == "database"
        shown = str(caught.value).replace("geheim.invalid", "").replace('"geheim"', "")  # a host, a user
        assert "geheim" not in shown
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__


def test_a_database_in_another_encoding(server: Server, tmp_path: Path) -> None:
    """One that cannot hold Chinese is refused before anything is made in it."""
    plain = url(server, "").partition("?")[0]
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(UsageError) as caught:
        open_store(plain.replace("/postgres", "/latin"), tmp_path)
    assert caught.value.code == "database"
    assert "--encoding=UTF8" in caught.value.hint


def test_tables_of_another_version(server: Server, tmp_path: Path) -> None:
    """They are not written to."""
    open_store(url(server, "other"), tmp_path).close()
    with psycopg.connect(url(server, "").partition("?")[0]) as connection:
        connection.execute("UPDATE other.about SET tables = 0")
    with pytest.raises(UsageError) as caught:
        open_store(url(server, "other"), tmp_path)
    assert caught.value.code == "output-changed"


def test_nothing_is_left_open(server: Server, tmp_path: Path) -> None:
    """No connection stays behind, also where opening fails."""
    open_store(url(server, "open"), tmp_path).close()
    os.sync()
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    wait_for(lambda: ask(server, "open", query) == [(0,)])


def test_a_batch(server: Server, tmp_path: Path) -> None:
    """The whole way: twice over an archive, once with a changed file; the password is written nowhere."""
    source = fill(tmp_path / "in", 30)
    for changed in (False, False, True):
        if changed:
            (source / "0/00001.txt").write_text(plan(999), encoding="utf-8")
        result = call("batch", source, tmp_path / "out", "--to", url(server, "batch"))
        assert result.returncode == ExitCode.OK
        assert server.password.encode() not in result.stderr
    assert server.password.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("out/*"))
    call("batch", source, tmp_path / "lines", "--to", "jsonl")
    lines = (tmp_path / "lines/part-00001.jsonl").read_text(encoding="utf-8").splitlines()
    expected = sorted((row["document_name"], row["text"]) for row in map(json.loads, lines))
    assert held(server, "batch") == expected
    result = call("report", tmp_path / "out", "-o", tmp_path / "page.html", env={"PGPASSWORD": server.password})
    assert f"32 documents read, {len(expected)} tasks, 0 failed" in result.stderr.decode()


def test_a_batch_by_another_address(server: Server, tmp_path: Path) -> None:
    """A database is what it is, whatever host or user leads to it; another one is refused."""
    source, out = fill(tmp_path / "in", 2), tmp_path / "out"
    assert call("batch", source, out, "--to", url(server, "moved")).returncode == ExitCode.OK
    again = call("batch", source, out, "--to", url(server, "moved", host="localhost"))
    assert b"2 known before" in again.stderr
    other = call("batch", source, out, "--to", url(server, "elsewhere"))
    assert (other.returncode, b"other-output" in other.stderr) == (ExitCode.USAGE, True)


def test_rights(server: Server, tmp_path: Path) -> None:
    """What is missing is asked for in the words of SQL, and is enough."""
    plain = url(server, "").partition("?")[0]
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'kurz'")
        connection.execute("CREATE SCHEMA office")
        asked = url(server, "office", user="clerk", password="kurz")  # noqa: S106  of a server of ours
        for _ in range(2):
            with pytest.raises(UsageError) as caught:
                open_store(asked, tmp_path)
            rights = caught.value.hint.partition(": ")[2]
            assert "GRANT USAGE, CREATE ON SCHEMA office TO clerk" in rights
            connection.execute(rights.encode())
            if not ask(server, "office", "SELECT FROM pg_tables WHERE schemaname = 'office'"):
                open_store(url(server, "office"), tmp_path).close()
        connection.execute(rights.encode())
    store = open_store(asked, tmp_path)
    store.put(entries(Form.compact, 3))
    store.put(entries(Form.compact, 3))
    store.finish()
    store.close()


LOSSES = {
    "schema": 'DROP SCHEMA "lost" CASCADE',
    "documents": "DELETE FROM documents",
    "tasks": "DELETE FROM tasks WHERE seq = 1",
    "texts": "UPDATE tasks SET text = text || '！' WHERE seq = 2",
}


def test_rows_that_are_gone_are_written_again(server: Server, tmp_path: Path) -> None:
    """Whatever others did to the tables: the next run says so, and they hold what they held."""
    source = fill(tmp_path / "in", 4)
    address = url(server, "lost")
    call("batch", source, tmp_path / "out", "--to", address)
    before = held(server, "lost")
    for query in LOSSES.values():
        with psycopg.connect(url(server, "lost").partition("?")[0], autocommit=True) as connection:
            connection.execute("SELECT set_config('search_path', 'lost', false)")
            connection.execute(query.encode())
        assert b"4 written again" in call("batch", source, tmp_path / "out", "--to", address).stderr
        assert held(server, "lost") == before
    assert b"4 known before" in call("batch", source, tmp_path / "out", "--to", address).stderr
