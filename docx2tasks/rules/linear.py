"""Detects patterns that could take more than linear time, by their structure.

What is refused: a repeat without bound of something that is itself of variable length (``(x+)+``), two
repeats without bound of wide sets one after the other (``.*甲.*``), a search that begins with one
(every place of the text would be tried to its end), and a bounded repeat of nothing but repeats
(``(x{1,9}){1,9}``).  Possessive repeats and atomic groups give nothing back and count as bounded.

Reads the tree that the ``re`` module itself makes of a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.rules.tree import ASSERTIONS, Item, children, parse

_MANY = 1_000  # a bound above is none
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})
_WIDE = frozenset({"CATEGORY_WORD", "CATEGORY_NOT_SPACE", "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD"})
_WIDE_SPAN = 1_000  # characters of a range: 一-龥


def find_faults(source: str, *, is_search: bool) -> Iterator[str]:
    """Why a pattern that compiles could take time out of proportion, in words; nothing where it cannot."""
    items = list(parse(source))
    if any(map(_is_nested, _walk(items))):
        yield "a repeat inside a repeat takes exponential time"
    if _count_wide(items) > 1:
        yield "two repeats of wide sets without bound take time that grows with the square; bound them: {0,60}"
    if is_search and items and _begins_wide(items):
        yield "a search that begins with a repeat without bound tries every place to the end; bound it: {0,60}"


def can_be_empty(source: str) -> bool:
    """Whether a pattern can match no characters: a search with it would never move on."""
    return int(parse(source).getwidth()[0]) == 0


def _walk(items: Sequence[Item]) -> Iterator[Item]:
    """All operations that may be gone back into."""
    for item in items:
        yield item
        if str(item[0]) not in {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}:
            for inside in children(item):
                yield from _walk(inside)


def _is_repeat(item: Item) -> bool:
    return str(item[0]) in _REPEATS and item[1][1] > 1 and item[1][0] != item[1][1]


def _is_endless(item: Item) -> bool:
    return str(item[0]) in _REPEATS and item[1][1] > _MANY


def _is_nested(item: Item) -> bool:
    """Whether a repeat can cut the same words in many ways."""
    if not _is_repeat(item):
        return False
    body = item[1][2]
    if _is_endless(item):
        return any(str(one[0]) == "BRANCH" or str(one[0]) in _REPEATS for one in _walk(body))
    return len(body) == 1 and _is_loose(body[0])


def _is_loose(item: Item) -> bool:
    """Whether an operation is nothing but repeats."""
    if str(item[0]) == "SUBPATTERN":
        return len(item[1][3]) == 1 and _is_loose(item[1][3][0])
    return _is_repeat(item)


def _count_wide(items: Sequence[Item]) -> int:
    """The most wide endless repeats on one way through a pattern; what looks ahead is a way of its own."""
    here = 0
    aside = 0
    for item in items:
        if str(item[0]) in ASSERTIONS:
            aside = max(aside, _count_wide(item[1][1]))
        elif _is_endless(item) and _is_wide(item[1][2]):
            here += 1
        elif str(item[0]) not in {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}:
            here += max(map(_count_wide, children(item)), default=0)
    return max(here, aside)


def _begins_wide(items: Sequence[Item]) -> bool:
    for item in items:
        if str(item[0]) in {"AT", *ASSERTIONS}:
            if str(item[0]) == "AT" and "BEGINNING" in str(item[1]):
                return False
            continue
        if _is_endless(item):
            return _is_wide(item[1][2]) or item[1][0] > 0
        if str(item[0]) in {"BRANCH", "SUBPATTERN"}:
            return any(map(_begins_wide, children(item)))
        return False
    return False


def _is_wide(body: Sequence[Item]) -> bool:
    """Whether a repeat takes nearly anything."""
    if len(body) != 1:
        return False
    operation, inside = str(body[0][0]), body[0][1]
    if operation == "SUBPATTERN":
        return _is_wide(inside[3])
    if operation == "IN":
        return any(_is_wide_member(str(kind), value) for kind, value in inside)
    return operation in {"ANY", "NOT_LITERAL"}


def _is_wide_member(kind: str, value: object) -> bool:
    if kind == "RANGE" and isinstance(value, tuple):
        return bool(value[1] - value[0] > _WIDE_SPAN)
    return kind == "NEGATE" or str(value) in _WIDE
