"""The ``score`` command: how much of gold was read."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.options import (
    STDIN,
    AtLeastOption,
    DebugOption,
    GoldArgument,
    JobsOption,
    Listing,
    ListingOption,
    MostMissesOption,
    QuietOption,
    ScoredArgument,
)
from docx2tasks.cli.output import write, write_sections
from docx2tasks.cli.papers import PaperReading
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx2tasks.score.run import Score


@with_shared_options
def score(  # noqa: PLR0913  one argument an option
    records: ScoredArgument,
    gold: GoldArgument,
    *,
    at_least: AtLeastOption = None,
    most: MostMissesOption = 5,
    shape: ListingOption = Listing.table,
    jobs: JobsOption = 0,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Score records against gold: precision, recall and F1 per field.

    \b
    Examples:
      docx2tasks score 方案.docx 方案.docx.gold.json
      docx2tasks score 结果 标注                      a batch, gold by name
      docx2tasks score 档案 标注 --rules 规则         with your rules
      docx2tasks score 结果 标注 --at-least 0.95 --at-least units=0.9
      docx2tasks score 结果 标注 -f json | jq .fields.units.f1
    """
    with refusals(debug=debug):
        from docx2tasks.score.run import score_papers  # noqa: PLC0415
        from docx2tasks.score.view import score_to_sections, score_to_values  # noqa: PLC0415

        floors = [*_to_floors(at_least or ())]
        options = reading.to_options()
        read = PaperReading([records], options, jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            found = score_papers(papers, gold, most=most, limits=options.limits)
        if shape is Listing.json:
            from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415

            write(value_to_json(score_to_values(found, most), indent=2) + "\n", STDIN)
        else:
            write_sections(score_to_sections(found, most))
        _refuse_low(found, floors)
        read.leave_if_failed()


def _to_floors(wanted: Sequence[str]) -> Iterator[tuple[str, float]]:
    """``0.95`` is a floor of the overall figure, ``units=0.9`` one of a field; raises ``usage``."""
    from docx2tasks.score.counts import ScoreField  # noqa: PLC0415

    names = ("overall", *(field.value for field in ScoreField))
    for words in wanted:
        name, _, number = words.rpartition("=")
        try:
            floor = float(number)
        except ValueError:
            floor = -1.0
        if not 0 <= floor <= 1 or (name or "overall") not in names:
            hint = f"use --at-least 0.95, or --at-least FIELD=0.95: {', '.join(names)}"
            raise UsageError("usage", f"--at-least {words[:40]} is not a figure from 0 to 1", hint)
        yield name or "overall", floor


def _refuse_low(found: Score, floors: Sequence[tuple[str, float]]) -> None:
    """Exit with 1 if a figure is below its floor; a field that is not known is below none."""
    from docx2tasks.score.counts import ScoreField, to_figure  # noqa: PLC0415

    low = False
    for name, floor in floors:
        figure = found.overall if name == "overall" else to_figure(found.tally, ScoreField(name))
        if figure is not None and round(figure, 4) < floor:
            say(f"{name} is {figure:.4f}, below {floor:g}")
            low = True
    if low:
        raise typer.Exit(ExitCode.DIFFERENT)
