"""Tables that were saved as lines: a cell a line, tabs with headings between, and what a line end broke."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from build_docx import docx, p

from docx2tasks import parse
from docx2tasks.model import Document
from docx2tasks.readers.broken_fields import is_broken_word

HEAD = "青川市2024年重点任务分工表\n\n"


def _said(document: Document) -> list[str]:
    """Each task as ``path>number.text@units``; inherited units in brackets."""
    return [
        f"{'/'.join(step.title for step in task.path)}>{task.number}.{task.text}"
        f"@{'、'.join(f'({unit.name})' if unit.inherited else unit.name for unit in task.units)}"
        for task in document.tasks
    ]


def _lines(*cells: str) -> str:
    return HEAD + "\n\n".join(" ".join(cells).split()) + "\n"


FLAT = [
    pytest.param("序号 任务 责任单位 1 新建泵站3座。 市水利局 2 疏浚河道5条。 3 加固堤防8公里。 市应急局",
                 [">1.新建泵站3座。@市水利局", ">2.疏浚河道5条。@(市水利局)", ">3.加固堤防8公里。@市应急局"], id="合并的单位格只印一次"),
    pytest.param("序号 事项 工作措施 责任单位 1 水库整治 新建泵站3座。 市水利局 2 疏浚河道5条。 市住建局 3 堤防整治 加固堤防8公里。 市应急局",
                 ["水库整治>None.新建泵站3座。@市水利局", "水库整治>None.疏浚河道5条。@市住建局", "堤防整治>None.加固堤防8公里。@市应急局"], id="合并的事项格只印一次"),
    pytest.param("序号 任务 责任单位 防洪排涝 1 新建泵站3座。 市水利局 2 疏浚河道5条。 市住建局 防灾减灾 3 加固堤防8公里。 市应急局",
                 ["防洪排涝>1.新建泵站3座。@市水利局", "防洪排涝>2.疏浚河道5条。@市住建局", "防灾减灾>3.加固堤防8公里。@市应急局"], id="不带序号的通栏标题"),
    pytest.param("序号 任务 责任单位 防洪排涝 1 新建泵站3座。 市水利局 防灾减灾 1 加固堤防8公里。 市应急局 2 修订应急预案。 市气象局",
                 ["防洪排涝>1.新建泵站3座。@市水利局", "防灾减灾>1.加固堤防8公里。@市应急局", "防灾减灾>2.修订应急预案。@市气象局"], id="每类重新编号"),
    pytest.param("序号 任务 责任分工 牵头单位 配合单位 1 新建泵站3座。 市水利局 市财政局 2 疏浚河道5条。 市住建局 市城管局",
                 [">1.新建泵站3座。@市水利局、市财政局", ">2.疏浚河道5条。@市住建局、市城管局"], id="两行表头"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), FLAT)
def test_a_cell_a_line(cells: str, expected: list[str]) -> None:
    """Lines are laid under the columns they fit; merged cells are as above."""
    assert _said(parse(_lines(cells).encode())) == expected


@pytest.mark.parametrize(("cells", "expected"), FLAT)
def test_a_cell_a_paragraph(cells: str, expected: list[str]) -> None:
    """Word files saved from text hold the same cells as paragraphs."""
    assert _said(parse(docx(*map(p, _lines(cells).split())))) == expected


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param("序号 任务 责任单位 1 新建泵站3座。 市水利局 2 市住建局 3 加固堤防8公里。 市应急局", "rows 2", id="缺措施"),
        pytest.param("序号 任务 责任单位 1 新建泵站3座。 市水利局 2 疏浚河道5条。 市住建局 " + "另行通知的内容。 " * 20 + "3 加固堤防8公里。 市应急局",
                     "after row 2", id="序号中断"),
    ],
)  # fmt: skip
def test_doubtful_rows_are_errors(cells: str, words: str) -> None:
    """A row without its measure and a count that breaks off are errors, which ``--strict`` refuses."""
    told = [(one.level, one.message) for one in parse(_lines(cells).encode()).diagnostics if one.code == "rows-doubtful"]
    assert [level for level, _ in told] == ["error"]
    assert words in told[0][1]


TABS = "序号\t任务\t责任单位\t完成时限\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(TABS + "防洪排涝\n1\t新建泵站3座。\t市水利局\t6月底前\n防灾减灾\n2\t加固堤防8公里。\t市应急局\t9月底前\n",
                     ["防洪排涝>1.新建泵站3座。@市水利局", "防灾减灾>2.加固堤防8公里。@市应急局"], id="无制表符的标题行"),
        pytest.param(TABS + "\n防洪排涝\n\n1\t新建泵站3座。\t市水利局\t6月底前\n\n防灾减灾\n\n2\t加固堤防8公里。\t市应急局\t9月底前\n",
                     ["防洪排涝>1.新建泵站3座。@市水利局", "防灾减灾>2.加固堤防8公里。@市应急局"], id="行间空行"),
        pytest.param("序号\t任务\t责任单位\n1\t新建泵站3座。\t市水利局\n市财政局\n2\t加固堤防8公里。\t市应急局\n",
                     [">1.新建泵站3座。@市水利局、市财政局", ">2.加固堤防8公里。@市应急局"], id="单位格的第二行不是标题"),
    ],
)  # fmt: skip
def test_lines_without_tabs_between_rows(words: str, expected: list[str]) -> None:
    """A short line between rows whose numbers go on is a heading, unless it looks like the cell above it."""
    assert _said(parse((HEAD + words).encode())) == expected


@pytest.mark.parametrize("lines", [["1.新建泵站3座。（责任单位：市水利局、", "市财政局）"], ["1.新建泵站3座。（牵头单位：市水", "利局；配合单位：市财政局）"]])
@pytest.mark.parametrize("kind", ["text", "docx"])
def test_clause_over_a_line_end(kind: str, lines: list[str]) -> None:
    """A bracket that is open at a line's end goes on in the next line, in every format."""
    words = [HEAD.strip(), "一、重点任务", *lines, "2.疏浚河道5条。"]
    document = parse("\n".join(words).encode() if kind == "text" else docx(*map(p, words)))
    assert _said(document) == ["重点任务>1.新建泵站3座。@市水利局、市财政局", "重点任务>2.疏浚河道5条。@"]
    assert "lines-joined" in {one.code for one in document.diagnostics}


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        ("市教育", "局、市公", True),
        ("市交通运", "输局", True),
        ("市人力资源社", "会保障局", True),
        ("6月", "底前", True),
        ("2024年", "6月底", True),
        ("市教育局", "市公安局", False),
        ("财政局", "公安局", False),
        ("县妇联", "团县委", False),
        ("4月：联合办公", "9月：试运行", False),
        ("推进建设。", "财政局", False),
    ],
)
def test_broken_words_of_cells(before: str, after: str, *, broken: bool) -> None:
    """A piece that is no name, and the rest of a date, belong to the line before."""
    assert is_broken_word(before, after) is broken
