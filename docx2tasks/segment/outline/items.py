"""The types of an outline: items, parts, tables, and other text."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.segment.marks.find import MarkStyle
from docx2tasks.source import Diagnostic, Passage, Table
from docx2tasks.vocabulary import CoverageKind

LABEL_LINE = MarkStyle("label-line")  # 主要措施：
TIME_HEAD = MarkStyle("time-head")  # 3月： that heads the items after it
PARAGRAPH = MarkStyle("paragraph")  # a task in a document that numbers nothing
HEADING = "heading"  # the name of the styles of headings without a number: 市教育局：
COUNTED = MarkStyle("counted")  # 一是…
ARTICLE = "article"  # the style of 第一条
CELL = MarkStyle("cell")  # a cell without numbers of its own
NOT_STEPS = frozenset({LABEL_LINE, TIME_HEAD, PARAGRAPH})  # styles of items that are no step of a path


class OutlineItem(NamedTuple):
    """A numbered item: its depth from 0, and its paragraphs, the first after the label.

    ``style`` is the marker's; what carries no number has a style of its own (:data:`LABEL_LINE` …).
    """

    depth: int
    style: MarkStyle
    number: int | None
    label: Passage
    body: tuple[Passage, ...]


class OutlinePart(NamedTuple):
    """The beginning of an attachment or of a contained plan, with its printed title.

    ``by_format`` says that the format itself begins it (a sheet of a workbook), so that the first is one too.
    """

    title: Passage
    by_format: bool = False


class TableEntry(NamedTuple):
    """A table in its place."""

    table: Table


class Leftover(NamedTuple):
    """Text that is not part of an item, by kind: ``preamble``, ``signature`` …."""

    kind: CoverageKind
    passage: Passage


Entry = OutlineItem | OutlinePart | TableEntry | Leftover


class Outline(NamedTuple):
    """The entries of a document or cell in reading order, and diagnostics."""

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def head_end(self) -> int | None:
        """Where the first item with a mark begins, which ends the head; without one the first item, None without items.

        A line of the head may look like a heading without a mark.
        """
        items = [entry for entry in self.entries if isinstance(entry, OutlineItem)]
        first = next((item for item in items if item.label), items[0] if items else None)
        if first is None:
            return None
        words = first.label or next(iter(first.body), first.label)
        return words.start if words else None
