"""Outlines drawn at random: each leaf with its path, label, number, text and inherited unit.

More of them by hand: ``python tests/test_drawn_outlines.py 5000``.
"""

from __future__ import annotations

import sys

import pytest
from outlines import Drawn, Leaf, draw, faults

from docx2tasks import parse

_EACH_TIME = 120


def read(drawn: Drawn) -> tuple[Leaf, ...]:
    """What the program makes of a drawn document."""
    tasks = (task for task in parse(drawn.data, source_format=drawn.format).tasks if task.kind != "request")
    return tuple(
        Leaf(
            tuple(step.title for step in task.path),
            task.label or "",
            task.number or 0,
            task.text,
            next((unit.name for unit in task.units if unit.inherited), None),
        )
        for task in tasks
    )


@pytest.mark.parametrize("ten", range(_EACH_TIME // 10))
def test_drawn_outlines(ten: int) -> None:
    """Ten of them at a time; the lines of the one that fails are printed."""
    for seed in range(ten * 10, ten * 10 + 10):
        drawn = draw(seed)
        assert not [*faults(drawn, read(drawn))], (seed, drawn.format, *drawn.lines)


if __name__ == "__main__":
    wrong = 0
    for number in range(int(sys.argv[1])):
        sheet = draw(number)
        found = [*faults(sheet, read(sheet))]
        wrong += bool(found)
        if found:
            print(number, sheet.format, *found[:2], *sheet.lines, sep="\n  ")  # noqa: T201
    print(f"{wrong} wrong")  # noqa: T201
