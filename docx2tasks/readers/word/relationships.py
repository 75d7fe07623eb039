"""Relationships between the parts of an Office package (ECMA-376-2, clause 9.3).

A part is found through the relationships and never by a fixed name: ``word/document.xml`` is
only what Word happens to call it.  External targets are left alone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.readers.package import Package


class Relationship(NamedTuple):
    """One relationship: its id, the last word of its type (``styles``), and the part's name."""

    id: str
    kind: str
    target: str


def find_relationships(package: Package, part: str = "") -> Sequence[Relationship]:
    """The internal relationships of a part, or of the package itself (``part=""``).

    Empty where there are none; targets are given as names of parts and may not exist.
    """
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", name + ".rels"))
    if root is None:
        return ()
    return [
        Relationship(
            element.get("Id", ""),
            element.get("Type", "").rstrip("/").rpartition("/")[2],
            _target_to_name(folder, element.get("Target", "")),
        )
        for element in root
        if element.get("TargetMode", "Internal") != "External"
    ]


def find_target(relationships: Sequence[Relationship], kind: str) -> str | None:
    """The part of the first relationship of a kind (``styles``, ``numbering``), or None."""
    return next((found.target for found in relationships if found.kind == kind), None)


def _target_to_name(folder: str, target: str) -> str:
    """The name of a part from a target, which counts from the folder of its source."""
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
