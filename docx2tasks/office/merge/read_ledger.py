"""Reads an exported workbook, saved by Excel, WPS or LibreOffice."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from docx2tasks.errors import Refusal, UsageError
from docx2tasks.office.merge.ledger import ADDED, BookRecord, FilledBook, LedgerColumn, LedgerRow
from docx2tasks.office.merge.losses import find_losses
from docx2tasks.office.merge.read_record import read_record
from docx2tasks.office.workbook.cells import value_to_text
from docx2tasks.office.workbook.layout import FILLED
from docx2tasks.office.workbook.record import FIELDS, RECORD
from docx2tasks.readers.package import Package, open_package

_MARK = f'name="{RECORD}"'.encode()  # of the custom property, and of the hidden sheet
_WIDTH = 8.43  # of a column that says none
_SAVE = "open it in Excel or WPS and save it again, or choose another file"


def read_ledger(path: Path, *, values: bool = False) -> FilledBook:
    """The workbook at ``path``; with ``values`` what formulas gave when it was saved, instead of the formulas.

    Raises ``in-the-way`` for a file that is no workbook of ours, ``ledger-broken`` for one of ours that cannot be
    read, and ``not-writable`` where the system does not allow reading.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"{path} cannot be read: {error.strerror}"
        raise UsageError("not-writable", what, "check its permissions, or choose another file") from error
    package = _open(data, path)
    try:
        return _read(data, package, values=values)
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever comes of a damaged part
        what = f"{path} was written by export but cannot be read ({type(error).__name__})"
        raise UsageError("ledger-broken", what, _SAVE) from error


def _open(data: bytes, path: Path) -> Package:
    """The package, where it is one of ours."""
    try:
        package = open_package(data)
        parts = [package.part(name) or b"" for name in ("docProps/custom.xml", "xl/workbook.xml")]
    except Refusal as error:
        raise _in_the_way(path, error.message) from error
    if not any(_MARK in part for part in parts):
        raise _in_the_way(path, "it was not written by export")
    return package


def _in_the_way(path: Path, why: str) -> UsageError:
    return UsageError("in-the-way", f"{path} exists and may contain manual edits: {why}", "choose another file")


def _read(data: bytes, package: Package, *, values: bool) -> FilledBook:
    from openpyxl import load_workbook  # noqa: PLC0415  loaded only where a workbook is there

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        book = load_workbook(BytesIO(data), data_only=values, rich_text=not values)
    record = read_record(book)
    place = _find_place(book, record)
    columns = _find_columns(place, record)
    return FilledBook(
        book=book,
        sheet=place.sheet,
        header=place.header,
        columns=columns,
        rows=[*_find_rows(place, columns, record.tasks)],
        record=record,
        digest=hashlib.sha256(data).hexdigest(),
        lost=find_losses(package, [str(one.message) for one in told]),
    )


# --- where it stands -----------------------------------------------------------------------------------


class _LedgerPlace(NamedTuple):
    sheet: Any
    header: int
    key_column: int
    texts: Mapping[int, Mapping[int, str]]  # by row and column, from 1; blank ones left out


def _find_place(book: Any, record: BookRecord) -> _LedgerPlace:  # noqa: ANN401  no types
    """The sheet of the tasks: people rename and move sheets, rows and columns, and copy sheets.

    The one with its old name goes before copies of it, and the one with most of the titles before lists of keys.
    """
    titles = {column.title: column.key for column in record.layout.columns}
    found: list[tuple[tuple[bool, bool, int, int], _LedgerPlace]] = []
    for sheet in book.worksheets:
        if sheet.title == RECORD or sheet.title in record.sheets:
            continue
        texts = sheet_to_texts(sheet)
        header = max(texts, key=lambda at: (sum(text in titles for text in texts[at].values()), -at), default=0)
        named = sum(text in titles for text in texts.get(header, {}).values())
        column, held = _find_keys(texts, header, record.tasks)
        if not held:
            column = next((at for at, text in texts.get(header, {}).items() if titles.get(text) == "id"), 0)
        if named > 1 and (held or column or 2 * named > len(titles)):
            score = (held > 0, sheet.title == record.layout.title, named, held)
            found.append((score, _LedgerPlace(sheet, header, column, texts)))
    if not found:
        what = "the sheet with the tasks, or the row with the titles of its columns, is gone"
        raise UsageError("ledger-broken", what, "put the titles back, or name a new file")
    return max(found, key=lambda one: one[0])[1]


def _find_keys(texts: Mapping[int, Mapping[int, str]], header: int, keys: Mapping[str, object]) -> tuple[int, int]:
    """The column that holds most keys below the titles, and how many."""
    below = (row for at, row in texts.items() if at > header)
    counts = Counter(column for row in below for column, text in row.items() if text in keys)
    return min(counts.items(), key=lambda one: (-one[1], one[0]), default=(0, 0))


def sheet_to_texts(sheet: Any) -> dict[int, dict[int, str]]:  # noqa: ANN401  no types
    """The texts of a sheet by row and column, from 1, for cells with content or a comment."""
    texts: dict[int, dict[int, str]] = {}
    # not iter_rows: a stray cell in the last row would have it walk through all that are empty
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001
        if (text := value_to_text(_cell_to_value(cell))) or cell.comment:
            texts.setdefault(row, {})[column] = text
    return texts


def _cell_to_value(cell: Any) -> object:  # noqa: ANN401  no types
    """Its value; of a formula over several cells the words of the formula."""
    return getattr(cell.value, "text", cell.value) if cell.value is not None else None


# --- columns -------------------------------------------------------------------------------------------


def _find_columns(place: _LedgerPlace, record: BookRecord) -> list[LedgerColumn]:
    """Ours by their titles, or by the place between two that kept theirs; the others are people's."""
    titles = place.texts[place.header]
    known = {column.title: column.key for column in record.layout.columns}
    last = max(max(row) for row in place.texts.values())
    keys: dict[int, str] = {}
    for at in range(1, last + 1):
        key = "id" if at == place.key_column else known.get(titles.get(at, ""), "")
        if key and key not in keys.values() and (key != "id" or at == place.key_column):
            keys[at] = key
    keys |= {at: key for at, key in _find_renamed(keys, place, record, last) if _is_renamed(at, key, place, record)}
    widths = _find_widths(place.sheet)
    return [
        LedgerColumn(at, keys.get(at, f"{ADDED}{at}"), titles.get(at, ""), *widths.get(at, (_WIDTH, False)))
        for at in range(1, last + 1)
        if at in keys or any(at in row for row in place.texts.values())
    ]


def _find_renamed(
    keys: Mapping[int, str], place: _LedgerPlace, record: BookRecord, last: int
) -> Iterator[tuple[int, str]]:
    """A column with an unknown title just where one of ours is missing."""
    order = [column.key for column in record.layout.columns]
    ends = {-1: 0, len(order): last + 1} | {order.index(key): at for at, key in keys.items()}
    for (before, left), (after, right) in pairwise(sorted(ends.items())):
        if after - before == right - left == 2 and left + 1 in place.texts[place.header]:
            yield left + 1, order[before + 1]


def _is_renamed(at: int, key: str, place: _LedgerPlace, record: BookRecord) -> bool:
    """Whether a column may be ours: people fill it, or half of its rows and more hold what was written."""
    if key not in FIELDS:
        return key in FILLED
    rows = [row for row in place.texts.values() if row.get(place.key_column) in record.tasks]
    written = [value_to_text(record.tasks[row[place.key_column]].fields.get(key)) for row in rows]
    same = sum(row.get(at, "") == text for row, text in zip(rows, written, strict=True))
    return any(written) and 2 * same >= len(rows)


def _find_widths(sheet: Any) -> dict[int, tuple[float, bool]]:  # noqa: ANN401  no types
    """Widths by column, and whether it is hidden; one entry may stand for many."""
    return {
        at: (one.width or _WIDTH, bool(one.hidden))
        for one in sheet.column_dimensions.values()
        for at in range(one.min or 0, min(one.max or 0, 1_000) + 1)
    }


# --- rows ----------------------------------------------------------------------------------------------


def _find_rows(place: _LedgerPlace, columns: Sequence[LedgerColumn], tasks: Mapping[str, Any]) -> Iterator[LedgerRow]:
    """The rows below the titles; one that lost its key has that of the task with its words."""
    names = {column.at: column.key for column in columns}
    rows = [
        {names[at]: text for at, text in row.items() if at in names}
        for number, row in place.texts.items()
        if number > place.header
    ]
    held = {row.get("id") for row in rows}
    words = {task.fields.get("text"): key for key, task in reversed([*tasks.items()]) if key not in held}
    for number, texts in zip((n for n in place.texts if n > place.header), rows, strict=True):
        key = texts.get("id", "") if texts.get("id") in tasks or not tasks else words.pop(texts.get("text"), "")
        noted = any(place.sheet.cell(number, at).comment for at in place.texts[number])
        yield LedgerRow(number, key, texts, has_comments=noted)
