"""Targets: comparator, number and unit of what is to be reached."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_target, whole

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
        pytest.param("出口压力不小于0.35MPa。", ["不小于0.35MPa >= 0.35 MPa"], id="拉丁字母单位"),
        pytest.param("夜间噪声不超过50分贝。", ["不超过50分贝 <= 50 分贝"], id="分贝不是分"),
        pytest.param("供水压力不低于0.3兆帕。", ["不低于0.3兆帕 >= 0.3 兆帕"], id="兆帕"),
        pytest.param("渗漏率＜8%，回收率＞96%。", ["＜8% < 8 %", "＞96% > 96 %"], id="全角不等号"),
        pytest.param("新建水渠12公里、闸门3座。", ["12公里 = 12 公里", "3座 = 3 座"], id="并列的第二个数"),
        pytest.param("由40%提高到75%。", ["提高到75% >= 75 %"], id="从何提高到何"),
        pytest.param("合格率达百分之九十六。", ["达百分之九十六 >= 96 %"], id="百分之几"),
        pytest.param("九成以上园区接入平台。", ["九成以上 >= 9 成"], id="几成"),
        pytest.param("服务1 200户以上。", ["1 200户以上 >= 1200 户"], id="空格千分位"),
        pytest.param("投资12亿5千万元以上。", ["12亿5千万元以上 >= 12.5 亿元"], id="亿与千万"),
        pytest.param("亩均产值达到30万元/亩。", ["达到30万元/亩 >= 30 万元/亩"], id="每亩"),
        pytest.param("增速8%-10%。", ["8%-10% >= 8 %"], id="两端都有百分号"),
        pytest.param("建设一百个站点。", ["一百个 = 100 个"], id="汉字百"),
        pytest.param("“十五分钟”服务圈覆盖率100%，10%以上街道先行。", ["覆盖率100% = 100 %", "10%以上 >= 10 %"], id="句首的以上"),
        pytest.param("对3个镇、40个村开展摸底。", ["3个 = 3 个", "40个 = 40 个"], id="对若干对象开展"),
        pytest.param("处5万元以上10万元以下的罚款。", [], id="罚款不是目标"),
        pytest.param("保护树龄100年以上古树。", [], id="树龄不是目标"),
        pytest.param("60周岁以上老年人免费体检。", [], id="年龄不是目标"),
        pytest.param("17:00前提交，见第12页。", [], id="钟点与页码不是目标"),
        pytest.param("每年至少组织2次演练。", [], id="每年几次不是目标"),
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
        pytest.param("二级以上医院达标率100%。", ["达标率100% = 100 %"], id="等级是限定语"),
        pytest.param("培育创建2个中心、5个站点。", ["2个 = 2 个", "5个 = 5 个"], id="并列确数"),
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
