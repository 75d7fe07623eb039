"""Which task of the papers now is which that was exported before.

    the same id ─▶ the same words, in the same paper, below the same headings, anywhere ─▶ words nine tenths alike

An id is made of a task's words and headings, so that one which moved has another, and the same words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

ALIKE = 0.9  # from which on a task is one that was changed
_GRAM = 3  # characters of the pieces by which words are found that may be alike
_SHARERS = 2_000  # that are counted for a task, so that a thousand tasks of one pattern take no minutes
_TRIED = 8  # candidates of a task that are compared, those with the most pieces first
_SIGNS = re.compile(r"[\W_]+")


class KnownTask(NamedTuple):
    """What a task is known by: ``id`` is empty where its records have none."""

    id: str
    document: str
    path: str
    text: str


def align(old: Sequence[KnownTask], new: Sequence[KnownTask]) -> dict[int, int]:
    """For places of tasks in ``old`` their places in ``new``, each once; what has none is gone, or new."""
    pairs: dict[int, int] = {}
    for key in _KEYS:
        pairs |= _pair(old, new, pairs, key)
    pairs |= _pair_alike(old, new, pairs)
    return pairs


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
    scored = [
        (-alike, old[one].document != new[other].document, old[one].path != new[other].path, one, other)
        for one, other in _find_candidates(old, new, olds, news)
        if (alike := _compare(old[one].text, new[other].text)) >= ALIKE
    ]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, one, other in sorted(scored):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _find_candidates(
    old: Sequence[KnownTask], new: Sequence[KnownTask], olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs that share many pieces: comparing each with each would take minutes for some thousand tasks."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place in news:
        for gram in _to_grams(new[place].text):
            holders[gram].append(place)
    for place in olds:
        counts = Counter(_find_sharers(_to_grams(old[place].text), holders))
        likely = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_TRIED]
        yield from ((place, other) for other, _ in likely)


def _find_sharers(grams: set[str], holders: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Who holds pieces of a task, once for each, the rarest pieces first: common ones tell no task from others."""
    found = 0
    for _, gram in sorted((len(holders[gram]), gram) for gram in grams if gram in holders):
        found += len(holders[gram])
        yield from holders[gram]
        if found > _SHARERS:
            return


def _to_grams(text: str) -> set[str]:
    return {text[n : n + _GRAM] for n in range(len(text) - _GRAM + 1)}


def _compare(old: str, new: str) -> float:
    """The share of characters that both have in the same order, 0 to 1."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0
