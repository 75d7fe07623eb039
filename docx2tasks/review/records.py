"""Records for the page: UTF-16 spans, no empty fields, headings only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx2tasks.model import Document, Location, Record, Step, Task
from docx2tasks.review.offsets import Offsets
from docx2tasks.source import Span

Values = dict[str, object]

_LISTS = ("units", "actors", "times", "targets")
_PLAIN = ("id", "label", "number", "part", "kind", "evidence", "confidence")


class RecordWriter:
    """Writes records of one document; ``steps`` are the headings that their paths name by number."""

    def __init__(self, text: str, offsets: Offsets) -> None:
        self._text = text
        self._offsets = offsets
        self._numbers: dict[int, int] = {}  # by identity: a document makes a heading's step once
        self._steps: list[Step] = []

    @property
    def steps(self) -> list[Values]:
        """The headings, in the order of their numbers."""
        return [self._spanned(step) for step in self._steps]

    def write_all(self, document: Document) -> list[Values]:
        """All records, in reading order."""
        records = sorted((*document.tasks, *document.provisions), key=lambda task: task.location.start)
        return [self.write(task) for task in records]

    def write(self, task: Task) -> Values:
        """A record; ``text`` is left out if it equals the text at its location."""
        values = {name: getattr(task, name) for name in _PLAIN}
        values |= {name: [self._spanned(value) for value in getattr(task, name)] for name in _LISTS}
        values["path"] = [self._number_of(step) for step in task.path]
        values["references"] = [{"text": words, "span": self._find(words, task)} for words in task.references]
        values["location"] = self.place(task.location)
        values["text"] = None if task.text == self._printed(task) else task.text
        return _present(values)

    def place(self, location: Location) -> Values:
        """A location with offsets of the browser."""
        values: Values = location.model_dump()
        values["start"], values["end"] = self._offsets.at(location.start), self._offsets.at(location.end)
        values["pieces"] = self._offsets.spans(location.pieces or ())
        return _present(values)

    def _spanned(self, value: Record) -> Values:
        values: Values = value.model_dump()
        values["span"] = self._offsets.spans(getattr(value, "span", ()))
        return {name: value for name, value in values.items() if value is not None}

    def _number_of(self, step: Step) -> int:
        if id(step) not in self._numbers:
            self._numbers[id(step)] = len(self._steps)
            self._steps.append(step)
        return self._numbers[id(step)]

    def _printed(self, task: Task) -> str:
        return "".join(self._text[start:end] for start, end in _pieces(task))

    def _find(self, words: str, task: Task) -> Sequence[Span]:
        """Where a document is cited: the first place in the record that holds its name."""
        for start, end in _pieces(task):
            at = self._text.find(words, start, end)
            if at >= 0:
                return self._offsets.spans([(at, at + len(words))])
        return []


def rules_of(document: Document) -> Iterator[str]:
    """The ids of all rules that the document's records name."""
    for task in (*document.tasks, *document.provisions):
        yield from task.evidence
        for name in _LISTS:
            yield from (value.rule for value in getattr(task, name))


def _pieces(task: Task) -> Sequence[Span]:
    return task.location.pieces or [(task.location.start, task.location.end)]


def _present(values: Mapping[str, object]) -> Values:
    return {name: value for name, value in values.items() if value is not None and value != []}
