"""Explains records: where each value comes from, as lines and rows to print.

Pure: nothing here prints or knows a terminal.  What is shown was written by strangers, so all
text goes through ``visible``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from docx2tasks.control_chars import escape_controls
from docx2tasks.corrections.lines import RULE
from docx2tasks.coverage import MOST_LEFTOVERS
from docx2tasks.model import Actor, DiagnosticRecord, Location, Step, Target, Task, Time, Unit
from docx2tasks.pipeline import Reading
from docx2tasks.rules import Rule, Rules
from docx2tasks.segment.tables.columns import ColumnFinder
from docx2tasks.segment.tables.grid import table_to_grid
from docx2tasks.source import Places, SourceLocation, Span, Table, source_to_places
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_AROUND = 24  # characters of the source line shown on either side of a value
_LONGEST = 80  # characters of a value shown in its source line; what is longer loses its middle
_TABLES = 20  # whose columns are listed
_CELL = 36  # characters of a task's text in the table of all tasks
_OF_PEOPLE = frozenset((DiagnosticCode.CORRECTED, DiagnosticCode.CALLED_WRONG))
_PLACES = ("block", "table", "row", "column", "line", "page")

HEADERS = ("#", "id", "kind", "label", "text", "units", "actors", "times", "place")


DIAGNOSTIC_HEADERS = ("level", "code", "place", "message")
COLUMN_HEADERS = ("table", "column", "heading", "taken for", "by")
TEXT_HEADERS = ("line", "taken for", "which is", "text")

_IN_RECORD = ("record", "a value of the document's record")
_UNLISTED = ("", "too many stretches: they are not listed one by one")


class ExplainedLine(NamedTuple):
    """A line of an explanation: depth, label and text."""

    depth: int
    name: str
    words: str


def reading_to_rows(reading: Reading) -> list[tuple[str, ...]]:
    """A row of :data:`HEADERS` for each task: ``1``, its id, ``（一）``, its words, units, actors, times, place."""
    return [
        tuple(escape_controls(cell) for cell in _task_to_row(n, t)) for n, t in enumerate(reading.document.tasks, 1)
    ]


def _task_to_row(number: int, task: Task) -> tuple[str, ...]:
    units = "、".join(dict.fromkeys(unit.name for unit in task.units))
    actors = "、".join(actor.name for actor in task.actors)
    times = "、".join(dict.fromkeys(time.text for time in task.times))
    return (
        str(number),
        task.id,
        task.kind,
        task.label or "-",
        _shorten(task.text, _CELL),
        _shorten(units, _CELL) or "-",
        _shorten(actors, _CELL) or "-",
        _shorten(times, _CELL) or "-",
        place_to_words(task.location),
    )


def provisions_to_rows(reading: Reading) -> list[tuple[str, ...]]:
    """A row of :data:`HEADERS` for each provision; its number continues those of the tasks."""
    first = len(reading.document.tasks) + 1
    return [
        tuple(escape_controls(cell) for cell in _task_to_row(n, t))
        for n, t in enumerate(reading.document.provisions, first)
    ]


def reading_to_diagnostics(reading: Reading) -> list[tuple[str, ...]]:
    """A row of :data:`DIAGNOSTIC_HEADERS` for each diagnostic: ``warning``, its code, where, what."""
    rows = (
        (one.level, one.code, place_to_words(one.location) if one.location else "-", one.message)
        for one in reading.document.diagnostics
    )
    return [tuple(escape_controls(cell) for cell in row) for row in rows]


def reading_to_columns(reading: Reading, rules: Rules) -> list[tuple[str, ...]]:
    """A row of :data:`COLUMN_HEADERS` for each column: ``1``, ``2``, ``整改措施``, ``detail``, ``its heading``."""
    finder = rules.once(ColumnFinder)
    rows: list[tuple[str, ...]] = []
    tables = (block for block in reading.source.blocks if isinstance(block, Table) and block.columns > 1)
    for number, table in enumerate(islice(tables, _TABLES), 1):
        for place, column in enumerate(finder.find(table_to_grid(table), table).columns, 1):
            kind = f"{column.kind} {column.role}".strip()
            rows.append(
                (str(number), str(place), _shorten(escape_controls(column.header), _CELL) or "-", kind, column.reason)
            )
    return rows


def reading_to_text_rows(reading: Reading) -> list[tuple[str, ...]]:
    """A row of :data:`TEXT_HEADERS` for each line of the text: ``3``, ``preamble``, what that means, its words."""
    rows: list[tuple[str, ...]] = []
    end = 0
    for number, line in enumerate(reading.source.text.split("\n"), 1):
        start, end = end, end + len(line) + 1
        if line.strip():
            kind, meaning = _find_kind(reading, start, end)
            rows.append(
                (str(number), kind, meaning, _shorten(escape_controls(line.strip().replace("\t", " | ")), _LONGEST))
            )
    return rows


def _find_kind(reading: Reading, start: int, end: int) -> tuple[str, str]:
    """What most of the characters of a line were taken for, and what that means."""
    leftovers = reading.document.coverage.leftovers
    place = bisect_left(leftovers, start, key=lambda one: one.end)
    kinds: Counter[LeftoverKind] = Counter()
    for one in leftovers[place:]:
        if one.start >= end:
            break
        kinds[LeftoverKind(one.kind)] += min(end, one.end) - max(start, one.start)
    for kind, _ in kinds.most_common(1):
        return kind.value, kind.meaning
    return _UNLISTED if leftovers and start > leftovers[-1].end and len(leftovers) >= MOST_LEFTOVERS else _IN_RECORD


def facts_to_lines(reading: Reading) -> list[ExplainedLine]:
    """Why the document's own title, issuer, number and date were chosen: each value, its place, its grounds."""
    shown = _Shown(reading.source.text, source_to_places(reading.source), {})
    lines: list[ExplainedLine] = []
    for reason in reading.reasons:
        lines.append(ExplainedLine(0, reason.name, reason.words))
        lines += shown.origin(reason.spans)
        lines.append(ExplainedLine(1, "points", reason.grounds))
    return [ExplainedLine(depth, name, escape_controls(words)) for depth, name, words in lines]


def task_to_lines(reading: Reading, number: int, task: Task, rules: Rules) -> list[ExplainedLine]:
    """The whole explanation of one task: each value, its place, its source line, its rule and why."""
    shown = _Shown(reading.source.text, source_to_places(reading.source), {rule.id: rule for rule in rules})
    lines = [ExplainedLine(0, "task", f"{number}  id {task.id}"), *shown.measure(task)]
    named = (("path", task.path), ("unit", task.units), ("actor", task.actors))
    for name, values in (*named, ("time", task.times), ("target", task.targets)):
        for value in values:
            lines += shown.value(name, value)
    lines += [ExplainedLine(0, "reference", title) for title in task.references]
    by_hand = (one for one in reading.document.diagnostics if _is_of_people(one, task))
    lines += [ExplainedLine(0, one.code, one.message) for one in by_hand]
    if task.keywords:
        lines.append(ExplainedLine(0, "keywords", "、".join(task.keywords)))
    return [ExplainedLine(depth, name, escape_controls(words)) for depth, name, words in lines]


def _is_of_people(one: DiagnosticRecord, task: Task) -> bool:
    """Whether a diagnostic says what people corrected in a record, or called wrong."""
    return one.code in _OF_PEOPLE and one.location == task.location


def place_to_words(place: Location | SourceLocation) -> str:
    """``block 4, table 1, row 3, column 2``: the known parts of a location."""
    known = ((name, getattr(place, name)) for name in _PLACES)
    return ", ".join(f"{name} {number}" for name, number in known if number is not None) or "unknown"


class _Shown(NamedTuple):
    """The look-ups that an explanation needs."""

    text: str
    places: Places
    rules: Mapping[str, Rule]

    def measure(self, task: Task) -> Iterator[ExplainedLine]:
        """The measure itself: label and number, text, place and source."""
        if task.label is not None:
            yield ExplainedLine(
                0, "label", f"{task.label}  number {task.number}" if task.number is not None else task.label
            )
        if task.part is not None:
            yield ExplainedLine(0, "part", task.part)
        yield ExplainedLine(0, "kind", task.kind)
        for rule_id in task.evidence:
            rule = self.rules.get(rule_id)
            score = f"{rule.score:+d}  " if rule is not None and rule.score else ""
            yield ExplainedLine(1, "evidence", score + self.reason(rule_id).words)
        yield ExplainedLine(0, "text", task.text)
        yield from self.origin(task.location.pieces or [(task.location.start, task.location.end)])

    def value(self, name: str, value: Step | Unit | Actor | Time | Target) -> Iterator[ExplainedLine]:
        """The lines about one step, unit, time or target: its value, source and rule."""
        yield ExplainedLine(0, name, _value_to_words(value))
        yield from self.origin(value.span)
        if not isinstance(value, Step):
            yield self.reason(value.rule)

    def origin(self, spans: Sequence[Span]) -> Iterator[ExplainedLine]:
        """Place and source line of a value; of several pieces the first is shown and the rest counted."""
        if not spans:
            yield ExplainedLine(1, "place", "not in the text; derived by a rule")
            return
        start, end = spans[0]
        more = f", and {len(spans) - 1} more spans" if len(spans) > 1 else ""
        yield ExplainedLine(
            1, "place", f"{place_to_words(self.places.at(start))}, characters {start}-{spans[-1][1]}{more}"
        )
        yield ExplainedLine(1, "source", self.line_of(start, end))

    def line_of(self, start: int, end: int) -> str:
        """The source line of a value, with the value between ``>>`` and ``<<``."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        last = len(self.text) if last < 0 else last
        before, after = self.text[max(first, start - _AROUND) : start], self.text[end : min(last, end + _AROUND)]
        left, right = "…" * (start - first > _AROUND), "…" * (last - end > _AROUND)
        shown = f"{left}{before}>>{_shorten(self.text[start:end], _LONGEST)}<<{after}{right}"
        return shown.replace("\t", " | ")  # between the cells of a row

    def reason(self, rule_id: str) -> ExplainedLine:
        """The rule that fired: its id, where it is written, and its reason."""
        rule = self.rules.get(rule_id)
        if rule_id == RULE:
            return ExplainedLine(1, "rule", f"{rule_id}  (by hand)")
        if rule is None:
            return ExplainedLine(1, "rule", f"{rule_id}  (built in)")
        return ExplainedLine(1, "rule", f"{rule.id}  ({rule.file}:{rule.line})  {rule.reason}")


def _value_to_words(value: Step | Unit | Actor | Time | Target) -> str:
    if isinstance(value, Step):
        return f"{value.label or ''}{value.title}"
    if isinstance(value, Unit):
        return f"{value.name}  {value.role}{', inherited' if value.inherited else ''}"
    if isinstance(value, Actor):
        return value.name
    if isinstance(value, Time):
        dates = _pairs(("start", value.start), ("end", value.end), ("every", value.every))
        return f"{value.text}  {value.kind}  {dates or 'no date is known'}"
    return f"{value.text}  {value.operator} {value.value:g} {value.unit}"


def _pairs(*pairs: tuple[str, str | None]) -> str:
    return ", ".join(f"{name} {value}" for name, value in pairs if value is not None)


def _shorten(text: str, size: int) -> str:
    """``text`` in at most ``size`` characters: what is longer loses its middle."""
    if len(text) <= size:
        return text
    tail = size // 3
    return f"{text[: size - tail - 1]}…{text[-tail:]}"


def rules_to_rows(rules: Iterable[Rule]) -> list[tuple[str, ...]]:
    """A row of :data:`RULE_HEADERS` for each rule, in order of precedence."""
    return [tuple(escape_controls(cell) for cell in _rule_to_row(rule)) for rule in rules]


def _rule_to_row(rule: Rule) -> tuple[str, ...]:
    return rule.id, rule.kind, rule.value or "-", f"{rule.file}:{rule.line}", rule.reason


RULE_HEADERS = ("id", "kind", "value", "where", "reason")
