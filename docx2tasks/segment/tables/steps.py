"""Steps of a path, from headings and path cells."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.numerals import text_to_number
from docx2tasks.segment.marks.find import Boundary, Marker, MarkFinder
from docx2tasks.source import Passage


class PathStep(NamedTuple):
    """A step of a path: label and number where it has them, and its words."""

    label: Passage | None
    number: int | None
    title: Passage


def words_to_steps(words: Passage, marks: MarkFinder) -> tuple[PathStep, ...]:
    """The steps in a path cell: one, or two run together (``二、治理 3.推进…``)."""
    markers: list[Marker] = []
    for marker in marks.find(words):
        is_first = not markers and marker.boundary == Boundary.LINE
        parts = (
            marker.boundary >= Boundary.PAUSE and markers and marker.style.name not in {m.style.name for m in markers}
        )
        if is_first or (parts and words.text[marker.start - 1].isspace() and not marker.weak):
            markers.append(marker)
    if not markers:
        return (PathStep(None, None, words.collapsed()),)
    steps = []
    for place, marker in enumerate(markers):
        end = markers[place + 1].start if place + 1 < len(markers) else len(words.text)
        title = words.cut(marker.end, end).strip().collapsed()
        steps.append(PathStep(words.cut(marker.start, marker.label_end), marker.number, title))
    return tuple(steps)


def label_to_shape(label: Passage | None) -> str:
    """The shape of a label, which separates levels in a table: ``一、`` ``一)`` ``9.``."""
    if label is None:
        return ""
    return "".join("9" if c.isdigit() else "一" if text_to_number(c) else c for c in label.folded)[-2:]


def counts_on(step: PathStep, after: PathStep) -> bool:
    """Whether a heading counts on from one before it: 二、 after 一、."""
    is_next = after.number is not None and step.number == after.number + 1
    return is_next and after.label is not None and label_to_shape(after.label) == label_to_shape(step.label)
