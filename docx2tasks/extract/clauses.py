"""Paragraphs to responsibility clauses: where in a paragraph it is said who is responsible.

A clause leaves the task's text.  It is in brackets (``（责任单位：市财政局）``, ``（县卫健局负责）``), at
the end after a label (``责任单位：市财政局``) or on a line of its own (``省教育厅牵头，省财政厅配合``).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.deadline import check_deadline
from docx2tasks.extract.brackets import NO_USAGE, BracketJudge, Usage, find_brackets
from docx2tasks.extract.labels import LABEL_SIGNS, LabelFinder
from docx2tasks.extract.sentence_roles import SentenceRoleFinder
from docx2tasks.extract.units import UnitFinder, UnitList
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.firsts import required_words, words_to_gate
from docx2tasks.rules.match import join
from docx2tasks.source import EMPTY, Passage, Span

_AHEAD = 200  # characters that are looked at before a bracket or label: a name, or a stop and blanks after it
_CLOSING = 60  # characters at the end of a clause that hold its last verb
_TAIL = 60  # characters of blank fields after others
_LONGEST = 1_500  # characters of a clause: the longest list seen has about 400
_FIELD_STOP = re.compile(r"[;。\n]|,(?=[^,;。:]{2,10}:)")
_COUNTED = re.compile(r"[0-9](?![0-9])[^、,;。0-9第号军]{1,3}[、,;]")  # 采购设备20台, is work before the names
_COMMA = re.compile(",")
_WORK = 4  # characters of a measure, at the least
_DASH = re.compile(r"(?<=[。;；!！?？\s])[—–-]{1,4}[ ]*$")  # 。——责任单位：…
_THIS_WORK = re.compile(r"[ ]*(?:(?:(?:此|该|本|这|以上|上述)项?(?:工作|任务|项目|内容)?|具体(?:工作)?)?[,，]?由)?[ ]*")


class Clause(NamedTuple):
    """A clause: the range of the passage it takes up, its words inside, and its units.

    A role inside a sentence takes up nothing: its words stay in the text.  ``due`` are the words after
    a label such as ``完成时限：``; a line that holds nothing else is a clause without units.  A label with
    nothing after it (``责任单位：``) is a clause without either.
    """

    start: int
    end: int
    words: Passage
    units: UnitList
    due: tuple[Passage, ...] = ()


class _Ahead:
    """Spans in order, asked for places in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = deque(spans)

    def holds(self, place: int) -> bool:
        """Whether a place is inside one of the spans."""
        while self._spans and self._spans[0][1] <= place:
            self._spans.popleft()
        return bool(self._spans) and self._spans[0][0] <= place


class ClauseFinder:
    """Finds the clauses of paragraphs."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(BracketJudge)
        self._labels = rules.once(LabelFinder)
        self._units = rules.once(UnitFinder)
        self._verbs = rules.once(VerbFinder)
        self._sentences = rules.once(SentenceRoleFinder)
        self._remembered = lru_cache(maxsize=2048)(self._find)  # a document's paragraphs are asked for several times
        units = rules["units"]
        self._beside = re.compile(join(units.of("beside-name")))
        self._notes = re.compile(join(units.of("role-note")))
        said = required_words(rule.source for kind in ("verb", "lead-rule", "added-rule") for rule in units.of(kind))
        self._maybe = words_to_gate([*said, *LABEL_SIGNS]) if said else re.compile("")

    def find(self, passage: Passage, *, is_first: bool = True, usage: Usage = NO_USAGE) -> tuple[Clause, ...]:
        """The clauses in one paragraph, in order.

        ``is_first`` says that the paragraph is the one after the item's label: a label at its
        beginning (``进度安排：``) is then the task's own word, not a field.  ``usage`` is what the
        document shows elsewhere: ``（供销社、水利车间）`` is a clause where it uses such names as units.
        """
        found = self._remembered(passage, is_first)
        if usage is NO_USAGE:
            return found
        text = passage.folded
        if _ends_in_bracket(passage.text):
            found = (*found, *self._in_last_bracket(passage, text, found, usage))
        if not self._maybe.search(text):
            return found
        taken = tuple(clause for clause in found if clause.end > clause.start)
        return tuple(sorted((*taken, *self._in_sentences(passage, text, taken, usage.names)), key=_place))

    def _in_last_bracket(self, passage: Passage, text: str, found: Sequence[Clause], usage: Usage) -> Iterator[Clause]:
        """The bracket at the end of a paragraph, where the document's usage shows that it is a list of units."""
        last = len(text.rstrip("。;,.: "))
        start, end = max(find_brackets(text), default=(0, 0))
        inner = text[start + 1 : end - 1]
        is_read = any(clause.start <= start < clause.end for clause in found)
        if end < last or is_read or end - start > _LONGEST:
            return
        follows_stop = text[max(0, start - _AHEAD) : start].rstrip()[-1:] in "。;!?"
        if self._judge.is_list(inner, usage, follows_stop=follows_stop):
            words = passage.cut(start + 1, end - 1)
            units = self._units.find(words)
            if units.units:
                yield Clause(start, _with_stop(text, start, end), words, units)

    def _find(self, passage: Passage, is_first: bool) -> tuple[Clause, ...]:  # noqa: FBT001  a key of what is remembered
        words = passage.text
        text = passage.folded
        if not self._maybe.search(text) and not _ends_in_bracket(words):
            return ()
        found = list(self._in_brackets(passage, text))
        brackets = _Ahead((clause.start, clause.end) for clause in found)
        found.extend(self._after_labels(passage, text, brackets, is_first=is_first))
        if not found:
            found.extend(self._in_closing_sentence(passage, text, is_first=is_first))
        found.extend(self._in_sentences(passage, text, found))
        return tuple(sorted(found, key=_place))

    def _in_brackets(self, passage: Passage, text: str) -> Iterator[Clause]:
        last = len(text.rstrip("。;,.: "))
        for start, end in find_brackets(text):
            if end - start < 4 or end - start > _LONGEST:
                continue
            inner = text[start + 1 : end - 1]
            closes = end >= last or text[end] in "。;\n"
            before = text[max(0, start - _AHEAD) : start].rstrip()
            is_clause = self._judge.is_clause(inner, closes=closes, follows_stop=before[-1:] in "。;!?")
            if not is_clause or self._judge.is_alias(before, inner):
                continue
            words = passage.cut(start + 1, end - 1)
            units = self._units.find(words)
            is_said = units.units or units.leads_first or units.added
            if is_said or self._labels.due.match(words.folded) or self._labels.is_blank(text[start:end]):
                yield Clause(start, _with_stop(text, start, end), words, units, self._find_due(words))

    def _after_labels(self, passage: Passage, text: str, brackets: _Ahead, *, is_first: bool) -> Iterator[Clause]:
        """Clauses after a label without brackets, at the end of a paragraph or on their own line.

        No stretch is read twice: what says nothing as a whole says nothing from its second label on.
        """
        if not any(sign in text for sign in LABEL_SIGNS):
            return
        past = 0
        for mark in self._labels.field.finditer(text):
            check_deadline()
            start = mark.start()
            if start < past or brackets.holds(start) or not _is_apart(text, start, is_first=is_first):
                continue
            end = self._end_after_label(text, mark.end())
            if self._labels.is_unknown(mark[0]) and not self._judge.are_units(text[mark.end() : end]):
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
        if not self._judge.are_units(text[since : max(since, text.find(",", since, end))]):
            return end
        for comma in _COMMA.finditer(text, since, end):
            words = text[comma.end() : end].lstrip()
            name = words.split(",", 1)[0].strip(" 。;")
            if not self._labels.field.match(words) and len(name) >= _WORK and not self._are_listed(name):
                return comma.end()
        return end

    def _are_listed(self, words: str) -> bool:
        """Whether words go on in a list: units, with or without what they do there (市民政局配合, 按职责分工负责)."""
        names = self._beside.sub("、", self._verbs.without_verbs(words)).strip("、由 ")
        return not names or self._judge.are_units(names)

    def _read(self, passage: Passage, start: int, end: int) -> Clause:
        words = passage.cut(start, end)
        dash = _DASH.search(passage.text, max(0, start - _AHEAD), start)
        return Clause(dash.start() if dash else start, end, words, self._units.find(words), self._find_due(words))

    def _blank_tail(self, text: str, start: int, end: int) -> int:
        """Where the blank fields at the end of a stretch begin; 0: it has none."""
        for mark in self._labels.field.finditer(text, max(start, end - _TAIL), end):
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
            if ahead and not self._labels.field.match(ahead):
                return stop + 1
            stop = text.find("。", stop + 1, end)
        return end

    def _find_due(self, words: Passage) -> tuple[Passage, ...]:
        """The words after each ``完成时限：`` of a clause, up to the next stop; a blank field has none."""
        text = words.folded
        found = []
        for mark in self._labels.due.finditer(text):
            stop = _FIELD_STOP.search(text, mark.end())
            found.append(words.cut(mark.end(), stop.start() if stop else None).strip())
        return tuple(due for due in found if due)

    def _in_sentences(
        self, passage: Passage, text: str, found: Sequence[Clause], names: frozenset[str] = frozenset()
    ) -> Iterator[Clause]:
        """Roles said inside sentences, which keep their words: the clause takes up nothing."""
        for start, end in self._sentences.find(text, names):
            if any(clause.start < end and start < clause.end for clause in found):
                continue
            units = self._units.find(passage.cut(start, end))
            if units.units:
                yield Clause(start, start, EMPTY, units)

    def _in_closing_sentence(self, passage: Passage, text: str, *, is_first: bool) -> Iterator[Clause]:
        """A last sentence, or a line, that only says who leads and who helps: ``由省教育厅牵头，省财政厅配合。``.

        The first sentence of a task is its own words.
        """
        end = len(text.rstrip("。. "))
        start = text.rfind("。", 0, end) + 1
        if is_first and not start:
            return
        about = _THIS_WORK.match(text, start, end)
        words = text[about.end() : end] if about else text[start:end]
        if not self._are_noted(words):
            if "由" in words or self._verbs.find_closing(words[-_CLOSING:]) is None:
                return  # the cheap questions first
            names = self._beside.sub("、", self._verbs.without_verbs(words))
            if (start and not self._verbs.says_who_leads(words)) or not self._judge.are_units(names):
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
        return is_each and self._judge.are_units("、".join(names))


def _place(clause: Clause) -> int:
    return clause.start


def _ends_in_bracket(text: str) -> bool:
    return text.rstrip("。. \t")[-1:] in ")）】]〕"


def _with_stop(text: str, start: int, end: int) -> int:
    """Where the clause ends with a stop of its own: ``…建设。（A负责）。`` has one too many."""
    has_stop = text[end : end + 1] == "。" and text[max(0, start - _AHEAD) : start].rstrip()[-1:] in "。;!?"
    return end + 1 if has_stop else end


def _is_apart(text: str, start: int, *, is_first: bool) -> bool:
    """Whether a label at ``start`` may begin a clause: after a stop, a blank, a line end."""
    before = text[max(0, start - _AHEAD) : start].rstrip()
    if not before:
        return True
    return before[-1] in "。;!?)】]—" or text[start - 1] in " \t\n\u00a0" or (not is_first and before[-1] == ",")
