"""Small files that cost much end with their outcome, in time, in little memory of ours, and leave nothing."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import build_bombs
import pytest
from build_bombs import BOMBS
from build_docx import docx, p, zip_bytes
from build_pdf import small_pdf, texts_to_pdf
from effort import BUSY, PATIENCE, wait_for
from layout import Text
from measured import children_of, is_alive, run_measured
from program import PYTHON, call, environment, run

from docx2tasks.errors import ExitCode

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are bounded and listed otherwise here"),
]

DEADLINE = 2.0
START = 1.0  # seconds of the processor in which the program starts, and sees that there is nothing to do
PARENT = 150.0  # MB that it takes itself

ENDS = {  # by name: what may come of it; how much time there is decides between two
    "1 GB in a stream": {"out-of-memory", "too-slow"},
    "1 GB in a stream, deflated three times": {"out-of-memory", "too-slow"},
    "rows of 2 billion columns": {"no-text"},
    "2 to the 24th forms": {"out-of-memory", "too-slow"},
    "8 million characters on a page": {"out-of-memory", "too-slow"},
    "100,000 characters on a page": {"page-too-dense"},
    "200,000 pages": {"too-many-pages"},
    "pages in themselves": {"done", "pdf-broken"},
    "a table before itself": {"pdf-broken", "crashed"},  # one run in hundreds ends the reading process itself
    "20 MB without a table": {"too-slow", "pdf-broken"},
    "a map of 16 million characters": {"done", "too-slow"},
}


@pytest.mark.alone  # some take 2 GB
@pytest.mark.parametrize("name", BOMBS)
def test_a_pdf_that_costs_much(tmp_path: Path, name: str) -> None:
    """Its outcome comes within the deadline, and the program itself stays small.

    Where only one outcome is right, there is more time, so that a busy machine comes to it.
    """
    file = tmp_path / "x.pdf"
    file.write_bytes(BOMBS[name]())
    measured = run_measured(file, "--timeout", f"{DEADLINE if 'too-slow' in ENDS[name] else 60}")
    assert measured.outcome in ENDS[name]
    assert measured.seconds < BUSY * START + DEADLINE
    assert measured.parent_mb < PARENT
    assert measured.left == 0


def test_a_zip_that_costs_much(tmp_path: Path) -> None:
    """1 GB in a Word file is refused by what its directory says, at once."""
    file = tmp_path / "x.docx"
    file.write_bytes(build_bombs.zip_bomb())
    measured = run_measured(file)
    assert (measured.outcome, measured.left) == ("zip-too-big", 0)
    assert measured.seconds < BUSY * START
    assert measured.parent_mb < PARENT


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(small_pdf(""), "no-text", id="blank"),
        pytest.param(small_pdf("BT /F 9 Tf 50 700 Td (hello) Tj ET")[:200], "pdf-broken", id="cut-off"),
    ],
)
def test_no_text_is_not_no_tasks(tmp_path: Path, data: bytes, code: str) -> None:
    """A file in which nothing can be read is refused; one without measures is read."""
    (tmp_path / "x.pdf").write_bytes(data)
    assert run_measured(tmp_path / "x.pdf").outcome == code
    (tmp_path / "x.txt").write_text("关于天气的说明\n今天天气很好。\n")
    assert b"no-tasks" in call("parse", tmp_path / "x.txt").stderr


WORD = docx(p("青川市2022年重点任务清单"), p("1.12月底前建成平台。（市教育局负责）"))
PRINT = texts_to_pdf(
    [Text("青川市2022年重点任务清单", 100, 80, 16), Text("1.12月底前建成平台。（市教育局负责）", 80, 120, 12)]
)
COSTLY = {"out-of-memory", "too-slow"}
BAD: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "0b": (build_bombs.flate_pdf, COSTLY),
    "1b": (build_bombs.nested_flate_pdf, COSTLY),
    "2b": (build_bombs.fan_out_pdf, COSTLY),
    "3b": (lambda: build_bombs.dense_pdf(8_000_000), COSTLY),
    "4b": (build_bombs.many_kids_pdf, {"too-many-pages"}),
    "5b": (build_bombs.zip_bomb, {"zip-too-big"}),
    "6b": (lambda: WORD[:-40], {"zip-broken"}),
    "7b": (lambda: b"", {"empty"}),
}


FEW = {name: BAD[name] for name in ("1b", "2b", "6b", "7b")}  # of each sort


@pytest.mark.parametrize("bad", [FEW, pytest.param(BAD, marks=pytest.mark.long)], ids=["few", "all"])
@pytest.mark.parametrize("way", ["bounded", "portable"])
def test_a_batch_with_bad_files(
    tmp_path: Path, way: str, bad: dict[str, tuple[Callable[[], bytes], set[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among 12 good files some are bad: each is told with its code, and the others are read as if alone."""
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", way)
    source = tmp_path / "in"
    source.mkdir()
    for name, (make, _) in bad.items():
        (source / name).write_bytes(make())
    for n in range(6):
        (source / f"{n}a.docx").write_bytes(WORD)
        (source / f"{n}c.pdf").write_bytes(PRINT)
    result = run("batch", source, tmp_path / "out", "--timeout", "4", "--memory", "600")
    assert result.returncode == ExitCode.PARTLY
    *lines, last = result.stderr.decode().splitlines()
    told = {line.split(": ")[1]: line.split(": ")[2] for line in lines}
    assert list(told) == list(bad)
    assert [name for name, (_, codes) in bad.items() if told[name] not in codes] == []
    refused = sum(codes != COSTLY for _, codes in bad.values())
    assert re.fullmatch(rf"docx2tasks: 12 documents read, {refused} refused, (?:\d [a-z-]+, ){{1,2}}12 tasks", last)
    written = [json.loads(path.read_bytes()) for path in (tmp_path / "out").glob("*.json")]
    assert [[task["text"] for task in one["tasks"]] for one in written] == [["12月底前建成平台。"]] * 12


def test_a_bad_file_in_an_archive(tmp_path: Path) -> None:
    """The files before and behind it in the same archive are read, once each."""
    files = {"1.docx": WORD, "2.pdf": build_bombs.fan_out_pdf(), "3.docx": WORD, "4.txt": b"", "5.pdf": PRINT}
    (tmp_path / "x.zip").write_bytes(zip_bytes(files))
    result = run("batch", tmp_path / "x.zip", tmp_path / "out", "--timeout", "1")
    first, second, last = result.stderr.decode().splitlines()
    assert first.split(": ")[1] == "x.zip/2.pdf"
    assert second.split(": ")[1:3] == ["x.zip/4.txt", "empty"]
    assert last.startswith("docx2tasks: 3 documents read, 1 refused, ")
    names = sorted(path.name for path in (tmp_path / "out/x.zip").iterdir())
    assert names == ["1.docx.json", "3.docx.json", "5.pdf.json"]


# --- being ended -----------------------------------------------------------------------------------


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """A file that takes as long as it may."""
    (tmp_path / "x.pdf").write_bytes(build_bombs.fan_out_pdf())
    return tmp_path / "x.pdf"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGTERM, ExitCode.TERMINATED, id="SIGTERM"),
        pytest.param(signal.SIGINT, ExitCode.INTERRUPTED, id="SIGINT"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, id="SIGKILL"),
    ],
)
@pytest.mark.parametrize("command", ["parse", "batch"])
def test_nothing_outlives_the_program(hanging: Path, command: str, number: int, code: int) -> None:
    """Its children end with it, and it says nothing but how to go on; after SIGKILL they end at their own deadline."""
    deadline = "2" if number == signal.SIGKILL else f"{2 * PATIENCE}"
    out = [str(hanging.parent / "out")] if command == "batch" else []
    command_line = [PYTHON, "-m", "docx2tasks", command, str(hanging), *out, "--timeout", deadline]
    with subprocess.Popen(command_line, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        children = _wait_for_children(process)
        process.send_signal(number)
        said = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == code
        assert re.fullmatch(rb"(?:docx2tasks: stopped after 0 (?:of 1 )?files; [^\n]+\n)?", said)
    if number == signal.SIGKILL:
        wait_for(lambda: not any(map(is_alive, children)))
    assert not any(map(is_alive, children))  # ended by the program, before it ended itself


def _wait_for_children(process: subprocess.Popen[bytes]) -> set[int]:
    wait_for(lambda: children_of(process.pid) or process.poll() is not None)
    children = children_of(process.pid)
    assert children
    return children
