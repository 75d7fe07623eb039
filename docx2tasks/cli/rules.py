"""Commands about rules: ``rules list``, ``rules check``, ``rules try``, ``rules stats``, ``rules suggest``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.inputs import load
from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    Difference,
    FailOnOption,
    JobsOption,
    Listing,
    ListingOption,
    MostOption,
    QuietOption,
    RulesFolder,
    RulesOption,
    SampleOption,
    SuggestOutputOption,
    UnitSourcesArgument,
)
from docx2tasks.cli.output import write, write_json, write_sections, write_table
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.language import shown
from docx2tasks.plural import count

if TYPE_CHECKING:
    from docx2tasks.results.compare.report import Comparison
    from docx2tasks.rules import Rules
    from docx2tasks.tuning.trial import TrialPlan
    from docx2tasks.tuning.unread import UnreadWords


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
        from docx2tasks.rules.load import rule_paths  # noqa: PLC0415

        _refuse_faults(folder)
        if not quiet:
            say(f"{folder}: {count(len(rule_paths(folder)), 'file')}, no errors")


def _refuse_faults(folder: Path) -> None:
    """Print the errors of rules, and exit with 4 if there are any."""
    from docx2tasks.rules.check import check_rules  # noqa: PLC0415
    from docx2tasks.trials import run_trial  # noqa: PLC0415

    faults = check_rules(folder, run_trial)
    write("".join(f"{escape_controls(shown(fault))}\n" for fault in faults), STDIN)
    if faults:
        raise typer.Exit(ExitCode.RULES)


@with_shared_options
def try_(  # noqa: PLR0913  one argument an option
    folder: RulesFolder,
    sources: UnitSourcesArgument,
    *,
    sample: SampleOption = 0,
    most: MostOption = 20,
    fail_on: FailOnOption = Difference.never,
    shape: ListingOption = Listing.table,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Show what your rules change in documents.

    \b
    Examples:
      docx2tasks rules try 规则 档案               all documents, twice
      docx2tasks rules try 规则 档案 --sample 200  200 of them, always the same
      docx2tasks rules try 规则 档案 --fail-on lost
    """
    with refusals(debug=debug):
        from docx2tasks.results.compare.report import FailOn  # noqa: PLC0415
        from docx2tasks.tuning.trial import TrialPlan  # noqa: PLC0415

        _refuse_faults(folder)
        plan = TrialPlan(sources, reading.to_options(), sample, jobs, most)
        found = _compare(plan, load(folder, reading.units), quiet=quiet)
        _show(found, shape)
        if found.is_failed(FailOn(fail_on.value)):
            raise typer.Exit(ExitCode.DIFFERENT)


def _compare(plan: TrialPlan, rules: Rules, *, quiet: bool) -> Comparison:
    from docx2tasks.batch.inputs.find import count_inputs  # noqa: PLC0415
    from docx2tasks.cli.progress import open_progress  # noqa: PLC0415
    from docx2tasks.tuning.trial import try_rules  # noqa: PLC0415

    counted = iter([plan.sample]) if plan.sample else count_inputs(plan.sources, None, plan.options.limits)
    with open_progress((2 * number for number in counted), quiet=quiet) as progress:
        return try_rules(plan, rules, progress.look)


def _show(found: Comparison, shape: Listing) -> None:
    from docx2tasks.results.compare.view import comparison_to_sections, comparison_to_values  # noqa: PLC0415
    from docx2tasks.tuning.trial import to_verdict  # noqa: PLC0415

    if shape is Listing.json:
        write_json({"verdict": to_verdict(found), **comparison_to_values(found)})
        return
    write(f"{shown(to_verdict(found))}\n", STDIN)
    if found.documents.count or found.outcomes.count:
        write("\n", STDIN)
        write_sections(section for section in comparison_to_sections(found) if section.title != "batches")


@with_shared_options
def stats(  # noqa: PLR0913  one argument an option
    sources: UnitSourcesArgument,
    *,
    shape: ListingOption = Listing.table,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Count how often each rule was used.

    \b
    Examples:
      docx2tasks rules stats 结果
      docx2tasks rules stats 档案 --rules 规则 -f json | jq .unused
    """
    with refusals(debug=debug):
        from docx2tasks.results.sections import make_section, shorten  # noqa: PLC0415
        from docx2tasks.tuning import usage  # noqa: PLC0415

        read = PaperReading(sources, reading.to_options(), jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            found = usage.count_usage(papers, reading.loaded)
        rows = [*usage.usage_to_rows(found, reading.loaded)]
        if shape is Listing.json:
            used = [dict(zip(usage.HEADERS, row, strict=True)) for row in rows]
            write_json({"documents": found.documents, "used": used, "unused": [rule.id for rule in found.unused]})
        else:
            total = len(rows) + len(found.unused)
            title = f"{len(rows)} of {count(total, 'rule')} used in {count(found.documents, 'document')}"
            used_rows = ((*row[:4], shorten(row[4])) for row in rows)
            unused = ((rule.id, Path(rule.file).name, rule.reason) for rule in found.unused)
            sections = [make_section(title, usage.HEADERS, used_rows)]
            write_sections([*sections, make_section("rules not used", ("rule", "file", "reason"), unused)])
        read.leave_if_failed()


@with_shared_options
def suggest(  # noqa: PLR0913  one argument an option
    sources: UnitSourcesArgument,
    *,
    output: SuggestOutputOption = None,
    shape: ListingOption = Listing.table,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Suggest rules for words that no rule reads.

    \b
    Examples:
      docx2tasks rules suggest 结果
      docx2tasks rules suggest 档案 -o 规则    then edit the files, and:
      docx2tasks rules try 规则 档案
    """
    with refusals(debug=debug):
        from docx2tasks.tuning.suggest import files_to_text, suggest_rules  # noqa: PLC0415
        from docx2tasks.tuning.unread import find_unread  # noqa: PLC0415

        read = PaperReading(sources, reading.to_options(), jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            unread = find_unread(papers, reading.loaded)
        if shape is Listing.json:
            write_json([_unread_to_values(one) for one in unread])
        elif output is not None:
            _write_files(output, suggest_rules(unread))
        else:
            write("".join(files_to_text(suggest_rules(unread))), STDIN)
        if not quiet:
            say(f"{count(len(unread), 'suggestion')} from {count(read.documents, 'document')}")
        read.leave_if_failed()


def _unread_to_values(one: UnreadWords) -> dict[str, object]:
    return {"kind": one.kind.value, "words": one.words, "count": one.count, "documents": len(one.documents)}


def _write_files(folder: Path, files: dict[str, str]) -> None:
    """Write a file per set; raises ``in-the-way`` for one that is there."""
    from docx2tasks.export.files import make_folder, write_atomically  # noqa: PLC0415

    for name in files:
        if (folder / name).exists():
            raise UsageError("in-the-way", f"{folder / name} exists", "choose another folder")
    make_folder(folder)
    for name, text in files.items():
        write_atomically(folder / name, text.encode())
