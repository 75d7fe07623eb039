"""Targets: comparator, number and unit of what is to be reached."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_target, whole, wrong

from docx2tasks.extract.targets import TargetFinder, TargetMention
from docx2tasks.rules import Rules

LOST_BOUND = "a count behind a verb swallows the comparator: = instead of >="


def _show(mention: TargetMention) -> str:
    return f"{mention.words.text} {mention.operator} {mention.value:g} {mention.unit}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("设施完好率达到100%。", ["达到100% >= 100 %"], id="达到"),
        pytest.param("覆盖面不低于22家。", ["不低于22家 >= 22 家"], id="不低于"),
        pytest.param("覆盖880家以上。", ["880家以上 >= 880 家"], id="以上"),
        pytest.param("覆盖 880 家以上。", ["880 家以上 >= 880 家"], id="数字两边有空格"),
        pytest.param("就诊率达到90%以上。", ["达到90%以上 >= 90 %"], id="达到以上"),
        pytest.param("占比至少15%。", ["至少15% >= 15 %"], id="至少"),
        pytest.param("比例不超过10%。", ["不超过10% <= 10 %"], id="不超过"),
        pytest.param("10%以下。", ["10%以下 <= 10 %"], id="以下"),
        pytest.param("差错率低于5%。", ["低于5% < 5 %"], id="低于"),
        pytest.param("企业超过1000家。", ["超过1000家 > 1000 家"], id="超过"),
        pytest.param("规模2,000家以上。", ["2,000家以上 >= 2000 家"], id="千分位"),
        pytest.param("合格率99.5%以上。", ["99.5%以上 >= 99.5 %"], id="小数以上"),
        pytest.param("达标率１００％。", ["达标率１００％ = 100 %"], id="全角"),
        pytest.param("规模10—20个。", ["10—20个 >= 10 个"], id="范围取下限"),
        pytest.param("培育10—20个。", ["10—20个 >= 10 个"], id="动词后范围"),
        pytest.param("新建3所学校。", ["3所 = 3 所"], id="确数"),
        pytest.param("培训500人次。", ["500人次 = 500 人次"], id="人次"),
        pytest.param("降低5个百分点。", ["降低5个百分点 = 5 个百分点"], id="百分点"),
        pytest.param("覆盖率达到90%，合格率不低于95%。", ["达到90% >= 90 %", "不低于95% >= 95 %"], id="一句两个"),
        pytest.param("等级达到3级。", ["达到3级 >= 3 级"], id="等级数字"),
        pytest.param("等级达到三级。", ["达到三级 >= 3 级"], id="等级汉字"),
        pytest.param("每季检查1次。", [], id="频次不是目标"),
        pytest.param("每年开展1次检查。", [], id="每年几次不是目标"),
        pytest.param("落实18项核心制度。", [], id="固有数目"),
        pytest.param("12月底前完成，4月22日启动。", [], id="日期不是目标"),
        pytest.param("印发《100家企业名录》。", [], id="书名号内不是目标"),
        pytest.param("组织第三方评估。", [], id="第三方"),
        pytest.param("组织试点企业不少于22家。", ["不少于22家 >= 22 家"], id="动词加不少于"),
        pytest.param("检查医疗机构25家次以上。", ["25家次以上 >= 25 家次"], id="动词加家次以上"),
        pytest.param("举办活动不少于10场。", ["不少于10场 >= 10 场"], id="举办不少于"),
        pytest.param("支持不超过3家企业。", ["不超过3家 <= 3 家"], id="动词加不超过"),
        pytest.param("合格率≥95%。", ["≥95% >= 95 %"], id="数学符号"),
        pytest.param("合格率大于等于95%。", ["大于等于95% >= 95 %"], id="大于等于"),
        pytest.param("时限压缩至3个工作日。", ["压缩至3个工作日 <= 3 个工作日"], id="工作日"),
        pytest.param("占比不低于年度金额的30%。", ["不低于年度金额的30% >= 30 %"], id="比较词隔开"),
        pytest.param("招聘人员不少于三家。", ["不少于三家 >= 3 家"], id="汉字数目"),
        pytest.param("二级以上医院达标率100%。", ["达标率100% = 100 %"], id="等级是限定语", marks=wrong("the words of the rate begin too early")),
        pytest.param("培育创建2个中心、5个站点。", ["2个 = 2 个", "5个 = 5 个"], id="并列确数", marks=wrong("the second count is lost")),
    ],
)
def test_targets_as_the_contract_says(words: str, expected: list[str], rules: Rules) -> None:
    """A quantity gives its own words, operator, value and unit."""
    assert [_show(mention) for mention in rules.once(TargetFinder).find(whole(words))] == expected


@pytest.mark.parametrize("one", [pytest.param("等级达到{}级。", id="达到几级"), pytest.param("管理{}级以上学校。", id="几级以上")])
@pytest.mark.parametrize("other", [pytest.param("", id="单独"), pytest.param("检查5家。", id="另有数字")])
def test_levels_count_alike(one: str, other: str, rules: Rules) -> None:
    """Whether a level counts depends neither on its script nor on digits elsewhere in the words."""
    han, digits = ([m.value for m in rules.once(TargetFinder).find(whole(one.format(sign) + other))] for sign in "二2")
    assert han == digits


def test_target_column() -> None:
    """A column of target values gives its quantities to the row's measure."""
    text = "序号\t工作任务\t目标值\t责任单位\n1\t提升覆盖面\t达到90%\t市教育局\n2\t扩大规模\t不低于22家\t市财政局\n"
    assert [[show_target(t) for t in task.targets] for task in read_tasks(text)] == [["达到90% >= 90 %"], ["不低于22家 >= 22 家"]]
