"""Classifies a cell: mark, date, amount, units, prose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache, partial

from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.times import TimeFinder, TimeMention, Years
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

_SHORT = 20  # characters of a cell that is a date: 2022年6月30日前完成
_MARK = 8  # characters of a mark: #VALUE! has seven
_LINE = 30  # characters of a cell that is not a sentence
_NAME = 24  # characters of the name of a unit in a cell
_UNITS = 60  # characters of a cell that lists units, as far as it tells what its column holds
_WORD = 6  # characters of a cell that is a word, not words
_NAMED = "年月季"  # signs of a date that is a number with a unit
_PROSE = ("。", "；", ";")


class CellKind(StrEnum):
    """The kinds of cells, without regard to their heading."""

    MARK = "mark"
    STATE = "state"
    AMOUNT = "amount"
    CODE = "code"
    DATE = "date"
    UNIT = "unit"
    WORK = "work"
    DONE = "done"
    SENTENCE = "sentence"
    WORDS = "words"
    WORD = "word"


BARE = frozenset({CellKind.MARK, CellKind.STATE, CellKind.AMOUNT, CellKind.CODE, CellKind.DATE})
"""What is never a measure: it says yes, how something is, how much, which one or when."""


class CellJudge:
    """Classifies cells."""

    def __init__(self, rules: Rules) -> None:
        self._columns = rules["columns"]
        self._units = rules["units"]
        self._names = rules.once(NameFinder)
        self._times = rules.once(TimeFinder)
        self.kind_of = lru_cache(maxsize=4096)(self._kind_of)

    def _kind_of(self, words: str) -> CellKind:
        """What a cell is: ``已整改`` a state, ``修缮公厕3座`` work, ``县教育局`` a unit."""
        if len(words) <= _SHORT and (bare := self._bare_kind_of(words)):
            return bare
        folded = fold_width(words)
        if len(words) <= _UNITS and "。" not in words and self.begins_with_units(words):
            return CellKind.UNIT
        if self._columns.find("done", folded[:_LINE]):
            return CellKind.DONE
        is_work = self._columns.find("work", folded[:_UNITS].lstrip()) is not None
        if is_work or (len(words) <= _SHORT and self._is_dated_work(words)):
            return CellKind.WORK
        if any(sign in words for sign in _PROSE):
            return CellKind.SENTENCE
        return CellKind.WORD if len(words) <= _WORD else CellKind.WORDS

    def _bare_kind_of(self, words: str) -> CellKind | None:
        folded = "".join(fold_width(words).split())
        if self.is_mark(words) or self.is_mark(words, "no-mark"):
            return CellKind.MARK
        if self._columns.find("state", folded):
            return CellKind.STATE
        if self._columns.find("amount", folded) and not self._is_named_month(words, folded):
            return CellKind.AMOUNT
        if self.is_date(words) and not self._columns.find("work", folded) and not self._is_dated_work(words):
            return CellKind.DATE
        return CellKind.CODE if self._columns.find("code", folded) else None

    def _is_dated_work(self, words: str) -> bool:
        """Whether a sentence says when and then what is to be done: ``上半年，完成渡口检修。``."""
        first = next(iter(self._find_times(words)), None)
        if first is None or first.words.start > 1 or not words.endswith(_PROSE):
            return False
        rest = fold_width(words[first.words.end :]).lstrip(",")
        return len(rest) > _WORD + 1 and self._columns.find("work", rest) is not None

    def _is_named_month(self, words: str, folded: str) -> bool:
        """Whether a number and a unit are a date: ``9月底``, ``10月``, and not ``3个月`` or ``6.30``."""
        return any(sign in folded for sign in _NAMED) and self.is_date(words)

    def is_mark(self, words: str, kind: str = "mark") -> bool:
        """Whether a cell only means yes (``√``, 是), or only no (``no-mark``: ``/``, 否)."""
        return len(words) <= _MARK and self._columns.find(kind, "".join(fold_width(words).split())) is not None

    def is_date(self, words: str) -> bool:
        """Whether a cell is only a date."""
        return len(words) <= _SHORT and bool(self._find_times(words, is_column=True))

    def is_due(self, words: str) -> bool:
        """Whether a cell is a deadline: ``6月底前``, not ``2024年6月``."""
        return len(words) <= _SHORT and any(time.kind == "deadline" for time in self._find_times(words))

    def _find_times(self, words: str, *, is_column: bool = False) -> tuple[TimeMention, ...]:
        spans = ((0, len(words)),)
        find = partial(self._times.find, is_column=is_column)
        with collect_faults():  # not reported: the task that they are about fails by itself again
            return attempt("the times of a task", spans, (), find, Passage(words, spans), Years())

    def is_amount(self, words: str) -> bool:
        """Whether a cell is a quantity: ``12.5``, ``≥95%``, ``30公里``."""
        return self._columns.find("amount", "".join(fold_width(words).split())) is not None

    def is_measured_in(self, words: str) -> bool:
        """Whether a cell is a unit of measurement (公里, %), so that 单位 does not mean a body."""
        return self._columns.find("measured-in", fold_width(words)) is not None

    def is_unit(self, words: str) -> bool:
        """Whether words are the name of a unit."""
        return self._names.is_unit(words)

    def begins_with_units(self, words: str) -> bool:
        """Whether a cell begins with a unit's name, or with a label of units."""
        folded = fold_width(words)
        parts = folded.split(":", 1)
        if len(parts) == 2 and self._units.find("label", parts[0].strip()):
            return True
        listed = folded.replace("\n", "、").replace(" ", "、").replace(",", "、").replace(";", "、")
        first = listed.split("、")[0].strip()
        if end := self._units.any_of("name-end").search(first):
            first = first[: end.start()]
        return bool(first) and len(first) <= _NAME and self._names.is_unit(first)


def is_prose(words: str) -> bool:
    """Whether a cell is a sentence."""
    return len(words) > _LINE and ("。" in words or ";" in words or "；" in words)


def is_most(words: Sequence[str], says: Callable[[str], bool]) -> bool:
    """Whether more than half of the cells of a column are such."""
    return sum(map(says, words)) > len(words) / 2
