"""Cell values as comparable text, for tasks and for saved workbooks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx2tasks.office.rows import TaskRow

_PLACES = {"page": "第{}页", "table": "表{}", "row": "第{}行", "line": "第{}行"}
_RETURN = "_x000D_"  # how programs write the end of a line that Windows would write


def row_to_text(row: TaskRow, key: str) -> str | None:
    """The text of a column for a task; None for columns of people or formulas."""
    to_text = _TEXTS.get(key)
    return None if to_text is None else to_text(row)


def _place_to_words(place: Mapping[str, int | None]) -> str:
    """``第3页``, ``表1第4行``, ``第12行``; a line counts only where there is no table."""
    known = [key for key in ("page", "table", "row") if place.get(key)] or ["line"]
    return "".join(_PLACES[key].format(place[key]) for key in known if place.get(key)) or "原文"


_TEXTS: Mapping[str, Callable[[TaskRow], str | None]] = {
    "path": lambda row: " › ".join(row.path),
    "text": lambda row: row.text,
    "lead": lambda row: "、".join(row.lead),
    "support": lambda row: "、".join(row.support),
    "responsible": lambda row: "、".join(row.responsible),
    "times": lambda row: "；".join(row.times),
    "ends_on": lambda row: row.ends_on,
    "targets": lambda row: "；".join(row.targets),
    "document": lambda row: row.document_title or row.document_name,
    "doc_number": lambda row: row.doc_number,
    "place": lambda row: _place_to_words(row.place),
    "doubts": lambda row: "；".join(row.doubts),
}


def value_to_text(value: object) -> str:
    """The text of a cell, whatever program saved it: ``2022-06-30`` for a date, ``5`` for 5.0, trimmed."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and value.isprintable() and value == value.strip() and _RETURN not in value:
        return value  # most are
    text = "" if value is None else str(value).replace(_RETURN, "")
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def rows_to_digest(rows: Iterable[Sequence[object]]) -> str:
    """A digest of the rows of a sheet in whatever order, as sorting them changes nothing."""
    return f"{sum(map(_row_to_number, rows)) % 2**64:016x}"


def _row_to_number(row: Sequence[object]) -> int:
    words = "\x1f".join(value_to_text(value) for value in row).rstrip("\x1f")
    digest = hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest) if words else 0
