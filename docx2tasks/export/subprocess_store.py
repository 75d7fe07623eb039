"""A store in a separate process, for libraries that start threads.

    SubprocessStore ─ call, arguments ─▶ pipe ─▶ the store
                    ◀─ what it returns or raises ─┘

It ends when the pipe does.
"""

from __future__ import annotations

import atexit
import multiprocessing
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from docx2tasks.errors import Refusal, UsageError
from docx2tasks.export.store import Expected, Form, Removal, Store, StoredDocument
from docx2tasks.isolate.child import end_with_parent

_SECONDS = 10.0  # to close a database; then it is killed, which it has to bear anyway


class SubprocessStore:
    """A store in another process, with the same interface."""

    def __init__(self, form: Form, opener: Callable[..., Store], *args: object) -> None:
        """Start the process and open the store there; raises what ``opener(*args)`` raises."""
        self.form = form
        here, there = multiprocessing.Pipe()
        # a copy where the process that asks has one thread (as batches do), which is fast; the system's way elsewhere
        self._process = multiprocessing.Process(target=_serve, args=(there, here, opener, args), daemon=True)
        self._process.start()
        there.close()
        self._line = here
        atexit.register(self.close)  # before the one that waits for processes: this one ends when its line does
        try:
            self._receive()
        except BaseException:
            self.close()
            raise

    def _ask(self, call: str, *args: object) -> Any:  # noqa: ANN401  what the call returns
        try:
            self._line.send((call, args))
        except OSError:
            raise _broken() from None
        return self._receive()

    def _receive(self) -> Any:  # noqa: ANN401  as above
        try:
            found, error = self._line.recv()
        except (EOFError, OSError):
            raise _broken() from None
        if error is not None:
            raise error
        return found

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """As the store does."""
        found: Sequence[int | None] = self._ask("put", entries)
        return found

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """As the store does."""
        found: Sequence[str] = self._ask("stamp", entries)
        return found

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:
        """As the store does."""
        found: Sequence[str] = self._ask("find_lost", held)
        return found

    def position(self) -> str:
        """As the store does."""
        return str(self._ask("position"))

    def remove(self, removals: Sequence[Removal]) -> None:
        """As the store does."""
        self._ask("remove", removals)

    def finish(self) -> None:
        """As the store does."""
        self._ask("finish")

    def close(self) -> None:
        """Let the store close, and its process end."""
        atexit.unregister(self.close)
        self._line.close()
        self._process.join(_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _broken() -> Refusal:
    return UsageError("output-broken", "the process that writes the output crashed", "run again to resume")


def _serve(line: Connection, other: Connection, opener: Callable[..., Store], args: Sequence[object]) -> None:
    """Open the store and do what is asked, until the line ends."""
    other.close()  # a copy has that end too, and the line would never end
    # a store bears that; two that write to one place would be worse
    end_with_parent(getattr(signal, "SIGKILL", signal.SIGTERM))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what ends it is the end of the line
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        store = opener(*args)
    except Exception as error:  # noqa: BLE001  it is raised where it was asked for
        line.send((None, error))
        return
    line.send((None, None))
    with suppress(EOFError, OSError):
        while True:
            call, given = line.recv()
            line.send(_answer(store, call, given))
    store.close()


def _answer(store: Store, call: str, given: Sequence[object]) -> tuple[object, Exception | None]:
    try:
        return getattr(store, call)(*given), None
    except Exception as error:  # noqa: BLE001  it is raised where it was asked for
        return None, error
