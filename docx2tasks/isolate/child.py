"""The child's side: a new session, its limits, and the result of the call."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from docx2tasks.deadline import is_out_of_memory, out_of_memory
from docx2tasks.isolate.bounds import bound, bound_time, raise_memory
from docx2tasks.isolate.protocol import END, FAILED, ITEM, MORE, More, Order, join_parent, to_message
from docx2tasks.isolate.signals import let_through

_LATE = 3.0  # seconds after its deadline at which a child ends by itself, should its parent be gone
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # else as many as there are processors, each with its memory
_PR_SET_PDEATHSIG, _M_ARENA_MAX = 1, -8  # of <sys/prctl.h> and <malloc.h>

_line = 0  # in a child: where its answers go


class _BoundLink:
    """The bounds of a child are its own and the system's; the parent is told."""

    def tell(self, kind: str, value: object) -> None:
        """Send an answer."""
        _tell(kind, value)

    def allow_more(self, more: More) -> None:
        """Raise them."""
        raise_memory(more.memory)
        bound_time(signal.getitimer(signal.ITIMER_REAL)[0] + more.seconds)
        _tell(MORE, more)


def serve() -> NoReturn:
    """Run as a child started as a new interpreter, with its order on standard input."""
    with open(0, "rb", closefd=False) as stream:
        order = pickle.load(stream)  # noqa: S301  our own parent wrote it
    work(1, order)


def work(line: int, order: Order, *, is_copy: bool = False) -> NoReturn:
    """Answer the call and exit, without returning to the parent's code.

    A copy of its parent has its parent's open files too.
    """
    global _line  # noqa: PLW0603  a process has one parent
    code = 1
    try:
        _line = line
        try:
            _line = move_up(line)
            _leave_parent()
            if is_copy:
                _let_go_of_files(_line)
            let_through()
            bound(order.limits)
        except (OSError, ImportError) as error:  # the system gives no more open files
            _tell(FAILED, to_answer(error, error))
        else:
            join_parent(_BoundLink())
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
    end_with_parent(signal.SIGTERM)
    if sys.platform == "linux":
        _bound_arenas()


def _let_go_of_files(line: int) -> None:
    """Hold none of the parent's files: locks and other children's pipes end with the parent.

    Their numbers stay taken, for objects that the parent made will close them.
    """
    from pathlib import Path  # noqa: PLC0415

    nowhere = os.open(os.devnull, os.O_RDWR)
    for name in [entry.name for entry in Path("/proc/self/fd").iterdir()]:
        file = int(name)
        if file > 2 and file not in {line, nowhere}:  # the standard streams
            with suppress(OSError):  # the listing's own is closed already
                os.fstat(file)
                os.dup2(nowhere, file, inheritable=False)


def end_with_parent(number: int) -> None:
    """Get this signal when the process that started this one ends, however it ends (Linux)."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def _bound_arenas() -> None:
    """Do not reserve memory for each thread: a bound counts what is reserved."""
    import ctypes  # noqa: PLC0415

    system = ctypes.CDLL(None)
    if hasattr(system, "mallopt"):
        system.mallopt(_M_ARENA_MAX, 2)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)  # what was begun is ended on the way out


def _answer(order: Order) -> None:
    seconds = order.limits.file_seconds + _LATE
    try:
        bound_time(seconds)
        for item in order.call(*order.args):
            signal.setitimer(signal.ITIMER_REAL, 0)  # a parent that is busy with the last one may let us wait
            _tell(ITEM, item)
            bound_time(seconds)
        _tell(END, None)
    except Exception as error:  # noqa: BLE001  the parent decides what becomes of it
        memory = raise_memory()
        _tell(FAILED, to_answer(out_of_memory(memory) if is_out_of_memory(error) else error, error))


def to_answer(told: Exception, error: Exception) -> Exception:
    """The answer for an error, in a form that can be pickled, with its traceback."""
    import traceback  # noqa: PLC0415

    told.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(told))  # noqa: S301  our own
    except Exception:  # noqa: BLE001  whatever an exception's own code does
        plain = RuntimeError(type(error).__name__)
        plain.add_note(told.__notes__[-1])
        return plain
    return told


def _tell(kind: str, value: object) -> None:
    for piece in to_message((kind, value)):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(_line, rest) :]


def move_up(file: int) -> int:
    """A copy of an open file whose number is not that of a standard stream; the program that is run next lacks it."""
    import fcntl  # noqa: PLC0415  not on Windows

    return fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 3)
