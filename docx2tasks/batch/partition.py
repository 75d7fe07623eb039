"""What a worker of a cluster does: some inputs to records on the stage, and a row for each document.

    a worker's thread ─ perform ─▶ reader, a new process ─ fork ─▶ children that read files
                                   ends with the worker, and with the run

Workers have threads, so that copies of them are not safe; the reader has one, loads what all files need once,
and copies of it are.  The engine's scheduler passes on bytes and needs nothing of ours; the versions are
compared before anything of ours is unpickled.
"""

from __future__ import annotations

import gc
import os
import pickle
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, NoReturn

from docx2tasks import __version__
from docx2tasks.batch.inputs import Input
from docx2tasks.batch.lanes import Result, read_all
from docx2tasks.batch.origins import Held, Stamp
from docx2tasks.batch.warm import warm_up
from docx2tasks.batch.work import Job, Options
from docx2tasks.errors import CrashError, UsageError
from docx2tasks.export.staged import Stage, Writer, open_writer

_LOOK = 1.0  # seconds between two looks whether the worker and the run are still there
_FEW_LOOKS = 100_000  # objects made between two looks for dead cycles, as on the command line
_FAILED = 3  # exit code of a reader whose answer is an error
_NO_INPUT = Input("", "", Held(b"", Stamp()))
_START = "import sys; sys.path[:] = sys.argv[1:]; from docx2tasks.batch.partition import serve; serve()"


class Partition(NamedTuple):
    """Some inputs, how they are read, and where their records go."""

    jobs: Sequence[Job]
    options: Options
    stage: Stage


class Row(NamedTuple):
    """A result without its input; its data says where the records are on the stage."""

    place: int  # of its input among the jobs
    result: Result


class Done(NamedTuple):
    """What a partition came to, and the machine that read it."""

    rows: Sequence[Row]
    host: str


class Order:
    """What a worker is to do, as something that does it where it is unpickled."""

    def __init__(self, call: Callable[[str, bytes], bytes], partition: Partition) -> None:
        """Have ``call``, which is :func:`perform`, read a partition."""
        self._call, self._partition = call, partition

    def __reduce__(self) -> tuple[Callable[[str, bytes], bytes], tuple[str, bytes]]:
        return self._call, (__version__, _to_bytes(self._partition))


def perform(version: str, order: bytes) -> bytes:
    """A :class:`Done` as bytes for a :class:`Partition` as bytes, both packed.

    Raises ``cluster-version``, ``cluster-storage``, ``crashed`` (the reader was killed), and what concerns the
    call: ``UsageError``, ``SpaceError``.
    """
    host = socket.gethostname()
    if version != __version__:
        message = f"the worker on {host} has version {__version__}, this program {version}"
        raise UsageError("cluster-version", message, "install the same version on all workers")
    command = [sys.executable, "-c", _START, *sys.path]
    reader = subprocess.run(command, input=order, stdout=subprocess.PIPE, check=False)  # noqa: S603  ourselves
    if reader.returncode == _FAILED:
        raise pickle.loads(zlib.decompress(reader.stdout))  # noqa: S301  the reader's
    if reader.returncode:
        message = f"the process that read a partition on {host} ended with exit code {reader.returncode}"
        raise CrashError("crashed", message, "see the worker's log")
    return reader.stdout


def bytes_to_done(data: bytes) -> Done:
    """What :func:`perform` gave."""
    found: Done = pickle.loads(zlib.decompress(data))  # noqa: S301  a worker's
    return found


def _to_bytes(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def serve() -> NoReturn:
    """Be a reader: the order stands on standard input, the answer goes to standard output."""
    gc.set_threshold(_FEW_LOOKS)
    answers = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no answer
    code, answer = 0, b""
    try:
        partition: Partition = pickle.loads(zlib.decompress(sys.stdin.buffer.read()))  # noqa: S301  the coordinator's
        warm_up(partition.options)
        answer = _to_bytes(Done([*read_partition(partition)], socket.gethostname()))
    except Exception as error:  # noqa: BLE001  the coordinator decides what becomes of it
        code, answer = _FAILED, _to_bytes(error)
    with os.fdopen(answers, "wb") as stream:
        stream.write(answer)
    sys.exit(code)


def read_partition(partition: Partition) -> Iterator[Row]:
    """Read the inputs one after the other, each isolated; the records are there once the last row is.

    Raises ``cluster-storage`` where the stage is not seen, also soon after it is gone: then the run is over.
    """
    parent, looked, place = os.getppid(), 0.0, 0
    with (
        closing(open_writer(partition.stage)) as writer,
        closing(read_all(iter(partition.jobs), partition.options, 1)) as results,
    ):
        for result in results:
            if time.monotonic() - looked > _LOOK:
                _check_run(partition.stage, parent)
                looked = time.monotonic()
            if result is not None:
                yield Row(place, _write(result, writer))
                place += result.is_last
        writer.finish()


def _check_run(stage: Stage, parent: int) -> None:
    if os.getppid() != parent:
        raise SystemExit
    if not Path(stage.folder).is_dir():
        what = f"the worker on {socket.gethostname()} does not see {stage.folder}"
        raise UsageError("cluster-storage", what, "give all workers the same storage under the same path")


def _write(result: Result, writer: Writer) -> Result:
    """Write a result's records; the result with where they are, and without its input."""
    finished = result.finished
    if finished is not None and finished.refusal is None:
        finished = finished._replace(data=writer.add(result.name, finished.data))
    return result._replace(input=_NO_INPUT, finished=finished)
