"""An Excel workbook (``.xlsx``, ``.xlsm``, ``.xltx``) → :class:`~docx2tasks.source.Source`, as Excel shows it.

    workbook ─ sheets in order ─ rows of words ─ layout ─ blocks
             └ styles: the number formats, read when the first number that has one is met

Parts are found through relationships; the Strict form of the format is read as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.sheet.cells import Doubts, Sheet, doubts_to_diagnostics
from docx2tasks.readers.sheet.layout import sheets_to_source
from docx2tasks.readers.sheet.numbers import BUILT_IN, GENERAL
from docx2tasks.readers.sheet.sheetxml import Shared, xml_to_sheet, xml_to_strings
from docx2tasks.readers.word.relationships import Relationship, find_relationships, find_target
from docx2tasks.source import Diagnostic, Source
from docx2tasks.vocabulary import DiagnosticCode

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ON = {"1", "true", "on"}
_UNREAD = (("xl/comments", "comments"), ("xl/threadedcomments", "comments"))
_TEXT_BOX = b":txBody>"


def read_xlsx(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an Excel workbook; its sheets are parts.

    Raises ``FormatError`` ``not-sheet`` for a zip that holds no workbook, ``not-read`` for a binary one
    (``.xlsb``), and the refusals of :func:`~docx2tasks.readers.package.open_package` and ``xml_to_root``.
    """
    package = open_package(data, limits)
    name, workbook = _load_workbook(package)
    doubts = Doubts([], [])
    sheets = [*_load_sheets(package, name, workbook, doubts)]
    found = (*doubts_to_diagnostics(doubts), *_unread_parts(package))
    return sheets_to_source("xlsx", sheets, limits, found)


def _load_workbook(package: Package) -> tuple[str, etree._Element]:
    for name in (find_target(find_relationships(package), "officeDocument"), "xl/workbook.xml"):
        if name and name.lower().endswith(".bin"):
            raise FormatError("not-read", "this is a binary workbook (.xlsb), which is not read", "save it as .xlsx")
        root = package.xml(name) if name else None
        if name and root is not None and root.tag == _S + "workbook":
            return name, root
    raise FormatError("not-sheet", "this is a zip without an Excel workbook in it", "give an .xlsx file")


def _load_sheets(package: Package, name: str, workbook: etree._Element, doubts: Doubts) -> Iterator[Sheet]:
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
        if target is None or target.kind != "worksheet":
            continue
        if entry.get("state", "visible") != "visible":
            yield Sheet(title, is_hidden=True)
            continue
        data = package.part(target.target)
        if data:
            yield xml_to_sheet(title, data, shared, doubts, package.limits)


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


def _unread_parts(package: Package) -> Iterator[Diagnostic]:
    """Words that stand beside the cells: comments, and boxes drawn over them."""
    names = [name.lower().lstrip("/") for name in package.names]
    kinds = {kind for start, kind in _UNREAD if any(name.startswith(start) for name in names)}
    drawings = [name for name in names if name.startswith("xl/drawings/drawing") and name.endswith(".xml")]
    if any(_TEXT_BOX in (package.part(name) or b"") for name in drawings):
        kinds.add("text boxes")
    for kind in sorted(kinds):
        yield Diagnostic(DiagnosticCode.SHEET_NOTES, f"the workbook's {kind} were not read", "warning")
