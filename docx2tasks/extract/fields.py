"""Labelled fields at the head and foot: ``发文字号：绍政办发〔2021〕37号``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.extract.dates import text_to_date
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Block, Cell, Passage, Table

_HEAD = 40  # blocks of the head in which fields are looked for
_LONG_HEAD = 400  # of a head that a page's menus come before
_FOOT = 10  # and of the foot
_ROWS = 30  # rows of a table of fields
_LONGEST = 600  # characters of a line of fields
_SIGNS = frozenset(":】]")  # one of them is behind every label
_STATUS = 8  # characters of 现行有效
_STATES = ("效", "止", "现行", "作废", "修订", "修改")  # words of one: 失效, 废止
_VALUE = 80  # characters of a value on a line of its own


class Fields(NamedTuple):
    """The values of fields by the names of their rules, and the values of fields that are not taken."""

    values: Mapping[str, Passage]
    others: tuple[Passage, ...] = ()


class FieldFinder:
    """Finds metadata fields of a page or table."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._labels = re.compile(rf"(?:^|(?<=[\s|>\]】【\[]))(?P<label>{join(self._set.of('field'))})[ ]*[:】\]]+[:]?")

    def find(self, blocks: Sequence[Block], end: int | None = None) -> Fields:
        """The values by the names of their rules (``doc_number``, ``issuer``); the first of a name counts.

        The head has a few blocks, or all before character ``end``, where the first item begins.
        """
        found: dict[str, Passage] = {}
        others: list[Passage] = []
        head = _HEAD if end is None else max(_HEAD, _count_before(blocks[:_LONG_HEAD], end))
        seen = [*blocks[:head], *blocks[max(head, len(blocks) - _FOOT) :]]
        for place, block in enumerate(seen):
            pairs = self._in_table(block) if isinstance(block, Table) else self._in_line(block.passage)
            below = seen[place + 1] if place + 1 < len(seen) else None
            for name, value in (*pairs, *self._below(block, below)):
                if name == "doc_number" and not _may_be(name, value.text):
                    continue
                if name and value:
                    found.setdefault(name, value)
                elif value:
                    others.append(value)
        return Fields(found, tuple(others))

    def name_of(self, label: str) -> str | None:
        """The name of a field by its folded label: ``成文日期`` is ``issued_on``; None for other words."""
        rule = self._set.find("field", label)
        return rule[0].value if rule else None

    def _below(self, block: Block, below: Block | None) -> Iterator[tuple[str, Passage]]:
        """``发文机关：`` on a line of its own, with or without the colon, its value on the next."""
        if isinstance(block, Table) or below is None or isinstance(below, Table):
            return
        folded = block.passage.folded.strip()
        name = self.name_of(folded.rstrip(":").strip())
        if name is None:
            return
        value = below.passage.strip()
        is_value = len(value.text) <= _VALUE and self.name_of(value.folded.rstrip(":").strip()) is None
        is_value = is_value and not self._labels.match(value.folded)
        if is_value and _may_be(name, value.text):
            yield name, value

    def _in_table(self, table: Table) -> Iterator[tuple[str, Passage]]:
        """``索引号： | 000014349/2018-00221`` in neighbouring cells, one above the other, or both in one cell."""
        for number, row in enumerate(table.rows[:_ROWS]):
            names = [self._name_in(cell) for cell in row]
            if len(row) > 1 and None not in names and number + 1 < len(table.rows):
                under = {cell.column: cell.passage.strip() for cell in table.rows[number + 1]}
                below = ((name, under.get(cell.column)) for cell, name in zip(row, names, strict=True))
                yield from ((name, value) for name, value in below if name and value)
                continue
            for place, (cell, name) in enumerate(zip(row, names, strict=True)):
                if name is not None and place + 1 < len(row):
                    yield name, row[place + 1].passage.strip()
                elif name is None:
                    yield from self._in_line(cell.passage)

    def _name_in(self, cell: Cell) -> str | None:
        """The name of the field that a cell is the label of."""
        return self.name_of(cell.passage.folded.strip().rstrip(":").strip())

    def _in_line(self, passage: Passage) -> Iterator[tuple[str, Passage]]:
        """``索引号: 113… 公开方式: 主动公开`` on one line."""
        folded = passage.folded
        if len(folded) > _LONGEST or _SIGNS.isdisjoint(folded):
            return
        marks = list(self._labels.finditer(folded))
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(passage.text)
            name = self.name_of(mark["label"])
            value = passage.cut(mark.end(), end).strip()
            if name and value:
                yield name, value


def _may_be(name: str, words: str) -> bool:
    """Whether words on the line below a label may be its value: a day where it asks for one, a number."""
    if name.endswith("_on"):
        return text_to_date(words) is not None
    if name == "status":
        return len(words) <= _STATUS and any(word in words for word in _STATES)
    return not name.endswith("_number") or any(sign.isdigit() for sign in words)


def _count_before(blocks: Sequence[Block], end: int) -> int:
    """How many blocks there are before character ``end``; tables have no place of their own."""
    before = (n for n, b in enumerate(blocks, 1) if not isinstance(b, Table) and b.passage and b.passage.start < end)
    return max(before, default=0)
