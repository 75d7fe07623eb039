"""Accuracy on papers of our own making, by style, format and field.

    python benchmarks/accuracy/run.py [PAPERS]          print the tables
    python benchmarks/accuracy/run.py [PAPERS] --write  write them into docs/accuracy.md

PAPERS is how many are drawn of each style (10). The papers are the same each time.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).resolve().parent)]

from formats import FORMATS, fits  # noqa: E402
from negatives import NEGATIVES, draw_negative  # noqa: E402
from papers import STYLES, Paper, draw_paper  # noqa: E402

from docx2tasks import Refusal, parse  # noqa: E402
from docx2tasks.score.counts import ScoreField, Tally, add_tallies, to_figure, to_overall  # noqa: E402
from docx2tasks.score.document import DocumentScore, score_document, score_nothing  # noqa: E402
from docx2tasks.score.gold import GoldDocument  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
FIELDS = (
    ScoreField.RECORDS, ScoreField.TEXT, ScoreField.NUMBER, ScoreField.PATH, ScoreField.UNITS, ScoreField.TIMES,
    ScoreField.ACTORS, ScoreField.TARGETS, ScoreField.KIND,
)  # fmt: skip


def score_paper(paper: Paper, form: str) -> DocumentScore:
    """What is read of a paper in a format, against its gold; one that is refused has lost everything."""
    gold = GoldDocument.model_validate(paper.gold)
    try:
        document = parse(FORMATS[form](paper.content))
    except Refusal:
        return score_nothing(gold)
    return score_document(document.model_dump(mode="json"), gold)


def measure(count: int) -> dict[tuple[str, str], Tally]:
    """The counts of each style in each format."""
    found: dict[tuple[str, str], Tally] = {}
    for style in STYLES:
        for seed in range(count):
            paper = draw_paper(style, seed)
            for form in FORMATS:
                if fits(form, paper.content):
                    tally = score_paper(paper, form).tally
                    found[style, form] = add_tallies(found.get((style, form), {}), tally)
    return found


def measure_negatives(count: int) -> tuple[Counter[str], Counter[str]]:
    """How many papers there are of each kind, and in how many a task was read."""
    papers: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for kind in NEGATIVES:
        for seed in range(count):
            paper = draw_negative(kind, seed)
            for form in FORMATS:
                if fits(form, paper.content):
                    papers[kind] += 1
                    false[kind] += bool(parse(FORMATS[form](paper.content)).tasks)
    return papers, false


# --- tables ----------------------------------------------------------------------------------------------


def to_figures(tally: Tally) -> list[str]:
    """Overall, then each field, with three places."""
    figures = (to_overall(tally), *(to_figure(tally, field) for field in FIELDS))
    return ["–" if figure is None else f"{figure:.3f}" for figure in figures]


def to_table(title: str, rows: Sequence[tuple[str, Tally]]) -> Iterator[str]:
    """A Markdown table with a row for each tally."""
    yield f"| {title} | tasks | overall | {' | '.join(FIELDS)} |"
    yield f"|---|{'--:|' * (len(FIELDS) + 2)}"
    for name, tally in rows:
        yield f"| {name} | {tally[ScoreField.RECORDS].gold} | {' | '.join(to_figures(tally))} |"


def collect(found: dict[tuple[str, str], Tally], place: int) -> list[tuple[str, Tally]]:
    """The sums by style (0) or by format (1), and of all."""
    sums: dict[str, Tally] = {}
    for key, tally in found.items():
        sums[key[place]] = add_tallies(sums.get(key[place], {}), tally)
        sums["all"] = add_tallies(sums.get("all", {}), tally)
    return sorted(sums.items(), key=lambda item: item[0] == "all")


def to_lines(count: int) -> Iterator[str]:
    """All tables."""
    found = measure(count)
    yield f"{count} papers of each style, in each format; F1 (see [score.md](score.md)).\n"
    yield from to_table("style", collect(found, 0))
    yield ""
    yield from to_table("format", collect(found, 1))
    yield "\nOverall by style and format:\n"
    yield f"| style | {' | '.join(FORMATS)} |\n|---|{'--:|' * len(FORMATS)}"
    for style in STYLES:
        cells = (found.get((style, form)) for form in FORMATS)
        yield f"| {style} | {' | '.join('–' if cell is None else f'{to_overall(cell):.3f}' for cell in cells)} |"
    yield "\nHard negatives, papers without a task:\n"
    yield "| kind | papers | with a false task |\n|---|--:|--:|"
    papers, false = measure_negatives(count)
    for kind in NEGATIVES:
        yield f"| {kind} | {papers[kind]} | {false[kind]} |"


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or write them into the page."""
    numbers = [int(word) for word in arguments if word.isdecimal()]
    text = "\n".join(to_lines(numbers[0] if numbers else 10)) + "\n"
    if "--write" not in arguments:
        print(text)
        return
    replace_between(PAGE, BEGIN, END, text)


def replace_between(path: Path, begin: str, end: str, text: str) -> None:
    """Write a text between two lines of a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    path.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
