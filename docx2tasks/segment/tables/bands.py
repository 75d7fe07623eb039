"""Headings inside a table, and how they nest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.segment.tables.cells import CellJudge, CellKind
from docx2tasks.segment.tables.layout import TableLayout
from docx2tasks.segment.tables.steps import PathStep, label_to_shape, words_to_steps
from docx2tasks.source import Cell, Passage

Bands = tuple[PathStep, ...]
"""The headings that are open at a row, outermost first."""

_NAMES = frozenset({"name", "category", "content", "detail"})
_BAND_KINDS = _NAMES | {"number", "score"}
_WORK = frozenset({CellKind.WORK, CellKind.SENTENCE})
_AROUND_WORDS = "、.()（） \n"


class BandFinder:
    """Finds the headings among the rows of one table."""

    def __init__(self, layout: TableLayout, rules: Rules) -> None:
        self._layout = layout
        self._grid = layout.grid
        self._marks = rules.once(MarkFinder)
        self._judge = rules.once(CellJudge)
        self._notes = (*rules["paragraphs"].of("note"), *rules["units"].of("lead-rule"))
        self._totals = rules["headings"].of("total")

    def is_band(self, r: int) -> bool:
        """Whether a row is a heading: one cell across, or a number and a name without content."""
        cells = self._grid.begun_in(r)
        if len(cells) == 1 and (self._grid.is_across(cells[0]) or self._is_lone_name(cells[0])):
            return True
        if cells and self._is_numbered_above(r, cells):
            return True
        if not cells or self._layout.tasks.begin_in(r):
            return False
        kinds = {self._layout.columns[cell.column].kind for cell in cells}
        return bool(kinds & _NAMES) and kinds <= _BAND_KINDS and not self._layout.tasks.reach_into(r)

    def is_total(self, r: int) -> bool:
        """Whether a row is a total: 总分, or 合计 with amounts and no task."""
        cells = self._grid.begun_in(r)
        if self._adds_up("".join(cell.passage.text for cell in cells[:2])):
            return True
        named = [cell for cell in cells if self._layout.columns[cell.column].kind != "number" or _is_words(cell)]
        if not named or not self._adds_up(named[0].passage.text):
            return False
        return not any(self._judge.kind_of(cell.passage.text.strip()) in _WORK for cell in named[1:])

    def _adds_up(self, words: str) -> bool:
        folded = fold_width("".join(words.split()))
        return any(rule.find(folded) for rule in self._totals)

    def is_note(self, r: int) -> bool:
        """Whether a row is a single cell with a note or a statement about roles."""
        cells = self._grid.begun_in(r)
        return len(cells) == 1 and any(rule.find(cells[0].passage.folded.strip()) for rule in self._notes)

    def _is_lone_name(self, cell: Cell) -> bool:
        """Whether words are alone in the number column: a heading across, in a text that keeps no widths."""
        words = cell.passage.folded.strip(_AROUND_WORDS)
        return self._layout.columns[cell.column].kind == "number" and len(words) > 1 and text_to_number(words) is None

    def is_marked_band(self, r: int) -> bool:
        """Whether a row is a single cell that starts with a label; above the header it is not a title."""
        cells = self._grid.begun_in(r)
        is_across = len(cells) == 1 and self._grid.is_across(cells[0])
        return is_across and words_to_steps(cells[0].passage.strip(), self._marks)[0].label is not None

    def _is_numbered_above(self, r: int, cells: Sequence[Cell]) -> bool:
        """Whether 一 stands among rows that count 1, 2, 3, with nothing but a name beside it."""
        label, _ = self._layout.numbers[r]
        return label is not None and not _is_digits(label) and len(cells) <= 2 and self._counts_digits

    @cached_property
    def _counts_digits(self) -> bool:
        """Whether any row has a number in digits."""
        rows = (r for r in range(len(self._grid.rows)) if r not in self._layout.header_rows)
        return any(label is not None and _is_digits(label) for label, _ in (self._layout.numbers[r] for r in rows))

    def is_numbered_like(self, bands: Bands, r: int) -> bool:
        """Whether a row with content counts with the headings (三、 among 一、 and 二、), not with the rows."""
        label, _ = self._layout.numbers[r]
        shapes = {label_to_shape(band.label) for band in bands if band.label is not None}
        return label is not None and not _is_digits(label) and label_to_shape(label) in shapes

    def enter(self, bands: Bands, r: int) -> Bands:
        """The headings with that of a row: marked ones nest by their shape, others replace the last."""
        cells = self._grid.begun_in(r)
        label, number = self._layout.numbers[r]
        named = (cell for cell in cells if self._layout.columns[cell.column].kind != "number")
        step = words_to_steps(next(named, cells[0]).passage.strip(), self._marks)[0]
        if number is not None and step.number is None:
            step = PathStep(label, number, step.title)
        shape = label_to_shape(step.label)
        place = next((i for i, band in enumerate(bands) if label_to_shape(band.label) == shape), len(bands))
        return (*bands[:place], step)


def _is_words(cell: Cell) -> bool:
    return text_to_number(cell.passage.folded.strip(_AROUND_WORDS)) is None


def _is_digits(label: Passage) -> bool:
    return label.text.strip().isdigit()
