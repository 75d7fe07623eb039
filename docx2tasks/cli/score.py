"""The ``score`` command: how much of gold was read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
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
    ScorePageOption,
)
from docx2tasks.cli.output import refuse_own_source, write, write_json, write_sections
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
    page: ScorePageOption = "",
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
      docx2tasks score 方案.docx 方案.docx.gold.json --page 差异.html
    """
    with refusals(debug=debug):
        from docx2tasks.score.run import score_papers  # noqa: PLC0415
        from docx2tasks.score.view import score_to_sections, score_to_values  # noqa: PLC0415

        floors = [*_to_floors(at_least or ())]
        options = reading.to_options()
        if page:
            _write_page(records, gold, page, reading)
        read = PaperReading([records], options, jobs, quiet=quiet)
        with closing(read.find_papers()) as papers:
            found = score_papers(papers, gold, most=most, limits=options.limits)
        if shape is Listing.json:
            write_json(score_to_values(found, most))
        else:
            write_sections(score_to_sections(found, most))
        _refuse_low(found, floors)
        read.leave_if_failed()


def _write_page(source: str, gold: Path, page: str, options: ReadingOptions) -> None:
    """Write the review page of a document with what differs from gold; raises ``usage`` for what is no document."""
    from docx2tasks.office.written import read_written  # noqa: PLC0415
    from docx2tasks.review.page import reading_to_page  # noqa: PLC0415
    from docx2tasks.score.document import score_document  # noqa: PLC0415
    from docx2tasks.score.gold import load_gold  # noqa: PLC0415
    from docx2tasks.score.overlay import score_to_overlay  # noqa: PLC0415

    if source == STDIN or not Path(source).is_file() or gold.is_dir() or read_written(Path(source)) is not None:
        raise UsageError("usage", "--page needs one document and one file of gold", "see docx2tasks score --help")
    for read in (source, str(gold)):
        refuse_own_source(read, page)
    reading = options.read(source, None)
    found = score_document(reading.document.model_dump(mode="json"), load_gold(gold, options.to_limits())[0])
    write(reading_to_page(reading, options.loaded, score_to_overlay(found)), page)


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
