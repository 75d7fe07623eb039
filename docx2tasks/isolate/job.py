"""A Windows job object that limits this process and its children.

The system refuses memory past the bound, and ends with this process whatever it has started.
"""

from __future__ import annotations

import ctypes
import sys

_EXTENDED = 9  # JobObjectExtendedLimitInformation of <winnt.h>
_PROCESS_MEMORY, _KILL_ON_CLOSE = 0x100, 0x2000


class JobLimits(ctypes.Structure):
    """``JOBOBJECT_EXTENDED_LIMIT_INFORMATION``."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least", ctypes.c_size_t),
        ("most", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


if sys.platform == "win32":
    from ctypes import wintypes

    _system = ctypes.WinDLL("kernel32", use_last_error=True)
    _system.CreateJobObjectW.restype = wintypes.HANDLE
    _system.GetCurrentProcess.restype = wintypes.HANDLE
    _system.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _jobs: list[int] = []  # a job ends when its last handle is closed: at the end of this process

    def bound_memory(memory: int) -> None:
        """Bound the memory of this process, in bytes; another call changes the bound."""
        if not _jobs:
            job = _system.CreateJobObjectW(None, None)
            if not job or not _system.AssignProcessToJobObject(job, _system.GetCurrentProcess()):
                return  # a job around us that allows none inside
            _jobs.append(job)
        limits = JobLimits(flags=_KILL_ON_CLOSE | _PROCESS_MEMORY, process_memory=memory)
        size = ctypes.sizeof(limits)
        _system.SetInformationJobObject(wintypes.HANDLE(_jobs[0]), _EXTENDED, ctypes.byref(limits), size)

    def find_peak_memory() -> int:
        """The most bytes that this process held, 0 where it is not bounded."""
        limits = JobLimits()
        size = ctypes.sizeof(limits)
        for job in _jobs:
            _system.QueryInformationJobObject(wintypes.HANDLE(job), _EXTENDED, ctypes.byref(limits), size, None)
        return int(limits.peak_process_memory)

else:

    def bound_memory(memory: int) -> None:
        """Elsewhere the parent watches."""

    def find_peak_memory() -> int:
        """Elsewhere the system tells it otherwise."""
        return 0
