"""Whether a line is a task by its own words, with or without a full stop."""

from __future__ import annotations

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.tables.cells import CellJudge, CellKind
from docx2tasks.source import Passage


class WorkJudge:
    """Tells task lines from titles and lead-ins."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._cells = rules.once(CellJudge)
        self._columns = rules["columns"]
        self._judge = rules.once(ParagraphJudge)

    def says_work(self, line: Passage) -> bool:
        """Whether a line starts with an action (``修缮驿站``), or contains an obligation or deadline."""
        return self._begins_with_work(line) or self._judge.says_who_must(line) or self.names_units(line)

    def _begins_with_work(self, line: Passage) -> bool:
        """Whether a line begins with work: 6月底前修缮驿站2处 does, though it ends like an office (处) or an amount."""
        kind = self._cells.kind_of(line.text.strip())
        if kind == CellKind.WORK:
            return True
        may_be = kind in {CellKind.AMOUNT, CellKind.UNIT} and any(map(str.isdigit, line.text))
        return may_be and self._columns.find("work", line.folded.strip()) is not None

    def names_units(self, line: Passage) -> bool:
        """Whether a clause in a line names units: ``建成平台（市教育局负责）``."""
        return any(clause.units.units for clause in self._clauses.find(line))

    def without_clauses(self, line: Passage) -> Passage:
        """A line without what it says of units: ``教育方面（市教育局牵头）`` is ``教育方面``."""
        return line.without((clause.start, clause.end) for clause in self._clauses.find(line)).strip()
