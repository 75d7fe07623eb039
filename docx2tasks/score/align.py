"""Pairs what the program read with gold: the same text first, then texts that are nearly the same."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence

from docx2tasks.score.gold import GoldTask
from docx2tasks.score.said import SaidTask
from docx2tasks.score.words import ALIKE, find_likeness, may_be_alike, text_to_bare, to_bigrams

Pair = tuple[int, int]
"""The number of a task that was read, and of one of gold."""


def align_with_gold(said: Sequence[SaidTask], gold: Sequence[GoldTask]) -> list[Pair]:
    """The pairs, in the order of gold; what has none is missing or spurious.

    Of several tasks with the same text, the one under the same numbers is taken, else the first in order.
    """
    known = {task.bare for task in said}
    texts = [_choose_text(task, known) for task in gold]
    pairs = _Pairs()
    pairs.add_all(_find_equal([*map(_said_to_place, said)], [*map(_gold_to_place, zip(texts, gold, strict=True))]))
    pairs.add_all(_find_equal([task.bare for task in said], texts, pairs))
    pairs.add_all((one, other) for *_, one, other in sorted(_find_alike(said, texts, pairs)))
    return sorted(pairs.found, key=lambda pair: pair[1])


class _Pairs:
    """Pairs found so far: nothing on either side has two."""

    def __init__(self) -> None:
        self.found: list[Pair] = []
        self.said: set[int] = set()
        self.gold: set[int] = set()

    def add_all(self, pairs: Iterable[Pair]) -> None:
        """Take pairs, one after another, of which neither side has one yet."""
        for one, other in pairs:
            if one not in self.said and other not in self.gold:
                self.found.append((one, other))
                self.said.add(one)
                self.gold.add(other)


def _choose_text(task: GoldTask, known: Container[str]) -> str:
    """The reading of a text that the program chose, where gold allows several; else the first."""
    readings = [text_to_bare(text) for text in (task.text, *task.text_alt)]
    return next((bare for bare in readings if bare in known), readings[0])


def _said_to_place(task: SaidTask) -> Hashable:
    return task.bare, task.number, tuple(number for number, _ in task.path)


def _gold_to_place(both: tuple[str, GoldTask]) -> Hashable:
    text, task = both
    return text, task.number, tuple(step.number for step in task.path)


def _find_equal(said: Sequence[Hashable], gold: Sequence[Hashable], taken: _Pairs | None = None) -> Iterator[Pair]:
    """Pairs with the same key, those that come first on either side with each other."""
    taken = taken or _Pairs()
    free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for number, key in enumerate(said):
        if number not in taken.said:
            free[key].append(number)
    for number, key in enumerate(gold):
        if number not in taken.gold and free[key]:
            yield free[key].popleft(), number


def _find_alike(said: Sequence[SaidTask], texts: Sequence[str], taken: _Pairs) -> Iterator[tuple[float, int, int, int]]:
    """``(minus likeness, distance, said, gold)`` of what has no pair and nearly the same text: the best sort first."""
    ours = {n: to_bigrams(task.bare) for n, task in enumerate(said) if n not in taken.said}
    for other, text in enumerate(texts):
        if other in taken.gold:
            continue
        theirs = to_bigrams(text)
        for one, bigrams in ours.items():
            if may_be_alike(said[one].bare, text, bigrams, theirs):
                likeness = find_likeness(said[one].bare, text)
                if likeness >= ALIKE:
                    yield -likeness, abs(one - other), one, other
