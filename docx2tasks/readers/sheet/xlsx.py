"""An Excel workbook (``.xlsx``, ``.xlsm``, ``.xltx``) → :class:`~docx2tasks.source.Source`, as Excel shows it.

    workbook ─ sheets in order ─ rows of words ─ layout ─ blocks
             ├ drawings: text boxes, what is not read
             └ styles: the number formats, read when the first number that has one is met

Parts are found through relationships; the Strict form of the format is read as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from lxml import etree

from docx2tasks.errors import FormatError, Refusal
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.sheet.cells import Doubts, Sheet, doubts_to_diagnostics
from docx2tasks.readers.sheet.drawings import Beside, margins_to_left_out
from docx2tasks.readers.sheet.layout import sheets_to_source
from docx2tasks.readers.sheet.numbers import BUILT_IN, GENERAL
from docx2tasks.readers.sheet.sheetxml import Shared, xml_to_sheet, xml_to_strings
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.readers.word.relationships import Relationship, find_relationships, find_target
from docx2tasks.source import Source
from docx2tasks.vocabulary import DiagnosticCode

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ON = {"1", "true", "on"}
_COMMENTS = ("xl/comments", "xl/threadedcomments")
_NO_CELLS = {"chartsheet": DiagnosticCode.CHART_NOT_READ}


def read_xlsx(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an Excel workbook; its sheets are parts.

    Raises ``FormatError`` ``not-sheet`` for a zip that holds no workbook, ``not-read`` for a binary one
    (``.xlsb``), and the refusals of :func:`~docx2tasks.readers.package.open_package` and ``xml_to_root``.
    """
    package = open_package(data, limits)
    name, workbook = _load_workbook(package)
    doubts, beside = Doubts([], []), Beside(package)
    sheets = [*_load_sheets(package, name, workbook, doubts, beside)]
    strays = [*beside.strays()]  # which may add to what is left out
    left_out = left_out_to_diagnostics((*_find_comments(package), *beside.left_out, *strays))
    found = (*doubts_to_diagnostics(doubts), *left_out)
    return sheets_to_source("xlsx", sheets, limits, found)


def _load_workbook(package: Package) -> tuple[str, etree._Element]:
    for name in (find_target(find_relationships(package), "officeDocument"), "xl/workbook.xml"):
        if name and name.lower().endswith(".bin"):
            raise FormatError("not-read", "binary workbooks (.xlsb) are not supported", "save it as .xlsx")
        root = package.xml(name) if name else None
        if name and root is not None and root.tag == _S + "workbook":
            return name, root
    raise FormatError("not-sheet", "this archive contains no Excel workbook", "use an .xlsx file")


def _load_sheets(
    package: Package, name: str, workbook: etree._Element, doubts: Doubts, beside: Beside
) -> Iterator[Sheet]:
    """The sheets in the workbook's order; hidden ones are named, and not read."""
    relationships = find_relationships(package, name)
    targets = {one.id: one for one in relationships}
    text = _load_target(package, relationships, "sharedStrings")
    strings = xml_to_strings(text, package.limits) if text else []
    settings = workbook.find(_S + "workbookPr")
    is_1904 = settings is not None and settings.get("date1904", "") in _ON
    shared = Shared(strings, _find_formats(package, relationships), is_1904)
    for entry in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
        title, target = entry.get("name", ""), targets.get(entry.get(_ID, ""))
        if target is None:
            continue
        if entry.get("state", "visible") != "visible":
            beside.skip(target.target)
            yield Sheet(title, is_hidden=True)
        elif target.kind != "worksheet":
            beside.skip(target.target)
            beside.left_out.append(
                LeftOut(_NO_CELLS.get(target.kind, DiagnosticCode.DRAWING_NOT_READ), title, is_grave=True)
            )
        elif data := package.part(target.target):
            sheet = xml_to_sheet(title, data, shared, doubts, package.limits)
            beside.left_out.extend(margins_to_left_out(sheet.margins, title))
            yield sheet._replace(boxes=beside.read(target.target, title))


def _load_target(package: Package, relationships: Sequence[Relationship], kind: str) -> bytes | None:
    name = find_target(relationships, kind)
    return package.part(name) if name else None


def _find_formats(package: Package, relationships: Sequence[Relationship]) -> Callable[[int], str]:
    """The number formats of cells by style; the part is read when first asked for."""

    @cache
    def load() -> Sequence[str]:
        name = find_target(relationships, "styles")
        root = package.xml(name) if name else None
        return _root_to_formats(root) if root is not None else ()

    def find(style: int) -> str:
        return load()[style] if 0 < style < len(load()) or (style == 0 and load()) else ""

    return cache(find)


def _root_to_formats(root: etree._Element) -> list[str]:
    """For each style of a cell its number format, ``""`` for the general one and for text."""
    own = {number.get("numFmtId", ""): number.get("formatCode", "") for number in root.iter(_S + "numFmt")}
    known = {str(number): code for number, code in BUILT_IN.items()} | own
    codes = [known.get(xf.get("numFmtId", "0"), "") for xf in root.iterfind(f"{_S}cellXfs/{_S}xf")]
    return ["" if code in {GENERAL, "@", "G/通用格式"} else code for code in codes]


def _find_comments(package: Package) -> Iterator[LeftOut]:
    """Remarks on cells are not read; what they say may matter all the same."""
    for name in package.names:
        if name.lower().lstrip("/").startswith(_COMMENTS):
            root = _load_comments(package, name)
            found = [*root.iter("{*}comment", "{*}threadedComment")] if root is not None else []
            for comment in found:
                yield LeftOut(DiagnosticCode.SHEET_NOTES, comment.get("ref", ""), "".join(map(str, comment.itertext())))
            if not found:
                yield LeftOut(DiagnosticCode.SHEET_NOTES)


def _load_comments(package: Package, name: str) -> etree._Element | None:
    try:
        return package.xml(name)
    except Refusal:  # the cells are whole
        return None
