"""The parse tree of a pattern, from the ``re`` module."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from importlib import import_module
from typing import Any

Item = tuple[Any, Any]  # an operation of re and its argument
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
ASSERTIONS = frozenset({"ASSERT", "ASSERT_NOT"})


def parse(source: str) -> Any:  # noqa: ANN401  re does not say what it is
    """The operations of a pattern, in order: a sequence of :data:`Item`."""
    return import_module("re._parser").parse(source)


def children(item: Item) -> Iterator[Sequence[Item]]:
    """The sequences inside an operation."""
    operation, inside = str(item[0]), item[1]
    if operation in REPEATS:
        yield inside[2]
    elif operation == "SUBPATTERN":
        yield inside[3]
    elif operation == "BRANCH":
        yield from inside[1]
    elif operation in ASSERTIONS:
        yield inside[1]
    elif operation == "ATOMIC_GROUP":
        yield inside
    elif operation == "GROUPREF_EXISTS":
        yield from (part for part in inside[1:] if part is not None)


def takes_part(items: Sequence[Item], groups: Container[int]) -> bool:
    """Whether every match of the operations goes through one of the groups, by their numbers."""
    return any(_goes_through(item, groups) for item in items)


def _goes_through(item: Item, groups: Container[int]) -> bool:
    operation, inside = str(item[0]), item[1]
    if operation == "SUBPATTERN" and inside[0] in groups:
        return True
    if operation in REPEATS:
        return inside[0] > 0 and takes_part(inside[2], groups)
    if operation == "BRANCH":
        return all(takes_part(way, groups) for way in inside[1])
    if operation == "GROUPREF_EXISTS":
        return all(way is not None and takes_part(way, groups) for way in inside[1:])
    return operation != "ASSERT_NOT" and any(takes_part(body, groups) for body in children(item))
