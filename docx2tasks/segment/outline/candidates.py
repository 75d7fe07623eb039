"""The places of a document at which a mark may be, each with what follows it."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.faults import attempt
from docx2tasks.numerals import text_to_number
from docx2tasks.segment.marks.decide import Candidate, is_heading_between
from docx2tasks.segment.marks.find import AUTOMATIC, Boundary, Marker, MarkFinder, MarkStyle
from docx2tasks.source import Block, Paragraph


def find_candidates(blocks: Sequence[Block], marks: MarkFinder) -> dict[int, tuple[Candidate, ...]]:
    """Candidates by block, each knowing the number of the next of its style."""
    found = [
        (number, marker)
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.aside is None
        for marker in attempt("the marks of a paragraph", block.passage.spans, [], _paragraph_markers, block, marks)
    ]
    following: dict[MarkStyle, int] = {}
    rows: dict[int, list[Candidate]] = {}
    after: Marker | None = None
    for number, marker in reversed(_with_levels(found)):
        block = blocks[number]
        text = block.text if isinstance(block, Paragraph) else ""
        heads = after is not None and after.number == 1 and after.style.name != marker.style.name
        heads = heads and is_heading_between(text[marker.end : after.start] if after else "")
        rows.setdefault(number, []).append(Candidate(marker, following.get(marker.style), heads))
        following[marker.style] = marker.number
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
    found = [m for m in marks.find(block.passage) if not (block.bullet and m.start < block.label)]
    if not block.label or block.bullet:
        return found
    if found and found[0].boundary == Boundary.LINE and found[0].label_end <= block.label:
        return [found[0]._replace(level=block.level or 0), *found[1:]]
    return [_label_to_marker(block), *(m for m in found if m.start >= block.label)]


def _label_to_marker(block: Paragraph) -> Marker:
    """The marker of an automatic label that no pattern knows (``A.``, ``甲、``); 0 counts nothing."""
    label = block.text[: block.label].rstrip()
    sign = label.strip("()（）.、．:： ")
    is_letter = len(sign) == 1 and sign.isascii() and sign.isalpha()
    number = ord(sign.lower()) - ord("a") + 1 if is_letter else text_to_number(sign)
    style = MarkStyle(AUTOMATIC, level=block.level or 0)
    return Marker(style, number or 0, 0, len(label), block.label, Boundary.LINE)


def shifted(candidate: Candidate, shift: int) -> Candidate:
    """The candidate for a passage that has lost ``shift`` characters at its start."""
    marker = candidate.marker
    moved = marker._replace(start=marker.start - shift, label_end=marker.label_end - shift, end=marker.end - shift)
    return candidate._replace(marker=moved)
