"""Runs one call in a child, and returns or yields its results."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Any, TypeVar, TypeVarTuple

from docx2tasks.isolate.pool import Pool, Yielded
from docx2tasks.limits import Limits

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def run_isolated(call: Callable[[*Ts], T], limits: Limits, *args: *Ts) -> T:
    """What ``call(*args)`` returns, computed in a child that is gone afterwards.

    The call and what it takes and returns have to be picklable.  Raises what the call raises;
    ``LimitError`` ``too-slow``, ``out-of-memory`` and ``too-big`` (its answer); ``CrashError`` ``crashed``.
    """
    with closing(iterate_isolated(_once, limits, call, args)) as answers:
        found: T = next(answers)
        return found


def iterate_isolated(call: Callable[[*Ts], Iterable[T]], limits: Limits, *args: *Ts) -> Generator[T]:
    """The items that ``call(*args)`` yields in a child; each has the time limit of a file.

    Raises what :func:`run_isolated` raises, after the items that came through.  In a child of ours, and
    where there are no such children, the call runs in place.
    """
    with closing(Pool(limits)) as pool:
        pool.start(0, call, *args)
        while len(pool):
            for answer in pool.wait():
                if isinstance(answer, Yielded):
                    yield answer.value
                elif answer.error is not None:
                    raise answer.error


def _once(call: Callable[..., Any], args: tuple[object, ...]) -> Generator[Any]:
    yield call(*args)
