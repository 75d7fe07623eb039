from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from batches import Held
from build_docx import docx, p, zip_bytes
from program import PLAN, PYTHON, call, environment

from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.find import Input, find_inputs
from docx2tasks.batch.inputs.origins import Loaded, Stamp
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.run import Plan
from docx2tasks.batch.run import run as run_batch
from docx2tasks.batch.worker import Options
from docx2tasks.errors import ExitCode, Status, UsageError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.rules import Rules

WORD = docx(p("青川市2022年重点任务清单"), p("1.12月底前建成平台。（市教育局负责）"))
TEXT = PLAN.encode()


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files in it."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def tree(folder: Path) -> list[str]:
    """The documents below a folder by their relative names, without what the batch writes for itself."""
    files = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in files if name not in {".lock", "_ledger.sqlite"})


def mail() -> bytes:
    """A mail with words and an attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "任务"
    message.set_content("1.请查收。（市教育局负责）\n")
    message.add_attachment(WORD, maintype="application", subtype="octet-stream", filename="清单.docx")
    return message.as_bytes()


def test_a_folder_is_mirrored(tmp_path: Path) -> None:
    """A document a file, the files of archives and mails under their container, nothing else."""
    source = fill(
        tmp_path / "in",
        {
            "甲/方案.docx": WORD,
            "方案.txt": TEXT,
            "乙/包.zip": zip_bytes({"内/清单.docx": WORD, "说明.txt": TEXT}),
            "信.eml": mail(),
            ".git/x.txt": TEXT,
            "~$方案.docx": b"lock",
        },
    )
    result = call("batch", source, tmp_path / "out")
    assert (result.returncode, result.stdout) == (ExitCode.OK, b"")
    assert result.stderr.decode() == "docx2tasks: 6 documents read, 0 refused, 8 tasks\n"
    assert tree(tmp_path / "out") == sorted([
        "乙/包.zip/内/清单.docx.json",
        "乙/包.zip/说明.txt.json",
        "信.eml/body.txt.json",
        "信.eml/清单.docx.json",
        "方案.txt.json",
        "甲/方案.docx.json",
    ])  # fmt: skip
    read = json.loads((tmp_path / "out/乙/包.zip/内/清单.docx.json").read_bytes())
    assert read["source"]["path"] == str(source / "乙/包.zip/内/清单.docx")
    assert [task["text"] for task in read["tasks"]] == ["12月底前建成平台。"]


def test_a_document_is_what_parse_gives(tmp_path: Path) -> None:
    """One document of a batch is byte for byte what ``parse -o`` writes."""
    source = fill(tmp_path / "in", {"方案.docx": WORD})
    call("batch", source, tmp_path / "out")
    call("parse", source / "方案.docx", "-o", tmp_path / "one.json")
    assert (tmp_path / "out/方案.docx.json").read_bytes() == (tmp_path / "one.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("方案.docx", WORD, ["方案.docx.json"], id="document"),
        pytest.param("包.zip", zip_bytes({"a.docx": WORD}), ["包.zip/a.docx.json"], id="zip"),
        pytest.param("信.eml", mail(), ["信.eml/body.txt.json", "信.eml/清单.docx.json"], id="mail"),
    ],
)
def test_a_single_file(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    """A file instead of a folder."""
    source = fill(tmp_path / "in", {name: data})
    assert call("batch", source / name, tmp_path / "out").returncode == ExitCode.OK
    assert tree(tmp_path / "out") == expected


def test_a_refusal_does_not_stop_the_others(tmp_path: Path) -> None:
    """Each refusal is one line with the name of its file; exit 7 tells that some were not read."""
    files = {
        "1.docx": WORD,
        "2.docx": WORD[:-40],
        "3.txt": b"",
        "4.zip": zip_bytes({"a.pptx": b"PK\x05\x06", "b.docx": WORD}),
        "5.txt": TEXT,
    }
    source = fill(tmp_path / "in", files)
    result = call("batch", source, tmp_path / "out")
    lines = result.stderr.decode().splitlines()
    assert result.returncode == ExitCode.PARTLY
    assert [line.split(": ")[1:3] for line in lines[:-1]] == [
        ["2.docx", "zip-broken"],
        ["3.txt", "empty"],
        ["4.zip/a.pptx", "zip-broken"],
    ]
    assert lines[-1] == "docx2tasks: 3 documents read, 3 refused, 4 tasks"
    assert tree(tmp_path / "out") == ["1.docx.json", "4.zip/b.docx.json", "5.txt.json"]


def test_documents_without_tasks_are_counted(tmp_path: Path) -> None:
    """A file that was read, and in which no measure was found, is told apart from one that has some."""
    source = fill(tmp_path / "in", {"1.docx": WORD, "2.txt": "关于天气的说明\n今天天气很好。\n".encode()})
    result = call("batch", source, tmp_path / "out")
    assert result.stderr.decode().splitlines() == [
        "docx2tasks: 2 documents read, 0 refused, 1 no-tasks, 1 task",
        "docx2tasks: no tasks in 1 file (2.txt)",
    ]


def test_quiet_keeps_refusals(tmp_path: Path) -> None:
    """``-q`` takes the summary away, never a refusal."""
    source = fill(tmp_path / "in", {"1.docx": WORD, "3.txt": b""})
    assert call("batch", source, tmp_path / "out", "-q").stderr.decode().splitlines() == [
        "docx2tasks: 3.txt: empty: the file is empty; check that it was saved or copied completely"
    ]


def test_output_inside_the_input(tmp_path: Path) -> None:
    """What a first run wrote into the folder is no input of the second; the same bytes come out."""
    source = fill(tmp_path / "in", {"1.docx": WORD, "2.txt": TEXT})
    call("batch", source, source / "out")
    before = {name: (source / "out" / name).read_bytes() for name in tree(source / "out")}
    assert call("batch", source, source / "out").returncode == ExitCode.OK
    assert {name: (source / "out" / name).read_bytes() for name in tree(source / "out")} == before
    assert sorted(before) == ["1.docx.json", "2.txt.json"]


@pytest.mark.parametrize(
    ("source", "out", "code", "exit_code"),
    [
        pytest.param("none", "out", "missing", ExitCode.REFUSED, id="no-input"),
        pytest.param("in", "in", "same-folder", ExitCode.USAGE, id="into-itself"),
        pytest.param("in", "in/1.docx", "in-the-way", ExitCode.USAGE, id="out-is-a-file"),
        pytest.param("in", "in/1.docx/out", "not-writable", ExitCode.USAGE, id="out-below-a-file"),
        pytest.param("bare", "out", "no-files", ExitCode.REFUSED, id="nothing-in-it"),
    ],
)
def test_calls_that_are_refused(tmp_path: Path, source: str, out: str, code: str, exit_code: ExitCode) -> None:
    """What concerns the call stops it, with one line."""
    fill(tmp_path / "in", {"1.docx": WORD})
    (tmp_path / "bare").mkdir()
    result = call("batch", tmp_path / source, tmp_path / out)
    assert (result.returncode, result.stderr.count(b"\n")) == (exit_code, 1)
    assert result.stderr.decode().startswith(f"docx2tasks: {code}: ")


def test_a_program_that_is_none_stops_the_batch(tmp_path: Path, rules: Rules) -> None:
    """A wrong option is no fault of a document."""
    source = fill(tmp_path / "in", {"1.rtf": b"{\\rtf1 x}", "2.docx": WORD})
    plan = Plan(Options(rules, soffice=str(tmp_path / "none")))
    with pytest.raises(UsageError) as caught:
        list(run_batch(find_inputs([source], None, DEFAULT), tmp_path / "out", plan))
    assert caught.value.code == "not-a-program"


def test_a_long_name_is_written(tmp_path: Path) -> None:
    """A file whose name is as long as names may be has its output."""
    name = "长" * 83 + ".docx"
    source = fill(tmp_path / "in", {name: WORD})
    assert call("batch", source, tmp_path / "out").returncode == ExitCode.OK
    assert len(tree(tmp_path / "out")) == 1


def test_a_name_in_another_encoding(tmp_path: Path) -> None:
    """A file whose name is no UTF-8 is read like any other."""
    source = tmp_path / "in"
    source.mkdir()
    Path(os.fsdecode(bytes(source) + b"/" + "清单.docx".encode("gbk"))).write_bytes(WORD)
    result = call("batch", source, tmp_path / "out")
    assert (result.returncode, len(tree(tmp_path / "out"))) == (ExitCode.OK, 1)


class Broken:
    """An origin that breaks down in a way that nobody thought of."""

    def load(self, limits: Limits) -> Loaded:
        """Has a bug."""
        return Loaded(b"", Stamp(1 // (limits.rows - limits.rows)))

    def stamp(self) -> Stamp:
        """Nothing is known."""
        return Stamp()

    def identity(self) -> str:
        """There is one."""
        return "broken"


def test_a_bug_in_one_document(tmp_path: Path, rules: Rules) -> None:
    """An error nobody thought of is told of its document, and where it was; the next one is read."""
    inputs = [Input("1.docx", "1.docx", Broken()), Input("2.docx", "2.docx", Held(WORD, Stamp()))]
    events = run_batch(iter(inputs), tmp_path, Plan(Options(rules)), LocalEngine(1))
    first, second = [event for event in events if isinstance(event, Event)]
    assert first.refusal is not None
    assert (first.refusal.code, second.refusal) == ("bug", None)
    assert (first.outcome.status, second.outcome.status) == (Status.BUG, Status.DONE)
    assert "in load\n" in "".join(getattr(first.fault, "__notes__", ()))
    assert tree(tmp_path) == ["2.docx.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are others there")
def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    """How far it is, drawn in place, then gone; what is refused stands above, the sum below."""
    source = fill(tmp_path / "in", {**{f"{number:03}.txt": TEXT for number in range(40)}, "empty.txt": b""})
    ours, theirs = os.openpty()
    command = [PYTHON, "-m", "docx2tasks", "batch", str(source), str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=theirs, env=environment(TERM="xterm", COLUMNS="100")) as process:
        os.close(theirs)
        said = bytearray()
        with suppress(OSError):  # how a terminal ends whose other side is closed
            while piece := os.read(ours, 65_536):
                said += piece
        os.close(ours)
    words = said.decode()
    assert process.returncode == ExitCode.PARTLY
    assert "41 of 41 files" in words
    assert "1 failed" in words
    lines = [line for line in words.split("\r\n") if line]
    assert any("docx2tasks: empty.txt: empty: " in line for line in lines)
    assert lines[-1].endswith("docx2tasks: 40 documents read, 1 refused, 80 tasks")
