"""Headings without a number: by their style, by the count that begins again behind them, by a unit's name."""

from __future__ import annotations

import pytest
from build_docx import docx, p, style

from docx2tasks import parse
from docx2tasks.model import Task

LISTS = ("1.修路3公里。\n2.架桥2座。", "1.建校1所。\n2.聘教师9名。")


def tasks_of(words: str, title: str = "某市2024年任务清单") -> list[Task]:
    """The tasks of a text with a title."""
    return parse(f"{title}\n{words}\n".encode()).tasks


def paths(tasks: list[Task]) -> list[list[str]]:
    """The titles of each task's path."""
    return [[step.title for step in task.path] for task in tasks]


@pytest.mark.parametrize(
    ("first", "second", "titles"),
    [
        pytest.param("市教育局：", "市卫生健康委：", ["市教育局", "市卫生健康委"], id="单位加冒号"),
        pytest.param("市教育局", "市卫生健康委", ["市教育局", "市卫生健康委"], id="单位"),
        pytest.param("交通方面", "教育方面", ["交通方面", "教育方面"], id="方面"),
        pytest.param("岗位：主任", "岗位：科员", ["岗位：主任", "岗位：科员"], id="岗位"),
        pytest.param("★交通方面", "■ 教育方面", ["交通方面", "教育方面"], id="符号"),
        pytest.param("建设区域医疗中心", "抓好社区养老驿站", ["建设区域医疗中心", "抓好社区养老驿站"], id="动宾"),
    ],
)
def test_a_line_behind_which_a_count_begins_again(first: str, second: str, titles: list[str]) -> None:
    """It is a step, and no end of the item before it."""
    tasks = tasks_of(f"{first}\n{LISTS[0]}\n{second}\n{LISTS[1]}")
    assert paths(tasks) == [[titles[0]]] * 2 + [[titles[1]]] * 2
    assert [task.text for task in tasks] == ["修路3公里。", "架桥2座。", "建校1所。", "聘教师9名。"]
    assert {step.number for task in tasks for step in task.path} == {None}


def test_the_unit_that_a_heading_names_is_inherited() -> None:
    """A heading that names none gives none."""
    tasks = tasks_of(
        f"一、部门任务\n市教育局：\n{LISTS[0]}\n市卫生健康委：\n{LISTS[1]}\n二、其他\n建设区域中心\n1.甲。\n2.乙。"
    )
    names = [[(unit.name, unit.role, unit.inherited) for unit in task.units] for task in tasks]
    assert names[:4] == [[("市教育局", "responsible", True)]] * 2 + [[("市卫生健康委", "responsible", True)]] * 2
    assert names[4:] == [[], []]
    assert paths(tasks)[0] == ["部门任务", "市教育局"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("重点做好以下工作：", id="引出"),
        pytest.param("申请材料包括：", id="包括"),
        pytest.param("对重点路段，", id="逗号"),
        pytest.param("同步做好绿化工作。", id="句子"),
    ],
)
def test_no__heading(line: str) -> None:
    """What leads in to a list, or is part of a sentence, is no step."""
    tasks = tasks_of(f"一、交通\n1.修路3公里。\n2.架桥2座。\n{line}\n1.建校1所。\n2.聘教师9名。")
    assert {step.title for task in tasks for step in task.path} == {"交通"}


def test_the_title_of_another_plan_is_no__heading() -> None:
    """It begins a part."""
    tasks = tasks_of(f"{LISTS[0]}\n某市2025年教育工作任务清单\n{LISTS[1]}")
    assert paths(tasks) == [[]] * 4
    assert [task.part for task in tasks][2] == "某市2025年教育工作任务清单"


def test_headings_of_two_ranks() -> None:
    """Two short lines above a list: one is above the other."""
    tasks = tasks_of(f"城区\n市教育局：\n{LISTS[0]}\n市交通局：\n{LISTS[1]}\n乡村\n市水利局：\n1.修渠。\n2.打井。")
    assert paths(tasks) == [["城区", "市教育局"]] * 2 + [["城区", "市交通局"]] * 2 + [["乡村", "市水利局"]] * 2


def _heading(words: str, level: int) -> str:
    return p(words, style=f"H{level}")


def _heading_style(level: int) -> str:
    return style(f"H{level}", title=f"heading {level}", props=f'<w:outlineLvl w:val="{level - 1}"/>')


def test_heading_styles_of_word() -> None:
    """They are steps at their level; the first is the title."""
    body = [
        _heading("某市2024年工作方案", 1),
        _heading("主要任务", 2),
        _heading("交通", 3),
        *map(p, LISTS[0].split("\n")),
        _heading("教育", 3),
        *map(p, LISTS[1].split("\n")),
        _heading("保障措施", 2),
        p("各部门要加强领导，于6月底前制定细则。"),
    ]
    document = parse(docx(*body, styles="".join(map(_heading_style, (1, 2, 3)))))
    assert document.document.title == "某市2024年工作方案"
    assert paths(document.tasks)[:4] == [["主要任务", "交通"]] * 2 + [["主要任务", "教育"]] * 2
    assert [task.text for task in document.tasks[4:]] == ["各部门要加强领导，于6月底前制定细则。"]
    assert paths(document.tasks)[4:] == [["保障措施"]]


def test_heading_tags_of_a_page() -> None:
    """h2 and h3 are steps too, in front of lists of their own numbers."""
    items = "".join(f"<li>{words}</li>" for words in ("修路3公里。", "架桥2座。"))
    page = f"<h1>某市工作方案</h1><h2>交通</h2><ol>{items}</ol><h2>水利</h2><ol>{items}</ol>"
    tasks = parse(f"<html><body><article>{page}</article></body></html>".encode(), source_format="html").tasks
    assert paths(tasks) == [["交通"]] * 2 + [["水利"]] * 2
    assert [task.number for task in tasks] == [1, 2, 1, 2]


@pytest.mark.parametrize("name", ["市应急局", "市海关", "县供销社", "高新区管委会", "市图书馆", "团委", "市总工会"])
def test_a_numbered_heading_that_is_a_body(name: str) -> None:
    """It is the unit of what is under it, whatever the name."""
    tasks = tasks_of(f"一、{name}\n1.建仓库3所。\n2.办展览2次。\n二、市教育局\n1.建校1所。")
    assert [unit.name for unit in tasks[0].units] == [name]


@pytest.mark.parametrize("words", ["建设区域医疗中心", "抓好社区养老驿站", "优化工作布局", "区域医疗中心", "工作格局"])
def test_a_numbered_heading_that_is_none(words: str) -> None:
    """What is to be built or done is no unit."""
    tasks = tasks_of(f"一、{words}\n1.建仓库3所。\n2.办展览2次。\n二、教育\n1.建校1所。")
    assert [task.units for task in tasks] == [[], [], []]


@pytest.mark.parametrize(
    "words",
    [
        "各级各单位要高度重视、精心组织。",
        "各地各部门要切实加强领导，抓好落实。",
        "各乡镇、各部门要迅速行动。",
        "各有关单位务必压实责任。",
    ],
)
def test_a_paragraph_behind_the_last_item_that_addresses_all(words: str) -> None:
    """It is no part of that item; under a bare heading it is the item's prose."""
    tasks = tasks_of(f"（一）修路3公里。\n沿线设标志。\n（二）架桥2座。\n{words}")
    assert tasks[1].text == "架桥2座。"
    tasks = tasks_of(f"（一）修路\n修路3公里。\n（二）加强领导\n{words}")
    assert words in tasks[1].text
