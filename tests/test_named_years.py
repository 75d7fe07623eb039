"""The year of a time that prints none, where neither title nor issue date tells it: the last one named before."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_text, show_time

MEETING = "县渡口局专题会议纪要\n\n{head}\n\n一、会议议定，县渡口局5月20日前完成摸底。\n二、会议要求，县财政局6月底前拨付资金。\n"
HEADS = [
    "2023年5月6日，县长王某主持召开专题会议，研究渡口改造。现纪要如下：",
    "2023年5月6日下午，副县长王某在渡口主持召开现场会议。会议明确：",
    "二〇二三年五月六日，县渡口局召开专题会议，现将议定事项纪要如下：",
    "时间：2023年5月6日上午\n地点：渡口会议室",
    "依据《渡口管理办法》（2019年修订），2023年5月6日召开专题会议。现纪要如下：",
    "2022年11月，渡口停运检修。2023年5月6日，县长王某主持召开专题会议。现纪要如下：",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_day_of_a_meeting_gives_the_year(head: str) -> None:
    """Minutes without a date of issue say above their decisions when the meeting was."""
    document = read_text(MEETING.format(head=head))
    assert [show_time(time) for task in document.tasks for time in task.times] == [
        "deadline 5月20日前 ..2023-05-20",
        "deadline 6月底前 ..2023-06-30",
    ]
    assert not [one for one in document.diagnostics if one.code == "unresolved-time"]


HEADED = "渡口改造会议纪要\n\n2022年12月6日召开会议，现纪要如下：\n\n一、摸底\n（一）县渡口局12月20日前完成摸底。\n{heading}\n（一）县财政局6月底前拨付资金。\n"


@pytest.mark.parametrize(
    ("heading", "year"), [("二、2023年安排", 2023), ("二、资金", 2022), ("二、2023年上半年任务", 2023)]
)
def test_the_year_of_a_heading_holds_for_what_is_below(heading: str, year: int) -> None:
    """A heading names a year for the measures behind it, and for none before."""
    times = [show_time(time) for task in read_text(HEADED.format(heading=heading)).tasks for time in task.times]
    assert times == ["deadline 12月20日前 ..2022-12-20", f"deadline 6月底前 ..{year}-06-30"]


def test_a_measure_behind_the_preamble_names_a_later_year() -> None:
    """The year that a measure names goes on from there, whatever the preamble says."""
    text = MEETING.format(head=HEADS[0]).replace("二、", "二、2024年2月底前验收渡口。\n三、")
    times = [show_time(time) for task in read_text(text).tasks for time in task.times]
    assert times == [
        "deadline 5月20日前 ..2023-05-20",
        "deadline 2024年2月底前 ..2024-02-29",
        "deadline 6月底前 ..2024-06-30",
    ]


@pytest.mark.parametrize(
    "head", ["为落实《渡口管理办法》（2019年修订），现纪要如下：", "为巩固2021年检查成果，现纪要如下：", "现纪要如下："]
)
def test_a_year_that_dates_something_else_gives_none(head: str) -> None:
    """The edition of a paper and the year of a result tell nothing of the work; the doubt is said."""
    document = read_text(MEETING.format(head=head))
    assert [time.end for task in document.tasks for time in task.times] == [None, None]
    assert [one.code for one in document.diagnostics if one.code == "unresolved-time"] == ["unresolved-time"] * 2


def test_the_date_of_issue_goes_before_the_preamble() -> None:
    """A day in the preamble gives no year where the paper itself is dated."""
    text = MEETING.format(head=HEADS[0].replace("2023", "2021")) + "\n县渡口局\n2022年1月4日\n"
    assert [str(time.end) for task in read_text(text).tasks for time in task.times] == ["2022-05-20", "2022-06-30"]
