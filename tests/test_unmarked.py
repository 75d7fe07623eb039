"""Lists without numbers drawn at random: each line is a measure with its words, its heading and its units.

More of them by hand: ``python tests/test_unmarked.py 2000``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from unmarked import Drawn, Measure, draw

from docx2tasks.limits import DEFAULT
from docx2tasks.model import Document
from docx2tasks.pipeline import parse, source_to_reading
from docx2tasks.readers.broken import join_broken
from docx2tasks.rules import load_rules

_EACH_TIME = 200


def read(drawn: Drawn) -> Document:
    """The document; a PDF is read in this process, which takes a tenth of the time."""
    if drawn.format != "pdf":
        return parse(drawn.data, source_format=drawn.format)
    from docx2tasks.readers.pdf import read_pdf  # noqa: PLC0415

    return source_to_reading(join_broken(read_pdf(drawn.data)), drawn.data, None, load_rules(), DEFAULT).document


def differences(drawn: Drawn) -> Iterator[str]:
    """What came out that is not what was drawn."""
    document = read(drawn)
    if document.document.title != drawn.title:
        yield f"title {document.document.title}"
    measures = [task for task in document.tasks if task.kind == "measure"]
    came = [
        Measure(
            "/".join(step.title for step in task.path),
            task.text,
            tuple(unit.name for unit in task.units if not unit.inherited),
            "、".join(unit.name for unit in task.units if unit.inherited),
        )
        for task in measures
    ]
    yield from (f"- {one}" for one in drawn.measures if one not in came)
    yield from (f"+ {one}" for one in came if one not in drawn.measures)
    yield from (f"{one.code}: {one.message}" for one in document.diagnostics if one.level == "error")
    requests = sum(task.kind == "request" for task in document.tasks)
    if requests != drawn.requests:
        yield f"{requests} requests"


@pytest.mark.parametrize("ten", range(_EACH_TIME // 10))
def test_lists_without_numbers(ten: int) -> None:
    """Ten of them at a time; the lines of the one that fails are printed."""
    for seed in range(ten * 10, ten * 10 + 10):
        drawn = draw(seed)
        assert not [*differences(drawn)], (seed, drawn.format, *drawn.lines)


if __name__ == "__main__":
    wrong = 0
    for number in range(int(sys.argv[1])):
        one = draw(number)
        found = [*differences(one)]
        wrong += bool(found)
        if found:
            print(number, one.format, *found[:4], *one.lines, sep="\n  ")  # noqa: T201
    print(f"{wrong} wrong")  # noqa: T201
