"""Copies of a document: 通知.docx, 通知 - 副本.docx, 通知.pdf.

Two documents are copies where they have the same document number and nine tenths of their tasks' texts alike.
A document is known by digests of its texts, at most 128 of them, the smallest: so
a ledger of a million documents is gone through once, whatever is in it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from docx2tasks.batch.ledger import Ledger
from docx2tasks.export.names import text_to_name

_ALIKE = 0.9  # of the texts
_KEPT = 128  # digests of a document
_BYTES = 6  # of a digest
_KEYS = 8  # of its digests, by which others like it are found: nine tenths share all but one of them
_COMPARED = 32  # documents at most, with which one is compared
# which of several is the document, and which the copies: what was written comes before what was printed from it
_FORMATS = ("docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "ods", "html", "mht", "text", "ofd", "pdf", "image")

_SAME = """
SELECT doc_number, name, format, texts, tasks FROM outcomes WHERE status IN ('done', 'copy') AND doc_number IN (
    SELECT doc_number FROM outcomes WHERE doc_number IS NOT NULL GROUP BY 1 HAVING count(*) > 1
) ORDER BY 1, 2
"""


class Copy(NamedTuple):
    """A document that is a copy, and the name of the one it is a copy of."""

    name: str
    of: str


def texts_to_digests(texts: Iterable[str]) -> bytes:
    """A fingerprint of texts: the smallest digests of their letters and digits."""
    words = ("".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))) for text in texts)
    found = {hashlib.blake2b(one.encode("utf-8", "replace"), digest_size=_BYTES).digest() for one in words}
    return b"".join(sorted(found)[:_KEPT])


def find_copies(ledger: Ledger) -> Iterator[Copy]:
    """The copies among the documents of a ledger."""
    for _, rows in groupby(ledger.query(_SAME), itemgetter(0)):
        yield from _find_in_group(_row_to_known(*row) for row in rows)


class _Known(NamedTuple):
    """What a document is compared by."""

    name: str
    format: str
    digests: frozenset[bytes]
    tasks: int


def _row_to_known(*row: Any) -> _Known:  # noqa: ANN401  as the columns are
    _, name, kind, texts, tasks = row
    data = texts or b""
    digests = frozenset(data[place : place + _BYTES] for place in range(0, len(data), _BYTES))
    return _Known(text_to_name(name), kind or "", digests, tasks)


def _rank(one: _Known) -> tuple[int, int, str]:
    place = _FORMATS.index(one.format) if one.format in _FORMATS else len(_FORMATS)
    return place, len(one.name), one.name


def _find_in_group(group: Iterable[_Known]) -> Iterator[Copy]:
    """The copies among documents with the same number."""
    originals: dict[bytes, list[_Known]] = defaultdict(list)
    for one in sorted(group, key=_rank):
        keys = sorted(one.digests)[:_KEYS]
        like = dict.fromkeys(other for key in keys for other in originals[key][:_COMPARED])
        found = next((other for other in like if _share(one, other) >= _ALIKE), None)
        if found:
            yield Copy(one.name, found.name)
            continue
        for key in keys:
            originals[key].append(one)


def _share(one: _Known, other: _Known) -> float:
    """Which share of the texts of the larger document is in the other one as well; an estimate of many texts."""
    larger = max(_count(one), _count(other))
    seen = sorted(one.digests | other.digests)[:_KEPT]
    both = sum(digest in one.digests and digest in other.digests for digest in seen)
    if not larger or not both:
        return 0.0
    if max(len(one.digests), len(other.digests)) < _KEPT:
        return len(one.digests & other.digests) / larger
    alike = both / len(seen)
    return alike / (1 + alike) * (_count(one) + _count(other)) / larger


def _count(one: _Known) -> int:
    """How many texts it has; of those that have more than are kept, its tasks."""
    return len(one.digests) if len(one.digests) < _KEPT else max(_KEPT, one.tasks)
