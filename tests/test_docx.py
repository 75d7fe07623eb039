"""A Word file is read as Word shows it: words, tables, what is set aside, and nothing lost."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx as python_docx
import pytest
from build_docx import (
    NAMESPACES,
    abstract,
    docx,
    docx_parts,
    field_char,
    field_runs,
    lvl,
    p,
    r,
    rels,
    style,
    t,
    tbl,
    tc,
    tr,
    zip_bytes,
)
from effort import assert_grows, within
from hypothesis import given, settings
from hypothesis import strategies as st

from docx2tasks.errors import LimitError, Refusal
from docx2tasks.limits import Limits
from docx2tasks.readers.word.docx import read_docx
from docx2tasks.source import Block, Cell, Paragraph, Source, Style, Table

TRACKED = 'w:id="1" w:author="a"'
BOX = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
VML = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
DRAWN = f"<w:drawing><wp:inline><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></wp:inline></w:drawing>"
CHOICE = f'<mc:Choice Requires="wps">{DRAWN}</mc:Choice>'
FALLBACK = f"<mc:Fallback>{VML}</mc:Fallback>"
HIDDEN = "<w:vanish/>"


def run(inner: str) -> str:
    """A paragraph 前…后 with something between."""
    return p(inner=r("前") + inner + r("后"))


def field(kind: str, code: str = "") -> str:
    """A field character, then an instruction."""
    return field_char(kind) + (f"<w:r><w:instrText>{code}</w:instrText></w:r>" if code else "")


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """All paragraphs in order, those in cells too."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (one for row in block.rows for cell in row for one in cell.paragraphs())
        else:
            yield block


WORDS = [
    pytest.param(run(""), "前后", id="runs"),
    pytest.param(run(r(inner="<w:tab/>")), "前\t后", id="tab"),
    pytest.param(run(r(inner="<w:br/>")), "前\n后", id="软回车"),
    pytest.param(run(r(inner="<w:cr/>")), "前\n后", id="cr"),
    pytest.param(p(inner=r(inner='<w:br w:type="page"/>') + r("后")), "后", id="page-break-in-front"),
    pytest.param(p(inner=r("前", inner='<w:br w:type="page"/>')), "前", id="page-break-at-the-end"),
    pytest.param(run(r(inner="<w:noBreakHyphen/>")), "前-后", id="noBreakHyphen"),
    pytest.param(run(r(inner="<w:softHyphen/>")), "前后", id="softHyphen"),
    pytest.param(run(r(inner='<w:sym w:font="Wingdings" w:char="F0FE"/>')), "前☑后", id="sym-Wingdings"),
    pytest.param(run(r(inner='<w:sym w:font="Wingdings" w:char="00FC"/>')), "前✓后", id="sym-low"),
    pytest.param(run(r(inner='<w:sym w:font="宋体" w:char="4E00"/>')), "前一后", id="sym-plain"),
    pytest.param(run(r(inner='<w:sym w:font="Wingdings" w:char="F001"/>')), "前\uf001后", id="sym-unknown-kept"),
    pytest.param(run(r(inner=f'<w:sym w:font="Symbol" w:char="{"9" * 5000}"/>')), "前后", id="sym-absurd"),
    pytest.param(run(r(inner='<w:sym w:font="Symbol" w:char="D800"/>')), "前后", id="sym-surrogate"),
    pytest.param(run(r("\uf0a8")), "前◻后", id="private-use-sign"),
    pytest.param(run("<w:r><w:t> 乙\n </w:t></w:r>"), "前乙后", id="blanks-not-preserved"),
    pytest.param(run(r(" 乙 ")), "前 乙 后", id="blanks-preserved"),
    pytest.param(run("<w:r><w:t>甲\n乙</w:t></w:r>"), "前甲 乙后", id="line-end-of-the-file"),
    pytest.param(run(f"<w:ins {TRACKED}>{r('插')}</w:ins>"), "前插后", id="插入"),
    pytest.param(run(f"<w:moveTo {TRACKED}>{r('移')}</w:moveTo>"), "前移后", id="移至"),
    pytest.param(run(f"<w:del {TRACKED}><w:r><w:delText>删</w:delText></w:r></w:del>"), "前后", id="删除"),
    pytest.param(run(f"<w:moveFrom {TRACKED}>{r('移')}</w:moveFrom>"), "前后", id="移自"),
    pytest.param(
        run(f"<w:ins {TRACKED}><w:del {TRACKED}>{r('删')}</w:del></w:ins>"),
        "前后",
        id="inserted-then-deleted",
    ),
    pytest.param(run(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控')}</w:sdtContent></w:sdt>"), "前控后", id="sdt-of-runs"),
    pytest.param(run(f"<w:smartTag><w:smartTagPr/>{r('签')}</w:smartTag>"), "前签后", id="smartTag"),
    pytest.param(run(f'<w:hyperlink r:id="x">{r("链")}</w:hyperlink>'), "前链后", id="hyperlink"),
    pytest.param(run(f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'), "前3后", id="fldSimple"),
    pytest.param(run(f"<w:customXml>{r('自')}</w:customXml>"), "前自后", id="customXml"),
    pytest.param(run(f"<w:bdo>{r('向')}</w:bdo>"), "前向后", id="unknown-wrapper"),
    pytest.param(run(field_runs("REF x", "果")), "前果后", id="field"),
    pytest.param(run(field("begin", "REF x") + field("end")), "前后", id="field-without-result"),
    pytest.param(
        run(field("begin", "IF ") + field_runs("PAGE", "9") + r("码") + field("separate") + r("果") + field("end")),
        "前果后",
        id="field-in-a-code",
    ),
    pytest.param(
        run(field("begin", "REF a") + field("separate") + field_runs("PAGE", "内") + r("外") + field("end")),
        "前内外后",
        id="field-in-a-result",
    ),
    pytest.param(run(field("begin", "REF x") + r("文")), "前文后", id="field-never-ended-loses-nothing"),
    pytest.param(run(field("end") + r("文")), "前文后", id="field-never-begun"),
    pytest.param(run(field("begin", "eq \\o\\ac(○,11)") + field("end")), "前⑪后", id="带圈字符"),
    pytest.param(run(field("begin", "eq \\o\\ac(○,秘)") + field("end")), "前秘后", id="带圈汉字"),
    pytest.param(
        run(f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('pīn')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"),
        "前拼后",
        id="拼音",
    ),
    pytest.param(run(r("隐", props=HIDDEN)), "前后", id="隐藏文字"),
    pytest.param(run(r("显", props='<w:vanish w:val="0"/>')), "前显后", id="vanish-off"),
    pytest.param(run("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "前x=1后", id="equation"),
    pytest.param(
        run(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
        ),
        "前1/3后",
        id="fraction",
    ),
    pytest.param(run(f"<w:r>{VML}</w:r>"), "前后\n框中文字", id="文本框"),
    pytest.param(
        run(f"<w:r><mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent></w:r>"),
        "前后\n框中文字",
        id="text-box-twice-in-the-file",
    ),
    pytest.param(
        run(f'<w:r><mc:AlternateContent><mc:Choice Requires="x"/>{FALLBACK}</mc:AlternateContent></w:r>'),
        "前后\n框中文字",
        id="only-the-fallback-has-text",
    ),
    pytest.param(f"<w:sdt><w:sdtContent>{p('控')}</w:sdtContent></w:sdt>", "控", id="sdt-of-blocks"),
    pytest.param(f"<w:customXml>{p('自')}</w:customXml>{p('')}{p('　')}", "自", id="blank-paragraphs-left-out"),
    pytest.param(p("甲", props=f"<w:rPr><w:del {TRACKED}/></w:rPr>") + p("乙"), "甲乙", id="段落标记已删除"),
    pytest.param(
        p("甲", props=f"<w:rPr><w:del {TRACKED}/></w:rPr>") + tbl(tr("乙")),
        "甲\n乙",
        id="mark-deleted-before-a-table",
    ),
    pytest.param(p("甲", props=f"<w:rPr>{HIDDEN}</w:rPr>") + p("乙"), "甲乙", id="mark-hidden"),
    pytest.param(p("首", props='<w:framePr w:dropCap="drop"/>') + p("字"), "首字", id="首字下沉"),
    pytest.param(p("甲") + tbl(tr("一", "二"), tr("三", "四")) + p("乙"), "甲\n一\t二\n三\t四\n乙", id="table"),
    pytest.param(tbl(tr(tc(p("一"), p("二")), "三")), "一\n二\t三", id="two-paragraphs-in-a-cell"),
    pytest.param(tbl(tr("", "", "丙")), "\t\t丙", id="empty-cells"),
    pytest.param(tbl(tr(tc(p("外"), tbl(tr("内", "里"))), "右")), "外\n内\t里\t右", id="table-in-a-table"),
    pytest.param("<w:tbl/>" + p("甲"), "甲", id="table-without-rows"),
    pytest.param("<w:r><w:t>散</w:t></w:r>", "散", id="run-outside-a-paragraph"),
]


@pytest.mark.parametrize(("body", "text"), WORDS)
def test_the_text_is_what_word_shows(body: str, text: str) -> None:
    """The canonical text of a body, with paragraphs, cells and rows parted."""
    source = read_docx(docx(body))
    assert source.text == text
    assert all(source.text[slice(*one.passage.spans[0])] == one.text for one in paragraphs(source.blocks))


STYLES = (
    style("Normal")
    + style("H1", title="heading 1", based="Normal", props='<w:outlineLvl w:val="0"/>', run="<w:b/>")
    + style("T", title="Title", props='<w:jc w:val="center"/>')
    + style("T2", based="T", props='<w:jc w:val="left"/>')
    + style("K", kind="character", run="<w:b/>")
    + style("X", run=HIDDEN)
    + style("TOC1", title="toc 1")
    + style("H7", title="heading 7")
)
LOOKS = [
    pytest.param(p("甲", style="H1"), Style(1, False, True), id="heading"),
    pytest.param(p("甲", style="H7"), Style(7), id="heading-by-name"),
    pytest.param(p("甲", style="T"), Style(None, True), id="居中"),
    pytest.param(p("甲", style="T2"), Style(), id="居中取消"),
    pytest.param(p("甲", props='<w:jc w:val="center"/>'), Style(None, True), id="centred-itself"),
    pytest.param(
        p("甲", style="H1", props='<w:outlineLvl w:val="9"/>'), Style(None, False, True), id="body-text-level"
    ),
    pytest.param(p("甲", props='<w:outlineLvl w:val="１"/>'), Style(), id="full-width-level"),
    pytest.param(
        p(inner=r("甲", props="<w:b/>") + r(" ") + r("乙", props="<w:b/>")),
        Style(None, False, True),
        id="all-bold",
    ),
    pytest.param(p(inner=r("甲", props="<w:b/>") + r("乙")), Style(), id="part-bold"),
    pytest.param(
        p(inner=r("甲", props='<w:rStyle w:val="K"/>')),
        Style(None, False, True),
        id="bold-by-character-style",
    ),
    pytest.param(p(style="H1", inner=r("甲", props='<w:b w:val="false"/>')), Style(1), id="bold-off"),
    pytest.param(p("甲", style="没有"), Style(), id="unknown-style"),
]


@pytest.mark.parametrize(("body", "look"), LOOKS)
def test_looks_of_paragraphs(body: str, look: Style) -> None:
    """Heading level, centring and boldness come from the paragraph, its runs and its styles."""
    (block,) = read_docx(docx(body, styles=STYLES)).blocks
    assert isinstance(block, Paragraph)
    assert block.style == look


def contents_field(*entries: str) -> str:
    """A contents field over several paragraphs."""
    first, *rest = entries
    begin = field("begin", 'TOC \\o "1-3"') + field("separate")
    return p(inner=begin + r(first)) + "".join(p(entry) for entry in rest[:-1]) + p(inner=r(rest[-1]) + field("end"))


GALLERY = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
ASIDES = [
    pytest.param(
        contents_field("一、总则 1", "二、任务 2", "三、保障 3") + p("正文"),
        "contents contents contents -",
        id="目录域",
    ),
    pytest.param(p("一、总则 1", style="TOC1") + p("正文"), "contents -", id="目录样式"),
    pytest.param(
        f"<w:sdt>{GALLERY}<w:sdtContent>{p('目录')}{p('一、')}</w:sdtContent></w:sdt>{p('正文')}",
        "contents contents -",
        id="目录控件",
    ),
    pytest.param(p(inner=field("begin", "TOC") + field("separate") + r("目")) + p("正文"), "- -", id="目录域未结束"),
    pytest.param(p(inner=r("甲") + r(inner='<w:footnoteReference w:id="2"/>')), "- note", id="脚注"),
    pytest.param(p(inner=r("甲") + r(inner='<w:endnoteReference w:id="2"/>')), "- note", id="尾注"),
    pytest.param(p(inner=r("甲") + r(inner='<w:commentReference w:id="2"/>')), "- comment", id="批注"),
    pytest.param(p(inner=r("甲") + r(inner='<w:footnoteReference w:id="7"/>')), "-", id="note-that-is-not-there"),
    pytest.param(
        p(inner=f"<w:del {TRACKED}>" + r(inner='<w:footnoteReference w:id="2"/>') + "</w:del>" + r("甲")),
        "-",
        id="note-whose-mark-is-deleted",
    ),
]


@pytest.mark.parametrize(("body", "asides"), ASIDES)
def test_what_is_set_aside(body: str, asides: str) -> None:
    """Contents lists, notes and comments are kept, and named as what they are."""
    notes = {
        f"{kind}s": f'<w:{kind} w:id="0" w:type="separator">{p("线")}</w:{kind}>'
        f'<w:{kind} w:id="2">{p("注文")}</w:{kind}>'
        for kind in ("footnote", "endnote", "comment")
    }
    source = read_docx(docx(body, styles=STYLES, **notes))
    assert [one.aside or "-" for one in paragraphs(source.blocks)] == asides.split()


def margins(*kinds: str, title: str = "") -> str:
    """Section properties that refer to ``header1`` … and ``footer1``."""
    return "".join(f'<w:{k[:6]}Reference w:type="{w}" r:id="{k}"/>' for k, w in (x.split(":") for x in kinds)) + title


SECTIONS = [
    pytest.param(margins("header1:default", "footer1:default"), "正文 眉一 脚", id="页眉页脚"),
    pytest.param(margins("header1:default", "header2:first"), "正文 眉一", id="first-page-not-in-use"),
    pytest.param(margins("header1:default", "header2:first", title="<w:titlePg/>"), "正文 眉一 眉二", id="first-page"),
    pytest.param(margins("header1:default", "header2:even"), "正文 眉一", id="even-pages-not-in-use"),
    pytest.param(
        margins("footer1:default", "header1:default", "header3:first", title="<w:titlePg/>"),
        "正文 眉一 脚",
        id="one-text-once",
    ),
    pytest.param(margins("header9:default"), "正文", id="没有的页眉"),
]


@pytest.mark.parametrize(("section", "texts"), SECTIONS)
def test_headers_and_footers(section: str, texts: str) -> None:
    """Headers and footers that are in use stand after the body, each text once."""
    source = read_docx(
        docx(
            p("正文"),
            section=section,
            header1=p("眉一"),
            header2=p("眉二"),
            header3=p("眉一"),
            footer1=p("脚"),
            settings="",
        )
    )
    assert [one.text for one in paragraphs(source.blocks)] == texts.split()
    assert [one.aside for one in source.blocks][1:] == ["footer" if x == "脚" else "header" for x in texts.split()[1:]]


def test_even_pages_in_use() -> None:
    """Headers of even pages count when the settings say that they differ."""
    data = docx(p("正文"), section=margins("header2:even"), header2=p("眉二"), settings="<w:evenAndOddHeaders/>")
    assert read_docx(data).text == "正文\n眉二"


def shape(table: Table) -> str:
    """Cells as ``text@row,column+rowspan×colspan`` (spans of one left out), rows parted by ``/``."""
    return " / ".join(" ".join(_cell(cell) for cell in row) for row in table.rows)


def _cell(cell: Cell) -> str:
    spans = f"+{cell.rowspan}x{cell.colspan}" if (cell.rowspan, cell.colspan) != (1, 1) else ""
    return f"{''.join(one.text for one in cell.paragraphs())}@{cell.row},{cell.column}{spans}"


GRIDS = [
    pytest.param(tbl(tr("甲", "乙"), tr("丙", "丁")), "甲@0,0 乙@0,1 / 丙@1,0 丁@1,1", id="plain"),
    pytest.param(
        tbl(tr(tc("甲", span=2), "乙"), tr("丙", "丁", "戊")),
        "甲@0,0+1x2 乙@0,2 / 丙@1,0 丁@1,1 戊@1,2",
        id="gridSpan",
    ),
    pytest.param(
        tbl(
            tr(tc("甲", merge="restart"), "乙"),
            tr(tc(merge=""), "丙"),
            tr(tc(merge=""), "丁"),
            tr("戊", "己"),
        ),
        "甲@0,0+3x1 乙@0,1 / 丙@1,1 / 丁@2,1 / 戊@3,0 己@3,1",
        id="vMerge",
    ),
    pytest.param(
        tbl(tr(tc("甲", merge="restart")), tr(tc("续", merge=""))),
        "甲续@0,0+2x1 / ",
        id="text-in-a-continued-cell",
    ),
    pytest.param(
        tbl(tr("甲"), tr(tc("乙", merge="")), tr(tc("", merge=""))), "甲@0,0 / 乙@1,0+2x1 / ", id="续并无起始"
    ),
    pytest.param(
        tbl(tr(tc("甲", merge="restart")), tr(tc("乙", merge="restart")), tr(tc(merge=""))),
        "甲@0,0 / 乙@1,0+2x1 / ",
        id="merge-begun-anew",
    ),
    pytest.param(
        tbl(tr(tc("甲", span=2, merge="restart"), "乙"), tr(tc(span=2, merge=""), "丙")),
        "甲@0,0+2x2 乙@0,2 / 丙@1,2",
        id="merged-both-ways",
    ),
    pytest.param(
        tbl(tr(tc("甲", props='<w:hMerge w:val="restart"/>'), tc("", props="<w:hMerge/>"), "乙")),
        "甲@0,0+1x2 乙@0,2",
        id="hMerge",
    ),
    pytest.param(
        tbl(tr("甲", "乙"), tr("丙", props='<w:gridBefore w:val="1"/>')),
        "甲@0,0 乙@0,1 / 丙@1,1",
        id="gridBefore",
    ),
    pytest.param(
        tbl(tr("甲", "乙"), tr("丙", props='<w:gridAfter w:val="1"/>')),
        "甲@0,0 乙@0,1 / 丙@1,0",
        id="gridAfter",
    ),
    pytest.param(tbl(tr("甲"), tr("删", props=f"<w:del {TRACKED}/>"), tr("乙")), "甲@0,0 / 乙@1,0", id="删除的行"),
    pytest.param(tbl(tr("甲"), tr("增", props=f"<w:ins {TRACKED}/>")), "甲@0,0 / 增@1,0", id="插入的行"),
    pytest.param(tbl(tr("甲"), tr("隐", props="<w:hidden/>")), "甲@0,0", id="隐藏的行"),
    pytest.param(
        tbl(f"<w:sdt><w:sdtContent>{tr('甲')}</w:sdtContent></w:sdt>", tr("乙")),
        "甲@0,0 / 乙@1,0",
        id="sdt-of-a-row",
    ),
    pytest.param(
        tbl(tr(f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>", "乙")),
        "甲@0,0 乙@0,1",
        id="sdt-of-a-cell",
    ),
    pytest.param(
        tbl(
            tr(
                tc("甲", span=0),
                tc("乙", span=-1),
                tc("丙", span="２"),
                tc("丁", span="abc"),
                tc("戊", span="9" * 5000),
            )
        ),
        "甲@0,0 乙@0,1 丙@0,2 丁@0,3 戊@0,4",
        id="absurd-spans-are-one",
    ),
    pytest.param(tbl(tr(tc("甲", span=999_999_999), "乙")), "甲@0,0+1x1000 乙@0,1000", id="huge-span-is-clamped"),
    pytest.param(tbl(tr(), tr("甲")), " / 甲@1,0", id="row-without-cells"),
    pytest.param(tbl(tr("甲", "乙"), tr("丙")), "甲@0,0 乙@0,1 / 丙@1,0", id="短行"),
]


@pytest.mark.parametrize(("body", "expected"), GRIDS)
def test_tables_are_grids(body: str, expected: str) -> None:
    """Each cell stands once, at its top left place, with its spans."""
    (table,) = read_docx(docx(body)).blocks
    assert isinstance(table, Table)
    assert shape(table) == expected


@pytest.mark.parametrize(
    ("props", "rows"),
    [
        (("<w:tblHeader/>", "<w:tblHeader/>", ""), 2),
        (("", "<w:tblHeader/>", ""), 0),
        (('<w:tblHeader w:val="0"/>', "", ""), 0),
    ],
)
def test_header_rows(props: tuple[str, ...], rows: int) -> None:
    """Only rows marked as header at the top of the table count."""
    (table,) = read_docx(docx(tbl(*(tr("甲", props=one) for one in props)))).blocks
    assert isinstance(table, Table)
    assert table.header_rows == rows


def test_a_table_in_a_cell_is_a_block_of_the_cell() -> None:
    """Nested tables are kept as tables."""
    (table,) = read_docx(docx(tbl(tr(tc(p("外"), tbl(tr("内"))))))).blocks
    assert isinstance(table, Table)
    outer, inner = table.rows[0][0].blocks
    assert isinstance(outer, Paragraph)
    assert isinstance(inner, Table)


def page(*texts: str) -> str:
    """A paragraph whose texts begin new pages, as Word notes it when it saves."""
    return p(inner="<w:r><w:lastRenderedPageBreak/></w:r>".join(r(text) for text in texts))


PAGES = [
    pytest.param(p("甲乙"), (), id="nothing-known"),
    pytest.param(page("甲乙", "丙"), (0, 2), id="in-a-paragraph"),
    pytest.param(p("甲乙") + page("", "丙"), (0, 3), id="before-a-paragraph"),
    pytest.param(
        p("甲", num=(1, 0))
        + page("", "丙").replace("<w:p>", '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        (0, 4),
        id="before-a-number",
    ),
    pytest.param(p(inner=r("甲", inner='<w:br w:type="page"/>')) + p("乙"), (0, 1), id="breaks-of-the-writer"),
    pytest.param(p(inner=r("甲", inner='<w:br w:type="page"/>')) + page("", "乙"), (0, 2), id="noted-breaks-only-once"),
    pytest.param(tbl(tr(tc(page("甲", "乙")), tc(page("丙", "丁")))), (0, 1), id="row-over-two-pages"),
]


@pytest.mark.parametrize(("body", "pages"), PAGES)
def test_pages(body: str, pages: tuple[int, ...]) -> None:
    """Pages begin where Word noted it when it laid out the document last, else at the writer's breaks."""
    assert read_docx(docx(body, numbering=abstract(0, lvl(0, "%1、", "chineseCounting")))).pages == pages


def core(title: str, created: str) -> str:
    """Core properties."""
    return (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dcterms:created>{created}</dcterms:created></c:coreProperties>"
    )


CORES = [
    pytest.param(
        core("实施方案", "2022-03-01T00:00:00Z"),
        (("title", "实施方案"), ("created", "2022-03-01T00:00:00Z")),
        "",
        id="both",
    ),
    pytest.param(core(" ", ""), (), "", id="empty"),
    pytest.param("<broken", (), "part-broken", id="broken"),
]


@pytest.mark.parametrize(("properties", "fields", "code"), CORES)
def test_core_properties(properties: str, fields: tuple[tuple[str, str], ...], code: str) -> None:
    """Title and creation date are fields; broken properties are told, not fatal."""
    parts = docx_parts(p("甲"))
    kind = "core-properties"
    parts["_rels/.rels"] = rels(("a", "officeDocument", "word/document.xml"), ("b", kind, "docProps/core.xml"))
    source = read_docx(zip_bytes({**parts, "docProps/core.xml": properties}))
    assert source.fields == fields
    assert "".join(one.code for one in source.diagnostics) == code


def strict() -> bytes:
    """A document of the Strict form."""
    common, oclc = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    parts = docx_parts(p("甲", num=(1, 0)), numbering=abstract(0, lvl(0, "%1、", "chineseCounting")))
    return zip_bytes(
        {
            name: str(data)
            .replace(common + "wordprocessingml/2006/main", oclc + "wordprocessingml/main")
            .replace(common + "officeDocument/2006/relationships", oclc + "officeDocument/relationships")
            for name, data in parts.items()
        }
    )


def changed(**parts: str | bytes | None) -> bytes:
    """A document 甲 with parts replaced (``word__document`` is ``word/document.xml``) or taken out."""
    made = docx_parts(p("甲"), styles="", numbering="", settings="")
    for name, data in parts.items():
        path = {
            "rels": "_rels/.rels",
            "types": "[Content_Types].xml",
            "own": "word/_rels/document.xml.rels",
        }.get(name, name.replace("__", "/") + ".xml")
        made.pop(path, None)
        if data is not None:
            made[path] = data
    return zip_bytes(made)


def written_by_python_docx() -> bytes:
    """A document of one paragraph by another program."""
    document = python_docx.Document()
    document.add_paragraph("甲")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


PACKAGES = [
    pytest.param(docx(p("甲"), main="word/document2.xml"), id="main-part-of-another-name"),
    pytest.param(docx(p("甲"), main="正文/文档.xml"), id="main-part-with-a-chinese-name"),
    pytest.param(docx(p("甲"), main="document.xml"), id="main-part-at-the-root"),
    pytest.param(changed(rels=None), id="no-relationships"),
    pytest.param(changed(types=None), id="no-content-types"),
    pytest.param(changed(own=None), id="no-relationships-of-the-document"),
    pytest.param(changed(word__styles=None, word__numbering=None), id="parts-that-are-not-there"),
    pytest.param(
        changed(own=rels(("a", "styles", "NULL"), ("b", "numbering", "../NULL"), ("c", "image", "NULL"))),
        id="word-NULL",
    ),
    pytest.param(changed(word__document=str(docx_parts(p("甲"))["word/document.xml"]).encode("utf-16")), id="utf-16"),
    pytest.param(written_by_python_docx(), id="python-docx"),
]


@pytest.mark.parametrize("data", PACKAGES)
def test_packages_of_many_writers(data: bytes) -> None:
    """The main part is found however the package is laid out."""
    source = read_docx(data)
    assert (source.text, source.format) == ("甲", "docx")


def test_the_strict_form() -> None:
    """Documents of ISO 29500 Strict are read with their numbers."""
    assert read_docx(strict()).text == "一、甲"


NOT_WORD = [
    pytest.param({"xl/workbook.xml": "<w/>"}, "Excel", id="xlsx"),
    pytest.param({"ppt/presentation.xml": "<w/>"}, "PowerPoint", id="pptx"),
    pytest.param(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"},
        "OpenDocument",
        id="odt",
    ),
    pytest.param({"OFD.xml": "<o/>"}, "OFD", id="ofd"),
    pytest.param({"附件1.docx": "x"}, "archive without", id="压缩包"),
    pytest.param({"word/document.xml": "<w/>"}, "archive without", id="another-root"),
    pytest.param({"word/document.xml": f"<w:document {NAMESPACES}/>"}, "archive without", id="no-body"),
]


@pytest.mark.parametrize(("parts", "words"), NOT_WORD)
def test_other_zips_are_named(parts: dict[str, str], words: str) -> None:
    """A zip that is no Word file is refused by saying what it is."""
    with pytest.raises(Refusal, match=words) as caught:
        read_docx(zip_bytes(dict(parts)))
    assert caught.value.code == "not-word"


def test_hidden_text_is_told() -> None:
    """How much hidden text was left out stands in a diagnostic."""
    source = read_docx(docx(p("甲", inner=r("隐藏", props=HIDDEN)) + p("全隐", style="X"), styles=STYLES))
    assert source.text == "甲"
    assert [(one.code, one.message[:1]) for one in source.diagnostics] == [("hidden-text", "4")]


def test_an_embedded_document_is_told() -> None:
    """A document kept inside as a whole is not read, and that is said."""
    assert [one.code for one in read_docx(docx(p("甲") + '<w:altChunk r:id="a"/>')).diagnostics] == [
        "embedded-document"
    ]


def nested(inside: str, before: str, after: str, depth: int) -> str:
    """``inside`` wrapped so many times."""
    return before * depth + inside + after * depth


DEPTHS = [
    pytest.param(nested(p("甲"), "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120), None, id="sdt-240"),
    pytest.param(p(inner=nested(r("甲"), "<w:smartTag>", "</w:smartTag>", 245)), None, id="smart-tags-245"),
    pytest.param(p(inner=nested(r("甲"), "<w:smartTag>", "</w:smartTag>", 300)), "too-deep", id="smart-tags-300"),
    pytest.param(nested(p("甲"), "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 20), None, id="tables-20"),
    pytest.param(nested(p("甲"), "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 21), "too-deep", id="tables-21"),
    pytest.param(nested(p("甲"), "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 2_000), "too-deep", id="tables-2000"),
    pytest.param(
        p(inner=nested(r("甲"), "<w:r><w:pict><w:txbxContent><w:p>", "</w:p></w:txbxContent></w:pict></w:r>", 60)),
        None,
        id="boxes-60",
    ),
]


@pytest.mark.parametrize(("body", "code"), DEPTHS)
def test_depth(body: str, code: str | None) -> None:
    """What is nested is read to the bound, and refused beyond; never a stack that overflows."""
    if code is None:
        assert read_docx(docx(body)).text.strip() == "甲"
        return
    with pytest.raises(LimitError) as caught:
        read_docx(docx(body))
    assert caught.value.code == code


def merged_rows(count: int) -> str:
    """A table whose first column is merged over all rows."""
    first = tr(tc("类", merge="restart"), "1. 任务")
    return tbl(first, *[tr(tc(merge=""), "1. 任务")] * (count - 1), columns=2)


@pytest.mark.parametrize(
    "build",
    [merged_rows, lambda n: p("甲") * n, lambda n: p(inner=r("甲") * n), lambda n: tbl(tr(*["甲"] * n))],
    ids=["vMerge", "paragraphs", "runs", "cells-of-a-row"],
)
def test_time_is_linear(build: object) -> None:
    """Four times the rows take about four times the time, not sixteen times."""
    assert callable(build)
    small, large = (docx(build(count)) for count in (1_500, 6_000))
    assert_grows(lambda: read_docx(small), lambda: read_docx(large), most=8)


OPEN = field("begin", "TOC") + field("separate")
MANY = [
    pytest.param(
        p("甲", style="s20000"),
        "".join(style(f"s{n}", based=f"s{n - 1}") for n in range(20_001)),
        1,
        id="styles",
    ),
    pytest.param(p(inner=OPEN * 2_000) + p("甲") * 2_000 + p(inner=field("end") * 2_000), "", 3_999, id="fields"),
    pytest.param(p("甲", props=f"<w:rPr><w:del {TRACKED}/></w:rPr>") * 10_000, "", 10_000, id="deleted-marks"),
    pytest.param(page(*"甲" * 10_000), "", 10_000, id="page-breaks"),
    pytest.param(tbl(tr("甲", *[tc("甲", props="<w:hMerge/>")] * 5_000)), "", 10_001, id="hMerge"),
    pytest.param(tbl(*[tr(tc("甲", span=1_000))] * 500), "", 999, id="wide-rows"),
    pytest.param(tbl(tr(*[tc("甲", span=1_000)] * 1_000)), "", 1_999, id="wide-cells"),
    pytest.param(tbl(*[tr(*["甲"] * 10)] * 2_000), "", 39_999, id="honest-2000x10"),
]


@pytest.mark.parametrize(("body", "styles", "size"), MANY)
def test_much_of_one_thing(body: str, styles: str, size: int) -> None:
    """Much of anything is read whole and in time."""
    data = docx(body, styles=styles)
    with within(3):
        assert len(read_docx(data).text) == size


LIMITS = [
    pytest.param(merged_rows(30), Limits(cells=59), "table-too-big", id="cells"),
    pytest.param(p("甲" * 50), Limits(text_chars=49), "text-too-long", id="text"),
    pytest.param(p("甲") * 50, Limits(inflated_part=1_000), "zip-too-big", id="part"),
]


@pytest.mark.parametrize(("body", "limits", "code"), LIMITS)
def test_limits(body: str, limits: Limits, code: str) -> None:
    """Passing a limit is a refusal, never a silent cut."""
    with pytest.raises(LimitError) as caught:
        read_docx(docx(body), limits)
    assert caught.value.code == code


PIECES = st.sampled_from(
    [
        *(
            "<w:p>",
            "</w:p>",
            "<w:r>",
            "</w:r>",
            t("甲"),
            "<w:tbl>",
            "</w:tbl>",
            "<w:tr>",
            "</w:tr>",
            "<w:tc>",
            "</w:tc>",
        ),
        *(
            "<w:tcPr/>",
            "<w:pPr/>",
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:fldChar w:fldCharType="end"/>',
            "<w:sdt>",
            "</w:sdt>",
        ),
        *(
            "<w:vMerge/>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:del>",
            "</w:del>",
            "<w:br/>",
            "<w:txbxContent>",
            "</w:txbxContent>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_order_of_elements_is_read_or_refused(pieces: list[str]) -> None:
    """Elements in places where no program puts them never crash the reader."""
    body: list[str] = []
    stack: list[str] = []
    for piece in pieces:
        if not piece.startswith("</"):
            body.append(piece)
            stack += [] if "/>" in piece or "</" in piece else [piece]
        elif stack:
            body.append("</" + stack.pop()[1:])
    source = read_docx(docx("".join(body + ["</" + one[1:] for one in reversed(stack)])))
    _check_spans(source)


@given(st.binary(max_size=40), st.integers(0, 2_000), st.integers(0, 2_000))
@settings(max_examples=200, deadline=None)
def test_damaged_files_are_read_or_refused(noise: bytes, start: int, cut: int) -> None:
    """Bytes changed anywhere give a document or a refusal with a code, nothing else."""
    data = docx(p("甲", num=(1, 0)), tbl(tr("乙")), numbering=abstract(0, lvl(0, "%1、")), styles=style("Normal"))
    damaged = data[:start] + noise + data[start + cut :]
    try:
        _check_spans(read_docx(damaged))
    except Refusal as refusal:
        _check_refusal(refusal)


def _check_spans(source: Source) -> None:
    """Every paragraph is where it says, and paragraphs do not overlap."""
    end = 0
    for one in sorted(paragraphs(source.blocks), key=lambda one: one.passage.start):
        assert source.text[one.passage.start : one.passage.end] == one.text
        assert one.passage.start >= end
        end = one.passage.end


def _check_refusal(refusal: Refusal) -> None:
    """A refusal says what happened and what to do."""
    assert refusal.code
    assert refusal.hint
