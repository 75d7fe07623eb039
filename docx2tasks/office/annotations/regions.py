"""A document as regions over its text, and relations between them: what programs for annotation show.

A task is a region ``task``, ``request`` or ``provision``; each further piece of its text, where a clause was taken out,
is one too, with a relation ``part`` from the first. A value belongs to the last task that begins before it; where that
is not so, or it belongs to several (a unit in a merged cell), a relation ``of`` says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from docx2tasks.export.columns import Values
from docx2tasks.vocabulary import TaskKind

OF, PART = "of", "part"
RELATIONS = (OF, PART)
TASKS = ("task", "request", "provision")
_MEASURE = TaskKind.MEASURE.value  # which is called task here, as everywhere that people read
LISTS: Mapping[str, tuple[str, str]] = {
    "lead": ("units", "role"),
    "support": ("units", "role"),
    "responsible": ("units", "role"),
    "oversee": ("units", "role"),
    "actor": ("actors", ""),
    "deadline": ("times", "kind"),
    "period": ("times", "kind"),
    "start": ("times", "kind"),
    "recurring": ("times", "kind"),
    "mention": ("times", "kind"),
    "target": ("targets", ""),
}
"""Labels of values, with the list that each is in and the key that holds it."""

LABELS = (*TASKS, *LISTS)
VALUES = tuple(dict.fromkeys(name for name, _ in LISTS.values()))
"""The lists of a task that hold values: ``units``, ``actors``, ``times``, ``targets``."""

_PLAIN = {"actors": "actor", "targets": "target"}


class LabelledRegion(NamedTuple):
    """Characters of the text with a label."""

    start: int
    end: int
    label: str


class Relation(NamedTuple):
    """A relation between two regions: ``of`` from a value to its task, ``part`` from a task to a further piece."""

    origin: LabelledRegion
    goal: LabelledRegion
    kind: str


class Annotated(NamedTuple):
    """A text with regions and relations; ``document`` are the records that it was made from."""

    name: str
    text: str
    regions: Sequence[LabelledRegion]
    relations: Sequence[Relation]
    document: Values


def document_to_annotated(name: str, document: Values, text: str) -> Annotated:
    """The regions and relations of a document in plain types."""
    records = _find_records(document)
    heads = [to_pieces(task)[0] for task in records]
    relations: list[Relation] = []
    regions: dict[LabelledRegion, None] = {}
    for task, head in zip(records, heads, strict=True):
        pieces = to_pieces(task)
        regions |= dict.fromkeys(pieces)
        relations += [Relation(head, piece, PART) for piece in pieces[1:]]
        for value in to_values(task):
            regions[value] = None
    owned = _find_owners(records)
    for value, owners in owned.items():
        if owners != [find_owner(value, heads)]:
            relations += [Relation(value, owner, OF) for owner in owners]
    return Annotated(name, text, sorted(regions), relations, document)


def _find_records(document: Values) -> list[Values]:
    tasks = [*document["tasks"], *(document.get("provisions") or ())]
    found = [task for task in tasks if {"start", "end"} <= (task.get("location") or {}).keys()]
    return sorted(found, key=lambda task: to_pieces(task)[0])


def to_pieces(task: Values) -> list[LabelledRegion]:
    """The regions of a task, the first one first."""
    place = task["location"]
    label = task.get("kind") or _MEASURE
    label = TASKS[0] if label == _MEASURE else label
    return [LabelledRegion(start, end, label) for start, end in place.get("pieces") or [(place["start"], place["end"])]]


def to_values(task: Values) -> Iterator[LabelledRegion]:
    """The regions of a task's units, actors, times and targets: of each the characters from its first to its last."""
    for name in VALUES:
        for value in task.get(name) or ():
            region = value_to_region(name, value)
            if region is not None:
                yield region


def value_to_region(name: str, value: Mapping[str, Any]) -> LabelledRegion | None:
    """The region of a value; None where it has no place."""
    spans = value.get("span") or ()
    label = _PLAIN.get(name) or value.get("role") or value.get("kind")
    return LabelledRegion(spans[0][0], spans[-1][1], str(label)) if spans else None


def _find_owners(records: Sequence[Values]) -> dict[LabelledRegion, list[LabelledRegion]]:
    found: dict[LabelledRegion, list[LabelledRegion]] = {}
    for task in records:
        head = to_pieces(task)[0]
        for value in to_values(task):
            owners = found.setdefault(value, [])
            if head not in owners:
                owners.append(head)
    return found


def find_owner(value: LabelledRegion, heads: Sequence[LabelledRegion]) -> LabelledRegion | None:
    """The task that a value belongs to where no relation says it: the last one that begins before it."""
    before = [head for head in heads if head.start <= value.start]
    return max(before, default=None)
