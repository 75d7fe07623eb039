"""Outlines: which things are leaves, what is their path, and what is no task."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_tasks, read_text, show_path, show_task, show_time, show_units

from docx2tasks import parse

HEAD = "青川市教育工作方案\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "一、重点任务\n（一）加强管理\n1.健全制度\n（1）制定办法。\n（2）修订细则。\n2.完善机制。\n",
            ["1重点任务 > 1加强管理 > 1健全制度 | （1） | 制定办法。", "1重点任务 > 1加强管理 > 1健全制度 | （2） | 修订细则。", "1重点任务 > 1加强管理 | 2. | 完善机制。"],
            id="四层",
        ),
        pytest.param(
            "（一）加强管理\n一、制定办法。\n二、修订细则。\n（二）提升质量\n一、开展评估。\n",
            ["1加强管理 | 一、 | 制定办法。", "1加强管理 | 二、 | 修订细则。", "2提升质量 | 一、 | 开展评估。"],
            id="以文件自己的次序为准",
        ),
        pytest.param(
            "1.加强管理\n（1）制定办法。\n（2）修订细则。\n2.提升质量。\n",
            ["1加强管理 | （1） | 制定办法。", "1加强管理 | （2） | 修订细则。", " | 2. | 提升质量。"],
            id="数字在上",
        ),
        pytest.param("1.压实责任。健全制度，落实责任。\n2.深化改革。\n", [" | 1. | 压实责任。健全制度，落实责任。", " | 2. | 深化改革。"], id="句号处不分"),
        pytest.param("（一）加强组织领导。各部门要落实。\n（二）强化督查。\n", [" | （一） | 加强组织领导。各部门要落实。", " | （二） | 强化督查。"], id="标题带正文是叶"),
        pytest.param(
            "一、重点任务\n（一）加强管理\n各学校要健全制度。\n（二）提升质量\n各学校要开展评估。\n",
            ["1重点任务 | （一） | 加强管理 各学校要健全制度。", "1重点任务 | （二） | 提升质量 各学校要开展评估。"],
            id="标题下只有正文是叶",
        ),
        pytest.param("一、重点任务\n统筹推进下列事项。\n1.甲事。\n2.乙事。\n", ["1重点任务 | 1. | 甲事。", "1重点任务 | 2. | 乙事。"], id="引语不是任务"),
        pytest.param(
            "一、加强管理。统筹推进下列事项。\n1.甲事。\n", ["1加强管理 | 1. | 甲事。"], id="引语连写标题只留标题"
        ),
        pytest.param(
            "1.加强管理\n主要措施：\n（1）制定办法。\n（2）修订细则。\n2.提升质量\n主要措施：\n开展评估，发布结果。\n",
            ["1加强管理 | （1） | 制定办法。", "1加强管理 | （2） | 修订细则。", "2提升质量 |  | 开展评估，发布结果。"],
            id="标签行",
        ),
        pytest.param(
            "1.甲事。\n健全制度。\n再做督导。\n2.乙事。\n", [" | 1. | 甲事。 健全制度。 再做督导。", " | 2. | 乙事。"], id="一号数段是一个任务",
        ),
        pytest.param(
            "1.8月底前，制定办法。\n2.10月底前，开展评估。\n3.5-6月，开展检查。\n4.抽检1.1万批次。\n",
            [" | 1. | 8月底前，制定办法。", " | 2. | 10月底前，开展评估。", " | 3. | 5-6月，开展检查。", " | 4. | 抽检1.1万批次。"],
            id="标记后接数字",
        ),
        pytest.param(
            "一、重点任务\n1.甲事。（市教育局负责）\n2.乙事。（市教育局负责）\n各单位要认真落实，年底报告。\n",
            ["1重点任务 | 1. | 甲事。", "1重点任务 | 2. | 乙事。", " |  | 各单位要认真落实，年底报告。"],
            id="末项之句后的段落",
        ),
        pytest.param("一、甲类\n1.甲事。\n二、乙类\n2.乙事。\n3.丙事。\n", ["1甲类 | 1. | 甲事。", "2乙类 | 2. | 乙事。", "2乙类 | 3. | 丙事。"], id="序号跨节连续"),
    ],
)
def test_leaves(text: str, expected: list[str]) -> None:
    """The innermost numbered item is the task, those around it are its path."""
    assert [show_task(task) for task in read_tasks(HEAD + text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一、总体要求\n以便民为宗旨，建成一流体系。\n二、重点任务\n1.甲事。\n", ["甲事。"], id="总体要求"),
        pytest.param("一、工作目标\n（一）总目标。达到一流。\n（二）分目标。达到优秀。\n二、重点任务\n1.甲事。\n", ["甲事。"], id="目标下的条目"),
        pytest.param("一、基本原则\n1.坚持便民。\n2.坚持公开。\n二、重点任务\n1.甲事。\n", ["甲事。"], id="基本原则"),
        pytest.param("各区人民政府，市直各部门：\n为贯彻落实上级要求，制定本方案。\n1.甲事。\n", ["甲事。"], id="称呼与缘由"),
        pytest.param("1.甲事。\n特此通知。\n青川市人民政府办公室\n2022年4月19日\n（此件公开发布）\n", ["甲事。"], id="落款"),
        pytest.param("1.甲事。\n2.乙事。\n本方案自印发之日起施行。\n", ["甲事。", "乙事。"], id="施行条款"),
        pytest.param("1.甲事。\n附件：1.任务清单\n2.名单\n青川市教育局\n2022年4月19日\n", ["甲事。"], id="附件清单"),
        pytest.param("1.甲事。\n抄送：市委办公室。\n", ["甲事。"], id="抄送"),
        pytest.param("各部门要落实责任。\n全面加强管理。\n", [], id="无编号的段落"),
        pytest.param(
            "一、重点任务\n1.甲事。\n二、组织机构\n成立领导小组，名单如下：\n组长：张三\n成员：李四、王五\n",
            ["甲事。"],
            id="成员名单",
        ),
        pytest.param("1.甲事。\n2.乙事。\n— 7 —\n3.丙事。\n", ["甲事。", "乙事。", "丙事。"], id="页码"),
    ],
)
def test_what_is_no_task(text: str, expected: list[str]) -> None:
    """Titles, salutations, preambles, general headings, signatures and closings are no tasks."""
    assert [task.text for task in read_tasks(HEAD + text)] == expected


def test_duties_under_unit_headings() -> None:
    """Duties under a unit's heading are its tasks; the heading is step and inherited unit."""
    text = "青川市部门职责\n一、市发展改革委\n1.拟订规划。\n2.审批项目。\n二、市教育局\n负责学校安全。\n三、市财政局\n1.安排资金。\n"
    assert [(show_path(t), t.number, t.text, *show_units(t)) for t in read_tasks(text)] == [
        ("1市发展改革委", 1, "拟订规划。", "责任 市发展改革委^"),
        ("1市发展改革委", 2, "审批项目。", "责任 市发展改革委^"),
        ("2市教育局", None, "负责学校安全。", "责任 市教育局^"),
        ("3市财政局", 1, "安排资金。", "责任 市财政局^"),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("通知\n一、重点任务\n1.甲事。\n", [None], id="正文"),
        pytest.param(
            "青川市关于印发方案的通知\n一、重点任务\n1.甲事。\n青川市教育局\n2022年4月19日\n附件1\n青川市任务清单\n一、学校建设\n1.建学校。\n",
            [None, "青川市任务清单"],
            id="附件",
        ),
    ],
)
def test_parts(text: str, parts: list[str | None]) -> None:
    """A task of an attachment names it; one of the main text names nothing."""
    assert [task.part for task in read_tasks(text)] == parts


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        pytest.param((1, 2, 3), [], id="连号"),
        pytest.param((1, 2, 4), ["numbering-gap"], id="缺号"),
        pytest.param((1, 2, 2, 3), ["numbering-repeat"], id="重号"),
    ],
)
def test_numbering_faults(numbers: tuple[int, ...], codes: list[str]) -> None:
    """A number left out or printed twice is said, and every item stays a task."""
    document = read_text(HEAD + "".join(f"{number}.事项{number}完成。\n" for number in numbers))
    assert [task.number for task in document.tasks] == list(numbers)
    assert [d.code for d in document.diagnostics if d.code.startswith("numbering")] == codes


def test_month_that_heads_entries() -> None:
    """A month on a line of its own in a cell is the time of its entries, no step."""
    text = (
        "序号\t工作任务\t2022年具体措施\t责任单位\n"
        "1\t学校建设\t<p>3月：</p><p>1.制定方案。</p><p>2.组织培训。</p><p>5月：</p><p>1.开工建设。</p>\t市教育局\n"
        "2\t道路建设\t<p>4月：</p><p>1.勘察设计。</p>\t市交通局\n"
    )
    assert [(show_path(t), t.text, *(show_time(x) for x in t.times)) for t in read_tasks(text)] == [
        ("1学校建设", "制定方案。", "period 3月 2022-03-01..2022-03-31"),
        ("1学校建设", "组织培训。", "period 3月 2022-03-01..2022-03-31"),
        ("1学校建设", "开工建设。", "period 5月 2022-05-01..2022-05-31"),
        ("2道路建设", "勘察设计。", "period 4月 2022-04-01..2022-04-30"),
    ]


RUN_IN = (
    "某县环境整治工作方案为贯彻要求,结合我县实际,制定本方案。一、重点任务(一)整治村容1、清理垃圾。各村要组织清理。(县住建局负责)"
    "2、规范堆放。引导村民有序堆放。(县住建局负责)(二)提升治理1、推进治污。加强日常维护。二、保障措施(一)加强领导。"
)


@pytest.mark.parametrize(
    "times", [pytest.param(1, id="短"), pytest.param(80, id="长")]
)
def test_a_text_without_line_ends(times: int) -> None:
    """Marks inside run-together words are marks by their sequence, however long the words are."""
    text = RUN_IN.replace("各村要组织清理。", "各村要组织清理,落实日常保洁,引导村民参与。" * times)
    assert [(show_path(task), task.number) for task in read_tasks(text)] == [
        ("1重点任务 > 1整治村容", 1),
        ("1重点任务 > 1整治村容", 2),
        ("1重点任务 > 2提升治理", 1),
        ("2保障措施", 1),
    ]


def test_lists_in_lists_nest() -> None:
    """Items of a list inside an item are its children, though both count 1. 2. 3."""
    page = "<ol><li>开展普查。</li><li>整治网络。<ol><li>核验资质。</li><li>下架商户。</li></ol></li><li>通报结果。</li></ol>"
    document = parse(f"<html><body><h1>工作要点</h1>{page}</body></html>".encode())
    assert [(show_path(task), task.text) for task in document.tasks] == [
        ("", "开展普查。"),
        ("2整治网络。", "核验资质。"),
        ("2整治网络。", "下架商户。"),
        ("", "通报结果。"),
    ]


def test_a_letter_counts_from_one_or_is_no_number() -> None:
    """A list that counts with letters has the numbers of its letters, or none; never nought."""
    page = '<ol type="a"><li>核验资质。</li><li>下架商户。</li></ol>'
    document = parse(f"<html><body><h1>工作要点</h1>{page}</body></html>".encode())
    assert [(task.label, task.number) for task in document.tasks] in ([("a.", 1), ("b.", 2)], [("a.", None), ("b.", None)])
    assert not [d for d in document.diagnostics if d.code.startswith("numbering")]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("各单位应当落实责任，年底前报送总结。", ["各单位应当落实责任，年底前报送总结。"]),
        ("2024年11月底前，完成改造。", ["2024年11月底前，完成改造。"]),
        ("今天天气好，我们去公园玩。", []),
    ],
)
def test_a_lone_paragraph_is_a_measure_where_it_says_who_or_when(text: str, texts: list[str]) -> None:
    """A text that is one paragraph and nothing else, as pasted from a message."""
    assert [task.text for task in read_tasks(text)] == texts
