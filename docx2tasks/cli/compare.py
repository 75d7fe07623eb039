"""The ``compare`` command: batches, versions of papers, papers of two levels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.options import (
    STDIN,
    DebugOption,
    Difference,
    FailOnOption,
    JobsOption,
    LevelsOption,
    Listing,
    ListingOption,
    MostOption,
    NewArgument,
    OldArgument,
    OnlyOption,
    QuietOption,
)
from docx2tasks.cli.output import write_json, write_sections, write_styled
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import refusals
from docx2tasks.errors import ExitCode, InputError
from docx2tasks.export.places import find_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx2tasks.office.papers import Paper


@with_shared_options
def compare(  # noqa: PLR0913  one argument an option
    old: OldArgument,
    new: NewArgument,
    *,
    levels: LevelsOption = False,
    only: OnlyOption = "",
    most: MostOption = 20,
    fail_on: FailOnOption = Difference.any,
    shape: ListingOption = Listing.table,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Show the differences between two versions. Exits with 1 if there are any.

    \b
    Examples:
      docx2tasks compare 征求意见稿.docx 正式稿.docx
      docx2tasks compare 省清单.docx 市清单.docx --levels
      docx2tasks compare 旧结果 新结果    two batches
      docx2tasks compare 旧结果 新结果 --only units,roles --fail-on lost
    """
    with refusals(debug=debug):
        from docx2tasks.results.compare.run import refuse_unknown  # noqa: PLC0415

        asked = [*filter(None, only.split(","))]
        if not levels and _is_batch(old) and _is_batch(new):
            is_failed = _compare_batches(old, new, asked, most, fail_on, shape)
        else:
            refuse_unknown(asked)
            before, after = (_Side(name, reading, jobs, quiet=quiet) for name in (old, new))
            if levels:
                is_failed = _compare_levels(before.papers, after.papers, fail_on, shape)
            else:
                is_failed = _compare_versions(before.papers, after.papers, asked, fail_on, shape)
            for side in (before, after):
                side.reading.leave_if_failed()
        if is_failed:
            raise typer.Exit(ExitCode.DIFFERENT)


def _is_batch(name: str) -> bool:
    from docx2tasks.batch.ledger import LEDGER, is_ledger  # noqa: PLC0415

    return name != STDIN and is_ledger(find_folder(Path(name)) / LEDGER)


def _compare_batches(  # noqa: PLR0913, PLR0917  what the command was given
    old: str, new: str, only: Sequence[str], most: int, fail_on: Difference, shape: Listing
) -> bool:
    from docx2tasks.results.compare.report import FailOn  # noqa: PLC0415
    from docx2tasks.results.compare.run import compare_batches  # noqa: PLC0415
    from docx2tasks.results.compare.view import comparison_to_sections, comparison_to_values  # noqa: PLC0415

    found = compare_batches(find_folder(Path(old)), find_folder(Path(new)), only=only, most=most)
    if shape is Listing.json:
        write_json(comparison_to_values(found))
    else:
        write_sections(comparison_to_sections(found))
    return found.is_failed(FailOn(fail_on.value))


class _Side:
    """One of the two sides: its papers, all of them read."""

    def __init__(self, name: str, options: ReadingOptions, jobs: int, *, quiet: bool) -> None:
        self.reading = PaperReading([name], options.to_options(), jobs, quiet=quiet)
        self.papers = [*self.reading.find_papers()]
        if not self.papers:
            self.reading.leave_if_failed()
            raise InputError("no-files", f"{name} holds no documents", "name a document, a folder or output of batch")


def _compare_versions(
    old: Sequence[Paper], new: Sequence[Paper], only: Sequence[str], fail_on: Difference, shape: Listing
) -> bool:
    from docx2tasks.compare.lines import versions_to_lines  # noqa: PLC0415
    from docx2tasks.compare.values import versions_to_values  # noqa: PLC0415
    from docx2tasks.compare.versions import compare_versions  # noqa: PLC0415

    found = compare_versions(old, new, frozenset(only))
    if shape is Listing.json:
        write_json(versions_to_values(found))
    else:
        write_styled(versions_to_lines(found))
    is_lost = any(one.new is None for one in found.papers)
    is_dropped = is_lost or any(row.old and not row.new for row in found.rows)
    return {"any": found.is_changed, "tasks": is_dropped, "lost": is_lost, "never": False}[fail_on.value]


def _compare_levels(upper: Sequence[Paper], lower: Sequence[Paper], fail_on: Difference, shape: Listing) -> bool:
    from docx2tasks.compare.levels import compare_levels  # noqa: PLC0415
    from docx2tasks.compare.lines import levels_to_lines  # noqa: PLC0415
    from docx2tasks.compare.values import levels_to_values  # noqa: PLC0415

    found = compare_levels(upper, lower)
    if shape is Listing.json:
        write_json(levels_to_values(found))
    else:
        write_styled(levels_to_lines(found))
    return bool(found.gaps) and fail_on in {Difference.any, Difference.tasks}
