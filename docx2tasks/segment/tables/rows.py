"""Tables to rows of meaning: what stands where, and what a blank cell stands for.

A blank cell under a filled one in a path or unit column means "as above"; a header row met again
is a page break; a row of one cell is a heading.  What the columns mean is told by ``columns.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, Marker, find_markers
from docx2tasks.segment.tables.columns import (
    columns_of,
    find_columns,
    is_about_work,
    is_date,
    is_mark,
    path_columns_of,
    text_columns_of,
)
from docx2tasks.segment.tables.grid import Grid, table_to_grid
from docx2tasks.segment.tables.headers import HEADER_LENGTH, Column, header_words
from docx2tasks.source import EMPTY, Block, Cell, Diagnostic, Paragraph, Passage, Table
from docx2tasks.vocabulary import CoverageKind, DiagnosticCode, LeftoverKind, RecordKind


class Step(NamedTuple):
    """A step of a path: label and number where it has them, and its words."""

    label: Passage | None
    number: int | None
    title: Passage


class UnitCell(NamedTuple):
    """A cell of a unit column: its words, the role its column says, and whether it is from above.

    ``has_persons`` says that the column holds persons beside the units (责任单位及责任人).
    """

    words: Passage
    role: str | None
    inherited: bool
    has_persons: bool = False


class Row(NamedTuple):
    """One measure cell with everything its row says of it.

    ``header`` are the words over it and over its deadlines; the first ``bands`` steps are headings of the table.
    """

    steps: tuple[Step, ...]
    label: Passage | None
    number: int | None
    blocks: tuple[Block, ...]
    units: tuple[UnitCell, ...]
    deadlines: tuple[Passage, ...]
    periods: tuple[Passage, ...]
    targets: tuple[Passage, ...]
    header: str = ""
    bands: int = 0


class TableReading(NamedTuple):
    """A table read: its rows of measures, its unit columns' header, what is left over, what is doubtful."""

    rows: tuple[Row, ...]
    unit_header: str
    title: Passage | None
    leftovers: tuple[tuple[CoverageKind, Passage], ...]
    diagnostics: tuple[Diagnostic, ...]


def read_table(table: Table, rules: Rules) -> TableReading:
    """What a table says, row by row.

    A table ``重点任务 | 具体任务 | 责任单位`` gives a row for each cell of 具体任务, with 重点任务 as its step.
    A table whose columns cannot be told gives no rows and a diagnostic.
    """
    grid = table_to_grid(table)
    header, columns = find_columns(grid, table, rules)
    text_columns = text_columns_of(columns, grid, header)
    if not text_columns or not is_about_work(columns, text_columns[0]):
        return _unread(table, is_fields=_holds_fields(table, rules))
    walker = _Walker(grid, columns, text_columns, header, rules)
    rows = tuple(walker.walk())
    units = " ".join(columns[c].header for c in columns_of(columns, "unit"))
    title = table.caption.passage if table.caption is not None else walker.title
    return TableReading(rows, units, title, tuple(walker.leftovers), ())


def _holds_fields(table: Table, rules: Rules) -> bool:
    """Whether the table is a page's list of fields: 索引号, 发文机关, 成文日期."""
    labels = (header_words(cell).rstrip(":") for row in table.rows for cell in row)
    return any(
        rules["metadata"].find("field", words.split(":", 1)[0]) for words in labels if len(words) < HEADER_LENGTH
    )


def _unread(table: Table, *, is_fields: bool) -> TableReading:
    kind = LeftoverKind.FIELDS if is_fields else LeftoverKind.TABLE
    words = tuple((kind, p.passage) for row in table.rows for cell in row for p in cell.paragraphs())
    if is_fields:
        return TableReading((), "", None, words, ())
    spans = words[0][1].spans if words else ()
    doubt = Diagnostic(
        DiagnosticCode.TABLE_COLUMNS_UNKNOWN, "no column of this table is known to hold measures", "info", spans
    )
    return TableReading((), "", None, words, (doubt,) if words else ())


# rows -------------------------------------------------------------------------------------


@dataclass(slots=True, repr=False, eq=False)
class _Walker:
    """Walks the rows and remembers what stands above."""

    grid: Grid
    columns: tuple[Column, ...]
    text_columns: tuple[int, ...]  # several where times part them: one measure each
    heads: frozenset[int]
    rules: Rules
    title: Passage | None = None
    leftovers: list[tuple[CoverageKind, Passage]] = field(default_factory=list)
    _bands: list[Step] = field(default_factory=list)
    _above: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    _units_above: dict[int, Passage] = field(default_factory=dict)
    _path: tuple[int, ...] = ()
    _with_persons: frozenset[int] = frozenset()
    _header: str = ""
    _used: frozenset[int] = frozenset()  # columns whose cells a measure takes up
    _places: dict[str, list[int]] = field(default_factory=dict)
    _counts_digits: bool | None = None  # whether any row has a number in digits: looked for once

    def __post_init__(self) -> None:
        self._path = tuple(c for c in path_columns_of(self.columns, self.text_columns[0]) if c not in self.text_columns)
        self._header = self._header_of(self.text_columns[0])
        units = self._of("unit")
        taken = columns_of(self.columns, "unit", "deadline", "period", "number", "target")
        self._used = frozenset((*self._path, *self.text_columns, *taken))
        rules = self.rules["columns"]
        self._with_persons = frozenset(c for c in units if rules.find("with-persons", self.columns[c].header))

    def _of(self, kind: str) -> list[int]:
        """The columns of one kind."""
        if kind not in self._places:
            self._places[kind] = columns_of(self.columns, kind)
        return self._places[kind]

    def walk(self) -> Iterator[Row]:
        """The rows of measures, top to bottom."""
        pending: tuple[Row, ...] = ()
        first = min(self.heads, default=-1)
        for r, row in enumerate(self.grid.rows):
            if r in self.heads or (r < first):
                if r < first and self._is_marked_band(r):
                    self._enter_band(r)
                else:
                    self._leave_header(r, row, is_above=r < first)
                continue
            if pending and self._goes_on(r) and not self._is_band(r):
                more = self._units(r)
                pending = tuple(p._replace(units=_with_more(p.units, more)) for p in pending)
                continue
            yield from pending
            pending = self._rows(r)
        yield from pending

    def _goes_on(self, r: int) -> bool:
        """Whether the measures of a row are those of the row above, merged downwards."""
        cells = self.grid.rows[r]
        for column in self.text_columns:
            cell = cells[column]
            if cell is None or cell.row == r or cell.rowspan == 1:
                return False
        return True

    def _leave_header(self, r: int, row: Sequence[Cell | None], *, is_above: bool) -> None:
        words = [cell for cell in row if cell is not None and cell.row == r and not cell.is_blank]
        for cell in {id(c): c for c in words}.values():
            if is_above and self.title is None and cell.colspan >= self.grid.columns:
                self.title = cell.passage.strip()
            self.leftovers.append((LeftoverKind.TABLE_HEADER, cell.passage))

    def _cells(self, r: int) -> list[Cell]:
        """The filled cells that begin in a row, left to right."""
        seen: dict[int, Cell] = {}
        for cell in self.grid.rows[r]:
            if cell is not None and cell.row == r and not cell.is_blank:
                seen.setdefault(id(cell), cell)
        return list(seen.values())

    def _is_band(self, r: int) -> bool:
        """Whether a row is a heading: one cell across, or a number and a name without content."""
        cells = self._cells(r)
        if len(cells) == 1 and (cells[0].colspan >= max(2, self.grid.columns) or self._is_lone_name(cells[0])):
            return True
        if cells and self._is_numbered_above(r, cells):
            return True
        if not cells or any(self._words(r, c) for c in self.text_columns):
            return False
        kinds = {self.columns[cell.column].kind for cell in cells}
        has_name = bool(kinds & {"name", "category", "content", "detail"})
        return (
            has_name
            and kinds <= {"number", "name", "category", "content", "detail", "score"}
            and not self._has_above(r)
        )

    def _is_lone_name(self, cell: Cell) -> bool:
        """Whether words stand alone in the number column: a heading across, in a text that keeps no widths."""
        words = cell.passage.folded.strip("、.()（） \n")
        return self.columns[cell.column].kind == "number" and len(words) > 1 and text_to_number(words) is None

    def _is_marked_band(self, r: int) -> bool:
        """Whether a row is one cell across that begins with a mark: above the header it is no title."""
        cells = self._cells(r)
        is_across = len(cells) == 1 and cells[0].colspan >= max(2, self.grid.columns)
        return is_across and words_to_steps(cells[0].passage.strip(), self.rules)[0].label is not None

    def _is_numbered_above(self, r: int, cells: Sequence[Cell]) -> bool:
        """Whether 一 stands among rows that count 1, 2, 3, with nothing but a name beside it."""
        label, _ = self._number(r)
        if label is None or label.text.strip().isdigit() or len(cells) > 2:
            return False
        if self._counts_digits is None:
            labels = [self._number(row)[0] for row in range(len(self.grid.rows)) if row not in self.heads]
            self._counts_digits = any(label is not None and label.text.strip().isdigit() for label in labels)
        return self._counts_digits

    def _is_total(self, r: int) -> bool:
        """Whether a row adds up the others: 总分, 合计."""
        words = "".join(cell.passage.text for cell in self._cells(r)[:2])
        return any(rule.find("".join(words.split())) for rule in self.rules["headings"].of("total"))

    def _is_numbered_like_band(self, r: int) -> bool:
        """Whether a row with content counts with the headings (三、 among 一、 and 二、), not with the rows."""
        label, _ = self._number(r)
        styles = {_style(band.label) for band in self._bands if band.label is not None}
        return label is not None and not label.text.strip().isdigit() and _style(label) in styles

    def _has_above(self, r: int) -> bool:
        return any(cell is not None and cell.row < r for cell in (self.grid.rows[r][c] for c in self.text_columns))

    def _words(self, r: int, column: int) -> Passage:
        """The words of the cell that begins at a place, or nothing."""
        cell = self.grid.rows[r][column]
        return cell.passage.strip() if cell is not None and cell.row == r and cell.column == column else EMPTY

    def _rows(self, r: int) -> tuple[Row, ...]:
        """The measures of a row: one, or one for each filled cell of columns that times part."""
        if self._is_no_measure(r):
            return ()
        steps: tuple[Step, ...] = ()
        if self._is_numbered_like_band(r):
            self._enter_band(r)
            if not any(self._words(r, c) for c in self.text_columns):
                return ()
        else:
            steps = self._steps(r)
        units = self._units(r)
        cells = self._text_cells(r)
        if not cells and not self._cells(r):
            return ()
        label, number = self._number(r) if self._numbered_column() in self.text_columns else (None, None)
        steps, texts = (steps, [cell.blocks for cell in cells]) if cells else self._name_as_text(r, steps)
        if not any(texts):
            return ()
        deadlines, periods, targets = (self._passages(r, kind) for kind in ("deadline", "period", "target"))
        steps = (*self._bands, *steps)
        row = Row(steps, label, number, texts[0], units, deadlines, periods, targets, self._header, len(self._bands))
        self._leave_rest(r)
        if not self.columns[self.text_columns[0]].head:
            return (row,)
        return tuple(self._measure(row, blocks, cell) for blocks, cell in zip_longest(texts, cells))

    def _is_no_measure(self, r: int) -> bool:
        """Put a row that adds up the others, or is a heading, where it belongs."""
        if self._is_total(r):
            self.leftovers += [(LeftoverKind.TABLE_TOTAL, cell.passage) for cell in self._cells(r)]
            return True
        if not self._is_band(r):
            return False
        self._enter_band(r)
        return True

    def _text_cells(self, r: int) -> list[Cell]:
        """The filled cells of the measures' columns that begin in a row; a merged one stands once."""
        found: list[Cell] = []
        for column in self.text_columns:
            cell = self.grid.rows[r][column]
            if cell is not None and cell.row == r and not cell.is_blank and (not found or cell is not found[-1]):
                found.append(cell)
        return found

    def _measure(self, row: Row, blocks: tuple[Block, ...], cell: Cell | None) -> Row:
        """One of the measures of a row, with the times that head its cell; a row without any has its name (None)."""
        if cell is None:
            return row._replace(blocks=blocks)
        over = [c for c in self.text_columns if cell.column <= c < cell.column + cell.colspan]
        heads = tuple(self.columns[c].head for c in over)
        return row._replace(blocks=blocks, periods=(*heads, *row.periods), header=self._header_of(over[0]))

    def _header_of(self, column: int) -> str:
        """The words over a column of measures and over the deadlines: a year in them is the working year."""
        return " ".join(self.columns[c].header for c in (column, *self._of("deadline")))

    def _name_as_text(self, r: int, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], list[tuple[Block, ...]]]:
        """Where the measure's cell is blank, the row's last filled path cell is the measure."""
        for column in reversed(self._path):
            cell = self.grid.rows[r][column]
            if cell is not None and cell.row == r and not cell.is_blank:
                return steps[: max(0, len(steps) - 1)], [cell.blocks]
        return steps, []

    def _steps(self, r: int) -> tuple[Step, ...]:
        """The steps of a row, blank cells read as above."""
        path = self._path
        for place, column in enumerate(path):
            words = self._words(r, column)
            if not words:
                continue
            self._above[column] = self._cell_steps(r, column, words)
            for other in path[place + 1 :]:
                self._above.pop(other, None)
        return tuple(step for column in path for step in self._above.get(column, ()))

    def _cell_steps(self, r: int, column: int, words: Passage) -> tuple[Step, ...]:
        steps = words_to_steps(words, self.rules)
        label, number = self._number(r)
        numbered = column == self._numbered_column()
        if numbered and number is not None and steps[0].number is None:
            return (Step(label, number, steps[0].title), *steps[1:])
        return steps

    def _numbered_column(self) -> int:
        """The column whose words the running number counts: a name, else the next one about the work."""
        numbers = self._of("number")
        behind = [c for c in self._path if not numbers or c > numbers[0]]
        return next(
            (c for c in behind if self.columns[c].kind == "name"), behind[0] if behind else self.text_columns[0]
        )

    def _number(self, r: int) -> tuple[Passage | None, int | None]:
        """The row's own number, from its number column."""
        for column in self._of("number"):
            words = self._words(r, column)
            number = text_to_number(words.folded.strip("、.()（） \n"))
            if number is not None:
                self.leftovers.append((RecordKind.LABEL, words))
                return words, number
        return None, None

    def _enter_band(self, r: int) -> None:
        """A heading inside the table: marked ones nest by their style, others replace the last."""
        cells = self._cells(r)
        label, number = self._number(r)
        words = next(
            (c.passage.strip() for c in cells if self.columns[c.column].kind != "number"), cells[0].passage.strip()
        )
        step = words_to_steps(words, self.rules)[0]
        if number is not None and step.number is None:
            step = Step(label, number, step.title)
        style = _style(step.label)
        kept = []
        for band in self._bands:
            if _style(band.label) == style:
                break
            kept.append(band)
        self._bands = [*kept, step]
        self._above.clear()
        self._units_above.clear()

    def _units(self, r: int) -> tuple[UnitCell, ...]:
        found = []
        for column in self._of("unit"):
            role = self.columns[column].value or None
            words = self._words(r, column)
            if words:
                self.leftovers.append((LeftoverKind.UNIT_CELL, words))
            if self.columns[column].head:
                marked = words and is_mark(words.text, self.rules)
                found += [UnitCell(self.columns[column].head, role, inherited=True)] if marked else []
                continue
            if words and not is_mark(words.text, self.rules, "as-above"):
                self._units_above[column] = words
            above = self._units_above.get(column)
            if above is not None:
                found.append(UnitCell(above, role, above is not words, column in self._with_persons))
        return tuple(found)

    def _passages(self, r: int, kind: str) -> tuple[Passage, ...]:
        """The words of the cells of one kind, as above where they are merged downwards."""
        found = []
        for column in self._of(kind):
            cell = self.grid.rows[r][column]
            if cell is None or cell.is_blank:
                continue
            if cell.column == column:
                self.leftovers.append((_column_to_kind(kind), cell.passage))
            if self.columns[column].head:
                found += [said for said in self._below_time(cell, self.columns[column].head) if said not in found]
            elif cell.column == column:
                found.append(cell.passage.strip())
        return tuple(found)

    def _below_time(self, cell: Cell, head: Passage) -> list[Passage]:
        """When a cell below a time says: its own date, else that time; nothing where it says no."""
        words = cell.passage.strip()
        if is_mark(words.text, self.rules, "no-mark"):
            return []
        return [words if is_date(words.text, self.rules) else head]

    def _leave_rest(self, r: int) -> None:
        for cell in self._cells(r):
            if cell.column not in self._used:
                self.leftovers.append((_column_to_kind(self.columns[cell.column].kind), cell.passage))


_COLUMN_KINDS = {kind.removeprefix("column-"): kind for kind in LeftoverKind if kind.startswith("column-")}


def _column_to_kind(kind: str) -> LeftoverKind:
    return _COLUMN_KINDS.get(kind, LeftoverKind.COLUMN_UNKNOWN)


def _style(label: Passage | None) -> str:
    """What tells the levels of bands apart: the shape of their labels."""
    if label is None:
        return ""
    return "".join("9" if c.isdigit() else "一" if text_to_number(c) else c for c in label.folded)[-2:]


def goes_on(open_step: Step, band: Step) -> bool:
    """Whether a heading inside a table counts on from one above it: 二、 behind 一、."""
    numbers = open_step.number, band.number
    is_next = numbers[0] is not None and numbers[1] == numbers[0] + 1
    return is_next and open_step.label is not None and _style(open_step.label) == _style(band.label)


def _with_more(units: tuple[UnitCell, ...], more: tuple[UnitCell, ...]) -> tuple[UnitCell, ...]:
    known = {unit.words.text for unit in units}
    return (*units, *(unit for unit in more if unit.words.text not in known and not unit.inherited))


def words_to_steps(words: Passage, rules: Rules) -> tuple[Step, ...]:
    """The steps a path cell holds: one, or two run together (``二、治理 3.推进…``)."""
    markers: list[Marker] = []
    for marker in find_markers(words, rules):
        is_first = not markers and marker.boundary == Boundary.LINE
        parts = marker.boundary >= Boundary.PAUSE and markers and marker.style not in {m.style for m in markers}
        if is_first or (parts and words.text[marker.start - 1].isspace() and not marker.weak):
            markers.append(marker)
    if not markers:
        return (Step(None, None, words.collapsed()),)
    steps = []
    for place, marker in enumerate(markers):
        end = markers[place + 1].start if place + 1 < len(markers) else len(words.text)
        title = words.cut(marker.end, end).strip().collapsed()
        steps.append(Step(words.cut(marker.start, marker.label_end), marker.number, title))
    return tuple(steps)


def cell_paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """The paragraphs of a cell's blocks, nested tables read through."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table):
            found.extend(p for row in block.rows for cell in row for p in cell.paragraphs())
        else:
            found.append(block)
    return found
