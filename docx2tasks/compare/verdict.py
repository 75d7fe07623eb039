"""The first line of a comparison: whether anything differs, and how much of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx2tasks.compare.levels import LevelComparison
from docx2tasks.compare.tasks import PROVISION, ComparedTask
from docx2tasks.compare.versions import ComparedRow, VersionComparison
from docx2tasks.plural import count

_WORDS = {
    "added": "added",
    "dropped": "dropped",
    "split": "split",
    "joined": "joined",
    "text": "reworded",
    "units": "with other units",
    "roles": "with other roles",
    "times": "with other dates",
    "targets": "with other targets",
    "actors": "with other actors",
    "kind": "of another kind",
    "path": "below another heading",
    "order": "in another order",
}
_OF_PAPERS = {"headings": "heading", "facts": "fact"}


def versions_to_verdict(found: VersionComparison) -> str:
    """``9 of 48 tasks differ: 3 added, 6 reworded; 1 heading differs``, or ``no differences: 48 tasks``."""
    rows = [*found.rows]
    counts = found.count()
    differ = sum(bool(row.changes) for row in rows)
    if not rows and not found.is_changed:
        return "no tasks in either version"
    if not found.is_changed:
        return "; ".join([f"no differences: {_count_tasks(rows)}", *_find_notes(rows)])
    said = [_tasks_to_words(differ, rows, counts)]
    said += [
        f"{count(counts[name], word)} {'differs' if counts[name] == 1 else 'differ'}"
        for name, word in _OF_PAPERS.items()
        if counts[name]
    ]
    added, dropped = sum(one.old is None for one in found.papers), sum(one.new is None for one in found.papers)
    said += [f"{count(n, 'document')} {word}" for n, word in ((added, "added"), (dropped, "dropped")) if n]
    return "; ".join(said)


def levels_to_verdict(found: LevelComparison) -> str:
    """``20 of 25 tasks have a counterpart, 5 have none``, and how many counterparts somebody has to look at."""
    total, gaps = len(found.tasks), len(found.gaps)
    if not total:
        return "no tasks in the paper of the upper level"
    later = sum(one.later is not None for one in found.tasks)
    unsure = sum(bool(one.counterparts) and not one.is_sure for one in found.tasks)
    said = [f"{total - gaps:,} of {count(total, 'task')} have a counterpart, {gaps:,} have none"]
    if not gaps:
        said = [f"each of {count(total, 'task')} has a counterpart"]
    said += [f"{later:,} due later than above"] if later else []
    said += [f"{unsure:,} uncertain"] if unsure else []
    return "; ".join(said)


def _tasks_to_words(differ: int, rows: Sequence[ComparedRow], counts: Mapping[str, int]) -> str:
    if not differ:
        return f"no differences in {_count_tasks(rows)}"
    parts = [f"{counts[name]:,} {word}" for name, word in _WORDS.items() if counts.get(name)]
    said = ", ".join(parts)
    of = _count_tasks(rows)
    return f"1 of {of} differs: {said}" if differ == 1 else f"{differ:,} of {of} differ: {said}"


def _count_tasks(rows: Sequence[ComparedRow]) -> str:
    kinds = {_is_provision((row.new or row.old)[0]) for row in rows}
    if kinds == {True}:
        return count(len(rows), "provision")
    return count(len(rows), "task") if kinds != {True, False} else f"{len(rows):,} tasks and provisions"


def _is_provision(task: ComparedTask) -> bool:
    return task.kind == PROVISION


def _find_notes(rows: Sequence[ComparedRow]) -> Iterator[str]:
    numbered, signs = sum(row.is_renumbered for row in rows), sum(row.is_resigned for row in rows)
    if numbered:
        yield f"{numbered:,} numbered otherwise"
    if signs:
        yield f"{signs:,} with other punctuation"
