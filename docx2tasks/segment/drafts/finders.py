"""The extractors that drafts need, built once."""

from __future__ import annotations

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.headings import HeadingJudge
from docx2tasks.segment.drafts.measure_signs import MeasureSigns
from docx2tasks.segment.drafts.names_below import NamesBelowFinder
from docx2tasks.segment.drafts.stated_roles import StatementReader
from docx2tasks.segment.outline.build import OutlineReader
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.tables.rows import TableReader


class DraftFinders:
    """The finders of one set of rules that a walk over an outline needs."""

    def __init__(self, rules: Rules) -> None:
        self.clauses = rules.once(ClauseFinder)
        self.units = rules.once(UnitFinder)
        self.headings = rules.once(HeadingJudge)
        self.below = rules.once(NamesBelowFinder)
        self.paragraphs = rules.once(ParagraphJudge)
        self.signs = rules.once(MeasureSigns)
        self.statements = rules.once(StatementReader)
        self.outlines = rules.once(OutlineReader)
        self.tables = rules.once(TableReader)
