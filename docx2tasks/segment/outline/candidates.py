"""The positions at which a label may be, with the text after each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from docx2tasks.faults import attempt
from docx2tasks.numerals import fold_width, text_to_number
from docx2tasks.segment.marks.count import one_of_list
from docx2tasks.segment.marks.decide import MarkCandidate, is_heading_between
from docx2tasks.segment.marks.find import AUTOMATIC, Boundary, Marker, MarkFinder, MarkStyle
from docx2tasks.segment.marks.settle import settle_decimals, settle_letters
from docx2tasks.segment.marks.signs import lead_size
from docx2tasks.source import Block, Paragraph, Passage


def find_candidates(blocks: Sequence[Block], marks: MarkFinder) -> dict[int, tuple[MarkCandidate, ...]]:
    """Candidates by block, each knowing the number of the next of its style."""
    found = [
        (number, marker)
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.aside is None
        for marker in attempt("the marks of a paragraph", block.passage.spans, [], _paragraph_markers, block, marks)
    ]
    found = settle_letters(settle_decimals(found, blocks))
    following: dict[MarkStyle, int] = {}
    rows: dict[int, list[MarkCandidate]] = {}
    after: Marker | None = None
    for number, marker in reversed(_with_levels(found)):
        block = blocks[number]
        text = block.text if isinstance(block, Paragraph) else ""
        heads = after is not None and after.number == 1 and after.style.name != marker.style.name
        heads = heads and is_heading_between(text[marker.end : after.start] if after else "")
        rows.setdefault(number, []).append(MarkCandidate(marker, following.get(one_of_list(marker.style)), heads))
        following[one_of_list(marker.style)] = marker.number
        after = marker
    return {number: tuple(reversed(row)) for number, row in sorted(rows.items())}


def _with_levels(found: Sequence[tuple[int, Marker]]) -> list[tuple[int, Marker]]:
    """Give automatic numbers of one style their level's own style, where lists of it are nested."""
    levels: dict[str, set[int]] = {}
    for _, marker in found:
        if marker.level is not None and not marker.parts:
            levels.setdefault(marker.style.name, set()).add(marker.level)
    nested = {name for name, seen in levels.items() if len(seen) > 1}
    return [
        (n, m._replace(style=m.style._replace(level=m.level)) if m.level and m.style.name in nested else m)
        for n, m in found
    ]


def _paragraph_markers(block: Paragraph, marks: MarkFinder) -> list[Marker]:
    """Candidates in a paragraph; an automatic number is one, an automatic bullet is none."""
    found = [m for m in marks.find(block.passage) if not ((block.bullet and m.start < block.label) or _is_never(m))]
    if not block.label or block.bullet:
        return found
    inside = [m for m in found if m.start >= block.label]
    label = block.text[: block.label].rstrip()
    own = next((m for m in chain(found[:1], _label_alone(label, marks)) if _is_label(m, label)), None)
    if own is None:
        return [_label_to_marker(block, label), *inside]
    number = own.number if block.number is None else block.number
    return [own._replace(level=block.level or 0, number=number, end=block.label), *inside]


def _is_never(marker: Marker) -> bool:
    """Whether a candidate is no mark in any list: the 6. of 1、6.30前."""
    return marker.weak and marker.boundary == Boundary.WORD


def _is_label(marker: Marker, label: str) -> bool:
    return marker.boundary == Boundary.LINE and marker.label_end == len(label)


def _label_alone(label: str, marks: MarkFinder) -> Iterator[Marker]:
    """The candidate of a label before other words than its own, of which the first may be a figure: ``1.30分钟``."""
    words = f"{label}开展"
    yield from islice(marks.find(Passage(words, ((0, len(words)),))), 1)


def _label_to_marker(block: Paragraph, label: str) -> Marker:
    """The marker of an automatic label that no pattern knows (``第1步：``); 0 counts nothing."""
    signs = lead_size(fold_width(label))
    number = text_to_number(label[signs:].strip("()（）.、．:： ")) if block.number is None else block.number
    level = block.level or 0
    style = MarkStyle(AUTOMATIC, level=level)
    return Marker(style, number or 0, signs, len(label), block.label, Boundary.LINE, level=level, signs=signs)


def shifted(candidate: MarkCandidate, shift: int) -> MarkCandidate:
    """The candidate for a passage that has lost ``shift`` characters at its start."""
    marker = candidate.marker
    moved = marker._replace(start=marker.start - shift, label_end=marker.label_end - shift, end=marker.end - shift)
    return candidate._replace(marker=moved)
