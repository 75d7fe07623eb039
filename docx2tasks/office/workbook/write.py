"""Rows to a workbook, written whole or not at all; the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.office.kinds import check_target
from docx2tasks.office.rows import document_to_rows
from docx2tasks.office.workbook.layout import Layout, load_layout
from docx2tasks.office.workbook.ledger_sheet import LedgerSheet
from docx2tasks.office.workbook.other_sheets import row_to_entry, write_other_sheets
from docx2tasks.office.workbook.styles import Styles

if TYPE_CHECKING:
    from typing import BinaryIO

    from docx2tasks.office.kinds import OfficeOptions, Writer
    from docx2tasks.office.papers import Paper, Unread
    from docx2tasks.office.rows import TaskRow

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  one day for all: what is written is told by what it was made of
PROPERTY = "docx2tasks"  # a custom property of the file, by which a workbook is known as ours
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
    from xlsxwriter import Workbook  # noqa: PLC0415  loaded only when a workbook is written

    with Workbook(stream, {"constant_memory": True}) as book:
        book.set_properties({"title": layout.title, "created": _CREATED})
        book.set_custom_property(PROPERTY, PURPOSE)
        styles = Styles(book, layout)
        sheet = LedgerSheet(book, layout, styles, folder)
        entries = []
        for row in rows:
            sheet.add(row)
            entries.append(row_to_entry(row, sheet.count))
        sheet.close()
        write_other_sheets(book, layout, styles, entries, unread)
