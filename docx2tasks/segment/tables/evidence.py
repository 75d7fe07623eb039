"""Statistics of the cells in a column, as evidence next to its heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from docx2tasks.segment.tables.cells import BARE, CellJudge, CellKind
from docx2tasks.segment.tables.grid import CellGrid

_SAMPLE = 48  # cells of a column that are looked at, at even steps: more do not tell more


class ColumnEvidence(NamedTuple):
    """The number of cells in a column, in total and by kind."""

    cells: int
    kinds: Mapping[CellKind, int]

    def share(self, *kinds: CellKind) -> float:
        """The share of the cells that are of these kinds; 0 where none is filled."""
        return sum(self.kinds.get(kind, 0) for kind in kinds) / self.cells if self.cells else 0.0

    @property
    def work(self) -> float:
        """The share of cells that contain tasks."""
        return self.share(CellKind.WORK)

    @property
    def prose(self) -> float:
        """The share of the cells that may be measures: work, or other sentences."""
        return self.share(CellKind.WORK, CellKind.SENTENCE)

    @property
    def bare(self) -> float:
        """The share of the cells that cannot be measures."""
        return self.share(*BARE)

    @property
    def main(self) -> CellKind | None:
        """The kind of most cells."""
        return max(self.kinds, key=lambda kind: self.kinds[kind], default=None)


class TableEvidence:
    """The evidence of a table's columns, computed on demand."""

    def __init__(self, grid: CellGrid, header_rows: frozenset[int], judge: CellJudge) -> None:
        self._grid = grid
        self._header_rows = header_rows
        self._judge = judge
        self._found: dict[int, ColumnEvidence] = {}

    def of(self, column: int) -> ColumnEvidence:
        """The evidence of a column below the header, without full-width rows."""
        if column not in self._found:
            words = [text for r in self._rows if (text := self._grid.text_at(r, column))]
            step = max(1, -(-len(words) // _SAMPLE))
            looked = words[::step]
            self._found[column] = ColumnEvidence(len(looked), Counter(map(self._judge.kind_of, looked)))
        return self._found[column]

    @cached_property
    def _rows(self) -> list[int]:
        rows = (r for r in range(len(self._grid.rows)) if r not in self._header_rows)
        return [r for r in rows if not _is_band(self._grid, r)]


def _is_band(grid: CellGrid, r: int) -> bool:
    first = grid.rows[r][0] if grid.rows[r] else None
    return first is not None and grid.columns > 1 and first.colspan >= grid.columns
