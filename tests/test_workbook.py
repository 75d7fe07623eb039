"""The workbook as other programs read it: types, choices, print setup, the same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from build_docx import docx, p
from openpyxl import load_workbook
from program import call
from xlsxwriter import Workbook

from docx2tasks.errors import LimitError
from docx2tasks.office.kinds import OfficeOptions
from docx2tasks.office.rows import TaskRow, document_to_rows
from docx2tasks.office.workbook.layout import load_layout
from docx2tasks.office.workbook.row_sheet import (
    RowSheet,
    day_to_xml,
    format_to_style,
    formula_to_xml,
    number_to_xml,
    text_to_xml,
)
from docx2tasks.office.workbook.styles import text_to_cell, write_text
from docx2tasks.office.workbook.write import write_workbook

_LINES = (
    "某市防汛工作方案",
    "一、重点任务",
    "1.修订预案。2022年6月30日前修订防汛预案。（牵头单位：市应急局；配合单位：市水务局）",
    "2.排查隐患。2022年5月底前排查河堤隐患30处以上。（责任单位：市水务局）",
    "3.储备物资。备足编织袋和水泵。",
)
_OPTIONS = OfficeOptions()


def _paper() -> bytes:
    return docx(*(p(line) for line in _LINES))


def _export(folder: Path, *more: str) -> Path:
    (folder / "方案.docx").write_bytes(_paper())
    result = call("export", folder / "方案.docx", "-o", folder / "台账.xlsx", *more)
    assert result.returncode == 0, result.stderr.decode()
    return folder / "台账.xlsx"


def _rows(sheet: Any) -> list[dict[str, Any]]:
    """The rows below the titles of the columns, by title."""
    titles, *rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_a_paper_becomes_a_workbook(tmp_path: Path) -> None:
    """Each task is a row, with text as text, dates as dates and a formula for the days left."""
    book = load_workbook(_export(tmp_path))
    assert book.sheetnames == ["督办台账", "按单位", "按月份", "存疑", "未读文件", "说明", "docx2tasks"]
    assert book["docx2tasks"].sheet_state == "veryHidden"
    first, second, third = _rows(book["督办台账"])
    assert (first["序号"], first["重点任务"], first["牵头单位"], first["配合单位"]) == (
        1,
        "重点任务",
        "市应急局",
        "市水务局",
    )
    assert (first["截止日期"], second["截止日期"]) == (datetime(2022, 6, 30), datetime(2022, 5, 31))  # noqa: DTZ001
    assert first["剩余天数"].endswith("-TODAY())")
    assert (second["责任单位"], second["目标"]) == ("市水务局", "30处以上")
    assert (third["截止日期"], third["剩余天数"], third["存疑"]) == (None, None, "无责任单位")


def test_a_workbook_prints_and_asks_as_offices_need(tmp_path: Path) -> None:
    """Frozen, filtered, landscape, its header on each page, numbered, a list of states, ids hidden."""
    book = load_workbook(_export(tmp_path))
    sheet = book["督办台账"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D3", "A2:T5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.print_title_rows, sheet.page_setup.fitToHeight) == ("$2:$2", 0)
    assert sheet.oddFooter.center.text == "第 &P 页  共 &N 页"
    (choices,) = sheet.data_validations.dataValidation
    assert (choices.formula1, str(choices.sqref)) == ('"未启动,推进中,已办结,逾期,长期坚持"', "R3:R5")
    assert sheet.column_dimensions["T"].hidden
    assert [one.name for one in book.custom_doc_props.props] == ["docx2tasks"]


def test_units_and_months_have_sheets(tmp_path: Path) -> None:
    """Each unit with its duties and nearest day, each dated task under its month."""
    book = load_workbook(_export(tmp_path))
    units = [row[:5] for row in book["按单位"].iter_rows(min_row=2, values_only=True)]
    nearest = datetime(2022, 5, 31)  # noqa: DTZ001
    assert units[:2] == [("市水务局", 2, nearest, "配合", 1), ("市水务局", 2, nearest, "责任", 2)]
    months = [(row[0], row[2]) for row in book["按月份"].iter_rows(min_row=2, values_only=True)]
    assert months == [("2022年5月", 2), ("2022年6月", 1)]


def _row(**changes: Any) -> TaskRow:
    task = {"id": "908028954647", "label": "(1)", "text": "做好工作。", "units": [], "location": {}} | changes
    (row,) = document_to_rows("方案.docx", {"tasks": [task], "document": {"title": "=1+1"}})
    return row


_TEXTS = ["=HYPERLINK(1)", "(1)", "1.8e308", "2.2", "+1", "{=1}", "https://例.中国", "a\x00b\x0b", "\ud800", "'x"]


@pytest.mark.parametrize("text", _TEXTS)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    """No cell of a document is computed, counted or linked."""
    write_workbook([_row(text=text)], [], tmp_path / "t.xlsx", _OPTIONS)
    sheet = load_workbook(tmp_path / "t.xlsx")["督办台账"]
    for column in "CKT":
        assert sheet[f"{column}3"].data_type == "s"
        assert sheet[f"{column}3"].hyperlink is None
    assert (sheet["C3"].value, sheet["T3"].value) == (text_to_cell(text), "908028954647")


def test_a_long_cell_is_cut_in_sight(tmp_path: Path) -> None:
    """Over what a cell holds, also of characters that count twice, the cut is said in the cell."""
    write_workbook(
        [_row(text="防" * 40_000), _row(text="𠮷" * 20_000), _row(text="汛" * 32_767)],
        [],
        tmp_path / "t.xlsx",
        _OPTIONS,
    )
    sheet = load_workbook(tmp_path / "t.xlsx")["督办台账"]
    texts = [str(sheet[f"C{row}"].value) for row in (3, 4, 5)]
    assert [len(text.encode("utf-16-le")) // 2 <= 32_767 for text in texts] == [True] * 3
    assert [text.endswith("全文见原文）") for text in texts] == [True, True, False]


_CELLS = ["甲", "", " 甲", "乙\n", "a\nb", "a\rb\tc", "_x0041_", "_x004", '<&>"', "=1+1", "\u3000", "𠮷", "\x85", "1e5"]


def test_rows_are_what_xlsxwriter_writes() -> None:
    """Cells of texts, numbers, days and formulas that are put as a row are those that it writes one by one."""
    stream = BytesIO()
    with Workbook(stream, {"constant_memory": True}) as book:
        look, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy"})
        one, other = book.add_worksheet(), book.add_worksheet("b", RowSheet)
        for sheet in (one, other):
            sheet.write_string(0, 0, "题", look)
        one.set_row(1, 33)
        for place, text in enumerate(_CELLS):
            write_text(one, 1, place, text, look)
        one.write_number(3, 0, 7, look)
        one.write_datetime(3, 1, datetime(2022, 2, 28), day)  # noqa: DTZ001
        one.write_formula(3, 2, '=IF(A1<>"",TODAY()-A1,"")', look, "")
        style, days = format_to_style(look), format_to_style(day)
        other.put(1, [text_to_xml(1, place, text_to_cell(text), style) for place, text in enumerate(_CELLS)], 33)
        cells = [number_to_xml(3, 0, 7, style), day_to_xml(3, 1, "2022-02-28", days)]
        other.put(3, [*cells, formula_to_xml(3, 2, 'IF(A1<>"",TODAY()-A1,"")', style)])
        other.end(len(_CELLS))
    with ZipFile(stream) as parts:
        first, second = (parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    end = "</sheetData>"
    assert (
        first.partition("<dimension")[2].partition("<sheetViews")[0]
        == (second.partition("<dimension")[2].partition("<sheetViews")[0])
    )
    assert first.partition("<sheetData>")[2].partition(end)[0] == second.partition("<sheetData>")[2].partition(end)[0]


def test_a_sheet_that_is_full() -> None:
    """No row is lost in silence: ``too-big``, with what to do."""
    with Workbook(BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("b", RowSheet)
        sheet.put(1_048_575, [text_to_xml(1_048_575, 0, "甲", 0)])
        with pytest.raises(LimitError, match="1,048,576 rows"):
            sheet.put(1_048_576, [])


def test_rows_are_as_high_as_their_words(tmp_path: Path) -> None:
    """Chinese characters count twice: sixty of them take three lines of a column of 46 characters."""
    write_workbook([_row(text="防" * 20), _row(text="防" * 60), _row(text="a" * 44)], [], tmp_path / "t.xlsx", _OPTIONS)
    sheet = load_workbook(tmp_path / "t.xlsx")["督办台账"]
    low, high, latin = (sheet.row_dimensions[row].height for row in (3, 4, 5))
    assert (high, latin) == (3 * low, low)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the day, the path or the process is in the file."""
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook([_row()], [], tmp_path / name, _OPTIONS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """What people typed is never written over."""
    (tmp_path / "台账.xlsx").write_bytes(b"typed")
    (tmp_path / "方案.docx").write_bytes(_paper())
    result = call("export", tmp_path / "方案.docx", "-o", tmp_path / "台账.xlsx")
    assert (result.returncode, (tmp_path / "台账.xlsx").read_bytes()) == (2, b"typed")
    assert b"in-the-way" in result.stderr


@pytest.mark.parametrize("to", ["json", "jsonl", "sqlite"])
def test_results_are_exported_like_papers(tmp_path: Path, to: str) -> None:
    """A batch gives the rows that its papers give."""
    expected = _rows(load_workbook(_export(tmp_path))["督办台账"])
    assert call("batch", tmp_path / "方案.docx", tmp_path / "结果", "--to", to).returncode == 0
    assert call("export", tmp_path / "结果", "-o", tmp_path / "b.xlsx").returncode == 0
    found = _rows(load_workbook(tmp_path / "b.xlsx")["督办台账"])
    same = ("重点任务", "工作任务", "牵头单位", "配合单位", "责任单位", "完成时限", "截止日期", "目标", "文号", "存疑")
    assert [[row[key] for key in same] for row in found] == [[row[key] for key in same] for row in expected]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_standard_input_is_exported(tmp_path: Path, form: str) -> None:
    """What ``parse`` prints can be sent in."""
    (tmp_path / "方案.docx").write_bytes(_paper())
    printed = call("parse", tmp_path / "方案.docx", "-f", form).stdout
    assert call("export", "-", "-o", tmp_path / "t.xlsx", stdin=printed).returncode == 0
    assert len(_rows(load_workbook(tmp_path / "t.xlsx")["督办台账"])) == 3


def test_what_is_not_read_is_listed(tmp_path: Path) -> None:
    """A broken file has a row with what to do, and the exit code says that it is missing."""
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "方案.docx").write_bytes(_paper())
    (folder / "坏.docx").write_bytes(_paper()[:300])
    assert call("export", folder, "-o", tmp_path / "t.xlsx").returncode == 7
    _, row = load_workbook(tmp_path / "t.xlsx")["未读文件"].iter_rows(values_only=True)
    assert row[0] == "坏.docx"
    assert all(row)


def test_our_workbook_in_a_folder_is_no_paper(tmp_path: Path) -> None:
    """Exporting a folder in which a workbook stands gives the tasks of its papers, each once."""
    _export(tmp_path)
    assert call("export", tmp_path, "-o", tmp_path / "新.xlsx").returncode == 0
    book = load_workbook(tmp_path / "新.xlsx")
    assert len(_rows(book["督办台账"])) == 3
    _, row = book["未读文件"].iter_rows(values_only=True)
    assert (row[0], row[3]) == ("台账.xlsx", "skipped")


def test_the_layout_decides_columns(tmp_path: Path) -> None:
    """The printed layout can be changed: fewer columns, other titles, fewer sheets."""
    layout = tmp_path / "版式.toml"
    layout.write_bytes(call("export", "--print-layout").stdout)
    assert load_layout(layout) == load_layout(None)
    columns = '[{ key = "text", title = "事项", width = 50 }, { key = "id", title = "号", width = 9, hidden = true }]'
    layout.write_text(f'paper = "A4"\nsheets = ["说明"]\ncolumns = {columns}\n', encoding="utf-8")
    book = load_workbook(_export(tmp_path, "--layout", str(layout)))
    assert book.sheetnames == ["督办台账", "说明", "docx2tasks"]
    assert [cell.value for cell in book["督办台账"][2]] == ["事项", "号"]


WRONG = [
    'colour = "red"',
    'paper = "B5"',
    'sheets = ["别的"]',
    f"choices = {json.dumps(['办' * 128, '结' * 127], ensure_ascii=False)}",
    'columns = [{ key = "text", title = "事项", width = 50 }]',
    'columns = [{ key = "x", title = "事项", width = 50 }]',
    "columns = [",
]


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_layout_is_refused(tmp_path: Path, words: str) -> None:
    """What no workbook can hold, or nobody knows, is refused before anything is read."""
    (tmp_path / "版式.toml").write_text(words, encoding="utf-8")
    (tmp_path / "方案.docx").write_bytes(_paper())
    output = tmp_path / "台账.xlsx"
    result = call("export", tmp_path / "方案.docx", "-o", output, "--layout", tmp_path / "版式.toml")
    assert (result.returncode, output.exists()) == (2, False)
    assert b"wrong-layout" in result.stderr


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    """A suffix that names nothing is no output, and JSON without records no source."""
    (tmp_path / "a.json").write_text('{"a": 1}')
    for args, code in (
        ((tmp_path / "a.json", "-o", "台账.abc"), 2),
        ((tmp_path / "a.json", "-o", tmp_path / "t.xlsx"), 3),
    ):
        assert call("export", *args).returncode == code
    assert not (tmp_path / "t.xlsx").exists()


def test_empty_input_makes_no_workbook(tmp_path: Path) -> None:
    """A pipe whose first command failed: ``empty``, and no file stays in the way."""
    result = call("export", "-", "-o", tmp_path / "t.xlsx", stdin=b"\n")
    assert (result.returncode, b": empty: " in result.stderr) == (3, True)
    assert list(tmp_path.iterdir()) == []
