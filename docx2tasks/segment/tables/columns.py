"""What each column of a table contains, decided only here.

The words of its heading (``责任单位``, ``完成时限``) and what its cells hold are weighed together: a heading that no
rule knows says nothing, and cells that are a state, a mark, a date or a number are no measures under any heading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.tables.cells import CellJudge, CellKind, is_most, is_prose
from docx2tasks.segment.tables.evidence import ColumnEvidence, TableEvidence
from docx2tasks.segment.tables.grid import CellGrid
from docx2tasks.segment.tables.headers import PATH_KINDS, HeaderFinder, HeaderWords, TableColumn, TableHeader
from docx2tasks.source import EMPTY, Diagnostic, Passage, Table
from docx2tasks.vocabulary import DiagnosticCode

_TIMED = frozenset({"detail", "content", "target", "deadline", "period", "unknown"})  # kinds that times may split
_MOSTLY = 0.6  # share of the cells of a column that tells what it holds
_LONGEST_LIST = 200  # characters of a cell that lists units
_FILLED = 2  # cells that show what a column holds
_SOME = 0.3  # share of the cells of a column that are dates, where no other column says when
_DUE_KINDS = frozenset({"deadline", "period"})  # a column of times that the headings name
_SHOWN = 12  # characters of a heading in a message
_LISTED = 12  # columns in a message
_HOLDS_WORDS = frozenset({"detail", "content", "criterion", "name", "category"})  # kinds that bare cells contradict
_HEADLESS_WORK = 0.5  # share of the cells that say what is to be done, in a table without header


class FoundColumns(NamedTuple):
    """The header rows of a table, the meaning of each column, and statistics of its cells."""

    header_rows: frozenset[int]
    columns: tuple[TableColumn, ...]
    evidence: TableEvidence


class ColumnFinder:
    """Determines what the columns of tables contain."""

    def __init__(self, rules: Rules) -> None:
        self._headers = rules.once(HeaderFinder)
        self._words = rules.once(HeaderWords)
        self._cells = rules.once(CellJudge)

    def find(self, grid: CellGrid, table: Table) -> FoundColumns:
        """The rows that are header, and the meaning of each column."""
        header = self._headers.find(grid, table)
        evidence = TableEvidence(grid, header.rows, self._cells)
        if not header.rows:
            return FoundColumns(frozenset(), self._columns_by_content(grid, evidence), evidence)
        words = [_words_below(grid, header.rows, c) for c in range(grid.columns)]
        named = self._by_marks(self._split_by_time(header.columns, words), header, words)
        return FoundColumns(header.rows, self._complete(named, header, words, evidence), evidence)

    def _split_by_time(
        self, named: Sequence[TableColumn | None], words: Sequence[list[str]]
    ) -> tuple[TableColumn | None, ...]:
        """The columns with the kinds of those that only their times tell apart (年度目标 over four quarters)."""
        found = list(named)
        for group in _timed_groups(named):
            listed = [w for c in group for w in words[c] if not self._cells.is_mark(w, "no-mark")]
            for c, column in group.items():
                found[c] = self._timed_to_column(column, listed if len(group) > 1 else None)
        return tuple(found)

    def _timed_to_column(self, column: TableColumn, words: Sequence[str] | None) -> TableColumn | None:
        """What a column with a time in its heading holds: marks and dates, quantities, or tasks.

        ``words`` are the cells of its group, None where it has no neighbour of another time.
        """
        plain = None if column.kind == "unknown" else column._replace(cell_heading=EMPTY)
        if words is None or column.kind not in _TIMED:
            return plain
        is_when = column.kind in {"deadline", "period"}
        if not words:
            return column if is_when else plain
        dated = sum(self._cells.is_mark(w) or self._cells.is_date(w) for w in words)
        if 2 * dated > len(words) - is_when:
            return column._replace(kind="deadline" if column.kind == "deadline" else "period")
        if is_most(words, self._cells.is_amount):
            return plain and plain._replace(kind="target")
        return column._replace(kind="detail")

    def _by_marks(
        self, named: Sequence[TableColumn | None], header: TableHeader, words: Sequence[list[str]]
    ) -> list[TableColumn | None]:
        """The columns, those of marks below a unit's own name among them: 县教育局 over √."""
        return [
            TableColumn("unit", column.role if column else "", heading.folded, heading)
            if (column is None or column.kind == "unit") and self._is_unit_of_marks(heading, listed)
            else column
            for column, heading, listed in zip(named, header.headings, words, strict=True)
        ]

    def _is_unit_of_marks(self, heading: Passage, words: Sequence[str]) -> bool:
        is_mark, is_unit = self._cells.is_mark, self._cells.is_unit
        if not any(is_mark(w) for w in words) or self._words.to_column(heading.folded):
            return False
        return is_unit(heading.text) and all(is_mark(w) or is_mark(w, "no-mark") for w in words)

    def _complete(
        self,
        named: Sequence[TableColumn | None],
        header: TableHeader,
        words: Sequence[list[str]],
        evidence: TableEvidence,
    ) -> tuple[TableColumn, ...]:
        """Weigh the headings against the cells; a column without a heading goes with its left neighbour."""
        kinds = {column.kind for column in named if column is not None}
        found: list[TableColumn] = []
        for c, (column, listed) in enumerate(zip(named, words, strict=True)):
            if column is None:
                left = found[-1] if found and not header.headings[c] else None
                found.append(self._column_without_name(listed, left, header.headings[c], kinds))
            elif column.kind == "unit":
                found.append(self._weighed_unit(column, listed))
            elif column.kind in _HOLDS_WORDS and not column.cell_heading and listed:
                found.append(_weighed(column, evidence.of(c)))
            else:
                found.append(column)
        return tuple(found)

    def _weighed_unit(self, column: TableColumn, words: Sequence[str]) -> TableColumn:
        """A unit column, unless its cells are prose, or what is counted in."""
        if _share(words, [is_prose(w) for w in words]) >= _MOSTLY:
            return column._replace(kind="content", role="", reason="its cells are prose")
        if is_most(words, self._cells.is_measured_in):
            return column._replace(kind="unknown", role="", reason="its cells are units of measurement")
        return column

    def _column_without_name(
        self, words: list[str], left: TableColumn | None, heading: Passage, kinds: Collection[str]
    ) -> TableColumn:
        header = heading.folded
        if self._are_units(words) and not (header and "unit" in kinds):
            return TableColumn("unit", header=header, reason="its cells are units")
        if _DUE_KINDS.isdisjoint(kinds) and _share(words, [self._cells.is_due(w) for w in words]) >= _MOSTLY:
            return TableColumn("deadline", header=header, reason="its cells are deadlines")
        is_path = left is not None and left.kind in PATH_KINDS and not is_most(words, self._cells.is_amount)
        if left and is_path:
            return TableColumn(left.kind, left.role, reason="no heading; same as its left neighbor")
        return TableColumn("unknown", header=header, reason="unknown heading")

    def _are_units(self, words: Sequence[str]) -> bool:
        """Whether most cells of a column begin with a unit's name."""
        return _share(words, [self._cells.begins_with_units(w) for w in words]) >= _MOSTLY

    def _columns_by_content(self, grid: CellGrid, evidence: TableEvidence) -> tuple[TableColumn, ...]:
        """The meaning of columns in a table without header: numbers, units, dates, and words beside them."""
        words = [_words_below(grid, frozenset(), c) for c in range(grid.columns)]
        columns = [self._headless(listed, evidence.of(c)) for c, listed in enumerate(words)]
        kinds = {column.kind for column in columns}
        works = any(evidence.of(c).work >= _HEADLESS_WORK for c in range(grid.columns))
        if "unit" not in kinds and not ("number" in kinds and works):
            return tuple(columns)
        return tuple(
            column._replace(kind="content")
            if column.kind == "unknown" and evidence.of(c).bare < _MOSTLY and words[c]
            else column
            for c, column in enumerate(columns)
        )

    def _headless(self, words: Sequence[str], evidence: ColumnEvidence) -> TableColumn:
        if words and all(text_to_number(w.strip("、.．（）() ")) is not None for w in words):
            return TableColumn("number", reason="its cells are numbers")
        if len(words) >= 2 and self._are_units(words) and max(map(len, words)) < _LONGEST_LIST:
            return TableColumn("unit", reason="its cells are units")
        if evidence.share(CellKind.DATE) >= _MOSTLY:
            return TableColumn("deadline", reason="its cells are dates")
        return TableColumn("unknown", reason=_cells_to_reason(evidence))


def find_unread_columns(found: FoundColumns, grid: CellGrid) -> Iterator[Diagnostic]:
    """A ``column-not-read`` for each column of dates or units that is not read as such.

    ``谁来干`` over ``市园林局`` and ``何时干完`` over ``9月底`` are headings that no rule knows.  It is a warning for
    units, and where no other column of the table says when.
    """
    is_dated = any(column.kind in _DUE_KINDS for column in found.columns)
    for c, column in enumerate(found.columns):
        what = _find_unread(column, found.evidence.of(c), is_dated=is_dated)
        if what is None:
            continue
        first = next(r for r in range(len(grid.rows)) if r not in found.header_rows and grid.text_at(r, c))
        why = "its heading is unknown" if column.kind == "unknown" else "it was read as a remark"
        message = f"column {column.header[:_SHOWN] or c + 1} contains {what}, but {why}"
        level = "info" if what == "dates" and is_dated else "warning"
        yield Diagnostic(DiagnosticCode.COLUMN_NOT_READ, message, level, grid.words_at(first, c).spans)


def _find_unread(column: TableColumn, evidence: ColumnEvidence, *, is_dated: bool) -> str | None:
    """What a column holds that is not read: ``dates``, ``units``."""
    if column.kind not in {"unknown", "remark"} or evidence.cells < _FILLED:
        return None
    if evidence.share(CellKind.DATE) >= (_MOSTLY if is_dated or column.kind == "remark" else _SOME):
        return None if is_dated and column.kind == "remark" else "dates"
    is_units = column.kind == "unknown" and column.header and evidence.share(CellKind.UNIT) >= _MOSTLY
    return "units" if is_units else None


def columns_to_words(columns: Sequence[TableColumn]) -> str:
    """The columns of a table as text: ``姓名 person, 单位 unit, column 3 unknown``."""
    named = ((column.header or f"column {number}", column.kind) for number, column in enumerate(columns, 1))
    listed = [f"{header[:_SHOWN]} {kind}" for header, kind in named]
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return ", ".join(listed[:_LISTED]) + more


def _weighed(column: TableColumn, evidence: ColumnEvidence) -> TableColumn:
    """A column whose heading names words, unless its cells cannot be any."""
    if evidence.bare < _MOSTLY:
        return column
    kind = "target" if evidence.share(CellKind.AMOUNT) >= _MOSTLY else "unknown"
    return column._replace(kind=kind, reason=_cells_to_reason(evidence))


def _cells_to_reason(evidence: ColumnEvidence) -> str:
    return f"most of its cells are of kind {evidence.main}" if evidence.main else "its cells are blank"


def _words_below(grid: CellGrid, header_rows: frozenset[int], column: int) -> list[str]:
    rows = (r for r in range(len(grid.rows)) if r not in header_rows)
    return [words for r in rows if (words := grid.text_at(r, column))]


def _share(words: Sequence[str], hits: Sequence[bool]) -> float:
    return sum(hits) / len(words) if words else 0.0


def _timed_groups(named: Sequence[TableColumn | None]) -> Iterator[dict[int, TableColumn]]:
    """Neighbours of one kind, each with a time of its own."""
    group: dict[int, TableColumn] = {}
    for c, column in enumerate(named):
        if group and (column is None or not column.cell_heading or column.kind != next(iter(group.values())).kind):
            yield group
            group = {}
        if column is not None and column.cell_heading:
            group[c] = column
    if group:
        yield group
