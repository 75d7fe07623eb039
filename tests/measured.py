"""The program on one file, measured: how it ended, how much it worked, how much memory it held."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from program import PYTHON, environment

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
    """What ``docx2tasks parse FILE`` comes to; Linux only.

    The memory is that of the process alone, read from ``/proc`` while it runs: what ``os.wait4`` tells is the
    most that it or any of its children held.
    """
    with tempfile.TemporaryFile() as said:
        command = [PYTHON, "-m", "docx2tasks", "parse", str(file), *options]
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=said)
        children: set[int] = set()
        peak, seconds = _watch(process, children)
        said.seek(0)
        words = said.read().decode()
    return Measured(_to_outcome(process.returncode, words), seconds, peak, sum(map(is_alive, children)))


def _watch(process: subprocess.Popen[bytes], children: set[int]) -> tuple[float, float]:
    """The most MB that a process was seen to hold until it ended, and its seconds; ``children`` gets all its children.

    The seconds are those of the processes that it waited for, too.
    """
    killer = threading.Timer(_LONGEST, process.kill)
    killer.start()
    peak = 0.0
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        peak = max(peak, peak_of(process.pid))
        children |= children_of(process.pid)
        time.sleep(0.01)
    killer.cancel()
    _, status, usage = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    return peak, usage.ru_utime + usage.ru_stime


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
