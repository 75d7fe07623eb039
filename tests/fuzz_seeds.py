"""The whole documents that fuzzing spoils: the samples, and small ones of each format with much in them."""

# ruff: noqa: E501  (a part of a document is one line)

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable, Mapping
from email import policy
from email.message import EmailMessage
from pathlib import Path

import build_pdf
from build_docx import (
    abstract,
    docx,
    docx_with,
    field_runs,
    form_field,
    graphic,
    lvl,
    p,
    r,
    style,
    tbl,
    tc,
    text_box,
    tr,
    zip_bytes,
)
from build_ofd import Style as OfdStyle
from build_ofd import content_to_ofd
from build_sheet import with_shared_strings, xls, xlsx
from forms import Content, Entry, Line, content_to_html

SAMPLES = Path(__file__).parents[1] / "samples"
_TITLE = "青川市2022年重点任务清单"
_ROWS = (
    ("序号", "重点任务", "具体任务", "牵头单位", "完成时限"),
    (1, "优化服务", "建成不低于22家服务站。", "市卫生健康委", "2022年12月底前"),
    (2, None, "每季一次开展检查。", "市教育局、各县区人民政府", "持续推进"),
    (3, "扩大投资", "完成投资10.5亿元，同比增长8%。", "市发展改革委", "6月"),
)
_TABLE = Content(
    _TITLE,
    header=("重点任务", "工作举措", "具体任务", "责任单位"),
    rows=tuple(
        Entry((Line("一、", 1, "优化服务"), Line(f"（{n}）", n, "便民")), Line(f"{n}.", n, f"建成不低于{n}家服务站。"), "市教育局、市财政局")
        for n in range(1, 5)
    ),
)
_OUTLINE = Content(
    _TITLE,
    lines=(
        Line("一、", 1, "优化服务"),
        *(Line(f"{n}.", n, f"12月底前建成{n}家服务站。", "（牵头单位：市教育局；配合单位：市财政局）") for n in range(1, 6)),
        Line("二、", 2, "扩大投资"),
        Line("1.", 1, "每季一次开展检查。", "（责任单位：各县区人民政府）"),
    ),
)


def _samples(*suffixes: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix in suffixes and path.name != "README.md"]


def _rich_docx() -> bytes:
    """A Word file with lists, styles, notes, comments, changes, fields, boxes and a table with merged cells."""
    changed = '<w:ins w:id="1" w:author="a">' + r("增加") + '</w:ins><w:del w:id="2" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + p("框内文字") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    table = tbl(
        tr(tc("序号", merge="restart"), tc("任务", span=2), tc("责任单位", merge="restart"), props="<w:tblHeader/>"),
        tr(tc(merge=""), tc("名称"), tc("时限"), tc(merge="")),
        tr(tc("1"), tc(p("建成平台。"), tbl(tr("甲", "乙"))), tc("12月底前"), tc("市教育局")),
        columns=4,
        bordered=True,
    )
    return docx(
        p(_TITLE, style="Title"),
        p("总则", style="H1"),
        p("建成不低于22家服务站。（牵头单位：市教育局）", num=(1, 1), inner=changed + note),
        p("每季一次开展检查。", num=(1, 1), inner=field_runs("PAGE", "3") + box),
        f"<w:sdt><w:sdtContent>{p('保障措施', style='H1')}</w:sdtContent></w:sdt>",
        table,
        p(inner='<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:hyperlink r:id="x">' + r("链接") + "</w:hyperlink>"),
        numbering=abstract(0, lvl(0, "第%1条", "chineseCountingThousand"), lvl(1, "（%2）"), lvl(2, "%3.%2")),
        styles=style("Normal") + style("H1", props='<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>', based="Normal") + style("Title", based="Normal"),
        footnotes='<w:footnote w:id="2">' + p("注释") + "</w:footnote>",
        comments='<w:comment w:id="0" w:author="a">' + p("批注") + "</w:comment>",
        header1=p("页眉"),
        settings="<w:evenAndOddHeaders/>",
        section='<w:headerReference w:type="default" r:id="header1"/>',
    )


def _drawn_docx() -> bytes:
    """A Word file of what is drawn: boxes, a chart, a diagram, form fields, alternatives, pictures, objects."""
    words = "<a:p><a:r><a:t>一、建成平台。</a:t></a:r></a:p>"
    points = '<c:pt idx="0"><c:v>20</c:v></c:pt>'
    shape = '<w:pict><v:shape style="width:40pt;height:30pt"><v:imagedata r:id="sheet"/></v:shape></w:pict>'
    other = f'<mc:AlternateContent><mc:Choice Requires="wps"><w:t>甲</w:t></mc:Choice><mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>'
    drop = '<w:ddList><w:result w:val="0"/><w:listEntry w:val="市教育局"/></w:ddList>'
    return docx_with(
        p("1.建成平台。（责任单位：市教育局）", inner=text_box(p("内部资料")) + r(inner=other)),
        p(inner=graphic('<c:chart r:id="chart"/>', kind="chart") + graphic('<dgm:relIds r:dm="diagram"/>', kind="diagram")),
        p("责任单位：", inner=form_field("FORMDROPDOWN", drop) + form_field("EQ \\f(1,3)", "") + r(inner=shape)),
        p(inner=r(inner='<w:object><v:shape><v:imagedata r:id="x"/></v:shape><o:OLEObject ProgID="Word.Document.12" r:id="x"/></w:object>')),
        p(inner='<w:commentRangeStart w:id="0"/><w:subDoc r:id="x"/>' + r("\uf0fc藏", props="<w:vanish/>")) + '<w:altChunk r:id="x"/>',
        comments='<w:comment w:id="0">' + p("批注") + "</w:comment>",
        parts={
            "charts/chart.xml": ("chart", f"<c:chartSpace><c:title>{words}</c:title><c:ser><c:cat><c:strCache>{points}</c:strCache></c:cat><c:val><c:numCache>{points}</c:numCache></c:val></c:ser></c:chartSpace>"),
            "diagrams/diagram.xml": ("diagramData", f"<dgm:dataModel><dgm:pt><dgm:t>{words}</dgm:t></dgm:pt></dgm:dataModel>"),
            "media/sheet.png": ("image", _picture()),
        },
    )


def _ods() -> bytes:
    """A small OpenDocument workbook."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
    rows = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{"" if cell is None else cell}</text:p></table:table-cell>' for cell in row) + "</table:table-row>"
        for row in _ROWS
    )
    title = f'<table:table-row><table:table-cell table:number-columns-spanned="5" table:number-rows-spanned="1"><text:p>{_TITLE}</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/></table:table-row>'
    numbers = '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2022-12-31"/><table:table-cell office:value-type="percentage" office:value="0.5"/></table:table-row>'
    body = f'<table:table table:name="清单"><table:table-column table:number-columns-repeated="5"/>{title}{rows}{numbers}</table:table>'
    content = f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>'
    return zip_bytes({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _books() -> list[bytes]:
    rows = [[_TITLE], *_ROWS, [(44_926, "yyyy年m月"), (0.085, "0.0%"), True]]
    book = xlsx({"清单": rows, "附表": _ROWS}, merges={"清单": ["A1:E1", "B3:B4"]})
    return [book, with_shared_strings(book)]


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "任务清单"
    message.set_content("1.建成平台。（市教育局负责）")
    message.add_alternative("<p>1.建成平台。（市教育局负责）</p>", subtype="html")
    message.add_attachment(docx(p(_TITLE)), maintype="application", subtype="octet-stream", filename="清单.docx")
    return message.as_bytes(policy=policy.SMTP)


def _saved_page() -> bytes:
    page = base64.encodebytes(content_to_html(_TABLE))
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
    first = b'--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///C:/x.htm\r\n\r\n'
    frame = b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: header.htm\r\n\r\n=E9=A1=B5=E7=9C=89\r\n"
    return head + first + page + b"\r\n" + frame + b"--b--\r\n"


def _pdfs() -> list[bytes]:
    plain = build_pdf.small_pdf(build_pdf.chinese_words(_TITLE) + "80 600 m 500 600 l S\n0 0 m 1 1 2 2 3 3 c f\n", more={4: build_pdf.CHINESE})
    made = [build_pdf.content_to_pdf(content, look) for content in (_TABLE, _OUTLINE) for look in (build_pdf.Style(), build_pdf.Style(form=True, lines="path", scale=3.0))]
    return [plain, *made]


def _picture() -> bytes:
    """A small grey PNG."""
    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(40)) for y in range(30))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)


def _pictures() -> list[bytes]:
    """The picture in each kind of file that is read."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    made = [_picture()]
    for kind in ("JPEG", "TIFF", "BMP", "GIF"):
        stream = io.BytesIO()
        Image.open(io.BytesIO(made[0])).save(stream, kind)
        made.append(stream.getvalue())
    return made


def _rtf() -> bytes:
    words = "".join(f"\\u{ord(sign) - 65_536 if ord(sign) > 32_767 else ord(sign)}?" for sign in "一、建成平台。（市教育局负责）")
    return f"{{\\rtf1\\ansi\\ansicpg936 {words}\\par \\trowd\\cellx2000\\cellx4000 {words}\\cell 2\\cell\\row}}".encode()


def _odt() -> bytes:
    """A small OpenDocument text."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    body = "".join(f"<text:p>{line}</text:p>" for line in (_TITLE, "一、建成平台。（市教育局负责）", "二、每季度检查。"))
    content = f'<office:document-content {spaces} office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>' for path, media in (("/", kind), ("content.xml", "text/xml")))
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>'
    return zip_bytes({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


# by way of LibreOffice, two seconds each
SLOW: Mapping[str, Callable[[], list[bytes]]] = {"rtf": lambda: [_rtf()], "odt": lambda: [_odt()]}

# what spoils a file is the same for all formats, what is spoilt is not
SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "docx": lambda: [_rich_docx(), _drawn_docx(), *_samples(".docx")],
    "html": lambda: [content_to_html(_TABLE), *_samples(".html")],
    "text": lambda: _samples(".txt"),
    "xlsx": _books,
    "xls": lambda: [xls({"清单": [[_TITLE], *_ROWS, [(44_926, "yyyy-mm-dd"), (0.085, "0.0%")]]}, merges={"清单": ["A1:E1"]})],
    "ods": lambda: [_ods()],
    "ofd": lambda: [content_to_ofd(_TABLE), content_to_ofd(_OUTLINE, OfdStyle(template=True, units=True, lines="path", scale=3.0, deltas="each"))],
    "pdf": _pdfs,
    "mht": lambda: [_saved_page()],
    "eml": lambda: [_mail()],
    "zip": lambda: [zip_bytes({"甲/清单.docx": docx(p(_TITLE)), "说明.txt": "1.建成平台。", "里.zip": zip_bytes({"一.html": "<p>甲</p>"})})],
    "image": _pictures,
    **SLOW,
}
