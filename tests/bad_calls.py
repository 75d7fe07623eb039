"""Calls that end badly, for children to make: importable by name, as a new interpreter needs them.

``python bad_calls.py SECONDS`` makes all of them, with good ones between, and prints what came of each.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from docx2tasks.errors import FormatError, Refusal
from docx2tasks.isolate import allow_more, run_isolated
from docx2tasks.limits import Limits


def good() -> int:
    """The process that answered."""
    return os.getpid()


def abort() -> None:
    """As native libraries do where they find themselves broken."""
    os.abort()


def segfault() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def leave() -> None:
    """End without a word."""
    os._exit(9)


def fail() -> None:
    """A bug."""
    raise ZeroDivisionError


def refuse() -> None:
    """A refusal, with a cause."""
    try:
        fail()
    except ZeroDivisionError as error:
        raise FormatError("no-text", "the file contains no text", "check the file") from error


def swell() -> int:
    """Ask for 64 GB."""
    return len(bytearray(64_000_000_000))


def swell_slowly() -> int:
    """Fill the memory and abort, as pdfium does."""
    held = []
    try:
        while True:
            held.append(bytearray(20_000_000))
    except MemoryError:
        os.abort()


def hang() -> None:
    """Wait for what never comes."""
    time.sleep(60)


def hang_deaf() -> None:
    """The same, and deaf to requests to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        pass


def hang_with_children(seconds: int = 60) -> None:
    """Wait for processes that were started, one of which left the way of its parent."""
    sleep = f"sleep {seconds}.{os.getppid()}"
    subprocess.run(["sh", "-c", f"{sleep} & {sleep}"], check=True)


def answer_much() -> bytes:
    """An answer of 30 MB."""
    return bytes(30_000_000)


def take_long() -> str:
    """Ask for time, and use it."""
    allow_more(30.0)
    time.sleep(2.5)
    return "in time"


def nest() -> bool:
    """Whether a call inside a child runs in this very child."""
    return run_isolated(good, Limits()) == os.getpid()


def large_items(count: int) -> Iterator[bytes]:
    """More bytes than a pipe holds, so many times."""
    for _ in range(count):
        yield bytes(1_000_000)


def count(end: int, last: Callable[[], object]) -> Iterator[int]:
    """Some numbers, then what is called."""
    yield from range(end)
    last()


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "abort": (abort, "crashed"),
    "segfault": (segfault, "crashed"),
    "leave": (leave, "crashed"),
    "fail": (fail, "ZeroDivisionError"),
    "refuse": (refuse, "no-text"),
    "swell": (swell, "out-of-memory"),
    "swell slowly": (swell_slowly, "out-of-memory"),
    "hang": (hang, "too-slow"),
    "hang, deaf": (hang_deaf, "too-slow"),
    "hang with children": (hang_with_children, "too-slow"),
    "answer much": (answer_much, "too-big"),
}


def to_outcome(call: Callable[[], object], limits: Limits) -> tuple[str, float]:
    """The code of what a call raises in a child, or its name; ``done`` where it raises nothing. The seconds."""
    started = time.monotonic()
    try:
        run_isolated(call, limits)
    except Refusal as refusal:
        outcome = refusal.code
    except Exception as error:  # noqa: BLE001  whatever it was
        outcome = type(error).__name__
    else:
        outcome = "done"
    return outcome, time.monotonic() - started


if __name__ == "__main__":
    import bad_calls  # by its own name: the calls have to be found by it

    bound = Limits(file_memory=300_000_000, answer_bytes=10_000_000)  # with time for a busy machine
    short = replace(bound, file_seconds=float(sys.argv[1]))
    made = {
        name: (to_outcome(call, short if code == "too-slow" else bound), to_outcome(bad_calls.good, bound))
        for name, (call, code) in bad_calls.BAD.items()
    }
    print(json.dumps(made))  # noqa: T201
