"""What may be a secret in an address (user, password, query, fragment) is nowhere in what a batch leaves behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from build_docx import docx, p, zip_bytes
from effort import PATIENCE
from program import run as start

from docx2tasks.addresses import address_to_base, hide_in_words
from docx2tasks.batch import local
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.run import Plan, run
from docx2tasks.batch.worker import Options
from docx2tasks.errors import ExitCode, Refusal
from docx2tasks.limits import DEFAULT, change_limits
from docx2tasks.pipeline import parse
from docx2tasks.rules import Rules

pytest.importorskip("fsspec")
pytest.importorskip("aiohttp")
pytestmark = pytest.mark.threads  # fsspec keeps one

SECRET = "geheim"  # noqa: S105  what is looked for
STORES = ["json", "jsonl", "csv", "parquet", "sqlite", "duckdb"]


class Handler(BaseHTTPRequestHandler):
    """Answers by what the query asks for: each document is another one."""

    def do_GET(self) -> None:
        """A Word file, an archive, a broken file, nothing, or no answer at all."""
        number = self.path.rpartition("=")[2]
        word = docx(p("青川市2022年重点任务清单"), p(f"1.12月底前建成{number}家平台。（市教育局负责）"))
        kinds = {"zip": zip_bytes({"甲.docx": word}), "broken": word[:-40], "docx": word}
        kind = self.path.partition("?")[0].rpartition(".")[2]
        if kind == "stalls":
            self.server.ending.wait(PATIENCE)  # type: ignore[attr-defined]
        elif kind in kinds:
            self.send_response(200)
            self.send_header("Content-Length", str(len(kinds[kind])))
            self.end_headers()
            self.wfile.write(kinds[kind] if self.command == "GET" else b"")
        else:
            self.send_error(403)

    do_HEAD = do_GET  # noqa: N815  the server asks for this name

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where it is, with user and password."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.ending = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://{SECRET}-me:{SECRET}-word@127.0.0.1:{server.server_port}"
        server.ending.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def to_addresses(address: str, *names: str) -> list[str]:
    """Signed addresses of files."""
    return [f"{address}/{name}?X-Amz-Signature={SECRET}={place}#{SECRET}" for place, name in enumerate(names)]


def find_leaks(out: Path) -> list[str]:
    """The files below a folder that hold the secret, in their names or anywhere in their bytes."""
    found = [path for path in out.rglob("*") if SECRET in str(path.relative_to(out))]
    found += [path for path in out.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    found += [path for path in out.rglob("*.parquet") if SECRET in _read_parquet(path)]
    return [str(path) for path in found]


def _read_parquet(path: Path) -> str:
    parquet = pytest.importorskip("pyarrow.parquet")
    try:
        return str(parquet.read_table(path).to_pylist())
    except parquet.lib.ArrowInvalid:  # not complete yet: it has no foot
        return ""


@pytest.mark.parametrize("kind", STORES)
def test_nothing_of_it_is_left_behind(
    address: str, rules: Rules, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No byte of any file, at any moment of a run, and no event of it; two queries are two documents."""
    monkeypatch.setattr(local, "_SHARES", 1)  # one child is enough, and fast
    if kind in {"parquet", "duckdb"}:
        pytest.importorskip({"parquet": "pyarrow"}.get(kind, kind))
    sources = to_addresses(address, "清单.docx", "清单.docx", "包.zip", "坏.broken", "禁.none")
    (tmp_path / "list").write_text("\n".join(sources), encoding="utf-8")
    out, told = tmp_path / "out", []
    with (tmp_path / "list").open("rb") as listed:
        inputs = find_inputs(["-"], out, DEFAULT, listed=listed)
        for event in run(inputs, out, Plan(Options(rules), kind), LocalEngine(1)):
            told.append(repr(event))
            assert not find_leaks(out)
    assert SECRET not in "".join(told)
    assert not find_leaks(out)
    assert sum("<Status.DONE" in one for one in told) == 3, told


def test_nothing_of_it_is_said(address: str, tmp_path: Path) -> None:
    """Neither on standard error, with refusals, deadlines and ``--debug``, nor in what status and compare print."""
    sources = to_addresses(address, "清单.docx", "清单.docx", "坏.broken")
    listed = "\n".join(to_addresses(address, "停.stalls", "禁.none")).encode()
    ran = start("batch", *sources, "-", tmp_path / "out", "--debug", "--timeout", "3", stdin=listed)
    assert ran.returncode == ExitCode.PARTLY
    assert b"2 documents read" in ran.stderr
    assert b"too-slow" in ran.stderr
    shown = start("status", tmp_path / "out", "--failed")
    assert SECRET.encode() not in ran.stderr + ran.stdout + shown.stdout + shown.stderr
    assert not find_leaks(tmp_path / "out")


@pytest.mark.parametrize("name", [pytest.param("停.stalls", id="stalls"), pytest.param("禁.none", id="forbidden")])
def test_refused_before_anything_is_read(address: str, name: str) -> None:
    """A refusal of the whole call; an address that stalls is given up after the time of ``--timeout``."""
    limits = change_limits(["listing_seconds=2"])
    with pytest.raises(Refusal) as caught:
        find_inputs(to_addresses(address, name), None, limits)
    assert SECRET not in "".join([str(caught.value), *getattr(caught.value, "__notes__", ())])


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(["parse", "{}"], id="parse"),
        pytest.param(["parse", "清单.docx", "{}"], id="one-argument-too-many"),
        pytest.param(["batch", "{}"], id="no-output"),
        pytest.param(["batch", "file:///none.docx?sign=geheim#geheim", "out"], id="file"),
    ],
)
def test_calls_that_are_wrong(args: list[str]) -> None:
    """What is said of a wrong call does not repeat the address."""
    ran = start(*(arg.format(f"https://me:{SECRET}@host/清单.docx?sign={SECRET}#{SECRET}") for arg in args))
    assert ran.returncode in {ExitCode.USAGE, ExitCode.REFUSED}
    assert SECRET.encode() not in ran.stderr + ran.stdout


def test_parse_names_batch_for_addresses() -> None:
    """Whoever gives an address to parse is told which command reads it."""
    with pytest.raises(Refusal, match=r"https://host/清单.docx\?… is a URL.*docx2tasks batch"):
        parse(f"https://host/清单.docx?sign={SECRET}")


@pytest.mark.parametrize(
    ("address", "base"),
    [
        pytest.param("https://host/甲/清单.docx", "清单.docx", id="nothing-hidden"),
        pytest.param("https://host/%E6%B8%85%E5%8D%95.docx", "清单.docx", id="escaped"),
        pytest.param("https://host/清单.docx?id=1", "清单~c9aff7757433.docx", id="query"),
        pytest.param("https://me:pw@host/清单.docx?id=1", "清单~c9aff7757433.docx", id="password-has-no-part"),
        pytest.param("https://host/清单.docx?id=2", "清单~338095e22539.docx", id="another-query"),
        pytest.param("https://host/?id=1", "host~c9aff7757433", id="no-path"),
        pytest.param("simplecache::https://host/清单.docx?id=1", "清单~c9aff7757433.docx", id="chain"),
    ],
)
def test_names_of_addresses(address: str, base: str) -> None:
    """A query becomes a digest in front of the suffix."""
    assert address_to_base(address) == base


def test_addresses_in_words_of_others() -> None:
    """What a library quotes is shown without its secrets."""
    said = f"Got unexpected extra argument (s3://k:{SECRET}@b/x and https://h/a?{SECRET})"
    assert hide_in_words(said) == "Got unexpected extra argument (s3://b/x and https://h/a?…"
