"""Names that the document itself uses as units, and where its clauses are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.brackets import NO_USAGE, Usage
from docx2tasks.extract.clauses import Clause, ClauseFinder
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.headings import HeadingJudge
from docx2tasks.segment.outline.items import Entry, Leftover, OutlineItem, TableEntry
from docx2tasks.source import Passage, Table
from docx2tasks.vocabulary import LeftoverKind

_LEAST = 2  # clauses in brackets after a stop that show where a document has them
_HEADER_ROWS = 3
_LISTED = re.compile(r"[、,;。:\s]+")
_NAMES = range(2, 16)  # characters of a name
_ADDRESSED = frozenset({LeftoverKind.SALUTATION, LeftoverKind.MEMBERS})


class UsageReader:
    """Collects the units used in clauses, addressees and unit columns."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._bodies = rules.once(BodyJudge)
        self._headings = rules.once(HeadingJudge)
        self._headers = rules["columns"]
        self._persons = rules["units"].of("person")

    def read(self, entries: Sequence[Entry]) -> Usage:
        """The names that ``entries`` use as units, and whether clauses are in brackets after stops."""
        names: set[str] = set()
        brackets = 0
        ends = False
        names.update(self._headings.find_unknown([entry for entry in entries if isinstance(entry, OutlineItem)]))
        for entry in entries:
            if isinstance(entry, OutlineItem):
                for number, passage in enumerate(entry.body):
                    clauses = self._clauses.find(passage, is_first=number == 0)
                    names.update(unit.name.text for clause in clauses for unit in clause.units.units)
                    last = [clause for clause in clauses if _is_last_bracket(passage, clause)]
                    brackets += any(_is_after_stop(passage, clause) for clause in last)
                    ends = ends or bool(last)
            elif isinstance(entry, Leftover) and entry.kind in _ADDRESSED:
                names.update(_LISTED.split(fold_width(entry.passage.text)))
            elif isinstance(entry, TableEntry):
                names.update(self._in_columns(entry.table))
        used = frozenset(name for name in names if len(name) in _NAMES and not self._is_person(name))
        return Usage(used, brackets >= _LEAST, ends) if used else NO_USAGE

    def _is_person(self, name: str) -> bool:
        return any(rule.regex.fullmatch(name) for rule in self._persons) and not self._bodies.are_bodies(name)

    def _in_columns(self, table: Table) -> Iterator[str]:
        """The words of the cells under a heading of units."""
        for above, row in enumerate(table.rows[:_HEADER_ROWS]):
            headed = [
                n for n, cell in enumerate(row) if self._headers.find("unit", fold_width(cell.passage.text.strip()))
            ]
            for place in headed:
                for below in table.rows[above + 1 :]:
                    yield from _LISTED.split(fold_width(below[place].passage.text)) if place < len(below) else ()


def _is_last_bracket(passage: Passage, clause: Clause) -> bool:
    """Whether a clause with units is the bracket at the end of a paragraph."""
    text = passage.folded
    is_bracket = text[clause.start : clause.start + 1] in {"(", "[", "【", "〔"} and bool(clause.units.units)
    return is_bracket and clause.end >= len(text.rstrip("。 "))


def _is_after_stop(passage: Passage, clause: Clause) -> bool:
    return passage.folded[: clause.start].rstrip()[-1:] in {"。", ";", "!"}
