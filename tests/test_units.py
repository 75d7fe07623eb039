"""Units and roles: every sentence of the contract, from clauses and columns."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, show_units, whole

from docx2tasks import parse
from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.units import UnitFinder
from docx2tasks.rules import Rules

HEAD = "青川市工作方案\n一、重点任务\n"
_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任", "oversee": "督导"}


def _units(words: str, rules: Rules, role: str | None = None) -> list[str]:
    return [f"{_ROLES[unit.role]} {unit.name.text}" for unit in rules.once(UnitFinder).find(whole(words), role).units]


ROLES = [
    pytest.param("市教育局牵头", ["牵头 市教育局"], id="A牵头"),
    pytest.param("牵头单位：市教育局", ["牵头 市教育局"], id="牵头单位"),
    pytest.param("由市教育局牵头", ["牵头 市教育局"], id="由A牵头"),
    pytest.param("市教育局、市财政局按各自职责分别牵头负责", ["牵头 市教育局", "牵头 市财政局"], id="分别牵头"),
    pytest.param("市教育局牵头，市财政局、市民政局配合", ["牵头 市教育局", "配合 市财政局", "配合 市民政局"], id="A牵头BC配合"),
    pytest.param("市教育局牵头，市财政局协助", ["牵头 市教育局", "配合 市财政局"], id="协助"),
    pytest.param("市教育局负责，市财政局参与", ["责任 市教育局", "配合 市财政局"], id="参与"),
    pytest.param("责任单位：市教育局", ["责任 市教育局"], id="责任单位"),
    pytest.param("责任部门：市教育局", ["责任 市教育局"], id="责任部门"),
    pytest.param("责任科室：医务科、护理部", ["责任 医务科", "责任 护理部"], id="责任科室"),
    pytest.param("市教育局负责", ["责任 市教育局"], id="负责"),
    pytest.param("市教育局落实", ["责任 市教育局"], id="落实"),
    pytest.param("市教育局指导，各区人民政府落实", ["督导 市教育局", "责任 各区人民政府"], id="指导"),
    pytest.param("督导单位：市政府督查室", ["督导 市政府督查室"], id="督导单位"),
    pytest.param("市教育局牵头，市审计局监督", ["牵头 市教育局", "督导 市审计局"], id="监督"),
    pytest.param("市教育局会同市财政局负责", ["牵头 市教育局", "配合 市财政局"], id="A会同B负责"),
    pytest.param("市教育局会同市财政局、市民政局负责", ["牵头 市教育局", "配合 市财政局", "配合 市民政局"], id="A会同BC负责"),
    pytest.param("牵头单位：市教育局 责任单位：市财政局、市民政局", ["牵头 市教育局", "责任 市财政局", "责任 市民政局"], id="两个标签"),
    pytest.param("牵头单位:市教育局,配合单位:市财政局", ["牵头 市教育局", "配合 市财政局"], id="半角标点"),
    pytest.param("责任人：张三", [], id="人不是单位"),
]
NAMES = [
    pytest.param("责任单位：市教育局、市财政局等", ["责任 市教育局", "责任 市财政局"], id="去等字"),
    pytest.param("责任单位：市教育局等有关部门", ["责任 市教育局"], id="等有关部门"),
    pytest.param("责任单位：市教育局等部门和单位", ["责任 市教育局"], id="等部门和单位"),
    pytest.param("市教育局等9部门负责", ["责任 市教育局"], id="等9部门"),
    pytest.param("各地区负责", ["责任 各地区"], id="各地区"),
    pytest.param("各省级人民政府负责", ["责任 各省级人民政府"], id="各省级人民政府"),
    pytest.param("市教育局、市财政局按职责分工负责", ["责任 市教育局", "责任 市财政局"], id="按职责分工负责"),
    pytest.param("各有关部门按照职责分工负责", ["责任 各有关部门"], id="按照职责分工负责"),
    pytest.param("责任单位：市教育局，市财政局；市民政局", ["责任 市教育局", "责任 市财政局", "责任 市民政局"], id="逗号分号分开"),
    pytest.param("市教育局和市财政局负责", ["责任 市教育局", "责任 市财政局"], id="和分开"),
    pytest.param("市教育局及市财政局负责", ["责任 市教育局", "责任 市财政局"], id="及分开"),
    pytest.param("市教育局以及各区人民政府负责", ["责任 市教育局", "责任 各区人民政府"], id="以及分开"),
    pytest.param("责任单位：市住房和城乡建设局", ["责任 市住房和城乡建设局"], id="名内之和"),
    pytest.param("责任单位：市人力资源和社会保障局、市财政局", ["责任 市人力资源和社会保障局", "责任 市财政局"], id="名内之和与顿号"),
    pytest.param("责任单位：各区、县〔市〕人民政府", ["责任 各区、县〔市〕人民政府"], id="类名内之顿号"),
    pytest.param("责任单位：各县（市、区）人民政府、市教育局", ["责任 各县（市、区）人民政府", "责任 市教育局"], id="括号内之顿号"),
    pytest.param("国务院相关部门和单位按职责分工负责", ["责任 国务院相关部门和单位"], id="相关部门和单位"),
    pytest.param("责任单位：市教育局（市体育局）", ["责任 市教育局（市体育局）"], id="括号随名"),
    pytest.param("责任单位：市教育局，适用范围：全市中小学", ["责任 市教育局"], id="其他标签不是单位"),
    pytest.param("责任单位：市教育局、市财政局、市教育局", ["责任 市教育局", "责任 市财政局"], id="重复只算一次"),
]


@pytest.mark.parametrize(("words", "expected"), [*ROLES, *NAMES])
def test_units_of_a_clause(words: str, expected: list[str], rules: Rules) -> None:
    """A clause gives its units, in order, each with its role and printed name."""
    assert _units(words, rules) == expected


@pytest.mark.parametrize(
    ("role", "words", "expected"),
    [
        pytest.param("lead", "市教育局", ["牵头 市教育局"], id="牵头列"),
        pytest.param("support", "市教育局、市财政局", ["配合 市教育局", "配合 市财政局"], id="配合列"),
        pytest.param(None, "市教育局\n市财政局", ["责任 市教育局", "责任 市财政局"], id="换行分开"),
        pytest.param(None, "市教育局牵头\n市财政局配合", ["牵头 市教育局", "配合 市财政局"], id="列内说明角色"),
    ],
)
def test_units_of_a_column(role: str | None, words: str, expected: list[str], rules: Rules) -> None:
    """A unit column lends its role to the units of which the cell says nothing."""
    assert _units(words, rules, role) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("市卫生健康委", True, id="委"),
        pytest.param("各县（市、区）人民政府", True, id="类名"),
        pytest.param("加强组织领导", False, id="任务"),
        pytest.param("落实责任", False, id="动宾"),
    ],
)
def test_what_a_unit_looks_like(name: str, expected: bool, rules: Rules) -> None:
    """Names of units are told from other words by their ends."""
    assert rules.once(NameFinder).is_unit(name) is expected


RULE = "列第一位的为牵头单位，下同"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [f"甲事。（责任单位：市教育局、市财政局，{RULE}）", "乙事。（责任单位：市民政局、市财政局）"],
            ["牵头 市教育局 责任 市财政局", "牵头 市民政局 责任 市财政局"],
            id="规则自其处起",
        ),
        pytest.param(
            ["甲事。（责任单位：市民政局、市财政局）", f"乙事。（责任单位：市教育局、市财政局，{RULE}）"],
            ["责任 市民政局 责任 市财政局", "牵头 市教育局 责任 市财政局"],
            id="规则之前不受影响",
        ),
        pytest.param([f"甲事。（责任单位：市教育局，{RULE}）", "乙事。（责任单位：市民政局）"], ["牵头 市教育局", "牵头 市民政局"], id="单个单位也牵头"),
        pytest.param(
            [f"甲事。（责任单位：市教育局，{RULE}）", "乙事。（市公安局、市司法局按职能分工负责）"],
            ["牵头 市教育局", "牵头 市公安局 责任 市司法局"],
            id="按职能分工负责也适用",
        ),
        pytest.param(
            [f"甲事。（责任单位：市教育局，{RULE}）", "乙事。（市公安局配合，市司法局牵头）"],
            ["牵头 市教育局", "配合 市公安局 牵头 市司法局"],
            id="列内所说在先",
        ),
        pytest.param(
            ["甲事。（责任单位：市教育局；以下均需各区、县〔市〕人民政府落实，不再列出）", "乙事。（责任单位：市民政局）", "丙事。"],
            ["责任 市教育局", "责任 市民政局 责任 各区、县〔市〕人民政府^", ""],
            id="加入后列有句之任务",
        ),
        pytest.param(
            [f"甲事。（责任单位：市教育局、市财政局）（{RULE}）", "乙事。（责任单位：市民政局、市财政局）"],
            ["牵头 市教育局 责任 市财政局", "牵头 市民政局 责任 市财政局"],
            id="规则另在括号",
        ),
        pytest.param(["各医疗机构要加强管理。"], [""], id="句中主体不是单位"),
        pytest.param(["由市教育局负责组织考核，市财政局要保障经费。"], [""], id="句中负责不是单位"),
    ],
)
def test_rules_a_document_states(items: list[str], expected: list[str]) -> None:
    """A rule about the lists holds from where it is stated; an added unit is last, responsible and inherited."""
    text = HEAD + "".join(f"{number}.{item}\n" for number, item in enumerate(items, 1))
    assert [" ".join(show_units(task)) for task in read_tasks(text)] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param(f"一、重点任务（{RULE}）", "牵头 市教育局 责任 市财政局", id="标题后说明首位牵头"),
        pytest.param(
            "一、重点任务\n以下各项均需各区、县〔市〕人民政府落实，不再列出。",
            "责任 市教育局 责任 市财政局 责任 各区、县〔市〕人民政府^",
            id="引语中加入单位",
        ),
    ],
)
def test_rules_stated_above_the_tasks(heading: str, expected: str) -> None:
    """A rule stated at a heading or in its prose holds for the lists below it."""
    (task,) = read_tasks(f"青川市工作方案\n{heading}\n1.甲事。（责任单位：市教育局、市财政局）\n")
    assert " ".join(show_units(task)) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("市发展改革委", ["责任 市发展改革委^"], id="单位"),
        pytest.param("医务科", ["责任 医务科^"], id="科室"),
        pytest.param("市委宣传部、市文广旅局", ["责任 市委宣传部^", "责任 市文广旅局^"], id="两个单位"),
        pytest.param("市教育局（市体育局）", ["责任 市教育局（市体育局）^"], id="带括号"),
        pytest.param("各县（市、区）人民政府", ["责任 各县（市、区）人民政府^"], id="类名"),
        pytest.param("重点任务", [], id="不是单位"),
    ],
)
def test_unit_named_by_a_heading(heading: str, expected: list[str]) -> None:
    """A heading that is a unit's name gives that unit to the duties under it."""
    assert show_units(read_tasks(f"部门职责\n一、{heading}\n1.拟订规划。\n二、市财政局\n1.安排资金。\n")[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("（一）加强管理（市教育局牵头）\n1.甲事。\n2.乙事。（市财政局负责）\n", ["牵头 市教育局^", "责任 市财政局"], id="标题之句"),
        pytest.param("（一）加强管理。下列事项统一推进。（责任单位：市体育局）\n1.甲事。\n", ["责任 市体育局^"], id="引语之句"),
        pytest.param("（一）加强管理（市教育局牵头）\n1.甲事。\n（二）提升质量\n1.乙事。\n", ["牵头 市教育局^", ""], id="不及别的标题"),
    ],
)
def test_inherited_units(text: str, expected: list[str]) -> None:
    """A clause at a heading or its prose is inherited by the children that have none."""
    assert [" ".join(show_units(task)) for task in read_tasks(HEAD + text)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["甲类\t1.做甲事。\t市教育局", "\t2.做乙事。\t", "\t3.做丙事。\t市财政局"], ["责任 市教育局", "责任 市教育局^", "责任 市财政局"], id="空格承上"
        ),
        pytest.param(["甲类\t1.做甲事。2.做乙事。\t市教育局", "乙类\t做丙事。\t市财政局"], ["责任 市教育局", "责任 市教育局", "责任 市财政局"], id="本行填写不算承上"),
        pytest.param(
            ["甲类\t1.做甲事。\t市教育局、市财政局（排在第一位的为牵头单位，下同）", "乙类\t做丙事。\t市财政局、市民政局"],
            ["牵头 市教育局 责任 市财政局", "牵头 市财政局 责任 市民政局"],
            id="格内规则",
        ),
    ],
)
def test_unit_cells(rows: list[str], expected: list[str]) -> None:
    """A blank unit cell means as above; a cell of the task's own row counts as printed there."""
    text = "\n".join(["重点任务\t具体任务\t责任单位", *rows]) + "\n"
    assert [" ".join(show_units(task)) for task in read_tasks(text)] == expected


CELLS = [
    pytest.param("1.市教育局\n2.市公安局", ["市教育局", "市公安局"], id="阿拉伯数字"),
    pytest.param("（1）市教育局；（2）市公安局", ["市教育局", "市公安局"], id="括号数字"),
    pytest.param("一、市教育局\n二、市公安局", ["市教育局", "市公安局"], id="汉字数字"),
    pytest.param("①市教育局②市公安局", ["市教育局", "市公安局"], id="圈码"),
    pytest.param("1 市教育局\n2 市公安局", ["市教育局", "市公安局"], id="数字空格"),
    pytest.param("- 市教育局\n- 市公安局", ["市教育局", "市公安局"], id="短横"),
    pytest.param("• 市教育局\n○ 市公安局\n□市民政局", ["市教育局", "市公安局", "市民政局"], id="项目符号"),
    pytest.param("·市教育局·市公安局", ["市教育局", "市公安局"], id="间隔号"),
    pytest.param("市教育局＋市公安局&市民政局", ["市教育局", "市公安局", "市民政局"], id="加号"),
    pytest.param("市教育局/市公安局|市民政局-市水利局.市审计局", ["市教育局", "市公安局", "市民政局", "市水利局", "市审计局"], id="斜线竖线横线点"),
    pytest.param("供销社 图书馆\n水利车间", ["供销社", "图书馆", "水利车间"], id="词表外的名称"),
    pytest.param("中国-东盟博览会", ["中国-东盟博览会"], id="名称里的横线"),
    pytest.param("市教育\n局、市公\n安局", ["市教育局", "市公安局"], id="行尾断名"),
    pytest.param("市教\n育局\n市公安\n局", ["市教育局", "市公安局"], id="行尾断名无顿号"),
    pytest.param("市人力资源社\n会保障局\n市商\n务局", ["市人力资源社会保障局", "市商务局"], id="断在像单位处"),
    pytest.param("市住房和城乡\n建设局", ["市住房和城乡建设局"], id="断在城乡后"),
    pytest.param("市委办公\n室\n市发改委", ["市委办公室", "市发改委"], id="办公室"),
    pytest.param("各县（市、区）\n人民政府", ["各县（市、区）人民政府"], id="一类政府"),
    pytest.param("宣传部\n组织部\n总工会\n妇联", ["宣传部", "组织部", "总工会", "妇联"], id="各占一行"),
    pytest.param("市教育局 张三\n市公安局（李四）", ["市教育局", "市公安局"], id="旁边的人"),
    pytest.param("市教育局\n局长王五 0571-87654321", ["市教育局"], id="职务和电话"),
    pytest.param("市住建局（1.市人防办2.市园林局）", ["市住建局（1.市人防办2.市园林局）"], id="括号里的数字"),
]


@pytest.mark.parametrize(("cell", "names"), CELLS)
def test_names_of_a_cell(cell: str, names: list[str], rules: Rules) -> None:
    """Marks, bullets, signs and line ends part the names of a cell and belong to none."""
    assert [unit.name.text for unit in rules.once(UnitFinder).find_in_cell(whole(cell)).units] == names


LABELS = [
    pytest.param("挂帅单位：市应急局；配合单位：市财政局", ["责任 市应急局", "配合 市财政局"], ["挂帅单位"], id="不认识的标签"),
    pytest.param("责任领导：某某 领衔部门：市水利局", ["责任 市水利局"], ["领衔部门"], id="空格分开"),
    pytest.param("工作标准：全覆盖，牵头单位：市体育局", ["牵头 市体育局"], [], id="不是单位的标签"),
    pytest.param("河长：张三，责任单位：市水利局", ["责任 市水利局"], [], id="人的标签"),
    pytest.param("包联：市水利局、市财政局", ["责任 市水利局", "责任 市财政局"], ["包联"], id="后面都是单位"),
]


@pytest.mark.parametrize(("words", "units", "labels"), LABELS)
def test_labels_that_no_rule_knows(words: str, units: list[str], labels: list[str], rules: Rules) -> None:
    """They are cut from the names and kept, so that they can be told."""
    assert _units(words, rules) == units
    assert [label.text for label in rules.once(UnitFinder).find(whole(words)).unknown] == labels


def test_an_unknown_label_is_told_once() -> None:
    """Whatever number of measures has it."""
    words = "（挂帅单位：市应急局）"
    document = parse(f"{HEAD}1.建设队伍。{words}\n2.更新装备。{words}".encode())
    told = [one for one in document.diagnostics if one.code == "unknown-label"]
    assert [one.message.count("挂帅单位") for one in told] == [1]
    assert [show_units(task) for task in document.tasks] == [["责任 市应急局"]] * 2


@pytest.mark.parametrize(
    ("name", "is_unit"),
    [
        *(pytest.param(name, True, id=name) for name in ("市应急局", "应急管理厅", "团市委", "供电公司", "派出所", "县直各单位")),
        *(pytest.param(name, False, id=name) for name in ("建设区域医疗中心", "做大产业集团", "抓好养老驿站", "新建中心学校", "保障措施")),
    ],
)
def test_units_of_a_heading(name: str, *, is_unit: bool) -> None:
    """A heading that is a unit's name gives it to what stands under it; one that says what to do gives none."""
    document = parse(f"青川市2024年工作方案\n一、{name}\n1.更新设备5台。\n2.改造机房。\n二、市教育局\n1.新建校舍。".encode())
    assert [show_units(task) for task in document.tasks[:2]] == [[f"责任 {name}^"] if is_unit else []] * 2
