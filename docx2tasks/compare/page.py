"""A comparison as one page: both sides next to each other, the changed words marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docx2tasks.compare.changes import TEXT
from docx2tasks.compare.levels import LevelComparison, UpperTask
from docx2tasks.compare.tasks import ComparedTask
from docx2tasks.compare.values import words_to_values
from docx2tasks.compare.versions import ComparedPapers, ComparedRow, VersionComparison
from docx2tasks.office.papers import Paper
from docx2tasks.pages.assets import Assets
from docx2tasks.pages.vocabulary import LANGUAGES

PAGES = Assets(Path(__file__).parent / "templates")
SCRIPTS = ("given", "words", "dom", "cells", "rows", "filter", "main")
GAP, LATER, UNCERTAIN, COVERED, OWN = "gap", "later", "uncertain", "covered", "own"
"""What may be said of a task of two levels."""

_PageRow = dict[str, object]


def versions_to_page(found: VersionComparison) -> str:
    """Two versions as HTML that asks nothing of any network."""
    papers = [_paper_to_values(one) for one in found.papers]
    return _fill({"mode": "versions", "sides": [_to_side(found.old), _to_side(found.new)], "papers": papers})


def levels_to_page(found: LevelComparison) -> str:
    """Two levels as HTML that asks nothing of any network: the tasks of the upper one, and what is below of them."""
    rows = [*map(_upper_to_row, found.tasks)]
    rows += [{"c": [OWN], "o": [], "n": [_task_to_values(task)]} for task in found.own]
    sides = [_to_side(found.upper), _to_side(found.lower)]
    return _fill({"mode": "levels", "sides": sides, "papers": [{"rows": rows}]})


def _fill(values: Mapping[str, object]) -> str:
    words = {language: PAGES.load_language(language) for language in LANGUAGES}
    title = words["zh"]["page"][f"{values['mode']}Title"]
    given = {**values, "words": words}
    return PAGES.fill("compare", styles=("tokens", "compare"), scripts=SCRIPTS, title=title, values=given)


def _to_side(papers: Sequence[Paper]) -> _PageRow:
    """What the head of a column shows: the paper, or how many there are."""
    facts = papers[0].document.get("document") or {} if len(papers) == 1 else {}
    said = {"title": facts.get("title"), "number": facts.get("doc_number"), "date": facts.get("issued_on")}
    return {"names": [paper.name for paper in papers], **said}


def _paper_to_values(one: ComparedPapers) -> _PageRow:
    return {
        "old": one.old and one.old.name,
        "new": one.new and one.new.name,
        "facts": [[name, *pair] for name, pair in one.facts.items()],
        "headings": [[*heading] for heading in one.headings],
        "rows": [_row_to_values(row) for row in one.rows],
    }


def _row_to_values(row: ComparedRow) -> _PageRow:
    values: _PageRow = {
        "c": [*row.changes],
        "o": [_task_to_values(task) for task in row.old],
        "n": [_task_to_values(task) for task in row.new],
    }
    if words := words_to_values(row):
        values["w"] = [[int(one["same"] is True), one["old"], one["new"]] for one in words]
    if fields := {one.field: [[*one.old], [*one.new]] for one in row.fields if one.field != TEXT}:
        values["f"] = fields
    return values


def _upper_to_row(one: UpperTask) -> _PageRow:
    said = [*_say_of(one)]
    likes = [f"{other.alike:.2f}" for other in one.counterparts]
    below = [_task_to_values(other.task) for other in one.counterparts]
    return {"c": said, "o": [_task_to_values(one.task)], "n": below, "alike": likes, "later": one.later}


def _say_of(one: UpperTask) -> Iterator[str]:
    if not one.counterparts:
        yield GAP
        return
    yield COVERED
    if one.later:
        yield LATER
    if not one.is_sure:
        yield UNCERTAIN


def _task_to_values(task: ComparedTask) -> _PageRow:
    """A task with what it has, under short names: a page may hold thousands."""
    values = task.values
    found: _PageRow = {
        "i": task.number,
        "l": values.get("label"),
        "p": [*task.titles],
        "t": task.text,
        "u": [[unit["name"], unit["role"]] for unit in values.get("units") or ()],
        "d": [time["text"] for time in task.times],
        "k": task.kind,
    }
    return {name: value for name, value in found.items() if value}
