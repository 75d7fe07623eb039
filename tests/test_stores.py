"""All stores keep one promise: what is put is there once, whole, whenever a run is killed or a disk is full."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from build_records import documents, entries, entry, expected, held, name, with_text
from effort import PATIENCE
from program import PYTHON, ROOT, environment, start

from docx2tasks.errors import UsageError
from docx2tasks.export.names import clean_text
from docx2tasks.export.store import Form, Removal, Store
from docx2tasks.export.stores import open_store
from docx2tasks.model import Document

FILES = ("json", "jsonl", "csv", "parquet", "sqlite", "duckdb")  # PostgreSQL has tests of its own
STREAMS = ("jsonl", "csv", "parquet")
PART = 20_000
over_files = pytest.mark.parametrize("kind", FILES)
over_streams = pytest.mark.parametrize("kind", STREAMS)
EMPTY = next(document for document in documents()).model_copy(update={"tasks": []})


def named(count: int) -> dict[str, Document]:
    """What ``entries`` makes, by name."""
    return {name(place): documents()[place % len(documents())] for place in range(count)}


def put(store: Store, some: dict[str, Document]) -> dict[str, int | None]:
    """Put documents in one group; their parts."""
    return dict(zip(some, store.put([entry(one, store.form, document) for one, document in some.items()]), strict=True))


def finish(store: Store) -> str:
    """Finish as the program does; the position."""
    store.position()
    store.finish()
    at = store.position()
    store.close()
    return at


def tree(out: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


# --- what is put is there ----------------------------------------------------------------------------


@over_files
def test_what_is_put_is_held(tmp_path: Path, kind: str) -> None:
    """Each task of each document, and nothing but files of the store."""
    store = open_store(kind, tmp_path, part_bytes=PART)
    for first in range(0, 60, 7):
        store.put(entries(store.form, min(7, 60 - first), first))
        store.position()
    finish(store)
    assert held(kind, tmp_path) == expected(named(60))
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {f".{kind}"}


@over_files
def test_what_was_not_committed_is_put_again(tmp_path: Path, kind: str) -> None:
    """A run that ends between the store and the ledger puts the same once more: nothing is there twice."""
    at = ""
    for count in (5, 9, 9):
        store = open_store(kind, tmp_path, at, part_bytes=PART)
        store.put(entries(store.form, count, 0))
        store.close()
    store = open_store(kind, tmp_path, at, part_bytes=PART)
    store.put(entries(store.form, 9, 0))
    at = store.position()
    store.put(entries(store.form, 4, 9))
    store.close()
    store = open_store(kind, tmp_path, at, part_bytes=PART)
    store.put(entries(store.form, 4, 9))
    finish(store)
    assert held(kind, tmp_path) == expected(named(13))


@over_files
@pytest.mark.parametrize("part_bytes", [PART, 10_000_000], ids=["parts", "one part"])
def test_what_is_read_anew_takes_the_old_place(tmp_path: Path, kind: str, part_bytes: int) -> None:
    """Whatever part the old lines are in, also the open one, also where nothing is left of the new."""
    store = open_store(kind, tmp_path, part_bytes=part_bytes)
    parts = put(store, named(30))
    at = store.position()
    store.close()
    store = open_store(kind, tmp_path, at, part_bytes=part_bytes)
    anew = {name(3): with_text("新的措施。"), name(4): EMPTY, name(29): with_text("另一项。")}
    if kind in STREAMS:
        store.remove([Removal(one, parts[one]) for one in anew])
    put(store, anew)
    at = finish(store)
    assert held(kind, tmp_path) == expected(named(30) | anew)
    store = open_store(kind, tmp_path, at, part_bytes=part_bytes)  # and the next run adds to it
    put(store, {"后来.docx": with_text("后来的措施。")})
    finish(store)
    assert held(kind, tmp_path) == expected(named(30) | anew | {"后来.docx": with_text("后来的措施。")})


@over_files
def test_what_is_dropped_is_gone(tmp_path: Path, kind: str) -> None:
    """Some documents, then all of them; folders of a tree that are empty go too."""
    store = open_store(kind, tmp_path, part_bytes=PART)
    parts = put(store, named(60))
    store.position()
    gone = [name(place) for place in (*range(50, 60), 0, 7)]
    store.remove([Removal(one, parts[one], f"{one}.json") for one in gone])
    at = finish(store)
    assert held(kind, tmp_path) == expected({key: one for key, one in named(60).items() if key not in gone})
    assert (tmp_path / "夹0").is_dir() == (kind == "json")
    assert not (tmp_path / "夹1").exists()
    store = open_store(kind, tmp_path, at, part_bytes=PART)
    store.remove([Removal(one, parts[one], f"{one}.json") for one in named(60)])
    finish(store)
    assert held(kind, tmp_path) == []


@over_files
def test_documents_without_tasks(tmp_path: Path, kind: str) -> None:
    """They are documents of a tree and of a database, and no line of a stream."""
    store = open_store(kind, tmp_path)
    assert put(store, {"空.docx": EMPTY}) == {"空.docx": None}
    finish(store)
    assert held(kind, tmp_path) == []
    assert (tree(tmp_path) == {}) == (kind in STREAMS)


NAMES = [
    "坏\udcff名.txt", "坏\\udcff名.txt", "坏\\\\udcff名.txt", "反\\斜线.txt", "=1+1.txt", "'=1+1.txt", "＝甲.txt",
    "a\nb\r.txt", "\ttab.txt", '引"号,逗号.txt', "\u2028.txt", "x" * 200 + ".txt", "🙂.txt", "  a.txt", "\ufeff.txt",
]  # fmt: skip


@over_files
def test_names_stay_apart(tmp_path: Path, kind: str) -> None:
    """Names that no column holds as they are, or that look like such names written out."""
    some = {one: with_text(f"措施{place}。") for place, one in enumerate(NAMES)}
    store = open_store(kind, tmp_path)
    parts = put(store, some)
    store.position()
    store.remove([Removal(NAMES[0], parts[NAMES[0]], f"{NAMES[0]}.json")])
    finish(store)
    assert held(kind, tmp_path) == expected({key: one for key, one in some.items() if key != NAMES[0]})


@over_files
@pytest.mark.parametrize("words", ["甲\ud800乙", "甲\x00乙", "=甲", "甲\r\n乙", "甲\ufffe\U0010ffff"], ids=ascii)
def test_words_that_are_no_text(tmp_path: Path, kind: str, words: str) -> None:
    """What a store cannot hold is replaced in words; JSON holds them as they are."""
    store = open_store(kind, tmp_path)
    put(store, {"甲.txt": with_text(words)})
    finish(store)
    assert held(kind, tmp_path) == [("甲.txt", words if kind in {"json", "jsonl"} else clean_text(words))]


@over_files
def test_numbers_that_are_too_large(tmp_path: Path, kind: str) -> None:
    """A mark of twenty digits is no reason to stop; the largest that fits is kept."""
    task = with_text("甲").tasks[0]
    for place, number in enumerate((10**20, 2**63 - 1)):
        document = with_text("甲").model_copy(update={"tasks": [task.model_copy(update={"number": number})]})
        (tmp_path / str(place)).mkdir()
        store = open_store(kind, tmp_path / str(place))
        put(store, {"甲.txt": document})
        finish(store)
        assert held(kind, tmp_path / str(place)) == [("甲.txt", "甲")]
    if kind in {"sqlite", "duckdb"}:
        numbers = [execute(kind, tmp_path / place, "SELECT number FROM tasks") for place in "01"]
        assert numbers == [[(None,)], [(2**63 - 1,)]]


# --- it is killed ------------------------------------------------------------------------------------


def steps(form: Form, count: int) -> list[object]:
    """Documents for ``keep_putting``: all of them, then every fifth anew with other words."""
    first = [[*one[:2], one.data.decode(), False] for one in entries(form, count)]
    anew = [entry(name(place), form, with_text(f"新的措施{place}。")) for place in range(0, count, 5)]
    return [*first, *([*one[:2], one.data.decode(), True] for one in anew)]


def begin(kind: str, folder: Path, seed: int) -> subprocess.Popen[bytes]:
    """A process that puts ``folder/steps`` to ``folder/out``."""
    (folder / "out").mkdir(exist_ok=True, parents=True)
    places = [folder / "out", folder / "steps", folder / "ledger"]
    command = [PYTHON, str(ROOT / "tests" / "keep_putting.py"), kind, *map(str, places), str(PART), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment())


def put_all(kind: str, folder: Path, kills: int) -> int:
    """Put the steps, killed so many times at random moments; how often it was killed in time."""
    chance, hits = random.Random(f"{kind} {kills}"), 0  # noqa: S311  no secret
    for seed in range(kills + 1):
        with begin(kind, folder, seed) as process:
            assert process.stdout
            if seed < kills:
                process.stdout.readline() if seed % 4 else None  # some die while they open it
                time.sleep(chance.uniform(0, 0.05))
                process.send_signal(signal.SIGKILL)
            code = process.wait(PATIENCE)
            assert code in {0, -signal.SIGKILL}
            hits += code != 0
            if code == 0:
                break
    assert code == 0
    return hits


KILLS = {"json": 6, "jsonl": 12, "csv": 8, "parquet": 4, "sqlite": 6, "duckdb": 4}


@pytest.mark.parametrize(("kind", "kills"), KILLS.items(), ids=[*KILLS])
def test_killed_runs_leave_no_trace(tmp_path: Path, kind: str, kills: int) -> None:
    """Runs that are killed with SIGKILL again and again make what one run makes: of a stream the same bytes."""
    count = 100
    form = Form.document if kind == "json" else Form.tasks if kind in STREAMS else Form.compact
    for folder in ("killed", "quiet"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "steps").write_text(json.dumps(steps(form, count)), encoding="utf-8")
    assert put_all(kind, tmp_path / "killed", kills) > 1
    assert put_all(kind, tmp_path / "quiet", 0) == 0
    anew = {name(place): with_text(f"新的措施{place}。") for place in range(0, count, 5)}
    assert held(kind, tmp_path / "killed" / "out") == expected(named(count) | anew)
    if kind in {"json", *STREAMS}:
        assert tree(tmp_path / "killed" / "out") == tree(tmp_path / "quiet" / "out")


# --- the disk is full --------------------------------------------------------------------------------

SIZES = {"json": 8_000, "jsonl": 100_000, "csv": 100_000, "parquet": 100_000, "sqlite": 200_000, "duckdb": 300_000}
FULL = f"""
import resource, sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from pathlib import Path
from build_records import entries
from docx2tasks.errors import SpaceError
from docx2tasks.export.stores import open_store
kind, out, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
store = open_store(kind, out)
writer = getattr(getattr(store, "_process", None), "pid", 0)  # 0: this process itself
resource.prlimit(writer, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
done, at = 0, store.position()
try:
    for first in range(0, 100, 5):
        store.put(entries(store.form, 5, first))
        at, done = store.position(), done + 5
    store.finish()
except SpaceError as refusal:
    assert refusal.code == "no-space", refusal
    resource.prlimit(writer, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if sys.argv[4] == "go on":
        for first in range(done, 100, 5):
            store.put(entries(store.form, 5, first))
            at, done = store.position(), done + 5
        store.finish()
        at = store.position()
    store.close()
    print(done)
    print(at)
"""


@pytest.mark.parametrize("then", ["go on", "end"])
@pytest.mark.parametrize(("kind", "size"), SIZES.items(), ids=[*SIZES])
def test_a_full_disk(tmp_path: Path, kind: str, size: int, then: str) -> None:
    """It is refused, nothing half is to be seen, and it goes on once there is space, in this run or the next."""
    result = start([PYTHON, "-c", FULL, kind, tmp_path, str(size), then])
    assert result.stderr.decode() == ""
    done, at = result.stdout.decode().splitlines()
    if then == "end":
        assert int(done) < 100
        store = open_store(kind, tmp_path, at)
        for first in range(int(done), 100, 5):
            store.put(entries(store.form, 5, first))
        finish(store)
    assert held(kind, tmp_path) == expected(named(100))
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {f".{kind}"}


# --- what is turned down -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xml", "", "json://x", "jsonl:///x", "postgresql", "mysql://u:secret@h/d"])
def test_unknown_stores(tmp_path: Path, kind: str) -> None:
    """They are refused with what there is, and nothing is shown that may be secret."""
    with pytest.raises(UsageError) as caught:
        open_store(kind, tmp_path)
    assert caught.value.code == "unknown-store"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_databases_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Three slashes and a path, or four and one from the root."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    for url, path in ((f"{kind}:///甲.db", "甲.db"), (f"{kind}:///{tmp_path}/乙.db", "乙.db")):
        open_store(url, tmp_path / "out").close()
        assert (tmp_path / path).is_file()
    assert tree(tmp_path / "out") == {}


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_files_that_are_no_database(tmp_path: Path, kind: str) -> None:
    """They are left alone."""
    (tmp_path / f"records.{kind}").write_bytes(b"no database" * 1_000)
    with pytest.raises(UsageError) as caught:
        open_store(kind, tmp_path)
    assert caught.value.code == "database"
    assert tree(tmp_path) == {f"records.{kind}": b"no database" * 1_000}


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_tables_of_another_version(tmp_path: Path, kind: str) -> None:
    """They are not written to."""
    open_store(kind, tmp_path).close()
    execute(kind, tmp_path, "UPDATE about SET tables = 0")
    with pytest.raises(UsageError) as caught:
        open_store(kind, tmp_path)
    assert caught.value.code == "output-changed"


def execute(kind: str, out: Path, query: str) -> list[tuple[object, ...]]:
    """What a database answers."""
    path = str(out / f"records.{kind}")
    if kind == "duckdb":
        import duckdb  # noqa: PLC0415  takes a while

        with duckdb.connect(path) as base:
            return base.execute(query).fetchall()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(query).fetchall()
