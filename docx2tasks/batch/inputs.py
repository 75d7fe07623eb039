"""What a batch reads: a file, the files of a folder, the files in an archive or mail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import InputError, Refusal, UsageError
from docx2tasks.limits import Limits
from docx2tasks.pipeline import load_bytes
from docx2tasks.readers.members import Member, find_container, find_members, is_left_behind


class Input(NamedTuple):
    """One thing to read: its name below the batch's root (``/`` between folders), where it is, how to get it."""

    name: str
    path: str
    load: Callable[[], bytes]


def find_inputs(path: Path, out: Path, limits: Limits) -> Iterator[Input]:
    """The file at ``path``, or all files below it in the order of their names.

    Links inside the folder are not followed, hidden files and locks are no inputs, nor is what stands in
    ``out``.  A folder that cannot be listed is an input that refuses to load.  Raises ``InputError``
    ``missing``, ``not-a-file``, and ``UsageError`` ``same-folder`` where both are one.
    """
    if not path.is_dir():
        if not path.is_file():
            load_bytes(path, limits)  # says what it is instead
        return iter([Input(path.name, str(path), partial(load_bytes, path, limits))])
    if out.exists() and path.samefile(out):
        raise UsageError("same-folder", f"{out} is the folder to be read", "name another folder to write to")
    return _walk(path, "", os.path.realpath(out), limits)


def _walk(folder: Path, above: str, out: str, limits: Limits) -> Iterator[Input]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        refusal = InputError("unreadable", f"{folder} cannot be listed: {error.strerror}", "check its permissions")
        yield Input(above.rstrip("/") or folder.name, str(folder), partial(_refuse, refusal))
        return
    for entry in entries:
        if is_left_behind(entry.name):
            continue
        if entry.is_file(follow_symlinks=False):
            yield Input(above + entry.name, entry.path, partial(load_bytes, Path(entry.path), limits))
        elif entry.is_dir(follow_symlinks=False) and os.path.realpath(entry.path) != out:
            yield from _walk(Path(entry.path), f"{above}{entry.name}/", out, limits)


def expand(one: Input, limits: Limits) -> Iterator[Input]:
    """The documents of an input: itself, or the files it holds, under its name.

    It is loaded once.  Raises what loading, ``find_container`` and ``find_members`` raise.
    """
    data = one.load()
    container = find_container(data, limits) if data else None
    if container is None:
        yield one._replace(load=lambda: data)
        return
    for member in find_members(data, container, limits):
        yield Input(f"{one.name}/{member.name}", f"{one.path}/{member.name}", partial(_member_to_bytes, member))


def _member_to_bytes(member: Member) -> bytes:
    return _refuse(member.refusal) if member.refusal else member.data


def _refuse(refusal: Refusal) -> bytes:
    raise refusal
