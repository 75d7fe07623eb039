"""Documents that are printed twice in their file, contents lists, and lists that only look alike."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from build_docx import docx, p, tbl, tr
from build_html import page, paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st

from docx2tasks import Document, parse
from docx2tasks.numerals import number_to_han

Lines = list[str]

DOINGS = ("改造", "新建", "修缮", "维护", "整治", "更新", "完善")
THINGS = ("老旧小区", "农贸市场", "健身步道", "停车泊位", "社区食堂", "雨污管道", "口袋公园", "便民窗口")
OFFICES = ("市教育局", "市住建局", "市水利局", "市民政局", "市文旅局", "市商务局")
WRITERS: dict[str, Callable[[Lines], bytes]] = {
    "text": lambda lines: "\n".join(lines).encode(),
    "page": lambda lines: page(paragraphs(*lines)).encode(),
    "Word": lambda lines: docx("".join(map(p, lines))),
}
BETWEEN: dict[str, Lines] = {
    "nothing": [],
    "a signature": ["临江市人民政府办公室", "2024年3月1日"],
    "a line": ["————————————"],
    "a note": ["（此件公开发布）"],
    "a page number": ["— 1 —"],
}
TITLE = "临江市2024年重点任务方案"


def plan(seed: int, chapters: int, clause: str = "（责任单位：{}）") -> tuple[Lines, Lines]:
    """The lines of a plan, and the words of its tasks."""
    dice = random.Random(seed)  # noqa: S311  no secret
    lines, tasks = [], []
    for chapter in range(1, chapters + 1):
        lines.append(f"{number_to_han(chapter)}、{dice.choice(DOINGS)}{dice.choice(THINGS)}{chapter}批")
        for number in range(1, dice.randint(2, 5)):
            task = f"{dice.choice(DOINGS)}{dice.choice(THINGS)}{dice.randint(2, 90)}处，{chapter}月{number}日前完成。"
            lines.append(f"{number}.{task}{clause.format(dice.choice(OFFICES))}")
            tasks.append(task)
    return lines, tasks


def codes(document: Document) -> set[str]:
    """The codes of what the document is doubtful about."""
    return {diagnostic.code for diagnostic in document.diagnostics}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    chapters=st.integers(1, 5),
    title=st.sampled_from([[], [TITLE], [TITLE, "（征求意见稿）"]]),
    between=st.sampled_from(sorted(BETWEEN)),
    prints=st.integers(2, 3),
    clause=st.sampled_from(["（责任单位：{}）", "", "责任单位：{}"]),
    writer=st.sampled_from(sorted(WRITERS)),
)
def test_each_task_comes_once(
    seed: int, chapters: int, title: Lines, between: str, prints: int, clause: str, writer: str
) -> None:
    """With a title or not, whatever is between the prints, two of them or three."""
    lines, _ = plan(seed, chapters, clause)
    once = parse(WRITERS[writer]([*title, *lines, *BETWEEN[between]]))
    again = parse(WRITERS[writer]([*title, *lines, *BETWEEN[between]] * prints))
    assert [show(task) for task in again.tasks] == [show(task) for task in once.tasks]
    assert "text-repeated" in codes(again)
    assert "text-repeated" not in codes(once)


def show(task: object) -> tuple[object, ...]:
    """A task without its place."""
    return (task.label, [step.title for step in task.path], task.text, [unit.name for unit in task.units])  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    chapters=st.integers(3, 5),
    changes=st.integers(1, 2),
    title=st.sampled_from([[], [TITLE]]),
    between=st.sampled_from(sorted(BETWEEN.keys() - {"a line"})),
    writer=st.sampled_from(sorted(WRITERS)),
)
def test_a_draft_and_its_final(seed: int, chapters: int, changes: int, title: Lines, between: str, writer: str) -> None:
    """What differs is there in both forms, what is the same once, and it is said."""
    lines, tasks = plan(seed, chapters)
    dice = random.Random(seed)  # noqa: S311
    final = [*lines]
    for place in dice.sample([n for n, line in enumerate(lines) if line[0].isdigit()], changes):
        final[place] = final[place].replace("日前完成", "日前全部完成")
    document = parse(WRITERS[writer]([*title, *lines, *BETWEEN[between], *title, *final]))
    changed = [
        t.replace("日前完成", "日前全部完成")
        for t in tasks
        if any(t.replace("日前完成", "日前全部完成") in f for f in final)
    ]
    assert Counter(task.text for task in document.tasks) == Counter([*tasks, *changed])
    assert "text-repeated" in codes(document)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "tail",
    ["", "\t{}", "......{}", " {}", "（{}）", "……{}"],
    ids=["bare", "tab", "dots", "blank", "bracket", "ellipsis"],
)
@pytest.mark.parametrize("mark", [[], ["目录"], ["目　录"]], ids=["no mark", "mark", "spaced mark"])
@pytest.mark.parametrize("depth", ["headings", "items"])
@pytest.mark.parametrize("prints", [1, 2])
def test_a_contents_list_holds_no_task(writer: str, tail: str, mark: Lines, depth: str, prints: int) -> None:
    """Headings alone or items too, with page numbers or without; also where all of it is printed twice."""
    lines, tasks = plan(7, 4)
    listed = [line.split("。")[0].split("，")[0] for line in lines if depth == "items" or not line[0].isdigit()]
    contents = [line + tail.format(number) for number, line in enumerate(listed, 1)]
    document = parse(WRITERS[writer]([TITLE, *mark, *contents, *lines] * prints))
    assert [task.text for task in document.tasks] == tasks


SAME = ["1.加强组织领导。", "2.落实工作经费。", "3.开展宣传引导。"]


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["一、改造小区", *SAME, "二、新建学校", *SAME], id="同样的小项"),
        pytest.param(["（一）市教育局", *SAME, "（二）市财政局", *SAME, "（三）市水利局", *SAME], id="各单位同样任务"),
        pytest.param(["甲县任务清单", *SAME, "乙县任务清单", *SAME], id="两县各一单"),
    ],
)
def test_lists_that_look_alike_are_kept(lines: Lines, writer: str) -> None:
    """The same steps under different headings are tasks of each."""
    document = parse(WRITERS[writer](["临江市2024年任务方案", *lines]))
    assert len(document.tasks) == len([line for line in lines if line in SAME])
    assert "text-repeated" not in codes(document)


ROWS = [
    ("1", "改造老旧小区30个。", "市住建局"),
    ("2", "新建停车泊位500个。", "市交通局"),
    ("3", "维护健身步道12公里。", "市体育局"),
]


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return tbl(tr("序号", "工作任务", "责任单位"), *[tr(*row) for row in rows], columns=3)


@pytest.mark.parametrize("title", ["", "临江市2024年任务清单"], ids=["no title", "title"])
def test_a_table_that_is_printed_twice(title: str) -> None:
    """The rows come once; a row that another unit answers for comes in both forms."""
    head = p(title) if title else ""
    assert len(parse(docx(head + _table(ROWS) + head + _table(ROWS))).tasks) == 3
    others = [*ROWS[:2], ("3", "维护健身步道12公里。", "市文旅局")]
    both = parse(docx(head + _table(ROWS) + p("修订稿") + head + _table(others)))
    assert {unit.name for task in both.tasks for unit in task.units} == {"市住建局", "市交通局", "市体育局", "市文旅局"}


@pytest.mark.parametrize("seed", range(5))
def test_a_second_print_in_one_line(seed: int) -> None:
    """A page that holds its text once more, without line ends, gives each task once."""
    lines, tasks = plan(seed, 4)
    document = parse("\n".join([TITLE, *lines, "2024年3月1日", "".join(lines)]).encode())
    assert Counter(task.text for task in document.tasks) == Counter(tasks)
    assert "text-repeated" in codes(document)
