"""What people type first, and what they are told: files without a command, a folder for a file, no output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from program import PLAN, call

from docx2tasks import parse_with_source
from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.task_list import find_task, tasks_to_list

NOTICE = """某市重点工作任务分工

一、优化服务
1.6月底前建成服务站22家。（牵头单位：市民政局；配合单位：市财政局）
2.每季度开展检查。（责任单位：市审计局）
二、提升效能
1.健全工作机制。
三、保障措施
（一）市教育局要公开方案。
（二）市民政局要加强检查。

某市人民政府
2022年1月5日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two papers and a folder."""
    for name in ("甲.txt", "乙 稿.txt"):
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    (tmp_path / "档案").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("args", "code", "typed"),
    [
        ("甲.txt", "usage", "docx2tasks parse 甲.txt, or docx2tasks export 甲.txt -o"),
        ("乙 稿.txt", "usage", 'docx2tasks parse "乙 稿.txt"'),
        ("甲.txt|乙 稿.txt", "usage", 'docx2tasks batch 甲.txt "乙 稿.txt" OUT'),
        ("档案", "usage", "docx2tasks batch 档案 OUT"),
        ("https://u:secret@例.中国/a.docx", "usage", "docx2tasks batch https://例.中国/a.docx OUT"),
        ("parse|档案", "not-a-file", "docx2tasks batch 档案 OUT"),
        ("explain|档案", "not-a-file", "docx2tasks batch 档案 OUT"),
        ("text|档案", "not-a-file", "docx2tasks batch 档案 OUT"),
        ("parse|甲.txt|乙 稿.txt", "usage", 'docx2tasks batch 甲.txt "乙 稿.txt" OUT'),
        ("batch|甲.txt", "usage", "docx2tasks batch 甲.txt OUT"),
        ("batch|档案", "usage", "docx2tasks batch 档案 OUT"),
        ("batch|甲.txt|乙 稿.txt", "in-the-way", "docx2tasks batch INPUT... OUT"),
        ("parze|甲.txt", "usage", "'parse'"),
        ("没有.txt", "usage", "docx2tasks --help"),
    ],
)
def test_what_to_type_is_told(folder: Path, args: str, code: str, typed: str) -> None:
    """One line with the command to type; nothing is written."""
    before = sorted(folder.rglob("*"))
    result = call(*args.split("|"), cwd=folder)
    said = result.stderr.decode()
    assert result.returncode in {ExitCode.USAGE, ExitCode.REFUSED}
    assert said.count("\n") == 1
    assert said.startswith(f"docx2tasks: {code}: ")
    assert typed in said
    assert "secret" not in said
    assert sorted(folder.rglob("*")) == before


def test_a_batch_never_proposes_to_write_over_a_paper(folder: Path) -> None:
    """The last of several papers is no output."""
    (folder / "丙.docx").write_bytes(b"PK")
    result = call("batch", "甲.txt", "丙.docx", cwd=folder)
    assert b"in-the-way" in result.stderr
    assert "-o 丙.docx".encode() not in result.stderr


# --- at a terminal -----------------------------------------------------------------------------------


def test_parse_ends_with_a_summary_at_a_terminal(folder: Path) -> None:
    """What the records lack, and what share of the text is in them; programs and ``--quiet`` are told nothing."""
    (folder / "通知.txt").write_text(NOTICE, encoding="utf-8")
    watched = {"FORCE_COLOR": "1"}
    last = call("parse", "通知.txt", cwd=folder, env=watched).stderr.decode().splitlines()[-1]
    tasks = json.loads(call("parse", "通知.txt", cwd=folder).stdout)["tasks"]
    without = [sum(not (task["units"] or task["actors"]) for task in tasks), sum(not task["times"] for task in tasks)]
    lacks = f"{len(tasks)} tasks, {without[0]} without a unit, {without[1]} without a time; 100% of the text"
    assert without == [1, 3]
    assert lacks in last
    assert b"without a unit" not in call("parse", "通知.txt", cwd=folder).stderr
    assert call("parse", "通知.txt", "-q", cwd=folder, env=watched).stderr == b""


def test_parse_waits_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal standard input is waited for with a word."""
    monkeypatch.setattr("program._Stream.isatty", lambda _: True)
    assert b"waiting for a document" in call("parse", "-", stdin=PLAN.encode()).stderr


def test_explain_fits_into_80_columns(folder: Path) -> None:
    """With the words, the roles of units and the days that were computed."""
    (folder / "通知.txt").write_text(NOTICE, encoding="utf-8")
    env = {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "80"}
    shown = re.sub(r"\x1b\[[\d;]*m", "", call("explain", "通知.txt", cwd=folder, env=env).stdout.decode())
    for words in ("6月底前建成服务站22家。", "●市民政局", "○市财政局", "→市教育局", "2022-06-30"):
        assert words in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


# --- which task is meant -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "number"), [("2", 2), ("（一）", 4), ("(一)", 4), ("1-1", 1), ("1.2", 2), ("2-1", 3), ("2.", 2)]
)
def test_a_task_by_number_label_or_way(key: str, number: int) -> None:
    """As printed, in any width, or by the numbers of its headings."""
    assert find_task(parse_with_source(NOTICE.encode()), key)[0] == number


def test_a_task_by_the_beginning_of_its_id() -> None:
    """Three characters are enough where they mean one."""
    reading = parse_with_source(NOTICE.encode())
    for number, task in enumerate(reading.document.tasks, 1):
        assert find_task(reading, task.id[:6]) == (number, task)


@pytest.mark.parametrize(("key", "said"), [("1.", "means several tasks: 1, 3"), ("9", "1 to 5"), ("", "1 to 5")])
def test_a_key_of_no_single_task_is_told(key: str, said: str) -> None:
    """A label that several have names them."""
    with pytest.raises(UsageError) as caught:
        find_task(parse_with_source(NOTICE.encode()), key)
    assert caught.value.code == "no-such-task"
    assert said in str(caught.value)


def test_the_list_says_when() -> None:
    """Times as printed with the days that were computed."""
    rows = tasks_to_list(parse_with_source(NOTICE.encode()).document.tasks)
    assert rows[0] == ("1", "1.", "6月底前建成服务站22家。", "●市民政局、○市财政局", "6月底前 2022-06-30")
    assert rows[3][3] == "→市教育局"
