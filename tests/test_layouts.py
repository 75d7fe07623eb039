"""Random plans in the layouts that lose line ends, cells and columns give the tasks they were made of.

By hand: ``python tests/test_layouts.py 2000`` draws so many plans in each layout and prints what differs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import pytest
from plans import LAYOUTS, Plan, make_duties, make_merged, make_plan, make_unnumbered

from docx2tasks.limits import DEFAULT
from docx2tasks.model import Document
from docx2tasks.pipeline import parse, source_to_reading
from docx2tasks.readers.broken import join_broken
from docx2tasks.rules import load_rules

_EACH = 20


def _read(data: bytes) -> Document:
    """The document; a PDF is read in this process, which takes a tenth of the time."""
    if not data.startswith(b"%PDF"):
        return parse(data)
    from docx2tasks.readers.pdf import read_pdf  # noqa: PLC0415

    return source_to_reading(join_broken(read_pdf(data)), data, None, load_rules(), DEFAULT).document


def _said(document: Document) -> list[str]:
    return [
        f"{'/'.join(step.title for step in task.path)}>{task.number}.{''.join(task.text.split())}"
        f"@{'、'.join(unit.name for unit in task.units)}"
        for task in document.tasks
    ]


def _differences(name: str, seed: int) -> list[str]:
    render, parents, running = LAYOUTS[name]
    plan: Plan = make_plan(seed, running=running)
    data = render(plan, random.Random(seed))  # noqa: S311  no secret
    document = _read(data)
    wanted, came = plan.gold(*parents), _said(document)
    wanted += [plan.title]
    came += [document.document.title or ""]
    return [f"- {one}" for one in wanted if one not in came] + [f"+ {one}" for one in came if one not in wanted]


@pytest.mark.parametrize("name", LAYOUTS)
def test_plans_in_each_layout(name: str) -> None:
    """Every task has its words, number, path and units, and the plan its title."""
    wrong = {seed: found for seed in range(_EACH) if (found := _differences(name, seed))}
    assert not wrong


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "blank lines"])
@pytest.mark.parametrize("tabs", ["", "\t"], ids=["cells on lines", "tabs"])
def test_merged_cells(gap: str, tabs: str) -> None:
    """Merged names and units hold for the rows below, whether a blank cell leaves a tab or nothing."""
    for seed in range(_EACH // 2):
        data, gold = make_merged(seed, gap, tabs)
        came = [
            f"{'/'.join(step.title for step in task.path)}>{''.join(task.text.split())}"
            f"@{'、'.join(f'({unit.name})' if unit.inherited else unit.name for unit in task.units)}"
            for task in parse(data).tasks
        ]
        assert came == gold


@pytest.mark.parametrize("make", [make_unnumbered, make_duties])
def test_lists_without_numbers(make: Callable[[int], tuple[bytes, list[str]]]) -> None:
    """Each line of a list that numbers nothing, and each duty behind a unit and a colon, is a task with its units."""
    for seed in range(_EACH):
        data, gold = make(seed)
        came = [f"{task.text}@{'、'.join(unit.name for unit in task.units)}" for task in parse(data).tasks]
        assert came[-len(gold) :] == gold, seed


if __name__ == "__main__":
    for layout in sys.argv[2:] or LAYOUTS:
        failed = 0
        for number in range(int(sys.argv[1])):
            if told := _differences(layout, number):
                failed += 1
                if failed <= 3:
                    sys.stdout.write("\n    ".join((f"{layout} {number}", *told[:8])) + "\n")
        sys.stdout.write(f"{layout}: {failed} of {sys.argv[1]} differ\n")
