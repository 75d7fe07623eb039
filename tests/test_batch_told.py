"""What a batch reads of a folder, what it tells at the end, and what it writes to standard output."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from batches import files, fill, outcomes, plan
from build_docx import zip_bytes
from program import PYTHON, call, environment

from docx2tasks.batch.copies import texts_to_digests
from docx2tasks.batch.inputs.choose import InputChoice
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.inputs.origins import Refused
from docx2tasks.errors import ExitCode, InputError
from docx2tasks.limits import DEFAULT


def write(folder: Path, named: dict[str, bytes]) -> Path:
    """A folder with these files in it."""
    for name, data in named.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def notice(*tasks: str, number: str = "青政发〔2022〕3号") -> bytes:
    """A notice with a document number and a line for each task."""
    lines = [f"{place}.{task}（责任单位：市教育局）" for place, task in enumerate(tasks, 1)]
    return "\n".join(["青川市2022年重点任务清单", number, "", *lines, ""]).encode()


# --- what is read of a folder ------------------------------------------------------------------------

MET = {
    "通知.txt": b"",
    "甲/方案.docx": b"",
    "甲/附件/表.xlsx": b"",
    "甲/数据.JSON": b"{}",
    "甲/build.py": b"",
    "a.css": b"",
    "数据.db": b"",
    "setup.exe": b"MZ",
    "无名": "1.开展检查。".encode(),
    "程序": b"\x7fELF\x02",
    "库": b"SQLite format 3\0",
    "脚本": b"#!/bin/sh\n",
    "记录": b'{\n  "schema_version": "1"',
    "台账.csv": b"\xef\xbb\xbfdocument_name,document_title,",
    "表.csv": "任务,单位\n".encode(),
}
READ = {"通知.txt", "甲/方案.docx", "甲/附件/表.xlsx", "无名", "表.csv"}


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        pytest.param((), (), READ, id="no documents are skipped"),
        pytest.param(("*.docx",), (), {"甲/方案.docx"}, id="a name at any depth"),
        pytest.param(("*.JSON", "*.docx"), (), {"甲/方案.docx", "甲/数据.JSON"}, id="what is asked for is read"),
        pytest.param((), ("附件",), READ - {"甲/附件/表.xlsx"}, id="a folder and all in it"),
        pytest.param(("甲/*",), (), {"甲/方案.docx", "甲/附件/表.xlsx", "甲/数据.JSON", "甲/build.py"}, id="a path"),
        pytest.param(("甲/**/*.xlsx",), (), {"甲/附件/表.xlsx"}, id="any folders between"),
    ],
)
def test_what_is_read_of_a_folder(
    tmp_path: Path, include: Sequence[str], exclude: Sequence[str], expected: set[str]
) -> None:
    """By name, else by the first bytes; the globs decide before that."""
    source = write(tmp_path / "in", MET)
    left_out = Counter[str]()
    found = [*find_inputs([source], None, DEFAULT, choice=InputChoice(include, exclude), left_out=left_out)]
    read = {one.name for one in found if not isinstance(one.origin, Refused)}
    assert read == expected
    assert len(found) + left_out["excluded"] == len(MET)
    assert {one.origin.refusal.code for one in found if isinstance(one.origin, Refused)} <= {"skipped"}


def test_globs_that_leave_nothing(tmp_path: Path) -> None:
    """They are a wrong call, and the hint names them."""
    source = write(tmp_path / "in", MET)
    with pytest.raises(InputError, match=r"no-files: .*--exclude"):
        find_inputs([source], None, DEFAULT, choice=InputChoice(["**/*.docx"], ["甲/方案.*"]))


@pytest.mark.parametrize("name", ["甲/数据.JSON", "甲/build.py", "程序"])
def test_what_is_named_by_itself_is_read(tmp_path: Path, name: str) -> None:
    """Also in a list of paths."""
    source = write(tmp_path / "in", MET)
    named = find_inputs([source / name], None, DEFAULT)
    listed = find_inputs(["-"], None, DEFAULT, listed=io.BytesIO(os.fsencode(source / name)))
    assert not any(isinstance(one.origin, Refused) for one in (*named, *listed))


def test_skipped_files_are_listed(tmp_path: Path) -> None:
    """In the summary, in the ledger and in the status, with why; they are no failures."""
    source = write(tmp_path / "in", {"通知.txt": plan(1).encode(), "a.json": b"{}", "build.py": b"x = 1\n"})
    result = call("batch", source, tmp_path / "out")
    assert result.returncode == ExitCode.OK
    assert result.stderr.decode().splitlines() == [
        "docx2tasks: 1 document read, 0 refused, 2 skipped, 2 tasks",
        "docx2tasks: skipped: 2 files (a.json, build.py)",
    ]
    assert "a.json\tthis is data, not a document" in call("status", tmp_path / "out").stdout.decode()
    assert call("status", tmp_path / "out", "--failed").stdout.count(b"\n") == 1
    assert call("batch", source / "a.json", tmp_path / "one").returncode == ExitCode.OK


@pytest.mark.parametrize("kind", ["json", "csv", "sqlite"])
def test_results_of_other_batches_are_not_read(tmp_path: Path, kind: str) -> None:
    """A folder that holds results, beside the documents; one that holds nothing else is refused."""
    source = write(tmp_path, {"通知.txt": plan(1).encode()})
    call("batch", source, source / "结果", "--to", kind)
    call("batch", source, source / "结果2")
    assert [name for (name,) in outcomes(source / "结果2", "name")] == ["通知.txt"]
    result = call("batch", source / "结果", tmp_path / "out")
    assert (result.returncode, b"no-files" in result.stderr) == (ExitCode.REFUSED, True)


def test_an_empty_list_is_no_error(tmp_path: Path) -> None:
    """Nothing was new this night; an empty folder still is a wrong path."""
    assert call("batch", "-", tmp_path / "out", stdin=b"").returncode == ExitCode.OK
    (tmp_path / "in").mkdir()
    assert call("batch", tmp_path / "in", tmp_path / "out").returncode == ExitCode.REFUSED


# --- standard output ---------------------------------------------------------------------------------


def test_csv_to_standard_output(tmp_path: Path) -> None:
    """The rows of the CSV files, without their mark."""
    source = fill(tmp_path / "in", 8)
    result = call("batch", source, "-", "--to", "csv")
    call("batch", source, tmp_path / "out", "--to", "csv")
    assert result.stdout == (tmp_path / "out/part-00001.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert next(csv.reader(io.StringIO(result.stdout.decode())))[0] == "document_name"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--to", "sqlite"), "not-writable"),
        (("--to", "parquet"), "not-writable"),
        (("--to", "xlsx"), "unknown-store"),
        (("--to", "postgresql://u:secret@h/d"), "not-writable"),
        (("--skip-copies",), "not-writable"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_stream(tmp_path: Path, options: Sequence[str], code: str) -> None:
    """It is refused, and nothing is printed."""
    result = call("batch", write(tmp_path, {"通知.txt": plan(1).encode()}), "-", *options)
    assert (result.returncode, result.stdout) == (ExitCode.USAGE, b"")
    assert result.stderr.decode().startswith(f"docx2tasks: {code}: ")
    assert b"secret" not in result.stderr


# --- copies --------------------------------------------------------------------------------------------

TASKS = [f"完成第{number}项改造工程" for number in "一二三四五六七八九十"]


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        pytest.param(notice(*TASKS), True, id="the same"),
        pytest.param(notice(*TASKS[:9], "开展全市普查"), True, id="nine of ten"),
        pytest.param(notice(*TASKS[:8], "开展全市普查", "制定工作方案"), False, id="eight of ten"),
        pytest.param(notice(*TASKS[:5]), False, id="half of it"),
        pytest.param(notice(*TASKS, number="青政发〔2022〕4号"), False, id="another number"),
        pytest.param(notice(*TASKS, number=""), False, id="no number"),
    ],
)
def test_copies_are_told(tmp_path: Path, other: bytes, *, is_copy: bool) -> None:
    """In the ledger, the summary and the status."""
    source = write(tmp_path / "in", {"通知 - 副本.txt": other, "通知.txt": notice(*TASKS)})
    result = call("batch", source, tmp_path / "out")
    expected = [("通知 - 副本.txt", "通知.txt" if is_copy else None), ("通知.txt", None)]
    assert outcomes(tmp_path / "out", "name", "copy_of") == expected
    assert ("copies: 1 file (通知 - 副本.txt of 通知.txt)" in result.stderr.decode()) == is_copy
    assert ("通知 - 副本.txt\t通知.txt\n" in call("status", tmp_path / "out").stdout.decode()) == is_copy


@pytest.mark.parametrize("kind", ["json", "jsonl", "sqlite"])
def test_copies_are_left_out(tmp_path: Path, kind: str) -> None:
    """What is written is what a folder without copies gives; without the option they come back."""
    both = {"通知 - 副本.txt": notice(*TASKS), "通知.txt": notice(*TASKS)}
    source, single = write(tmp_path / "in", both), write(tmp_path / "single", {"通知.txt": both["通知.txt"]})
    counts = []
    for options in (("--skip-copies",), ("--skip-copies",), (), ("--skip-copies",)):
        result = call("batch", source, tmp_path / "out", "--to", kind, *options)
        counts.append(int(result.stderr.decode().split(" tasks")[0].rsplit(" ", 1)[1]))
    assert counts == [10, 10, 20, 10]
    assert [status for (status,) in outcomes(tmp_path / "out", "status")] == ["copy", "done"]
    if kind != "sqlite":
        call("batch", single, tmp_path / "new", "--to", kind)
        assert b"".join(files(tmp_path / "out").values()).count(TASKS[0].encode()) == 1


def test_many_with_one_number_take_linear_time() -> None:
    """Digests of a text that differs in spaces and marks only are the same; more than 128 are not kept."""
    assert texts_to_digests(["完成 改造，"]) == texts_to_digests(["完成改造。"])
    assert len(texts_to_digests(map(str, range(1_000)))) == 128 * 6


# --- what needs a look -----------------------------------------------------------------------------------

WEATHER = "关于天气的说明\n今天天气很好。\n".encode()
UNDATED = "青川市工作要点\n\n1.6月底前建成平台。（责任单位：市教育局）\n".encode()


@pytest.mark.parametrize(
    ("data", "fail_on", "code"),
    [
        (WEATHER, "never", ExitCode.OK), (WEATHER, "error", ExitCode.PARTLY), (WEATHER, "warning", ExitCode.PARTLY),
        (UNDATED, "error", ExitCode.OK), (UNDATED, "warning", ExitCode.PARTLY),
        (plan(1).encode(), "warning", ExitCode.OK),
    ],
)  # fmt: skip
def test_doubts_as_an_exit_code(tmp_path: Path, data: bytes, fail_on: str, code: ExitCode) -> None:
    """In the first run, and in one that finds all known."""
    source = write(tmp_path / "in", {"a.txt": data})
    for _ in range(2):
        assert call("batch", source, tmp_path / "out", "--fail-on", fail_on, "-q").returncode == code


def test_the_summary_names_what_needs_a_look(tmp_path: Path) -> None:
    """Files without a task by name, warnings by code; the rows of the status say the rest."""
    source = write(tmp_path / "in", {"天气.txt": WEATHER, "要点.txt": UNDATED, "甲.txt": plan(1).encode()})
    assert call("batch", source, tmp_path / "out").stderr.decode().splitlines()[1:] == [
        "docx2tasks: no tasks in 1 file (天气.txt)",
        "docx2tasks: warnings: unresolved-time 1, for example in 要点.txt",
    ]
    rows = json.loads(call("status", tmp_path / "out", "--documents", "-f", "json").stdout)
    shown = ("name", "tasks", "without_unit", "without_time", "errors", "warnings", "copy_of")
    assert [tuple(row[key] for key in shown) for row in rows] == [
        ("天气.txt", 0, 0, 0, {"no-tasks": 1}, {}, None),
        ("甲.txt", 2, 0, 0, {}, {}, None),
        ("要点.txt", 1, 0, 0, {}, {"unresolved-time": 1}, None),
    ]
    lines = call("status", tmp_path / "out", "--documents").stdout.decode().splitlines()
    assert lines[0].split("\t")[:4] == ["name", "outcome", "code", "tasks"]
    assert len(lines) == 4


def test_archives_that_are_known_tell_the_same(tmp_path: Path) -> None:
    """What an archive holds is counted again in a run that does not open it."""
    source = write(tmp_path / "in", {"包.zip": zip_bytes({"天气.txt": WEATHER, "空.txt": b""})})
    told = []
    for options in ((), (), ("--changed",)):
        result = call("batch", source, tmp_path / "out", "--fail-on", "error", *options)
        assert result.returncode == ExitCode.PARTLY
        told.append([line.partition(", 1 known")[0] for line in result.stderr.decode().splitlines()[-2:]])
    assert told[0] == told[1] == told[2]


def test_key_words(tmp_path: Path) -> None:
    """They are asked for, and what was read without them is read again."""
    source = write(tmp_path / "in", {"甲.txt": plan(1).encode()})
    call("batch", source, tmp_path / "out")
    call("batch", source, tmp_path / "out", "--keywords")
    tasks = json.loads((tmp_path / "out/甲.txt.json").read_bytes())["tasks"]
    assert all(task["keywords"] for task in tasks)


def test_explain_says_what_lines_are(tmp_path: Path) -> None:
    """Diagnostics of any document; each line of one without a task."""
    source = write(tmp_path, {"天气.txt": WEATHER, "要点.txt": UNDATED})
    words = call("explain", source / "天气.txt").stdout.decode()
    assert "error\tno-tasks\t" in words
    assert "1\ttitle\t" in words
    assert "今天天气很好。" in words
    assert "warning\tunresolved-time\tblock " in call("explain", source / "要点.txt").stdout.decode()


# --- it is asked to end ----------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, ExitCode.INTERRUPTED),
        (signal.SIGTERM, ExitCode.TERMINATED),
        (signal.SIGHUP, ExitCode.HUNG_UP),
    ],
)
def test_a_run_that_is_stopped_says_how_to_resume(tmp_path: Path, number: signal.Signals, code: ExitCode) -> None:
    """It waits for the rest of a list."""
    source = write(tmp_path / "in", {"甲.txt": plan(1).encode()})
    command = [PYTHON, "-m", "docx2tasks", "batch", "-", str(tmp_path / "out")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    ) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write((os.fsencode(source / "甲.txt") + b"\n") * 500)  # more than is read to find the first
        process.stdin.flush()
        wait_for_ledger(tmp_path / "out")
        process.send_signal(number)
        words = process.stderr.read().decode()
    assert process.returncode == code
    assert "stopped after" in words
    assert "run the same command again to resume" in words


def wait_for_ledger(out: Path) -> None:
    """Until a run has begun."""
    while not (out / "_ledger.sqlite").is_file():
        os.sched_yield()
