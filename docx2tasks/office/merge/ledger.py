"""An exported workbook as data: what was written, and what it contains now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.office.workbook.layout import FILLED, Layout
from docx2tasks.office.workbook.record import RecordedTask

ADDED = "added:"  # begins the keys of columns that people added


class BookRecord(NamedTuple):
    """What the hidden sheet says; ``is_known`` is False where somebody has deleted it."""

    layout: Layout
    tasks: Mapping[str, RecordedTask]
    sheets: Mapping[str, str]
    is_known: bool


class LedgerColumn(NamedTuple):
    """A column as it stands now, from 1; its key is one of ours, or begins with ``added:``."""

    at: int
    key: str
    title: str
    width: float
    is_hidden: bool

    @property
    def is_typed(self) -> bool:
        """Whether people fill it."""
        return self.key in FILLED or self.key.startswith(ADDED)


class LedgerRow(NamedTuple):
    """A row as it stands now: its place, from 1, its key, empty of a row that people added, and its words by column."""

    at: int
    key: str
    texts: Mapping[str, str]
    has_comments: bool = False


class FilledBook(NamedTuple):
    """A workbook of ours: ``sheet`` is its first sheet wherever it stands, ``header`` the row of the titles, from 1.

    ``lost`` names what writing it again would lose.
    """

    book: Any
    sheet: Any
    header: int
    columns: Sequence[LedgerColumn]
    rows: Sequence[LedgerRow]
    record: BookRecord
    digest: str
    lost: Sequence[str]

    def find_typed(self, row: LedgerRow) -> list[LedgerColumn]:
        """The columns in which people have filled a row."""
        return [column for column in self.columns if column.is_typed and row.texts.get(column.key)]
