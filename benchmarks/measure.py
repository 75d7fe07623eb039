"""Interleaved timing: what is compared runs by turns, so that a busy machine slows all alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
    """A name, the first contestant's median in milliseconds, and the others as multiples of it."""

    name: str
    base: float
    ratios: tuple[float, ...]


Run = Callable[[], object]


def compare(name: str, base: Run, one: Run, rounds: int, *more: Run) -> Row:
    """The median over rounds of each contestant's time divided by that of ``base`` in the same round."""
    contestants = (base, one, *more)
    for run in contestants:
        run()
    times = [[_milliseconds(run) for run in contestants] for _ in range(rounds)]
    ratios = (median([row[n] / row[0] for row in times]) for n in range(1, len(contestants)))
    return Row(name, median([row[0] for row in times]), tuple(ratios))


def _milliseconds(run: Run) -> float:
    gc.collect()
    start = perf_counter()
    run()
    return 1000 * (perf_counter() - start)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a small table: a line a row, ratios under their columns."""
    width = max(len(row.name) for row in rows)
    print(f"\n{title}\n{'':{width}}  {'base ms':>9}  {'  '.join(f'{name:>8}' for name in columns)}")
    for row in rows:
        print(f"{row.name:{width}}  {row.base:9.2f}  {'  '.join(f'{ratio:8.2f}' for ratio in row.ratios)}")
