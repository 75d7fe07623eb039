"""Paragraph and character styles, with inheritance (ECMA-376-1, 17.7).

Only what a plan's reader needs is kept: list number, outline level, centring, bold, hidden, and
whether a style belongs to a contents list (``toc 1``, ``目录 1``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from docx2tasks.readers.word.names import VAL, W, child_value, element_to_switch, find_child, value_to_level

_CONTENTS = re.compile(r"(?:toc|目\s?[录錄]) ?(?:[1-9]|heading|标题)|table of figures|图表目录", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])", re.IGNORECASE)
_LONGEST_CHAIN = 50  # of styles based on each other: Word itself allows some ten
_CENTERED = frozenset(("center", "distribute"))


class Look(NamedTuple):
    """The properties of a style with its ancestors; None means unset."""

    number: str | None = None  # numId
    level: int | None = None  # ilvl
    outline: int | None = None  # 0 is the highest, 9 is body text
    centered: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    contents: bool = False
    chain: tuple[str, ...] = ()  # ids of the style and its ancestors, nearest first


PLAIN = Look()


@dataclass(slots=True, repr=False, eq=False)
class WordStyles:
    """The properties of styles by id, resolved on access."""

    _elements: Mapping[str, etree._Element]
    _base: Look
    default: str | None
    _looks: dict[str | None, Look] = field(default_factory=dict)
    _characters: dict[str | None, Look] = field(default_factory=dict)

    def look(self, style: str | None) -> Look:
        """The look of a paragraph style; None and an unknown id are the default style."""
        found = self._looks.get(style)
        if found is None:
            start = style if style in self._elements else self.default
            found = self._looks[style] = self._resolve(start, self._base)
        return found

    def character(self, style: str | None) -> Look:
        """The properties of a character style and its ancestors only."""
        found = self._characters.get(style)
        if found is None:
            found = self._characters[style] = self._resolve(style, PLAIN)
        return found

    def list_number(self, style: str) -> str | None:
        """The numId that a numbering style names (``w:numStyleLink`` points to one)."""
        element = self._elements.get(style)
        return None if element is None else _style_to_look(element, PLAIN).number

    def _resolve(self, style: str | None, look: Look) -> Look:
        chain: list[str] = []
        while style is not None and style in self._elements and style not in chain:  # ends cycles
            if len(chain) == _LONGEST_CHAIN:
                break
            chain.append(style)
            style = child_value(self._elements[style], W + "basedOn")
        for name in reversed(chain):
            look = _style_to_look(self._elements[name], look)
        return look._replace(chain=tuple(chain))


def root_to_styles(root: etree._Element | None) -> WordStyles:
    """The styles of ``styles.xml``; None is a document without that part."""
    if root is None:
        return WordStyles({}, PLAIN, None)
    elements: dict[str, etree._Element] = {}
    default: str | None = None
    for element in root.iterchildren(W + "style"):
        name = element.get(W + "styleId")
        if name is None:
            continue
        elements.setdefault(name, element)
        if element.get(W + "default") in ("1", "true", "on") and element.get(W + "type") == "paragraph":
            default = name
    return WordStyles(elements, _defaults_to_look(root), default)


def _defaults_to_look(root: etree._Element) -> Look:
    """What ``w:docDefaults`` says of every paragraph and run."""
    defaults = find_child(root, W + "docDefaults")
    look = _paragraph_look(find_child(find_child(defaults, W + "pPrDefault"), W + "pPr"), PLAIN)
    return _run_look(find_child(find_child(defaults, W + "rPrDefault"), W + "rPr"), look)


def _style_to_look(element: etree._Element, parent: Look) -> Look:
    look = parent
    for child in element:
        tag = child.tag
        if tag == W + "pPr":
            look = _paragraph_look(child, look)
        elif tag == W + "rPr":
            look = _run_look(child, look)
        elif tag == W + "name":
            look = _name_look(child.get(VAL, ""), look)
    return look


def _name_look(name: str, look: Look) -> Look:
    """What a style's name alone tells: built-in names are English whatever Word's language is."""
    if _CONTENTS.fullmatch(name.strip()):
        return look._replace(contents=True)
    heading = _HEADING.fullmatch(name.strip())
    return look._replace(outline=int(heading[1]) - 1) if heading else look


def _paragraph_look(properties: etree._Element | None, look: Look) -> Look:
    for child in properties if properties is not None else ():
        change = PARAGRAPH_LOOKS.get(child.tag)
        if change is not None:
            look = change(look, child)
    return look


def _run_look(properties: etree._Element | None, look: Look) -> Look:
    for child in properties if properties is not None else ():
        if child.tag == W + "b":
            look = look._replace(bold=element_to_switch(child))
        elif child.tag == W + "vanish":
            look = look._replace(hidden=element_to_switch(child))
    return look


def _list_look(look: Look, element: etree._Element) -> Look:
    """``w:numPr``: number and level are inherited each for itself."""
    number, level = child_value(element, W + "numId"), value_to_level(child_value(element, W + "ilvl"))
    return look._replace(number=look.number if number is None else number, level=look.level if level is None else level)


def _outline_look(look: Look, element: etree._Element) -> Look:
    return look._replace(outline=value_to_level(element.get(VAL)))


def _centered_look(look: Look, element: etree._Element) -> Look:
    centered = element.get(VAL) in _CENTERED
    return look if (look.centered or False) is centered else look._replace(centered=centered)


PARAGRAPH_LOOKS: dict[Any, Callable[[Look, etree._Element], Look]] = {
    W + "numPr": _list_look,
    W + "outlineLvl": _outline_look,
    W + "jc": _centered_look,
}
