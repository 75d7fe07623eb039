"""Automatic numbers of paragraphs: ``一、``, ``（一）``, ``1.``, ``①``, ``第一条``, ``1.2.3``.

Word stores only "level 0 of list 3" with a paragraph; definitions of lists stand in
``numbering.xml`` (ECMA-376-1, 17.9).  :class:`Lists` reads them when they are met, and a
:class:`Counters` walks along with the document and gives each paragraph its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.readers.grid import attribute_to_count
from docx2tasks.readers.word.names import (
    VAL,
    W,
    child_value,
    children,
    element_to_switch,
    find_child,
    value_to_level,
)
from docx2tasks.readers.word.numberformats import custom_to_text, number_to_text
from docx2tasks.readers.word.styles import WordStyles
from docx2tasks.readers.word.symbols import symbol_to_text

_LEVELS = 9
_LONGEST = 255  # characters of a pattern: Word takes 31
_PLACE = re.compile(r"%([1-9])")
# No blank is put after these: 一、总体要求, （一）加强领导.  After anything else there is one.
_CLOSED = frozenset("、，。．：；）】〕》」』〉］｝！？　…—・·")
_LEGAL = frozenset(("decimal", "none", "bullet"))


class ListLevel(NamedTuple):
    """One level of a list (``w:lvl``)."""

    start: int = 1
    style: str = "decimal"  # w:numFmt
    pattern: str = ""  # w:lvlText: "第%1条", "%1.%2"
    custom: str = ""  # w:format of a custom number format
    suffix: str = "tab"
    restart: int | None = None  # w:lvlRestart
    legal: bool = False  # w:isLgl
    bullet: bool = False
    linked: str | None = None  # w:pStyle


Levels = tuple[ListLevel | None, ...]


class NumberedList(NamedTuple):
    """A list that paragraphs name (``w:num``): its levels, and whose counters it uses."""

    counter: str  # id of the abstract list, whose counters all its lists share
    levels: Levels
    starts: tuple[int | None, ...]  # w:startOverride by level
    linked: Mapping[str, int]  # levels by the style they are linked to


class Label(NamedTuple):
    """The label of a paragraph; ``text`` ends with a blank if there is one."""

    text: str
    level: int
    bullet: bool
    number: int | None = None  # what the list has counted to at this level


@dataclass(slots=True, repr=False, eq=False)
class Lists:
    """The lists of a document by numId, read when a paragraph first names them.

    ``load`` gives the root of ``numbering.xml``, or None for a document without it.
    """

    load: Callable[[], etree._Element | None]
    styles: WordStyles
    _root: _Root | None = None
    _found: dict[str, NumberedList | None] = field(default_factory=dict)
    _levels: dict[str, Levels] = field(default_factory=dict)

    def find(self, number: str) -> NumberedList | None:
        """The list of that id, None where it is not defined; ``0`` is "no list" (17.9.18)."""
        if number not in self._found:
            self._found[number] = self._read(number)
        return self._found[number]

    def place(self, number: str, level: int | None, chain: tuple[str, ...], styled: int | None) -> int:
        """The level of a paragraph: its own, else the one its style is linked to, else its style's.

        ``chain`` are the paragraph's style and its ancestors (17.9.23: a level that names a
        style with ``w:pStyle`` goes before the ``w:ilvl`` of that style).
        """
        if level is not None:
            return level
        found = self.find(number)
        if found is not None and found.linked:
            for style in chain:
                if style in found.linked:
                    return found.linked[style]
        return styled or 0

    def _read(self, number: str) -> NumberedList | None:
        if self._root is None:
            self._root = _index(self.load())
        num = None if number == "0" else self._root.nums.get(number)
        abstract = None if num is None else _find_abstract(num, self._root, self.styles)
        if num is None or abstract is None:
            return None
        if abstract not in self._levels:
            self._levels[abstract] = _element_to_levels(self._root.abstracts[abstract])
        return _override_levels(abstract, self._levels[abstract], num)


@dataclass(slots=True, repr=False, eq=False)
class Counters:
    """The running numbers of one story (body, header, notes): they advance with each paragraph.

    ``unknown`` gathers the number formats that were met and are not known here.
    """

    lists: Lists
    unknown: set[str]
    _numbers: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def advance(self, number: str, level: int) -> Label | None:
        """Count one paragraph at a level of a list; its label, or None where the list has none."""
        found = self.lists.find(number)
        if found is None or found.levels[level] is None:
            return None
        numbers = self._numbers.setdefault(found.counter, [None] * _LEVELS)
        self._count(found, number, level, numbers)
        _forget_deeper(found, level, numbers)
        return self._label(found, level, numbers)

    def _count(self, found: NumberedList, number: str, level: int, numbers: list[int | None]) -> None:
        """One more at this level; levels above that were skipped begin at their start."""
        for above in range(level):
            if numbers[above] is None:
                numbers[above] = _start(found, above)
        override = found.starts[level]
        before = numbers[level]
        if override is not None and (number, level) not in self._started:
            numbers[level] = override
        else:
            numbers[level] = _start(found, level) if before is None else before + 1
        self._started.add((number, level))

    def _label(self, found: NumberedList, level: int, numbers: list[int | None]) -> Label:
        own = found.levels[level] or ListLevel()
        _refuse_if_long(own.pattern)
        if own.bullet:
            return Label(_with_suffix(symbol_to_text(own.pattern, otherwise="•"), own.suffix), level, bullet=True)
        words = _PLACE.sub(lambda place: self._written(found, own, int(place[1]) - 1, numbers), own.pattern)
        return Label(_with_suffix(words, own.suffix), level, bullet=False, number=numbers[level])

    def _written(self, found: NumberedList, own: ListLevel, place: int, numbers: list[int | None]) -> str:
        """The number that ``%n`` stands for, in the format of its level."""
        level, number = found.levels[place] or ListLevel(), numbers[place]
        if number is None:  # a level below this one has no number yet
            return ""
        text = _format_number(number, _legal_style(level.style) if own.legal else level.style, level.custom)
        if text is None:
            self.unknown.add(level.style)
            return str(number)
        return text


class _Root(NamedTuple):
    """``numbering.xml`` by ids."""

    abstracts: Mapping[str, etree._Element]
    nums: Mapping[str, etree._Element]
    ends: dict[str, str | None]  # abstract lists by those whose numbering styles lead to them


def _index(root: etree._Element | None) -> _Root:
    if root is None:
        return _Root({}, {}, {})
    return _Root(
        {one.get(W + "abstractNumId", ""): one for one in root.iterchildren(W + "abstractNum")},
        {one.get(W + "numId", ""): one for one in root.iterchildren(W + "num")},
        {},
    )


def _find_abstract(num: etree._Element, root: _Root, styles: WordStyles) -> str | None:
    """The abstract list of a list, followed through numbering styles (17.9.21 ``numStyleLink``).

    Where a chain of them leads is found once for all that are on it.
    """
    way: dict[str, None] = {}
    while True:
        abstract = child_value(num, W + "abstractNumId")
        if abstract is None or abstract not in root.abstracts:
            found = None
            break
        if abstract in way or abstract in root.ends:
            found = root.ends.get(abstract, abstract)
            break
        way[abstract] = None
        style = child_value(root.abstracts[abstract], W + "numStyleLink")
        linked = root.nums.get(styles.list_number(style) or "") if style else None
        if linked is None:
            found = abstract
            break
        num = linked
    root.ends.update(dict.fromkeys(way, found))
    return found


def _element_to_levels(element: etree._Element) -> Levels:
    levels: list[ListLevel | None] = [None] * _LEVELS
    for child in children(element):
        if child.tag == W + "lvl":
            at = value_to_level(child.get(W + "ilvl"))
            if at is not None:
                levels[at] = _element_to_level(child)
    return tuple(levels)


def _override_levels(abstract: str, levels: Levels, num: etree._Element) -> NumberedList:
    """``w:lvlOverride``: a level of its own, or another start (17.9.8)."""
    starts: list[int | None] = [None] * _LEVELS
    for override in children(num):
        at = value_to_level(override.get(W + "ilvl")) if override.tag == W + "lvlOverride" else None
        if at is None:
            continue
        start = find_child(override, W + "startOverride")
        if start is not None:
            starts[at] = attribute_to_count(start.get(VAL), 0)
        own = find_child(override, W + "lvl")
        if own is not None:
            levels = (*levels[:at], _element_to_level(own), *levels[at + 1 :])
    linked = {level.linked: at for at, level in enumerate(levels) if level is not None and level.linked}
    return NumberedList(abstract, levels, tuple(starts), linked)


def _element_to_level(element: etree._Element) -> ListLevel:
    parts = {child.tag: child for child in children(element)}

    def value(name: str, default: str) -> str:
        found = parts.get(W + name)
        return default if found is None else found.get(VAL, default)

    form = parts.get(W + "numFmt")
    legal, restart = parts.get(W + "isLgl"), parts.get(W + "lvlRestart")
    style = value("numFmt", "decimal")
    pattern = value("lvlText", "")
    return ListLevel(
        start=attribute_to_count(value("start", "0"), 0),
        style=style,
        pattern="•" if W + "lvlPicBulletId" in parts else pattern,
        custom="" if form is None else form.get(W + "format", ""),
        suffix=value("suff", "tab"),
        restart=None if restart is None else attribute_to_count(restart.get(VAL), _LEVELS),
        legal=legal is not None and element_to_switch(legal),
        bullet=style == "bullet" or W + "lvlPicBulletId" in parts,
        linked=value("pStyle", "") or None,
    )


def _start(found: NumberedList, level: int) -> int:
    override = found.starts[level]
    if override is not None:
        return override
    own = found.levels[level]
    return 1 if own is None else own.start


def _forget_deeper(found: NumberedList, level: int, numbers: list[int | None]) -> None:
    """Levels below begin again, unless ``w:lvlRestart`` says after which level they do (17.9.10)."""
    for deeper in range(level + 1, _LEVELS):
        own = found.levels[deeper]
        restart = None if own is None else own.restart
        if restart is None or restart > deeper or level < restart:
            numbers[deeper] = None


def _refuse_if_long(pattern: str) -> None:
    """Refuse what is no label, before it is repeated for each paragraph."""
    if len(pattern) > _LONGEST:
        what = f"the pattern of an automatic number has {len(pattern):,} characters"
        raise LimitError("text-too-long", what, "open the file in Word or WPS and number its lists again")


def _legal_style(style: str) -> str:
    return style if style in _LEGAL else "decimal"


@lru_cache(maxsize=4096)
def _format_number(number: int, style: str, custom: str) -> str | None:
    if style == "custom":
        return custom_to_text(number, custom)
    return number_to_text(number, style)


def _with_suffix(words: str, suffix: str) -> str:
    """The label with the blank that stands for its tab or space."""
    if not words or suffix == "nothing" or words[-1] in _CLOSED or words[-1].isspace():
        return words
    return words + " "
