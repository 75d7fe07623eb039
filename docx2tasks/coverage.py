"""Accounts for every character of the source: which record or leftover it went to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from docx2tasks.source import Span
from docx2tasks.vocabulary import CoverageKind, LeftoverKind, RecordKind

_BLANK = re.compile(r"[\s\u3000\u200b\ufeff\x00]+")
MOST_LEFTOVERS = 200  # leftovers that are named one by one
# in the painted copy of the text: a blank, and what went into a record
_BLANK_SIGN, _RECORD_SIGN = b"\xff", b"\xfe"


class Region(NamedTuple):
    """A range of the canonical text that went into no task, and its kind."""

    kind: LeftoverKind
    span: Span


class Account(NamedTuple):
    """Shares of the characters (without white space) by where they went, and the leftovers."""

    characters: int
    shares: tuple[tuple[CoverageKind, float], ...]
    regions: tuple[Region, ...]


def spans_to_account(text: str, layers: Sequence[tuple[CoverageKind, Iterable[Span]]]) -> Account:
    """Account for ``text``: each layer is a kind and its spans; later layers win.

    What no layer covers is ``unassigned``.
    """
    names: list[CoverageKind] = [LeftoverKind.UNASSIGNED, *dict.fromkeys(kind for kind, _ in layers)]
    codes = {name: number for number, name in enumerate(names)}
    painted = bytearray(len(text))
    for kind, spans in layers:
        sign = bytes((codes[kind],))
        for start, end in spans:
            painted[start:end] = sign * (end - start)
    for blank in _BLANK.finditer(text):
        start, end = blank.span()
        painted[start:end] = _BLANK_SIGN * (end - start)
    counts = {name: painted.count(code) for name, code in codes.items()}
    total = sum(counts.values())
    shares = tuple((name, round(count / total, 4)) for name, count in counts.items() if count)
    return Account(total, shares, _regions(text, painted, names))


def _regions(text: str, painted: bytearray, names: Sequence[CoverageKind]) -> tuple[Region, ...]:
    """The stretches of each leftover kind; blanks inside do not part one."""
    records = bytes(code for code, name in enumerate(names) if isinstance(name, RecordKind))
    shown = painted.translate(bytes.maketrans(records, _RECORD_SIGN * len(records)))
    found = []
    for run in islice(_runs(len(names)).finditer(shown), MOST_LEFTOVERS):
        start, end = run.span()
        end = start + len(text[start:end].rstrip())
        kind = names[shown[start]]
        if isinstance(kind, LeftoverKind):
            found.append(Region(kind, (start, end)))
    return tuple(found)


@cache
def _runs(count: int) -> re.Pattern[bytes]:
    """What finds a sign and all that are like it or blank, for so many signs; repeats of one set take no memory."""
    signs = [re.escape(bytes((sign,))) for sign in range(count)]
    return re.compile(b"|".join(sign + b"[" + sign + _BLANK_SIGN + b"]*" for sign in signs))
