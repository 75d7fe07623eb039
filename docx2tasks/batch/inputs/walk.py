"""Walks a local folder lazily, sorted by name.

    folder/**      all of them          folder/*.docx        those in it
    folder/**/x?/*.docx                 with ** for any folders between, also none

Only the names in the folder that is open, and in those above it, are held.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.inputs.origins import Input, LocalFile, Refused, vanished
from docx2tasks.batch.ledger import LEDGER_NAMES, is_ledger
from docx2tasks.errors import InputError, Refusal
from docx2tasks.readers.containers import is_left_behind

ANY = "**"
_MAGIC = re.compile(r"[*?[]")
_SAME_CASE = re.IGNORECASE if os.name == "nt" else re.NOFLAG

At = frozenset[int]  # where in a pattern a path may be: numbers of steps


class Pattern:
    """The steps of a glob, matched name by name on the way down."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = [None if step == ANY else re.compile(fnmatch.translate(step), _SAME_CASE) for step in steps]
        self.start = self._skip({0})

    def go(self, at: At, name: str) -> At:
        """The state after a step of this name; none if nothing below can match."""
        found: set[int] = set()
        for number in at:
            if number == len(self._steps):
                continue
            step = self._steps[number]
            if step is None:
                found.add(number)
            elif step.match(name):
                found.add(number + 1)
        return at if found == at else self._skip(found)

    def is_end(self, at: At) -> bool:
        """Whether a file may be at this position."""
        return len(self._steps) in at

    def _skip(self, at: set[int]) -> At:
        """``**`` stands for no folder, too."""
        found = set(at)
        for number, step in enumerate(self._steps):
            if step is None and number in found:
                found.add(number + 1)
        return frozenset(found)


def is_pattern(path: str) -> bool:
    """Whether a path contains glob characters."""
    return _MAGIC.search(path) is not None


def split_pattern(path: str, separator: str = "/") -> tuple[str, list[str]]:
    """The folder a glob starts from, and its steps below that folder."""
    steps = path.split(separator)
    first = next((place for place, step in enumerate(steps) if is_pattern(step)), len(steps) - 1)
    folder = separator.join(steps[:first])
    is_rooted = first > 0 and not folder
    return separator if is_rooted else folder, [step for step in steps[first:] if step not in {"", "."}]


class _Open(NamedTuple):
    """A folder on the way down: where it is, its name in the batch, its entries, where the pattern is."""

    path: str
    above: str
    entries: Iterator[tuple[str, bool]]
    at: At


def walk(folder: str, out: str, pattern: Pattern, left_out: Counter[str]) -> Iterator[Input]:
    """The files below ``folder`` that the pattern asks for, named from there.

    Links are not followed, hidden files and locks are no inputs, nor is what stands in ``out``, a path
    without links, or in the folder of another batch; ``left_out`` counts them as ``links``, ``hidden``,
    ``devices`` and ``results`` (folders).  A folder that cannot
    be listed is an input that refuses to load.
    """
    opened = [_open(folder, "", pattern.start, left_out)]
    kept_out = _name_from(os.path.realpath(folder), out)
    while opened:
        top = opened[-1]
        entry = None if isinstance(top, Input) else next(top.entries, None)
        if isinstance(top, Input) or entry is None:
            opened.pop()
            if isinstance(top, Input):
                yield top
            continue
        name, is_folder = entry
        path, at = os.path.join(top.path, name), pattern.go(top.at, name)  # noqa: PTH118  a million times
        if not is_folder and pattern.is_end(at):
            yield Input(top.above + name, path, LocalFile(path))
        elif is_folder and at and top.above + name != kept_out:
            opened.append(_open(path, f"{top.above}{name}/", at, left_out))


def _name_from(root: str, path: str) -> str | None:
    """The name of a path from ``root``, as inputs have it; None where it is not below."""
    start = root.rstrip(os.sep) + os.sep
    return path.removeprefix(start).replace(os.sep, "/") if path.startswith(start) else None


def _open(folder: str, above: str, at: At, left_out: Counter[str]) -> _Open | Input:
    try:
        return _Open(folder, above, _list(folder, left_out), at)
    except OSError as error:
        name = above.rstrip("/") or Path(folder).name
        return Input(name, folder, Refused(_to_refusal(error, folder), folder))


def _list(folder: str, left_out: Counter[str]) -> Iterator[tuple[str, bool]]:
    """The files and folders in a folder: name, and whether it is a folder."""
    names: list[bytes] = []  # a million take 85 MB; what scandir gives takes four times that
    folders: set[bytes] = set()
    with os.scandir(folder) as listed:
        for entry in listed:
            kind = _find_kind(entry)
            if kind in {"file", "folder"}:
                names.append(os.fsencode(entry.name))
            else:
                left_out[kind] += 1
            if kind == "folder":
                folders.add(names[-1])
    if any(name.encode() in names and is_ledger(Path(folder, name)) for name in LEDGER_NAMES):
        left_out["results"] += 1
        return iter(())
    names.sort()
    return ((os.fsdecode(name), name in folders) for name in names)


def _find_kind(entry: os.DirEntry[str]) -> str:
    if is_left_behind(entry.name):
        return "hidden"
    if entry.is_symlink():
        return "links"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "devices"


def _to_refusal(error: OSError, folder: str) -> Refusal:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return vanished(folder)
    return InputError("unreadable", f"{folder} cannot be listed: {error.strerror}", "check its permissions")
