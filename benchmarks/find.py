"""``find`` in an SQLite database of many tasks, against the bare query that ``find --sql`` prints.

    python benchmarks/find.py [TASKS]

The tasks are those of the samples in turn; each question is asked by turns, in one process.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from build_records import entries  # noqa: E402  the tests' own

from docx2tasks import load_rules  # noqa: E402
from docx2tasks.export.store import Form  # noqa: E402
from docx2tasks.export.stores import open_store  # noqa: E402
from docx2tasks.extract.unit_names import UnitNames  # noqa: E402
from docx2tasks.search.databases import find_in_database  # noqa: E402
from docx2tasks.search.query import selection_to_query  # noqa: E402
from docx2tasks.search.selection import Selection  # noqa: E402

GROUP = 200
ROUNDS = 5
QUESTIONS = {
    "a word": Selection(words=("检查",)),
    "a unit": Selection(units=("市教育局",)),
    "a unit and a day": Selection(units=("教育局",), before="2023-12-31"),
    "a word and a unit": Selection(words=("服务",), units=("文旅局",)),
    "a role and a day": Selection(roles=("lead",), before="2022-06-30"),
    "a day": Selection(before="2022-03-31"),
}


def fill(path: Path, tasks: int) -> int:
    """A database of at least so many tasks, and how many."""
    per = sum(one.data.count(b'"evidence"') for one in entries(Form.compact, GROUP))
    documents = entries(Form.compact, -(-tasks // max(per, 1)) * GROUP)
    with closing(open_store(f"sqlite:///{path}", path.parent)) as store:
        for first in range(0, len(documents), GROUP):
            store.put(documents[first : first + GROUP])
        store.finish()
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("SELECT count(*) FROM tasks").fetchone()[0])


def measure(path: Path, asked: Selection, names: UnitNames) -> tuple[int, float, float]:
    """Rows of the bare query, its seconds, and how many times as long ``find`` takes."""
    query = selection_to_query(asked, names)
    with closing(sqlite3.connect(path)) as base:
        rows, _ = _take(lambda: base.execute(query).fetchall())  # what is in memory then is so for both
        rounds = [
            (_take(lambda: base.execute(query).fetchall())[1], _take(lambda: find_in_database(path, asked, names))[1])
            for _ in range(ROUNDS)
        ]
    ratio = statistics.median(own / bare for bare, own in rounds)
    return len(rows), statistics.median(bare for bare, _ in rounds), ratio


def _take(call: Callable[[], Sequence[object] | None]) -> tuple[Sequence[object], float]:
    begin = time.process_time()
    answer = call()
    return answer or (), time.process_time() - begin


def main() -> None:
    """Print a row a question."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    names = load_rules().once(UnitNames)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.sqlite")
        print(f"{fill(path, wanted):,} tasks")
        for name, selection in QUESTIONS.items():
            rows, bare, ratio = measure(path, selection, names)
            print(f"{name:<20} {rows:>7,} rows, {bare * 1000:6.0f} ms, find {ratio:.1f} x")


if __name__ == "__main__":
    main()
