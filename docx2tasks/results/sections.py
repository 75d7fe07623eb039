"""Tables with a title, headers and rows of escaped cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docx2tasks.control_chars import escape_controls

_CELL = 60  # characters of a cell; what is longer loses its middle


class Section(NamedTuple):
    """A table with a title, headers and rows."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


def make_section(title: str, headers: Sequence[str], rows: Iterable[Iterable[object]]) -> Section:
    """A section of any values, as :func:`to_cell` writes them."""
    return Section(title, headers, [[*map(to_cell, row)] for row in rows])


def to_cell(value: object) -> str:
    """A value as the words of a cell, without tabs, line ends and other controls: ``1234``, ``0.93``, ``-``."""
    if value is None or value == "":
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else escape_controls(str(value))


def shorten(text: str | None, size: int = _CELL) -> str:
    """``text`` in at most ``size`` characters, shortened in the middle."""
    if text is None or len(text) <= size:
        return text or ""
    tail = size // 3
    return f"{text[: size - tail - 1]}…{text[-tail:]}"


def share_to_words(part: float, whole: float) -> str:
    """``12.3%``, nothing where there is no whole."""
    return f"{part / whole:.1%}" if whole else ""
