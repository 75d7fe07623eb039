"""Finds corrected values in the text, and the usual names of units."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.corrections.lines import RULE
from docx2tasks.extract.unit_names import PaperUnitNames
from docx2tasks.model import Actor, Location, Step, Target, Time, Unit
from docx2tasks.source import Places, Source, Span, source_to_places

Value = Step | Unit | Actor | Time | Target


class Finder(NamedTuple):
    """Finds text; spans from the review page are valid only for the same file."""

    text: str
    places: Places
    names: PaperUnitNames
    trusts_spans: bool

    @classmethod
    def of(cls, source: Source, names: PaperUnitNames, *, trusts_spans: bool) -> Finder:
        """The finder of a source."""
        return cls(source.text, source_to_places(source), names, trusts_spans)

    def value(self, value: Value, within: Location) -> Value:
        """A corrected value, with spans if its text is in the record."""
        spans = [span for span in value.span if self._is_in_text(span)] if self.trusts_spans else []
        changed: dict[str, object] = {"span": spans or self._find(value, within)}
        if not isinstance(value, Step):
            changed["rule"] = RULE
        if isinstance(value, Unit) and value.canonical is None:
            changed["canonical"] = self.names.find(value.name)
        return value.model_copy(update=changed)

    def place(self, wanted: Location | None, words: str, known: Location | None) -> Location | None:
        """A location with its numbers; for another file, or none, where the text is found, else the known one."""
        pieces = (wanted.pieces or [(wanted.start, wanted.end)]) if wanted else []
        if not self.trusts_spans or not pieces:
            at = self.text.find(words)
            if at < 0:
                return known
            pieces = [(at, at + len(words))]
        if not all(map(self._is_in_text, pieces)):
            return known
        block, table, row, column, line, page = self.places.at(pieces[0][0])
        return Location(
            block=block, table=table, row=row, column=column, line=line, page=page,
            start=pieces[0][0], end=pieces[-1][1], pieces=pieces if len(pieces) > 1 else None,
        )  # fmt: skip

    def _is_in_text(self, span: Span) -> bool:
        return 0 <= span[0] < span[1] <= len(self.text)

    def _find(self, value: Value, within: Location) -> list[Span]:
        words = _words_of(value)
        at = self.text.find(words, within.start, within.end) if words else -1
        return [(at, at + len(words))] if at >= 0 else []


def _words_of(value: Value) -> str:
    if isinstance(value, Step):
        return value.title
    return value.name if isinstance(value, Unit | Actor) else value.text
