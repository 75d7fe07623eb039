"""What a cluster worker does: reads a partition and writes its records to the staging folder.

    coordinator ─ Order ─▶ scheduler, sees bytes ─▶ worker: perform ─▶ reader, a process that reads ─▶ Done

The versions are compared before anything of ours is unpickled.
"""

from __future__ import annotations

import os
import pickle
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.code_version import find_code_version
from docx2tasks.batch.engine import Result
from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.inputs.origins import LocalFile
from docx2tasks.batch.local import read_all
from docx2tasks.batch.worker import Job, Options
from docx2tasks.errors import UsageError
from docx2tasks.export.staged import Stage, Writer, open_writer

_LOOK = 1.0  # seconds between two looks whether the worker and the run are still there
_NO_INPUT = Input("", "", LocalFile(""))


class Setting(NamedTuple):
    """What all partitions of a run share: how files are read, and where their records go."""

    options: Options
    stage: Stage


class Partition(NamedTuple):
    """Some inputs; the setting is packed once for all partitions."""

    jobs: Sequence[Job]
    setting: bytes


class PartitionRow(NamedTuple):
    """A result without its input; its data names the records in the staging folder."""

    place: int  # of its input among the jobs
    result: Result


class Done(NamedTuple):
    """The result of a partition, and the machine that read it."""

    rows: Sequence[PartitionRow]
    host: str


class ClusterOrder:
    """An order for a worker, executed where it is unpickled."""

    def __init__(self, call: Callable[[str, bytes, bytes], bytes], partition: Partition) -> None:
        """Have ``call``, which is :func:`~docx2tasks.batch.cluster.reader.perform`, read a partition."""
        self._call, self._partition = call, partition

    def __reduce__(self) -> tuple[Callable[[str, bytes, bytes], bytes], tuple[str, bytes, bytes]]:
        return self._call, (find_code_version(), self._partition.setting, pack(self._partition.jobs))


def pack(value: object) -> bytes:
    """Any value of ours as few bytes."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def unpack(data: bytes) -> object:
    """Unpack what docx2tasks has packed."""
    found: object = pickle.loads(zlib.decompress(data))  # noqa: S301  workers and coordinator trust each other
    return found


def read_partition(jobs: Sequence[Job], setting: Setting) -> Iterator[PartitionRow]:
    """Read the inputs one after the other, each isolated; the records are there once the last row is.

    Raises ``cluster-storage`` where the stage is not seen, also soon after it is gone: then the run is over.
    """
    parent, looked, place = os.getppid(), 0.0, 0
    with (
        closing(open_writer(setting.stage)) as writer,
        closing(read_all(iter(jobs), setting.options, 1)) as results,
    ):
        for result in results:
            if time.monotonic() - looked > _LOOK:
                _check_run(setting.stage, parent)
                looked = time.monotonic()
            if result is not None:
                yield PartitionRow(place, _write(result, writer))
                place += result.is_last
        writer.finish()


def _check_run(stage: Stage, parent: int) -> None:
    if os.getppid() != parent:
        raise SystemExit
    if not Path(stage.folder).is_dir():
        what = f"the worker on {socket.gethostname()} cannot see {stage.folder}"
        raise UsageError("cluster-storage", what, "mount the same storage under the same path on all workers")


def _write(result: Result, writer: Writer) -> Result:
    """Write a result's records; the result with where they are, and without its input."""
    finished = result.finished
    if finished is not None and finished.refusal is None:
        finished = finished._replace(data=writer.add(result.name, finished.data))
    return result._replace(input=_NO_INPUT, finished=finished)
