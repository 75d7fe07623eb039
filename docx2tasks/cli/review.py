"""The ``review`` command: pages for checking records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    FromOption,
    OpenOption,
    QuietOption,
    Reader,
    ReviewOutputOption,
    ReviewSourcesArgument,
)
from docx2tasks.cli.output import open_in_browser, refuse_own_source, write
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import ExitCode, Status, UsageError
from docx2tasks.language import shown_refusal

if TYPE_CHECKING:
    from docx2tasks.batch.worker import Options


@with_shared_options
def review(  # noqa: PLR0913  one argument an option
    sources: ReviewSourcesArgument,
    *,
    output: ReviewOutputOption = "",
    opens: OpenOption = False,
    reader: FromOption = None,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write a page to check records against the document.

    \b
    Examples:
      docx2tasks review 清单.docx -o 核对.html    one page, opened anywhere
      docx2tasks review 清单.docx --open          and shown in the browser
      docx2tasks review 档案 -o 核对              a page each, and an index
    """
    with refusals(debug=debug):
        if len(sources) == 1 and not Path(sources[0]).is_dir():
            page, code = _write_page(sources[0], output, reading, reader, quiet=quiet), ExitCode.OK
        else:
            page, code = _write_folder(sources, output, reading.to_options(reader), quiet=quiet)
        if opens:
            open_in_browser(page)
        if code:
            raise typer.Exit(code)


def _write_page(source: str, output: str, options: ReadingOptions, reader: Reader | None, *, quiet: bool) -> str:
    from docx2tasks.review.page import reading_to_page  # noqa: PLC0415

    target = output or ("review.html" if source == STDIN else f"{Path(source).stem}.review.html")
    refuse_own_source(source, target)
    reading = options.read(source, reader)
    write(reading_to_page(reading, options.loaded), target)
    if not quiet and target != STDIN:
        say(f"{len(reading.document.tasks)} tasks: {target}")
    return target


def _write_folder(sources: list[str], output: str, options: Options, *, quiet: bool) -> tuple[str, ExitCode]:
    from docx2tasks.review.folder import INDEX, PageFailure, write_pages  # noqa: PLC0415

    if not output or output == STDIN:
        raise UsageError("usage", "the pages of several documents need -o FOLDER", "see docx2tasks review --help")
    written = failed = 0
    for one in write_pages(sources, Path(output), options):
        if not isinstance(one, PageFailure):
            written += 1
        elif one.refusal.code != Status.SKIPPED:  # no document: listed, and no failure
            failed += 1
            say(f"{one.name}: {shown_refusal(one.refusal)}")
    page = Path(output, INDEX)
    if not quiet:
        say(f"{written} pages, {failed} not read: {page}")
    return str(page), ExitCode.OK if not failed else ExitCode.PARTLY if written else ExitCode.REFUSED
