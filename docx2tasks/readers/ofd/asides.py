"""What an OFD file carries beside its pages → diagnostics: annotations, attachments, seals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.readers.ofd.names import child_text, children, find_part, tag_to_name
from docx2tasks.readers.package import Package
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode


class Part(NamedTuple):
    """The name of a part and its root."""

    name: str
    root: etree._Element


def find_asides(package: Package, main: etree._Element, documents: Sequence[Part]) -> Iterator[Diagnostic]:
    """One diagnostic for each kind that is there; ``documents`` are those that ``main`` (OFD.xml) names.

    A part that is broken is named, and no reason to refuse the pages.
    """
    asides, bodies = _Asides(package), children(main, "DocBody")
    attached = sum(asides.count(document, "Attachments", "Attachment") for document in documents)
    words = sum(asides.count_annotated(document) for document in documents)
    signed = sum(asides.count(Part("OFD.xml", body), "Signatures", "Signature") for body in bodies)
    if attached:
        yield Diagnostic(
            DiagnosticCode.EMBEDDED_DOCUMENT, f"{attached} files attached to this one were not read", "warning"
        )
    if words:
        yield Diagnostic(DiagnosticCode.ANNOTATION_TEXT, f"{words} characters of annotations were left out")
    if signed:
        yield Diagnostic(DiagnosticCode.SEAL, f"the file carries {signed} seals or signatures; they were not checked")
    if asides.broken:
        what = f"{asides.broken} parts beside the pages are broken and were not read"
        yield Diagnostic(DiagnosticCode.PART_BROKEN, what, "warning")


@dataclass(slots=True, repr=False, eq=False)
class _Asides:
    """Reads lists of what stands beside the pages, and counts those that are broken."""

    package: Package
    broken: int = field(default=0)

    def count(self, holder: Part, list_name: str, entry_name: str) -> int:
        """How many entries the list holds that ``holder`` names."""
        found = self._load(holder.name, child_text(holder.root, list_name))
        return 0 if found is None else sum(1 for _ in children(found.root, entry_name))

    def count_annotated(self, document: Part) -> int:
        """How many characters the annotations of a document hold (clause 15)."""
        pages = self._load(document.name, child_text(document.root, "Annotations"))
        if pages is None:
            return 0
        places = dict.fromkeys(child_text(page, "FileLoc") for page in children(pages.root, "Page"))
        parts = (self._load(pages.name, place) for place in places)
        return sum(_count_chars(part.root) for part in parts if part is not None)

    def _load(self, base: str, location: str) -> Part | None:
        """The part at a location; None without one, and where it is broken."""
        name = find_part(self.package, base, location)
        try:
            root = self.package.xml(name) if name is not None else None
        except FormatError as error:
            if error.code != "xml-broken":
                raise
            self.broken += 1
            return None
        return None if name is None or root is None else Part(name, root)


def _count_chars(root: etree._Element) -> int:
    codes = (element for element in root.iter(etree.Element) if tag_to_name(element) == "TextCode")
    return sum(len((code.text or "").strip()) for code in codes)
