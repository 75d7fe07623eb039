"""Header rows with unknown headings, which differ in kind from the cells below."""

from __future__ import annotations

from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.tables.cells import BARE, CellJudge, CellKind
from docx2tasks.segment.tables.evidence import TableEvidence
from docx2tasks.segment.tables.grid import CellGrid

_FIRST_ROWS = 3  # a title, and a line of fields, may be above the header
_LABEL = 16  # characters of a label
_FILLED = 0.6  # share of the columns that have a label
_MOSTLY = 0.6
_LABELS = frozenset({CellKind.WORD, CellKind.WORDS, CellKind.UNIT, CellKind.WORK, CellKind.STATE})
_TOLD = BARE | {CellKind.WORK, CellKind.SENTENCE, CellKind.UNIT, CellKind.DONE}


class ContrastFinder:
    """Finds a header by contrast: not numbers, dates, units or sentences."""

    def __init__(self, rules: Rules) -> None:
        self._cells = rules.once(CellJudge)

    def find(self, grid: CellGrid) -> int | None:
        """The first row of labels only, with at least one column of another kind below."""
        for r in range(min(_FIRST_ROWS, len(grid.rows) - 1)):
            cells = grid.begun_in(r)
            if len(cells) == 1 and grid.is_across(cells[0]):
                continue
            labels = [cell.passage.text.strip() for cell in cells]
            is_row = len(labels) >= 2 and len(labels) >= _FILLED * grid.columns and len(set(labels)) == len(labels)
            return r if is_row and all(map(self._is_label, labels)) and self._differs(grid, r) else None
        return None

    def _is_label(self, words: str) -> bool:
        if len(words) > _LABEL or text_to_number(words.strip("、.．（）() ")) is not None:
            return False
        return self._cells.kind_of(words) in _LABELS and not any(sign in words for sign in "。；;，")

    def _differs(self, grid: CellGrid, r: int) -> bool:
        """Whether the cells below are mostly of a kind that the label above them is not."""
        evidence = TableEvidence(grid, frozenset(range(r + 1)), self._cells)
        filled = [cell.column for cell in grid.begun_in(r)]
        return any(self._tells(evidence, grid, r, c) for c in filled)

    def _tells(self, evidence: TableEvidence, grid: CellGrid, r: int, column: int) -> bool:
        label = self._cells.kind_of(grid.text_at(r, column))
        return any(kind != label and evidence.of(column).share(kind) >= _MOSTLY for kind in _TOLD)
