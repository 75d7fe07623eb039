"""Holds back terminating signals during critical sections."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

# Windows has none: a program that is interrupted there is one that was killed
_ENDING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, "pthread_sigmask")}


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Signals that ask to end wait until the block is left."""
    if not _ENDING:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_through() -> None:
    """Unblock signals in a child, which inherits the blocked ones of its parent."""
    if _ENDING:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
