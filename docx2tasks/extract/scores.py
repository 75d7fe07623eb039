"""The scores that choose title, issuer, number and dates among candidates.

This is the whole table.  The candidate with the most points wins, the first printed of equals; the grounds that
counted are what ``explain`` shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from docx2tasks.source import Passage


class Ground(Enum):
    """A reason for or against a candidate: its score, and its text in ``explain``."""

    # a title: what it is
    TITLE_FIELD = 200, "a field says it is the title"
    TITLE_NOTICE = 80, "it reads …关于…的通知"
    TITLE_RUN_IN = 78, "it is a title from which the number or the salutation runs on"
    TITLE_PAPER = 60, "it ends in the name of a paper"
    TITLE_RUN_IN_PREAMBLE = 40, "it is a title from which the preamble runs on"
    TITLE_PLACE = 25, "it is the first line, and looks or begins like a title"
    TITLE_PAGE = 30, "the page names it outside its text"
    TITLE_WINDOW = 20, "it is the title of the page's window"
    # where it is
    TITLE_BEHIND_TEXT = -50, "sentences, a salutation or a signature come before it"
    TITLE_BEHIND_DATE = -8, "a date comes before it"
    TITLE_BEHIND_HEAD = 5, "the red head or the number comes before it"
    TITLE_LATER = -2, "lines before it"
    # how it looks
    TITLE_HEADING = 8, "it is in a heading style"
    TITLE_CENTERED = 5, "it is centered"
    TITLE_BOLD = 3, "it is bold"
    TITLE_LINES = 4, "lines that make one title"
    TITLE_SHORT = -10, "it is as short as the name of a section"
    TITLE_SECTION = -60, "it is the usual heading of a section, and looks like no title"
    TITLE_BODY_AGAIN = -30, "a body is above a line that begins with its place"
    TITLE_UNLIKE = -20, "its lines are not in one style"
    TITLE_WHOLE = -30, "the first of its lines is a whole title"

    # an issuer
    ISSUER_FIELD = 100, "a field says it is the issuer"
    ISSUER_SIGNED = 90, "it signs the text"
    ISSUER_OPENS_TITLE = 80, "it opens the title"
    ISSUER_UNDER_TITLE = 70, "it is printed under the title"
    ISSUER_RED_HEAD = 60, "it is the red head"
    ISSUER_UNKNOWN = 50, "it is above the date, though no name of a body is known like it"
    ISSUER_PUBLISHER = 20, "a field says it put the page out"

    # a document number
    NUMBER_FIELD = 100, "a field says it is the number"
    NUMBER_LINE = 80, "it is a number on a line of its own"
    NUMBER_RUN_IN = 60, "it runs on from the title"

    # a date of issue
    DATE_FIELD = 100, "a field says it is the date of issue"
    DATE_SIGNED = 90, "it is below the signature"
    DATE_WITH_BODY = 10, "a body is above it"
    DATE_OF_NUMBER = 70, "it is behind the number"
    DATE_UNDER_TITLE = 60, "it is under the title"
    DATE_PRINTED = 50, "the paper was printed on it"
    DATE_LATER = -5, "signatures before it"

    def __init__(self, points: int, meaning: str) -> None:
        self.points = points
        self.meaning = meaning


Grounds = tuple[tuple[Ground, int], ...]
"""Grounds, each with how often it counts: ``(Ground.TITLE_LATER, 3)``."""


class Candidate(NamedTuple):
    """What may be a fact: its words as they would be recorded, where they are printed, and its grounds."""

    words: str
    passages: tuple[Passage, ...]
    grounds: Grounds

    @property
    def points(self) -> int:
        """The sum of its grounds."""
        return sum(ground.points * times for ground, times in self.grounds)

    @property
    def reason(self) -> str:
        """``it ends in the name of a paper 60, lines before it -4``."""
        counted = ((ground, times) for ground, times in self.grounds if times)
        return ", ".join(f"{ground.meaning} {ground.points * times:+d}" for ground, times in counted)


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The candidate with the most points, the first of equals; None where there is none or all are below nought."""
    return max((one for one in candidates if one.words and one.points > 0), key=lambda one: one.points, default=None)


def ground(found: Ground) -> Grounds:
    """One ground alone."""
    return ((found, 1),)
