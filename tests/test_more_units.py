"""Rows that only have more units than the row above, drawn at random, and brackets that say which bodies are meant."""

from __future__ import annotations

import random

import pytest
from build_docx import docx, p, tbl, tc, tr
from build_html import page, table

from docx2tasks import parse

DRAWN = 48
UNITS = ("市水利局", "市林业局", "县供销社", "市总工会", "各乡镇人民政府", "市图书馆", "团市委", "县农业农村局")
WORK = ("修缮水闸并公示", "清理沟渠", "补植护岸林", "更换水尺", "加固堤防", "开展巡护")


def _draw(dice: random.Random) -> tuple[list[list[str]], list[tuple[str, list[str]]]]:
    """The rows of a table, and each measure with its units."""
    has_limits = dice.random() < 0.5
    rows = [["序号", "工作任务", "责任单位", *(["完成时限"] if has_limits else [])]]
    gold = []
    for number in range(1, dice.randint(3, 6)):
        names = dice.sample(UNITS, dice.randint(1, 3))
        work = dice.choice(WORK)
        gold.append((work, names))
        limit = [f"{dice.randint(2, 12)}月底前"] if has_limits else []
        rows.append([str(number), work, names[0], *limit])
        rows += [["", "", name, *([""] if has_limits else [])] for name in names[1:]]
        if dice.random() < 0.3:  # a blank cell of units means those above
            work = dice.choice(WORK)
            rows.append([str(number) + "0", work, "", *limit])
            gold.append((work, names))
    return rows, gold


def _to_bytes(rows: list[list[str]], kind: str) -> bytes:
    title = "望山市2025年护岸任务清单"
    if kind == "docx":
        return docx(p(title), tbl(*(tr(*(tc(p(words)) for words in row)) for row in rows)))
    if kind == "html":
        return page(f"<p>{title}</p>" + table(rows), title="").encode()
    rule = ["---"] * len(rows[0])
    return "\n".join((title, "", *("| " + " | ".join(row) + " |" for row in (rows[0], rule, *rows[1:])))).encode()


@pytest.mark.parametrize("kind", ["docx", "html", "markdown"])
@pytest.mark.parametrize("seed", range(DRAWN // 3))
def test_rows_with_more_units(seed: int, kind: str) -> None:
    """The measure above has them all, and so has the next one without a unit of its own."""
    rows, gold = _draw(random.Random(seed))  # noqa: S311  no secret
    tasks = parse(_to_bytes(rows, kind)).tasks
    assert [(task.text, [unit.name for unit in task.units]) for task in tasks] == gold, rows


@pytest.mark.parametrize("stop", ["", "。"])
@pytest.mark.parametrize(
    "words",
    ["会同两个成员单位", "走访3家企业", "压实三个责任主体", "联系有关部门", "抽查五所学校", "督促下列街道"],
)
def test_a_bracket_that_says_which_bodies_are_meant(words: str, stop: str) -> None:
    """It is no clause, whether others end in such brackets or not; one with a role or behind a stop is."""
    for names in ("区财政局、区林业局", "区财政局、区林业局、区水利局"):
        items = (f"1.{words}（{names}）{stop}", "2.种树。（责任单位：区林业局）", f"3.{words}（{names}负责）{stop}")
        tasks = parse("\n".join(("某区工作方案", *items)).encode()).tasks
        assert [len(task.units) for task in tasks] == [0, 1, len(names.split("、"))]
        assert tasks[0].text == f"{words}（{names}）{stop}"
