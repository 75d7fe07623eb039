"""A spreadsheet as sheets of cell texts, merged ranges and hidden parts.

Rows and columns count from 0.  Only filled cells are held: a sheet may claim 1,048,576 × 16,384 places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

NAMED = 5  # places that a diagnostic names one by one
_COLUMNS = 16_384  # of a sheet of Excel


class Range(NamedTuple):
    """A merged range; ``bottom`` and ``right`` are its last row and column."""

    top: int
    left: int
    bottom: int
    right: int


Filled = tuple[int, str]
"""A column, and the words that a cell shows there."""


class Sheet(NamedTuple):
    """A sheet: its filled rows in order, each with its filled cells in order; ``is_hidden`` is of the sheet.

    ``margins`` are the headers and footers that printing adds, as they are written; ``boxes`` are words that are
    drawn over the cells, each with the row that it begins at.
    """

    name: str
    rows: Sequence[tuple[int, Sequence[Filled]]] = ()
    merges: Sequence[Range] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    margins: Sequence[str] = ()
    boxes: Sequence[tuple[int, str]] = ()


class Doubts(NamedTuple):
    """Places of cells without a true value: errors, and formulas that were never computed."""

    errors: list[str]
    uncomputed: list[str]


def runs_to_columns(runs: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The columns of runs, each given by its first and last; past the last column of Excel there are none."""
    columns: set[int] = set()
    reach = -1
    for first, last in sorted(runs):
        columns.update(range(max(first, reach + 1), min(last, _COLUMNS - 1) + 1))
        reach = max(reach, last)
    return frozenset(columns)


def place_name(row: int, column: int, sheet: str = "") -> str:
    """How a place is called in Excel: row 4, column 2 is ``C5``; ``表一!C5`` with its sheet."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet[:40]}!{letters}{row + 1}" if sheet else f"{letters}{row + 1}"


def numbers_to_words(numbers: Iterable[int]) -> str:
    """Numbers as runs: 3, 4, 5 and 9 are ``3-5, 9``; after a few runs ``…``."""
    runs = []
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        listed = [number for _, number in run]
        runs.append(f"{listed[0]}-{listed[-1]}" if len(listed) > 1 else str(listed[0]))
    return ", ".join(runs[:NAMED]) + (" …" if len(runs) > NAMED else "")


def doubts_to_diagnostics(doubts: Doubts) -> list[Diagnostic]:
    """The diagnostics for cells without a valid value."""
    made = []
    if doubts.errors:
        words = f"cells contain errors instead of values ({len(doubts.errors)}): {_named(doubts.errors)}"
        made.append(Diagnostic(DiagnosticCode.CELL_ERROR, words, "warning"))
    if doubts.uncomputed:
        words = f"formulas without a stored value read as blank ({len(doubts.uncomputed)}): {_named(doubts.uncomputed)}"
        made.append(Diagnostic(DiagnosticCode.FORMULA_WITHOUT_VALUE, words, "warning"))
    return made


def _named(places: Sequence[str]) -> str:
    return ", ".join(places[:NAMED]) + (" …" if len(places) > NAMED else "")
