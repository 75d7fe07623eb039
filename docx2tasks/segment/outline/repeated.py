"""Documents that a page holds twice: the second print is marked."""

from __future__ import annotations

from itertools import pairwise

from docx2tasks.source import Diagnostic, Paragraph, Source
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_LONG_LINE = 30  # characters of a paragraph that is not repeated by chance
_REPEATED_LEAST = 6
_REPEATED_SHARE = 0.8


def mark_repeated(source: Source) -> Source:
    """Mark the second print of a page that holds its document twice."""
    first: dict[str, int] = {}
    runs: list[tuple[int, int]] = []  # (place, place of the first print)
    for number, block in enumerate(source.blocks):
        words = block.text if isinstance(block, Paragraph) else ""
        if len(words) < _LONG_LINE:
            continue
        if words in first:
            runs.append((number, first[words]))
        else:
            first[words] = number
    if len(runs) < _REPEATED_LEAST or any(b[1] <= a[1] or b[0] <= a[0] for a, b in pairwise(runs)):
        return source
    low, high = runs[0][0], runs[-1][0]
    if len(runs) < _REPEATED_SHARE * sum(
        isinstance(b, Paragraph) and len(b.text) >= _LONG_LINE for b in source.blocks[low : high + 1]
    ):
        return source
    blocks = tuple(
        b._replace(aside=LeftoverKind.REPEATED)
        if low <= n <= high and isinstance(b, Paragraph) and b.aside is None
        else b
        for n, b in enumerate(source.blocks)
    )
    doubt = Diagnostic(
        DiagnosticCode.TEXT_REPEATED, f"{len(runs)} paragraphs stand twice; the second print is left out", "warning"
    )
    return source._replace(blocks=blocks, diagnostics=(*source.diagnostics, doubt))
