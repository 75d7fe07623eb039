"""Forms that somebody filled in by half: a label with nothing behind it costs the measure that one value."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from build_docx import docx, p, tbl, tc, tr
from build_html import page, paragraphs, table
from build_sheet import xlsx
from cases import show_time, show_units

from docx2tasks import parse

UNIT_LABELS = ("责任单位", "配合部门")
DUE_LABELS = ("完成时限", "时间节点")
OTHER_LABELS = ("责任人", "备注")
LABELS = (*UNIT_LABELS, *DUE_LABELS, *OTHER_LABELS)
HEADER = ("序号", "工作任务")

Lines = list[str]


def _tabbed(words: str) -> bytes:
    return "\n".join(["\t".join(HEADER), f"1\t{words}", "2\t加强监管。", "3\t优化服务。"]).encode()


WRITERS: dict[str, Callable[[Lines], bytes]] = {
    "text": lambda lines: "\n".join(lines).encode(),
    "text table": lambda lines: _tabbed(" ".join(lines)),
    "page": lambda lines: page(paragraphs(*lines)).encode(),
    "page table": lambda lines: page(table([HEADER, ("1", "<br>".join(lines))], head=1)).encode(),
    "Word": lambda lines: docx("".join(map(p, lines))),
    "Word table": lambda lines: docx(tbl(tr(*HEADER), tr(tc("1"), tc(*lines)), columns=2)),
    "Excel": lambda lines: xlsx({"清单": [HEADER, ("1", "\n".join(lines))]}),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("blank", ["", "　", " 。", "____"], ids=["nothing", "a blank", "a stop", "a line to write on"])
@pytest.mark.parametrize(
    "shape", ["（{}）", "{}", "\n{}", "【{}】"], ids=["in brackets", "behind", "on a line", "cornered"]
)
def test_a_blank_field_costs_nothing_else(shape: str, blank: str, writer: str) -> None:
    """The measure stays, without a unit and a time, and the label is no part of its words."""
    for label in LABELS:
        mark = "" if "table" in writer or writer == "Excel" else "一、"
        words = f"{mark}推进老旧小区改造，完善设施。{shape.format(f'{label}：{blank}')}"
        tasks = parse(WRITERS[writer](words.split("\n"))).tasks[:1]
        assert [task.text for task in tasks] == ["推进老旧小区改造，完善设施。"] or label in OTHER_LABELS, label
        assert [[*show_units(task), *map(show_time, task.times)] for task in tasks] == [[]], label


@pytest.mark.parametrize("writer", ["text", "page", "Word"])
@pytest.mark.parametrize(
    ("fields", "units", "times"),
    [
        pytest.param(["责任单位：市教育局", "完成时限："], ["市教育局"], [], id="有单位无时限"),
        pytest.param(["责任单位：", "完成时限：2022年12月底前"], [], ["2022年12月底前"], id="有时限无单位"),
        pytest.param(["责任单位：", "完成时限："], [], [], id="都空着"),
        pytest.param(["责任单位：；完成时限：2022年12月底前"], [], ["2022年12月底前"], id="同行先空"),
        pytest.param(["责任单位：市教育局；完成时限："], ["市教育局"], [], id="同行后空"),
        pytest.param(["（完成时限：；责任单位：市教育局；责任人：）"], ["市教育局"], [], id="括号内两头空"),
    ],
)
def test_half_a_form(fields: Lines, units: list[str], times: list[str], writer: str) -> None:
    """What is filled in is found, whichever of its neighbours are blank; on every item of the form."""
    lines = [line for n in "123" for line in (f"{n}.推进第{n}批改造，完善设施。", *fields)]
    tasks = parse(WRITERS[writer](["一、重点任务", *lines])).tasks
    assert [task.text for task in tasks] == [f"推进第{n}批改造，完善设施。" for n in "123"]
    for task in tasks:
        assert [unit.name for unit in task.units] == units
        assert [time.text for time in task.times] == times
