"""Time and memory limits of a process, and how it shows that one was exceeded."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.limits import Limits

if TYPE_CHECKING:
    from resource import struct_rusage

_GROWN = 8  # a child that took this part of its memory once should be renewed

_inherited = 0  # bytes of address space that a child had when it was bounded


def is_grown(limits: Limits) -> bool:
    """Whether this process once took so much memory that the next file should have a new one."""
    return find_peak() > limits.file_memory // _GROWN


def find_peak() -> int:
    """The peak memory of this process in bytes; 0 if unknown.

    Linux keeps it for the program that runs, and what ``getrusage`` says of a process takes in the program
    that started it: a small one started by a large one would pass for large.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        from docx2tasks.isolate.job import find_peak_memory  # noqa: PLC0415  Windows alone has it

        return find_peak_memory()
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return 0
    return usage_to_bytes(resource.getrusage(resource.RUSAGE_SELF))


def forget_peak() -> None:
    """Let :func:`find_peak` count from now on, where the system can (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def usage_to_bytes(usage: struct_rusage) -> int:
    """The peak memory in bytes; Linux reports KB, macOS bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def bound(limits: Limits) -> None:
    """Bound memory and the size of files that are written; nothing is left where a child crashed.

    What a child has from its parent already is not counted: that may be a program of many GB.
    """
    global _inherited  # noqa: PLW0603  a process is bounded once
    import resource  # noqa: PLC0415  not on Windows

    _inherited = _find_address_space()
    for kind, most in (
        (resource.RLIMIT_AS, limits.file_memory + _inherited),
        (resource.RLIMIT_FSIZE, limits.inflated_total),
        (resource.RLIMIT_CORE, 0),
    ):
        _set_soft(kind, most)


def _find_address_space() -> int:
    """The address space of this process in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def bound_time(seconds: float) -> None:
    """End this process after a number of seconds, or the corresponding CPU time."""
    import resource  # noqa: PLC0415  not on Windows

    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)
    _set_soft(resource.RLIMIT_CPU, int(most) + 1)


def raise_memory(most: int | None = None) -> int:
    """Bound memory higher, or not at all: room for the last words of a child; how it was bounded before."""
    import resource  # noqa: PLC0415  not on Windows

    before = resource.getrlimit(resource.RLIMIT_AS)[0] - _inherited
    if most is None:
        _set_soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)
    elif before < most:
        _set_soft(resource.RLIMIT_AS, most + _inherited)
    return before


def _set_soft(kind: int, most: int) -> None:
    """Set the soft bound, as far as the hard one allows; LibreOffice sets higher ones for itself."""
    import resource  # noqa: PLC0415  not on Windows

    with suppress(ValueError, OSError):  # a system that knows no such bound
        hard = resource.getrlimit(kind)[1]
        known = [one for one in (most, hard) if one != resource.RLIM_INFINITY]
        resource.setrlimit(kind, (min(known, default=resource.RLIM_INFINITY), hard))
