"""Clauses after a label, without brackets: ``责任单位：市财政局``, ``完成时限：12月底前``."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from docx2tasks.deadline import check_deadline
from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.clause import AHEAD, Clause
from docx2tasks.extract.label_patterns import LabelPatterns
from docx2tasks.extract.labels import LABEL_SIGNS, LabelFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Passage, Span

_TAIL = 60  # characters of blank fields after others
_WORK = 4  # characters of a task, at the least
_COMMA = re.compile(",")
_DASH = re.compile(r"(?<=[。;；!！?？\s])[—–-]{1,4}[ ]*$")  # 。——责任单位：…


class LabelledClauseFinder:
    """Finds the clauses of a paragraph that begin with a label."""

    def __init__(self, rules: Rules) -> None:
        self._bodies = rules.once(BodyJudge)
        self._labels = rules.once(LabelFinder)
        self._patterns = rules.once(LabelPatterns)
        self._units = rules.once(UnitFinder)
        self._verbs = rules.once(VerbFinder)
        self._beside = re.compile(join(rules["units"].of("beside-name")))

    def find(self, passage: Passage, text: str, brackets: Iterable[Span], *, is_first: bool) -> Iterator[Clause]:
        """Clauses after a label without brackets, at the end of a paragraph or on their own line.

        ``text`` is the folded text of ``passage``; in ``brackets``, the clauses found there, no label begins another.
        No stretch is read twice: what says nothing as a whole says nothing from its second label on.
        """
        if not any(sign in text for sign in LABEL_SIGNS):
            return
        taken = _Ahead(brackets)
        past = 0
        for mark in self._patterns.field.finditer(text):
            check_deadline()
            start = mark.start()
            if start < past or taken.holds(start) or not _is_apart(text, start, is_first=is_first):
                continue
            end = self._end_after_label(text, mark.end())
            if self._labels.is_unknown(mark[0]) and not self._bodies.are_units(text[mark.end() : end]):
                continue
            is_own = is_first and start == 0
            if is_own:
                end = self._end_before_work(text, mark.end(), end)
            clause = self._read(passage, start, end)
            is_blank = self._labels.is_blank(text[start:end])
            if clause.units.units or (not is_own and (clause.due or start == 0 or is_blank)):
                yield clause
            elif is_own and clause.due:
                continue  # a label of the task's own, and fields after it
            elif tail := self._blank_tail(text, start, end):
                yield self._read(passage, tail, end)
            past = end

    def _end_before_work(self, text: str, since: int, end: int) -> int:
        """The end of a clause that opens an item: before the first words between commas that are no unit and no field.

        ``牵头单位为市财政局，协作单位为市民政局，完成清理。`` has its measure behind the second comma.
        """
        if not self._bodies.are_units(text[since : max(since, text.find(",", since, end))]):
            return end
        for comma in _COMMA.finditer(text, since, end):
            words = text[comma.end() : end].lstrip()
            name = words.split(",", 1)[0].strip(" 。;")
            if not self._patterns.field.match(words) and len(name) >= _WORK and not self._are_listed(name):
                return comma.end()
        return end

    def _are_listed(self, words: str) -> bool:
        """Whether words go on in a list: units, with or without what they do there (市民政局配合, 按职责分工负责)."""
        names = self._beside.sub("、", self._verbs.without_verbs(words)).strip("、由 ")
        return not names or self._bodies.are_units(names)

    def _read(self, passage: Passage, start: int, end: int) -> Clause:
        words = passage.cut(start, end)
        dash = _DASH.search(passage.text, max(0, start - AHEAD), start)
        since = dash.start() if dash else start
        return Clause(since, end, words, self._units.find(words), self._labels.find_due(words))

    def _blank_tail(self, text: str, start: int, end: int) -> int:
        """Where the blank fields at the end of a stretch begin; 0: it has none."""
        for mark in self._patterns.field.finditer(text, max(start, end - _TAIL), end):
            apart = mark.start() > start and _is_apart(text, mark.start(), is_first=True)
            if apart and self._labels.is_blank(text[mark.start() : end]):
                return mark.start()
        return 0

    def _end_after_label(self, text: str, since: int) -> int:
        """The end of a clause that begins with a label: its line, or the stop before a sentence."""
        line_end = text.find("\n", since)
        end = len(text) if line_end < 0 else line_end
        stop = text.find("。", since, end)
        while 0 <= stop < end - 1:
            ahead = text[stop + 1 : end].lstrip()
            if ahead and not self._patterns.field.match(ahead):
                return stop + 1
            stop = text.find("。", stop + 1, end)
        return end


class _Ahead:
    """Spans in order, asked for places in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = deque(spans)

    def holds(self, place: int) -> bool:
        """Whether a place is inside one of the spans."""
        while self._spans and self._spans[0][1] <= place:
            self._spans.popleft()
        return bool(self._spans) and self._spans[0][0] <= place


def _is_apart(text: str, start: int, *, is_first: bool) -> bool:
    """Whether a label at ``start`` may begin a clause: after a stop, a blank, a line end."""
    before = text[max(0, start - AHEAD) : start].rstrip()
    if not before:
        return True
    return before[-1] in "。;!?)】]—" or text[start - 1] in " \t\n\u00a0" or (not is_first and before[-1] == ",")
