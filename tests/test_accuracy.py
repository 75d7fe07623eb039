"""The benchmark of accuracy: papers that are the same each time, gold that is gold, words that are held out."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from program import ROOT

from docx2tasks import parse
from docx2tasks.score.gold import GoldDocument

FOLDER = ROOT / "benchmarks" / "accuracy"
NAMES = ("words", "times", "papers", "negatives", "formats", "run")


@pytest.fixture(scope="module")
def modules() -> Iterator[dict[str, Any]]:
    """The modules of the benchmark, by their bare names."""
    sys.path.insert(0, str(FOLDER))
    yield {name: importlib.import_module(name) for name in NAMES}
    sys.path.remove(str(FOLDER))


def test_words_are_held_out(modules: dict[str, Any]) -> None:
    """No rule and no test holds a field of work or a heading of the papers."""
    assert [*modules["words"].find_known()] == []


def test_papers_are_the_same_each_time(modules: dict[str, Any]) -> None:
    """A style and a seed give one paper; other seeds give others; all have gold of the right form."""
    papers = modules["papers"]
    for style in papers.STYLES:
        one, again, other = (papers.draw_paper(style, seed) for seed in (1, 1, 2))
        assert (one.content, one.gold) == (again.content, again.gold)
        assert one.content != other.content
        gold = GoldDocument.model_validate(one.gold)
        assert gold.tasks
        content = one.content
        page = "".join(line.words for line in (*content.lines, *(row.measure for row in content.rows)))
        assert [task.text for task in gold.tasks if task.text not in page] == []
        times = [time.text for task in gold.tasks for time in task.times]
        steps = "".join(step.words for row in one.content.rows for step in row.steps)
        assert [words for words in times if words not in page + steps] == []


@pytest.mark.parametrize("form", ["Word, automatic numbers", "HTML", "Markdown", "Excel"])
def test_a_paper_in_a_format(modules: dict[str, Any], form: str) -> None:
    """All tasks of a table come back from each format, and so do their units."""
    run, papers = modules["run"], modules["papers"]
    score = run.score_paper(papers.draw_paper("table", 0), form)
    counts = score.tally["records"]
    assert counts.right == counts.read == counts.gold > 5
    assert score.tally["units"].f1 == 1


def test_negatives(modules: dict[str, Any]) -> None:
    """Nothing is to be done in them, and nothing is read as if it were."""
    negatives, formats = modules["negatives"], modules["formats"]
    for kind in negatives.NEGATIVES:
        assert parse(formats.FORMATS["HTML"](negatives.draw_negative(kind, 0).content)).tasks == []


def test_the_page_has_all_rows(modules: dict[str, Any]) -> None:
    """docs/accuracy.md names each style, format and kind of negative with its figures."""
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    rows = {row.split(" |")[0] for row in re.findall(r"(?m)^\| (.+)$", page)}
    wanted = {*modules["papers"].STYLES, *modules["formats"].FORMATS, *modules["negatives"].NEGATIVES}
    assert wanted - rows == set()
