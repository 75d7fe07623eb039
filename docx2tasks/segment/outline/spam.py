"""Injected phrases inside the document's own sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rule, Rules
from docx2tasks.source import Block, Diagnostic, Paragraph, Source, Span
from docx2tasks.vocabulary import DiagnosticCode


class SpamFinder:
    """Finds foreign phrases with one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._phrases = rules["spam"].of("phrase")
        self._references = rules["references"]

    def find(self, source: Source) -> tuple[tuple[Span, ...], tuple[Diagnostic, ...]]:
        """Injected phrases inside the document's own sentences, and what they replaced.

        ``365bet…_…官网下载人民政府办公室`` in the title and the signature: the phrase is what all its
        occurrences share.  The name it replaced is offered, where the document holds the evidence.
        """
        text = source.text
        cores = list(_find_phrases(fold_width(text), self._phrases))
        if not cores:
            return (), ()
        spans = _shared_spans(text, _merged(cores))
        phrase = text[spans[0][0] : spans[0][1]]
        message = f"an injected phrase ({phrase[:40]}) was removed in {len(spans)} places"
        name = self._find_replaced(text, spans)
        if name:
            message += f"; judging by the document number and names, it replaced {name}"
        return spans, (Diagnostic(DiagnosticCode.SPAM_REMOVED, message, "warning", spans),)

    def _find_replaced(self, text: str, spans: Sequence[Span]) -> str | None:
        """The place name that the document's number and its other names speak for."""
        number = self._references.find("number", text)
        if number is None:
            return None
        first = re.escape(number[1].group()[:1])
        clean = "".join(
            text[low:high]
            for low, high in zip([0, *(e for _, e in spans)], [*(s for s, _ in spans), len(text)], strict=True)
        )
        pairs = Counter(re.findall(rf"{first}[^\W\da-zA-Z_](?=[市省县区州]|经验|模式|样板|人民)", clean))
        ahead = text[spans[0][1] : spans[0][1] + 2]
        if not pairs:
            return None
        name = pairs.most_common(1)[0][0]
        return f"{name}市" if ahead.startswith("人民") and not name.endswith("市") else name


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans that overlap or touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _shared_spans(text: str, cores: Sequence[Span]) -> tuple[Span, ...]:
    """Each core grown, or cut, to what the repeated ones have in common."""
    words = Counter(text[start:end] for start, end in cores)
    if len(cores) < 2:
        return tuple(cores)
    common = _common_middle([text[start:end] for start, end in cores]) or words.most_common(1)[0][0]
    found = []
    at = text.find(common)
    while at >= 0:
        found.append((at, at + len(common)))
        at = text.find(common, at + len(common))
    rest = [span for span in cores if not any(low < span[1] and span[0] < high for low, high in found)]
    return tuple(sorted([*found, *rest]))


def _find_phrases(folded: str, rules: Sequence[Rule]) -> Iterator[Span]:
    """The places of phrases; none of them goes over a line end, and most lines hold no word of theirs."""
    for rule in rules:
        at = 0
        for line in folded.splitlines(keepends=True) if rule.may_match(folded) else ():
            if rule.may_match(line):
                yield from (match.span() for match in rule.regex.finditer(folded, at, at + len(line)))
            at += len(line)


def _common_middle(words: Sequence[str]) -> str:
    """The longest string that all of ``words`` hold."""
    shortest = min(words, key=len)
    for size in range(len(shortest), 5, -1):
        for start in range(len(shortest) - size + 1):
            part = shortest[start : start + size]
            if all(part in word for word in words):
                return part
    return ""


def block_without(block: Block, spam: Sequence[Span]) -> Block:
    """The block without the spans of foreign words, in cells too."""
    return _map_paragraphs(block, lambda paragraph: _paragraph_without(paragraph, spam))


def _paragraph_without(paragraph: Paragraph, spam: Sequence[Span]) -> Paragraph:
    passage = paragraph.passage
    if not passage:
        return paragraph
    hits = [span for span in spam if span[0] < passage.end and passage.start < span[1]]
    if not hits:
        return paragraph
    ranges, offset = [], 0
    for start, end in passage.spans:
        for low, high in hits:
            inner = max(low, start), min(high, end)
            if inner[0] < inner[1]:
                ranges.append((offset + inner[0] - start, offset + inner[1] - start))
        offset += end - start
    return paragraph._replace(passage=passage.without(ranges))


def _map_paragraphs(block: Block, change: Callable[[Paragraph], Paragraph]) -> Block:
    """The block with every paragraph changed, those in cells too."""
    if isinstance(block, Paragraph):
        return change(block)
    rows = tuple(
        tuple(replace(cell, blocks=tuple(_map_paragraphs(b, change) for b in cell.blocks)) for cell in row)
        for row in block.rows
    )
    return block._replace(rows=rows)
