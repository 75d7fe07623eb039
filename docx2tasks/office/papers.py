"""A document on its way to an office file: its name and records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from docx2tasks.errors import InputError
from docx2tasks.export.columns import Values
from docx2tasks.model import Coverage, Document, DocumentFacts, SourceFacts, Task


class Paper(NamedTuple):
    """A document that was read: its name (``甲/方案.docx``), and its records in plain types."""

    name: str
    document: Values


class Unread(NamedTuple):
    """A file that was not read: its name, the code of the refusal, what happened and what to do."""

    name: str
    code: str
    reason: str
    hint: str


_RULE = {"span": (), "rule": ""}
# what records may lack that were kept as lines or rows, or were written by an earlier version
_LISTS: Mapping[str, Values] = {
    "path": {"label": None, "number": None, "span": ()},
    "units": {"canonical": None, "inherited": False} | _RULE,
    "actors": _RULE,
    "times": {"start": None, "end": None, "every": None} | _RULE,
    "targets": _RULE,
}
_TASK: Values = dict.fromkeys(Task.model_fields) | {"id": "", "kind": "measure", "references": (), "evidence": ()}
_SOURCE: Values = dict.fromkeys(SourceFacts.model_fields) | {"format": "", "sha256": "", "bytes": 0}
_FACTS: Values = dict.fromkeys(DocumentFacts.model_fields)
_COVERAGE = Coverage(characters=0, shares={}, leftovers=[])


def document_to_paper(name: str, document: Document) -> Paper:
    """A document under the name that an office calls it by."""
    return Paper(name, document.model_dump(mode="python"))


def paper_to_document(paper: Paper) -> Document:
    """The document of a paper; what its records lack is empty.  Raises ``not-records``."""
    values = paper.document
    try:
        return Document.model_validate(
            {
                "source": _fill(_SOURCE, values.get("source")),
                "document": _fill(_FACTS, values.get("document")),
                "tasks": [_fill_task(task) for task in values["tasks"]],
                "provisions": [_fill_task(task) for task in values.get("provisions") or ()],
                "diagnostics": values.get("diagnostics") or (),
                "coverage": values.get("coverage") or _COVERAGE,
            }
        )
    except (ValidationError, TypeError, AttributeError) as error:
        hint = "run docx2tasks parse or batch on the document again"
        raise InputError("not-records", f"{paper.name} holds no records of this version", hint) from error


def _fill(empty: Values, values: Values | None) -> Values:
    """The values that belong there, the others empty."""
    known = values or {}
    return {key: known.get(key) if known.get(key) is not None else value for key, value in empty.items()}


def _fill_task(task: Values) -> Values:
    lists = {name: [{**empty, **one} for one in task.get(name) or ()] for name, empty in _LISTS.items()}
    return {**_fill(_TASK, task), **lists, "location": {"start": 0, "end": 0, **(task.get("location") or {})}}
