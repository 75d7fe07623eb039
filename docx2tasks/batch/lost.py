"""Documents that the ledger lists but the output no longer has: removed, renamed or emptied.

ledger ─ pages of documents ─▶ store.find_lost ─▶ ledger: not written        before anything is read
not written and among the inputs ─▶ read again
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from docx2tasks.addresses import hide_password
from docx2tasks.batch.copies import Copy
from docx2tasks.batch.finish import Copies
from docx2tasks.batch.ledger import DATABASE, POSITION, RECORDS, STORE, Ledger
from docx2tasks.export.names import text_to_name
from docx2tasks.export.store import Expected, Store
from docx2tasks.model import SCHEMA_VERSION

_PAGE = 5_000  # documents that are looked for at once
_HELD = """
SELECT name, target, part, written, sha256, tasks, characters FROM outcomes
WHERE status IN ('done', 'no-tasks') AND written IS NOT NULL AND name > ? ORDER BY name LIMIT ?
"""
_LOST = "SELECT count(*), min(name) FROM outcomes WHERE status IN ('done', 'no-tasks') AND written IS NULL"


class LostDocuments(NamedTuple):
    """How many documents are no longer in the output, and the name of the first; they are read again."""

    documents: int
    first: str


class Closing(NamedTuple):
    """Totals of a run: documents written again, and documents still missing."""

    rebuilt: int = 0
    lost: int = 0
    copies: Sequence[Copy] = ()
    left_out: int = 0  # tasks of copies that were taken out of the output in this run


def note_lost(ledger: Ledger, store: Store, kind: str) -> LostDocuments:
    """Record what is missing from a store just opened, and its kind; raises ``output-changed``."""
    last = ""
    while page := ledger.query(_HELD, (last, _PAGE)):
        last = str(page[-1][0])
        gone = store.find_lost([_row_to_held(*row) for row in page])
        ledger.place((None, None, name) for name in gone)
    ledger.note(STORE, hide_password(kind))
    ledger.note(DATABASE, getattr(store, "identity", ""))
    ledger.note(RECORDS, SCHEMA_VERSION)
    ledger.note(POSITION, store.position())
    ledger.commit()
    return count_lost(ledger)


def find_closing(ledger: Ledger, lost: LostDocuments, copies: Copies) -> Closing:
    """What is still missing, and which documents are copies."""
    still = count_lost(ledger).documents
    return Closing(lost.documents - still, still, copies.found, copies.left_out)


def count_lost(ledger: Ledger) -> LostDocuments:
    """The number of documents recorded as missing."""
    ((documents, first),) = ledger.query(_LOST)
    return LostDocuments(int(str(documents)), text_to_name(str(first or "")))


def _row_to_held(name: Any, target: Any, *rest: Any) -> Expected:  # noqa: ANN401  as the columns are
    return Expected(text_to_name(name), text_to_name(target), *rest)
