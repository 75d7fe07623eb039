"""The text of a paragraph, from its runs (ECMA-376-1, 17.3.3, 17.13, 17.16).

Kept is what Word shows with all changes accepted: insertions and moves to, results of fields,
what content controls, links and smart tags hold.  Left out are deletions and moves from, field
codes, hidden text, the readings over characters, and marks of notes.  Text boxes, notes and comments
are only noted here; :mod:`docx2tasks.readers.word.blocks` reads them where they belong.
What each element adds is in :mod:`docx2tasks.readers.word.inline`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from docx2tasks.readers.word.drawings import Shape
from docx2tasks.readers.word.fields import OpenFields
from docx2tasks.readers.word.inline import ACTIONS
from docx2tasks.readers.word.names import VAL, W, element_to_switch
from docx2tasks.readers.word.styles import WordStyles
from docx2tasks.readers.word.symbols import count_unknown, symbol_to_text

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

    styles: WordStyles
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
    fields: OpenFields = field(default_factory=OpenFields)
    is_hidden: bool = False  # of the run being read
    _earlier: int = 0  # pieces of all paragraphs before
    _run_bold: bool = False
    _base_bold: bool = False
    _base_hidden: bool = False

    @property
    def in_contents(self) -> bool:
        """Whether a contents field is open."""
        return self.closed and self.fields.contents > 0

    @property
    def in_code(self) -> bool:
        """Whether what comes next is in the code of a field, which is not shown."""
        return self.closed and self.fields.coding > 0

    @property
    def pieces_read(self) -> int:
        """Pieces of all paragraphs so far."""
        return self._earlier + len(self.pieces)

    def begin(self, *, bold: bool, hidden: bool) -> None:
        """Start a new paragraph; ``bold`` and ``hidden`` come from its style."""
        self._earlier += len(self.pieces)
        self.pieces = []
        if self.hidden and self.hidden[-1] != "\n":
            self.hidden.append("\n")
        if self.page_ends or self.page_starts or self.shapes:
            self.page_ends, self.page_starts, self.shapes = [], [], []
        self.bold = True
        self._base_bold = self._run_bold = bold
        self._base_hidden = self.is_hidden = hidden

    def read(self, parent: etree._Element) -> None:
        """Add the text of everything in ``parent``; unknown elements are read through."""
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self.read_run(child)
            else:
                act = ACTIONS.get(tag, RunReader.read)
                if act is not None:
                    act(self, child)

    def add(self, words: str) -> None:
        """Add words with the look of the run being read; those that Word does not show are noted as hidden."""
        if self.fields.coding and self.closed:
            if not self.fields.is_shown:  # else the result of a field in a code
                self.hidden.append(words)
            return
        if self.is_hidden:
            self.hidden.append(words)
            self.hidden_chars += len(words)
            return
        if self.bold and not self._run_bold and not words.isspace():
            self.bold = False
        self.pieces.append(words)

    def read_run(self, run: etree._Element) -> None:
        """Add the words of a run (``w:r``)."""
        self.is_hidden, self._run_bold = self._base_hidden, self._base_bold
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self.read_text(child)
            elif tag != _RUN_PROPERTIES:
                act = ACTIONS.get(tag, RunReader.read)
                if act is not None:
                    act(self, child)
            elif self.watchful or self.bold:  # else nothing in them matters any more
                self._read_properties(child)
        self.is_hidden = self._base_hidden

    def _read_properties(self, properties: etree._Element) -> None:
        for child in properties:
            tag = child.tag
            if tag == _BOLD:
                self._run_bold = element_to_switch(child)
            elif tag == _VANISH:
                self.is_hidden = element_to_switch(child)
            elif tag == _RUN_STYLE:
                look = self.styles.character(child.get(VAL))
                self._run_bold = self._run_bold if look.bold is None else look.bold
                self.is_hidden = self.is_hidden if look.hidden is None else look.hidden

    def read_text(self, element: etree._Element) -> None:
        """Add the words of a ``w:t`` or ``m:t``."""
        words = element.text
        if not words:
            return
        if not words.isprintable():
            self.unknown_signs += count_unknown(words)
            words = _plain_characters(words)
        if " " in words and (words[0] == " " or words[-1] == " ") and element.get(_PRESERVE) != "preserve":
            words = words.strip(" ")
        if self.fields.coding or self.is_hidden or (self.bold and self._run_bold):
            self.add(words)
            return
        if self.bold and not words.isspace():
            self.bold = False
        self.pieces.append(words)

    def hide(self, words: str) -> None:
        """Note words that Word does not show."""
        if words:
            self.hidden.append(words)

    def offsets(self, marks: Iterable[int]) -> list[int]:
        """Characters of the paragraph before each of the marks, which count pieces."""
        ends = list(accumulate(map(len, self.pieces), initial=0))
        return [ends[mark] for mark in marks]


_DELETED = frozenset((W + "del", W + "moveFrom"))


def fields_are_closed(root: etree._Element) -> bool:
    """Whether every field that starts in a story also ends, except deleted ones."""
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
