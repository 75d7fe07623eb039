"""OpenDocument spreadsheets: words as shown, dates for a Chinese reader, repeats, merges, what is hidden."""

# ruff: noqa: E501  (a row of a table of cases is one line)

from __future__ import annotations

from dataclasses import replace

import pytest
from build_docx import zip_bytes
from test_sheet import first_table, show

from docx2tasks import parse
from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT
from docx2tasks.readers import read

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))


def package(inside: str, styles: str = "") -> bytes:
    """A package of this body; ``styles`` are its automatic styles."""
    content = f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>{inside}</office:body></office:document-content>"
    return zip_bytes({"mimetype": _KIND, "content.xml": content})


def book(*rows: str, columns: str = "", attributes: str = "", styles: str = "", more: str = "") -> bytes:
    """A workbook of one sheet; ``more`` are its other sheets."""
    sheet = f'<table:table table:name="清单" {attributes}>{columns}{"".join(rows)}</table:table>'
    return package(f"<office:spreadsheet>{sheet}{more}</office:spreadsheet>", styles)


def tr(*cells: str, attributes: str = "") -> str:
    """A row of cells or plain words."""
    return f"<table:table-row {attributes}>{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</table:table-row>"


def tc(words: str = "", attributes: str = "") -> str:
    """A cell; each line of the words is a paragraph."""
    inner = "".join(f"<text:p>{line}</text:p>" for line in words.split("\n")) if words else ""
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


HEADER = tr("序号", "工作任务", "责任单位")
FIRST = tr("1", "建成平台。", "市教育局")
SHEETS = [
    pytest.param([HEADER, FIRST], ["0:序号|1:工作任务|2:责任单位", "0:1|1:建成平台。|2:市教育局"], id="as-they-stand"),
    pytest.param([HEADER, tr("1", tc("甲", 'table:number-columns-repeated="2"'))], ["0:序号|1:工作任务|2:责任单位", "0:1|1:甲|2:甲"], id="a-cell-repeated"),
    pytest.param([HEADER, tr("1", tc("", 'table:number-columns-repeated="x"'), "甲")], ["0:序号|1:工作任务|2:责任单位", "0:1|2:甲"], id="a-count-that-is-none"),
    pytest.param([HEADER, tr("1", "甲", "乙", attributes='table:number-rows-repeated="2"')], ["0:序号|1:工作任务|2:责任单位", *["0:1|1:甲|2:乙"] * 2], id="a-row-repeated"),
    pytest.param([HEADER, tr("1", tc("甲", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")], ["0:序号|1:工作任务|2:责任单位", "0:1|1:甲#2"], id="over-two-columns"),
    pytest.param(
        [HEADER, tr(tc("1", 'table:number-rows-spanned="2"'), "甲", "乙"), tr("<table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell>", "丙", "丁")],
        ["0:序号|1:工作任务|2:责任单位", "0:1@2|1:甲|2:乙", "1:丙|2:丁"],
        id="over-two-rows",
    ),
    pytest.param([HEADER, tr("1", "甲", "乙", attributes='table:visibility="collapse"'), FIRST], ["0:序号|1:工作任务|2:责任单位", "0:1|1:建成平台。|2:市教育局"], id="a-row-hidden"),
    pytest.param([f"<table:table-header-rows>{HEADER}</table:table-header-rows>", f"<table:table-row-group>{FIRST}</table:table-row-group>"], ["0:序号|1:工作任务|2:责任单位", "0:1|1:建成平台。|2:市教育局"], id="rows-in-groups"),
    pytest.param([HEADER, tr("1", "<table:other/>", "甲", "乙")], ["0:序号|1:工作任务|2:责任单位", "0:1|1:甲|2:乙"], id="what-is-no-cell"),
]


@pytest.mark.parametrize(("rows", "expected"), SHEETS)
def test_rows_and_cells(rows: list[str], expected: list[str]) -> None:
    """Cells stand where the program showed them."""
    assert show(read(book(*rows)))[-len(expected) :] == expected


CELLS = [
    pytest.param(tc("95%", 'office:value-type="percentage" office:value="0.95"'), "95%", id="as-shown"),
    pytest.param(tc("2022-12-31", 'office:date-value="2022-12-31"'), "2022年12月31日", id="date"),
    pytest.param(tc("12/31/22 08:30", 'office:date-value="2022-12-31T08:30:00"'), "2022年12月31日 8:30", id="date-and-time"),
    pytest.param(tc("2022年12月", 'office:date-value="2022-12-01"'), "2022年12月", id="date-in-chinese"),
    pytest.param(tc("12月", 'office:date-value="2022-12-01"'), "12月", id="month-alone"),
    pytest.param(tc("2022-12-31", 'office:date-value="soon"'), "2022-12-31", id="date-that-is-none"),
    pytest.param(tc("甲\n乙"), "甲\n乙", id="two-paragraphs"),
    pytest.param(tc('甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁'), "甲   乙 丙\n丁", id="blanks-and-line-ends"),
    pytest.param(tc("<text:span>甲</text:span><text:a>乙</text:a>丙<text:note>注</text:note>丁"), "甲乙丙丁", id="stretches-and-notes"),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_words_of_a_cell(cell: str, expected: str) -> None:
    """A cell says what it showed; dates are printed for a Chinese reader."""
    table = first_table(read(book(HEADER, tr("1", cell, "市教育局"))))
    assert table.rows[1][1].passage.text.split() == expected.split()


def test_hidden_sheets_and_columns_are_left_out() -> None:
    """What did not show is no text, and that is told."""
    styles = '<style:style style:name="s1"><style:table-properties table:display="false"/></style:style><style:style style:name="s2"><style:table-properties/></style:style>'
    hidden = f'<table:table table:name="底稿" table:style-name="s1">{tr("底稿")}</table:table>'
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    source = read(book(HEADER, FIRST, columns=columns, attributes='table:style-name="s2"', styles=styles, more=hidden))
    assert "底稿" not in source.text
    assert "市教育局" not in source.text
    assert {one.code for one in source.diagnostics} == {"hidden-columns", "hidden-sheets"}


def test_comments_are_told() -> None:
    """Comments are not read, and that is told."""
    source = read(book(HEADER, tr("1", "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p></table:table-cell>", "乙")))
    assert "批注" not in source.text
    assert [one.code for one in source.diagnostics] == ["sheet-notes"]


def test_records() -> None:
    """A list of tasks gives its records."""
    document = parse(book(HEADER, FIRST))
    assert [(task.text, [unit.name for unit in task.units]) for task in document.tasks] == [("建成平台。", ["市教育局"])]


@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        pytest.param(package("<office:text/>"), FormatError, "not-sheet", id="a-text"),
        pytest.param(zip_bytes({"mimetype": _KIND}), FormatError, "not-sheet", id="nothing-inside"),
        pytest.param(book(tr(tc("甲", 'table:number-columns-repeated="999999"'))), LimitError, "table-too-big", id="a-million-cells"),
        pytest.param(book(tr("甲", "乙", attributes='table:number-rows-repeated="1048576"')), LimitError, "table-too-big", id="a-million-rows"),
    ],
)
def test_refusals(data: bytes, error: type[Exception], code: str) -> None:
    """What is no workbook, or too large, is refused."""
    with pytest.raises(error) as caught:
        read(data, replace(DEFAULT, cells=1_000))
    assert getattr(caught.value, "code", "") == code
