"""What it costs to read a file in a process of its own, by fork and as a new interpreter.

    python benchmarks/isolation.py [ROUNDS]

Both ways are warm: libraries and patterns are loaded already.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # what builds the PDF must not start threads: with them nothing is forked
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # and its tests' builders

import inputs
from build_pdf import content_to_pdf
from measure import Row, compare, print_table
from pdf import list_content

from docx2tasks.isolate import process, run_isolated
from docx2tasks.limits import DEFAULT
from docx2tasks.readers.page.html import read_html
from docx2tasks.readers.pdf import read_pdf
from docx2tasks.readers.word.docx import read_docx


def compare_reading(name: str, read: object, data: bytes, rounds: int) -> Row:
    """Reading in place, in a copy of this process, in a new interpreter."""
    can_fork = process._can_fork  # noqa: SLF001  both ways are measured here

    def isolated() -> None:
        run_isolated(read, DEFAULT, data)  # type: ignore[arg-type]

    def spawned() -> None:
        process._can_fork = lambda: False  # noqa: SLF001
        isolated()
        process._can_fork = can_fork  # noqa: SLF001

    return compare(name, lambda: read(data), isolated, rounds, spawned)  # type: ignore[operator]


def main() -> None:
    """Print how the ways compare."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    rows = [
        compare_reading("PDF, 77 rows", read_pdf, content_to_pdf(list_content(77)), rounds),
        compare_reading("Word, 77 rows", read_docx, inputs.table_docx(77), rounds),
        compare_reading("page", read_html, inputs.served_page(), rounds),
    ]
    print_table("reading in a process of its own, times reading in place (both warm)", ("fork", "new"), rows)


if __name__ == "__main__":
    main()
