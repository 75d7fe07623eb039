"""Measures the memory of another process from outside.

Linux has ``/proc/PID/statm``, macOS ``proc_pidinfo`` of libproc; on Windows the child bounds itself (``job``).
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from contextlib import suppress
from pathlib import Path

_TASK_INFO = 4  # PROC_PIDTASKINFO of <sys/proc_info.h>


def find_held(process: int) -> int:
    """The current memory of a process in bytes; 0 if unknown."""
    with suppress(OSError, ValueError, IndexError):
        return _find_held_on_macos(process) if sys.platform == "darwin" else _find_held(process)
    return 0


def _find_held(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * mmap.PAGESIZE


class TaskInfo(ctypes.Structure):
    """``struct proc_taskinfo`` of macOS."""

    _fields_ = (
        *((name, ctypes.c_uint64) for name in ("virtual", "resident", "user", "system", "users", "systems")),
        ("rest", ctypes.c_int32 * 12),
    )


def _find_held_on_macos(process: int) -> int:
    info = TaskInfo()
    size = ctypes.sizeof(info)
    library = ctypes.CDLL("/usr/lib/libproc.dylib")
    found = library.proc_pidinfo(process, _TASK_INFO, ctypes.c_uint64(0), ctypes.byref(info), size)
    return int(info.resident) if found == size else 0
