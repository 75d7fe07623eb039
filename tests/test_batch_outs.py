"""``batch ARCHIVE X.sqlite`` makes a database of that name, and touches no file of others."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from batches import fill
from program import PLAN, call

from docx2tasks.batch.ledger import LEDGER, LEDGER_NAMES, find_ledger
from docx2tasks.errors import ExitCode
from docx2tasks.export.places import database_to_folder, folder_to_database

MORE = PLAN.replace("某市", "某县")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with one paper; the tests write beside it."""
    (tmp_path / "档案").mkdir()
    (tmp_path / "档案/清单.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def count(path: Path) -> int:
    """The tasks in a database."""
    query = "SELECT count(*) FROM tasks"
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as base:
            return int(base.execute(query).fetchall()[0][0])
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as base:
        return int(base.execute(query).fetchone()[0])


@pytest.mark.parametrize("name", ["结果.sqlite", "结果.db", "结果.duckdb"])
def test_a_database_of_that_name(archive: Path, name: str) -> None:
    """A run again resumes, from another folder too, and takes what is new; the commands on batches know the name."""
    assert call("batch", "档案", name, "-j", "1", cwd=archive).returncode == 0
    assert count(archive / name) == 2
    (archive / "档案/又.txt").write_text(MORE, encoding="utf-8")
    again = call("batch", archive / "档案", archive / name, "-j", "1")
    assert (again.returncode, b"1 known before" in again.stderr) == (0, True)
    assert count(archive / name) == 4
    assert "清单.txt" in call("status", name, "--documents", cwd=archive).stdout.decode()
    assert call("compare", name, name, cwd=archive).returncode == 0
    assert call("export", name, "-o", "表.csv", "-q", cwd=archive).returncode == 0
    assert (archive / "表.csv").read_bytes().count(b"\r\n") == 5
    assert sorted(path.name for path in archive.iterdir()) == sorted(["档案", name, f"{name}.batch", "表.csv"])


def test_both_moved_together(archive: Path) -> None:
    """The folder leads to the database by its name, wherever both are."""
    assert call("batch", "档案", "结果.sqlite", cwd=archive).returncode == 0
    (archive / "处").mkdir()
    for name in ("结果.sqlite", "结果.sqlite.batch"):
        (archive / name).rename(archive / "处" / name)
    result = call("batch", "档案", "处/结果.sqlite", cwd=archive)
    assert result.returncode == 0, result.stderr.decode()
    assert b"written again" not in result.stderr
    assert count(archive / "处/结果.sqlite") == 2


def test_a_database_that_is_gone_is_written_again(archive: Path) -> None:
    """As with databases in the folder of a batch."""
    assert call("batch", "档案", "结果.sqlite", cwd=archive).returncode == 0
    (archive / "结果.sqlite").unlink()
    assert b"written again" in call("batch", "档案", "结果.sqlite", cwd=archive).stderr
    assert count(archive / "结果.sqlite") == 2


def make_text(path: Path) -> None:
    path.write_text("别人的", encoding="utf-8")


def make_empty(path: Path) -> None:
    path.touch()


def make_database(path: Path) -> None:
    """One of another program, in the form that the name asks for."""
    connect = duckdb.connect if path.suffix == ".duckdb" else sqlite3.connect
    with closing(connect(str(path))) as base:
        base.execute("CREATE TABLE mine (words TEXT)")
        base.commit()


@pytest.mark.parametrize("make", [make_text, make_empty, make_database])
@pytest.mark.parametrize("name", ["结果.sqlite", "结果.duckdb"])
def test_files_of_others_are_left_alone(archive: Path, name: str, make: Callable[[Path], None]) -> None:
    """``in-the-way``, and nothing is left beside it."""
    make(archive / name)
    before = (archive / name).read_bytes()
    result = call("batch", "档案", name, cwd=archive)
    assert (result.returncode, b": in-the-way: " in result.stderr) == (2, True)
    assert (archive / name).read_bytes() == before
    assert sorted(path.name for path in archive.iterdir()) == sorted(["档案", name])


@pytest.mark.parametrize("name", ["结果.sqlite", "结果.duckdb"])
def test_a_database_of_others_in_the_place_of_ours(archive: Path, name: str) -> None:
    """It was put there after the first run: ``output-changed``, and no table of ours is made in it."""
    assert call("batch", "档案", name, "-j", "1", cwd=archive).returncode == 0
    (archive / name).unlink()
    make_database(archive / name)
    before = (archive / name).read_bytes()
    result = call("batch", "档案", name, "-j", "1", cwd=archive)
    assert (result.returncode, b": output-changed: " in result.stderr) == (2, True), result.stderr.decode()
    assert (archive / name).read_bytes() == before


REFUSED = [
    (("台账.xlsx",), b"docx2tasks export"),
    (("任务.csv",), b"docx2tasks export"),
    (("任务.csv", "--to", "csv"), b"docx2tasks export"),
    (("任务.json",), b"a folder"),
    (("任务.parquet", "--to", "parquet"), b"docx2tasks export"),
    (("任务.sqlite", "--to", "json"), b"a folder"),
]


@pytest.mark.parametrize(("args", "hint"), REFUSED)
def test_names_of_files_that_batch_does_not_write(archive: Path, args: tuple[str, ...], hint: bytes) -> None:
    """No folder is called like a file; what writes such a file is said."""
    result = call("batch", "档案", *args, cwd=archive)
    assert (result.returncode, b": unknown-store: " in result.stderr, hint in result.stderr) == (2, True, True)
    assert [path.name for path in archive.iterdir()] == ["档案"]


@pytest.mark.parametrize("out", ["s3://bucket/结果", "oss://bucket/结果", "sftp://host/结果/2022"])
def test_an_address_is_no_folder(archive: Path, out: str) -> None:
    """No folder ``s3:`` is made here; one that is there may be written to."""
    result = call("batch", "档案", out, "--to", "jsonl", cwd=archive)
    assert (result.returncode, f"not-writable: {out} is a URL".encode() in result.stderr) == (2, True)
    assert [path.name for path in archive.iterdir()] == ["档案"]
    (archive / out.partition("/")[0]).mkdir()
    assert call("batch", "档案", out, "--to", "jsonl", "-j", "1", cwd=archive).returncode == 0


def test_a_folder_that_is_called_like_a_file(archive: Path) -> None:
    """One that is there stays a folder."""
    (archive / "结果.sqlite").mkdir()
    assert call("batch", "档案", "结果.sqlite", "--to", "sqlite", cwd=archive).returncode == 0
    assert count(archive / "结果.sqlite/records.sqlite") == 2


def test_places() -> None:
    """A folder and its database lead to each other; other folders lead nowhere."""
    assert folder_to_database(database_to_folder(Path("甲/结果.db"))) == Path("甲/结果.db")
    assert [folder_to_database(Path(name)) for name in ("甲", "甲.batch", ".batch", "甲.sqlite")] == [None] * 4


def test_a_ledger_under_its_first_name(tmp_path: Path) -> None:
    """It is found wherever one is looked for, and goes on; nothing is read again."""
    source, out = fill(tmp_path / "in", 3), tmp_path / "in/out"
    assert call("batch", source, out, "--to", "jsonl").returncode == ExitCode.OK
    find_ledger(out).rename(out / LEDGER_NAMES[1])
    again = call("batch", source, out, "--to", "jsonl")
    assert f"{3} known before".encode() in again.stderr
    assert not (out / LEDGER).exists()
    for command in (("status", out), ("compare", out, out), ("export", out, "-o", tmp_path / "x.csv")):
        assert call(*command).returncode == ExitCode.OK, command
    outside = call("batch", tmp_path / "in", tmp_path / "other", "--to", "jsonl")
    assert f"{3} documents read".encode() in outside.stderr
