"""Clauses and cells of units drawn at random, with what must be read of them known by construction.

Names that no rule knows stand beside those of every county; brackets, labels, orders, separators, places and line
ends are drawn.  ``python tests/test_clause_grammar.py 3000`` reads many more and prints what differs.
"""

# ruff: noqa: S311, T201  (drawn at random; printed when run by hand)

from __future__ import annotations

import random
import sys
from typing import NamedTuple

import pytest

from docx2tasks import parse

SIZE = 200
KNOWN = [
    "市教育局", "市公安局", "市住房和城乡建设局", "市卫生健康委", "市总工会",
    "团市委", "各县（市、区）人民政府", "县委宣传部", "市应急局", "市人力资源社会保障局",
    "市城投集团", "清源县税务局", "市政务服务中心", "妇联", "科协",
    "图书馆", "供销社", "各乡镇人民政府", "市检察院",
]  # fmt: skip
STRANGE = [
    a + b
    for a in ("青穗", "玉岚", "澜桐", "云霁")
    for b in ("工坊", "书院", "水务", "之家", "数投", "商行", "乐团", "驿道", "文创")
]
WORK = ["新建候车亭{}座", "改造泵站{}处", "更新路灯{}盏", "修缮村史馆{}个", "整治河道{}公里", "建设平台{}个"]
PAIRS = [("（", "）"), ("(", ")"), ("【", "】"), ("〔", "〕"), ("[", "]")]
LABELS = {
    "牵头单位": "lead",
    "配合单位": "support",
    "责任单位": "responsible",
    "责任部门": "responsible",
    "协办单位": "support",
}
UNKNOWN = ["挂帅单位", "领衔部门", "包抓单位", "攻坚科室"]
FIELDS = [
    "责任领导：某某",
    "适用范围：全市",
    "牵头领导：某某",
    "工作标准：全覆盖",
    "完成时限：2024年6月底前",
    "责任人：张三",
]
Units = list[tuple[str, str]]


class Drawn(NamedTuple):
    """A measure as printed, its own words, and its units."""

    printed: str
    text: str
    units: Units


def _names(rng: random.Random, most: int = 3, *, strange: bool = True) -> list[str]:
    return rng.sample([*KNOWN, *(rng.sample(STRANGE, 8) if strange else [])], rng.randint(1, most))


def draw_labels(rng: random.Random) -> tuple[str, Units]:
    """Labelled fields in any order: ``责任领导：某某，责任单位：市水利局``."""
    taken: set[str] = set()
    parts: list[tuple[str, Units]] = []
    labels = rng.sample([*LABELS, *UNKNOWN], rng.randint(1, 3))
    for label in labels:
        role = LABELS.get(label, "responsible")
        names = [name for name in _names(rng) if name not in taken]
        taken.update(names)
        if names:
            parts.append((f"{label}：{'、'.join(names)}", [(name, role) for name in names]))
    parts += [(field, []) for field in rng.sample(FIELDS, rng.randint(0, 2))]
    rng.shuffle(parts)
    if not any(units for _, units in parts):
        return draw_labels(rng)
    words = rng.choice(["；", "，", " ", "。", ";", "　"]).join(part for part, _ in parts)
    return words, [unit for _, units in parts for unit in units]


def draw_verbs(rng: random.Random, *, strange: bool = True) -> tuple[str, Units]:
    """Roles said by verbs: ``市教育局牵头，市财政局配合``."""
    drawn = rng.sample([*KNOWN, *(rng.sample(STRANGE, 6) if strange else [])], 4)
    first, others = drawn[0], drawn[1:]
    by = rng.choice(["", "由"])
    forms: list[tuple[str, Units]] = [
        (f"{by}{first}牵头，{'、'.join(others)}配合", [(first, "lead"), *((name, "support") for name in others)]),
        (f"{by}{first}、{others[0]}负责", [(first, "responsible"), (others[0], "responsible")]),
        (f"{first}等部门按职责分工负责", [(first, "responsible")]),
        (
            f"{first}牵头，{others[0]}协助，{others[1]}督导",
            [(first, "lead"), (others[0], "support"), (others[1], "oversee")],
        ),
    ]
    return rng.choice(forms)


def draw_clause(rng: random.Random) -> Drawn:
    """A measure with its clause in one of its places."""
    work = rng.choice(WORK).format(rng.randint(2, 60))
    kind = rng.choice(["labels", "labels", "verbs", "bare", "sentence", "line", "dash"])
    opening, closing = rng.choice(PAIRS)
    if kind == "labels":
        inner, units = draw_labels(rng)
        place = rng.choice(["{w}。{o}{i}{c}", "{w}{o}{i}{c}。", "{w}。{o}{i}{c}。", "{w}。\n{o}{i}{c}"])
    elif kind == "verbs":
        inner, units = draw_verbs(rng)
        place = rng.choice(["{w}。{o}{i}{c}", "{w}。{o}{i}{c}。", "{w}。\n{o}{i}{c}"])
    elif kind == "bare":
        names = list(dict.fromkeys([rng.choice(KNOWN[:12]), *_names(rng)]))
        inner, units = "、".join(names), [(name, "responsible") for name in names]
        place = rng.choice(["{w}。{o}{i}{c}", "{w}。{o}{i}{c}。"])
    elif kind == "sentence":
        inner, units = draw_verbs(rng, strange=False)
        return Drawn(f"{work}，{inner}。", f"{work}，{inner}。", units)
    else:
        names = _names(rng)
        units = [(name, "responsible") for name in names]
        inner = f"责任单位：{'、'.join(names)}"
        place = "{w}。\n{i}" if kind == "line" else "{w}。——{i}"
    return Drawn(place.format(w=work, o=opening, i=inner, c=closing), f"{work}。", units)


def _break(rng: random.Random, name: str) -> str:
    place = rng.randint(1, len(name) - 1)
    return name if "（" in name or len(name) < 4 else f"{name[:place]}\n{name[place:]}"


def draw_cell(rng: random.Random) -> Drawn:
    """A cell of units: marks, separators and line ends."""
    work = rng.choice(WORK).format(rng.randint(2, 60)) + "。"
    known = rng.sample([name for name in KNOWN if len(name) > 2], rng.randint(1, 4))
    mixed = list(dict.fromkeys([*known[:1], *_names(rng)]))
    marks = rng.choice(
        [
            ("1.", "2.", "3.", "4."),
            tuple("①②③④"),
            ("（1）", "（2）", "（3）", "（4）"),
            ("一、", "二、", "三、", "四、"),
        ]
    )
    bullet = rng.choice(["• ", "·", "- ", "◆", "○", "□", "●", "➢", "※ "])
    cells = [
        ("\n".join(m + n for m, n in zip(marks, mixed, strict=False)), mixed),
        ("；".join(m + n for m, n in zip(marks, mixed, strict=False)), mixed),
        ("\n".join(bullet + n for n in mixed), mixed),
        (rng.choice(["、", "，", "；", "/", "|", "、\n", "\n、"]).join(mixed), mixed),
        (rng.choice([" ", "\n", "　", "·", "＋", "&", "-", "\n\n"]).join(known), known),
        ("、".join(_break(rng, n) for n in known), known),
        ("\n".join(f"{n} {rng.choice(['张三', '王某某', '局长李四', '0571-87654321'])}" for n in known), known),
    ]
    cell, names = rng.choice(cells)
    return Drawn(cell, work, [(name, "responsible") for name in names])


def draw_plan(seed: int) -> tuple[bytes, list[Drawn]]:
    """A plan of measures with clauses, or a table with cells of units."""
    rng = random.Random(seed)
    if rng.random() < 0.5:
        drawn = [draw_clause(rng) for _ in range(3)]
        lines = "\n".join(f"{n}.{one.printed}" for n, one in enumerate(drawn, 1))
        return f"青川市2024年工作方案\n一、重点任务\n{lines}\n二、其他\n1.更新设备。".encode(), drawn
    drawn = [draw_cell(rng) for _ in range(3)]
    rows = "".join(
        f"<tr><td>{n}</td><td>{one.text}</td><td>{one.printed.replace('&', '&amp;').replace(chr(10), '<br>')}</td></tr>"
        for n, one in enumerate(drawn, 1)
    )
    head = "<tr><th>序号</th><th>工作任务</th><th>责任单位</th></tr>"
    return f"<html><body><p>青川市2024年任务清单</p><table>{head}{rows}</table></body></html>".encode(), drawn


def find_difference(seed: int) -> str:
    """What is read otherwise than drawn; nothing where all is right."""
    data, drawn = draw_plan(seed)
    tasks = parse(data).tasks
    for one, task in zip(drawn, tasks, strict=False):
        came = [(unit.name, unit.role) for unit in task.units]
        if came != one.units:
            return f"{seed}: {one.printed!r}\n   wanted {one.units}\n   came   {came}"
        if task.text != one.text:
            return f"{seed}: {one.printed!r}\n   text {task.text!r}"
    return "" if len(tasks) >= len(drawn) else f"{seed}: {len(tasks)} tasks"


@pytest.mark.parametrize("first", range(0, SIZE, 20))
def test_drawn_clauses_and_cells(first: int) -> None:
    """Every unit with its role, in order, and no word of a clause in the text."""
    assert [found for seed in range(first, first + 20) if (found := find_difference(seed))] == []


if __name__ == "__main__":
    wrong = [found for seed in range(int(sys.argv[1])) if (found := find_difference(seed))]
    print(*wrong[:40], f"{len(wrong)} of {sys.argv[1]} differ", sep="\n")
