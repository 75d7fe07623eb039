"""Rows to a workbook, written whole or not at all; the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.export.marks import PROPERTY
from docx2tasks.office.kinds import check_target
from docx2tasks.office.rows import document_to_rows
from docx2tasks.office.workbook.layout import Layout, load_layout
from docx2tasks.office.workbook.ledger_sheet import LedgerLine, LedgerSheet
from docx2tasks.office.workbook.other_sheets import Entry, find_tables, row_to_entry, write_table
from docx2tasks.office.workbook.record import Keys, RecordSheet, row_to_fields
from docx2tasks.office.workbook.styles import Styles

if TYPE_CHECKING:
    from typing import BinaryIO

    from docx2tasks.office.kinds import OfficeOptions, Writer
    from docx2tasks.office.papers import Paper, Unread
    from docx2tasks.office.rows import TaskRow

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  one day for all: what is written is told by what it was made of
PURPOSE = "ledger"


def open_workbook(path: Path, options: OfficeOptions) -> Writer:
    """A workbook with a row for each task; raises ``wrong-layout``."""
    load_layout(options.layout)
    return partial(_write_papers, path, options)


def _write_papers(
    path: Path, options: OfficeOptions, papers: Iterable[Paper], unread: Sequence[Unread]
) -> Sequence[str]:
    rows = (row for paper in papers for row in document_to_rows(paper.name, paper.document))
    write_workbook(rows, unread, path, options)
    return ()


def write_workbook(rows: Iterable[TaskRow], unread: Sequence[Unread], path: Path, options: OfficeOptions) -> None:
    """Write the tasks to a workbook at ``path``, with what was not read in a sheet of its own.

    ``unread`` is looked at behind the last row.  A file that is there is never written over, as people fill these
    workbooks: raises ``in-the-way``; also ``wrong-layout``, ``not-writable`` and ``no-space``.
    """
    layout = load_layout(options.layout)
    check_target(path, is_filled=True)
    try:
        with replacing(path) as stream:
            _write(rows, unread, stream, layout, path.absolute().parent)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def _write(rows: Iterable[TaskRow], unread: Sequence[Unread], stream: BinaryIO, layout: Layout, folder: Path) -> None:
    keys = Keys()
    write_book((LedgerLine(row, keys.take(row.id)) for row in rows), unread, stream, layout, folder)


def write_book(
    lines: Iterable[LedgerLine], unread: Sequence[Unread], stream: BinaryIO, layout: Layout, folder: Path
) -> None:
    """Write all sheets to a stream; ``folder`` is where the workbook is going to be, for the links to its papers."""
    from xlsxwriter import Workbook  # noqa: PLC0415  loaded only when a workbook is written

    with Workbook(stream, {"constant_memory": True}) as book:
        book.set_properties({"title": layout.title, "created": _CREATED})
        book.set_custom_property(PROPERTY, PURPOSE)
        styles = Styles(book, layout)
        sheet = LedgerSheet(book, layout, styles, folder)
        others = {name: book.add_worksheet(name) for name in layout.sheets}
        record = RecordSheet(book, layout)
        entries = [*_write_lines(lines, sheet, record)]
        for name, to_table in find_tables(layout.sheets, entries, unread).items():
            record.add_sheet(name, write_table(others[name], layout, styles, to_table()))


def _write_lines(lines: Iterable[LedgerLine], sheet: LedgerSheet, record: RecordSheet) -> Iterator[Entry]:
    """Lines to the first sheet and to the record; what the other sheets need of them."""
    for line in lines:
        sheet.add(line)
        if line.key:
            fields = row_to_fields(line.row) if line.fields is None else line.fields
            record.add_task(line.key, line.row.document_name, fields)
        if line.counts:
            yield row_to_entry(line.row, sheet.count)
    sheet.close()
