"""Names and attribute forms of WordprocessingML (ECMA-376-1, clause 17)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

VAL = W + "val"
_OFF = frozenset(("0", "false", "off", "none"))


def element_to_switch(element: etree._Element) -> bool:
    """Whether a toggle such as ``<w:b/>`` is on: it is, unless it says off (17.17.4)."""
    return element.get(VAL) not in _OFF


def tag_to_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child_value(parent: etree._Element, tag: str) -> str | None:
    """The ``w:val`` of the first child of that tag, None without the child."""
    for child in parent:
        if child.tag == tag:
            return child.get(VAL)
    return None


def find_child(parent: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child of that tag, or None."""
    if parent is not None:
        for child in parent:
            if child.tag == tag:
                return child
    return None


def value_to_level(value: str | None) -> int | None:
    """A list level from 0 to 8, None for anything else."""
    return int(value) if value is not None and len(value) == 1 and "0" <= value <= "8" else None


def children(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, with one branch in the place of each ``mc:AlternateContent`` (clause 10 of part 3).

    The first choice is what a current Word shows; the fallback stands in only where there is none.
    """
    for child in parent:
        if child.tag == MC + "AlternateContent":
            branch = pick_branch(child)
            if branch is not None:
                yield from children(branch)
        else:
            yield child


def pick_branch(alternate: etree._Element) -> etree._Element | None:
    """The first branch of an ``mc:AlternateContent`` that has any text, else the first one, else None."""
    for branch in alternate:
        if next(branch.iter(W + "t"), None) is not None:
            return branch
    return next(iter(alternate), None)
