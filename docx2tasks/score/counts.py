"""Counts of what is right, and what they give: precision, recall, F1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from docx2tasks.vocabulary import Word

T = TypeVar("T")


class ScoreField(Word):
    """What is scored, and what is counted of it."""

    RECORDS = "records", "tasks of which the other side has one with the same text, or nearly"
    TEXT = "text", "paired tasks with the same letters and digits"
    NUMBER = "number", "paired tasks with the same number"
    PATH = "path", "paired tasks under the same headings: numbers, and how their titles begin"
    UNITS = "units", "units with their roles"
    UNIT_NAMES = "unit-names", "units, whatever their roles"
    TIMES = "times", "times by kind, first and last day and interval, without mentions"
    DOCUMENT = "document", "title, issuer, number and dates of the document that gold names"
    KIND = "kind", "paired tasks of the same kind, if gold has kinds"
    ACTORS = "actors", "actors, each once per task, if gold has actors"
    TARGETS = "targets", "targets by operator, value and unit, of paired tasks that have some in gold"
    PROVISIONS = "provisions", "provisions paired by text, if gold has provisions"
    REQUESTS = "requests", "paired tasks that both sides call requests"


TOLD_ONLY = frozenset((ScoreField.UNIT_NAMES, ScoreField.REQUESTS))
"""Fields that are no part of the overall figure: others count the same."""

_OF_GOLD = frozenset((ScoreField.ACTORS, ScoreField.TARGETS, ScoreField.REQUESTS))  # known only where gold has some


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of something: right ones, those that were read, those of gold."""

    right: int = 0
    read: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.read + other.read, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """The share of what was read that is right; None where nothing was read."""
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """The share of gold that was read; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Both in one figure; None where there is neither."""
        return 2 * self.right / (self.read + self.gold) if self.read + self.gold else None


Tally = Mapping[ScoreField, Counts]


def add_tallies(one: Tally, other: Tally) -> Tally:
    """The counts of both together; of nothing, a tally may be empty."""
    return {field: one.get(field, Counts()) + other.get(field, Counts()) for field in ScoreField}


def share_to_counts(right: int, whole: int) -> Counts:
    """So many of so many: precision and recall are the same."""
    return Counts(right, whole, whole)


def sets_to_counts(read: Counter[T], gold: Counter[T]) -> Counts:
    """What two sets with repeats have in common."""
    return Counts((read & gold).total(), read.total(), gold.total())


def to_figure(tally: Tally, field: ScoreField) -> float | None:
    """The F1 of a field, None where it is not known: gold has none, or nothing was paired."""
    counts = tally[field]
    if field is ScoreField.RECORDS and counts.f1 is None:
        return 1.0  # nothing to read, and nothing was read
    return None if field in _OF_GOLD and not counts.gold else counts.f1


def to_overall(tally: Tally) -> float:
    """The mean of the fields that are known, each rounded to four places; 0 where no task of gold was found."""
    if tally[ScoreField.RECORDS].gold and not tally[ScoreField.RECORDS].right:
        return 0.0
    figures = (to_figure(tally, field) for field in ScoreField if field not in TOLD_ONLY)
    known = [round(figure, 4) for figure in figures if figure is not None]
    return round(sum(known) / len(known), 4)
