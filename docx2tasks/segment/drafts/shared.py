"""Responsibility lines after the last task of a section that apply to all of it.

    （一）优化服务。
    1.减材料。
    2.减环节。
    责任单位：市政务办

Such a line is given to the section, whose tasks inherit it.  A document that gives lines to
single tasks is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.extract.clauses import ClauseFinder
from docx2tasks.extract.label_patterns import LabelPatterns
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.items import LABEL_LINE, Entry, Leftover, OutlineItem
from docx2tasks.source import Passage
from docx2tasks.vocabulary import RecordKind

_FIELD = 60  # characters of a line that is one field: 责任领导：某某


class SharedLineFinder:
    """Finds the lines of sections that are printed under their last item."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)
        self._labels = rules.once(LabelPatterns)

    def raised(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries with each shared line (``责任单位：市政务办``, ``（市教育局负责）``) moved to its section."""
        moved: list[tuple[int, int, int]] = []
        for parent, children in _sections(entries):
            lines = [self._count_lines(entries[child]) for child in children]
            if any(lines[:-1]):
                return entries  # this document writes lines for single tasks
            if len(children) > 1 and lines[-1] and not any(self._has_clause(entries[c]) for c in children[:-1]):
                moved.append((parent, children[-1], lines[-1]))
        raised = list(entries)
        for parent, child, count in moved:
            section, last = raised[parent], raised[child]
            if isinstance(section, OutlineItem) and isinstance(last, OutlineItem):
                raised[parent] = section._replace(body=(*section.body, *last.body[-count:]))
                raised[child] = last._replace(body=last.body[:-count])
        return raised if moved else entries

    def _count_lines(self, entry: Entry) -> int:
        """How many paragraphs at the item's end are nothing but fields; one of them names units or a deadline."""
        body = entry.body[1:] if isinstance(entry, OutlineItem) else ()
        count = 0
        while count < len(body) and self._is_line(body[-1 - count]):
            count += 1
        fields = body[len(body) - count :]
        return count if any(self._names_units(field) or self._labels.due.match(field.folded) for field in fields) else 0

    def _is_line(self, passage: Passage) -> bool:
        """Whether a paragraph is nothing but clauses and fields: 责任领导：某某."""
        clauses = self._clauses.find(passage, is_first=False)
        words = passage.folded.strip()
        is_field = self._labels.field.match(words) is not None and len(words) <= _FIELD and "。" not in words[:-1]
        return is_field or (
            bool(clauses) and not passage.without((c.start, c.end) for c in clauses).strip("。；; \t\u3000")
        )

    def _names_units(self, passage: Passage) -> bool:
        return any(clause.units.units for clause in self._clauses.find(passage, is_first=False))

    def _has_clause(self, entry: Entry) -> bool:
        body = entry.body if isinstance(entry, OutlineItem) else ()
        return any(self._clauses.find(p, is_first=i == 0) for i, p in enumerate(body))


def _sections(entries: Sequence[Entry]) -> Iterator[tuple[int, list[int]]]:
    """Each numbered item whose children are leaves, with the places of the children.

    A label line between them (整改措施：) belongs to the item.
    """
    numbered = 0
    for place, entry in enumerate(entries):
        if not isinstance(entry, OutlineItem):
            continue
        if entry.number is not None:
            numbered = place
        parent = entries[numbered]
        is_label = entry.style == LABEL_LINE and isinstance(parent, OutlineItem) and parent.depth < entry.depth
        if entry.number is not None or is_label:
            children = _children(entries, place, entry.depth)
            if len({depth for _, depth in children}) == 1:
                yield numbered, [child for child, _ in children]


def _children(entries: Sequence[Entry], place: int, depth: int) -> list[tuple[int, int]]:
    """The places and depths of the items under one."""
    found: list[tuple[int, int]] = []
    for below in range(place + 1, len(entries)):
        child = entries[below]
        if isinstance(child, Leftover) and child.kind == RecordKind.LABEL:
            continue  # ★ before a number
        if not isinstance(child, OutlineItem) or child.depth <= depth:
            break
        found.append((below, child.depth))
    return found
