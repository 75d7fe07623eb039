"""Parallel worker processes with results in input order, whatever their number.

    chunks of jobs ─▶ worker 0, and another one where it breaks down ─┐
                      worker 1: …                                     ─┴▶ chunks in order ─▶ results

A worker reads one chunk; where a file makes it crash, hang or use too much memory, a new one continues after that file.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from docx2tasks.batch.engine import Result, take_jobs
from docx2tasks.batch.inputs.remote import RemoteFile
from docx2tasks.batch.inputs.systems import load_systems
from docx2tasks.batch.preload import preload
from docx2tasks.batch.worker import Begun, ContainerDone, Finished, InputLoaded, Job, Opened, Options, Step, read_jobs
from docx2tasks.errors import ExitCode, Refusal, SpaceError, UsageError, find_shortage
from docx2tasks.export.store import Store
from docx2tasks.export.stores import open_store
from docx2tasks.isolate import Ended, Pool, is_portable

_CHUNK = 100  # inputs for one process: what libraries leak in it goes with it, and its start is spread over them
_SHARES = 4  # chunks for each worker where the inputs are few: they take unequal times
_AHEAD = 2  # chunks for each worker that may wait for the first one to be through
_TICK = 0.1  # seconds after which the caller is given a chance to look at something else


class LocalEngine:
    """A number of local worker processes, or one per CPU."""

    group_seconds = 1.0

    def __init__(self, workers: int = 0) -> None:
        self._workers = workers or count_processors()

    @contextmanager
    def connect(self, kind: str) -> Iterator[LocalEngine]:  # noqa: ARG002  all kinds will do
        """Nothing is to be reached."""
        yield self

    @contextmanager
    def open_store(self, kind: str, out: Path, position: str, part_bytes: int) -> Iterator[Store]:
        """The output itself."""
        with closing(open_store(kind, out, position, part_bytes=part_bytes)) as store:
            yield store

    def read(self, jobs: Iterator[Job | None], options: Options) -> Generator[Sequence[Result]]:
        """Each result as it comes, in the order of the jobs."""
        first = [*islice(jobs, 2)]
        if len(first) > 1 and not is_portable():  # a single file has no use for it, nor have new interpreters
            preload(options)
            load_systems(one.input.origin.address for one in first if one and isinstance(one.input.origin, RemoteFile))
        with closing(read_all(chain(first, jobs), options, self._workers)) as results:
            for result in results:
                yield () if result is None else (result,)

    def take_finished(self) -> Iterator[Sequence[Result]]:
        """Each was handed out when its turn came."""
        return iter(())


def count_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Bug(Refusal):
    """Something nobody thought of, in one document of many."""

    exit_code = ExitCode.BUG


def read_all(jobs: Iterator[Job | None], options: Options, workers: int) -> Generator[Result | None]:
    """The results of all jobs in their order; None now and then, when there is none yet.

    None among the jobs says that finding the next one takes long.  Raises what concerns the call and not one
    document (``UsageError``, ``SpaceError``).
    """
    chunks = _to_chunks(jobs, workers)
    waiting: deque[_Chunk] = deque()
    at_work: dict[int, _Chunk] = {}
    is_more = True
    with closing(Pool(options.limits)) as pool:
        while is_more or at_work:
            while is_more and len(at_work) < workers and len(waiting) < workers * _AHEAD:
                found = next(chunks, None)
                is_more = found is not None
                if not found:
                    break
                waiting.append(_Chunk(found))
                worker = min({*range(workers)} - {*at_work})
                at_work[worker] = waiting[-1]
                _start(pool, worker, waiting[-1], options)
            if at_work:
                _follow(pool, at_work, options)
            yield from _first_results(waiting)
            yield None


def _follow(pool: Pool, at_work: dict[int, _Chunk], options: Options) -> None:
    """Take in what the workers say; where one is gone, another continues, or its place is free."""
    for answer in pool.wait(_TICK):
        chunk = at_work[answer.slot]
        if not isinstance(answer, Ended):
            chunk.take(answer.value)
            continue
        chunk.end(answer.error)
        if chunk.is_over:
            del at_work[answer.slot]
        else:
            _start(pool, answer.slot, chunk, options)


def _to_chunks(jobs: Iterator[Job | None], workers: int) -> Iterator[list[Job]]:
    """Jobs for one worker each; an empty list where the next ones take long to find."""
    many = workers * _CHUNK
    for some in take_jobs(jobs, many):
        shares = 1 if some and isinstance(some[0].input.origin, RemoteFile) else _SHARES  # each connects anew
        size = _CHUNK if len(some) == many else max(1, len(some) // (workers * shares))
        yield from [some[first : first + size] for first in range(0, len(some), size)] or [some]
        if some:
            break
    yield from take_jobs(jobs, _CHUNK)


def _start(pool: Pool, worker: int, chunk: _Chunk, options: Options) -> None:
    pool.start(worker, read_jobs, chunk.jobs, chunk.place, chunk.done, options)


def _first_results(waiting: deque[_Chunk]) -> Iterator[Result]:
    """What is through of the first chunk, and of the next where that one is over."""
    while waiting:
        while waiting[0].results:
            yield waiting[0].results.popleft()
        if not waiting[0].is_over:
            return
        waiting.popleft()


@dataclass(slots=True)
class _Chunk:
    """Some jobs, and where a worker is among them."""

    jobs: Sequence[Job]
    results: deque[Result] = field(default_factory=deque)
    place: int = 0
    done: int = 0  # documents of the open input that are through
    _loaded: InputLoaded | None = None
    _begun: Begun | None = None
    _since: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        return self.place >= len(self.jobs)

    def take(self, step: Step) -> None:
        """Process a report of the worker."""
        if isinstance(step, Opened):
            self._since = time.monotonic()
        elif isinstance(step, Begun):
            self._since, self._begun = time.monotonic(), step
        elif isinstance(step, InputLoaded):
            self._loaded = step
            if step.is_known:
                self._add(None)
        elif isinstance(step, ContainerDone):
            self._add(None, container=step)
        else:
            self._add(step)

    def end(self, error: Exception | None) -> None:
        """The worker has ended: replaced, or, after an error, the cause of the current file's failure."""
        if isinstance(error, UsageError | SpaceError):
            raise error
        if error is not None and not self.is_over:
            seconds = time.monotonic() - self._since
            refusal = error if isinstance(error, Refusal) else find_shortage(error) or _to_bug(error)
            self._add(Finished(refusal=refusal, seconds=seconds), fault=None if refusal is error else error)

    def _add(
        self, finished: Finished | None, *, container: ContainerDone | None = None, fault: Exception | None = None
    ) -> None:
        one = self.jobs[self.place].input
        begun, loaded = self._begun, self._loaded
        name = begun.name if begun else one.name
        is_last = name == one.name
        if begun and loaded and not is_last:
            loaded = InputLoaded(begun.sha256, begun.bytes, loaded.modified_ns, is_known=False)
        self.results.append(Result(one, name, loaded, finished, container, fault, is_last))
        self._begun = None
        if is_last:
            self.place, self.done, self._loaded = self.place + 1, 0, None
        else:
            self.done += 1


def _to_bug(error: Exception) -> Bug:
    return Bug("bug", f"an unexpected {type(error).__name__}", "run again with --debug and report it")
