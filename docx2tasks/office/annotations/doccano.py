"""Lines of doccano: a text with labelled spans, with relations between them or without.

Offsets are UTF-16 units, as doccano counts unless a project counts grapheme clusters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docx2tasks.office.annotations.regions import LABELS, Annotated, LabelledRegion, Relation
from docx2tasks.office.annotations.utf16 import Utf16

_SPANS = ("label", "labels")  # lists of [start, end, label]; the second name is that of older exports


def annotated_to_line(annotated: Annotated) -> dict[str, object]:
    """A line for the import as JSONL: ``{"text": …, "label": [[0, 4, "lead"]]}``."""
    units = Utf16(annotated.text)
    spans = [[*_to_units(one, units), one.label] for one in annotated.regions]
    return {"text": annotated.text, "label": spans, **_to_meta(annotated)}


def annotated_to_linked_line(annotated: Annotated) -> dict[str, object]:
    """A line for the import as JSONL(relation): ``entities`` and ``relations`` by number."""
    units = Utf16(annotated.text)
    numbers = {region: number for number, region in enumerate(annotated.regions)}
    entities = []
    for region, number in numbers.items():
        start, end = _to_units(region, units)
        entities.append({"id": number, "start_offset": start, "end_offset": end, "label": region.label})
    relations = [
        {"id": number, "from_id": numbers[one.origin], "to_id": numbers[one.goal], "type": one.kind}
        for number, one in enumerate(annotated.relations)
    ]
    return {"text": annotated.text, "entities": entities, "relations": relations, **_to_meta(annotated)}


def _to_units(region: LabelledRegion, units: Utf16) -> tuple[int, int]:
    return units.from_characters(region.start), units.from_characters(region.end)


def _to_meta(annotated: Annotated) -> dict[str, object]:
    """What doccano keeps with a text and exports again."""
    return {"name": annotated.name, "records": annotated.document}


# --- in --------------------------------------------------------------------------------------------------


def is_line(value: Any) -> bool:  # noqa: ANN401  anything that JSON holds
    """Whether a value is a line of doccano: a task of ours has a label that is no list."""
    if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
        return False
    return any(isinstance(value.get(name), list) for name in (*_SPANS, "entities"))


def line_to_annotated(line: Mapping[str, Any], name: str) -> Annotated:
    """The regions of a line, and its relations."""
    units = Utf16(line["text"])
    regions = {
        key: LabelledRegion(units.to_characters(int(start)), units.to_characters(int(end)), label)
        for key, start, end, label in _find_spans(line)
        if label in LABELS
    }
    relations = [
        Relation(regions[one["from_id"]], regions[one["to_id"]], one["type"])
        for one in line.get("relations") or ()
        if {one["from_id"], one["to_id"]} <= regions.keys()
    ]
    known = line.get("records") or {}
    return Annotated(line.get("name") or name, line["text"], sorted({*regions.values()}), relations, known)


def _find_spans(line: Mapping[str, Any]) -> Iterator[tuple[object, int, int, str]]:
    for one in line.get("entities") or ():
        yield one["id"], one["start_offset"], one["end_offset"], one["label"]
    for name in _SPANS:
        for number, (start, end, label, *_) in enumerate(line.get(name) or ()):
            yield (name, number), start, end, label
