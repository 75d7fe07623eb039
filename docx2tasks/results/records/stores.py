"""Finds the records that a batch wrote, and opens them by their output format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.ledger import STORE, Ledger, find_ledger, is_ledger
from docx2tasks.errors import UsageError
from docx2tasks.export.places import find_folder
from docx2tasks.export.stores import find_database_kind, load, names_of, written_as
from docx2tasks.results.records.contents import Records


class RecordsPlace(NamedTuple):
    """Where records are: the address of their store (``json``, ``sqlite:///PATH``), and the folder that it is in."""

    address: str
    out: Path
    has_ledger: bool


def find_records(path: Path) -> RecordsPlace | None:
    """The records of a batch (``结果``, ``结果.sqlite``), or of a database alone; None where it is something else."""
    out = find_folder(path)
    if is_ledger(find_ledger(out)):
        with closing(Ledger(find_ledger(out), writes=False)) as ledger:
            return RecordsPlace(ledger.look_up(STORE) or "json", out, has_ledger=True)
    kind = find_database_kind(path) if path.is_file() else None
    return RecordsPlace(f"{kind.name}:///{path.absolute()}", path.parent, has_ledger=False) if kind else None


@contextmanager
def open_records(address: str, out: Path) -> Iterator[Records]:
    """The records of a batch in ``out`` that was written to a store of this kind.

    Raises :class:`UsageError`: ``not-comparable`` (CSV joins what stands apart), ``not-installed``, ``database``.
    """
    kind = written_as(address)
    name = address.partition("://")[0]
    if kind is None or not kind.reader:
        hint = f"run the batch again with --to set to one of: {', '.join(names_of(lambda one: one.reader))}"
        raise UsageError("not-comparable", f"{out} was written as {name[:40]}, which does not keep all values", hint)
    with ExitStack() as stack:
        try:
            records: Records = stack.enter_context(load(kind.reader)(address, out))
        except ImportError as error:
            raise kind.to_missing(f"{error.name} is needed to read {name}") from error
        yield records
