"""The ``find`` and ``units`` commands: searching documents and records."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.asked import today
from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    FoundFormat,
    FoundFormatOption,
    InOption,
    JobsOption,
    OutputOption,
    QuietOption,
    SqlOption,
    UnitSourcesArgument,
    WordsArgument,
)
from docx2tasks.cli.output import is_pretty, write, write_bytes, write_table
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, SelectionOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import UsageError
from docx2tasks.plural import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx2tasks.office.papers import Paper
    from docx2tasks.search.selection import Selection


@with_shared_options
def find(  # noqa: PLR0913  one argument an option
    words: WordsArgument = None,
    *,
    sources: InOption = None,
    selected: SelectionOptions,
    shape: FoundFormatOption = FoundFormat.table,
    sql: SqlOption = False,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Find tasks by words, unit, role or deadline.

    \b
    Examples:
      docx2tasks find --in 档案 --unit 省卫健委 --before 2022-12-31
      docx2tasks find 河道 --in 结果 --role lead
      docx2tasks find --in 结果 --unit 卫健委 --overdue
      docx2tasks find 养老 --in 结果 -f csv > 养老.csv
    """
    with refusals(debug=debug):
        from docx2tasks.extract.unit_names import UnitNames  # noqa: PLC0415
        from docx2tasks.search.databases import find_in_database  # noqa: PLC0415
        from docx2tasks.search.papers import select_tasks  # noqa: PLC0415
        from docx2tasks.search.query import selection_to_query  # noqa: PLC0415

        if not sources and not sql:
            raise UsageError("usage", "find needs --in SOURCE", "see docx2tasks find --help")
        selection = selected.to_selection(words)
        options = reading.to_options()
        names = options.rules.once(UnitNames)
        if sql:
            write(selection_to_query(selection, names) + "\n", STDIN)
            return
        named = sources or []
        asked = {one: find_in_database(Path(one), selection, names) for one in named if one != STDIN}
        others = PaperReading([one for one in named if asked.get(one) is None], options, jobs, quiet=quiet)
        found = [paper for papers in asked.values() for paper in papers or ()]
        with closing(others.find_papers()) as papers:
            found += select_tasks(papers, selection, names)
        _write_found([paper for paper in found if paper.document["tasks"]], selection, shape)
        _tell_found(found, others, quiet=quiet)
        others.leave_if_failed()


@with_shared_options
def units(  # noqa: PLR0913  one argument an option
    sources: UnitSourcesArgument,
    *,
    output: OutputOption = STDIN,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """List units with their tasks, roles and next deadline.

    \b
    Examples:
      docx2tasks units 档案                the units of a folder of documents
      docx2tasks units 结果                the same from the output of batch
      docx2tasks units 结果 -o 单位.csv    edit the column canonical, then:
      docx2tasks units 结果 --units 单位.csv
    """
    with refusals(debug=debug):
        from docx2tasks.extract.unit_names import UnitNames  # noqa: PLC0415
        from docx2tasks.search.unit_list import HEADERS, find_units, units_to_csv, units_to_rows  # noqa: PLC0415

        options = reading.to_options()
        names = options.rules.once(UnitNames)
        read = PaperReading(sources, options, jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            found = find_units(papers, names, today())
        if output == STDIN:
            write_table(HEADERS, [*units_to_rows(found, names)])
        else:
            write_bytes(units_to_csv(found, names), output)
        if not quiet:
            say(f"{read.to_words()}: {count(len(found), 'unit')}")
        read.leave_if_failed()


def _write_found(papers: Sequence[Paper], selection: Selection, shape: FoundFormat) -> None:
    from docx2tasks.search.view import DOCUMENT_HEADERS, HEADERS, papers_to_found  # noqa: PLC0415

    if shape is FoundFormat.table:
        found = papers_to_found(papers)
        write_table(HEADERS, [*found.to_table()], marked=selection.words, wide="task")
        if is_pretty() and len(documents := found.to_documents()) > 1:
            write_table(DOCUMENT_HEADERS, documents)
        return
    write_bytes(b"".join(_to_lines(papers, shape)), STDIN)


def _to_lines(papers: Sequence[Paper], shape: FoundFormat) -> Iterator[bytes]:
    from docx2tasks.office.csv_table import rows_to_csv, rows_to_jsonl  # noqa: PLC0415
    from docx2tasks.office.flat import document_to_flat  # noqa: PLC0415
    from docx2tasks.office.papers import paper_to_document  # noqa: PLC0415

    rows = [row for paper in papers for row in document_to_flat(paper_to_document(paper), paper.name)]
    rows.sort(key=lambda row: str(row["ends_on"] or "9999"))
    return rows_to_csv(rows) if shape is FoundFormat.csv else rows_to_jsonl(rows)


def _tell_found(found: Sequence[Paper], reading: PaperReading, *, quiet: bool) -> None:
    if quiet:
        return
    tasks = sum(len(paper.document["tasks"]) for paper in found)
    documents = sum(bool(paper.document["tasks"]) for paper in found)
    answer = f"{count(tasks, 'task')} in {count(documents, 'document')}"
    say(f"{answer}; {reading.to_words()}" if reading.documents or reading.failed else answer)  # a database is asked
