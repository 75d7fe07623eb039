"""The table of stores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx2tasks.export.files import make_folder, write_atomically
from docx2tasks.export.store import Entry, Form, Store


class Tree:
    form = Form.document

    def __init__(self, out: Path) -> None:
        self._out = out

    def put(self, entries: Sequence[Entry]) -> Sequence[int | None]:
        for entry in entries:
            make_folder((self._out / entry.target).parent)
            write_atomically(self._out / entry.target, entry.data)
        return [None] * len(entries)

    def position(self) -> str:
        return ""

    def drop(self, stale: Sequence[tuple[str, int | None]]) -> None:
        pass

    def finish(self) -> None:
        pass

    def close(self) -> None:
        pass


def open_store(kind: str, out: Path, position: str, *, part_bytes: int) -> Store:
    return Tree(out)
