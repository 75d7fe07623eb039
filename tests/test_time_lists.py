"""Lists of times: no member is lost, whatever each leaves out, and all share the boundary of the last."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from datetime import date
from itertools import permutations, product

import pytest
from cases import read_tasks, show_time, whole

from docx2tasks.extract.times import TimeFinder, Years
from docx2tasks.rules import Rules

YEARS = Years(issued=date(2022, 1, 4))
THIRDS = {"上旬": ("01", "10"), "中旬": ("11", "20"), "下旬": ("21", "30")}
NAMED = {
    "元旦": "2022-01-01",
    "春节": "",
    "五一": "2022-05-01",
    "端午": "",
    "国庆": "2022-10-01",
    "七一": "2022-07-01",
}
SEASONS = ["汛期", "雨季", "秋收", "寒假"]


def _show(rules: Rules, words: str, *, is_column: bool = False) -> list[str]:
    found = rules.once(TimeFinder).find(whole(words), YEARS, is_column=is_column)
    return [f"{one.kind} {one.words.text} {one.start or ''}..{one.end or ''}" for one in found]


@pytest.mark.parametrize("sign", ["、", "和", "及", "与"])
@pytest.mark.parametrize("month", ["4月", "9月", "2022年11月"])
def test_parts_of_a_month(month: str, sign: str, rules: Rules) -> None:
    """中旬 behind 9月上旬、 is of the same month, in a sentence and in a deadline cell."""
    number = int(month.removeprefix("2022年").removesuffix("月"))
    for one, other in permutations(THIRDS, 2):
        days = [[f"2022-{number:02}-{day}" for day in THIRDS[third]] for third in (one, other)]
        periods = [f"period {month}{one} {days[0][0]}..{days[0][1]}", f"period {other} {days[1][0]}..{days[1][1]}"]
        due = [f"deadline {month}{one} ..{days[0][1]}", f"deadline {other} ..{days[1][1]}"]
        assert _show(rules, f"{month}{one}{sign}{other}巡查渡口") == periods
        assert _show(rules, f"{month}{one}{sign}{other}", is_column=True) == due
        assert _show(rules, f"{month}{one}{sign}{other}前巡查渡口") == [due[0], due[1].replace(other, f"{other}前")]


@pytest.mark.parametrize("sign", ["、", "和", "及", ""])
def test_named_days(sign: str, rules: Rules) -> None:
    """元旦 of 元旦、春节前 and of 元旦春节期间 is a member as well."""
    for one, other in permutations(NAMED, 2):
        first, last = NAMED[one], NAMED[other]
        due = [f"deadline {one} ..{first}", f"deadline {other}前 ..{last}"]
        during = [f"period {one} {first}..{first}", f"period {other}期间 {last}..{last}"]
        for is_column in (False, True):
            assert _show(rules, f"{one}{sign}{other}前", is_column=is_column) == due
        assert _show(rules, f"县渡口所{one}{sign}{other}前检修渡船") == due
        assert _show(rules, f"{one}{sign}{other}期间加密班次") == during


def test_named_days_beside_other_points(rules: Rules) -> None:
    """Days, months and seasons share the boundary of the last, in either order."""
    points = {"6月底": "2022-06-30", "9月10日": "2022-09-10", "8月中旬": "2022-08-20"}
    for (name, day), (point, end) in product(NAMED.items(), points.items()):
        assert _show(rules, f"{name}、{point}前检修") == [f"deadline {name} ..{day}", f"deadline {point}前 ..{end}"]
        assert _show(rules, f"{point}、{name}前检修") == [f"deadline {point} ..{end}", f"deadline {name}前 ..{day}"]
    for season, (name, day) in product(SEASONS, NAMED.items()):
        assert _show(rules, f"{season}、{name}前检修") == [f"deadline {season} ..", f"deadline {name}前 ..{day}"]
        assert _show(rules, f"{name}、{season}前检修") == [f"deadline {name} ..{day}", f"deadline {season}前 .."]
    for one, other in permutations(SEASONS, 2):
        assert _show(rules, f"{one}、{other}前检修") == [f"deadline {one} ..", f"deadline {other}前 .."]


SHOWN = [
    ("一季度、三季度末", ["deadline 一季度 ..2022-03-31", "deadline 三季度末 ..2022-09-30"]),
    ("6月、9月上旬巡航", ["period 6月 2022-06-01..2022-06-10", "period 9月上旬 2022-09-01..2022-09-10"]),
    ("6月、9月上旬前巡航", ["deadline 6月 ..2022-06-10", "deadline 9月上旬前 ..2022-09-10"]),
    ("6月、9月前巡航", ["deadline 6月 ..2022-05-31", "deadline 9月前 ..2022-08-31"]),
    ("6月中旬、9月15日前巡航", ["deadline 6月中旬 ..2022-06-20", "deadline 9月15日前 ..2022-09-15"]),
    ("三季度末、年底", ["deadline 三季度末 ..2022-09-30", "deadline 年底 ..2022-12-31"]),
    ("年中、年底前各巡航一次", ["deadline 年中 ..2022-06-30", "deadline 年底前 ..2022-12-31"]),
    ("3月、4月上旬巡航", ["period 3月 2022-03-01..2022-03-31", "period 4月上旬 2022-04-01..2022-04-10"]),
    ("3月、年中、11月底前报送", ["deadline 3月 ..2022-03-31", "deadline 年中 ..2022-06-30", "deadline 11月底前 ..2022-11-30"]),
    ("年中前完成一半", ["deadline 年中前 ..2022-06-30"]),
    ("每月上旬、中旬巡航", ["recurring 每月上旬、中旬 .."]),
    ("春节后、五一前检修", ["start 春节后 ..", "deadline 五一前 ..2022-05-01"]),
    ("汛期后、年底前检修", ["start 汛期后 ..", "deadline 年底前 ..2022-12-31"]),
    ("五一后国庆前检修", ["deadline 国庆前 ..2022-10-01"]),
    ("9月上、中旬巡航", ["period 9月上、中旬 2022-09-01..2022-09-20"]),
    ("9月上、下旬巡航", ["period 9月上、下旬 2022-09-01..2022-09-10", "period 9月上、下旬 2022-09-21..2022-09-30"]),
    ("9月上旬至下旬巡航", ["period 9月上旬至下旬 2022-09-01..2022-09-30"]),
    ("9月3日、下旬巡航", ["period 9月3日 2022-09-03..2022-09-03", "period 下旬 2022-09-21..2022-09-30"]),
    ("“五一”“十一”前检修", ["deadline “五一” ..2022-05-01", "deadline “十一”前 ..2022-10-01"]),
    ("元旦、春节等节日期间加密班次", ["period 元旦 2022-01-01..2022-01-01", "period 春节等节日期间 .."]),
    ("五一、中秋、国庆节前检修", ["deadline 五一 ..2022-05-01", "deadline 中秋 ..", "deadline 国庆节前 ..2022-10-01"]),
    ("2023年五一、国庆前检修", ["deadline 2023年五一 ..2023-05-01", "deadline 国庆前 ..2023-10-01"]),
    ("上、下半年各检修一次", ["period 上、下半年 2022-01-01..2022-06-30", "period 上、下半年 2022-07-01..2022-12-31"]),
    ("90分以上、下半年检修", ["period 下半年 2022-07-01..2022-12-31"]),
    ("春季、秋季开学前检修校船", ["deadline 春季、秋季开学前 .."]),
    ("元旦、春节慰问船员", []),
    ("船员分上旬、中旬轮休", []),
]


@pytest.mark.parametrize(("words", "expected"), SHOWN, ids=[words for words, _ in SHOWN])
def test_lists_as_offices_print_them(words: str, expected: list[str], rules: Rules) -> None:
    """Quarters, halves, ends of the year, thirds that share 旬, names in quotation marks."""
    assert _show(rules, words) == expected


def test_a_list_in_a_table() -> None:
    """A deadline cell with two members gives the row's measure both."""
    text = "序号\t工作任务\t完成时限\t责任单位\n1\t检修渡船并试航\t元旦、春节前\t市渡口局\n2\t巡查渡口并通报\t2022年9月上旬、中旬\t市渡口局\n"
    assert [[show_time(time) for time in task.times] for task in read_tasks(text)] == [
        ["deadline 元旦 ..", "deadline 春节前 .."],
        ["deadline 2022年9月上旬 ..2022-09-10", "deadline 中旬 ..2022-09-20"],
    ]
