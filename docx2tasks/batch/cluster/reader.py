"""The reader process of a cluster worker; it forks for each file, which the worker itself cannot.

    a worker's thread ─ perform ─▶ reader ─ fork ─▶ processes that read files
                                   waits for the next partition; ends with the worker, or when it has no work

Workers have threads, so that a copy of one may hang.  A reader has one thread.  It loads what all files need
once, in 0.5 seconds of processor time, and a process of it starts in a few milliseconds.
"""

from __future__ import annotations

import gc
import os
import select
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, NoReturn, cast

from docx2tasks.batch.cluster.partition import Done, Setting, pack, read_partition, unpack
from docx2tasks.batch.code_version import find_code_version
from docx2tasks.batch.preload import preload
from docx2tasks.batch.worker import Job
from docx2tasks.errors import CrashError, UsageError

_IDLE = 60.0  # seconds without work after which a reader ends
_FEW_LOOKS = 100_000  # objects made between two looks for dead cycles, as on the command line
_LENGTH = 8  # bytes that say how long a message is
_DONE, _FAILED = b"d", b"f"  # what an answer begins with
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.batch.cluster.reader import serve; serve()"

_idle: list[_Reader] = []  # readers of this worker that wait for work


def perform(version: str, setting: bytes, jobs: bytes) -> bytes:
    """Have a partition read: a packed ``Done`` for packed jobs.

    Raises ``cluster-version``, ``cluster-storage``, ``crashed`` (the reader was killed), and what concerns the
    call: ``UsageError``, ``SpaceError``.
    """
    if version != find_code_version():
        message = f"the worker on {socket.gethostname()} has version {find_code_version()}, this machine {version}"
        raise UsageError("cluster-version", message, "install the same version, with the same code, on all workers")
    while True:
        try:
            reader = _idle.pop()
        except IndexError:
            reader = _Reader()
        try:
            return reader.read(setting, jobs)
        except EOFError:  # it had no work for a while
            continue


class _Reader:
    """A reader as its worker holds it."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", _START, *sys.path]
        (orders, giver), (answers, line) = os.pipe(), os.pipe()
        self._process = subprocess.Popen(command, stdin=orders, stdout=line)  # noqa: S603  ourselves
        for file in (orders, line):
            os.close(file)
        self._orders, self._answers = os.fdopen(giver, "wb"), os.fdopen(answers, "rb")

    def read(self, setting: bytes, jobs: bytes) -> bytes:
        """The result of a partition; the reader is free again.

        Raises what it raised, ``crashed``, and ``EOFError`` where it had ended by itself before.
        """
        try:
            _send(self._orders, setting, jobs)
            (answer,) = _receive(self._answers, 1)
        except (OSError, EOFError):
            raise self._end() from None
        _idle.append(self)
        if answer[:1] == _FAILED:
            error = unpack(answer[1:])
            raise error if isinstance(error, Exception) else TypeError
        return answer[1:]

    def _end(self) -> Exception:
        self._answers.close()
        with suppress(OSError):  # a part of the order may still be to be sent
            self._orders.close()
        code = self._process.wait()
        if code == 0:
            return EOFError()
        message = f"the process that read a partition on {socket.gethostname()} ended with exit code {code}"
        return CrashError("crashed", message, "check the worker's log")


def _send(stream: BinaryIO, *messages: bytes) -> None:
    stream.writelines(len(message).to_bytes(_LENGTH, "big") + message for message in messages)
    stream.flush()


def _receive(stream: BinaryIO, count: int) -> Sequence[bytes]:
    """So many messages; raises ``EOFError`` where the other side has ended."""
    return [_take(stream, int.from_bytes(_take(stream, _LENGTH), "big")) for _ in range(count)]


def _take(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


# --- the reader's side -------------------------------------------------------------------------------------


def serve() -> NoReturn:
    """Run as a reader: orders from standard input, answers to standard output."""
    gc.set_threshold(_FEW_LOOKS)
    known, setting = b"", None
    with open(0, "rb", closefd=False) as orders, os.fdopen(os.dup(1), "wb") as answers, suppress(EOFError):
        os.dup2(2, 1)  # output of libraries is not an answer
        while select.select([0], [], [], _IDLE)[0]:
            packed, jobs = _receive(orders, 2)
            if packed != known or setting is None:
                setting, known = cast("Setting", unpack(packed)), packed
                preload(setting.options)
            _send(answers, _read(cast("Sequence[Job]", unpack(jobs)), setting))
    sys.exit(0)


def _read(jobs: Sequence[Job], setting: Setting) -> bytes:
    try:
        return _DONE + pack(Done([*read_partition(jobs, setting)], socket.gethostname()))
    except Exception as error:  # noqa: BLE001  the coordinator decides what becomes of it
        return _FAILED + pack(error)
