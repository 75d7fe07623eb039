"""Commands about the program itself: ``schema``, ``limits``."""

from __future__ import annotations

from docx2tasks.cli.options import DebugOption, RecordArgument, Schema
from docx2tasks.cli.output import write_json, write_table
from docx2tasks.cli.stderr import refusals


def schema(
    record: RecordArgument = Schema.document,
    *,
    debug: DebugOption = False,
) -> None:
    """Print the JSON Schema (draft 2020-12) of a record.

    \b
    Examples:
      docx2tasks schema         the document that parse prints
      docx2tasks schema task    one line of parse --format jsonl
      docx2tasks schema tool    parameters of a tool for function calling
    """
    with refusals(debug=debug):
        if record is Schema.tool:
            from docx2tasks.tool_schema import tool_schema  # noqa: PLC0415

            write_json(tool_schema())
            return
        from docx2tasks.model import json_schema  # noqa: PLC0415

        write_json(json_schema(record.value))


def list_limits(
    *,
    debug: DebugOption = False,
) -> None:
    """List the input limits with their reasons. Change one with --limit.

    \b
    Examples:
      docx2tasks limits
      docx2tasks parse 清单.docx --limit pages=5000
    """
    with refusals(debug=debug):
        from docx2tasks.limits import find_limits  # noqa: PLC0415

        rows = ((limit.name, f"{limit.value:.15g}", limit.reason) for limit in find_limits())
        write_table(("limit", "value", "reason"), rows)
