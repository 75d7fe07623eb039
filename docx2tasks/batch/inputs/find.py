"""Finds inputs in folders, files, globs, lists of paths and URLs, lazily."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from docx2tasks.addresses import address_to_base, address_to_path, is_address, is_local_address, show
from docx2tasks.batch.inputs.choose import InputChoice, choose
from docx2tasks.batch.inputs.lists import path_to_name, read_list
from docx2tasks.batch.inputs.origins import Input, LocalFile, Refused
from docx2tasks.batch.inputs.remote import address_to_input, find_remote, is_whole_address
from docx2tasks.batch.inputs.seen import Seen
from docx2tasks.batch.inputs.systems import Settings
from docx2tasks.batch.inputs.walk import ANY, Pattern, is_pattern, split_pattern, walk
from docx2tasks.errors import InputError, UsageError
from docx2tasks.limits import Limits

__all__ = ["LIST", "Input", "InputChoice", "count_inputs", "find_inputs"]

LIST = "-"  # as a source: a list of paths on standard input

_ALL = Pattern([ANY])
_ALL_FILES = InputChoice()


class _Source(NamedTuple):
    """What one source brings; ``label`` is put before its names where there are several sources."""

    inputs: Iterator[Input]
    label: str = ""
    is_file: bool = False  # then the label is its whole name


class _Call(NamedTuple):
    """What all sources of a call share."""

    out: str  # without links; nothing where no folder is written
    limits: Limits
    listed: BinaryIO | None
    left_out: Counter[str]
    choice: InputChoice
    settings: Settings = ()


def find_inputs(  # noqa: PLR0913  the last four are seldom given
    sources: Sequence[str | Path],
    out: Path | None,
    limits: Limits,
    *,
    choice: InputChoice = _ALL_FILES,
    listed: BinaryIO | None = None,
    left_out: Counter[str] | None = None,
    settings: Settings = (),
) -> Iterator[Input]:
    """All that the sources bring, one source after another, each file once.

    A source is a file, a folder (all below it, in the order of names as bytes), a glob
    (``档案/**/*.docx``), ``-`` for a list of paths in ``listed`` (None: standard input), or an address
    (``s3://档案/2022``).  One folder's files are named from there, those of several sources from the base name
    of each, those of a list as they are listed.  Links inside folders, hidden files and locks are no inputs,
    nor is what stands in ``out`` or in the folder of another batch; ``left_out`` counts them, and what
    ``choice`` leaves out.  What is met and cannot be a document refuses to load with ``skipped``, and what
    cannot be listed with why.  Raises, before the first input, ``missing``, ``not-a-file``, ``no-files``,
    ``same-folder``, ``not-a-list``, ``not-installed``, ``unknown-protocol``, ``unreadable`` and ``unreachable``.
    """
    here = "" if out is None else os.path.realpath(out)
    call = _Call(here, limits, listed, Counter() if left_out is None else left_out, choice, settings)
    opened = [_open_source(str(source), call) for source in sources]
    is_alone = len(opened) == 1 and LIST not in sources
    found = opened[0].inputs if is_alone else _join(opened)
    first = next(found, None)
    if first is None and {*sources} == {LIST}:  # nothing is new: no fault of who asks each night
        return found
    if first is None:
        what = ", ".join(show(str(source)) for source in sources[:3])
        raise InputError("no-files", f"no files to read in {what}", _to_hint(call.left_out))
    return chain([first], found)


def _to_hint(left_out: Counter[str]) -> str:
    if left_out["results"]:
        return "output folders of a batch are not read; check the path"
    if left_out["excluded"]:
        return "all files are excluded; check --include and --exclude"
    return "hidden files and links are not read; check the path"


def count_inputs(
    sources: Sequence[str | Path], out: Path | None, limits: Limits, choice: InputChoice = _ALL_FILES
) -> Iterator[int]:
    """How many inputs there are, so far, one step at a time; nothing is opened.

    Comes to an end at once, without a number, where a list or an address is among the sources: they cannot
    be walked twice, or not cheaply.
    """
    named = [str(source) for source in sources]
    if not any(name == LIST or is_address(name) for name in named):
        yield from (number for number, _ in enumerate(find_inputs(named, out, limits, choice=choice), 1))


def _open_source(source: str, call: _Call) -> _Source:
    """Look at a source; raises what is wrong with the call."""
    if source == LIST:
        return _Source(_find_listed(call))
    shown = show(source)
    if is_local_address(source):
        source = address_to_path(source)
    elif is_address(source):
        found = choose(find_remote(source, call.limits, call.left_out, call.settings), call.choice, call.left_out)
        return _Source(found, address_to_base(source))
    if is_pattern(source) and not os.path.lexists(source):
        folder, steps = split_pattern(source, os.sep)
        return _open_folder(folder or os.curdir, Pattern(steps), call)
    if Path(source).is_dir():
        return _open_folder(source, _ALL, call)
    _check_file(source, shown)
    base = Path(source).name
    return _Source(iter([Input(base, source, LocalFile(source, is_named=True))]), base, is_file=True)


def _open_folder(folder: str, pattern: Pattern, call: _Call) -> _Source:
    if call.out and os.path.realpath(folder) == call.out:
        raise UsageError(
            "same-folder", f"{folder} is both input and output", "use another output folder; a subfolder is fine"
        )
    found = choose(walk(folder, call.out, pattern, call.left_out), call.choice, call.left_out)
    return _Source(found, Path(os.path.realpath(folder)).name)


def _check_file(path: str, shown: str) -> None:
    try:
        mode = Path(path).stat().st_mode
    except PermissionError as error:
        raise InputError("unreadable", f"{shown} cannot be read: {error.strerror}", "check its permissions") from error
    except OSError as error:
        raise InputError("missing", f"{shown} does not exist", "check the path") from error
    if not stat.S_ISREG(mode):
        raise InputError("not-a-file", f"{shown} is not a regular file", "give a file, not a pipe or a device")


def _find_listed(call: _Call) -> Iterator[Input]:
    """The inputs of a list; a folder in it stands for all below."""
    for path in read_list(call.listed, call.limits):
        name = path_to_name(path)
        if is_address(path):
            yield address_to_input(path, call.settings)
        elif Path(path).is_dir():
            inside = choose(walk(path, call.out, _ALL, call.left_out), call.choice, call.left_out)
            yield from (one._replace(name=f"{name}/{one.name}" if name else one.name) for one in inside)
        elif not os.path.lexists(path):
            refusal = InputError("missing", f"{path} does not exist", "check the list and the current folder")
            yield Input(name or "unnamed", path, Refused(refusal, path))
        elif not _is_output(path, call.out):
            yield Input(name, path, LocalFile(path, is_named=True))


def _is_output(path: str, out: str) -> bool:
    """Whether a listed file was written by a batch: it stands in its folder, and we do not."""
    if not out or f"{os.path.realpath(os.curdir)}{os.sep}".startswith(f"{out}{os.sep}"):
        return False
    return os.path.realpath(path).startswith(f"{out}{os.sep}")


def _join(sources: Sequence[_Source]) -> Iterator[Input]:
    """The inputs of several sources, each thing once, each name once."""
    seen = Seen()
    try:
        taken: set[str] = set()
        for source in sources:
            label = _new_label(source, taken) if source.label else ""
            for one in source.inputs:
                if seen.is_new(one.origin.identity()):
                    name = _add_label(label, one, is_file=source.is_file)
                    yield one._replace(name=seen.new_name(name))
    finally:
        seen.close()


def _add_label(label: str, one: Input, *, is_file: bool) -> str:
    """The name of an input below its source; a file that is a source itself has no folder above it."""
    if is_file:
        return label
    return one.name if not label or is_whole_address(one) else f"{label}/{one.name}"


def _new_label(source: _Source, taken: set[str]) -> str:
    """``名``, or ``名 (2)`` and so on; a file keeps its suffix at the end."""
    suffix = Path(source.label).suffix if source.is_file else ""
    stem = source.label.removesuffix(suffix)
    number, label = 1, source.label
    while label in taken:
        number += 1
        label = f"{stem} ({number}){suffix}"
    taken.add(label)
    return label
