"""Papers that are drawn together with their gold: what is put on the page is written down as it is put there.

Each style is a way in which offices write tasks down. Gold is never read from the program's output.
"""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

import words
from forms import Content, Entry, Line
from times import draw_due, draw_time, to_gold

Values = dict[str, Any]
YEAR = 2025
HAN = "一二三四五六七八九十"
_ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}


@dataclass
class Paper:
    """What is drawn: the page, and its gold."""

    style: str
    title: str
    lines: list[Line] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    header: tuple[str, ...] = ()
    tasks: list[Values] = field(default_factory=list)

    @property
    def content(self) -> Content:
        """The page for the builders of formats."""
        return Content(self.title, tuple(self.lines), self.header, tuple(self.rows))

    @property
    def gold(self) -> Values:
        """The gold as the program's ``score`` takes it."""
        return {"document": {"title": self.title}, "tasks": self.tasks}

    def say(self, text: str) -> None:
        """A paragraph."""
        self.lines.append(Line(None, None, text))


class Pen:
    """Draws the parts of a paper."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.town = random.choice(words.TOWNS)

    def title(self, kind: str) -> str:
        """``平芜县2025年地名普查工作方案``."""
        return f"{self.town}{YEAR}年{self.random.choice(words.FIELDS)}{kind}"

    def units(self, *, roles: bool = True) -> list[Values]:
        """One to three units: those in charge first, where there are roles."""
        names = self.random.sample(words.BODIES, self.random.randint(1, 3))
        area = self.town[-1]
        has_lead = roles and self.random.random() < 0.6
        found = []
        for number, name in enumerate(names):
            role = ("support" if number else "lead") if has_lead else "responsible"
            found.append({"name": area + name, "role": role, "inherited": False})
        return found

    def work(self) -> Values:
        """A sentence or two with what gold says of them: times, targets, actors."""
        draw = self.random
        time = draw_time(draw, YEAR)
        deed = f"{draw.choice(words.VERBS)}{draw.choice(words.WORK)}"
        text = draw.choice((f"{time.words}{deed}", f"{time.words}，{deed}")) if time.words else deed
        targets: list[Values] = []
        if draw.random() < 0.3:
            goal, operator, unit = draw.choice(words.GOALS)
            number = draw.randint(5, 95)
            text += "，" + goal.format(number)
            targets.append({"operator": operator, "value": number, "unit": unit})
        text += "。" + draw.choice(words.TAILS)
        actors = []
        if draw.random() < 0.2:
            actor = draw.choice(words.ACTORS)
            duty, often = draw.choice(words.DUTIES)
            text += f"{actor}{duty}。"
            actors.append({"name": actor})
            time = time._replace(gold=[*time.gold, *(to_gold(words, "recurring", every=every) for words, every in often)])
        return {"text": text, "times": time.gold, "targets": targets, "actors": actors}

    def task(self, paper: Paper, number: int | None, path: list[Values], units: list[Values], **more: object) -> Values:
        """A task of gold, put down."""
        task = {"number": number, "path": path, "kind": "measure", "units": units, **self.work(), **more}
        paper.tasks.append(task)
        return task


def step(number: int | None, title: str) -> Values:
    """A heading of gold."""
    return {"number": number, "title": title}


def to_clause(units: list[Values]) -> str:
    """``牵头单位：甲局；配合单位：乙局、丙局``."""
    runs: dict[str, list[str]] = {}
    for unit in units:
        runs.setdefault(unit["role"], []).append(unit["name"])
    return "；".join(f"{_ROLES[role]}单位：{'、'.join(names)}" for role, names in runs.items())


def to_bracket(draw: Random, units: list[Values]) -> str:
    """Units as a bracket says them: with labels, ``甲局牵头，乙局配合``, ``甲局、乙局负责``."""
    by_role = {role: "、".join(unit["name"] for unit in units if unit["role"] == role) for role in _ROLES}
    if draw.random() < 0.5:
        return f"（{to_clause(units)}）"
    if by_role["responsible"]:
        return f"（{by_role['responsible']}{draw.choice(('负责', '按职责分工负责'))}）"
    support = f"，{by_role['support']}配合" if by_role["support"] else ""
    return f"（{by_role['lead']}牵头{support}）"


def _chapters(pen: Pen, paper: Paper) -> Iterator[tuple[Values, ...]]:
    """Headings of two levels, put on the page; what stands under each is the caller's."""
    for n, chapter in enumerate(pen.random.sample(words.CHAPTERS, 2)):
        paper.lines.append(Line(f"{HAN[n]}、", n + 1, chapter))
        for m, section in enumerate(pen.random.sample(words.SECTIONS, 2)):
            paper.lines.append(Line(f"（{HAN[m]}）", m + 1, section))
            yield step(n + 1, chapter), step(m + 1, section)


def draw_outline(pen: Pen, paper: Paper) -> None:
    """Three levels of numbers, the units in brackets behind each measure."""
    paper.say(f"为做好{YEAR}年有关工作，制定本方案。")
    for path in _chapters(pen, paper):
        for n in range(1, pen.random.randint(2, 4)):
            task = pen.task(paper, n, [*path], pen.units())
            paper.lines.append(Line(f"{n}.", n, task["text"], to_bracket(pen.random, task["units"])))


def draw_labels(pen: Pen, paper: Paper) -> None:
    """The units on a line of their own below each measure."""
    for n, chapter in enumerate(pen.random.sample(words.CHAPTERS, 2)):
        paper.lines.append(Line(f"{HAN[n]}、", n + 1, chapter))
        for m in range(1, pen.random.randint(3, 5)):
            task = pen.task(paper, m, [step(n + 1, chapter)], pen.units())
            paper.lines.append(Line(f"（{HAN[m - 1]}）", m, task["text"]))
            for part in to_clause(task["units"]).split("；"):
                paper.say(part)


def draw_sentences(pen: Pen, paper: Paper) -> None:
    """The units in a sentence at the end: 由…牵头，…配合."""
    for n, chapter in enumerate(pen.random.sample(words.CHAPTERS, 2)):
        paper.lines.append(Line(f"{HAN[n]}、", n + 1, chapter))
        for m in range(1, pen.random.randint(3, 5)):
            units = pen.units()
            task = pen.task(paper, m, [step(n + 1, chapter)], units)
            by_role = {role: [u["name"] for u in units if u["role"] == role] for role in _ROLES}
            said = f"由{'、'.join(by_role['lead'])}牵头" if by_role["lead"] else f"由{'、'.join(by_role['responsible'])}负责"
            said += f"，{'、'.join(by_role['support'])}配合" if by_role["support"] else ""
            whole = f"{task['text']}{said}。"
            task["text_alt"] = [task["text"]]  # a sentence of nothing but units may leave the text
            task["text"] = whole
            paper.lines.append(Line(f"{m}.", m, whole))


def draw_table(pen: Pen, paper: Paper) -> None:
    """A table with merged categories, numbered entries in their cells, and units that several rows share."""
    paper.header = ("重点任务", "工作内容", "责任单位")
    for chapter in pen.random.sample(words.CHAPTERS, 3):
        units: list[Values] = []
        for n in range(1, pen.random.randint(3, 5)):
            is_merged = bool(units) and pen.random.random() < 0.4
            units = [{**unit, "inherited": True} for unit in units] if is_merged else pen.units()
            task = pen.task(paper, n, [step(None, chapter)], units)
            clause = to_clause(units)
            paper.rows.append(Entry((Line(None, None, chapter),), Line(f"{n}.", n, task["text"]), clause))


def draw_dated_table(pen: Pen, paper: Paper) -> None:
    """A table with a number and a deadline for each row."""
    paper.header = ("序号", "完成时限", "工作任务", "责任单位")
    for n in range(1, pen.random.randint(4, 7)):
        due = draw_due(pen.random, YEAR)
        task = pen.task(paper, n, [], pen.units(roles=False))
        task["times"] = [*due.gold, *task["times"]]
        steps = (Line(None, None, str(n)), Line(None, None, due.words))
        names = "、".join(unit["name"] for unit in task["units"])
        paper.rows.append(Entry(steps, Line(None, None, task["text"]), names))


def draw_duties(pen: Pen, paper: Paper) -> None:
    """A heading that names a unit, and its duties below it."""
    for n, body in enumerate(pen.random.sample(words.BODIES, 3)):
        name = pen.town[-1] + body
        paper.lines.append(Line(f"{HAN[n]}、", n + 1, name))
        for m in range(1, pen.random.randint(3, 5)):
            unit = {"name": name, "role": "responsible", "inherited": True}
            task = pen.task(paper, m, [step(n + 1, name)], [unit])
            paper.lines.append(Line(f"{m}.", m, task["text"]))


def draw_bullets(pen: Pen, paper: Paper) -> None:
    """Unnumbered headings and bullets, the units in brackets."""
    for chapter in pen.random.sample(words.CHAPTERS, 2):
        paper.say(chapter)
        for _ in range(pen.random.randint(2, 4)):
            task = pen.task(paper, None, [step(None, chapter)], pen.units())
            paper.lines.append(Line("● ", None, task["text"], to_bracket(pen.random, task["units"])))


def draw_notice(pen: Pen, paper: Paper) -> None:
    """A notice whose items are followed by a request, behind a salutation."""
    area = pen.town[-1]
    paper.say("各有关单位：")
    paper.say("现将有关事项通知如下。")
    for n, section in enumerate(pen.random.sample(words.SECTIONS, 3)):
        task = pen.task(paper, n + 1, [], [])
        text = f"{section}。{task['text']}"
        task["text"] = text
        task["text_alt"] = [text.replace("。", " ", 1)]
        paper.lines.append(Line(f"{HAN[n]}、", n + 1, text))
    month, day = pen.random.randint(2, 11), pen.random.randint(2, 27)
    body = area + pen.random.choice(words.BODIES)
    text = f"请各有关单位于{month}月{day}日前将自查报告报送{body}。"
    time = {"text": f"{month}月{day}日前", "kind": "deadline", "start": None, "end": f"{YEAR}-{month:02}-{day:02}", "every": None}
    request = {"number": None, "path": [], "path_optional": True, "kind": "request", "units": [], "times": [time]}
    paper.tasks.append({**request, "text": text, "targets": [], "actors": [{"name": "各有关单位"}], "units_optional": True})
    paper.say(text)


def draw_minutes(pen: Pen, paper: Paper) -> None:
    """Minutes: decisions in paragraphs, and what was only heard."""
    paper.say(f"会议听取了{pen.random.choice(words.WORK)}情况的汇报，认为前期工作扎实有效。")
    for verb in pen.random.sample(("会议要求", "会议议定", "会议决定", "会议强调"), 3):
        task = pen.task(paper, None, [], [])
        task["text"] = f"{verb}，{task['text']}"
        paper.say(task["text"])


STYLES: Mapping[str, tuple[Callable[[Pen, Paper], None], str]] = {
    "outline": (draw_outline, "工作方案"),
    "label lines": (draw_labels, "实施方案"),
    "sentences": (draw_sentences, "行动计划"),
    "table": (draw_table, "重点任务分解表"),
    "table with deadlines": (draw_dated_table, "重点工作任务清单"),
    "duties": (draw_duties, "任务分工方案"),
    "bullets": (draw_bullets, "工作要点"),
    "notice": (draw_notice, "工作的通知"),
    "minutes": (draw_minutes, "工作专题会议纪要"),
}
"""How tasks are written down, and the end of the title."""


def draw_paper(style: str, seed: int) -> Paper:
    """The paper of a style and a seed, always the same."""
    draw, kind = STYLES[style]
    pen = Pen(Random(f"{style} {seed}"))  # noqa: S311  reproducible
    paper = Paper(style, pen.title(kind))
    draw(pen, paper)
    return paper
