"""What work costs, and waiting for it, so that other work on the machine changes no verdict.

Seconds are those of the processor, of this process and of the children it waited for.  They too grow on a busy machine
(its caches and its cores are shared), so a bound is generous, and a comparison is made again until it holds: chance
makes a run slower, never faster, and what grows with the square never holds.
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BUSY = 5.0  # times as much as on a quiet machine
ROUNDS = 12  # chances of a comparison; mostly one is needed


PATIENCE = 300.0  # seconds by the clock, for what is a matter of moments on a quiet machine


def wait_for(is_met: Callable[[], object]) -> None:
    """Wait until something is so; fails where it is not after minutes."""
    until = time.monotonic() + PATIENCE
    while not is_met():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def seconds_so_far() -> float:
    """Seconds of the processor that this process and its children have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside takes no more than so many seconds of a quiet machine."""
    before = seconds_so_far()
    yield
    spent = seconds_so_far() - before
    assert spent < BUSY * seconds, f"{spent:.1f} seconds of the processor"


def measure(do: Callable[[], object]) -> float:
    """Seconds that a call takes; rubbish is collected before and not meanwhile."""
    gc.collect()
    gc.disable()
    try:
        before = seconds_so_far()
        do()
        return seconds_so_far() - before
    finally:
        gc.enable()


def assert_grows(small: Callable[[], object], large: Callable[[], object], *, most: float) -> None:
    """``large`` takes less than ``most`` times as long as ``small``, by the fastest run of each."""
    least = greatest = float("inf")
    for _ in range(ROUNDS):
        least, greatest = min(least, measure(small)), min(greatest, measure(large))
        if greatest < most * max(least, 0.01):  # what takes less than a tick of the clock is no measure
            return
    raise AssertionError(f"{greatest / least:.1f} times as long")
