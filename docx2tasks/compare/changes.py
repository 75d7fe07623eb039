"""What changed in a task: words, units, roles, times, targets, actors, kind, heading.

A date, a quantity or a unit that changed is a change of its own, not of the words too: the words are compared
without it.  What is printed otherwise and means the same (省卫健委, 省卫生健康委) is no change of units, and
``12月底前`` of a later year is the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.compare.tasks import ComparedTask
from docx2tasks.compare.words import WordChange, find_word_changes, fold_words

ADDED, DROPPED, SPLIT, JOINED = "added", "dropped", "split", "joined"
TEXT, UNITS, ROLES, TIMES, TARGETS, ACTORS, KIND, PATH, ORDER = (
    "text", "units", "roles", "times", "targets", "actors", "kind", "path", "order",
)  # fmt: skip
FIELDS = (TEXT, UNITS, ROLES, TIMES, TARGETS, ACTORS, KIND, PATH, ORDER)


class FieldChange(NamedTuple):
    """One field of a task that changed: the values that are gone, and the new ones."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class TaskSide(NamedTuple):
    """The tasks of one version that stand for one task of the other, as one."""

    text: str
    units: Sequence[Mapping[str, Any]]
    times: Sequence[Mapping[str, Any]]
    targets: Sequence[Mapping[str, Any]]
    actors: Sequence[Mapping[str, Any]]
    kinds: frozenset[str | None]


def tasks_to_side(tasks: Sequence[ComparedTask]) -> TaskSide:
    """Several tasks as one: their words one behind the other, their values together."""
    return TaskSide(
        "".join(task.text for task in tasks),
        [unit for task in tasks for unit in task.values.get("units") or ()],
        [time for task in tasks for time in task.times],
        [target for task in tasks for target in task.targets],
        [actor for task in tasks for actor in task.values.get("actors") or ()],
        frozenset(task.kind for task in tasks),
    )


def find_field_changes(old: TaskSide, new: TaskSide) -> Iterator[FieldChange]:
    """The fields that differ, the words first; where a task stands is not looked at."""
    values = [*_find_value_changes(old, new)]
    told = [[word for one in values for word in one.words[side]] for side in (0, 1)]
    if _cut_out(old.text, told[0]) != _cut_out(new.text, told[1]):
        yield FieldChange(TEXT, (old.text,), (new.text,))
    for one in values:
        yield one.change
    if None not in old.kinds | new.kinds and old.kinds != new.kinds:
        yield FieldChange(KIND, _to_words(old.kinds), _to_words(new.kinds))


def find_words(old: TaskSide, new: TaskSide) -> list[WordChange]:
    """The words of both in stretches, equal ones and changed ones in turn."""
    return find_word_changes(old.text, new.text)


def _to_words(kinds: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted(kind for kind in kinds if kind))


# --- values ------------------------------------------------------------------------------------------


class _ValueChange(NamedTuple):
    """A change of values, with the printed words of those that are gone and of the new ones."""

    change: FieldChange
    words: tuple[tuple[str, ...], tuple[str, ...]]


def _find_value_changes(old: TaskSide, new: TaskSide) -> Iterator[_ValueChange]:
    yield from _compare_units(old.units, new.units)
    for field, ours, theirs, key in (
        (TIMES, old.times, new.times, _time_to_key),
        (TARGETS, old.targets, new.targets, _target_to_key),
        (ACTORS, old.actors, new.actors, _actor_to_key),
    ):
        gone, come = _find_differences(ours, theirs, key)
        if gone or come:
            words = _print(gone), _print(come)
            yield _ValueChange(FieldChange(field, *words), words)


def _compare_units(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[_ValueChange]:
    """Units that are gone or new, and those that have another role."""
    names = [_to_names(side) for side in (old, new)]
    gone, come = ({name: units for name, units in names[at].items() if not _has(names[1 - at], units)} for at in (0, 1))
    if gone or come:
        words = tuple(_print([unit for units in side.values() for unit in units]) for side in (gone, come))
        yield _ValueChange(FieldChange(UNITS, words[0], words[1]), (words[0], words[1]))
    roles = [*_compare_roles(names[0], names[1])]
    if roles:
        yield _ValueChange(FieldChange(ROLES, tuple(one for one, _ in roles), tuple(one for _, one in roles)), ((), ()))


_Named = Mapping[str, Sequence[Mapping[str, Any]]]


def _to_names(units: Sequence[Mapping[str, Any]]) -> _Named:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for unit in units:
        found.setdefault(fold_words(unit["name"]), []).append(unit)
    return found


def _has(named: _Named, units: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a side names a body: in the same words, or in others that mean the same."""
    return _find_same(named, units) is not None


def _find_same(named: _Named, units: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]] | None:
    name, usual = fold_words(units[0]["name"]), units[0].get("canonical")
    if name in named:
        return named[name]
    return next((one for one in named.values() if usual and one[0].get("canonical") == usual), None)


def _compare_roles(old: _Named, new: _Named) -> Iterator[tuple[str, str]]:
    for units in old.values():
        others = _find_same(new, units)
        ours, theirs = (sorted({unit["role"] for unit in side or ()}) for side in (units, others))
        if others and ours != theirs:
            yield f"{units[0]['name']} {'、'.join(ours)}", f"{others[0]['name']} {'、'.join(theirs)}"


def _find_differences(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The values of each side that the other does not have, in the same words or in others that mean the same."""
    ours, theirs = _take_common(old, new, lambda value: fold_words(value.get("text") or value.get("name") or ""))
    return _take_common(ours, theirs, key)


def _take_common(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], object]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    counts = [Counter(key(value) for value in side) for side in (old, new)]
    common = counts[0] & counts[1]
    return _without(old, common, key), _without(new, common, key)


def _without(
    values: Sequence[Mapping[str, Any]], common: Counter[object], key: Callable[[Mapping[str, Any]], object]
) -> list[Mapping[str, Any]]:
    left = common.copy()
    kept = []
    for value in values:
        if left[key(value)]:
            left[key(value)] -= 1
        else:
            kept.append(value)
    return kept


def _time_to_key(time: Mapping[str, Any]) -> object:
    dates = time["kind"], time.get("start"), time.get("end"), time.get("every")
    return dates if any(dates[1:]) else fold_words(time["text"])


def _target_to_key(target: Mapping[str, Any]) -> object:
    return target["operator"], target["value"], fold_words(target["unit"])


def _actor_to_key(actor: Mapping[str, Any]) -> object:
    return fold_words(actor["name"])


def _print(values: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.get("text") or value["name"] for value in values))


def _cut_out(text: str, values: Sequence[str]) -> str:
    """The words of a text without those of values that are told apart."""
    words = fold_words(text)
    for value in sorted(values, key=len, reverse=True):
        words = words.replace(fold_words(value), "", 1)
    return words
