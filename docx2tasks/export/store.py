"""The interface of stores, which write the records of many documents.

    child ─ a document in the store's form ─▶ put ─▶ position ─▶ ledger        finish: parts are sealed
                                              └ what a killed run wrote behind it is taken back when opened

A store is either idempotent by the names of documents (a tree of files, a database) or can be taken back to a
position that the ledger has committed (a stream).  So nothing stands in it twice, whenever a run is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol


class Form(str, Enum):
    """The form in which a store takes documents."""

    document = "document"  # indented JSON of it, what ``parse`` prints
    compact = "compact"  # the same on one line
    tasks = "tasks"  # one line of JSON a task, with its document's facts


class StoredDocument(NamedTuple):
    """A document on its way to a store.

    ``name`` is its own in the batch (``甲/方案.docx``, ``包.zip/清单.docx``), ``target`` its place in a mirror,
    which a file system can hold (``甲/方案.docx.json``); ``data`` is UTF-8 in the store's form.
    """

    name: str
    target: str
    data: bytes


class Removal(NamedTuple):
    """A document that is to go: its name, the part it is in, its place in a mirror; each store needs one of them."""

    name: str
    part: int | None = None
    target: str = ""


class Expected(NamedTuple):
    """A document that was put, as the ledger knows it: each store looks for it by some of this.

    ``stamp`` is what the store said when it was put; ``tasks`` their number, ``characters`` those of their texts
    (None where it is not known).
    """

    name: str
    target: str
    part: int | None
    stamp: str
    sha256: str | None
    tasks: int
    characters: int | None


class Store(Protocol):
    """Takes documents in groups, each group whole or not at all."""

    form: Form

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """Write documents in order, replacing earlier ones of the same names; returns the part of each."""

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """What shows later that each document is as it was put; empty where it needs nothing."""

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:
        """The names of documents that are no longer there: removed, renamed, emptied.

        To be asked before anything is put.  Raises ``output-changed`` for what is there, and not as it was put.
        """

    def position(self) -> str:
        """The position for the ledger to commit, also before the first document."""

    def remove(self, removals: Sequence[Removal]) -> None:
        """Remove documents that are no longer read or read again; final after finish.

        Of a stream what is read anew is dropped before
        it is put, and ``position`` is committed after both; the others replace it by themselves.
        """

    def finish(self) -> None:
        """Finish the parts, after everything was put and committed, and commit the new position."""

    def close(self) -> None:
        """Close what is open, in whatever state."""


class PartFormat(Protocol):
    """The format of finished parts; ``suffix`` is the end of their names, and the name of the format."""

    suffix: str

    def finalize(self, journal: Path, part: Path) -> None:
        """Convert the journal (JSON Lines, one task per line) to ``part``, atomically."""

    def remove(self, part: Path, names: frozenset[str]) -> bool:
        """Rewrite ``part`` without these documents (names as text); whether anything is left in it."""


PART_BYTES = 256_000_000  # of a part of a stream: what other programs still open at once


class Opening(NamedTuple):
    """The arguments for opening a store.

    ``address`` is what ``--to`` was given; ``path`` what follows ``://`` in it; ``out`` is the folder of the batch,
    which is there; ``position`` is where the ledger says that the store was left.
    """

    address: str
    path: str
    out: Path
    position: str = ""
    part_bytes: int = PART_BYTES
    part_format: Callable[[], PartFormat] | None = None  # of a store of parts
