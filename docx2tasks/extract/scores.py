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
    TITLE_FIELD = 200, "given by a title field"
    TITLE_NOTICE = 80, "has the form …关于…的通知"
    TITLE_RUN_IN = 78, "followed by the number or salutation on the same line"
    TITLE_PAPER = 60, "ends in a type of document"
    TITLE_RUN_IN_PREAMBLE = 40, "followed by the preamble on the same line"
    TITLE_PLACE = 25, "is the first line, and looks or starts like a title"
    TITLE_PAGE = 30, "named in the metadata of the page"
    TITLE_WINDOW = 20, "is the window title of the page"
    # where it is
    TITLE_BEHIND_TEXT = -50, "after sentences, a salutation or a signature"
    TITLE_BEHIND_DATE = -8, "after a date"
    TITLE_BEHIND_HEAD = 5, "after the letterhead or the number"
    TITLE_LATER = -2, "lines before it"
    # how it looks
    TITLE_HEADING = 8, "in a heading style"
    TITLE_CENTERED = 5, "centered"
    TITLE_BOLD = 3, "bold"
    TITLE_LINES = 4, "lines that form one title"
    TITLE_SHORT = -10, "as short as a section heading"
    TITLE_SECTION = -60, "a usual section heading, not formatted as a title"
    TITLE_BODY_AGAIN = -30, "a body above a line that starts with its place"
    TITLE_UNLIKE = -20, "lines in different styles"
    TITLE_WHOLE = -30, "its first line is a complete title"

    # an issuer
    ISSUER_FIELD = 100, "given by an issuer field"
    ISSUER_SIGNED = 90, "signs the text"
    ISSUER_OPENS_TITLE = 80, "at the start of the title"
    ISSUER_UNDER_TITLE = 70, "printed under the title"
    ISSUER_RED_HEAD = 60, "is the letterhead"
    ISSUER_UNKNOWN = 50, "above the date, but not a known form of name"
    ISSUER_PUBLISHER = 20, "given by a publisher field"

    # a document number
    NUMBER_FIELD = 100, "given by a number field"
    NUMBER_LINE = 80, "on a line of its own"
    NUMBER_RUN_IN = 60, "follows the title on the same line"

    # a date of issue
    DATE_FIELD = 100, "given by an issue date field"
    DATE_SIGNED = 90, "below the signature"
    DATE_WITH_BODY = 10, "below a body"
    DATE_OF_NUMBER = 70, "after the number"
    DATE_UNDER_TITLE = 60, "under the title"
    DATE_PRINTED = 50, "is the printing date"
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
