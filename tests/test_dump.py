"""Tables dumped into text become tables: every shape, short rows, and what is no table."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docx2tasks.readers.plain.text import read_text
from docx2tasks.source import Table

SHARED = Path(os.environ.get("DOCX2TASKS_SHARED", Path(__file__).parents[2] / "shared"))
SEEDS = SHARED / "seeds"
REAL = SHARED / "corpus" / "real"

LED = "\t任务\n\t措施\n\t单位\n\n"


def _tables(data: bytes) -> list[Table]:
    return [block for block in read_text(data).blocks if isinstance(block, Table)]


def _rows(table: Table) -> list[str]:
    """A row as text: cells parted by ``|``, paragraphs by ``/``, a wide cell followed by its span."""
    return [
        "|".join(
            "/".join(p.text for p in cell.paragraphs()) + (f"+{cell.colspan}" if cell.colspan > 1 else "")
            for cell in row
        )
        for row in table.rows
    ]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        pytest.param(
            LED + "\t一、党建\n\t1.3月底前，印发要点。\n2.6月底前，开展检查。\n\t市教育局\n\n\t\n\t3.落实责任。\n\t\n",
            ["一、党建|1.3月底前，印发要点。/2.6月底前，开展检查。|市教育局", "|3.落实责任。|"],
            id="一格一行",
        ),
        pytest.param(LED + "\t健全体系\n\n\t党建\n\t1.甲\n\t市委办\n", ["健全体系+3", "党建|1.甲|市委办"], id="通栏标题"),
        pytest.param(LED + "\t准入\n\n\n\t1.甲\n\t市委办\n\n\t\n\t2.乙\n\t\n", ["准入|1.甲|市委办", "|2.乙|"], id="空行断行"),
        pytest.param(LED + "\t党建\n\t1.甲\n\t市委办\n\n\n \n\n\t\n\t2.乙\n\t\n", ["党建|1.甲|市委办", "|2.乙|"], id="多个空行"),
        pytest.param(LED + "\t党建\n\t1.甲\n\n2.乙\n\t市委办\n", ["党建|1.甲/2.乙|市委办"], id="单元格内空行"),
        pytest.param(LED + "\t党建\n\t1.甲\n\t市委办\n\n— 3 —\n\n\t作风\n\t2.乙\n\t市府办\n", ["党建|1.甲|市委办", "作风|2.乙|市府办"],
                     id="跨页页码"),
        pytest.param("序号\n\t事项\n\t单位\n\n1\n\t强基层\n\t市教育局\n\n2\n\t保运转\n\t市财政局\n", ["1|强基层|市教育局", "2|保运转|市财政局"],
                     id="首格无制表符"),
        pytest.param("序号\n\t事项\n\t内容\n\t单位\n\n1\n\t强基层\n\t健全服务网络，提升能力。\n\t市教育局\n\n2\n\t保运转\n\t加大投入力度，优化结构。\n\t市财政局\n\n"
                     "完善考核办法，强化督查。\n\t市人社局\n", ["1|强基层|健全服务网络，提升能力。|市教育局",
                     "2|保运转|加大投入力度，优化结构。|市财政局", "||完善考核办法，强化督查。|市人社局"], id="合并格缺失靠右"),
    ],
)  # fmt: skip
def test_one_cell_a_line(words: str, rows: list[str]) -> None:
    """Tab-led cells give rows of the header's width."""
    (table,) = _tables(("附件2\n任务分工\n" + words).encode())
    assert _rows(table)[1:] == rows
    assert table.ragged


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        pytest.param("序号\t任务\t单位\n1\t推进改革\t市教育局\n2\t强化保障\t市财政局", ["1|推进改革|市教育局", "2|强化保障|市财政局"], id="一行一行"),
        pytest.param("任务\t单位\n甲\t局\n乙\t\n丙\t厅", ["甲|局", "乙|", "丙|厅"], id="末格空白"),
        pytest.param("任务\t措施\t单位\t\n甲\t一是做\t局\t\n\t二是管\t\t", ["甲|一是做|局", "|二是管|"], id="行尾制表符"),
        pytest.param("任务\t措施\t单位\n甲\t<p>1.做</p> <p>2.管</p>\t局\n\t3.防\t厅", ["甲|1.做/2.管|局", "|3.防|厅"], id="格内段落标签"),
        pytest.param("任务\t措施\t单位\n一、甲\t1.做\t局\n\n任务\t措施\t单位\n一、甲\t2.管\t厅",
                     ["一、甲|1.做|局", "任务|措施|单位", "一、甲|2.管|厅"], id="重复表头仍是一表"),
        pytest.param("序号\t任务\t单位\n1\t推进\n改革\t教育局\n2\t强化\n保障\t财政局\n民政局", ["1|推进/改革|教育局", "2|强化/保障|财政局/民政局"],
                     id="格内换行"),
        pytest.param("档次\t任务\t分解\n甲档\n乙档\t办好会议\t3月：开会\n甲档\n乙档\t修订制度\t4月：起草\n6月：印发\n甲档\n乙档\t巡查\t9月：自查",
                     ["甲档/乙档|办好会议|3月：开会", "甲档/乙档|修订制度|4月：起草/6月：印发", "甲档/乙档|巡查|9月：自查"], id="首格多行"),
        pytest.param("任务\t分解\t考核\n甲\t3月：起草\t1.时效\n2.成果\n5月：印发\n乙\t4月：调研\t1.时效", ["甲|3月：起草/5月：印发|1.时效/2.成果",
                     "乙|4月：调研|1.时效"], id="月份行归位"),
        pytest.param("任务\t内容\n甲\t健全水源保护制度和水源地建设，\n推进河湖治理\n乙\t强化巡查", ["甲|健全水源保护制度和水源地建设，推进河湖治理",
                     "乙|强化巡查"], id="格内硬换行"),
    ],
)  # fmt: skip
def test_cells_parted_by_tabs(words: str, rows: list[str]) -> None:
    """Tabs part cells, and a cell may hold line ends."""
    (table,) = _tables(words.encode())
    assert _rows(table)[1:] == rows


BARE = "改革清单\n序号\n改革举措\n主要内容\n责任部门\n"


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        pytest.param("1\n一窗受理\n整合窗口，统一收件。\n市政务办\n2\n容缺办理\n公布清单，限时补正。\n市数据局\n",
                     ["1|一窗受理|整合窗口，统一收件。|市政务办", "2|容缺办理|公布清单，限时补正。|市数据局"], id="逐格一行"),
        pytest.param("一、政务服务\n1\n一窗受理\n整合窗口。\n市政务办\n二、数据共享\n2\n容缺办理\n公布清单。\n市数据局\n",
                     ["一、政务服务+4", "1|一窗受理|整合窗口。|市政务办", "二、数据共享+4", "2|容缺办理|公布清单。|市数据局"], id="类别行"),
        pytest.param("1\n一窗受理\n整合窗口，\n统一收件。\n市政务办\n2\n容缺办理\n公布清单。\n市数据局\n",
                     ["1|一窗受理|整合窗口，统一收件。|市政务办", "2|容缺办理|公布清单。|市数据局"], id="内容多行"),
    ],
)  # fmt: skip
def test_bare_cells_one_a_line(words: str, rows: list[str]) -> None:
    """A count that runs on below 序号 proves a table whose cells nothing marks."""
    (table,) = _tables((BARE + words).encode())
    assert _rows(table)[1:] == rows


@pytest.mark.parametrize("words", ["1\n一窗受理\n整合窗口。\n市政务办\n此后另行通知。\n", "各单位要抓好落实。\n", "3\n甲\n乙\n丙\n"])
def test_no_count_no_table(words: str) -> None:
    """The names of columns alone, or one row, prove nothing."""
    assert not _tables((BARE + words).encode())


def test_text_after_table_stays_text() -> None:
    """A blank line ends the last cell of a table."""
    source = read_text("序号\t任务\n1\t甲\n2\t乙\n\n各单位要抓好落实。".encode())
    assert [isinstance(block, Table) for block in source.blocks] == [True, False]


WIDE = "重点任务\t\t工作举措\t责任部门\n" + "".join(
    f"{n}、第{n}类\t{i}.健全相关制度机制，明确职责。\t{i}.开展专项检查并通报结果，督促整改到位，落实常态长效。\t责任单位：省教育厅\n"
    for i, n in enumerate("一二三", 1)
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("\n重点任务\t工作举措\t责任部门\n", "重点任务||工作举措|责任部门", id="缺格的表头"),
        pytest.param(
            "四、第四类 4.健全相关制度机制，明确职责。\t4.开展专项检查并通报结果，督促整改到位，落实常态长效。\t责任单位：省财政厅\n",
            "四、第四类 4.健全相关制度机制，明确职责。+2|4.开展专项检查并通报结果，督促整改到位，落实常态长效。|责任单位：省财政厅",
            id="类别与任务连写",
        ),
        pytest.param(
            "4.开展专项检查并通报结果，督促整改到位，落实常态长效。\t责任单位：省财政厅\n",
            "||4.开展专项检查并通报结果，督促整改到位，落实常态长效。|责任单位：省财政厅",
            id="缺前两格",
        ),
    ],
)
def test_short_rows_are_aligned(row: str, expected: str) -> None:
    """A row that lost cells stands under the columns its cells look like."""
    (table,) = _tables((WIDE + row + WIDE.split("\n")[1] + "\n").encode())
    assert expected in _rows(table)


@pytest.mark.parametrize(
    ("words", "rows", "header"),
    [
        pytest.param("| 任务 | 单位 |\n|---|---|\n| 甲 | 局 |\n| 乙 | 厅 |", ["任务|单位", "甲|局", "乙|厅"], 1, id="竖线"),
        pytest.param('序号,任务,单位\n1,"推进,改革","教育局"\n2,"落实""两个""责任",财政局', ["序号|任务|单位", "1|推进,改革|教育局", '2|落实"两个"责任|财政局'],
                     0, id="逗号与引号"),
    ],
)  # fmt: skip
def test_marked_tables(words: str, rows: list[str], header: int) -> None:
    """Pipes and quoted commas part cells where every line has as many."""
    (table,) = _tables(words.encode())
    assert _rows(table) == rows
    assert (table.header_rows, table.ragged) == (header, False)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("\t为推进改革，制定本方案。\n\n\t一、总体要求\n\n\t二、重点任务\n", id="制表符缩进的段落"),
        pytest.param("\t各单位要抓好落实，及时报告。\n\t加强宣传引导，营造氛围。\n\n\t强化督查，严肃问责。\n\t完善机制，久久为功。\n", id="两段一组"),
        pytest.param("电话：\t123\n传真：\t456\n邮箱：\t789", id="标签与值"),
        pytest.param("首页 | 政务公开 | 互动交流\n正文", id="导航竖线"),
        pytest.param("加强组织,明确分工,抓好落实。\n强化督查,严格考核,兑现奖惩。\n注重宣传,营造氛围,凝聚合力。", id="半角逗号的文章"),
        pytest.param("一、改造\t1\n二、修缮\t2\n三、新建\t3\n正文。\n一、改造\t1\n二、修缮\t2\n三、新建\t3", id="两遍目录"),
        pytest.param("\t\t\t手机版\n\t\t\t无障碍", id="网页缩进"),
    ],
)
def test_no_table(words: str) -> None:
    """Indents, labels and prose are no table."""
    assert _tables(words.encode()) == []


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here")
@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        pytest.param("seed-000", [(31, 4)], id="000"),
        pytest.param("seed-001", [(78, 4), (11, 5)], id="001"),
        pytest.param("seed-002", [], id="002"),
        pytest.param("seed-003", [], id="003"),
        pytest.param("seed-004", [(97, 3)], id="004"),
    ],
)
def test_seed_tables(name: str, shapes: list[tuple[int, int]]) -> None:
    """The seeds hold so many tables of so many rows and columns."""
    tables = _tables((SEEDS / f"{name}.txt").read_bytes())
    assert [(len(table.rows), table.columns) for table in tables] == shapes


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here")
def test_seed_rows() -> None:
    """Rows of the seeds are whole: numbers count up, units stand last, headings span the table."""
    first, second = _tables((SEEDS / "seed-001.txt").read_bytes())
    assert [row[1].passage.text.split(".")[0] for row in first.rows[1:]] == [str(n) for n in range(1, 78)]
    assert [row[0].passage.text for row in second.rows[1:]] == [str(n) for n in range(1, 11)]
    (bands,) = _tables((SEEDS / "seed-004.txt").read_bytes())
    wide = [row for row in bands.rows if len(row) == 1]
    assert [row[0].colspan for row in wide] == [3] * 6
    assert all(not row[1].is_blank for row in bands.rows[1:] if len(row) > 1)
    (runs,) = _tables((SEEDS / "seed-000.txt").read_bytes())
    heads = [row for row in runs.rows if row[0].passage.text == "重点任务"]
    assert {tuple(cell.passage.text for cell in row) for row in heads} == {("重点任务", "", "工作举措", "责任部门")}
    assert all(row[-1].column == 3 for row in runs.rows)


@pytest.mark.skipif(not REAL.exists(), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("college_201", (11, 9)),
        ("college_210", (8, 9)),
        ("hezhang_county", (46, 6)),
        ("hezhang_town", (31, 5)),
    ],
)
def test_corpus_tables(name: str, shape: tuple[int, int]) -> None:
    """Dumps whose rows run over many lines have the rows their documents have."""
    (table,) = _tables((REAL / f"{name}.txt").read_bytes())
    assert (len(table.rows), table.columns) == shape
