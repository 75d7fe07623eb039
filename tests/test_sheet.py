"""Spreadsheets: values as shown, merged ranges, lines around tables, sheets as parts, what is hidden or broken."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import datetime as dt
import io
import os
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from build_sheet import SOFFICE, Rows, converted, with_part, with_shared_strings, xls, xlsx
from cases import show_task, show_time, show_units
from forms import content_to_docx, content_to_xls, content_to_xlsx
from test_equivalence import OUTLINES, TABLES, _keys, chosen, seed_to_content
from test_seeds import load_score

from docx2tasks import parse
from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import DEFAULT
from docx2tasks.readers import read
from docx2tasks.readers.sheet.cells import numbers_to_words, place_name, runs_to_columns
from docx2tasks.readers.sheet.numbers import general_words, iso_to_serial, number_to_words
from docx2tasks.source import Paragraph, Source, Table

SHEET1 = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER: Sequence[object] = ["序号", "工作任务", "责任单位", "完成时限"]
FIRST: Sequence[object] = [1, "新建学校。", "市教育局", "2022年12月"]
SECOND: Sequence[object] = [2, "改造道路。", "市交通局", "2022年10月"]
BUILDERS = [pytest.param(xlsx, id="xlsx"), pytest.param(lambda *a, **k: with_shared_strings(xlsx(*a, **k)), id="xlsx-shared"), pytest.param(xls, id="xls")]
Build = Callable[..., bytes]


def show(source: Source) -> list[str]:
    """A paragraph as its words, with ``#`` before one that begins a part and its aside behind; a table's rows with ``|``."""
    shown = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            shown.append(f"{'#' if block.begins_part else ''}{block.text}{f' ({block.aside})' if block.aside else ''}")
        else:
            shown += ["|".join(_show_cell(cell) for cell in row) for row in block.rows]
    return shown


def _show_cell(cell: Any) -> str:
    span = f"@{cell.rowspan}" if cell.rowspan > 1 else ""
    span += f"#{cell.colspan}" if cell.colspan > 1 else ""
    return f"{cell.column}:{cell.passage.text}{span}"


def first_table(source: Source) -> Table:
    return next(block for block in source.blocks if isinstance(block, Table))


def codes(data: bytes) -> list[str]:
    return [d.code for d in read(data).diagnostics]


# numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        pytest.param(0.95, "0%", "95%", id="百分比"),
        pytest.param(0.955, "0.00%", "95.50%", id="两位小数百分比"),
        pytest.param(0.955, "0.##%", "95.5%", id="可省小数"),
        pytest.param(12345.678, "#,##0.00", "12,345.68", id="千分位"),
        pytest.param(0.125, "0.00", "0.13", id="四舍五入"),
        pytest.param(1234567, "#,##0,", "1,235", id="千为单位"),
        pytest.param(7, "000", "007", id="补零"),
        pytest.param(3, '0"家"', "3家", id="带单位"),
        pytest.param(-5, "0;(0)", "(5)", id="负数括号"),
        pytest.param(-5, "0.0", "-5.0", id="负数"),
        pytest.param(0, '0;-0;"无"', "无", id="零的写法"),
        pytest.param(5, "0_ ", "5", id="留空"),
        pytest.param(5, "[Red]0", "5", id="颜色"),
        pytest.param(12.5, "[$￥-804]#,##0.00", "￥12.50", id="货币"),
        pytest.param(0.5, "# ?/?", "0.5", id="分数不认"),
        pytest.param(5, "[>3]0.0;0", "5", id="条件不认"),
        pytest.param(44742, "yyyy-mm-dd", "2022年6月30日", id="日期"),
        pytest.param(44742, "m/d/yy", "2022年6月30日", id="西式日期"),
        pytest.param(44742, 'yyyy"年"m"月"d"日";@', "2022年6月30日", id="中文日期"),
        pytest.param(44742, "[$-804]yyyy年m月", "2022年6月", id="年月"),
        pytest.param(44742, "[DBNum1][$-804]m月d日", "6月30日", id="月日"),
        pytest.param(44742, 'm"月底前"', "6月底前", id="格式自带文字"),
        pytest.param(44742, "yyyy", "2022年", id="年"),
        pytest.param(44742, 'yy"年"mm"月"', "2022年06月", id="两位年"),
        pytest.param(44742.6, "yyyy/m/d h:mm", "2022年6月30日 14:24", id="日期时间"),
        pytest.param(0.395834, "h:mm", "9:30", id="时间"),
        pytest.param(0.395834, "h:mm AM/PM", "9:30", id="上下午"),
        pytest.param(1.25, "[h]:mm", "30:00", id="累计小时"),
        pytest.param(60, "yyyy-mm-dd", "1900年2月28日", id="不存在的日期"),
        pytest.param(1, "yyyy-mm-dd", "1900年1月1日", id="第一天"),
        pytest.param(1e9, "yyyy-mm-dd", "1000000000", id="日期之外"),
        pytest.param(-1, "yyyy-mm-dd", "-1", id="负日期"),
        pytest.param(float("nan"), "0", "", id="非数"),
        pytest.param(1e300, "0.00", "1E+300", id="极大的数"),
        pytest.param(0.5, "0" + "%" * 200, "0.5", id="许多百分号"),
        pytest.param(12345678901234.5, "0." + "0" * 200, "12345678901234.500000000000", id="许多小数位"),
    ],
)
def test_number_as_shown(value: float, code: str, words: str) -> None:
    """A number is printed as its format shows it, a date as a Chinese reader writes it."""
    assert number_to_words(value, code) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(5.0, "5"), (1.5, "1.5"), (0.1 + 0.2, "0.3"), (1 / 3, "0.3333333333"), (1e20, "1E+20"), (-3.0, "-3"), (float("inf"), "")],
)
def test_number_in_the_general_format(value: float, words: str) -> None:
    """Whole numbers have no ``.0``."""
    assert general_words(value) == words


def test_days_from_1904() -> None:
    """A workbook of an old Mac counts days from 1904."""
    assert number_to_words(43280, "yyyy-mm-dd", is_1904=True) == "2022年6月30日"


def test_iso_dates() -> None:
    """A date may be written as such; what is none has no number."""
    assert iso_to_serial("2022-06-30") == 44742
    assert iso_to_serial("2022-06-30T12:00:00Z") == 44742.5
    assert iso_to_serial("六月") is None


# values -----------------------------------------------------------------------------------

VALUES = [
    (5, "5"), ((0.95, "0%"), "95%"), ((dt.date(2022, 6, 30), "yyyy-mm-dd"), "2022年6月30日"), ((dt.date(2022, 6, 1), "yyyy-mm"), "2022年6月"),
    (True, "TRUE"), (1.5, "1.5"), ("1.甲\n2.乙", "1.甲\n2.乙"), ("<甲>&乙", "<甲>&乙"), ((3, '0"家"'), "3家"),
]  # fmt: skip


@pytest.mark.parametrize("build", BUILDERS)
def test_values_of_cells(build: Build) -> None:
    """All kinds of values, in each kind of file."""
    data = build({"Sheet1": [["甲", value] for value, _ in VALUES]})
    assert [row[1].passage.text for row in first_table(read(data)).rows] == [words for _, words in VALUES]


def test_line_ends_part_paragraphs() -> None:
    """Alt+Enter begins another paragraph of the cell; the text has them on lines of their own."""
    source = read(xlsx({"Sheet1": [["任务", "单位"], ["1.甲事。\n\n2.乙事。", "市教育局"]]}))
    cell = first_table(source).rows[1][0]
    assert [p.text for p in cell.paragraphs()] == ["1.甲事。", "2.乙事。"]
    assert all(source.text[a:b] == p.text for p in cell.paragraphs() for a, b in p.passage.spans)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        pytest.param('<c r="B1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>', "甲乙", id="格式不一的文字"),
        pytest.param("<c t='str' r='B1'><v>甲</v></c>", "甲", id="单引号与次序"),
        pytest.param('<c r="B1"><f>1+1</f><v>2</v></c>', "2", id="公式取存值"),
        pytest.param('<c r="B1" t="str"><f>A1</f><v>甲</v></c>', "甲", id="公式的文字"),
        pytest.param('<c r="B1" t="d"><v>2022-06-30</v></c>', "2022年6月30日", id="写明的日期"),
        pytest.param('<c r="B1" t="str"><v>甲_x000D_\n乙</v></c>', "甲\n乙", id="转义的回车"),
        pytest.param('<c r="B1" t="str"><!-- 注 --><v>甲</v></c>', "甲", id="注释"),
        pytest.param('<c r="B1" t="str"><v><![CDATA[甲<乙]]></v></c>', "甲<乙", id="CDATA"),
        pytest.param('<c r="B1" cm="1" vm="1" t="str"><v>甲</v></c>', "甲", id="其他属性在前"),
        pytest.param('<c r="B1" s="999" t="n"><v>5</v></c>', "5", id="没有的样式"),
        pytest.param('<c r="B1"><v>不是数</v></c>', "不是数", id="数字处的文字"),
    ],
)
def test_shapes_of_a_cell(cell: str, words: str) -> None:
    """However a program writes a cell, its words are the same."""
    row = f'<sheetData><row r="1"><c r="A1" t="str"><v>任务</v></c>{cell}</row></sheetData>'
    data = with_part(xlsx({"Sheet1": [["任务", "单位"]]}), SHEET1, lambda part: _with_data(part, row))
    assert show(read(data)) == [f"0:任务|1:{words}"]


def _with_data(part: bytes, data: str) -> bytes:
    head, _, rest = part.partition(b"<sheetData>")
    return head + data.encode() + rest.partition(b"</sheetData>")[2]


def test_prefixed_parts() -> None:
    """Some programs give every element a prefix."""
    def prefixed(part: bytes) -> bytes:
        part = part.replace(b'xmlns="', b'xmlns:x="')
        return part.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")

    data = with_shared_strings(xlsx({"Sheet1": [HEADER, FIRST]}, merges={"Sheet1": ["A1:A2"]}))
    expected = show(read(data))
    for name in (SHEET1, "xl/sharedStrings.xml"):
        data = with_part(data, name, prefixed)
    assert show(read(data)) == expected


def test_the_strict_form() -> None:
    """The Strict form of the format has other names for the same things."""
    data = xlsx({"Sheet1": [HEADER, FIRST]})
    main = (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    kinds = (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    for name in (SHEET1, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        data = with_part(data, name, lambda part: part.replace(*main).replace(*kinds))
    assert show(read(data)) == ["0:序号|1:工作任务|2:责任单位|3:完成时限", "0:1|1:新建学校。|2:市教育局|3:2022年12月"]


def test_pronunciation_is_no_text() -> None:
    """Words that say how a string is read aloud are no part of it."""
    entry = "<si><r><t>重点</t></r><r><t>任务</t></r><rPh sb='0' eb='4'><t>zhongdian</t></rPh>"
    data = with_shared_strings(xlsx({"Sheet1": [["甲", "乙"]]}))
    data = with_part(data, "xl/sharedStrings.xml", lambda part: part.replace(part[part.index(b"<si>") : part.index(b"</si>")], entry.encode(), 1))
    assert show(read(data)) == ["0:重点任务|1:乙"]


# layout -----------------------------------------------------------------------------------

LEDGER: list[list[object]] = [
    ["附件1"],
    ["2022年市政府重点工作任务清单"],
    [None, None, None, None, None, None, "单位：万元"],
    ["序号", "重点任务", "工作举措", "责任单位", None, "完成时限", None],
    [None, None, None, "牵头单位", "配合单位", "上半年", "下半年"],
    [1, "加强管理", "1.制定办法。\n2.开展评估，达到95%。", "市教育局", "市财政局、市住建局", None, "8月底前"],
    [2, None, "修订细则。", None, "市住建局", None, "12月底前"],
    ["备注：按季度报送。"],
    ["填报单位：市政府督查室", None, None, "填报人：某某"],
]
LEDGER_MERGES = ["A2:G2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4", "B6:B7", "D6:D7", "A8:G8"]
LAYOUTS: list[Any] = [
    pytest.param(
        LEDGER, LEDGER_MERGES,
        ["附件1", "2022年市政府重点工作任务清单", "单位：万元 (field)", "0:序号@2|1:重点任务@2|2:工作举措@2|3:责任单位#2|5:完成时限#2", "3:牵头单位|4:配合单位|5:上半年|6:下半年",
         "0:1|1:加强管理@2|2:1.制定办法。\n2.开展评估，达到95%。|3:市教育局@2|4:市财政局、市住建局|6:8月底前", "0:2|2:修订细则。|4:市住建局|6:12月底前",
         "备注：按季度报送。", "填报单位：市政府督查室 (field)", "填报人：某某 (field)"],
        id="督查台账",
    ),
    pytest.param([["甲方案"], ["一、加强领导"], ["1.抓好落实。"]], [], ["甲方案", "一、加强领导", "1.抓好落实。"], id="只有一列文字"),
    pytest.param([["附件2：2022年任务清单"], HEADER, FIRST], ["A1:D1"], ["附件2：", "2022年任务清单", "0:序号|1:工作任务|2:责任单位|3:完成时限", "0:1|1:新建学校。|2:市教育局|3:2022年12月"], id="附件与标题同格"),
    pytest.param([["任务清单", None, None, "单位：万元"], HEADER, FIRST], [], ["任务清单", "单位：万元 (field)", "0:序号|1:工作任务|2:责任单位|3:完成时限", "0:1|1:新建学校。|2:市教育局|3:2022年12月"], id="标题与单位同行"),
    pytest.param([[None, None, "任务", None, "单位"], [None, None, "新建学校。", None, "市教育局"]], [], ["0:任务|1:单位", "0:新建学校。|1:市教育局"], id="空列不计"),
    pytest.param([["表一"], ["任务", "单位"], ["甲事。", "市教育局"], [None], ["表二"], ["任务", "时限"], ["乙事。", "8月"]], [], ["表一", "0:任务|1:单位", "0:甲事。|1:市教育局", "表二", "0:任务|1:时限", "0:乙事。|1:8月"], id="空行分两表"),
    pytest.param([["任务", "单位"], ["甲事。", "市教育局"], ["附件2"], ["表二"], ["任务", "时限"], ["乙事。", "8月"]], [], ["0:任务|1:单位", "0:甲事。|1:市教育局", "附件2", "表二", "0:任务|1:时限", "0:乙事。|1:8月"], id="附件分两表"),
    pytest.param([["任务", "单位"], ["甲事。", "市教育局"], [None], ["乙事。", "市财政局"]], [], ["0:任务|1:单位", "0:甲事。|1:市教育局", "0:乙事。|1:市财政局"], id="空行不分一表"),
    pytest.param([["序号", "任务", "单位"], [1, "甲事。", "市教育局"], ["一、学校建设"], [2, "乙事。", "市财政局"]], [], ["0:序号|1:任务|2:单位", "0:1|1:甲事。|2:市教育局", "0:一、学校建设#3", "0:2|1:乙事。|2:市财政局"], id="未合并的通栏标题"),
    pytest.param([["重点任务", "责任单位"], ["甲事。", "市教育局"], ["乙事。"]], [], ["0:重点任务|1:责任单位", "0:甲事。|1:市教育局", "0:乙事。"], id="末行只有任务不是附注"),
    pytest.param([["任务", "单位"], ["甲事。", "市教育局"], [None, "旧值"]], ["B2:B3"], ["0:任务|1:单位", "0:甲事。|1:市教育局"], id="被合并遮住的旧值"),
]  # fmt: skip


def test_columns_of_the_text() -> None:
    """The text has a tab for each column, blank ones too, and every cell stands where its spans say."""
    source = read(xlsx({"Sheet1": [["序号", "任务", "单位"], [1, None, "市教育局"], [None, "乙事。", "市财政局"]]}))
    assert source.text == "序号\t任务\t单位\n1\t\t市教育局\n\t乙事。\t市财政局\n"
    words = [p for row in first_table(source).rows for cell in row for p in cell.paragraphs()]
    assert [source.text[slice(*p.passage.spans[0])] for p in words] == [p.text for p in words]


@pytest.mark.parametrize(("rows", "merges", "expected"), LAYOUTS)
@pytest.mark.parametrize("build", BUILDERS)
def test_layout_of_a_sheet(rows: Rows, merges: Sequence[str], expected: list[str], build: Build) -> None:
    """Titles, fields and notes are paragraphs, what is between them is a table with spans."""
    if build is not xls and any(row[-1] == "旧值" for row in rows):
        pytest.skip("openpyxl does not write what a range covers")
    assert show(read(build({"Sheet1": rows}, merges={"Sheet1": merges}))) == expected


def test_records_of_a_ledger() -> None:
    """A ledger with two header rows, merged categories and units, read to the end."""
    document = parse(xlsx({"Sheet1": LEDGER}, merges={"Sheet1": LEDGER_MERGES}))
    assert document.document.title == "2022年市政府重点工作任务清单"
    assert [show_task(task) for task in document.tasks] == ["加强管理 > 1 | 1. | 制定办法。", "加强管理 > 1 | 2. | 开展评估，达到95%。", "加强管理 | 2 | 修订细则。"]
    assert [show_units(task) for task in document.tasks] == [["牵头 市教育局", "配合 市财政局", "配合 市住建局"]] * 2 + [["牵头 市教育局^", "配合 市住建局"]]
    assert [show_time(time) for task in document.tasks for time in task.times] == ["deadline 8月底前 ..2022-08-31"] * 2 + ["deadline 12月底前 ..2022-12-31"]
    assert [(task.location.table, task.location.row, task.location.column) for task in document.tasks] == [(1, 3, 3), (1, 3, 3), (1, 4, 3)]
    assert "unassigned" not in document.coverage.shares


# sheets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("build", BUILDERS)
def test_sheets_are_parts(build: Build) -> None:
    """A part is named by the sheet's title, else by the sheet; an empty sheet is none."""
    data = build({"教育局": [HEADER, FIRST], "空": [], "2.交通局": [HEADER, SECOND], "第三张": [["住建局2022年任务表"], ["单位：万元"], HEADER, FIRST]})
    document = parse(data)
    assert [(task.part, task.text) for task in document.tasks] == [("教育局", "新建学校。"), ("2.交通局", "改造道路。"), ("住建局2022年任务表", "新建学校。")]
    assert "unassigned" not in document.coverage.shares


def test_numbers_begin_anew_with_a_sheet() -> None:
    """Lists of several sheets are lists of their own, of which none continues the other."""
    rows = [["一、重点任务"], ["1.抓好落实。（市教育局负责）"], ["2.开展评估。（市财政局负责）"]]
    document = parse(xlsx({"甲组": rows, "乙组": rows}))
    assert [(task.part, task.number) for task in document.tasks] == [("甲组", 1), ("甲组", 2), ("乙组", 1), ("乙组", 2)]
    assert not document.diagnostics


def test_a_lone_sheet_is_no_part() -> None:
    """The name of an only sheet may be the title; ``Sheet1`` says nothing."""
    assert [task.part for task in parse(xlsx({"Sheet1": [HEADER, FIRST]})).tasks] == [None]
    named = parse(xlsx({"2021年重点任务清单": [HEADER, [1, "新建学校。", "市教育局", "10月底前"]]}))
    assert (named.document.title, named.tasks[0].part) == ("2021年重点任务清单", None)
    assert [show_time(time) for time in named.tasks[0].times] == ["deadline 10月底前 ..2021-10-31"]


# what is hidden ---------------------------------------------------------------------------


def _hide(book: Any) -> None:
    """Hide row 3, column C, and the second sheet, with the library that wrote the file."""
    if hasattr(book, "worksheets"):
        book.worksheets[0].row_dimensions[3].hidden = True
        book.worksheets[0].column_dimensions["C"].hidden = True
        book.worksheets[1].sheet_state = "veryHidden"
        return
    sheet = book.get_sheet(0)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    book.get_sheet(1).visibility = 1


@pytest.mark.parametrize("build", BUILDERS)
def test_hidden_rows_columns_and_sheets(build: Build) -> None:
    """They are left out, and it is said which."""
    data = build({"Sheet1": [HEADER, FIRST, SECOND, [3, "新建公园。", "市住建局", "8月"]], "底稿": [HEADER, SECOND]}, edit=_hide)
    source = read(data)
    assert show(source) == ["0:序号|1:工作任务|2:完成时限", "0:1|1:新建学校。|2:2022年12月", "0:3|1:新建公园。|2:8月"]
    assert [(d.code, d.level, d.message) for d in source.diagnostics] == [
        ("hidden-sheets", "warning", "1 hidden sheets were left out: 底稿"),
        ("hidden-rows", "warning", "1 hidden rows of Sheet1 were left out: 3"),
        ("hidden-columns", "warning", "1 hidden columns of Sheet1 were left out: C"),
    ]


@pytest.mark.parametrize("build", BUILDERS)
def test_a_merged_cell_whose_first_row_is_hidden(build: Build) -> None:
    """Its words are shown in what is left of it."""
    rows: Rows = [["重点任务", "具体任务"], ["加强管理", "甲事。"], [None, "乙事。"], [None, "丙事。"]]

    def hide(book: Any) -> None:
        if hasattr(book, "worksheets"):
            book.worksheets[0].row_dimensions[2].hidden = True
        else:
            book.get_sheet(0).row(1).hidden = True

    assert show(read(build({"Sheet1": rows}, merges={"Sheet1": ["A2:A4"]}, edit=hide))) == ["0:重点任务|1:具体任务", "0:加强管理@2|1:乙事。", "1:丙事。"]


def test_values_that_are_missing() -> None:
    """Errors are shown as they stand; a formula that was never computed is blank; both are told with their places."""
    row = '<sheetData><row r="2"><c r="B2" t="e"><f>Z1</f><v>#REF!</v></c><c r="C2"><f>1+1</f><v></v></c><c r="D2" t="str"><f>A1</f><v></v></c></row></sheetData>'
    source = read(with_part(xlsx({"表": [["甲"]]}), SHEET1, lambda part: _with_data(part, row)))
    assert show(source) == ["表", "#REF!"][1:]
    assert [(d.code, d.message.rpartition(": ")[2]) for d in source.diagnostics] == [("cell-error", "表!B2"), ("formula-without-value", "表!C2")]


def test_comments_and_text_boxes_are_told() -> None:
    """Comments, and drawings that cannot be opened, are not read, and that is said."""
    data = with_part(xlsx({"Sheet1": [HEADER, FIRST]}), "xl/comments1.xml", lambda _: b"<comments/>")
    data = with_part(data, "xl/drawings/drawing1.xml", lambda _: b"<xdr:wsDr><xdr:txBody><a:t>x</a:t></xdr:txBody></xdr:wsDr>")
    assert codes(data) == ["sheet-notes", "drawing-not-read"]


# what is refused ---------------------------------------------------------------------------


def _refusal(data: bytes, limits: Any = DEFAULT) -> str:
    with pytest.raises(Refusal) as caught:
        read(data, limits)
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("build", BUILDERS)
def test_an_empty_workbook(build: Build) -> None:
    """A workbook without words is refused."""
    assert _refusal(build({"Sheet1": []})) == "no-text"


def test_an_encrypted_workbook() -> None:
    """A workbook with a password is a compound file."""
    stream = "EncryptedPackage".encode("utf-16-le")
    assert _refusal(OLE + bytes(504) + stream + bytes(1_000)) == "encrypted"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_workbook(share: float) -> None:
    """A file that is not complete is refused, never read in part."""
    data = xlsx({"Sheet1": [HEADER, *[FIRST] * 200]})
    assert _refusal(data[: int(len(data) * share)]) == "zip-broken"


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_a_cut_old_workbook(share: float) -> None:
    """The same of an old one."""
    data = xls({"Sheet1": [[*HEADER], *[[n, f"任务{n}", "市教育局", "8月"] for n in range(500)]]})
    with pytest.raises(FormatError) as caught:
        read(data[: int(len(data) * share)], source_format="xls")
    assert caught.value.code in {"compound-broken", "xls-broken"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda part: part[: len(part) // 2], "xml-broken", id="XML 截断"),
        pytest.param(lambda part: part.replace(b"<t>", b"<t>&#" + b"9" * 5_000 + b";", 1), "xml-broken", id="字符编号过长"),
        pytest.param(lambda part: part.replace(b'<row r="2"', b'<row r="1"'), "xml-broken", id="两行同号"),
        pytest.param(lambda part: part.replace(b'<c r="B1"', b'<c r="A1"'), "xml-broken", id="两格同号"),
        pytest.param(lambda part: part.replace(b"<sheetData>", b"<!DOCTYPE x><sheetData>"), "xml-dtd", id="实体声明"),
        pytest.param(lambda part: part.replace(b' t="inlineStr"', b' t="s"').replace(b"<is><t>", b"<v>").replace(b"</t></is>", b"</v>"), "xml-broken", id="没有的字符串"),
    ],
)
def test_a_broken_sheet(change: Callable[[bytes], bytes], code: str) -> None:
    """A part that is broken is refused."""
    assert _refusal(with_part(xlsx({"Sheet1": [HEADER, FIRST]}), SHEET1, change)) == code


@pytest.mark.hostile
@pytest.mark.parametrize("place", ["XFD1048576", "CV1000000", "A1048576"])
def test_a_far_away_cell(place: str) -> None:
    """A sheet costs what is written in it, not what it claims: two cells in its corners are two rows."""
    row = f'<row r="1048576"><c r="{place}" t="str"><v>远</v></c></row></sheetData>'
    data = with_part(xlsx({"Sheet1": [["甲", "乙"]]}), SHEET1, lambda part: part.replace(b"</sheetData>", row.encode()))
    assert show(read(data))[:1] == ["0:甲|1:乙"]


@pytest.mark.hostile
def test_many_formatted_blank_rows() -> None:
    """Rows that only look like something are no rows."""
    blank = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 20_000))
    data = with_part(xlsx({"Sheet1": [["甲", "乙"]]}), SHEET1, lambda part: part.replace(b"</sheetData>", f"{blank}</sheetData>".encode()))
    assert show(read(data)) == ["0:甲|1:乙"]


@pytest.mark.hostile
def test_merged_ranges_that_claim_much() -> None:
    """Ranges over the whole sheet, laid over each other, are clamped to what is filled."""
    data = xlsx({"Sheet1": [["甲", "乙"], ["丙", "丁"]]})
    ranges = "<mergeCells>" + '<mergeCell ref="B2:XFD1048576"/>' * 50 + "</mergeCells></worksheet>"
    data = with_part(data, SHEET1, lambda part: part.replace(b"</worksheet>", ranges.encode()))
    assert show(read(data)) == ["0:甲|1:乙", "0:丙|1:丁"]


@pytest.mark.hostile
def test_many_hidden_rows_under_many_ranges() -> None:
    """Ranges that begin in hidden rows cost no more than others."""
    hidden = "".join(f'<row r="{n}" hidden="1"/>' for n in range(2, 20_000))
    ranges = "<mergeCells>" + '<mergeCell ref="A2:A1048576"/>' * 5_000 + "</mergeCells></worksheet>"
    change = {b"</sheetData>": f"{hidden}</sheetData>".encode(), b"</worksheet>": ranges.encode()}
    data = xlsx({"Sheet1": [["甲", "乙"]]})
    for old, new in change.items():
        data = with_part(data, SHEET1, lambda part, o=old, n=new: part.replace(o, n))  # type: ignore[misc]
    assert show(read(data)) == ["0:甲|1:乙"]


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"cells": 10}, "table-too-big"), ({"columns": 3}, "table-too-big"), ({"text_chars": 20}, "text-too-long"), ({"xml_elements": 5}, "too-many-elements")],
)
def test_bounds(limits: Mapping[str, int], code: str) -> None:
    """Each bound is a refusal."""
    with pytest.raises(LimitError) as caught:
        read(xlsx({"Sheet1": [HEADER, FIRST, SECOND]}), replace(DEFAULT, **limits))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [pytest.param("xl/workbook.bin", "not-read", id="xlsb"), pytest.param("xl/workbook.old", "not-sheet", id="没有工作簿")],
)
def test_other_workbooks(name: str, code: str) -> None:
    """A binary workbook, and a zip that only looks like one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        archive.writestr("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{kind}" Target="{name}"/></Relationships>')
        archive.writestr(name, "x" if name.endswith("bin") else "<x/>")
    assert _refusal(stream.getvalue()) == code


@pytest.mark.hostile
def test_any_byte_of_an_old_workbook() -> None:
    """A changed byte gives a reading or a refusal, never anything else, and soon."""
    data = xls({"Sheet1": [HEADER, FIRST]})
    for at in [*range(0, 512, 7), *range(512, len(data), 61)]:
        for value in (0, 0xFF):
            try:
                read(data[:at] + bytes((value,)) + data[at + 1 :], source_format="xls")
            except Refusal as refusal:
                assert refusal.code in {"compound-broken", "xls-broken", "not-read", "not-sheet", "no-text", "encrypted", "table-too-big"}  # noqa: PT017


@pytest.mark.hostile
def test_a_chain_of_sectors_that_runs_in_a_ring() -> None:
    """A compound file whose table leads back to its start is refused."""
    data = bytearray(xls({"Sheet1": [HEADER, FIRST]}))
    table = struct.unpack_from("<I", data, 76)[0]
    start = (table + 1) * 512
    for number in range(128):
        struct.pack_into("<I", data, start + 4 * number, number)
    assert _refusal(bytes(data)) == "compound-broken"


# old workbooks ------------------------------------------------------------------------------


def test_strings_that_are_continued() -> None:
    """Strings that run over the end of a record, narrow and wide, are whole."""
    words = [f"{n}.{'任务' * 400}{'abc' * 300}" for n in range(40)]
    source = read(xls({"Sheet1": [["序号", "任务"], *[[n, text] for n, text in enumerate(words)]]}))
    assert [row[1].passage.text for row in first_table(source).rows[1:]] == words


# the same from other programs ----------------------------------------------------------------


@pytest.mark.oracle
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_a_ledger_saved_by_libreoffice(kind: str) -> None:
    """The ledger reads the same after LibreOffice has saved it in another format, hidden rows and values included."""
    rows: Rows = [*LEDGER[:7], [3, "提升质量", "完成督导。", "市财政局", None, (0.95, "0%"), (dt.date(2022, 6, 30), "yyyy/m/d")], ["隐藏的一行", "甲"], *LEDGER[7:]]

    def hide(book: Any) -> None:
        book.worksheets[0].row_dimensions[9].hidden = True
        book.worksheets[1].sheet_state = "hidden"

    data = xlsx({"Sheet1": rows, "底稿": [["甲"]]}, merges={"Sheet1": LEDGER_MERGES[:-1]}, edit=hide)
    expected = read(data)
    source = read(converted(data, kind))
    assert source.format == kind
    assert show(source) == show(expected)
    assert source.diagnostics == expected.diagnostics
    assert "5:95%|6:2022年6月30日" in show(source)[7]


# the same content in other forms ---------------------------------------------------------------

CASES = [*(pytest.param(name, True, id=f"{name}-table") for name in TABLES), *(pytest.param(name, False, id=f"{name}-outline") for name in OUTLINES)]


@pytest.mark.parametrize(("name", "tabled"), CASES)
@pytest.mark.parametrize("form", [content_to_xlsx, content_to_xls])
def test_a_seed_as_a_sheet(name: str, tabled: bool, form: Callable[..., bytes], shared: Path) -> None:
    """A seed's content as a sheet gives the records it was made of, the same as in Word."""
    content = seed_to_content(shared, name, tabled=tabled)
    document = parse(form(content))
    result, misses = load_score(shared).score(document.model_dump(mode="json"), {"tasks": chosen(shared, name, tabled=tabled)})
    assert result["overall"] >= 0.99, misses
    assert [task.text for task in document.tasks] == [task.text for task in parse(content_to_docx(content)).tasks]
    assert len(_keys(content, "docx")) == len(document.tasks)


# small things --------------------------------------------------------------------------------


def test_names_of_places() -> None:
    """Places are called as in Excel, numbers told as runs."""
    assert [place_name(0, 0), place_name(4, 27, "表一"), place_name(0, 16_383)] == ["A1", "表一!AB5", "XFD1"]
    assert numbers_to_words([3, 4, 5, 9]) == "3-5, 9"
    assert numbers_to_words(range(1, 30, 2)) == "1, 3, 5, 7, 9 …"
    assert runs_to_columns([(2, 3), (3, 4), (16_380, 99_999)]) == {2, 3, 4, 16_380, 16_381, 16_382, 16_383}


def test_no_library_is_needed() -> None:
    """Spreadsheets are read with what is installed anyway."""
    from program import PYTHON, start  # noqa: PLC0415

    code = "import sys; sys.modules.update(dict.fromkeys(('openpyxl', 'xlrd', 'python_calamine', 'pandas')))\nfrom docx2tasks import parse\nprint(len(parse(sys.stdin.buffer.read()).tasks))"
    for data in (xlsx({"Sheet1": [HEADER, FIRST]}), xls({"Sheet1": [HEADER, FIRST]})):
        assert start([PYTHON, "-c", code], stdin=data, env=dict(os.environ)).stdout == b"1\n"


@pytest.mark.long
def test_ten_thousand_rows_of_three_measures() -> None:
    """Such a ledger is within the limits; the time is for a busy machine."""
    rows = [
        [number, f"推进第{number}项", f"1.建设{number}个站点。2.培训人员。3.开展检查。", "市教育局、市财政局", f"2023年{number % 12 + 1}月底"]
        for number in range(1, 10_001)
    ]
    document = parse(xlsx({"清单": [["序号", "工作任务", "主要措施", "责任单位", "完成时限"], *rows]}), timeout=1_200)
    assert len(document.tasks) == 30_000
    assert [unit.name for unit in document.tasks[-1].units] == ["市教育局", "市财政局"]
