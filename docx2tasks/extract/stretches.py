"""Text to the stretches between its stops that are worth a look.

A time lies between two stops, and most stretches hold none: a cheap search for the characters of one spares them the
long patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx2tasks.source import Span

_STOPS = re.compile(r"[,。;](?!\d)|\n")  # 1,000 is one number


def find_stretches(folded: str, hint: re.Pattern[str], start: int, end: int) -> Iterator[Span]:
    """The ranges of ``folded[start:end]`` in which ``hint`` is found, each with the stop behind it.

    ``5月底前,完成建设,覆盖20家。`` with a hint of digits gives ``5月底前,`` and ``覆盖20家。``.
    """
    at = start
    while hit := hint.search(folded, at, end):
        first = max(at, *(folded.rfind(stop, at, hit.start()) + 1 for stop in ",。;\n"))
        stop = _STOPS.search(folded, hit.end(), end)
        at = stop.end() if stop else end
        yield first, at
