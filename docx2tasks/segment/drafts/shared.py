"""Responsibility lines that stand once, after the last task of a section, and are meant for all of it.

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
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.items import Entry, OutlineItem
from docx2tasks.source import Passage


class SharedLineFinder:
    """Finds the lines of sections that are printed under their last item."""

    def __init__(self, rules: Rules) -> None:
        self._clauses = rules.once(ClauseFinder)

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
        """How many paragraphs at the item's end are nothing but clauses that name units."""
        body = entry.body[1:] if isinstance(entry, OutlineItem) else ()
        count = 0
        while count < len(body) and self._is_line(body[-1 - count]):
            count += 1
        return count

    def _is_line(self, passage: Passage) -> bool:
        clauses = self._clauses.find(passage, is_first=False)
        named = any(clause.units.units for clause in clauses)
        return named and not passage.without((c.start, c.end) for c in clauses).strip("。；; \t\u3000")

    def _has_clause(self, entry: Entry) -> bool:
        body = entry.body if isinstance(entry, OutlineItem) else ()
        return any(self._clauses.find(p, is_first=i == 0) for i, p in enumerate(body))


def _sections(entries: Sequence[Entry]) -> Iterator[tuple[int, list[int]]]:
    """Each numbered item whose children are leaves, with the places of the children."""
    for parent, entry in enumerate(entries):
        if not isinstance(entry, OutlineItem) or entry.number is None:
            continue
        children: list[int] = []
        for place in range(parent + 1, len(entries)):
            child = entries[place]
            if not isinstance(child, OutlineItem) or child.depth <= entry.depth:
                break
            children.append(place)
        depths = {item.depth for place in children if isinstance(item := entries[place], OutlineItem)}
        if len(depths) == 1:
            yield parent, children
