"""A batch on a real cluster on this machine: a scheduler and three workers, killed as it comes."""

from __future__ import annotations

import itertools
import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from build_docx import docx, p, zip_bytes
from effort import wait_for
from program import PLAN, PYTHON, ROOT, Result, environment, run, start
from server import Server, is_possible

import docx2tasks
from docx2tasks.batch.cluster.partition import ClusterOrder, Done, Partition, Setting, pack, unpack
from docx2tasks.batch.cluster.reader import perform
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.worker import Job, Options
from docx2tasks.errors import UsageError
from docx2tasks.export.staged import Stage, make_stage
from docx2tasks.export.store import Form
from docx2tasks.limits import DEFAULT
from docx2tasks.rules import Rules

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.threads,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals"),
]

WORKERS = 3
_OWN = "name, path, status, container, target, key, sha256, bytes, format, code, tasks, diagnostics, coverage"


class Machines:
    """The processes of a cluster."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder, self._place = folder, folder / "scheduler.json"
        self.scheduler = self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.workers = [self.start_worker() for _ in range(workers)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, of one thread and without a nanny, which would start it anew."""
        return self._start("dask_worker", "--no-nanny", "--nthreads", "1", "--no-dashboard")

    def _start(self, program: str, *args: str) -> subprocess.Popen[bytes]:
        command = [PYTHON, "-m", f"distributed.cli.{program}", *args, "--scheduler-file", str(self._place)]
        ours = f"{ROOT}{os.pathsep}{ROOT / 'tests'}" if program == "dask_worker" else ""  # the scheduler has nothing
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, env=environment(PYTHONPATH=ours))

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        wait_for(self._place.exists)
        with suppress(ValueError):  # it is being written
            return str(json.loads(self._place.read_bytes())["address"])
        time.sleep(0.05)
        return self.address

    def end(self) -> None:
        """Kill all of them."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and three workers."""
    found = Machines(tmp_path_factory.mktemp("cluster"), WORKERS)
    try:
        yield found
    finally:
        found.end()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Machines]:
    """A scheduler and a worker that may be killed."""
    (tmp_path / "small").mkdir()
    found = Machines(tmp_path / "small", 1)
    try:
        yield found
    finally:
        found.end()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some sixty files; some of them are archives, broken or empty."""
    folder = tmp_path_factory.mktemp("batch") / "in"
    folder.mkdir()
    for number in range(55):
        words = docx(p(f"青川市2022年重点任务清单{number}"), p(f"1.12月底前建成平台{number}个。（市教育局负责）"))
        (folder / f"{number:03}.docx").write_bytes(words)
    (folder / "坏.docx").write_bytes(docx(p("x"))[:-40])
    (folder / "空.txt").write_bytes(b"")
    (folder / "说明.txt").write_bytes("关于天气的说明\n今天天气很好。\n".encode())
    (folder / "包.zip").write_bytes(zip_bytes({"内/清单.txt": PLAN.encode(), "b.txt": PLAN.encode(), "c.txt": b""}))
    return folder


@pytest.fixture(scope="module")
def local(source: Path) -> dict[str, Path]:
    """What one process makes of the files, by the kind of output."""
    outs = {kind: source.parent / kind for kind in ("json", "jsonl")}
    for kind, out in outs.items():
        run("batch", source, out, "--to", kind, "--jobs", "1", "-q")
    return outs


def command(machines: Machines, source: Path, out: Path, kind: str, files: int, *more: str) -> list[str]:
    """A call of the batch."""
    here = str(ROOT / "tests" / "cluster_batch.py")
    return [PYTHON, here, str(source), str(out), kind, machines.address, str(files), *more]


def batch(machines: Machines, source: Path, out: Path, kind: str, *more: str) -> Result:
    """What a whole run returns; its partitions are large."""
    return start(command(machines, source, out, kind, 30, *more))


def begin(machines: Machines, source: Path, out: Path, kind: str) -> subprocess.Popen[bytes]:
    """A run of which some partitions are through; it has more than are given out at once."""
    words = command(machines, source, out, kind, 4)
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout is not None
    process.stdout.readline()
    return process


def rows(out: Path) -> list[tuple[object, ...]]:
    """The ledger, but for what no two runs have in common."""
    with closing(sqlite3.connect(out / "_ledger.sqlite")) as base:
        return base.execute(f"SELECT {_OWN} FROM outcomes ORDER BY name").fetchall()  # noqa: S608  our own words


def records(out: Path) -> list[tuple[str, bytes]]:
    """What was written: each file of a mirror; the sorted lines of all parts."""
    parts = sorted(out.glob("part-*"))
    if parts:
        lines = (line for part in parts for line in part.read_bytes().splitlines())
        return sorted(("", line) for line in lines if not line.startswith(BOM_UTF8))  # that is a part's header
    return sorted((str(path.relative_to(out)), path.read_bytes()) for path in out.rglob("*.json"))


def left_over(out: Path) -> list[str]:
    """What is not whole, or belongs to a run that is over."""
    return [path.name for path in out.iterdir() if path.name.startswith(".d2t-")]


@pytest.mark.parametrize("kind", ["jsonl", "json"])
def test_a_worker_is_killed(
    machines: Machines, source: Path, local: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    """What comes out is what one process makes of the files; a second run adds nothing."""
    out = tmp_path / "out"
    process = begin(machines, source, out, kind)
    machines.workers[0].send_signal(signal.SIGKILL)
    machines.workers[0].wait()
    machines.workers[0] = machines.start_worker()
    _, said = process.communicate(timeout=300)
    assert (process.returncode, said) == (0, b"")
    assert rows(out) == rows(local[kind])
    assert records(out) == records(local[kind])
    assert left_over(out) == []
    before = {path: path.read_bytes() for path in out.glob("part-*")}
    again = batch(machines, source, out, kind)
    assert (again.returncode, again.stdout) == (0, b"")
    assert rows(out) == rows(local[kind])
    assert {path: path.read_bytes() for path in out.glob("part-*")} == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_the_coordinator_is_ended(
    machines: Machines, source: Path, local: dict[str, Path], tmp_path: Path, number: signal.Signals
) -> None:
    """What was committed is whole, and another run goes on behind it."""
    out = tmp_path / "out"
    process = begin(machines, source, out, "jsonl")
    process.send_signal(number)
    process.communicate(timeout=300)
    assert set(rows(out)) <= set(rows(local["jsonl"]))  # a busy machine may hear the signal when all is done
    if number is signal.SIGINT:
        assert left_over(out) == []
    assert batch(machines, source, out, "jsonl").returncode == 0
    assert rows(out) == rows(local["jsonl"])
    assert records(out) == records(local["jsonl"])
    assert left_over(out) == []


def test_the_scheduler_is_lost(small: Machines, source: Path, tmp_path: Path) -> None:
    """One line says so, and what to do."""
    process = begin(small, source, tmp_path / "out", "jsonl")
    small.scheduler.send_signal(signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert (process.returncode, said.split(b":")[0], said.count(b"\n")) == (2, b"cluster", 1)
    assert rows(tmp_path / "out")


def test_a_file_that_kills(machines: Machines, source: Path, local: dict[str, Path], tmp_path: Path) -> None:
    """It is found, and all others are read."""
    out = tmp_path / "out"
    assert batch(machines, source, out, "jsonl", "033.docx").returncode == 0
    crashed = [row[:3] for row in rows(out) if row[2] == "crashed"]
    assert crashed == [("033.docx", str(source / "033.docx"), "crashed")]
    assert [row for row in rows(out) if row[0] != "033.docx"] == [
        row for row in rows(local["jsonl"]) if row[0] != "033.docx"
    ]


def test_changed_files(machines: Machines, tmp_path: Path) -> None:
    """What a file held before is gone from the parts; a cluster goes on where one machine began."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(4):
        (source / f"{number}.txt").write_text(PLAN)
    run("batch", source, out, "--to", "csv", "-q")
    (source / "1.txt").write_text(PLAN.replace("22家", "33家"))
    (source / "4.txt").write_text(PLAN)
    said = batch(machines, source, out, "csv").stdout.decode().splitlines()
    assert sorted(said) == ["done 1.txt", "done 4.txt"]  # in the order in which their partitions are through
    run("batch", source, tmp_path / "whole", "--to", "csv", "-q")
    assert records(out) == records(tmp_path / "whole")


@pytest.mark.skipif(not is_possible(), reason="there is no PostgreSQL")
def test_rows_of_a_database(machines: Machines, source: Path, local: dict[str, Path], tmp_path: Path) -> None:
    """Workers write them; twice the same."""
    psycopg = pytest.importorskip("psycopg")
    database = Server()
    try:
        database.start()
        url = f"postgresql://tester:{quote(database.password, safe='')}@127.0.0.1:{database.port}/postgres"
        for _ in range(2):
            result = batch(machines, source, tmp_path / "out", url)
            assert (result.returncode, result.stderr) == (0, b"")
            query = "SELECT name, (SELECT count(*) FROM tasks WHERE document_id = documents.id) FROM documents"
            with psycopg.connect(url, autocommit=True) as connection:
                found = connection.execute(query).fetchall()
            read = [row for row in rows(local["json"]) if row[2] in {"done", "no-tasks"}]
            assert sorted(found) == sorted((row[0], row[10]) for row in read)
    finally:
        database.stop()


def test_a_stage_is_removed_while_others_write(tmp_path: Path) -> None:
    """What a worker writes when its run has ended does not keep the stage."""
    is_over = threading.Event()

    def write(folder: Path) -> None:
        for number in itertools.count():
            if is_over.is_set():
                return
            with suppress(FileNotFoundError):
                (folder / f"{number}").touch()

    for _ in range(5):
        with make_stage("jsonl", tmp_path) as stage:
            writer = threading.Thread(target=write, args=(Path(stage.folder),))
            writer.start()
            wait_for(lambda: Path(stage.folder, "200").exists())
        is_over.set()
        writer.join()
        is_over.clear()
        assert left_over(tmp_path) == []


# --- refusals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code"), [pytest.param("jsonl", "cluster", id="nobody"), pytest.param("sqlite", "one-writer", id="sqlite")]
)
def test_calls_that_are_refused(source: Path, tmp_path: Path, kind: str, code: str) -> None:
    """One line, before anything is made: nobody is there, or a database in a file is not written by many."""
    here = str(ROOT / "tests" / "cluster_batch.py")
    result = start([PYTHON, here, source, tmp_path / "out", kind, "tcp://127.0.0.1:1", "8"])
    assert (result.returncode, result.stderr.decode().split(":")[0]) == (2, code)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", ["0.0.0", docx2tasks.__version__, f"{docx2tasks.__version__}+000000000000"])
def test_another_version(version: str) -> None:
    """Nothing is unpickled of a coordinator that is not of the same version, or of the same with other code."""
    with pytest.raises(UsageError, match="has version") as caught:
        perform(version, b"", b"")
    assert caught.value.code == "cluster-version"


def test_a_stage_that_is_not_seen(rules: Rules, tmp_path: Path) -> None:
    """Without shared storage nothing is read; the next order is another matter."""
    options = Options(rules, form=Form.tasks)
    lost, seen = (pack(Setting(options, Stage("jsonl", str(folder)))) for folder in (tmp_path / "none", tmp_path))
    jobs = [Job(one) for one in find_inputs([_fill(tmp_path / "in")], None, DEFAULT)]
    with pytest.raises(UsageError, match="cannot see") as caught:
        pickle.loads(pickle.dumps(ClusterOrder(perform, Partition(jobs, lost))))  # noqa: S301  as a worker does
    assert caught.value.code == "cluster-storage"
    done = unpack(pickle.loads(pickle.dumps(ClusterOrder(perform, Partition(jobs, seen)))))  # noqa: S301  the same
    assert isinstance(done, Done)
    assert [row.result.name for row in done.rows] == ["1.txt"]


def _fill(folder: Path) -> Path:
    folder.mkdir()
    (folder / "1.txt").write_text(PLAN)
    return folder
