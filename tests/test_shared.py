"""Responsibility lines that stand once behind a section and are meant for all its measures."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_units

HEAD = "青川市优化服务工作方案\n一、重点任务\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "（一）优化服务。\n1.减材料。\n2.减环节。\n责任单位：市政务办\n（二）强化监管。\n1.查。\n2.报。\n责任单位：市司法局\n",
            [("减材料。", "责任 市政务办^"), ("减环节。", "责任 市政务办^"), ("查。", "责任 市司法局^"), ("报。", "责任 市司法局^")],
            id="节末一行",
        ),
        pytest.param(
            "（一）优化服务。\n1.减材料。\n2.减环节。\n牵头单位：市政务办\n配合单位：市数据局\n",
            [("减材料。", "牵头 市政务办^、配合 市数据局^"), ("减环节。", "牵头 市政务办^、配合 市数据局^")],
            id="节末两行",
        ),
        pytest.param(
            "（一）优化服务。\n1.减材料。\n责任单位：市司法局\n2.减环节。\n3.减时限。\n责任单位：市政务办\n",
            [("减材料。", "责任 市司法局"), ("减环节。", ""), ("减时限。", "责任 市政务办")],
            id="逐项一行",
        ),
        pytest.param(
            "（一）优化服务。\n1.减材料。（市司法局负责）\n2.减环节。\n责任单位：市政务办\n",
            [("减材料。", "责任 市司法局"), ("减环节。", "责任 市政务办")],
            id="前项有括号",
        ),
        pytest.param("（一）优化服务。\n1.减材料。\n责任单位：市政务办\n", [("减材料。", "责任 市政务办")], id="只有一项"),
        pytest.param(
            "（一）优化服务。\n1.减材料。\n2.减环节。（责任单位：市政务办）\n", [("减材料。", ""), ("减环节。", "责任 市政务办")], id="项内括号"
        ),
    ],
)  # fmt: skip
def test_shared_lines(text: str, expected: list[tuple[str, str]]) -> None:
    """A line behind the last measure serves all of a section only where no measure has words of its own."""
    assert [(task.text, "、".join(show_units(task))) for task in read_tasks(HEAD + text)] == expected


@pytest.mark.parametrize("person", ["", "整改责任人：某某\n", "第一责任人：某某\n", "经办人：某某\n"])
def test_a_deadline_of_all(person: str) -> None:
    """A deadline behind the last measure is for all of them, whether units are named beside it or not."""
    text = f"（一）存在问题：台账不全。\n整改措施：1.补齐台账；2.专人管理。\n{person}整改完成时间：2024年3月底前\n"
    tasks = read_tasks(HEAD + text)
    assert [(task.text, [time.end for time in task.times]) for task in tasks] == [
        ("补齐台账；", ["2024-03-31"]),
        ("专人管理。", ["2024-03-31"]),
    ]


def test_a_deadline_of_one() -> None:
    """Where each measure has its own, the last one has, too."""
    tasks = read_tasks(HEAD + "1.减材料。\n完成时限：2024年3月\n2.减环节。\n完成时限：2024年4月\n")
    assert [[time.end for time in task.times] for task in tasks] == [["2024-03-31"], ["2024-04-30"]]
