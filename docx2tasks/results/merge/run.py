"""Merges batches: their ledgers into one, their records behind each other, in a new folder.

    结果/1, 结果/2, … ─▶ 结果.d2t-merge/ ─ renamed when all is there ─▶ 全部/

Each batch is locked meanwhile, and stays as it is.  The folder goes on as any batch does: run the same command
on it without ``--shard``, and what no shard has read is read.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.copies import find_copies
from docx2tasks.batch.inputs.shard import words_to_shard
from docx2tasks.batch.ledger import (
    DATABASE,
    ENDED,
    LEDGER,
    POSITION,
    RECORDS,
    SHARD,
    STORE,
    Ledger,
    Outcome,
    find_ledger,
)
from docx2tasks.batch.lock import locked
from docx2tasks.batch.mirror import OutputNames
from docx2tasks.errors import UsageError
from docx2tasks.export.files import error_to_refusal, make_folder
from docx2tasks.export.places import find_folder
from docx2tasks.results.merge.movers import Mover, make_mover, unfinished

_PAGE = 500  # outcomes that are taken over at once


class BatchToMerge(NamedTuple):
    """A batch to merge: its folder, and its ledger."""

    out: Path
    ledger: Ledger


class MergedBatches(NamedTuple):
    """What came of it; ``missing``: shards that the others speak of, as ``3/16``."""

    batches: int
    documents: int
    tasks: int
    missing: Sequence[str]


def merge(outs: Sequence[Path], to: Path) -> MergedBatches:
    """Merge the batches in ``outs`` to a new folder ``to``.

    Raises ``UsageError``: ``no-ledger``, ``same-folder`` (one is named twice), ``in-the-way`` (``to`` is there),
    ``unfinished`` (a batch whose last run did not end), ``other-output`` (of two kinds, or versions of records),
    ``name-twice`` (two hold a document of one name); ``BusyError``, ``SpaceError``.  Then ``to`` is not there.
    """
    folders = [find_folder(out) for out in outs]
    _check_places(folders, to)
    making = to.with_name(f"{to.name}.d2t-merge")
    try:
        with ExitStack() as stack:
            sources = [_open(folder, stack) for folder in folders]
            _check_alike(sources)
            with suppress(FileNotFoundError):
                shutil.rmtree(making)
            make_folder(making)
            merged = _merge(sources, making)
            with suppress(FileNotFoundError):
                to.rmdir()
            making.rename(to)
    except OSError as error:
        raise error_to_refusal(error, str(to)) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return merged


def _check_places(folders: Sequence[Path], to: Path) -> None:
    real = [folder.resolve() for folder in folders]
    twice = next((one for place, one in enumerate(folders) if real[place] in real[:place]), None)
    if twice is not None:
        raise UsageError("same-folder", f"{twice} is named twice", "name each batch once")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError("in-the-way", f"{to} is there, and not empty", "name a new folder as the last argument")


def _open(folder: Path, stack: ExitStack) -> BatchToMerge:
    path = find_ledger(folder)
    if path.is_file():
        stack.enter_context(locked(folder))
    ledger = stack.enter_context(closing(Ledger(path, writes=False)))
    if ledger.look_up(ENDED) == "":
        raise unfinished(folder)
    return BatchToMerge(folder, ledger)


def _check_alike(sources: Sequence[BatchToMerge]) -> None:
    first, *others = sources
    for key in (STORE, RECORDS):
        wanted = _find_alike(first, key)
        for one in others:
            if (found := _find_alike(one, key)) != wanted:
                hint = "merge batches of one kind, read by one version"
                what = f"the batches differ: {found} in {one.out}, {wanted} in {first.out}"
                raise UsageError("other-output", what, hint)


def _find_alike(source: BatchToMerge, key: str) -> str:
    """A fact in which all have to agree; of databases on servers, which one it is and not its address."""
    told = source.ledger.look_up(key) or ""
    identity = source.ledger.look_up(DATABASE) if key == STORE else None
    return f"{told.partition('://')[0]} {identity}" if identity else told


def _merge(sources: Sequence[BatchToMerge], out: Path) -> MergedBatches:
    kind = sources[0].ledger.look_up(STORE) or "json"
    documents = tasks = 0
    with closing(Ledger(out / LEDGER)) as ledger:
        mover = make_mover(kind, out)
        names = OutputNames(ledger.is_taken)
        for source in sources:
            mover.begin(source.out, source.ledger.look_up(POSITION) or "")
            for page in _pages(source.ledger):
                _check_twins(page, ledger, source)
                for one in mover.take([_place(one, ledger, names) for one in page]):
                    ledger.put(one)
                    documents += one.container is not None or one.status.value != "opened"
                    tasks += one.tasks
        ledger.mark_copies(find_copies(ledger))
        _note_facts(ledger, sources[0].ledger, mover)
    return MergedBatches(len(sources), documents, tasks, _find_missing(sources))


def _pages(ledger: Ledger) -> Iterator[list[Outcome]]:
    outcomes = iter(ledger)
    while page := [*islice(outcomes, _PAGE)]:
        yield page


def _check_twins(page: Sequence[Outcome], ledger: Ledger, source: BatchToMerge) -> None:
    """Raises ``name-twice``: which of two documents of one name is meant, nobody can tell afterwards."""
    for name in ledger.find([one.name for one in page]):
        what = f"{name} is in {source.out} and in a batch before it"
        raise UsageError("name-twice", what, "merge shards of one archive (--shard), each of them once")


def _place(one: Outcome, ledger: Ledger, names: OutputNames) -> tuple[Outcome, str]:
    """An outcome with its place in the mirror, another one where that is taken; and its place before."""
    if not one.key or not ledger.is_taken(one.key):
        return one, one.target
    target, key = names.new(one.name)
    return one._replace(target=target, key=key), one.target


def _note_facts(ledger: Ledger, first: Ledger, mover: Mover) -> None:
    for key in (STORE, RECORDS, DATABASE):
        if (value := first.look_up(key)) is not None:
            ledger.note(key, value)
    ledger.note(POSITION, mover.finish())
    ledger.note(ENDED, "1")
    ledger.commit()


def _find_missing(sources: Iterable[BatchToMerge]) -> list[str]:
    """The shards of the same count that are not among the batches."""
    told = [words_to_shard(words) for one in sources if (words := one.ledger.look_up(SHARD))]
    there = {str(shard) for shard in told}
    wanted = (f"{number}/{of}" for of in {shard.of for shard in told} for number in range(1, of + 1))
    return [words for words in wanted if words not in there]
