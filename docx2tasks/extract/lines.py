"""Lists of names over several lines: a line break separates names, or is inside one.

``市教育局⏎市公安局`` are two units; ``市教育⏎局、市公⏎安局`` are the same two in a narrow cell.
"""

from __future__ import annotations

import re

from docx2tasks.extract.names import NameFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Passage

_LINE_END = re.compile(r"[ \t]*[\n\r\x0b\u2028][ \t\n\r]*")
_SIGNS = "、,;。:/|("  # a name ends before them
_STARTS = re.compile(r"[^、,;。:/|\n()\s]+")
_ENDS = re.compile(r"[^、,;。:/|\n\s]+$")
_NAME = 45  # characters of one name
_TAIL = 2  # characters of the rest of a name


class LineJoiner:
    """Joins the lines of names that a line end breaks."""

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._names = rules.once(NameFinder)
        self._open = re.compile(join(units.of("open-ending")))
        self._tail = re.compile(join(units.of("name-tail")))
        self._class = units.any_of("class")
        self._area = re.compile(join(units.of("area-ending")))
        self._level = re.compile(join(units.of("level-word")))
        self._short = units.of("short-name")

    def joined(self, passage: Passage) -> Passage:
        """The words without the line ends inside names."""
        text = passage.folded
        if "\n" not in text and "\x0b" not in text:
            return passage
        breaks: list[tuple[int, int]] = []
        done = ""  # the words before a line end, without those that were taken out
        at = 0
        for end in _LINE_END.finditer(text):
            done = (done + text[at : end.start()])[-_NAME:]
            at = end.end()
            if self._is_inside_name(done, text[at : at + _NAME]):
                breaks.append(end.span())
            else:
                done += "\n"
        return passage.without(breaks) if breaks else passage

    def _is_inside_name(self, before: str, after: str) -> bool:
        """Whether a line end between these words breaks a name."""
        if after.startswith("(") or self._tail.match(after):
            return True
        left, right = _ENDS.search(before), _STARTS.match(after)
        if left is None or right is None or after[right.end() : right.end() + 1] == ":":
            return False
        name, rest = left.group(), right.group()
        if len(name) == 1 or not self._names.ends_like_unit(name):
            return name[-1].isalpha() and rest[0].isalpha()
        if self._class.fullmatch(name + rest):
            return True
        is_whole = any(rule.find(rest) for rule in self._short)
        if is_whole or len(rest) <= _TAIL:
            return not is_whole
        return self._open.search(name) is not None and not self._level.match(rest) and self._goes_on(name)

    def _goes_on(self, name: str) -> bool:
        """Whether a name that may go on does: 市科 ⏎ 学技术局, 住房和城乡 ⏎ 建设局; not 宣传部 ⏎ 组织部."""
        return bool(self._level.match(name)) or self._area.search(name) is not None
