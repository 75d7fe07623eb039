"""Tells data tables from layout tables.

Government pages wrap whole articles into nested tables::

    <table><tr><td><table>索引号…</table></td></tr></table>
    <table><tr><td><table><tr><td><p>一、总体要求</p>…

Those are read through.  A table of tasks, or the table of 索引号 and 发文机关, stays a table.  No
attribute tells the two apart; what stands in the cells does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from lxml import etree

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_LINES = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6")

LONG = 300  # characters: no cell of a data table that stands alone in its row was longer in the pages seen
MENU = 2_000  # characters of a menu set as a table
SHORT = 100  # characters: a label, a value, a date, a title


class _CellFacts(NamedTuple):
    element: etree._Element
    size: int  # characters
    nested: int  # characters in tables inside


class _TableFacts(NamedTuple):
    rows: tuple[tuple[_CellFacts, ...], ...]
    size: int

    @property
    def cells(self) -> Iterator[_CellFacts]:
        return chain.from_iterable(self.rows)

    @property
    def pairs(self) -> int:
        """Rows with text in at least two cells."""
        return sum(1 for row in self.rows if sum(1 for cell in row if cell.size) > 1)


def find_layout_tables(root: etree._Element) -> frozenset[etree._Element]:
    """The tables used for layout only."""
    tables = list(root.iter("table"))
    sizes: dict[etree._Element, int] = {}
    # Inner ones first: their sizes are asked for again.
    return frozenset(table for table in reversed(tables) if _is_layout(table, sizes))


def _is_layout(table: etree._Element, sizes: dict[etree._Element, int]) -> bool:
    rows = tuple(_rows(table))
    quick = (judge(table, rows) for _, judge in SHAPES)
    verdict = next((verdict for verdict in quick if verdict is not None), None)
    if verdict is not None:
        return verdict
    is_frame = next(table.iterdescendants("table"), None) is not None
    cells = tuple([tuple([_cell_facts(cell, sizes, is_frame=is_frame) for cell in row]) for row in rows])
    facts = _TableFacts(cells, sum(cell.size for row in cells for cell in row))
    sizes[table] = facts.size
    verdicts = (judge(facts) for _, judge in CONTENTS)
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in _CELLS]
        elif child.tag in _GROUPS:
            yield from ([cell for cell in row if cell.tag in _CELLS] for row in child if row.tag == "tr")


def _size(element: etree._Element) -> int:
    """Characters of an element, blanks not counted."""
    return len("".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split()))


def _cell_facts(cell: etree._Element, sizes: dict[etree._Element, int], *, is_frame: bool) -> _CellFacts:
    if not len(cell):
        return _CellFacts(cell, len((cell.text or "").strip()), 0)
    if not is_frame:
        return _CellFacts(cell, _size(cell), 0)
    nested = sum(sizes.get(table) or _size(table) for table in _outer_tables(cell))
    return _CellFacts(cell, _size(cell), nested)


def _outer_tables(cell: etree._Element) -> Iterator[etree._Element]:
    """The tables in a cell that lie in no other table of it."""
    for table in cell.iter("table"):
        if not any(above.tag == "table" for above in _up_to(table, cell)):
            yield table


def _up_to(element: etree._Element, end: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is end:
            return
        yield above


def _lines(cell: _CellFacts) -> int:
    """Paragraphs and line ends in a cell."""
    return sum(1 for _ in cell.element.iter(*_LINES))


_RawRows = Sequence[Sequence[etree._Element]]  # noqa: SLF001 (lxml has no other name for it)


def _says_so(table: etree._Element, _: _RawRows) -> bool | None:
    return True if table.get("role") in ("presentation", "none") else None


def _has_no_columns(_: etree._Element, rows: _RawRows) -> bool | None:
    return True if max(map(len, rows), default=0) < 2 else None


def _has_header(table: etree._Element, rows: _RawRows) -> bool | None:
    marked = any(child.tag in ("thead", "caption") for child in table)
    return False if marked or any(cell.tag == "th" for row in rows for cell in row) else None


def _frames_tables(facts: _TableFacts) -> bool | None:
    return True if sum(cell.nested for cell in facts.cells) * 2 > facts.size else None


def _has_article_alone(facts: _TableFacts) -> bool | None:
    """One cell with most of the text, in paragraphs, alone in its row or beside a side bar."""
    if facts.pairs >= 2:
        return None
    big = (cell for cell in facts.cells if cell.size >= LONG and cell.size * 5 >= facts.size * 3)
    return True if any(_lines(cell) > 2 for cell in big) else None


def _is_all_links(facts: _TableFacts) -> bool | None:
    if facts.size > MENU:
        return None
    linked = sum(_size(link) for cell in facts.cells for link in cell.element.iter("a"))
    return True if facts.size and linked * 10 > facts.size * 9 else None


def _has_one_row(facts: _TableFacts) -> bool | None:
    if sum(1 for row in facts.rows if row) > 1:
        return None
    return any(cell.size > SHORT or _lines(cell) > 2 for cell in facts.cells)


def _never_pairs(facts: _TableFacts) -> bool | None:
    return True if facts.pairs == 0 else None


# Asked in order; the first that knows decides: True for layout, False for data.
SHAPES: tuple[tuple[str, Callable[[etree._Element, _RawRows], bool | None]], ...] = (
    ("role", _says_so),
    ("one-column", _has_no_columns),
    ("header", _has_header),
)
CONTENTS: tuple[tuple[str, Callable[[_TableFacts], bool | None]], ...] = (
    ("frame", _frames_tables),
    ("article", _has_article_alone),
    ("links", _is_all_links),
    ("one-row", _has_one_row),
    ("no-pairs", _never_pairs),
)
