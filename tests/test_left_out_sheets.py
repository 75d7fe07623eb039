"""Workbooks: what stands beside the cells is read or said, and odd shapes of the XML are read as Excel reads them."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from build_sheet import SOFFICE, converted, with_part, xlsx
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from docx2tasks import parse
from docx2tasks.errors import FormatError
from docx2tasks.readers import read
from docx2tasks.readers.sheet.numbers import number_to_words

WORD = "青川独有词"
MEASURE = f"一、{WORD}改造。（责任单位：市教育局）"
SHEET1 = "xl/worksheets/sheet1.xml"
ROWS: Sequence[Sequence[object]] = [["序号", "重点任务"], [1, "新建学校。"]]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _always(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


def with_parts(parts: Mapping[str, str]) -> bytes:
    """A workbook of one small table, with parts added or replaced."""
    data = xlsx({"Sheet1": ROWS})
    for name, words in parts.items():
        data = with_part(data, name, _always(words.encode()))
    return data


def drawn(*things: str, row: int = 9) -> bytes:
    """The workbook with things drawn over its sheet, each in an anchor of its own."""
    anchors = "".join(
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>{thing}</xdr:oneCellAnchor>"
        for thing in things
    )
    return with_parts({
        "xl/drawings/drawing9.xml": f"<xdr:wsDr {NAMES}>{anchors}</xdr:wsDr>",
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="{OFFICE}/drawing" Target="../drawings/drawing9.xml"/></Relationships>',
    })  # fmt: skip


def shape(words: str, look: str = "") -> str:
    lines = "".join(
        f"<a:p><a:r><a:t>{line[:2]}</a:t></a:r><a:r><a:t>{line[2:]}</a:t></a:r></a:p>" for line in words.split("\n")
    )
    return f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"{look}/></xdr:nvSpPr><xdr:txBody>{lines}</xdr:txBody></xdr:sp>'


def picture(width: int, height: int, words: str = "") -> str:
    return f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="图片" descr="{words}"/></xdr:nvPicPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></xdr:spPr></xdr:pic>'


def choice(requires: str, chosen: str, other: str) -> str:
    return f'<mc:AlternateContent><mc:Choice xmlns:q="q" Requires="{requires}">{chosen}</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>'


def edited(change: Callable[..., None]) -> bytes:
    return xlsx({"Sheet1": ROWS}, edit=lambda book: change(book.worksheets[0]))


def _chart(sheet: object) -> None:
    chart = BarChart()
    chart.title = f"{WORD}进度"
    chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=2))
    sheet.add_chart(chart, "D5")  # type: ignore[attr-defined]


def _comment(words: str) -> Callable[..., None]:
    return lambda sheet: setattr(sheet["A1"], "comment", Comment(words, "王某"))


def _header(words: str) -> Callable[..., None]:
    return lambda sheet: setattr(sheet.oddHeader.center, "text", words)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(drawn(shape(WORD)), id="文本框"),
        pytest.param(drawn(f"<xdr:grpSp>{shape('甲乙')}{shape(WORD)}</xdr:grpSp>"), id="组合中的文本框"),
        pytest.param(drawn(choice("q", shape("别的"), shape(WORD))), id="不认识的扩展取后备"),
        pytest.param(drawn(choice("a14", shape(WORD), shape("别的"))), id="认识的扩展取首选"),
        pytest.param(edited(_chart), id="图表标题"),
    ],
)  # fmt: skip
def test_words_beside_the_cells_are_read(data: bytes) -> None:
    """What can be read of shapes and charts is text of the document."""
    source = read(data)
    assert WORD in source.text
    assert "别的" not in source.text


def test_a_box_above_the_cells_stands_above_them() -> None:
    """A title that is drawn over the first rows is the sheet's first line."""
    assert read(drawn(shape(f"2022年{WORD}清单"), row=0)).text.index(WORD) > read(drawn(shape(WORD), row=9)).text.index(
        "新建"
    )


@pytest.mark.parametrize(
    ("data", "code", "level"),
    [
        pytest.param(edited(_chart), "chart-not-read", "error", id="图表"),
        pytest.param(with_parts({"xl/charts/chart7.xml": "<c/>"}), "chart-not-read", "error", id="无处引用的图表"),
        pytest.param(drawn(picture(360_000, 360_000)), "picture-not-read", "info", id="小图片"),
        pytest.param(drawn(picture(7_000_000, 9_000_000)), "picture-not-read", "error", id="占满一页的图片"),
        pytest.param(drawn(picture(360_000, 360_000, MEASURE)), "picture-not-read", "error", id="说明像任务的图片"),
        pytest.param(with_parts({"xl/media/image1.png": "x"}), "picture-not-read", "info", id="背景图片"),
        pytest.param(with_parts({"xl/embeddings/a.docx": "x"}), "embedded-document", "error", id="嵌入的文件"),
        pytest.param(with_parts({"xl/drawings/drawing5.xml": f"<xdr:wsDr {NAMES}>{shape(MEASURE)}</xdr:wsDr>"}), "drawing-not-read", "error", id="无处引用的文本框"),
        pytest.param(edited(_comment(WORD)), "sheet-notes", "warning", id="批注"),
        pytest.param(edited(_comment("请于6月底前完成")), "sheet-notes", "error", id="带期限的批注"),
        pytest.param(edited(_header(WORD)), "margin-text", "info", id="打印页眉"),
        pytest.param(edited(_header(MEASURE)), "margin-text", "error", id="像任务的页眉"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said(data: bytes, code: str, level: str) -> None:
    """One diagnostic a kind; an error where the words of the document can be in it."""
    assert [d.level for d in read(data).diagnostics if d.code == code] == [level]


def test_page_numbers_in_margins_say_nothing() -> None:
    """第 &P 页 is no word of the document."""
    assert read(edited(_header("&P / &N"))).diagnostics == ()


def test_a_hidden_shape_is_not_read() -> None:
    assert WORD not in read(drawn(shape(WORD, ' hidden="1"'))).text


# shapes of the XML ------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(body: str, tail: str = "") -> bytes:
    return with_parts({SHEET1: f'<worksheet xmlns="{MAIN}">{body}{tail}</worksheet>'})


def c(words: str, attributes: str = "") -> str:
    return f'<c{attributes} t="inlineStr"><is><t>{words}</t></is></c>'


BARE = f"<row>{c('序号')}{c('重点任务')}{c('责任单位')}</row><row>{c('1')}{c('新建学校。')}{c('市教育局')}</row>"
REAL = f"<sheetData><row r='1'>{c('真实', ' r=' + chr(34) + 'A1' + chr(34))}</row></sheetData>".replace("'", '"')
FORGED = f'<sheetData><row r="1">{c("伪造", chr(32) + "r=" + chr(34) + "A1" + chr(34))}</row></sheetData>'


def place(name: str) -> str:
    return f' r="{name}"'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(f"<sheetData>{BARE}</sheetData>", "序号\t重点任务\t责任单位\n1\t新建学校。\t市教育局", id="行和单元格都无位置"),
        pytest.param(f'<sheetData><row r="4">{c("甲")}{c("乙")}</row><row>{c("丙")}{c("丁")}</row></sheetData>', "甲\t乙\n丙\t丁", id="只有首行有行号"),
        pytest.param(f'<sheetData><row r="1">{c("甲")}{c("乙", place("C1"))}{c("丙")}</row><row r="2">{c("1", place("B2"))}{c("2")}</row></sheetData>', "甲\t\t乙\t丙\n\t1\t2", id="单元格位置有无相间"),
        pytest.param(f'<sheetData><row r="1">{c("甲", place("a1"))}{c("乙", place("$B$1"))}</row></sheetData>', "甲", id="小写和带$的位置"),
        pytest.param(f"<?x {FORGED} ?>{REAL}", "真实", id="处理指令里的假表"),
        pytest.param(f"<!-- {FORGED} -->{REAL}", "真实", id="注释里的假表"),
        pytest.param(f"<extLst><ext>{FORGED}</ext></extLst>{REAL}", "真实", id="扩展里的假表"),
        pytest.param(f"{REAL}<extLst><ext>{FORGED}</ext></extLst>", "真实", id="后面扩展里的假表"),
        pytest.param(f'<sheetData><row r="1">{choice("q", c("伪造", place("A1")), c("真实", place("A1")))}</row></sheetData>'.replace("<mc:AlternateContent", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'), "真实", id="单元格的后备"),
    ],
)  # fmt: skip
def test_the_sheet_that_excel_shows(body: str, words: str) -> None:
    text = read(cells(body)).text
    assert words in text
    assert "伪造" not in text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(REAL + FORGED, id="两个表体"),
        pytest.param('<sheetData><row r="1"><c r="A1" t="s"><v>-1</v></c></row></sheetData>', id="负的字符串号"),
        pytest.param(f'<sheetData><row r="2">{c("甲")}</row><row r="1">{c("乙")}</row></sheetData>', id="行号倒退"),
        pytest.param(f'<sheetData><row r="1">{c("甲", place("B1"))}{c("乙", place("A1"))}</row></sheetData>', id="列号倒退"),
        pytest.param(f'<sheetData><row r="1">{c("甲", place("A1"))}{c("乙", place("A1"))}</row></sheetData>', id="同一位置两次"),
    ],
)  # fmt: skip
def test_cells_that_programs_would_read_differently_are_refused(body: str) -> None:
    with pytest.raises(FormatError) as refused:
        read(cells(body))
    assert refused.value.code == "xml-broken"


@pytest.mark.parametrize(
    "value",
    [2958465.99999999, 2958465.5, 2958466.0, 1e308, -1e308, -0.4, 1e-320, 59.99999999, 60.99999999],
)
@pytest.mark.parametrize("code", ["yyyy/m/d", "yyyy/m/d h:mm", "h:mm:ss", "[h]:mm", 'm"月底前"'])
@pytest.mark.parametrize("is_1904", [False, True])
def test_no_number_is_too_odd_for_a_date(value: float, code: str, is_1904: bool) -> None:
    """The calendar ends with the year 9999; what lies past it is a number."""
    assert number_to_words(value, code, is_1904=is_1904)


def test_the_last_second_of_the_calendar() -> None:
    assert number_to_words(2958465.99999999, "yyyy/m/d h:mm:ss") == "9999年12月31日 23:59:59"


@pytest.mark.parametrize("raw", ["nan", "inf", "-inf", "1e999"])
def test_a_number_that_is_none_keeps_its_words(raw: str) -> None:
    """Nothing that a cell holds is dropped in silence."""
    assert (
        raw
        in read(cells(f'<sheetData><row r="1">{c("甲", place("A1"))}<c r="B1"><v>{raw}</v></c></row></sheetData>')).text
    )


def test_words_with_a_reading_and_odd_runs() -> None:
    """Runs are joined, their pronunciation is left out; a string of another shape is read by the parser."""
    entry = '<si><r><t>重点</t></r><r><rPr/><t xml:space="preserve">任务</t></r><rPh sb="0" eb="1"><t>zhong</t></rPh></si><si><t a=">">甲</t></si>'
    sheet = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row></sheetData>'
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="s.xml"/></Relationships>'
    data = with_part(cells(sheet), "xl/s.xml", lambda _: f'<sst xmlns="{MAIN}">{entry}</sst>'.encode())
    data = with_part(data, "xl/_rels/workbook.xml.rels", lambda _: rels.encode())
    assert read(data).text.split() == ["重点任务", "甲"]


def test_records_of_a_sheet_without_places() -> None:
    """What Excel shows is what the records say."""
    assert [(t.text, t.units[0].name) for t in parse(cells(f"<sheetData>{BARE}</sheetData>")).tasks] == [
        ("新建学校。", "市教育局")
    ]


# OpenDocument -----------------------------------------------------------------------------

ODS_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name.replace("draw", "drawing")}:1.0"'
    for name in ("office", "table", "text", "draw")
)


def ods(things: str) -> bytes:
    """An OpenDocument sheet of one cell with things drawn over it."""
    cell = "<table:table-row><table:table-cell><text:p>新建学校。</text:p></table:table-cell></table:table-row>"
    body = f'<office:body><office:spreadsheet><table:table table:name="表"><table:shapes>{things}</table:shapes>{cell}</table:table></office:spreadsheet></office:body>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", f"<office:document-content{ODS_NAMES}>{body}</office:document-content>")
    return stream.getvalue()


def test_boxes_over_an_opendocument_sheet_are_read() -> None:
    box = f"<draw:frame><draw:text-box><text:p>{WORD}</text:p></draw:text-box></draw:frame>"
    assert WORD in read(ods(box)).text


@pytest.mark.parametrize(
    ("thing", "code", "level"),
    [
        pytest.param("<draw:image/>", "picture-not-read", "info", id="图片"),
        pytest.param('<draw:object draw:notify-on-update-of-ranges="表.A1"/><draw:image/>', "chart-not-read", "error", id="图表"),
        pytest.param("<draw:object-ole/>", "embedded-document", "error", id="嵌入的文件"),
        pytest.param(f"<office:annotation><text:p>{MEASURE}</text:p></office:annotation>", "sheet-notes", "error", id="像任务的批注"),
    ],
)  # fmt: skip
def test_what_is_drawn_into_an_opendocument_sheet_is_said(thing: str, code: str, level: str) -> None:
    assert [(d.code, d.level) for d in read(ods(f"<draw:frame>{thing}</draw:frame>")).diagnostics] == [(code, level)]


# old workbooks ----------------------------------------------------------------------------


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_an_old_workbook_draws() -> None:
    """Boxes of an old workbook are read; its charts and remarks are said."""

    def draw(book: Any) -> None:
        _chart(book.worksheets[0])
        _comment("请于6月底前完成")(book.worksheets[0])

    whole = f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="a"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{WORD}</a:t></a:r></a:p></xdr:txBody></xdr:sp>'
    anchor = f'<xdr:oneCellAnchor {NAMES}><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>30</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="3000000" cy="900000"/>{whole}<xdr:clientData/></xdr:oneCellAnchor></wsDr>'
    drawn_over = with_part(
        xlsx({"Sheet1": ROWS}, edit=draw),
        "xl/drawings/drawing1.xml",
        lambda part: part.replace(b"</wsDr>", anchor.encode()),
    )
    source = read(converted(drawn_over, "xls"))
    assert {(d.code, d.level) for d in source.diagnostics} == {("chart-not-read", "error"), ("sheet-notes", "error")}
    assert WORD in source.text


@pytest.mark.parametrize("body", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>"])
def test_an_empty_sheet_beside_others(body: str) -> None:
    """A sheet without rows is written with an element of its own that closes itself: the others are read."""
    data = xlsx({"任务": [["序号", "重点任务"], [1, "新建学校三所。"]], "空表": [[None]]})
    empty = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'
    data = with_part(data, "xl/worksheets/sheet2.xml", lambda _: empty.encode())
    assert [task.text for task in parse(data).tasks] == ["新建学校三所。"]
