"""A batch written to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from docx2tasks.cli.output import write_stdout
from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx2tasks.export.store import Expected, Removal, StoredDocument


class Printer(Protocol):
    """Lines of tasks to bytes that are printed."""

    def __call__(self, lines: Sequence[bytes], *, has_headers: bool) -> bytes:
        """Each line with its end; ``has_headers``: begin with the names of the columns, where there are such."""


class StandardOutput:
    """A store that prints; printed documents cannot be replaced."""

    def __init__(self, printer: Printer) -> None:
        from docx2tasks.export.store import Form  # noqa: PLC0415

        self.form = Form.tasks
        self._print, self._is_begun = printer, False

    def put(self, entries: Sequence[StoredDocument]) -> Sequence[None]:
        """Print tasks."""
        lines = b"".join(entry.data for entry in entries).splitlines(keepends=True)
        write_stdout(self._print(lines, has_headers=not self._is_begun))
        self._is_begun = True
        return [None] * len(entries)

    def stamp(self, entries: Sequence[StoredDocument]) -> Sequence[str]:
        """None is known."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Expected]) -> Sequence[str]:  # noqa: ARG002  nothing is written twice
        """None is known."""
        return ()

    def position(self) -> str:
        """None is known."""
        return ""

    def remove(self, removals: Sequence[Removal]) -> None:
        """Nothing is read twice."""

    def finish(self) -> None:
        """Print the names of the columns where there was no row."""
        if not self._is_begun:
            self.put(())

    def close(self) -> None:
        """It is not ours to close."""


def open_stdout(address: str) -> StandardOutput:
    """Standard output as a kind of output; ``json`` becomes lines.  Raises ``unknown-store`` and ``not-writable``."""
    from docx2tasks.addresses import hide_password  # noqa: PLC0415
    from docx2tasks.export.stores import find_store, load, names_of  # noqa: PLC0415

    kind = find_store(address)
    if not kind.printer:
        what = f"{hide_password(address)} cannot be written to standard output"
        lines = " or ".join(f"--to {name}" for name in names_of(lambda one: one.printer and one.part_format))
        raise UsageError("not-writable", what, f"use {lines}, or a folder instead of -")
    return StandardOutput(load(kind.printer))
