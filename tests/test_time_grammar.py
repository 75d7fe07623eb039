"""Times by composition: every point with every edge, joint and aside says what its parts say.

The expected dates are computed here from the parts alone, for thousands of combinations.
"""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, product
from typing import NamedTuple

import pytest
from cases import whole

from docx2tasks.extract.times import TimeFinder, TimeMention, Years
from docx2tasks.rules import Rules

YEAR = 2022
YEARS = Years(title=YEAR, issued=date(2022, 1, 10))


class Part(NamedTuple):
    """A printed point: its first and last day, whether it names its end, whether 前 takes it in."""

    text: str
    low: date
    high: date
    is_edge: bool = False
    is_included: bool = False
    is_span: bool = False  # 前三季度: a stretch by itself


def _month(text: str, year: int, month: int, *, is_edge: bool = False) -> Part:
    last = (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
    return Part(text, date(year, month, 1), last, is_edge)


def _day(text: str, *ymd: int) -> Part:
    return Part(text, date(*ymd), date(*ymd), is_included=True)


OPEN_MONTHS = [
    _month("3月", YEAR, 3),
    _month("6月份", YEAR, 6),
    _month("八月", YEAR, 8),
    _month("６月", YEAR, 6),
    _month("9月底", YEAR, 9, is_edge=True),
    _month("11月末", YEAR, 11, is_edge=True),
    _month("十二月底", YEAR, 12, is_edge=True),
    Part("5月上旬", date(YEAR, 5, 1), date(YEAR, 5, 10), is_included=True),
    Part("7月中下旬", date(YEAR, 7, 11), date(YEAR, 7, 31), is_included=True),
]
OPEN_DAYS = [
    _day("6月30日", YEAR, 6, 30),
    _day("9月1号", YEAR, 9, 1),
    _day("十月十五日", YEAR, 10, 15),
    _day("12 月 5 日", YEAR, 12, 5),
]
QUARTERS = [
    Part("一季度", date(YEAR, 1, 1), date(YEAR, 3, 31)),
    Part("第三季度", date(YEAR, 7, 1), date(YEAR, 9, 30)),
    Part("2季度", date(YEAR, 4, 1), date(YEAR, 6, 30)),
    Part("四季度末", date(YEAR, 10, 1), date(YEAR, 12, 31), is_edge=True),
    Part("上半年", date(YEAR, 1, 1), date(YEAR, 6, 30)),
    Part("下半年", date(YEAR, 7, 1), date(YEAR, 12, 31)),
]
SPANS = [
    Part("前三季度", date(YEAR, 1, 1), date(YEAR, 9, 30), is_span=True),
    Part("前两季度", date(YEAR, 1, 1), date(YEAR, 6, 30), is_span=True),
]
IN_YEARS = [("2023年", 2023), ("二〇二三年", 2023), ("２０２３年", 2023), ("2023 年", 2023), ("23年", 2023), ("明年", 2023)]
ASIDES = ["", "（星期四）", "（周五）", "（含当日）", "（遇节假日顺延）", "17:00", "17时", "下午5点", "下班", "（星期四）17:00"]
AHEAD = ["，制定方案。", "制定方案。", "，完成建设。", "完成建设。", "组织验收。", "报送总结。", "。", ""]


def _in(part: Part, text: str, year: int) -> Part:
    """``part`` in a printed year."""

    def move(day: date) -> date:
        return day.replace(year=day.year + year - YEAR)

    return part._replace(text=text + part.text, low=move(part.low), high=move(part.high))


def _with_years(parts: list[Part]) -> list[Part]:
    return [*parts, *(_in(part, text, year) for part in parts for text, year in IN_YEARS)]


def _show(mention: TimeMention) -> tuple[str, str, str | None, str | None]:
    first, last = (day.isoformat() if day else None for day in (mention.start, mention.end))
    return mention.words.text, mention.kind, first, last


POINTS = _with_years([*OPEN_MONTHS, *OPEN_DAYS, *QUARTERS])
Expected = tuple[str, str, str | None, str | None]
Draw = Callable[[], Iterator[tuple[str, list[Expected]]]]


def _due(part: Part, behind: str) -> str:
    """The last day of a deadline: 前 leaves out a month, a quarter, a half that does not name its end."""
    is_out = behind in {"前", "之前", "以前"} and not part.is_edge and not part.is_included
    return (part.low - timedelta(days=1) if is_out else part.high).isoformat()


def _points_with_edges() -> Iterator[tuple[str, list[Expected]]]:
    """Each point by itself and with each edge behind or before it."""
    for part, aside, ahead in product(POINTS, ASIDES, AHEAD):
        if aside and not part.is_included:
            continue
        if not aside:
            kind = "deadline" if part.is_edge else "period"
            first = None if part.is_edge else part.low.isoformat()
            yield part.text + ahead, [(part.text, kind, first, part.high.isoformat())]
        for behind in ("前", "之前", "以前", "止", "截止"):
            text = f"{part.text}{aside}{behind}"
            yield text + ahead, [(text, "deadline", None, _due(part, behind))]
    for part, before, ahead in product(POINTS, ("截至", "最迟", "不晚于", "不迟于", "到", "至"), AHEAD):
        yield f"{before}{part.text}{ahead}", [(before + part.text, "deadline", None, part.high.isoformat())]
    for part, before in product(POINTS, ("自", "从", "")):
        if part.is_edge:
            continue
        text = f"{before}{part.text}起"
        yield f"{text}，实行新办法。", [(text, "start", part.low.isoformat(), None)]


RANGES = [
    (_month("3月", YEAR, 3), _month("6月", YEAR, 6)),
    (_month("3月", YEAR, 3), _month("6月底", YEAR, 6, is_edge=True)),
    (_day("3月1日", YEAR, 3, 1), _day("5月31日", YEAR, 5, 31)),
    (_day("4月22日", YEAR, 4, 22), _day("28日", YEAR, 4, 28)),
    (_month("2022年3月", 2022, 3), _month("2023年6月", 2023, 6)),
    (_month("2022年11月", 2022, 11), _month("次年2月", 2023, 2)),
    (_month("2022年11月", 2022, 11), _month("2月", 2023, 2)),
    (_day("2022年3月1日", 2022, 3, 1), _day("2022年12月31日", 2022, 12, 31)),
    (_month("3月", YEAR, 3), Part("年底", date(YEAR, 12, 1), date(YEAR, 12, 31), is_edge=True)),
    (_month("2023年3月", 2023, 3), Part("年底", date(2023, 12, 1), date(2023, 12, 31), is_edge=True)),
    (QUARTERS[0], QUARTERS[1]),
    (_month("3", YEAR, 3), _month("6月", YEAR, 6)),
    (_month("2022.3", 2022, 3), _month("2022.12", 2022, 12)),
    (_month("2022.3", 2022, 3), _month("12", 2022, 12)),
    (_day("2022.3.1", 2022, 3, 1), _day("2022.12.31", 2022, 12, 31)),
    (_month("2022/3", 2022, 3), _month("2022/12", 2022, 12)),
]
SIGNS = ["-", "—", "－", "~", "～", "至", "到", "——", " - ", " 至 "]


def _ranges() -> Iterator[tuple[str, list[Expected]]]:
    """Each range with each sign, with brackets behind its ends and edges around it."""
    for (one, other), sign, ahead in product(RANGES, SIGNS, AHEAD):
        for before, behind, aside in product(("", "自", "从"), ("", "止"), ("", "（星期三）")):
            if aside and not (one.is_included and other.is_included):
                continue
            text = f"{before}{one.text}{aside}{sign}{other.text}{aside if behind else ''}{behind}"
            yield text + ahead, [(text, "period", one.low.isoformat(), other.high.isoformat())]


def _lists() -> Iterator[tuple[str, list[Expected]]]:
    """Points that share the edge of the last."""
    months = [(3, 6, 9), (6, 12), (4, 7, 10)]
    for numbers, sign, end, ahead in product(months, ("、", "和"), ("底前", "底", "末前"), AHEAD):
        texts = [f"{n}月" for n in numbers[:-1]] + [f"{numbers[-1]}月{end}"]
        days = [_month("", YEAR, n).high.isoformat() for n in numbers]
        due: list[Expected] = [(t, "deadline", None, d) for t, d in zip(texts, days, strict=True)]
        yield sign.join(texts) + ahead, due
    for days_of, ahead in product([((6, 30), (12, 31)), ((3, 15), (9, 15))], AHEAD):
        texts = [f"{m}月{d}日" for m, d in days_of]
        texts[-1] += "前"
        expected: list[Expected] = [(t, "deadline", None, date(YEAR, m, d).isoformat()) for t, (m, d) in zip(texts, days_of, strict=True)]
        yield "、".join(texts) + ahead, expected
    for one, other, ahead in product(("7", "八"), ("份", ""), AHEAD):
        text = {"7": "7、8月", "八": "八、九月"}[one] + other
        low, high = ("2022-07-01", "2022-08-31") if one == "7" else ("2022-08-01", "2022-09-30")
        yield f"于{text}{ahead}", [(text, "period", low, high)]


BARE = [
    ("2022.3-2022.12", "period", "2022-03-01", "2022-12-31"),
    ("2022.03—2022.12", "period", "2022-03-01", "2022-12-31"),
    ("2022/3/1-2022/12/31", "period", "2022-03-01", "2022-12-31"),
    ("2022-03-01至2022-12-31", "period", "2022-03-01", "2022-12-31"),
    ("2022.3-12", "period", "2022-03-01", "2022-12-31"),
    ("2022.3.1-12.31", "period", "2022-03-01", "2022-12-31"),
    ("3.1-12.31", "period", "2022-03-01", "2022-12-31"),
    ("2022年3月-2022年底", "period", "2022-03-01", "2022-12-31"),
    ("3月至年底", "period", "2022-03-01", "2022-12-31"),
    ("6-12月", "period", "2022-06-01", "2022-12-31"),
    ("全年", "period", "2022-01-01", "2022-12-31"),
    ("6.30", "deadline", None, "2022-06-30"),
    ("6.30前", "deadline", None, "2022-06-30"),
    ("6/30", "deadline", None, "2022-06-30"),
    ("6-30", "deadline", None, "2022-06-30"),
    ("12.31", "deadline", None, "2022-12-31"),
    ("6月15前", "deadline", None, "2022-06-15"),
    ("2022年6月15", "deadline", None, "2022-06-15"),
    ("2022.6", "deadline", None, "2022-06-30"),
    ("2022.6前", "deadline", None, "2022-05-31"),
    ("2022-06", "deadline", None, "2022-06-30"),
    ("202206", "deadline", None, "2022-06-30"),
    ("20220630", "deadline", None, "2022-06-30"),
    ("22.6", "deadline", None, "2022-06-30"),
    ("22.6.15", "deadline", None, "2022-06-15"),
    ("23年6月", "deadline", None, "2023-06-30"),
    ("2022Q2", "deadline", None, "2022-06-30"),
    ("Q2", "deadline", None, "2022-06-30"),
    ("2022", "deadline", None, "2022-12-31"),
    ("年底", "deadline", None, "2022-12-31"),
    ("年底前", "deadline", None, "2022-12-31"),
    ("2022年6月30日（星期四）前", "deadline", None, "2022-06-30"),
    ("2023年6月前", "deadline", None, "2023-05-31"),
    ("9月1日（星期四）至9月26日", "period", "2022-09-01", "2022-09-26"),
]
NONE_IN_A_CELL = ["44742", "3-12", "待定", "1.5.3.2", "12345678", "202213"]


def _fails(pairs: Iterator[tuple[str, list[Expected]]], rules: Rules) -> tuple[int, list[str]]:
    finder = rules.once(TimeFinder)
    count, wrong = 0, []
    for text, expected in pairs:
        count += 1
        found = [_show(mention) for mention in finder.find(whole(text), YEARS)]
        wanted = [(words.strip(), kind, first, last) for words, kind, first, last in expected]
        if found != wanted:
            wrong.append(f"{text}: {wanted}, got {found}")
    return count, wrong


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])  # a stride that falls on all parts
@pytest.mark.parametrize("draw", [_points_with_edges, _ranges, _lists])
def test_every_combination_says_what_its_parts_say(draw: Draw, every: int, rules: Rules) -> None:
    """A combination of point, joint, aside and edge gives one time with the dates of its parts."""
    count, wrong = _fails(islice(draw(), 0, None, every), rules)
    assert not wrong, f"{len(wrong)} of {count}: " + "\n".join(wrong[:: max(1, len(wrong) // 40)])


@pytest.mark.parametrize(("words", "kind", "first", "last"), BARE)
def test_a_bare_form_in_a_deadline_cell(words: str, kind: str, first: str | None, last: str | None, rules: Rules) -> None:
    """A deadline cell prints dates in forms that a sentence does not."""
    found = rules.once(TimeFinder).find(whole(words), YEARS, is_column=True)
    assert [_show(mention) for mention in found] == [(words, kind, first, last)]


@pytest.mark.parametrize("words", NONE_IN_A_CELL)
def test_no_date_in_a_deadline_cell(words: str, rules: Rules) -> None:
    """Serial numbers and what can be read in two ways give no date."""
    assert rules.once(TimeFinder).find(whole(words), YEARS, is_column=True) == ()


@pytest.mark.parametrize("words", ["9月31日前", "2025年2月30日前", "2025.6.31前"])
def test_a_day_that_no_month_has(words: str, rules: Rules) -> None:
    """A slip of the pen gives a deadline without a date, which is told."""
    (mention,) = rules.once(TimeFinder).find(whole(words), YEARS)
    assert (mention.kind, mention.end, mention.is_resolved) == ("deadline", None, False)
