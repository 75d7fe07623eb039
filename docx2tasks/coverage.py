"""Which character of the source went where: nothing is lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docx2tasks.source import Span

_BLANK = re.compile(r"[\s\u3000\u200b\ufeff\x00]+")
UNASSIGNED = "unassigned"
_SHOWN = 200  # leftovers that are named one by one
_WORDS = 60  # characters shown of each


class Region(NamedTuple):
    """A stretch of the canonical text that went into no task, by what it is."""

    kind: str
    span: Span


class Account(NamedTuple):
    """Shares of the characters that are no white space, by where they went, and the leftovers."""

    characters: int
    shares: tuple[tuple[str, float], ...]
    regions: tuple[Region, ...]


def spans_to_account(text: str, layers: Sequence[tuple[str, Iterable[Span]]]) -> Account:
    """Account for ``text``: each layer is a kind and its spans, later layers lie on top.

    Kinds ``task``, ``path``, ``units``, ``times`` and ``metadata`` are values of records; all others
    are leftovers, and what no layer covers is ``unassigned``.
    """
    names = [UNASSIGNED, *dict.fromkeys(kind for kind, _ in layers)]
    codes = {name: number for number, name in enumerate(names)}
    painted = bytearray(len(text))
    for kind, spans in layers:
        code = codes[kind] % 255
        for start, end in spans:
            painted[start:end] = bytes((code,)) * (end - start)
    blanks = bytearray(painted)
    for blank in _BLANK.finditer(text):
        start, end = blank.span()
        blanks[start:end] = b"\xff" * (end - start)
    counts = Counter(blanks)
    counts.pop(255, None)
    total = sum(counts.values())
    shares = tuple((name, round(counts[code] / total, 4)) for name, code in codes.items() if counts.get(code))
    return Account(total, shares, _regions(text, blanks, names))


_RECORDS = frozenset({"task", "path", "units", "times", "metadata", "label"})


def _regions(text: str, painted: bytearray, names: Sequence[str]) -> tuple[Region, ...]:
    """The stretches of each leftover kind; blanks inside do not part one."""
    found: list[Region] = []
    for run in re.finditer(rb"([^\xff])(?:\1|\xff)*", bytes(painted)):
        kind = names[run.group(1)[0]]
        if kind not in _RECORDS:
            start, end = run.span()
            end = start + len(text[start:end].rstrip())
            found.append(Region(kind, (start, end)))
    return tuple(found[:_SHOWN])
