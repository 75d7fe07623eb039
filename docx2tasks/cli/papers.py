"""Reads the documents that a command is given, or records of them, and reports those that failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.options import STDIN
from docx2tasks.cli.stderr import say
from docx2tasks.errors import ExitCode, Status
from docx2tasks.language import shown_error
from docx2tasks.plural import count

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from docx2tasks.batch.worker import Options
    from docx2tasks.office.papers import Paper, Unread


class PaperReading:
    """The documents of all sources; failed files are reported and listed."""

    def __init__(self, sources: list[str], options: Options, jobs: int, *, quiet: bool, is_brief: bool = False) -> None:
        self.unread: list[Unread] = []
        self.documents = self.tasks = self.failed = 0
        self._sources, self._options, self._jobs, self._quiet = sources, options, jobs, quiet
        self._is_brief = is_brief
        self._named = {Path(source).name for source in sources if Path(source).is_file()}

    def find_papers(self) -> Generator[Paper]:
        """The papers of all sources, one after another."""
        from docx2tasks.office.papers import Unread  # noqa: PLC0415

        for found in self._find_papers():
            if not isinstance(found, Unread):
                self.documents += 1
                self.tasks += len(found.document["tasks"])
                yield found
                continue
            self.unread.append(found)
            if found.code != Status.SKIPPED or found.name in self._named:  # else no document: listed, and no failure
                self.failed += 1
                say(f"{found.name}: {shown_error(found.code, found.reason, found.hint)}")

    def leave_if_failed(self) -> None:
        """Exit with the code for failed files, if there are any."""
        if self.failed:
            raise typer.Exit(ExitCode.PARTLY if self.documents else ExitCode.REFUSED)

    def to_words(self) -> str:
        """How much was read."""
        documents, tasks = count(self.documents, "document"), count(self.tasks, "task")
        return f"{documents} read, {tasks}, {self.failed} failed"

    def _find_papers(self) -> Iterator[Paper | Unread]:
        from docx2tasks.batch.inputs.find import count_inputs  # noqa: PLC0415
        from docx2tasks.cli.progress import open_progress  # noqa: PLC0415
        from docx2tasks.office.sources import find_papers  # noqa: PLC0415

        named = [source for source in self._sources if source != STDIN]
        if STDIN in self._sources:
            from docx2tasks.cli.inputs import read_stdin  # noqa: PLC0415
            from docx2tasks.office.written import json_to_papers  # noqa: PLC0415

            yield from json_to_papers(read_stdin(self._options.limits), "standard input")
        with open_progress(count_inputs(named, None, self._options.limits), quiet=self._quiet) as progress:
            yield from find_papers(named, self._options, progress.look, self._jobs, is_brief=self._is_brief)
