"""Copies of the process of the tests: one starts in a moment, a new interpreter takes half a second of the processor.

For what has to be a process, but not a new one: its memory, its time and its end are measured, its harm is its own.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn


def start_copy(call: Callable[[], object], out: int, errors: int) -> int:
    """A copy that makes a call and ends, with 0 or as ``SystemExit`` says; the number of its process.

    What it prints goes to the given open files.
    """
    number = os.fork()
    return number or _work(call, out, errors)


def _work(call: Callable[[], object], out: int, errors: int) -> NoReturn:
    """Make the call, and end without what the process of the tests does at its end."""
    code = 1
    try:
        os.dup2(out, 1)
        os.dup2(errors, 2)
        sys.stdout, sys.stderr = (open(place, "w", encoding="utf-8") for place in (1, 2))  # noqa: PTH123, SIM115
        call()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever it is, it is shown
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
