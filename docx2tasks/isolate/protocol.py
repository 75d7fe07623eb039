"""The messages between parent and child: pickled, with their length."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from docx2tasks.errors import LimitError, Refusal
from docx2tasks.limits import Limits

LENGTH = 8  # bytes that say how long a message is
READY, NOTE, ITEM, MORE, FAILED, END = "ready", "note", "item", "more", "failed", "end"  # kinds of answers


class Order(NamedTuple):
    """What a child has to do."""

    call: Callable[..., Iterable[object]]
    limits: Limits
    args: tuple[object, ...]


class More(NamedTuple):
    """What a file needs beyond its limits: additional seconds, total bytes."""

    seconds: float
    memory: int


class Note(NamedTuple):
    """How far a long file is: ``Note("page", 3, 12)``; a total of 0 where nothing is counted."""

    what: str
    number: int = 0
    total: int = 0


class Link(Protocol):
    """The way from a child to its parent."""

    def tell(self, kind: str, value: object) -> None:
        """Send an answer."""

    def allow_more(self, more: More) -> None:
        """Raise the bounds of this process, and tell the parent."""


class End(NamedTuple):
    """How a child ended: its exit code (negative: a signal) and peak memory."""

    code: int
    memory: int
    is_by_itself: bool = True  # else its parent ended it


class Child(Protocol):
    """A child process, as seen by its parent."""

    fault: Refusal | None  # a bound that its parent saw it pass
    starting: float | None  # seconds for its start; None where that counts as work

    def take(self) -> Iterator[tuple[str, object]]:
        """The answers that have come, each with its kind; raises ``EOFError`` and ``LimitError`` ``too-big``."""

    def ask_to_end(self) -> None:
        """Ask it to end, once; it is not waited for."""

    def end(self, *, until: float = 0.0) -> End:
        """Kill it and its children, after time to exit by itself until ``until`` (monotonic clock)."""


class Children(Protocol):
    """A way to have children: how they are started, and waited for."""

    def start(self, order: Order) -> Child:
        """A child that works on an order; raises ``OSError`` where the system gives none."""

    def keep(self, child: Child) -> bool:
        """Take back a child that is through; False where it should end."""

    def wait(self, children: Collection[Child], seconds: float) -> set[Child]:
        """The children that sent something or exceeded a limit, within the given seconds."""

    def close(self) -> None:
        """End idle children."""


_link: Link | None = None  # in a child: the way to its parent


def join_parent(link: Link) -> None:
    """From now on this process is a child of ours."""
    global _link  # noqa: PLW0603  a process has one parent
    _link = link


def is_child() -> bool:
    """Whether this process is a child of ours."""
    return _link is not None


def allow_more(seconds: float, memory: int = 0) -> None:
    """Give the file that a child reads more seconds, and bytes up to ``memory``: only its reader knows what it takes.

    Outside a child nothing is bounded, and nothing is done.
    """
    if _link is not None:
        _link.allow_more(More(seconds, memory))


_hear: Callable[[Note], None] | None = None  # the listener for the progress of a file


@contextmanager
def hearing(hear: Callable[[Note], None]) -> Iterator[None]:
    """Call ``hear`` with each progress note inside, here or in a child."""
    global _hear  # noqa: PLW0603  a program has one terminal
    before, _hear = _hear, hear
    try:
        yield
    finally:
        _hear = before


def tell_progress(note: Note) -> None:
    """Report the progress of a long file."""
    if _link is not None:
        _link.tell(NOTE, note)
    elif _hear is not None:
        _hear(note)


def to_message(value: object) -> tuple[bytes, bytes]:
    """A value as it is sent: its length, and itself pickled."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(LENGTH, "big"), data


@contextmanager
def closing_on_error() -> Iterator[list[int]]:
    """A list of open files that are closed where what follows fails: the system may give no more."""
    opened: list[int] = []
    try:
        yield opened
    except BaseException:
        for file in opened:
            os.close(file)
        raise


class Answers:
    """What has come of a child's answers: bytes go in, whole answers come out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = bytearray()

    def take(self, piece: bytes) -> Iterator[tuple[str, object]]:
        """The answers, each with its kind, that some more bytes complete; raises ``LimitError`` ``too-big``."""
        self._held += piece
        place = 0
        while (size := self._find_size(place)) is not None and len(self._held) >= place + LENGTH + size:
            place += LENGTH
            with memoryview(self._held) as held:
                kind, value = pickle.loads(held[place : place + size])  # noqa: S301  it comes from our own code
            place += size
            yield kind, value
        del self._held[:place]

    def _find_size(self, place: int) -> int | None:
        if len(self._held) < place + LENGTH:
            return None
        size = int.from_bytes(self._held[place : place + LENGTH], "big")
        if size > self._limits.answer_bytes:
            message = f"the result has {size:,} bytes; the limit is {self._limits.answer_bytes:,}"
            raise LimitError("too-big", message, "split it")
        return size
