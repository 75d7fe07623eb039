"""Splits text at stops into the fragments that extractors examine.

A time lies between two stops, and most stretches hold none: a cheap search for the characters of one spares them the
long patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx2tasks.source import Span

_STOPS = re.compile(r"[,。;](?!\d)|\n")  # 1,000 is one number
_LEAST = 12  # characters in front of what the hint finds that are looked at, whatever they are
_NUMERALS = frozenset("0123456789〇零○一二三四五六七八九十年月日第上下前后今明本去次翌至到./-~—–、和 ")


def find_stretches(folded: str, hint: re.Pattern[str], start: int, end: int) -> Iterator[Span]:
    """The fragments of ``folded[start:end]`` around matches of ``hint``, each up to the next stop.

    A range begins where the numerals in front of the hint do: ``5月底前,`` and ``6月验收。`` in
    ``5月底前,完成建设,于6月验收。``; where something else is in front of it (``国庆节``), a few characters before.
    """
    at = start
    while hit := hint.search(folded, at, end):
        first = hit.start()
        if first > at and folded[first - 1] in _NUMERALS:
            while first > at and folded[first - 1] in _NUMERALS:
                first -= 1
        else:
            first = max(at, first - _LEAST)
        stop = _STOPS.search(folded, hit.end(), end)
        at = stop.end() if stop else end
        yield first, at
