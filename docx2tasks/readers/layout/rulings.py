"""Ruled lines → grids: the cells of a table as they were drawn.

    rulings ─ join pieces on one line ─ those that cross ─ where they stand ─ no line between ─▶ cells

A side that was not drawn (tables open to the left and right) stands where the lines across end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.page import Glyph, Ruling

_SNAP = 3.0  # points: double lines, and ends that do not quite meet
_SHORTEST = 4.0  # points: shorter marks are no side of a cell
_OPEN_SIDE = 8.0  # points: lines across that reach so far beyond the last line down bound a cell
_MIDDLE = 0.35  # of the font's size over the baseline: where a character's middle is
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


class Stroke(NamedTuple):
    """A line on its axis: its position, start and end."""

    at: float
    start: float
    end: float


class GridCell(NamedTuple):
    """A cell of a grid: the rows and columns it takes."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A drawn table: ``xs`` and ``ys`` are its lines, ``places`` its cells in reading order.

    ``is_open`` says that the last row has no line under it: it goes on, on the next page.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[GridCell, ...]
    is_open: bool = False

    def find(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        inside = 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1
        return (row, column) if inside else None

    def box(self, place: GridCell) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a cell."""
        row, column, rowspan, colspan = place
        return self.xs[column], self.ys[row], self.xs[column + colspan], self.ys[row + rowspan]

    def owners(self) -> dict[tuple[int, int], GridCell]:
        """For each row and column the cell that takes it."""
        return {
            (row, column): place
            for place in self.places
            for row in range(place.row, place.row + place.rowspan)
            for column in range(place.column, place.column + place.colspan)
        }


FilledGrid = tuple[RuledGrid, Mapping[GridCell, Sequence[Glyph]]]
"""A table and the glyphs that stand in each of its cells."""


def sort_glyphs(glyphs: Iterable[Glyph], grids: Sequence[RuledGrid]) -> tuple[tuple[FilledGrid, ...], list[Glyph]]:
    """The glyphs in the cells of each grid, and those outside of all; a grid without words is left out."""
    if not grids:
        return (), [*glyphs]
    inside: list[dict[GridCell, list[Glyph]]] = [{} for _ in grids]
    owners = [grid.owners() for grid in grids]
    outside: list[Glyph] = []
    left = top = right = bottom = 0.0
    home: list[Glyph] = outside
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.baseline - _MIDDLE * glyph.size
        if not (left <= x < right and top <= y < bottom):  # neighbours in the file mostly share their cell
            home, (left, top, right, bottom) = outside, _NOWHERE
            for grid, owner, cells in zip(grids, owners, inside, strict=True):
                place = grid.find(x, y)
                if place is not None:
                    home = cells.setdefault(owner[place], [])
                    left, top, right, bottom = grid.box(owner[place])
                    break
        home.append(glyph)
    return tuple((grid, cells) for grid, cells in zip(grids, inside, strict=True) if cells), outside


def rulings_to_grids(rulings: Iterable[Ruling], limits: Limits) -> list[RuledGrid]:
    """The tables that ruled lines draw, from top to bottom; a frame around one cell is none.

    Raises ``LimitError`` ``table-too-big`` when a table takes more than ``limits.cells`` places.
    """
    across = join_strokes(Stroke(r.top, r.left, r.right) for r in rulings if r.top == r.bottom)
    down = join_strokes(Stroke(r.left, r.top, r.bottom) for r in rulings if r.left == r.right)
    grids = [_strokes_to_grid(group_across, group_down, limits) for group_across, group_down in _crossing(across, down)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))


def join_strokes(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes by place, with pieces of one line joined: producers draw one for each cell."""
    found: list[Stroke] = []
    for group in _same_place(sorted(strokes)):
        at = group[len(group) // 2].at
        start, end = None, 0.0
        for stroke in sorted(group, key=attrgetter("start")):
            if start is not None and stroke.start <= end + _SNAP:
                end = max(end, stroke.end)
                continue
            if start is not None and end - start >= _SHORTEST:
                found.append(Stroke(at, start, end))
            start, end = stroke.start, stroke.end
        if start is not None and end - start >= _SHORTEST:
            found.append(Stroke(at, start, end))
    return found


def _same_place(strokes: Iterable[Stroke]) -> Iterator[list[Stroke]]:
    group: list[Stroke] = []
    for stroke in strokes:
        if group and stroke.at - group[0].at > _SNAP:
            yield group
            group = []
        group.append(stroke)
    if group:
        yield group


def _crossing(across: Sequence[Stroke], down: Sequence[Stroke]) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """The lines that hang together: those of one table."""
    owner = list(range(len(across)))
    starts = [stroke.at for stroke in across]
    above: list[int | None] = []
    for line in down:
        first = bisect_right(starts, line.start - _SNAP - 1e-6)
        last = bisect_right(starts, line.end + _SNAP)
        touched = [n for n in range(first, last) if across[n].start - _SNAP <= line.at <= across[n].end + _SNAP]
        for number in touched[1:]:
            owner[_root(owner, number)] = _root(owner, touched[0])
        above.append(touched[0] if touched else None)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for number, stroke in enumerate(across):
        groups.setdefault(_root(owner, number), ([], []))[0].append(stroke)
    for line, touched_first in zip(down, above, strict=True):
        if touched_first is not None:
            groups[_root(owner, touched_first)][1].append(line)
    yield from groups.values()


def _root(owner: list[int], number: int) -> int:
    while owner[number] != number:
        owner[number] = owner[owner[number]]
        number = owner[number]
    return number


def _strokes_to_grid(across: Sequence[Stroke], down: Sequence[Stroke], limits: Limits) -> RuledGrid | None:
    """The grid of one table's lines; None where they bound no more than one cell."""
    if not down or not across:
        return None
    xs, left, right = _positions(down, across)
    ys, top, bottom = _positions(across, down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns < 2:
        return None
    if rows * columns > limits.cells:
        raise LimitError("table-too-big", f"a table has more than {limits.cells} cells", "split the table")
    across, down = _with_sides(across, (top, bottom), ys, xs), _with_sides(down, (left, right), xs, ys)
    places = _walls_to_places(_walls(down, xs, ys), _walls(across, ys, xs))
    return RuledGrid(xs, ys, places, is_open=bottom) if len(places) > 1 else None


def _with_sides(
    lines: Sequence[Stroke], missing: tuple[bool, bool], at: Sequence[float], other: Sequence[float]
) -> list[Stroke]:
    """The lines, and those of the first and last side where they are missing."""
    sides = [Stroke(place, other[0], other[-1]) for place, lacks in zip((at[0], at[-1]), missing, strict=True) if lacks]
    return [*lines, *sides]


def _positions(lines: Sequence[Stroke], others: Sequence[Stroke]) -> tuple[tuple[float, ...], bool, bool]:
    """Where the lines stand; whether a side before or behind them was added, as the others reach beyond."""
    found = sorted({line.at for line in lines})
    low, high = min(other.start for other in others), max(other.end for other in others)
    before, behind = low < found[0] - _OPEN_SIDE, high > found[-1] + _OPEN_SIDE
    return (*([low] if before else []), *found, *([high] if behind else [])), before, behind


def _walls(lines: Iterable[Stroke], at: Sequence[float], other: Sequence[float]) -> list[set[int]]:
    """For each place of ``at`` the intervals of ``other`` along which a line stands."""
    index = {place: number for number, place in enumerate(at)}
    middles = [(a + b) / 2 for a, b in pairwise(other)]
    walls: list[set[int]] = [set() for _ in at]
    for line in lines:
        number = index.get(line.at)
        if number is None:
            number = min(range(len(at)), key=lambda n: abs(at[n] - line.at))
        first, last = bisect_right(middles, line.start - _SNAP), bisect_right(middles, line.end + _SNAP)
        walls[number].update(range(first, last))
    return walls


def _walls_to_places(down: Sequence[set[int]], across: Sequence[set[int]]) -> tuple[GridCell, ...]:
    """Cells between walls: each grows to the right, then down, until it meets a line."""
    rows, columns = len(across) - 1, len(down) - 1
    taken = [[False] * columns for _ in range(rows)]
    found: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and row not in down[right] and not taken[row][right]:
                right += 1
            bottom = row + 1
            while bottom < rows and not any(taken[bottom][column:right]):
                if not _is_open_row(down, across[bottom], bottom, (column, right)):
                    break
                bottom += 1
            for r in range(row, bottom):
                taken[r][column:right] = [True] * (right - column)
            found.append(GridCell(row, column, bottom - row, right - column))
    return tuple(found)


def _is_open_row(down: Sequence[set[int]], line: set[int], row: int, span: tuple[int, int]) -> bool:
    """Whether a cell of the columns ``span`` goes on into ``row``: no line above it, none inside it."""
    first, last = span
    return not any(c in line for c in range(first, last)) and not any(row in down[c] for c in range(first + 1, last))
