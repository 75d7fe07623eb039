"""Records for the page: values as rows, UTF-16 spans, no empty fields, headings and rules by number.

A unit is ``[3, [561, 565], "市人社局", "lead", "市人力资源社会保障局"]``: rule, span, and what ``FIELDS`` names;
what is empty at the end is left out.  Half a page of 5,000 tasks would be names of fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from docx2tasks.model import Actor, Document, Location, Step, Target, Task, Time, Unit
from docx2tasks.review.offsets import Offsets
from docx2tasks.source import Span

Values = dict[str, object]
Row = list[object]

FIELDS: Mapping[str, Sequence[str]] = {
    "units": ("name", "role", "canonical", "inherited"),
    "actors": ("name",),
    "times": ("text", "kind", "end", "start", "every"),
    "targets": ("text", "operator", "value", "unit"),
    "steps": ("title", "label", "number"),
    "location": ("start", "end", "block", "line", "page", "table", "row", "column"),
}
"""What the rows hold, behind rule and span."""

_LISTS = ("units", "actors", "times", "targets")
_PLAIN = ("id", "label", "number", "part", "confidence")
_USUAL_KIND = "measure"


class RecordWriter:
    """Writes records of one document; ``steps`` and ``rules`` are what they name by number."""

    def __init__(self, text: str, offsets: Offsets) -> None:
        self._text = text
        self._offsets = offsets
        self._numbers: dict[int, int] = {}  # by identity: a document makes a heading's step once
        self._steps: list[Step] = []
        self._rules: dict[str, int] = {}

    @property
    def steps(self) -> list[Row]:
        """The headings, in the order of their numbers."""
        return [self._to_row(step, "steps") for step in self._steps]

    @property
    def rules(self) -> Sequence[str]:
        """The ids of the rules, in the order of their numbers."""
        return [*self._rules]

    def write_all(self, document: Document) -> list[Values]:
        """All records, in reading order."""
        records = sorted((*document.tasks, *document.provisions), key=lambda task: task.location.start)
        return [self.write(task) for task in records]

    def write(self, task: Task) -> Values:
        """A record; ``text`` is left out if it equals the text at its location, ``kind`` if it is a measure."""
        values: Values = {name: getattr(task, name) for name in _PLAIN}
        values |= {name: [self._to_row(value, name) for value in getattr(task, name)] for name in _LISTS}
        values["kind"] = None if task.kind == _USUAL_KIND else task.kind
        values["evidence"] = [self._rule_to_number(rule) for rule in task.evidence]
        values["path"] = [self._step_to_number(step) for step in task.path]
        values["references"] = [[words, self._find(words, task)] for words in task.references]
        values["location"] = self._place_to_row(task.location)
        values["pieces"] = self._flatten(task.location.pieces or ())
        values["text"] = None if task.text == self._printed(task) else task.text
        return _present(values)

    def place(self, location: Location) -> Values:
        """A location with offsets of the browser."""
        values: Values = location.model_dump()
        values["start"], values["end"] = self._offsets.at(location.start), self._offsets.at(location.end)
        values["pieces"] = self._offsets.spans(location.pieces or ())
        return _present(values)

    def _to_row(self, value: Unit | Actor | Time | Target | Step, name: str) -> Row:
        rule = None if isinstance(value, Step) else self._rule_to_number(value.rule)
        words = [getattr(value, field) for field in FIELDS[name]]
        return _trim([rule, self._flatten(value.span), *words])

    def _place_to_row(self, location: Location) -> Row:
        values = self.place(location)
        return _trim([values.get(field) for field in FIELDS["location"]])

    def _flatten(self, spans: Iterable[Span]) -> list[int]:
        return [*chain.from_iterable(self._offsets.spans(spans))]

    def _rule_to_number(self, rule: str) -> int:
        return self._rules.setdefault(rule, len(self._rules))

    def _step_to_number(self, step: Step) -> int:
        if id(step) not in self._numbers:
            self._numbers[id(step)] = len(self._steps)
            self._steps.append(step)
        return self._numbers[id(step)]

    def _printed(self, task: Task) -> str:
        return "".join(self._text[start:end] for start, end in _pieces(task))

    def _find(self, words: str, task: Task) -> list[int]:
        """Where a document is cited: the first place in the record that holds its name."""
        for start, end in _pieces(task):
            at = self._text.find(words, start, end)
            if at >= 0:
                return self._flatten([(at, at + len(words))])
        return []


def _pieces(task: Task) -> Sequence[Span]:
    return task.location.pieces or [(task.location.start, task.location.end)]


def _trim(row: Row) -> Row:
    """Without what is empty at the end."""
    while row and row[-1] in (None, False):
        row.pop()
    return row


def _present(values: Mapping[str, object]) -> Values:
    return {name: value for name, value in values.items() if value is not None and value != []}
