"""A batch to standard output: the stores that are streams to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx2tasks.cli.output import write_stdout
from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx2tasks.export.store import Entry, Held, Stale


class StandardOutput:
    """A store of lines of JSON; what is written is gone."""

    def __init__(self) -> None:
        from docx2tasks.export.store import Form  # noqa: PLC0415

        self.form = Form.tasks

    def put(self, entries: Sequence[Entry]) -> Sequence[None]:
        """Write lines."""
        write_stdout(b"".join(entry.data for entry in entries))
        return [None] * len(entries)

    def stamp(self, entries: Sequence[Entry]) -> Sequence[str]:
        """None is known."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Held]) -> Sequence[str]:  # noqa: ARG002  nothing is written twice
        """None is known."""
        return ()

    def position(self) -> str:
        """None is known."""
        return ""

    def drop(self, stale: Sequence[Stale]) -> None:
        """Nothing is read twice."""

    def finish(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """It is not ours to close."""


class CsvOutput(StandardOutput):
    """The same as CSV: the names of the columns first, no mark in front of them."""

    def __init__(self) -> None:
        super().__init__()
        self._is_begun = False

    def put(self, entries: Sequence[Entry]) -> Sequence[None]:
        """Write rows."""
        from docx2tasks.export.csv_text import lines_to_csv  # noqa: PLC0415

        lines = b"".join(entry.data for entry in entries).splitlines()
        write_stdout(lines_to_csv(lines, has_headers=not self._is_begun))
        self._is_begun = True
        return [None] * len(entries)

    def finish(self) -> None:
        """Write the names of the columns where there was no row."""
        if not self._is_begun:
            self.put(())


def open_stdout(kind: str) -> StandardOutput:
    """The stream of a kind; ``json`` becomes lines.  Raises ``unknown-store`` and ``not-writable``."""
    from docx2tasks.export.store import check_store, hide_password  # noqa: PLC0415

    check_store(kind)
    if kind == "csv":
        return CsvOutput()
    if kind not in {"json", "jsonl"}:
        what = f"{hide_password(kind)} cannot be written to standard output"
        raise UsageError("not-writable", what, "use --to jsonl or --to csv, or name a folder instead of -")
    return StandardOutput()
