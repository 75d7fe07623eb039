"""The words of one paragraph of Word, from its runs (ECMA-376-1, 17.3.3, 17.13, 17.16).

Kept is what Word shows with all changes accepted: insertions and moves to, results of fields,
what content controls, links and smart tags hold.  Left out are deletions and moves from, field
codes, hidden text, the readings over characters, and marks of notes.  Text boxes, notes and comments
are only noted here; :mod:`docx2tasks.readers.word.blocks` reads them where they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, ClassVar

from lxml import etree

from docx2tasks.readers.word.drawings import Shape, find_shapes, hide
from docx2tasks.readers.word.fields import Field
from docx2tasks.readers.word.names import (
    MC,
    VAL,
    M,
    W,
    alternate_to_lost,
    element_to_switch,
    find_child,
    pick_branch,
    tag_to_name,
)
from docx2tasks.readers.word.styles import Styles
from docx2tasks.readers.word.symbols import code_to_text, count_unknown, symbol_to_text

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_TAG_FIELD = W + "fldChar"
_BOLD, _VANISH, _RUN_STYLE = W + "b", W + "vanish", W + "rStyle"
_RUN, _RUN_PROPERTIES, _TEXT = W + "r", W + "rPr", W + "t"


@dataclass(slots=True, repr=False, eq=False)
class RunReader:
    """Reads paragraph after paragraph of one story; fields may span several of them.

    ``watchful`` says that some run may be hidden.  ``closed`` says that every field of the
    story ends; where one does not, text in the place of a code is kept rather than lost.
    """

    styles: Styles
    watchful: bool
    closed: bool
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id, as referred to
    ranges: list[tuple[str, str]] = field(default_factory=list)  # the same of comments, where their words begin
    hidden: list[str] = field(default_factory=list)  # words that Word does not show
    hidden_chars: int = 0  # those of runs that are hidden
    unknown_signs: int = 0  # of symbol fonts, without an equivalent
    pieces: list[str] = field(default_factory=list)
    page_ends: list[int] = field(default_factory=list)  # w:br type=page, as pieces before it
    page_starts: list[int] = field(default_factory=list)  # w:lastRenderedPageBreak
    shapes: list[Shape] = field(default_factory=list)
    bold: bool = True
    fields: list[Field] = field(default_factory=list)  # those open
    _earlier: int = 0  # pieces of all paragraphs before
    _contents: int = 0  # open fields that make a contents list
    _coding: int = 0  # open fields whose code is being read
    _hidden: bool = False
    _run_bold: bool = False
    _base_bold: bool = False
    _base_hidden: bool = False

    @property
    def in_contents(self) -> bool:
        """Whether a contents field is open."""
        return self.closed and self._contents > 0

    def begin(self, *, bold: bool, hidden: bool) -> None:
        """Forget the paragraph before; ``bold`` and ``hidden`` are what the paragraph's style says."""
        self._earlier += len(self.pieces)
        self.pieces = []
        if self.hidden and self.hidden[-1] != "\n":
            self.hidden.append("\n")
        if self.page_ends or self.page_starts or self.shapes:
            self.page_ends, self.page_starts, self.shapes = [], [], []
        self.bold = True
        self._base_bold = self._run_bold = bold
        self._base_hidden = self._hidden = hidden

    def read(self, parent: etree._Element) -> None:
        """Add the words of everything in ``parent``; what is not known is read through."""
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            else:
                act = _ACTIONS.get(tag, RunReader.read)
                if act is not None:
                    act(self, child)

    def _add(self, words: str) -> None:
        if self._coding and self.closed:
            if not self.fields[-1].shown:  # else the result of a field in a code
                self.hidden.append(words)
            return
        if self._hidden:
            self.hidden.append(words)
            self.hidden_chars += len(words)
            return
        if self.bold and not self._run_bold and not words.isspace():
            self.bold = False
        self.pieces.append(words)

    def _run(self, run: etree._Element) -> None:
        self._hidden, self._run_bold = self._base_hidden, self._base_bold
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self._text(child)
            elif tag != _RUN_PROPERTIES:
                act = _ACTIONS.get(tag, RunReader.read)
                if act is not None:
                    act(self, child)
            elif self.watchful or self.bold:  # else nothing in them matters any more
                self._properties(child)
        self._hidden = self._base_hidden

    def _properties(self, properties: etree._Element) -> None:
        for child in properties:
            tag = child.tag
            if tag == _BOLD:
                self._run_bold = element_to_switch(child)
            elif tag == _VANISH:
                self._hidden = element_to_switch(child)
            elif tag == _RUN_STYLE:
                look = self.styles.character(child.get(VAL))
                self._run_bold = self._run_bold if look.bold is None else look.bold
                self._hidden = self._hidden if look.hidden is None else look.hidden

    def _text(self, element: etree._Element) -> None:
        words = element.text
        if not words:
            return
        if not words.isprintable():
            self.unknown_signs += count_unknown(words)
            words = _plain_characters(words)
        if " " in words and (words[0] == " " or words[-1] == " ") and element.get(_PRESERVE) != "preserve":
            words = words.strip(" ")
        if self._coding or self._hidden or (self.bold and self._run_bold):
            self._add(words)
            return
        if self.bold and not words.isspace():
            self.bold = False
        self.pieces.append(words)

    def _tab(self, _element: etree._Element) -> None:
        self._add("\t")

    def _hyphen(self, _element: etree._Element) -> None:
        self._add("-")

    def _break(self, element: etree._Element) -> None:
        if element.get(W + "type") == "page":
            self.page_ends.append(len(self.pieces))
            if not self.pieces:
                return
        self._add("\n")

    def _page_start(self, _element: etree._Element) -> None:
        self.page_starts.append(len(self.pieces))

    def offsets(self, marks: Iterable[int]) -> list[int]:
        """Characters of the paragraph before each of the marks, which count pieces."""
        ends = list(accumulate(map(len, self.pieces), initial=0))
        return [ends[mark] for mark in marks]

    def _symbol(self, element: etree._Element) -> None:
        code = element.get(W + "char")
        words = code_to_text(code, element.get(W + "font", ""))
        if words:
            self._add(words)
        elif code:
            self.unknown_signs += 1

    def _note(self, element: etree._Element) -> None:
        if self._hidden:
            self.hidden.append("\n")
        elif not (self._coding and self.closed):
            self.notes.append((tag_to_name(element).removesuffix("Reference"), element.get(W + "id", "")))

    def _range(self, element: etree._Element) -> None:
        self.ranges.append(("comment", element.get(W + "id", "")))

    def _deleted(self, element: etree._Element) -> None:
        """Deleted words outside of a deletion, which are not shown."""
        self._hide(element.text or "")

    def _alternate(self, element: etree._Element) -> None:
        branch = pick_branch(element)
        if branch is not None:
            self.read(branch)
        else:
            self._hide(alternate_to_lost(element))

    def _hide(self, words: str) -> None:
        if words:
            self.hidden.append(words)

    def _drawing(self, element: etree._Element) -> None:
        if self._hidden:
            self._hide(hide(element).words)
            return
        for shape in find_shapes(element):
            if shape.kind == "hidden":
                self._hide(shape.words)
            else:
                self.shapes.append(shape)

    def _document(self, element: etree._Element) -> None:
        self.shapes.append(Shape("document", element))

    def _unknown(self, element: etree._Element) -> None:
        self.shapes.append(Shape("drawing", element))

    def _fraction(self, element: etree._Element) -> None:
        """½ as an equation: 1/2, not 12."""
        for name, mark in (("num", "/"), ("den", "")):
            part = find_child(element, M + name)
            if part is not None:
                self.read(part)
                if mark:
                    self._add(mark)

    def _brackets(self, element: etree._Element) -> None:
        """Brackets around parts of an equation: round ones with a bar between, unless it says others."""
        properties = find_child(element, M + "dPr")
        signs = {} if properties is None else {child.tag: child.get(M + "val", "") for child in properties}
        between = signs.get(M + "sepChr", "|")
        self._add(signs.get(M + "begChr", "("))
        for number, part in enumerate(element.iterchildren(M + "e")):
            if number and between:
                self._add(between)
            self.read(part)
        self._add(signs.get(M + "endChr", ")"))

    def _sum(self, element: etree._Element) -> None:
        """A sum, a product, an integral: its sign, then its parts."""
        sign = find_child(find_child(element, M + "naryPr"), M + "chr")
        self._add("∫" if sign is None else sign.get(M + "val", ""))
        self.read(element)

    def _root(self, element: etree._Element) -> None:
        self._add("√")
        self.read(element)

    def _field_char(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(Field(find_child(element, W + "ffData")))
            self._coding += 1
        elif kind == "separate":
            self._field_separate()
        elif kind == "end" and self.fields:
            self._field_end()

    def _field_separate(self) -> None:
        if self.fields and not self.fields[-1].shown:
            self.fields[-1].show(self._earlier + len(self.pieces))
            self._contents += self.fields[-1].contents
            self._coding -= 1

    def _field_end(self) -> None:
        ended = self.fields.pop()
        self._contents -= ended.contents
        if not ended.shown:
            self._coding -= 1
        if not ended.shown or (ended.form is not None and ended.before == self._earlier + len(self.pieces)):
            words = ended.words()
            if words:
                self._add(words)

    def _field_code(self, element: etree._Element) -> None:
        if self.fields and not self.fields[-1].shown:
            self.fields[-1].code.append(element.text or "")

    def _simple_field(self, element: etree._Element) -> None:
        simple = Field(find_child(element, W + "ffData"), [element.get(W + "instr", "")])
        self.fields.append(simple)
        self._coding += 1
        self._field_separate()
        self.read(element)
        self._contents -= self.fields.pop().contents
        words = "" if self._earlier + len(self.pieces) > simple.before else simple.words()
        if words:
            self._add(words)

    # What is done with each element; None: nothing, not even with what is in it.
    actions: ClassVar[dict[Any, Callable[[RunReader, etree._Element], None] | None]] = {
        W + "r": _run,
        W + "t": _text,
        M + "t": _text,
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


_ACTIONS = RunReader.actions
_DELETED = frozenset((W + "del", W + "moveFrom"))


def fields_are_closed(root: etree._Element) -> bool:
    """Whether every field that begins in a story also ends, deleted ones aside."""
    depth = 0
    for element in root.iter(_TAG_FIELD):
        run = element.getparent()
        around = None if run is None else run.getparent()
        if around is not None and around.tag in _DELETED:
            continue
        kind = element.get(W + "fldCharType")
        depth += (kind == "begin") - (kind == "end")
        if depth < 0:
            return False
    return depth == 0


def _plain_characters(words: str) -> str:
    """Line ends of the XML file as blanks, and signs of symbol fonts as plain ones."""
    words = words.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return symbol_to_text(words)
