"""Referenced parts: text of charts and diagrams, bytes of pictures.

Each part is read once, however often it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.readers.package import Package
from docx2tasks.readers.word.drawings import A, words_of
from docx2tasks.readers.word.names import tag_to_name
from docx2tasks.readers.word.relationships import Relationship, find_relationships

_LABELS, _VALUES = ("cat", "xVal"), ("val", "yVal", "bubbleSize")
_TEXTS = frozenset(("strCache", "strLit", "lvl", "tx", "txData", "strDim"))  # around c:pt, c:v and cx:pt that are words


@dataclass(slots=True, repr=False, eq=False)
class Parts:
    """The parts that the relationships of stories refer to."""

    package: Package
    _targets: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    _lines: dict[str, tuple[str, ...] | None] = field(default_factory=dict)

    def target(self, story: str, number: str) -> str | None:
        """The name of the part with a relationship's id, None without such a part in the file."""
        if story not in self._targets:
            self._targets[story] = {one.id: one for one in find_relationships(self.package, story)}
        found = self._targets[story].get(number)
        return found.target if found is not None and self.package.has(found.target) else None

    def lines(self, story: str, number: str) -> tuple[str, ...] | None:
        """The words of a chart or a diagram, line by line; None where its part is missing or broken."""
        name = self.target(story, number)
        if name is None:
            return None
        if name not in self._lines:
            self._lines[name] = self._read(name)
        return self._lines[name]

    def _read(self, name: str) -> tuple[str, ...] | None:
        """Its lines, with those of the shapes that are drawn over a chart."""
        drawn = [one.target for one in find_relationships(self.package, name) if one.kind == "chartUserShapes"]
        try:
            roots = [self.package.xml(part) for part in (name, *drawn)]
        except FormatError:
            return None
        return tuple(line for root in roots if root is not None for line in _root_to_lines(root))


def _root_to_lines(root: etree._Element) -> Iterator[str]:
    """Titles and other words once each, then a line for each figure of each series: ``一季度``, tab, ``20``."""
    words = (words_of(one) if one.tag == A + "p" else _cached_words(one) for one in root.iter(A + "p", "{*}v", "{*}pt"))
    yield from dict.fromkeys(line for line in words if line)
    for series in root.iter("{*}ser"):
        labels, values = (_find_points(series, names) for names in (_LABELS, _VALUES))
        for place in labels | values:
            yield f"{labels.get(place, '')}\t{values.get(place, '')}".strip()


def _cached_words(element: etree._Element) -> str:
    """The words of ``c:v`` or ``cx:pt``, ``""`` for figures and their labels, which come with their series."""
    parent = element.getparent()
    if parent is not None and tag_to_name(parent) == "pt":
        parent = parent.getparent()
    if parent is None or tag_to_name(parent) not in _TEXTS or any(tag_to_name(up) in _LABELS for up in _around(parent)):
        return ""
    return (element.text or "").strip()


def _around(element: etree._Element) -> Iterator[etree._Element]:
    """The elements nearest around one: a label is at most three below its axis."""
    return islice(element.iterancestors(), 3)


def _find_points(series: etree._Element, names: tuple[str, ...]) -> dict[str, str]:
    """The points of a series by their places; labels of several levels are one."""
    found: dict[str, str] = {}
    for child in series:
        if tag_to_name(child) in names:
            for point in child.iter("{*}pt"):
                value, place = next(point.iterchildren("{*}v"), None), point.get("idx", "")
                words = "" if value is None else (value.text or "").strip()
                found[place] = f"{words} {found[place]}" if place in found else words
            break
    return found
