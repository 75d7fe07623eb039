"""The ``compare`` command: batches, versions of papers, papers of two levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from docx2tasks.cli.options import (
    STDIN,
    CompareOutputOption,
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
    OpenOption,
    QuietOption,
)
from docx2tasks.cli.output import (
    open_in_browser,
    refuse_own_source,
    write,
    write_json,
    write_sections,
    write_styled,
)
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import ExitCode, InputError, UsageError
from docx2tasks.export.places import find_folder
from docx2tasks.language import shown

if TYPE_CHECKING:
    from docx2tasks.compare.lines import StyledLine
    from docx2tasks.office.papers import Paper

_Found = TypeVar("_Found")


@with_shared_options
def compare(  # noqa: PLR0913  one argument an option
    old: OldArgument,
    new: NewArgument,
    *,
    levels: LevelsOption = False,
    output: CompareOutputOption = STDIN,
    opens: OpenOption = False,
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
      docx2tasks compare 2022年清单.docx 2023年清单.docx -o 比较.html
      docx2tasks compare 省清单.docx 市清单.docx --levels
      docx2tasks compare 旧结果 新结果    two batches
      docx2tasks compare 旧结果 新结果 --only units,roles --fail-on lost
    """
    with refusals(debug=debug):
        from docx2tasks.results.compare.run import refuse_unknown  # noqa: PLC0415

        asked = [*filter(None, only.split(","))]
        if not levels and output == STDIN and _is_batch(old) and _is_batch(new):
            is_failed = _compare_batches(old, new, asked, most, fail_on, shape)
        else:
            refuse_unknown(asked)
            shown_as = _to_form(output, shape)
            for name in (old, new):
                refuse_own_source(name, output)
            before, after = (_Side(name, reading, jobs, quiet=quiet) for name in (old, new))
            compared = _compare_levels if levels else _compare_versions
            made = compared(before.papers, after.papers, asked, shown_as)
            _write(made, output, quiet=quiet)
            if opens:
                open_in_browser(output)
            for side in (before, after):
                side.reading.leave_if_failed()
            is_failed = made.is_failed[fail_on]
        if is_failed:
            raise typer.Exit(ExitCode.DIFFERENT)


class _Form(Enum):
    """How a comparison is shown."""

    LINES = "lines"
    JSON = "json"
    PAGE = "page"


class _Compared(NamedTuple):
    """A comparison on its way out: its verdict, itself as lines or text, and for which differences it fails."""

    verdict: str
    shown: Iterable[StyledLine] | str
    is_failed: Mapping[Difference, bool]


def _to_form(output: str, shape: Listing) -> _Form:
    """How to show it, by the suffix of the output."""
    suffix = Path(output).suffix.lower()
    if output == STDIN:
        return _Form.JSON if shape is Listing.json else _Form.LINES
    if suffix not in {".html", ".htm", ".json"}:
        raise UsageError("usage", f"compare cannot write {suffix or output}", "use -o FILE.html or -o FILE.json")
    return _Form.JSON if suffix == ".json" else _Form.PAGE


def _write(made: _Compared, output: str, *, quiet: bool) -> None:
    if not isinstance(made.shown, str):
        write_styled(made.shown)
        return
    write(made.shown, output)
    if output != STDIN and not quiet:
        say(f"{shown(made.verdict)}: {output}")


def _is_batch(name: str) -> bool:
    from docx2tasks.batch.ledger import LEDGER, is_ledger  # noqa: PLC0415

    return name != STDIN and is_ledger(find_folder(Path(name)) / LEDGER)


def _compare_batches(  # noqa: PLR0913, PLR0917  what the command was given
    old: str, new: str, only: Sequence[str], most: int, fail_on: Difference, shape: Listing
) -> bool:
    from docx2tasks.results.compare import view  # noqa: PLC0415
    from docx2tasks.results.compare.report import FailOn  # noqa: PLC0415
    from docx2tasks.results.compare.run import compare_batches  # noqa: PLC0415

    found = compare_batches(find_folder(Path(old)), find_folder(Path(new)), only=only, most=most)
    if shape is Listing.json:
        write_json(view.comparison_to_values(found))
    else:
        write(shown(view.comparison_to_verdict(found)) + "\n", STDIN)
        if found.is_failed(FailOn.any):
            write("\n", STDIN)
            write_sections(view.comparison_to_sections(found))
    return found.is_failed(FailOn(fail_on.value))


class _Side:
    """One of the two sides: its papers, all of them read."""

    def __init__(self, name: str, options: ReadingOptions, jobs: int, *, quiet: bool) -> None:
        self.reading = PaperReading([name], options.to_options(), jobs, quiet=quiet)
        self.papers = [*self.reading.find_papers()]
        if not self.papers:
            self.reading.leave_if_failed()
            raise InputError("no-files", f"{name} holds no documents", "name a document, a folder or output of batch")


def _compare_versions(old: Sequence[Paper], new: Sequence[Paper], only: Sequence[str], form: _Form) -> _Compared:
    from docx2tasks.compare.lines import versions_to_lines  # noqa: PLC0415
    from docx2tasks.compare.page import versions_to_page  # noqa: PLC0415
    from docx2tasks.compare.values import versions_to_values  # noqa: PLC0415
    from docx2tasks.compare.verdict import versions_to_verdict  # noqa: PLC0415
    from docx2tasks.compare.versions import compare_versions  # noqa: PLC0415

    found = compare_versions(old, new, frozenset(only))
    is_lost = any(one.new is None for one in found.papers)
    is_dropped = is_lost or any(row.old and not row.new for row in found.rows)
    return _Compared(
        versions_to_verdict(found),
        _show(found, form, versions_to_lines, versions_to_page, versions_to_values),
        _to_failures(is_any=found.is_changed, is_task=is_dropped, is_lost=is_lost),
    )


def _compare_levels(upper: Sequence[Paper], lower: Sequence[Paper], _only: Sequence[str], form: _Form) -> _Compared:
    from docx2tasks.compare.levels import compare_levels  # noqa: PLC0415
    from docx2tasks.compare.lines import levels_to_lines  # noqa: PLC0415
    from docx2tasks.compare.page import levels_to_page  # noqa: PLC0415
    from docx2tasks.compare.values import levels_to_values  # noqa: PLC0415
    from docx2tasks.compare.verdict import levels_to_verdict  # noqa: PLC0415

    found = compare_levels(upper, lower)
    return _Compared(
        levels_to_verdict(found),
        _show(found, form, levels_to_lines, levels_to_page, levels_to_values),
        _to_failures(is_any=bool(found.gaps), is_task=bool(found.gaps), is_lost=False),
    )


def _show(
    found: _Found,
    form: _Form,
    to_lines: Callable[[_Found], Iterable[StyledLine]],
    to_page: Callable[[_Found], str],
    to_values: Callable[[_Found], object],
) -> Iterable[StyledLine] | str:
    """A comparison in the form that is asked for."""
    if form is _Form.LINES:
        return to_lines(found)
    if form is _Form.PAGE:
        return to_page(found)
    from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415

    return value_to_json(to_values(found), indent=2) + "\n"


def _to_failures(*, is_any: bool, is_task: bool, is_lost: bool) -> Mapping[Difference, bool]:
    return {Difference.any: is_any, Difference.tasks: is_task, Difference.lost: is_lost, Difference.never: False}
