"""Columns of a table: what each one holds.

A column is told by the words of its header (``责任单位``, ``完成时限``), else by what stands in its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.times import TimeFinder, Years
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.tables.grid import Grid
from docx2tasks.segment.tables.headers import PATH_KINDS, Column, Header, find_header, header_to_column
from docx2tasks.source import EMPTY, Passage, Table

_MEASURED_IN = "measured-in"
_SHORT = 20  # characters of a cell that is a date: 2022年6月30日前完成
_MARK = 8  # characters of a mark: #VALUE! has seven
_SPLIT = frozenset({"detail", "content", "target", "deadline", "period", "unknown"})  # kinds that a time may split


def find_columns(grid: Grid, table: Table, rules: Rules) -> tuple[frozenset[int], tuple[Column, ...]]:
    """The rows that are header, and the meaning of each column."""
    header = find_header(grid, table, rules)
    if not header.rows:
        return frozenset(), _columns_by_content(grid, rules)
    words = [_words_below(grid, header.rows, c) for c in range(grid.columns)]
    named = _by_marks(_split_by_time(header.columns, words, rules), header, words, rules)
    return header.rows, _complete(named, words, rules)


def _words_below(grid: Grid, heads: frozenset[int], column: int) -> list[str]:
    return [w for r in range(len(grid.rows)) if r not in heads and (w := _own_words(grid, r, column))]


def _split_by_time(
    named: Sequence[Column | None], words: Sequence[list[str]], rules: Rules
) -> tuple[Column | None, ...]:
    """The columns with the kinds of those that only their times tell apart (年度目标 over four quarters)."""
    found = list(named)
    for group in _timed_groups(named):
        listed = [w for c in group for w in words[c] if not is_mark(w, rules, "no-mark")]
        for c, column in group.items():
            found[c] = _timed_to_column(column, listed if len(group) > 1 else None, rules)
    return tuple(found)


def _timed_groups(named: Sequence[Column | None]) -> Iterator[dict[int, Column]]:
    """Neighbours of one kind, each with a time of its own."""
    group: dict[int, Column] = {}
    for c, column in enumerate(named):
        if group and (column is None or not column.head or column.kind != next(iter(group.values())).kind):
            yield group
            group = {}
        if column is not None and column.head:
            group[c] = column
    if group:
        yield group


def _timed_to_column(column: Column, words: Sequence[str] | None, rules: Rules) -> Column | None:
    """What a column with a time in its heading holds: marks and dates, quantities, or measures.

    ``words`` are the cells of its group, None where it has no neighbour from which the time parts it.
    """
    plain = None if column.kind == "unknown" else column._replace(head=EMPTY)
    if words is None or column.kind not in _SPLIT:
        return plain
    if not words:
        return column if column.kind in {"deadline", "period"} else plain
    is_when = column.kind in {"deadline", "period"}
    said = sum(is_mark(w, rules) or is_date(w, rules) for w in words)
    if 2 * said > len(words) - is_when:
        return column._replace(kind="deadline" if column.kind == "deadline" else "period")
    if _most(words, lambda w: _is_amount(w, rules)):
        return plain and plain._replace(kind="target")
    return column._replace(kind="detail")


def _most(words: Sequence[str], says: Callable[[str], bool]) -> bool:
    return sum(map(says, words)) > len(words) / 2


def is_mark(words: str, rules: Rules, kind: str = "mark") -> bool:
    """Whether a cell says no more than yes (``√``, 是), or no more than no (``no-mark``: ``/``, 否)."""
    return len(words) <= _MARK and rules["columns"].find(kind, "".join(fold_width(words).split())) is not None


def is_date(words: str, rules: Rules) -> bool:
    """Whether a cell says no more than when."""
    passage = Passage(words, ((0, len(words)),))
    return len(words) <= _SHORT and bool(rules.once(TimeFinder).find(passage, Years(), is_column=True))


def _is_amount(words: str, rules: Rules) -> bool:
    """Whether a cell is a quantity: ``12.5``, ``≥95%``, ``30公里``."""
    return rules["columns"].find("amount", "".join(fold_width(words).split())) is not None


def _by_marks(
    named: Sequence[Column | None], header: Header, words: Sequence[list[str]], rules: Rules
) -> list[Column | None]:
    """The columns, those of marks below a unit's own name among them: 县教育局 over √."""
    return [
        Column("unit", column.value if column else "", head.folded, head)
        if (column is None or column.kind == "unit") and _is_unit_of_marks(head, listed, rules)
        else column
        for column, head, listed in zip(named, header.heads, words, strict=True)
    ]


def _is_unit_of_marks(head: Passage, words: Sequence[str], rules: Rules) -> bool:
    if not any(is_mark(w, rules) for w in words) or header_to_column(head.folded, rules):
        return False
    are_marks = all(is_mark(w, rules) or is_mark(w, rules, "no-mark") for w in words)
    return are_marks and rules.once(NameFinder).is_unit(head.text)


def _complete(named: Sequence[Column | None], words: Sequence[list[str]], rules: Rules) -> tuple[Column, ...]:
    """Give columns without a known header a meaning by their cells, or their left neighbour's."""
    found: list[Column] = []
    for column, listed in zip(named, words, strict=True):
        if column is None:
            found.append(_column_without_name(listed, found[-1] if found else None, rules))
        elif column.kind == "unit" and _mostly_prose(listed):
            found.append(Column("content", "", column.header))
        elif column.kind == "unit" and _mostly_measured_in(listed, rules):
            found.append(Column("unknown", "", column.header))
        else:
            found.append(column)
    return tuple(found)


def _column_without_name(words: list[str], left: Column | None, rules: Rules) -> Column:
    if _mostly_units(words, rules):
        return Column("unit")
    is_path = left is not None and left.kind in PATH_KINDS and not _most(words, lambda w: _is_amount(w, rules))
    return Column(left.kind, left.value) if left and is_path else Column("unknown")


def _own_words(grid: Grid, row: int, column: int) -> str:
    cell = grid.rows[row][column]
    return cell.passage.text.strip() if cell and cell.row == row and cell.column == column else ""


def _mostly_units(words: Sequence[str], rules: Rules) -> bool:
    """Whether most cells of a column begin with a unit's name."""
    if not words:
        return False
    hits = sum(_looks_like_units(text, rules) for text in words)
    return hits / len(words) >= 0.6


def _mostly_measured_in(words: Sequence[str], rules: Rules) -> bool:
    """Whether most cells of a column say what is counted in (公里, %): 单位 is no responsible unit there."""
    return sum(rules["columns"].find(_MEASURED_IN, fold_width(w)) is not None for w in words) > len(words) / 2


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
    return bool(first) and len(first) <= 24 and rules.once(NameFinder).is_unit(first)


def _columns_by_content(grid: Grid, rules: Rules) -> tuple[Column, ...]:
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


def columns_of(columns: Sequence[Column], *kinds: str) -> list[int]:
    """The places of the columns of these kinds, from left to right."""
    return [c for c, column in enumerate(columns) if column.kind in kinds]


def text_columns_of(columns: Sequence[Column], grid: Grid, heads: frozenset[int]) -> tuple[int, ...]:
    """The columns that hold the measures: one, or those that times part (一季度 to 四季度); none in other tables."""
    split = tuple(c for c in columns_of(columns, "detail") if columns[c].head)
    if split:
        return split
    found = _text_column_of(columns, grid, heads)
    return () if found is None else (found,)


def _text_column_of(columns: Sequence[Column], grid: Grid, heads: frozenset[int]) -> int | None:
    """The column that holds the measures: the last with details, else with content.

    A short 改革举措 with a long 主要内容 to its right is the name of what the latter says.
    """
    for kinds in (("detail",), ("content",), ("criterion",), ("name",)):
        found = columns_of(columns, *kinds)
        if found:
            longer = [c for c in columns_of(columns, "content") if c > found[-1] and kinds == ("detail",)]
            return longer[-1] if longer and _names(grid, heads, found[-1], longer[-1]) else found[-1]
    return None


def _names(grid: Grid, heads: frozenset[int], short: int, long: int) -> bool:
    """Whether the cells of one column are names of what the other says at length."""
    pairs = [(_own_words(grid, r, short), _own_words(grid, r, long)) for r in range(len(grid.rows)) if r not in heads]
    filled = [(a, b) for a, b in pairs if a and b]
    sentences = sum("。" in a or "；" in a for a, _ in filled)
    sizes = sum(len(a) for a, _ in filled), sum(len(b) for _, b in filled)
    return bool(filled) and sentences < 0.3 * len(filled) and sizes[1] > 1.5 * sizes[0]


def is_about_work(columns: Sequence[Column], text_column: int) -> bool:
    """Whether the table lists measures: it names units, deadlines, numbers or a path."""
    kinds = {column.kind for c, column in enumerate(columns) if c != text_column}
    if columns[text_column].kind in {"criterion", "name"}:
        return bool(kinds & {"unit", "deadline"})
    return bool(kinds & {"unit", "deadline", "period", "person", "number", "name", "category", "content"})


def path_columns_of(columns: Sequence[Column], text_column: int) -> list[int]:
    """The columns whose cells are steps: left of the measures, outermost first.

    Where an item has a name, content between the name and the measures repeats it at length
    and is no step.
    """
    left = [c for c in range(text_column) if columns[c].kind in PATH_KINDS]
    names = [c for c in left if columns[c].kind == "name"]
    numbered = bool(columns_of(columns, "number"))
    if names and numbered:
        last = names[-1]
        left = [c for c in left if c <= last or columns[c].kind in {"name", "category"}]
    return left
