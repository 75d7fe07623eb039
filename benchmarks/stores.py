"""Documents a second of each store, against a tree of JSON files.

    python benchmarks/stores.py [DOCUMENTS]

The documents are the records of the samples in turn, put in groups of 100 and committed, then finished.  With
``DOCX2TASKS_POSTGRESQL`` set to the address of a server, its store is measured too.  Needs the extras.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from build_records import entries  # noqa: E402  the tests' own

from docx2tasks.export.store import Form  # noqa: E402
from docx2tasks.export.stores import open_store  # noqa: E402

KINDS = ("json", "jsonl", "csv", "parquet", "sqlite", "duckdb")
GROUP = 100


def measure(kind: str, count: int) -> tuple[float, float, int]:
    """Seconds to put and to finish, and the bytes that are there then."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(kind, Path(folder))
        some = entries(store.form, count)
        begin = time.perf_counter()
        for first in range(0, count, GROUP):
            store.put(some[first : first + GROUP])
            store.position()
        middle = time.perf_counter()
        store.finish()
        end = time.perf_counter()
        store.close()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return middle - begin, end - middle, size


def main() -> None:
    """Print a row a store."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    tasks = sum(one.data.count(b"\n") for one in entries(Form.tasks, count))
    print(f"{count} documents, {tasks} tasks")
    address = os.environ.get("DOCX2TASKS_POSTGRESQL")
    floor = 0.0
    for kind in (*KINDS, *([address] if address else [])):
        rounds = [measure(kind, count) for _ in range(3)]
        put, finish, size = sorted(rounds, key=lambda one: one[0] + one[1])[1]
        floor = floor or put + finish
        shown = f"{(put + finish) / floor:.2f} x, {count / (put + finish):,.0f} documents/s"
        print(f"{kind.partition(':')[0]:<11} {shown} (put {put:.2f} s, finish {finish:.2f} s), {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
