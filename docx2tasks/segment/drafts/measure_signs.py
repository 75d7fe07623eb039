"""Evidence that a line without a full stop is a task: units or a deadline."""

from __future__ import annotations

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.extract.times import TimeFinder, Years
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

WHO, WHEN = "who", "when"


class MeasureSigns:
    """Finds units and deadlines in a line."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._times = rules.once(TimeFinder)

    def find(self, line: Passage) -> frozenset[str]:
        """The evidence in a line: ``5月前组织演练（责任部门：应急办）`` has both, ``重点任务清单`` none."""
        found = set[str]()
        if any(clause.units.units for clause in self._clauses.find(line)):
            found.add(WHO)
        if any(time.kind == "deadline" for time in self._times.find(line, Years())):
            found.add(WHEN)
        return frozenset(found)
