"""Lists of which each task is a card of labelled lines, drawn at random in three formats.

More of them by hand: ``python tests/test_cards.py 2000``.
"""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from html import escape
from random import Random
from typing import NamedTuple

import pytest
from build_docx import docx, p
from cases import show_units

from docx2tasks import parse

_WHAT = ("工作任务", "任务", "工作内容", "整改措施", "主要措施", "具体任务")
_NAMED = (None, "任务名称", "项目名称", "问题")
_WHO = (("责任单位", "责任"), ("牵头单位", "牵头"), ("承办单位", "责任"), ("责任部门", "责任"))
_HELP = (None, "配合单位", "协办单位")
_WHEN = ("完成时限", "整改时限", "办结时限", "完成时间")
_FRAMES = ("{}：", "{}:", "【{}】", "{}： ", "［{}］")
_MEASURES = ("修缮驿站2处。", "更换灯杆", "完善步道照明，添置长椅。", "新建凉亭6座", "清理河道，补种行道树。", "组织演练")
_NAMES = ("步道工程", "河道整治", "公园建设", "照明改造")
_UNITS = ("市园林局", "市水利局", "市住房城乡建设局", "市青少年宫", "市供销社")
_DAYS = (("2024年6月", "2024-06-30"), ("2024年9月底前", "2024-09-30"), ("2024年12月31日", "2024-12-31"))


class Card(NamedTuple):
    """What a card says."""

    measures: tuple[str, ...]
    units: tuple[str, ...]
    day: str
    path: tuple[str, ...]


class _Shape(NamedTuple):
    """The labels of the cards of a list; of the units the role, too."""

    named: str | None
    what: str
    who: tuple[str, str]
    helps: str | None
    when: str


def draw(seed: int) -> tuple[bytes, list[str], list[Card]]:
    """The bytes of list ``seed``, its lines for whoever looks at a fault, and its cards."""
    dice = Random(seed)  # noqa: S311  no secret
    shape = _Shape(*map(dice.choice, (_NAMED, _WHAT, _WHO, _HELP, _WHEN)))  # type: ignore[arg-type]
    frame, on_one_line, has_heads = dice.choice(_FRAMES), dice.random() < 0.2, dice.random() < 0.2
    stop = dice.choice("；。 ")
    between = dice.choice(((), (), ("",), ("————————",)))
    lines, cards = ["青川市公园建设任务"], []
    if dice.random() < 0.3:
        lines += ["各有关单位：", "现将任务分解如下，请认真落实。"]
    for number in range(dice.randint(2, 4)):
        fields, card = _draw_card(dice, shape, many=not on_one_line and dice.random() < 0.3)
        if on_one_line:
            fields = [(label, _close(value, stop)) for label, value in fields]
            card = card._replace(measures=tuple(_close(one, stop).rstrip("； ") for one in card.measures))
        head = (f"任务{'一二三四'[number]}",) if has_heads else ()
        words = [frame.format(label) + value for label, value in fields]
        lines += [*(between if number and not head else ()), *head, *(["".join(words)] if on_one_line else "\n".join(words).split("\n"))]
        cards.append(card._replace(path=(*head, *card.path)))
    if dice.random() < 0.3:
        lines += ["青川市人民政府", "2024年1月3日"]
    return _to_bytes(lines, dice.choice(("text", "docx", "html"))), lines, cards


def _draw_card(dice: Random, shape: _Shape, *, many: bool) -> tuple[list[tuple[str, str]], Card]:
    named, what, (who, role), helps, when = shape
    measures = dice.sample(_MEASURES, 2 if many else 1)
    units, (day, end), name = dice.sample(_UNITS, 3), dice.choice(_DAYS), dice.choice(_NAMES)
    numbered = "\n" + "\n".join(f"{number}.{one}" for number, one in enumerate(measures, 1)) if many else measures[0]
    fields = [(named, name), (what, numbered), (who, "、".join(units[:2])), (helps, units[2]), (when, day)]
    said = [f"{role} {unit}" for unit in units[:2]] + ([f"配合 {units[2]}"] if helps else [])
    kept = [(label, value) for label, value in fields if label]
    return kept, Card(tuple(measures), tuple(said), end, (name,) if named else ())


def _close(value: str, stop: str) -> str:
    return value.rstrip("。") + stop


def _to_bytes(lines: Sequence[str], kind: str) -> bytes:
    if kind == "docx":
        return docx(*(p(line) for line in lines))
    if kind == "html":
        return f"<html><body>{''.join(f'<p>{escape(line)}</p>' for line in lines if line)}</body></html>".encode()
    return "\n".join(lines).encode()


def differences(data: bytes, cards: Sequence[Card]) -> Iterator[str]:
    """What came out that is not what was drawn."""
    document = parse(data)
    came = [
        (task.text, tuple(show_units(task)), *(time.end for time in task.times), *(step.title for step in task.path))
        for task in document.tasks
    ]
    drawn = [(one, card.units, card.day, *card.path) for card in cards for one in card.measures]
    yield from (f"- {one}" for one in drawn if one not in came)
    yield from (f"+ {one}" for one in came if one not in drawn)
    yield from (f"{one.code}: {one.message}" for one in document.diagnostics if one.level == "error")


@pytest.mark.parametrize("ten", range(6))
def test_lists_of_cards(ten: int) -> None:
    """Ten at a time; the lines of the one that fails are printed."""
    for seed in range(ten * 10, ten * 10 + 10):
        data, lines, cards = draw(seed)
        assert not [*differences(data, cards)], (seed, *lines)


def test_a_field_that_a_card_has_not() -> None:
    """A blank one means nothing, not what the card before has; labels that no table knows part nothing."""
    text = (
        "青川市整改台账\n序号：1\n问题描述：台账不全\n整改措施：补齐台账。\n责任单位：市水利局\n配合单位：市财政局\n"
        "序号：2\n问题描述：制度缺失\n整改措施：修订制度。\n责任单位：市园林局\n序号：3\n问题描述：责任不清\n整改措施：明确专人。\n"
    )
    tasks = parse(text.encode()).tasks
    assert [(task.text, show_units(task)) for task in tasks] == [
        ("补齐台账。", ["责任 市水利局", "配合 市财政局"]),
        ("修订制度。", ["责任 市园林局"]),
        ("明确专人。", []),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("会议通知\n会议名称：工作推进会\n会议时间：2024年3月1日\n会议地点：市政府\n", [], id="会议"),
        pytest.param("督办通知单\n督办事项：完成厂房建设\n承办单位：市水利局\n办结时限：2024年6月30日\n", ["完成厂房建设"], id="一张督办单"),
        pytest.param("一、项目一\n工作任务：修缮驿站。\n责任单位：市水利局\n二、项目二\n工作任务：更换灯杆。\n责任单位：市园林局\n", ["修缮驿站。", "更换灯杆。"], id="编号之下是字段"),
        pytest.param("关于印发方案的通知\n发文单位：市政府办\n发布日期：2024年3月1日\n现印发给你们。\n", [], id="网页的字段"),
    ],
)  # fmt: skip
def test_labelled_lines(text: str, expected: list[str]) -> None:
    """Labelled lines that are no list of tasks, and one card alone."""
    assert [task.text for task in parse(text.encode()).tasks] == expected


if __name__ == "__main__":
    wrong = 0
    for chosen in range(int(sys.argv[1])):
        drawn_data, drawn_lines, drawn_cards = draw(chosen)
        faults = [*differences(drawn_data, drawn_cards)]
        wrong += bool(faults)
        if faults:
            sys.stdout.write("\n  ".join([str(chosen), *faults, *drawn_lines]) + "\n")
    sys.stdout.write(f"{wrong} wrong\n")
