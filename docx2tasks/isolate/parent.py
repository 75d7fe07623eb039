"""The parent's side: it starts a child, takes in what it answers while there is time, and ends it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from docx2tasks.errors import CrashError, LimitError, Refusal
from docx2tasks.isolate.bounds import find_peak, out_of_memory, too_slow, usage_to_bytes
from docx2tasks.isolate.child import FAILED, ITEM, LENGTH, MORE, Order, is_child, move_up, work
from docx2tasks.limits import Limits

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_GRACE = 0.5  # seconds between the request to end and the kill: LibreOffice is ended and its folder removed
_ONE_THREAD = 3  # links of the folder of threads: two of every folder, and one a thread
_DAY = 86_400.0  # seconds; what waits longer looks again
_CHUNK = 1 << 20
_FAULTS = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP", "SIGILL")  # how native code ends where memory is refused
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.child import serve; serve()"


def run_isolated(call: Callable[[*Ts], T], limits: Limits, *args: *Ts) -> T:
    """What ``call(*args)`` returns, computed in a child that is gone afterwards.

    The call and what it takes and returns have to be picklable.  Raises what the call raises;
    ``LimitError`` ``too-slow``, ``out-of-memory`` and ``too-big`` (its answer); ``CrashError`` ``crashed``.
    """
    with closing(iterate_isolated(_once, limits, call, args)) as answers:
        found: T = next(answers)
        return found


def iterate_isolated(call: Callable[[*Ts], Iterable[T]], limits: Limits, *args: *Ts) -> Generator[T]:
    """The items of ``call(*args)``, made in one child; each item has the time of a file.

    Raises what :func:`run_isolated` raises, after the items that came through.  In a child of ours, and
    where there are no such children, the call runs in place.
    """
    if sys.platform == "win32" or is_child():
        yield from call(*args)
        return
    child = _fork(Order(call, limits, args)) if _can_fork() else _spawn(Order(call, limits, args))
    try:
        yield from _receive_items(child, limits)
    finally:
        child.end()


def _once(call: Callable[..., Any], args: tuple[object, ...]) -> Generator[Any]:
    yield call(*args)


class _End(NamedTuple):
    """How a child ended: its exit code (negative: a signal) and the most memory it held."""

    code: int
    memory: int


class _Child:
    """A process of ours and the pipe that its answers come through."""

    def __init__(self, pid: int, line: int) -> None:
        self.pid = pid
        self._line = line
        self._end: _End | None = None

    def receive(self, deadline: float, limits: Limits) -> tuple[str, object]:
        """The next answer and its kind; raises ``EOFError``, ``TimeoutError``, ``LimitError`` ``too-big``."""
        size = int.from_bytes(self._take(LENGTH, deadline), "big")
        if size > limits.answer_bytes:
            message = f"what was read has {size:,} bytes, the limit is {limits.answer_bytes:,}"
            raise LimitError("too-big", message, "split it")
        kind, value = pickle.loads(self._take(size, deadline))  # noqa: S301  it comes from our own code
        return kind, value

    def _take(self, size: int, deadline: float) -> bytes:
        taken = bytearray()
        while len(taken) < size:
            if not self._is_ready(deadline):
                raise TimeoutError
            piece = os.read(self._line, min(size - len(taken), _CHUNK))
            if not piece:
                raise EOFError
            taken += piece
        return bytes(taken)

    def _is_ready(self, deadline: float) -> bool:
        import select  # noqa: PLC0415

        poll = select.poll()  # unlike select(), it takes any number of open files
        poll.register(self._line, select.POLLIN)
        left = min(max(0.0, deadline - time.monotonic()), _DAY)
        return bool(poll.poll(left * 1_000))

    def end(self, *, is_asked: bool = True) -> _End:
        """Kill the child's session, after it was asked to end; how it ended.  Later calls do nothing."""
        if self._end is None:
            try:
                if is_asked:
                    self._ask_to_end()
            finally:
                for kill in (os.killpg, os.kill):  # the session, and a child that has not made one yet
                    with suppress(ProcessLookupError, PermissionError):
                        kill(self.pid, signal.SIGKILL)
                _, status, usage = os.wait4(self.pid, 0)
                self._end = _End(os.waitstatus_to_exitcode(status), usage_to_bytes(usage))
                os.close(self._line)
        return self._end

    def _ask_to_end(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE
        while self._is_ready(deadline) and os.read(self._line, _CHUNK):
            pass


def _receive_items(child: _Child, limits: Limits) -> Generator[Any]:
    started, allowed = time.monotonic(), limits.file_seconds
    while True:
        try:
            kind, value = child.receive(started + allowed, limits)
        except TimeoutError:
            raise too_slow(allowed) from None
        except EOFError:
            raise _end_to_refusal(child.end(is_asked=False), allowed, limits) from None
        if kind == ITEM:
            yield value
            started, allowed = time.monotonic(), limits.file_seconds
        elif kind == MORE and isinstance(value, float):
            allowed += value
        elif kind == FAILED and isinstance(value, Exception):
            raise value
        else:
            return


def _end_to_refusal(end: _End, allowed: float, limits: Limits) -> Refusal:
    """Why a child ended without a word."""
    name = signal.Signals(-end.code).name if end.code < 0 else ""
    if name in {"SIGALRM", "SIGXCPU"}:
        return too_slow(allowed)
    # a child is said to have held what its parent held
    if name in _FAULTS and end.memory > max(limits.file_memory // 2, find_peak()):
        return out_of_memory(limits.file_memory)
    how = f"was ended by {name}" if name else f"ended with exit code {end.code}"
    return CrashError("crashed", f"the process that read the file {how}", "save or print the file anew, and report it")


def _can_fork() -> bool:
    """Whether a copy of this process is safe: it has one thread, so no lock is held by another."""
    try:
        return sys.platform == "linux" and Path("/proc/self/task").stat().st_nlink == _ONE_THREAD
    except OSError:  # nothing tells
        return False


def _fork(order: Order) -> _Child:
    answers, line = os.pipe()
    pid = os.fork()
    if pid == 0:
        work(line, order)
    os.close(line)
    return _Child(pid, answers)


def _spawn(order: Order) -> _Child:
    """A child that is a new interpreter: it runs nothing of the program that asks, only imports the call."""
    data = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
    (orders, giver), (answers, line) = _pipe(), _pipe()
    moves = [(os.POSIX_SPAWN_DUP2, orders, 0), (os.POSIX_SPAWN_DUP2, line, 1)]
    command = [sys.executable, "-c", _START, *sys.path]
    child = _Child(os.posix_spawn(sys.executable, command, os.environ, file_actions=moves), answers)
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
