"""What documents print and no rule reads: labels of units, columns, headings, times.

Diagnostics say it in their messages; the patterns here are those of the messages, in the order of their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from docx2tasks.export.columns import Values
from docx2tasks.extract.names import NameFinder
from docx2tasks.numerals import fold_width
from docx2tasks.office.papers import Paper
from docx2tasks.rules import Rules
from docx2tasks.vocabulary import DiagnosticCode


class UnreadKind(str, Enum):
    """What was not read."""

    LABEL = "label"
    UNITS = "column of units"
    DATES = "column of dates"
    TABLE = "column of a table without tasks"
    TIME = "deadline"
    HEADING = "heading"


@dataclass(slots=True)
class UnreadWords:
    """Words that no rule reads, how often they were met, and in which documents."""

    kind: UnreadKind
    words: str
    count: int = 0
    documents: set[str] = field(default_factory=set)


_LABEL = re.compile(r"unknown label (?P<words>.+); its units are taken as responsible")
_COLUMN = re.compile(r"column (?P<words>\D.*) contains (?P<what>dates|units), but its heading is unknown")
_TABLE = re.compile(r"no task column was recognized in this table: (?P<listed>.+?)(?: and \d+ more)?")
_UNKNOWN = re.compile(r"(?P<words>.+) unknown")
_DEADLINE = re.compile(r"no date found in the deadline '(?P<words>.+)'")
_NUMBERED = re.compile(r"column \d+")
_COLUMNS = {"dates": UnreadKind.DATES, "units": UnreadKind.UNITS}
_LONGEST = 20  # characters of words that a rule can be made of
_LONGEST_BODY = 12  # characters of a heading that may be the name of a body


def find_unread(papers: Iterable[Paper], rules: Rules) -> list[UnreadWords]:
    """What was not read, by kind, the most frequent first: ``挂帅单位``, ``何时干完``, ``汛前``."""
    found: dict[tuple[UnreadKind, str], UnreadWords] = {}
    names = rules.once(NameFinder)
    for paper in papers:
        for kind, words in (*_find_in_diagnostics(paper.document), *_find_headings(paper.document, rules, names)):
            folded = fold_width(words).strip()
            if 1 < len(folded) <= _LONGEST:
                unread = found.setdefault((kind, folded), UnreadWords(kind, folded))
                unread.count += 1
                unread.documents.add(paper.name)
    order = [*UnreadKind]
    return sorted(found.values(), key=lambda one: (order.index(one.kind), -one.count, one.words))


def _find_in_diagnostics(document: Values) -> Iterator[tuple[UnreadKind, str]]:
    for one in document.get("diagnostics") or ():
        code, message = one["code"], one["message"]
        if code == DiagnosticCode.UNKNOWN_LABEL and (found := _LABEL.fullmatch(message)):
            yield UnreadKind.LABEL, found["words"]
        elif code == DiagnosticCode.COLUMN_NOT_READ and (found := _COLUMN.fullmatch(message)):
            yield _COLUMNS[found["what"]], found["words"]
        elif code == DiagnosticCode.UNRESOLVED_TIME and (found := _DEADLINE.fullmatch(message)):
            yield UnreadKind.TIME, found["words"]
        elif code == DiagnosticCode.TABLE_COLUMNS_UNKNOWN and (found := _TABLE.fullmatch(message)):
            yield from ((UnreadKind.TABLE, words) for words in _find_unknown(found["listed"]))


def _find_unknown(listed: str) -> Iterator[str]:
    """The headings of which no kind is known."""
    for entry in listed.split(", "):
        found = _UNKNOWN.fullmatch(entry)
        if found and not _NUMBERED.fullmatch(found["words"]):
            yield found["words"]


def _find_headings(document: Values, rules: Rules, names: NameFinder) -> Iterator[tuple[UnreadKind, str]]:
    """Headings that end as the names of bodies do, above tasks of which none has a unit."""
    units: dict[str, bool] = {}
    for task in document["tasks"]:
        for step in (task.get("path") or ())[-1:]:
            units[step["title"]] = units.get(step["title"], False) or bool(task.get("units"))
    for title, has_units in units.items():
        folded = fold_width(title).strip()
        if not has_units and len(folded) <= _LONGEST_BODY and _is_like_body(folded, rules, names):
            yield UnreadKind.HEADING, title


def _is_like_body(folded: str, rules: Rules, names: NameFinder) -> bool:
    lasts = (found.end() for rule in rules["actors"].of("body") for found in rule.regex.finditer(folded))
    return len(folded) in lasts and not names.is_unit(folded) and rules["headings"].find("body", folded) is None
