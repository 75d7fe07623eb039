"""Compiled patterns as plain values, so that they can be cached.

The list is what this Python's matcher runs, so it is kept for this Python only (``sys.version`` is part of the
file's name).  Without those parts of ``re``, which other Pythons may name otherwise, patterns are compiled as ever.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]  # what _sre.compile takes after the pattern


class Recall(Protocol):
    """What gives a value of an earlier run, or makes it: ``KeptValues.recall``."""

    def __call__(self, name: str, key: object, make: Callable[[], Code]) -> Code:
        """The code kept under a name and a key."""


@contextmanager
def compiling(recall: Recall) -> Iterator[None]:
    """While it lasts, ``re.compile`` asks for the code of a pattern before it parses one."""
    try:
        compiler: Any = import_module("re._compiler")
        engine: Any = import_module("_sre")
        plain, parse, to_code = compiler.compile, compiler._parser.parse, compiler._code  # noqa: SLF001
    except (ImportError, AttributeError):
        yield
        return

    def compile_kept(source: Any, flags: int = 0) -> re.Pattern[Any]:  # noqa: ANN401  what re.compile takes
        if not isinstance(source, str | bytes) or flags & re.DEBUG:
            made: re.Pattern[Any] = plain(source, flags)
            return made
        flags = int(flags)
        name, key = type(source).__name__, (source, flags)
        kept = recall(name, key, lambda: _tree_to_code(parse(source, flags), flags, to_code))
        own, code, groups, names, order = kept
        found: re.Pattern[Any] = engine.compile(source, own, memoryview(code).cast("I").tolist(), groups, names, order)
        return found

    compiler.compile = compile_kept
    try:
        yield
    finally:
        compiler.compile = plain


def _tree_to_code(tree: Any, flags: int, to_code: Callable[[Any, int], list[int]]) -> Code:  # noqa: ANN401  re's own
    """The code of a parsed pattern, with its flags and the numbers and names of its groups."""
    names = dict(tree.state.groupdict)
    order: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        order[number] = name
    code = array("I", to_code(tree, flags)).tobytes()
    return flags | tree.state.flags, code, tree.state.groups - 1, names, tuple(order)
