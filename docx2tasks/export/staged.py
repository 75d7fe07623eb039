"""Staged output of cluster workers, and how it becomes output.

    a worker ─ Writer ─▶ OUT/.d2t-stage-…/8f3c….jsonl ─ put ─▶ OUT/part-00017.jsonl, then the ledger
                         synced, a name of its own             renamed by the one program that holds OUT

A worker that was thought lost, or belongs to a run that was killed, writes beside the output and can spoil
nothing.  What an entry holds here is the name of the file that its records are in.  Databases are written by
the workers themselves: a document that is put twice replaces itself.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Protocol

from docx2tasks.errors import UsageError
from docx2tasks.export.files import TEMPORARY, error_to_refusal, sync_folder
from docx2tasks.export.json_tree import JsonTree, sync_group
from docx2tasks.export.names import name_to_text
from docx2tasks.export.parts import JsonlFormat, PartStore
from docx2tasks.export.store import Form, PartFormat, Store, StoredDocument
from docx2tasks.export.stores import Staging, find_store, names_of, open_store
from docx2tasks.isolate import run_isolated
from docx2tasks.limits import DEFAULT

_STAGE = f"{TEMPORARY}stage-"
_GROUP_BYTES = 8_000_000  # of documents in one transaction


class Stage(NamedTuple):
    """Where the workers of one run write: the kind of store, and a folder that all of them see."""

    kind: str
    folder: str


class Writer(Protocol):
    """Writes a partition on a worker."""

    def add(self, name: str, data: bytes) -> bytes:
        """Write a document; the file it will be in once all is written, empty where nothing is to be taken over."""

    def finish(self) -> None:
        """Commit what was added last."""

    def close(self) -> None:
        """Close what is open."""


def check_shared(kind: str) -> None:
    """Raises ``one-writer`` for a kind of store that several workers cannot write."""
    if find_store(kind).staging is None:
        name = kind.partition("://")[0]
        plain = names_of(lambda one: one.staging and not one.needs_address)
        hint = f"use {', '.join(plain)} or postgresql://…, or run without a cluster"
        raise UsageError("one-writer", f"{name[:20]} cannot be written by a cluster", hint)


@contextmanager
def make_stage(kind: str, out: Path) -> Iterator[Stage]:
    """A stage below ``out``, gone afterwards; those of runs that were killed are removed.

    Raises ``not-writable`` and ``no-space``.
    """
    folder = Path(os.path.realpath(out)) / f"{_STAGE}{uuid.uuid4().hex}"
    try:
        for old in out.glob(f"{_STAGE}*"):
            _remove(old)
        folder.mkdir()
    except OSError as error:
        raise error_to_refusal(error, str(folder)) from error
    try:
        yield Stage(kind, str(folder))
    finally:
        _remove(folder)


def _remove(stage: Path) -> None:
    """Remove a stage.

    Workers that were given work before the run ended still write to it.  Under another name they find it no more, so
    nothing comes into it while it is emptied.
    """
    with suppress(OSError):
        stage = stage.rename(stage.with_name(f"{stage.name}-over"))
    shutil.rmtree(stage, ignore_errors=True)


# --- a worker's side -----------------------------------------------------------------------------------


def open_writer(stage: Stage) -> Writer:
    """What writes one partition; raises what opening a store raises."""
    folder, kind = Path(stage.folder), find_store(stage.kind)
    if kind.staging is Staging.TREE:
        return _TreeWriter(folder)
    if kind.staging is Staging.PARTS:
        return _PartWriter(folder, stage.kind)
    return _DatabaseWriter(open_store(stage.kind, folder))


class _TreeWriter:
    """A file a document, in a folder of this partition's own."""

    def __init__(self, stage: Path) -> None:
        self._stage, self._folder = stage, stage / uuid.uuid4().hex
        self._written: list[Path] = []

    def add(self, name: str, data: bytes) -> bytes:  # noqa: ARG002  it is given its name when it is taken over
        if not self._written:
            self._folder.mkdir()
        path = self._folder / str(len(self._written))
        path.write_bytes(data)
        self._written.append(path)
        return os.fsencode(path.relative_to(self._stage))

    def finish(self) -> None:
        if self._written:
            sync_group(self._written, [self._folder, self._stage])

    def close(self) -> None:
        """Nothing is open."""


class _PartWriter:
    """One part for the whole partition, of the kind that it is to be."""

    def __init__(self, stage: Path, kind: str) -> None:
        name = uuid.uuid4().hex
        self._kind, self._format = kind, _make_format(kind)
        self._lines, self._part = stage / f"{name}.lines", stage / f"{name}.{self._format.suffix}"
        self._file: FileIO | None = None

    def add(self, name: str, data: bytes) -> bytes:  # noqa: ARG002  the lines hold it
        if not data:
            return b""
        if self._file is None:
            self._file = FileIO(self._lines, "wb")
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        return os.fsencode(self._part.name)

    def finish(self) -> None:
        if self._file is None:
            return
        os.fsync(self._file.fileno())
        self.close()
        if isinstance(self._format, JsonlFormat):
            self._lines.replace(self._part)
        else:
            run_isolated(_finalize, DEFAULT, self._kind, self._lines, self._part)
            self._lines.unlink()
        sync_folder(self._part.parent)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _make_format(kind: str) -> PartFormat:
    return (find_store(kind).load_part_format() or JsonlFormat)()


def _finalize(kind: str, lines: Path, part: Path) -> None:
    """What is done in a child: some libraries make threads, and a process with threads is not copied."""
    _make_format(kind).finalize(lines, part)


class _DatabaseWriter:
    """Rows, in transactions of some documents each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._group: list[StoredDocument] = []
        self._bytes = 0

    def add(self, name: str, data: bytes) -> bytes:
        self._group.append(StoredDocument(name, "", data))
        self._bytes += len(data)
        if self._bytes > _GROUP_BYTES:
            self.finish()
        return b""

    def finish(self) -> None:
        if self._group:
            self._store.put(self._group)
        self._group, self._bytes = [], 0

    def close(self) -> None:
        self._store.close()


# --- the side that takes over ------------------------------------------------------------------------------


def open_staged(stage: Stage, out: Path, position: str, part_bytes: int) -> Store:
    """The store of a format, rolled back to ``position``, whose entries come from a :class:`Writer`."""
    staging = find_store(stage.kind).staging
    if staging is Staging.TREE:
        return _StagedTree(out, stage)
    if staging is Staging.PARTS:
        return _StagedParts(out, position, stage, part_bytes)
    return _Elsewhere(open_store(stage.kind, out))


class _StagedTree(JsonTree):
    """A tree whose files are written already, and are given their names."""

    def __init__(self, out: Path, stage: Stage) -> None:
        super().__init__(out)
        self._stage = Path(stage.folder)

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        last = {entry.target: self._stage / os.fsdecode(entry.data) for entry in entries}
        try:
            self._give_names(last.values(), last)
        except OSError as error:
            raise error_to_refusal(error, error.filename2 or error.filename or str(self._out)) from error
        return [None] * len(entries)


class _StagedParts(PartStore):
    """A stream of whole parts: each is what one partition came to."""

    def __init__(self, out: Path, position: str, stage: Stage, part_bytes: int) -> None:
        super().__init__(out, position, _make_format(stage.kind), part_bytes)
        self._stage = Path(stage.folder)

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        try:
            self._sealer.seal_full()
            made = dict.fromkeys(entry.data for entry in entries if entry.data)
            numbers = {data: self._take_over(os.fsdecode(data)) for data in made}
        except OSError as error:
            raise error_to_refusal(error, str(self._folder.path(self._journal.number))) from error
        self._since.update((name_to_text(entry.name), numbers[entry.data]) for entry in entries if entry.data)
        self._is_asked = False
        return [numbers.get(entry.data) for entry in entries]

    def _take_over(self, name: str) -> int:
        if self._journal.size:
            self._begin_part()
        number = self._journal.number
        (self._stage / name).replace(self._folder.sealed_path(number))
        sync_folder(self._folder.out)
        self._sealer.stamp(number)
        self._journal.begin_next()
        return number


class _Elsewhere:
    """A store that the workers have put all into already."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.form: Form = store.form
        self.identity = getattr(store, "identity", "")
        self.position, self.remove = store.position, store.remove
        self.stamp, self.find_lost = store.stamp, store.find_lost
        self.finish, self.close = store.finish, store.close

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[int | None]:
        """Nothing is to be done."""
        return [None] * len(entries)
