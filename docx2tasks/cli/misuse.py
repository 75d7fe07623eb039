"""What to type instead of a command line without a command, with too many files, or without an output."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from docx2tasks.addresses import show
from docx2tasks.cli.stderr import NAME
from docx2tasks.errors import InputError, UsageError

_URL = re.compile(r"[A-Za-z][\w+.-]*://")
_MOST = 3  # names of files in a hint


def find_misuse(args: Sequence[str], commands: Sequence[str], message: str) -> UsageError | None:
    """The refusal of arguments that typer could not read, if it is known what was meant by them."""
    words = [arg for arg in args if not arg.startswith("-")]
    first, named = (words[0], words[1:]) if words else ("", [])
    if first not in commands and all(map(_is_source, words)):
        return _without_command(words)
    if first == "batch" and named and "Missing argument" in message:
        return UsageError("usage", "OUT is missing, where batch writes", f"type {_to_batch(named)}")
    files = [name for name in named if _is_source(name)]
    if first in {"parse", "text"} and len(files) > 1:
        return UsageError("usage", f"{first} reads one file", f"type {_to_batch(files)}")
    return None


def refuse_folder(file: str) -> None:
    """Refuse a folder where one document is read; raises ``not-a-file``."""
    if os.path.isdir(file):  # noqa: PTH112  a name may be too long to be asked for
        raise InputError("not-a-file", f"{file} is a folder", f"give one of its files, or run {_to_batch([file])}")


def refuse_file_as_folder(out: Path) -> None:
    """Refuse a file in the place of the output folder of a batch; raises ``in-the-way``."""
    if os.path.isfile(out):  # noqa: PTH113
        hint = f"name a folder last: {NAME} batch INPUT... OUT"
        raise UsageError("in-the-way", f"{out} is a file, and batch writes into a folder", hint)


def _is_source(word: str) -> bool:
    return bool(_URL.match(word)) or os.path.exists(word)  # noqa: PTH110


def _without_command(words: Sequence[str]) -> UsageError | None:
    """For files that were dragged onto the program, or typed behind its name."""
    if not words:
        return None
    name = show(words[0])
    if len(words) > 1:
        return UsageError("usage", "these are files, and no command", f"type {_to_batch(words)}")
    if _URL.match(words[0]):
        return UsageError("usage", f"{name} is a URL, and no command", f"type {_to_batch(words)}")
    if os.path.isdir(words[0]):  # noqa: PTH112
        hint = f"type {_to_batch(words)}, or {NAME} export {_quote(name)} -o X.xlsx"
        return UsageError("usage", f"{name} is a folder, and no command", hint)
    hint = f"type {NAME} parse {_quote(name)}, or {NAME} export {_quote(name)} -o X.xlsx"
    return UsageError("usage", f"{name} is a file, and no command", hint)


def _to_batch(names: Sequence[str]) -> str:
    listed = [_quote(show(name)) for name in names[:_MOST]]
    return " ".join([NAME, "batch", *listed, *(["…"] if len(names) > _MOST else []), "OUT"])


def _quote(name: str) -> str:
    """A name as it is typed: in quotes where it has spaces."""
    return f'"{name}"' if " " in name else name
