"""The parent of a batch: what its children read is written, what they break on is an outcome.

A child (``work``) reads many files, since its start and its first file cost most; where a file makes it
crash, hang or swell, a new child goes on behind that file.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.inputs import Input, find_inputs
from docx2tasks.batch.outputs import OutputNames, make_folder, write_outcome
from docx2tasks.batch.work import Begun, Finished, Opened, Options, read_inputs
from docx2tasks.errors import ExitCode, InputError, Refusal, SpaceError, Status, UsageError
from docx2tasks.isolate import iterate_isolated

_RENEWED = 50  # inputs after which a child is renewed: what libraries leak in it goes with it


class Outcome(NamedTuple):
    """What became of one document: its name, how many tasks it has, or why it was not read."""

    name: str
    tasks: int = 0
    refusal: Refusal | None = None
    fault: Exception | None = None  # the bug behind a refusal with the code ``bug``

    @property
    def status(self) -> Status:
        """The outcome in one word."""
        if self.refusal is not None:
            return self.refusal.status
        return Status.DONE if self.tasks else Status.NO_TASKS


class Bug(Refusal):
    """Something nobody thought of, in one document of many."""

    exit_code = ExitCode.BUG


def run(path: Path, out: Path, options: Options) -> Generator[Outcome]:
    """Read what is at ``path`` and write each document below ``out``; an outcome for each.

    Raises what concerns the call and not one document: ``UsageError``, ``SpaceError``, and the refusals of
    :func:`~docx2tasks.batch.inputs.find_inputs`; nothing has been written then, or the disk is full.
    """
    inputs = find_inputs([path], out, options.limits)
    make_folder(out)
    names = OutputNames(lambda _: False)  # it remembers what it gave
    is_empty = True
    while some := [*islice(inputs, _RENEWED)]:
        is_empty = False
        yield from _read_some(some, out, names, options)
    if is_empty:
        raise InputError("no-files", f"{path} holds no files", "hidden files and links are not read: check the path")


class _Progress:
    """Where the children are among some inputs: the one that is open, the document that is begun."""

    def __init__(self, inputs: Sequence[Input], names: OutputNames) -> None:
        self._inputs, self._names = inputs, names
        self.place = 0
        self.done = 0  # documents of the open input that are through
        self._begun: str | None = None
        self.target: str | None = None  # the begun document's place below the output folder

    @property
    def name(self) -> str:
        """What is being read."""
        return self._begun or self._inputs[self.place].name

    def follow(self, step: Opened | Begun) -> None:
        """Note what a child says that it is at."""
        if isinstance(step, Begun):  # named now: what comes after a bad file is named the same next time
            self._begun, self.target = step.name, self._names.new(step.name).target
        elif step.place != self.place:
            self.place, self.done = step.place, 0

    def finish(self) -> bool:
        """Note that what was begun is through; False where nothing was."""
        was_begun = self._begun is not None
        self.done += was_begun
        self._begun = self.target = None
        return was_begun

    def leave_input(self) -> None:
        """Note that the open input is through."""
        self.place, self.done = self.place + 1, 0


def _read_some(inputs: Sequence[Input], out: Path, names: OutputNames, options: Options) -> Iterator[Outcome]:
    at = _Progress(inputs, names)
    while at.place < len(inputs):
        try:
            yield from _read_in_child(at, inputs, out, options)
            at.leave_input()
        except (UsageError, SpaceError):
            raise
        except Exception as error:  # noqa: BLE001  a bug in one document is no reason to lose the others
            yield _error_to_outcome(at.name, error)
            if not at.finish():
                at.leave_input()


def _read_in_child(at: _Progress, inputs: Sequence[Input], out: Path, options: Options) -> Iterator[Outcome]:
    with closing(iterate_isolated(read_inputs, options.limits, inputs, at.place, at.done, options)) as steps:
        for step in steps:
            if not isinstance(step, Finished):
                at.follow(step)
                continue
            if step.refusal is None and at.target is not None:
                write_outcome(out, at.target, step.data)
            yield Outcome(at.name, step.tasks, step.refusal)
            at.finish()


def _error_to_outcome(name: str, error: Exception) -> Outcome:
    if isinstance(error, Refusal):
        return Outcome(name, refusal=error)
    bug = Bug("bug", f"an unexpected {type(error).__name__}", "run again with --debug and report it")
    return Outcome(name, refusal=bug, fault=error)
