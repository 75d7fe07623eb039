"""An outline under construction: entries so far, and open levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.segment.marks.count import NumberingState
from docx2tasks.segment.marks.find import MarkStyle
from docx2tasks.segment.outline.items import Entry, Leftover, Outline, OutlineItem, OutlinePart, TableEntry
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.parts import count_title_lines, find_item_end
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.source import Diagnostic, Passage, Table, join_lines
from docx2tasks.vocabulary import CoverageKind, LeftoverKind


@dataclass(slots=True, repr=False, eq=False)
class OpenItem:
    """An item while its paragraphs are still coming."""

    depth: int
    style: MarkStyle
    number: int | None
    label: Passage
    body: list[Passage] = field(default_factory=list)
    heading: int | None = None  # the level of its heading style

    def close(self) -> OutlineItem:
        """The item as it is in the outline."""
        return OutlineItem(self.depth, self.style, self.number, self.label, tuple(self.body))


class OpenList(NamedTuple):
    """A list of attachments, notes or members whose lines are still coming, and the number its last line had."""

    kind: LeftoverKind
    number: int = 0


@dataclass(slots=True, repr=False, eq=False)
class OpenOutline:
    """The entries so far, the item that takes the next paragraph, and the levels that are open."""

    judge: ParagraphJudge
    works: WorkJudge
    numbering: NumberingState
    entries: list[OpenItem | OutlinePart | TableEntry | Leftover] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    item: OpenItem | None = None
    loose: list[Passage] = field(default_factory=list)  # unnumbered paragraphs outside any item
    listing: OpenList | None = None
    is_over: bool = False  # the page's own words ended: what follows is the site's
    is_begun: bool = False  # the format began a part, whose title is still to come

    def leave(self, kind: CoverageKind, passage: Passage) -> None:
        """Put words that belong to no item in their place."""
        self.entries.append(Leftover(kind, passage))

    def add_words(self, words: Passage) -> None:
        """Give words to the open item, or keep them loose where none is open."""
        if self.item is None:
            self.loose.append(words)
        else:
            self.item.body.append(words)

    def open_item(self, item: OpenItem) -> None:
        """Begin an item at its depth."""
        self.numbering.enter(item.depth, item.style, item.number, item.heading)
        self.entries.append(item)
        self.item = item

    def add_table(self, table: Table) -> None:
        """Put a table in its place; title lines before it name a part."""
        if not self.begin_titled_part() and self.item is None:
            self.close_head()
        self.entries.append(TableEntry(table))

    def begin_titled_part(self) -> bool:
        """Begin the part that title lines at the end of the open item name, if there are any."""
        titles = self._take_titles()
        if titles:
            self._end_item()
            self.entries.append(OutlinePart(join_lines(titles)))
        return bool(titles)

    def _take_titles(self) -> tuple[Passage, ...]:
        """Take the title lines off the end of the open item."""
        if self.item is None:
            return ()
        end = find_item_end(tuple(self.item.body), self.judge)
        self.item.body[:] = end.body
        self.entries.extend(end.leftovers)
        return end.titles

    def begin_part(self) -> None:
        """Start another part because the format says so."""
        self.close_part()
        self.listing, self.is_over, self.is_begun = None, False, True

    def close_part(self) -> None:
        """Close everything open; title lines at the end belong to the next part."""
        titles = self._take_titles()
        self._end_item()
        self.close_head()
        if titles:
            self.entries.append(OutlinePart(join_lines(titles)))

    def _end_item(self) -> None:
        self.item = None
        self.numbering.close()

    def close_head(self) -> None:
        """End the loose paragraphs before an item: the title lines of a part, then its preamble."""
        lines, self.loose = self.loose, []
        count = count_title_lines(lines, self.judge, self.works, is_named=self._is_named())
        if count:
            self.entries.append(OutlinePart(join_lines(lines[:count]), self.is_begun))
            self.is_begun = False
        for words in lines[count:]:
            self.leave(LeftoverKind.PREAMBLE, words)

    def _is_named(self) -> bool:
        """Whether the last entry is a title, or only a date and the like is behind it."""
        others = (LeftoverKind.SIGNATURE, LeftoverKind.SALUTATION, LeftoverKind.PREAMBLE)
        last = next((e for e in reversed(self.entries) if not isinstance(e, Leftover) or e.kind not in others), None)
        return isinstance(last, OutlinePart)

    def finish(self) -> Outline:
        """The outline, when all blocks were added."""
        self.close_head()
        entries: list[Entry] = [e.close() if isinstance(e, OpenItem) else e for e in self.entries]
        return Outline(tuple(entries), tuple(self.diagnostics))
