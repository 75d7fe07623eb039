"""Annotations, attachments and seals of an OFD file → diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.readers.ofd.names import child_text, children, find_part, tag_to_name
from docx2tasks.readers.package import Package
from docx2tasks.readers.unread import LeftOut, can_be_document, left_out_to_diagnostics
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

_WORDS = frozenset(("TextCode", "Remark"))


class Part(NamedTuple):
    """The name of a part and its root."""

    name: str
    root: etree._Element


def find_asides(package: Package, main: etree._Element, documents: Sequence[Part]) -> Iterator[Diagnostic]:
    """One diagnostic for each kind that is there; ``documents`` are those that ``main`` (OFD.xml) names.

    A part that is broken is named, and no reason to refuse the pages.
    """
    asides, bodies = _Asides(package), children(main, "DocBody")
    attached = [entry for one in documents for entry in asides.find(one, "Attachments", "Attachment")]
    annotated = "\n".join(words for document in documents for words in asides.find_annotated(document))
    signed = sum(len(asides.find(Part("OFD.xml", body), "Signatures", "Signature")) for body in bodies)
    names = (entry.get("Name") or "" for entry in attached)
    yield from left_out_to_diagnostics(LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, name, is_grave=True) for name in names)
    if annotated:
        words = f"{sum(map(len, annotated.split()))} characters of annotations were left out"
        yield Diagnostic(DiagnosticCode.ANNOTATION_TEXT, words, "error" if can_be_document(annotated) else "info")
    if signed:
        yield Diagnostic(DiagnosticCode.SEAL, f"the file carries {signed} seals or signatures; they were not verified")
    if asides.broken:
        what = f"{asides.broken} parts other than pages are damaged and were not read"
        yield Diagnostic(DiagnosticCode.PART_BROKEN, what, "warning")


@dataclass(slots=True, repr=False, eq=False)
class _Asides:
    """Reads lists of what stands beside the pages, and counts those that are broken."""

    package: Package
    broken: int = field(default=0)

    def find(self, holder: Part, list_name: str, entry_name: str) -> list[etree._Element]:
        """The entries of the list that ``holder`` names."""
        found = self._load(holder.name, child_text(holder.root, list_name))
        return [] if found is None else [*children(found.root, entry_name)]

    def find_annotated(self, document: Part) -> Iterator[str]:
        """The words of the annotations of a document (clause 15), those drawn and those remarked."""
        pages = self._load(document.name, child_text(document.root, "Annotations"))
        places = dict.fromkeys(child_text(page, "FileLoc") for page in children(pages and pages.root, "Page"))
        for place in places:
            part = self._load(pages.name if pages else "", place)
            elements = () if part is None else part.root.iter(etree.Element)
            yield from (words for e in elements if tag_to_name(e) in _WORDS and (words := (e.text or "").strip()))

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
