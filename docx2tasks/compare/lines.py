"""A comparison as lines, for a terminal or a file.

Changed words are marked as ``git diff --word-diff`` marks them, and coloured at a terminal::

    ~ 2  reworded, units
        每季一次开展[-检查-]{+两轮检查+}
        units  [-市民政局-]{+市教育局+}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.compare.changes import PATH, TEXT, FieldChange, find_words, tasks_to_side
from docx2tasks.compare.levels import LevelComparison, UpperTask
from docx2tasks.compare.tasks import ComparedTask
from docx2tasks.compare.verdict import levels_to_verdict, versions_to_verdict
from docx2tasks.compare.versions import ComparedPapers, ComparedRow, VersionComparison
from docx2tasks.control_chars import escape_controls

GONE, COME, QUIET, LOUD = "gone", "come", "quiet", "loud"
VERDICT, WORD = "verdict", "word"  # words of this program, which are shown in the reader's language
_BEGIN, _AROUND = 16, 12  # characters kept of a long stretch without changes: at the ends of a text, beside a change
_STEP = " › "


class StyledWords(NamedTuple):
    """Words of a line, and how they look."""

    words: str
    style: str = ""

    @property
    def marked(self) -> str:
        """The words with marks, where there is no colour."""
        return {GONE: f"[-{self.words}-]", COME: f"{{+{self.words}+}}"}.get(self.style, self.words)


StyledLine = tuple[StyledWords, ...]


def versions_to_lines(found: VersionComparison) -> Iterator[StyledLine]:
    """The verdict, and all that differs."""
    yield (StyledWords(versions_to_verdict(found), VERDICT),)
    for one in found.papers:
        if one.is_changed:
            yield ()
            yield from _paper_to_lines(one, is_named=len(found.papers) > 1)


def _paper_to_lines(one: ComparedPapers, *, is_named: bool) -> Iterator[StyledLine]:
    if is_named:
        names = [paper.name for paper in (one.old, one.new) if paper]
        word = "" if one.old and one.new else "dropped" if one.old else "added"
        yield _say(" → ".join(dict.fromkeys(names)), LOUD), StyledWords("  "), StyledWords(word, WORD)
    for name, (old, new) in one.facts.items():
        yield (StyledWords(name, WORD), StyledWords("  "), *_mark_pair(old, new))
    for heading in one.headings:
        yield (StyledWords("heading", WORD), StyledWords("  "), *_mark_pair(heading.old, heading.new))
    for row in one.rows:
        if row.changes:
            yield from _row_to_lines(row)


def levels_to_lines(found: LevelComparison) -> Iterator[StyledLine]:
    """The verdict, the tasks without counterpart, and those whose counterpart is due later or not sure."""
    yield (StyledWords(levels_to_verdict(found), VERDICT),)
    for one in found.tasks:
        later = one.later
        if one.is_sure and later is None:
            continue
        yield ()
        if not one.counterparts:
            yield StyledWords(f"- {one.task.number}  ", LOUD), StyledWords("no counterpart", WORD), to_place(one.task)
            yield from _task_to_lines(one.task, "")
        else:
            yield from _counterpart_to_lines(one, later)


def _counterpart_to_lines(one: UpperTask, later: tuple[str, str] | None) -> Iterator[StyledLine]:
    best = one.counterparts[0].task
    word = "due later" if later else "uncertain"
    dates = [StyledWords("  "), *_mark_pair(*later)] if later else []
    numbers = f"{'~' if later else '?'} {one.task.number} → {best.number}  "
    yield StyledWords(numbers, LOUD), StyledWords(word, WORD), *dates, to_place(best)
    for task in (one.task, best):
        yield StyledWords("    "), _say(task.text, "")


def _row_to_lines(row: ComparedRow) -> Iterator[StyledLine]:
    if not row.old or not row.new:
        yield from _alone_to_lines(row)
        return
    numbers = " → ".join(dict.fromkeys(",".join(str(task.number) for task in side) for side in (row.old, row.new)))
    yield StyledWords(f"~ {numbers}  ", LOUD), StyledWords(", ".join(_to_words(row)), WORD), to_place(row.new[0])
    words = find_words(tasks_to_side(row.old), tasks_to_side(row.new))
    yield StyledWords("    "), *words_to_styled(words)
    for one in row.fields:
        if one.field != TEXT:
            yield StyledWords("    "), StyledWords(one.field, WORD), StyledWords("  "), *_field_to_styled(one)


def _alone_to_lines(row: ComparedRow) -> Iterator[StyledLine]:
    """A task of one version: all of its words."""
    task, style = (row.old[0], GONE) if row.old else (row.new[0], COME)
    sign = "-" if row.old else "+"
    yield StyledWords(f"{sign} {task.number}  ", LOUD), StyledWords(", ".join(_to_words(row)), WORD), to_place(task)
    yield from _task_to_lines(task, style)


def _task_to_lines(task: ComparedTask, style: str) -> Iterator[StyledLine]:
    """All words of a task, and its units."""
    yield StyledWords("    "), _say(task.text, style)
    names = [unit["name"] for unit in task.values.get("units") or ()]
    if names:
        units = _say("、".join(dict.fromkeys(names)), QUIET)
        yield StyledWords("    "), StyledWords("units", WORD), StyledWords("  "), units


def _to_words(row: ComparedRow) -> Iterator[str]:
    names = {TEXT: "reworded", PATH: "heading"}
    return (names.get(name, name) for name in row.changes)


def to_place(task: ComparedTask) -> StyledWords:
    """The headings and the label of a task."""
    place = _STEP.join(filter(None, (*task.titles, task.values.get("label"))))
    return _say(f"  {place}" if place else "", QUIET)


def _field_to_styled(one: FieldChange) -> Iterator[StyledWords]:
    joined = _STEP if one.field == PATH else "、"
    old, new = joined.join(one.old), joined.join(one.new)
    return _mark_pair(old, new)


def _mark_pair(old: str, new: str) -> Iterator[StyledWords]:
    if old:
        yield _say(old, GONE)
    if new:
        yield _say(new, COME)


def words_to_styled(words: Sequence[tuple[bool, str, str]]) -> Iterator[StyledWords]:
    """Stretches of words with their marks; what is the same on both sides is cut between changes, never a change."""
    last = len(words) - 1
    for at, (is_same, old, new) in enumerate(words):
        if is_same:
            yield _say(_shorten(new, _BEGIN if at == 0 else _AROUND, 0 if at == last and at else _AROUND), "")
            continue
        yield from _mark_pair(old, new)


def _shorten(words: str, head: int, tail: int) -> str:
    if len(words) <= head + tail + 1:
        return words
    return f"{words[:head]}…{words[-tail:] if tail else ''}"


def _say(words: str, style: str) -> StyledWords:
    return StyledWords(escape_controls(words.replace("\n", " ")), style)
