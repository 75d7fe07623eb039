"""Outlines drawn at random, with what must come out of them: marks of all shapes, signs, headings, formats.

``draw(7)`` gives the bytes of document 7, its format, and the leaves in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import NamedTuple

from build_docx import abstract, docx, lvl, p, style

from docx2tasks.numerals import number_to_han

Shape = Callable[[int], str]


class Leaf(NamedTuple):
    """What must come out: titles of the path, label, number, text, and the unit that is inherited."""

    path: tuple[str, ...]
    label: str
    number: int
    text: str
    unit: str | None


class Drawn(NamedTuple):
    """A document: its bytes, its format, its text in lines for whoever looks at a fault, and its leaves."""

    data: bytes
    format: str
    lines: tuple[str, ...]
    leaves: tuple[Leaf, ...]


class Line(NamedTuple):
    """A line: its label behind signs, its words, its level as a heading; ``automatic`` says Word counts it."""

    label: str
    words: str
    heading: int | None = None
    automatic: bool = False


_FORMAL = "零壹贰叁肆伍陆柒捌玖拾"
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")
OUTER: dict[str, Shape] = {
    "一、": lambda n: f"{number_to_han(n)}、",
    "壹、": lambda n: f"{_FORMAL[n]}、",
    "第一章": lambda n: f"第{number_to_han(n)}章 ",
    "【一】": lambda n: f"【{number_to_han(n)}】",
    "Ⅰ.": lambda n: f"{chr(0x215F + n)}.",
    "I.": lambda n: f"{_ROMAN[n]}.",
    "任务一：": lambda n: f"任务{number_to_han(n)}：",
    "甲、": lambda n: f"{'甲乙丙丁戊己庚'[n - 1]}、",
}
INNER: dict[str, Shape] = {
    "（一）": lambda n: f"（{number_to_han(n)}）",
    "A.": lambda n: f"{chr(64 + n)}.",
    "(a)": lambda n: f"({chr(96 + n)})",
    "第一项": lambda n: f"第{number_to_han(n)}项 ",
}
LEAF: dict[str, Shape] = {
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
    "1）": lambda n: f"{n}）",
    "①": lambda n: chr(0x245F + n),
    "【1】": lambda n: f"【{n}】",
    "[1]": lambda n: f"[{n}]",
    "1：": lambda n: f"{n}：",
    "1 ": lambda n: f"{n} ",
    "任务1.": lambda n: f"任务{n}.",
    "No.1": lambda n: f"No.{n} ",
    "a.": lambda n: f"{chr(96 + n)}.",
}
_BEFORE_FIGURES = frozenset(
    {"1.", "1、", "（1）", "1）", "【1】", "①"}
)  # shapes after which an item may begin with a figure
_SIGNS = ("★", "▲", "●", "□", "☑", "√", "※", "◆ ", "➢", "* ", "· ", "- ", "⭐", "★★")
_UNITS = ("市教育局", "市水利局", "县住建局", "市应急局", "市海关", "县供销社", "市总工会", "高新区管委会", "市图书馆")
_GROUPS = ("教育方面", "交通领域", "乡村振兴", "城市建设", "岗位：科长", "岗位：科员", "一类事项", "其他")
_DEEDS = (
    "优化服务",
    "强化监管",
    "建设区域医疗中心",
    "抓好社区养老驿站",
    "完善基础设施",
    "HSE培训",
    "夯实产业基础",
    "重点工程",
)
_WORK = (
    "改造农贸市场",
    "修缮公交站台",
    "新建口袋公园",
    "整治雨污管道",
    "更新消防水鹤",
    "维护健身步道",
    "2023年建成泵站",
)
_FIGURES = ("5G基站覆盖园区", "12345热线按时办结", "30分钟生活圈建成", "3月底前建成便民窗口", "2025年建成充电桩")
# second paragraphs of an item that begin with a number
_BEHIND = (
    "一、二年级优先安排。",
    "1、2号楼先行推进。",
    "7、8月份为汛期。",
    "2.1所述路段先行。",
    "第三条规定的路段先行。",
    "沿线设标志。",
    "3个月内验收。",
)
_CLOSING = ("各级各单位要高度重视、精心组织。", "各地各部门要切实加强领导，抓好落实。")


@dataclass
class _Sheet:
    """A document while it is drawn."""

    random: Random
    lines: list[Line] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    signs: bool = False
    figures: bool = False
    automatic: bool = False
    behind: bool = False
    chapter: int = 0

    def sign(self) -> str:
        """A sign for some of the marks, where the document has signs."""
        return self.random.choice(_SIGNS) if self.signs and self.random.random() < 0.5 else ""


def draw(seed: int) -> Drawn:
    """Document ``seed``."""
    random = Random(seed)  # noqa: S311  no secret
    kind = random.choice(("text", "docx", "html"))
    sheet = _Sheet(random, signs=random.random() < 0.4, figures=random.random() < 0.3)
    sheet.behind = random.random() < 0.3
    sheet.automatic = kind == "docx" and random.random() < 0.4
    title = f"望山市{random.randint(2021, 2026)}年重点任务清单"
    outer, inner, leaf = (random.choice([*shapes.items()]) for shapes in (OUTER, INNER, LEAF))
    depth = random.choice((1, 2, 2, 3))
    steps = [outer[1], inner[1]][: depth - 1] if random.random() < 0.7 else [inner[1]][: depth - 1]
    if random.random() < 0.15:
        chapter = random.choice((" ", "    ", "\u3000"))
        steps, leaf = [lambda n: f"{n}{chapter}"], ("1.1", str)
        sheet.automatic = False
    grouping = random.choice(("none", "none", "units", "groups")) if leaf[0] != "1.1" else "none"
    styled = kind != "text" and random.random() < 0.5
    _draw_level(sheet, steps, leaf, (), None, grouping, styled=styled)
    if random.random() < 0.3:
        sheet.lines.append(Line("", random.choice(_CLOSING)))
    usual = outer[0] == "一、" and leaf[0] in {"1.", "1、", "（1）"}  # others are joined as wrapped lines in texts
    has_contents = random.random() < 0.2 and not sheet.automatic and (kind != "text" or usual)
    sheet.lines[:0] = _draw_contents(sheet.lines, random) if has_contents else []
    lines = (Line("", title, 1 if styled else None), *sheet.lines)
    data = {"text": _to_text, "docx": _to_docx, "html": _to_html}[kind](lines)
    return Drawn(data, kind, tuple(line.label + line.words for line in lines), tuple(sheet.leaves))


def _draw_level(
    sheet: _Sheet,
    steps: list[Shape],
    leaf: tuple[str, Shape],
    path: tuple[str, ...],
    unit: str | None,
    grouping: str,
    *,
    styled: bool,
) -> None:
    random, level = sheet.random, len(path) + 2
    if not steps:
        _draw_leaves(sheet, leaf, path, unit, grouping, styled=styled)
        return
    for number, words in enumerate(random.sample(_DEEDS, random.randint(2, 3)), 1):
        sheet.chapter = number
        named = random.choice(_UNITS) if grouping == "none" and random.random() < 0.15 else None
        title = named or words
        sheet.lines.append(Line(sheet.sign() + steps[0](number), title, level if styled else None))
        _draw_level(sheet, steps[1:], leaf, (*path, title), named or unit, grouping, styled=styled)


def _draw_leaves(
    sheet: _Sheet, leaf: tuple[str, Shape], path: tuple[str, ...], unit: str | None, grouping: str, *, styled: bool
) -> None:
    """Lists of leaves, each behind a heading without a number where the document has those."""
    random = sheet.random
    names = _UNITS if grouping == "units" else _GROUPS
    heads = random.sample(names, random.randint(2, 3)) if grouping != "none" else [None]
    for head in heads:
        if head is not None:
            colon = "：" if grouping == "units" and random.random() < 0.5 and not styled else ""
            sheet.lines.append(Line("", f"{sheet.sign()}{head}{colon}", len(path) + 2 if styled else None))
        above = (*path, head) if head is not None else path
        for number in range(1, random.randint(2, 4) + 1):
            words = f"{random.choice(_WORK)}{random.randint(2, 60)}处。"
            if sheet.figures and number > 1 and leaf[0] in _BEFORE_FIGURES and random.random() < 0.5:
                words = f"{random.choice(_FIGURES)}。"
            label = f"{sheet.chapter}.{number} " if leaf[0] == "1.1" else leaf[1](number)
            sheet.lines.append(Line(sheet.sign() + label, words, automatic=sheet.automatic))
            if sheet.behind and number == 1 and not sheet.automatic and random.random() < 0.2:
                sheet.lines.append(Line("", random.choice(_BEHIND)))
                words = f"{words} {sheet.lines[-1].words}"
            owner = head if grouping == "units" else unit
            sheet.leaves.append(Leaf(above, label.strip(), number, words, owner))


def _draw_contents(lines: list[Line], random: Random) -> list[Line]:
    """A contents list of all numbered lines without a stop, or of all: ``1.改造\t5``."""
    leader = random.choice(("\t", "……", "......", " "))
    down = random.random() < 0.5
    listed = [line for line in lines if line.label and (down or not line.words.endswith("。"))]
    pages = (f"{line.words.rstrip('。')}{leader}{n // 4 + 1}" for n, line in enumerate(listed))
    named = [Line(line.label, words) for line, words in zip(listed, pages, strict=True)]
    return [Line("", "目　录"), *named] if len(named) > 1 else []


def _to_text(lines: tuple[Line, ...]) -> bytes:
    return "\n".join(line.label + line.words for line in lines).encode()


def _to_html(lines: tuple[Line, ...]) -> bytes:
    tags = ((f"h{line.heading}" if line.heading else "p", line) for line in lines)
    inner = "".join(f"<{tag}>{escape(line.label + line.words)}</{tag}>" for tag, line in tags)
    return f"<html><head><meta charset='utf-8'></head><body><article>{inner}</article></body></html>".encode()


def _to_docx(lines: tuple[Line, ...]) -> bytes:
    body, lists = [], []
    for before, line in zip((None, *lines[:-1]), lines, strict=True):
        look = f"H{line.heading}" if line.heading else ""
        if not line.automatic:
            body.append(p(line.label + line.words, style=look))
            continue
        if before is None or not before.automatic:
            lists.append(line.label)
        body.append(p(line.words, num=(len(lists), 0)))
    styles = "".join(
        style(f"H{n}", title=f"heading {n}", props=f'<w:outlineLvl w:val="{n - 1}"/>') for n in range(1, 6)
    )
    numbering = "".join(abstract(n, lvl(0, *_to_level(label), suff="nothing")) for n, label in enumerate(lists))
    return docx(*body, styles=styles, **({"numbering": numbering} if lists else {}))


def _to_level(first: str) -> tuple[str, str]:
    """The pattern and the format with which Word counts a list whose first label is given."""
    for sign, name in (("①", "decimalEnclosedCircle"), ("a", "lowerLetter"), ("1", "decimal")):
        if sign in first:
            return first.replace(sign, "%1"), name
    raise ValueError(first)


def faults(drawn: Drawn, found: tuple[Leaf, ...]) -> Iterator[str]:
    """Where what came out differs."""
    if len(found) != len(drawn.leaves):
        yield f"{len(drawn.leaves)} leaves wanted, {len(found)} came"
    for wanted, came in zip(drawn.leaves, found, strict=False):
        if wanted != came:
            yield f"{wanted} wanted, {came} came"
