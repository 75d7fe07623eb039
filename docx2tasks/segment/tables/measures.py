"""Whether a table contains tasks, and in which column.

What shows it is weighed: the words of the headings, what the cells of the column say, the units, deadlines and
numbers beside it, and the title above.  A register has units and dates too; a list of measures says what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.tables.cells import CellKind
from docx2tasks.segment.tables.columns import FoundColumns
from docx2tasks.segment.tables.evidence import ColumnEvidence
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.segment.tables.headers import HeaderWords, TableColumn
from docx2tasks.segment.tables.layout import TableLayout, columns_of

_WORK_KINDS = frozenset({"unit", "deadline", "period", "person", "number", "name", "category", "content"})
_BY_HEADING = {"detail": 3.0, "content": 3.0, "criterion": 0.5, "name": 0.5, "unknown": 0.5}
_WEAK = 1.5  # of a heading that logs and lists of indicators have too
_BESIDE = {"unit": 1.75, "deadline": 1.75, "period": 0.5, "person": 0.25, "number": 0.25}
_BY_CELLS = 0.75  # of units that no heading names
_ENOUGH = 2.0
_SAYS_WORK = 0.5  # share of the cells of a column that may be measures under a heading that says nothing
_LEAST_WORK = 0.3
_MOSTLY = 0.6


class Weight(NamedTuple):
    """The evidence for tasks: its weight and reasons."""

    size: float
    reason: str


class MeasureFinder:
    """Finds the columns of measures of tables."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["columns"]
        self._words = rules.once(HeaderWords)

    def find_layout(self, grid: CellGrid, found: FoundColumns, title: str) -> TableLayout | None:
        """The layout of a table with tasks; None for other tables."""
        columns = self.find_columns(grid, found)
        if not columns or not _is_about_work(found, columns[0]):
            return None
        if sum(weight.size for weight in self.weigh(found, columns[0], title)) <= _ENOUGH:
            return None
        return TableLayout(grid, found.header_rows, found.columns, columns)

    def find_columns(self, grid: CellGrid, found: FoundColumns) -> tuple[int, ...]:
        """The task columns: one, or several divided by time (一季度 to 四季度)."""
        split = tuple(c for c in columns_of(found.columns, "detail") if found.columns[c].cell_heading)
        if split:
            return split
        column = _find_column(grid, found)
        return () if column is None else (column,)

    def weigh(self, found: FoundColumns, column: int, title: str) -> list[Weight]:
        """What speaks for measures in a column, and what against."""
        own = found.columns[column]
        evidence = found.evidence.of(column)
        is_weak = own.kind == "content" and bool(own.header) and self._words.is_weak(own.header)
        by_heading = _BY_HEADING.get(own.kind, 0.0) if own.header else _BY_HEADING["unknown"]
        weights = [Weight(_WEAK if is_weak else by_heading, f"heading {own.header or '-'}")]
        weights += _beside(found.columns, column)
        weights += _by_cells(evidence)
        return weights + self._by_title(title)

    def _by_title(self, title: str) -> list[Weight]:
        words = "".join(title.split())
        is_record = self._rules.find("record", words) is not None
        is_work = self._rules.find("work-table", words) is not None
        if is_record == is_work:
            return []
        return [Weight(-2.0, "title of a log") if is_record else Weight(1.0, "title of a task list")]


def _beside(columns: Sequence[TableColumn], column: int) -> list[Weight]:
    """What the columns beside one say."""
    found: dict[str, Weight] = {}
    for c, other in enumerate(columns):
        if c != column and other.kind in _BESIDE:
            size = _BY_CELLS if other.kind in {"unit", "deadline"} and other.reason != "its heading" else None
            weight = Weight(_BESIDE[other.kind] if size is None else size, f"a column of kind {other.kind}")
            found[other.kind] = max(found.get(other.kind, weight), weight)
    return list(found.values())


def _by_cells(evidence: ColumnEvidence) -> list[Weight]:
    """What the cells themselves say."""
    weights = (
        Weight(1.5 * evidence.work, "cells with tasks"),
        Weight(0.5 * (evidence.prose - evidence.work), "cells that are sentences"),
        Weight(-1.0 * (evidence.share(CellKind.WORD) >= _MOSTLY), "one-word cells"),
        Weight(-1.5 * evidence.share(CellKind.DONE), "cells about finished work"),
    )
    return [weight for weight in weights if weight.size]


def _find_column(grid: CellGrid, found: FoundColumns) -> int | None:
    """The column that holds the tasks: the last with details, else with content, else what its cells say.

    A short 改革举措 with a long 主要内容 to its right is the name of what the latter says.
    """
    details, contents = (columns_of(found.columns, kind) for kind in ("detail", "content"))
    if details:
        last = _last_of_work(details, found)
        longer = [c for c in contents if c > last]
        return longer[-1] if longer and _is_named(grid, found.header_rows, last, longer[-1]) else last
    if contents:
        last = _last_of_work(contents, found)
        told = [c for c in contents if c > last and found.evidence.of(c).prose >= _SAYS_WORK]
        if told and _is_named(grid, found.header_rows, last, told[-1]):
            last = told[-1]
        named = _named_work(found, last)
        return last if named is None else named
    return _find_by_cells(found)


def _find_by_cells(found: FoundColumns) -> int | None:
    """The column whose cells say what is to be done, else one of names or criteria."""
    named = [*reversed(columns_of(found.columns, "criterion")), *reversed(columns_of(found.columns, "name"))]
    said = [c for c in named if _says_work(found.evidence.of(c))]
    unknown = [c for c in columns_of(found.columns, "unknown") if _says_work(found.evidence.of(c))]
    unknown.sort(key=lambda c: -found.evidence.of(c).work)
    return next(iter((*said, *unknown, *named)), None)


def _last_of_work(columns: Sequence[int], found: FoundColumns) -> int:
    """The last of several columns, passing over those that say far less of what is to be done."""
    if len(columns) == 1:
        return columns[0]
    works = {c: found.evidence.of(c).work for c in columns}
    most = max(works.values())
    return next(c for c in reversed(columns) if works[c] >= most / 2 or most < _LEAST_WORK)


def _named_work(found: FoundColumns, column: int) -> int | None:
    """A column of names right of one whose cells say nothing of work, where its own do: 检查内容 left of 整改事项."""
    if _says_work(found.evidence.of(column)):
        return None
    names = [c for c in columns_of(found.columns, "name") if c > column]
    return next((c for c in names if found.evidence.of(c).work >= _SAYS_WORK), None)


def _says_work(evidence: ColumnEvidence) -> bool:
    return evidence.prose >= _SAYS_WORK and evidence.work >= _LEAST_WORK


def _is_named(grid: CellGrid, header_rows: frozenset[int], short: int, long: int) -> bool:
    """Whether the cells of one column are names of what the other says at length."""
    rows = (r for r in range(len(grid.rows)) if r not in header_rows)
    pairs = [(grid.text_at(r, short), grid.text_at(r, long)) for r in rows]
    filled = [(a, b) for a, b in pairs if a and b]
    sentences = sum("。" in a or "；" in a for a, _ in filled)
    sizes = sum(len(a) for a, _ in filled), sum(len(b) for _, b in filled)
    return bool(filled) and sentences < 0.3 * len(filled) and sizes[1] > 1.5 * sizes[0]


def _is_about_work(found: FoundColumns, text_column: int) -> bool:
    """Whether the table lists tasks: it names units, deadlines, numbers or a path beside them."""
    columns = found.columns
    kinds = {column.kind for c, column in enumerate(columns) if c != text_column}
    if columns[text_column].kind in {"criterion", "name"} and not _says_work(found.evidence.of(text_column)):
        return bool(kinds & {"unit", "deadline"})
    return bool(kinds & _WORK_KINDS) or len(columns) == 1
