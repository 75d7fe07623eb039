"""``find`` and ``units``: which tasks, of whom, by when; one answer from documents and from every kind of output."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from sqlite3 import connect
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from program import call

from docx2tasks import load_rules, parse
from docx2tasks.errors import ExitCode
from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper, document_to_paper
from docx2tasks.search.databases import find_in_database
from docx2tasks.search.papers import select_tasks
from docx2tasks.search.selection import Selection

NAMES = load_rules().once(UnitNames)
CITY = """江川市人民政府关于印发2022年重点工作方案的通知

一、主要工作
1.3月底前完成河道清淤。（牵头单位：市水利局；配合单位：发改委、市卫健委）
2.12月底前建成养老服务站20家。（责任单位：市民政局）
二、其他工作
3.建立会商制度。（责任单位：市卫生健康委员会）
4.市教育局要在6月底前排查校舍。

江川市人民政府
2022年1月5日
"""
PROVINCE = """东山省人民政府办公厅2023年工作要点

1.10月底前完成河道岸线划定。（责任单位：省水利厅、发展改革委）
2.年底前完成检查。（责任单位：省卫健委）

东山省人民政府办公厅
2023年2月1日
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two documents."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / "市方案.txt").write_text(CITY, encoding="utf-8")
    (folder / "省要点.txt").write_text(PROVINCE, encoding="utf-8")
    return folder


def rows(*args: str | Path) -> list[list[str]]:
    """The rows of a table that a command prints, without its head."""
    result = call(*args)
    assert result.returncode == ExitCode.OK, result.stderr.decode()
    return [line.split("\t") for line in result.stdout.decode().splitlines()[1:]]


@pytest.mark.parametrize(
    ("args", "marks"),
    [
        ((), "1. 4. 1. 2. 2. 3."),
        (("河道",), "1. 1."),
        (("河道", "清淤"), "1."),
        (("其他工作",), "4. 3."),
        (("--unit", "卫健委"), "1. 2. 3."),
        (("--unit", "省卫健委"), "2."),
        (("--unit", "市卫生健康委"), "1. 3."),
        (("--unit", "省发改委"), "1."),
        (("--unit", "发展和改革委员会"), "1. 1."),
        (("--unit", "教育"), "4."),
        (("--unit", "市教育局", "--role", "actor"), "4."),
        (("--unit", "市教育局", "--role", "lead"), ""),
        (("--unit", "卫健委", "--role", "support"), "1."),
        (("--role", "lead"), "1."),
        (("--before", "2022-06"), "1. 4."),
        (("--before", "2022-06-29"), "1."),
        (("--after", "2022-12-31"), "2. 1. 2."),
        (("--after", "2022-07", "--before", "2022"), "2."),
        (("--overdue",), "1. 4. 2. 1. 2."),
        (("--kind", "request"), ""),
    ],
)
def test_conditions(papers: Path, args: tuple[str, ...], marks: str) -> None:
    """All conditions are met by what is found; the nearest deadline is first, what has none last."""
    found = rows("find", *args, "--in", papers)
    if args == ():
        assert [row[0] for row in found] == ["2022-03-31", "2022-06-30", "2022-12-31", "2023-10-31", "2023-12-31", "-"]
    assert sorted(row[4].split(",")[0] for row in found) == sorted(marks.split())


def test_the_answer_is_the_same_from_every_source(papers: Path, tmp_path: Path) -> None:
    """Documents, what ``parse`` printed, and each kind of output of ``batch``."""
    question = ("--unit", "卫健委", "--before", "2022-12-31")
    expected = [row[:3] for row in rows("find", *question, "--in", papers)]
    assert [row[0] for row in expected] == ["2022-03-31"]
    for kind in ("json", "jsonl", "sqlite"):
        assert call("batch", papers, tmp_path / kind, "--to", kind).returncode == ExitCode.OK
        assert [row[:3] for row in rows("find", *question, "--in", tmp_path / kind)] == expected, kind
    assert call("parse", papers / "市方案.txt", "-o", tmp_path / "市.json").returncode == ExitCode.OK
    assert [row[:3] for row in rows("find", *question, "--in", tmp_path / "市.json")] == expected


@pytest.mark.parametrize(("shape", "read"), [("csv", "csv"), ("jsonl", "json")])
def test_other_formats(papers: Path, shape: str, read: str) -> None:
    """The columns of CSV, as CSV or as lines of JSON."""
    data = call("find", "河道", "--in", papers, "-f", shape).stdout.decode("utf-8-sig")
    found = [*csv.DictReader(StringIO(data))] if read == "csv" else [json.loads(line) for line in data.splitlines()]
    assert [(row["ends_on"], row["canonical"]) for row in found] == [
        ("2022-03-31", "市水利局、市发展改革委、市卫生健康委"),
        ("2023-10-31", "省水利厅、省发展改革委"),
    ]


def test_a_terminal_marks_the_words(papers: Path) -> None:
    """And wraps long cells instead of cutting them; the days stand on one line."""
    shown = call("find", "河道", "--in", papers, env={"FORCE_COLOR": "1", "COLUMNS": "80"})
    text = shown.stdout.decode()
    assert "\x1b[1;7m河道\x1b[0m" in text
    assert "…" not in text
    assert "2022-03-31" in text
    assert b"2 tasks in 2 documents" in shown.stderr


@pytest.mark.parametrize("day", ["2022-13-01", "2022-02-30", "明天", "22", ""])
def test_wrong_days_are_refused(papers: Path, day: str) -> None:
    """With the form that is wanted; nothing is read."""
    result = call("find", "--in", papers, "--before", day or "x")
    assert (result.returncode, result.stdout) == (ExitCode.USAGE, b"")
    assert b"--before 2022-12-31" in result.stderr


def test_a_source_is_needed() -> None:
    """``find`` without one says what to type."""
    result = call("find", "河道")
    assert result.returncode == ExitCode.USAGE
    assert b"--in SOURCE" in result.stderr


def test_export_takes_the_same_conditions(papers: Path, tmp_path: Path) -> None:
    """What is written is what ``find`` finds."""
    out = tmp_path / "部分.jsonl"
    assert call("export", papers, "-o", out, "--unit", "卫健委", "--before", "2022").returncode == ExitCode.OK
    assert [json.loads(line)["label"] for line in out.read_text("utf-8").splitlines()] == ["1."]


def test_a_file_that_is_named_and_holds_no_tasks_is_told(papers: Path, tmp_path: Path) -> None:
    """A workbook of ours is skipped in a folder; who names it among papers learns why it is not read."""
    folder = tmp_path / "夹"
    folder.mkdir()
    (folder / "市方案.txt").write_text(CITY, encoding="utf-8")
    assert call("export", papers, "-o", folder / "台账.xlsx", "-q").returncode == ExitCode.OK
    assert len(rows("find", "--in", folder)) == 4
    result = call("find", "--in", folder / "台账.xlsx", "--in", folder / "市方案.txt")
    assert result.returncode == ExitCode.PARTLY
    assert "台账.xlsx: skipped" in result.stderr.decode()
    assert "give the documents" in result.stderr.decode()


@pytest.mark.parametrize(("option", "value", "listed"), [("--role", "帮忙", "'lead'"), ("--kind", "杂事", "'measure'")])
def test_a_word_that_no_option_knows_is_told(papers: Path, option: str, value: str, listed: str) -> None:
    """The words that there are, in a sentence for people."""
    result = call("find", "--in", papers, option, value)
    assert result.returncode == ExitCode.USAGE
    words = result.stderr.decode()
    assert f"Invalid value for '{option}': '{value}' is not one of {listed}" in words


def test_units(papers: Path, tmp_path: Path) -> None:
    """One row for each body, under its usual name; the file that is written is taken back."""
    found = {row[0]: row for row in rows("units", papers)}
    assert found["市卫生健康委"][1:5] == ["2", "-", "1", "1"]
    assert found["市卫生健康委"][9] == "市卫健委、市卫生健康委员会"
    assert found["市发展改革委"][9] == "发改委"
    assert "省发展改革委" in found
    listed = tmp_path / "单位.csv"
    assert call("units", papers, "-o", listed).returncode == ExitCode.OK
    edited = listed.read_text("utf-8-sig").replace("市水利局,市水利局", "市水利局,市河湖局")
    listed.write_text(edited, encoding="gb18030")
    assert "市河湖局" in {row[0] for row in rows("units", papers, "--units", listed)}
    parsed = call("parse", papers / "市方案.txt", "--units", listed, "-q")
    assert json.loads(parsed.stdout)["tasks"][0]["units"][0]["canonical"] == "市河湖局"


def test_another_list_of_units_reads_a_batch_again(papers: Path, tmp_path: Path) -> None:
    """The list belongs to what decides the records."""
    listed = tmp_path / "单位.csv"
    listed.write_text("name,canonical\n市水利局,市河湖局\n", encoding="utf-8")
    out = tmp_path / "out"
    for args, canonical in (((), "市水利局"), (("--units", listed), "市河湖局"), ((), "市水利局")):
        assert call("batch", papers, out, *args).returncode == ExitCode.OK
        values = json.loads((out / "市方案.txt.json").read_text("utf-8"))
        assert values["tasks"][0]["units"][0]["canonical"] == canonical


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"unit,usual\n1,2\n", b"rules-shape"),
        (b"", b"rules-shape"),
        (b"\xff\xfe\xff\xff\xff", b"rules-shape"),
        (None, b"rules-missing"),
    ],
)
def test_a_list_that_is_none_is_refused(papers: Path, tmp_path: Path, data: bytes | None, code: bytes) -> None:
    """By file, with the columns that are wanted."""
    listed = tmp_path / "单位.csv"
    if data is not None:
        listed.write_bytes(data)
    result = call("parse", papers / "市方案.txt", "--units", listed)
    assert (result.returncode, result.stdout) == (ExitCode.RULES, b"")
    assert code in result.stderr
    assert b"name" in result.stderr


@pytest.mark.parametrize("asked", ["卫健委", "卫生健康委", "卫生健康委员会", "网信办"])
@pytest.mark.parametrize("issuer", ["", "江川市人民政府\n"])
def test_a_bare_name_is_found_in_any_form(asked: str, issuer: str) -> None:
    """Whether the document tells whose body it is, or not."""
    document = parse(f"{issuer}2023年清单\n1.6月底前完成检查。（责任单位：卫健委、网信办）\n".encode())
    assert len(_ids([document_to_paper("清单.txt", document)], Selection(units=(asked,)))) == 1


def test_selections_are_intersections() -> None:
    """Two conditions give the tasks that each of them gives alone, whatever the conditions are."""
    random = Random("find")  # noqa: S311  no secret
    read = [document_to_paper(name, parse(text.encode())) for name, text in PAPERS]
    for _ in range(60):
        one, other = _draw(random), _draw(random)
        both = Selection(**{**one, **other})
        if one.keys() & other.keys():
            continue
        assert _ids(read, both) == _ids(read, Selection(**one)) & _ids(read, Selection(**other))


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_database_gives_the_same_answers(papers: Path, tmp_path: Path, kind: str) -> None:
    """Whatever is asked: the query takes what the selection takes, and what it takes more is left out again."""
    pytest.importorskip(kind.replace("sqlite", "sqlite3"))
    assert call("batch", papers, tmp_path / "out", "--to", kind).returncode == ExitCode.OK
    random = Random(kind)  # noqa: S311  no secret
    read = [document_to_paper(name, parse(text.encode())) for name, text in PAPERS]
    for _ in range(80):
        drawn = {**_draw(random), **_draw(random), "roles": random.choice([(), ("lead",), ("actor", "support")])}
        selection = Selection(**drawn)
        found = find_in_database(tmp_path / "out", selection, NAMES)
        assert found is not None
        ids = {task["id"] for paper in found for task in paper.document["tasks"]}
        assert ids == _ids(read, selection), drawn


def test_the_query_is_printed(papers: Path, tmp_path: Path) -> None:
    """As it is typed into a database, whatever signs the words hold."""
    assert call("batch", papers, tmp_path / "out", "--to", "sqlite").returncode == ExitCode.OK
    for words, count in ((("河道",), 2), (("100%",), 0), (("it's_",), 0)):
        query = call("find", *words, "--sql").stdout.decode()
        with closing(connect(tmp_path / "out" / "records.sqlite")) as base:
            assert len(base.execute(query).fetchall()) == count, query


PAPERS = (("市方案.txt", CITY), ("省要点.txt", PROVINCE))


def _draw(random: Random) -> dict[str, Any]:
    choices: list[dict[str, Any]] = [
        {"words": (random.choice(["河道", "完成", "其他", "无"]),)},
        {"units": (random.choice(["卫健委", "市水利局", "发改委", "水利", "卫生", "无"]),)},
        {"before": random.choice(["2022-03-31", "2022-12-31", "2024-01-01"])},
        {"after": random.choice(["2022-03-31", "2022-12-31", "2020-01-01"])},
        {"kinds": (random.choice(["measure", "request"]),)},
    ]
    return random.choice(choices)


def _ids(papers: list[Paper], selection: Selection) -> set[str]:
    return {task["id"] for paper in select_tasks(papers, selection, NAMES) for task in paper.document["tasks"]}


# --- the samples, counted by hand ----------------------------------------------------------------------

SAMPLES = Path(__file__).parents[1] / "samples"
# questions, and the answers that people found by reading the samples: the day, the beginning of the task, the paper
DRILL = ("2021-10-31", "10月底前完成实战演练", "cells-tabbed.txt")
REBUILD = ("2022-12-31", "实施改造。年内改造小区60个以上", "notice-numbered.docx")
REVIEW = ("2023-06-30", "6月底前完成政策评估", "table-spans.html")
BUILD = ("2024-06-30", "2022年5月至2024年6月，组织建设", "plan-rules.txt")
WARDS = ("2024-12-31", "改善就医条件", "run-together.txt")
SUBSIDY = ("-", "兑现稳岗补贴", "table-spans.html")
UNDATED = (
    ("-", "免费提供首套印章", "cells-led.txt"),
    ("-", "组建专业队伍5支", "cells-tabbed.txt"),
    ("-", "负责保障养老服务经费", "duties.txt"),
    SUBSIDY,
)
BY_HAND = {
    "--unit 市财政局 --before 2022-12-31": {DRILL, REBUILD},  # what had it to do by the end of 2022?
    "--unit 市财政局": {DRILL, REBUILD, REVIEW, BUILD, *UNDATED},
    "--unit 财政局 --before 2024": {DRILL, REBUILD, REVIEW, BUILD, WARDS},
    "--unit 市财政局 --role support": {REBUILD, REVIEW, SUBSIDY},
    "--unit 卫健委": {("-", "推进医养结合", "duties.txt"), ("-", "规范老年健康服务", "duties.txt")},
    "--unit 县卫健局 --role lead --before 2024-12-31": {WARDS},
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The samples as papers, in a database, in a workbook, and as the lines of that."""
    folder = tmp_path_factory.mktemp("samples")
    papers = folder / "papers"
    papers.mkdir()
    for path in SAMPLES.iterdir():
        if path.suffix in {".docx", ".html", ".txt"}:
            (papers / path.name).write_bytes(path.read_bytes())
    for source, name in ((papers, "all.sqlite"), ("all.sqlite", "ledger.xlsx"), ("all.sqlite", "flat.jsonl")):
        assert call("export", folder / source, "-o", folder / name, "-q").returncode == ExitCode.OK
    assert call("export", folder / "ledger.xlsx", "-o", folder / "ledger.jsonl", "-q").returncode == ExitCode.OK
    return [papers, *(folder / name for name in ("all.sqlite", "ledger.xlsx", "flat.jsonl", "ledger.jsonl"))]


@pytest.mark.parametrize("question", BY_HAND)
def test_the_samples_as_counted_by_hand(sources: list[Path], question: str) -> None:
    """One line gives all hits and nothing else, from papers and from what was made of them."""
    asked = sources if question == "--unit 市财政局 --before 2022-12-31" else sources[1:3]
    for source in asked:
        found = rows("find", "--in", source, *question.split())
        begun = [one[1] for one in BY_HAND[question]]
        answer = {(row[0], next((one for one in begun if row[2].startswith(one)), row[2]), row[3]) for row in found}
        assert answer == BY_HAND[question], source
        assert len(found) == len(BY_HAND[question])


def test_a_workbook_is_asked_as_people_left_it(tmp_path: Path, papers: Path) -> None:
    """With a day and a unit that they changed; the place is the row of the workbook."""
    ledger = tmp_path / "台账.xlsx"
    assert call("export", papers, "-o", ledger).returncode == ExitCode.OK
    book = load_workbook(ledger)
    sheet = book.worksheets[0]
    titles = {cell.value: cell.column for cell in sheet[2]}
    row = next(cell.row for cell in sheet[get_column_letter(titles["工作任务"])] if "河道清淤" in str(cell.value))
    sheet.cell(row, titles["牵头单位"]).value = "市水利局、市交通局"
    sheet.cell(row, titles["截止日期"]).value = date(2022, 5, 1)
    book.save(ledger)
    assert rows("find", "--in", ledger, "--unit", "市交通局", "--role", "lead") == [
        ["2022-05-01", "●市水利局、●市交通局、○发改委、○市卫健委", "3月底前完成河道清淤。", "市方案.txt", f"row {row}"]
    ]
    both = call("find", "--in", ledger, "--in", papers, "--unit", "市水利局")
    assert both.returncode == ExitCode.PARTLY
    assert b"name it alone" in both.stderr
