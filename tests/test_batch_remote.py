"""Addresses, by real servers on this machine and real archives."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from build_docx import docx, p, zip_bytes
from effort import PATIENCE
from program import PLAN, PYTHON, start

from docx2tasks.addresses import address_to_path, is_address, show
from docx2tasks.batch.inputs import systems
from docx2tasks.batch.inputs.find import Input, count_inputs, find_inputs
from docx2tasks.batch.inputs.origins import Loaded, Stamp
from docx2tasks.batch.inputs.remote import RemoteFile, address_to_input
from docx2tasks.cli.inputs import to_limits
from docx2tasks.errors import ExitCode, InputError, Refusal
from docx2tasks.isolate import run_isolated
from docx2tasks.limits import DEFAULT, Limits, change_limits

pytest.importorskip("fsspec")
pytestmark = pytest.mark.threads  # fsspec keeps one

WORD = docx(p("青川市2022年重点任务清单"), p("1.12月底前建成平台。（市教育局负责）"))
TEXT = PLAN.encode()
FILES = {"甲/方案 1.docx": WORD, "甲/内/清单.txt": TEXT, "乙/通知.txt": TEXT, "说明.txt": TEXT, "甲/~$方案.docx": b"x"}
NAMES = ["乙/通知.txt", "甲/内/清单.txt", "甲/方案 1.docx", "说明.txt"]

WHEN = datetime(2022, 4, 15, 5, 20, tzinfo=UTC)

find = partial(find_inputs, out=None, limits=DEFAULT)


class Server(ThreadingHTTPServer):
    """A web server with the files of a folder, which answers as it is told to."""

    status = 0  # instead of an answer
    is_hanging = False
    is_cut = False  # half of what is announced is sent

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.ending = threading.Event()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(SimpleHTTPRequestHandler):
    """One request."""

    server: Server

    def do_GET(self) -> None:
        """Answers, or fails to."""
        if self.server.is_hanging:
            self.server.ending.wait(PATIENCE)
        elif self.server.status:
            self.send_error(self.server.status)
        elif self.server.is_cut and not self.path.endswith("/"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(TEXT) * 2))
            self.end_headers()
            self.wfile.write(TEXT)
            self.close_connection = True
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """The same without a body."""
        if self.server.status:
            self.send_error(self.server.status)
        else:
            super().do_HEAD()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of files."""
    for name, data in FILES.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    return tmp_path / "in"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """A web server that serves it."""
    with Server(folder) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,))
        thread.start()
        yield made
        made.ending.set()
        made.shutdown()
        thread.join()


@pytest.fixture
def packed(tmp_path: Path) -> str:
    """The address of an archive on this machine."""
    (tmp_path / "包.zip").write_bytes(zip_bytes({**FILES, "../way/up.txt": TEXT}))
    return f"zip://::{tmp_path}/包.zip"


def load(one: Input, limits: Limits = DEFAULT) -> Loaded:
    """What a child of the batch loads."""
    return run_isolated(one.load, limits, limits)


def code_of(one: Input, limits: Limits = DEFAULT) -> str:
    """Why it refuses to."""
    with pytest.raises(Refusal) as caught:
        load(one, limits)
    return caught.value.code


def test_a_web_server(server: Server) -> None:
    """The folder of a web server is walked like one of ours, name by name; its files are loaded in children."""
    inputs = [*find([f"{server.address}/"])]
    assert [one.name for one in inputs] == NAMES
    assert [load(one).data for one in inputs] == [TEXT, TEXT, WORD, TEXT]
    assert [one.path for one in inputs][2] == f"{server.address}/甲/方案 1.docx"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("说明.txt", ["说明.txt"], id="file"),
        pytest.param("甲/", ["内/清单.txt", "方案 1.docx"], id="folder"),
        pytest.param("**/*.txt", ["乙/通知.txt", "甲/内/清单.txt", "说明.txt"], id="glob"),
        pytest.param("甲/*.docx", ["方案 1.docx"], id="glob-in-a-folder"),
    ],
)
def test_addresses_of_the_web(server: Server, path: str, expected: list[str]) -> None:
    """Files, folders and globs are named as they are on this system."""
    inputs = [*find([f"{server.address}/{quote(path, safe='/*')}"])]
    assert [one.name for one in inputs] == expected
    assert {load(one).data for one in inputs} <= {TEXT, WORD}


def test_an_archive(packed: str) -> None:
    """What stands in a chain of addresses, with sizes and times; nothing that leads up."""
    inputs = [*find([packed])]
    assert [one.name for one in inputs] == NAMES
    seen = {one.name: one for one in inputs}
    assert {name: load(seen[name]).data for name in NAMES} == {name: FILES[name] for name in NAMES}
    assert all(one.stamp().size == len(load(one).data) for one in inputs)
    assert all((one.stamp().modified_ns or 0) > 0 for one in inputs)
    assert seen["甲/方案 1.docx"].path == f"zip://甲/方案 1.docx{packed[6:]}"


def test_several_sources(server: Server, packed: str, folder: Path) -> None:
    """Addresses and paths together, each below its base name, one thing once."""
    sources: list[str | Path] = [f"{server.address}/甲/", folder / "乙", packed.replace("zip://", "zip://甲/内")]
    sources.append(f"{server.address}/甲/")
    names = [one.name for one in find(sources)]
    assert names[:3] == ["甲/内/清单.txt", "甲/方案 1.docx", "乙/通知.txt"]
    assert len(names) == 4
    assert [*count_inputs(sources, None, DEFAULT)] == []


def test_the_parent_has_one_thread(server: Server, folder: Path) -> None:
    """Listing and loading leave the parent as it was: it may be copied."""
    command = (
        "import sys, threading\n"
        "from docx2tasks.batch.inputs.find import find_inputs\n"
        "from docx2tasks.limits import DEFAULT\n"
        f"print(len([*find_inputs(['{server.address}/'], None, DEFAULT)]))\n"
        "print(threading.active_count(), 'fsspec' in sys.modules)\n"
    )
    result = start([PYTHON, "-c", command], cwd=folder)
    assert result.stdout.decode().split() == ["4", "1", "False"], result.stderr


# --- what goes wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "code"),
    [
        pytest.param("nothing://x/y", "unknown-protocol", id="protocol"),
        pytest.param("zip://::nothing://x/y", "unknown-protocol", id="protocol-in-a-chain"),
        pytest.param("gs://bucket/2022", "not-installed", id="package"),
        pytest.param("smb://me:geheim@127.0.0.1/x", "not-installed", id="package-and-password"),
        pytest.param("zip://::/none/包.zip", "missing", id="archive"),
        pytest.param("http://127.0.0.1:1/", "unreachable", id="no-server"),
        pytest.param("http://me:geheim@127.0.0.1:1/?token=geheim", "unreachable", id="no-server-and-password"),
        pytest.param("memory://none/", "missing", id="memory"),
        pytest.param("file:///none/x", "missing", id="path"),
    ],
)
def test_addresses_that_are_refused(address: str, code: str) -> None:
    """What is wrong with an address is said before anything is read, and no password with it."""
    with pytest.raises(Refusal) as caught:
        find([address])
    assert caught.value.code == code
    assert "geheim" not in "".join([str(caught.value), *getattr(caught.value, "__notes__", ())])


WITHOUT_FSSPEC = """
import sys
sys.modules["fsspec.core"] = None
from docx2tasks.cli import main
main()
"""


def test_without_fsspec(tmp_path: Path) -> None:
    """Whoever has not installed it is told how to."""
    # a process of one thread, whose children are copies and see what is missing in it
    result = start([PYTHON, "-c", WITHOUT_FSSPEC, "batch", "s3://bucket/2022", tmp_path / "out"])
    assert result.returncode == ExitCode.USAGE
    assert b"fsspec, which is not installed; pip install 'docx2tasks[remote]'" in result.stderr


@pytest.mark.parametrize(
    ("status", "listed", "loaded"),
    [
        pytest.param(403, "unreadable", "unreadable", id="forbidden"),
        pytest.param(401, "unreadable", "unreadable", id="who-are-you"),
        pytest.param(404, "missing", "vanished", id="gone"),
        pytest.param(500, "unreachable", "unreachable", id="broken"),
    ],
)
def test_a_server_that_refuses(server: Server, status: int, listed: str, loaded: str) -> None:
    """Its refusals have codes, for the whole of the call and for one file."""
    one = next(find([f"{server.address}/"]))
    server.status = status
    assert code_of(one) == loaded
    with pytest.raises(InputError) as caught:
        find([f"{server.address}/"])
    assert caught.value.code == listed


def test_a_server_that_hangs(server: Server) -> None:
    """No answer is an answer, after a while."""
    server.is_hanging = True
    with pytest.raises(InputError) as caught:
        find([f"{server.address}/"], limits=change_limits(["listing_seconds=2"]))
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        pytest.param(None, 5.0, id="timeout"),
        pytest.param(["listing_seconds=900"], 900.0, id="a-limit-of-its-own"),
    ],
)
def test_a_listing_has_the_time_of_a_file(settings: list[str] | None, seconds: float) -> None:
    """``--timeout`` holds for an address that stalls while it is listed, too."""
    assert to_limits(settings, 5.0, None).listing_seconds == seconds


def test_a_file_that_comes_in_part(server: Server) -> None:
    """A file that ends before its announced end is not read as if it were whole."""
    one = next(find([f"{server.address}/"]))
    server.is_cut = True
    assert code_of(one) in {"changed", "unreachable"}


def test_a_file_that_is_shorter_than_listed(packed: str) -> None:
    """What the listing said is compared with what came."""
    one = next(find([packed]))
    assert isinstance(one.origin, RemoteFile)
    assert code_of(one._replace(origin=one.origin._replace(seen=Stamp(size=100_000)))) == "changed"


def test_a_file_that_is_too_large(server: Server, packed: str) -> None:
    """No more than the limit and a byte is taken, whether the listing knows the size or not."""
    limits = change_limits(["input_bytes=100"])
    assert [code_of(next(find([source])), limits) for source in (f"{server.address}/", packed)] == ["too-big"] * 2


# --- passwords ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("s3://bucket/档案", "s3://bucket/档案", id="nothing-to-hide"),
        pytest.param("s3://key:geheim@bucket/x", "s3://bucket/x", id="key"),
        pytest.param("sftp://me@host/x", "sftp://host/x", id="user"),
        pytest.param("sftp://me:ge@heim@host/x@y", "sftp://host/x@y", id="sign-in-a-password"),
        pytest.param("s3://key:ge/heim@bucket/x", "s3://bucket/x", id="stroke-in-a-password"),
        pytest.param("s3://key:geh?eim@bucket/x", "s3://bucket/x", id="question-in-a-password"),
        pytest.param("http://host:8080/x@y", "http://host:8080/x@y", id="port"),
        pytest.param("https://host/x.docx?X-Signature=geheim&a=b", "https://host/x.docx?…", id="signature"),
        pytest.param("https://host/x?redirect=http://me:geheim@other/", "https://host/x?…", id="address-in-it"),
        pytest.param("https://host/x.docx#geheim", "https://host/x.docx?…", id="fragment"),
        pytest.param("https://host?token=ge@heim", "https://host?…", id="query-without-a-path"),
        pytest.param("http://host:80?to=me@geheim", "http://host:80?…", id="query-behind-a-port"),
        pytest.param("http://host/x?a=1::geheim", "http://host/x?…", id="colons-in-a-query"),
        pytest.param("s3://key:ge::heim@bucket/x", "s3://bucket/x", id="colons-in-a-password"),
        pytest.param("http://key:a\ngeheim@host/x", "http://host/x", id="line-in-a-password"),
        pytest.param("zip://a::https://me:geheim@host/x.zip?s=geheim", "zip://a::https://host/x.zip?…", id="chain"),
        pytest.param("simplecache::ftp://me:geheim@host/x", "simplecache::ftp://host/x", id="cache"),
        pytest.param("zip://?::s3://k:geheim@b/x?t=1::y", "zip://?…::s3://b/x?…", id="signs-between"),
        pytest.param("文件夹/什么?", "文件夹/什么?", id="path"),
    ],
)
def test_shown_addresses(address: str, shown: str) -> None:
    """User, password and what is asked of a server are never shown."""
    assert show(address) == shown


def test_where_a_password_goes(server: Server) -> None:
    """To the child that loads, in the origin: not into names, paths or what is printed of an input."""
    with_password = server.address.replace("//", "//me:geheim@")
    for one in (*find([f"{with_password}/"]), address_to_input(f"{with_password}/说明.txt?token=geheim")):
        assert "geheim" not in f"{one.name} {one.path} {one!r}"
        assert b"geheim" in pickle.dumps(one)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("s3://x", True, id="s3"),
        pytest.param("simplecache::s3://x", True, id="chain"),
        pytest.param("C:/档案", False, id="drive"),
        pytest.param("c::x", False, id="one-letter"),
        pytest.param("档案/2022", False, id="path"),
        pytest.param("./s3://x", False, id="path-with-a-colon"),
    ],
)
def test_what_is_an_address(source: str, expected: bool) -> None:
    """A path that looks like an address is named with ./ before it."""
    assert is_address(source) == expected


def test_addresses_of_this_system(folder: Path) -> None:
    """``file://`` is a path: its links are not followed, its signs may be written as web pages do."""
    (folder / "loop").symlink_to(folder)
    assert [one.name for one in find([f"file://{folder}"])] == NAMES
    assert [one.name for one in find([f"file://{quote(str(folder))}/%E7%94%B2"])] == ["内/清单.txt", "方案 1.docx"]
    assert address_to_path(f"local://{folder}/说明.txt") == f"{folder}/说明.txt"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"mtime": 1_650_000_000.5}, 1_650_000_000_500_000_000, id="seconds"),
        pytest.param({"LastModified": WHEN}, 1_650_000_000 * 10**9, id="date"),
        pytest.param({"last_modified": WHEN.replace(tzinfo=None)}, 1_650_000_000 * 10**9, id="no-zone"),
        pytest.param({"updated": "2022-04-15T05:20:00.000Z"}, 1_650_000_000 * 10**9, id="iso"),
        pytest.param({"Last-Modified": "Fri, 15 Apr 2022 05:20:00 GMT"}, 1_650_000_000 * 10**9, id="web"),
        pytest.param({"modify": "20220415052000"}, 1_650_000_000 * 10**9, id="ftp"),
        pytest.param({"date_time": (2022, 4, 15, 5, 20, 0)}, 1_650_000_000 * 10**9, id="zip"),
        pytest.param({"mtime": "yesterday"}, None, id="words"),
        pytest.param({"date_time": (1980, 0, 0, 0, 0, 0)}, None, id="no-date"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_times(facts: dict[str, object], expected: int | None) -> None:
    """Each file system tells the time in its own way."""
    assert systems.facts_to_stamp({"size": 1, **facts}) == Stamp(1, expected)
