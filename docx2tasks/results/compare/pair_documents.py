"""Pairs the documents of two ledgers, in order of names.

The ledgers are read in pages, so that a batch that is still running is not kept waiting, and nothing is held of
documents that both have.  Those that only one has are put down on disk, and found again by their content.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from docx2tasks.batch.ledger import Ledger
from docx2tasks.results.records.contents import Known

Side = Known | None

_PAGE = 1_000
_ROWS = (
    "SELECT name, status, code, sha256, tasks, diagnostics, target, part FROM outcomes "
    "WHERE name > ? ORDER BY name LIMIT ?"
)


def read_known(ledger: Ledger) -> Iterator[Known]:
    """All documents of a ledger in the order of their names."""
    last = ""
    while page := ledger.query(_ROWS, (last, _PAGE)):
        yield from itertools.starmap(Known, page)
        last = str(page[-1][0])


def join(old: Ledger, new: Ledger) -> Iterator[tuple[Side, Side]]:
    """The same document in both, by name; then those of another name but the same content; then those in one."""
    with closing(_Singles()) as singles:
        ours, theirs = read_known(old), read_known(new)
        one, other = next(ours, None), next(theirs, None)
        while one or other:
            if one and other and one.name == other.name:
                yield one, other
                one, other = next(ours, None), next(theirs, None)
            elif other is None or (one and one.name < other.name):
                singles.add("old", one)
                one = next(ours, None)
            else:
                singles.add("new", other)
                other = next(theirs, None)
        yield from singles.pair()


_SINGLES = "CREATE TABLE singles (side, name, status, code, sha256, tasks, diagnostics, target, part)"
# of several copies of one content, the first of the old ones is the first of the new ones
_PAIR = """
CREATE TABLE copies AS
    SELECT rowid AS one, side, sha256, row_number() OVER (PARTITION BY side, sha256 ORDER BY name) AS copy
    FROM singles WHERE sha256 NOTNULL;
CREATE INDEX by_content ON copies (sha256, copy);
CREATE TABLE pairs AS
    SELECT o.one AS old, n.one AS new FROM copies o JOIN copies n USING (sha256, copy)
    WHERE o.side = 'old' AND n.side = 'new';
CREATE TABLE taken (one INTEGER PRIMARY KEY);
INSERT INTO taken SELECT old FROM pairs UNION ALL SELECT new FROM pairs;
"""
_PAIRS = """
SELECT o.*, n.* FROM pairs JOIN singles o ON o.rowid = old JOIN singles n ON n.rowid = new ORDER BY o.name
"""
_REST = "SELECT * FROM singles WHERE rowid NOT IN (SELECT one FROM taken) ORDER BY name, side DESC"


class _Singles:
    """Documents that only one ledger has, in a file of its own that is gone when it is closed."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute(_SINGLES)

    def close(self) -> None:
        self._base.close()

    def add(self, side: str, known: Known | None) -> None:
        if known:
            self._base.execute("INSERT INTO singles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (side, *known))

    def pair(self) -> Iterator[tuple[Side, Side]]:
        """Pairs of the same content, then the rest, each in the order of names."""
        self._base.executescript(_PAIR)
        for row in self._base.execute(_PAIRS):
            half = len(row) // 2
            yield Known(*row[1:half]), Known(*row[half + 1 :])
        for side, *values in self._base.execute(_REST):
            known = Known(*values)
            yield (known, None) if side == "old" else (None, known)
