"""Opens ``export -o 台账.xlsx``: a new workbook, or an update of the existing one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.errors import UsageError
from docx2tasks.office.rows import document_to_rows
from docx2tasks.office.workbook.layout import load_layout
from docx2tasks.office.workbook.write import write_workbook

if TYPE_CHECKING:
    from docx2tasks.office.kinds import OfficeOptions, Writer
    from docx2tasks.office.merge.ledger import FilledBook
    from docx2tasks.office.papers import Paper, Unread


def open_workbook(path: Path, options: OfficeOptions) -> Writer:
    """A workbook with a row for each task; people's cells, columns and sheets stay in one of ours that is there.

    Raises ``wrong-layout``, and of a file that is there ``in-the-way``, ``in-use`` and ``ledger-broken``.
    """
    load_layout(options.layout)
    return partial(_write_papers, path, options, _find_ledger(path))


def _find_ledger(path: Path) -> FilledBook | None:
    if not os.path.lexists(path):
        return None
    from docx2tasks.office.merge.read_ledger import read_ledger  # noqa: PLC0415  loads openpyxl

    for name in (f"~${path.name}", f".~lock.{path.name}#"):  # of Excel and WPS, of LibreOffice
        if path.with_name(name).exists():
            hint = f"close it there and run again; if nobody has it open, remove {name}"
            raise UsageError("in-use", f"somebody has {path.name} open", hint)
    return read_ledger(path)


def _write_papers(
    path: Path, options: OfficeOptions, ledger: FilledBook | None, papers: Iterable[Paper], unread: Sequence[Unread]
) -> Sequence[str]:
    names: set[str] = set()
    rows = (row for paper in _note(papers, names) for row in document_to_rows(paper.name, paper.document))
    if ledger is None:
        write_workbook(rows, unread, path, options)
        return ()
    from docx2tasks.office.merge.write import PapersNow, update_workbook  # noqa: PLC0415  as above

    layout = None if options.layout is None else load_layout(options.layout)
    found = [*rows]
    return update_workbook(ledger, PapersNow(found, names, unread), path, layout)


def _note(papers: Iterable[Paper], names: set[str]) -> Iterator[Paper]:
    for paper in papers:
        names.add(paper.name)
        yield paper
