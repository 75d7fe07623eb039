"""Writes an updated workbook atomically."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from docx2tasks.errors import InputError, Status
from docx2tasks.export.files import write_atomically
from docx2tasks.office.merge.backup import keep_old
from docx2tasks.office.merge.changes import Mark, RowChange, changes_to_table
from docx2tasks.office.merge.merge import Merged, merge
from docx2tasks.office.merge.ranges import Extent, fit_areas, fit_choices, fit_rules
from docx2tasks.office.merge.rows import RowWriter
from docx2tasks.office.merge.settle import add_columns, find_layout, find_lost, find_sheet_of_changes, is_same
from docx2tasks.office.merge.sheets import FormatCopier, replace_sheet
from docx2tasks.office.undated import zip_to_undated
from docx2tasks.office.workbook.ledger_sheet import HEADER
from docx2tasks.office.workbook.write import BookContents, write_book

if TYPE_CHECKING:
    from docx2tasks.office.merge.ledger import FilledBook
    from docx2tasks.office.papers import Unread
    from docx2tasks.office.rows import TaskRow
    from docx2tasks.office.workbook.layout import Layout

_COPIED = {Mark.CONFLICT, Mark.GONE, Mark.DROPPED, Mark.LOST}  # what has the old workbook kept as well
_TOLD = (  # what is reported, in this order
    (Mark.NEW, "new"),
    (Mark.CHANGED, "changed"),
    (Mark.MOVED, "moved"),
    (Mark.GONE, "gone and kept, as people filled them"),
    (Mark.DROPPED, "gone"),
    (Mark.UNREAD, "kept, as their documents were not read"),
    (Mark.DELETED, "left out, as people deleted their rows"),
    (Mark.CONFLICT, "corrected by people, and changed in the documents"),
)


class PapersNow(NamedTuple):
    """The current documents: their tasks, their names, and those that failed."""

    rows: Sequence[TaskRow]
    names: Collection[str]
    unread: Sequence[Unread]


class _Update(NamedTuple):
    """What is going to be written."""

    ledger: FilledBook
    merged: Merged
    changes: list[RowChange]
    layout: Layout
    unread: Sequence[Unread]
    keeps_changes: bool  # the sheet and the marks of the last export, as the papers are the same


def update_workbook(ledger: FilledBook, reading: PapersNow, path: Path, layout: Layout | None) -> Sequence[str]:
    """Update the workbook at ``path``, read as ``ledger``, with current tasks; returns what to report.

    Where nothing changed the file is not touched.  Raises ``changed`` where somebody has saved it in between, and
    ``not-writable`` and ``no-space``.
    """
    failed = {one.name for one in reading.unread if one.code != Status.SKIPPED}
    merged = merge(ledger, reading.rows, reading.names, failed)
    same = is_same(ledger, merged, reading.unread)
    if same and layout is None and not any(one.corrected for one in merged.lines):
        return ["the documents say what they said: the workbook is left as it is"]
    ledger = add_columns(ledger, layout)
    changes = [*merged.changes, *find_lost(ledger, merged)]
    update = _Update(ledger, merged, changes, find_layout(ledger, layout), reading.unread, keeps_changes=same)
    data = _to_bytes(update, path.absolute().parent)
    _check(path, ledger.digest)
    copy = keep_old(path, ledger.digest) if not same and any(one.mark in _COPIED for one in changes) else None
    write_atomically(path, data)
    return [_to_words(changes), *([f"a copy of the old workbook: {copy}"] if copy else [])]


def _check(path: Path, digest: str) -> None:
    """Raises ``changed`` where the workbook is no longer what was read."""
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise InputError("changed", f"{path} was saved while the documents were read", "close it, and run again")


def _to_words(changes: Sequence[RowChange]) -> str:
    """``3 new, 1 changed``: tasks by what became of them."""
    counts = Counter(mark for mark, _ in {(one.mark, one.key or one.text) for one in changes})
    told = [f"{counts[mark]:,} {words}" for mark, words in _TOLD if counts[mark]]
    return f"tasks: {', '.join(told) or 'none changed'}"


def _to_bytes(update: _Update, folder: Path) -> bytes:
    """The workbook as it is going to be: the old one, with the rows and sheets of a new one."""
    from openpyxl import load_workbook  # noqa: PLC0415  loaded only where a workbook is there

    ledger, formats, stream = update.ledger, FormatCopier(), BytesIO()
    write_book(_find_contents(update), stream, update.layout, folder)
    fresh, *others = load_workbook(stream).worksheets
    RowWriter(ledger, fresh, formats).write(update.merged.lines)
    _fit(update, fresh)
    for sheet in others:
        replace_sheet(ledger.book, sheet, ledger.book.index(ledger.sheet) + 1, formats)
    ledger.book.calculation.fullCalcOnLoad = True  # what formulas gave is of rows that have moved
    return _book_to_bytes(ledger.book)


def _find_contents(update: _Update) -> BookContents:
    """What is written anew; where the papers are the same, the marks of the last export stay."""
    lines = [one.line for one in update.merged.lines]
    if update.keeps_changes:
        lines = [
            line._replace(change=stood.texts.get("change", "")) if stood is not None and not line.change else line
            for line, stood, *_ in update.merged.lines
        ]
    places = {line.key: seq for seq, line in reversed([*enumerate(lines, 1)]) if line.key}
    name = find_sheet_of_changes(update.ledger)
    tables = {} if update.keeps_changes else {name: changes_to_table(update.changes, places)}
    return BookContents(lines, update.unread, tables, update.merged.deleted)


def _fit(update: _Update, fresh: Any) -> None:  # noqa: ANN401  openpyxl has no types
    """What holds for all rows."""
    ledger = update.ledger
    first = ledger.header + 1
    before = max([row.at for row in ledger.rows], default=first)
    extent = Extent(first, before, max(first, ledger.header + len(update.merged.lines)), len(update.layout.columns))
    state = next((column.at for column in ledger.columns if column.key == "state"), 0)
    fit_rules(ledger.sheet, fresh, extent, ledger.header - (HEADER + 1))
    fit_choices(ledger.sheet, fresh, extent, state)
    fit_areas(ledger.sheet, extent)


def _book_to_bytes(book: Any) -> bytes:  # noqa: ANN401  as above
    """The same workbook gives the same bytes: openpyxl would write down when it was saved."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415  as above

    stream = BytesIO()
    ExcelWriter(book, ZipFile(stream, "w", ZIP_DEFLATED)).save()
    return zip_to_undated(stream.getvalue())
