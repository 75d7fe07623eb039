"""Text to times: by when, during, from when, how often.

A small grammar: a phrase (``12月底``, ``5-11月``, ``“十四五”期间``, ``每季一次``), the words around it
(``到…``, ``…前``, ``自…起``), and a working year for what is printed without one.  Dates are
inclusive; what cannot be known is None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.rules import Phrase, Rule, Rules
from docx2tasks.source import Passage

DEADLINE, PERIOD, START, RECURRING, MENTION = "deadline", "period", "start", "recurring", "mention"
_MAYBE = re.compile(r"[年月日季期每周旬]|按[月季周]|月月|十[一二三四五六]?五|20\d\d[./-]")
_TITLES = re.compile(r"《[^》]{1,200}》")
_CLAUSE_EDGE = frozenset("。；;，,、:（(!?！？\n ")
_YEAR_IN_TITLE = re.compile(r"(?<![\d-])((?:19|20)\d\d)[ ]?年(?!\d|[-~—至到])")
_PLAN_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_EVERY = {"年": "Y", "学年": "Y", "月": "M", "周": "W", "星期": "W", "日": "D", "天": "D", "工作日": "D"}


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


class _Day(NamedTuple):
    """A day whose year may still be unknown; ``ahead`` counts years from the working year."""

    year: int | None
    month: int
    day: int
    ahead: int = 0


class _Reading(NamedTuple):
    """What a phrase says by itself: its days, whether it names an end (底), its own kind."""

    low: _Day | None
    high: _Day | None
    is_edge: bool = False
    includes: bool = False  # 6月30日前 takes the day in
    kind: str | None = None
    every: str | None = None


@lru_cache(maxsize=256)
def title_year(title: str) -> int | None:
    """The one year a title or a table's header names: ``2020年进度要求`` gives 2020."""
    found = set(_YEAR_IN_TITLE.findall(fold_width(title)))
    return int(found.pop()) if len(found) == 1 else None


def find_times(passage: Passage, rules: Rules, years: Years, *, is_column: bool = False) -> tuple[TimeMention, ...]:
    """The times in ``passage``, in order.

    ``is_column`` says that the passage is a cell of a deadline column, where a bare
    ``2022年12月`` is a deadline.  ``12月底前`` gives a deadline, ``5-11月`` a period.
    """
    if not _MAYBE.search(passage.text):
        return ()
    text = _masked(fold_width(passage.text), rules)
    found: list[TimeMention] = []
    named: int | None = None
    for match in rules["times"].phrases("phrase", text, "lead"):
        rule = match.rule
        reading = _READERS[rule.value](match)
        own_year = _named_year(match, reading)
        mention = _interpret(passage, text, match, rule, reading, _default_year(years, named), rules, years, is_column)
        if mention is None:
            continue
        found.append(mention)
        if own_year is not None and mention.kind != MENTION:
            named = own_year
    return tuple(found)


def _masked(text: str, rules: Rules) -> str:
    """The text with titles in 《》 and lengths of time made unreadable, length unchanged."""
    text = _TITLES.sub(lambda m: "\x00" * len(m.group()), text)
    return rules["times"].any_of("vague").sub(lambda m: "\x00" * len(m.group()), text)


def _default_year(years: Years, named: int | None) -> int | None:
    return years.title or named or (years.issued.year if years.issued else None)


def _named_year(match: Phrase, reading: _Reading) -> int | None:
    if reading.kind == "blank":
        digits = re.findall(r"(?:19|20)\d\d", match.text)
        return int(digits[-1]) if digits else None
    return reading.high.year if reading.high else None


# what a phrase says by itself -------------------------------------------------------------


def _group(match: Phrase, name: str) -> str | None:
    return match.groups.get(name)


def _year_of(text: str | None) -> int | None:
    """The year a group holds: digits, or Han digits with a round zero of any shape."""
    if not text:
        return None
    return text_to_number(text if text.isdigit() else re.sub("[○O0]", "〇", text))


def _number(text: str | None, default: int) -> int:
    return (text_to_number(text) if text else None) or default


_AHEAD = {"明": 1, "次": 1, "下": 1, "上": -1, "去": -1}


def _ahead(match: Phrase) -> int:
    relative = _group(match, "rel")
    return _AHEAD.get(relative[0], 0) if relative else 0


def _read_point(match: Phrase) -> _Reading:
    """A day or a month: 2022年6月30日, 12月底, 7月份."""
    year, month = _year_of(_group(match, "y1")), _number(_group(match, "m1"), 1)
    day = _group(match, "d1")
    edge = (_group(match, "e1") or "").strip()
    first, last = (1, 31)
    if day:
        first = last = _number(day, 1)
    elif edge == "初":
        first, last = 1, 10
    elif edge.endswith("旬"):
        first, last = _turn(edge)
    ahead = _ahead(match)
    low, high = _Day(year, month, first, ahead), _Day(year, month, last, ahead)
    return _Reading(low, high, edge in {"底", "末"}, includes=bool(day) or edge == "初" or edge.endswith("旬"))


def _turn(word: str | None) -> tuple[int, int]:
    """The first and last day of a third of a month, or of two: 上旬, 中下旬."""
    if not word:
        return 1, 31
    return {"上": 1, "中": 11, "下": 21}[word[0]], {"上": 10, "中": 20, "下": 31}[word[-2]]


def _read_range(match: Phrase) -> _Reading:
    """From one day, month or year to another: 2020年8月至12月, 5-11月, 2021-2025年."""
    year1, year2 = _year_of(_group(match, "y1")), _year_of(_group(match, "y2"))
    month1, month2 = _number(_group(match, "m1"), 1), _number(_group(match, "m2"), 0)
    if not month2:
        month2 = month1 if _group(match, "m1") else 12
    wraps = year2 is None and (month2 < month1 or bool(_group(match, "next")))
    year2 = year2 if year2 is not None else (year1 + wraps if year1 is not None else None)
    first = _turn(_group(match, "t1"))[0]
    last = _turn(_group(match, "t2"))[1]
    low = _Day(year1 if year1 is not None else year2, month1, _number(_group(match, "d1"), first))
    high = _Day(year2, month2, _number(_group(match, "d2"), last), ahead=int(wraps and year2 is None))
    return _Reading(low, high, kind=PERIOD)


def _read_quarters(match: Phrase) -> _Reading:
    first, last = _number(_group(match, "q1"), 1), _number(_group(match, "q2"), 4)
    year, ahead = _year_of(_group(match, "y1")), _ahead(match)
    return _Reading(_Day(year, first * 3 - 2, 1, ahead), _Day(year, last * 3, 31, ahead), bool(_group(match, "e1")), kind=PERIOD)


def _read_quarter(match: Phrase) -> _Reading:
    number = _number(_group(match, "q1") or _group(match, "q2"), 1)
    year, ahead = _year_of(_group(match, "y1")), _ahead(match)
    edge = _group(match, "e1") in {"末", "底"}
    return _Reading(_Day(year, number * 3 - 2, 1, ahead), _Day(year, number * 3, 31, ahead), edge)


def _read_half(match: Phrase) -> _Reading:
    year, ahead, first = _year_of(_group(match, "y1")), _ahead(match), _group(match, "h1") == "上"
    low, high = (1, 6) if first else (7, 12)
    return _Reading(_Day(year, low, 1, ahead), _Day(year, high, 31, ahead), bool(_group(match, "e1")))


def _read_plan(match: Phrase) -> _Reading:
    year = _PLAN_YEARS.get(_group(match, "p1") or _group(match, "p2") or "")
    word = _group(match, "e1") or _group(match, "e2") or ""
    low, high = _Day(year, 1, 1), _Day(year + 4 if year else None, 12, 31)
    kind = PERIOD if word in {"期间", "时期"} else None if word in {"末", "期末"} else MENTION
    return _Reading(low, high, word in {"末", "期末"}, kind=kind)


def _read_year(match: Phrase) -> _Reading:
    year, edge = _year_of(_group(match, "y1")), _group(match, "e1")
    low, high = (1, 3) if edge == "初" else (4, 9) if edge == "中" else (1, 12)
    return _Reading(_Day(year, low, 1), _Day(year, high, 31), edge in {"底", "末"}, includes=edge in {"初", "中"}, kind=None if edge else "year")


def _read_relative(match: Phrase) -> _Reading:
    word = match.text
    is_edge = word.endswith(("底", "末", "终"))
    kind = PERIOD if word == "年内" else MENTION if word[0] in "上去" and not is_edge else None if is_edge else "year"
    return _Reading(_Day(None, 1, 1, _ahead(match)), _Day(None, 12, 31, _ahead(match)), is_edge, kind=kind)


def _read_recurring(match: Phrase) -> _Reading:
    return _Reading(None, None, kind=RECURRING, every=_duration(match))


def _duration(match: Phrase) -> str | None:
    """The ISO 8601 duration of a recurrence: 每两年 P2Y, 每季 P3M, 每半年 P6M."""
    count_word = _group(match, "n1") or _group(match, "n2")
    unit = (_group(match, "u1") or _group(match, "u2") or _group(match, "u3") or (_group(match, "w1") or "")[:1]).rstrip("度")
    if count_word == "半":
        return {"年": "P6M", "月": "P15D", "天": "PT12H", "日": "PT12H"}.get(unit)
    count = _number(count_word, 1)
    if unit in {"季", "学期", "旬"}:
        return {"季": f"P{3 * count}M", "学期": f"P{6 * count}M", "旬": f"P{10 * count}D"}[unit]
    return f"P{count}{_EVERY[unit]}" if unit in _EVERY else None


def _read_blank(_match: Phrase) -> _Reading:
    return _Reading(None, None, kind="blank")


def _read_from_issue(_match: Phrase) -> _Reading:
    return _Reading(None, None, kind="from-issue")


_READERS: dict[str, Callable[[Phrase], _Reading]] = {
    "point": _read_point,
    "range": _read_range,
    "quarters": _read_quarters,
    "quarter": _read_quarter,
    "half": _read_half,
    "plan": _read_plan,
    "year": _read_year,
    "relative": _read_relative,
    "recurring": _read_recurring,
    "recurring-adverb": _read_recurring,
    "blank": _read_blank,
    "from-issue": _read_from_issue,
}


# what the words around it say ---------------------------------------------------------------


class _Around(NamedTuple):
    """Where the phrase with its words begins and ends, and what they say."""

    start: int
    end: int
    before: str | None
    behind: str | None


@cache
def _before_rules(rules: Rules) -> tuple[Rule, ...]:
    return rules["times"].of("before")


def _around(text: str, match: Phrase, rules: Rules) -> _Around:
    start, end, before, behind = match.start, match.end, None, None
    head = text[max(0, start - 8) : start]
    for rule in _before_rules(rules):
        found = rule.regex.search(head)
        if found:
            before = rule.value
            start = start - len(head) + found.start("in")
            break
    tail = text[end : end + 12]
    for rule in rules["times"].of("behind"):
        follows = rule.regex.match(tail)
        if follows:
            behind = rule.value
            end += follows.end()
            break
    return _Around(start, end, before, behind)


def _interpret(
    passage: Passage,
    text: str,
    match: Phrase,
    rule: Rule,
    reading: _Reading,
    year: int | None,
    rules: Rules,
    years: Years,
    is_column: bool,
) -> TimeMention | None:
    """The time that a phrase with the words around it says."""
    if reading.kind == RECURRING:
        words = passage.cut(*_trimmed(text, match.start, match.end))
        return TimeMention(words, RECURRING, None, None, reading.every, rule.id, reading.every is not None)
    if reading.kind == "from-issue":
        due = _count_from(match, years.issued)
        return TimeMention(passage.cut(match.start, match.end), DEADLINE, None, due, None, rule.id, due is not None)
    around = _around(text, match, rules)
    kind = _kind(text, match, reading, around, rules, is_column=is_column)
    if kind in {DEADLINE, START, PERIOD} and _is_told(text, match, reading, kind, rules, years):
        kind = MENTION
    low, high = _resolve(reading.low, year, last=False), _resolve(reading.high, year, last=True)
    if kind == DEADLINE and around.behind == "before" and not reading.is_edge and not reading.includes and not is_column:
        high = low - timedelta(days=1) if low else None
    start = around.start if kind in {DEADLINE, START} else match.start
    end = around.end if around.behind and kind != MENTION else match.end
    words = passage.cut(*_trimmed(text, start, end))
    first, last = (low if kind in {PERIOD, START, MENTION} else None), (high if kind in {DEADLINE, PERIOD, MENTION} else None)
    return TimeMention(words, kind, first, last, None, rule.id, (first or last) is not None)


def _is_told(text: str, match: Phrase, reading: _Reading, kind: str, rules: Rules, years: Years) -> bool:
    """Whether a time tells of things (2018年底前投运的电厂), or of what was: a day or year before the issue."""
    if rules["times"].find("qualifier", text[match.end : match.end + 30]):
        return True
    own = reading.high.year if reading.high else None
    if own is None or years.issued is None or own >= years.issued.year or own == years.title:
        return False
    works = rules["times"].find("works", text[match.end : match.end + 12]) is not None
    return kind == PERIOD and (reading.low == reading.high or (reading.kind == "year" and not works))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kind(text: str, match: Phrase, reading: _Reading, around: _Around, rules: Rules, *, is_column: bool) -> str:
    """The kind of a time from the words around it."""
    if reading.kind == "blank":
        is_due = around.behind == "before" or around.before == DEADLINE or match.text.endswith(("底", "末"))
        return DEADLINE if is_due else PERIOD
    if around.before == START:
        return _kind_from(text, around)
    if around.behind == START:
        return MENTION if text[match.end :].lstrip().startswith("以来") else START
    if reading.kind == PERIOD:
        return PERIOD
    if around.before == DEADLINE or around.behind == "before" or (reading.is_edge and reading.kind != MENTION):
        return DEADLINE
    if around.behind == PERIOD:
        return PERIOD
    if reading.kind == "year":
        return DEADLINE if is_column else _kind_of_year(text, match, rules)
    if reading.kind == MENTION:
        return MENTION
    return DEADLINE if is_column else PERIOD


def _kind_from(text: str, around: _Around) -> str:
    """``自2022年3月起`` begins something; ``从2018年的5%`` dates something else."""
    if around.behind == START:
        return START
    ahead = text[around.end : around.end + 4]
    return START if not ahead or ahead[0] in ",，。;" or ahead.startswith(("施行", "实施", "执行", "生效")) else MENTION


def _kind_of_year(text: str, match: Phrase, rules: Rules) -> str:
    """Whether a bare year says when the work runs, or names what it is about."""
    ahead = text[match.end : match.end + 60]
    before = text[: match.start].rstrip()
    works = rules["times"].find("works", ahead) is not None
    names = rules["times"].find("object", ahead) is not None
    if not before or before[-1] in _CLAUSE_EDGE or before.endswith(("在", "于", "将", "计划", "力争", "争取", "确保")):
        is_object = match.text.endswith("度") and names
        return MENTION if is_object and not works else PERIOD
    if works and not match.text.endswith("度"):
        return PERIOD
    if before.endswith("完成") and re.match(r"[^,，。;；]{0,30}工作", ahead) and not re.match(r"[^,，。;；]{0,30}(?:考核|评价|监测|审计)", ahead):
        return PERIOD
    return MENTION


# dates --------------------------------------------------------------------------------------


def _resolve(day: _Day | None, year: int | None, *, last: bool) -> date | None:
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


def _count_from(match: Phrase, issued: date | None) -> date | None:
    """The last day of so many days or months after the issue date; work days cannot be counted."""
    count, unit = _number(_group(match, "n1"), 0), _group(match, "u1")
    if issued is None or not count or unit == "工作日":
        return None
    if unit in {"日", "天"}:
        return issued + timedelta(days=count)
    months = issued.month - 1 + count * (12 if unit == "年" else 1)
    year, month = issued.year + months // 12, months % 12 + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))


def with_words(mention: TimeMention, words: Passage) -> TimeMention:
    """The same time, printed elsewhere."""
    return mention._replace(words=words)
