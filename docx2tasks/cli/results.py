"""The ``status`` command: how a batch ended."""

from __future__ import annotations

from docx2tasks.cli.options import (
    BatchArgument,
    DebugOption,
    DocumentsOption,
    FailedOption,
    Listing,
    ListingOption,
)
from docx2tasks.cli.output import write_json, write_sections, write_table
from docx2tasks.cli.stderr import refusals
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
            write_json([*(rows or map(view.failed_to_values, find_failed(out)))])
        elif shape is Listing.json:
            write_json(view.status_to_values(find_status(out)))
        elif documents:
            write_table(table.HEADERS, map(table.listed_to_row, table.find_documents(out)))
        elif failed:
            write_table(view.FAILED_HEADERS, map(view.failed_to_row, find_failed(out)))
        else:
            write_sections(view.status_to_sections(find_status(out)))
