"""The changes in one document.

A field is compared by the words it is shown in.  Where something stands in the text, which rule found it and how
sure a picture was read is left out: an edit of a rule moves much of that and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.results.compare.align import Pair, TaskWords, align, longest_rising
from docx2tasks.results.records.contents import Contents, Task

GAINED, LOST, ORDER = "gained", "lost", "order"
_BETWEEN = " | "  # units hold 、 where one was not parted, which is a change


class Change(NamedTuple):
    """One value that changed; the numbers of the task, in reading order, are what ``explain`` takes."""

    field: str
    old_task: int | None
    new_task: int | None
    old: str
    new: str


class Changes(NamedTuple):
    """All that changed in a document; ``fields`` counts tasks, ``facts`` are of the document."""

    same: int
    changed: int
    gained: int
    lost: int
    fields: Counter[str]
    facts: Mapping[str, tuple[str, str]]
    examples: Sequence[Change]

    @property
    def size(self) -> int:
        """How much: tasks and facts together."""
        return self.changed + self.gained + self.lost + len(self.facts)


def find_changes(old: Contents, new: Contents, shown: int, only: frozenset[str] = frozenset()) -> Changes:
    """What changed, with the first ``shown`` values; ``only`` names fields to look at, all where it is empty."""
    names = [name for name in FIELDS if not only or name in only]
    pairs = align([*map(_to_words, old.tasks)], [*map(_to_words, new.tasks)])
    in_order = {*longest_rising(pairs)}
    found: list[Change] = []
    changed = 0
    for pair in pairs:
        before = len(found)
        found += _compare(old.tasks[pair[0]], new.tasks[pair[1]], pair, names)
        if pair not in in_order and (not only or ORDER in only):
            found.append(Change(ORDER, pair[0] + 1, pair[1] + 1, str(pair[0] + 1), str(pair[1] + 1)))
        changed += len(found) > before
    turned = [*_turned(old, new, pairs)]
    found += [one for one in turned if not only or "kind" in only]
    alone = [*_alone(old, new, pairs, turned)]
    kept = [one for one in alone if not only or one.field in only]
    return Changes(
        same=len(pairs) - changed,
        changed=changed + (len(turned) if not only or "kind" in only else 0),
        gained=sum(one.field == GAINED for one in kept),
        lost=sum(one.field == LOST for one in kept),
        fields=Counter(one.field for one in found),
        facts=_compare_facts(old.facts, new.facts) if not only or "facts" in only else {},
        examples=tuple(sorted([*found, *kept], key=_place)[:shown]),
    )


def _place(change: Change) -> tuple[int, int]:
    return change.new_task or change.old_task or 0, change.old_task or 0


def _compare(old: Task, new: Task, pair: Pair, names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        before, after = FIELDS[name](old), FIELDS[name](new)
        if before is None or after is None:
            continue  # an earlier version did not write it
        if before != after and not (name == "roles" and _units(old) != _units(new)):
            yield Change(name, pair[0] + 1, pair[1] + 1, before, after)


def _turned(old: Contents, new: Contents, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Tasks of the one reading that are provisions of the other: neither lost nor gained."""
    olds, news = ({pair[side] for pair in pairs} for side in (0, 1))
    lost = [place for place in range(len(old.tasks)) if place not in olds]
    gained = [place for place in range(len(new.tasks)) if place not in news]
    for one, other in _align(old.tasks, lost, new.provisions):
        yield Change("kind", one + 1, len(new.tasks) + other + 1, _kind(old.tasks[one]) or "task", "provision")
    for one, other in _align(new.tasks, gained, old.provisions):
        yield Change("kind", len(old.tasks) + other + 1, one + 1, "provision", _kind(new.tasks[one]) or "task")


def _align(tasks: Sequence[Task], left: Sequence[int], provisions: Sequence[Task]) -> Iterator[Pair]:
    """Places of the tasks that are left, with those of the provisions that they are."""
    pairs = align([_to_words(tasks[place]) for place in left], [*map(_to_words, provisions)]) if provisions else ()
    return ((left[one], other) for one, other in pairs)


def _alone(old: Contents, new: Contents, pairs: Sequence[Pair], turned: Sequence[Change]) -> Iterator[Change]:
    """The tasks of one reading that the other does not have."""
    olds = {one for one, _ in pairs} | {one.old_task - 1 for one in turned if one.old_task}
    news = {other for _, other in pairs} | {one.new_task - 1 for one in turned if one.new_task}
    for place, task in enumerate(old.tasks):
        if place not in olds:
            yield Change(LOST, place + 1, None, _text(task), "")
    for place, task in enumerate(new.tasks):
        if place not in news:
            yield Change(GAINED, None, place + 1, "", _text(task))


def _compare_facts(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Facts that differ, of those that both stores keep."""
    both = (name for name in old if name in new and old[name] != new[name])
    return {name: (_to_text(old[name]), _to_text(new[name])) for name in both}


def _to_words(task: Task) -> TaskWords:
    start = (task.get("location") or {}).get("start")
    return TaskWords(_text(task), start, (_path(task), task["number"]) if task["number"] is not None else None)


# --- a field in words ------------------------------------------------------------------------------------


def _to_text(value: object) -> str:
    return "" if value is None else str(value)


def _text(task: Task) -> str:
    return _to_text(task["text"])


def _label(task: Task) -> str:
    number = task["number"]
    return _to_text(task["label"]) + ("" if number is None else f" = {number}")


def _path(task: Task) -> str:
    return " › ".join(f"{step['label'] or ''}{step['title']}" for step in task["path"])


def _units(task: Task) -> str:
    return _BETWEEN.join(unit["name"] for unit in task["units"])


def _roles(task: Task) -> str:
    return _BETWEEN.join(f"{u['name']} {u['role']}{', inherited' * u['inherited']}" for u in task["units"])


def _actors(task: Task) -> str | None:
    return None if task["actors"] is None else _BETWEEN.join(one["name"] for one in task["actors"])


def _kind(task: Task) -> str | None:
    kind: str | None = task["kind"]
    return kind


def _times(task: Task) -> str:
    return _BETWEEN.join(_time_to_words(time) for time in task["times"])


def _time_to_words(time: Mapping[str, Any]) -> str:
    known = (f"{name} {time[name]}" for name in ("start", "end", "every") if time[name] is not None)
    return " ".join([f"{time['text']} {time['kind']}", *known])


def _targets(task: Task) -> str:
    shown = (f"{one['text']} {one['operator']} {one['value']:g} {one['unit']}" for one in task["targets"])
    return _BETWEEN.join(shown)


# ``roles`` are compared where the names of the units are the same
FIELDS: Mapping[str, Callable[[Task], str | None]] = {
    "text": _text,
    "label": _label,
    "path": _path,
    "part": lambda task: _to_text(task["part"]),
    "kind": _kind,
    "units": _units,
    "roles": _roles,
    "actors": _actors,
    "times": _times,
    "targets": _targets,
    "references": lambda task: _BETWEEN.join(task["references"]),
}
