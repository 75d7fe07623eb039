"""Matches the tasks of two readings of a document.

Pairs that are sure cut the two lists into stretches, and each stretch is cut by what is less sure:

    the same words ─▶ the same place ─▶ the same beginning, end, number ─▶ similar words ─▶ the same elsewhere

Each step takes n log n; only the last stretches, of bounded size, are compared each with each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

Pair = tuple[int, int]
_Key = Callable[["TaskWords"], Hashable]

_ALIKE = 0.4  # share of pairs of characters in common, from which on two tasks are one that was changed
_MOVED = 0.6  # the same where they stand elsewhere, and so may be two of many
_HINTED = 0.15  # the same if they also start, end or are at the same position
_EACH = 60  # tasks on either side of a stretch that is compared each with each; longer ones are cut
_ENDS = 10  # characters at the beginning or end of a task that tell it from others
_COMPARED = 1_000  # characters of a task that are compared
_SIGNS = re.compile(r"[\W_]+")


class TaskWords(NamedTuple):
    """What identifies a task: its text, its position, its number below its headings."""

    text: str
    start: int | None
    number: Hashable


class _TaskStretch(NamedTuple):
    """Tasks from and to, of the old reading and of the new one, that nothing was found for yet."""

    old: int
    old_end: int
    new: int
    new_end: int


def align(old: Sequence[TaskWords], new: Sequence[TaskWords]) -> list[Pair]:
    """Places of the tasks that are the same or have become another, in the old order; the others have no pair."""
    alike = _Alike(old, new)
    pairs: list[Pair] = []
    stretches = [_TaskStretch(0, len(old), 0, len(new))]
    for key, least in _STEPS:
        rest: list[_TaskStretch] = []
        for stretch in stretches:
            found = [pair for pair in _find_pairs(old, new, stretch, key) if not least or alike(*pair) >= least]
            pairs += found
            rest += _between(stretch, found)
        stretches = rest
    for stretch in stretches:
        pairs += alike.find_best(stretch)
    pairs += [*_find_moved(old, new, pairs)]
    return sorted([*pairs, *alike.find_moved(*_find_left(old, new, pairs))])


def _head(words: TaskWords) -> Hashable:
    return _SIGNS.sub("", words.text[: 2 * _ENDS])[:_ENDS]


def _tail(words: TaskWords) -> Hashable:
    return _SIGNS.sub("", words.text[-2 * _ENDS :])[-_ENDS:]


# what is compared, and how similar the words have to be besides; the first twice: cut, lists hold fewer repeats
_STEPS: tuple[tuple[_Key, float], ...] = (
    (lambda words: words.text, 0),
    (lambda words: words.text, 0),
    (lambda words: _SIGNS.sub("", words.text), 0),
    (lambda words: words.start, _HINTED),
    (_head, _HINTED),
    (_tail, _HINTED),
    (lambda words: words.number, _ALIKE),
)


# --- the same key --------------------------------------------------------------------------------------


def _find_pairs(old: Sequence[TaskWords], new: Sequence[TaskWords], at: _TaskStretch, key: _Key) -> Iterator[Pair]:
    """Pairs of a stretch with the same key, both in order."""
    olds = [key(words) for words in old[at.old : at.old_end]]
    news = [key(words) for words in new[at.new : at.new_end]]
    first, last = _common_ends(olds, news)
    yield from ((at.old + n, at.new + n) for n in range(first))
    middle = _longest_common(olds[first : len(olds) - last], news[first : len(news) - last])
    yield from ((at.old + first + one, at.new + first + other) for one, other in middle)
    yield from ((at.old_end - n, at.new_end - n) for n in range(last, 0, -1))


def _common_ends(olds: Sequence[Hashable], news: Sequence[Hashable]) -> tuple[int, int]:
    """How many keys at the beginning and at the end are the same."""
    size, first, last = min(len(olds), len(news)), 0, 0
    while first < size and olds[first] == news[first] is not None:
        first += 1
    while last < size - first and olds[-1 - last] == news[-1 - last] is not None:
        last += 1
    return first, last


def _longest_common(olds: Sequence[Hashable], news: Sequence[Hashable]) -> list[Pair]:
    """The longest chain of common keys in the same order, among those that both hold equally often."""
    counts, others = Counter(olds), Counter(news)
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(news):
        if key is not None and counts[key] == others[key]:
            found[key].append(place)
    seen: Counter[Hashable] = Counter()
    pairs: list[Pair] = []
    for place, key in enumerate(olds):
        if key in found:
            pairs.append((place, found[key][seen[key]]))
            seen[key] += 1
    return longest_rising(pairs)


def longest_rising(pairs: Sequence[Pair]) -> list[Pair]:
    """Of pairs in the order of their first numbers, the most whose second numbers rise too."""
    ends: list[int] = []  # the smallest second number that a chain of each length ends with
    tops: list[int] = []  # and the pair that has it
    before: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(tops[length - 1] if length else None)
        ends[length : length + 1] = [place]
        tops[length : length + 1] = [number]
    chain: list[Pair] = []
    last = tops[-1] if tops else None
    while last is not None:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


def _between(at: _TaskStretch, pairs: Sequence[Pair]) -> Iterator[_TaskStretch]:
    """The stretches between pairs that have tasks on both sides."""
    ends = [(at.old - 1, at.new - 1), *pairs, (at.old_end, at.new_end)]
    for (old, new), (old_end, new_end) in pairwise(ends):
        if old_end - old > 1 and new_end - new > 1:
            yield _TaskStretch(old + 1, old_end, new + 1, new_end)


# --- similar words -------------------------------------------------------------------------------------


class _Alike:
    """How similar a task of the old reading is to one of the new."""

    def __init__(self, old: Sequence[TaskWords], new: Sequence[TaskWords]) -> None:
        self._old, self._new = old, new
        self._olds: dict[int, frozenset[str]] = {}
        self._news: dict[int, frozenset[str]] = {}

    def __call__(self, old: int, new: int) -> float:
        """The share of pairs of characters that both have, 0 to 1."""
        ours = self._olds.get(old) or self._olds.setdefault(old, _to_bigrams(self._old[old].text))
        theirs = self._news.get(new) or self._news.setdefault(new, _to_bigrams(self._new[new].text))
        return 2 * len(ours & theirs) / (len(ours) + len(theirs))

    def find_best(self, at: _TaskStretch) -> Iterator[Pair]:
        """The pairs in order that are most similar on the whole; a long stretch is cut in proportion before."""
        parts = max(1, -(-max(at.old_end - at.old, at.new_end - at.new) // _EACH))
        olds = [at.old + (at.old_end - at.old) * n // parts for n in range(parts + 1)]
        news = [at.new + (at.new_end - at.new) * n // parts for n in range(parts + 1)]
        for (old, old_end), (new, new_end) in zip(pairwise(olds), pairwise(news), strict=True):
            yield from self._find_best_of_few(_TaskStretch(old, old_end, new, new_end))

    def find_moved(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
        """The most similar pairs among the remaining tasks, at any position; none if that would take long."""
        if max(len(olds), len(news)) > _EACH:
            return
        found = [(-alike, one, other) for one in olds for other in news if (alike := self(one, other)) >= _MOVED]
        taken: set[tuple[str, int]] = set()
        for _, one, other in sorted(found):
            if taken.isdisjoint({("old", one), ("new", other)}):
                taken |= {("old", one), ("new", other)}
                yield one, other

    def _find_best_of_few(self, at: _TaskStretch) -> list[Pair]:
        height, width = at.old_end - at.old, at.new_end - at.new
        best = [[0.0] * (width + 1) for _ in range(height + 1)]  # from here to the end
        gain: dict[Pair, float] = {}
        for i in reversed(range(height)):
            for j in reversed(range(width)):
                found = self(at.old + i, at.new + j)
                gain[i, j] = found if found >= _ALIKE else 0
                best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i, j] and gain[i, j] + best[i + 1][j + 1])
        return [(at.old + i, at.new + j) for i, j in _trace(best, height, width)]


def _trace(best: Sequence[Sequence[float]], height: int, width: int) -> Iterator[Pair]:
    """The pairs by which the best sum came about."""
    i = j = 0
    while i < height and j < width:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _to_bigrams(text: str) -> frozenset[str]:
    framed = f"\0{text[:_COMPARED]}\0"
    return frozenset(framed[n : n + 2] for n in range(len(framed) - 1))


def _find_left(
    old: Sequence[TaskWords], new: Sequence[TaskWords], pairs: Sequence[Pair]
) -> tuple[list[int], list[int]]:
    """The places of what has no pair."""
    ours, theirs = {one for one, _ in pairs}, {other for _, other in pairs}
    return [n for n in range(len(old)) if n not in ours], [n for n in range(len(new)) if n not in theirs]


def _find_moved(old: Sequence[TaskWords], new: Sequence[TaskWords], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """What has no pair in order, and stands elsewhere in the same words."""
    olds, news = _find_left(old, new, pairs)
    free: dict[str, list[int]] = defaultdict(list)
    for place in reversed(news):
        free[new[place].text].append(place)
    for place in olds:
        if free[old[place].text]:
            yield place, free[old[place].text].pop()
