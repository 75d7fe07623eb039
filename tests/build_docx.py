"""Real Word files in a line: ``docx(p("总则", num=(1, 0)), numbering=abstract(0, lvl(0, "%1、")))``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = {
    "document": "document.main+xml",
    "styles": "styles+xml",
    "numbering": "numbering+xml",
    "settings": "settings+xml",
    "footnotes": "footnotes+xml",
    "endnotes": "endnotes+xml",
    "comments": "comments+xml",
    "header": "header+xml",
    "footer": "footer+xml",
}


def zip_bytes(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx_parts(*body: str, main: str = "word/document.xml", section: str = "", **parts: str) -> dict[str, str | bytes]:
    """The parts of a Word file: its body, and by keyword what is inside ``w:styles``, ``w:numbering``.

    ``header1="<w:p>…"`` makes ``word/header1.xml`` with the relationship id ``header1``.
    """
    kinds = {name: name.rstrip("0123456789") for name in parts}
    overrides = [("/" + main, "document"), *((f"/word/{name}.xml", kind) for name, kind in kinds.items())]
    types = "".join(
        f'<Override PartName="{name}" ContentType="{_WORD_TYPE}{_TYPES[kind]}"/>' for name, kind in overrides
    )
    folder, base = main.rsplit("/", 1) if "/" in main else ("", main)
    inner = f"{''.join(body)}<w:sectPr>{section}</w:sectPr>"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": rels(("rId1", "officeDocument", main)),
        main: f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>",
        f"{folder}/_rels/{base}.rels".lstrip("/"): rels(
            *((name, kind, f"/word/{name}.xml") for name, kind in kinds.items())
        ),
    }
    for name, kind in kinds.items():
        tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        made[f"word/{name}.xml"] = f"<w:{tag} {NAMESPACES}>{parts[name]}</w:{tag}>"
    return made


def docx(*body: str, main: str = "word/document.xml", section: str = "", **parts: str) -> bytes:
    """A Word file; see ``docx_parts``."""
    return zip_bytes(docx_parts(*body, main=main, section=section, **parts))


def docx_with(*body: str, parts: Mapping[str, tuple[str, str | bytes]], **more: str) -> bytes:
    """A Word file that refers to other parts: ``parts={"charts/one.xml": ("chart", "<c:chartSpace…")}``.

    The id of a part's relationship is its name without folder and suffix; XML gets the namespaces.
    """
    made = docx_parts(*body, **more)
    kinds = [(name.rpartition("/")[2].partition(".")[0], kind, "/word/" + name) for name, (kind, _) in parts.items()]
    own = str(made["word/_rels/document.xml.rels"])
    made["word/_rels/document.xml.rels"] = own.replace("</Relationships>", rels(*kinds).partition(">")[2])
    for name, (_, data) in parts.items():
        made["word/" + name] = data.replace(">", f" {NAMESPACES}>", 1) if isinstance(data, str) else data
    return zip_bytes(made)


def graphic(inner: str, *, cm: tuple[float, float] | None = (4, 3), kind: str = "picture") -> str:
    """A run with a drawing of a size in centimetres: ``graphic('<c:chart r:id="one"/>', kind="chart")``."""
    extent = "" if cm is None else f'<wp:extent cx="{round(cm[0] * 360_000)}" cy="{round(cm[1] * 360_000)}"/>'
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{kind}"
    return r(
        inner=f"<w:drawing><wp:inline>{extent}<a:graphic><a:graphicData uri={quoteattr(uri)}>{inner}"
        f"</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def picture(target: str = "picture", cm: tuple[float, float] | None = (4, 3)) -> str:
    """A run with a picture."""
    return graphic(f'<pic:pic><pic:blipFill><a:blip r:embed="{target}"/></pic:blipFill></pic:pic>', cm=cm)


def text_box(*blocks: str, look: str = "") -> str:
    """A run with a text box in VML."""
    inner = f"<v:textbox><w:txbxContent>{''.join(blocks)}</w:txbxContent></v:textbox>"
    return r(inner=f"<w:pict><v:shape style={quoteattr(look)}>{inner}</v:shape></w:pict>")


def form_field(code: str, inner: str, result: str = "") -> str:
    """A form field as Word 97 to 2003 made them; without a result, its value stands beside its code."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'
    shown = field_char("separate") + r(result) if result else ""
    return f"{begin}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>{shown}{field_char('end')}"


def rels(*entries: tuple[str, str, str]) -> str:
    """A relationships part of (id, kind, target)."""
    rows = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'<Relationships xmlns="{_PACKAGE}relationships">{rows}</Relationships>'


def t(text: str) -> str:
    """The text element of a run."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str = "", *, props: str = "", inner: str = "") -> str:
    """A run."""
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{t(text) if text else ''}{inner}</w:r>"


def p(
    text: str = "",
    *,
    num: tuple[int | str, int] | None = None,
    style: str = "",
    props: str = "",
    inner: str = "",
) -> str:
    """A paragraph; ``num`` is its list and level."""
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        marks += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    marks += props
    return f"<w:p>{f'<w:pPr>{marks}</w:pPr>' if marks else ''}{r(text) if text else ''}{inner}</w:p>"


def lvl(ilvl: int, text: str, style: str = "decimal", *, start: int | None = 1, more: str = "", suff: str = "") -> str:
    """A level of a list: ``lvl(0, "第%1条", "chineseCountingThousand")``."""
    return (
        f'<w:lvl w:ilvl="{ilvl}">{"" if start is None else f"<w:start w:val={quoteattr(str(start))}/>"}'
        f'<w:numFmt w:val="{style}"/>{more}{f"<w:suff w:val={quoteattr(suff)}/>" if suff else ""}'
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    """An abstract list and the list of the same number plus one that uses it."""
    return only_abstract(number, *levels, more=more) + num(number + 1, number)


def only_abstract(number: int, *levels: str, more: str = "") -> str:
    """An abstract list that no list uses yet."""
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{more}{''.join(levels)}</w:abstractNum>"
    )


def num(number: int, abstract_id: int, *overrides: str) -> str:
    """A list of an abstract list."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>{"".join(overrides)}</w:num>'


def override(ilvl: int, *, start: int | None = None, level: str = "") -> str:
    """A level override of a list."""
    begin = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{ilvl}">{begin}{level}</w:lvlOverride>'


def style(
    name: str, *, props: str = "", run: str = "", based: str = "", kind: str = "paragraph", title: str = ""
) -> str:
    """A style; ``title`` is its ``w:name`` where it differs from the id."""
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{name}"><w:name w:val="{title or name}"/>'
        f"{f'<w:basedOn w:val={quoteattr(based)}/>' if based else ''}"
        f"{f'<w:pPr>{props}</w:pPr>' if props else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def list_props(number: int | str | None = None, level: int | None = None) -> str:
    """``w:numPr`` with a list, a level, or both."""
    inner = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    inner += "" if number is None else f'<w:numId w:val="{number}"/>'
    return f"<w:numPr>{inner}</w:numPr>"


def tc(*blocks: str, span: int | str | None = None, merge: str | None = None, props: str = "") -> str:
    """A cell of paragraphs or plain words; ``merge`` is ``restart`` or ``""`` for a continued one."""
    marks = "" if span is None else f'<w:gridSpan w:val="{span}"/>'
    if merge is not None:
        marks += f'<w:vMerge w:val="{merge}"/>' if merge else "<w:vMerge/>"
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks or ("",))
    return f"<w:tc>{f'<w:tcPr>{marks}{props}</w:tcPr>' if marks or props else ''}{inner}</w:tc>"


def tr(*cells: str, props: str = "") -> str:
    """A row of cells or plain words."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def tbl(*rows: str, columns: int = 0, bordered: bool = False) -> str:
    """A table; without ``columns`` it has no grid of its own, and only a ``bordered`` one is drawn with lines."""
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * columns + "</w:tblGrid>" if columns else ""
    look = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>" if bordered else "<w:tblPr/>"
    return f"<w:tbl>{look}{grid}{''.join(rows)}</w:tbl>"


def field_runs(code: str, result: str) -> str:
    """A complex field: begin, code, separator, result, end."""
    return (
        f"{field_char('begin')}<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
        f"{field_char('separate')}{r(result)}{field_char('end')}"
    )


def field_char(kind: str) -> str:
    """A run with one field character."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
