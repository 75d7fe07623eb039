"""Which of two readings a candidate has, judging by the ones before it.

``1.2项目部`` is item 1.2 behind 1.1 and item 1 elsewhere; ``I.`` is the ninth letter behind ``H.`` and one elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from docx2tasks.segment.marks.find import Boundary, Marker, MarkStyle, decimal_to_dot, find_decimal
from docx2tasks.source import Block, Paragraph

Parts = tuple[int, ...]
Found = Sequence[tuple[int, Marker]]

_READ_TWICE = frozenset({"decimal", "num-dot"})
_ROMAN_LETTERS = {"roman": "letter", "roman-small": "letter-small", "roman-paren": "letter-paren"}
_LETTER_VALUES = {1: 9, 5: 22, 10: 24}  # I V X as letters


def settle_decimals(found: Found, blocks: Sequence[Block]) -> list[tuple[int, Marker]]:
    """Candidates with ``1.2`` read as a decimal where the decimals before it, or the document, count so."""
    decimals = {place: decimal for place, (_, decimal) in _find_decimals(found, blocks)}
    if not decimals:
        return [*found]
    counts = any(_is_next(a.parts, b.parts) for a, b in pairwise(decimals.values()))
    settled: list[tuple[int, Marker]] = []
    last: Parts = ()
    for place, (number, marker) in enumerate(found):
        decimal = decimals.get(place)
        if decimal is None:
            last = (marker.number,) if _is_chapter(marker) else last
            settled.append((number, marker))
            continue
        block = blocks[number]
        chosen = _choose(marker, decimal, block, counts=counts, last=last)
        last = decimal.parts if chosen is decimal else last
        settled += [(number, chosen)] if chosen is not None else []
    return settled


def _find_decimals(found: Found, blocks: Sequence[Block]) -> Iterable[tuple[int, tuple[int, Marker]]]:
    """The decimals that begin lines, by the place of their candidate."""
    for place, (number, marker) in enumerate(found):
        block = blocks[number]
        if marker.style.name not in _READ_TWICE or marker.boundary != Boundary.LINE or not isinstance(block, Paragraph):
            continue
        decimal = find_decimal(block.passage.folded, marker)
        if decimal is not None and (not block.label or marker.label_end > block.label):
            yield place, (number, decimal)


def _choose(marker: Marker, decimal: Marker, block: Block, *, counts: bool, last: Parts) -> Marker | None:
    is_open = marker.weak or decimal.end > decimal.label_end  # 2.1月底前 is item 2, 2.1 月度 is 2.1
    fits = counts and is_open and (_follows(last, decimal.parts) or (not last and decimal.number == 1))
    if marker.style.name == "decimal":
        if counts or not isinstance(block, Paragraph):
            return decimal
        return decimal_to_dot(decimal, block.passage.folded) or decimal
    return decimal if fits else marker


def _is_next(last: Parts, parts: Parts) -> bool:
    return parts == (*last, 1) or (bool(last) and parts[:-1] == last[:-1] and parts[-1] == last[-1] + 1)


def _follows(last: Parts, parts: Parts) -> bool:
    """Whether a decimal is the next of its list, the first of one below, or goes on with one above."""
    if _is_next(last, parts):
        return True
    size = len(parts)
    if size < len(last):
        return parts[:-1] == last[: size - 1] and parts[-1] == last[size - 1] + 1
    return bool(last) and parts[0] == last[0] + 1 and all(part == 1 for part in parts[1:])


def _is_chapter(marker: Marker) -> bool:
    return marker.boundary == Boundary.LINE and marker.style.name in {"num-blank", "num-dot", "num-comma"}


def settle_letters(found: Found) -> list[tuple[int, Marker]]:
    """Candidates with ``I.`` read as a letter after ``H.``."""
    reached: dict[str, int] = {}
    settled: list[tuple[int, Marker]] = []
    for number, marker in found:
        letters = _ROMAN_LETTERS.get(marker.style.name, marker.style.name)
        as_letter = _LETTER_VALUES.get(marker.number, 0) if letters != marker.style.name else 0
        if as_letter and reached.get(letters) == as_letter - 1:
            marker = marker._replace(style=MarkStyle(letters), number=as_letter)  # noqa: PLW2901
        if marker.style.name.startswith("letter"):
            reached[marker.style.name] = marker.number
        settled.append((number, marker))
    return settled
