"""An OFD file → :class:`~docx2tasks.source.Source`.

    OFD.xml ─ documents ─ Document.xml ─ pages, each with its templates
                                       └ annotations, attachments, seals: named, not read

Codes: ``ofd-broken``, ``encrypted``, ``too-many-pages``, ``page-too-dense``, ``too-deep``, ``no-text``,
those of :mod:`~docx2tasks.readers.package`, and of diagnostics ``documents-joined``, ``hidden-text``,
``recognized-text``, ``unplaced-text``, ``page-without-text``, ``part-broken``,
``annotation-text``, ``embedded-document`` and ``seal``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.layout.blocks import pages_to_source
from docx2tasks.readers.layout.page import Page
from docx2tasks.readers.ofd.annotations import Part, find_asides
from docx2tasks.readers.ofd.drawing import Box, Drawing
from docx2tasks.readers.ofd.names import (
    POINTS,
    child_text,
    children,
    find_child,
    find_part,
    words_to_numbers,
)
from docx2tasks.readers.ofd.rotation import Laid, runs_to_page
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.unread import LeftOut, can_be_document, left_out_to_diagnostics
from docx2tasks.source import Diagnostic, Source
from docx2tasks.vocabulary import DiagnosticCode

_A4 = (210.0, 297.0)  # millimetres
_MOST = 0.5  # share of a page from which a picture fills most of it
_SHOWN_PAGES = 10  # numbers named in one diagnostic
_FIELDS = (("Title", "title"), ("CreationDate", "created"))


class OfdPrint(NamedTuple):
    """The printed content of a file, and what else it contains."""

    pages: list[Page]
    fields: tuple[tuple[str, str], ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True, repr=False, eq=False)
class Findings:
    """What was left out of the pages, for diagnostics."""

    unseen: int = 0
    hidden: list[str] = field(default_factory=list)  # the words of these
    unplaced: int = 0
    missing: int = 0
    recognized: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    has_scan: bool = False  # whether one of these may be the picture of a page
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, number: int, drawing: Drawing, laid: Laid) -> None:
        """Count what was left out of a page."""
        self.unseen += laid.unseen
        self.hidden.append(laid.hidden)
        self.unplaced += drawing.unplaced
        self.missing += drawing.missing
        if laid.is_unseen:
            self.recognized.append(number)
        large = [box for box in drawing.boxes if _fills(box, laid.page)]
        if drawing.pictures and not laid.page.has_words:
            self.pictures.append(number)
            self.has_scan = self.has_scan or bool(large) or len(drawing.boxes) < drawing.pictures
        elif not laid.is_unseen:
            for box in drawing.boxes:
                is_grave = box in large and not _lies_under(box, laid.page)
                self.left_out.append(LeftOut(DiagnosticCode.PICTURE_NOT_READ, f"page {number}", is_grave=is_grave))


def _fills(box: Box, page: Page) -> bool:
    """Whether a picture takes most of the page."""
    left, top, right, bottom = box
    width, height = min(right, page.width) - max(left, 0), min(bottom, page.height) - max(top, 0)
    return width > 0 and height > 0 and width * height >= _MOST * page.width * page.height


def _lies_under(box: Box, page: Page) -> bool:
    """Whether most words of the page stand on a picture, which is then only its ground."""
    left, top, right, bottom = box
    over = sum(left <= glyph.left <= right and top <= glyph.baseline <= bottom for glyph in page.glyphs)
    return 2 * over > len(page.glyphs)


@dataclass(slots=True, repr=False, eq=False)
class Body:
    """One document of the file: its part, its size of page, its templates and its resources."""

    package: Package
    name: str
    root: etree._Element
    _templates: dict[str, etree._Element | None] = field(default_factory=dict)
    _units: dict[str, etree._Element] | None = None

    @property
    def common(self) -> etree._Element | None:
        """What all pages share (7.5)."""
        return find_child(self.root, "CommonData")

    def template(self, number: str) -> etree._Element | None:
        """The page of a template, None where it is not there."""
        if number not in self._templates:
            self._templates[number] = self._load_template(number)
        return self._templates[number]

    def _load_template(self, number: str) -> etree._Element | None:
        for entry in children(self.common, "TemplatePage"):
            if entry.get("ID") == number:
                part = find_part(self.package, self.name, entry.get("BaseLoc") or "")
                return None if part is None else self.package.xml(part)
        return None

    def unit(self, number: str) -> etree._Element | None:
        """A reusable drawing; resources are read when the first one is met."""
        if self._units is None:
            named = (*children(self.common, "PublicRes"), *children(self.common, "DocumentRes"))
            parts = (find_part(self.package, self.name, entry.text or "") for entry in named)
            self._units = dict(_units([self.package.xml(part) for part in parts if part is not None]))
        return self._units.get(number)


def _units(resources: Iterable[etree._Element | None]) -> Iterator[tuple[str, etree._Element]]:
    for resource in resources:
        for unit in children(find_child(resource, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            yield unit.get("ID") or "", unit


def read_ofd(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of an OFD file.

    All its documents are read, in order; of each its pages with what their templates draw.
    Annotations, attachments and seals are named in diagnostics and are no part of the text.

    Raises ``FormatError`` ``ofd-broken``, ``encrypted`` or ``no-text`` (pages of pictures only),
    ``LimitError`` ``too-many-pages``, ``page-too-dense`` or ``too-deep``, and the refusals of
    :func:`~docx2tasks.readers.package.open_package` and ``xml_to_root``.
    """
    printed = read_pages(data, limits)
    return pages_to_source(printed.pages, "ofd", limits, fields=printed.fields, diagnostics=printed.diagnostics)


def read_pages(data: bytes, limits: Limits = DEFAULT) -> OfdPrint:
    """The pages of an OFD file as they are printed; raises as :func:`read_ofd`."""
    package = open_package(data, limits)
    main = _load_main(package)
    bodies = [_load_body(package, entry) for entry in children(main, "DocBody")]
    if not bodies:
        raise _broken("it lists no document")
    findings = Findings()
    pages = _load_pages(bodies, findings, limits)
    if not any(page.has_words for page in pages):
        raise _no_text(findings)
    diagnostics = (*_diagnostics(findings, bodies), *find_asides(package, main, [Part(b.name, b.root) for b in bodies]))
    return OfdPrint(pages, _fields(main), diagnostics)


def _load_main(package: Package) -> etree._Element:
    if any(name.lower().endswith("encryptions.xml") for name in package.names):
        raise FormatError(
            "encrypted",
            "the file is protected by a password or certificate",
            "open it in its program and save it without protection",
        )
    root = package.xml("OFD.xml")
    if root is None:
        raise _broken("its list of documents (OFD.xml) is missing")
    return root


def _load_body(package: Package, entry: etree._Element) -> Body:
    part = find_part(package, "OFD.xml", child_text(entry, "DocRoot"))
    root = package.xml(part) if part is not None else None
    if part is None or root is None:
        raise _broken("a document it lists is missing")
    return Body(package, part, root)


def _load_pages(bodies: Sequence[Body], findings: Findings, limits: Limits) -> list[Page]:
    """All pages in order; what they left out is counted in ``findings``."""
    entries = [(body, entry) for body in bodies for entry in children(find_child(body.root, "Pages"), "Page")]
    if len(entries) > limits.pages:
        raise LimitError("too-many-pages", f"the document has more than {limits.pages} pages", "split it")
    pages: list[Page] = []
    chars = 0
    for number, (body, entry) in enumerate(entries, 1):
        page = _load_page(body, entry, number, findings, limits)
        chars += len(page.glyphs)
        if chars > limits.text_chars:
            words = f"the document has more than {limits.text_chars} characters of text"
            raise LimitError("text-too-long", words, "split the document")
        pages.append(page)
    return pages


def _load_page(body: Body, entry: etree._Element, number: int, findings: Findings, limits: Limits) -> Page:
    part = find_part(body.package, body.name, entry.get("BaseLoc") or "")
    root = body.package.xml(part) if part is not None else None
    if root is None:
        raise _broken(f"page {number} is missing")
    drawing = Drawing(limits, body.unit, number)
    for template in children(root, "Template"):
        drawn = body.template(template.get("TemplateID") or "")
        drawing.missing += drawn is None
        drawing.add_content(find_child(drawn, "Content"))
    drawing.add_content(find_child(root, "Content"))
    width, height = _page_size(root, body.common)
    laid = runs_to_page(width, height, drawing.runs, drawing.rulings, paper=bool(drawing.pictures))
    findings.add(number, drawing, laid)
    return laid.page


def _page_size(page: etree._Element, common: etree._Element | None) -> tuple[float, float]:
    """The size of a page in points: its own, else the document's, else A4 (7.6)."""
    for area in (find_child(page, "Area"), find_child(common, "PageArea")):
        try:
            _, _, width, height = words_to_numbers(child_text(area, "PhysicalBox"), 4)
        except ValueError:
            continue
        if width > 0 and height > 0:
            return width * POINTS, height * POINTS
    return _A4[0] * POINTS, _A4[1] * POINTS


def _fields(main: etree._Element) -> tuple[tuple[str, str], ...]:
    """Title and date of creation of the first document (7.4)."""
    info = find_child(find_child(main, "DocBody"), "DocInfo")
    found = ((name, child_text(info, tag)) for tag, name in _FIELDS)
    return tuple((name, value) for name, value in found if value)


def _diagnostics(findings: Findings, bodies: Sequence[Body]) -> Iterator[Diagnostic]:
    if len(bodies) > 1:
        yield Diagnostic(
            DiagnosticCode.DOCUMENTS_JOINED, f"the file contains {len(bodies)} documents, read one after the other"
        )
    if findings.unseen:
        words = f"{findings.unseen} characters of hidden text were left out"
        level = "error" if can_be_document("\n".join(findings.hidden)) else "info"
        yield Diagnostic(DiagnosticCode.HIDDEN_TEXT, words, level)
    if findings.unplaced:
        words = f"{findings.unplaced} characters without a valid position on the page were left out"
        yield Diagnostic(DiagnosticCode.UNPLACED_TEXT, words, "warning")
    if findings.missing:
        words = f"{findings.missing} templates or drawings used by pages are missing from the file"
        yield Diagnostic(DiagnosticCode.PART_BROKEN, words, "warning")
    if findings.recognized:
        words = f"{_numbers(findings.recognized)}: a picture, with text from another program's OCR"
        yield Diagnostic(DiagnosticCode.RECOGNIZED_TEXT, words, "warning")
    if findings.pictures:
        words = f"{_numbers(findings.pictures)}: only a picture, whose text was not read"
        if findings.has_scan:
            yield Diagnostic(DiagnosticCode.PAGE_WITHOUT_TEXT, words, "error")
        else:
            yield Diagnostic(DiagnosticCode.PAGE_WITHOUT_TEXT, words, "warning")
    yield from left_out_to_diagnostics(findings.left_out)


def _numbers(pages: Sequence[int]) -> str:
    """``page 3``, ``pages 3, 5``, and how many more."""
    named = ", ".join(map(str, pages[:_SHOWN_PAGES]))
    more = f" and {len(pages) - _SHOWN_PAGES} more" if len(pages) > _SHOWN_PAGES else ""
    return f"page{'s' if len(pages) > 1 else ''} {named}{more}"


def _no_text(findings: Findings) -> FormatError:
    if findings.unplaced:
        return _broken("none of its text has a position on a page")
    what = "its pages contain only pictures" if findings.pictures else "its pages contain no text"
    return FormatError("no-text", what, "check that it was saved completely; scans need the ocr extra")


def _broken(what: str) -> FormatError:
    return FormatError(
        "ofd-broken",
        f"the OFD file is incomplete: {what}",
        "download or export it again",
    )
