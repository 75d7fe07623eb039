"""A task as one flat row: the columns shared by CSV and flat JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx2tasks.export.columns import COLUMNS, values_to_row
from docx2tasks.export.json_text import document_to_facts
from docx2tasks.export.names import clean_value
from docx2tasks.model import Document

# batches have lists of these names besides the joined text, which is named in the singular
_PLURALS = {"actor": "actors", "time": "times", "target": "targets", "reference": "references", "keyword": "keywords"}
FLAT_COLUMNS = tuple(column._replace(name=_PLURALS.get(column.name, column.name)) for column in COLUMNS)
FlatRow = dict[str, str | int | float | None]


def document_to_flat(document: Document, name: str) -> Iterator[FlatRow]:
    """The rows of a document's tasks: words of lists joined (``市财政局、市民政局``), days as ISO dates.

    ``name`` is the document's own, as in a batch: ``甲/方案.docx``.
    """
    facts = document_to_facts(document, name)
    names = [column.name for column in FLAT_COLUMNS]
    for task in document.tasks:
        values: Any = clean_value({**task.model_dump(mode="json"), **facts})
        yield dict(zip(names, values_to_row(values), strict=True))
