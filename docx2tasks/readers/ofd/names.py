"""Names, positions and numbers in OFD parts.

Elements are known by their local names: files written before the standard of 2016 use
``http://www.ofdspec.org``, later ones ``http://www.ofdspec.org/2016``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from docx2tasks.readers.package import Package

POINTS = 72 / 25.4  # in a millimetre, the unit of all measures of an OFD file
_FARTHEST = 1e6  # no measure of an honest page comes near it; sums of such numbers stay finite
_FALSE = frozenset(("false", "0"))


def tag_to_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name, in order."""
    if parent is not None:
        for child in parent:
            if tag_to_name(child) == name:
                yield child


def find_child(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name, or None."""
    return next(children(parent, name), None)


def child_text(parent: etree._Element | None, name: str) -> str:
    """The trimmed text of the first child of that name, empty without one."""
    child = find_child(parent, name)
    return "" if child is None else (child.text or "").strip()


def is_false(value: str | None) -> bool:
    """Whether an attribute is false (``xs:boolean``)."""
    return value is not None and value.strip().lower() in _FALSE


def is_true(value: str | None) -> bool:
    """Whether an attribute is true."""
    return value is not None and value.strip().lower() in {"true", "1"}


def word_to_number(word: str) -> float:
    """The number in a word; raises ``ValueError`` if it is not a valid one for a page."""
    number = float(word)
    if not -_FARTHEST <= number <= _FARTHEST:  # false for NaN, too
        raise ValueError(word[:20])
    return number


def words_to_numbers(words: str, count: int) -> list[float]:
    """The ``count`` numbers of a box or matrix (``ST_Box``, ``ST_Array``); raises ``ValueError``."""
    numbers = [word_to_number(word) for word in words.replace(",", " ").split()]
    if len(numbers) != count:
        raise ValueError(words[:20])
    return numbers


def find_part(package: Package, base: str, location: str) -> str | None:
    """The name of the part at a location (``ST_Loc``, 7.4) that the part ``base`` names, None without one.

    It counts from the folder of ``base``, from the root where it begins with ``/``; programs write
    locations from the root without one too, so that place is tried last.
    """
    location = location.strip().replace("\\", "/")
    if not location:
        return None
    beside = posixpath.join("/", posixpath.dirname(base.replace("\\", "/")), location)
    for name in (beside, "/" + location):
        plain = posixpath.normpath(name).lstrip("/")
        if package.has(plain):
            return plain
    return None
