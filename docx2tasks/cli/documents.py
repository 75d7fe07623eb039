"""Commands on one document: ``parse``, ``explain``, ``text``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.inputs import load, read, to_limits
from docx2tasks.cli.options import (
    STDIN,
    AllOption,
    AsciiOption,
    CompactOption,
    DebugOption,
    FileArgument,
    FormatOption,
    FromOption,
    KeywordsOption,
    LimitOption,
    MemoryOption,
    OutputOption,
    ParseFormat,
    ParseOutputOption,
    QuietOption,
    SofficeOption,
    StrictOption,
    TaskArgument,
    TimeoutOption,
)
from docx2tasks.cli.output import is_pretty, refuse_own_source, write, write_lines, write_sections, write_table
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import NAME, refusals, report_document, report_warnings, say
from docx2tasks.errors import IncompleteError, UsageError
from docx2tasks.office.kinds import OfficeOptions, find_kind_of_suffix
from docx2tasks.vocabulary import DiagnosticCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docx2tasks.model import Document
    from docx2tasks.office.kinds import Writer
    from docx2tasks.pipeline import Reading
    from docx2tasks.results.sections import Section
    from docx2tasks.rules import Rules


_SHAPES = {".json": ParseFormat.json, ".jsonl": ParseFormat.jsonl, ".ndjson": ParseFormat.jsonl}


@with_shared_options
def parse(  # noqa: PLR0913  one argument an option
    file: FileArgument,
    *,
    shape: FormatOption = None,
    output: ParseOutputOption = STDIN,
    reader: FromOption = None,
    reading: ReadingOptions,
    strict: StrictOption = False,
    all_records: AllOption = False,
    keywords: KeywordsOption = False,
    ascii_only: AsciiOption = False,
    compact: CompactOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Extract the tasks of a document and print them as JSON.

    \b
    Examples:
      docx2tasks parse 清单.docx                        one JSON document
      docx2tasks parse 清单.docx -f jsonl | jq .text    one task per line
      docx2tasks parse 清单.docx -o 清单.json --strict  fail if any may be missing
      docx2tasks parse 清单.docx -o 台账.xlsx           a workbook for tracking
      docx2tasks parse 方案.pdf --timeout 300 --memory 4000
    """
    with refusals(debug=debug):
        refuse_own_source(file, output)
        write_document = _open_output(file, output, shape, compact=compact, ascii_only=ascii_only)
        document = reading.read(file, reader).document
        if strict:
            _refuse_losses(document)
        if all_records:
            from docx2tasks.pipeline import add_provisions  # noqa: PLC0415

            document = add_provisions(document)
        if keywords:
            from docx2tasks.pipeline import add_keywords  # noqa: PLC0415

            document = add_keywords(document)
        told = write_document(document)
        if not quiet:
            report_warnings(document)
            for words in told:
                say(words)
            report_document(document, file)


@with_shared_options
def explain(
    file: FileArgument,
    task: TaskArgument = "",
    *,
    reader: FromOption = None,
    reading: ReadingOptions,
    debug: DebugOption = False,
) -> None:
    """List the tasks, or show where the values of one come from.

    \b
    Examples:
      docx2tasks explain 清单.docx      tasks, diagnostics, columns of tables
      docx2tasks explain 清单.docx 3    where each value of task 3 comes from
      docx2tasks explain 清单.docx '（三）'    the task with this label
      docx2tasks explain 清单.docx document    why this title, issuer …
    """
    with refusals(debug=debug):
        from docx2tasks.explain import facts_to_lines, task_to_lines  # noqa: PLC0415
        from docx2tasks.task_list import find_task  # noqa: PLC0415

        read = reading.read(file, reader)
        if task == "document":
            write_lines(facts_to_lines(read))
        elif task:
            number, found = find_task(read, task)
            write_lines(task_to_lines(read, number, found, reading.loaded))
        else:
            _write_tasks(read)
            write_sections(_find_sections(read, reading.loaded))


def _write_tasks(reading: Reading) -> None:
    """All columns for programs; for people at a terminal those that fit into it."""
    from docx2tasks.explain import HEADERS, reading_to_rows  # noqa: PLC0415
    from docx2tasks.task_list import LIST_HEADERS, tasks_to_list  # noqa: PLC0415

    if is_pretty():
        write_table(LIST_HEADERS, tasks_to_list(reading.document.tasks), wide="task")
    else:
        write_table(HEADERS, reading_to_rows(reading))


def _find_sections(reading: Reading, rules: Rules) -> Iterator[Section]:
    """The other sections of ``explain``: diagnostics, provisions, columns and, if there are no tasks, all lines."""
    from docx2tasks.explain import (  # noqa: PLC0415
        COLUMN_HEADERS,
        DIAGNOSTIC_HEADERS,
        HEADERS,
        TEXT_HEADERS,
        provisions_to_rows,
        reading_to_columns,
        reading_to_diagnostics,
        reading_to_text_rows,
    )
    from docx2tasks.results.sections import Section  # noqa: PLC0415
    from docx2tasks.task_list import LIST_HEADERS, tasks_to_list  # noqa: PLC0415

    if rows := reading_to_diagnostics(reading):
        yield Section("diagnostics", DIAGNOSTIC_HEADERS, rows)
    if is_pretty() and (rows := tasks_to_list(reading.document.provisions, len(reading.document.tasks) + 1)):
        yield Section("provisions", LIST_HEADERS, rows)
    elif rows := provisions_to_rows(reading):
        yield Section("provisions", HEADERS, rows)
    if rows := reading_to_columns(reading, rules):
        yield Section("columns", COLUMN_HEADERS, rows)
    if not reading.document.tasks:
        yield Section("lines", TEXT_HEADERS, reading_to_text_rows(reading))


def text(  # noqa: PLR0913  one argument an option
    file: FileArgument,
    *,
    output: OutputOption = STDIN,
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    debug: DebugOption = False,
) -> None:
    """Print the text of a document. Positions in records refer to this text.

    \b
    Examples:
      docx2tasks text 清单.docx
      docx2tasks text 清单.docx -o 清单.txt
    """
    with refusals(debug=debug):
        refuse_own_source(file, output)
        limits = to_limits(limit, timeout, memory)
        write(read(file, reader, soffice, load(None), limits).source.text, output)


def _refuse_losses(document: Document) -> None:
    for doubt in document.diagnostics:
        may_lose = doubt.level == "warning" and doubt.code == DiagnosticCode.TABLE_COLUMNS_UNKNOWN
        if doubt.level == "error" or may_lose:
            hint = f"check it with {NAME} explain, or drop --strict to get the tasks found"
            raise IncompleteError(doubt.code, doubt.message, hint)


def _open_output(
    file: str, output: str, shape: ParseFormat | None, *, compact: bool, ascii_only: bool
) -> Callable[[Document], Sequence[str]]:
    """What writes the records: as ``--format`` says, else as the suffix of ``output`` does; it returns what to tell.

    Raises ``usage`` for options of JSON where the suffix asks for a file for an office, and what opening that raises.
    """
    path = Path(output)
    shape = shape or _SHAPES.get(path.suffix.lower())
    kind = None if shape or output == STDIN else find_kind_of_suffix(path)
    if kind is None:
        return partial(
            _write_records, output=output, shape=shape or ParseFormat.json, compact=compact, ascii_only=ascii_only
        )
    if compact or ascii_only:
        option = "--compact" if compact else "--ascii"
        raise UsageError("usage", f"{option} does not apply to {path.suffix}", "use it with .json or .jsonl")
    return partial(_write_for_office, kind.open(path, OfficeOptions()), "-" if file == STDIN else Path(file).name)


def _write_records(
    document: Document, *, output: str, shape: ParseFormat, compact: bool, ascii_only: bool
) -> Sequence[str]:
    write(_document_to_text(document, shape, compact=compact, ascii_only=ascii_only), output)
    return ()


def _write_for_office(write_papers: Writer, name: str, document: Document) -> Sequence[str]:
    from docx2tasks.office.papers import document_to_paper  # noqa: PLC0415

    return write_papers([document_to_paper(name, document)], ())


def _document_to_text(document: Document, shape: ParseFormat, *, compact: bool, ascii_only: bool) -> str:
    from docx2tasks.export import json_text  # noqa: PLC0415

    if shape is ParseFormat.jsonl:
        return json_text.document_to_jsonl(document, ascii_only=ascii_only)
    return json_text.document_to_json(document, indent=None if compact else 2, ascii_only=ascii_only)
