"""The program on one file, measured: how it ended, how much it worked, how much memory it took."""

from __future__ import annotations

import ctypes
import gc
import os
import re
import signal
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from copies import start_copy
from program import PLAN, call, environment

from docx2tasks.cli import main

_CODE = re.compile(r"docx2tasks: ([a-z-]+): [^\n]+; [^\n]+\n")
_KILLED = re.compile(r"(?m)^S(?:ig|hd)Pnd:\s+[0-9a-f]*[13579bdf][0-9a-f]{2}$")  # bit 8 of what is pending: SIGKILL
_LONGEST = 300.0  # seconds by the clock, on a busy machine too; what runs longer is killed


class Measured(NamedTuple):
    """What a run came to.

    ``outcome`` is ``done``, the code of the refusal, or what else was said or signalled; ``seconds`` are those of the
    processor, for the program and all that it started, so that what else the machine does counts little.
    """

    outcome: str
    seconds: float
    parent_mb: float
    left: int  # processes that were still there when the program had ended


def run_measured(file: Path, *options: str) -> Measured:
    """What ``docx2tasks parse FILE`` comes to, in a copy of this process; Linux only.

    The memory is what the process itself takes beyond what the copy began with, read from ``/proc`` while it runs:
    what ``os.wait4`` tells is the most that it or any of its children held.
    """
    _load_program()
    gc.collect()  # else it is up to the copy
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as begun, Path(os.devnull).open("wb") as nowhere:
        arguments = ["docx2tasks", "parse", str(file), *options]
        process = start_copy(partial(_run_main, arguments, begun.fileno()), nowhere.fileno(), said.fileno())
        children: set[int] = set()
        code, peak, seconds = _watch(process, children, begun.fileno())
        said.seek(0)
        words = said.read().decode()
        begun.seek(0)
        least = float(begun.read())
    return Measured(_to_outcome(code, words), seconds, max(0.0, peak - least), sum(map(is_alive, children)))


@cache
def _load_program() -> None:
    """Read something, so that copies have loaded what the program needs."""
    assert call("parse", "-", stdin=PLAN.encode()).returncode == 0


def _run_main(arguments: list[str], begun: int) -> None:
    """The program, in a process that is its own; what this holds at first is noted."""
    sys.argv = arguments
    os.environ.update(environment())
    with suppress(AttributeError):  # of other systems' C libraries
        ctypes.CDLL(None).malloc_trim(0)  # what the tests have let go of is not used again unseen
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most is counted from here
    os.write(begun, f"{peak_of(os.getpid())}".encode())
    main()


def _watch(process: int, children: set[int], begun: int) -> tuple[int, float, float]:
    """Its exit code, the most MB that it was seen to hold, and its seconds; ``children`` gets all its children.

    The seconds are those of the processes that it waited for, too.
    """
    until, peak = time.monotonic() + _LONGEST, 0.0
    while not (ended := os.wait4(process, os.WNOHANG))[0]:
        if os.fstat(begun).st_size:  # it is the program by now
            peak = max(peak, peak_of(process))
        children |= children_of(process)
        time.sleep(0.01)
        if time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
    _, status, usage = ended
    return os.waitstatus_to_exitcode(status), peak, usage.ru_utime + usage.ru_stime


def _to_outcome(code: int, words: str) -> str:
    if code == 0:
        return "done"
    found = _CODE.fullmatch(words)
    return found[1] if found else f"exit {code}: {words[-300:]}"


def peak_of(process: int) -> float:
    """The most memory that a running process has held, in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1_000 if found else 0.0


def children_of(process: int) -> set[int]:
    """The processes that a process has started itself, and these in turn."""
    try:
        words = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return set()
    found = {int(word) for word in words}
    return found.union(*(children_of(child) for child in found))


def is_alive(process: int) -> bool:
    """Whether a process runs: it is there, not just waiting to be looked at, and no SIGKILL is on its way to it."""
    place = Path(f"/proc/{process}")
    try:
        return place.joinpath("exe").readlink() != Path() and not _KILLED.search(place.joinpath("status").read_text())
    except OSError:
        return False
