"""Several children at once, with results as they arrive.

    Linux      copies of this process, or new interpreters, bounded by the system   process, child
    elsewhere  new interpreters that are watched                                    portable, worker

``DOCX2TASKS_ISOLATION=portable`` asks for the second way on Linux, too.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from docx2tasks.deadline import out_of_memory, too_slow
from docx2tasks.errors import CrashError, Refusal, ShortageError, find_shortage, to_killed
from docx2tasks.isolate.bounds import find_peak
from docx2tasks.isolate.process import GRACE, BoundChildren
from docx2tasks.isolate.protocol import (
    FAILED,
    ITEM,
    MORE,
    NOTE,
    READY,
    Child,
    Children,
    End,
    More,
    Note,
    Order,
    is_child,
    tell_progress,
)
from docx2tasks.isolate.signals import uninterrupted
from docx2tasks.limits import Limits

_DAY = 86_400.0  # seconds; what waits longer looks again
_ISOLATION, _PORTABLE = "DOCX2TASKS_ISOLATION", "portable"
_FAULTS = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP", "SIGILL")  # how native code ends where memory is refused


class Yielded(NamedTuple):
    """An item yielded by the call in a slot."""

    slot: int
    value: Any


class Ended(NamedTuple):
    """The call in a slot is through, or was broken off by an error: its own, a deadline's, a crash's."""

    slot: int
    error: Exception | None


Answer = Yielded | Ended


class Pool:
    """Children that work side by side, each in a slot of its own.

    Each item has the time of a file, ``limits.file_seconds``.  In a child of ours calls run in place, one after
    the other.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._workers: dict[int, _Worker] = {}
        self._places: dict[int, Iterator[object]] = {}
        self._left = time.monotonic()  # when somebody listened last
        self._are_here = is_child()
        self._children = _open_children()

    def __len__(self) -> int:
        """How many slots are at work."""
        return len(self._workers) + len(self._places)

    def start(self, slot: int, call: Callable[..., Iterable[object]], *args: object) -> None:
        """Begin ``call(*args)`` in a slot that is free; call and arguments have to be picklable.

        Raises ``ShortageError`` ``no-handles`` and ``no-process``.
        """
        if self._are_here:
            self._places[slot] = iter(call(*args))
        else:
            with uninterrupted():  # a child that nobody knows of would not be ended
                self._workers[slot] = _Worker(self._start(Order(call, self._limits, args)), self._limits)

    def _start(self, order: Order) -> Child:
        try:
            return self._children.start(order)
        except OSError as error:
            what = f"cannot start a process to read the file: {error.strerror}"
            hint = "close other programs or use fewer --jobs, and run again"
            raise find_shortage(error) or ShortageError("no-process", what, hint) from error

    def wait(self, seconds: float = _DAY) -> Iterator[Answer]:
        """The next items, or none within the given seconds.  After ``Ended`` the slot is free."""
        if self._places:
            yield self._step_here(*next(iter(self._places.items())))
            return
        away = time.monotonic() - self._left
        for worker in self._workers.values():
            worker.started += away  # what a child had to wait for us is not its own time
        ready = self._poll(seconds)
        self._left = time.monotonic()
        for number, worker in [*self._workers.items()]:
            yield from self._listen(number, worker, is_ready=worker.child in ready)

    def close(self) -> None:
        """End all children together, with the same short time to clean up."""
        with uninterrupted():
            _end_all([worker.child for worker in self._workers.values()])
            self._children.close()
        self._workers.clear()
        self._places.clear()

    def _step_here(self, slot: int, items: Iterator[object]) -> Answer:
        try:
            return Yielded(slot, next(items))
        except StopIteration:
            error = None
        except Exception as raised:  # noqa: BLE001  the caller decides what becomes of it
            error = raised
        del self._places[slot]
        return Ended(slot, error)

    def _poll(self, seconds: float) -> set[Child]:
        """The children that said something, after so many seconds at most, or at the next deadline."""
        now = time.monotonic()
        left = min((worker.deadline - now for worker in self._workers.values()), default=seconds)
        children = [worker.child for worker in self._workers.values()]
        return self._children.wait(children, max(0.0, min(left, seconds, _DAY)))

    def _listen(self, number: int, worker: _Worker, *, is_ready: bool) -> Iterator[Answer]:
        error: Exception | None = None
        try:
            if worker.child.fault:
                raise worker.child.fault  # noqa: TRY301  one of the ways in which it ends
            if is_ready:
                for value in worker.take():
                    yield Yielded(number, value)
            elif worker.deadline <= time.monotonic():
                raise too_slow(worker.allowed)  # noqa: TRY301  as above
            if not worker.is_over:
                return
        except EOFError:
            error = _end_to_refusal(worker.child.end(), worker.allowed, self._limits)
        except Exception as raised:  # noqa: BLE001  what the call raised, or what was met here
            error = raised
        if error is not None or not self._children.keep(worker.child):
            _end_all([worker.child])
        self._workers.pop(number, None)
        yield Ended(number, error)


class _Worker:
    """A child, and until when the next item has to come."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self.child = child
        self.is_over = False
        self._limits = limits
        self.started, self.allowed = time.monotonic(), child.starting or limits.file_seconds

    @property
    def deadline(self) -> float:
        """When it is too late, on the monotonic clock."""
        return self.started + self.allowed

    def _renew(self) -> None:
        self.started, self.allowed = time.monotonic(), self._limits.file_seconds

    def take(self) -> Iterator[object]:
        """The items received; raises what the call raised."""
        for kind, value in self.child.take():
            if kind == READY:
                self._renew()
            elif kind == NOTE and isinstance(value, Note):
                tell_progress(value)
            elif kind == ITEM:
                self._renew()
                yield value
            elif kind == MORE and isinstance(value, More):
                self.allowed += value.seconds
            elif kind == FAILED and isinstance(value, Exception):
                raise value
            else:
                self.is_over = True


def _open_children() -> Children:
    """The way of this system."""
    if is_portable():
        from docx2tasks.isolate.portable import WatchedChildren  # noqa: PLC0415  Linux does without

        return WatchedChildren()
    return BoundChildren()


def is_portable() -> bool:
    """Whether children are watched from here, and not bounded by the system."""
    return sys.platform != "linux" or not hasattr(os, "fork") or os.environ.get(_ISOLATION) == _PORTABLE


def _end_all(children: Iterable[Child]) -> None:
    children = [*children]
    try:
        for child in children:
            child.ask_to_end()
    finally:
        until = time.monotonic() + GRACE
        for child in children:
            child.end(until=until)


def _end_to_refusal(end: End, allowed: float, limits: Limits) -> Refusal:
    """Why a child ended without a word."""
    name = signal.Signals(-end.code).name if end.code < 0 else ""
    if name in {"SIGALRM", "SIGXCPU"}:
        return too_slow(allowed)
    if name == "SIGKILL" and end.is_by_itself:
        return to_killed()
    # a child is said to have held what its parent held
    if name in _FAULTS and end.memory > max(limits.file_memory // 2, find_peak()):
        return out_of_memory(limits.file_memory)
    how = f"was killed by {name}" if name else f"exited with code {end.code}"
    return CrashError(
        "crashed", f"the process that read the file {how}", "save or export the file again, and report the bug"
    )
