"""The ``export`` command: workbooks for tracking tasks."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.inputs import load, to_limits
from docx2tasks.cli.options import (
    STDIN,
    AlarmOption,
    ByOption,
    DebugOption,
    EncodingOption,
    ExportKindOption,
    ExportOutputOption,
    ExportSourcesArgument,
    JobsOption,
    LayoutOption,
    LimitOption,
    MemoryOption,
    PrintLayoutOption,
    QuietOption,
    RulesOption,
    SofficeOption,
    TimeoutOption,
)
from docx2tasks.cli.stderr import count, refusals, say
from docx2tasks.errors import ExitCode, Status, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from docx2tasks.batch.worker import Options
    from docx2tasks.cli.options import Encoding, Parted
    from docx2tasks.office.papers import Paper, Unread


def export(  # noqa: PLR0913  one argument an option
    sources: ExportSourcesArgument = None,
    *,
    output: ExportOutputOption = None,
    to: ExportKindOption = None,
    layout: LayoutOption = None,
    encoding: EncodingOption = None,
    alarm: AlarmOption = None,
    by: ByOption = None,
    print_layout: PrintLayoutOption = False,
    jobs: JobsOption = 0,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    rules: RulesOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write tasks to a workbook, a Word table or a calendar.

    \b
    Examples:
      docx2tasks export 方案.docx -o 台账.xlsx        one document
      docx2tasks export 档案 -o 台账.xlsx             a folder of documents
      docx2tasks export 结果 -o 台账.xlsx             the output of batch
      docx2tasks export 结果 -o 期限.ics --by unit    a calendar per unit
      docx2tasks parse 方案.docx | docx2tasks export - -o 分解表.docx
      docx2tasks export 结果 -o 片段.jsonl --to chunks
      docx2tasks export --print-layout > 版式.toml    edit it, then:
      docx2tasks export 档案 -o 台账.xlsx --layout 版式.toml
    """
    with refusals(debug=debug):
        from docx2tasks.batch.worker import Options  # noqa: PLC0415
        from docx2tasks.office.kinds import find_kind  # noqa: PLC0415

        if print_layout:
            _print_layout()
            return
        if not sources or output is None:
            raise UsageError("usage", "export needs a SOURCE and -o FILE", "see docx2tasks export --help")
        kind = find_kind(output, to)
        write = kind.open(output, kind.to_options(_find_given(layout, encoding, alarm, by)))
        options = Options(load(rules), None, soffice, to_limits(limit, timeout, memory))
        reading = _Reading(sources, options, jobs, quiet=quiet)
        with closing(reading.find_papers()) as papers:
            told = write(papers, reading.unread)
        if not quiet:
            for words in (*told, f"{reading.to_words()}: {output}"):
                say(words)
        if reading.failed:
            raise typer.Exit(ExitCode.PARTLY if reading.documents else ExitCode.REFUSED)


def _find_given(
    layout: Path | None, encoding: Encoding | None, alarm: str | None, by: Parted | None
) -> dict[str, object]:
    """The options of kinds that were given, by name; raises ``usage``."""
    given: dict[str, object] = {} if layout is None else {"layout": layout}
    given |= {name: one.value for name, one in (("encoding", encoding), ("by", by)) if one is not None}
    if alarm is None:
        return given
    if alarm != "none" and not (alarm.isascii() and alarm.isdecimal()):
        raise UsageError("usage", f"--alarm {alarm[:20]} is no number of days", "use --alarm 3, or --alarm none")
    return given | {"alarm": None if alarm == "none" else int(alarm)}


class _Reading:
    """The rows of all sources; failed files are reported and listed."""

    def __init__(self, sources: list[str], options: Options, jobs: int, *, quiet: bool) -> None:
        self.unread: list[Unread] = []
        self.documents = self.tasks = self.failed = 0
        self._sources, self._options, self._jobs, self._quiet = sources, options, jobs, quiet

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
            if found.code != Status.SKIPPED:  # no document: listed, and no failure
                self.failed += 1
                say(f"{found.name}: {found.code}: {found.reason}; {found.hint}")

    def to_words(self) -> str:
        """How much was read."""
        documents, tasks = count(self.documents, "document"), count(self.tasks, "task")
        return f"{documents} read, {tasks}, {self.failed} failed"

    def _find_papers(self) -> Iterator[Paper | Unread]:
        from docx2tasks.batch.inputs.find import count_inputs  # noqa: PLC0415
        from docx2tasks.cli.progress import open_progress  # noqa: PLC0415
        from docx2tasks.office.sources import find_papers, json_to_papers  # noqa: PLC0415

        named = [source for source in self._sources if source != STDIN]
        if STDIN in self._sources:
            from docx2tasks.cli.inputs import read_stdin  # noqa: PLC0415

            yield from json_to_papers(read_stdin(self._options.limits), "standard input")
        with open_progress(count_inputs(named, None, self._options.limits), quiet=self._quiet) as progress:
            yield from find_papers(named, self._options, progress.look, self._jobs)


def _print_layout() -> None:
    from docx2tasks.cli.output import write_stdout  # noqa: PLC0415
    from docx2tasks.office.workbook.layout import default_layout  # noqa: PLC0415

    write_stdout(default_layout().encode())
