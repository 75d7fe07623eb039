"""Sentences and lists of units that a line end breaks, and clauses before the words of their item."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_docx import docx, p
from cases import read_tasks, show_units

from docx2tasks import parse

HEAD = "青川市河道管护工作方案\n\n一、主要任务\n"
ITEMS = "1.清理河面漂浮物。（市水利局负责）\n2.更换护栏300米。（市城管局负责）\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["请各乡镇于6月3日前", "将巡查记录报送市水利局。"], "请各乡镇于6月3日前将巡查记录报送市水利局。"),
        (["请各有关单位在5月20日前", "报送联络员名单。"], "请各有关单位在5月20日前报送联络员名单。"),
        (["请市城管局、市水利局在收到本方案5日内", "提交实施细则。"], "请市城管局、市水利局在收到本方案5日内提交实施细则。"),
        (["请各乡镇于6月3日前报送巡查记录。", "青川市水利局"], "请各乡镇于6月3日前报送巡查记录。"),
    ],
)  # fmt: skip
def test_requests_over_a_line_end(lines: list[str], expected: str) -> None:
    """A request whose line ends behind its time goes on in the next line; a signature is no part of it."""
    tasks = read_tasks(HEAD + ITEMS + "\n".join(lines) + "\n")
    assert [task.text for task in tasks if task.kind == "request"] == [expected]


@pytest.mark.parametrize("kind", ["text", "docx"])
@pytest.mark.parametrize(
    ("lines", "units"),
    [
        (["1.疏通排水口。责任单位：市水利局、市城", "管局、市林业局"], ["市水利局", "市城管局", "市林业局"]),
        (
            ["1.疏通排水口。", "责任单位：市水利局，市生态环", "境局，市林业局"],
            ["市水利局", "市生态环境局", "市林业局"],
        ),
        (["1.疏通排水口。责任单位：市水利局、市城管局", "市林业局负责维护的除外。"], ["市水利局", "市城管局"]),
    ],
)
def test_lists_of_units_over_a_line_end(lines: list[str], units: list[str], kind: str) -> None:
    """A list behind a label whose last word is no name goes on with the rest of it, in every format."""
    words = [*HEAD.split("\n"), *lines, "2.更换护栏300米。责任单位：市城管局"]
    data = "\n".join(words).encode() if kind == "text" else docx(*map(p, words))
    assert [unit.name for unit in parse(data).tasks[0].units] == units


@pytest.mark.parametrize(
    ("item", "text", "units"),
    [
        ("牵头单位为市水利局，协作单位为市林业局，完成堤岸加固工程。", "完成堤岸加固工程。", "牵头 市水利局、配合 市林业局"),
        ("牵头单位：市水利局，配合单位：市林业局、市城管局，修订巡查制度。", "修订巡查制度。", "牵头 市水利局、配合 市林业局、配合 市城管局"),
    ],
)  # fmt: skip
def test_clauses_before_the_words_of_an_item(item: str, text: str, units: str) -> None:
    """A clause that opens an item ends where its measure begins."""
    first = read_tasks(HEAD + f"1.{item}\n2.更换护栏300米。（市城管局负责）\n")[0]
    assert (first.text, "、".join(show_units(first))) == (text, units)


@pytest.mark.parametrize(
    ("line", "units"),
    [("购置船只4艘，后勤处负责", ["后勤处"]), ("更新柜子8组，档案室负责", ["档案室"]), ("市水利局，市林业局负责", ["市水利局", "市林业局"])],
)  # fmt: skip
def test_work_before_a_name_is_no_unit(line: str, units: list[str]) -> None:
    """What is counted before a name is work, whatever it ends with."""
    first = read_tasks(HEAD + f"1.改善办公条件。\n● {line}\n2.更换护栏300米。（市城管局负责）\n")[0]
    assert [unit.name for unit in first.units] == units


def test_duties_that_each_begin_with_a_unit() -> None:
    """Lines under a numbered heading that each begin with a unit and a colon are a duty each."""
    lines = ["市水利局：负责水位监测，更换设备40台。", "市林业局：负责补植树木。", "市城管局：负责清运垃圾。"]
    tasks = read_tasks(HEAD + ITEMS + "二、部门分工\n" + "\n".join(lines) + "\n")[2:]
    assert [(task.text, [unit.name for unit in task.units]) for task in tasks] == [(w, [w[:4]]) for w in lines]
    assert {task.path[-1].title for task in tasks} == {"部门分工"}
