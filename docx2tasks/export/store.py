"""Where the records of many documents go: what a store promises, and the table of stores.

    child ─ a document in the store's form ─▶ put ─▶ position ─▶ ledger        finish: parts are sealed
                                              └ what a killed run wrote behind it is taken back when opened

A store is either idempotent by the names of documents (a tree of files, a database) or can be taken back to a
position that the ledger has committed (a stream).  So nothing stands in it twice, whenever a run is killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, Protocol


class Form(str, Enum):
    """What is made of a document on its way to a store."""

    document = "document"  # indented JSON of it, what ``parse`` prints
    compact = "compact"  # the same on one line
    tasks = "tasks"  # one line of JSON a task, with its document's facts


class Entry(NamedTuple):
    """A document on its way to a store.

    ``name`` is its own in the batch (``甲/方案.docx``, ``包.zip/清单.docx``), ``target`` its place in a mirror,
    which a file system can hold (``甲/方案.docx.json``); ``data`` is UTF-8 in the store's form.
    """

    name: str
    target: str
    data: bytes


class Store(Protocol):
    """Takes documents in groups, each group whole or not at all."""

    form: Form

    def put(self, entries: Sequence[Entry]) -> Sequence[int | None]:
        """Write documents in their order, in the place of what stands under their names; the part each is in."""

    def position(self) -> str:
        """Where it stands, for the ledger to commit; empty where putting once more does no harm."""

    def drop(self, stale: Sequence[tuple[str, int | None]]) -> None:
        """Take out documents (name, part) that are read no more, or anew; they are gone for sure after finish."""

    def finish(self) -> None:
        """All is put: complete what is written in parts."""

    def close(self) -> None:
        """Let go of what is open, whatever state it is in."""
