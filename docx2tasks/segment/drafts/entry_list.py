"""The entries of an outline, and the context of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docx2tasks.segment.drafts.measure_signs import WHO
from docx2tasks.segment.outline.items import Entry, Leftover, OutlineItem, OutlinePart, TableEntry
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind, RecordKind


class EntryList:
    """The entries of a document or a cell, in reading order."""

    def __init__(self, entries: Sequence[Entry], find_signs: Callable[[Passage], frozenset[str]]) -> None:
        self.entries = entries
        self._find_signs = find_signs

    def _after(self, place: int) -> Iterator[Entry]:
        """The entries after a place; a slice would copy them all for each place."""
        return map(self.entries.__getitem__, range(place + 1, len(self.entries)))

    def has_children(self, place: int, item: OutlineItem) -> bool:
        """Whether deeper items, or the rows of a table under a bare heading, follow."""
        for entry in self._after(place):
            if isinstance(entry, OutlineItem):
                return entry.depth > item.depth
            if isinstance(entry, TableEntry):
                return _is_bare(item) and not self.is_measure_above_table(place, item)
            if isinstance(entry, OutlinePart):
                return False
        return False

    def is_measure_above_table(self, place: int, item: OutlineItem) -> bool:
        """Whether the item above a table is a task, since it continues one and has similar text.

        ``1.4月前修订预案（应急办负责）`` ⏎ ``2.5月前组织演练（武装部负责）`` are two, whatever the table lists.
        """
        below = next((one for one in self._after(place) if not isinstance(one, Leftover)), None)
        before = self._previous(place)
        if not isinstance(below, TableEntry) or before is None or not _is_bare(item):
            return False
        if (before.depth, before.style) != (item.depth, item.style) or not item.body or len(before.body) != 1:
            return False
        shared = self._find_signs(item.body[0]) & self._find_signs(before.body[0])
        return bool(shared if _is_bare(before) else shared & {WHO})  # a sentence of objectives has a day too

    def _previous(self, place: int) -> OutlineItem | None:
        """The item before a place, where nothing but labels is between them."""
        for index in range(place - 1, -1, -1):
            entry = self.entries[index]
            if not isinstance(entry, Leftover) or entry.kind != RecordKind.LABEL:
                return entry if isinstance(entry, OutlineItem) else None
        return None

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


def _is_bare(item: OutlineItem) -> bool:
    """Whether an item is one line without a full stop: a heading, or a short measure."""
    return len(item.body) <= 1 and not is_sentence_like(item.body[0].text if item.body else "")
