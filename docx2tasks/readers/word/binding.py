"""State shared by the stories of a Word document: text, styles, lists, unread content."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.unread import can_be_task
from docx2tasks.readers.word.numbering import Lists
from docx2tasks.readers.word.parts import Parts
from docx2tasks.readers.word.runs import RunReader
from docx2tasks.readers.word.scans import Scans
from docx2tasks.readers.word.shapes import Lost
from docx2tasks.readers.word.styles import WordStyles
from docx2tasks.source import TextBuilder
from docx2tasks.vocabulary import DiagnosticCode


@dataclass(slots=True, repr=False, eq=False)
class Binding:
    """What the stories of a document share."""

    limits: Limits
    styles: WordStyles
    lists: Lists
    parts: Parts
    scans: Scans
    watchful: bool  # whether any text may be hidden
    builder: TextBuilder = field(default_factory=TextBuilder)
    gap: str = ""  # what is to part the next paragraph from the text so far
    unknown: set[str] = field(default_factory=set)  # number formats met and not known
    readers: list[RunReader] = field(default_factory=list)  # of all stories
    page_starts: list[int] = field(default_factory=list)  # as Word laid out the document last
    page_ends: list[int] = field(default_factory=list)  # breaks that the writer put
    notes: list[tuple[str, str]] = field(default_factory=list)
    sections: list[etree._Element] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)  # what was not read
    ranges: list[tuple[str, str]] = field(default_factory=list)  # comments, by the words they are about
    words: str = ""  # of the paragraph read last
    _looked_at: int = 0
    _has_tasks: bool = False

    @property
    def hidden(self) -> list[str]:
        """The words left out so far that Word does not show; none where there is no such place."""
        return [words for one in self.readers for words in one.hidden]

    def has_tasks(self) -> bool:
        """Whether the text so far may contain a task; each piece is checked once."""
        if not self._has_tasks:
            pieces = self.builder.since(self._looked_at)
            self._looked_at += len(pieces)
            self._has_tasks = any(map(can_be_task, pieces))
        return self._has_tasks

    def begin_pages(self) -> int:
        """Separate recognized pages from the text so far; where they begin."""
        if self.gap:
            self.builder.part(self.gap)
        return self.builder.length

    def begin_row(self) -> None:
        """Separate a row from the text so far."""
        if self.gap:
            self.builder.part("\n")
            self.gap = ""

    def lose(self, code: DiagnosticCode, *, is_grave: bool = False) -> None:
        """Record that something here was not read."""
        self.lost.append(Lost(code, self.builder.length, self.words, is_grave))


def too_long(limits: Limits) -> LimitError:
    """The refusal of a document with too much text."""
    what = f"the document has more than {limits.text_chars} characters of text"
    return LimitError("text-too-long", what, "split the document")
