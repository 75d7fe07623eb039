"""Opens the records of a batch by its output format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from docx2tasks.errors import UsageError
from docx2tasks.export.stores import load, names_of, written_as
from docx2tasks.results.records.contents import Records


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
