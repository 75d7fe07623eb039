"""How alike tasks are: pairs of characters in common, rare ones counting most.

A pair of characters that half of all tasks hold (``推进``, ``建设``) says little, one that two hold says nearly all.
Which tasks may be alike is asked of an index, so that 5,000 tasks on either side take seconds and not hours.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

_RARITY = 1.5  # how much rare pieces outweigh others
_COMPARED = 2_000  # characters of a text that are compared
_SHARERS = 3_000  # places looked up for a text, the rarest pieces first
_HEAD = 20  # characters of a first clause that count more
_AT_HEAD = 3.0  # how much more
_CANDIDATES = 12  # of a text, those that share most


class WeighedText(NamedTuple):
    """Words without signs, the first ``head`` of which say what is to be done."""

    words: str
    head: int


class Likeness(NamedTuple):
    """Two texts, and how alike they are, 0 to 1."""

    old: int
    new: int
    alike: float


Grams = Mapping[str, float]
"""The pieces of a text with what each counts: more in its first clause, where the thing to be done is."""


class RareGrams:
    """The texts of two sides by their pieces."""

    def __init__(self, olds: Sequence[WeighedText], news: Sequence[WeighedText]) -> None:
        self._olds, self._news = [*map(_to_grams, olds)], [*map(_to_grams, news)]
        self._weights = _to_weights(self._olds, self._news)
        self._old_sums, self._new_sums = ([*map(self._weigh, side)] for side in (self._olds, self._news))
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, grams in enumerate(self._news):
            for gram in grams:
                self._holders[gram].append(place)

    def compare(self, old: int, new: int) -> Likeness:
        """How alike a text of the one side is to one of the other."""
        ours, theirs = self._olds[old], self._news[new]
        shared = ((gram, count + theirs[gram]) for gram, count in ours.items() if gram in theirs)
        common = math.fsum(self._weights[gram] * count for gram, count in shared)
        both = self._old_sums[old] + self._new_sums[new]
        return Likeness(old, new, common / both if both else 0.0)

    def find(self, old: int, news: Collection[int]) -> list[Likeness]:
        """Those of the texts ``news`` of the other side that are most like a text, the likest first."""
        shared: dict[int, float] = defaultdict(float)
        looked = 0
        for gram in sorted(self._olds[old], key=lambda one: (-self._weights[one], one)):
            held = self._holders.get(gram, ())
            looked += len(held)
            if looked > _SHARERS and shared:
                break
            for place in held:
                if place in news:
                    shared[place] += self._weights[gram]
        nearest = sorted(shared.items(), key=lambda one: (-one[1], one[0]))[:_CANDIDATES]
        return sorted((self.compare(old, new) for new, _ in nearest), key=lambda one: (-one.alike, one.new))

    def find_left_of(self, old: int, news: Sequence[int], part: int) -> float:
        """The share of a new text ``part`` that is in an old one and not in ``news``: it was split off."""
        others = [self._news[new] for new in news]
        return self._find_share(self._news[part], self._olds[old], others)

    def find_left_in(self, new: int, olds: Sequence[int], part: int) -> float:
        """The share of an old text ``part`` that is in a new one and not in ``olds``: it was joined to them."""
        others = [self._olds[old] for old in olds]
        return self._find_share(self._olds[part], self._news[new], others)

    def _find_share(self, part: Grams, whole: Grams, others: Sequence[Grams]) -> float:
        """The share of the pieces of a part that the whole holds and no other part does, each counted once."""
        every = math.fsum(self._weights[gram] for gram in part)
        held = (gram for gram in part if gram in whole and not any(gram in one for one in others))
        return math.fsum(self._weights[gram] for gram in held) / every if every else 0.0

    def _weigh(self, grams: Grams) -> float:
        return math.fsum(self._weights[gram] * count for gram, count in grams.items())


def _to_weights(*sides: Sequence[Grams]) -> Mapping[str, float]:
    """For each piece how much it tells: little where many tasks of one side hold it."""
    counts = [Counter(gram for grams in side for gram in grams) for side in sides]
    total = max(1, *map(len, sides))
    every = {gram for count in counts for gram in count}
    return {gram: math.log(1 + total / max(count[gram] for count in counts)) ** _RARITY for gram in every}


def _to_grams(text: WeighedText) -> Grams:
    words, head = text
    found = {words[at : at + 2]: 1.0 for at in range(min(len(words), _COMPARED) - 1)}
    return found | {words[at : at + 2]: _AT_HEAD for at in range(min(len(words), head, _HEAD) - 1)} or {words: 1.0}
