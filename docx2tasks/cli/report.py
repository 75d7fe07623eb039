"""The ``report`` command: who has how much to do by when, on one page."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.asked import read_day, today
from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    ExportSourcesArgument,
    JobsOption,
    OnDayOption,
    OpenOption,
    QuietOption,
    ReportOutputOption,
    ReviewOption,
    WordOption,
)
from docx2tasks.cli.output import open_in_browser, refuse_own_source, write
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, SelectionOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from docx2tasks.search.selection import Selection


@with_shared_options
def report(  # noqa: PLR0913  one argument an option
    sources: ExportSourcesArgument = None,
    *,
    output: ReportOutputOption = "",
    words: WordOption = None,
    selected: SelectionOptions,
    on: OnDayOption = None,
    review: ReviewOption = None,
    opens: OpenOption = False,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write a page of figures: who has how much to do by when.

    \b
    Examples:
      docx2tasks report 档案 -o 报告.html             a folder of documents
      docx2tasks report 结果 -o 报告.html --open      the output of batch
      docx2tasks report 结果 -o 报告.html --on 2022-07-01
      docx2tasks report 结果 -o 牵头.html --unit 市财政局 --role lead
      docx2tasks report 结果 -o 报告.html --review 核对
    """
    with refusals(debug=debug):
        from docx2tasks.extract.unit_names import UnitNames  # noqa: PLC0415
        from docx2tasks.report.page import report_to_page  # noqa: PLC0415
        from docx2tasks.report.review_links import find_review_links  # noqa: PLC0415
        from docx2tasks.report.values import Report, ReportRequest  # noqa: PLC0415
        from docx2tasks.search.selection import PROVISION  # noqa: PLC0415

        if not sources or not output:
            raise UsageError("usage", "report needs a SOURCE and -o FILE", "see docx2tasks report --help")
        for source in sources:
            refuse_own_source(source, output)
        day = read_day(on, "--on", is_last=True) if on else today()
        links = find_review_links(review, Path(output))
        options = reading.to_options()
        selection = _at(selected.to_selection(words), day)
        request = ReportRequest(day, sources, selection, links)
        made = Report(options.rules.once(UnitNames), request)
        read = PaperReading(sources, options, jobs, quiet=quiet, is_brief=PROVISION not in selection.kinds)
        with closing(read.find_papers()) as papers:
            made.add(papers)
        write(report_to_page(made, read.unread), output)
        if not quiet:
            say(f"{read.to_words()}: {output}")
        if opens and output != STDIN:
            open_in_browser(output)
        read.leave_if_failed()


def _at(selection: Selection, day: str) -> Selection:
    """What is overdue is so on the report's day."""
    from dataclasses import replace  # noqa: PLC0415

    return replace(selection, overdue_on=day) if selection.overdue_on else selection
