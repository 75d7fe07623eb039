"""Every kind of rule, declared once: its meaning, and the values, groups and match it allows.

The table in docs/rules.md is generated from this; loading and ``docx2tasks rules check`` refuse anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx2tasks.rules.kinds import (
    actors,
    columns,
    headings,
    kinds,
    markers,
    metadata,
    paragraphs,
    references,
    roles,
    spam,
    targets,
    times,
    unit_names,
    units,
)
from docx2tasks.rules.kinds.kind import ROLE, STYLE, Joined, Kind

__all__ = ["KINDS", "ROLE", "ROLES", "SETS", "STYLE", "WORDS", "Joined", "Kind", "kinds_of", "kinds_to_markdown"]

_MODULES = (
    actors,
    columns,
    headings,
    kinds,
    markers,
    metadata,
    paragraphs,
    references,
    roles,
    spam,
    targets,
    times,
    unit_names,
    units,
)
KINDS = {(kind.set, kind.name): kind for module in _MODULES for kind in module.KINDS}
"""Every kind by its set and name."""

SETS = tuple(sorted({kind.set for kind in KINDS.values()}))


def kinds_of(name: str) -> tuple[str, ...]:
    """The names of the kinds of a set, in order."""
    return tuple(kind.name for kind in KINDS.values() if kind.set == name)


ROLES = "roles"
"""The set whose words all other sets may use."""

WORDS = frozenset((kind.set, kind.name) for kind in KINDS.values() if kind.is_words and kind.set != ROLES)
"""The kinds whose words make parts of their own set: ``{day-word}``."""


def kinds_to_markdown() -> str:
    """The table of kinds that docs/rules.md prints."""
    rows = ["| set | kind | value | groups | match | combined | meaning |", "|---|---|---|---|---|---|---|"]
    for kind in sorted(KINDS.values(), key=lambda one: one.set):
        values = "any name" if kind.values == STYLE else " ".join(f"`{value}`" for value in sorted(kind.values))
        values = f"like `{kind.like}`" if kind.shape else values
        values += " or none" if kind.optional else ""
        groups = "; ".join(_groups_to_words(kind))
        match = f"`{kind.match}`" + (" usually" if kind.varies else "")
        cells = (f"`{kind.set}`", f"`{kind.name}`", values or "–", groups or "–", match, kind.joined, kind.meaning)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _groups_to_words(kind: Kind) -> Iterator[str]:
    if kind.groups:
        yield _and_or(kind.groups)
    yield from (f"{value}: {_and_or(groups)}" for value, groups in kind.of_value.items() if groups)


def _and_or(groups: Iterable[str]) -> str:
    return " and ".join(" or ".join(f"`{name}`" for name in group.split("|")) for group in groups)
