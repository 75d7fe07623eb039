"""Bytes to validated records in one process: against the floor, by stage, as documents grow.

python benchmarks/whole_parse.py [ROUNDS]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder

import inputs
from measure import Row, compare, print_table
from readers import CASES

from docx2tasks import parse, pipeline
from docx2tasks.extract.times import Years, find_times
from docx2tasks.extract.units import find_units
from docx2tasks.readers import read
from docx2tasks.rules import load_rules
from docx2tasks.source import Passage, Table

STAGES = (
    ("read", "bytes to blocks"),
    ("set_aside", "furniture"),
    ("blocks_to_outline", "outline"),
    ("outline_to_drafts", "drafts, with their units"),
    ("find_facts", "facts of the document"),
    ("drafts_to_tasks", "tasks, with their times"),
    ("account_for", "account of the characters"),
)


def stage_shares(data: bytes, rounds: int) -> list[tuple[str, float]]:
    """The share of the whole that each stage of the pipeline takes."""
    spent: dict[str, list[float]] = {name: [] for name, _ in STAGES}
    inner = {name: getattr(pipeline, name) for name in spent}
    try:
        for name, times in spent.items():
            setattr(pipeline, name, timed(inner[name], times))
        start = perf_counter()
        for _ in range(rounds):
            parse(data)
        whole = perf_counter() - start
    finally:
        for name, function in inner.items():
            setattr(pipeline, name, function)
    shares = [(words, sum(spent[name]) / whole) for name, words in STAGES]
    return [*shares, ("validation, places, rest", 1 - sum(share for _, share in shares))]


def timed(inner: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    """``inner``, which notes how long it took."""

    @wraps(inner)
    def run(*arguments: object, **options: object) -> object:
        start = perf_counter()
        result = inner(*arguments, **options)
        times.append(perf_counter() - start)
        return result

    return run


def passages(data: bytes) -> list[Passage]:
    """The words of all paragraphs and cells."""
    found: list[Passage] = []
    for block in read(data).blocks:
        if isinstance(block, Table):
            found += [cell.passage for row in block.rows for cell in row if cell.passage.text]
        else:
            found.append(block.passage)
    return found


def extraction(data: bytes, rounds: int) -> list[tuple[str, float]]:
    """Milliseconds a kilobyte of text (UTF-8) to find times and units in every paragraph and cell."""
    words, rules, years = passages(data), load_rules(), Years()
    size = sum(len(one.text.encode()) for one in words) / 1000
    finders: tuple[tuple[str, Callable[[Passage], object]], ...] = (
        ("times", lambda one: find_times(one, rules, years)),
        ("units", lambda one: find_units(one, rules)),
    )
    return [(name, median([_milliseconds(find, words) for _ in range(rounds)]) / size) for name, find in finders]


def _milliseconds(find: Callable[[Passage], object], words: list[Passage]) -> float:
    start = perf_counter()
    for one in words:
        find(one)
    return 1000 * (perf_counter() - start)


def against_floor(rounds: int) -> list[Row]:
    """The ratio of the whole parse to the floors of the readers."""
    made = ((name, make(1), floor) for name, make, floor in CASES[:5])
    return [compare(name, lambda d=data, f=floor: f(d), lambda d=data: parse(d), rounds) for name, data, floor in made]


def growth(rounds: int) -> list[Row]:
    """Twice and four times the document."""
    rows = []
    for name, make in (("Word list, 77 rows", inputs.table_docx), ("page with the list, 77 rows", inputs.list_page)):
        once, twice, four = (make(77 * n) for n in (1, 2, 4))
        rows.append(compare(name, lambda d=once: parse(d), lambda d=twice: parse(d), rounds, lambda d=four: parse(d)))
    return rows


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    table = inputs.table_docx(77)
    print_table("bytes to validated records, times the reader's floor", ("x floor",), against_floor(rounds))
    print_table("twice and four times the document", ("x 2", "x 4"), growth(rounds // 2))
    print("\nWord list, 77 rows: share of each stage")
    for name, share in stage_shares(table, rounds):
        print(f"{name:28} {100 * share:5.1f} %")
    print("\nWord list, 77 rows: milliseconds a kilobyte of text")
    for name, milliseconds in extraction(table, rounds):
        print(f"{name:28} {milliseconds:5.2f}")


if __name__ == "__main__":
    main()
