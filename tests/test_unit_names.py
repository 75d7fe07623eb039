"""Names of units to the usual form of each."""

from __future__ import annotations

from itertools import product

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.extract.unit_names import UnitNames

NAMES = load_rules().once(UnitNames)


@pytest.mark.parametrize(
    ("name", "level", "canonical"),
    [
        ("市卫健委", None, "市卫生健康委"),
        ("市卫生健康委员会", None, "市卫生健康委"),
        ("江川市卫健委", "省", "江川市卫生健康委"),
        ("东山省南河县发改局", None, "东山省南河县发展改革局"),
        ("卫健委", "市", "市卫生健康委"),
        ("卫健局", "县", "县卫生健康局"),
        ("发改委", "省", "省发展改革委"),
        ("发改委", "国家", "国家发展改革委"),
        ("国家发改委", "市", "国家发展改革委"),
        ("发改委", None, None),
        ("教育厅", "省", "省教育厅"),
        ("教育厅", "自治区", "自治区教育厅"),
        ("教育厅", "市", None),
        ("人社部", "市", "人力资源社会保障部"),
        ("税务总局", "县", "税务总局"),
        ("组织部", "市", "市委组织部"),
        ("市委组织部", None, "市委组织部"),
        ("市网信办", None, "市委网信办"),
        ("残疾人联合会", "县", "县残联"),
        ("县人民政府办公室", None, "县政府办"),
        ("市房屋管理局", None, "市房屋管理局"),
        ("市大数据发展委员会", None, "市大数据发展委"),
        ("（市）卫健委", "市", None),
        ("市交通委（市道路局）", "市", None),
        ("各县卫健局", "市", None),
        ("有关部门", "市", None),
        ("医务科", "市", None),
        ("市直有关单位", "市", None),
        ("试点城市政府", "国家", None),
        ("", "市", None),
    ],
)
def test_the_usual_form(name: str, level: str | None, canonical: str | None) -> None:
    """By the forms that are known, behind a place, a level, or none."""
    assert NAMES.name_to_canonical(name, level) == canonical


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("东山省人民政府办公厅", "省"),
        ("江川市人民政府", "市"),
        ("江川市东城区人民政府办公室", "区"),
        ("江川市卫生健康委员会、江川市财政局", "市"),
        ("省市场监管局", "省"),
        ("南河县市场监督管理局", "县"),
        ("西原自治区人民政府", "自治区"),
        ("国务院办公厅", "国家"),
        ("财政部", "国家"),
        ("国家税务总局", "国家"),
        ("江川大学", None),
        (None, None),
    ],
)
def test_the_level_of_a_paper(issuer: str | None, level: str | None) -> None:
    """Whose paper it is tells whose the bodies are that it names without a place."""
    assert NAMES.issuer_to_level(issuer) == level


@pytest.mark.parametrize("stem", ["卫健", "卫生健康", "卫生与健康"])
def test_forms_are_one_and_no_other(stem: str) -> None:
    """All forms of a name behind one place are one body; another place, stem or ending is another body."""
    said = {NAMES.name_to_canonical(f"南河{stem}{end}", None) for end in ("委", "委员会")}
    assert said == {None}
    for place, end in product(("市", "江川市", "省"), ("委", "委员会")):
        assert NAMES.name_to_canonical(f"{place}{stem}{end}", None) == f"{place}卫生健康委"
    assert NAMES.name_to_canonical(f"市{stem}局", None) == "市卫生健康局"


def test_records_have_it() -> None:
    """A bare name takes the level of the issuer; what it says is beside the name as printed."""
    paper = (
        "江川市人民政府关于印发工作方案的通知\n一、重点任务\n"
        "1.建成平台。（牵头单位：发改委；配合单位：市卫健委、有关部门）\n江川市人民政府\n2023年1月5日\n"
    )
    (task,) = parse(paper.encode()).tasks
    assert [(unit.name, unit.canonical) for unit in task.units] == [
        ("发改委", "市发展改革委"),
        ("市卫健委", "市卫生健康委"),
        ("有关部门", None),
    ]
