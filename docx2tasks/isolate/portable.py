"""Children on systems without fork or memory limits: new interpreters, watched by the parent.

    parent ─ orders ─▶ standard input     worker.py: one order after the other, until the pipe ends
           ◀─ answers ─ standard output   a thread for each child passes on what comes

The parent watches the deadline, and some times a second the memory, by what the system tells of a process
(``watch``).  On Windows a child bounds its memory itself (``job``).  Starting an interpreter costs what reading
ten small files does, so that children that are through are given the next order.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress

from docx2tasks.deadline import out_of_memory
from docx2tasks.errors import Refusal
from docx2tasks.isolate.process import GRACE
from docx2tasks.isolate.protocol import END, ITEM, MORE, Answers, Child, End, More, Order, closing_on_error, to_message
from docx2tasks.isolate.watch import find_held

TICK = 0.05  # seconds between two looks at memory
STARTING = 60.0  # seconds for an interpreter to start on a busy machine; its work is not counted before
_ITEMS = 2_000  # answers after which a child is renewed, four a document: what libraries leak goes with it
_CHUNK = 1 << 20
_AHEAD = 16  # pieces of answers that may wait for somebody to take them
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.isolate.worker import serve; serve()"
_NO_WINDOW = 0x08000000 | 0x00000200  # of Windows: no console window, and no Ctrl-C from the parent's console


class WatchedChild:
    """A process of ours that reads orders and writes answers."""

    def __init__(self, inbox: queue.SimpleQueue[WatchedChild]) -> None:
        """Start it; ``inbox`` gets it each time that something has come."""
        command = [sys.executable, "-c", _START, *sys.path]
        with closing_on_error() as opened:
            opened.extend(os.pipe())
            opened.extend(os.pipe())
            orders, giver, self._taker, answers = opened
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                command, stdin=orders, stdout=answers, stderr=subprocess.DEVNULL,
                start_new_session=True, creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            )  # fmt: skip
        self._orders = os.fdopen(giver, "wb", buffering=0)
        for file in (orders, answers):
            os.close(file)
        self._inbox = inbox
        self._pieces: queue.Queue[bytes] = queue.Queue(_AHEAD)
        self._peak = 0
        self._end: End | None = None
        self._items = 0
        self._is_grown = False
        self.fault: Refusal | None = None  # a bound that it passed
        self.starting: float | None = STARTING
        # it waits in a call of the system, and ends with the process whose pipe it reads
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        piece = b"-"
        while piece:
            piece = os.read(self._taker, _CHUNK)
            self._pieces.put(piece)
            self._inbox.put(self)
        os.close(self._taker)

    def give(self, order: Order) -> None:
        """Have it do something; a child that broke down is met when its answer is waited for."""
        self._memory = order.limits.file_memory
        self._answers = Answers(order.limits)
        # a pipe holds less than a document: the child may have to read while we look at others
        threading.Thread(target=self._send, args=(to_message(order),), daemon=True).start()

    def _send(self, pieces: tuple[bytes, ...]) -> None:
        with suppress(OSError, ValueError):
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[self._orders.write(rest) :]

    def take(self) -> Iterator[tuple[str, object]]:
        """The answers that have come; raises ``EOFError`` where it ended, and ``LimitError`` ``too-big``."""
        while True:
            try:
                piece = self._pieces.get_nowait()
            except queue.Empty:
                return
            if not piece:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(GRACE)
                raise EOFError
            for kind, value in self._answers.take(piece):
                self._note(kind, value)
                yield kind, value

    def _note(self, kind: str, value: object) -> None:
        if kind == ITEM:
            self._items += 1
        elif kind == MORE and isinstance(value, More):
            self._memory = max(self._memory, value.memory)
        elif kind == END:
            self._is_grown = value is True

    def look(self) -> None:
        """Set ``fault`` if it exceeds its memory limit."""
        held = find_held(self._process.pid)
        self._peak = max(self._peak, held)
        if held > self._memory:
            self.fault = out_of_memory(self._memory)

    @property
    def is_good(self) -> bool:
        """Whether it may work on: it lives, has not worked for long, and has not grown."""
        return self._items < _ITEMS and not self._is_grown and self._process.poll() is None

    def ask_to_end(self) -> None:
        """Ask it to end, once: its orders have ended; it is not waited for."""
        with suppress(OSError, ValueError):
            self._orders.close()

    def end(self, *, until: float = 0.0) -> End:
        """Kill it and its children, after time to exit by itself until ``until`` (monotonic clock)."""
        if self._end is None:
            self.ask_to_end()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(max(0.0, until - time.monotonic()))
            is_gone = self._process.poll() is not None
            self._kill_all()
            self._end = End(self._process.wait(), self._peak, is_gone)
            while self._listener.is_alive():  # it may wait for room to put what nobody wants any more
                with suppress(queue.Empty):
                    self._pieces.get(timeout=TICK)
        return self._end

    def _kill_all(self) -> None:
        if hasattr(os, "killpg"):  # what it started is in its session
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(OSError):
            self._process.kill()


class WatchedChildren:
    """Starts and reuses children, and waits for their messages."""

    def __init__(self) -> None:
        self._inbox: queue.SimpleQueue[WatchedChild] = queue.SimpleQueue()
        self._idle: list[WatchedChild] = []
        self._looked = time.monotonic()

    def start(self, order: Order) -> WatchedChild:
        """A child that works on an order."""
        while self._idle and not self._idle[-1].is_good:
            self._idle.pop().end()
        child = self._idle.pop() if self._idle else WatchedChild(self._inbox)
        child.give(order)
        return child

    def keep(self, child: Child) -> bool:
        """Take back a child that is through; False where it should end."""
        if isinstance(child, WatchedChild) and child.is_good:
            self._idle.append(child)
            return True
        return False

    def wait(self, children: Collection[Child], seconds: float) -> set[Child]:
        """The children that sent something or exceeded a limit, within the given seconds."""
        until = time.monotonic() + seconds
        while True:
            heard = self._take_from_inbox(min(until - time.monotonic(), TICK))
            if time.monotonic() - self._looked >= TICK:
                self._looked = time.monotonic()
                for child in children:
                    if isinstance(child, WatchedChild):
                        child.look()
            found = {child for child in children if child in heard or child.fault}
            if found or time.monotonic() >= until:
                return found

    def _take_from_inbox(self, seconds: float) -> set[WatchedChild]:
        found: set[WatchedChild] = set()
        with suppress(queue.Empty):
            found.add(self._inbox.get(timeout=max(0.0, seconds)))
            while True:
                found.add(self._inbox.get_nowait())
        return found

    def close(self) -> None:
        """End idle children."""
        for child in self._idle:
            child.ask_to_end()
        until = time.monotonic() + GRACE
        for child in self._idle:
            child.end(until=until)
        self._idle.clear()
