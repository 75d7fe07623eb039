"""Times that count from elsewhere: from the week or month of issue, from an event, from a season no calendar tells."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from cases import whole

from docx2tasks import parse
from docx2tasks.extract.times import TimeFinder, Years, title_span, title_year
from docx2tasks.rules import Rules

ISSUED = date(2024, 3, 13)  # a Wednesday
YEARS = Years(2024, ISSUED)


def _show(rules: Rules, words: str, *, is_column: bool = False, years: Years = YEARS) -> list[tuple[str, ...]]:
    found = rules.once(TimeFinder).find(whole(words), years, is_column=is_column)
    return [(one.words.text, one.kind, f"{one.start or ''}..{one.end or ''}", "" if one.is_resolved else "?") for one in found]


COUNTED = [
    ("下周五前", date(2024, 3, 22)),
    ("本周日前", date(2024, 3, 17)),
    ("本周三之前", date(2024, 3, 13)),
    ("下周一（遇雨顺延）前", date(2024, 3, 18)),
    ("本月底前", date(2024, 3, 31)),
    ("月底前", date(2024, 3, 31)),
    ("月末前", date(2024, 3, 31)),
    ("下月10日前", date(2024, 4, 10)),
    ("本季度末前", date(2024, 3, 31)),
    ("下季度末前", date(2024, 6, 30)),
    ("6.30前", date(2024, 6, 30)),
    ("12/31之前", date(2024, 12, 31)),
    ("自印发之日起30日内", ISSUED + timedelta(days=30)),
    ("本办法印发后10日内", ISSUED + timedelta(days=10)),
    ("自本方案发布之日起1个月内", date(2024, 4, 13)),
    ("“五一”前", date(2024, 5, 1)),
    ("2024年国庆节前", date(2024, 10, 1)),
]
UNKNOWN = [
    *("周五前", "当月底前", "次月5日前", "节前", "汛期前", "汛前", "主汛期到来前", "开学前", "9月开学前", "秋季开学之前"),
    *("入冬前", "供暖季前", "春耕前", "放假前", "春节前", "中秋节前", "学期末前", "2024年汛期前", "高考（6月）前"),
    *("会后3日内", "收到通知后5个工作日内", "验收合格后一个月内", "自受理之日起15个工作日内", "签订合同之日起2年内"),
    *("印发之日起20个工作日内", "整改结束后1周内"),
]


@pytest.mark.parametrize(("words", "due"), COUNTED, ids=[words for words, _ in COUNTED])
@pytest.mark.parametrize("sentence", ["{}完成整治。", "各渡口要在{}报送台账。", "摸底后，{}，逐一复核"])
def test_a_deadline_that_counts_from_the_issue_date(rules: Rules, words: str, due: date, sentence: str) -> None:
    """In a sentence and in a cell alike."""
    expected = [(words, "deadline", f"..{due}", "")]
    assert _show(rules, sentence.format(words)) == expected
    assert _show(rules, words, is_column=True) == expected


@pytest.mark.parametrize("words", UNKNOWN)
@pytest.mark.parametrize("sentence", ["{}完成整治。", "，{}报送台账。"])
def test_a_deadline_that_no_calendar_tells_is_unresolved(rules: Rules, words: str, sentence: str) -> None:
    """It is a deadline without a date, in a sentence and in a cell."""
    expected = [(words, "deadline", "..", "?")]
    assert _show(rules, sentence.format(words)) == expected
    assert _show(rules, words, is_column=True) == expected


def test_unresolved_deadlines_are_said() -> None:
    """Each is a diagnostic of the document."""
    cells = ["汛期前", "会后3日内", "节前", "周五前"]
    rows = "".join(f"{n}\t整治渡口{n}处并建立台账\t渡口办\t{cell}\n" for n, cell in enumerate(cells, 1))
    document = parse(f"渡口整治任务清单\n序号\t工作任务\t责任单位\t完成时限\n{rows}".encode())
    said = [one.message for one in document.diagnostics if one.code == "unresolved-time"]
    assert said == [f"could not resolve the date of {cell}" for cell in cells]
    assert [[time.text for time in task.times] for task in document.tasks] == [[cell] for cell in cells]


def test_days_of_an_event_count_from_the_issue_date_only_where_it_is_known(rules: Rules) -> None:
    """Without one the deadline is unresolved."""
    assert _show(rules, "自印发之日起30日内完成。", years=Years()) == [("自印发之日起30日内", "deadline", "..", "?")]


@pytest.mark.parametrize("words", ["今后五年内建成", "最后5天内", "移植后5年内的费用", "环节前置", "季节前移", "每个月底前后", "版本6.30", "增长2.5倍", "下周期", "本周边", "细节前后一致"])
def test_what_is_no_such_time(rules: Rules, words: str) -> None:
    """Durations, versions, multiples, other words."""
    assert [one for one in _show(rules, words) if one[1] == "deadline"] == []


def test_the_month_named_before_goes_on(rules: Rules) -> None:
    """月底 and 次月 count from it."""
    assert [one[2] for one in _show(rules, "8月初启动，月底前完成，次月5日前总结。")] == ["2024-08-01..2024-08-10", "..2024-08-31", "..2024-09-05"]


@pytest.mark.parametrize(("mark", "kind"), [("", "period"), ("底前", "deadline"), ("份", "period")])
def test_months_that_share_a_unit_keep_their_words(rules: Rules, mark: str, kind: str) -> None:
    """Each of them is a time, with the words of all."""
    for months in ((3, 6, 9, 12), (2, 5, 8), (1, 7)):
        words = "、".join(map(str, months)) + f"月{mark}"
        found = _show(rules, f"{words}巡查渡口。")
        assert [(one[0], one[1]) for one in found] == [(words, kind)] * len(months)
        assert [one[2][-5:-3] for one in found] == [f"{month:02}" for month in months]


TITLES = [
    ("渡口整治方案（2023—2025年）", None, (2023, 2025)),
    ("2023-2025年渡口整治方案", None, (2023, 2025)),
    ("2023年至2025年渡口整治方案", None, (2023, 2025)),
    ("渡口整治三年行动计划(2024～2026年)", None, (2024, 2026)),
    ("2023、2024年度渡口整治任务", None, (2023, 2024)),
    ("2023—2024学年渡口安全教育安排", None, (2023, 2024)),
    ("2024年渡口整治方案", 2024, None),
    ("渡口整治三年行动（2024—2026年）2025年任务清单", 2025, (2024, 2026)),
]


@pytest.mark.parametrize(("title", "year", "span"), TITLES, ids=[title for title, *_ in TITLES])
def test_the_years_of_a_title(title: str, year: int | None, span: tuple[int, int] | None) -> None:
    """A span is no year."""
    assert (title_year(title), title_span(title)) == (year, span)


@pytest.mark.parametrize(("issued", "said"), [("2023年2月1日", "2023-06-30"), ("2025年1月9日", "2025-06-30"), ("2022年12月20日", None), (None, None)])
def test_a_title_of_several_years_gives_none(issued: str | None, said: str | None) -> None:
    """The year is that of the issue, where it is one of them; else the time is unresolved."""
    foot = f"\n汀州县人民政府\n{issued}\n" if issued else "\n"
    words = f"汀州县2023—2025年渡口整治方案\n一、主要任务\n1.6月底前完成渡口摸底。\n2.建立巡查台账。{foot}"
    document = parse(words.encode())
    assert [str(time.end) if time.end else None for time in document.tasks[0].times] == [said]
    assert ("unresolved-time" in [one.code for one in document.diagnostics]) == (said is None)


def test_a_year_named_in_the_task_goes_before_the_span_of_the_title() -> None:
    """As everywhere."""
    words = "汀州县2023—2025年渡口整治方案\n一、主要任务\n1.2024年3月底前完成摸底，6月底前完成改造。\n2.建立巡查台账。\n"
    assert [str(time.end) for time in parse(words.encode()).tasks[0].times] == ["2024-03-31", "2024-06-30"]


@pytest.mark.parametrize(("name", "edge"), list(product(["五一", "国庆", "元旦"], ["前后", "左右"])))
def test_about_a_named_day(rules: Rules, name: str, edge: str) -> None:
    """前后 and 左右 leave the day what it is: a period of one day."""
    ((words, kind, days, _),) = _show(rules, f"“{name}”{edge}巡查渡口。")
    assert (words, kind) == (f"“{name}”{edge}", "period")
    assert days[:10] == days[12:]
