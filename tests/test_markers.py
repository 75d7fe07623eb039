"""Numbering marks: what is a candidate, what it counts, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from cases import whole

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, MarkFinder


@pytest.mark.parametrize(
    ("words", "label", "number", "style"),
    [
        pytest.param("一、总体要求", "一、", 1, "han-dot", id="一、"),
        pytest.param("十二、保障", "十二、", 12, "han-dot", id="十二、"),
        pytest.param("二十一、保障", "二十一、", 21, "han-dot", id="二十一、"),
        pytest.param("（三）加强", "（三）", 3, "han-paren", id="（三）"),
        pytest.param("(三)加强", "(三)", 3, "han-paren", id="半角括号"),
        pytest.param("（三)加强", "（三)", 3, "han-paren", id="混用括号"),
        pytest.param("12.压实责任", "12.", 12, "num-dot", id="12."),
        pytest.param("12．压实责任", "12．", 12, "num-dot", id="全角点"),
        pytest.param("１２.压实责任", "１２.", 12, "num-dot", id="全角数字"),
        pytest.param("3 . 压实责任", "3 .", 3, "num-dot", id="点前有空格"),
        pytest.param("5、加强管理", "5、", 5, "num-comma", id="5、"),
        pytest.param("（1）开展", "（1）", 1, "num-paren", id="（1）"),
        pytest.param("1）开展", "1）", 1, "num-half", id="1）"),
        pytest.param("①开展", "①", 1, "circle", id="①"),
        pytest.param("⑴开展", "⑴", 1, "num-paren", id="⑴"),
        pytest.param("⒈开展", "⒈", 1, "num-dot", id="⒈"),
        pytest.param("㈠开展", "㈠", 1, "han-paren", id="㈠"),
        pytest.param("第一章 总则", "第一章", 1, "chapter", id="第一章"),
        pytest.param("第十条 各部门应当", "第十条", 10, "article", id="第十条"),
        pytest.param("1.8月底前，完成", "1.", 1, "num-dot", id="数字后是月份"),
        pytest.param("2.2022年起实行", "2.", 2, "num-dot", id="数字后是年份"),
        pytest.param("3.5-6月，开展", "3.", 3, "num-dot", id="数字后是月份范围"),
        pytest.param("壹、总则", "壹、", 1, "han-formal", id="壹、"),
        pytest.param("丙、检查", "丙、", 3, "stem", id="丙、"),
        pytest.param("【一】加强", "【一】", 1, "han-bracket", id="【一】"),
        pytest.param("【12】开展", "【12】", 12, "num-bracket", id="【12】"),
        pytest.param("〔2〕开展", "〔2〕", 2, "num-bracket", id="〔2〕"),
        pytest.param("（103）开展", "（103）", 103, "num-paren", id="三位数括号"),
        pytest.param("1003.开展", "1003.", 1003, "num-dot", id="四位数"),
        pytest.param("一千零三、开展", "一千零三、", 1003, "han-dot", id="一千零三、"),
        pytest.param("任务三：开展", "任务三：", 3, "worded", id="任务三："),
        pytest.param("第2项 开展", "第2项", 2, "ordinal", id="第2项"),
        pytest.param("No.4 开展", "No.4", 4, "numero", id="No.4"),
        pytest.param("Ⅲ.开展", "Ⅲ.", 3, "roman", id="Ⅲ."),
        pytest.param("IV、开展", "IV、", 4, "roman", id="IV、"),
        pytest.param("C.HSE培训", "C.", 3, "letter", id="C."),
        pytest.param("（b）开展", "（b）", 2, "letter-paren", id="（b）"),
        pytest.param("1：开展", "1：", 1, "num-colon", id="1："),
        pytest.param("5      HSE费用", "5", 5, "num-blank", id="多个空格"),
        pytest.param("2.4 项目部", "2.4", 4, "decimal", id="2.4"),
        pytest.param("1.1.1 2023年完成", "1.1.1", 1, "decimal", id="小数后是年份"),
        pytest.param("7、8月份完成", "7、", 7, "num-comma", id="顿号后是月份"),
    ],
)
def test_a_mark_at_the_beginning(words: str, label: str, number: int, style: str, rules: Rules) -> None:
    """A mark gives its label as printed, its number and its style."""
    marker = next(rules.once(MarkFinder).find(whole(words)))
    assert (words[: marker.label_end], marker.number, marker.style.name) == (label, number, style)
    assert marker.boundary == Boundary.LINE


@pytest.mark.parametrize("sign", [*"★☆▲△●○■□☐☑√✓※◆➢*·-", "⭐️", "[ ] ", "（√）", "★★ "])
@pytest.mark.parametrize("label", ["一、", "（一）", "1.", "2、", "（1）", "①", "第三条"])
def test_a_sign_before_a_mark(sign: str, label: str, rules: Rules) -> None:
    """It is no part of the label, and the mark still begins the line."""
    words = f"{sign}{label} 开展巡查"
    marker = next(rules.once(MarkFinder).find(whole(words)))
    assert words[marker.start : marker.label_end] == label
    assert (marker.lead, marker.boundary) == (0, Boundary.LINE)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("加强管理。", id="无标记"),
        pytest.param("1.1万批次抽检", id="小数"),
        pytest.param("2022年完成", id="年份"),
        pytest.param("12月底前", id="月份"),
        pytest.param("（试行）办法", id="括号文字"),
        pytest.param("一是加强", id="一是"),
        pytest.param("第十条第二款规定", id="引用条款"),
        pytest.param("1、2、3级医院", id="列举"),
        pytest.param("第一批试点", id="第一批"),
    ],
)
def test_no_mark_at_the_beginning(words: str, rules: Rules) -> None:
    """Words that begin with a number are no mark by that alone."""
    first = next(rules.once(MarkFinder).find(whole(words)), None)
    assert first is None or first.start > 0 or first.weak


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param("1.8月底前，制定。2.10月底前，评估。", [1, 2], id="句后标记"),
        pytest.param("一、总则（一）目的（二）依据", [1, 1, 2], id="连写"),
        pytest.param("完成1.1万批次。", [], id="句中小数"),
    ],
)
def test_marks_inside(words: str, numbers: list[int], rules: Rules) -> None:
    """Candidates inside a paragraph come in order and do not overlap."""
    found = [marker for marker in rules.once(MarkFinder).find(whole(words)) if not marker.weak]
    assert [marker.number for marker in found] == numbers
    assert all(a.end <= b.start for a, b in pairwise(found))
