"""Random small plans whose tasks are known by construction, and the layouts in which offices save them."""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_pdf import sheets_to_pdf
from layout import A4, Sheet, Text, wrap

_TOWNS = ("青川市", "石桥县", "临江区", "安河市")
_KINDS = ("民生实事", "河湖管护", "节能降耗", "灯光改造", "社区服务")
_HEADINGS = ("改善居住条件", "提升公共服务", "推进城市更新", "保障能源供应", "扩大有效投资", "优化营商环境")
_VERBS = ("新建", "改造", "修缮", "整治", "维护", "更新")
_THINGS = (
    "候车亭{}个",
    "健身步道{}公里",
    "农贸市场{}家",
    "污水处理站{}座",
    "社区食堂{}家",
    "雨污管道{}公里",
    "养老驿站{}个",
)
_TAILS = (
    "",
    "完善管护制度，落实专人负责。",
    "健全调度、资金保障和质量监管机制，按月通报进展情况。",
    "实现城区全覆盖。",
)
_BODIES = (
    "教育局",
    "财政局",
    "水利局",
    "住建局",
    "城管局",
    "卫生健康委",
    "农业农村局",
    "市场监管局",
    "生态环境局",
    "司法局",
)
_SIZE = 14.0


@dataclass(frozen=True)
class Measure:
    """A measure: its number under its heading, its words, the units that carry it out."""

    number: int
    text: str
    units: tuple[str, ...]

    @property
    def line(self) -> str:
        """The measure as a paragraph of a plan."""
        return f"{self.number}.{self.text}（责任单位：{'、'.join(self.units)}）"


@dataclass(frozen=True)
class Plan:
    """A title, and headings with their measures."""

    title: str
    sections: tuple[tuple[str, tuple[Measure, ...]], ...]

    def gold(self, *parents: str, numbered: bool = True) -> list[str]:
        """Each task as ``path>number.text@units``; without numbers as a table with names gives them."""
        return [
            f"{'/'.join((*parents, heading))}>{m.number if numbered else None}.{m.text}@{'、'.join(m.units)}"
            for heading, measures in self.sections
            for m in measures
        ]


def make_plan(seed: int, *, running: bool) -> Plan:
    """A plan of two or three headings; with ``running`` its numbers run on over headings."""
    draw = random.Random(seed)  # noqa: S311  no secret
    town = draw.choice(_TOWNS)
    sections, number = [], 0
    for heading in draw.sample(_HEADINGS, draw.randint(2, 3)):
        number = number if running else 0
        measures = []
        for _ in range(draw.randint(2, 4)):
            number += 1
            measures.append(_make_measure(draw, number, town[-1]))
        sections.append((heading, tuple(measures)))
    return Plan(f"{town}2025年{draw.choice(_KINDS)}工作方案", tuple(sections))


def _make_measure(draw: random.Random, number: int, area: str) -> Measure:
    thing = draw.choice(_THINGS).format(draw.randint(2, 60))
    month = draw.randint(2, 12)
    text = draw.choice((f"{draw.choice(_VERBS)}{thing}。", f"{month}月底前，{draw.choice(_VERBS)}{thing}。"))
    units = tuple(area + body for body in draw.sample(_BODIES, draw.randint(1, 3)))
    return Measure(number, text + draw.choice(_TAILS), units)


# layouts ----------------------------------------------------------------------------------


def _rows(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The rows of a table of the plan: headings as rows of one cell."""
    for heading, measures in plan.sections:
        yield (heading,)
        yield from ((str(m.number), m.text, "、".join(m.units)) for m in measures)


_HEADER = ("序号", "重点任务", "责任单位")


def to_lines(plan: Plan, draw: random.Random) -> bytes:
    """A cell a line, with or without blank lines."""
    gap = draw.choice(("\n", "\n\n"))
    cells = [plan.title, *_HEADER, *(cell for row in _rows(plan) for cell in row)]
    return gap.join(cells).encode()


def to_tabs(plan: Plan, draw: random.Random) -> bytes:
    """Cells parted by tabs, rows of one cell without, with or without blank lines."""
    gap = draw.choice(("\n", "\n\n"))
    return gap.join((plan.title, "\t".join(_HEADER), *("\t".join(row) for row in _rows(plan)))).encode()


def to_markdown(plan: Plan, draw: random.Random) -> bytes:
    """Headings of ``#``; marks plain, escaped or bold."""
    shape = draw.choice(("{}", "{}", "**{}**"))
    lines = [f"# {plan.title}"]
    for heading, measures in plan.sections:
        lines.append(f"## {heading}")
        for m in measures:
            mark = draw.choice((f"{m.number}. ", f"{m.number}\\. "))
            lines.append(shape.format(mark + m.text) + f"（责任单位：{'、'.join(m.units)}）")
    return "\n\n".join(lines).encode()


def to_markdown_table(plan: Plan, draw: random.Random) -> bytes:
    """A table of pipes for each heading."""
    rule = draw.choice(("---", ":---", "----:"))
    lines = [f"# {plan.title}", ""]
    for (heading, measures), mark in zip(plan.sections, "一二三", strict=False):
        rows = [_HEADER, (rule,) * 3, *((str(m.number), m.text, "、".join(m.units)) for m in measures)]
        lines += [f"## {mark}、{heading}", "", *("| " + " | ".join(row) + " |" for row in rows), ""]
    return "\n".join(lines).encode()


def _paragraphs(plan: Plan) -> Iterator[str]:
    yield "一、重点任务"
    for (heading, measures), mark in zip(plan.sections, "一二三", strict=False):
        yield f"（{mark}）{heading}"
        yield from (m.line for m in measures)


def to_wrapped(plan: Plan, draw: random.Random) -> bytes:
    """Lines broken hard at a width of 18 to 40 characters, paragraphs indented by 0, 2 or 4 blanks or a full-width two."""
    width, indent = draw.randint(18, 40), draw.choice(("", "  ", "    ", "　　"))
    lines = [plan.title]
    for words in _paragraphs(plan):
        first = len(indent) if indent == "　　" else len(indent) / 2
        for number, line in enumerate(wrap(words, width, 1.0, first)):
            lines.append(line if number else indent + line)
    return "\n".join(lines).encode()


def to_two_columns(plan: Plan, draw: random.Random) -> bytes:
    """Pages of two columns, with a gutter of one and a half to three characters."""
    gutter = draw.uniform(1.5, 3.0) * _SIZE
    left, top, leading = 70.0, 140.0, draw.choice((20.0, 22.0, 26.0))
    width = (A4[0] - 2 * left - gutter) / 2
    lines = [
        (line, 0 if n else 2 * _SIZE)
        for words in _paragraphs(plan)
        for n, line in enumerate(wrap(words, width, _SIZE, 2 * _SIZE))
    ]
    most = int((A4[1] - top - 60) / leading)
    rows = min(draw.randint(max(6, len(lines) // 3), max(7, len(lines) * 2 // 3)), most)
    sheets = []
    for first in range(0, len(lines), 2 * rows):
        texts = [Text(plan.title, left + 40, 90, 16.0)] if not first else []
        for place, (words, indent) in enumerate(lines[first : first + 2 * rows]):
            column, row = divmod(place, rows)
            texts.append(Text(words, left + column * (width + gutter) + indent, top + row * leading, _SIZE))
        sheets.append(Sheet(*A4, sorted(texts, key=lambda text: text.y), []))
    return sheets_to_pdf(sheets)


LAYOUTS: Mapping[str, tuple[Callable[[Plan, random.Random], bytes], Sequence[str], bool]] = {
    "cells on lines": (to_lines, (), True),
    "tabs": (to_tabs, (), True),
    "markdown": (to_markdown, (), False),
    "markdown tables": (to_markdown_table, (), False),
    "wrapped": (to_wrapped, ("重点任务",), False),
    "two columns": (to_two_columns, ("重点任务",), False),
}
"""How a plan is set: the layout, the steps above its headings, and whether its numbers run on."""


# tables with merged cells -----------------------------------------------------------------

_NAMES = ("水库整治", "堤防加固", "停车便民工程", "口袋公园工程", "管网更新")
_LIMITS = ("6月底前", "12月底前", "9月底前")


def make_merged(seed: int, gap: str, tabs: str = "") -> tuple[bytes, list[str]]:
    """A table with merged names and units, a cell a line or, with ``tabs``, a row a line; and its tasks.

    A task is ``path>text@units``, units that the cell above gives in brackets.
    """
    draw = random.Random(seed)  # noqa: S311  no secret
    has_limits, marks = draw.random() < 0.6, draw.choice(("", "一二三"))
    rows: list[list[str]] = [["序号", "事项", "工作措施", "责任单位", *(["完成时限"] if has_limits else [])]]
    gold: list[str] = []
    for place, heading in enumerate(draw.sample(_HEADINGS, draw.randint(2, 3))):
        rows.append([f"{marks[place]}、{heading}" if marks else heading])
        name, units = "", tuple[str, ...]()
        for number in range(draw.randint(2, 4)):
            measure = _make_measure(draw, len(gold) + 1, "市")
            is_new, is_merged = not number or draw.random() < 0.6, bool(number) and draw.random() < 0.4
            name = draw.choice([one for one in _NAMES if one != name]) if is_new else name
            units = units if is_merged else measure.units
            shown = [name if is_new else "", measure.text, "" if is_merged else "、".join(units)]
            rows.append([str(measure.number), *shown, *([draw.choice(_LIMITS)] if has_limits else [])])
            said = "、".join(f"({unit})" if is_merged else unit for unit in units)
            gold.append(f"{heading}/{name}>{measure.text}@{said}")
    lines = [tabs.join(row) for row in rows] if tabs else [cell for row in rows for cell in row if cell]
    return gap.join(("青川市2025年重点任务分工表", *lines)).encode(), gold


# lists that number nothing, and lists of duties -------------------------------------------


def make_unnumbered(seed: int) -> tuple[bytes, list[str]]:
    """A list of lines without numbers, some without a unit between those with one; its tasks as ``text@units``."""
    plan, draw = make_plan(seed, running=True), random.Random(seed)  # noqa: S311  no secret
    measures = [m for _, section in plan.sections for m in section]
    lines, gold = [plan.title, ""], []
    for place, m in enumerate(measures):
        has_units = place in {0, len(measures) - 1} or draw.random() < 0.6
        text = f"{m.text.rstrip('。')}，由{'、'.join(m.units)}负责。" if has_units else m.text
        lines.append(text)
        gold.append(f"{text}@{'、'.join(m.units) if has_units else ''}")
    return "\n".join(lines).encode(), gold


def make_duties(seed: int) -> tuple[bytes, list[str]]:
    """A plan whose last section is a list of duties, a unit and a colon before each; these as ``text@unit``."""
    plan, draw = make_plan(seed, running=False), random.Random(seed)  # noqa: S311  no secret
    heading, measures = plan.sections[0]
    units = draw.sample(_BODIES, draw.randint(2, 5))
    duties = [f"市{unit}：负责{draw.choice(_THINGS).format(draw.randint(2, 60))}的管护。" for unit in units]
    lines = [plan.title, "", f"一、{heading}", *(m.line for m in measures), "二、部门分工", *duties]
    return "\n".join(lines).encode(), [f"{duty}@市{unit}" for duty, unit in zip(duties, units, strict=True)]
