"""Targets by composition: verbs, amounts, units, comparators and boundaries, each with what it has to give."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

from itertools import product

import pytest
from cases import whole

from docx2tasks.extract.targets import TargetFinder
from docx2tasks.rules import Rules

MADE = ["造林/亩", "栽种乔木/株", "修渠/公里", "硬化便道/公里", "铺设管网/千米", "疏浚沟渠/公里", "加固堤坝/座", "拆除棚舍/平方米", "关停砖厂/家", "淘汰锅炉/台", "更换水表/只", "换装路灯/盏", "购置巡护艇/艘", "新增学位/个", "新增床位/张", "招聘教师/名", "轮训护林员/人次", "开设课程/门", "举办展演/场", "减免租金/万元", "签约项目/个", "建成泵站/座", "布设监测点/个", "编制图集/册", "救助渔民/人", "化解积案/件", "查处案件/起", "抽查样品/批次", "复垦滩地/亩", "腾退岸线/公里", "收储稻谷/吨", "压减用煤/吨", "迁建码头/座", "搬迁渔户/户", "加装电梯/部", "翻建公厕/座", "打井/眼", "放流鱼苗/万尾", "出栏生猪/头", "开通航线/条", "下放权限/项", "取消证明/项", "接种疫苗/剂", "筛查妇女/人", "回迁居民/户"]
AMOUNTS = [("3", 3), ("12", 12), ("2000", 2000), ("1,200", 1200), ("1.5", 1.5), ("二十", 20)]
SENTENCES = [("{0}{1}{2}", "="), ("2025年底前{0}{1}{2}，抓好管护", "="), ("摸清底数，{0}{1}{2}以上", ">="), ("{0}不少于{1}{2}。", ">="), ("县渡口局{0}{1}{2}；", "=")]
ABOUT = [
    *((words, ">=") for words in ("不低于", "不得少于", "至少", "≥", "达到", "力争达到", "确保达到", "提高到", "增至", "保持在", "最低")),
    *((words, "<=") for words in ("不超过", "不突破", "不超", "限制在", "控制在", "降至", "压减到", "≤", "最多")),
    *((words, ">") for words in ("超过", "突破", "高于")),
    *((words, "<") for words in ("低于", "不足", "少于")),
]
QUANTITIES = [("95%", 95, "%"), ("3‰", 3, "‰"), ("九成", 9, "成"), ("百分之八十", 80, "%"), ("百分之三点五", 3.5, "%"), ("三分之二", 0.6667, ""), ("1/3", 0.3333, ""), ("1.5亿元", 1.5, "亿元"), ("15个工作日", 15, "个工作日"), ("2000家", 2000, "家"), ("4.5公里", 4.5, "公里")]
NONE = ["年满60周岁的老人", "处200元以上罚款", "8:30前到岗", "上午9点30分集合", "见第12页", "渡政发〔2021〕37号", "电话0571-8522", "围绕3个方面", "从5个方面入手", "第2次会议", "召开第3次会议", "第3批", "3A级景区", "5号楼", "附件3", "全市12个县区", "现有企业30家", "已建成泵站5座", "四个意识", "15日内", "三项制度", "每年2次", "两个维护", "凌晨1点", "4月15日", "双一流", "6类困难群体", "打造的3个品牌之一", "三分之一的学校", "零距离服务", "零容忍", "版本1/3"]


def _show(rules: Rules, words: str) -> list[tuple[str, str, float, str]]:
    return [(one.words.text, one.operator, one.value, one.unit) for one in rules.once(TargetFinder).find(whole(words))]


@pytest.mark.parametrize("made", MADE)
def test_what_is_made_is_counted(made: str, rules: Rules) -> None:
    """Whatever is done, in digits and in Han, at the head of a sentence, behind a time and behind a body."""
    verb, unit = made.split("/")
    for (digits, value), (sentence, operator) in product(AMOUNTS, SENTENCES):
        ((_, found, number, counted),) = _show(rules, sentence.format(verb, digits, unit))
        assert (found, number, counted) == (operator, value, unit)


@pytest.mark.parametrize(("words", "operator"), ABOUT, ids=[words for words, _ in ABOUT])
def test_a_comparator_before_any_quantity(words: str, operator: str, rules: Rules) -> None:
    """The text is comparator, number and unit."""
    for printed, value, unit in QUANTITIES:
        assert _show(rules, f"渡口客流{words}{printed}，抓好落实") == [(f"{words}{printed}", operator, value, unit)]


CHANGES = [
    ("办理时限压减1/3", ["压减1/3 = 0.3333 "]),
    ("办理时限压缩三分之一以上", ["三分之一以上 >= 0.3333 "]),
    ("环节减少15个工作日", ["减少15个工作日 = 15 个工作日"]),
    ("力争增长5%以上", ["5%以上 >= 5 %"]),
    ("客流翻一番", ["翻一番 = 1 番"]),
    ("客流翻番", ["翻番 = 1 番"]),
    ("产值翻两番", ["翻两番 = 2 番"]),
    ("事故零发生，投诉零增长", ["零发生 = 0 ", "零增长 = 0 "]),
    ("建三座渡口", ["三座 = 3 座"]),
    ("新增渡口三个。", ["三个 = 3 个"]),
    ("新建两个渡口", ["两个 = 2 个"]),
    ("推动两个渡口共建", []),
    ("培育一批船工", []),
    ("工期提升三年行动计划", []),
]


@pytest.mark.parametrize(("words", "expected"), CHANGES, ids=[words for words, _ in CHANGES])
def test_by_how_much_something_changes(words: str, expected: list[str], rules: Rules) -> None:
    """Fractions and times beside a verb of change; what is read whole; single Han numerals."""
    assert [f"{text} {operator} {value:g} {unit}" for text, operator, value, unit in _show(rules, words)] == expected


@pytest.mark.parametrize("words", NONE)
def test_what_is_no_target(words: str, rules: Rules) -> None:
    """Ages, fines, clocks, pages, numbers of papers and telephones, ranks, what there is already."""
    assert _show(rules, words) == []


@pytest.mark.parametrize("over", "余多")
@pytest.mark.parametrize("number", ["百", "100", "一百", "1,200", "二千三百"])
def test_more_than_so_many(number: str, over: str, rules: Rules) -> None:
    """百余辆, 100多家: as many and more, wherever a plain number were a target, and with 万 on either side."""
    for verb, (unit, thing) in product(("检查", "走访", "新建", "检查各类"), (("辆", "货车"), ("家", "企业"), ("处", ""), ("户", "住户"))):
        words = f"{number}{over}{unit}"
        assert [one[:2] for one in _show(rules, f"{verb}{words}{thing}。")] == [(words, ">=")]
    for words in (f"{number}{over}万元", f"{number}万{over}元") if number != "百" else ():
        assert [(shown, unit) for shown, _, _, unit in _show(rules, f"投入{words}。")] == [(words, "万元")]
