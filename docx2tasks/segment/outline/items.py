"""What an outline consists of: items, parts, tables, and words that are none of these."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.source import Diagnostic, Passage, Table
from docx2tasks.vocabulary import CoverageKind


class Item(NamedTuple):
    """A numbered item: its depth from 0, and its paragraphs, the first behind the label.

    ``style`` is the marker's; a label line (``主要措施：``) and a time that heads a list (``3月：``)
    are items of their own styles, without a number.
    """

    depth: int
    style: str
    number: int | None
    label: Passage
    body: tuple[Passage, ...]


class Part(NamedTuple):
    """The beginning of an attachment or of a contained plan, with its printed title.

    ``is_said`` says that the format itself begins it (a sheet of a workbook), so that the first is one too.
    """

    title: Passage
    is_said: bool = False


class TableEntry(NamedTuple):
    """A table in its place."""

    table: Table


class Leftover(NamedTuple):
    """Words that are no part of an item, by what they are: ``preamble``, ``signature`` …."""

    kind: CoverageKind
    passage: Passage


Entry = Item | Part | TableEntry | Leftover


class Outline(NamedTuple):
    """The entries of a document or a cell, in reading order, with what was doubtful.

    ``head`` are the lines before the first item or date: the title is among them.
    """

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    head: tuple[Passage, ...] = ()
