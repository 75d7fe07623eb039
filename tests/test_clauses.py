"""Responsibility clauses: where they stand, and what leaves the text with them."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_time, show_units, whole

from docx2tasks import parse
from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.rules import Rules


@pytest.mark.parametrize(
    ("words", "text", "inside"),
    [
        pytest.param("完成改造。（市教育局负责）", "完成改造。", ["市教育局负责"], id="句号后括号"),
        pytest.param("完成改造（市教育局负责）。", "完成改造。", ["市教育局负责"], id="句号前括号"),
        pytest.param("完成改造。（市教育局负责）。", "完成改造。", ["市教育局负责"], id="前后都有句号"),
        pytest.param("完成改造。(市教育局负责)", "完成改造。", ["市教育局负责"], id="半角括号"),
        pytest.param("完成改造。【责任单位：市教育局】", "完成改造。", ["责任单位：市教育局"], id="方头括号"),
        pytest.param("完成改造。〔市教育局牵头，市财政局配合〕", "完成改造。", ["市教育局牵头，市财政局配合"], id="六角括号"),
        pytest.param("完成改造。（市教育局）", "完成改造。", ["市教育局"], id="只有单位名"),
        pytest.param("完成改造。（各区、县〔市〕人民政府负责）", "完成改造。", ["各区、县〔市〕人民政府负责"], id="括号套括号"),
        pytest.param("完成改造。责任单位：市教育局", "完成改造。", ["责任单位：市教育局"], id="句后标签"),
        pytest.param("完成改造。牵头单位：市教育局，配合单位：市财政局", "完成改造。", ["牵头单位：市教育局，配合单位：市财政局"], id="句后两个标签"),
        pytest.param("完成改造。（适用范围：全市；责任单位：市教育局）", "完成改造。", ["适用范围：全市；责任单位：市教育局"], id="括号内其他标签"),
        pytest.param("完成改造。（责任单位：市教育局；完成时限：2022年12月底前）", "完成改造。", ["责任单位：市教育局；完成时限：2022年12月底前"], id="括号内时限"),
        pytest.param("甲事（责任单位：市教育局）；乙事（责任单位：市财政局）。", "甲事；乙事。", ["责任单位：市教育局", "责任单位：市财政局"], id="一段两处"),
        pytest.param("完成改造（一期）。", "完成改造（一期）。", [], id="普通括号"),
        pytest.param("开展试点（含民办学校）工作。", "开展试点（含民办学校）工作。", [], id="说明括号"),
        pytest.param("完成改造。由市教育局牵头，市财政局等参加。", "完成改造。", ["市教育局牵头，市财政局等参加。"], id="句后一句"),
        pytest.param("完成改造。市教育局牵头，市财政局配合。", "完成改造。", ["市教育局牵头，市财政局配合。"], id="句后一句无由"),
        pytest.param("完成改造。市教育局（牵头）、市财政局（配合）。", "完成改造。", ["市教育局（牵头）、市财政局（配合）。"], id="句后各带角色"),
        pytest.param("完成改造。改造学校（一期）、医院（二期）。", "完成改造。改造学校（一期）、医院（二期）。", [], id="句后普通括号"),
        pytest.param("完成改造。此项工作由市教育局负责。", "完成改造。", ["市教育局负责。"], id="此项工作"),
        pytest.param("费用核减。评估费用不得由市场主体承担。", "费用核减。评估费用不得由市场主体承担。", [], id="末句中由"),
        pytest.param("由市教育局负责。", "由市教育局负责。", [], id="首句即措施"),
        pytest.param("由市教育局负责改造工作。", "由市教育局负责改造工作。", [], id="句中负责"),
        pytest.param("各医疗机构要落实责任。", "各医疗机构要落实责任。", [], id="句中主体"),
        pytest.param("加强部门联动，市教育局要牵头推进。", "加强部门联动，市教育局要牵头推进。", [], id="句中牵头"),
        pytest.param("完成改造。（市教育局负责；适用范围：全市）", "完成改造。", ["市教育局负责；适用范围：全市"], id="其他标签在后"),
        pytest.param("完成改造。（适用范围：全市）", "完成改造。（适用范围：全市）", [], id="只有其他标签"),
        pytest.param(
            "完成改造。（适用范围：市县两级；市教育局负责）",
            "完成改造。",
            ["适用范围：市县两级；市教育局负责"],
            id="其他标签在前角色词在后",
        ),
        pytest.param(
            "完成改造。（市教育局牵头，市财政局配合，2022年12月底前完成）",
            "完成改造。",
            ["市教育局牵头，市财政局配合，2022年12月底前完成"],
            id="括号内带期限"
        ),
    ],
)
def test_clauses_of_a_paragraph(words: str, text: str, inside: list[str], rules: Rules) -> None:
    """A clause leaves the text with everything inside its bracket; other brackets stay."""
    passage = whole(words)
    found = rules.once(ClauseFinder).find(passage)
    assert passage.without((c.start, c.end) for c in found).text == text
    assert [c.words.text for c in found if c.words] == inside


@pytest.mark.parametrize(
    ("lines", "text", "units"),
    [
        pytest.param(["甲事。", "责任单位：市教育局"], "甲事。", ["责任 市教育局"], id="另起一行标签"),
        pytest.param(["甲事。", "市教育局牵头，市财政局配合"], "甲事。", ["牵头 市教育局", "配合 市财政局"], id="另起一行无标签"),
        pytest.param(["甲事。", "（市教育局负责）"], "甲事。", ["责任 市教育局"], id="另起一行括号"),
        pytest.param(["甲事。", "牵头单位：市教育局", "配合单位：市财政局"], "甲事。", ["牵头 市教育局", "配合 市财政局"], id="两行标签"),
        pytest.param(
            ["甲事。（市教育局负责）", "再做乙事。（市财政局负责）"], "甲事。 再做乙事。", ["责任 市教育局", "责任 市财政局"], id="几段单位取并集"
        ),
        pytest.param(
            ["甲事。（市教育局负责）", "再做乙事。（市教育局牵头）"], "甲事。 再做乙事。", ["责任 市教育局", "牵头 市教育局"], id="名同角色不同"
        ),
    ],
)
def test_clauses_of_several_paragraphs(lines: list[str], text: str, units: list[str]) -> None:
    """Every clause among a measure's paragraphs leaves its text; the units are their union over name and role."""
    document = "工作方案\n一、重点任务\n1." + "\n".join(lines) + "\n2.丙事。（市民政局负责）\n"
    first = read_tasks(document)[0]
    assert first.text == text
    assert show_units(first) == units


def test_time_of_a_clause() -> None:
    """A deadline inside the clause's bracket is a time of the measure although it left the text."""
    (task,) = read_tasks("工作方案\n一、重点任务\n1.完成改造。（责任单位：市教育局；完成时限：2022年12月底前）\n")
    assert task.text == "完成改造。"
    assert [show_time(time) for time in task.times] == ["deadline 2022年12月底前 ..2022-12-31"]


SENTENCES = [
    pytest.param("建设平台，由市教育局牵头，市财政局配合。", ["牵头 市教育局", "配合 市财政局"], id="由A牵头B配合"),
    pytest.param("完善功能，由县大数据局负责。", ["责任 县大数据局"], id="由A负责"),
    pytest.param("清点器材，市水利局牵头、市财政局协助，6月15日前完成。", ["牵头 市水利局", "配合 市财政局"], id="顿号相连在句中"),
    pytest.param("清点器材，由市水利局牵头、市财政局协助，6月15日前完成。", ["牵头 市水利局", "配合 市财政局"], id="由字句顿号相连"),
    pytest.param("清点器材，由项目承担单位负责。", ["责任 项目承担单位"], id="名称里有承担"),
    pytest.param("建立政府负责、社会协同、公众参与的机制，6月底前完成。", [], id="机制"),
    pytest.param("整治环境。市生态环境局负责，6月底前完成。", ["责任 市生态环境局"], id="A负责在逗号前"),
    pytest.param("改造泵站，牵头单位是市水利局，配合单位是市财政局。", ["牵头 市水利局", "配合 市财政局"], id="牵头单位是"),
    pytest.param("核实责任单位是否到位。", [], id="责任单位是否"),
    pytest.param("改造泵站，责任单位为市水利局。", ["责任 市水利局"], id="责任单位为"),
    pytest.param("改造泵站，责任单位：市水利局。", ["责任 市水利局"], id="责任单位冒号"),
    pytest.param("改造冷库，由市商务局会同市财政局负责。", ["牵头 市商务局", "配合 市财政局"], id="会同"),
    pytest.param("具体工作由各乡镇人民政府负责。", ["责任 各乡镇人民政府"], id="一类政府"),
    pytest.param("建设站点，由供销社、图书馆负责。", ["责任 供销社", "责任 图书馆"], id="词表外的名称"),
    pytest.param("由市教育局牵头制定工作方案。", [], id="后面是动词"),
    pytest.param("由市教育局负责统筹全市工作。", [], id="后面是宾语"),
    pytest.param("坚持对人民负责，提升服务质量。", [], id="对人民负责"),
    pytest.param("落实岗位负责制，强化日常监管。", [], id="负责制"),
    pytest.param("坚持政府主导、部门配合，社会参与。", [], id="原则"),
    pytest.param("所需经费由市财政局承担。", [], id="承担费用"),
]


@pytest.mark.parametrize(("words", "units"), SENTENCES)
def test_roles_inside_a_sentence(words: str, units: list[str]) -> None:
    """They give units with that role, and the sentence keeps its words."""
    task = parse(f"青川市2024年工作方案\n一、重点任务\n1.{words}\n2.更新设备。".encode()).tasks[0]
    assert show_units(task) == units
    assert task.text == words


USED = """青川市2024年工作方案
各县（区）人民政府，玉兰驿站：
一、重点任务
1.建设平台。（市教育局、青云社）
2.更新网点。（供销社、各车间）
3.开展培训。（玉兰驿站）
4.改造设备。（绿水厂部、水利车间牵头，市财政局配合）
5.建成阵地（总工会、妇联、科协）。
6.改造馆舍（青云社、绿水厂部）。
7.整治环境，玉兰驿站牵头，市财政局配合。
8.长期开展。（长期坚持）
9.完善制度。（详见附件）
10.更新公园（广场、街道）。
"""


def test_what_a_document_uses_as_units() -> None:
    """A name that no rule knows is a unit where the document's clauses are, or where it uses it elsewhere."""
    tasks = parse(USED.encode()).tasks
    assert [show_units(task) for task in tasks] == [
        ["责任 市教育局", "责任 青云社"],
        ["责任 供销社", "责任 各车间"],
        ["责任 玉兰驿站"],
        ["牵头 绿水厂部", "牵头 水利车间", "配合 市财政局"],
        ["责任 总工会", "责任 妇联", "责任 科协"],
        ["责任 青云社", "责任 绿水厂部"],
        ["牵头 玉兰驿站", "配合 市财政局"],
        [],
        [],
        [],
    ]
    assert [task.text for task in tasks[:6]] == ["建设平台。", "更新网点。", "开展培训。", "改造设备。", "建成阵地。", "改造馆舍。"]


TABLE = (
    "<table><tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr>"
    "<tr><td>1</td><td>建设平台3个。</td><td>市教育局、市公安局</td></tr>{}</table>{}"
)
NOTES = [
    pytest.param("", "<p>注：责任单位列第一位的为牵头单位。</p>", id="表后注"),
    pytest.param("", "<p>（责任单位列首位的为牵头单位）</p>", id="表后括号"),
    pytest.param('<tr><td colspan="3">注：责任单位列第一位的为牵头单位。</td></tr>', "", id="末行注"),
    pytest.param('<tr><td colspan="3">责任单位中排在第一位的为牵头单位</td></tr>', "", id="末行"),
]


@pytest.mark.parametrize(("row", "below"), NOTES)
def test_a_rule_in_a_note_holds_for_the_table(row: str, below: str) -> None:
    """A note below a table, or in its last row, says who leads in it; it is no measure."""
    page = f"<html><body><p>青川市2024年任务清单</p>{TABLE.format(row, below)}</body></html>"
    document = parse(page.encode())
    assert [show_units(task) for task in document.tasks] == [["牵头 市教育局", "责任 市公安局"]]


BLOCK = """青川市2024年整改方案
一、设施方面
（一）关于场地不足的问题
整改措施：
1.新建场地3处。
2.改造旧馆2处。
责任领导：某某
责任科室：规划科
完成时限：2024年11月底前
（二）关于人员不足的问题
整改措施：
1.招聘人员5名。
责任科室：人事科
"""


def test_fields_behind_several_measures() -> None:
    """They hold for each of the measures under the label line, the deadline too."""
    tasks = parse(BLOCK.encode()).tasks
    assert [show_units(task) for task in tasks] == [["责任 规划科^"], ["责任 规划科^"], ["责任 人事科"]]
    assert [[show_time(time) for time in task.times] for task in tasks[:2]] == [["deadline 2024年11月底前 ..2024-11-30"]] * 2
    assert [task.text for task in tasks] == ["新建场地3处。", "改造旧馆2处。", "招聘人员5名。"]


SHOWN = "2.修复步道。（市林业局、市城管局）\n"  # where this document has its clauses


@pytest.mark.parametrize(
    ("words", "text", "units"),
    [
        ("疏浚河道，（市水利局，市住建局；完成时限：2024-10-31）", "疏浚河道，", "市水利局、市住建局"),
        ("疏浚河道（完成时限：2024-10-31；市水利局、各乡镇）", "疏浚河道", "市水利局、各乡镇"),
        ("疏浚河道5 000米（市水利局[牵头]、各乡镇）", "疏浚河道5 000米", "牵头 市水利局、各乡镇"),
        ("疏浚河道。（市水利局【牵头】、各乡镇〔配合〕）", "疏浚河道。", "牵头 市水利局、配合 各乡镇"),
        ("疏浚河道。责任单位：市水利局【牵头】、各乡镇", "疏浚河道。", "牵头 市水利局、各乡镇"),
        ("9月底前疏浚河道（市水利局，各沿河单位）", "9月底前疏浚河道", "市水利局、各沿河单位"),
        ("9月底前疏浚河道（市水利局、各沿河单位）。", "9月底前疏浚河道。", "市水利局、各沿河单位"),
        ("完善两级平台（市级平台、县级平台）", "完善两级平台（市级平台、县级平台）", ""),
        ("告知各成员单位（市水利局、各沿河单位）", "告知各成员单位（市水利局、各沿河单位）", ""),
        ("分两批（首批完成时限：6月底；次批：9月底）疏浚河道", "分两批（首批完成时限：6月底；次批：9月底）疏浚河道", ""),
        ("疏浚河道。责任单位：市水利局、市住建局（首位为牵头单位）", "疏浚河道。", "牵头 市水利局、市住建局"),
        ("疏浚河道。（市水利局、市住建局，第一个单位为牵头单位）", "疏浚河道。", "牵头 市水利局、市住建局"),
    ],
)  # fmt: skip
def test_brackets_of_names_with_more_beside_them(words: str, text: str, units: str) -> None:
    """Names with a role or a deadline beside them are a clause wherever the bracket ends an item, and leave whole."""
    first = read_tasks(f"河道管护方案\n一、任务\n1.{words}\n{SHOWN}")[0]
    shown = [unit.removeprefix("责任 ") for unit in show_units(first)]
    assert (first.text, "、".join(shown)) == (text, units)


def test_who_leads_is_said_in_a_unit_field() -> None:
    """``首位为牵头单位`` in one clause holds for the lists behind it."""
    tasks = read_tasks(f"河道管护方案\n一、任务\n1.疏浚河道。（市水利局、市住建局，首位为牵头单位）\n{SHOWN}")
    assert [unit.role for task in tasks for unit in task.units] == ["lead", "responsible"] * 2
