"""Labelled values at a document's head and foot: ``发文字号：绍政办发〔2021〕37号``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docx2tasks.rules import Rules
from docx2tasks.rules.match import join
from docx2tasks.source import Block, Passage, Table

_HEAD = 40  # blocks of the head in which fields are looked for
_FOOT = 10  # and of the foot
_ROWS = 30  # rows of a table of fields
_LONGEST = 600  # characters of a line of fields


class FieldFinder:
    """Finds the fields in which a page or a table says what the document is."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._labels = re.compile(rf"(?:^|(?<=[\s|>\]】]))(?P<label>{join(self._set.of('field'))})[ ]*[:]")

    def find(self, blocks: Sequence[Block]) -> dict[str, Passage]:
        """The values by the names of their rules (``doc_number``, ``issuer``); the first of a name counts."""
        found: dict[str, Passage] = {}
        for block in [*blocks[:_HEAD], *blocks[max(_HEAD, len(blocks) - _FOOT) :]]:
            pairs = self._in_table(block) if isinstance(block, Table) else self._in_line(block.passage)
            for name, value in pairs:
                if name and value:
                    found.setdefault(name, value)
        return found

    def name_of(self, label: str) -> str | None:
        """The name of a field by its folded label: ``成文日期`` is ``issued_on``; None for other words."""
        rule = self._set.find("field", label)
        return rule[0].value if rule else None

    def _in_table(self, table: Table) -> Iterator[tuple[str, Passage]]:
        """``索引号： | 000014349/2018-00221`` in neighbouring cells, or both in one cell."""
        for row in table.rows[:_ROWS]:
            for place, cell in enumerate(row):
                words = cell.passage
                label = words.folded.strip().rstrip(":").strip()
                name = self.name_of(label)
                if name is not None and place + 1 < len(row):
                    yield name, row[place + 1].passage.strip()
                elif name is None:
                    yield from self._in_line(words)

    def _in_line(self, passage: Passage) -> Iterator[tuple[str, Passage]]:
        """``索引号: 113… 公开方式: 主动公开`` on one line."""
        if len(passage.text) > _LONGEST:
            return
        marks = list(self._labels.finditer(passage.folded))
        for place, mark in enumerate(marks):
            end = marks[place + 1].start() if place + 1 < len(marks) else len(passage.text)
            name = self.name_of(mark["label"])
            value = passage.cut(mark.end(), end).strip()
            if name and value:
                yield name, value
