"""A Word file (``.docx``, ``.docm``, ``.dotx``) → :class:`~docx2tasks.source.Source`.

    main part ─ body: paragraphs with their printed numbers, tables as grids
              └ then, set aside: notes, comments, headers, footers

All parts are found through relationships; the Strict form of the format is read as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.package import Package, check_xml, open_package, xml_to_root
from docx2tasks.readers.unread import can_be_document
from docx2tasks.readers.word.binding import Binding, too_long
from docx2tasks.readers.word.blocks import new_story, section_references
from docx2tasks.readers.word.names import W, element_to_switch, find_child
from docx2tasks.readers.word.numbering import Lists
from docx2tasks.readers.word.parts import Parts
from docx2tasks.readers.word.relationships import Relationship, find_relationships, find_target
from docx2tasks.readers.word.scans import Scans
from docx2tasks.readers.word.shapes import lost_to_diagnostics
from docx2tasks.readers.word.styles import root_to_styles
from docx2tasks.source import Block, Diagnostic, Source
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_OTHER_KINDS = (
    ("xl/workbook", "an Excel workbook"),
    ("ppt/presentation", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("ofd.xml", "an OFD document"),
    ("meta-inf/container.xml", "an e-book"),
)
_ASIDES = {"footnote": LeftoverKind.NOTE, "endnote": LeftoverKind.NOTE, "comment": LeftoverKind.COMMENT}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_DC = "{http://purl.org/dc/elements/1.1/}"
_FIELDS = ((_DC + "title", "title"), ("{http://purl.org/dc/terms/}created", "created"))


def read_docx(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The canonical text and the blocks of a Word file.

    Blocks are the body's; after them stand, with their ``aside`` set, the notes and comments
    that the body refers to, and each distinct header and footer.  Automatic numbers (``一、``,
    ``（一）``) are part of the text, in cells too.

    Raises ``FormatError`` ``not-word`` for a zip that holds no Word document, and the refusals
    of :func:`~docx2tasks.readers.package.open_package` and ``xml_to_root``.
    """
    package = open_package(data, limits)
    top = find_relationships(package)
    name, body = _load_main(package, top)
    relationships = find_relationships(package, name)
    binding = _load_binding(package, relationships, name, body)
    blocks = new_story(binding, body, name).blocks(body)
    pages = _pages(binding)
    blocks += _notes(package, relationships, binding)
    blocks += _margins(package, relationships, binding)
    fields, diagnostics = _core_fields(package, top)
    _refuse_if_long(binding)
    _refuse_if_pictures(binding)
    scans = binding.scans
    source = Source(
        format="docx",
        text=binding.builder.text,
        blocks=tuple(blocks),
        fields=fields,
        diagnostics=(*diagnostics, *_diagnostics(binding, pages)),
        leftovers=tuple(scans.leftovers),
        pages=pages,
        confidences=tuple(scans.confidences) or None,
    )
    if not scans.confidences:
        return source
    from docx2tasks.readers.scan import check_recognized  # noqa: PLC0415  where something was recognized

    return check_recognized(source)


def _refuse_if_long(binding: Binding) -> None:
    if binding.builder.length > binding.limits.text_chars:
        raise too_long(binding.limits)


def _refuse_if_pictures(binding: Binding) -> None:
    """A document of nothing but scans is refused with what would read it."""
    if binding.lost and not binding.builder.text.strip():
        what = f"the document has no text: {next(lost_to_diagnostics(binding.lost, ())).message}"
        hint = "if it is a scan, install docx2tasks[ocr], which recognizes text in pictures"
        raise FormatError("no-text", what, hint)


def _load_main(package: Package, top: Sequence[Relationship]) -> tuple[str, etree._Element]:
    """The name and the ``w:body`` of the main document."""
    for name in (find_target(top, "officeDocument"), "word/document.xml"):
        root = package.xml(name) if name else None
        body = find_child(root, W + "body")
        if name and root is not None and root.tag == W + "document" and body is not None:
            return name, body
    raise _not_word(package)


def _not_word(package: Package) -> FormatError:
    names = [name.lower() for name in package.names]
    kinds = (kind for start, kind in _OTHER_KINDS if any(name.startswith(start) for name in names))
    kind = next(kinds, "an archive without a Word document")
    return FormatError("not-word", f"this is {kind}", "use a .docx file, or unpack the archive")


def _load_binding(package: Package, relationships: Sequence[Relationship], main: str, body: etree._Element) -> Binding:
    """What all stories share: styles are read now, lists when a paragraph first names one."""
    root = _load_target(package, relationships, "styles")
    styles = root_to_styles(root)
    name = find_target(relationships, "numbering")
    data = package.part(name) if name else None
    if data is not None:
        check_xml(data, "numbering")
    lists = Lists(lambda: None if data is None else xml_to_root(data, package.limits, "numbering"), styles)
    watchful = any(tree is not None and next(tree.iter(W + "vanish"), None) is not None for tree in (body, root))
    parts = Parts(package)
    return Binding(package.limits, styles, lists, parts, Scans(parts, body, main, package.limits), watchful)


def _load_target(package: Package, relationships: Sequence[Relationship], kind: str) -> etree._Element | None:
    name = find_target(relationships, kind)
    return package.xml(name) if name else None


def _pages(binding: Binding) -> tuple[int, ...]:
    """Offsets at which pages begin: as Word last laid them out, else after the writer's breaks."""
    breaks = binding.page_starts or binding.page_ends
    return (0, *(at for at in sorted(set(breaks)) if at > 0)) if breaks else ()


def _notes(package: Package, relationships: Sequence[Relationship], binding: Binding) -> Iterator[Block]:
    """Notes and comments in the order of the body's references to them; they may refer on."""
    roots: dict[str, dict[str, etree._Element]] = {}
    done: set[tuple[str, str]] = set()
    for kind, number in chain(binding.notes, binding.ranges):  # both grow while notes are read
        if (kind, number) in done:
            continue
        done.add((kind, number))
        if kind not in roots:
            roots[kind] = _load_notes(_load_target(package, relationships, kind + "s"), kind)
        element = roots[kind].get(number)
        if element is not None:
            part = find_target(relationships, kind + "s") or ""
            yield from new_story(binding, element, part, _ASIDES[kind]).blocks(element)


def _load_notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {
        element.get(W + "id", ""): element
        for element in root.iterchildren(W + kind)
        if element.get(W + "type") not in _SEPARATORS
    }


def _margins(package: Package, relationships: Sequence[Relationship], binding: Binding) -> Iterator[Block]:
    """Headers, then footers, each distinct text once."""
    targets = {one.id: one.target for one in relationships}
    has_even = _has_even_pages(package, relationships, binding)
    wanted = [found for section in binding.sections for found in _shown_references(section, has_even=has_even)]
    seen: set[tuple[str, str]] = set()
    for kind, reference in sorted(dict.fromkeys(wanted), key=lambda pair: pair[0] != "header"):
        root = package.xml(targets[reference]) if reference in targets else None
        words = "" if root is None else "".join(root.itertext(W + "t"))
        if root is None or (kind, words) in seen:
            continue
        seen.add((kind, words))
        yield from new_story(binding, root, targets[reference], LeftoverKind(kind)).blocks(root)


def _has_even_pages(package: Package, relationships: Sequence[Relationship], binding: Binding) -> bool:
    """Whether even pages have headers of their own; the settings are read only if it matters."""
    if not any(kind == "even" for section in binding.sections for _, kind, _ in section_references(section)):
        return False
    switch = find_child(_load_target(package, relationships, "settings"), W + "evenAndOddHeaders")
    return switch is not None and element_to_switch(switch)


def _shown_references(section: etree._Element, *, has_even: bool) -> Iterator[tuple[str, str]]:
    title = find_child(section, W + "titlePg")
    shown = {"default": True, "even": has_even, "first": title is not None and element_to_switch(title)}
    for kind, where, reference in section_references(section):
        if shown.get(where, True):
            yield kind, reference


def _core_fields(
    package: Package, top: Sequence[Relationship]
) -> tuple[tuple[tuple[str, str], ...], Iterable[Diagnostic]]:
    """Title and date of creation from the core properties; broken ones are no reason to refuse."""
    try:
        root = _load_target(package, top, "core-properties")
    except FormatError as error:
        if error.code != "xml-broken":
            raise
        return (), (
            Diagnostic(DiagnosticCode.PART_BROKEN, "the core properties are damaged and were not read", "warning"),
        )
    found = ((name, (root.findtext(tag) or "").strip()) for tag, name in _FIELDS) if root is not None else ()
    return tuple((name, value) for name, value in found if value), ()


def _diagnostics(binding: Binding, pages: Sequence[int]) -> Iterator[Diagnostic]:
    for name in sorted(binding.unknown):
        words = f"unknown number format {name[:40]!r}; decimal digits are used instead"
        yield Diagnostic(DiagnosticCode.UNKNOWN_NUMBERING, words, "warning")
    hidden = "".join(binding.hidden)
    if hidden:
        chars = sum(len(words) for words in hidden.split("\n"))
        words = f"{chars} characters of hidden text were left out"
        yield Diagnostic(DiagnosticCode.HIDDEN_TEXT, words, "error" if can_be_document(hidden) else "info")
    unknown = sum(one.unknown_signs for one in binding.readers)
    if unknown:
        words = f"{unknown:,} symbol-font characters have no equivalent and were left out"
        yield Diagnostic(DiagnosticCode.UNKNOWN_CHARACTERS, words, "warning")
    yield from lost_to_diagnostics(binding.lost, pages)
