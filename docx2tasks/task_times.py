"""Finds the times of all tasks, in one pass.

A time without a year is in the working year: that of the table's header or the title, else the one named before in the
task, else that of the issue date, else the last one that the document names before, else that of the document's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from docx2tasks.extract.metadata import Facts
from docx2tasks.extract.times import Printed, TimeFinder, TimeMention, Years, title_span, title_year
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft, Drafts
from docx2tasks.source import Diagnostic, Passage
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_YEAR_OF_NUMBER = re.compile(r"[〔\[【(〈]((?:19|20)\d\d)[〕\]】)〉]")  # signs around the year of 发文字号
_HALF_A_YEAR = 183  # days
_EXCERPT = 40  # characters of a cell that a message shows
# words outside the measures in which a year may be named that holds for those behind it
_NAMING = frozenset({LeftoverKind.TITLE, LeftoverKind.PREAMBLE, LeftoverKind.LEAD_IN, LeftoverKind.FIELD})


class _Named(NamedTuple):
    """A year that the document names, and where."""

    start: int
    year: int


class TaskTimes:
    """Finds the times of drafts, which must be requested in document order."""

    def __init__(self, drafts: Drafts, facts: Facts, rules: Rules) -> None:
        self._finder = rules.once(TimeFinder)
        self._facts, self._drafts = facts, drafts
        self._named: _Named | None = None  # the last year that a measure named
        passages = {
            passage.spans: passage for draft in drafts.drafts for passage in (draft.text, *draft.extra_passages)
        }
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
        self._named = next(_named(reversed(found)), self._named)
        return sorted(found, key=lambda time: time.words.start) if len(found) > 1 else found

    def _find_years(self, draft: Draft) -> Years:
        """Where the year of a time comes from that prints none: the nearest title that names years says which."""
        titles = (draft.header, draft.part.text if draft.part else "", self._facts.title or "")
        year = next((year for title in titles if (year := title_year(title))), None)
        span = next((span for title in titles if (span := title_span(title))), None)
        before = None if year or self._facts.issued_on else self._named_before(draft.text.start) or self._numbered
        return Years(year, self._facts.issued_on, before, span)

    def _named_before(self, start: int) -> int | None:
        """The last year that the document names before a place: in its measures, or outside of them."""
        named = [one for one in self._named_outside if one.start < start]
        named += [self._named] if self._named else []
        return max(named).year if named else None

    @cached_property
    def _numbered(self) -> int | None:
        """The year of the document's own number: 2023 of 青政办发〔2023〕67号."""
        found = _YEAR_OF_NUMBER.search(fold_width(self._facts.doc_number or ""))
        return int(found[1]) if found else None

    @cached_property
    def _named_outside(self) -> tuple[_Named, ...]:
        """The years that the head, the preamble and the headings name: 2023年5月6日，县长主持召开会议."""
        outside = [words for kind, words in self._drafts.leftovers if kind in _NAMING]
        titles = {step.title.spans: step.title for draft in self._drafts.drafts for step in draft.path}
        passages = [words for words in (*outside, *titles.values()) if words]
        spans = passages[0].spans if passages else ()
        times = attempt("the years a document names", spans, (), self._find_all, passages)
        return tuple(_named(times))

    def _find_all(self, passages: Sequence[Passage]) -> tuple[TimeMention, ...]:
        found = self._finder.find_printed(passages)
        return tuple(time for printed in found for time in self._finder.read(printed.without_editions(), Years()))

    def doubts(self, draft: Draft, times: Sequence[TimeMention]) -> Iterator[Diagnostic]:
        """A diagnostic for each time without a date, and for each filled deadline cell without a time."""
        for time in times:
            if not time.is_resolved:
                yield _doubt(f"could not resolve the date of {time.words.text[:_EXCERPT]}", time.words)
            elif self._is_long_past(time):
                words = time.words.text[:_EXCERPT]
                yield _doubt(f"{words} may be of the next year: it would be long before the date of issue", time.words)
        for passage in draft.deadline_passages:
            words = passage.text.strip()
            is_read = any(passage.start <= time.words.start < passage.end for time in times if time.words)
            if words and not is_read and not self._finder.asks_for_no_date(words):
                yield _doubt(f"no date found in the deadline {words[:_EXCERPT]!r}", passage)

    def _is_long_past(self, time: TimeMention) -> bool:
        """Whether a deadline without a year was over half a year ago at the issue: 1月15日前 in a paper of December."""
        issued, day = self._facts.issued_on, time.end
        if time.kind != "deadline" or time.year is not None or issued is None or day is None:
            return False
        return day.year == issued.year and (issued - day).days > _HALF_A_YEAR

    def _read(self, passage: Passage, years: Years) -> tuple[TimeMention, ...]:
        printed: Printed | None = self._printed.get(passage.spans)
        return self._finder.read(printed, years) if printed else self._finder.find(passage, years)


def _named(times: Iterable[TimeMention]) -> Iterator[_Named]:
    """The years that times print; one that is only mentioned names none, nor does a stretch of several years."""
    for time in times:
        is_one = time.start is None or time.end is None or time.start.year == time.end.year
        if time.year is not None and is_one and time.kind != "mention":
            yield _Named(time.words.start, time.year)


def _doubt(message: str, words: Passage) -> Diagnostic:
    return Diagnostic(DiagnosticCode.UNRESOLVED_TIME, message, "warning", words.spans)
