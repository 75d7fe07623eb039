"""The times of a document's tasks: looked for once, in one pass over the words of all of them.

A time without a year is in the working year: that of the table's header or the title, else the one named before in the
task, else that of the issue date, else the last one that the document names before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.extract.metadata import Facts
from docx2tasks.extract.times import Printed, TimeFinder, TimeMention, Years, title_span, title_year
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft
from docx2tasks.source import Diagnostic, Passage
from docx2tasks.vocabulary import DiagnosticCode

_EXCERPT = 40  # characters of a cell that a message shows


class TaskTimes:
    """Finds the times of drafts; they are asked for in the order of the document."""

    def __init__(self, drafts: Sequence[Draft], facts: Facts, rules: Rules) -> None:
        self._finder = rules.once(TimeFinder)
        self._facts = facts
        self._named: int | None = None  # the last year that the document named
        passages = {passage.spans: passage for draft in drafts for passage in (draft.text, *draft.extra_passages)}
        with collect_faults():  # not reported: each task that it is about fails by itself again
            spans = next(iter(passages), ())
        found = attempt("the times of a document", spans, (), self._finder.find_printed, tuple(passages.values()))
        self._printed = {one.passage.spans: one for one in found}

    def find(self, draft: Draft) -> list[TimeMention]:
        """Times in the measure, its clauses and its deadline cells, in source order."""
        years = self._find_years(draft)
        found = [time for passage in (draft.text, *draft.extra_passages) for time in self._read(passage, years)]
        for passage in draft.deadline_passages:
            found.extend(self._finder.find(passage, years, is_column=True))
        dated = (day.year for time in reversed(found) if time.kind != "mention" and (day := time.end or time.start))
        self._named = next(dated, self._named)
        return sorted(found, key=lambda time: time.words.start) if len(found) > 1 else found

    def _find_years(self, draft: Draft) -> Years:
        """Where the year of a time comes from that prints none: the nearest title that names years says which."""
        titles = (draft.header, draft.part.text if draft.part else "", self._facts.title or "")
        year = next((year for title in titles if (year := title_year(title))), None)
        span = next((span for title in titles if (span := title_span(title))), None)
        return Years(year, self._facts.issued_on, self._named, span)

    def doubts(self, draft: Draft, times: Sequence[TimeMention]) -> Iterator[Diagnostic]:
        """A diagnostic for each time without a date, and for each filled deadline cell without a time."""
        for time in times:
            if not time.is_resolved:
                yield _doubt(f"no date is known for {time.words.text[:_EXCERPT]}", time.words)
        for passage in draft.deadline_passages:
            words = passage.text.strip()
            is_read = any(passage.start <= time.words.start < passage.end for time in times if time.words)
            if words and not is_read and not self._finder.asks_for_no_date(words):
                yield _doubt(f"no date could be read from the deadline {words[:_EXCERPT]!r}", passage)

    def _read(self, passage: Passage, years: Years) -> tuple[TimeMention, ...]:
        printed: Printed | None = self._printed.get(passage.spans)
        return self._finder.read(printed, years) if printed else self._finder.find(passage, years)


def _doubt(message: str, words: Passage) -> Diagnostic:
    return Diagnostic(DiagnosticCode.UNRESOLVED_TIME, message, "warning", words.spans)
