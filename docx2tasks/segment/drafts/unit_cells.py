"""The units in the unit cells of a row."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.units import UnitFinder, UnitList, UnitMention
from docx2tasks.faults import attempt
from docx2tasks.segment.drafts.stated_roles import StatedRoles, unique
from docx2tasks.segment.drafts.unknown_labels import tell_unknown_labels
from docx2tasks.segment.tables.row_cells import UnitCell


class UnitCellReader:
    """Reads the unit cells of one document: a merged one serves many rows and is read once."""

    def __init__(self, finder: UnitFinder) -> None:
        self._finder = finder
        self._listed: dict[tuple[int, str | None], UnitList] = {}
        self._ranked: dict[tuple[int, str | None, bool, bool], tuple[UnitMention, ...]] = {}

    def read(self, cells: Sequence[UnitCell], stated: StatedRoles) -> tuple[tuple[UnitMention, ...], StatedRoles]:
        """The units of a row's cells, in column order, and the statements after them."""
        found: list[tuple[UnitMention, ...]] = []
        for cell in cells:
            listed = attempt("the units of a cell", cell.words.spans, UnitList(()), self._list, cell)
            stated = stated.led_by((listed,)).added_by((listed,))
            found.append(self._rank(cell, listed, stated))
        if not any(found):
            return (), stated
        units = found[0] if len(found) == 1 else unique([unit for units in found for unit in units])
        return stated.with_added(units), stated

    def _list(self, cell: UnitCell) -> UnitList:
        key = (cell.words.start, cell.role)
        if key not in self._listed:
            self._listed[key] = self._finder.find_in_cell(cell.words, cell.role, has_persons=cell.has_persons)
            tell_unknown_labels((self._listed[key],))
        return self._listed[key]

    def _rank(self, cell: UnitCell, listed: UnitList, stated: StatedRoles) -> tuple[UnitMention, ...]:
        """The units of one cell as its rows have them: the same tuple for rows that say the same."""
        key = (cell.words.start, cell.role, cell.inherited, stated.leads_first)
        if key not in self._ranked:
            units = stated.ranked(listed)
            self._ranked[key] = unique([u._replace(inherited=True) for u in units] if cell.inherited else units)
        return self._ranked[key]
