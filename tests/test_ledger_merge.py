"""A workbook that people filled, exported again: nothing typed is lost, and what changed is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from build_docx import docx, p
from build_sheet import SOFFICE, converted, with_part
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from program import PYTHON, call, start

from docx2tasks.errors import InputError
from docx2tasks.office.kinds import OfficeOptions
from docx2tasks.office.merge.align import KnownTask, align
from docx2tasks.office.merge.read_ledger import read_ledger
from docx2tasks.office.merge.write import PapersNow, update_workbook
from docx2tasks.office.papers import Unread
from docx2tasks.office.rows import TaskRow, document_to_rows
from docx2tasks.office.workbook.write import write_workbook

SHEET = "督办台账"
TITLES = 2  # the row of the titles
Edit = Callable[[Any], None]


# --- tasks, workbooks and what stands in them ----------------------------------------------------------


def task(number: int, **changes: Any) -> dict[str, Any]:
    """A task with words of its own, and an id that its words and heading decide, as in records."""
    places = "东西南北中上下前后左右内外"
    where = "".join(places[number // 13**n % 13] for n in (2, 1, 0))
    text = f"完成{where}片区的房屋安全排查，建立问题清单并逐项整改到位，做到一户一档、底数清楚。"
    values = {"text": text, "heading": "一、排查", "unit": f"{where}街道办事处", "end": "2022-06-30"} | changes
    return {
        "id": hashlib.sha256(f"{values['heading']}{values['text']}".encode()).hexdigest()[:12],
        "text": values["text"],
        "path": [{"title": values["heading"]}],
        "units": [{"name": values["unit"], "role": "lead"}],
        "times": [{"text": "6月底前", "kind": "deadline", "start": None, "end": values["end"]}],
        "location": {},
    }


def rows_of(tasks: Sequence[Mapping[str, Any]], name: str = "方案.docx") -> list[TaskRow]:
    """The rows that a paper with these tasks gives."""
    return [*document_to_rows(name, {"tasks": tasks, "document": {"title": "某区排查方案"}})]


def made(path: Path, tasks: Sequence[Mapping[str, Any]]) -> Path:
    """A new workbook."""
    write_workbook(rows_of(tasks), [], path, OfficeOptions())
    return path


def edited(path: Path, edit: Edit) -> None:
    """The workbook as somebody saves it."""
    book = load_workbook(path)
    edit(book)
    book.save(path)


def updated(path: Path, tasks: Sequence[Mapping[str, Any]], **more: Any) -> Sequence[str]:
    """The workbook exported again; what is told."""
    rows = rows_of(tasks) if "rows" not in more else more["rows"]
    reading = PapersNow(rows, more.get("read", {row.document_name for row in rows}), more.get("unread", ()))
    return update_workbook(read_ledger(path), reading, path, None)


def lines(path: Path, name: str = SHEET, header: int = TITLES) -> list[dict[str, Any]]:
    """The rows of a sheet by the titles of its columns."""
    titles, *rows = load_workbook(path)[name].iter_rows(min_row=header, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows if any(value is not None for value in row)]


def by_text(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of the first sheet by the words of their tasks."""
    return {row["工作任务"]: row for row in lines(path)}


def column(sheet: Any, title: str, header: int = TITLES) -> int:
    """Where a column stands."""
    return next(int(cell.column) for cell in sheet[header] if cell.value == title)


def put(row: int, title: str, value: object) -> Edit:
    """An edit of one cell of the first sheet."""

    def edit(book: Any) -> None:
        book[SHEET].cell(row, column(book[SHEET], title)).value = value

    return edit


def changes(path: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    """What the sheet of the changes tells: what, in which column, before, after."""
    return [(row["情况"], row["栏目"], row["原内容"], row["现内容"]) for row in lines(path, "变更", 1)]


# --- as an office does it ------------------------------------------------------------------------------


def _paper(items: Sequence[str], more: Sequence[str]) -> bytes:
    return docx(*(p(line) for line in ("某区年度重点工作方案", "一、重点任务", *items, "二、其他任务", *more)))


def _item(number: int) -> str:
    names = ["东城", "西城", "南城", "北城", "中山", "新华", "解放", "和平", "建设", "人民"]
    works = ["老旧管网改造", "背街小巷整治", "公园绿地提升", "农贸市场改造", "停车设施建设", "养老站建设", "操场开放"]
    name, work = names[number % 10], works[number // 10 % 7]
    return (
        f"推进{name}片区{work}。2023年{number % 12 + 1}月底前完成{name}片区{work}项目验收，形成长效管护机制并公开结果。"
        f"（责任单位：{name}街道办事处）"
    )


def _numbered(items: Sequence[str]) -> list[str]:
    return [f"{number}.{words}" for number, words in enumerate(items, 1)]


class _Office(NamedTuple):
    """What somebody typed: values by id and title."""

    typed: dict[tuple[str, str], object]
    deleted: list[str]


def _fill(book: Any) -> _Office:
    """300 cells, rows sorted, filtered and moved, two deleted, a column and a sheet added."""
    sheet = book[SHEET]
    last = sheet.max_row
    added = sheet.max_column + 1
    sheet.cell(TITLES, added).value = "分管领导批示"
    typed: dict[tuple[str, str], object] = {}
    ids = column(sheet, "任务编号")
    titles = ("责任人", "进展情况", "办理状态", "备注", "分管领导批示")
    for row in range(TITLES + 1, last + 1):
        for title in titles:
            value = f"{title}{row}" if title != "办理状态" else "推进中"
            sheet.cell(row, column(sheet, title)).value = value
            typed[sheet.cell(row, ids).value, title] = value
    rows = [[cell.value for cell in sheet[row]] for row in range(TITLES + 1, last + 1)]
    deleted = [str(rows.pop(7)[ids - 1]), str(rows.pop(20)[ids - 1])]
    rows.sort(key=lambda values: str(values[2]), reverse=True)
    rows.insert(0, rows.pop(30))
    sheet.delete_rows(TITLES + 1, last)
    for at, values in enumerate(rows, TITLES + 1):
        for place, value in enumerate(values, 1):
            sheet.cell(at, place).value = value
    sheet.auto_filter.add_filter_column(column(sheet, "办理状态") - 1, ["推进中"])
    own = book.create_sheet("会议纪要")
    own["A1"], own["A2"], own["A3"] = "次数", 3, "=A2*2"
    return _Office({key: value for key, value in typed.items() if key[0] not in deleted}, deleted)


def test_an_office_exports_again_from_newer_papers(tmp_path: Path) -> None:
    """Typed cells stay with their tasks, through a new task, moved tasks, changed words and tasks that are gone."""
    items, other = [_item(number) for number in range(61)], _item(65)
    (tmp_path / "方案.docx").write_bytes(_paper(_numbered(items), [f"1.{other}"]))
    output = tmp_path / "台账.xlsx"
    assert call("export", tmp_path / "方案.docx", "-o", output).returncode == 0
    before = {row["任务编号"]: row for row in lines(output)}
    book = load_workbook(output)
    office = _fill(book)
    book.save(output)
    assert len(office.typed) == 300
    filled = output.read_bytes()

    newer = [*items]
    gone = newer.pop(40)
    newer[3] = newer[3].replace("长效管护机制", "长效管理机制")
    moved = [newer.pop(10), newer.pop(12)]
    new = "开展全区消防通道清理。2023年9月底前完成。（责任单位：区消防救援大队）"
    (tmp_path / "方案.docx").write_bytes(_paper(_numbered([new, *newer]), _numbered([other, *moved])))
    result = call("export", tmp_path / "方案.docx", "-o", output)
    assert result.returncode == 0, result.stderr.decode()

    rows = lines(output)
    found = {(row["责任人"], title): row[title] for row in rows for title in office_titles() if row["责任人"]}
    persons = {task_id: value for (task_id, title), value in office.typed.items() if title == "责任人"}
    for (task_id, title), value in office.typed.items():
        assert found[persons[task_id], title] == value
    texts = {row["责任人"]: row["工作任务"] for row in rows}
    for task_id, person in persons.items():
        now = texts[person]
        assert now == before[task_id]["工作任务"] or "长效管理机制" in now
    marks = {row["工作任务"][:18]: row["变化"] for row in rows if row["变化"]}
    assert marks == {
        new[:18]: "新增",
        items[3][:18]: "有变化",
        moved[0][:18]: "位置变动",
        moved[1][:18]: "位置变动",
        gone[:18]: "已不在文件中",
    }
    assert rows[-1]["工作任务"].startswith(gone[:18])
    assert {change[0] for change in changes(output)} == {"新增", "有变化", "位置变动", "已不在文件中", "人工删除"}
    own = load_workbook(output)["会议纪要"]
    assert [own[name].value for name in ("A1", "A2", "A3")] == ["次数", 3, "=A2*2"]
    (copy,) = tmp_path.glob("台账.旧-*.xlsx")
    assert copy.read_bytes() == filled


def office_titles() -> tuple[str, ...]:
    """The columns that the office filled."""
    return ("责任人", "进展情况", "办理状态", "备注", "分管领导批示")


# --- what becomes of rows ------------------------------------------------------------------------------


def test_the_same_papers_leave_the_file_alone(tmp_path: Path) -> None:
    """Exported twice, a workbook stays byte for byte what people saved."""
    tasks = [task(number) for number in range(5)]
    path = made(tmp_path / "台账.xlsx", tasks)
    edited(path, put(4, "备注", "已报"))
    saved = path.read_bytes()
    told = updated(path, tasks)
    assert (path.read_bytes(), len(told), [*tmp_path.glob("*旧*")]) == (saved, 1, [])


def test_what_is_exported_again_is_the_same(tmp_path: Path) -> None:
    """The same workbook and the same papers give the same bytes, and once more change nothing."""
    tasks = [task(number) for number in range(5)]
    first, second = (made(tmp_path / name, tasks) for name in ("a.xlsx", "b.xlsx"))
    for path in (first, second):
        edited(path, put(4, "牵头单位", "某局"))
    second.write_bytes(first.read_bytes())
    for path in (first, second):
        updated(path, tasks[1:])
    assert first.read_bytes() == second.read_bytes()
    updated(first, tasks[1:])
    updated(first, tasks[1:])
    once = first.read_bytes()
    updated(first, tasks[1:])
    assert first.read_bytes() == once


CELLS = [
    # what stands there   what the papers say   shown   told
    ("甲局", "甲局", "甲局", []),
    ("甲局", "乙局", "乙局", [("有变化", "牵头单位", "甲局", "乙局")]),
    ("丙局", "甲局", "丙局", [("人工更正", "牵头单位", "丙局", "甲局")]),
    ("丙局", "乙局", "丙局", [("与文件不一致", "牵头单位", "丙局", "乙局")]),
    ("乙局", "乙局", "乙局", [("有变化", "牵头单位", "甲局", "乙局")]),
    (None, "甲局", None, [("人工更正", "牵头单位", None, "甲局")]),
]


@pytest.mark.parametrize(("stands", "now", "shown", "told"), CELLS)
def test_a_cell_that_people_corrected_is_kept(
    tmp_path: Path, stands: str | None, now: str, shown: str | None, told: list[tuple[str, ...]]
) -> None:
    """What was written is 甲局: whoever changed it, people or papers, is told, and people win."""
    path = made(tmp_path / "台账.xlsx", [task(1, unit="甲局"), task(2)])
    edited(path, put(3, "牵头单位", stands))
    updated(path, [task(1, unit=now), task(2), task(3)])
    assert by_text(path)[task(1)["text"]]["牵头单位"] == shown
    assert [change for change in changes(path) if change[1] == "牵头单位"] == told
    fill = load_workbook(path)[SHEET].cell(3, 4).fill
    assert (fill.fill_type == "solid") == any(change[0] in {"人工更正", "与文件不一致"} for change in told)
    assert bool([*tmp_path.glob("*旧*")]) == any(change[0] == "与文件不一致" for change in told)


def test_a_column_of_people_is_not_taken_for_one_of_ours(tmp_path: Path) -> None:
    """One that stands where ours was deleted is theirs, as are words typed over formulas, numbers and marks."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])

    def edit(book: Any) -> None:
        sheet = book[SHEET]
        at = column(sheet, "剩余天数")
        sheet.delete_cols(at)
        sheet.insert_cols(at)
        sheet.cell(TITLES, at).value, sheet.cell(3, at).value = "联系电话", "电话甲"
        sheet.cell(4, column(sheet, "变化")).value = "已核对"

    edited(path, edit)
    updated(path, [task(3)])
    assert [(row["联系电话"], row["变化"]) for row in lines(path)] == [
        (None, "新增"),
        ("电话甲", "已不在文件中"),
        (None, "已核对"),
    ]


def test_corrections_reach_the_other_sheets(tmp_path: Path) -> None:
    """A unit and a day that somebody corrected count in the sheets by unit and by month."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])
    edited(path, put(3, "牵头单位", "甲局、乙局"))
    edited(path, put(3, "截止日期", "2022年9月15日"))
    updated(path, [task(1), task(2), task(3)])
    units = [row["单位"] for row in lines(path, "按单位", 1)]
    assert {"甲局", "乙局"} <= {*units}
    assert "2022年9月" in [row["月份"] for row in lines(path, "按月份", 1)]
    assert by_text(path)[task(1)["text"]]["截止日期"] == "2022年9月15日"


def test_a_correction_is_told_once_as_a_conflict(tmp_path: Path) -> None:
    """What the papers say is remembered: the next export finds a correction, and no new conflict."""
    path = made(tmp_path / "台账.xlsx", [task(1, unit="甲局")])
    edited(path, put(3, "牵头单位", "丙局"))
    updated(path, [task(1, unit="乙局")])
    updated(path, [task(1, unit="乙局"), task(2)])
    assert [change[0] for change in changes(path)] == ["人工更正", "新增"]
    updated(path, [task(1, unit="丙局"), task(2)])
    assert not load_workbook(path)[SHEET].cell(3, 4).fill.fill_type


def test_rows_that_nobody_filled_go_with_their_tasks(tmp_path: Path) -> None:
    """A task that is gone leaves a row only where something was typed; both are told."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2), task(3)])
    edited(path, put(4, "进展情况", "完成过半"))
    updated(path, [task(3)])
    rows = lines(path)
    assert [(row["工作任务"], row["变化"], row["进展情况"]) for row in rows] == [
        (task(3)["text"], None, None),
        (task(2)["text"], "已不在文件中", "完成过半"),
    ]
    assert [change[0] for change in changes(path)] == ["已移出", "已不在文件中"]
    updated(path, [task(2), task(3)])
    assert [(row["变化"], row["进展情况"]) for row in lines(path)] == [(None, "完成过半"), (None, None)]


def test_papers_that_are_not_given_or_not_read_keep_their_rows(tmp_path: Path) -> None:
    """Whoever exports one more paper, or has one that breaks, loses no row, filled or not."""
    path = tmp_path / "台账.xlsx"
    papers = {f"{name}.docx": rows_of([task(number)], f"{name}.docx") for number, name in enumerate("甲乙丙")}
    write_workbook([row for rows in papers.values() for row in rows], [], path, OfficeOptions())
    failed = [Unread("乙.docx", "zip-broken", "it is cut", "send it again")]
    updated(path, [], rows=papers["丙.docx"], unread=failed)
    assert [(row["工作任务"], row["变化"]) for row in lines(path)] == [
        (task(2)["text"], None),
        (task(1)["text"], "文件未读"),
        (task(0)["text"], "已不在文件中"),
    ]
    updated(path, [], rows=[row for rows in papers.values() for row in rows])
    assert [row["变化"] for row in lines(path)] == [None, None, None]


def test_rows_that_people_deleted_come_back_when_asked(tmp_path: Path) -> None:
    """A deleted row stays out and is told; its key in an empty row has it back."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2), task(3)])
    edited(path, lambda book: book[SHEET].delete_rows(4))
    updated(path, [task(1), task(2), task(3), task(4)])
    assert task(2)["text"] not in by_text(path)
    (key,) = [row["任务编号"] for row in lines(path, "变更", 1) if row["情况"] == "人工删除"]
    edited(path, put(20, "任务编号", key))
    updated(path, [task(1), task(2), task(3), task(4), task(5)])
    row = by_text(path)[task(2)["text"]]
    assert (row["牵头单位"], row["变化"]) == (task(2)["units"][0]["name"], None)


def test_rows_of_people_stay_below_theirs(tmp_path: Path) -> None:
    """Rows that people add stay below the row they put them under, copies too, and those at the end stay there."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])

    def edit(book: Any) -> None:
        sheet = book[SHEET]
        sheet.insert_rows(4, 2)
        for at in range(1, sheet.max_column + 1):
            sheet.cell(4, at).value = sheet.cell(3, at).value
        sheet.cell(3, column(sheet, "责任人")).value = "甲"
        sheet.cell(4, column(sheet, "责任人")).value = "乙"
        sheet.cell(5, column(sheet, "工作任务")).value = "分步：先摸底"
        sheet.cell(7, column(sheet, "工作任务")).value = "审核人："

    edited(path, edit)
    updated(path, [task(2), task(1), task(3)])
    assert [(row["工作任务"], row["责任人"]) for row in lines(path)] == [
        (task(2)["text"], None),
        (task(1)["text"], "甲"),
        (task(1)["text"], "乙"),
        ("分步：先摸底", None),
        (task(3)["text"], None),
        ("审核人：", None),
    ]


def test_equal_tasks_of_two_papers_keep_their_own_cells(tmp_path: Path) -> None:
    """The same words in two papers have the same id; what was typed stays with the paper."""
    path = tmp_path / "台账.xlsx"
    first, second = (rows_of([task(1)], name) for name in ("甲.docx", "乙.docx"))
    write_workbook([*first, *second], [], path, OfficeOptions())
    edited(path, put(3, "备注", "甲的"))
    edited(path, put(4, "备注", "乙的"))
    updated(path, [], rows=[*second, *first, *rows_of([task(2)], "丙.docx")])
    assert [row["备注"] for row in lines(path)] == ["乙的", "甲的", None]


# --- what surrounds the rows ---------------------------------------------------------------------------


def _decorate(book: Any) -> None:
    """What people do to a workbook besides typing."""
    sheet = book[SHEET]
    sheet.insert_cols(4)
    sheet.cell(TITLES, 4).value = "督办领导"
    sheet.cell(3, 4).value = "某副区长"
    sheet.cell(3, column(sheet, "备注")).value = "=D3&B3"
    sheet.cell(4, column(sheet, "进展情况")).comment = Comment("请核实", "某科")
    sheet.cell(4, column(sheet, "工作任务")).fill = PatternFill("solid", fgColor="FFFF0000")
    sheet.cell(TITLES, column(sheet, "备注")).value = "备注说明"
    sheet.column_dimensions["C"].width = 77
    sheet.conditional_formatting.add("U3:U5", CellIsRule("equal", ['"急"'], font=Font(color="FFFF0000")))
    sheet.insert_rows(1)
    sheet["A1"].value = "填报单位：某区"
    sheet["C5"].hyperlink = "#统计!A1"
    del book["按月份"]
    own = book.create_sheet("统计", 0)
    own["A1"].value, own["B1"].value, own["C1"].value = "合计", 0.25, "=COUNTA(督办台账!C:C)"
    own["B1"].number_format, own["A1"].font = "0.00%", Font(bold=True, color="FF00FF00")
    own.column_dimensions["B"].width = 33
    own.merge_cells("A3:C3")


def test_what_people_made_of_the_workbook_stays(tmp_path: Path) -> None:
    """Columns, titles, widths, formats, comments, marks, sheets and formulas, where rows moved too."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2), task(3)])
    edited(path, _decorate)
    updated(path, [task(0), task(2), task(1), task(3)])
    book = load_workbook(path)
    sheet, own = book[SHEET], book["统计"]
    assert book.sheetnames == ["统计", SHEET, "变更", "按单位", "存疑", "未读文件", "说明", "docx2tasks"]
    assert (own["B1"].number_format, own["A1"].font.color.rgb, own["C1"].value) == (
        "0.00%",
        "FF00FF00",
        "=COUNTA(督办台账!C:C)",
    )
    assert (own.column_dimensions["B"].width, str(own.merged_cells)) == (33, "A3:C3")
    rows = {row["工作任务"]: row for row in lines(path, header=3)}
    assert (rows[task(1)["text"]]["督办领导"], rows[task(1)["text"]]["备注说明"]) == ("某副区长", "=D5&B5")
    assert (sheet["A1"].value, sheet.column_dimensions["C"].width) == ("填报单位：某区", 77)
    assert (sheet["C5"].fill.fgColor.rgb, sheet.cell(5, column(sheet, "进展情况", 3)).comment.text) == (
        "FFFF0000",
        "请核实",
    )
    assert sheet["C5"].hyperlink.target == "#统计!A1"
    assert sheet.auto_filter.ref == "A3:U7"
    rules = {rule.formula[0]: str(one.sqref) for one in sheet.conditional_formatting for rule in one.rules}
    assert rules['"急"'] == "U3:U7"
    assert rules["AND($B4=$B3,SUBTOTAL(103,$B3)=1)"] == "B4:B7"
    assert rows[task(0)["text"]]["剩余天数"].endswith('NOT(ISNUMBER(I4))),"",I4-TODAY())')


def test_the_sheet_of_the_tasks_is_found(tmp_path: Path) -> None:
    """Renamed, copied, and beside a list of changes that names its keys more often; without its keys by the words."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])
    changed = {"unit": "甲局", "end": "2022-07-01", "heading": "二、整改"}
    updated(path, [task(1, **changed), task(2, **changed)])

    def edit(book: Any) -> None:
        sheet = book[SHEET]
        book.copy_worksheet(sheet).title = "备份"
        sheet.title = "总表"
        book.move_sheet("备份", 5)
        sheet.cell(3, column(sheet, "备注")).value = "甲"
        sheet.delete_cols(column(sheet, "任务编号"))

    edited(path, edit)
    edited(path, lambda book: book.remove(book["备份"]))
    updated(path, [task(3), task(1)])
    rows = lines(path, "总表")
    assert [(row["工作任务"], row["备注"]) for row in rows] == [(task(3)["text"], None), (task(1)["text"], "甲")]
    assert all(row["任务编号"] for row in rows)


def test_edits_in_sheets_that_are_written_anew_are_told(tmp_path: Path) -> None:
    """Sorting 按单位 is no edit; words in it are not kept, and the old workbook is."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])
    edited(path, lambda book: book["按单位"].move_range("A2:G2", rows=4))
    updated(path, [task(1), task(2), task(3)])
    assert [change[0] for change in changes(path)] == ["新增"]
    edited(path, lambda book: book["按单位"].cell(2, 9).__setattr__("value", "电话已打"))
    updated(path, [task(1), task(2)])
    assert "未能保留" in [change[0] for change in changes(path)]
    assert len([*tmp_path.glob("*旧*")]) == 1


LOST = [
    ("xl/threadedComments/threadedComment1.xml", "会话批注"),
    ("xl/ctrlProps/ctrlProp1.xml", "控件"),
    ("xl/media/image1.emf", "矢量图片"),
    ("xl/drawings/drawing9.xml", "图形或文本框"),
]


@pytest.mark.parametrize(("part", "words"), LOST)
def test_what_cannot_be_written_again_is_told(tmp_path: Path, part: str, words: str) -> None:
    """The library would drop it in silence: it is listed, and the old workbook is kept."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    path.write_bytes(with_part(path.read_bytes(), part, lambda _: b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>"))
    saved = path.read_bytes()
    updated(path, [task(1), task(2)])
    assert [row["工作任务"] for row in lines(path, "变更", 1) if row["情况"] == "未能保留"] == [words]
    assert [copy.read_bytes() for copy in tmp_path.glob("*旧*")] == [saved]


def test_a_sheet_of_people_with_our_name_is_theirs(tmp_path: Path) -> None:
    """A sheet 变更 that was there before the first update is not written over."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    edited(path, lambda book: book.create_sheet("变更").cell(1, 1).__setattr__("value", "我们的"))
    updated(path, [task(1), task(2)])
    book = load_workbook(path)
    assert (book["变更"]["A1"].value, book["变更（导出）"]["A2"].value) == ("我们的", "新增")


def test_a_workbook_without_its_hidden_sheet_is_taken_as_it_is(tmp_path: Path) -> None:
    """Nobody can tell then what was corrected: typed cells stay, the old workbook is kept, and it is told."""
    path = made(tmp_path / "台账.xlsx", [task(1, unit="甲局"), task(2)])
    edited(path, put(3, "备注", "已报"))
    edited(path, lambda book: book.remove(book["docx2tasks"]))
    updated(path, [task(2), task(1, unit="乙局")])
    row = by_text(path)[task(1)["text"]]
    assert (row["备注"], row["牵头单位"]) == ("已报", "乙局")
    assert {"有变化", "未能保留"} <= {change[0] for change in changes(path)}
    assert len([*tmp_path.glob("*旧*")]) == 1


def test_the_old_workbook_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    """Its name comes from what it holds; a file of that name with other contents stays."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2)])
    edited(path, put(3, "备注", "已报"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    other = tmp_path / f"台账.旧-{digest[:8]}.xlsx"
    other.write_bytes(b"other")
    saved = path.read_bytes()
    updated(path, [task(2)])
    assert other.read_bytes() == b"other"
    assert (tmp_path / f"台账.旧-{digest[:9]}.xlsx").read_bytes() == saved


# --- other programs, other files -----------------------------------------------------------------------


@pytest.mark.oracle
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_what_libreoffice_saved_is_read(tmp_path: Path) -> None:
    """Shared strings, dates as numbers, formulas with values: nothing counts as corrected that nobody touched."""
    path = made(tmp_path / "台账.xlsx", [task(1), task(2, end="2022-07-15"), task(3)])
    edited(path, put(4, "进展情况", 0.5))
    edited(path, put(4, "备注", "=1+1"))
    edited(path, put(3, "截止日期", datetime(2022, 8, 1)))  # noqa: DTZ001
    path.write_bytes(converted(path.read_bytes(), "xlsx"))
    output = tmp_path / "a.jsonl"
    assert call("export", path, "-o", output).returncode == 0
    first, second, third = map(json.loads, output.read_text("utf-8").splitlines())
    assert (first["corrected"], first["ends_on"]) == ({"ends_on": "2022-06-30"}, "2022-08-01")
    assert (second["corrected"], second["typed"]) == ({}, {"进展情况": 0.5, "备注": 2})
    assert (third["corrected"], third["typed"]) == ({}, {})
    updated(path, [task(2, end="2022-07-15"), task(1), task(3), task(4)])
    assert [change[0] for change in changes(path)] == ["人工更正", "新增"]
    row = by_text(path)[task(2)["text"]]
    assert (row["进展情况"], row["备注"], row["截止日期"]) == (0.5, "=1+1", datetime(2022, 7, 15))  # noqa: DTZ001


def _other_workbook() -> bytes:
    book = Workbook()
    book.active["A1"] = "别人的"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _damaged(data: bytes) -> bytes:
    return with_part(data, "xl/worksheets/sheet1.xml", lambda words: words[: len(words) // 2])


def _headless(data: bytes) -> bytes:
    book = load_workbook(BytesIO(data))
    book.remove(book[SHEET])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


FILES: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("in-the-way", lambda _: _other_workbook()),
    ("in-the-way", lambda _: "序号,任务\n".encode()),
    ("in-the-way", lambda data: data[: len(data) // 2]),
    ("ledger-broken", _damaged),
    ("ledger-broken", _headless),
]


@pytest.mark.parametrize(("code", "change"), FILES)
def test_what_cannot_be_updated_is_left_alone(tmp_path: Path, code: str, change: Callable[[bytes], bytes]) -> None:
    """A file of others, and one of ours that is damaged, is refused before anything is read, and not touched."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    path.write_bytes(change(path.read_bytes()))
    before = path.read_bytes()
    result = call("export", tmp_path / "没有.docx", "-o", path)
    assert (result.returncode, path.read_bytes()) == (2, before)
    assert f": {code}: ".encode() in result.stderr
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("name", ["~$台账.xlsx", ".~lock.台账.xlsx#"])
def test_a_workbook_that_is_open_is_left_alone(tmp_path: Path, name: str) -> None:
    """Whoever has it open would write over what is exported now."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    (tmp_path / name).touch()
    result = call("export", tmp_path / "没有.docx", "-o", path)
    assert (result.returncode, b": in-use: " in result.stderr) == (2, True)


def test_a_workbook_that_was_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What somebody saved while papers were read is not lost."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    ledger = read_ledger(path)
    edited(path, put(3, "备注", "刚刚"))
    saved = path.read_bytes()
    with pytest.raises(InputError, match="saved while"):
        update_workbook(ledger, PapersNow(rows_of([task(2)]), {"方案.docx"}, ()), path, None)
    assert path.read_bytes() == saved


_KILLED = """
import os, signal, sys
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)  # the new file is written, and not in its place
sys.argv = ["docx2tasks", "export", "方案.docx", "-o", "台账.xlsx"]
from docx2tasks.cli import main
main()
"""


def test_a_kill_in_the_middle_leaves_the_old_workbook(tmp_path: Path) -> None:
    """Killed when the new workbook is written and not yet in its place, the old one is whole; the next run goes on."""
    path = made(tmp_path / "台账.xlsx", [task(1)])
    edited(path, put(3, "备注", "已报"))
    saved = path.read_bytes()
    (tmp_path / "方案.docx").write_bytes(_paper(_numbered([_item(1)]), []))
    assert start([PYTHON, "-c", _KILLED], cwd=tmp_path).returncode == -9
    assert path.read_bytes() == saved
    assert call("export", "方案.docx", "-o", "台账.xlsx", cwd=tmp_path).returncode == 0
    assert [row["备注"] for row in lines(path) if row["备注"]] == ["已报"]


def test_our_workbook_among_papers_is_no_paper(tmp_path: Path) -> None:
    """``export * -o 台账.xlsx`` names it too, and is told (exit 7); alone it gives its rows, as lines only."""
    (tmp_path / "方案.docx").write_bytes(_paper(_numbered([_item(1), _item(2)]), []))
    path = tmp_path / "台账.xlsx"
    for sources, code in ((["方案.docx"], 0), (["台账.xlsx", "方案.docx"], 7)):
        assert call("export", *sources, "-o", path, cwd=tmp_path).returncode == code
        tasks = [row for row in lines(path) if str(row["工作任务"]).startswith("推进")]
        assert len(tasks) == 2
    result = call("export", path, "-o", tmp_path / "新.xlsx")
    assert (result.returncode, b": usage: " in result.stderr) == (2, True)


# --- following tasks -----------------------------------------------------------------------------------

WORDS = "推进完善建立健全开展组织排查整治城市河道老旧小区改造项目建设任务责任落实检查督导普查监测平台数据服务企业群众"


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(12, 60))
def test_nine_tenths_of_the_words_are_enough(rng: Any, size: int) -> None:
    """Tasks with one character in twenty changed are followed wherever they went; others are not."""
    old = ["".join(rng.choice(WORDS) for _ in range(size + n)) for n in range(40)]
    new = [_reworded(text, rng, len(text) // 20) for text in old[:30]]
    order = rng.sample(range(30), 30)
    news = [KnownTask("", "乙", "", new[n]) for n in order] + [KnownTask("", "乙", "", "各部门要按时报送。")]
    pairs = align([KnownTask("", "甲", "", text) for text in old], news)
    assert pairs == {n: place for place, n in enumerate(order)}


def _reworded(text: str, rng: Any, times: int) -> str:
    letters = [*text]
    for at in rng.sample(range(len(letters)), times):
        letters[at] = rng.choice(WORDS)
    return "".join(letters)


# --- whatever people do --------------------------------------------------------------------------------


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nothing_typed_is_lost_whatever_people_do(tmp_path: Path, data: st.DataObject) -> None:
    """Rows sorted and deleted, columns inserted and moved, cells filled, papers edited: each typed word is found.

    It stands in the row of its task where the papers still have that, whatever its words became.
    """
    numbers = data.draw(st.permutations(range(8)))
    path = tmp_path / "台账.xlsx"
    path.unlink(missing_ok=True)
    made(path, [task(number) for number in numbers])
    typed = _edit_at_random(path, data)
    kept = data.draw(st.lists(st.sampled_from(range(12)), unique=True, min_size=1))
    changed = data.draw(st.sets(st.sampled_from(kept)))
    updated(
        path, [task(n, heading="二、整改", unit="某局") if n in changed else task(n) for n in kept], read={"方案.docx"}
    )
    rows = lines(path)
    found = {word: row["工作任务"] for row in rows for word in row.values() if word in typed}
    assert found == typed
    assert {row["工作任务"] for row in rows} >= {task(n)["text"] for n in kept if n not in range(8)}


def _edit_at_random(path: Path, data: st.DataObject) -> dict[str, str]:
    """The workbook as somebody may have saved it; words that were typed, with the words of their tasks."""
    book = load_workbook(path)
    sheet = book[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=TITLES)]
    for title in data.draw(st.lists(st.sampled_from(["领导", "电话", "批次"]), unique=True)):
        at = data.draw(st.integers(0, len(rows[0])))
        for row in rows:
            row.insert(at, title if row is rows[0] else None)
    titles, *tasks = rows
    tasks = data.draw(st.permutations(tasks))[data.draw(st.integers(0, 3)) :]
    typed = {}
    fillable = [
        at for at, title in enumerate(titles) if title in {"责任人", "备注", "进展情况", "领导", "电话", "批次"}
    ]
    for number, row in enumerate(tasks):
        for at in data.draw(st.sets(st.sampled_from(fillable))):
            row[at] = f"{titles[at]}甲{number}"
            typed[row[at]] = row[titles.index("工作任务")]
    sheet.delete_rows(TITLES, sheet.max_row)
    for at, row in enumerate([titles, *tasks], TITLES):
        for place, value in enumerate(row, 1):
            sheet.cell(at, place).value = value
    book.save(path)
    return typed
