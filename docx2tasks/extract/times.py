"""Text to times: by when, during, from when, how often.

A small grammar: a phrase (``12月底``, ``5-11月``, ``“十四五”期间``, ``每季一次``), the words around it
(``到…``, ``…前``, ``自…起``), and a working year for what is printed without one.  Dates are
inclusive; what cannot be known is None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.grammar import Grammar, Phrase
from docx2tasks.extract.phrases import (
    DEADLINE,
    MENTION,
    PERIOD,
    RECURRING,
    START,
    Day,
    Reading,
    count_from,
    named_year,
    phrase_to_reading,
)
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules, RuleSet
from docx2tasks.source import Passage

# alternatives that each begin with a literal: a search passes over all other characters at once
_MAYBE = re.compile(r"年|月|日|季|期|每|周|旬|天天|十[一二三四五六]?五|20\d\d[ ]?[./-]")
_TITLES = re.compile(r"《[^》]{1,200}》")
_CLAUSE_EDGE = frozenset("。；;，,、:（(!?！？\n ")
_PLANNED = ("在", "于", "将", "计划", "力争", "争取", "确保")  # in front of a year in which work is done
_WORK = re.compile(r"(?![^,，。;；]{0,30}(?:考核|评价|监测|审计))[^,，。;；]{0,30}工作")
_YEAR_IN_TITLE = re.compile(r"(?<![\d-])((?:19|20)\d\d)[ ]?年(?!\d|[-~—至到])")


class Years(NamedTuple):
    """Where a year comes from when none is printed: the title's, else the issue date's."""

    title: int | None = None
    issued: date | None = None


class TimeMention(NamedTuple):
    """A time as printed, its kind, its first and last day, its recurrence, and its rule."""

    words: Passage
    kind: str
    start: date | None
    end: date | None
    every: str | None
    rule: str
    is_resolved: bool = True


@lru_cache(maxsize=256)
def title_year(title: str) -> int | None:
    """The one year a title or a table's header names: ``2020年进度要求`` gives 2020."""
    found = set(_YEAR_IN_TITLE.findall(fold_width(title)))
    return int(found.pop()) if len(found) == 1 else None


class TimeFinder:
    """Finds times."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["times"]
        self._grammar = Grammar(self._set, "phrase", _MAYBE)

    def find(self, passage: Passage, years: Years, *, is_column: bool = False) -> tuple[TimeMention, ...]:
        """The times in ``passage``, in order.

        ``is_column`` says that the passage is a cell of a deadline column, where a bare
        ``2022年12月`` is a deadline.  ``12月底前`` gives a deadline, ``5-11月`` a period.
        """
        if not _MAYBE.search(passage.text):
            return ()
        place = _Place(passage, self._masked(passage.folded), self._set, years, is_column)
        found: list[TimeMention] = []
        named: int | None = None
        for match in self._grammar.find(place.text):
            reading = phrase_to_reading(match)
            mention = _interpret(place, match, reading, _default_year(years, named))
            found.append(mention)
            own_year = named_year(match, reading)
            if own_year is not None and mention.kind != MENTION:
                named = own_year
        return tuple(found)

    def _masked(self, text: str) -> str:
        """The text with titles in 《》 and lengths of time made unreadable, length unchanged."""
        if "《" in text:
            text = _TITLES.sub(lambda m: "\x00" * len(m.group()), text)
        return self._set.blank("vague", text)


def _default_year(years: Years, named: int | None) -> int | None:
    return years.title or named or (years.issued.year if years.issued else None)


# what the words around it say ---------------------------------------------------------------


class _Place(NamedTuple):
    """Where phrases are looked for: the passage, its folded text, and what is known of it."""

    passage: Passage
    text: str
    rules: RuleSet
    years: Years
    is_column: bool

    def follows(self, kind: str, end: int, size: int) -> bool:
        """Whether a rule of ``kind`` matches the words behind a phrase."""
        return self.rules.find(kind, self.text[end : end + size]) is not None

    def cut(self, start: int, end: int) -> Passage:
        """The words of a range, without blanks at its ends."""
        words = self.text[start:end]
        low = start + len(words) - len(words.lstrip())
        return self.passage.cut(low, low + len(words.strip()))


class _Around(NamedTuple):
    """Where the phrase with its words begins and ends, and what they say."""

    start: int
    end: int
    before: str | None
    behind: str | None


def _around(text: str, match: Phrase, rules: RuleSet) -> _Around:
    start, end, before, behind = match.start, match.end, None, None
    head = text[max(0, start - 8) : start]
    for rule in rules.of("before"):
        found = rule.regex.search(head)
        if found:
            before = rule.value
            start = start - len(head) + found.start("in")
            break
    tail = text[end : end + 12]
    for rule in rules.of("behind"):
        follows = rule.regex.match(tail)
        if follows:
            behind = rule.value
            end += follows.end()
            break
    return _Around(start, end, before, behind)


def _interpret(place: _Place, match: Phrase, reading: Reading, year: int | None) -> TimeMention:
    """The time that a phrase with the words around it says; ``year`` is the one it goes on with."""
    rule = match.rule.id
    if reading.kind == RECURRING:
        words = place.cut(match.start, match.end)
        return TimeMention(words, RECURRING, None, None, reading.every, rule, reading.every is not None)
    if reading.kind == "from-issue":
        due = count_from(match, place.years.issued)
        return TimeMention(place.passage.cut(match.start, match.end), DEADLINE, None, due, None, rule, due is not None)
    around = _around(place.text, match, place.rules)
    kind = _kind(place, match, reading, around)
    if kind in {DEADLINE, START, PERIOD} and _is_told(place, match, reading, kind):
        kind = MENTION
    first, last = _dates(place, reading, around, kind, year)
    start = around.start if kind in {DEADLINE, START} else match.start
    end = around.end if around.behind and kind != MENTION else match.end
    return TimeMention(place.cut(start, end), kind, first, last, None, rule, (first or last) is not None)


def _dates(
    place: _Place, reading: Reading, around: _Around, kind: str, year: int | None
) -> tuple[date | None, date | None]:
    """The first and last day of a time of this kind, as far as it has them."""
    low, high = _resolve(reading.low, year, last=False), _resolve(reading.high, year, last=True)
    is_excluded = kind == DEADLINE and around.behind == "before" and not reading.is_edge and not reading.includes
    if is_excluded and not place.is_column:
        high = low - timedelta(days=1) if low else None
    return (
        low if kind in {PERIOD, START, MENTION} else None,
        high if kind in {DEADLINE, PERIOD, MENTION} else None,
    )


def _is_told(place: _Place, match: Phrase, reading: Reading, kind: str) -> bool:
    """Whether a time tells of things (2018年底前投运的电厂), or of what was: a day or year before the issue."""
    if place.follows("qualifier", match.end, 30):
        return True
    own = reading.high.year if reading.high else None
    years = place.years
    if own is None or years.issued is None or own >= years.issued.year or own == years.title:
        return False
    if kind != PERIOD:
        return False
    return reading.low == reading.high or (reading.kind == "year" and not place.follows("works", match.end, 12))


def _kind(place: _Place, match: Phrase, reading: Reading, around: _Around) -> str:
    """The kind of a time: what it shows by itself, else what the words around it say."""
    text = place.text
    if reading.kind == "blank":
        is_due = around.behind == "before" or around.before == DEADLINE or match.text.endswith(("底", "末"))
        return DEADLINE if is_due else PERIOD
    if around.before == START:
        return _kind_from(text, around)
    if around.behind == START:
        return MENTION if text[match.end :].lstrip().startswith("以来") else START
    if reading.kind == PERIOD:
        return PERIOD
    return _kind_around(place, match, reading, around)


def _kind_around(place: _Place, match: Phrase, reading: Reading, around: _Around) -> str:
    """The kind of a point or a year from the words around it."""
    if around.before == DEADLINE or around.behind == "before" or (reading.is_edge and reading.kind != MENTION):
        return DEADLINE
    if around.behind == PERIOD:
        return PERIOD
    if reading.kind == MENTION:
        return MENTION
    if place.is_column:
        return DEADLINE
    return _kind_of_year(place, match) if reading.kind == "year" else PERIOD


def _kind_from(text: str, around: _Around) -> str:
    """``自2022年3月起`` begins something; ``从2018年的5%`` dates something else."""
    if around.behind == START:
        return START
    ahead = text[around.end : around.end + 4]
    return START if not ahead or ahead[0] in ",，。;" or ahead.startswith(("施行", "实施", "执行", "生效")) else MENTION


def _kind_of_year(place: _Place, match: Phrase) -> str:
    """Whether a bare year says when the work runs, or names what it is about."""
    works, names = (place.follows(kind, match.end, 60) for kind in ("works", "object"))
    before = place.text[: match.start].rstrip()
    if not before or before[-1] in _CLAUSE_EDGE or before.endswith(_PLANNED):
        is_object = match.text.endswith("度") and names
        return MENTION if is_object and not works else PERIOD
    if works and not match.text.endswith("度"):
        return PERIOD
    is_done = before.endswith("完成") and _WORK.match(place.text, match.end, match.end + 60)
    return PERIOD if is_done else MENTION


# dates --------------------------------------------------------------------------------------


def _resolve(day: Day | None, year: int | None, *, last: bool) -> date | None:
    """The date of a day, its year filled in; the 31st of a short month is its last day."""
    if day is None:
        return None
    full = day.year if day.year is not None else (year + day.ahead if year is not None else None)
    if full is None or not 1900 <= full <= 2999:
        return None
    end = monthrange(full, day.month)[1]
    if day.day > end:
        return date(full, day.month, end) if day.day == 31 and last else None
    return date(full, day.month, day.day)
