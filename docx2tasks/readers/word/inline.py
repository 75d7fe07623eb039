"""What each element inside a paragraph adds to its text (ECMA-376-1, 17.3.3, 17.16, 22.1).

:class:`~docx2tasks.readers.word.runs.RunReader` looks an element up in :data:`ACTIONS` and hands itself over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lxml import etree

from docx2tasks.readers.word.drawings import Shape, find_shapes, hide
from docx2tasks.readers.word.fields import Field
from docx2tasks.readers.word.names import MC, M, W, alternate_to_lost, find_child, pick_branch, tag_to_name
from docx2tasks.readers.word.symbols import code_to_text

if TYPE_CHECKING:
    from docx2tasks.readers.word.runs import RunReader


def _read_run(reader: RunReader, run: etree._Element) -> None:
    reader.read_run(run)


def _read_text(reader: RunReader, element: etree._Element) -> None:
    reader.read_text(element)


def _tab(reader: RunReader, _element: etree._Element) -> None:
    reader.add("\t")


def _hyphen(reader: RunReader, _element: etree._Element) -> None:
    reader.add("-")


def _break(reader: RunReader, element: etree._Element) -> None:
    if element.get(W + "type") == "page":
        reader.page_ends.append(len(reader.pieces))
        if not reader.pieces:
            return
    reader.add("\n")


def _page_start(reader: RunReader, _element: etree._Element) -> None:
    reader.page_starts.append(len(reader.pieces))


def _symbol(reader: RunReader, element: etree._Element) -> None:
    code = element.get(W + "char")
    words = code_to_text(code, element.get(W + "font", ""))
    if words:
        reader.add(words)
    elif code:
        reader.unknown_signs += 1


def _note(reader: RunReader, element: etree._Element) -> None:
    if reader.is_hidden:
        reader.hidden.append("\n")
    elif not reader.in_code:
        reader.notes.append((tag_to_name(element).removesuffix("Reference"), element.get(W + "id", "")))


def _range(reader: RunReader, element: etree._Element) -> None:
    reader.ranges.append(("comment", element.get(W + "id", "")))


def _deleted(reader: RunReader, element: etree._Element) -> None:
    """Deleted words outside of a deletion, which are not shown."""
    reader.hide(element.text or "")


def _alternate(reader: RunReader, element: etree._Element) -> None:
    branch = pick_branch(element)
    if branch is not None:
        reader.read(branch)
    else:
        reader.hide(alternate_to_lost(element))


# What is drawn --------------------------------------------------------------------------------


def _drawing(reader: RunReader, element: etree._Element) -> None:
    if reader.is_hidden:
        reader.hide(hide(element).words)
        return
    for shape in find_shapes(element):
        if shape.kind == "hidden":
            reader.hide(shape.words)
        else:
            reader.shapes.append(shape)


def _document(reader: RunReader, element: etree._Element) -> None:
    reader.shapes.append(Shape("document", element))


def _unknown(reader: RunReader, element: etree._Element) -> None:
    reader.shapes.append(Shape("drawing", element))


# Equations ------------------------------------------------------------------------------------


def _fraction(reader: RunReader, element: etree._Element) -> None:
    """½ as an equation: 1/2, not 12."""
    for name, mark in (("num", "/"), ("den", "")):
        part = find_child(element, M + name)
        if part is not None:
            reader.read(part)
            if mark:
                reader.add(mark)


def _brackets(reader: RunReader, element: etree._Element) -> None:
    """Brackets around parts of an equation: round ones with a bar between, unless it says others."""
    properties = find_child(element, M + "dPr")
    signs = {} if properties is None else {child.tag: child.get(M + "val", "") for child in properties}
    between = signs.get(M + "sepChr", "|")
    reader.add(signs.get(M + "begChr", "("))
    for number, part in enumerate(element.iterchildren(M + "e")):
        if number and between:
            reader.add(between)
        reader.read(part)
    reader.add(signs.get(M + "endChr", ")"))


def _sum(reader: RunReader, element: etree._Element) -> None:
    """A sum, a product, an integral: its sign, then its parts."""
    sign = find_child(find_child(element, M + "naryPr"), M + "chr")
    reader.add("∫" if sign is None else sign.get(M + "val", ""))
    reader.read(element)


def _root(reader: RunReader, element: etree._Element) -> None:
    reader.add("√")
    reader.read(element)


# Fields ---------------------------------------------------------------------------------------


def _field_char(reader: RunReader, element: etree._Element) -> None:
    kind = element.get(W + "fldCharType")
    if kind == "begin":
        reader.fields.open(Field(find_child(element, W + "ffData")))
    elif kind == "separate":
        reader.fields.show_result(reader.pieces_read)
    elif kind == "end":
        words = reader.fields.close(reader.pieces_read)
        if words:
            reader.add(words)


def _field_code(reader: RunReader, element: etree._Element) -> None:
    reader.fields.add_code(element.text or "")


def _simple_field(reader: RunReader, element: etree._Element) -> None:
    reader.fields.open(Field(find_child(element, W + "ffData"), [element.get(W + "instr", "")]))
    reader.fields.show_result(reader.pieces_read)
    reader.read(element)
    words = reader.fields.close_simple(reader.pieces_read)
    if words:
        reader.add(words)


Action = Callable[["RunReader", etree._Element], None]  # noqa: SLF001 (lxml has no other name for it)
"""Adds what one element holds to the words of the reader."""

# None: nothing is done, not even with what is in the element.
ACTIONS: dict[Any, Action | None] = {
    W + "r": _read_run,
    W + "t": _read_text,
    M + "t": _read_text,
    W + "tab": _tab,
    W + "ptab": _tab,
    W + "br": _break,
    W + "cr": _break,
    W + "noBreakHyphen": _hyphen,
    W + "sym": _symbol,
    W + "lastRenderedPageBreak": _page_start,
    W + "fldChar": _field_char,
    W + "instrText": _field_code,
    W + "fldSimple": _simple_field,
    W + "footnoteReference": _note,
    W + "endnoteReference": _note,
    W + "commentReference": _note,
    W + "drawing": _drawing,
    W + "pict": _drawing,
    W + "object": _drawing,
    W + "commentRangeStart": _range,
    W + "delText": _deleted,
    W + "subDoc": _document,
    W + "contentPart": _unknown,
    M + "f": _fraction,
    M + "d": _brackets,
    M + "nary": _sum,
    M + "rad": _root,
    MC + "AlternateContent": _alternate,
    **dict.fromkeys(
        (W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "rt")),
        None,
    ),
    **dict.fromkeys((W + name for name in ("del", "moveFrom", "delInstrText", "ffData")), None),
    **dict.fromkeys((W + name for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "softHyphen")), None),
}
