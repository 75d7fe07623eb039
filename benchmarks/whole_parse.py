"""Bytes to validated records in one process: against the floor, by stage, as documents grow.

python benchmarks/whole_parse.py [ROUNDS]
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder

import inputs
from measure import Row, compare, forget_words, print_table
from readers import CASES

from docx2tasks import parse
from docx2tasks.export.json_text import document_to_json
from docx2tasks.extract.times import TimeFinder, Years
from docx2tasks.extract.units import UnitFinder
from docx2tasks.readers import read
from docx2tasks.rules import load_rules
from docx2tasks.source import Passage, Table

STAGES = {  # a moment belongs to the innermost of these on the stack
    "unzip and parse": ("readers/package.py:open_package", "readers/package.py:Package.xml"),
    "sniffing": ("readers/sniff.py:sniff",),
    "reader": ("readers/__init__.py:read",),
    "boilerplate": ("segment/outline/boilerplate.py:BoilerplateMarker.mark",),
    "outline": ("segment/outline/build.py:OutlineReader.read",),
    "tables: columns, rows": ("segment/tables/rows.py:TableReader.read",),
    "clauses": ("extract/clauses.py:ClauseFinder.find",),
    "units": ("extract/units.py:UnitFinder.find",),
    "drafts": ("segment/drafts/walk.py:outline_to_drafts",),
    "times": ("extract/times/meaning.py:TimeFinder.find",),
    "targets": ("extract/targets.py:TargetFinder.find",),
    "references": ("extract/references.py:ReferenceFinder.find",),
    "metadata": ("extract/metadata.py:FactFinder.find",),
    "tasks: ids, places, steps": ("assemble.py:drafts_to_tasks",),
    "coverage": ("assemble.py:account_for", "assemble.py:account_to_values"),
    "validation": ("pydantic/main.py:BaseModel.model_validate", "pydantic/main.py:BaseModel.__init__"),
    "JSON": ("export/json_text.py:document_to_json",),
}
PLACES = {place: stage for stage, places in STAGES.items() for place in places}
SECONDS = 8.0


def stage_shares(data: bytes) -> list[tuple[str, float]]:
    """The share of the whole, records written as JSON included, that each stage takes; by looks at the stack."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[_stage_of(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    start = process_time()
    while process_time() - start < SECONDS:
        forget_words()
        document_to_json(parse(data))
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)
    counted = sum(seen[name] for name in (*STAGES, "rest"))
    return [(name, seen[name] / counted) for name in (*STAGES, "rest")]


def _stage_of(frame: FrameType | None) -> str:
    is_ours = False
    while frame is not None:
        file = frame.f_code.co_filename.rpartition("/docx2tasks/")[2].rpartition("site-packages/")[2]
        stage = PLACES.get(f"{file}:{frame.f_code.co_qualname}")
        if stage is not None:
            return stage
        is_ours = is_ours or file == "pipeline.py"
        frame = frame.f_back
    return "rest" if is_ours else "not ours"


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
        ("times", lambda one: rules.once(TimeFinder).find(one, years)),
        ("units", lambda one: rules.once(UnitFinder).find(one)),
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
    for name, share in stage_shares(table):
        print(f"{name:28} {100 * share:5.1f} %")
    print("\noutline, 100 paragraphs: share of each stage")
    for name, share in stage_shares(inputs.outline_docx()):
        print(f"{name:28} {100 * share:5.1f} %")
    print("\nWord list, 77 rows: milliseconds a kilobyte of text")
    for name, milliseconds in extraction(table, rounds):
        print(f"{name:28} {milliseconds:5.2f}")


if __name__ == "__main__":
    main()
