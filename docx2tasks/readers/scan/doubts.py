"""What has to be said of text that was recognized in a picture: that it was, and where it is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from docx2tasks.source import Diagnostic, Source, Span

# Of our rendered scans 0.1 % of the signs were under it and 3 of 4 that were wrong; right ones are mostly over 0.99.
LOW = 0.8
_SHOWN = 20  # characters of a doubtful line that are shown


def doubts_about(source: Source) -> tuple[Diagnostic, ...]:
    """Diagnostics on a source with recognized text; none where all was read.

    ``recognized`` says that text was recognized and how sure that was on average; ``low-confidence``
    names each line with signs that are less sure than :data:`LOW`, and their spans.
    """
    if source.confidences is None:
        return ()
    sizes = [end - start for (start, end), _ in source.confidences]
    total = sum(size * sure for size, (_, sure) in zip(sizes, source.confidences, strict=True))
    mean = total / sum(sizes) if sum(sizes) else 0.0
    words = f"{sum(sizes):,} characters were recognized in a picture, with a mean confidence of {mean:.2f}"
    return (Diagnostic("recognized", words), *_low(source))


def _low(source: Source) -> Iterator[Diagnostic]:
    """A diagnostic for each line with doubtful signs."""
    spans = [span for span, sure in source.confidences or () if sure < LOW]
    for start, group in groupby(spans, key=lambda span: source.text.rfind("\n", 0, span[0]) + 1):
        low = tuple(group)
        signs = "".join(source.text[first:last] for first, last in low)
        line = source.text[start:].split("\n", 1)[0][:_SHOWN]
        yield Diagnostic("low-confidence", f"{signs[:_SHOWN]!r} is doubtful in {line!r}", "warning", _joined(low))


def _joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans that touch as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
