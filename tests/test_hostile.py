"""Files made to do harm are refused or read whole, soon and in little memory, and reach for nothing else."""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import build_hostile as hostile
import pytest
from build_docx import docx, p, tbl, tc, tr, zip_bytes
from build_hostile import BOMBS, LARGE_PAGES, PAGES
from build_ofd import ofd, page, text_object
from build_sheet import with_part, with_shared_strings, xlsx
from effort import BUSY, assert_grows
from measured import run_measured
from program import call

from docx2tasks import parse
from docx2tasks.errors import ExitCode, Refusal
from docx2tasks.readers.package import open_package

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are measured otherwise here"),
]

START = 0.5  # seconds in which the program starts
MUCH = 150.0  # MB that it takes itself


def _held(tmp_path: Path, data: bytes, name: str = "输入") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


# --- what swells -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOMBS)
def test_what_swells_is_refused(tmp_path: Path, name: str) -> None:
    """Within a second, in little memory, with its own code; nothing is written."""
    build, code = BOMBS[name]
    file = _held(tmp_path, build())
    measured = run_measured(file)
    assert measured.outcome in code.split("|")
    assert measured.seconds < BUSY * (START + 1)
    assert measured.parent_mb < MUCH
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", [*PAGES, *(pytest.param(name, marks=pytest.mark.long) for name in LARGE_PAGES)])
def test_pages_are_read_whole_or_refused(tmp_path: Path, name: str) -> None:
    """No page that makes the parser give up loses its words in silence."""
    file = _held(tmp_path, (PAGES | LARGE_PAGES)[name])
    measured = run_measured(file)
    assert measured.seconds < BUSY * (START + 2)
    if measured.outcome == "done":
        assert "正文" in call("text", file).stdout.decode()
    else:
        assert re.fullmatch("too-[a-z]+(?:-[a-z]+)*|table-too-big|no-text", measured.outcome)


HIGH = "９" * 3
SPANS = ["0", "-1", "1000000000", "9" * 5_000, "１２", "abc", "", HIGH]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_spans_are_clamped(tmp_path: Path, kind: str) -> None:
    """Whatever cells say of their width and height, the words of each stand there once."""
    if kind == "docx":
        data = docx("".join(p("甲") + tbl(tr(tc(f"正文{n}", span=span))) for n, span in enumerate(SPANS)))
    else:
        table = '<p>甲<table><tr><td colspan="{0}" rowspan="{0}">正文{1}</table>'
        data = "".join(table.format(span, n) for n, span in enumerate(SPANS)).encode()
    file = _held(tmp_path, data)
    measured = run_measured(file)
    shown = call("text", file).stdout.decode()
    assert (measured.outcome, [shown.count(f"正文{n}") for n in range(len(SPANS))]) == ("done", [1] * len(SPANS))
    assert measured.seconds < BUSY * (START + 1)
    assert measured.parent_mb < MUCH


# --- what is large and honest ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "seconds", "megabytes"),
    [
        pytest.param(2_000, 3, 350, id="2,000 x 10"),
        pytest.param(9_000, 10, 950, id="9,000 x 10", marks=pytest.mark.long),
    ],
)
def test_a_large_table_is_read_whole(tmp_path: Path, rows: int, seconds: float, megabytes: float) -> None:
    """All its texts are there, in time."""
    file = _held(tmp_path, hostile.table_of(rows, 10))
    measured = run_measured(file)
    assert measured.outcome == "done"
    assert measured.seconds < BUSY * (START + seconds)
    assert measured.parent_mb < megabytes
    assert call("text", file).stdout.decode().count("建成平台") == rows * 10


@pytest.mark.parametrize(
    ("build", "size", "seconds", "megabytes"),
    [
        pytest.param(hostile.merged_rows, 3_000, 4, 250, id="rows in one cell"),
        pytest.param(hostile.clauses, 500, 6, 350, id="measures"),
        pytest.param(hostile.honest_text, 1_000_000, 8, 350, id="text"),
    ],
)
def test_time_grows_with_the_size(
    tmp_path: Path, build: Callable[[int], bytes], size: int, seconds: float, megabytes: float
) -> None:
    """Four times as much takes about four times as long, its start included, and little memory."""
    files = [_held(tmp_path, build(size * factor), f"{factor}") for factor in (1, 4)]

    def read(file: Path) -> None:
        found = run_measured(file)
        assert found.outcome == "done"
        assert found.parent_mb < megabytes
        assert found.seconds < BUSY * (START + seconds)

    small, large = files
    assert_grows(lambda: read(small), lambda: read(large), most=6)


# --- what reaches for other files ------------------------------------------------------------------


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address of this machine, and who has called there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    caller, where = server.accept()
                except TimeoutError:
                    continue
                calls.append(where)
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        over.set()
        thread.join()


def test_the_listener_hears(listener: tuple[str, list[object]]) -> None:
    """What the next test waits for in vain would be seen."""
    address, calls = listener
    socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1]))).close()
    for _ in range(40):
        threading.Event().wait(0.05)
        if calls:
            break
    assert calls


REMOTE: dict[str, Callable[[str], bytes]] = {
    "entities": lambda address: hostile.with_prolog(hostile.remote_entity(address)),
    "entities of styles": lambda address: hostile.with_prolog(hostile.remote_entity(address), "_rels/.rels"),
    "relationships": hostile.linking_docx,
    "page": hostile.linking_page,
    "saved page": hostile.linking_mht,
    "xhtml": lambda address: (
        f'<?xml version="1.0"?>{hostile.remote_entity(address)}<html><body><p>甲&a;</p></body></html>'.encode()
    ),
}


@pytest.mark.parametrize("name", REMOTE)
def test_nothing_is_fetched(tmp_path: Path, name: str, listener: tuple[str, list[object]]) -> None:
    """No file makes the program call anybody."""
    address, calls = listener
    result = call("parse", _held(tmp_path, REMOTE[name](address)))
    assert result.returncode in {ExitCode.OK, ExitCode.REFUSED}
    assert calls == []


LOCAL: dict[str, Callable[[str], bytes]] = {
    "entity": lambda path: hostile.with_prolog(hostile.local_entity(path)),
    "relationships": lambda path: hostile.linking_docx(f"file://{path}"),
    "page": lambda path: hostile.linking_page(f"file://{path}"),
    "xhtml": lambda path: f"{hostile.local_entity(path)}<html><body><p>甲&a;</p></body></html>".encode(),
}


@pytest.mark.parametrize("name", LOCAL)
def test_no_other_file_is_read(tmp_path: Path, name: str) -> None:
    """The words of a file that a document names come out nowhere."""
    canary = _held(tmp_path, "金丝雀甲乙丙".encode(), "canary")
    result = call("parse", _held(tmp_path, LOCAL[name](str(canary))))
    assert result.returncode in {ExitCode.OK, ExitCode.REFUSED}
    assert "金丝雀" not in (result.stdout + result.stderr).decode()


PACKAGES = {
    "docx": docx(p("甲"), styles="", numbering="", settings="", header1=p("乙"), comments=""),
    "xlsx": with_shared_strings(xlsx({"清单": [["序号", "工作任务"], [1, "新建学校。"]]})),
    "ofd": ofd(page(text_object("甲", 10, 10))),
}
XML_PARTS = [
    pytest.param(kind, name, id=f"{kind}: {name}")
    for kind, data in PACKAGES.items()
    for name in open_package(data).names
    if name.endswith((".xml", ".rels"))
]


@pytest.mark.parametrize(("kind", "name"), XML_PARTS)
def test_no_part_may_declare_entities(kind: str, name: str) -> None:
    """Each part of a package is refused with a document type, or is not looked at: the text is the same."""
    prolog = b"<!DOCTYPE w [<!ENTITY a 'x'>]>"

    def declare(part: bytes) -> bytes:
        return re.sub(rb"\A(\s*(?:<\?xml[^>]*\?>)?)", rb"\1" + prolog, part)

    assert parse(PACKAGES[kind]).coverage.characters
    try:
        found = parse(with_part(PACKAGES[kind], name, declare))
    except Refusal as refusal:
        assert refusal.code == "xml-dtd"  # noqa: PT017  the other answer is as good
    else:
        assert name not in {"word/document.xml", "xl/workbook.xml", "OFD.xml"}
        assert found.coverage == parse(PACKAGES[kind]).coverage


WAYS = ["../../x.txt", "/etc/x.txt", "C:\\x.txt", "..\\..\\x.txt", "a/../../x.txt", "~/x.txt"]


@pytest.mark.parametrize("name", [*WAYS, "x" * 5_000 + ".txt"], ids=lambda name: name[:20])
@pytest.mark.parametrize("command", ["parse", "batch"])
def test_names_in_a_zip_lead_nowhere(tmp_path: Path, command: str, name: str) -> None:
    """Whatever a member is called, nothing is written but in the folder that was named."""
    folder = tmp_path / "a/b"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text("canary")
    file = _held(tmp_path, zip_bytes({name: "1.建成平台。\n", "plan.txt": "1.建成平台。\n"}))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    out = folder / "out"
    call(command, file, *([out] if command == "batch" else []), cwd=folder, env={"HOME": str(folder)})
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and out not in path.parents}
    assert after == before
    assert command == "parse" or list(out.rglob("plan.txt.json"))


# --- odd words -------------------------------------------------------------------------------------

NUMBERS = ["9" * 10_000, "一百亿" * 100, "99月99日前", "20255年底前", "²⁰²⁵年底前", "２０２５年底前", "①②③", "1e400家"]
NUMBERED = ["{}.建成平台。", "1.{}建成平台。", "1.建成不低于{}家。", "第{}条 建成平台。", "{}建成平台"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:10])
@pytest.mark.parametrize("form", NUMBERED)
def test_numbers_without_end_are_words(number: str, form: str) -> None:
    """A number that means nothing is kept as it was written."""
    words = form.format(number)
    document = parse(f"工作方案\n{words}\n2.完成。\n".encode(), source_format="text")
    assert document.model_dump_json()
    shown = [task.text for task in document.tasks] + [task.label or "" for task in document.tasks]
    assert any("建成" in text for text in shown) or document.coverage.leftovers


ODD_BYTES: dict[str, bytes] = {
    "half a character": "<p>1.建成&#xD800;平台。".encode(),
    "no character": "<p>1.建成&#xFFFE;\ufffe平台，完善各项工作制度，形成长效机制，全面落实到位。".encode(),
    "NUL": "<p>1.建成\x00平台&#0;。".encode(),
    "utf-7": '<meta charset="utf-7"><p>1.建成平台。+ADw-script+AD4-'.encode(),
    "mixed": "<p>1.建成平台，完善制度。\n".encode() + "<p>2.制定工作办法，建成机制。".encode("gb18030"),
    "surrogates in UTF-8": "<p>1.建成平台，完善制度，形成机制。\n<p>".encode() + b"\xed\xa0\x80\xed\xb0\x80",
    "controls": "1.建成\x1b[2J平台\x9b。\u202e\u2028".encode(),
}


@pytest.mark.parametrize("name", ODD_BYTES)
def test_odd_characters_give_strict_json(tmp_path: Path, name: str) -> None:
    """The words stay, the output is UTF-8 and JSON that a strict reader takes."""
    result = call("parse", _held(tmp_path, ODD_BYTES[name]))
    if result.returncode == ExitCode.REFUSED:
        assert b": encoding: " in result.stderr
        return
    document = json.loads(result.stdout.decode(), parse_constant=_refuse_constant)
    assert "建成" in "".join(task["text"] for task in document["tasks"])


def _refuse_constant(name: str) -> None:
    pytest.fail(f"{name} is no JSON")
