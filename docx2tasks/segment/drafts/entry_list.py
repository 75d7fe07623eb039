"""The entries of an outline, asked for what is around one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.segment.outline.items import Entry, Leftover, OutlineItem, OutlinePart, TableEntry
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind


class EntryList:
    """The entries of a document or a cell, in reading order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def _after(self, place: int) -> Iterator[Entry]:
        """The entries after a place; a slice would copy them all for each place."""
        return map(self.entries.__getitem__, range(place + 1, len(self.entries)))

    def has_children(self, place: int, item: OutlineItem) -> bool:
        """Whether deeper items, or the rows of a table under a bare heading, follow."""
        for entry in self._after(place):
            if isinstance(entry, OutlineItem):
                return entry.depth > item.depth
            if isinstance(entry, TableEntry):
                return len(item.body) <= 1 and not is_sentence_like(item.body[0].text if item.body else "")
            if isinstance(entry, OutlinePart):
                return False
        return False

    def notes_below(self, place: int) -> Iterator[Passage]:
        """The lines right below a table, and notes (footnotes) further on, up to the next table."""
        is_near = True
        for entry in self._after(place):
            if isinstance(entry, TableEntry):
                return
            if isinstance(entry, OutlineItem):
                is_near = False
            elif isinstance(entry, Leftover) and (is_near or entry.kind == LeftoverKind.NOTE):
                yield entry.passage
            elif isinstance(entry, OutlinePart) and is_near:
                yield entry.title

    def is_last(self, place: int) -> bool:
        """Whether no item of the same part follows."""
        for entry in self._after(place):
            if isinstance(entry, OutlineItem):
                return False
            if isinstance(entry, OutlinePart | TableEntry):
                return True
        return True

    def closes(self, place: int, depth: int) -> bool:
        """Whether an item is the last of those under an item of this depth."""
        following = next((one for one in self._after(place) if not isinstance(one, Leftover)), None)
        return not isinstance(following, OutlineItem) or following.depth <= depth

    def are_siblings_single(self, place: int, item: OutlineItem) -> bool:
        """Whether every other leaf of the item's style is one paragraph of prose."""
        same = 0
        for index, entry in enumerate(self.entries):
            if index == place or not isinstance(entry, OutlineItem) or entry.style != item.style:
                continue
            if not self.has_children(index, entry):
                if len(entry.body) != 1:
                    return False
                same += 1
        return same >= 2 and is_sentence_like(item.body[0].text)
