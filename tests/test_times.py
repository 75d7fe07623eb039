"""Times: every row of the contract's table, and what looks like a time and is none."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from datetime import date

import pytest
from cases import read_tasks, show_time, whole

from docx2tasks import parse
from docx2tasks.extract.times import TimeFinder, TimeMention, Years, title_year
from docx2tasks.rules import Rules

ISSUED = Years(issued=date(2022, 3, 1))


def _show(mention: TimeMention) -> str:
    dates = mention.every or f"{mention.start or ''}..{mention.end or ''}"
    return f"{mention.kind} {mention.words.text} {dates}"


def _times(words: str, rules: Rules, years: Years = ISSUED) -> list[str]:
    return [_show(mention) for mention in rules.once(TimeFinder).find(whole(words), years)]


DEADLINES = [
    pytest.param("12月底前，完成改造。", ["deadline 12月底前 ..2022-12-31"], id="12月底前"),
    pytest.param("12月底实现全覆盖。", ["deadline 12月底 ..2022-12-31"], id="12月底实现"),
    pytest.param("到2025年，建成体系。", ["deadline 到2025年 ..2025-12-31"], id="到2025年"),
    pytest.param("力争到2025年建成体系。", ["deadline 到2025年 ..2025-12-31"], id="力争到2025年"),
    pytest.param("至2025年，建成体系。", ["deadline 至2025年 ..2025-12-31"], id="至2025年"),
    pytest.param("2022年底前出台办法。", ["deadline 2022年底前 ..2022-12-31"], id="2022年底前"),
    pytest.param("2022年年底前出台办法。", ["deadline 2022年年底前 ..2022-12-31"], id="某年年底前"),
    pytest.param("8月31日24时前报送。", ["deadline 8月31日24时前 ..2022-08-31"], id="某日24时前"),
    pytest.param("不迟于6月底完成。", ["deadline 不迟于6月底 ..2022-06-30"], id="不迟于"),
    pytest.param("6月30日前报送。", ["deadline 6月30日前 ..2022-06-30"], id="6月30日前含当日"),
    pytest.param("2023年6月30日之前报送。", ["deadline 2023年6月30日之前 ..2023-06-30"], id="某年某日之前"),
    pytest.param("9月前启动。", ["deadline 9月前 ..2022-08-31"], id="9月前到8月31日"),
    pytest.param("2023年1月前启动。", ["deadline 2023年1月前 ..2022-12-31"], id="1月前到上年末"),
    pytest.param("2月底前报送。", ["deadline 2月底前 ..2022-02-28"], id="平年2月底"),
    pytest.param("2024年2月底前报送。", ["deadline 2024年2月底前 ..2024-02-29"], id="闰年2月底"),
    pytest.param("二〇二二年六月三十日前报送。", ["deadline 二〇二二年六月三十日前 ..2022-06-30"], id="汉字日期"),
    pytest.param("3 月底前完成上线。", ["deadline 3 月底前 ..2022-03-31"], id="数字后有空格"),
    pytest.param("１２月底前完成。", ["deadline １２月底前 ..2022-12-31"], id="全角数字"),
    pytest.param("年底前完成。", ["deadline 年底前 ..2022-12-31"], id="年底前按工作年"),
    pytest.param("三季度末完成。", ["deadline 三季度末 ..2022-09-30"], id="三季度末"),
    pytest.param("截至2022年6月底，完成摸底。", ["deadline 截至2022年6月底 ..2022-06-30"], id="截至"),
    pytest.param("“十四五”末建成。", ["deadline “十四五”末 ..2025-12-31"], id="十四五末"),
    pytest.param("明年6月底前建成。", ["deadline 明年6月底前 ..2023-06-30"], id="明年6月底前"),
]
PERIODS = [
    pytest.param("5-11月，开展检查。", ["period 5-11月 2022-05-01..2022-11-30"], id="5-11月"),
    pytest.param("5—11月开展检查。", ["period 5—11月 2022-05-01..2022-11-30"], id="破折号"),
    pytest.param("上半年，完成普查。", ["period 上半年 2022-01-01..2022-06-30"], id="上半年"),
    pytest.param("下半年，完成普查。", ["period 下半年 2022-07-01..2022-12-31"], id="下半年"),
    pytest.param("四季度，完成普查。", ["period 四季度 2022-10-01..2022-12-31"], id="四季度"),
    pytest.param("2018年第三季度，完成普查。", ["period 2018年第三季度 2018-07-01..2018-09-30"], id="某年第三季度"),
    pytest.param("4月22日召开大会。", ["period 4月22日 2022-04-22..2022-04-22"], id="某日召开"),
    pytest.param("2020年8月至12月，集中整治。", ["period 2020年8月至12月 2020-08-01..2020-12-31"], id="某年8月至12月"),
    pytest.param("2020年11月至2021年2月，集中整治。", ["period 2020年11月至2021年2月 2020-11-01..2021-02-28"], id="跨年"),
    pytest.param("“十四五”期间，新建三所学校。", ["period “十四五”期间 2021-01-01..2025-12-31"], id="十四五期间"),
    pytest.param("7月份组织培训。", ["period 7月份 2022-07-01..2022-07-31"], id="7月份"),
    pytest.param("8月，制定方案。", ["period 8月 2022-08-01..2022-08-31"], id="8月制定"),
    pytest.param("4月22日至28日举办宣传周。", ["period 4月22日至28日 2022-04-22..2022-04-28"], id="日至日"),
    pytest.param("2021-2025年实施工程。", ["period 2021-2025年 2021-01-01..2025-12-31"], id="年至年"),
    pytest.param("完成2022年度督查工作。", ["period 2022年度 2022-01-01..2022-12-31"], id="完成某年度工作"),
    pytest.param("2018年修订办法。", ["period 2018年 2018-01-01..2018-12-31"], id="某年修订"),
    pytest.param("2022年内建成平台。", ["period 2022年内 2022-01-01..2022-12-31"], id="某年内"),
    pytest.param("4—6月、9—11月开展检查。", ["period 4—6月 2022-04-01..2022-06-30", "period 9—11月 2022-09-01..2022-11-30"], id="两段月份"),
    pytest.param("二、三季度开展检查。", ["period 二、三季度 2022-04-01..2022-09-30"], id="二、三季度"),
    pytest.param("明年上半年开工。", ["period 明年上半年 2023-01-01..2023-06-30"], id="明年上半年"),
]
STARTS = [
    pytest.param("自2022年3月起，实行新标准。", ["start 自2022年3月起 2022-03-01.."], id="自某月起"),
    pytest.param("从2023年1月1日起执行。", ["start 从2023年1月1日起 2023-01-01.."], id="从某日起"),
    pytest.param("2022年7月起，实行新标准。", ["start 2022年7月起 2022-07-01.."], id="某月起"),
]
RECURRENCES = [
    pytest.param("每季一次检查评估。", ["recurring 每季一次 P3M"], id="每季一次"),
    pytest.param("每季检查评价一次。", ["recurring 每季 P3M"], id="一次不紧挨"),
    pytest.param("每季度通报。", ["recurring 每季度 P3M"], id="每季度"),
    pytest.param("每年开展培训。", ["recurring 每年 P1Y"], id="每年"),
    pytest.param("每月报送进展。", ["recurring 每月 P1M"], id="每月"),
    pytest.param("每两年评估。", ["recurring 每两年 P2Y"], id="每两年"),
    pytest.param("每半年评估。", ["recurring 每半年 P6M"], id="每半年"),
    pytest.param("做到月月有检查。", ["recurring 月月 P1M"], id="月月"),
    pytest.param("每年年底报告。", ["recurring 每年年底 P1Y"], id="每年年底"),
    pytest.param("每年2月底前报送总结。", ["recurring 每年2月底前 P1Y"], id="每年2月底前只算一次"),
    pytest.param("每年至少一次演练。", ["recurring 每年 P1Y"], id="至少一次不紧挨"),
    pytest.param("每年组织一次演练。", ["recurring 每年 P1Y"], id="组织一次不紧挨"),
    pytest.param("半年一次演练。", ["recurring 半年一次 P6M"], id="半年一次"),
    pytest.param("每月20日前报送。", ["recurring 每月20日前 P1M"], id="每月20日前"),
    pytest.param("每周调度一次。", ["recurring 每周 P1W"], id="每周"),
]
MENTIONS = [
    pytest.param("落实2021年检查成果。", ["mention 2021年 2021-01-01..2021-12-31"], id="检查成果之年"),
    pytest.param("制定2022年度监督抽查方案。", ["mention 2022年度 2022-01-01..2022-12-31"], id="方案之年"),
    pytest.param("普查2000年以前建成的小区。", ["mention 2000年 2000-01-01..2000-12-31"], id="建成年代"),
    pytest.param("比2020年提高5个百分点。", ["mention 2020年 2020-01-01..2020-12-31"], id="比较之年"),
    pytest.param("截至2021年底已建成10公里。", ["mention 2021年底 2021-01-01..2021-12-31"], id="截至某时已建成"),
    pytest.param("2021年底，全市已累计完成投资3亿元。", ["mention 2021年底 2021-01-01..2021-12-31"], id="某时已完成"),
    pytest.param("2021年底前已完成整改的不再检查。", ["mention 2021年底 2021-01-01..2021-12-31"], id="某时前已整改的"),
    pytest.param("到2025年底，已建成的站点全部投用。", ["deadline 到2025年底 ..2025-12-31"], id="已建成的站点有期限"),
    pytest.param("总结上年度工作情况。", ["mention 上年度 2021-01-01..2021-12-31"], id="上年度"),
    pytest.param("部署2020年度目标任务。", ["mention 2020年度 2020-01-01..2020-12-31"], id="目标任务之年"),
]
OTHERS = [
    pytest.param("2023年XX月底前完成。", ["deadline 2023年XX月底前 .."], id="空白月份期限"),
    pytest.param("2023年XX月至XX月开展自查。", ["period 2023年XX月至XX月 .."], id="空白月份期间"),
    pytest.param("印发《2020年工作要点》和《6月底前完成事项》。", [], id="书名号内不算"),
    pytest.param("适时开展检查，定期通报，近期完成年度总结，逐年提高。", [], id="含糊词"),
    pytest.param("今后五年，实施三年行动计划，五年内见效，8小时内处置。", [], id="时长不算"),
    pytest.param("自印发之日起30日内报备。", ["deadline 自印发之日起30日内 ..2022-03-31"], id="自印发之日起"),
    pytest.param(
        "5月启动，2023年6月底前完成，12月底前验收。",
        ["period 5月 2022-05-01..2022-05-31", "deadline 2023年6月底前 ..2023-06-30", "deadline 12月底前 ..2023-12-31"],
        id="同一任务中最后出现的年份",
    ),
]


COUNTED = [  # from the day, week or month of issue, or from what nobody can know beforehand
    pytest.param("月底前报送名单。", ["deadline 月底前 ..2022-03-31"], id="月底前"),
    pytest.param("5月启动，当月底前验收。", ["period 5月 2022-05-01..2022-05-31", "deadline 当月底前 ..2022-05-31"], id="当月底"),
    pytest.param("下周五前反馈。", ["deadline 下周五前 ..2022-03-11"], id="下周五前"),
    pytest.param("周五前反馈。", ["deadline 周五前 .."], id="周五前没有日期"),
    pytest.param("本季度末前验收。", ["deadline 本季度末前 ..2022-03-31"], id="本季度末"),
    pytest.param("于7.15前上报。", ["deadline 7.15前 ..2022-07-15"], id="点写的日期"),
    pytest.param("收到函后3个工作日内回复。", ["deadline 收到函后3个工作日内 .."], id="收到之后"),
    pytest.param("散会后2日内报送。", ["deadline 散会后2日内 .."], id="会后"),
    pytest.param("自公示期满之日起15日内发放。", ["deadline 自公示期满之日起15日内 .."], id="期满之日起"),
    pytest.param("主汛期前完成清淤。", ["deadline 主汛期前 .."], id="汛期前"),
    pytest.param("9月开学前交付。", ["deadline 9月开学前 .."], id="开学前"),
    pytest.param("“五一”前后开展检查。", ["period “五一”前后 2022-05-01..2022-05-01"], id="五一前后"),
    pytest.param(
        "在4、8月巡查。",
        ["period 4、8月 2022-04-01..2022-04-30", "period 4、8月 2022-08-01..2022-08-31"],
        id="几个月共用一个月字",
    ),
    pytest.param("今后五年内全部更新。", [], id="期限不是时间"),
    pytest.param("每平方米7.15元。", [], id="价格不是日期"),
]


@pytest.mark.parametrize(("words", "expected"), [*DEADLINES, *PERIODS, *STARTS, *RECURRENCES, *MENTIONS, *OTHERS, *COUNTED])
def test_time_as_the_contract_says(words: str, expected: list[str], rules: Rules) -> None:
    """A phrase gives its own words, kind, inclusive dates and duration."""
    assert _times(words, rules) == expected


@pytest.mark.parametrize(
    ("words", "years", "expected"),
    [
        pytest.param("12月底前完成。", Years(2020, date(2019, 3, 1)), "deadline 12月底前 ..2020-12-31", id="表头之年先于成文日期"),
        pytest.param("12月底前完成。", Years(None, date(2019, 3, 1)), "deadline 12月底前 ..2019-12-31", id="成文日期之年"),
        pytest.param("12月底前完成。", Years(), "deadline 12月底前 ..", id="无年可据"),
        pytest.param("自印发之日起30日内报备。", Years(2022), "deadline 自印发之日起30日内 ..", id="成文日期不明"),
        pytest.param("上半年完成。", Years(), "period 上半年 ..", id="无年之上半年"),
        pytest.param("上年底前完成。", Years(2022), "deadline 上年底前 ..2021-12-31", id="上年底"),
    ],
)
def test_working_year(words: str, years: Years, expected: str, rules: Rules) -> None:
    """A year that is not printed comes from the header or title, else from the issue date."""
    assert _times(words, rules, years) == [expected]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        pytest.param("2020年进度要求", 2020, id="表头"),
        pytest.param("青川市2022年重点任务清单", 2022, id="标题"),
        pytest.param("五年行动计划（2021-2025年）", None, id="起止年份不是工作年"),
        pytest.param("重点任务清单", None, id="无年份"),
    ],
)
def test_year_of_a_title(title: str, year: int | None) -> None:
    """The one year that a header or a title names is the working year."""
    assert title_year(title) == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("青川市2022年重点任务清单\n一、重点任务\n1.12月底前完成改造。", ["deadline 12月底前 ..2022-12-31"], id="标题之年"),
        pytest.param(
            "青川市重点任务清单\n一、重点任务\n1.12月底前完成改造。\n青川市人民政府\n2021年5月6日", ["deadline 12月底前 ..2021-12-31"], id="落款之年"
        ),
        pytest.param(
            "青川市人民政府办公室关于做好防汛工作的通知\n青政办发〔2021〕67号\n一、重点任务\n1.6月底前完成清淤。", ["deadline 6月底前 ..2021-06-30"], id="文号之年"
        ),
        pytest.param(
            "重点任务\t2020年进度要求\t责任单位\n加强管理\t9月底前完成整改。\t市教育局\n提升质量\t10月底前完成评估。\t市财政局",
            ["deadline 9月底前 ..2020-09-30"],
            id="表头之年",
        ),
        pytest.param(
            "重点任务\t具体任务\t完成时限\t责任单位\n加强管理\t完成整改。\t2022年9月\t市教育局\n提升质量\t完成评估。\t2022年10月\t市财政局",
            ["deadline 2022年9月 ..2022-09-30"],
            id="完成时限列",
        ),
    ],
)
def test_time_of_the_first_task(text: str, expected: list[str]) -> None:
    """The working year of a document reaches its tasks."""
    assert [show_time(time) for time in read_tasks(text)[0].times] == expected


def test_a_deadline_long_before_the_paper() -> None:
    """January in a paper of December is a warning; the date is that of the year of issue."""
    text = "关于做好有关工作的通知\n各区：\n1.6月底前完成整改。\n2.1月15日前报送总结。\n市教育局\n2024年12月23日\n"
    document = parse(text.encode())
    assert [time.end for task in document.tasks for time in task.times] == ["2024-06-30", "2024-01-15"]
    assert [one.message[:6] for one in document.diagnostics if one.code == "unresolved-time"] == ["1月15日前"]
