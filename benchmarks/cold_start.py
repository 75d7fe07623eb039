"""The whole process: ``python -m docx2tasks parse small.docx`` against the least program of the same make.

    python benchmarks/cold_start.py [ROUNDS]

The package is byte-compiled first and ``PYTHONDONTWRITEBYTECODE`` is taken out of the children's
environment, since an installed package is byte-compiled.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import inputs
from measure import compare, print_table

HERE = Path(__file__).resolve().parent


def runner(*arguments: str) -> Callable[[], None]:
    """A function that runs Python with the arguments, from the project's folder, and waits for it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command: Sequence[str] = (sys.executable, *arguments)

    def run() -> None:
        subprocess.run(command, cwd=HERE.parent, env=environment, stdout=subprocess.DEVNULL, check=True)

    return run


def main() -> None:
    """Print how the starts compare."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    compileall.compile_dir(HERE.parent / "docx2tasks", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.docx"
        small.write_bytes(inputs.small_docx())
        floor = runner(str(HERE / "floor_start.py"), str(small))
        parse = runner("-m", "docx2tasks", "parse", str(small))
        bare, version = runner("-c", "pass"), runner("-m", "docx2tasks", "--version")
        row = compare("typer, five models, lxml", floor, parse, rounds, version, bare)
    print_table("whole process, times the floor", ("parse", "version", "python"), [row])


if __name__ == "__main__":
    main()
