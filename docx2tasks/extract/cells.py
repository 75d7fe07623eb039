"""Unit cells: separators between names normalized, other text left out.

``1.市教育局⏎2.市公安局``, ``①市教育局②市公安局`` and ``市教育局＋市公安局`` are lists like ``市教育局、市公安局``.
"""

from __future__ import annotations

import re
from itertools import pairwise

from docx2tasks.extract.lines import LineJoiner
from docx2tasks.extract.names import NameFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Passage

_BEFORE = 60  # characters that are looked at before a sign: a name
_PIECES = re.compile(r"[^、,;。\n/|\t ()]+")
_EMPTIED = re.compile(r"[(][、,; ]{1,40}[)]")  # brackets from which a person was taken
_PERSON = 4  # characters of a person's name without a post


class CellList:
    """Reads cells of units as lists of names."""

    def __init__(self, rules: Rules) -> None:
        units = rules["units"]
        self._set = units
        self._names = rules.once(NameFinder)
        self._lines = rules.once(LineJoiner)
        self._marks = re.compile(join(units.of("cell-mark")))
        self._joints = re.compile(join(units.of("cell-joint")))
        self._contacts = [*units.of("contact"), *units.of("post-holder")]
        self._persons = units.of("person")

    def read(self, passage: Passage) -> Passage:
        """The cell with separators for marks and contacts, and with names joined across line breaks.

        The words between the separators are the document's own.
        """
        text = self._marks.sub(_to_commas, passage.folded)
        text = self._joints.sub(self._joint_to_comma, text)
        for rule in self._contacts:
            text = rule.regex.sub(_to_commas, text) if rule.may_match(text) else text
        text = _EMPTIED.sub(_to_commas, self._without_persons(text))
        read = passage if text == passage.folded else Passage(_with_signs(passage.text, text), passage.spans)
        return self._lines.joined(read)

    def _joint_to_comma(self, sign: re.Match[str]) -> str:
        """A comma for a sign behind a whole name: the dash of 市教育局-市公安局, not that of 中国-东盟中心."""
        before = sign.string[max(0, sign.start() - _BEFORE) : sign.start()]
        return _to_commas(sign) if self._names.ends_like_unit(before) else sign.group()

    def _without_persons(self, text: str) -> str:
        """The words without persons behind a unit: 市教育局 张三, 市教育局（张三）."""
        kept = list(text)
        for before, piece in pairwise(_PIECES.finditer(text)):
            if len(piece[0]) > _PERSON or text[before.end() : piece.start()].strip(" \t\n") not in {"", "("}:
                continue
            if self._is_person(piece[0]) and self._names.ends_like_unit(before[0]):
                kept[piece.start() : piece.end()] = "、" * len(piece[0])
        return "".join(kept)

    def _is_person(self, words: str) -> bool:
        return any(rule.regex.fullmatch(words) for rule in self._persons) and not self._set.find("heading", words)


def _to_commas(match: re.Match[str]) -> str:
    return "、" * len(match.group())


def _with_signs(printed: str, read: str) -> str:
    """The words as printed with the separators of what was read, character for character."""
    return "".join("、" if new == "、" else old for old, new in zip(printed, read, strict=True))


def to_printed(name: Passage, cell: Passage) -> Passage:
    """A name found in a normalized cell, as printed there: ``甲局（1.乙局2.丙局）``, not ``、、``."""
    if "、" not in name.text:
        return name
    places = (place for start, end in cell.spans for place in range(start, end))
    printed = dict(zip(places, cell.text, strict=True))
    where = (place for start, end in name.spans for place in range(start, end))
    signs = zip(where, name.text, strict=True)
    return Passage("".join(printed[at] if sign == "、" else sign for at, sign in signs), name.spans)
