"""Selects tasks from a batch's database with SQL, instead of reading it completely."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docx2tasks.export.stores import written_as
from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper
from docx2tasks.results.records.contents import Records
from docx2tasks.results.records.stores import find_records, open_records
from docx2tasks.results.records.tables import TableRecords
from docx2tasks.search.papers import select_tasks
from docx2tasks.search.query import selection_to_condition
from docx2tasks.search.selection import PROVISION, Selection


def find_in_database(path: Path, selection: Selection, names: UnitNames) -> list[Paper] | None:
    """The documents of a database with the selected tasks; None if there is no database.

    Provisions have no rows below them, so that a database is read like other sources where they are asked for.
    """
    if PROVISION in selection.kinds:
        return None
    with _open_tables(path) as tables:
        if tables is None:
            return None
        condition = selection_to_condition(selection, names, tables.mark)
        found = [Paper(name, values) for name, values in tables.find_tasks(condition.words, condition.values)]
        return [*select_tasks(found, selection, names)]


@contextmanager
def _open_tables(path: Path) -> Iterator[TableRecords | None]:
    place = find_records(path)
    if place is None or not _is_database(place.address):
        yield None
        return
    with open_records(place.address, place.out) as records:
        yield _to_tables(records)


def _is_database(address: str) -> bool:
    kind = written_as(address)
    return kind is not None and kind.reader.startswith(TableRecords.__module__)


def _to_tables(records: Records) -> TableRecords | None:
    """The tables, where they are of this version."""
    return records if isinstance(records, TableRecords) and records.is_whole() else None
