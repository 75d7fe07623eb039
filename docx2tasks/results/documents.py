"""The files of a batch, one row each, with what to check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from docx2tasks.batch.ledger import Ledger, find_ledger
from docx2tasks.results.sections import make_section

HEADERS = (
    "name", "outcome", "code", "tasks", "without unit", "without time", "errors", "warnings", "coverage", "copy of",
)  # fmt: skip

_PAGE = 1_000
_ROWS = """
SELECT name, status, code, tasks, without_unit, without_time, doubts, coverage, copy_of FROM outcomes
WHERE name > ? ORDER BY name LIMIT ?
"""


class Listed(NamedTuple):
    """A file of a batch; names as text (``export.names``), ``errors`` and ``warnings`` by code."""

    name: str
    status: str
    code: str | None
    tasks: int
    without_unit: int | None
    without_time: int | None
    errors: Mapping[str, int]
    warnings: Mapping[str, int]
    coverage: float | None
    copy_of: str | None


def find_documents(out: Path) -> Iterator[Listed]:
    """All files in the order of their names; raises what :func:`~docx2tasks.results.status.find_status` raises."""
    with closing(Ledger(find_ledger(out), writes=False)) as ledger:
        last = ""
        while page := [_row_to_listed(*row) for row in ledger.query(_ROWS, (last, _PAGE))]:
            yield from page
            last = page[-1].name


def _row_to_listed(*row: Any) -> Listed:  # noqa: ANN401  as the columns are
    name, status, code, tasks, without_unit, without_time, doubts, coverage, copy_of = row
    levels = json.loads(doubts)
    errors, warnings = levels.get("error", {}), levels.get("warning", {})
    return Listed(name, status, code, tasks, without_unit, without_time, errors, warnings, coverage, copy_of)


def listed_to_row(one: Listed) -> Sequence[str]:
    """A row of :data:`HEADERS`, nothing in it shortened."""
    coverage = None if one.coverage is None else f"{one.coverage:.1%}"
    values = (*one[:6], sum(one.errors.values()), sum(one.warnings.values()), coverage, one.copy_of)
    return make_section("", HEADERS, [values]).rows[0]


def listed_to_values(one: Listed) -> dict[str, object]:
    """What JSON takes of a file."""
    return one._asdict()
