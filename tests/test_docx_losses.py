"""What a Word file shows is read, or said to be left out; nothing is lost in silence."""

# ruff: noqa: E501  (a row of a table is one line)

from __future__ import annotations

import io

import pytest
from build_docx import (
    docx,
    docx_with,
    field_char,
    field_runs,
    form_field,
    graphic,
    p,
    picture,
    r,
    style,
    t,
    tbl,
    tc,
    text_box,
    tr,
)

from docx2tasks import parse
from docx2tasks.limits import Limits
from docx2tasks.pipeline import Reading, parse_with_source
from docx2tasks.source import Paragraph

WORD = "应读到的词"
FIRST, LAST = p("一、建成平台。（责任单位：市教育局）"), p("二、加强监管。（责任单位：市民政局）")
NODE = f"<a:p><a:r><a:t>{WORD}</a:t></a:r></a:p>"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
CHART = f"<c:chartSpace><c:chart><c:title><c:tx><c:rich>{NODE}</c:rich></c:tx></c:title></c:chart></c:chartSpace>"
DIAGRAM = f"<dgm:dataModel><dgm:ptLst><dgm:pt><dgm:t>{NODE}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
NUMBER = "<m:r><m:t>x</m:t></m:r>"
PAGE = (14.6, 24.0)  # cm: the printable part of A4


def cache(kind: str, *values: str) -> str:
    """Values that a chart keeps of its workbook."""
    points = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))
    return f"<c:{kind}Ref><c:{kind}Cache>{points}</c:{kind}Cache></c:{kind}Ref>"


SERIES = f"<c:chartSpace><c:chart><c:ser><c:tx>{cache('str', '完成率')}</c:tx><c:cat>{cache('str', '一季度', WORD)}</c:cat><c:val>{cache('num', '20', '35')}</c:val></c:ser></c:chart></c:chartSpace>"
PARTS: dict[str, tuple[str, str | bytes]] = {
    "media/picture.png": ("image", PNG),
    "charts/chart.xml": ("chart", CHART),
    "charts/series.xml": ("chart", SERIES),
    "charts/broken.xml": ("chart", b"<c:chartSpace"),
    "diagrams/diagram.xml": ("diagramData", DIAGRAM),
    "embeddings/sheet.xlsx": ("package", b"PK"),
    "chunk.html": ("aFChunk", f"<p>{WORD}</p>"),
}


def branch(inner: str, requires: str = "wps", *, other: str = "") -> str:
    """A run of a choice and perhaps a fallback."""
    fallback = f"<mc:Fallback>{other}</mc:Fallback>" if other else ""
    return r(
        inner=f'<mc:AlternateContent><mc:Choice Requires="{requires}">{inner}</mc:Choice>{fallback}</mc:AlternateContent>'
    )


def alone(*runs: str) -> str:
    """A paragraph of runs."""
    return p(inner="".join(runs))


def pict(inner: str, look: str = "") -> str:
    """A run with a shape in VML."""
    return r(inner=f'<w:pict><v:shape style="{look}">{inner}</v:shape></w:pict>')


def code(words: str) -> str:
    """A field without a result."""
    return f"{field_char('begin')}<w:r><w:instrText>{words}</w:instrText></w:r>{field_char('end')}"


UNKNOWN = 'xmlns:q="urn:unknown"'
READ = [
    pytest.param(alone(text_box(p(WORD))), id="文本框 VML"),
    pytest.param(alone(graphic(f"<wps:wsp><wps:txbx><w:txbxContent>{p(WORD)}</w:txbxContent></wps:txbx></wps:wsp>")), id="文本框"),
    pytest.param(alone(text_box(tbl(tr(WORD)))), id="文本框中的表格"),
    pytest.param(alone(text_box(alone(text_box(p(WORD))))), id="文本框中的文本框"),
    pytest.param(alone(graphic(f"<lc:lockedCanvas xmlns:lc='urn:lc'><a:sp>{NODE}</a:sp></lc:lockedCanvas>")), id="shape of DrawingML"),
    pytest.param(alone(pict(f'<v:textpath string="{WORD}"/>')), id="艺术字"),
    pytest.param(alone(r(inner=f'<w:pict><v:group><v:shape><v:textpath string="{WORD}"/></v:shape></v:group></w:pict>')), id="艺术字组合"),
    pytest.param(alone(graphic('<dgm:relIds r:dm="diagram"/>', kind="diagram")), id="SmartArt"),
    pytest.param(alone(graphic('<c:chart r:id="chart"/>', kind="chart")), id="图表标题"),
    pytest.param(alone(graphic('<c:chart r:id="series"/>', kind="chart")), id="图表类别"),
    pytest.param(alone(graphic('<c:chart r:id="series"/>', kind="chart"), graphic('<c:chart r:id="series"/>', kind="chart")), id="图表两次"),
    pytest.param(alone(form_field("FORMTEXT", "", WORD)), id="文字型窗体域"),
    pytest.param(alone(form_field("FORMTEXT", f'<w:textInput><w:default w:val="{WORD}"/></w:textInput>')), id="文字型窗体域默认值"),
    pytest.param(alone(form_field("FORMDROPDOWN", f'<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="{WORD}"/></w:ddList>')), id="下拉型窗体域"),
    pytest.param(alone(form_field("FORMDROPDOWN", f'<w:ddList><w:listEntry w:val="{WORD}"/></w:ddList>')), id="下拉型窗体域未选"),
    pytest.param(p(inner=f'<w:fldSimple w:instr="FORMDROPDOWN"><w:ffData><w:ddList><w:listEntry w:val="{WORD}"/></w:ddList></w:ffData></w:fldSimple>'), id="simple form field"),
    pytest.param(f"<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{p(WORD)}</w:sdtContent></w:sdt>", id="内容控件"),
    pytest.param(alone(f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{r(WORD)}</w:sdtContent></w:sdt>"), id="内容控件在行内"),
    pytest.param(alone(code(rf"EQ \x({WORD})")), id="域 EQ 加框"),
    pytest.param(alone(code(rf"eq \o(\s\up 5({WORD[:2]}),\s\do 2({WORD[2:]}))")), id="合并字符"),
    pytest.param(alone(code(rf'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(du),{WORD})')), id="拼音指南"),
    pytest.param(alone(code(f"MACROBUTTON NoMacro {WORD}")), id="域 MACROBUTTON"),
    pytest.param(alone(branch(t(WORD), "wps", other=t("旧"))), id="choice that is known"),
    pytest.param(alone(branch(t("新"), "none", other=t(WORD))), id="choice never declared"),
    pytest.param(alone(branch(t("新"), "wps none", other=t(WORD))), id="choice known in part"),
    pytest.param(alone(r(inner=f'<mc:AlternateContent {UNKNOWN}><mc:Choice Requires="q">{t("新")}</mc:Choice><mc:Choice Requires="wps">{t(WORD)}</mc:Choice><mc:Fallback>{t("旧")}</mc:Fallback></mc:AlternateContent>')), id="second choice"),
    pytest.param(tbl(tr(tc(alone(text_box(p(WORD)))), "乙")), id="文本框在单元格"),
    pytest.param(f"<w:tbl><w:tr>{p(WORD)}{tc('甲')}</w:tr></w:tbl>", id="paragraph in a row"),
    pytest.param(f"<w:tbl>{p(WORD)}{tr('甲')}</w:tbl>", id="paragraph in a table"),
    pytest.param(t(WORD), id="words in the body"),
    pytest.param(alone(r(inner=f"<w:object><v:shape><v:textbox><w:txbxContent>{p(WORD)}</w:txbxContent></v:textbox></v:shape></w:object>")), id="text box in an object"),
    pytest.param(alone(f'<w:commentRangeStart w:id="3"/>{r("词")}<w:commentRangeEnd w:id="3"/>'), id="批注无引用"),
]  # fmt: skip


def read(body: str, **more: str) -> Reading:
    """A document of two measures with something between them."""
    comments = f'<w:comment w:id="3">{p(WORD)}</w:comment>' if "commentRange" in body else ""
    return parse_with_source(
        docx_with(FIRST, body, LAST, parts=PARTS, **({"comments": comments} if comments else {}), **more)
    )


@pytest.mark.parametrize("body", READ)
def test_words_that_are_cheap_to_read_are_read(body: str) -> None:
    """The word stands in the text once, next to two measures, and nothing is said to be left out."""
    reading = read(body)
    assert reading.source.text.replace("\n", "").count(WORD) == max(body.count('"series"'), 1)
    assert len(reading.document.tasks) == 2
    assert {one.code for one in reading.document.diagnostics} <= {"table-columns-unknown"}


OLE = '<w:object><v:shape><v:imagedata r:id="picture"/></v:shape><o:OLEObject Type="Embed" ProgID="{}" r:id="sheet"/></w:object>'
SAID = [
    pytest.param(alone(r(inner=OLE.format("Excel.Sheet.12"))), "embedded-document error", id="OLE 对象"),
    pytest.param(alone(r(inner=OLE.format("Equation.3"))), "formula-not-read warning", id="OLE 公式"),
    pytest.param(alone(r(inner='<w:object><w:objectEmbed w:progId="Word.Document.12" r:id="sheet"/></w:object>')), "embedded-document error", id="objectEmbed"),
    pytest.param(alone(r(inner='<w:object><v:shape><v:imagedata r:id="picture"/></v:shape><w:control r:id="c" w:name="TextBox1"/></w:object>')), "control-not-read warning", id="ActiveX 控件"),
    pytest.param('<w:altChunk r:id="chunk"/>', "embedded-document error", id="altChunk"),
    pytest.param(tbl(tr(tc('<w:altChunk r:id="chunk"/>', p("甲")))), "embedded-document error", id="altChunk 在单元格"),
    pytest.param(alone('<w:subDoc r:id="chunk"/>'), "embedded-document error", id="子文档"),
    pytest.param('<w:subDoc r:id="chunk"/>', "embedded-document error", id="子文档在段间"),
    pytest.param(alone(picture(cm=PAGE)), "picture-not-read error", id="整页图片"),
    pytest.param(alone(picture(cm=(14.6, 11.0))), "picture-not-read info", id="半页以下的图片"),
    pytest.param(alone(picture()), "picture-not-read info", id="小图片"),
    pytest.param(alone(picture(cm=None)), "picture-not-read error", id="大小不明的图片"),
    pytest.param(alone(pict('<v:imagedata r:id="picture"/>', "width:415pt;height:690pt")), "picture-not-read error", id="整页图片 VML"),
    pytest.param(alone(pict('<v:imagedata r:id="picture"/>', "width:40pt;height:30pt")), "picture-not-read info", id="小图片 VML"),
    pytest.param(alone(graphic('<pic:pic><pic:blipFill><a:blip r:link="x"/></pic:blipFill></pic:pic>')), "picture-not-read info", id="链接的图片"),
    pytest.param(alone(graphic('<c:chart r:id="nowhere"/>', kind="chart")), "chart-not-read error", id="没有部件的图表"),
    pytest.param(alone(graphic('<c:chart r:id="broken"/>', kind="chart")), "chart-not-read error", id="损坏的图表"),
    pytest.param(alone(graphic('<dgm:relIds r:dm="nowhere"/>', kind="diagram")), "drawing-not-read error", id="没有部件的 SmartArt"),
    pytest.param(alone(graphic("<q:model xmlns:q='urn:q'/>", kind="model3d")), "drawing-not-read info", id="三维模型"),
    pytest.param(alone(graphic("<q:model xmlns:q='urn:q'/>", kind="model3d", cm=PAGE)), "drawing-not-read error", id="整页的未知图形"),
    pytest.param(alone(r(inner='<w:contentPart r:id="x"/>')), "drawing-not-read info", id="墨迹"),
    pytest.param(alone(r("内容", props="<w:vanish/>")), "hidden-text info", id="隐藏文字"),
    pytest.param(alone(r("三、保密。（责任单位：市公安局）", props="<w:vanish/>")), "hidden-text error", id="隐藏的任务"),
    pytest.param(alone(text_box(p(WORD), look="visibility:hidden")), "hidden-text info", id="隐藏的文本框"),
    pytest.param(alone(r(props="<w:vanish/>", inner=f"<w:pict><v:shape><v:textbox><w:txbxContent>{p(WORD)}</w:txbxContent></v:textbox></v:shape></w:pict>")), "hidden-text info", id="隐藏文字中的文本框"),
    pytest.param(alone(branch(t(WORD), "none")), "hidden-text info", id="choice without a fallback"),
    pytest.param(f'<mc:AlternateContent><mc:Choice Requires="none">{p(WORD)}</mc:Choice></mc:AlternateContent>', "hidden-text info", id="choice of paragraphs without a fallback"),
    pytest.param(f'<w:tbl><mc:AlternateContent><mc:Choice Requires="none">{tr(WORD)}</mc:Choice></mc:AlternateContent>{tr("甲")}</w:tbl>', "hidden-text info", id="choice of rows without a fallback"),
    pytest.param(f'<w:tbl><w:tr><mc:AlternateContent><mc:Choice Requires="none">{tc(WORD)}</mc:Choice></mc:AlternateContent>{tc("甲")}</w:tr></w:tbl>', "hidden-text info", id="choice of cells without a fallback"),
    pytest.param(alone(field_char("begin"), r(WORD), field_char("end")), "hidden-text info", id="域代码中的文字"),
    pytest.param(alone(r(inner=f"<w:delText>{WORD}</w:delText>"), r("甲")), "hidden-text info", id="deleted words outside of a deletion"),
    pytest.param(tbl(tr(WORD, props="<w:hidden/>"), tr("甲")), "hidden-text info", id="隐藏的行"),
    pytest.param(alone(r("\uf0d1词")), "unknown-characters warning", id="不明的符号"),
    pytest.param(alone(r(inner='<w:sym w:font="Webdings" w:char="F0D1"/>')), "unknown-characters warning", id="sym 不明"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), SAID)
def test_what_is_not_read_is_said(body: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One diagnostic a kind; where words of the document may be lost it is an error, at which ``--strict`` ends."""
    monkeypatch.setattr("docx2tasks.readers.scan.has_recognizer", lambda: False)
    document = read(body).document
    assert [f"{one.code} {one.level}" for one in document.diagnostics if one.code != "table-columns-unknown"] == [said]
    assert len(document.tasks) == 2


def test_each_kind_is_said_once_with_count_and_places() -> None:
    """Two small pictures are one diagnostic, which names what stands before them."""
    (doubt,) = read(alone(picture()) + alone(picture())).document.diagnostics
    assert doubt.message == "2 pictures were not read: after '一、建成平台。（责任单位'"


def test_places_are_pages_where_the_file_knows_them() -> None:
    """Page breaks that Word noted count."""
    (doubt,) = read(alone(r(inner="<w:lastRenderedPageBreak/>"), r("见图"), picture())).document.diagnostics
    assert doubt.message == "a picture was not read: page 2"


OVER = [
    pytest.param(p("三、建成平台。", inner=text_box(p("内部资料"))), "三、建成平台。", id="文本框压在措施上"),
    pytest.param(p("三、建成平台。", inner=text_box(p("2023年3月印"))), "三、建成平台。", id="只有日期的文本框"),
    pytest.param(p("三、建成平台。", inner=pict('<v:textpath string="内部资料"/>')), "三、建成平台。", id="艺术字压在措施上"),
    pytest.param(p("三、建成平台。", inner=graphic('<dgm:relIds r:dm="diagram"/>', kind="diagram")), "三、建成平台。", id="SmartArt 压在措施上"),
    pytest.param(p("三、建成平台。", inner=graphic('<c:chart r:id="series"/>', kind="chart")), "三、建成平台。", id="图表压在措施上"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), OVER)
def test_what_lies_over_a_measure_is_no_part_of_it(body: str, text: str) -> None:
    """It stays in the text, set aside, and in the coverage; the measure is as it was."""
    reading = parse_with_source(docx_with(FIRST, LAST, body, p("四、加强监管。"), parts=PARTS))
    assert [task.text for task in reading.document.tasks][2:] == [text[2:], "加强监管。"]
    asides = {block.aside for block in reading.source.blocks if isinstance(block, Paragraph)}
    assert asides in ({None, "text-box"}, {None, "chart"})
    assert "unassigned" not in reading.document.coverage.shares


BOXED = [
    pytest.param(
        FIRST + p("三、完善制度。", inner=text_box(p("四、建成系统。（责任单位：市民政局）"))), 3, id="框中有任务"
    ),
    pytest.param(FIRST + p("说明", inner=text_box(p("建成系统。（责任单位：市民政局）"))), 1, id="框中有责任单位"),
    pytest.param(p("说明", inner=text_box(FIRST, LAST)), 2, id="任务全在框中"),
]


@pytest.mark.parametrize(("body", "tasks"), BOXED)
def test_a_box_that_holds_measures_is_read_as_text(body: str, tasks: int) -> None:
    """Its marks and clauses count as those of the body."""
    reading = parse_with_source(docx(body))
    assert len(reading.document.tasks) == tasks
    assert all(isinstance(block, Paragraph) and block.aside is None for block in reading.source.blocks)


def test_a_box_over_a_cell_is_no_part_of_the_cell() -> None:
    """It stands after the table; alone in a cell, it is what the cell says."""
    rows = (
        tr("序号", "工作任务", "责任单位"),
        tr("1", tc(p("建成平台。", inner=text_box(p("内部资料")))), tc(alone(text_box(p("市教育局"))))),
    )
    (task,) = parse(docx(tbl(*rows, columns=3))).tasks
    assert (task.text, [unit.name for unit in task.units]) == ("建成平台。", ["市教育局"])


SIGNS = [
    pytest.param(alone(r("\uf0fc 已完成")), "✓ 已完成", id="Wingdings 对勾"),
    pytest.param(alone(r("\uf06c重点")), "●重点", id="Wingdings 圆点"),
    pytest.param(alone(r("\uf0d8重点")), "➢重点", id="Wingdings 箭头"),
    pytest.param(alone(r("甲\uf020乙")), "甲 乙", id="blank of a symbol font"),
    pytest.param(alone(r("甲\uf0d1乙")), "甲乙", id="sign without an equivalent"),
    pytest.param(alone(r("堃\ue001")), "堃\ue001", id="造字保留"),
    pytest.param(
        alone(form_field("FORMCHECKBOX", "<w:checkBox><w:checked/></w:checkBox>"), r("是")), "☑是", id="复选型窗体域"
    ),
    pytest.param(
        alone(form_field("FORMCHECKBOX", '<w:checkBox><w:default w:val="0"/></w:checkBox>'), r("否")),
        "☐否",
        id="复选型窗体域未选",
    ),
    pytest.param(alone(r("甲"), code(r'SYMBOL 252 \f "Wingdings"'), r("乙")), "甲✓乙", id="域 SYMBOL"),
    pytest.param(alone(r("甲"), code(r"EQ \f(1,3)"), r("乙")), "甲1/3乙", id="域 EQ 分数"),
    pytest.param(alone(r("甲"), code("PAGE"), r("乙")), "甲乙", id="域 PAGE 无结果"),
    pytest.param(alone(f"<m:oMath><m:d><m:e>{NUMBER}</m:e></m:d></m:oMath>"), "(x)", id="公式的括号"),
    pytest.param(alone(f'<m:oMath><m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/><m:sepChr m:val=","/></m:dPr><m:e>{NUMBER}</m:e><m:e>{NUMBER}</m:e></m:d></m:oMath>'), "[x,x", id="公式的方括号"),
    pytest.param(alone(f'<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:e>{NUMBER}</m:e></m:nary><m:rad><m:deg/><m:e>{NUMBER}</m:e></m:rad></m:oMath>'), "∑x√x", id="公式的和与根"),
    pytest.param(p("甲") + alone(field_runs("REF x", "乙")), "甲\n乙", id="域有结果"),
]


@pytest.mark.parametrize(("body", "text"), SIGNS)
def test_signs_become_what_they_show(body: str, text: str) -> None:
    """Signs of symbol fonts, boxes to tick and drawn fields, as characters."""
    assert parse_with_source(docx(body)).source.text == text


def test_a_bullet_of_a_symbol_font_is_one() -> None:
    """Whatever the sign."""
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0d1"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert parse_with_source(docx(p("重点", num=(1, 0)), numbering=numbering)).source.text == "• 重点"


LONG = [
    pytest.param("长" * 300, id="words"),
    pytest.param("%1" * 300, id="places"),
    pytest.param("\uf06c" * 300, id="bullet"),
]


@pytest.mark.parametrize("pattern", LONG)
def test_a_label_has_a_bound_before_it_is_made(pattern: str) -> None:
    """An automatic number of many characters is refused, not repeated for each paragraph."""
    form = "bullet" if pattern[0] == "\uf06c" else "decimal"
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    with pytest.raises(Exception, match="text-too-long"):
        parse(docx(p("甲", num=(1, 0)), numbering=numbering))


def test_labels_count_for_the_length_of_the_text() -> None:
    """The text is refused when it is too long, not when all of it was made."""
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{"长" * 200}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    with pytest.raises(Exception, match="text-too-long"):
        parse(docx(p("甲", num=(1, 0)) * 20, numbering=numbering), limits=Limits(text_chars=1_000))


def test_the_default_style_numbers_only_paragraphs_of_the_file() -> None:
    """The number of the default style is not counted for words that are no paragraph of the file."""
    styles = style("Normal", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = p("甲", inner=graphic('<c:chart r:id="series"/>', kind="chart")) + p("乙")
    assert parse_with_source(docx_with(body, parts=PARTS, styles=styles, numbering=numbering)).source.text.startswith(
        "1. 甲\n完成率\n"
    )


def test_a_picture_that_fills_a_page_is_recognized() -> None:
    """It is a scan: its lines stand where the picture does, each task with its confidence."""
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    sheet, stream = Image.new("L", (1240, 1754), 255), io.BytesIO()
    ImageDraw.Draw(sheet).text((150, 200), "2. BUILD THE PLATFORM BY MAY", fill=0, font=ImageFont.load_default(40))
    sheet.save(stream, "PNG", dpi=(150, 150))
    data = docx_with(p("1.建成平台。"), alone(picture("sheet", cm=PAGE)), p("3.加强监管。"), parts={"media/sheet.png": ("image", stream.getvalue())})
    reading = parse_with_source(data)
    (first, third), (second,) = reading.document.tasks, reading.document.provisions
    assert (second.number, second.text) == (2, "BUILD THE PLATFORM BY MAY")
    assert second.confidence is not None
    assert first.confidence is third.confidence is None
    assert [one.code for one in reading.document.diagnostics] == ["recognized"]
    assert all(reading.source.text[slice(*block.passage.spans[0])] == block.text for block in reading.source.blocks if isinstance(block, Paragraph))
