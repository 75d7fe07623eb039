"""Files a second over an archive: ``python benchmarks/batch.py --files 20000 [--jobs 1 2]``.

A bare loop of ``parse`` in one process, then ``docx2tasks batch`` with so many workers each, over the same generated
archive (``archive.py``); the most memory of the process that leads, what a second run takes that finds nothing to
do, and what one file takes by ``parse`` and by ``batch``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from build_archive import write_archive  # noqa: E402  the builders stand beside the tests
from measured import peak_of  # noqa: E402

_LOOP = """
import sys
from pathlib import Path
from docx2tasks import Refusal, parse
from docx2tasks.export.json_text import document_to_json
for path in sorted(path for path in Path(sys.argv[1]).rglob("*") if path.is_file()):
    try:
        document_to_json(parse(path))
    except Refusal:
        pass
"""


class Ran(NamedTuple):
    """A process that ran: seconds, processor seconds with its children, the most memory it held itself, in MB."""

    seconds: float
    worked: float
    memory: float


def run(*command: str) -> Ran:
    """Run a process and watch it."""
    before, started, memory = os.times(), time.perf_counter(), 0.0
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        memory = max(memory, peak_of(process.pid))
        time.sleep(0.02)
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Ran(time.perf_counter() - started, worked, memory)


def compare(folder: Path, files: int, jobs: list[int]) -> None:
    """Print a line for each way through the archive."""
    program = [sys.executable, "-m", "docx2tasks"]
    out = folder / "out"
    loop = run(sys.executable, "-c", _LOOP, str(folder / "in"))
    print(f"\n{files:,} files")
    print(f"{'':24}{'files/s':>9}{'× loop':>9}{'CPU ms/file':>13}{'memory MB':>11}")
    _print("bare loop of parse", loop, loop, files)
    for number in jobs:
        shutil.rmtree(out, ignore_errors=True)
        first = run(*program, "batch", str(folder / "in"), str(out), "-q", "-j", str(number))
        _print(f"batch --jobs {number}", first, loop, files)
    _print("again, nothing to do", run(*program, "batch", str(folder / "in"), str(out), "-q"), loop, files)
    _print("again, --changed", run(*program, "batch", str(folder / "in"), str(out), "-q", "--changed"), loop, files)
    size = sum(path.stat().st_size for path in out.glob("_ledger.sqlite"))
    print(f"ledger: {size / files:.0f} bytes a file")


def _print(name: str, ran: Ran, loop: Ran, files: int) -> None:
    ratio = loop.seconds / ran.seconds
    print(f"{name:24}{files / ran.seconds:9.1f}{ratio:9.2f}{1_000 * ran.worked / files:13.2f}{ran.memory:11.0f}")


def compare_start(folder: Path, rounds: int) -> None:
    """Print what one small file takes, alone and as a batch, by turns."""
    program = [sys.executable, "-m", "docx2tasks"]
    (folder / "one").mkdir()
    shutil.copy(ROOT / "samples/table-merged.docx", folder / "one")
    more = []
    for _ in range(rounds):
        single = run(*program, "parse", str(folder / "one/table-merged.docx"))
        with suppress(FileNotFoundError):
            shutil.rmtree(folder / "two")
        several = run(*program, "batch", str(folder / "one"), str(folder / "two"), "-q")
        more.append(several.seconds - single.seconds)
    print(f"\none file: batch takes {median(more):.2f} s more than parse")


def main() -> None:
    """Build the archive and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=7)
    called = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder / "in", called.files, 1)
        for picture in [*(folder / "in").rglob("*.png")]:  # recognizing one takes as long as reading a hundred others
            picture.unlink()
        compare_start(folder, called.rounds)
        compare(folder, called.files, called.jobs)


if __name__ == "__main__":
    main()
