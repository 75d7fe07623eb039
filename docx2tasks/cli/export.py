"""The ``export`` command: workbooks for tracking tasks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.options import (
    AlarmOption,
    ByOption,
    DebugOption,
    EncodingOption,
    ExportKindOption,
    ExportOutputOption,
    ExportSourcesArgument,
    JobsOption,
    LayoutOption,
    PrintLayoutOption,
    QuietOption,
    WordOption,
)
from docx2tasks.cli.output import refuse_own_source
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, SelectionOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import UsageError
from docx2tasks.plural import count

if TYPE_CHECKING:
    from docx2tasks.cli.options import Encoding, Parted
    from docx2tasks.office.kinds import OfficeKind


@with_shared_options
def export(  # noqa: PLR0913  one argument an option
    sources: ExportSourcesArgument = None,
    *,
    output: ExportOutputOption = None,
    to: ExportKindOption = None,
    words: WordOption = None,
    selected: SelectionOptions,
    layout: LayoutOption = None,
    encoding: EncodingOption = None,
    alarm: AlarmOption = None,
    by: ByOption = None,
    print_layout: PrintLayoutOption = False,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
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
      docx2tasks export 结果 -o 牵头.xlsx --unit 市财政局 --role lead
      docx2tasks export 结果 -o 片段.jsonl --to chunks
      docx2tasks export 台账.xlsx -o 台账.jsonl       what people typed
      docx2tasks export 台账.xlsx -o 更正.jsonl --to corrections
      docx2tasks export --print-layout > 版式.toml    edit it, then:
      docx2tasks export 档案 -o 台账.xlsx --layout 版式.toml
    """
    with refusals(debug=debug):
        from docx2tasks.extract.unit_names import UnitNames  # noqa: PLC0415
        from docx2tasks.office.kinds import find_kind  # noqa: PLC0415
        from docx2tasks.office.sources import are_ledgers  # noqa: PLC0415
        from docx2tasks.search.papers import select_tasks  # noqa: PLC0415

        if print_layout:
            _print_layout()
            return
        if not sources or output is None:
            raise UsageError("usage", "export needs a SOURCE and -o FILE", "see docx2tasks export --help")
        written = find_kind(output, to)
        for source in sources:
            if not are_ledgers([source]):  # a shell's * names the workbook that is brought up to date, too
                refuse_own_source(source, str(output))
        if are_ledgers(sources):
            _export_workbooks(sources, written, output, quiet=quiet)
            return
        write = written.open(output, written.to_options(_find_given(layout, encoding, alarm, by)))
        selection, options = selected.to_selection(words), reading.to_options()
        read = PaperReading(sources, options, jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            told = write(select_tasks(papers, selection, options.rules.once(UnitNames)), read.unread)
        if not quiet:
            for line in (*told, f"{read.to_words()}: {output}"):
                say(line)
        read.leave_if_failed()


def _export_workbooks(sources: list[str], kind: OfficeKind, output: Path, *, quiet: bool) -> None:
    """The rows of workbooks, with what people typed; raises ``usage`` for other kinds of output."""
    from docx2tasks.office.merge.corrections import write_corrections  # noqa: PLC0415
    from docx2tasks.office.merge.typed_rows import write_typed_rows  # noqa: PLC0415

    if kind.name not in {"flat", "corrections"}:
        what = f"a workbook of export is written as lines of JSON or as corrections, not as {kind.name}"
        raise UsageError("usage", what, "use -o FILE.jsonl, with --to corrections or without, or give the documents")
    paths = [Path(source) for source in sources]
    if kind.name == "flat":
        told = count(write_typed_rows(paths, output), "row")
    else:
        corrected = write_corrections(paths, output)
        for words in corrected.unmapped:  # said with -q, too: it is not in the file
            say(f"not a correction: {words}")
        told = count(len(corrected.lines), "correction")
    if not quiet:
        say(f"{told}: {output}")


def _find_given(
    layout: Path | None, encoding: Encoding | None, alarm: str | None, by: Parted | None
) -> dict[str, object]:
    """The options of kinds that were given, by name; raises ``usage``."""
    given: dict[str, object] = {} if layout is None else {"layout": layout}
    given |= {name: one.value for name, one in (("encoding", encoding), ("by", by)) if one is not None}
    if alarm is None:
        return given
    if alarm != "none" and not (alarm.isascii() and alarm.isdecimal()):
        raise UsageError("usage", f"--alarm {alarm[:20]} is not a number of days", "use --alarm 3, or --alarm none")
    return given | {"alarm": None if alarm == "none" else int(alarm)}


def _print_layout() -> None:
    from docx2tasks.cli.output import write_stdout  # noqa: PLC0415
    from docx2tasks.office.workbook.layout import default_layout  # noqa: PLC0415

    write_stdout(default_layout().encode())
