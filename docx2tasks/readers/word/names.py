"""Names and attribute forms of WordprocessingML (ECMA-376-1, clause 17)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

VAL = W + "val"
# What a choice may require and be read; anything else Word calls by a name that this reader does not know.
_MICROSOFT = "http://schemas.microsoft.com/office/"
_UNDERSTOOD = frozenset(
    (
        *(name[1:-1] for name in (W, M, R)),
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        *(
            _MICROSOFT + "word/" + name
            for name in (
                "2010/wordml",
                "2012/wordml",
                "2010/wordprocessingShape",
                "2010/wordprocessingGroup",
                "2010/wordprocessingCanvas",
                "2010/wordprocessingDrawing",
                "2010/wordprocessingInk",
            )
        ),
        *(
            _MICROSOFT + "drawing/" + name
            for name in ("2010/main", "2007/8/2/chart", "2014/chartex", "2015/9/8/chartex", "2008/diagram")
        ),
    )
)
_OFF = frozenset(("0", "false", "off", "none"))


def element_to_switch(element: etree._Element) -> bool:
    """Whether a toggle such as ``<w:b/>`` is on; it is, unless it says off (17.17.4)."""
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
    """The children, with one branch in the place of each ``mc:AlternateContent`` (clause 10 of part 3)."""
    for child in parent:
        if child.tag == MC + "AlternateContent":
            branch = pick_branch(child)
            if branch is not None:
                yield from children(branch)
        else:
            yield child


def pick_branch(alternate: etree._Element) -> etree._Element | None:
    """The branch of an ``mc:AlternateContent`` that Word shows, None where it shows none.

    That is the first choice all of whose required namespaces are known, else the fallback: never both.
    """
    for branch in alternate:
        if branch.tag == MC + "Choice":
            if all(branch.nsmap.get(prefix) in _UNDERSTOOD for prefix in branch.get("Requires", "").split()):
                return branch
        elif branch.tag == MC + "Fallback":
            return branch
    return None


def alternate_to_lost(alternate: etree._Element) -> str:
    """The words of an ``mc:AlternateContent`` of which no branch is shown."""
    return "".join(alternate.itertext(W + "t"))
