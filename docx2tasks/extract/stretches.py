"""Text to the stretches between its stops that are worth a look.

A time and a quantity stand between two stops, and most stretches hold neither: a cheap search
for the signs of one spares them the long patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx2tasks.source import Span

_STOPS = re.compile(r"[,。;](?!\d)|$")  # 1,000 is one number


def find_stretches(folded: str, hint: re.Pattern[str]) -> Iterator[Span]:
    """The ranges of ``folded`` in which ``hint`` is found, each with the stop behind it.

    ``5月底前,完成建设,覆盖20家。`` with a hint of digits gives ``5月底前,`` and ``覆盖20家。``.
    """
    at = 0
    for stop in _STOPS.finditer(folded):
        if hint.search(folded, at, stop.start()):
            yield at, stop.end()
        at = stop.end()
