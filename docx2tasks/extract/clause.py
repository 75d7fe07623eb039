"""The responsibility clause: units and deadlines stated in part of a paragraph."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.extract.units import UnitList
from docx2tasks.source import Passage

AHEAD = 200  # characters that are looked at before a bracket or label: a name, or a stop and blanks after it
LONGEST = 1_500  # characters of a clause: the longest list seen has about 400


class Clause(NamedTuple):
    """A clause: the range of the passage it takes up, its words inside, and its units.

    A role inside a sentence takes up nothing: its words stay in the text.  ``due`` are the words after
    a label such as ``完成时限：``; a line that holds nothing else is a clause without units.  A label with
    nothing after it (``责任单位：``) is a clause without either.
    """

    start: int
    end: int
    words: Passage
    units: UnitList
    due: tuple[Passage, ...] = ()


def ends_in_bracket(text: str) -> bool:
    """Whether a paragraph ends in a bracket, with or without a full stop."""
    return text.rstrip("。. \t")[-1:] in ")）】]〕"
