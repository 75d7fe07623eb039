"""What other programs give on the same papers: printed numbers, merged cells, times.

    python benchmarks/accuracy/peers.py PYTHON [PAPERS] [--write]

PYTHON is an interpreter with any of ``markitdown[docx]``, ``pypandoc_binary``, ``docling``, ``jionlp``.  They find no
tasks, so only what they do give is compared: whether a number that Word prints stands before its words, whether the
category of a merged cell stands in each of its rows, and the days that a time means.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parents[1]), str(FOLDER.parents[1] / "tests"), str(FOLDER)]

from forms import content_to_docx  # noqa: E402
from lxml import html  # noqa: E402
from papers import YEAR, Paper, draw_paper  # noqa: E402
from run import ROOT, replace_between  # noqa: E402

from docx2tasks import load_rules, parse  # noqa: E402
from docx2tasks.extract.times import TimeFinder, Years  # noqa: E402
from docx2tasks.source import Passage  # noqa: E402

BEGIN, END = "<!-- peers: begin -->\n", "<!-- peers: end -->\n"
DELTAS: dict[str, tuple[dict[str, float], ...]] = {
    "P1D": ({"day": 1},),
    "P1M": ({"month": 1},),
    "P3M": ({"month": 3},),
    "P6M": ({"month": 6}, {"year": 0.5}),
    "P1Y": ({"year": 1},),
}
"""What JioNLP calls an interval."""
_MARKS = re.compile(r"[\s\\*#>_]|<[^>]*>")


def bare(text: str) -> str:
    """Without blanks, tags and the signs of Markdown; full-width forms folded."""
    return unicodedata.normalize("NFKC", _MARKS.sub("", text))


# --- numbers and merged cells ----------------------------------------------------------------------------


def find_numbered(paper: Paper) -> Iterator[str]:
    """The lines of an outline, and the entries in cells, that Word prints with a number."""
    yield from (f"{line.label}{line.words}" for line in paper.content.lines if line.label)
    yield from (f"{row.measure.label}{row.measure.words}" for row in paper.content.rows)


def find_rows(paper: Paper) -> Iterator[tuple[str, str]]:
    """The category and the words of each row of a table."""
    yield from ((row.steps[0].words, row.measure.words) for row in paper.content.rows)


def text_to_rows(text: str) -> list[str]:
    """The rows of tables in HTML, merged cells repeated, or of pipes in Markdown."""
    if "<table" not in text:
        return [line for line in text.splitlines() if line.lstrip().startswith("|")]
    return [" ".join(row) for table in html.fromstring(text).iter("table") for row in _expand(table)]


def _expand(table: html.HtmlElement) -> Iterator[list[str]]:
    """The rows of a table, each with the words of cells that reach into it from above."""
    left: dict[int, tuple[int, str]] = {}
    for tr in table.iter("tr"):
        row: list[str] = []
        cells = iter([cell for cell in tr if cell.tag in {"td", "th"}])
        while True:
            column = len(row)
            if column in left:
                rest, words = left.pop(column)
                row.append(words)
                if rest > 1:
                    left[column] = (rest - 1, words)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            words = cell.text_content()
            row.append(words)
            if (span := int(cell.get("rowspan") or 1)) > 1:
                left[column] = (span - 1, words)
        yield row


def share_numbered(papers: dict[str, Paper], texts: dict[str, str]) -> tuple[int, int]:
    """How many printed numbers stand before their words."""
    found = [bare(line) in bare(texts[name]) for name, paper in papers.items() for line in find_numbered(paper)]
    return sum(found), len(found)


def share_merged(papers: dict[str, Paper], texts: dict[str, str]) -> tuple[int, int]:
    """How many rows have their category."""
    found = []
    for name, paper in papers.items():
        rows = [bare(row) for row in text_to_rows(texts[name])]
        found += [any(bare(over) in row and bare(words) in row for row in rows) for over, words in find_rows(paper)]
    return sum(found), len(found)


def read_own(papers: dict[str, Paper]) -> dict[str, str]:
    """Our records as such a text: a line for each heading and task with its label, or a row with its category."""
    texts = {}
    for name, paper in papers.items():
        tasks = parse(content_to_docx(paper.content)).tasks
        lines = [f"{one.label or ''}{one.title}" for task in tasks for one in task.path]
        lines += [f"{task.label or ''}{task.text}" for task in tasks]
        lines += [f"| {task.path[-1].title} | {task.text} |" for task in tasks if task.path]
        texts[name] = "\n".join(lines)
    return texts


# --- times -----------------------------------------------------------------------------------------------


def find_times(count: int) -> list[dict[str, Any]]:
    """The times of gold, each in its words once."""
    styles = ("outline", "label lines", "table")
    papers = [draw_paper(style, seed) for style in styles for seed in range(count)]
    times = {time["text"]: time for paper in papers for task in paper.tasks for time in task["times"]}
    return [*times.values()]


def to_meaning(time: dict[str, Any]) -> object:
    """What has to be right: the last day of a deadline, both days of a period, the first of a start, an interval."""
    keys = {"deadline": ("end",), "period": ("start", "end"), "start": ("start",), "recurring": ("every",)}
    return tuple(time[key] for key in keys[time["kind"]])


def is_right_of_jionlp(time: dict[str, Any], answer: dict[str, Any] | None) -> bool:
    """Whether JioNLP gives the same days, or the same interval."""
    if not answer:
        return False
    if time["kind"] == "recurring":
        delta = answer["time"].get("delta") if isinstance(answer["time"], dict) else None
        return delta in DELTAS[time["every"]]
    if not isinstance(answer["time"], list):
        return False
    first, last = (str(day)[:10] for day in answer["time"])
    return to_meaning({**time, "start": first, "end": last}) == to_meaning(time)


def is_right_of_ours(time: dict[str, Any]) -> bool:
    """Whether our reader gives the same."""
    words = time["text"]
    found = load_rules().once(TimeFinder).find(Passage(words, ((0, len(words)),)), Years(YEAR))
    if not found:
        return False
    days = {name: day.isoformat() if day else None for name, day in (("start", found[0].start), ("end", found[0].end))}
    return to_meaning({**time, **days, "every": found[0].every}) == to_meaning(time)


# --- tables ----------------------------------------------------------------------------------------------


def to_lines(python: str, count: int) -> Iterator[str]:
    """Both tables."""
    outlines = {f"outline-{n}.docx": draw_paper("outline", n) for n in range(count)}
    tables = {f"table-{n}.docx": draw_paper("table", n) for n in range(count)}
    times = find_times(count)
    with TemporaryDirectory() as folder:
        for name, paper in (outlines | tables).items():
            Path(folder, name).write_bytes(content_to_docx(paper.content))
        Path(folder, "times.json").write_text(json.dumps([time["text"] for time in times]), encoding="utf-8")
        subprocess.run([python, str(Path(__file__).with_name("ask_peers.py")), folder], check=True)
        answers = json.loads(Path(folder, "answers.json").read_text(encoding="utf-8"))
    yield f"Numbers that Word prints, and merged cells, in {count} outlines and {count} tables (automatic numbers):\n"
    yield "| program | printed numbers | numbers in cells | categories of merged cells |\n|---|--:|--:|--:|"
    own = read_own(outlines | tables)
    yield _to_row("docx2tasks", share_numbered(outlines, own), share_numbered(tables, own), share_merged(tables, own))
    for name, answer in answers.items():
        if "texts" in answer:
            plain, tabled = ({name: both[n] for name, both in answer["texts"].items()} for n in (0, 1))
            named = f"{name.removesuffix('_binary').removeprefix('py')} {answer['version']}"
            numbers = share_numbered(outlines, plain), share_numbered(tables, plain)
            yield _to_row(named, *numbers, share_merged(tables, tabled))
    if "jionlp" in answers:
        yield f"\nTimes, {len(times)} different phrases:\n"
        yield "| program | right |\n|---|--:|"
        yield f"| docx2tasks | {sum(map(is_right_of_ours, times)) / len(times):.3f} |"
        right = sum(is_right_of_jionlp(*pair) for pair in zip(times, answers["jionlp"]["times"], strict=True))
        yield f"| JioNLP {answers['jionlp']['version']} | {right / len(times):.3f} |"


def _to_row(name: str, *shares: tuple[int, int]) -> str:
    return f"| {name} | {' | '.join(f'{right / whole:.3f}' for right, whole in shares)} |"


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or write them into the page."""
    numbers = [int(word) for word in arguments[1:] if word.isdecimal()]
    text = "\n".join(to_lines(arguments[0], numbers[0] if numbers else 10)) + "\n"
    if "--write" in arguments:
        replace_between(ROOT / "docs" / "accuracy.md", BEGIN, END, text)
    else:
        print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
