"""Work on a file in a process of its own, with a deadline and a bound on memory.

    run_isolated(call, …) ─ fork, or a new interpreter ─▶ call(…) ─ pickled answers through a pipe ─▶ result

A crash, a hang or exhaustion there is a :class:`~docx2tasks.errors.Refusal` here.  The child leads a session
of its own, which is killed whole at the end; it guards against accidents and is no sandbox.  Where the
system is no POSIX one (Windows) the call runs in place, with the other bounds of ``limits.py`` alone.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar, TypeVarTuple

from docx2tasks.errors import CrashError, LimitError, Refusal
from docx2tasks.limits import Limits

if TYPE_CHECKING:
    from resource import struct_rusage

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_GRACE = 0.5  # seconds between the request to end and the kill: LibreOffice is ended and its folder removed
_LATE = 3.0  # seconds after its deadline at which a child ends by itself, should its parent be gone
_GROWN = 8  # a child that took this part of its memory once should be renewed
_ONE_THREAD = 3  # links of the folder of threads: two of every folder, and one a thread
_DAY = 86_400.0  # seconds; what waits longer looks again
_LENGTH = 8  # bytes that say how long an answer is
_CHUNK = 1 << 20
_MEMORY = re.compile(r"(?i)(?:out of|insufficient) memory|memory allocation failed|allocate memory|bad_alloc")
_FAULTS = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP", "SIGILL")  # how native code ends where memory is refused
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # else as many as there are processors, each with its memory
_PR_SET_PDEATHSIG, _M_ARENA_MAX = 1, -8  # of <sys/prctl.h> and <malloc.h>
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate import serve; serve()"

_ITEM, _MORE, _FAILED, _END = "item", "more", "failed", "end"

_line: int | None = None  # in a child: where its answers go


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
    if sys.platform == "win32" or _line is not None:
        yield from call(*args)
        return
    child = _fork(_Order(call, limits, args)) if _can_fork() else _spawn(_Order(call, limits, args))
    try:
        yield from _receive_items(child, limits)
    finally:
        child.end()


def allow_more(seconds: float) -> None:
    """Give the file that a child reads more time, where only the reader knows what it takes; else do nothing."""
    if _line is not None:
        _bound_time(signal.getitimer(signal.ITIMER_REAL)[0] + seconds)
        _tell(_MORE, seconds)


def is_grown(limits: Limits) -> bool:
    """Whether this process once took so much memory that the next file should have a new one."""
    import resource  # noqa: PLC0415  not on Windows

    return _usage_to_bytes(resource.getrusage(resource.RUSAGE_SELF)) > limits.file_memory // _GROWN


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says that there was no memory left."""
    while error is not None:
        if isinstance(error, MemoryError) or (not isinstance(error, Refusal) and _MEMORY.search(str(error))):
            return True
        error = error.__cause__ or error.__context__
    return False


def _once(call: Callable[..., Any], args: tuple[object, ...]) -> Generator[Any]:
    yield call(*args)


class _Order(NamedTuple):
    """What a child is to do."""

    call: Callable[..., Iterable[object]]
    limits: Limits
    args: tuple[object, ...]


# --- the parent's side ---------------------------------------------------------------------------


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
        size = int.from_bytes(self._take(_LENGTH, deadline), "big")
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
                self._end = _End(os.waitstatus_to_exitcode(status), _usage_to_bytes(usage))
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
            raise _too_slow(allowed) from None
        except EOFError:
            raise _end_to_refusal(child.end(is_asked=False), allowed, limits) from None
        if kind == _ITEM:
            yield value
            started, allowed = time.monotonic(), limits.file_seconds
        elif kind == _MORE and isinstance(value, float):
            allowed += value
        elif kind == _FAILED and isinstance(value, Exception):
            raise value
        else:
            return


def _usage_to_bytes(usage: struct_rusage) -> int:
    """The most memory that was held; Linux counts it in KB, macOS in bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _end_to_refusal(end: _End, allowed: float, limits: Limits) -> Refusal:
    """Why a child ended without a word."""
    name = signal.Signals(-end.code).name if end.code < 0 else ""
    if name in {"SIGALRM", "SIGXCPU"}:
        return _too_slow(allowed)
    if name in _FAULTS and end.memory > limits.file_memory // 2:
        return _out_of_memory(limits)
    how = f"was ended by {name}" if name else f"ended with exit code {end.code}"
    return CrashError("crashed", f"the process that read the file {how}", "save or print the file anew, and report it")


def _too_slow(allowed: float) -> LimitError:
    message = f"the file was not read in {allowed:g} seconds"
    return LimitError("too-slow", message, "split it, or give it more with --timeout")


def _out_of_memory(limits: Limits) -> LimitError:
    message = f"the file needs more than {limits.file_memory // 1_000_000:,} MB of memory"
    return LimitError("out-of-memory", message, "split it, or give it more with --memory")


# --- starting a child ----------------------------------------------------------------------------


def _can_fork() -> bool:
    """Whether a copy of this process is safe: it has one thread, so no lock is held by another."""
    return sys.platform == "linux" and Path("/proc/self/task").stat().st_nlink == _ONE_THREAD


def _fork(order: _Order) -> _Child:
    answers, line = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work(line, order)
    os.close(line)
    return _Child(pid, answers)


def _spawn(order: _Order) -> _Child:
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
    moved = [_move_up(file) for file in pair]
    for file in pair:
        os.close(file)
    return moved[0], moved[1]


def _move_up(file: int) -> int:
    import fcntl  # noqa: PLC0415  not on Windows

    return fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 3)


# --- the child's side ----------------------------------------------------------------------------


def serve() -> NoReturn:
    """Be a child that was started as a new interpreter: the order stands on its standard input."""
    with open(0, "rb", closefd=False) as stream:
        order = pickle.load(stream)  # noqa: S301  our own parent wrote it
    _work(1, order)


def _work(line: int, order: _Order) -> NoReturn:
    """Answer the call and end, without a way back into what the parent was doing."""
    global _line  # noqa: PLW0603  a process has one parent
    code = 1
    try:
        _line = _move_up(line)
        _leave_parent()
        _bound(order.limits)
        _answer(order)
        code = 0
    finally:
        os._exit(code)


def _leave_parent() -> None:
    """A session of its own, no terminal, and an end when it is asked to or its parent ends."""
    import faulthandler  # noqa: PLC0415

    os.setsid()
    faulthandler.disable()  # how it ended is the parent's to tell
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):  # libraries write there what no one asked for
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.environ.update(dict.fromkeys(_THREADS, "2"))
    if sys.platform == "linux":
        _ask_linux()


def _ask_linux() -> None:
    """End with the parent, and do not reserve memory for each thread: a bound counts what is reserved."""
    import ctypes  # noqa: PLC0415

    system = ctypes.CDLL(None)
    system.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if hasattr(system, "mallopt"):
        system.mallopt(_M_ARENA_MAX, 2)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)  # what was begun is ended on the way out


def _answer(order: _Order) -> None:
    seconds = order.limits.file_seconds + _LATE
    try:
        _bound_time(seconds)
        for item in order.call(*order.args):
            _tell(_ITEM, item)
            _bound_time(seconds)
        _tell(_END, None)
    except Exception as error:  # noqa: BLE001  the parent decides what becomes of it
        _unbound_memory()
        _tell(_FAILED, _to_answer(error, order.limits))


def _to_answer(error: Exception, limits: Limits) -> Exception:
    """The error in a form that reaches the parent, with the way it took here."""
    import traceback  # noqa: PLC0415

    told: Exception = _out_of_memory(limits) if is_out_of_memory(error) else error
    told.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(told))  # noqa: S301  our own
    except Exception:  # noqa: BLE001  whatever an exception's own code does
        plain = RuntimeError(type(error).__name__)
        plain.add_note(told.__notes__[-1])
        return plain
    return told


def _tell(kind: str, value: object) -> None:
    data = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
    for piece in (len(data).to_bytes(_LENGTH, "big"), data):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(_line or 0, rest) :]


def _bound(limits: Limits) -> None:
    """Bound memory and the size of files that are written; nothing is left where a child crashed."""
    import resource  # noqa: PLC0415  not on Windows

    for kind, bound in (
        (resource.RLIMIT_AS, limits.file_memory),
        (resource.RLIMIT_FSIZE, limits.inflated_total),
        (resource.RLIMIT_CORE, 0),
    ):
        _set_soft(kind, bound)


def _bound_time(seconds: float) -> None:
    """End this process after so many seconds, or after what all processors can do in them."""
    import resource  # noqa: PLC0415  not on Windows

    signal.setitimer(signal.ITIMER_REAL, seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)
    _set_soft(resource.RLIMIT_CPU, int(most) + 1)


def _unbound_memory() -> None:
    """Room for the last words of a child that has none left."""
    import resource  # noqa: PLC0415  not on Windows

    _set_soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def _set_soft(kind: int, bound: int) -> None:
    """Set the soft bound, as far as the hard one allows; LibreOffice sets higher ones for itself."""
    import resource  # noqa: PLC0415  not on Windows

    with suppress(ValueError, OSError):  # a system that knows no such bound
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
