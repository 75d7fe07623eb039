"""A child as its parent holds it: how it is started, what it says, how it is ended."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import LimitError
from docx2tasks.isolate.bounds import usage_to_bytes
from docx2tasks.isolate.child import LENGTH, Order, move_up, work
from docx2tasks.limits import Limits

GRACE = 0.5  # seconds between the request to end and the kill: LibreOffice is ended and its folder removed

_ONE_THREAD = 3  # links of the folder of threads: two of every folder, and one a thread
_CHUNK = 1 << 20
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.child import serve; serve()"


class End(NamedTuple):
    """How a child ended: its exit code (negative: a signal) and the most memory it held."""

    code: int
    memory: int


class Child:
    """A process of ours and the pipe that its answers come through."""

    def __init__(self, pid: int, line: int) -> None:
        self.pid = pid
        self.line = line
        self._held = bytearray()
        self._is_asked = False
        self._end: End | None = None

    def take(self, limits: Limits) -> Iterator[tuple[str, object]]:
        """The answers, each with its kind, that one look at the pipe completes.

        Waits where nothing has come.  Raises ``EOFError`` and ``LimitError`` ``too-big``.
        """
        piece = os.read(self.line, _CHUNK)
        if not piece:
            raise EOFError
        self._held += piece
        place = 0
        while (size := self._find_size(place, limits)) is not None and len(self._held) >= place + LENGTH + size:
            place += LENGTH
            with memoryview(self._held) as held:
                kind, value = pickle.loads(held[place : place + size])  # noqa: S301  it comes from our own code
            place += size
            yield kind, value
        del self._held[:place]

    def _find_size(self, place: int, limits: Limits) -> int | None:
        if len(self._held) < place + LENGTH:
            return None
        size = int.from_bytes(self._held[place : place + LENGTH], "big")
        if size > limits.answer_bytes:
            message = f"what was read has {size:,} bytes, the limit is {limits.answer_bytes:,}"
            raise LimitError("too-big", message, "split it")
        return size

    def ask_to_end(self) -> None:
        """Ask it to end, once; it is not waited for."""
        if self._end is None and not self._is_asked:
            self._is_asked = True
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)

    def end(self, *, until: float = 0.0) -> End:
        """Kill its session, after it had time ``until`` (of the monotonic clock) to end by itself; how it ended.

        Later calls do nothing.
        """
        if self._end is None:
            try:
                self._wait(until)
            finally:
                for kill in (os.killpg, os.kill):  # the session, and a child that has not made one yet
                    with suppress(ProcessLookupError, PermissionError):
                        kill(self.pid, signal.SIGKILL)
                _, status, usage = os.wait4(self.pid, 0)
                self._end = End(os.waitstatus_to_exitcode(status), usage_to_bytes(usage))
                os.close(self.line)
        return self._end

    def _wait(self, until: float) -> None:
        poll = select.poll()
        poll.register(self.line, select.POLLIN)
        while (left := until - time.monotonic()) > 0 and poll.poll(left * 1_000) and os.read(self.line, _CHUNK):
            pass


def start_child(order: Order) -> Child:
    """A child that does what it is ordered: a copy of this process where that is safe, else a new interpreter."""
    return _fork(order) if _can_fork() else _spawn(order)


def _can_fork() -> bool:
    """Whether a copy of this process is safe: it has one thread, so no lock is held by another."""
    try:
        return sys.platform == "linux" and Path("/proc/self/task").stat().st_nlink == _ONE_THREAD
    except OSError:  # nothing tells
        return False


def _fork(order: Order) -> Child:
    answers, line = os.pipe()
    _widen(line)
    pid = os.fork()
    if pid == 0:
        work(line, order, is_copy=True)
    os.close(line)
    return Child(pid, answers)


def _widen(line: int) -> None:
    """Let a child answer several documents before its parent has listened (Linux)."""
    import fcntl  # noqa: PLC0415  not on Windows

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # a system that grants no more
            fcntl.fcntl(line, fcntl.F_SETPIPE_SZ, _CHUNK)


def _spawn(order: Order) -> Child:
    """A child that is a new interpreter: it runs nothing of the program that asks, only imports the call."""
    data = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
    (orders, giver), (answers, line) = _pipe(), _pipe()
    moves = [(os.POSIX_SPAWN_DUP2, orders, 0), (os.POSIX_SPAWN_DUP2, line, 1)]
    command = [sys.executable, "-c", _START, *sys.path]
    child = Child(os.posix_spawn(sys.executable, command, os.environ, file_actions=moves), answers)
    for file in (orders, line):
        os.close(file)
    with suppress(BrokenPipeError), open(giver, "wb") as stream:  # noqa: PTH123  a pipe; what broke it is told later
        stream.write(data)
    return child


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are no standard streams, also where those are closed."""
    pair = os.pipe()
    moved = [move_up(file) for file in pair]
    for file in pair:
        os.close(file)
    return moved[0], moved[1]
