"""Two versions of papers: each pair of papers with its tasks, aligned and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx2tasks.compare.align import TaskAlignment
from docx2tasks.compare.changes import (
    ADDED,
    DROPPED,
    JOINED,
    ORDER,
    PATH,
    SPLIT,
    FieldChange,
    find_field_changes,
    tasks_to_side,
)
from docx2tasks.compare.headings import HeadingChange, Path, find_heading_changes, find_renamed
from docx2tasks.compare.pair_papers import pair_papers
from docx2tasks.compare.split import TaskGroup, find_groups
from docx2tasks.compare.tasks import PROVISION, ComparedTask, keeps_provisions, papers_to_tasks
from docx2tasks.compare.words import fold_words
from docx2tasks.office.papers import Paper
from docx2tasks.results.compare.align import longest_rising

_FACTS = ("title", "issuer", "doc_number", "issued_on", "status", "type")
_ALONE = frozenset(("gained", "lost"))  # names of what has no counterpart, as for batches


@dataclass(frozen=True)
class ComparedRow:
    """Tasks of both versions that are one, or a task of one version; ``fields`` are what changed in it."""

    old: tuple[ComparedTask, ...]
    new: tuple[ComparedTask, ...]
    fields: tuple[FieldChange, ...] = ()

    @property
    def shape(self) -> str | None:
        """``added``, ``dropped``, ``split`` or ``joined``; None for one task of each version."""
        if not self.old or not self.new:
            return DROPPED if self.old else ADDED
        return None if len(self.old) == len(self.new) else SPLIT if len(self.new) > 1 else JOINED

    @property
    def changes(self) -> tuple[str, ...]:
        """What changed: its shape, and the names of fields."""
        return (*filter(None, (self.shape,)), *(one.field for one in self.fields))

    @property
    def is_renumbered(self) -> bool:
        """Whether its number is another one."""
        labels = [[_number(task) for task in side] for side in (self.old, self.new)]
        return bool(self.old and self.new) and labels[0] != labels[1]

    @property
    def is_resigned(self) -> bool:
        """Whether only blanks or signs of the words differ."""
        texts = ["".join("".join(task.text for task in side).split()) for side in (self.old, self.new)]
        return bool(self.old and self.new) and not self.fields and texts[0] != texts[1]


def _number(task: ComparedTask) -> object:
    return fold_words(task.values.get("label") or "") or task.values.get("number")


@dataclass(frozen=True)
class ComparedPapers:
    """Two versions of one paper, or a paper that only one side has."""

    old: Paper | None
    new: Paper | None
    rows: tuple[ComparedRow, ...]
    headings: tuple[HeadingChange, ...] = ()
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        is_alone = self.old is None or self.new is None
        return is_alone or bool(self.headings or self.facts) or any(row.changes for row in self.rows)


@dataclass(frozen=True)
class VersionComparison:
    """All that differs between two versions."""

    old: tuple[Paper, ...]
    new: tuple[Paper, ...]
    papers: tuple[ComparedPapers, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return any(one.is_changed for one in self.papers)

    @property
    def rows(self) -> Iterator[ComparedRow]:
        """All rows of all papers."""
        return (row for one in self.papers for row in one.rows)

    def count(self) -> Counter[str]:
        """How many rows have each change; ``headings`` and ``facts`` count what is of papers."""
        found = Counter(name for row in self.rows for name in row.changes)
        found["headings"] = sum(len(one.headings) for one in self.papers)
        found["facts"] = sum(len(one.facts) for one in self.papers)
        return +found


def compare_versions(
    old: Sequence[Paper], new: Sequence[Paper], only: frozenset[str] = frozenset()
) -> VersionComparison:
    """Compare papers with their later versions; ``only`` names changes to look at, all where it is empty.

    One paper on each side is one pair; several are paired by name, then by title and words.
    """
    pairs = pair_papers(old, new)
    return VersionComparison((*old,), (*new,), tuple(_compare_papers(*pair, only) for pair in pairs))


def _compare_papers(old: Paper | None, new: Paper | None, only: frozenset[str]) -> ComparedPapers:
    ours, theirs = _find_tasks(old, new)
    alignment = TaskAlignment(ours, theirs)
    groups = find_groups(alignment, alignment.find())
    rows = [ComparedRow(tuple(ours[at] for at in one.old), tuple(theirs[at] for at in one.new)) for one in groups]
    renamed = find_renamed(
        ((row.old[0].path, row.new[0].path) for row in rows if row.old and row.new),
        (task.path for task in ours),
        (task.path for task in theirs),
    )
    moved = _find_moved(groups, ours, theirs, renamed)
    compared = (_compare_row(row, renamed, is_moved=at in moved) for at, row in enumerate(rows))
    wanted = [kept for row in compared if (kept := _keep(row, only))]
    headings = find_heading_changes(renamed, _to_titles(ours), _to_titles(theirs))
    facts = _compare_facts(old, new) if old and new else {}
    return ComparedPapers(
        old,
        new,
        tuple(wanted),
        tuple(_without_tasks(headings, wanted)) if not only or PATH in only else (),
        facts if not only or "facts" in only else {},
    )


def _find_tasks(old: Paper | None, new: Paper | None) -> tuple[list[ComparedTask], list[ComparedTask]]:
    """The tasks of both, without provisions where one side's records keep none."""
    ours, theirs = (papers_to_tasks([paper]) if paper else [] for paper in (old, new))
    if all(keeps_provisions(paper) for paper in (old, new) if paper):
        return ours, theirs
    return [task for task in ours if task.kind != PROVISION], [task for task in theirs if task.kind != PROVISION]


def _keep(row: ComparedRow, only: frozenset[str]) -> ComparedRow | None:
    """The row with the changes that are asked for; None where its tasks are not asked for."""
    if not only:
        return row
    asked = {None: True, ADDED: "gained" in only, DROPPED: "lost" in only}.get(row.shape, not only.isdisjoint(_ALONE))
    fields = tuple(one for one in row.fields if one.field in only)
    return ComparedRow(row.old, row.new, fields) if asked or fields else None


def _compare_row(row: ComparedRow, renamed: Mapping[Path, Path], *, is_moved: bool) -> ComparedRow:
    if not row.old or not row.new:
        return row
    found = [*find_field_changes(tasks_to_side(row.old), tasks_to_side(row.new))]
    before, after = row.old[0], row.new[0]
    if renamed.get(before.path, before.path) != after.path:
        found.append(FieldChange(PATH, before.titles, after.titles))
    elif is_moved:
        found.append(FieldChange(ORDER, (str(before.number),), (str(after.number),)))
    return ComparedRow(row.old, row.new, tuple(found))


def _find_moved(
    groups: Sequence[TaskGroup],
    old: Sequence[ComparedTask],
    new: Sequence[ComparedTask],
    renamed: Mapping[Path, Path],
) -> set[int]:
    """The rows that stand elsewhere among those below their heading."""
    below: dict[Path, list[tuple[int, int, int]]] = {}
    for at, one in enumerate(groups):
        if one.old and one.new:
            path = old[one.old[0]].path
            if renamed.get(path, path) == new[one.new[0]].path:
                below.setdefault(path, []).append((one.old[0], one.new[0], at))
    moved: set[int] = set()
    for rows in below.values():
        ordered = sorted(rows)
        kept = {*longest_rising([(before, after) for before, after, _ in ordered])}
        moved |= {at for before, after, at in ordered if (before, after) not in kept}
    return moved


def _to_titles(tasks: Sequence[ComparedTask]) -> dict[Path, Path]:
    return {task.path: task.titles for task in reversed(tasks)}


def _without_tasks(headings: Sequence[HeadingChange], rows: Sequence[ComparedRow]) -> Iterator[HeadingChange]:
    """Headings that are tasks themselves are told there."""
    told = {(row.old[0].words, row.new[0].words) for row in rows if row.old and row.new}
    return (one for one in headings if (fold_words(one.old), fold_words(one.new)) not in told)


def _compare_facts(old: Paper, new: Paper) -> dict[str, tuple[str, str]]:
    ours, theirs = (paper.document.get("document") or {} for paper in (old, new))
    known = [name for name in _FACTS if name in ours and name in theirs]
    pairs = {name: (str(ours[name] or ""), str(theirs[name] or "")) for name in known}
    return {name: pair for name, pair in pairs.items() if fold_words(pair[0]) != fold_words(pair[1])}
