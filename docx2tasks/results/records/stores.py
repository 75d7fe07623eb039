"""The table of stores that are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from docx2tasks.errors import UsageError
from docx2tasks.results.records.contents import Records
from docx2tasks.results.records.json_tree import open_tree
from docx2tasks.results.records.lines import open_lines
from docx2tasks.results.records.parquet import open_parquet
from docx2tasks.results.records.tables import open_duckdb, open_postgresql, open_sqlite


@contextmanager
def open_records(kind: str, out: Path) -> Iterator[Records]:
    """The records of a batch in ``out`` that was written to a store of this kind.

    Raises :class:`UsageError`: ``not-comparable`` (CSV joins what stands apart), ``not-installed``, ``database``.
    """
    name = kind.partition("://")[0]
    if name not in _KINDS:
        hint = f"run the batch once more with --to one of: {', '.join(_KINDS)}"
        raise UsageError("not-comparable", f"{out} was written as {name[:40]}, which does not hold all values", hint)
    with ExitStack() as stack:
        try:
            records = stack.enter_context(_KINDS[name](kind, out))
        except ImportError as error:
            hint = f"pip install 'docx2tasks[{'postgresql' if name == 'postgres' else name}]'"
            raise UsageError("not-installed", f"{error.name} is needed to read {name}", hint) from error
        yield records


_KINDS: Mapping[str, Callable[[str, Path], AbstractContextManager[Records]]] = {
    "json": open_tree,
    "jsonl": open_lines,
    "parquet": open_parquet,
    "sqlite": open_sqlite,
    "duckdb": open_duckdb,
    "postgresql": open_postgresql,
    "postgres": open_postgresql,
}
