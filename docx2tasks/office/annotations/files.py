"""Exports of annotation programs as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx2tasks.errors import InputError
from docx2tasks.office.annotations.doccano import is_line, line_to_annotated
from docx2tasks.office.annotations.label_studio import is_task, task_to_annotated
from docx2tasks.office.annotations.read import annotated_to_document
from docx2tasks.office.annotations.regions import Annotated
from docx2tasks.office.papers import Paper, Unread

_NOT_ANNOTATED = Unread("", "not-annotated", "nobody has annotated it", "annotate it, and export again")


def values_to_papers(loaded: Sequence[Any], name: str) -> Iterator[Paper | Unread] | None:
    """The documents of an export of Label Studio (JSON) or doccano (JSON or JSONL); None where it is something else."""
    values = loaded[0] if len(loaded) == 1 and isinstance(loaded[0], list) else loaded
    if values and all(map(is_task, values)):
        return _read((task_to_annotated(task, _number(name, n)) for n, task in enumerate(values, 1)), name)
    if values and all(map(is_line, values)):
        return _read((line_to_annotated(line, _number(name, n)) for n, line in enumerate(values, 1)), name)
    return None


def _number(name: str, number: int) -> str:
    return f"{name}-{number}"


def _read(found: Iterator[Annotated | None], name: str) -> Iterator[Paper | Unread]:
    try:
        for number, annotated in enumerate(found, 1):
            if annotated is None:
                yield _NOT_ANNOTATED._replace(name=_number(name, number))
            else:
                yield Paper(annotated.name, annotated_to_document(annotated))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        hint = "export it from Label Studio as JSON, or from doccano as JSONL"
        raise InputError("not-records", f"{name} is not an export of annotations", hint) from error
