"""The end of a batch: removes copies from the output and completes the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.batch.copies import Copy, find_copies
from docx2tasks.batch.ledger import POSITION, WRITTEN, Ledger, Outcome
from docx2tasks.errors import Status
from docx2tasks.export.names import text_to_name
from docx2tasks.export.store import Removal, Store

_PAGE = 500  # copies that are looked up at once
_COPIES_NO_MORE = "SELECT name FROM outcomes WHERE status = 'copy' AND copy_of IS NULL"


class Copies(NamedTuple):
    """The copies in the whole batch, and the tasks of those that were taken out of the output in this run."""

    found: Sequence[Copy] = ()
    left_out: int = 0


def finish_output(ledger: Ledger, store: Store, *, skips_copies: bool = False) -> Copies:
    """Look for copies, take them out where they are skipped, and complete the store; all was committed before."""
    copies = [*find_copies(ledger)]
    ledger.mark_copies(copies)
    tasks = _leave_out(copies, ledger, store) if skips_copies else 0
    _note_position(ledger, store)
    store.finish()
    _note_position(ledger, store)
    return Copies(copies, tasks)


def _note_position(ledger: Ledger, store: Store) -> None:
    ledger.note(POSITION, store.position())
    ledger.commit()


def _leave_out(copies: Sequence[Copy], ledger: Ledger, store: Store) -> int:
    """Take copies out of the store; their tasks.  What is no copy any more is forgotten, to be read again."""
    tasks = 0
    for first in range(0, len(copies), _PAGE):
        found = ledger.find([copy.name for copy in copies[first : first + _PAGE]]).values()
        gone = [one for one in found if is_written(one)]
        if gone:
            store.remove([*map(outcome_to_removal, gone)])
        for one in gone:
            ledger.put(one._replace(status=Status.COPY, part=None, written=None))
            tasks += one.tasks
    ledger.forget([text_to_name(str(name)) for (name,) in ledger.query(_COPIES_NO_MORE)])
    return tasks


def outcome_to_removal(outcome: Outcome) -> Removal:
    """What takes a document that was written out of the output."""
    return Removal(outcome.name, outcome.part, outcome.target)


def is_written(outcome: Outcome) -> bool:
    """Whether it is in the output."""
    return outcome.status in WRITTEN
