"""The cluster engine: partitions of inputs to workers, results to the ledger.

    jobs ─▶ partitions ─ a window of them ─▶ workers ─▶ stage
                                                └─ rows ─▶ results, which are taken over from the stage

Only this program writes to the output and the ledger.  Workers may come, go and be lost at any time: the
engine (dask distributed) has a lost worker's partitions done again.  One that keeps losing its workers is cut
in halves until the file is found that does it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.batch.cluster.cut import cut
from docx2tasks.batch.cluster.dask_client import Answer, Workers, connect
from docx2tasks.batch.cluster.partition import Partition, PartitionRow, Setting, pack
from docx2tasks.batch.engine import Result
from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.inputs.origins import LocalFile
from docx2tasks.batch.worker import Finished, Job, Options
from docx2tasks.errors import CrashError, UsageError
from docx2tasks.export.staged import check_shared, make_stage, open_staged
from docx2tasks.export.store import Store

if TYPE_CHECKING:
    from distributed import Client

FILES = 200  # of a partition: at 20 to 50 ms each, some seconds

_TICK = 0.2  # seconds after which the caller is given a chance to look at something else
_UNSEEN = frozenset({"missing", "vanished", "unreadable"})  # codes of a file that a worker does not see


class DaskEngine:
    """A cluster, by its scheduler's address, and the number of files per partition."""

    def __init__(self, address: str, files: int = FILES) -> None:
        self._address, self._files = address, files
        self._session: ClusterSession | None = None

    def describe(self) -> str:
        """How many workers there are, ``0 workers`` where all are lost; empty before they are counted."""
        count = self._session.count_workers() if self._session else None
        return "" if count is None else "1 worker" if count == 1 else f"{count:,} workers"

    @contextmanager
    def connect(self, kind: str) -> Iterator[ClusterSession]:
        """Reach the scheduler.

        Raises ``UsageError``: ``one-writer``, ``not-installed``, ``cluster`` (not reached).
        """
        check_shared(kind)
        with connect(self._address) as client:
            self._session = ClusterSession(client, self._files)
            yield self._session


class ClusterSession:
    """Gives partitions to the workers of a cluster, and takes their results in.

    Raises, while it reads, ``UsageError``: ``cluster`` (lost), ``cluster-version``, ``cluster-storage``.
    """

    group_seconds = 0.0  # a partition's results are committed at once: they are on the stage, together

    def __init__(self, client: Client, files: int) -> None:
        self._client, self._files = client, files
        self._suspects: list[Partition] = []  # lost with a worker, which may have had others as well

    def count_workers(self) -> int | None:
        """The threads of all workers, None before they are counted."""
        workers: Workers | None = getattr(self, "_workers", None)
        return workers.threads if workers else None

    @contextmanager
    def open_store(self, kind: str, out: Path, position: str, part_bytes: int) -> Iterator[Store]:
        """The output, to which the stage is taken over."""
        with (
            make_stage(kind, out) as self._stage,
            closing(open_staged(self._stage, out, position, part_bytes)) as store,
            closing(Workers(self._client)) as self._workers,
        ):
            yield store

    def read(self, jobs: Iterator[Job | None], options: Options) -> Generator[Sequence[Result]]:
        """The results of each partition as it is through; an empty group now and then."""
        for partition in _to_partitions(jobs, self._files, pack(Setting(options, self._stage))):
            if partition is not None:
                self._workers.give(partition)
            yield self._take(0.0)
            while not self._workers.find_room():
                yield self._take(_TICK)
        while len(self._workers) or self._suspects:
            if len(self._workers):
                yield self._take(_TICK)
            else:
                yield from self._read_alone(self._suspects.pop())

    def take_finished(self) -> Iterator[Sequence[Result]]:
        """The partitions that are through."""
        while (answer := self._workers.take(0.0)) is not None:
            if answer.done is not None:
                yield _to_results(answer.done.rows, answer.partition)

    def _read_alone(self, suspect: Partition) -> Iterator[Sequence[Result]]:
        """Each half by itself, so that nothing else can have lost its workers; a file that does is told."""
        for half in _to_halves(suspect):
            self._workers.give(half)
            while len(self._workers):
                yield self._take(_TICK)
            if self._suspects and self._suspects[-1] is half and len(half.jobs) == 1:
                self._suspects.pop()
                yield [_to_crashed(half.jobs[0])]

    def _take(self, seconds: float) -> Sequence[Result]:
        answer = self._workers.take(seconds)
        if answer is None:
            self._workers.find_room()  # there may be no worker left to wait for
            return ()
        if answer.done is not None:
            _check_files(answer)
            return _to_results(answer.done.rows, answer.partition)
        if answer.is_sure and len(answer.partition.jobs) > 1:
            for half in _to_halves(answer.partition):
                self._workers.give(half)
        else:
            self._suspects.append(answer.partition)
        return ()


def _to_results(rows: Sequence[PartitionRow], partition: Partition) -> Sequence[Result]:
    """The results with their inputs again."""
    return [row.result._replace(input=partition.jobs[row.place].input) for row in rows]


def _to_partitions(jobs: Iterator[Job | None], files: int, setting: bytes) -> Iterator[Partition | None]:
    """Partitions of at most so many files; None where there is something else to be done, as among the jobs."""
    for some in cut(jobs, files):
        yield Partition([job._replace(input=_to_absolute(job.input)) for job in some], setting) if some else None


def _to_absolute(one: Input) -> Input:
    """The input as it is found from any folder; the path that is shown stays."""
    origin = one.origin
    if isinstance(origin, LocalFile):
        return one._replace(origin=origin._replace(path=os.path.abspath(origin.path)))  # noqa: PTH100  links stay
    return one


def _to_halves(partition: Partition) -> Iterator[Partition]:
    middle = (len(partition.jobs) + 1) // 2
    for jobs in (partition.jobs[:middle], partition.jobs[middle:]):
        if jobs:
            yield partition._replace(jobs=jobs)


def _to_crashed(job: Job) -> Result:
    what = "every worker that read this file was lost"
    refusal = CrashError("crashed", what, "check the workers' logs, or read the file on one machine with more --memory")
    return Result(job.input, job.input.name, finished=Finished(refusal=refusal))


def _check_files(answer: Answer) -> None:
    """Refuse what a worker says that sees none of the files, where this program sees them."""
    if answer.done is None or not answer.done.rows:
        return
    for row in answer.done.rows:
        refusal = row.result.finished.refusal if row.result.finished else None
        if refusal is None or refusal.code not in _UNSEEN:
            return
    seen = next((job.input for job in answer.partition.jobs if job.input.stamp().size is not None), None)
    if seen is not None:
        what = f"the worker on {answer.done.host} cannot see {seen.path}"
        raise UsageError("cluster-storage", what, "mount the same storage under the same path on all workers")
