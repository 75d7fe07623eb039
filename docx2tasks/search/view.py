"""Selected tasks as a table: deadline, units, text, source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.control_chars import escape_controls
from docx2tasks.export.columns import ROLE_MARKS
from docx2tasks.office.papers import Paper
from docx2tasks.office.rows import TaskRow, document_to_rows

HEADERS = ("due", "units", "task", "document", "place")
DOCUMENT_HEADERS = ("tasks", "document")
_NO_DAY = "9999"
LEGEND = "● lead  ○ support  ◇ oversee  → actor"


class FoundTasks(NamedTuple):
    """The rows that were found, those with the nearest deadline first."""

    rows: Sequence[TaskRow]

    def to_table(self) -> Iterator[tuple[str, ...]]:
        """A row of :data:`HEADERS` for each task."""
        return (tuple(escape_controls(cell) for cell in _to_cells(row)) for row in self.rows)

    def to_documents(self) -> list[tuple[str, str]]:
        """A row of :data:`DOCUMENT_HEADERS` for each document, those with most tasks first."""
        counts = Counter(row.document_name for row in self.rows)
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return [(str(count), escape_controls(name)) for name, count in ordered]


def papers_to_found(papers: Sequence[Paper]) -> FoundTasks:
    """All tasks of papers, by their last day; those without one are last."""
    rows = [row for paper in papers for row in document_to_rows(paper.name, paper.document)]
    return FoundTasks(sorted(rows, key=lambda row: row.ends_on or _NO_DAY))


def _to_cells(row: TaskRow) -> tuple[str, ...]:
    units = [f"{mark}{name}" for role, mark in ROLE_MARKS.items() for name in getattr(row, role)]
    units += [f"→{name}" for name in row.actors if not any(name in one for one in units)]
    return (row.ends_on or "-", "、".join(units) or "-", row.text, row.document_name, _to_place(row))


def _to_place(row: TaskRow) -> str:
    """``2-（三）, page 4``: the marks above a task and its own, and where to look."""
    said = [row.label or (str(row.number) if row.number is not None else "")]
    said += [f"{name} {row.place[name]}" for name in ("page", "table", "row", "line") if row.place.get(name)][:2]
    return ", ".join(filter(None, said)) or "-"
