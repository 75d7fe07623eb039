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
        self._judge = rules.once(ParagraphJudge)

    def says_work(self, line: Passage) -> bool:
        """Whether a line starts with an action (``修缮驿站``), or contains an obligation or deadline."""
        is_work = self._cells.kind_of(line.text.strip()) == CellKind.WORK
        return is_work or self._judge.says_who_must(line) or self.names_units(line)

    def names_units(self, line: Passage) -> bool:
        """Whether a clause in a line names units: ``建成平台（市教育局负责）``."""
        return any(clause.units.units for clause in self._clauses.find(line))
