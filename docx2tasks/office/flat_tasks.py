"""Flat rows as tasks again: of a workbook that people filled, or of the lines that ``export`` writes.

What is joined in a row is taken apart; spans, rules and ids of rules are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from docx2tasks.export.columns import PLACES, ROLES
from docx2tasks.office.papers import Paper
from docx2tasks.results.records.whole import tasks_to_values

Row = Mapping[str, Any]
# the marks that export and people put between names, not those inside brackets: 县（市、区）人民政府
_BETWEEN_NAMES = re.compile(r"[、，,;；\n]+(?![^（(]*[)）])")
_BETWEEN_TIMES = re.compile(r"[；;\n]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_flat(row: Row) -> bool:
    """Whether units stand joined in columns, and not as a list."""
    return "lead" in row and "units" not in row


def ledger_to_papers(path: Path) -> Iterator[Paper]:
    """The rows of a workbook of ours as people left them, by document; a row's place is its row in the workbook.

    Raises what :func:`~docx2tasks.office.merge.read_ledger.read_ledger` raises.
    """
    from docx2tasks.office.merge.typed_rows import find_typed_rows  # noqa: PLC0415  loads openpyxl

    yield from rows_to_papers(find_typed_rows(path), path.name)


def rows_to_papers(rows: Iterable[Row], name: str) -> Iterator[Paper]:
    """The documents of flat rows; ``name`` is that of rows without a document, which people added."""
    kept = (row for row in rows if row.get("text"))
    for document, some in groupby(kept, lambda row: row.get("document_name") or row.get("document_path") or name):
        listed = [*some]
        yield Paper(str(document), tasks_to_values([row_to_task(row) for row in listed]))


def row_to_task(row: Row) -> dict[str, Any]:
    """A row as a task: ``市财政局、市民政局`` in the column ``lead`` are two units with that role."""
    place = {key: row.get(f"at_{key}") for key in PLACES} | ({"row": row["row"]} if "workbook" in row else {})
    return {
        **row,
        "kind": row.get("kind") or "measure",
        "path": [{"title": title} for title in _split(re.compile(" › "), row.get("path"))],
        "units": [{"name": name, "role": role} for role in ROLES for name in _split(_BETWEEN_NAMES, row.get(role))],
        "actors": [{"name": name} for name in _split(_BETWEEN_NAMES, row.get("actors"))],
        "times": _find_times(row),
        "targets": [],
        "references": [],
        "evidence": [],
        "keywords": None,
        "location": {**place, "start": 0, "end": 0, "pieces": None},
    }


def _split(between: re.Pattern[str], words: str | None) -> list[str]:
    return [part.strip() for part in between.split(words or "") if part.strip()]


def _find_times(row: Row) -> list[dict[str, str | None]]:
    """The printed times; the days, which are known for all of them together, go with the first."""
    start, end = (_to_day(row.get(key)) for key in ("starts_on", "ends_on"))
    texts = _split(_BETWEEN_TIMES, row.get("times")) or [day for day in (end,) if day]
    days = [(start, end), *[(None, None)] * len(texts)]
    return [
        {"text": text, "kind": "deadline", "start": first, "end": last, "every": None}
        for text, (first, last) in zip(texts, days, strict=False)
    ]


def _to_day(value: object) -> str | None:
    return value if isinstance(value, str) and _DAY.fullmatch(value) else None
