"""A batch that is killed, stopped, started twice or run again: nothing is lost, nothing stands there twice."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from batches import begin, files, fill, outcomes, plan, settled, word
from build_bombs import tableless_pdf
from effort import PATIENCE, wait_for
from measured import children_of, is_alive
from program import PYTHON, ROOT, call, environment, start

from docx2tasks.batch.code_version import find_code_version, find_digest
from docx2tasks.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are killed and listed otherwise here")

KILLS = [4, pytest.param(25, marks=pytest.mark.long)]  # how often a batch is killed
LARGE = 60  # files, two of which keep a batch busy for a minute, in little memory
PATIENT = ("--timeout", f"{2 * PATIENCE}")
HANGING = ("0/00030.pdf", "0/00031.pdf")  # one for each lane


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of many files."""
    return fill(tmp_path_factory.mktemp("archive") / "in", 80)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """One that keeps a batch busy until it is ended: what comes behind the middle is not reached."""
    source = fill(tmp_path / "in", LARGE)
    for number, name in enumerate(HANGING):
        (source / name).with_suffix(".txt").unlink(missing_ok=True)
        (source / name).write_bytes(tableless_pdf() + b"%% %d" % number)
    return source


def end_the_hanging(source: Path) -> None:
    """Take away what hangs, so that a batch comes to its end."""
    for name in HANGING:
        (source / name).unlink()


def wait_for_output(out: Path) -> None:
    """Until the batch has written its first files."""
    kinds = {".json", ".jsonl"}
    wait_for(lambda: any(Path(name).suffix in kinds for _, _, names in os.walk(out) for name in names))


def is_broken(path: Path) -> bool:
    """Whether a file holds what is no whole JSON; not one that is gone."""
    try:
        json.loads(path.read_bytes())
    except FileNotFoundError:
        return False
    except ValueError:
        return True
    return False


@contextmanager
def watched(out: Path) -> Iterator[list[Path]]:
    """While it lasts, all documents that can be seen are read; the list gets those that are no whole JSON."""
    broken: list[Path] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.05):
            # folders vanish meanwhile, which a walk, unlike a glob, does not mind
            seen = (Path(folder, name) for folder, _, names in os.walk(out) for name in names)
            broken.extend(path for path in seen if path.suffix == ".json" and is_broken(path))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield broken
    finally:
        is_over.set()
        thread.join()


@pytest.mark.parametrize("kind", ["json", "jsonl"])
@pytest.mark.parametrize("kills", KILLS)
def test_killed_again_and_again(tmp_path: Path, source: Path, kind: str, kills: int) -> None:
    """Killed with SIGKILL at random moments: the same bytes as in one go, and what is written is not written again."""
    options = ("--to", kind, "--part-size", "1", "-q")
    assert call("batch", source, tmp_path / "quiet", *options).returncode == ExitCode.PARTLY
    chance = random.Random(kind)  # noqa: S311  no secret
    out, killed, written = tmp_path / "out", 0, dict[str, int]()
    with watched(out) as broken:
        while killed < kills:
            process = begin(source, out, *options)
            # in the first moments, or while it writes
            wait_for_output(out) if killed % 3 else None
            time.sleep(chance.uniform(0, 0.6))
            killed += process.poll() is None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            now = {name: (out / name).stat().st_mtime_ns for name in known_targets(out)} if kind == "json" else {}
            assert {name: now[name] for name in written} == written
            written = now
            if process.returncode == ExitCode.PARTLY and killed < kills:
                assert files(out) == files(tmp_path / "quiet")
                shutil.rmtree(out)
                written = {}
        process = begin(source, out, *options)  # not in this process, which has two threads now
        assert process.wait(PATIENCE) == ExitCode.PARTLY
    assert broken == []
    assert files(out) == files(tmp_path / "quiet")
    assert settled(out) == settled(tmp_path / "quiet")


def known_targets(out: Path) -> list[str]:
    """The files that the ledger says are written."""
    if not (out / "_ledger.sqlite").is_file():
        return []
    try:
        return [str(target) for target, status in outcomes(out, "target", "status") if status in {"done", "no-tasks"}]
    except sqlite3.OperationalError:  # killed before its tables were made
        return []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, ExitCode.TERMINATED)]
)
def test_asked_to_end(tmp_path: Path, large: Path, number: signal.Signals, code: ExitCode) -> None:
    """It ends before it is through, with all that it started, and keeps what was done; then it goes on."""
    out = tmp_path / "out"
    process = begin(large, out, "-q", "-j", "2", *PATIENT)
    wait_for_output(out)
    children = children_of(process.pid)
    process.send_signal(number)
    assert process.wait(PATIENCE) == code
    assert children
    assert not [child for child in children if is_alive(child)]
    assert len(known_targets(out)) < LARGE - 20
    done = {name: (out / name).stat().st_mtime_ns for name in files(out)}
    end_the_hanging(large)
    assert call("batch", large, out, "-q").returncode == ExitCode.PARTLY
    assert call("batch", large, tmp_path / "quiet", "-q").returncode == ExitCode.PARTLY
    assert files(out) == files(tmp_path / "quiet")
    kept = set(known_targets(out)) & set(done)
    assert kept
    assert {name: (out / name).stat().st_mtime_ns for name in kept} == {name: done[name] for name in kept}


def test_two_at_once(tmp_path: Path, large: Path) -> None:
    """The second one is turned away at once; what was killed holds nothing."""
    first = begin(large, tmp_path / "out", "-q", *PATIENT)
    wait_for_output(tmp_path / "out")
    second = call("batch", large, tmp_path / "out")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert (second.returncode, second.stderr.count(b"\n")) == (ExitCode.BUSY, 1)
    assert second.stderr.startswith(b"docx2tasks: busy: ")
    end_the_hanging(large)
    assert call("batch", large, tmp_path / "out", "-q").returncode == ExitCode.PARTLY


def test_nothing_is_done_twice(tmp_path: Path, source: Path) -> None:
    """A second run reads what it has to, writes nothing, and comes to the same end."""
    first = call("batch", source, tmp_path / "out", "-q")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.json")}
    for option in ((), ("--changed",)):
        second = call("batch", source, tmp_path / "out", *option)
        assert second.returncode == first.returncode == ExitCode.PARTLY
        counts, needs_a_look = second.stderr.decode().splitlines()
        assert "known before" in counts
        assert "no tasks in 2 files" in needs_a_look
        assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.json")} == before


# DuckDB has threads while a batch runs, so that each file of it is read by a new interpreter
CHANGES = ["json", "jsonl", "csv", "parquet", "sqlite", pytest.param("duckdb", marks=pytest.mark.long)]


@pytest.mark.parametrize("kind", CHANGES)
def test_what_changed_takes_the_place_of_what_was(tmp_path: Path, kind: str) -> None:
    """Changed, spoilt and mended files, and an archive that holds others: as if all were read anew."""
    source = fill(tmp_path / "in", 40)
    for path in [*source.glob("0/*")]:
        if int(path.stem) not in {1, 2, 3, 5, 6, 24, 38}:
            path.unlink()
    options = ("--to", kind, "-q")
    call("batch", source, tmp_path / "out", *options)
    (source / "0/00001.txt").write_text(plan(777), encoding="utf-8")
    (source / "0/00003.docx").write_bytes(word(778))
    (source / "0/00006.html").write_bytes(b"")
    (source / "0/00038.docx").write_bytes(word(38))
    (source / "0/00024.zip").write_bytes((source / "0/00024.zip").read_bytes()[:-30])
    (source / "0/00005.txt").unlink()
    call("batch", source, tmp_path / "out", *options)
    (source / "0/00005.txt").write_text(plan(5), encoding="utf-8")
    assert call("batch", source, tmp_path / "out", *options).returncode == ExitCode.PARTLY
    call("batch", source, tmp_path / "new", *options)
    assert records(tmp_path / "out", kind) == records(tmp_path / "new", kind)
    old, new = settled(tmp_path / "out"), settled(tmp_path / "new")
    assert [row for row in old if row[1] is None] == [row for row in new if row[1] is None]


def records(out: Path, kind: str) -> list[tuple[object, ...]]:
    """What stands in an output, in one order."""
    if kind == "json":
        return [*files(out).items()]
    if kind in {"sqlite", "duckdb"}:
        import duckdb  # noqa: PLC0415

        base = sqlite3.connect(out / "records.sqlite") if kind == "sqlite" else duckdb.connect(out / "records.duckdb")
        query = "SELECT d.name, t.text FROM tasks t JOIN documents d ON d.id = t.document_id ORDER BY 1, 2"
        return base.execute(query).fetchall()
    if kind == "parquet":
        import pyarrow.parquet  # noqa: PLC0415

        table = pyarrow.parquet.read_table(sorted(out.glob("part-*.parquet")))
        return sorted((row["document_name"], row["text"]) for row in table.to_pylist())
    return sorted({(line,) for data in files(out).values() for line in data.splitlines()})  # each CSV part has a header


def test_failures_are_left_alone_after_two(tmp_path: Path) -> None:
    """A file that breaks down twice is not tried a third time, unless that is asked for, or it may have more."""
    source = fill(tmp_path / "in", 3)
    (source / "deep.html").write_bytes(b"<html><body><p>" + b"<div>" * 3_000_000)
    options = ("--timeout", "0.5", "-q")
    tried = []
    for more in ((), (), (), ("--retry-failed",), ("--timeout", "0.6")):
        call("batch", source, tmp_path / "out", *options, *more)
        rows = outcomes(tmp_path / "out", "name", "status", "attempts")
        tried += [attempts for name, status, attempts in rows if (name, status) == ("deep.html", "too-slow")]
    assert tried == [1, 2, 2, 3, 4]


def test_other_rules_read_all_anew(tmp_path: Path) -> None:
    """What the records depend on is part of what is known."""
    source = fill(tmp_path / "in", 5)
    (tmp_path / "rules").mkdir()
    rule = """[[rule]]
id = "unit.own"
kind = "label"
words = ["主责单位"]
reason = "ours"
yes = ["主责单位"]
no = ["主责"]
"""
    (tmp_path / "rules/units.toml").write_text(rule, encoding="utf-8")
    call("batch", source, tmp_path / "out", "-q")
    assert b"5 known before" in call("batch", source, tmp_path / "out").stderr
    assert b"known" not in call("batch", source, tmp_path / "out", "--rules", tmp_path / "rules").stderr


def test_an_output_of_another_kind(tmp_path: Path) -> None:
    """A folder that holds one kind of output takes no other."""
    source = fill(tmp_path / "in", 2)
    call("batch", source, tmp_path / "out", "-q")
    result = call("batch", source, tmp_path / "out", "--to", "jsonl")
    assert result.returncode == ExitCode.USAGE
    assert result.stderr.startswith(b"docx2tasks: other-output: ")


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_a_full_disk(tmp_path: Path, source: Path, kind: str) -> None:
    """It stops, with nothing half written; once there is space it goes on."""
    command = f"ulimit -f {40 if kind == 'json' else 100}; exec \"$@\""
    assert call("batch", source, tmp_path / "quiet", "-q", "--to", kind).returncode == ExitCode.PARTLY
    program = [PYTHON, "-m", "docx2tasks", "batch", str(source), str(tmp_path / "out"), "-q", "--to", kind]
    limited = subprocess.run(
        ["bash", "-c", command, "bash", *program],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert limited.returncode == ExitCode.NO_SPACE, limited.stderr
    assert limited.stderr.decode().splitlines()[-1].startswith("docx2tasks: no-space: ")
    assert not [path for path in (tmp_path / "out").rglob(".d2t-*") if path.is_file()]
    for path in (tmp_path / "out").rglob("*.json"):
        json.loads(path.read_bytes())
    assert call("batch", source, tmp_path / "out", "-q", "--to", kind).returncode == ExitCode.PARTLY
    assert files(tmp_path / "out") == files(tmp_path / "quiet")


def test_a_broken_pipe(tmp_path: Path) -> None:
    """Who reads the first line only leaves; nothing is said of it."""
    source = fill(tmp_path / "in", 200)
    command = [PYTHON, "-m", "docx2tasks", "batch", str(source), "-", "-q"]
    piped = subprocess.PIPE
    with subprocess.Popen(command, stdout=piped, stderr=piped, env=environment()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["document_name"] == "0/00000.txt"
        process.stdout.close()
        assert process.wait(PATIENCE) == ExitCode.PIPE
        assert b"Traceback" not in process.stderr.read()


def test_the_order_of_work_shows_nowhere(tmp_path: Path) -> None:
    """One lane or eight, files made in another order: the same bytes, the same ledger."""
    source = fill(tmp_path / "in", 40)
    names = [path for path in source.rglob("*") if path.is_file()]
    random.Random(5).shuffle(names)  # noqa: S311  no secret
    for path in names:
        place = tmp_path / "shuffled/in" / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    for kind in ("json", "jsonl"):
        for out, jobs, at in (("one", "1", tmp_path), ("eight", "8", tmp_path / "shuffled")):
            result = call("batch", "in", out, "-j", jobs, "--to", kind, cwd=at)
            assert result.returncode == ExitCode.PARTLY
        here, there = tmp_path / "one", tmp_path / "shuffled/eight"
        assert files(here) == files(there)
        assert settled(here) == settled(there)
        shutil.rmtree(here)
        shutil.rmtree(there)


@pytest.mark.parametrize(
    ("options", "expected"), [((), ExitCode.PARTLY), (("--sample", "2"), None), (("--fail-fast",), ExitCode.PARTLY)]
)
def test_ways_to_run(tmp_path: Path, options: tuple[str, ...], expected: ExitCode | None) -> None:
    """All, some that are always the same, or up to the first that is not read."""
    source = fill(tmp_path / "in", 60)
    (source / "0/00002.txt").write_bytes(b"")
    first = call("batch", source, tmp_path / "out", *options)
    read = len(files(tmp_path / "out"))
    if options == ("--sample", "2"):
        assert read <= 2
        assert call("batch", source, tmp_path / "again", *options).returncode == first.returncode
        assert files(tmp_path / "again") == files(tmp_path / "out")
    else:
        assert first.returncode == expected
        assert read == 60 if not options else read < 30


def test_none_is_read(tmp_path: Path) -> None:
    """The exit code tells it apart from some."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/1.txt").write_bytes(b"")
    assert call("batch", tmp_path / "in", tmp_path / "out").returncode == ExitCode.REFUSED


def test_other_code_of_the_same_version(tmp_path: Path) -> None:
    """A patched copy reads everything anew, and the ledger says with which code."""
    source, out = fill(tmp_path / "in", 3), tmp_path / "out"
    assert call("batch", source, out, "--to", "jsonl", "-j", "1").returncode == ExitCode.OK
    assert set(outcomes(out, "version")) == {(find_code_version(),)}
    for name in ("docx2tasks", "rules"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "copy/docx2tasks/coverage.py").open("a") as module:
        module.write("# patched\n")
    words = "import sys; sys.path.insert(0, sys.argv.pop(1)); from docx2tasks.cli import main; main()"
    args = (str(tmp_path / "copy"), "batch", str(source), str(out), "--to", "jsonl", "-j", "1")
    result = start([PYTHON, "-c", words, *args], cwd=tmp_path)
    assert (result.returncode, b"known before" in result.stderr) == (ExitCode.OK, False), result.stderr
    digest = find_digest(tmp_path / "copy/docx2tasks")
    assert digest not in find_code_version()
    assert {str(version).partition("+")[2] for (version,) in outcomes(out, "version")} == {digest}
