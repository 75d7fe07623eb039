"""Titles of kinds of papers that no list holds, drawn at random: the first line, by its place and look."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from build_docx import docx, p
from build_html import page

from docx2tasks import parse

NAMES = ("工作行事历", "防汛路书", "夏季攻坚作战图", "为民服务微实事", "暑期托管日历", "排涝施工图景", "供暖倒排表格")
OWNERS = ("青川市教育局", "石桥镇", "清河社区", "望山县第一中学", "云岭集团")
YEARS = ("2025年", "2025年6月", "2025年度", "2024—2025学年", "")
BEFORE = ((), ("青政办〔2025〕6号",), ("特急",), ("青川市人民政府文件", "青政办〔2025〕6号"))
BEHIND = ((), ("（2025年6月1日）",), ("各科室、各直属单位：", "现将有关工作安排如下。"))
ITEMS = ("1.6月5日，召开碰头会。（责任单位：办公室）", "2.组织督导检查。（责任单位：督导室）")


@pytest.mark.parametrize("kind", ["text", "docx", "html"])
def test_the_first_line_is_the_title(kind: str) -> None:
    """Where it begins with a body or a year, or is centred or in a heading style; measures stay measures."""
    for number, (name, owner, year) in enumerate(product(NAMES, OWNERS, YEARS)):
        dice = Random(number)  # noqa: S311  no secret
        title, look = f"{owner}{year}{name}", dice.choice(("", "center", "heading"))
        before, behind = (dice.choice(BEFORE), dice.choice(BEHIND)) if number % 2 else ((), ())
        document = parse(_to_bytes(kind, before, title, look, (*behind, *ITEMS)), source_format=kind)
        assert document.document.title == title, (before, title, look, behind)
        assert [task.number for task in document.tasks if task.kind == "measure"] == [1, 2]


def _to_bytes(kind: str, before: tuple[str, ...], title: str, look: str, behind: tuple[str, ...]) -> bytes:
    if kind == "text":
        return "\n".join((*before, title, *behind)).encode()
    if kind == "docx":
        props = '<w:jc w:val="center"/>' if look == "center" else ""
        shown = p(title, props=props, style="1" if look == "heading" else "")
        return docx(*map(p, before), shown, *map(p, behind))
    tag = {"center": ('<p style="text-align:center">', "</p>"), "heading": ("<h1>", "</h1>")}.get(look, ("<p>", "</p>"))
    lines = "".join(f"<p>{line}</p>" for line in before), "".join(f"<p>{line}</p>" for line in behind)
    return page(lines[0] + title.join(tag) + lines[1], title="").encode()


@pytest.mark.parametrize(
    "line",
    ["教育方面", "主要任务", "加强组织领导", "修缮校舍12间并验收", "总体要求", "改造管道，更换井盖", "请各单位落实"],
)
def test_a_heading_or_a_measure_is_no_title(line: str) -> None:
    """Whatever stands first in a text without a title."""
    text = "\n".join((line, *ITEMS))
    assert parse(text.encode()).document.title is None
