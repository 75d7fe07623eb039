"""Tasks that were split into several, and several that were joined to one.

A part of a split task has no counterpart of its own, and most of its words stand in the old task and not in the
task that is its counterpart: ``建设平台，完善机制`` ─▶ ``建设平台``, ``完善机制``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.compare.align import TaskAlignment

_PART = 0.7  # of the words of a part that have to stand in the whole
_LEAST = 6  # characters of a part: shorter words are found anywhere
_NEAR = 3  # tasks between a part and its whole


class TaskGroup(NamedTuple):
    """Tasks that belong together: one of each side, one and several where a task was split or several joined."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def find_groups(found: TaskAlignment, pairs: Mapping[int, int]) -> list[TaskGroup]:
    """All tasks of both sides, in the order of the new version, what is gone at the place where it was."""
    news: dict[int, list[int]] = {old: [new] for old, new in pairs.items()}
    olds: dict[int, list[int]] = {new: [old] for old, new in pairs.items()}
    left_new, left_old = sorted(found.left_new()), found.left_old()
    for part, whole in _find_parts(found, pairs, left_new):
        news.setdefault(whole, []).append(part)
        olds[part] = [whole]
    for part, whole in _find_joined(found, pairs, left_old):
        if len(news.get(olds[whole][0], ())) == 1:  # else split and joined at once: two changes of their own
            olds[whole].append(part)
            news[part] = [whole]
    return [*_order(news, olds, len(found.old), len(found.new))]


def _find_parts(found: TaskAlignment, pairs: Mapping[int, int], left: Sequence[int]) -> Iterator[tuple[int, int]]:
    """New tasks that are parts of old ones, with those."""
    partners = {new: old for old, new in pairs.items()}
    for part in left:
        near = [(far, partners[new], new) for far, new in _find_near(part) if new in partners]
        scored = [(found.grams.find_left_of(old, [new], part), -far, old) for far, old, new in near]
        if len(found.new[part].words) >= _LEAST and scored and max(scored)[0] >= _PART:
            yield part, max(scored)[2]


def _find_joined(found: TaskAlignment, pairs: Mapping[int, int], left: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Old tasks that are parts of new ones, with those."""
    for part in left:
        near = [(far, old, pairs[old]) for far, old in _find_near(part) if old in pairs]
        scored = [(found.grams.find_left_in(new, [old], part), -far, new) for far, old, new in near]
        if len(found.old[part].words) >= _LEAST and scored and max(scored)[0] >= _PART:
            yield part, max(scored)[2]


def _find_near(at: int) -> Iterator[tuple[int, int]]:
    """Places near one, with how far they are."""
    for far in range(1, _NEAR + 1):
        yield far, at - far
        yield far, at + far


def _order(news: Mapping[int, list[int]], olds: Mapping[int, list[int]], old: int, new: int) -> Iterator[TaskGroup]:
    """Groups by their first new task; a task that is gone behind the one that it stood behind."""
    gone: dict[int, list[int]] = {}
    behind = -1
    for at in range(old):
        if at in news:
            behind = min(news[at])
        else:
            gone.setdefault(behind, []).append(at)
    yield from (TaskGroup((at,), ()) for at in gone.get(-1, ()))
    for at in range(new):
        ours = olds.get(at, [])
        theirs = news[ours[0]] if ours else [at]
        if at == min(theirs):
            yield TaskGroup(tuple(sorted(ours)), tuple(sorted(theirs)))
        yield from (TaskGroup((one,), ()) for one in gone.get(at, ()))
