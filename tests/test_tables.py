"""Tables: columns by meaning, cells that mean as above, headings inside, repeated headers."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_docx import docx, p, tbl, tc, tr
from build_sheet import xlsx
from cases import read_tasks, read_text, show_path, show_task, show_time, show_units

from docx2tasks import parse
from docx2tasks.rules import Rules
from docx2tasks.segment.tables.headers import HeaderWords


def _table(*rows: str) -> str:
    return "\n".join(row.replace("|", "\t") for row in rows) + "\n"


def _page(*rows: str) -> bytes:
    """A page with one table; ``甲@2`` is a cell over two rows, ``甲#3`` one over three columns."""
    return f"<html><body><table>{''.join(f'<tr>{_cells(row)}</tr>' for row in rows)}</table></body></html>".encode()


def _cells(row: str) -> str:
    made = []
    for cell in row.split("|"):
        words, _, down = cell.partition("@")
        words, _, across = words.partition("#")
        made.append(f'<td rowspan="{down or 1}" colspan="{across or 1}">{words}</td>')
    return "".join(made)


@pytest.mark.parametrize(
    ("header", "kind", "role"),
    [
        pytest.param("序号", "number", "", id="序号"),
        pytest.param("责任单位", "unit", "", id="责任单位"),
        pytest.param("牵头单位", "unit", "lead", id="牵头单位"),
        pytest.param("配合部门", "unit", "support", id="配合部门"),
        pytest.param("督导单位", "unit", "oversee", id="督导单位"),
        pytest.param("完成时限", "deadline", "", id="完成时限"),
        pytest.param("重点任务", "content", "", id="重点任务"),
        pytest.param("工作举措", "detail", "", id="工作举措"),
        pytest.param("2020年进度要求", "detail", "", id="进度要求"),
        pytest.param("任务目标", "content", "", id="任务目标"),
        pytest.param("备注", "remark", "", id="备注"),
        pytest.param("责任人", "person", "", id="责任人"),
    ],
)
def test_meaning_of_a_header(header: str, kind: str, role: str, rules: Rules) -> None:
    """A header's words tell what its column means, and the role a unit column lends."""
    column = rules.once(HeaderWords).to_column(header)
    assert column is not None
    assert (column.kind, column.role) == (kind, role)


@pytest.mark.parametrize(
    "header", [pytest.param("加强管理", id="任务"), pytest.param("", id="空"), pytest.param("责任单位" * 20, id="过长")]
)
def test_no_header(header: str, rules: Rules) -> None:
    """Words of the work itself are no header."""
    assert rules.once(HeaderWords).to_column(header) is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                "重点任务|具体任务|责任单位",
                "加强管理|1.8月底前，制定办法。2.10月底前，开展评估。|市教育局",
                "提升质量|完成督导。|市财政局",
            ],
            ["加强管理 | 1. | 8月底前，制定办法。", "加强管理 | 2. | 10月底前，开展评估。", "提升质量 |  | 完成督导。"],
            id="格内连写与无号",
        ),
        pytest.param(
            [
                "序号|任务名称|工作内容|责任单位",
                "1|学校建设|新建三所学校。|市教育局",
                "2|道路建设|1.改造道路。2.新建桥梁。|市交通局",
            ],
            ["1学校建设 |  | 新建三所学校。", "2道路建设 | 1. | 改造道路。", "2道路建设 | 2. | 新建桥梁。"],
            id="序号名称内容",
        ),
        pytest.param(
            [
                "序号|任务名称|工作内容|工作进度|责任单位",
                "1|学校建设|新建学校|6月底前开工。|市教育局",
                "2|道路建设|改造道路|9月底前完工。|市交通局",
            ],
            ["1学校建设 |  | 6月底前开工。", "2道路建设 |  | 9月底前完工。"],
            id="两列内容取后者",
        ),
        pytest.param(
            ["序号|工作任务|责任单位", "1|新建学校。|市教育局", "2|改造道路。|市交通局"],
            [" | 1 | 新建学校。", " | 2 | 改造道路。"],
            id="序号与一列",
        ),
        pytest.param(
            [
                "重点任务|具体任务|责任单位",
                "一、加强管理|1.制定办法。|市教育局",
                "|2.修订细则。|市教育局",
                "二、提升质量|3.开展评估。|市财政局",
            ],
            ["1加强管理 | 1. | 制定办法。", "1加强管理 | 2. | 修订细则。", "2提升质量 | 3. | 开展评估。"],
            id="空格承上",
        ),
        pytest.param(
            [
                "重点任务|工作举措|责任单位",
                "一、加强管理|1.制定办法。|市教育局",
                "重点任务|工作举措|责任单位",
                "|2.修订细则。|市教育局",
                "二、提升质量|3.开展评估。|市财政局",
            ],
            ["1加强管理 | 1. | 制定办法。", "1加强管理 | 2. | 修订细则。", "2提升质量 | 3. | 开展评估。"],
            id="跨页重复表头",
        ),
        pytest.param(
            ["重点任务|工作举措|责任部门|", "一、加强管理|1.制定办法。|市教育局", "二、提升质量|2.开展评估。|市财政局"],
            ["1加强管理 | 1. | 制定办法。", "2提升质量 | 2. | 开展评估。"],
            id="表头行末多一个制表符",
        ),
        pytest.param(
            [
                "重点任务|主要内容|工作举措|责任部门|",
                "一、加强管理|1.健全体系。|1.制定办法。2.调整机构。|市教育局",
                "|2.强化管控。|3.设置站点。4.开展巡查。|市公安局",
            ],
            [
                "1加强管理 > 1健全体系。 | 1. | 制定办法。",
                "1加强管理 > 1健全体系。 | 2. | 调整机构。",
                "1加强管理 > 2强化管控。 | 3. | 设置站点。",
                "1加强管理 > 2强化管控。 | 4. | 开展巡查。",
            ],
            id="四列表头行末多一个制表符",
        ),
    ],
)
def test_rows_of_a_dumped_table(rows: list[str], expected: list[str]) -> None:
    """A table's detail cells give the tasks, the columns before them the path."""
    assert [show_task(task) for task in read_tasks(_table(*rows))] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                "类别|重点任务|具体任务|责任单位",
                "管理类@3|加强管理@2|1.制定办法。|市教育局@2",
                "2.修订细则。",
                "提升质量|3.开展评估。|市财政局",
            ],
            [
                "管理类 > 加强管理 | 1. | 制定办法。",
                "管理类 > 加强管理 | 2. | 修订细则。",
                "管理类 > 提升质量 | 3. | 开展评估。",
            ],
            id="两列纵向合并",
        ),
        pytest.param(
            [
                "序号|工作任务|责任单位",
                "一、学校建设#3",
                "1|新建学校。|市教育局",
                "二、道路建设#3",
                "2|改造道路。|市交通局",
            ],
            ["1学校建设 | 1 | 新建学校。", "2道路建设 | 2 | 改造道路。"],
            id="通栏标题逐次更替",
        ),
        pytest.param(
            ["序号|工作任务|责任单位", "学校建设#3", "1|新建学校。|市教育局", "道路建设#3", "2|改造道路。|市交通局"],
            ["学校建设 | 1 | 新建学校。", "道路建设 | 2 | 改造道路。"],
            id="无号通栏标题",
        ),
        pytest.param(
            [
                "重点任务|具体任务|责任单位",
                "加强管理（市审计局督导）|1.制定办法。|市教育局",
                "提升质量|2.开展评估。|市财政局",
            ],
            ["加强管理 | 1. | 制定办法。", "提升质量 | 2. | 开展评估。"],
            id="步骤内责任句除去",
        ),
    ],
)
def test_rows_of_a_merged_table(rows: list[str], expected: list[str]) -> None:
    """Merged cells and rows of one cell are steps of what they span and head."""
    assert [show_task(task) for task in parse(_page(*rows)).tasks] == expected


def test_a_merged_unit_cell_is_inherited() -> None:
    """A unit cell merged downwards is printed at its first row and inherited below."""
    page = _page(
        "重点任务|具体任务|责任单位", "加强管理@2|1.制定办法。|市教育局@2", "2.修订细则。", "提升质量|3.评估。|市财政局"
    )
    assert [show_units(task) for task in parse(page).tasks] == [
        ["责任 市教育局"],
        ["责任 市教育局^"],
        ["责任 市财政局"],
    ]


def test_two_unit_columns() -> None:
    """Each unit column lends its role, in column order."""
    text = _table(
        "工作任务|牵头单位|配合单位|完成时限",
        "新建学校。|市教育局|市财政局、市住建局|2022年12月",
        "改造道路。|市交通局|市财政局|2022年10月底",
    )
    first, second = read_tasks(text)
    assert show_units(first) == ["牵头 市教育局", "配合 市财政局", "配合 市住建局"]
    assert [show_time(time) for time in (*first.times, *second.times)] == [
        "deadline 2022年12月 ..2022-12-31",
        "deadline 2022年10月底 ..2022-10-31",
    ]


def test_a_table_under_a_heading() -> None:
    """A table under a heading has the heading in its path."""
    text = "工作方案\n一、重点任务\n" + _table(
        "工作任务|责任单位|完成时限", "新建学校。|市教育局|2022年12月", "改造道路。|市交通局|2022年10月"
    )
    assert {show_path(task) for task in read_tasks(text)} == {"1重点任务"}


def test_a_table_without_measures() -> None:
    """A table of which no column holds measures gives no task, and that is said."""
    document = read_text("工作方案\n1.甲事。\n" + _table("姓名|职务|电话", "张三|科长|123", "李四|科员|456"))
    assert [task.text for task in document.tasks] == ["甲事。"]
    assert "table-columns-unknown" in [d.code for d in document.diagnostics]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("牵头单位：市教育局", id="格内标签"),
        pytest.param("市教育局、市财政局（排在第一位的为牵头单位，下同）", id="格内规则"),
        pytest.param("市教育局等部门按职责分工负责", id="格内角色"),
    ],
)
def test_words_of_a_unit_cell_are_accounted_for(cell: str) -> None:
    """Labels, rules and role words of a unit cell are no lost characters."""
    document = read_text(
        _table("重点任务|具体任务|责任单位", f"加强管理|1.制定办法。|{cell}", "提升质量|2.开展评估。|市财政局")
    )
    assert "unassigned" not in document.coverage.shares


def test_a_column_of_what_is_counted_in_names_no_units() -> None:
    """单位 above 公里 and 个 is no column of responsible units; 责任单位 beside it is."""
    words = "任务表\n序号\t任务\t单位\t数量\t责任单位\n1\t新建管网\t公里\t32\t市水务局\n2\t改造小区\t个\t95\t市住建局\n"
    assert [show_units(task) for task in read_tasks(words)] == [["责任 市水务局"], ["责任 市住建局"]]
    offices = "任务表\n序号\t任务\t单位\n1\t新建管网\t市水务局\n2\t改造小区\t市住建局\n"
    assert [show_units(task) for task in read_tasks(offices)] == [["责任 市水务局"], ["责任 市住建局"]]


@pytest.mark.parametrize(
    ("heading", "cells", "deadlines", "told"),
    [
        pytest.param("见效情况", ["2024年5月底前", "2024年9月15日前"], ["2024-05-31", "2024-09-15"], 0, id="说明期限"),
        pytest.param("见效情况", ["2024年5月", "2024年9月"], [], 1, id="只有日期"),
        pytest.param("完成时限", ["2024年5月", "2024年9月"], ["2024-05-31", "2024-09-30"], 0, id="表头可识"),
        pytest.param("见效情况", ["甲类", "乙类"], [], 0, id="不是日期"),
    ],
)
def test_a_column_of_dates_under_an_unknown_heading(
    heading: str, cells: list[str], deadlines: list[str], told: int
) -> None:
    """Cells that say by when are deadlines; other dates that are left out are told."""
    rows = [f"{n}|{task}|市教育局|{cell}" for n, task, cell in zip((1, 2), ("新建凉亭三座。", "更新站牌。"), cells, strict=True)]  # fmt: skip
    document = parse(_page(f"序号|工作任务|责任单位|{heading}", *rows))
    assert [str(time.end) for task in document.tasks for time in task.times] == deadlines
    assert [one.code for one in document.diagnostics].count("column-not-read") == told


UNREAD = [
    pytest.param("谁来干|何时干完|谁配合", ["市园林局|9月底|市财政局", "市城管局|10月|"], [("warning", "units"), ("warning", "dates")], id="口语表头"),
    pytest.param("去处|销号时间|责任单位", ["城东|2022年9月30日|市教育局", "城西|2022年10月|市财政局"], [("warning", "dates")], id="备注栏里的日期"),
    pytest.param("去处|完成时限|责任单位|见效", ["城东|9月底|市教育局|8月", "城西|年底|市财政局|11月"], [("info", "dates")], id="另有时限"),
    pytest.param("去处|完成时限|责任单位", ["市教育局大院|9月底|市教育局", "城西|年底|市财政局"], [], id="地点"),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "cells", "told"), UNREAD)
def test_columns_that_are_not_read_are_told(headings: str, cells: list[str], told: list[tuple[str, str]]) -> None:
    """Units or dates under a heading that no rule knows, and dates that no other column gives."""
    rows = [f"{n}|{task}|{cell}" for n, task, cell in zip((1, 2), ("新建凉亭三座。", "更新站牌。"), cells, strict=True)]
    document = parse(_page(f"序号|工作任务|{headings}", *rows))
    found = [one for one in document.diagnostics if one.code == "column-not-read"]
    assert [(one.level, what) for one in found for what in ("units", "dates") if what in one.message] == told


def test_blank_unit_cells_of_an_unmerged_word_table() -> None:
    """A blank cell of either unit column means as above, and is inherited."""
    rows = (
        ["序号", "工作任务", "牵头单位", "配合单位"],
        ["1", "新建凉亭三座。", "市园林局", "市财政局"],
        ["2", "更新站牌。", "", ""],
    )
    tasks = parse(docx(tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in rows), columns=4))).tasks
    assert [(unit.name, unit.role, unit.inherited) for unit in tasks[1].units] == [
        ("市园林局", "lead", True),
        ("市财政局", "support", True),
    ]


HEADED = ("类别|序号|工作任务|责任单位|完成时限", "水利|1|加固堤防3公里。|市水利局|2024年6月", "林业|2|补植苗木2000株。|市林业局|2024年9月")


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ("合计||2项||", "table-total"),
        ("合计|2|||", "table-total"),
        ("|合计|2项任务||", "table-total"),
        ("小 计||共2项||—", "table-total"),
        ("合计：2项||||", "table-total"),
        ("总计||2||2项", "table-total"),
        ("其他|3|/||", "column-content"),
        ("其他|3|（不涉及）||", "column-content"),
        ("其他|3||市城管局|12月底前", "column-category"),
        ("水利|3||市城管局|", "column-category"),
    ],
)
@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_rows_without_a_measure(row: str, left: str, kind: str) -> None:
    """A row that adds up the others, whose measure is blank, or which says that there is none, is no task."""
    rows = [one.split("|") for one in (*HEADED, row)]
    data = {
        "html": _page(*HEADED, row),
        "xlsx": xlsx({"清单": rows}),
        "docx": docx(tbl(*(tr(*map(tc, cells)) for cells in rows))),
    }[kind]
    document = parse(data)
    assert [(task.text, len(task.units)) for task in document.tasks] == [("加固堤防3公里。", 1), ("补植苗木2000株。", 1)]
    assert left in {part.kind for part in document.coverage.leftovers}
    is_missed = "市城管局" in row
    assert [doubt.code for doubt in document.diagnostics if doubt.level == "warning"] == ["measure-missing"] * is_missed


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("更换闸门4座||市水利局", "更换闸门4座"),  # work under a heading of categories, with nothing said of it
        ("小计|统计各村数据。|市水利局", "统计各村数据。"),
        ("合计|完成造林3000亩。|市林业局", "完成造林3000亩。"),
    ],
)
def test_rows_that_only_look_like_it(row: str, expected: str) -> None:
    """Work in a category whose measure is blank is the task, and so is work beside a word of totals."""
    tasks = parse(_page("任务类别|工作举措|责任单位", "堤防|加固堤防3公里。|市水利局", row)).tasks
    assert [task.text for task in tasks] == ["加固堤防3公里。", expected]


LISTED = "<table><tr><td>序号</td><td>工作任务</td><td>责任单位</td></tr><tr><td>1</td><td>加固堤防3公里。</td><td>市水利局</td></tr></table>"


@pytest.mark.parametrize(
    ("above", "tasks"),
    [
        (
            "<p>一、备汛。责任单位：防汛办</p><ol><li>3月底前修订预案（责任科室：防汛科）</li><li>5月10日前清点物资（责任科室：物资科）</li></ol>",
            ["备汛 > 3月底前修订预案", "备汛 > 5月10日前清点物资"],
        ),
        ("<p>1.修订预案（防汛办负责）</p><p>2.清点物资（市财政局负责）</p>", ["修订预案", "清点物资"]),
        ("<p>1.修订预案。（防汛办负责）</p><p>2.清点物资（市财政局负责）</p>", ["修订预案。", "清点物资"]),
        ("<p>1.3月底前修订预案</p><p>2.4月底前清点物资</p>", ["3月底前修订预案", "4月底前清点物资"]),
        ("<p>一、备汛（防汛办负责）</p>", []),
        (f"<p>一、备汛（防汛办负责）</p>{LISTED}<p>二、度汛（市水利局负责）</p>", []),
        ("<p>一、工作目标</p><p>9月底前加固全部堤防。</p><p>二、工作任务（防汛办负责，9月底前完成）</p>", []),
    ],
)
def test_measures_right_above_a_table(above: str, tasks: list[str]) -> None:
    """An item that counts on from a measure, with a unit or a day like it, is one; a lone heading is a step of the rows."""
    found = parse(f"<html><body><h1>2024年防汛方案</h1>{above}{LISTED}</body></html>".encode()).tasks
    items = [task for task in found if task.text != "加固堤防3公里。"]
    shown = [" > ".join([*(step.title.strip("。") for step in task.path), task.text]) for task in items]
    assert shown == tasks
    assert all(task.units or task.times for task in items)
    assert bool(found[-1].path) is not bool(tasks)


@pytest.mark.parametrize("headings", ["重点任务|工作内容|责任单位", "工作任务|重点工作|牵头单位"])
@pytest.mark.parametrize("times", [["上半年", "5月至11月", "每年"], ["自3月起", "三季度", "9月底前"], ["", "", ""]])
def test_entries_that_begin_with_times_beside_categories(headings: str, times: list[str]) -> None:
    """Of two columns that may be the tasks the one with sentences is, however its entries begin, not their short names."""
    works = ("完成渡口趸船检修。", "推进水文站迁移，留存影像。", "加固堰塘十二处。")
    names = ("夯实航运基础", "补齐监测短板", "补齐监测短板")
    rows = [f"{name}|{time}，{work}|市水利局" if time else f"{name}|{work}|市水利局" for name, time, work in zip(names, times, works, strict=True)]  # fmt: skip
    found = parse(_page(headings, *rows)).tasks
    assert [task.text for task in found] == [row.split("|")[1] for row in rows]
    assert [task.path[-1].title for task in found] == [*names]
