"""Time and memory limits for work in this process, checked in every long loop.

Small files are read without a process of their own, which would take longer than they do.  What reads them
calls :func:`check_deadline` once an item, a cell, a clause; outside :func:`deadline` that does nothing.  The
program, whose process is its own, has the system bound both as well.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.util import find_spec
from types import FrameType
from typing import NoReturn

from docx2tasks.errors import LimitError, Refusal
from docx2tasks.limits import Limits

_STEP = 16  # calls between two looks at the clock; each is a line, an item, a mark
_LOOKS = 256  # calls between two looks at the memory, which take 10 microseconds
_PAGE = 4_096  # bytes; where pages are larger the bound is a wider one
_RESERVED, _HELD = 0, 1  # places in /proc/self/statm
_MEMORY = re.compile(
    r"(?i)(?:out of|insufficient) memory|memory allocation failed|allocate memory|bad_alloc|failed to map segment"
)


@dataclass(slots=True)
class _Watch:
    """Until when the work has to be done, and how much memory the process may hold; seconds and bytes."""

    limits: Limits
    until: float
    most: int  # 0: the system does not tell
    looks: int = 0


_watch: ContextVar[_Watch | None] = ContextVar("watch", default=None)
_owns_process = False


def own_process() -> None:
    """Declare that this process is the program itself, so that alarms and system limits may be set."""
    global _owns_process  # noqa: PLW0603  a process has one owner
    _owns_process = find_spec("resource") is not None  # not on Windows


@contextmanager
def deadline(limits: Limits) -> Iterator[None]:
    """Bound the work inside to ``limits.file_seconds`` and ``limits.file_memory``.

    Raises ``LimitError`` ``too-slow`` where the time is over, and ``out-of-memory`` where the memory is, or
    where the system gives no more.
    """
    held = _find_memory()
    watch = _Watch(limits, time.monotonic() + limits.file_seconds, held + limits.file_memory if held else 0)
    before = _watch.set(watch)
    try:
        with _bounded_by_system(limits):
            yield
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        raise out_of_memory(limits.file_memory) from None
    finally:
        _watch.reset(before)


@contextmanager
def paused_deadline() -> Iterator[None]:
    """Stop the clock inside: this work has its own limits in a separate process."""
    watch = _watch.get()
    if watch is None:
        yield
        return
    before = _watch.set(None)
    _set_alarm(0)
    try:
        yield
    finally:
        _watch.reset(before)
        watch.until = time.monotonic() + watch.limits.file_seconds
        _set_alarm(watch.limits.file_seconds)


def check_deadline() -> None:
    """Go on where time and memory are left; raises ``LimitError`` ``too-slow`` or ``out-of-memory``."""
    watch = _watch.get()
    if watch is None:
        return
    watch.looks += 1
    if watch.looks % _STEP:
        return
    if time.monotonic() > watch.until:
        raise too_slow(watch.limits.file_seconds)
    if watch.most and not watch.looks % _LOOKS and _find_memory() > watch.most:
        raise out_of_memory(watch.limits.file_memory)


def too_slow(allowed: float) -> LimitError:
    """The refusal of a file that was not read in its time, in seconds."""
    message = f"reading the file took longer than {allowed:g} seconds"
    return LimitError("too-slow", message, "split it, or raise --timeout")


def out_of_memory(most: int) -> LimitError:
    """The refusal of a file that needs more memory than it may have, in bytes."""
    message = f"reading the file took more than {most // 1_000_000:,} MB of memory"
    return LimitError("out-of-memory", message, "split it, or raise --memory")


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one of its causes, means that memory ran out."""
    while error is not None:
        if isinstance(error, MemoryError) or (not isinstance(error, Refusal) and _MEMORY.search(str(error))):
            return True
        error = error.__cause__ or error.__context__
    return False


def _find_memory(place: int = _HELD) -> int:
    """The memory that this process holds, in bytes; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123  a path object takes as long again
            return int(file.read(100).split()[place]) * _PAGE
    except OSError:
        return 0


@contextmanager
def _bounded_by_system(limits: Limits) -> Iterator[None]:
    """An alarm at the deadline, and an end to the address space, in a process of ours."""
    if not _owns_process:
        yield
        return
    import resource  # noqa: PLC0415  not on Windows
    import signal  # noqa: PLC0415

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise too_slow(limits.file_seconds)

    handler = signal.signal(signal.SIGALRM, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if reserved := _find_memory(_RESERVED):  # macOS does not tell, and holds nobody to that bound
        known = [one for one in (reserved + limits.file_memory, soft, hard) if one != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))
    _set_alarm(limits.file_seconds)
    try:
        yield
    finally:
        _set_alarm(0)
        signal.signal(signal.SIGALRM, handler)
        if reserved:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _set_alarm(seconds: float) -> None:
    if _owns_process:
        import signal  # noqa: PLC0415

        signal.setitimer(signal.ITIMER_REAL, seconds)
