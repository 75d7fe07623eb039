"""Clauses in sentences: roles inside a sentence, and last sentences with nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.clause import Clause
from docx2tasks.extract.sentence_roles import SentenceRoleFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import EMPTY, Passage

_CLOSING = 60  # characters at the end of a clause that hold its last verb
_COUNTED = re.compile(r"[0-9](?![0-9])[^、,;。0-9第号军]{1,3}[、,;]")  # 采购设备20台, is work before the names
# what a closing sentence says before its names: the work above it, not a unit
_THIS_WORK = re.compile(r"[ ]*(?:(?:(?:此|该|本|这|以上|上述)项?(?:工作|任务|项目|内容)?|具体(?:工作)?)?[,，]?由)?[ ]*")


class SentenceClauseFinder:
    """Finds the clauses of a paragraph that are sentences, or in one."""

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._bodies = rules.once(BodyJudge)
        self._units = rules.once(UnitFinder)
        self._verbs = rules.once(VerbFinder)
        self._roles = rules.once(SentenceRoleFinder)
        self._beside = re.compile(join(units.of("beside-name")))
        self._asks_all = re.compile(join(units.of("asks-all")))
        self._notes = re.compile(join(units.of("role-note")))

    def find(
        self, passage: Passage, text: str, found: Sequence[Clause], names: frozenset[str] = frozenset()
    ) -> Iterator[Clause]:
        """Roles inside sentences, whose text is kept."""
        for start, end in self._roles.find(text, names):
            if any(clause.start < end and start < clause.end for clause in found):
                continue
            units = self._units.find(passage.cut(start, end))
            if units.units:
                yield Clause(start, start, EMPTY, units)

    def find_closing(self, passage: Passage, text: str, *, is_first: bool) -> Iterator[Clause]:
        """A last sentence or line that only states roles: ``由省教育厅牵头，省财政厅配合。``.

        The first sentence of a task is its own words.
        """
        end = len(text.rstrip("。. "))
        start = text.rfind("。", 0, end) + 1
        if is_first and not start:
            return
        about = _THIS_WORK.match(text, start, end)
        words = text[about.end() : end] if about else text[start:end]
        if self._asks_all.match(words):
            return
        if not self._are_noted(words):
            if "由" in words or self._verbs.find_closing(words[-_CLOSING:]) is None:
                return  # the cheap questions first
            names = self._beside.sub("、", self._verbs.without_verbs(words))
            if (start and not self._verbs.says_who_leads(words)) or not self._bodies.are_units(names):
                return
        work = max((counted.end() for counted in _COUNTED.finditer(words)), default=0)
        said = passage.cut(end - len(words) + work, len(text))
        units = self._units.find(said)
        if units.units:
            yield Clause(start, start, EMPTY, units) if work else Clause(start, len(text), said, units)

    def _are_noted(self, words: str) -> bool:
        """Whether words are names with their roles in brackets behind them: ``市交通局（牵头）、市财政局（配合）``."""
        if words[-1:] != ")":
            return False
        said = re.split("[、,;]", words)
        names = [self._notes.sub("", one) for one in said]
        is_each = all(name != one for name, one in zip(names, said, strict=True))
        return is_each and self._bodies.are_units("、".join(names))
