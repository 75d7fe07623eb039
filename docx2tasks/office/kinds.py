"""The kinds of output for an office: one row for each, from which ``--to``, its help and the docs take them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from docx2tasks.office.rows import TaskRow
    from docx2tasks.office.sources import Unread


class OfficeOptions(NamedTuple):
    """What an output may be told; each kind takes what concerns it."""

    layout: Path | None = None


# rows are read once, from beginning to end; what was not read is known behind them
Writer = Callable[["Iterable[TaskRow]", "Sequence[Unread]", Path, OfficeOptions], None]


class OfficeKind(NamedTuple):
    """A kind of output: its name, the ends of names that ask for it, what it is, and ``package.module:name``."""

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    writer: str

    def load(self) -> Writer:
        """What writes it."""
        module, _, attribute = self.writer.partition(":")
        found: Writer = getattr(import_module(module), attribute)
        return found


KINDS = (
    OfficeKind(
        "xlsx", (".xlsx",), "a workbook to track the tasks: 督办台账", "docx2tasks.office.workbook.write:write_workbook"
    ),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def find_kind(path: Path, name: str | None) -> OfficeKind:
    """The kind that ``--to`` names, else the one of the file's suffix; raises ``unknown-kind``."""
    if name is not None and name in _BY_NAME:
        return _BY_NAME[name]
    suffix = path.suffix.lower()
    found = [kind for kind in KINDS if name is None and suffix in kind.suffixes]
    if found:
        return found[0]
    suffixes = ", ".join(suffix for kind in KINDS for suffix in kind.suffixes)
    what = f"there is no output called {name[:20]}" if name else f"the suffix of {path.name} names no output"
    raise UsageError("unknown-kind", what, f"use --to {', '.join(_BY_NAME)}, or a name that ends in {suffixes}")
