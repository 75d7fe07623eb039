"""Documents to one file for an office, written whole or not at all: the old file stays where something fails."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import UsageError
from docx2tasks.export.files import error_to_refusal, replacing
from docx2tasks.export.json_text import text_to_bytes, value_to_json
from docx2tasks.model import Document

Named = Iterable[tuple[str, Document]]  # documents with their names: 甲/方案.docx


class Choices(NamedTuple):
    """What an output may be told: the encoding of CSV, and how many days before an event its alarm is (None: none)."""

    encoding: str = "utf-8"
    alarm: int | None = 7
    name: str = "任务"  # of a calendar, as a program shows it beside others


def write_output(kind: str, documents: Named, path: Path, choices: Choices | None = None) -> None:
    """Write documents to ``path`` as one of :data:`OUTPUTS`: ``docx``, ``md``, ``csv`` and so on.

    Raises ``not-writable`` and ``no-space``.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise UsageError("not-writable", f"{path} is no ordinary file", "name a file")
    try:
        with replacing(target) as stream:
            for piece in OUTPUTS[kind](documents, choices or Choices()):
                stream.write(piece)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error


def _to_word(documents: Named, _: Choices) -> Iterator[bytes]:
    from docx2tasks.office.breakdown import document_to_breakdown  # noqa: PLC0415
    from docx2tasks.office.word_table import tables_to_docx  # noqa: PLC0415

    yield tables_to_docx(document_to_breakdown(document) for _, document in documents if document.tasks)


def _to_markdown(documents: Named, _: Choices) -> Iterator[bytes]:
    from docx2tasks.office.breakdown import document_to_breakdown  # noqa: PLC0415
    from docx2tasks.office.markdown import table_to_markdown  # noqa: PLC0415

    for _name, document in documents:
        if document.tasks:
            yield "".join(table_to_markdown(document_to_breakdown(document))).encode()


def _to_csv(documents: Named, choices: Choices) -> Iterator[bytes]:
    from docx2tasks.office.csv_table import rows_to_csv  # noqa: PLC0415
    from docx2tasks.office.flat import document_to_flat  # noqa: PLC0415

    rows = (row for name, document in documents for row in document_to_flat(document, name))
    yield from rows_to_csv(rows, choices.encoding)


def _to_flat_lines(documents: Named, _: Choices) -> Iterator[bytes]:
    from docx2tasks.office.csv_table import rows_to_jsonl  # noqa: PLC0415
    from docx2tasks.office.flat import document_to_flat  # noqa: PLC0415

    for name, document in documents:
        yield from rows_to_jsonl(document_to_flat(document, name))


def _to_chunks(documents: Named, _: Choices) -> Iterator[bytes]:
    from docx2tasks.office.chunks import document_to_chunks  # noqa: PLC0415

    for name, document in documents:
        for chunk in document_to_chunks(document, name):
            yield text_to_bytes(value_to_json(chunk) + "\n")


def _to_calendar(documents: Named, choices: Choices) -> Iterator[bytes]:
    from docx2tasks.office.calendar import events_to_ics  # noqa: PLC0415
    from docx2tasks.office.events import documents_to_calendar  # noqa: PLC0415

    found = documents_to_calendar(document for _, document in documents)
    for piece in events_to_ics(found.events, name=choices.name, alarm=choices.alarm):
        yield piece.encode()


OUTPUTS = {
    "docx": _to_word,
    "md": _to_markdown,
    "csv": _to_csv,
    "flat-jsonl": _to_flat_lines,
    "chunks": _to_chunks,
    "ics": _to_calendar,
}
