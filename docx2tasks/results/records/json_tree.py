"""Reads records from JSON files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from docx2tasks.export.names import text_to_name
from docx2tasks.results.records.contents import Held, Known, Records, json_to_contents


class _Tree:
    def __init__(self, out: Path) -> None:
        self._out = out

    def fetch(self, documents: Sequence[Known]) -> Iterator[Held | None]:
        for known in documents:
            held = None
            with suppress(OSError, ValueError):  # gone; a name with NUL
                held = Held((self._out / text_to_name(known.target)).read_bytes(), json_to_contents)
            yield held

    def fetch_whole(self, documents: Sequence[Known]) -> Iterator[Mapping[str, Any] | None]:
        """The content of each file."""
        return (None if held is None else json.loads(held.data) for held in self.fetch(documents))


@contextmanager
def open_tree(_kind: str, out: Path) -> Iterator[Records]:
    """The files below ``out``, at the paths in the ledger."""
    yield _Tree(out)
