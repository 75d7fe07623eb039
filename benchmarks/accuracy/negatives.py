"""Hard negatives: papers that look like lists of tasks and ask nothing of anybody."""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import words
from forms import Entry, Line
from papers import HAN, YEAR, Paper, Pen


def draw_roster(pen: Pen, paper: Paper) -> None:
    """A table of persons on duty."""
    paper.header = ("日期", "值班人员", "所在单位")
    for n, name in enumerate(pen.random.sample(words.PERSONS, 4)):
        day = Line(None, None, f"10月{n + 1}日")
        paper.rows.append(Entry((day,), Line(None, None, name), pen.town[-1] + pen.random.choice(words.BODIES)))


def draw_log(pen: Pen, paper: Paper) -> None:
    """A table of what was done."""
    paper.header = ("序号", "完成情况", "填报单位")
    for n, work in enumerate(pen.random.sample(words.WORK, 4), 1):
        done = Line(None, None, f"已完成{work}，{n + 2}月通过验收。")
        paper.rows.append(Entry((Line(None, None, str(n)),), done, pen.town[-1] + pen.random.choice(words.BODIES)))


def draw_news(pen: Pen, paper: Paper) -> None:
    """News in prose, with dates and bodies."""
    for fact in pen.random.sample(words.FACTS, 3):
        paper.say(fact)
    paper.say(f"{YEAR}年3月，{pen.town[-1]}{pen.random.choice(words.BODIES)}召开总结会，通报了上一年度情况。")


def draw_terms(pen: Pen, paper: Paper) -> None:
    """Numbered definitions."""
    paper.lines.append(Line("一、", 1, "名词解释"))
    for n, term in enumerate(pen.random.sample(words.TERMS, 3)):
        paper.lines.append(Line(f"（{HAN[n]}）", n + 1, term))


def draw_materials(pen: Pen, paper: Paper) -> None:
    """Numbered papers to bring along."""
    paper.say("申请人需提交下列材料：")
    for n, name in enumerate(pen.random.sample(("身份证复印件", "骨灰安放证明", "户口簿首页", "近期照片", "委托书原件"), 4), 1):
        paper.lines.append(Line(f"{n}.", n, f"{name}；"))


def draw_indicators(pen: Pen, paper: Paper) -> None:
    """A table of figures."""
    paper.header = ("指标名称", "上年数", "计量单位")
    for name in pen.random.sample(("在册界桩", "馆藏卷宗", "流动科普车", "雷达站", "骨灰堂格位"), 4):
        figure = Line(None, None, str(pen.random.randint(10, 900)))
        paper.rows.append(Entry((Line(None, None, name),), figure, pen.random.choice(("个", "卷", "辆", "座"))))


NEGATIVES: Mapping[str, tuple[Callable[[Pen, Paper], None], str]] = {
    "roster": (draw_roster, "值班表"),
    "log of work done": (draw_log, "工作完成情况表"),
    "news": (draw_news, "工作取得新进展"),
    "definitions": (draw_terms, "工作细则"),
    "list of materials": (draw_materials, "办事指南"),
    "figures": (draw_indicators, "工作指标统计表"),
}


def draw_negative(kind: str, seed: int) -> Paper:
    """The paper of a kind and a seed, always the same; its gold has no task."""
    draw, title = NEGATIVES[kind]
    pen = Pen(Random(f"{kind} {seed}"))  # noqa: S311  reproducible
    paper = Paper(kind, pen.title(title))
    draw(pen, paper)
    return paper
