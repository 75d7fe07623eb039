"""The signatures of a document: issuer and date lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docx2tasks.segment.outline.items import Entry, Leftover, OutlinePart
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind


def find_signatures(entries: Sequence[Entry]) -> tuple[tuple[Passage, ...], ...]:
    """The lines of each signature (``市财政局⏎2023年5月6日``), in order; a title between them parts none."""
    lines = (entry for entry in entries if not isinstance(entry, OutlinePart))
    groups = (list(group) for signs, group in groupby(lines, key=_signs) if signs)
    return tuple(tuple(line.passage for line in group if isinstance(line, Leftover)) for group in groups)


def _signs(entry: Entry) -> bool:
    return isinstance(entry, Leftover) and entry.kind == LeftoverKind.SIGNATURE
