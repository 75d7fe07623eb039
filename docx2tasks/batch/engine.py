"""The interface of engines, which read the files of a batch locally or on a cluster.

jobs ─▶ Engine ─▶ Session ─▶ results, in groups that are committed whole
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from docx2tasks.batch.inputs.find import Input
from docx2tasks.batch.worker import ContainerDone, Finished, InputLoaded, Job, Options
from docx2tasks.export.store import Store


class Result(NamedTuple):
    """The result of a document, a container, a file that could not be opened, or a known file."""

    input: Input
    name: str
    loaded: InputLoaded | None = None
    finished: Finished | None = None  # None for an input that is known
    container: ContainerDone | None = None  # for one that holds documents
    fault: Exception | None = None  # the bug behind a refusal with the code ``bug``
    is_last: bool = True  # nothing more comes of its input


class Session(Protocol):
    """An engine at work for one run."""

    group_seconds: float  # results are committed after so long, with their group

    def open_store(self, kind: str, out: Path, position: str, part_bytes: int) -> AbstractContextManager[Store]:
        """The output that this engine's results are written to, taken back to ``position``."""

    def read(self, jobs: Iterator[Job | None], options: Options) -> Generator[Sequence[Result]]:
        """The results of all jobs, those of one input one after the other; an empty group now and then.

        None among the jobs says that finding the next one takes long.  Raises what concerns the call and not one
        document (``UsageError``, ``SpaceError``).
        """

    def take_finished(self) -> Iterator[Sequence[Result]]:
        """What came in and was not handed out, where reading was broken off; waits for nothing."""


class Engine(Protocol):
    """A way to read many files."""

    def connect(self, kind: str) -> AbstractContextManager[Session]:
        """Get ready for an output of this kind, before anything is written.

        Raises what is wrong with the call: an output that it cannot write, a cluster that is not reached.
        """


def take_jobs(jobs: Iterator[Job | None], count: int) -> Iterator[list[Job]]:
    """A number of jobs at a time, fewer at the end, none at a None."""
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
