"""What commands read: rules, limits and documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.misuse import refuse_folder
from docx2tasks.cli.options import STDIN, Reader
from docx2tasks.cli.stderr import say, showing_notes
from docx2tasks.errors import InputError, LimitError, UsageError

if TYPE_CHECKING:
    from docx2tasks.corrections import Corrections
    from docx2tasks.limits import Limits
    from docx2tasks.pipeline import Reading
    from docx2tasks.rules import Rules

_END = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D on a line of its own"


def load(folder: Path | None, units: Path | None = None) -> Rules:
    """The built-in rules, extended by those in a folder and by a list of units."""
    from docx2tasks.rules import load_rules  # noqa: PLC0415

    rules = load_rules(folder)
    if units is None:
        return rules
    from docx2tasks.rules.unit_file import with_unit_file  # noqa: PLC0415

    return with_unit_file(rules, units)


def load_corrections(path: Path | None, limits: Limits) -> Corrections | None:
    """The corrections of a file, if one was given."""
    if path is None:
        return None
    from docx2tasks import corrections  # noqa: PLC0415

    return corrections.load_corrections(path, limits)


def to_limits(settings: list[str] | None, timeout: float | None, memory: float | None) -> Limits:
    """The limits as changed by the options; --timeout and --memory override --limit."""
    from docx2tasks.limits import change_limits, find_limits  # noqa: PLC0415

    changes = [*(settings or ())]
    if timeout is not None:
        changes += [f"file_seconds={timeout}", f"office_seconds={timeout}"]
        if not any(setting.startswith("listing_seconds=") for setting in changes):
            changes.append(f"listing_seconds={timeout}")
    if memory is not None:
        changes += [f"{name}={memory * 1_000_000:.0f}" for name in ("file_memory", "scan_memory")]
    try:
        return change_limits(changes)
    except ValueError as error:
        hint = f"use one of: {', '.join(limit.name for limit in find_limits())}"
        raise UsageError("wrong-limit", str(error), hint) from None


def read(  # noqa: PLR0913, PLR0917  one argument an option
    file: str,
    reader: Reader | None,
    soffice: str | None,
    rules: Rules,
    limits: Limits,
    corrected: Corrections | None = None,
) -> Reading:
    """Parse a file or standard input, and apply corrections; a terminal shows the progress."""
    from docx2tasks.pipeline import parse_with_source  # noqa: PLC0415

    refuse_folder(file)
    source = read_stdin(limits) if file == STDIN else file
    forced = reader.value if reader else None
    with showing_notes():
        reading = parse_with_source(source, source_format=forced, rules=rules, limits=limits, soffice=soffice)
    if corrected is None:
        return reading
    from docx2tasks.corrections import correct  # noqa: PLC0415

    return correct(reading, corrected, rules)


def read_stdin(limits: Limits) -> bytes:
    """All of standard input, up to ``limits.input_bytes``."""
    if sys.stdin is None:
        raise InputError("missing", "standard input is closed", "give a file, or pipe one in")
    if sys.stdin.isatty():
        say(f"waiting for a document; paste its text and end with {_END}, or press Ctrl-C")
    try:
        data = sys.stdin.buffer.read(limits.input_bytes + 1)
    except OSError as error:
        raise InputError("unreadable", f"standard input cannot be read: {error.strerror}", "give a file") from error
    if len(data) > limits.input_bytes:
        raise LimitError("too-big", f"standard input has more than {limits.input_bytes:,} bytes", "split it")
    return data
