"""The summary of a batch as a JSON file, for schedulers: written when it begins, and again when it ends, however."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from docx2tasks.cli.tally import Tally
from docx2tasks.errors import ExitCode, Refusal

_RESUME = "run the same command again to resume"
_FAILED = "docx2tasks status OUT --failed lists what was not read"


@contextmanager
def summarizing(path: Path | None, tally: Tally) -> Iterator[None]:
    """Write the summary of what happens inside; raises ``not-writable`` before anything is read."""
    if path is None:
        yield
        return
    started, code, refusal = time.monotonic(), int(ExitCode.BUG), None
    try:
        _write(path, tally, {"ended": False, "exit_code": None, "seconds": 0.0})
        yield
        code = int(ExitCode.OK)
    except typer.Exit as end:
        code = int(end.exit_code)
        raise
    except Refusal as error:
        code, refusal = int(error.exit_code), error
        raise
    except KeyboardInterrupt:
        code = int(ExitCode.INTERRUPTED)
        raise
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
        raise
    finally:
        seconds = round(time.monotonic() - started, 3)
        facts: dict[str, object] = {"ended": tally.is_ended, "exit_code": code, "seconds": seconds}
        _write(path, tally, facts, refusal)


def _write(path: Path, tally: Tally, facts: dict[str, object], refusal: Refusal | None = None) -> None:
    from docx2tasks.batch.code_version import find_code_version  # noqa: PLC0415
    from docx2tasks.export.files import write_atomically  # noqa: PLC0415

    told = refusal and {"code": refusal.code, "message": refusal.message}
    values = {"version": find_code_version(), **facts, **tally.to_values(), "refusal": told}
    values["next"] = _find_next(tally, refusal)
    write_atomically(path, f"{json.dumps(values, ensure_ascii=False, indent=2)}\n".encode("utf-8", "replace"))


def _find_next(tally: Tally, refusal: Refusal | None) -> str:
    """What to do next, empty where nothing is."""
    if refusal is not None:
        return refusal.hint
    if not tally.is_ended:
        return _RESUME
    return _FAILED if tally.failed else ""
