"""Documents that number nothing."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_units

HEAD = "青川市关于加强管理的通知\n各区县人民政府：\n为加强管理，现就有关事项通知如下。\n"
FOOT = "青川市人民政府\n2024年3月1日\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一是加强领导。（市教育局负责）\n二是强化督查。\n三是做好宣传。\n",
            [("一是", "加强领导。", "责任 市教育局"), ("二是", "强化督查。", ""), ("三是", "做好宣传。", "")],
            id="一是二是",
        ),
        pytest.param("第一，加强领导。\n第二，强化督查。\n", [("第一，", "加强领导。", ""), ("第二，", "强化督查。", "")], id="第一第二"),
        pytest.param(
            "加强领导。（市教育局负责）\n强化督查。（责任单位：市财政局）\n各单位要认真落实。\n",
            [(None, "加强领导。", "责任 市教育局"), (None, "强化督查。", "责任 市财政局")],
            id="只有分工",
        ),
        pytest.param("二是强化督查。\n三是做好宣传。\n", [], id="不从一起"),
        pytest.param("一是加强领导。\n", [], id="只有一是"),
        pytest.param("1.加强管理。\n一是加强领导。\n二是强化督查。\n2.做好宣传。\n", [("1.", "加强管理。 一是加强领导。 二是强化督查。", ""), ("2.", "做好宣传。", "")], id="号下的一是"),
    ],
)  # fmt: skip
def test_unnumbered_measures(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    """Paragraphs that count in words, or end in a clause, are measures where nothing is numbered."""
    tasks = read_tasks(HEAD + text + FOOT)
    assert [(task.label, task.text, "、".join(show_units(task))) for task in tasks] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["新建凉亭6座，由市园林局负责。", "完善步道照明，更换灯杆。", "修缮驿站2处，由市文旅局负责。"], 3, id="中间一条"),
        pytest.param(["新建凉亭6座，由市园林局负责。", "修缮驿站2处，由市文旅局负责。", "5月底前完成标识更新12块。"], 3, id="末尾一条"),
        pytest.param(["新建凉亭6座，由市园林局负责。", "修缮驿站2处，由市文旅局负责。", "各单位要高度重视，认真落实。"], 2, id="收尾的话"),
        pytest.param(["新建凉亭6座，由市园林局负责。", "完善步道照明，更换灯杆。"], 1, id="一条不成清单"),
        pytest.param(["6月底前修缮驿站2处", "9月底前更换灯杆", "完善步道照明"], 3, id="有时限的短行"),
        pytest.param(["完善步道照明", "6月底前修缮驿站2处", "更换灯杆，10月底前亮灯", "请认真落实。"], 3, id="时限在后"),
        pytest.param(["修缮驿站2处", "更换灯杆", "完善步道照明"], 0, id="没有时限的短行"),
    ],
)  # fmt: skip
def test_lines_beside_those_with_a_clause(lines: list[str], expected: int) -> None:
    """Where two paragraphs have a clause, those between and behind them that say what is to be done are measures."""
    tasks = read_tasks("青川市2024年公园建设任务清单\n\n" + "\n".join(lines) + "\n")
    assert [task.text for task in tasks] == lines[:expected]


def test_names_below_a_label_between_bullets() -> None:
    """They go on with the label, and head nothing."""
    lines = ("● 修缮驿站", "责任单位：市园林局", "市财政局", "● 更换灯杆", "责任单位：市城管局")
    tasks = read_tasks("青川市2024年公园建设任务清单\n" + "\n".join(lines) + "\n")
    assert [(task.text, show_units(task), task.path) for task in tasks] == [
        ("修缮驿站", ["责任 市园林局", "责任 市财政局"], []),
        ("更换灯杆", ["责任 市城管局"], []),
    ]


MEASURES = ["修缮驿站2处", "更换灯杆", "完善步道照明", "新建凉亭6座", "清理河道", "补种行道树"]
HEADINGS = [("一、", "二、"), ("（一）", "（二）"), ("1.", "2."), ("一、", "二、（市园林局牵头）")]


@pytest.mark.parametrize("sign", ["●", "■ ", "- ", "• ", "◆", "➢ "])
@pytest.mark.parametrize("marks", HEADINGS, ids="".join)
@pytest.mark.parametrize("stop", ["。", "；", ""], ids=["句号", "分号", "无"])
def test_bullets_below_numbered_headings(sign: str, marks: tuple[str, str], stop: str) -> None:
    """Each is a measure, and the heading its path."""
    heads = [f"{mark}{name}" for mark, name in zip(marks, ("设施方面", "绿化方面"), strict=True)]
    lines = [heads[0], *(f"{sign}{one}{stop}" for one in MEASURES[:3]), heads[1], *(f"{sign}{one}{stop}" for one in MEASURES[3:])]
    tasks = read_tasks("青川市2024年公园建设工作要点\n" + "\n".join(lines) + "\n")
    assert [task.text for task in tasks] == [one + stop for one in MEASURES]
    assert [len(task.path) for task in tasks] == [1] * 6


def test_bullets_below_a_numbered_sentence() -> None:
    """They are paragraphs of its measure, unless they name units of their own."""
    head = "青川市2024年公园建设工作要点\n1.完善设施，方便群众。\n"
    (task,) = read_tasks(f"{head}■修缮驿站2处。\n■更换灯杆。\n（责任单位：市园林局）\n")
    assert show_units(task) == ["责任 市园林局"]
    tasks = read_tasks(f"{head}■修缮驿站2处。（市园林局负责）\n■更换灯杆。（市城管局负责）\n")
    assert [(task.text, *show_units(task)) for task in tasks] == [("修缮驿站2处。", "责任 市园林局"), ("更换灯杆。", "责任 市城管局")]


@pytest.mark.parametrize("sign", ["■", "★1.", "□ 1、"])
def test_units_below_a_section_of_signs(sign: str) -> None:
    """The line below the last measure of a section is about all of them, whatever sign they begin with."""
    lines = [sign + "修缮驿站2处。", sign.replace("1", "2") + "更换灯杆。", "责任单位：市园林局"]
    tasks = read_tasks("青川市2024年公园建设工作要点\n一、设施方面\n" + "\n".join(lines) + "\n二、保障措施\n加强领导。\n")
    assert [show_units(task) for task in tasks[:2]] == [["责任 市园林局^"]] * 2


def test_bullets_below_a_short_sentence() -> None:
    """强化宣传。 is what the lines below it are about; the last of them is no closing."""
    lines = ["（一）强化宣传。", "• 张贴海报500张。", "• 发放手册1万份。（市园林局负责）", "（二）强化整改。", "• 整改隐患。（市城管局负责）", "• 开展复查。"]
    tasks = read_tasks("青川市2024年公园建设工作要点\n一、重点任务\n" + "\n".join(lines) + "\n")
    assert [(task.text, *show_units(task)) for task in tasks] == [
        ("张贴海报500张。",),
        ("发放手册1万份。", "责任 市园林局"),
        ("整改隐患。", "责任 市城管局"),
        ("开展复查。",),
    ]
