"""Writes rows to a workbook, atomically and reproducibly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.export.marks import PROPERTY
from docx2tasks.office.kinds import check_target
from docx2tasks.office.workbook.facts import row_to_facts
from docx2tasks.office.workbook.layout import Layout, load_layout
from docx2tasks.office.workbook.ledger_sheet import LedgerLine, LedgerSheet
from docx2tasks.office.workbook.other_sheets import Entry, SheetTable, find_tables, row_to_entry, write_table
from docx2tasks.office.workbook.record import Keys, RecordedTask, RecordSheet, row_to_fields
from docx2tasks.office.workbook.row_sheet import RowSheet
from docx2tasks.office.workbook.styles import Styles

if TYPE_CHECKING:
    from typing import BinaryIO

    from docx2tasks.office.kinds import OfficeOptions
    from docx2tasks.office.papers import Unread
    from docx2tasks.office.rows import TaskRow

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  one date for all, so that the same input gives the same bytes
_PURPOSE = "ledger"  # the value of the mark of a workbook


def write_workbook(rows: Iterable[TaskRow], unread: Sequence[Unread], path: Path, options: OfficeOptions) -> None:
    """Write the tasks to a new workbook at ``path``, with what was not read in a sheet of its own.

    ``unread`` is looked at behind the last row.  A file that is there is never written over, as people fill these
    workbooks (``merge.write`` updates one): raises ``in-the-way``; also ``wrong-layout``, ``not-writable`` and
    ``no-space``.
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
    contents = BookContents((LedgerLine(row, keys.take(row.id)) for row in rows), unread)
    write_book(contents, stream, layout, folder)


class BookContents(NamedTuple):
    """What a workbook is made of: the rows of the first sheet, what was not read, sheets and tasks only recorded."""

    lines: Iterable[LedgerLine]
    unread: Sequence[Unread]
    tables: Mapping[str, SheetTable] = MappingProxyType({})
    recorded: Sequence[RecordedTask] = ()


def write_book(contents: BookContents, stream: BinaryIO, layout: Layout, folder: Path) -> None:
    """Write all sheets to a stream; ``folder`` is where the workbook is going to be, for the links to its papers."""
    from xlsxwriter import Workbook  # noqa: PLC0415  loaded only when a workbook is written

    with Workbook(stream, {"constant_memory": True}) as book:
        book.set_properties({"title": layout.title, "created": _CREATED})
        book.set_custom_property(PROPERTY, _PURPOSE)
        styles = Styles(book, layout)
        sheet = LedgerSheet(book, layout, styles, folder)
        others = {name: book.add_worksheet(name, RowSheet) for name in (*contents.tables, *layout.sheets)}
        record = RecordSheet(book, layout)
        entries = [*_write_lines(contents.lines, sheet, record)]
        for task in contents.recorded:
            record.add_task(task)
        tables = find_tables(layout.sheets, entries, contents.unread)
        for name, other in others.items():
            table = contents.tables[name] if name in contents.tables else tables[name]()
            record.add_sheet(name, write_table(other, layout, styles, table))
        record.close()


def _write_lines(lines: Iterable[LedgerLine], sheet: LedgerSheet, record: RecordSheet) -> Iterator[Entry]:
    """Lines to the first sheet and to the record; what the other sheets need of them."""
    for line in lines:
        texts = row_to_fields(line.row)
        sheet.add(line, texts)
        record.add_task(_to_recorded(line, texts))
        if line.counts:
            yield row_to_entry(line.row, sheet.count)
    sheet.close()


def line_to_recorded(line: LedgerLine) -> RecordedTask:
    """What is recorded of a row: what its paper says, whatever people have made of it."""
    return _to_recorded(line, line.fields or row_to_fields(line.row))


def _to_recorded(line: LedgerLine, texts: Mapping[str, str]) -> RecordedTask:
    facts = line.facts or row_to_facts(line.row)
    return RecordedTask(line.key, line.row.document_name, line.fields or texts, facts)
