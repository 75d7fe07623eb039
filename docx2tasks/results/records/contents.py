"""The records read back from a store.

A store hands over what it holds of a document as it stands, so that what is equal need not be understood.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Task = dict[str, Any]  # what model.Task is in JSON


class Known(NamedTuple):
    """A document in the ledger; its name as text (``export.names``), in ledger order."""

    name: str
    status: str
    code: str | None
    sha256: str | None
    tasks: int
    diagnostics: str  # JSON
    target: str
    part: int | None


class Contents(NamedTuple):
    """The records of one document; of its facts those that the store keeps."""

    facts: Mapping[str, object]
    tasks: Sequence[Task]
    provisions: Sequence[Task] = ()  # none where the store keeps tasks only


class Held(NamedTuple):
    """The stored content of a document, and how it becomes records; equal contents are the same."""

    data: Any
    to_contents: Callable[[Any], Contents]


class Records(Protocol):
    """The records of one batch."""

    def fetch(self, documents: Sequence[Known]) -> Iterator[Held | None]:
        """The stored content of each document, None if missing.

        Where a store keeps tasks only, a document without any holds nothing.
        """

    def fetch_whole(self, documents: Sequence[Known]) -> Iterator[Mapping[str, Any] | None]:
        """Each document in plain types, as in its JSON, as far as stored; None if missing."""


NOTHING = Contents({}, ())
FACTS = {"document_title": "title", "document_number": "doc_number", "document_issued_on": "issued_on"}
# what an earlier version may not have written
EMPTY: Task = {
    **dict.fromkeys(("label", "number", "part", "kind", "actors")),
    **dict.fromkeys(("path", "units", "times", "targets", "references"), ()),
}


def json_to_contents(data: bytes) -> Contents:
    """Contents of a Document in JSON; raises ``ValueError`` where it is none."""
    value = json.loads(data)
    if not isinstance(value, dict) or not {"document", "tasks"} <= value.keys():
        message = "no document"
        raise ValueError(message)
    tasks, provisions = ([_to_task(task) for task in value.get(name, ())] for name in ("tasks", "provisions"))
    return Contents(value["document"], tasks, provisions)


def _to_task(value: object) -> Task:
    if not isinstance(value, dict) or "text" not in value:
        message = "no task"
        raise ValueError(message)
    return EMPTY | value


def lines_to_contents(data: bytes) -> Contents:
    """Contents of one line of JSON a task, each with facts of the document; raises ``ValueError``."""
    tasks = [_to_task(json.loads(line)) for line in data.splitlines()]
    if not tasks:
        return NOTHING
    return Contents({fact: tasks[0][column] for column, fact in FACTS.items() if column in tasks[0]}, tasks)
