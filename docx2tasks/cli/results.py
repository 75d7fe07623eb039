"""Commands on the output of batches: ``status``, ``compare``."""

from __future__ import annotations

import typer

from docx2tasks.cli.options import (
    STDIN,
    BatchArgument,
    DebugOption,
    Difference,
    DocumentsOption,
    FailedOption,
    FailOnOption,
    Listing,
    ListingOption,
    MostOption,
    NewArgument,
    OldArgument,
    OnlyOption,
)
from docx2tasks.cli.output import write, write_sections, write_table
from docx2tasks.cli.stderr import refusals
from docx2tasks.errors import ExitCode
from docx2tasks.export.places import find_folder


def status(
    out: BatchArgument,
    *,
    failed: FailedOption = False,
    documents: DocumentsOption = False,
    shape: ListingOption = Listing.table,
    debug: DebugOption = False,
) -> None:
    """Show how each file of a batch ended. Also works while the batch is running.

    \b
    Examples:
      docx2tasks status 结果             counts by code, format and diagnostic
      docx2tasks status 结果 --failed    one line per file that failed
      docx2tasks status 结果 --documents  one row per file
      docx2tasks status 结果 --format json | jq .outcomes
    """
    with refusals(debug=debug):
        from docx2tasks.results import documents as table  # noqa: PLC0415
        from docx2tasks.results import status_view as view  # noqa: PLC0415
        from docx2tasks.results.status import find_failed, find_status  # noqa: PLC0415

        out = find_folder(out)
        if shape is Listing.json and (failed or documents):
            rows = map(table.listed_to_values, table.find_documents(out)) if documents else None
            _write_json([*(rows or map(view.failed_to_values, find_failed(out)))])
        elif shape is Listing.json:
            _write_json(view.status_to_values(find_status(out)))
        elif documents:
            write_table(table.HEADERS, map(table.listed_to_row, table.find_documents(out)))
        elif failed:
            write_table(view.FAILED_HEADERS, map(view.failed_to_row, find_failed(out)))
        else:
            write_sections(view.status_to_sections(find_status(out)))


def compare(  # noqa: PLR0913  one argument an option
    old: OldArgument,
    new: NewArgument,
    *,
    only: OnlyOption = "",
    most: MostOption = 20,
    fail_on: FailOnOption = Difference.any,
    shape: ListingOption = Listing.table,
    debug: DebugOption = False,
) -> None:
    """Show the differences between two batches. Exits with 1 if there are any.

    \b
    Examples:
      docx2tasks compare 旧结果 新结果
      docx2tasks compare 旧结果 新结果 --only units,roles
      docx2tasks compare 旧结果 新结果 --fail-on lost -f json
    """
    with refusals(debug=debug):
        from docx2tasks.results.compare.report import FailOn  # noqa: PLC0415
        from docx2tasks.results.compare.run import compare_batches  # noqa: PLC0415
        from docx2tasks.results.compare.view import comparison_to_sections, comparison_to_values  # noqa: PLC0415

        found = compare_batches(find_folder(old), find_folder(new), only=[*filter(None, only.split(","))], most=most)
        if shape is Listing.json:
            _write_json(comparison_to_values(found))
        else:
            write_sections(comparison_to_sections(found))
        if found.is_failed(FailOn(fail_on.value)):
            raise typer.Exit(ExitCode.DIFFERENT)


def _write_json(values: object) -> None:
    from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415

    write(value_to_json(values, indent=2) + "\n", STDIN)
