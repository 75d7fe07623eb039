"""Tables that are no lists of columns: frames round text, forms, and lists printed side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from build_docx import docx, p, tbl, tc, tr
from build_grid import as_docx, as_page, as_xlsx
from cases import show_units

from docx2tasks import parse

PLAN = (
    "一、重点工作",
    "（一）改善供水",
    "1.新建泵站两座。（责任单位：县水务局）",
    "2.更换老旧水表。",
    "（二）整治河道",
    "1.清理河岸垃圾。",
)
TITLE = "云河县2024年水务工作方案"
EXPECTED = ["新建泵站两座。", "更换老旧水表。", "清理河岸垃圾。"]
TABLE = tbl(tr(tc("序号"), tc("工作任务"), tc("责任单位")), tr(tc("1"), tc("修缮水闸。"), tc("县水利局")))


def _cell(*inside: str) -> str:
    return f"<w:tc>{''.join(inside)}<w:p/></w:tc>"


def _frame(*inside: str) -> str:
    return tbl(f"<w:tr>{_cell(*inside)}</w:tr>", columns=1)


FRAMES = [
    pytest.param(docx(p(TITLE), _frame(*map(p, PLAN))), id="正文在一格里"),
    pytest.param(docx(_frame(p(TITLE), *map(p, PLAN))), id="题目也在格里"),
    pytest.param(docx(p(TITLE), _frame(_frame(_frame(*map(p, PLAN))))), id="三层框"),
    pytest.param(docx(p(TITLE), _frame(*map(p, PLAN[:4])), *map(p, PLAN[4:])), id="只框前一节"),
    pytest.param(docx(p(TITLE), *map(p, PLAN[:4]), _frame(*map(p, PLAN[4:]))), id="只框后一节"),
    pytest.param(docx(p(TITLE), tbl(*(tr(tc(line)) for line in PLAN), columns=1)), id="一行一段"),
    pytest.param(
        docx(p(TITLE), tbl(*(f"<w:tr>{_cell(p(line))}{_cell()}</w:tr>" for line in PLAN), columns=2)), id="右列全空"
    ),
]


@pytest.mark.parametrize("data", FRAMES)
def test_a_frame_is_read_as_what_is_in_it(data: bytes) -> None:
    """In order with the text around it, its title as the document's."""
    document = parse(data)
    assert [task.text for task in document.tasks] == EXPECTED
    assert [step.title for step in document.tasks[2].path] == ["重点工作", "整治河道"]
    assert document.document.title == TITLE


def test_a_table_in_a_frame_is_a_table() -> None:
    """A frame round a list of tasks is taken away, the list keeps its columns."""
    (task,) = parse(docx(_frame(p(TITLE), TABLE))).tasks
    assert (task.text, task.number, show_units(task)) == ("修缮水闸。", 1, ["责任 县水利局"])


@pytest.mark.parametrize("heading", [pytest.param("工作任务", id="工作任务"), pytest.param("整改措施", id="整改措施")])
def test_one_column_under_a_heading(heading: str) -> None:
    """The heading of the only column is no task; each row below it is."""
    rows = [heading, "1.修缮水闸。（责任单位：县水利局）", "2.清理河岸。（责任单位：城关镇）"]
    assert [task.text for task in parse(as_docx(rows, "云河县任务清单")).tasks] == ["修缮水闸。", "清理河岸。"]


SLIP = [
    "来文字号|云府办函〔2024〕8号|来文单位|县政府办公室",
    "收文日期|2024年5月6日|密级|普通",
    "拟办意见|1.请县水利局于5月20日前报送方案；2.请县财政局落实资金。#3",
    "领导批示|同意。#3",
]
NOTICE = [
    "受检单位|云河建材公司|检查日期|2024年4月2日",
    "检查发现：1.配电箱未接地，立即整改。2.通道堆物，清理干净。以上问题必须在4月9日前整改完毕。#4",
]
BUILDS = [pytest.param(as_docx, id="Word"), pytest.param(as_page, id="网页")]


@pytest.mark.parametrize("build", BUILDS)
def test_opinions_of_a_slip(build: Callable[[list[str], str], bytes]) -> None:
    """Numbered opinions are its tasks, in the year of the form; its fields are none."""
    document = parse(build(SLIP, "云河县政府文件处理单"))
    assert [(task.number, task.text) for task in document.tasks] == [
        (1, "请县水利局于5月20日前报送方案；"),
        (2, "请县财政局落实资金。"),
    ]
    assert [time.end for time in document.tasks[0].times] == ["2024-05-20"]
    assert document.document.doc_number == "云府办函〔2024〕8号"


@pytest.mark.parametrize("build", BUILDS)
def test_a_sentence_behind_the_items_holds_for_all(build: Callable[[list[str], str], bytes]) -> None:
    """以上问题必须在…前整改完毕 is a deadline of each item, and no part of the last."""
    tasks = parse(build(NOTICE, "隐患整改通知单")).tasks
    assert [task.text for task in tasks] == ["配电箱未接地，立即整改。", "通道堆物，清理干净。"]
    assert [[time.end for time in task.times] for task in tasks] == [["2024-04-09"]] * 2


@pytest.mark.parametrize("build", [*BUILDS, pytest.param(as_xlsx, id="表格")])
def test_lists_side_by_side_are_two(build: Callable[[list[str], str], bytes]) -> None:
    """The left list is no path of the right one; its items are tasks too."""
    rows = [
        "任务内容|责任单位|任务内容|责任单位",
        "修缮水闸|县水利局|清理河岸|城关镇",
        "更换水表|县水务局|疏通沟渠|双桥镇",
    ]
    tasks = parse(build(rows, "云河县重点任务分工")).tasks
    assert [(task.text, *show_units(task), len(task.path)) for task in tasks] == [
        ("修缮水闸", "责任 县水利局", 0),
        ("更换水表", "责任 县水务局", 0),
        ("清理河岸", "责任 城关镇", 0),
        ("疏通沟渠", "责任 双桥镇", 0),
    ]


def test_a_number_finer_than_a_merged_category_is_the_row_s() -> None:
    """The category is a step without a number."""
    rows = [
        "序号|类别|工作任务|责任单位",
        "1|供水@2|新建泵站。|县水务局",
        "2|更换水表。|县水务局",
        "3|河道@2|清理河岸。|城关镇",
        "4|加固河堤。|县水利局",
    ]
    tasks = parse(as_docx(rows, "任务分工表")).tasks
    assert [(task.number, [(step.number, step.title) for step in task.path]) for task in tasks] == [
        (1, [(None, "供水")]),
        (2, [(None, "供水")]),
        (3, [(None, "河道")]),
        (4, [(None, "河道")]),
    ]


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        pytest.param(["姓名|职务", "王海|科长"], "info", id="名册"),
        pytest.param(["甲|乙", "请各单位于6月底前完成自查。|丙"], "warning", id="有句子"),
    ],
)
def test_what_columns_were_taken_for_is_said(rows: list[str], level: str) -> None:
    """A warning where a measure may be lost, for which --strict fails."""
    said = [d for d in parse(as_docx(rows, "情况登记表")).diagnostics if d.code == "table-columns-unknown"]
    assert [d.level for d in said] == [level]
    assert "no task column was recognized in this table: " in said[0].message
