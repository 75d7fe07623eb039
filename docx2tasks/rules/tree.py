"""The tree that the ``re`` module itself makes of a pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

Item = tuple[Any, Any]  # an operation of re and its argument
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
ASSERTIONS = frozenset({"ASSERT", "ASSERT_NOT"})


def parse(source: str) -> Any:  # noqa: ANN401  re does not say what it is
    """The operations of a pattern, in order: a sequence of :data:`Item`."""
    return import_module("re._parser").parse(source)


def children(item: Item) -> Iterator[Sequence[Item]]:
    """What lies inside an operation: sequences of operations."""
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
