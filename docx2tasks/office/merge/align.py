"""Matches current tasks with those exported before.

    the same id ─▶ the same words, in the same paper, below the same headings, anywhere ─▶ words nine tenths alike

An id is made of a task's words and headings, so that one which moved has another, and the same words.  Where tasks
are written after one pattern (``完成东片区排查``, ``完成西片区排查``), words that are alike prove nothing: such a task
has to stand in the place of the other with its units, or to be more like it than any task beside them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

ALIKE = 0.9  # from which on a task is one that was changed
_GRAM = 3  # characters of the pieces by which words are found that may be alike
_SHARERS = 400  # that are counted for a task, so that a thousand tasks of one pattern take no minutes
_SHARED = 0.4  # of the pieces of the shorter of two that are alike: a change spoils three, and at most a tenth changed
_TRIED = 8  # candidates of a task that are compared, those with the most pieces first
_SIGNS = re.compile(r"[\W_]+")


class KnownTask(NamedTuple):
    """What identifies a task; ``id`` is empty if its records have none."""

    id: str
    document: str
    path: str
    text: str
    units: str = ""


def align(old: Sequence[KnownTask], new: Sequence[KnownTask]) -> dict[int, int]:
    """For places of tasks in ``old`` their places in ``new``, each once; what has none is gone, or new."""
    pairs: dict[int, int] = {}
    for key in _KEYS:
        pairs |= _pair(old, new, pairs, key)
    return pairs | _pair_alike(old, new, pairs)


def _words(task: KnownTask) -> str:
    """The words without signs, which a new edition changes first."""
    return _SIGNS.sub("", task.text) or task.text


_KEYS: tuple[Callable[[KnownTask], Hashable], ...] = (
    lambda task: task.id and (task.id, task.document),
    lambda task: task.id,
    lambda task: (_words(task), task.document, task.path),
    lambda task: (_words(task), task.document),
    lambda task: (_words(task), task.path),
    _words,
)


def _pair(
    old: Sequence[KnownTask], new: Sequence[KnownTask], pairs: Mapping[int, int], key: Callable[[KnownTask], Hashable]
) -> dict[int, int]:
    """Tasks with the same key, in the order in which they stand."""
    olds, news = _find_left(old, new, pairs)
    free: dict[Hashable, list[int]] = defaultdict(list)
    for place in reversed(news):
        free[key(new[place])].append(place)
    found: dict[int, int] = {}
    for place in olds:
        known = key(old[place])
        if known and free.get(known):
            found[place] = free[known].pop()
    return found


def _find_left(
    old: Sequence[KnownTask], new: Sequence[KnownTask], pairs: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    taken = {*pairs.values()}
    return [n for n in range(len(old)) if n not in pairs], [n for n in range(len(new)) if n not in taken]


# --- nearly the same words -----------------------------------------------------------------------------


def _pair_alike(old: Sequence[KnownTask], new: Sequence[KnownTask], pairs: Mapping[int, int]) -> dict[int, int]:
    """Of what is left the pairs that are most alike, those in the same paper below the same headings first."""
    olds, news = _find_left(old, new, pairs)
    if not olds or not news:
        return {}
    ours, theirs = _AlikeTasks(old), _AlikeTasks(new)
    scored = [
        (-alike, old[one].document != new[other].document, old[one].path != new[other].path, one, other)
        for one in olds
        for other, alike in theirs.find(old[one].text, {*news})
    ]
    found = dict(pairs)
    taken = {*pairs.values()}
    waiting = sorted(scored)
    while waiting:
        left: list[tuple[float, bool, bool, int, int]] = []
        for pair in waiting:
            alike, *_, one, other = pair
            if one in found or other in taken:
                continue
            is_in_line = _is_in_line(one, other, len(old), len(new), found)
            if (is_in_line and old[one].units == new[other].units) or -alike > max(
                ours.find_nearest(one), theirs.find_nearest(other)
            ):
                found[one] = other
                taken.add(other)
            else:
                left.append(pair)
        if len(left) == len(waiting):
            break
        waiting = left
    return found


def _is_in_line(one: int, other: int, olds: int, news: int, pairs: Mapping[int, int]) -> bool:
    """Whether a task stands where the other stood: behind or before the same one, or at the same end."""
    before = pairs.get(one - 1) == other - 1 if one and other else one == other
    ends = one == olds - 1, other == news - 1
    return before or (pairs.get(one + 1) == other + 1 if not any(ends) else all(ends))


class _AlikeTasks:
    """Tasks by their pieces: comparing each with each would take minutes for some thousand of them."""

    def __init__(self, tasks: Sequence[KnownTask]) -> None:
        self._texts = [task.text for task in tasks]
        self._grams = [_to_grams(text) for text in self._texts]
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._nearest: dict[int, float] = {}
        for place, grams in enumerate(self._grams):
            for gram in grams:
                self._holders[gram].append(place)

    def find(self, text: str, places: Collection[int]) -> Iterator[tuple[int, float]]:
        """Tasks at these places that are alike, and how much."""
        grams = _to_grams(text)
        counts = Counter(one for one in _find_sharers(grams, self._holders) if one in places)
        for place, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_TRIED]:
            least = _SHARED * min(len(grams), len(self._grams[place]))
            if len(grams & self._grams[place]) >= least and (alike := _compare(text, self._texts[place])) >= ALIKE:
                yield place, alike

    def find_nearest(self, place: int) -> float:
        """How much the task is like the one among all that is most like it: 完成东片区排查, 完成西片区排查."""
        if place not in self._nearest:
            others = range(len(self._texts))
            found = [alike for one, alike in self.find(self._texts[place], others) if one != place]
            self._nearest[place] = max(found, default=0)
        return self._nearest[place]


def _find_sharers(grams: set[str], holders: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Who holds pieces of a task, once for each, the rarest pieces first: common ones tell no task from others."""
    found = 0
    for held, gram in sorted((len(holders[gram]), gram) for gram in grams if gram in holders):
        found += held
        if found > _SHARERS and found > held:
            return
        yield from holders[gram]


def _to_grams(text: str) -> set[str]:
    return {text[n : n + _GRAM] for n in range(len(text) - _GRAM + 1)}


def _compare(old: str, new: str) -> float:
    """The share of characters that both have in the same order, 0 to 1."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0
