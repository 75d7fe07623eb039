"""Units below their label, a name or two a line, drawn at random: each belongs to the label above it."""

from __future__ import annotations

import random

import pytest
from build_docx import docx, p

from docx2tasks import parse

DRAWN = 60
KNOWN = ("市水利局", "市林业局", "县供销社", "市总工会", "团市委", "县农业农村局", "市图书馆", "各乡镇人民政府")
PLACED = ("市青少年宫", "县水利车间", "市文创园", "县湿地驿站")
LABELS = {"责任单位": "responsible", "牵头单位": "lead", "配合单位": "support", "协办单位": "support"}
WORK = ("修缮水闸", "清理沟渠", "补植护岸林", "更换水尺", "加固堤防", "开展巡护")
FOOTS = ((), ("望山市水利局", "2025年3月1日"), ("特此通知。",))


def _draw(seed: int) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """The lines of a plan, and the units of each of its measures."""
    dice = random.Random(seed)  # noqa: S311  no secret
    lines: list[str] = ["望山市2025年护岸工作方案", "一、重点任务"]
    gold: list[list[tuple[str, str]]] = []
    for number in range(1, dice.randint(3, 6)):
        stop = dice.choice(("。", "。", ""))
        lines.append(f"{number}.{dice.choice(WORK)}{stop}")
        units, names = list[tuple[str, str]](), dice.sample((*KNOWN, *PLACED), 6)
        for label in dice.sample([*LABELS], dice.randint(1, 2)):
            own = [names.pop() for _ in range(dice.randint(1, 3))] + (["市财政局"] if not gold and not units else [])
            units += [(name, LABELS[label]) for name in own]
            at = 1 if "市财政局" in own else dice.randint(1, len(own))  # the first item shows how the list is set
            lines.append(f"{label}{dice.choice(('：', ':'))}{'、'.join(own[:at])}")
            lines += own[at:]
        if dice.random() < 0.3:
            lines.append("完成时限：2025年6月底")
        gold.append(units)
    foot = dice.choice(FOOTS)
    # a single line of a last list above a date could as well sign it
    lines += foot if lines[-1].startswith("完成") or not foot or foot[0] == "特此通知。" else ()
    return lines, gold


@pytest.mark.parametrize("seed", range(DRAWN))
def test_names_below_a_label(seed: int) -> None:
    """In a text and in a Word file."""
    lines, gold = _draw(seed)
    data = docx(*(p(line) for line in lines)) if seed % 2 else "\n".join(lines).encode()
    found = [[(unit.name, unit.role) for unit in task.units] for task in parse(data).tasks]
    assert found == gold, lines


def test_a_name_above_the_date_signs() -> None:
    """Where lists end with their units, one a line, only the last name above the date is the issuer."""
    items = ("1.修缮水闸。", "责任单位：市水利局", "市林业局", "2.清理沟渠。", "责任单位：市水利局", "县供销社")
    document = parse("\n".join(("望山市工作方案", *items, "望山市水利局", "2025年3月1日")).encode())
    assert document.document.issuer == "望山市水利局"
    assert [unit.name for unit in document.tasks[1].units] == ["市水利局", "县供销社"]
