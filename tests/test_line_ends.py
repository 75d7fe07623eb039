"""Sentences and lists of units that a line end breaks, and clauses before the words of their item."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_docx import docx, p, r, t
from cases import read_tasks, show_units

from docx2tasks import parse
from docx2tasks.readers.broken_fields import is_broken_field

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


BROKEN_FIELDS = [
    (["1.疏通排水口。责任科室：水政科、", "河道科"], ["水政科", "河道科"], []),
    (["1.疏通排水口。责任科室：水政科、", "河道科、", "堤防所。"], ["水政科", "河道科", "堤防所"], []),
    (["1.疏通排水口。", "责任单位：水旱灾害防御", "办公室、巡堤大队"], ["水旱灾害防御办公室", "巡堤大队"], []),
    (["1.疏通排水口。", "牵头单位：市水", "利局"], ["市水利局"], []),
    (["1.疏通排水口。", "责任单位：", "市水利局、市林业局"], ["市水利局", "市林业局"], []),
    (["1.疏通排水口。", "责任科室：", "水政科、", "河道科。"], ["水政科", "河道科"], []),
    (["1.疏通排水口。", "责任科室：水政科", "完成时限：", "9月底前"], ["水政科"], ["9月底前"]),
    (["1.疏通排水口。责任单位：市水利局 市林", "业局"], ["市水利局", "市林业局"], []),
    (["1.疏通排水口。", "责任单位：市水利局、各乡", "镇、河长办"], ["市水利局", "各乡镇", "河长办"], []),
    (["1.疏通排水口。", "责任部门：园林和", "乡村绿化科"], ["园林和乡村绿化科"], []),
    (["1.疏通排水口。责任单位：市水利局，完成时限：10月15", "日前"], ["市水利局"], ["10月15日前"]),
    (["1.疏通排水口。", "责任单位：市水利局", "完成时间：9月", "底前完成"], ["市水利局"], ["9月底前"]),
    (["1.疏通排水口。", "责任单位：市水利局", "完成时间：9月底", "前"], ["市水利局"], ["9月底前"]),
    (["1.疏通排水口。", "责任单位：市水利局", "完成时限：2024年3月-", "2024年5月"], ["市水利局"], ["2024年3月-2024年5月"]),
    (["1.疏通排水口。", "责任单位：市水利局", "完成时限：6月底前"], ["市水利局"], ["6月底前"]),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "docx", "docx lines", "html", "html lines"])
@pytest.mark.parametrize(("lines", "units", "times"), BROKEN_FIELDS)
def test_fields_over_a_line_end(lines: list[str], units: list[str], times: list[str], kind: str) -> None:
    """What a label says goes on behind a line end that stands inside a list, a name or a date."""
    before, behind = ["青川市河道管护工作方案", "一、主要任务"], "2.更换护栏300米。责任单位：市城管局"
    data = {
        "text": "\n".join([*before, *lines, behind]).encode(),
        "docx": docx(*map(p, [*before, *lines, behind])),
        "docx lines": docx(*map(p, before), p(inner=r(inner="<w:br/>".join(map(t, lines)))), p(behind)),
        "html": "".join(f"<p>{line}</p>" for line in [*before, *lines, behind]).encode(),
        "html lines": "".join(f"<p>{line}</p>" for line in [*before, "<br>".join(lines), behind]).encode(),
    }[kind]
    first = parse(data, source_format=kind.split(" ", 1)[0]).tasks[0]
    assert [unit.name for unit in first.units] == units
    assert [time.text for time in first.times] == times
    assert first.text == "疏通排水口。"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("责任单位：市水利局", "市林业局"),
        ("责任单位：", "加强巡查，"),
        ("发布机构：", "青川市水利局"),
        ("实施日期：", "2024年3月5日"),
        ("主要措施：", "市水利局、市林业局"),
        ("完成时间：", "2024年清淤任务已分解到村，按月调度"),
        ("责任单位：市水利局", "青川市人民政府办公室"),
        ("责任单位：市水利局、", "2.更换护栏"),
        ("责任单位：市水利局、", "完成时限：6月底前"),
        ("责任单位：市水利局、", "2024年5月6日"),
        ("完成时间：6月底前", "更换护栏"),
        ("更换护栏，清理河面", "市水利局、市林业局"),
        ("清理水草、", "打捞浮萍"),
        ("责任人：李某某", "市林业局"),
    ],
)
def test_fields_that_end_with_their_line(before: str, after: str) -> None:
    """A whole name, a mark, another label or a sentence is no rest of a field."""
    assert not is_broken_field(before, after)


def test_a_signature_is_no_rest_of_a_blank_field() -> None:
    """The office above the day of a paper signs it, whatever field is blank above."""
    text = HEAD + ITEMS + "3.疏通排水口。\n责任单位：\n青川市水利局\n2024年3月5日\n"
    document = parse(text.encode())
    assert (document.tasks[2].units, document.document.issuer) == ([], "青川市水利局")


def test_a_sentence_of_roles_over_a_line_end() -> None:
    """A list of bodies that ends in a comma goes on without a label too."""
    lines = "1.疏通排水口。由市水利局牵头，市住建局、\n市城管局配合。\n2.更换护栏300米。（市城管局负责）\n"
    first = read_tasks(HEAD + lines)[0]
    assert (first.text, show_units(first)) == ("疏通排水口。", ["牵头 市水利局", "配合 市住建局", "配合 市城管局"])


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
