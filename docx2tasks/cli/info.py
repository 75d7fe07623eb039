"""Commands about the program itself: ``schema``, ``limits``, ``rules list``, ``rules check``."""

from __future__ import annotations

import typer

from docx2tasks.cli.inputs import load
from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    Listing,
    ListingOption,
    QuietOption,
    RecordArgument,
    RulesFolder,
    RulesOption,
    Schema,
)
from docx2tasks.cli.output import write, write_table
from docx2tasks.cli.stderr import count, refusals, say
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import ExitCode
from docx2tasks.language import shown


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
        from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415

        if record is Schema.tool:
            from docx2tasks.tool_schema import tool_schema  # noqa: PLC0415

            write(value_to_json(tool_schema(), indent=2) + "\n", STDIN)
            return
        from docx2tasks.model import json_schema  # noqa: PLC0415

        write(value_to_json(json_schema(record.value), indent=2) + "\n", STDIN)


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


def list_rules(
    *,
    shape: ListingOption = Listing.table,
    rules: RulesOption = None,
    debug: DebugOption = False,
) -> None:
    """List the rules in order of precedence.

    \b
    Examples:
      docx2tasks rules list
      docx2tasks rules list --rules 规则 --format json | jq '.[].id'
    """
    with refusals(debug=debug):
        loaded = load(rules)
        if shape is Listing.json:
            from docx2tasks.export.json_text import rules_to_json  # noqa: PLC0415

            write(rules_to_json(loaded), STDIN)
        else:
            from docx2tasks.explain import RULE_HEADERS, rules_to_rows  # noqa: PLC0415

            write_table(RULE_HEADERS, rules_to_rows(loaded))


def check(
    folder: RulesFolder,
    *,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Validate a folder or file of rules. Prints errors as file:line: rule: message; exits with 4 if there are any.

    \b
    Examples:
      docx2tasks rules check 规则
      docx2tasks parse 清单.docx --rules 规则
    """
    with refusals(debug=debug):
        from docx2tasks.rules.check import check_rules  # noqa: PLC0415
        from docx2tasks.rules.load import rule_paths  # noqa: PLC0415
        from docx2tasks.trials import run_trial  # noqa: PLC0415

        faults = check_rules(folder, run_trial)
        write("".join(f"{escape_controls(shown(fault))}\n" for fault in faults), STDIN)
        if faults:
            raise typer.Exit(ExitCode.RULES)
        if not quiet:
            say(f"{folder}: {count(len(rule_paths(folder)), 'file')}, no errors")
