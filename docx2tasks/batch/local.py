"""Children side by side, results in one order: that of the inputs, however many children there are.

    chunks of jobs ─▶ lane 0: child, and another one where it breaks down ─┐
                      lane 1: …                                          ─┴▶ chunks in order ─▶ results

A lane reads one chunk; where a file makes its child crash, hang or swell, a new one goes on behind that file.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.worker import Begun, Emptied, Finished, Job, Loaded, Opened, Options, Step, read_jobs
from docx2tasks.errors import ExitCode, Refusal, SpaceError, UsageError, find_shortage
from docx2tasks.isolate import Ended, Pool

_CHUNK = 100  # inputs for one child: what libraries leak in it goes with it, and its start is spread over them
_SHARES = 4  # chunks for each lane where the inputs are few: they take unequal times
_AHEAD = 2  # chunks for each lane that may wait for the first one to be through
_TICK = 0.1  # seconds after which the caller is given a chance to look at something else


class Result(NamedTuple):
    """A document that is through, an input that holds documents or could not be opened, or one that is known."""

    input: Input
    name: str
    loaded: Loaded | None = None
    finished: Finished | None = None  # None for an input that is known
    emptied: Emptied | None = None  # for one that holds documents
    fault: Exception | None = None  # the bug behind a refusal with the code ``bug``
    is_last: bool = True  # nothing more comes of its input


class Bug(Refusal):
    """Something nobody thought of, in one document of many."""

    exit_code = ExitCode.BUG


def read_all(jobs: Iterator[Job | None], options: Options, lanes: int) -> Generator[Result | None]:
    """The results of all jobs in their order; None now and then, when there is none yet.

    None among the jobs says that finding the next one takes long.  Raises what concerns the call and not one
    document (``UsageError``, ``SpaceError``).
    """
    chunks = _to_chunks(jobs, lanes)
    waiting: deque[_Chunk] = deque()
    at_work: dict[int, _Chunk] = {}
    is_more = True
    with closing(Pool(options.limits)) as pool:
        while is_more or at_work:
            while is_more and len(at_work) < lanes and len(waiting) < lanes * _AHEAD:
                found = next(chunks, None)
                is_more = found is not None
                if not found:
                    break
                waiting.append(_Chunk(found))
                lane = min({*range(lanes)} - {*at_work})
                at_work[lane] = waiting[-1]
                _start(pool, lane, waiting[-1], options)
            if at_work:
                _follow(pool, at_work, options)
            yield from _first_results(waiting)
            yield None


def _follow(pool: Pool, at_work: dict[int, _Chunk], options: Options) -> None:
    """Take in what the children say; where one is gone, another goes on, or its lane is free."""
    for answer in pool.wait(_TICK):
        chunk = at_work[answer.lane]
        if not isinstance(answer, Ended):
            chunk.take(answer.value)
            continue
        chunk.end(answer.error)
        if chunk.is_over:
            del at_work[answer.lane]
        else:
            _start(pool, answer.lane, chunk, options)


def _to_chunks(jobs: Iterator[Job | None], lanes: int) -> Iterator[list[Job]]:
    """Jobs for one child each; an empty list where the next ones take long to find."""
    many = lanes * _CHUNK
    for some in take_jobs(jobs, many):
        size = _CHUNK if len(some) == many else max(1, len(some) // (lanes * _SHARES))
        yield from [some[first : first + size] for first in range(0, len(some), size)] or [some]
        if some:
            break
    yield from take_jobs(jobs, _CHUNK)


def take_jobs(jobs: Iterator[Job | None], count: int) -> Iterator[list[Job]]:
    """So many jobs at a time, fewer at the end; none at all where None stands among them."""
    some: list[Job] = []
    for job in jobs:
        if job is None:
            yield []
            continue
        some.append(job)
        if len(some) == count:
            yield some
            some = []
    if some:
        yield some


def _start(pool: Pool, lane: int, chunk: _Chunk, options: Options) -> None:
    pool.start(lane, read_jobs, chunk.jobs, chunk.place, chunk.done, options)


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
    """Some jobs, and where a child is among them."""

    jobs: Sequence[Job]
    results: deque[Result] = field(default_factory=deque)
    place: int = 0
    done: int = 0  # documents of the open input that are through
    _loaded: Loaded | None = None
    _begun: Begun | None = None
    _since: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        return self.place >= len(self.jobs)

    def take(self, step: Step) -> None:
        """Follow what the child says that it is at."""
        if isinstance(step, Opened):
            self._since = time.monotonic()
        elif isinstance(step, Begun):
            self._since, self._begun = time.monotonic(), step
        elif isinstance(step, Loaded):
            self._loaded = step
            if step.is_known:
                self._add(None)
        elif isinstance(step, Emptied):
            self._add(None, emptied=step)
        else:
            self._add(step)

    def end(self, error: Exception | None) -> None:
        """The child is gone: renewed where there is no error, else broken by what it was at."""
        if isinstance(error, UsageError | SpaceError):
            raise error
        if error is not None and not self.is_over:
            seconds = time.monotonic() - self._since
            refusal = error if isinstance(error, Refusal) else find_shortage(error) or _to_bug(error)
            self._add(Finished(refusal=refusal, seconds=seconds), fault=None if refusal is error else error)

    def _add(
        self, finished: Finished | None, *, emptied: Emptied | None = None, fault: Exception | None = None
    ) -> None:
        one = self.jobs[self.place].input
        begun, loaded = self._begun, self._loaded
        name = begun.name if begun else one.name
        is_last = name == one.name
        if begun and loaded and not is_last:
            loaded = Loaded(begun.sha256, begun.bytes, loaded.modified_ns, is_known=False)
        self.results.append(Result(one, name, loaded, finished, emptied, fault, is_last))
        self._begun = None
        if is_last:
            self.place, self.done, self._loaded = self.place + 1, 0, None
        else:
            self.done += 1


def _to_bug(error: Exception) -> Bug:
    return Bug("bug", f"an unexpected {type(error).__name__}", "run again with --debug and report it")
