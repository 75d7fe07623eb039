"""Interleaved timing: what is compared runs by turns, so that a busy machine slows all alike."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import NamedTuple

from docx2tasks.rules import load_rules


class Row(NamedTuple):
    """A name, the first contestant's median in milliseconds, and the others as multiples of it."""

    name: str
    base: float
    ratios: tuple[float, ...]


Run = Callable[[], object]


def forget_words() -> None:
    """Empty what the package keeps in mind of words: the next print of a document would be read faster for it.

    What belongs to the rules (compiled patterns) stays, as it does in a program that reads many documents.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith("docx2tasks")]
    holders = [*modules, *load_rules().built()]
    for kept in {id(one): one for holder in holders for one in vars(holder).values()}.values():
        if isinstance(kept, _lru_cache_wrapper) and kept.cache_parameters()["maxsize"] is not None:
            kept.cache_clear()


def compare(name: str, base: Run, one: Run, rounds: int, *more: Run) -> Row:
    """The median over rounds of each contestant's time divided by that of ``base`` in the same round."""
    contestants = (base, one, *more)
    for run in contestants:
        run()
    times = [[_milliseconds(run) for run in contestants] for _ in range(rounds)]
    ratios = (median([row[n] / row[0] for row in times]) for n in range(1, len(contestants)))
    return Row(name, median([row[0] for row in times]), tuple(ratios))


def _milliseconds(run: Run) -> float:
    """Processor time, that of ended children included: what other programs take does not count."""
    forget_words()
    gc.collect()
    start = _processor_seconds()
    run()
    return 1000 * (_processor_seconds() - start)


def _processor_seconds() -> float:
    spent = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a small table: a line a row, ratios under their columns."""
    width = max(len(row.name) for row in rows)
    print(f"\n{title}\n{'':{width}}  {'base ms':>9}  {'  '.join(f'{name:>8}' for name in columns)}")
    for row in rows:
        print(f"{row.name:{width}}  {row.base:9.2f}  {'  '.join(f'{ratio:8.2f}' for ratio in row.ratios)}")
