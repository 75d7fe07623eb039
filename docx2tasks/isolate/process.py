"""The parent's side of a child: starting it, reading its messages, ending it."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from docx2tasks.errors import Refusal
from docx2tasks.isolate.bounds import usage_to_bytes
from docx2tasks.isolate.child import move_up, work
from docx2tasks.isolate.protocol import Answers, Child, End, Order, closing_on_error
from docx2tasks.isolate.signals import uninterrupted
from docx2tasks.limits import Limits

GRACE = 0.5  # seconds between the request to end and the kill: LibreOffice is ended and its folder removed

_DYING = 0.5  # seconds from the end of a pipe to the end of its process
_ONE_THREAD = 3  # links of the folder of threads: two of every folder, and one a thread
_CHUNK = 1 << 20
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.child import serve; serve()"


class BoundChild:
    """A process of ours and the pipe that its answers come through."""

    fault: Refusal | None = None  # the system ends what passes a bound
    starting: float | None = None  # its start counts

    def __init__(self, pid: int, line: int, limits: Limits) -> None:
        self.pid = pid
        self.line = line
        self._answers = Answers(limits)
        self._is_asked = False
        self._end: End | None = None

    def take(self) -> Iterator[tuple[str, object]]:
        """The answers, each with its kind, that one look at the pipe completes.

        Waits where nothing has come.  Raises ``EOFError`` and ``LimitError`` ``too-big``.
        """
        piece = os.read(self.line, _CHUNK)
        if not piece:
            raise EOFError
        yield from self._answers.take(piece)

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
            is_gone = False
            try:
                self._wait(until)
                is_gone = self._is_gone()
            finally:
                for kill in (os.killpg, os.kill):  # the session, and a child that has not made one yet
                    with suppress(ProcessLookupError, PermissionError):
                        kill(self.pid, signal.SIGKILL)
                _, status, usage = os.wait4(self.pid, 0)
                self._end = End(os.waitstatus_to_exitcode(status), usage_to_bytes(usage), is_gone)
                os.close(self.line)
        return self._end

    def _is_gone(self) -> bool:
        """Whether it has ended; one that let go of its pipe unasked is about to."""
        until = time.monotonic() + (0.0 if self._is_asked else _DYING)
        while os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() >= until:
                return False
            time.sleep(_DYING / 100)
        return True

    def _wait(self, until: float) -> None:
        poll = select.poll()
        poll.register(self.line, select.POLLIN)
        while (left := until - time.monotonic()) > 0 and poll.poll(left * 1_000) and os.read(self.line, _CHUNK):
            pass


class BoundChildren:
    """Starts a child for each order, and waits for their messages."""

    def start(self, order: Order) -> BoundChild:
        """A child that works on an order."""
        return start_child(order)

    def keep(self, _child: Child) -> bool:
        """Children are not reused."""
        return False

    def wait(self, children: Collection[Child], seconds: float) -> set[Child]:
        """The children that sent something, within the given seconds."""
        lines = {child.line: child for child in children if isinstance(child, BoundChild)}
        poll = select.poll()  # unlike select(), it takes any number of open files
        for line in lines:
            poll.register(line, select.POLLIN)
        return {lines[line] for line, _ in poll.poll(seconds * 1_000)}

    def close(self) -> None:
        """Nothing is kept."""


def start_child(order: Order) -> BoundChild:
    """Start a child for an order: by fork if that is safe, else as a new interpreter."""
    return _fork(order) if _can_fork() else _spawn(order)


def _can_fork() -> bool:
    """Whether a copy of this process is safe: it has one thread, so no lock is held by another."""
    try:
        return sys.platform == "linux" and Path("/proc/self/task").stat().st_nlink == _ONE_THREAD
    except OSError:  # nothing tells
        return False


def _fork(order: Order) -> BoundChild:
    with closing_on_error() as opened:
        opened.extend(os.pipe())
        answers, line = opened
        _widen(line)
        with uninterrupted():  # what Python does around a copy drops the exceptions that signals raise
            pid = os.fork()
            if pid == 0:
                work(line, order, is_copy=True)
    os.close(line)
    return BoundChild(pid, answers, order.limits)


def _widen(line: int) -> None:
    """Let a child answer several documents before its parent has listened (Linux)."""
    import fcntl  # noqa: PLC0415  not on Windows

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # a system that grants no more
            fcntl.fcntl(line, fcntl.F_SETPIPE_SZ, _CHUNK)


def _spawn(order: Order) -> BoundChild:
    """A child that is a new interpreter: it runs nothing of the program that asks, only imports the call."""
    data = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
    command = [sys.executable, "-c", _START, *sys.path]
    with closing_on_error() as opened:
        opened.extend(_pipe())
        opened.extend(_pipe())
        orders, giver, answers, line = opened
        moves = [(os.POSIX_SPAWN_DUP2, orders, 0), (os.POSIX_SPAWN_DUP2, line, 1)]
        pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=moves)
    child = BoundChild(pid, answers, order.limits)
    for file in (orders, line):
        os.close(file)
    with suppress(BrokenPipeError), open(giver, "wb") as stream:  # noqa: PTH123  a pipe; the cause is reported later
        stream.write(data)
    return child


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are no standard streams, also where those are closed."""
    pair = os.pipe()
    try:
        with closing_on_error() as moved:
            for file in pair:
                moved.append(move_up(file))
    finally:
        for file in pair:
            os.close(file)
    return moved[0], moved[1]
