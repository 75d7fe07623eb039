"""What is no part of the document's own words: injected spam, contents lists, page numbers.

It is named and set aside, never dropped in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.markers import Boundary, find_markers
from docx2tasks.source import Block, Diagnostic, Paragraph, Source, Span, Table

_CONTENTS_LEAST = 4
_CONTENTS_LENGTH = 80
_LONG_LINE = 30  # characters of a paragraph that is not repeated by chance
_REPEATED_LEAST = 6
_REPEATED_SHARE = 0.8
_LEADER = re.compile(r"[.…·][ ]?[.…·]")
_LEADERS = re.compile(r"[.…·\s\u3000]*\d{0,4}$")
_STOPS = ("。", "；", "：", "，", "）")


def set_aside(source: Source, rules: Rules) -> Source:
    """The source with spam cut out of its passages and contents lists marked as such."""
    spam, diagnostics = find_spam(source, rules)
    if spam:
        source = source._replace(
            blocks=tuple(_block_without(block, spam) for block in source.blocks),
            leftovers=(*source.leftovers, *(("spam", span) for span in spam)),
            diagnostics=(*source.diagnostics, *diagnostics),
        )
    return mark_repeated(source._replace(blocks=_mark_contents(source.blocks, rules)))


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
        b._replace(aside="repeated") if low <= n <= high and isinstance(b, Paragraph) and b.aside is None else b
        for n, b in enumerate(source.blocks)
    )
    doubt = Diagnostic("text-repeated", f"{len(runs)} paragraphs stand twice; the second print is left out", "warning")
    return source._replace(blocks=blocks, diagnostics=(*source.diagnostics, doubt))


# spam -------------------------------------------------------------------------------------


def find_spam(source: Source, rules: Rules) -> tuple[tuple[Span, ...], tuple[Diagnostic, ...]]:
    """Foreign phrases repeated inside the document's own sentences, and what they stand for.

    ``365bet…_…官网下载人民政府办公室`` in the title and the signature: the phrase is what all its
    occurrences share.  The name it replaced is offered, where the document holds the evidence.
    """
    text = source.text
    if not rules["spam"].find("hint", text):
        return (), ()
    cores = [m.span() for rule in rules["spam"].of("phrase") for m in rule.regex.finditer(fold_width(text))]
    if not cores:
        return (), ()
    spans = _shared_spans(text, _merged(cores))
    phrase = text[spans[0][0] : spans[0][1]]
    message = f"a foreign phrase ({phrase[:40]}) was removed in {len(spans)} places"
    name = _evidence(text, spans, rules)
    if name:
        message += f"; the document's own number and names suggest that it stands for {name}"
    return spans, (Diagnostic("spam-removed", message, "warning", spans),)


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


def _common_middle(words: Sequence[str]) -> str:
    """The longest string that all of ``words`` hold."""
    shortest = min(words, key=len)
    for size in range(len(shortest), 5, -1):
        for start in range(len(shortest) - size + 1):
            part = shortest[start : start + size]
            if all(part in word for word in words):
                return part
    return ""


def _evidence(text: str, spans: Sequence[Span], rules: Rules) -> str | None:
    """The place name that the document's number and its other names speak for."""
    number = rules["references"].of("number")[0].regex.search(text)
    if not number:
        return None
    first = number.group()[0]
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


def _block_without(block: Block, spam: Sequence[Span]) -> Block:
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


# contents lists ---------------------------------------------------------------------------


def _mark_contents(blocks: tuple[Block, ...], rules: Rules) -> tuple[Block, ...]:
    """Mark a run of heading lines at the front that all come again later."""
    blocks = tuple(_mark_leaders(block, rules) for block in blocks)
    keys = [_line_key(block) for block in blocks]
    last = {key: number for number, key in enumerate(keys) if key}
    start = next((n for n, block in enumerate(blocks) if _is_contents_mark(block, rules)), None)
    run = _run_from(start + 1, keys, last) if start is not None else _marked_run(blocks, keys, last, rules)
    if len(run) < (1 if start is not None else _CONTENTS_LEAST):
        return blocks
    chosen = {*run, *([start] if start is not None else [])}
    return tuple(
        block._replace(aside="contents")
        if n in chosen and isinstance(block, Paragraph) and block.aside is None
        else block
        for n, block in enumerate(blocks)
    )


def _mark_leaders(block: Block, rules: Rules) -> Block:
    """A line that ends in leaders and a page number is of a contents list wherever it stands."""
    if isinstance(block, Table) or block.aside is not None or not _LEADER.search(block.text):
        return block
    return block._replace(aside="contents") if _is_contents_line(block.text, rules) else block


def _is_contents_line(text: str, rules: Rules) -> bool:
    return rules["paragraphs"].find("contents", fold_width(text).strip()) is not None


def _line_key(block: Block) -> str:
    """The words of a short line without leaders, page number and blanks."""
    if isinstance(block, Table):
        return ""
    text = block.passage.text
    if len(text) > _CONTENTS_LENGTH:
        return ""
    folded = fold_width(text)
    if not (text[-1:].isalpha() or text.endswith(_STOPS)):  # other lines hold none
        folded = _LEADERS.sub("", folded)
    return "".join(folded.split())


def _is_contents_mark(block: Block, rules: Rules) -> bool:
    return isinstance(block, Paragraph) and _is_contents_line(block.text, rules)


def _run_from(start: int, keys: Sequence[str], last: dict[str, int]) -> list[int]:
    """The lines behind 目录 that come again later, up to the first that does not."""
    run: list[int] = []
    for number in range(start, len(keys)):
        key = keys[number]
        if not key or last[key] == number:
            break
        if run and key == keys[run[0]]:
            break
        run.append(number)
    return run


def _marked_run(blocks: Sequence[Block], keys: Sequence[str], last: dict[str, int], rules: Rules) -> list[int]:
    """Without the word 目录: at least four numbered lines in a row that come again in order."""
    run: list[int] = []
    for number, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        repeated = bool(key) and last[key] > number and isinstance(block, Paragraph) and _is_marked(block, rules)
        if repeated and (not run or key != keys[run[0]]):
            run.append(number)
        elif len(run) >= _CONTENTS_LEAST:
            break
        else:
            run = []
    return run


def _is_marked(block: Paragraph, rules: Rules) -> bool:
    first = next(find_markers(block.passage, rules), None)
    return first is not None and first.boundary == Boundary.LINE
