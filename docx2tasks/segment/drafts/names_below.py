"""Names below a label, one a line: ``责任单位：市水利局`` ⏎ ``市林业局``, ``责任单位：`` ⏎ ``市水利局、市林业局``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.clause import Clause
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.rules import Rules
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage

_LONGEST = 60  # characters of a line of names
_OPENING = frozenset("([【〔")
_SIGNS = ": "


class NamesBelowFinder:
    """Finds the lines that go on with the units of the labelled clause above them."""

    def __init__(self, rules: Rules) -> None:
        self._bodies = rules.once(BodyJudge)
        self._labels = rules.once(LabelFinder)
        self._units = rules.once(UnitFinder)

    def find(
        self, body: Sequence[Passage], rows: Sequence[tuple[Clause, ...]], used: frozenset[str]
    ) -> list[tuple[Clause, ...]]:
        """The clauses of each paragraph, including lines of names below a labelled clause.

        ``used`` are names that the document uses as units elsewhere.
        """
        found: list[tuple[Clause, ...]] = []
        role: str | None = None
        for line, row in zip(body, rows, strict=True):
            named = tuple(self._find_below(line, role, used)) if role is not None and not row else ()
            found.append(named or row)
            role = named[0].units.units[-1].role if named else self._find_open(line, row)
        return found

    def _find_below(self, line: Passage, role: str, used: frozenset[str]) -> Iterator[Clause]:
        words = line.folded.strip()
        if len(words) > _LONGEST or is_sentence_like(words):
            return
        if not (self._bodies.are_bodies(words, used) or self._bodies.are_placed(words)):
            return
        units = self._units.find(line, role)
        if units.units:
            yield Clause(0, len(line.text), line, units)

    def _find_open(self, line: Passage, row: Sequence[Clause]) -> str | None:
        """The role of the clause that a line ends with, where no bracket and no stop closes it."""
        last = row[-1] if row else None
        if last is None or not last.words or last.due or last.end < len(line.text.rstrip()):
            return None
        if line.folded[last.start : last.start + 1] in _OPENING or is_sentence_like(last.words.text):
            return None
        if last.units.units:
            return last.units.units[-1].role
        label = self._labels.of_units(last.words.folded.strip(_SIGNS))  # a label alone asks for the line below it
        return label.value if label is not None else None
