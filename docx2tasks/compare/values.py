"""A comparison as values for JSON, as docs/compare.md describes them."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.compare.changes import PATH, TEXT, find_words, tasks_to_side
from docx2tasks.compare.levels import LevelComparison, UpperTask
from docx2tasks.compare.tasks import ComparedTask
from docx2tasks.compare.verdict import levels_to_verdict, versions_to_verdict
from docx2tasks.compare.versions import ComparedPapers, ComparedRow, VersionComparison
from docx2tasks.office.papers import Paper

Shown = dict[str, object]


def versions_to_values(found: VersionComparison) -> Shown:
    """All that differs, with the words of the tasks concerned."""
    rows = [*found.rows]
    return {
        "mode": "versions",
        "verdict": versions_to_verdict(found),
        "old": papers_to_values(found.old),
        "new": papers_to_values(found.new),
        "same": sum(not row.changes for row in rows),
        "changes": dict(found.count()),
        "renumbered": sum(row.is_renumbered for row in rows),
        "punctuation": sum(row.is_resigned for row in rows),
        "papers": [_paper_to_values(one) for one in found.papers],
    }


def levels_to_values(found: LevelComparison) -> Shown:
    """Each task of the upper papers with its counterparts, and the lower papers' own tasks."""
    return {
        "mode": "levels",
        "verdict": levels_to_verdict(found),
        "upper": papers_to_values(found.upper),
        "lower": papers_to_values(found.lower),
        "covered": len(found.tasks) - len(found.gaps),
        "gaps": len(found.gaps),
        "tasks": [_upper_to_values(one, found) for one in found.tasks],
        "own": [_placed(task, found.lower) for task in found.own],
    }


def _upper_to_values(one: UpperTask, found: LevelComparison) -> Shown:
    likes = [{**_placed(other.task, found.lower), "alike": other.alike} for other in one.counterparts]
    later = one.later and {"upper": one.later[0], "lower": one.later[1]}
    return {**_placed(one.task, found.upper), "counterparts": likes, "uncertain": not one.is_sure, "later": later}


def _placed(task: ComparedTask, papers: Sequence[Paper]) -> Shown:
    return {"document": papers[task.paper].name, **task_to_values(task)}


def papers_to_values(papers: Sequence[Paper]) -> Shown:
    """The papers of one side, summed up."""
    return {
        "documents": len(papers),
        "tasks": sum(len(paper.document["tasks"]) for paper in papers),
        "provisions": sum(len(paper.document.get("provisions") or ()) for paper in papers),
    }


def task_to_values(task: ComparedTask) -> Shown:
    """What a reader has to see of a task, and how to find it again."""
    values = task.values
    return {
        "number": task.number,
        "id": values.get("id"),
        "label": values.get("label"),
        "path": [*task.titles],
        "text": task.text,
        "units": [{"name": unit["name"], "role": unit["role"]} for unit in values.get("units") or ()],
        "times": [time["text"] for time in task.times],
    }


def _paper_to_values(one: ComparedPapers) -> Shown:
    return {
        "old": one.old and one.old.name,
        "new": one.new and one.new.name,
        "facts": {name: {"old": old, "new": new} for name, (old, new) in one.facts.items()},
        "headings": [{"old": heading.old, "new": heading.new} for heading in one.headings],
        "same": [[row.old[0].number, row.new[0].number] for row in one.rows if not row.changes],
        "rows": [_row_to_values(row) for row in one.rows if row.changes],
    }


def _row_to_values(row: ComparedRow) -> Shown:
    return {
        "changes": [*row.changes],
        "old": [task_to_values(task) for task in row.old],
        "new": [task_to_values(task) for task in row.new],
        "fields": {
            one.field: {"old": [*one.old], "new": [*one.new]} for one in row.fields if one.field not in (TEXT, PATH)
        },
        "words": words_to_values(row),
    }


def words_to_values(row: ComparedRow) -> list[Shown]:
    """The words of both sides in stretches, where both have some that differ."""
    if not row.old or not row.new:
        return []
    found = find_words(tasks_to_side(row.old), tasks_to_side(row.new))
    if all(one.is_same for one in found):
        return []
    return [{"same": one.is_same, "old": one.old, "new": one.new} for one in found]
