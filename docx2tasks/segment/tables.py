"""Tables to rows of meaning: what stands where, and what a blank cell stands for.

A blank cell under a filled one in a path or unit column means "as above"; a header row met again
is a page break; a row of one cell is a heading.  What the columns mean is told by ``columns.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.columns import (
    HEADER_LENGTH,
    Column,
    Grid,
    columns_of,
    find_columns,
    header_words,
    is_about_work,
    path_columns_of,
    table_to_grid,
    text_column_of,
)
from docx2tasks.segment.markers import Boundary, Marker, find_markers
from docx2tasks.source import EMPTY, Block, Cell, Diagnostic, Paragraph, Passage, Table


class Step(NamedTuple):
    """A step of a path: label and number where it has them, and its words."""

    label: Passage | None
    number: int | None
    title: Passage


class UnitCell(NamedTuple):
    """A cell of a unit column: its words, the role its column says, and whether it is from above."""

    words: Passage
    role: str | None
    inherited: bool


class Row(NamedTuple):
    """One measure cell with everything its row says of it."""

    steps: tuple[Step, ...]
    label: Passage | None
    number: int | None
    blocks: tuple[Block, ...]
    units: tuple[UnitCell, ...]
    deadlines: tuple[Passage, ...]
    periods: tuple[Passage, ...]
    targets: tuple[Passage, ...]


class TableReading(NamedTuple):
    """A table read: its rows of measures, its header's words, what is left over, what is doubtful."""

    rows: tuple[Row, ...]
    header: str
    unit_header: str
    title: Passage | None
    leftovers: tuple[tuple[str, Passage], ...]
    diagnostics: tuple[Diagnostic, ...]


def read_table(table: Table, rules: Rules) -> TableReading:
    """What a table says, row by row.

    A table ``重点任务 | 具体任务 | 责任单位`` gives a row for each cell of 具体任务, with 重点任务 as its step.
    A table whose columns cannot be told gives no rows and a diagnostic.
    """
    grid = table_to_grid(table)
    header, columns = find_columns(grid, table, rules)
    text_column = text_column_of(columns, grid, header)
    if text_column is None or not is_about_work(columns, text_column):
        return _unread(table, is_fields=_holds_fields(table, rules))
    walker = _Walker(grid, columns, text_column, header, rules)
    rows = tuple(walker.walk())
    words = " ".join(columns[c].header for c in (text_column, *columns_of(columns, "deadline")))
    units = " ".join(columns[c].header for c in columns_of(columns, "unit"))
    title = table.caption.passage if table.caption is not None else walker.title
    return TableReading(rows, words, units, title, tuple(walker.leftovers), ())


def _holds_fields(table: Table, rules: Rules) -> bool:
    """Whether the table is a page's list of fields: 索引号, 发文机关, 成文日期."""
    labels = (header_words(cell).rstrip(":") for row in table.rows for cell in row)
    return any(
        rules["metadata"].find("field", words.split(":", 1)[0]) for words in labels if len(words) < HEADER_LENGTH
    )


def _unread(table: Table, *, is_fields: bool) -> TableReading:
    kind = "fields" if is_fields else "table"
    words = tuple((kind, p.passage) for row in table.rows for cell in row for p in cell.paragraphs())
    if is_fields:
        return TableReading((), "", "", None, words, ())
    spans = words[0][1].spans if words else ()
    doubt = Diagnostic("table-columns-unknown", "no column of this table is known to hold measures", "info", spans)
    return TableReading((), "", "", None, words, (doubt,) if words else ())


# columns ----------------------------------------------------------------------------------


# rows -------------------------------------------------------------------------------------


@dataclass(slots=True, repr=False, eq=False)
class _Walker:
    """Walks the rows and remembers what stands above."""

    grid: Grid
    columns: tuple[Column, ...]
    text_column: int
    heads: frozenset[int]
    rules: Rules
    title: Passage | None = None
    leftovers: list[tuple[str, Passage]] = field(default_factory=list)
    _bands: list[Step] = field(default_factory=list)
    _above: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    _units_above: dict[int, Passage] = field(default_factory=dict)
    _path: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self._path = tuple(c for c in path_columns_of(self.columns, self.text_column) if c != self.text_column)

    def walk(self) -> Iterator[Row]:
        """The rows of measures, top to bottom."""
        pending: Row | None = None
        first = min(self.heads, default=-1)
        for r, row in enumerate(self.grid.rows):
            if r in self.heads or (r < first):
                self._leave_header(r, row, is_above=r < first)
                continue
            cell = row[self.text_column]
            if cell is not None and pending is not None and cell.row < r and cell.rowspan > 1 and not self._is_band(r):
                pending = pending._replace(units=_with_more(pending.units, self._units(r)))
                continue
            if pending is not None:
                yield pending
            pending = self._row(r)
        if pending is not None:
            yield pending

    def _leave_header(self, r: int, row: Sequence[Cell | None], *, is_above: bool) -> None:
        words = [cell for cell in row if cell is not None and cell.row == r and not cell.is_blank]
        for cell in {id(c): c for c in words}.values():
            if is_above and self.title is None and cell.colspan >= self.grid.columns:
                self.title = cell.passage.strip()
            self.leftovers.append(("table-header", cell.passage))

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
        if len(cells) == 1 and cells[0].colspan >= max(2, self.grid.columns):
            return True
        if cells and self._is_numbered_above(r, cells):
            return True
        if not cells or self._words(r, self.text_column):
            return False
        kinds = {self.columns[cell.column].kind for cell in cells}
        has_name = bool(kinds & {"name", "category", "content", "detail"})
        return (
            has_name
            and kinds <= {"number", "name", "category", "content", "detail", "score"}
            and not self._has_above(r)
        )

    def _is_numbered_above(self, r: int, cells: Sequence[Cell]) -> bool:
        """Whether 一 stands among rows that count 1, 2, 3, with nothing but a name beside it."""
        label, _ = self._number(r)
        if label is None or label.text.strip().isdigit() or len(cells) > 2:
            return False
        others = [self._number(row)[0] for row in range(len(self.grid.rows)) if row not in self.heads]
        return any(other is not None and other.text.strip().isdigit() for other in others)

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
        cell = self.grid.rows[r][self.text_column]
        return cell is not None and cell.row < r

    def _words(self, r: int, column: int) -> Passage:
        """The words of the cell that begins at a place, or nothing."""
        cell = self.grid.rows[r][column]
        return cell.passage.strip() if cell is not None and cell.row == r and cell.column == column else EMPTY

    def _row(self, r: int) -> Row | None:
        if self._is_total(r):
            self.leftovers += [("table-total", cell.passage) for cell in self._cells(r)]
            return None
        if self._is_band(r):
            self._enter_band(r)
            return None
        if self._is_numbered_like_band(r):
            self._enter_band(r)
            if not self._words(r, self.text_column):
                return None
            steps: tuple[Step, ...] = ()
        else:
            steps = self._steps(r)
        cell = self.grid.rows[r][self.text_column]
        units = self._units(r)
        label, number = None, None
        blocks = cell.blocks if cell is not None and cell.row == r else ()
        if cell is None or cell.is_blank or cell.row != r:
            if not self._cells(r):
                return None
            steps, blocks = self._name_as_text(r, steps)
        if self._numbered_column() == self.text_column:
            label, number = self._number(r)
        if not blocks:
            return None
        deadlines, periods = self._passages(r, "deadline"), self._passages(r, "period")
        self._leave_rest(r)
        steps = (*self._bands, *steps)
        return Row(steps, label, number, blocks, units, deadlines, periods, self._passages(r, "target"))

    def _name_as_text(self, r: int, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], tuple[Block, ...]]:
        """Where the measure's cell is blank, the row's last filled path cell is the measure."""
        for column in reversed(self._path):
            cell = self.grid.rows[r][column]
            if cell is not None and cell.row == r and not cell.is_blank:
                return steps[: max(0, len(steps) - 1)], cell.blocks
        return steps, ()

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
        numbers = columns_of(self.columns, "number")
        behind = [c for c in self._path if not numbers or c > numbers[0]]
        return next((c for c in behind if self.columns[c].kind == "name"), behind[0] if behind else self.text_column)

    def _number(self, r: int) -> tuple[Passage | None, int | None]:
        """The row's own number, from its number column."""
        for column in columns_of(self.columns, "number"):
            words = self._words(r, column)
            number = text_to_number(fold_width(words.text).strip("、.()（） \n"))
            if number is not None:
                self.leftovers.append(("label", words))
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
        for column in columns_of(self.columns, "unit"):
            words = self._words(r, column)
            if words:
                self._units_above[column] = words
                self.leftovers.append(("unit-cell", words))
            above = self._units_above.get(column)
            if above is not None:
                found.append(UnitCell(above, self.columns[column].value or None, inherited=not words))
        return tuple(found)

    def _passages(self, r: int, kind: str) -> tuple[Passage, ...]:
        """The words of the cells of one kind, as above where they are merged downwards."""
        found = []
        for column in columns_of(self.columns, kind):
            cell = self.grid.rows[r][column]
            if cell is not None and not cell.is_blank and cell.column == column:
                found.append(cell.passage.strip())
                self.leftovers.append((f"column-{kind}", cell.passage))
        return tuple(found)

    def _leave_rest(self, r: int) -> None:
        used = {
            *self._path,
            self.text_column,
            *columns_of(self.columns, "unit", "deadline", "period", "number", "target"),
        }
        for cell in self._cells(r):
            if cell.column not in used:
                self.leftovers.append((f"column-{self.columns[cell.column].kind}", cell.passage))


def _style(label: Passage | None) -> str:
    """What tells the levels of bands apart: the shape of their labels."""
    if label is None:
        return ""
    return "".join("9" if c.isdigit() else "一" if text_to_number(c) else c for c in fold_width(label.text))[-2:]


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
        return (Step(None, None, words.folded()),)
    steps = []
    for place, marker in enumerate(markers):
        end = markers[place + 1].start if place + 1 < len(markers) else len(words.text)
        title = words.cut(marker.end, end).strip().folded()
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
