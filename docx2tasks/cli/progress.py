"""Progress of long work: a bar on a terminal, otherwise a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docx2tasks.cli.stderr import note_to_words, say
from docx2tasks.isolate import Note, hearing
from docx2tasks.language import shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from docx2tasks.batch.commit import Event

_DRAWN = 0.2  # seconds between two drawings of the bar
_SAID = 10.0  # seconds between two lines
_COUNTING = 0.005  # seconds of counting at a time, while the work continues


class Count:
    """The number of files done and, as far as known, in total."""

    def __init__(self, inputs: Iterator[int], describe: Callable[[], str] | None = None) -> None:
        self._inputs, self._describe = inputs, describe
        self._counted = 0
        self._started = time.monotonic()
        self.total: int | None = None
        self.done = 0
        self.read = 0  # in this run: known files would distort the rate
        self.failed = 0
        self.tasks = 0

    def add(self, event: Event) -> None:
        """Count a document; those in archives count with their archive."""
        self.done += event.outcome.container is None
        self.read += event.is_new and event.outcome.container is None
        self.failed += event.outcome.is_failed
        self.tasks += event.outcome.tasks

    def look_ahead(self) -> None:
        """Count some more of what there is."""
        until = time.monotonic() + _COUNTING
        while self.total is None and time.monotonic() < until:
            found = next(self._inputs, None)
            if found is None:
                self.total = self._counted or None
                self._inputs = iter(())
                return
            self._counted = found

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.read / max(0.001, time.monotonic() - self._started)

    @property
    def left(self) -> float | None:
        """The estimated seconds left, or None."""
        if self.total is None or not self.rate:
            return None
        return max(0.0, (self.total - self.done) / self.rate)

    def to_words(self) -> str:
        """It in one line."""
        of = f" of {self.total:,}" if self.total else ""
        left = "" if self.left is None else f", {_seconds_to_words(self.left)} left"
        done = f"{self.done:,}{of} files, {self.rate:.1f}/s, {self.failed:,} failed, {self.tasks:,} tasks{left}"
        return done + self._engine()

    def _engine(self) -> str:
        """What the engine tells of itself: ``, 3 workers``."""
        words = self._describe() if self._describe else ""
        return words and f", {words}"


class Quiet:
    """Prints nothing."""

    @property
    def total(self) -> int | None:
        """How many files there are, where that was counted."""
        return None

    def look(self, event: Event | None) -> None:
        """Take note of a document, or that time went on."""


class ProgressLines(Quiet):
    """Prints a line now and then."""

    every = _SAID

    def __init__(self, count: Count) -> None:
        self._count = count
        self._next = time.monotonic() + self.every

    @property
    def total(self) -> int | None:
        """How many files there are, where that was counted."""
        return self._count.total

    def look(self, event: Event | None) -> None:
        """Take note of a document, or that time went on."""
        if event is not None:
            self._count.add(event)
            return
        self._count.look_ahead()
        if time.monotonic() > self._next:
            self.draw()
            self._next = time.monotonic() + self.every

    def draw(self) -> None:
        """Print the progress."""
        say(self._count.to_words())


class Bar(ProgressLines):
    """Draws a progress bar; messages appear above it."""

    every = _DRAWN

    def __init__(self, count: Count, progress: Progress) -> None:
        super().__init__(count)
        self._progress = progress
        self._note = ""
        self._task: TaskID = progress.add_task("", total=None)

    def hear(self, note: Note) -> None:
        """Show the progress of a long file until the next one is done."""
        self._note = f"; {shown(note_to_words(note))}"

    def look(self, event: Event | None) -> None:
        """Take note of a document, or that time went on."""
        self._note = self._note if event is None else ""
        super().look(event)

    def draw(self) -> None:
        """Draw it as it is."""
        count = self._count
        words = shown(count.to_words()) + self._note
        self._progress.update(self._task, completed=count.done, total=count.total, description=words)
        self._progress.refresh()


@contextmanager
def open_progress(
    inputs: Iterator[int], *, quiet: bool, describe: Callable[[], str] | None = None
) -> Iterator[Quiet]:
    """What shows how far the work is, as long as it lasts; ``describe`` is what the engine tells of itself."""
    if quiet or sys.stderr is None:
        yield Quiet()
    elif not sys.stderr.isatty():
        yield ProgressLines(Count(inputs, describe))
    else:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        # drawn by us: a thread that draws would make copies of this process unsafe
        columns = (BarColumn(bar_width=24), TextColumn("{task.description}"))
        with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
            bar = Bar(Count(inputs, describe), progress)
            try:
                with hearing(bar.hear):
                    yield bar
            finally:
                bar.draw()


def _seconds_to_words(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
