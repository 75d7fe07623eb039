"""Word files with landscape tables, repeated headers and page numbers; reproducible bytes.

python-docx makes the file and its parts; the rows are written as WordprocessingML, since a table of 3,000 rows takes it
a hundred times as long cell by cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from docx2tasks.export.marks import PROPERTY
from docx2tasks.office.breakdown import Breakdown, Column
from docx2tasks.office.undated import zip_to_undated

_BODY, _HEAD = "仿宋", "黑体"  # what an office sets body and headings in; every Chinese Windows and WPS has them
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # no XML holds them, no page shows them
_TWIPS = 567  # of a centimetre
_A4 = (29.7, 21.0)  # centimetres, on its side
_MARGINS = (2.0, 1.8)  # above and below, at the sides
_TITLE_POINTS, _NOTE_POINTS, _CELL_POINTS = 18, 10.5, 10.5
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
    f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}">'
    "<vt:lpwstr>breakdown</vt:lpwstr></property></Properties>"
)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # no two runs differ by when they were made


def tables_to_docx(tables: Iterable[Breakdown]) -> bytes:
    """A Word file of tables, each on its own page."""
    from docx import Document  # noqa: PLC0415  takes as long to load as a paper to read
    from docx.oxml import parse_xml  # noqa: PLC0415

    document = Document()
    _set_up(document)
    _mark_as_ours(document)
    end = document.element.body.sectPr
    for number, table in enumerate(tables):
        for part in _table_to_xml(table, is_first=not number):
            end.addprevious(parse_xml(part))
    page = io.BytesIO()
    document.save(page)
    return zip_to_undated(page.getvalue())


# --- the page ------------------------------------------------------------------------------------------------------


def _set_up(document: Any) -> None:  # noqa: ANN401  python-docx has no types
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Cm, _A4)
    section.top_margin = section.bottom_margin = Cm(_MARGINS[0])
    section.left_margin = section.right_margin = Cm(_MARGINS[1])
    _set_font(document.styles["Normal"])
    _number_pages(section.footer.paragraphs[0])
    facts = document.core_properties
    facts.author, facts.comments, facts.keywords = "docx2tasks", "", ""
    facts.created = facts.modified = _LONG_AGO


def _mark_as_ours(document: Any) -> None:  # noqa: ANN401
    """A custom property, for which python-docx has no part of its own: the table is no paper in a folder of papers."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    name, package = PackURI("/docProps/custom.xml"), document.part.package
    part = Part(name, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _PROPERTIES.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _set_font(style: Any) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style.font.name, style.font.size = "Times New Roman", Pt(_CELL_POINTS)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)


def _number_pages(paragraph: Any) -> None:  # noqa: ANN401
    """``第 1 页 共 3 页``, counted by the program that shows it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(words)
        if field:
            xml = f'<w:fldSimple {_NS} w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(xml))  # noqa: SLF001  its way to fields


# --- the table -----------------------------------------------------------------------------------------------------


def _table_to_xml(table: Breakdown, *, is_first: bool) -> Iterator[str]:
    """The paragraphs above a table, and the table."""
    page_break = "" if is_first else "<w:pageBreakBefore/>"
    look = f'<w:keepNext/>{page_break}<w:spacing w:after="120"/><w:jc w:val="center"/>'
    yield _paragraph(table.title, _HEAD, _TITLE_POINTS, f'{look}<w:outlineLvl w:val="0"/>')
    if table.note:
        yield _paragraph(table.note, _BODY, _NOTE_POINTS, look.replace(page_break, ""))
    widths = _to_widths(table.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_head_row(table.columns, widths), *_body_rows(table, widths)]
    yield f"<w:tbl {_NS}>{_FRAME}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_NARROW = '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
_FRAME = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
    f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
)


def _to_widths(columns: Sequence[Column]) -> list[int]:
    """The widths of columns, in twips: together, what is between the margins."""
    room = (_A4[0] - 2 * _MARGINS[1]) * _TWIPS
    whole = sum(column.width for column in columns)
    return [round(room * column.width / whole) for column in columns]


def _head_row(columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = "".join(
        _cell(column.heading, width, _HEAD, is_centred=True) for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _body_rows(table: Breakdown, widths: Sequence[int]) -> Iterator[str]:
    above: Sequence[str] = ()
    for row in table.rows:
        merges = [*_find_merges(table.columns, row, above)]
        cells = (
            _cell("" if merge == "continue" else words, width, _BODY, is_centred=column.is_centred, merge=merge)
            for column, words, width, merge in zip(table.columns, row, widths, merges, strict=True)
        )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
        above = row


def _find_merges(columns: Sequence[Column], row: Sequence[str], above: Sequence[str]) -> Iterator[str]:
    """How each cell is merged with the one above: ``continue`` where it says the same, and so do those left of it."""
    is_same = bool(above)
    for number, column in enumerate(columns):
        if not column.is_merged:
            yield ""
            continue
        is_same = is_same and above[number] == row[number]
        yield "continue" if is_same else "restart"


def _cell(words: str, width: int, font: str, *, is_centred: bool, merge: str = "") -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    facts = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
    look = f'{_NARROW}<w:jc w:val="{"center" if is_centred else "left"}"/>'
    lines = "".join(_paragraph(line, font, _CELL_POINTS, look, is_root=False) for line in words.split("\n"))
    return f"<w:tc>{facts}{lines}</w:tc>"


def _paragraph(words: str, font: str, points: float, look: str, *, is_root: bool = True) -> str:
    namespace = f" {_NS}" if is_root else ""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    size = f'<w:sz w:val="{round(2 * points)}"/>'
    text = f'<w:t xml:space="preserve">{escape(_UNFIT.sub("", words))}</w:t>'
    return f"<w:p{namespace}><w:pPr>{look}</w:pPr><w:r><w:rPr>{fonts}{size}</w:rPr>{text}</w:r></w:p>"
