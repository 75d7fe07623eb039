"""The command line: arguments and standard streams to an exit code.

The only package that prints or knows a terminal.  Data goes to standard output as UTF-8 bytes,
everything else to standard error.  What only one command needs is imported inside it, so that
``--version`` and ``--help`` load neither the XML parser nor the pipeline.
"""

from __future__ import annotations

import gc
import sys

from docx2tasks import __version__

TYPE_CHECKING = False  # the module typing takes as long to import as all else that --version needs
if TYPE_CHECKING:
    from typing import NoReturn

_FEW_LOOKS = 100_000  # objects made between two looks for dead cycles: one document leaves next to none

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code (``errors.ExitCode``)."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _is_version_written():
        sys.exit(0)
    gc.set_threshold(_FEW_LOOKS)
    from docx2tasks.kept import keeping  # noqa: PLC0415

    with keeping():
        try:
            from docx2tasks.cli.app import run  # noqa: PLC0415  its patterns are among what is kept
        except ModuleNotFoundError as missing:  # started from a checkout that was not installed
            if (missing.name or "docx2tasks").startswith("docx2tasks"):
                raise
            sys.stderr.write(f"docx2tasks: not-installed: {missing.name} is missing; run: python -m pip install .\n")
            sys.exit(2)
        run()


def _is_version_written() -> bool:
    """Whether the version was written without the rest of the program; where it was not, the program says why."""
    try:
        sys.stdout.buffer.write(f"docx2tasks {__version__}\n".encode())
        sys.stdout.flush()
    except (AttributeError, OSError):  # standard output is closed, or cannot be written
        return False
    return True
