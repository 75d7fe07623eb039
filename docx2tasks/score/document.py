"""Scores the records of one document against its gold.

records, gold ─align─▶ pairs ─▶ fields of pairs ─▶ counts, misses
                         └────▶ what has no pair ─▶ missing, spurious
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from docx2tasks.export.columns import Values
from docx2tasks.score.align import Pair, align_with_gold
from docx2tasks.score.counts import Counts, ScoreField, Tally, sets_to_counts, share_to_counts
from docx2tasks.score.gold import GoldDocument, GoldTask
from docx2tasks.score.misses import (
    MissKind,
    ScoreMiss,
    only_to_words,
    path_to_words,
    target_to_words,
    time_to_words,
    unit_to_words,
)
from docx2tasks.score.said import (
    SaidTask,
    find_actors,
    find_targets,
    find_times,
    find_units,
    gold_to_units,
    path_to_key,
    values_to_said,
    without_roles,
)
from docx2tasks.score.words import ALIKE, find_likeness, text_to_bare
from docx2tasks.vocabulary import TaskKind

T = TypeVar("T")

_Place = tuple[GoldTask, str | None]  # a task of gold, and the id of the one that was read
_REQUEST, _PROVISION = TaskKind.REQUEST.value, TaskKind.PROVISION.value
_NOT_SCORED = "type_rule"  # a fact of the program, not of the document


class DocumentScore(NamedTuple):
    """The counts and the misses of one document."""

    tally: Tally
    misses: Sequence[ScoreMiss]


def score_document(document: Values, gold: GoldDocument) -> DocumentScore:
    """Score a document in plain types, as its JSON has it.

    Requests (``请各区于6月底前报送总结``) count only where gold has some; tasks that gold calls optional, and what was
    read of their text, count neither way.
    """
    work = _Counting()
    tasks = [task for task in document.get("tasks") or () if task.get("kind") != _PROVISION]
    if not any(task.kind == _REQUEST for task in gold.tasks):
        tasks = [task for task in tasks if task.get("kind") != _REQUEST]
    said = [*map(values_to_said, tasks)]
    pairs = _count_records(work, said, gold.tasks)
    for one, other in pairs:
        _count_pair(work, said[one], gold.tasks[other])
    _count_facts(work, document.get("document") or {}, gold)
    if gold.provisions is not None and "provisions" in document:
        _count_provisions(work, document, gold.provisions)
    return DocumentScore({field: work.counts[field] for field in ScoreField}, work.misses)


def score_nothing(gold: GoldDocument) -> DocumentScore:
    """The score of a document that was not read: all of gold is missing."""
    return score_document({"document": dict.fromkeys(gold.document or ()), "tasks": (), "provisions": ()}, gold)


class _Counting:
    """Counts and misses while they are made."""

    def __init__(self) -> None:
        self.counts: defaultdict[ScoreField, Counts] = defaultdict(Counts)
        self.misses: list[ScoreMiss] = []

    def add(self, field: ScoreField, counts: Counts) -> None:
        self.counts[field] += counts

    def compare(self, field: ScoreField, read: Counter[T], gold: Counter[T]) -> None:
        """Count what two sets with repeats have in common."""
        self.add(field, sets_to_counts(read, gold))

    def miss_values(
        self, kind: MissKind, read: Counter[T], gold: Counter[T], words: Callable[[T], str], at: _Place
    ) -> None:
        """Note the values that one side has alone."""
        if read == gold:
            return
        more, less = read - gold, gold - read
        weight = more.total() + less.total()
        ours, theirs = (only_to_words(map(words, one.elements())) for one in (more, less))
        self.miss(kind, ours, theirs, weight, at)

    def miss(self, kind: MissKind, read: str, gold: str, weight: int, at: _Place) -> None:
        """Note a difference in a pair."""
        self.misses.append(ScoreMiss(kind, at[0].text, read, gold, weight, at[1]))


# --- whole tasks -----------------------------------------------------------------------------------------


def _count_records(work: _Counting, said: Sequence[SaidTask], gold: Sequence[GoldTask]) -> list[Pair]:
    """Count tasks, and all that those without a pair hold; the pairs that count."""
    found = align_with_gold(said, gold)
    pairs = [(one, other) for one, other in found if not gold[other].optional]
    spurious = [*_find_spurious(said, gold, found)]
    paired = {other for _, other in pairs}
    missing = [n for n, task in enumerate(gold) if n not in paired and not task.optional]
    work.add(ScoreField.RECORDS, Counts(len(pairs), len(pairs) + len(spurious), len(pairs) + len(missing)))
    wanted = sum(task.kind == _REQUEST and not task.optional for task in gold)
    read = sum(said[one].kind == _REQUEST for one in (*(one for one, _ in pairs), *spurious))
    both = sum(said[one].kind == _REQUEST == gold[other].kind for one, other in pairs)
    work.add(ScoreField.REQUESTS, Counts(both, read, wanted))
    for number in spurious:
        _count_spurious(work, said[number])
    for number in missing:
        _count_missing(work, gold[number])
    return pairs


def _find_spurious(said: Sequence[SaidTask], gold: Sequence[GoldTask], pairs: Sequence[Pair]) -> Iterator[int]:
    """What has no pair, and is no part of a text that may be read or not."""
    paired = {one for one, _ in pairs}
    optional = [text_to_bare(task.text) for task in gold if task.optional]
    for number, task in enumerate(said):
        if number not in paired and not (task.bare and any(task.bare in text for text in optional)):
            yield number


def _count_spurious(work: _Counting, task: SaidTask) -> None:
    nothing: Counter[Any] = Counter()
    work.compare(ScoreField.UNITS, task.units, nothing)
    work.compare(ScoreField.UNIT_NAMES, without_roles(task.units), nothing)
    work.compare(ScoreField.TIMES, Counter(time.key for time in task.times), nothing)
    weight = 1 + task.units.total() + len(task.times)
    work.misses.append(ScoreMiss(MissKind.SPURIOUS, task.text, task.text, "", weight, task.id))


def _count_missing(work: _Counting, task: GoldTask) -> None:
    nothing: Counter[Any] = Counter()
    units = gold_to_units(() if task.units_optional else task.units)
    work.compare(ScoreField.UNITS, nothing, units)
    work.compare(ScoreField.UNIT_NAMES, Counter[str](), without_roles(units))
    work.compare(ScoreField.TIMES, *find_times(task, ()))
    if task.actors is not None:
        work.compare(ScoreField.ACTORS, *find_actors(task, frozenset()))
    weight = 1 + units.total() + len(task.times)
    work.misses.append(ScoreMiss(MissKind.MISSING, task.text, "", task.text, weight))


# --- pairs -----------------------------------------------------------------------------------------------


def _count_pair(work: _Counting, said: SaidTask, gold: GoldTask) -> None:
    at = gold, said.id
    _count_text(work, said, at)
    _count_path(work, said, at)
    if not gold.units_optional:
        units = find_units(gold, said.units)
        work.compare(ScoreField.UNITS, said.units, units)
        work.compare(ScoreField.UNIT_NAMES, without_roles(said.units), without_roles(gold_to_units(gold.units)))
        work.miss_values(MissKind.UNITS, said.units, units, unit_to_words, at)
    if gold.actors is not None:
        actors = find_actors(gold, said.actors)
        work.compare(ScoreField.ACTORS, *actors)
        work.miss_values(MissKind.ACTORS, *actors, str, at)
    if gold.targets:
        targets = find_targets(gold, said.targets)
        work.compare(ScoreField.TARGETS, *targets)
        work.miss_values(MissKind.TARGETS, *targets, target_to_words, at)
    times = find_times(gold, said.times)
    work.compare(ScoreField.TIMES, *times)
    work.miss_values(MissKind.TIMES, *times, time_to_words, at)


def _count_text(work: _Counting, said: SaidTask, at: _Place) -> None:
    """Text, number and kind."""
    gold = at[0]
    is_same = said.bare in {text_to_bare(text) for text in (gold.text, *gold.text_alt)}
    work.add(ScoreField.TEXT, share_to_counts(is_same, 1))
    if not is_same:
        work.miss(MissKind.TEXT, said.text, gold.text, 1, at)
    work.add(ScoreField.NUMBER, share_to_counts(said.number == gold.number, 1))
    if said.number != gold.number:
        work.miss(MissKind.NUMBER, str(said.number or ""), str(gold.number or ""), 1, at)
    if gold.kind:
        work.add(ScoreField.KIND, share_to_counts(said.kind == gold.kind, 1))
        if said.kind != gold.kind:
            work.miss(MissKind.KIND, said.kind or "", gold.kind, 1, at)


def _count_path(work: _Counting, said: SaidTask, at: _Place) -> None:
    gold = at[0]
    paths = [path_to_key((step.number, step.title) for step in path) for path in (gold.path, *gold.path_alt)]
    is_same = gold.path_optional or said.path in paths
    work.add(ScoreField.PATH, share_to_counts(is_same, 1))
    if not is_same:
        work.miss(MissKind.PATH, path_to_words(said.path), path_to_words(paths[0]), 1, at)


# --- the document ----------------------------------------------------------------------------------------


def _count_facts(work: _Counting, said: Values, gold: GoldDocument) -> None:
    """Fields of the document that gold names, and that what was read can have."""
    for name, value in (gold.document or {}).items():
        if not value or name == _NOT_SCORED or name not in said:
            continue
        readings = [value, *(gold.document_alt or {}).get(name, ())]
        is_right = any(_is_same_fact(name, said[name], one) for one in readings)
        work.add(ScoreField.DOCUMENT, share_to_counts(is_right, 1))
        if not is_right:
            work.misses.append(ScoreMiss(MissKind.DOCUMENT, name, str(said[name] or ""), str(value), 1))


def _is_same_fact(name: str, said: object, gold: object) -> bool:
    one, other = text_to_bare(str(said)), text_to_bare(str(gold))
    return one == other or (name == "title" and find_likeness(one, other) >= ALIKE)


def _count_provisions(work: _Counting, document: Values, gold: Sequence[GoldTask]) -> None:
    tasks = [task for task in document["tasks"] if task.get("kind") == _PROVISION]
    said = [*map(values_to_said, (*tasks, *(document["provisions"] or ())))]
    pairs = align_with_gold(said, gold)
    counted = [(one, other) for one, other in pairs if not gold[other].optional]
    read = len(said) - (len(pairs) - len(counted))
    work.add(ScoreField.PROVISIONS, Counts(len(counted), read, sum(not task.optional for task in gold)))
    ours, theirs = {one for one, _ in pairs}, {other for _, other in pairs}
    for number, task in enumerate(said):
        if number not in ours:
            work.misses.append(ScoreMiss(MissKind.PROVISIONS, task.text, task.text, "", 1, task.id))
    for number, wanted in enumerate(gold):
        if number not in theirs and not wanted.optional:
            work.misses.append(ScoreMiss(MissKind.PROVISIONS, wanted.text, "", wanted.text, 1))
