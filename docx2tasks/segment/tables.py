"""Tables to rows of meaning: which column says what, and what a blank cell stands for.

Columns are told by the words of their header, else by what stands in the cells.  A blank cell
under a filled one in a path or unit column means "as above"; a header row met again is a page
break; a row of one cell is a heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.units import is_unit
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.markers import Boundary, Marker, find_markers
from docx2tasks.source import EMPTY, Block, Cell, Diagnostic, Paragraph, Passage, Table

PATH_KINDS = ("category", "name", "content", "detail", "criterion")
_HEADER_LENGTH = 40
_HEADER_ROWS = 3
_LEAST_SHARE = 0.5


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


class Column(NamedTuple):
    """What a column means: its kind, the role a unit column says, and its header's words."""

    kind: str
    value: str = ""
    header: str = ""


class TableReading(NamedTuple):
    """A table read: its rows of measures, its header's words, what is left over, what is doubtful."""

    rows: tuple[Row, ...]
    header: str
    unit_header: str
    title: Passage | None
    leftovers: tuple[tuple[str, Passage], ...]
    diagnostics: tuple[Diagnostic, ...]


class _Grid(NamedTuple):
    """The table as full rows: each place has the cell that covers it, or None."""

    rows: tuple[tuple[Cell | None, ...], ...]
    columns: int


def read_table(table: Table, rules: Rules) -> TableReading:
    """What a table says, row by row.

    A table ``重点任务 | 具体任务 | 责任单位`` gives a row for each cell of 具体任务, with 重点任务 as its step.
    A table whose columns cannot be told gives no rows and a diagnostic.
    """
    grid = _table_to_grid(table)
    header, columns = _find_columns(grid, table, rules)
    text_column = _text_column(columns, grid, header)
    if text_column is None or not _is_about_work(columns, text_column):
        return _unread(table, is_fields=_holds_fields(table, rules))
    walker = _Walker(grid, columns, text_column, header, rules)
    rows = tuple(walker.walk())
    words = " ".join(columns[c].header for c in (text_column, *_of_kind(columns, "deadline")))
    units = " ".join(columns[c].header for c in _of_kind(columns, "unit"))
    title = table.caption.passage if table.caption is not None else walker.title
    return TableReading(rows, words, units, title, tuple(walker.leftovers), ())


def _holds_fields(table: Table, rules: Rules) -> bool:
    """Whether the table is a page's list of fields: 索引号, 发文机关, 成文日期."""
    labels = (header_words(cell).rstrip(":") for row in table.rows for cell in row)
    return any(
        rules["metadata"].find("field", words.split(":", 1)[0]) for words in labels if len(words) < _HEADER_LENGTH
    )


def _unread(table: Table, *, is_fields: bool) -> TableReading:
    kind = "fields" if is_fields else "table"
    words = tuple((kind, p.passage) for row in table.rows for cell in row for p in cell.paragraphs())
    if is_fields:
        return TableReading((), "", "", None, words, ())
    spans = words[0][1].spans if words else ()
    doubt = Diagnostic("table-columns-unknown", "no column of this table is known to hold measures", "info", spans)
    return TableReading((), "", "", None, words, (doubt,) if words else ())


def _table_to_grid(table: Table) -> _Grid:
    rows: list[list[Cell | None]] = [[None] * table.columns for _ in table.rows]
    for row in table.rows:
        for cell in row:
            for r in range(cell.row, min(cell.row + cell.rowspan, len(rows))):
                for c in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                    rows[r][c] = cell
    return _Grid(tuple(tuple(row) for row in rows), table.columns)


# columns ----------------------------------------------------------------------------------


def header_words(cell: Cell | None) -> str:
    """The words of a header cell, folded and without blanks."""
    return "".join(fold_width(cell.passage.text).split()) if cell else ""


@lru_cache(maxsize=2048)
def header_to_column(words: str, rules: Rules) -> Column | None:
    """The meaning of a header: ``责任单位`` is a unit column, ``工作举措`` a detail column."""
    if not words or len(words) > _HEADER_LENGTH:
        return None
    for rule in rules["columns"].rules:
        if rule.find(words):
            return Column(rule.kind, rule.value, words)
    return None


def _find_columns(grid: _Grid, table: Table, rules: Rules) -> tuple[frozenset[int], tuple[Column, ...]]:
    """The rows that are header, and the meaning of each column."""
    heads = [r for r in range(len(grid.rows)) if _is_header_row(grid.rows[r], rules)]
    if table.header_rows:
        heads = sorted({*heads, *range(min(table.header_rows, _HEADER_ROWS))})
    if not heads:
        return frozenset(), _columns_by_content(grid, rules)
    votes: list[Counter[Column]] = [Counter() for _ in range(grid.columns)]
    for place, r in enumerate(heads):
        is_lowest = place + 1 == len(heads) or heads[place + 1] != r + 1
        for c, column in enumerate(_header_columns(grid.rows[r], rules)):
            if column is not None:
                votes[c][column] += 2 if is_lowest else 1
    named = [vote.most_common(1)[0][0] if vote else None for vote in votes]
    return frozenset(heads), _complete(named, grid, frozenset(heads), rules)


def _header_columns(row: Sequence[Cell | None], rules: Rules) -> list[Column | None]:
    return [header_to_column(header_words(cell), rules) for cell in row]


def _is_header_row(row: Sequence[Cell | None], rules: Rules) -> bool:
    """Whether most cells of a row are the words of known headers, at least two of them."""
    cells = {id(cell): cell for cell in row if cell is not None and not cell.is_blank}
    if len(cells) < 2 or any(len(cell.passage.text) > 2 * _HEADER_LENGTH for cell in cells.values()):
        return False
    words = [header_words(cell) for cell in cells.values()]
    if any(len(w) > _HEADER_LENGTH for w in words):
        return False
    known = [header_to_column(w, rules) for w in words]
    hits = sum(column is not None for column in known)
    kinds = {column.kind for column in known if column}
    return hits >= 2 and len(kinds) >= 2 and hits / len(cells) >= _LEAST_SHARE


def _complete(named: list[Column | None], grid: _Grid, heads: frozenset[int], rules: Rules) -> tuple[Column, ...]:
    """Give columns without a known header a meaning by their cells, or their left neighbour's."""
    found: list[Column] = []
    for c, column in enumerate(named):
        words = [w for r in range(len(grid.rows)) if r not in heads and (w := _own_words(grid, r, c))]
        if column is None:
            found.append(_column_without_name(words, found[-1] if found else None, rules))
        elif column.kind == "unit" and _mostly_prose(words):
            found.append(Column("content", "", column.header))
        else:
            found.append(column)
    return tuple(found)


def _column_without_name(words: list[str], left: Column | None, rules: Rules) -> Column:
    if _mostly_units(words, rules):
        return Column("unit")
    return Column(left.kind, left.value) if left and left.kind in PATH_KINDS else Column("unknown")


def _own_words(grid: _Grid, row: int, column: int) -> str:
    cell = grid.rows[row][column]
    return cell.passage.text.strip() if cell and cell.row == row and cell.column == column else ""


def _mostly_units(words: Sequence[str], rules: Rules) -> bool:
    """Whether most cells of a column begin with a unit's name."""
    if not words:
        return False
    hits = sum(_looks_like_units(text, rules) for text in words)
    return hits / len(words) >= 0.6


def _mostly_prose(words: Sequence[str]) -> bool:
    """Whether most cells of a column are sentences: its header stands over the wrong column."""
    return bool(words) and sum(len(w) > 30 and ("。" in w or ";" in w or "；" in w) for w in words) / len(words) >= 0.6


def _looks_like_units(text: str, rules: Rules) -> bool:
    folded = fold_width(text)
    head = folded.split(":", 1)
    if len(head) == 2 and rules["units"].find("label", head[0].strip()):
        return True
    first = folded.replace("\n", "、").replace(" ", "、").replace(",", "、").replace(";", "、").split("、")[0].strip()
    first = first.split("等")[0].split("牵头")[0].split("按")[0]
    return bool(first) and len(first) <= 24 and is_unit(first, rules)


def _columns_by_content(grid: _Grid, rules: Rules) -> tuple[Column, ...]:
    """The meaning of columns in a table without header: numbers, units, and the longest text."""
    words = [[w for r in range(len(grid.rows)) if (w := _own_words(grid, r, c))] for c in range(grid.columns)]
    columns = []
    for listed in words:
        if listed and all(text_to_number(w.strip("、.．（）() ")) is not None for w in listed):
            columns.append(Column("number"))
        elif len(listed) >= 2 and _mostly_units(listed, rules) and max(map(len, listed)) < 200:
            columns.append(Column("unit"))
        else:
            columns.append(Column("unknown"))
    if any(column.kind == "unit" for column in columns):
        columns = [c._replace(kind="content") if c.kind == "unknown" and words[i] else c for i, c in enumerate(columns)]
    return tuple(columns)


def _of_kind(columns: Sequence[Column], *kinds: str) -> list[int]:
    return [c for c, column in enumerate(columns) if column.kind in kinds]


def _text_column(columns: Sequence[Column], grid: _Grid, heads: frozenset[int]) -> int | None:
    """The column that holds the measures: the last with details, else with content.

    A short 改革举措 with a long 主要内容 to its right is the name of what the latter says.
    """
    for kinds in (("detail",), ("content",), ("criterion",), ("name",)):
        found = _of_kind(columns, *kinds)
        if found:
            longer = [c for c in _of_kind(columns, "content") if c > found[-1] and kinds == ("detail",)]
            return longer[-1] if longer and _names(grid, heads, found[-1], longer[-1]) else found[-1]
    return None


def _names(grid: _Grid, heads: frozenset[int], short: int, long: int) -> bool:
    """Whether the cells of one column are names of what the other says at length."""
    pairs = [(_own_words(grid, r, short), _own_words(grid, r, long)) for r in range(len(grid.rows)) if r not in heads]
    filled = [(a, b) for a, b in pairs if a and b]
    sentences = sum("。" in a or "；" in a for a, _ in filled)
    sizes = sum(len(a) for a, _ in filled), sum(len(b) for _, b in filled)
    return bool(filled) and sentences < 0.3 * len(filled) and sizes[1] > 1.5 * sizes[0]


def _is_about_work(columns: Sequence[Column], text_column: int) -> bool:
    """Whether the table lists measures: it names units, deadlines, numbers or a path."""
    kinds = {column.kind for c, column in enumerate(columns) if c != text_column}
    if columns[text_column].kind in {"criterion", "name"}:
        return bool(kinds & {"unit", "deadline"})
    return bool(kinds & {"unit", "deadline", "period", "person", "number", "name", "category", "content"})


def _path_columns(columns: Sequence[Column], text_column: int) -> list[int]:
    """The columns whose cells are steps: left of the measures, outermost first.

    Where an item has a name, content between the name and the measures repeats it at length
    and is no step.
    """
    left = [c for c in range(text_column) if columns[c].kind in PATH_KINDS]
    names = [c for c in left if columns[c].kind == "name"]
    numbered = bool(_of_kind(columns, "number"))
    if names and numbered:
        last = names[-1]
        left = [c for c in left if c <= last or columns[c].kind in {"name", "category"}]
    return left


# rows -------------------------------------------------------------------------------------


@dataclass(slots=True, repr=False, eq=False)
class _Walker:
    """Walks the rows and remembers what stands above."""

    grid: _Grid
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
        self._path = tuple(c for c in _path_columns(self.columns, self.text_column) if c != self.text_column)

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
        numbers = _of_kind(self.columns, "number")
        behind = [c for c in self._path if not numbers or c > numbers[0]]
        return next((c for c in behind if self.columns[c].kind == "name"), behind[0] if behind else self.text_column)

    def _number(self, r: int) -> tuple[Passage | None, int | None]:
        """The row's own number, from its number column."""
        for column in _of_kind(self.columns, "number"):
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
        for column in _of_kind(self.columns, "unit"):
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
        for column in _of_kind(self.columns, kind):
            cell = self.grid.rows[r][column]
            if cell is not None and not cell.is_blank and cell.column == column:
                found.append(cell.passage.strip())
                self.leftovers.append((f"column-{kind}", cell.passage))
        return tuple(found)

    def _leave_rest(self, r: int) -> None:
        used = {
            *self._path,
            self.text_column,
            *_of_kind(self.columns, "unit", "deadline", "period", "number", "target"),
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
