"""Object stores, by a real S3 server on this machine: what is listed, how it is named, what is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from batches import outcomes, plan
from program import call
from store_server import StoreServer

from docx2tasks.batch.commit import Committer
from docx2tasks.batch.engine import Result
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.inputs.listing import key_to_name
from docx2tasks.batch.inputs.origins import Input, LocalFile
from docx2tasks.batch.inputs.systems import words_to_settings
from docx2tasks.batch.ledger import Ledger
from docx2tasks.batch.resume import Setup
from docx2tasks.batch.worker import Finished, InputLoaded
from docx2tasks.errors import ExitCode, InputError, UsageError
from docx2tasks.export.stores import open_store
from docx2tasks.limits import DEFAULT

pytest.importorskip("moto")
pytest.importorskip("s3fs")
pytestmark = pytest.mark.threads  # fsspec keeps one

KEYS = {  # below p/: how each is named
    "a:1.txt": "a:1.txt",
    "b:1.txt": "b:1.txt",
    "x/../up.txt": "x/%2E%2E/up.txt",
    "x/up.txt": "x/up.txt",
    "x/./up.txt": "x/%2E/up.txt",
    "dup": "dup",
    "dup/below.txt": "dup/below.txt",
    "d//two.txt": "d/%2F/two.txt",
    "/lead.txt": "%2F/lead.txt",
    "%2E/up.txt": "%252E/up.txt",
    "甲/方案 1.txt": "甲/方案 1.txt",
    "甲/a?b#c.txt": "甲/a?b#c.txt",
}
HIDDEN = ("d/.hid.txt", "~$lock.docx", ".git/config.txt")
NOWHERE = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
MARKERS = ("甲/", "folder/")


@pytest.fixture(scope="session")
def store() -> Iterator[StoreServer]:
    """A server for all tests."""
    one = StoreServer()
    try:
        objects = {f"p/{key}": plan(place).encode() for place, key in enumerate((*KEYS, *HIDDEN))}
        one.fill("odd", {**objects, **{f"p/{key}": b"" for key in MARKERS}, "beside.txt": b"x", "pp/not.txt": b"x"})
        yield one
    finally:
        one.end()


@pytest.fixture
def asked(store: StoreServer, monkeypatch: pytest.MonkeyPatch) -> StoreServer:
    """The server, which this process and its children ask."""
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)
    return store


find = partial(find_inputs, out=None, limits=DEFAULT)


@pytest.mark.usefixtures("asked")
def test_each_object_has_a_name() -> None:
    """Keys with drives, empty steps, ``.`` and ``..``, beside a "folder" of their name; the hidden ones are counted."""
    left_out: Counter[str] = Counter()
    inputs = [*find(["s3://odd/p"], left_out=left_out)]
    assert sorted(one.name for one in inputs) == sorted(KEYS.values())
    assert left_out == {"hidden": len(HIDDEN)}
    assert sorted(one.path for one in inputs) == sorted(f"s3://odd/p/{key}" for key in KEYS)
    assert all(one.stamp().size and one.stamp().modified_ns for one in inputs)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        pytest.param("p/*.txt", ["a:1.txt", "b:1.txt"], id="one-step"),
        pytest.param("p/x/**", ["%2E%2E/up.txt", "%2E/up.txt", "up.txt"], id="below"),
        pytest.param("p/**/方案*", ["甲/方案 1.txt"], id="any-folder"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_globs(pattern: str, names: list[str]) -> None:
    """The steps of a glob are those of the keys."""
    assert sorted(one.name for one in find([f"s3://odd/{pattern}"])) == names


def test_all_of_them_are_read(asked: StoreServer, tmp_path: Path) -> None:
    """Each object is in the output with its own text, asked for once; a second run asks for none of them."""
    before = asked.count_requests("odd")
    done = call("batch", "s3://odd/p/", tmp_path / "out", "--to", "jsonl", "-j", "2")
    assert done.returncode == ExitCode.OK
    assert f"{len(KEYS)} documents read".encode() in done.stderr
    asked_for = asked.count_requests("odd") - before
    assert asked_for == {"GET": len(KEYS), "LIST": 1}
    named = {path: name for path, name in outcomes(tmp_path / "out", "path", "name")}  # noqa: C416  rows of any length
    assert named == {f"s3://odd/p/{key}": name for key, name in KEYS.items()}
    lines = (tmp_path / "out/part-00001.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["document_name"] for line in lines} == {*KEYS.values()}
    again = call("batch", "s3://odd/p/", tmp_path / "out", "--to", "jsonl", "--changed")
    assert f"{len(KEYS)} known before".encode() in again.stderr
    assert asked.count_requests("odd") - before == {"GET": len(KEYS), "LIST": 2}


def test_a_bucket_like_a_folder(asked: StoreServer, tmp_path: Path) -> None:
    """The same archive in a folder and in a bucket gives the same rows."""
    files = {f"{name}/{place}.txt": plan(place).encode() for place, name in enumerate("甲乙丙")}
    asked.fill("same", files)
    for name, data in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_bytes(data)
    for source, out in ((tmp_path / "in", "a"), ("s3://same", "b")):
        assert call("batch", source, tmp_path / out, "--to", "csv").returncode == ExitCode.OK
    ours, theirs = ((tmp_path / out / "part-00001.csv").read_text("utf-8-sig") for out in "ab")
    assert sorted(ours.splitlines()) == sorted(theirs.replace("s3://same", str(tmp_path / "in")).splitlines())


def test_settings_of_the_store(store: StoreServer, tmp_path: Path) -> None:
    """An endpoint and its keys by name, without anything in the environment; they are written nowhere."""
    given = {"endpoint_url": store.address, "key": "somebody", "secret": "geheim"}
    given |= {"client_kwargs.region_name": "us-east-1"}
    options = [word for key, value in given.items() for word in ("--storage-option", f"{key}={value}")]
    done = call("batch", "s3://odd/p/x", tmp_path / "out", "--to", "jsonl", "-j", "1", *options)
    assert (done.returncode, b"3 documents read" in done.stderr) == (ExitCode.OK, True), done.stderr
    assert b"geheim" not in done.stderr + b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())


def test_words_that_are_no_setting() -> None:
    """A key and a value; what is said of a wrong one does not show the value."""
    with pytest.raises(UsageError) as caught:
        words_to_settings(["anon=true", "=geheim"])
    assert (caught.value.code, "geheim" in str(caught.value)) == ("wrong-setting", False)


@pytest.mark.parametrize(
    ("address", "changed", "code", "reason"),
    [
        pytest.param("s3://none/x", {}, "missing", "", id="bucket"),
        pytest.param("s3://odd/none", {}, "missing", "", id="key"),
        pytest.param("s3://odd/p/", NOWHERE, "unreachable", "AWS_ENDPOINT_URL", id="endpoint"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_what_cannot_be_had(
    monkeypatch: pytest.MonkeyPatch, address: str, changed: Mapping[str, str], code: str, reason: str
) -> None:
    """One code each, with the reason of the system and what to do."""
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as caught:
        find([address])
    assert caught.value.code == code
    assert reason in f"{caught.value.message} {caught.value.hint}"


def test_names_are_injective() -> None:
    """No two keys have one name, whatever they look like."""
    steps = ["", ".", "..", "%2E", "%2F", "%2E%2E", "%252E", "%25252F", "%", "%25", "%2e", "a"]
    assert len({key_to_name(f"x/{step}/y") for step in steps}) == len(steps)
    assert key_to_name("2022/市水务局/方案.docx") == "2022/市水务局/方案.docx"


def test_a_name_given_twice(tmp_path: Path) -> None:
    """The ledger takes a name once in a run: it stops, and what was committed stays."""
    ledger, store = Ledger(tmp_path / "l.sqlite"), open_store("jsonl", tmp_path)
    committer = Committer(ledger, store, Setup("1", "r", "l"), 0.0)
    one = Input("甲.txt", "s3://b/甲.txt", LocalFile(""))
    result = Result(one, one.name, InputLoaded("1", 1, None, is_known=False), Finished())
    committer.take([result])
    committer.commit()
    with pytest.raises(UsageError) as caught:
        committer.take([result._replace(input=one._replace(path="s3://b/./甲.txt"))])
    assert caught.value.code == "name-twice"
    with closing(ledger), closing(store), closing(sqlite3.connect(tmp_path / "l.sqlite")) as base:
        assert base.execute("SELECT path FROM outcomes").fetchall() == [("s3://b/甲.txt",)]
