"""What people change in a workbook is what they would have corrected on a review page; all else is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from program import call

from docx2tasks.errors import ExitCode

PLAN = """青川市人民政府办公室关于印发2022年重点任务的通知

一、优化服务
1.12月底前建成不低于22家服务站，培训500人。（牵头单位：市教育局；配合单位：市财政局；督导单位：市督查室）
2.每季一次开展检查。（责任单位：各县区人民政府）
3.XX月底前修订办法。（责任单位：市司法局）
二、保障
1.加强宣传引导，营造良好氛围。（责任单位：市委宣传部）
"""
HEADER = 2
Edit = Callable[[Any, dict[str, int]], None]


def put(row: int, title: str, value: object) -> Edit:
    """Write into the cell of a task, from 1."""

    def run(sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(HEADER + row, columns[title]).value = value

    return run


def drop(row: int) -> Edit:
    """Delete the row of a task."""
    return lambda sheet, _: sheet.delete_rows(HEADER + row)


def edit(book: Path, *edits: Edit) -> None:
    """Edit the first sheet, as somebody does."""
    opened = load_workbook(book)
    opened.properties.lastModifiedBy = "张三"
    sheet = opened.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[HEADER]}
    for one in edits:
        one(sheet, columns)
    opened.save(book)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document, and the workbook of it."""
    (tmp_path / "方案.txt").write_text(PLAN)
    assert call("export", "方案.txt", "-o", "台账.xlsx", cwd=tmp_path).returncode == 0
    return tmp_path


def export(folder: Path) -> tuple[list[dict[str, Any]], str]:
    """The lines, and what is said."""
    result = call("export", "台账.xlsx", "-o", "更正.jsonl", "--to", "corrections", cwd=folder)
    assert result.returncode == 0, result.stderr.decode()
    return [json.loads(line) for line in (folder / "更正.jsonl").read_text().splitlines()], result.stderr.decode()


def parse(folder: Path, *options: object) -> dict[str, Any]:
    """The document, with the corrections."""
    shown: dict[str, Any] = json.loads(call("parse", "方案.txt", *map(str, options), cwd=folder).stdout)
    return shown


def test_an_untouched_workbook_has_no_corrections(folder: Path) -> None:
    """Nor has one in which only what people fill was filled."""
    edit(folder / "台账.xlsx", put(1, "办理状态", "推进中"), put(2, "责任人", "李四"))
    assert export(folder) == ([], "docx2tasks: 0 corrections: 更正.jsonl\n")


EDITS: list[Any] = [
    pytest.param(put(4, "工作任务", "加强宣传。"), 4, "text", "加强宣传。", id="text"),
    pytest.param(put(4, "重点任务", "落实保障"), 4, "path", [("二、", "落实保障")], id="path"),
    pytest.param(
        put(1, "牵头单位", "市教育局、市卫健委"),
        1,
        "units",
        [("市教育局", "lead"), ("市财政局", "support"), ("市督查室", "oversee"), ("市卫健委", "lead")],
        id="units, those who oversee too",
    ),
    pytest.param(
        put(1, "配合单位", None), 1, "units", [("市教育局", "lead"), ("市督查室", "oversee")], id="a unit taken out"
    ),
    pytest.param(put(1, "截止日期", "2022年11月30日"), 1, "times", [("12月底前", "2022-11-30", None)], id="a day"),
    pytest.param(put(3, "截止日期", "2022-10-31"), 3, "times", [("XX月底前", "2022-10-31", None)], id="a missing day"),
    pytest.param(put(4, "完成时限", "年底前"), 4, "times", [("年底前", None, None)], id="a time"),
    pytest.param(put(1, "目标", "500人"), 1, "targets", ["500人"], id="a target taken out"),
]


@pytest.mark.parametrize(("change", "number", "field", "new"), EDITS)
def test_each_edit_is_a_correction(folder: Path, change: Edit, number: int, field: str, new: object) -> None:
    """It says who and when, the old value as the record has it, and parse applies it as one of a page."""
    before = parse(folder)["tasks"][number - 1]
    edit(folder / "台账.xlsx", change)
    (line,), said = export(folder)
    assert said == "docx2tasks: 1 correction: 更正.jsonl\n"
    assert (line["task"], line["field"], line["who"]) == (before["id"], field, "张三")
    document = parse(folder, "--corrections", "更正.jsonl")
    after = document["tasks"][number - 1]
    assert _brief(after[field]) == new
    assert {k: v for k, v in after.items() if k != field} == {k: v for k, v in before.items() if k != field}
    assert [one["code"] for one in document["diagnostics"] if one["code"].startswith("correct")] == ["corrected"]


def _brief(value: Any) -> Any:
    keys = {"role": ("name", "role"), "every": ("text", "end", "every"), "title": ("label", "title")}
    if not isinstance(value, list):
        return value
    names = [next((names for key, names in keys.items() if key in one), ("text",)) for one in value]
    found = [tuple(one[name] for name in wanted) for one, wanted in zip(value, names, strict=True)]
    return [one[0] if len(one) == 1 else one for one in found]


def test_values_that_stay_keep_their_rule(folder: Path) -> None:
    """Beside a unit that was added the others are those of the record, with rule and place."""
    before = parse(folder)["tasks"][0]["units"]
    edit(folder / "台账.xlsx", put(1, "牵头单位", "市教育局、市卫健委"))
    export(folder)
    after = parse(folder, "--corrections", "更正.jsonl")["tasks"][0]["units"]
    assert after[:3] == before
    assert (after[3]["rule"], after[3]["canonical"]) == ("corrected", "市卫生健康委")


def test_rows_are_deleted_and_added(folder: Path) -> None:
    """A row that is gone is a deleted task; one without a key is a task where its words stand."""
    edit(
        folder / "台账.xlsx",
        drop(2),
        put(4, "工作任务", "营造良好氛围。"),
        put(4, "责任单位", "市文明办"),
        put(5, "工作任务", "没有写在文件里的工作。"),
    )
    lines, _ = export(folder)
    assert [(line["field"], line["new"] and line["new"]["text"]) for line in lines] == [
        ("task", "营造良好氛围。"),
        ("task", "没有写在文件里的工作。"),
        ("task", None),
    ]
    document = parse(folder, "--corrections", "更正.jsonl")
    assert [task["text"][:5] for task in document["tasks"]] == ["12月底前", "XX月底前", "加强宣传引", "营造良好氛"]
    assert [unit["name"] for unit in document["tasks"][3]["units"]] == ["市文明办"]
    codes = [one["code"] for one in document["diagnostics"]]
    assert (codes.count("corrected"), codes.count("correction-unfit")) == (2, 1)


UNMAPPED = [
    pytest.param(put(1, "出处", "第9页"), "row 3, 出处: no correction can say that", id="the place"),
    pytest.param(put(1, "工作任务", None), "row 3, 工作任务: no correction can say that", id="no text"),
    pytest.param(put(1, "截止日期", "年底"), "row 3, 截止日期: no date", id="no day"),
    pytest.param(put(1, "目标", "多建几家"), "row 3, 目标: a target needs a sign", id="no number"),
    pytest.param(put(5, "责任单位", "市文明办"), "row 7, 工作任务: a row without a task", id="no task"),
]


@pytest.mark.parametrize(("change", "said"), UNMAPPED)
def test_what_is_no_correction_is_named(folder: Path, change: Edit, said: str) -> None:
    """With its row and its column; the rest is written."""
    edit(folder / "台账.xlsx", change, put(2, "责任单位", "市应急局"))
    lines, told = export(folder)
    assert [line["field"] for line in lines] == ["units"]
    assert f"not a correction: 台账.xlsx, {said}" in told


def test_a_workbook_of_many_documents(tmp_path: Path) -> None:
    """Each line names its document, also after the workbook was brought up to date."""
    papers = tmp_path / "档案"
    papers.mkdir()
    for name in ("甲", "乙"):
        (papers / f"{name}.txt").write_text(PLAN.replace("青川市", f"{name}市"))
    book = tmp_path / "台账.xlsx"
    assert call("export", papers, "-o", book).returncode == 0
    edit(book, put(1, "牵头单位", "市民政局"), put(8, "责任单位", "市文明办"))
    (papers / "丙.txt").write_text("丙市2023年重点任务清单\n\n1.6月底前修建公路30公里。（责任单位：市交通局）\n")
    assert call("export", papers, "-o", book).returncode == 0
    lines, _ = export(tmp_path)
    assert len({line["sha256"] for line in lines}) == 2
    assert call("batch", papers, tmp_path / "结果", "--corrections", tmp_path / "更正.jsonl", "-j", "1").returncode == 0
    found = {
        path.name: [unit["name"] for task in json.loads(path.read_text())["tasks"] for unit in task["units"]]
        for path in (tmp_path / "结果").glob("*.txt.json")
    }
    assert [("市民政局" in names) + ("市文明办" in names) for _, names in sorted(found.items())] == [0, 1, 1]


def test_corrections_come_from_workbooks_alone(folder: Path) -> None:
    """A document has none; a workbook without its record cannot say what was corrected."""
    result = call("export", "方案.txt", "-o", "更正.jsonl", "--to", "corrections", cwd=folder)
    assert (result.returncode, b"give a workbook" in result.stderr) == (ExitCode.USAGE, True)
    opened = load_workbook(folder / "台账.xlsx")
    del opened["docx2tasks"]
    opened.save(folder / "台账.xlsx")
    result = call("export", "台账.xlsx", "-o", "更正.jsonl", "--to", "corrections", cwd=folder)
    assert b"hidden sheet" in result.stderr
