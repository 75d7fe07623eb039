"""Finds for each task of one version its counterpart in the other.

    the same words ─▶ the likest words, place and units deciding between equals ─▶ the same place and some words

Each task has at most one counterpart; a task may stand anywhere else than before.  What is left may be a part of a
task that was split, or the whole that several were joined to: :mod:`docx2tasks.compare.split`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence

from docx2tasks.compare.likeness import Likeness, RareGrams
from docx2tasks.compare.tasks import ComparedTask

ALIKE = 0.6  # words and place together, from which on two tasks are one that was reworded
_WORDS = 0.25  # of it that has to be words
_PATH, _LINE, _NUMBER = 0.08, 0.1, 0.02  # what the same headings, each same neighbour, the same number add
_UNITS, _AMOUNTS = 0.08, 0.08  # what the same units, dates and quantities add
_ROUNDS = 4

_Key = Callable[[ComparedTask], Hashable]
_KEYS: tuple[_Key, ...] = (
    lambda task: (task.words, task.path, task.units),
    lambda task: (task.words, task.path),
    lambda task: (task.words, task.units),
    lambda task: task.words,
)


class TaskAlignment:
    """The counterparts of two lists of tasks; ``grams`` are those of all their words, numbers masked."""

    def __init__(self, old: Sequence[ComparedTask], new: Sequence[ComparedTask]) -> None:
        self.old, self.new = old, new
        self.pairs: dict[int, int] = {}
        self.grams = RareGrams([task.weighed for task in old], [task.weighed for task in new])
        self._partners: dict[int, int] = {}  # from new to old

    def find(self) -> Mapping[int, int]:
        """For places of tasks in ``old`` their places in ``new``."""
        for key in _KEYS:
            self._pair_same(key)
        free = self.left_new()
        likes = (one for old in self.left_old() for one in self.grams.find(old, free))
        scores = {(one.old, one.new): one for one in likes}
        for _ in range(_ROUNDS):
            if not self._pair_likest(scores):
                break
        return self.pairs

    def left_old(self) -> list[int]:
        """The places of old tasks without counterpart."""
        return [at for at in range(len(self.old)) if at not in self.pairs]

    def left_new(self) -> frozenset[int]:
        """The places of new tasks without counterpart."""
        return frozenset(range(len(self.new))).difference(self._partners)

    def _add(self, old: int, new: int) -> None:
        self.pairs[old] = new
        self._partners[new] = old

    def _pair_same(self, key: _Key) -> None:
        """Pair tasks with the same key, in the order in which they stand."""
        free: dict[Hashable, list[int]] = defaultdict(list)
        for new in sorted(self.left_new(), reverse=True):
            free[key(self.new[new])].append(new)
        for old in self.left_old():
            known = free.get(key(self.old[old]))
            if known:
                self._add(old, known.pop())

    def _pair_likest(self, scores: Mapping[tuple[int, int], Likeness]) -> bool:
        """Pair what is left, the likest first; whether anything was paired."""
        free = self.left_new()
        left = [one for pair, one in scores.items() if one.old not in self.pairs and one.new in free]
        scored = [(score, one) for one in left if one.alike >= _WORDS and (score := self._score(one)) >= ALIKE]
        before = len(self.pairs)
        for _, one in sorted(scored, key=lambda two: (-two[0], two[1].old, two[1].new)):
            if one.old not in self.pairs and one.new not in self._partners:
                self._add(one.old, one.new)
        self._exchange({(one.old, one.new): score for score, one in scored})
        return len(self.pairs) > before

    def _score(self, one: Likeness) -> float:
        """How alike two tasks are in words and place."""
        old, new = self.old[one.old], self.new[one.new]
        place = _PATH * (old.path == new.path) + _LINE * self._count_neighbours(one.old, one.new)
        number = _NUMBER * (old.values.get("number") == new.values.get("number"))
        units = _UNITS * bool(old.units and old.units == new.units)
        return one.alike + place + number + units + _AMOUNTS * bool(old.amounts and old.amounts == new.amounts)

    def _count_neighbours(self, old: int, new: int) -> int:
        """On how many sides a task stands where the other stood: behind or before the same one, or at the same end."""
        is_behind = self.pairs.get(old - 1) == new - 1 if old and new else old == new
        ends = old == len(self.old) - 1, new == len(self.new) - 1
        return is_behind + (all(ends) if any(ends) else self.pairs.get(old + 1) == new + 1)

    def _exchange(self, scores: Mapping[tuple[int, int], float]) -> None:
        """Let two pairs exchange their new tasks where that makes them likelier together."""
        choices: dict[int, list[int]] = defaultdict(list)
        for old, new in scores:
            choices[old].append(new)
        for old in sorted(choices):
            for new in choices[old]:
                other = self._partners.get(new, old)
                if other != old and old in self.pairs and self._gain(scores, old, other) > 0:
                    ours, theirs = self.pairs[old], self.pairs[other]
                    self._add(old, theirs)
                    self._add(other, ours)

    def _gain(self, scores: Mapping[tuple[int, int], float], one: int, other: int) -> float:
        """What two old tasks gain by an exchange; nothing where a pair has no score."""
        crossed = (one, self.pairs[other]), (other, self.pairs[one])
        straight = (one, self.pairs[one]), (other, self.pairs[other])
        if any(pair not in scores for pair in (*crossed, *straight)):
            return 0.0
        return sum(scores[pair] for pair in crossed) - sum(scores[pair] for pair in straight)

