"""An exported workbook as data: what was written, and what it contains now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.office.workbook.layout import FILLED, Layout
from docx2tasks.office.workbook.record import RecordedTask

ADDED = "added:"  # begins the keys of columns that people added


class BookRecord(NamedTuple):
    """The content of the hidden sheet; ``is_known`` is False if it was deleted."""

    layout: Layout
    tasks: Mapping[str, RecordedTask]
    sheets: Mapping[str, str]
    is_known: bool


class LedgerColumn(NamedTuple):
    """A column as it is now, from 1; its key is one of ours, or starts with ``added:``."""

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
    """A row as it is now: its position from 1, its key (empty if added by people), its texts by column."""

    at: int
    key: str
    texts: Mapping[str, str]
    has_comments: bool = False


class FilledBook(NamedTuple):
    """An exported workbook: ``sheet`` is its first sheet, wherever it is now, ``header`` its title row, from 1.

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
