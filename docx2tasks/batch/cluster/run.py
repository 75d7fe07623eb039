"""A batch on a cluster that runs already: partitions of its inputs to the workers, their results to the ledger.

    inputs ─ resume ─▶ partitions ─ a window of them ─▶ workers ─▶ stage
                                                           └─ rows ─▶ book: from the stage to the output, ledger

Only this program writes to the output and the ledger.  Workers may come, go and be lost at any time: the
engine (dask distributed) has a lost worker's partitions done again.  One that keeps losing its workers is cut
in halves until the file is found that does it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.cluster.dask_client import Answer, Workers, connect
from docx2tasks.batch.cluster.partition import Partition, Row, Setting, pack
from docx2tasks.batch.commit import Book, Copies
from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.inputs.origins import LocalFile
from docx2tasks.batch.ledger import LEDGER, POSITION, Ledger, Outcome
from docx2tasks.batch.local import Result, take_jobs
from docx2tasks.batch.lock import hold
from docx2tasks.batch.lost import find_closing, note_lost
from docx2tasks.batch.resume import find_jobs
from docx2tasks.batch.run import Event, News, Plan, check_kind, find_setup, known_to_events, result_to_events, set_aside
from docx2tasks.batch.worker import Finished, Job
from docx2tasks.errors import CrashError, UsageError
from docx2tasks.export.files import make_folder
from docx2tasks.export.staged import check_shared, make_stage, open_staged
from docx2tasks.export.stores import find_store

FILES = 200  # of a partition: at 20 to 50 ms each, some seconds

_TICK = 0.2  # seconds after which the caller is given a chance to look at something else
_UNSEEN = frozenset({"missing", "vanished", "unreadable"})  # codes of a file that a worker does not see


class Cluster(NamedTuple):
    """A cluster by its scheduler's address, and how many files make a partition."""

    address: str
    files: int = FILES


def run_on_cluster(inputs: Iterator[Input], out: Path, plan: Plan, cluster: Cluster) -> Generator[News]:
    """What :func:`~docx2tasks.batch.run.run` does, with a cluster's workers for children.

    Raises what it raises, and ``UsageError``: ``not-installed``, ``cluster`` (not reached, or lost),
    ``cluster-version``, ``cluster-storage``, ``one-writer``.
    """
    find_store(plan.kind)
    check_shared(plan.kind)
    with connect(cluster.address) as client:
        make_folder(out)
        with hold(out), closing(Ledger(out / LEDGER)) as ledger, make_stage(plan.kind, out) as stage:
            check_kind(ledger, plan.kind, out)
            position = ledger.look_up(POSITION) or ""
            with closing(open_staged(stage, out, position, plan.part_bytes)) as store:
                lost = note_lost(ledger, store, plan.kind)
                if lost.documents:
                    yield lost
                setup = find_setup(plan.options)
                book = Book(ledger, store, setup)
                known: list[Outcome] = []
                jobs = set_aside(find_jobs(inputs, ledger, setup, plan.policy), known)
                partitions = _to_partitions(
                    jobs, cluster.files, pack(Setting(plan.options._replace(form=store.form), stage))
                )
                with closing(Workers(client)) as workers:
                    copies = yield from _run(partitions, workers, book, known, plan)
                yield find_closing(ledger, lost, copies)


def _to_partitions(jobs: Iterator[Job | None], files: int, setting: bytes) -> Iterator[Partition | None]:
    """Partitions of so many files; None where there is something else to be done, as among the jobs."""
    for some in take_jobs(jobs, files):
        yield Partition([job._replace(input=_to_absolute(job.input)) for job in some], setting) if some else None


def _to_absolute(one: Input) -> Input:
    """The input as it is found from any folder; the path that is shown stays."""
    origin = one.origin
    if isinstance(origin, LocalFile):
        return one._replace(origin=origin._replace(path=os.path.abspath(origin.path)))  # noqa: PTH100  links stay
    return one


def _run(
    partitions: Iterator[Partition | None], workers: Workers, book: Book, known: list[Outcome], plan: Plan
) -> Generator[Event | None, None, Copies]:
    desk = _Desk(workers, book)
    try:
        for events in desk.do_all(partitions):
            yield from known_to_events(book, known)
            known.clear()
            yield from events
            yield None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        desk.save()
        raise
    yield from known_to_events(book, known)
    return book.finish(skips_copies=plan.policy.skips_copies)


class _Desk:
    """Gives out partitions, and takes their results into the book."""

    def __init__(self, workers: Workers, book: Book) -> None:
        self._workers, self._book = workers, book
        self._suspects: list[Partition] = []  # lost with a worker, which may have had others as well
        self._is_half = False  # whether the book holds half a partition

    def do_all(self, partitions: Iterator[Partition | None]) -> Iterator[list[Event]]:
        """Events as partitions are through, each committed; none now and then."""
        for partition in partitions:
            if partition is not None:
                self._workers.give(partition)
            yield self._take(0.0)
            while not self._workers.find_room():
                yield self._take(_TICK)
        while len(self._workers) or self._suspects:
            if len(self._workers):
                yield self._take(_TICK)
            else:
                yield from self._do_alone(self._suspects.pop())

    def _do_alone(self, suspect: Partition) -> Iterator[list[Event]]:
        """Each half by itself, so that nothing else can have lost its workers; a file that does is told."""
        for half in _to_halves(suspect):
            self._workers.give(half)
            while len(self._workers):
                yield self._take(_TICK)
            if self._suspects and self._suspects[-1] is half and len(half.jobs) == 1:
                self._suspects.pop()
                yield self._add([Row(0, _to_crashed(half.jobs[0]))], half)

    def _take(self, seconds: float) -> list[Event]:
        answer = self._workers.take(seconds)
        if answer is None:
            self._workers.find_room()  # there may be no worker left to wait for
            return []
        if answer.done is not None:
            _check_files(answer)
            return self._add(answer.done.rows, answer.partition)
        if answer.is_sure and len(answer.partition.jobs) > 1:
            for half in _to_halves(answer.partition):
                self._workers.give(half)
        else:
            self._suspects.append(answer.partition)
        return []

    def _add(self, rows: Sequence[Row], partition: Partition) -> list[Event]:
        """Commit a partition's results."""
        self._is_half = True
        events = [
            event
            for row in rows
            for event in result_to_events(self._book, row.result._replace(input=partition.jobs[row.place].input))
        ]
        self._book.commit()
        self._is_half = False
        return events

    def save(self) -> None:
        """Commit what has come, and wait for nothing."""
        while not self._is_half and (answer := self._workers.take(0.0)) is not None:
            if answer.done is not None:
                self._add(answer.done.rows, answer.partition)


def _to_halves(partition: Partition) -> Iterator[Partition]:
    middle = (len(partition.jobs) + 1) // 2
    for jobs in (partition.jobs[:middle], partition.jobs[middle:]):
        if jobs:
            yield partition._replace(jobs=jobs)


def _to_crashed(job: Job) -> Result:
    what = "each worker of the cluster that read the file was lost"
    refusal = CrashError("crashed", what, "see the workers' logs; read it on one machine, with more --memory")
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
        what = f"the worker on {answer.done.host} does not see {seen.path}"
        raise UsageError("cluster-storage", what, "give all workers the same storage under the same path")
