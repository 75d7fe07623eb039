"""Carries corrections of a row over to its current task.

A cell of ours is compared with what was written.  Where it differs somebody has corrected it, and it stays:

    written  stands  papers   becomes
    甲局     甲局    乙局     乙局: 有变化
    甲局     丙局    甲局     丙局: 人工更正
    甲局     丙局    乙局     丙局, and 乙局 is told: 与文件不一致
    甲局     乙局    乙局     乙局
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.office.merge.changes import Mark
from docx2tasks.office.rows import TaskRow
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.record import FIELDS

if TYPE_CHECKING:
    from docx2tasks.office.merge.ledger import LedgerRow

_SUBSTANCE = frozenset({"text", "lead", "support", "responsible", "times", "ends_on", "targets"})
_STANDING = frozenset({"path", "document", "doc_number"})  # where a task is; changes of page and line are not reported
_MARKS = {Mark.NEW: 0, Mark.CONFLICT: 1, Mark.CHANGED: 2, Mark.MOVED: 3}  # which of several a row shows
_BETWEEN = {"path": "›", "lead": "、", "support": "、", "responsible": "、"} | dict.fromkeys(
    ("times", "targets", "doubts"), "；"
)
_WORDS = frozenset(mark.value for mark in Mark)
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")


class CarriedCell(NamedTuple):
    """What happened to an exported cell: its column, its old value and the current one."""

    mark: Mark
    key: str
    before: str
    after: str


class CarriedRow(NamedTuple):
    """A task as it is shown: with what people corrected, in the columns ``corrected``."""

    row: TaskRow
    corrected: frozenset[str]
    cells: tuple[CarriedCell, ...]

    @property
    def mark(self) -> str:
        """The value of the column 变化."""
        marks = [cell.mark for cell in self.cells if cell.mark in _MARKS]
        return min(marks, key=_MARKS.__getitem__).value if marks else ""


def carry(
    row: TaskRow, stands: LedgerRow, shown: frozenset[str], written: Mapping[str, str], now: Mapping[str, str]
) -> CarriedRow:
    """A task of the papers in the row that stood for it; ``shown`` are the columns of the sheet.

    A row of ours that is blank but for its key says nothing: that is how people ask for a row that they deleted.
    """
    says = any(stands.texts.get(key) for key in FIELDS)
    corrected: dict[str, str] = {}
    cells: list[CarriedCell] = []
    for key in FIELDS:
        was, new = value_to_text(written.get(key)), value_to_text(now[key])
        text = stands.texts.get(key, "") if says and key in shown else was
        if text not in {was, new}:
            corrected[key] = text
        cells += _compare(key, was, text, new)
    corrected |= find_overtyped(stands)
    return CarriedRow(correct(row, corrected), frozenset(corrected), tuple(cells))


def _compare(key: str, was: str, text: str, new: str) -> Iterator[CarriedCell]:
    """What became of one cell, if anything."""
    if text not in {was, new}:
        yield CarriedCell(Mark.CORRECTED if was == new else Mark.CONFLICT, key, text, new)
    elif was != new and key in _SUBSTANCE:
        yield CarriedCell(Mark.CHANGED, key, was, new)
    elif was != new and key in _STANDING:
        yield CarriedCell(Mark.MOVED, key, was, new)


def find_overtyped(stands: LedgerRow) -> dict[str, str]:
    """Words in columns that hold numbers, formulas and marks of ours: ``1-甲``, ``已超期``, ``已核对``."""
    seq, days, change = (stands.texts.get(key, "") for key in ("seq", "days_left", "change"))
    found = {"seq": seq} if seq and not seq.isdecimal() else {}
    if days and not (days.startswith("=") and days.endswith("-TODAY())")):
        found["days_left"] = days
    if change and change not in _WORDS:
        found["change"] = change
    return found


def correct(row: TaskRow, texts: Mapping[str, str]) -> TaskRow:
    """A task with the values of the cells, for the other sheets."""
    changes: dict[str, Any] = {}
    for key, text in texts.items():
        match key:
            case "text":
                changes["text"] = text
            case "doc_number":
                changes["doc_number"] = text or None
            case "document":
                changes["document_title"] = text or None
            case "ends_on":
                changes["ends_on"] = text_to_day(text)
            case _ if key in _BETWEEN:
                changes[key] = tuple(part.strip() for part in text.split(_BETWEEN[key]) if part.strip())
    return replace(row, **changes)


def text_to_day(text: str) -> str | None:
    """``2022-06-30``, ``2022年6月30日``, ``2022/6/30`` as an ISO date; None of anything else."""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
