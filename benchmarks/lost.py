"""What it costs to look at an output before a batch begins: ``python benchmarks/lost.py --documents 20000``.

The records of the samples, put once for each document, with a ledger that knows them; nothing is read.  For each kind
of output: seconds to look at it whole, and after all of it was removed, emptied and renamed; milliseconds a document.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from build_records import documents, entry  # noqa: E402  the builders stand beside the tests

from docx2tasks.batch.ledger import LEDGER, POSITION, Ledger, Outcome, find_ledger  # noqa: E402
from docx2tasks.batch.lost import note_lost  # noqa: E402
from docx2tasks.errors import Status  # noqa: E402
from docx2tasks.export.stores import open_store  # noqa: E402

KINDS = ("json", "jsonl", "csv", "parquet", "sqlite", "duckdb")
OWN = {LEDGER, ".lock"}
GROUP = 500
CHANGES: dict[str, Callable[[Path], object]] = {
    "whole": lambda _: None,
    "touched": lambda path: path.touch(),
    "removed": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "renamed": lambda path: path.rename(f"{path}.bak"),
}


def make(out: Path, kind: str, count: int) -> None:
    """An output of so many documents, and the ledger of the batch that would have written it."""
    out.mkdir()
    with closing(Ledger(find_ledger(out))) as ledger, closing(open_store(kind, out)) as store:
        numbers = iter(range(count))
        while group := [*islice(numbers, GROUP)]:
            some = [(f"{number // 100}/{number:06}.docx", documents()[number % len(documents())]) for number in group]
            entries = [entry(name, store.form, document) for name, document in some]
            parts = store.put(entries)
            for (name, document), one, part, stamp in zip(some, entries, parts, store.stamp(entries), strict=True):
                outcome = Outcome(name, name, Status.DONE, target=one.target, key=one.target, part=part, written=stamp)
                characters = sum(len(task.text) for task in document.tasks)
                outcome = outcome._replace(sha256=document.source.sha256, characters=characters)
                ledger.put(outcome._replace(tasks=len(document.tasks)))
            ledger.note(POSITION, store.position())
            ledger.commit()
        store.finish()
        ledger.note(POSITION, store.position())
        ledger.commit()


def look(out: Path, kind: str) -> tuple[float, int]:
    """Seconds to open the output and look at it, and how many documents are lost."""
    started = time.perf_counter()
    with closing(Ledger(find_ledger(out))) as ledger:
        with closing(open_store(kind, out, ledger.look_up(POSITION) or "")) as store:
            lost = note_lost(ledger, store, kind).documents
        return time.perf_counter() - started, lost


def main() -> None:
    """Print a line for each kind of output and change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kinds", nargs="+", default=KINDS)
    call = parser.parse_args()
    print(f"{'kind':8} {'output':8} {'seconds':>8} {'ms each':>8} {'lost':>7}")
    for kind in call.kinds:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder, "made"), kind, call.documents)
            for change, apply in CHANGES.items():
                out = Path(folder, change)
                shutil.copytree(Path(folder, "made"), out)
                for path in [path for path in out.rglob("*") if path.is_file() and path.name not in OWN]:
                    apply(path)
                seconds, lost = look(out, kind)
                print(f"{kind:8} {change:8} {seconds:8.2f} {1_000 * seconds / call.documents:8.3f} {lost:7}")
                shutil.rmtree(out)


if __name__ == "__main__":
    main()
