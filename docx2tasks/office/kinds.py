"""The table of office formats, from which ``--to``, its help and the docs are generated."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from docx2tasks.office.papers import Paper, Unread


class OfficeOptions(NamedTuple):
    """The options of office formats; each format takes those that its row names.

    ``encoding`` is that of CSV (``utf-8``, ``gb18030``); ``alarm`` how many days before an event it reminds, None for
    no alarm; ``by`` is ``unit`` for a file for each unit.
    """

    layout: Path | None = None
    encoding: str = "utf-8"
    alarm: int | None = 7
    by: str = ""


# papers are read once, from beginning to end, and what was not read is known behind them; it returns what to tell
Writer = Callable[["Iterable[Paper]", "Sequence[Unread]"], Sequence[str]]


class OfficeKind(NamedTuple):
    """A kind of output.

    ``suffixes`` are the ends of names that ask for it, ``opener`` (``package.module:name``) makes a writer of a path
    and options, ``takes`` are the options that it knows; ``is_filled``: people work in such files.
    """

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    opener: str
    takes: tuple[str, ...] = ()
    is_filled: bool = False

    def open(self, path: Path, options: OfficeOptions) -> Writer:
        """The writer to ``path``; errors are raised before anything is read.

        Raises ``in-the-way``, ``not-writable``, ``wrong-layout``.
        """
        check_target(path, is_filled=self.is_filled)
        module, _, attribute = self.opener.partition(":")
        writer: Writer = getattr(import_module(module), attribute)(path, options)
        return writer

    def to_options(self, given: Mapping[str, Any]) -> OfficeOptions:
        """The options that were given; raises ``usage`` for one that this kind does not take."""
        for name in given:
            if name not in self.takes:
                others = [kind.name for kind in KINDS if name in kind.takes]
                raise UsageError(
                    "usage", f"--{name} does not apply to {self.name}", f"it applies to {', '.join(others)}"
                )
        return OfficeOptions()._replace(**given)


_OFFICE = "docx2tasks.office"
KINDS = (
    OfficeKind(
        "xlsx",
        (".xlsx",),
        "a workbook for tracking tasks: 督办台账",
        f"{_OFFICE}.merge.open:open_workbook",
        ("layout",),  # people work in it: what is there is updated, not written over
    ),
    OfficeKind(
        "docx",
        (".docx",),
        "a 任务分解表 per document: landscape A4, merged categories, repeated header",
        f"{_OFFICE}.outputs:open_word",
        is_filled=True,
    ),
    OfficeKind("md", (".md",), "a Markdown table per document", f"{_OFFICE}.outputs:open_markdown"),
    OfficeKind("csv", (".csv",), "one task per row, for spreadsheets", f"{_OFFICE}.outputs:open_csv", ("encoding",)),
    OfficeKind(
        "ics",
        (".ics",),
        "a calendar with an all-day event for each deadline",
        f"{_OFFICE}.calendars:open_calendar",
        ("alarm", "by"),
    ),
    OfficeKind("flat", (".jsonl", ".ndjson"), "JSON Lines with the columns of CSV", f"{_OFFICE}.outputs:open_flat"),
    OfficeKind(
        "chunks",
        (),
        "JSON Lines for retrieval: one self-contained text per task",
        f"{_OFFICE}.outputs:open_chunks",
    ),
    OfficeKind(
        "corrections",
        (),
        "the edits of a workbook that `export` wrote, for `--corrections`",
        f"{_OFFICE}.outputs:open_corrections",
    ),
    OfficeKind(
        "sqlite",
        (".sqlite", ".sqlite3", ".db"),
        "an SQLite database with the tables of a batch",
        f"{_OFFICE}.stores:open_sqlite",
        is_filled=True,
    ),
    OfficeKind(
        "duckdb",
        (".duckdb",),
        "a DuckDB database with the same tables",
        f"{_OFFICE}.stores:open_duckdb",
        is_filled=True,
    ),
    OfficeKind(
        "parquet", (".parquet",), "a Parquet file with the columns of a batch", f"{_OFFICE}.stores:open_parquet"
    ),
    OfficeKind(
        "label-studio",
        (),
        "tasks of Label Studio with predictions, and the labeling interface in `NAME.xml`",
        f"{_OFFICE}.annotations.outputs:open_label_studio",
    ),
    OfficeKind("doccano", (), "JSON Lines of doccano: text and spans", f"{_OFFICE}.annotations.outputs:open_doccano"),
    OfficeKind(
        "doccano-relations",
        (),
        "the same with relations between spans",
        f"{_OFFICE}.annotations.outputs:open_linked_doccano",
    ),
    OfficeKind("gold", (), "gold for `score`, one document per line", f"{_OFFICE}.annotations.outputs:open_gold"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def find_kind(path: Path, name: str | None) -> OfficeKind:
    """The kind that ``--to`` names, else the one of the file's suffix; raises ``unknown-kind``."""
    found = _BY_NAME.get(name) if name is not None else find_kind_of_suffix(path)
    if found:
        return found
    suffixes = ", ".join(suffix for kind in KINDS for suffix in kind.suffixes)
    what = f"unknown format {name[:20]}" if name else f"the suffix of {path.name} is not a known format"
    raise UsageError("unknown-kind", what, f"use --to {', '.join(_BY_NAME)}, or a file name ending in {suffixes}")


def find_kind_of_suffix(path: Path) -> OfficeKind | None:
    """The kind that a file's name asks for; None where it asks for none."""
    return next((kind for kind in KINDS if path.suffix.lower() in kind.suffixes), None)


def check_target(path: Path, *, is_filled: bool) -> None:
    """Raises ``in-the-way`` for a file that may contain manual edits, and ``not-writable``."""
    if is_filled and os.path.lexists(path):
        raise UsageError("in-the-way", f"{path} exists and may contain manual edits", "choose another file")
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise UsageError("not-writable", f"{path} is not a regular file", "choose another file")
    if not target.parent.is_dir():
        raise UsageError(
            "not-writable", f"the folder {target.parent} does not exist", "create it, or choose another file"
        )


def kinds_to_markdown() -> str:
    """The table of the kinds in ``docs/ledger.md``."""
    rows = ["| `--to` | suffix | is | options |", "|---|---|---|---|"]
    for kind in KINDS:
        suffixes = " ".join(f"`{suffix}`" for suffix in kind.suffixes) or "–"
        options = " ".join(f"`--{name}`" for name in kind.takes) or "–"
        rows.append(f"| `{kind.name}` | {suffixes} | {kind.meaning} | {options} |")
    return "\n".join(rows) + "\n"
