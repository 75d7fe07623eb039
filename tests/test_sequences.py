"""Which of two readings a number at a line's start has: the lines around it tell."""

from __future__ import annotations

from itertools import product

import pytest

from docx2tasks import parse

MARKS = ("{}.", "{}．", "{}、", "（{}）", "{}）", "【{}】")
DATES = (
    *("2025.06.30前", "2025.6前", "2025/6/30前", "2025-06-30前", "2025.6.30-2025.9.1", "6.30前", "6/30前"),
    *("2025年6月30日前", "6月30日前", "30日前", "5个工作日内", "2025.06.30"),
)


@pytest.mark.parametrize(
    ("lines", "tasks"),
    [
        pytest.param(
            "1.压实责任。\n2.5G基站覆盖园区。\n3.12345热线按时办结。\n4.30分钟生活圈建成。",
            ["压实责任。", "5G基站覆盖园区。", "12345热线按时办结。", "30分钟生活圈建成。"],
            id="数字开头的事项",
        ),
        pytest.param(
            "1.建校舍3所。\n1.2亿元资金按季拨付。\n2.建医院2所。",
            ["建校舍3所。 1.2亿元资金按季拨付。", "建医院2所。"],
            id="1.2亿元",
        ),
        pytest.param(
            "1 总体安排\n1.1完善台账。\n1.2项目部每季报送。\n1.3人员全员培训。\n1.4 11月份开展检查。",
            ["完善台账。", "项目部每季报送。", "人员全员培训。", "11月份开展检查。"],
            id="小数标记",
        ),
        pytest.param(
            "1 安排\n1.1 建设\n1.1.1 2023年建成。\n1.1.2 2024年验收。\n2 HSE管理\n2.1 月度检查。",
            ["2023年建成。", "2024年验收。", "月度检查。"],
            id="三级小数",
        ),
        pytest.param("1.8月底前建成。\n2.10月底前验收。\n3.1-12月开展监测。", [1, 2, 3], id="月份不是小数"),
        pytest.param(
            "1.办好大厅。\n2.10月底前，完成审批平台3.0改造任务。\n3.按照政务平台4.0有关要求梳理事项。",
            ["办好大厅。", "10月底前，完成审批平台3.0改造任务。", "按照政务平台4.0有关要求梳理事项。"],
            id="版本号不是序号",
        ),
        pytest.param("1.7至8月建成。\n2.9月验收。", [1, 2], id="1.7至8月"),
        pytest.param("1.建成平台。\n7、8月份为汛期。\n2.验收平台。", [1, 2], id="7、8月份"),
        pytest.param("一、办学。\n一、二年级优先。\n二、三级医院达标。\n三、就业。", [1, 2, 3], id="一、二年级"),
        pytest.param("1.改造小区。\n1、2号楼先改。\n2.新建公园。", [1, 2], id="1、2号楼"),
        pytest.param("A.修路。\nB.架桥。\nA、B两段同时开工。", [1, 2], id="A、B两段"),
        pytest.param("\n".join(f"{c}.建设{c}座。" for c in "ABCDEFGHIJ"), [*range(1, 11)], id="I是字母"),
        pytest.param("I.修路。\nII.架桥。\nIII.通水。\nIV.通电。", [1, 2, 3, 4], id="罗马数字"),
        pytest.param("\n".join(f"{n}.改造第{n}处。" for n in range(1, 1_103)), [*range(1, 1_103)], id="千余项"),
    ],
)
def test_numbers_at_the_beginning_of_lines(lines: str, tasks: list[str] | list[int]) -> None:
    """They are marks where the sequence asks for them."""
    found = parse(f"某市重点任务清单\n{lines}\n".encode()).tasks
    assert [task.text if isinstance(tasks[0], str) else task.number for task in found] == tasks


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("joint", ["\n", ""], ids=["lines", "run together"])
def test_a_date_behind_a_mark(mark: str, joint: str) -> None:
    """8.2025.06.30前…, 8、6.30前…: an item may begin with a date of any shape, wherever in its list it stands."""
    for date, place in product(DATES, range(4)):
        words = [f"完成第{name}段护岸。" for name in "甲乙丙丁"]
        words[place] = f"{date}完成清淤。"
        lines = joint.join(mark.format(number) + one for number, one in enumerate(words, 1))
        tasks = parse(f"青川市2025年工作方案\n一、重点任务\n{lines}\n".encode()).tasks
        assert [task.text for task in tasks] == words
