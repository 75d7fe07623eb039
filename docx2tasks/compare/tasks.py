"""The tasks of papers as they are compared: words without signs, headings, units, times, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx2tasks.compare.likeness import WeighedText
from docx2tasks.compare.words import find_numbers, fold_words, mask_digits
from docx2tasks.export.columns import Values
from docx2tasks.numerals import fold_width
from docx2tasks.office.papers import Paper
from docx2tasks.vocabulary import TaskKind

PROVISION = TaskKind.PROVISION.value
MENTION = "mention"  # a time that sets no date
_CLAUSE = re.compile("[,;。]")
UnitKey = tuple[str, str]  # the usual name of a unit, its role


@dataclass(frozen=True)
class ComparedTask:
    """A task or provision of a paper; ``number`` is the one that ``explain`` takes."""

    paper: int
    number: int
    values: Values

    @property
    def text(self) -> str:
        """The words as printed."""
        return str(self.values["text"])

    @cached_property
    def words(self) -> str:
        """The words without blanks and signs."""
        return fold_words(self.text) or self.text

    @cached_property
    def weighed(self) -> WeighedText:
        """The words without its times, each number as one sign, and how many of them are its first clause."""
        text: str = fold_width(self.text)
        for time in self.times:
            text = text.replace(fold_width(time["text"]), "", 1)
        clauses = (mask_digits(fold_words(clause)) for clause in _CLAUSE.split(text))
        head = next((len(clause) for clause in clauses if clause), 0)
        return WeighedText(mask_digits(fold_words(text) or self.words), head)

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """The numbers in its words: dates, quantities, shares."""
        return find_numbers(self.words)

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings above, as printed."""
        return tuple(step["title"] for step in self.values.get("path") or ())

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The headings above, without signs."""
        return tuple(map(fold_words, self.titles))

    @cached_property
    def units(self) -> tuple[UnitKey, ...]:
        """The usual names of its units with their roles, each once."""
        return tuple(dict.fromkeys((unit_to_name(unit), unit["role"]) for unit in self.values.get("units") or ()))

    @property
    def times(self) -> Sequence[Mapping[str, Any]]:
        """The times that set a date."""
        return [time for time in self.values.get("times") or () if time["kind"] != MENTION]

    @property
    def targets(self) -> Sequence[Mapping[str, Any]]:
        """The quantities."""
        return self.values.get("targets") or ()

    @property
    def kind(self) -> str | None:
        """``measure``, ``request`` or ``provision``; None in records of an early version."""
        return self.values.get("kind")


def unit_to_name(unit: Mapping[str, Any]) -> str:
    """The usual name of a unit, so that 省卫健委 and 省卫生健康委 are one."""
    return fold_words(unit.get("canonical") or unit["name"])


def keeps_provisions(paper: Paper) -> bool:
    """Whether the records say what is a provision: lines of ``parse -f jsonl`` hold none without ``--all``."""
    document = paper.document
    return document.get("provisions") is not None or any(task.get("kind") == PROVISION for task in document["tasks"])


def papers_to_tasks(papers: Sequence[Paper]) -> list[ComparedTask]:
    """The tasks and provisions of papers, in reading order."""
    return [task for at, paper in enumerate(papers) for task in _paper_to_tasks(at, paper.document)]


def _paper_to_tasks(at: int, document: Values) -> Iterator[ComparedTask]:
    tasks, provisions = document["tasks"], document.get("provisions") or ()
    marked = [{"kind": PROVISION, **one} for one in provisions]
    found = [ComparedTask(at, number, values) for number, values in enumerate([*tasks, *marked], 1)]
    yield from sorted(found, key=lambda task: _place(task.values, task.number))


def _place(values: Values, number: int) -> tuple[int, int]:
    start = (values.get("location") or {}).get("start")
    return (start if start is not None else 0, number)
