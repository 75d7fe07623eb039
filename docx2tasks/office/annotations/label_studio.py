"""Tasks of Label Studio: a text with regions as predictions out, and as annotations in.

Offsets are characters (code points), as the program itself counts since 2022; where the words of a region show that an
older one counted UTF-16 units, they are read as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx2tasks import __version__
from docx2tasks.office.annotations.regions import LABELS, RELATIONS, Annotated, LabelledRegion, Relation
from docx2tasks.office.annotations.utf16 import Utf16

_CONTROL, _OBJECT, _TEXT = "label", "text", "text"
_COLORS = (
    "#1f5fbf", "#8a5a00", "#777777", "#b3261e", "#006d5b", "#6b4fa0", "#4a5a00", "#9b3d74",
    "#c25100", "#2e7d32", "#00708f", "#5d4037", "#9e9e9e", "#455a64",
)  # fmt: skip


def annotated_to_task(annotated: Annotated) -> dict[str, object]:
    """A task for the import of a project; the records go with it, so that they come back."""
    source = annotated.document.get("source") or {}
    result = [*(_region_to_result(one, annotated.text) for one in annotated.regions)]
    result += [*map(_relation_to_result, annotated.relations)]
    return {
        "data": {
            _TEXT: annotated.text,
            "name": annotated.name,
            "sha256": source.get("sha256"),
            "records": annotated.document,
        },
        "predictions": [{"model_version": f"docx2tasks {__version__}", "result": result}],
    }


def _region_to_result(region: LabelledRegion, text: str) -> dict[str, object]:
    start, end, label = region
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": _to_id(region), "from_name": _CONTROL, "to_name": _OBJECT, "type": "labels", "value": value}


def _relation_to_result(relation: Relation) -> dict[str, object]:
    return {
        "type": "relation",
        "from_id": _to_id(relation.origin),
        "to_id": _to_id(relation.goal),
        "direction": "right",
        "labels": [relation.kind],
    }


def _to_id(region: LabelledRegion) -> str:
    return f"{region.label}-{region.start}-{region.end}"


def to_labeling_config() -> str:
    """The labeling interface for such tasks, as a project's settings take it."""
    relations = "".join(f'    <Relation value="{kind}"/>\n' for kind in RELATIONS)
    labels = "".join(
        f'    <Label value="{label}" background="{color}"/>\n' for label, color in zip(LABELS, _COLORS, strict=True)
    )
    return (
        f"<View>\n  <Relations>\n{relations}  </Relations>\n"
        f'  <Labels name="{_CONTROL}" toName="{_OBJECT}">\n{labels}  </Labels>\n'
        f'  <Text name="{_OBJECT}" value="${_TEXT}"/>\n</View>\n'
    )


# --- in --------------------------------------------------------------------------------------------------


def is_task(value: Any) -> bool:  # noqa: ANN401  anything that JSON holds
    """Whether a value is a task of a text, as the program exports it."""
    return isinstance(value, Mapping) and isinstance(value.get("data"), Mapping) and "annotations" in value


def task_to_annotated(task: Mapping[str, Any], name: str) -> Annotated | None:
    """What the last annotation that was not cancelled says; None where there is none."""
    data, text = task["data"], task["data"][_TEXT]
    kept = [one for one in task["annotations"] if not one.get("was_cancelled")]
    if not kept:
        return None
    result: Sequence[Mapping[str, Any]] = kept[-1]["result"]
    regions = dict(_find_regions(result, text))
    relations = [*_find_relations(result, regions)]
    return Annotated(data.get("name") or name, text, sorted({*regions.values()}), relations, data.get("records") or {})


def _find_regions(result: Sequence[Mapping[str, Any]], text: str) -> Iterator[tuple[str, LabelledRegion]]:
    units = Utf16(text)
    for one in result:
        value = one.get("value") or {}
        for label in value.get("labels") or () if one.get("type") == "labels" else ():
            if label in LABELS:
                yield one["id"], LabelledRegion(*_find_place(value, text, units), label)


def _find_place(value: Mapping[str, Any], text: str, units: Utf16) -> tuple[int, int]:
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    if words is None or text[start:end] == words:
        return start, end
    other = units.to_characters(start), units.to_characters(end)
    return other if text[slice(*other)] == words else (start, end)


def _find_relations(result: Sequence[Mapping[str, Any]], regions: Mapping[str, LabelledRegion]) -> Iterator[Relation]:
    for one in result:
        if one.get("type") == "relation" and {one["from_id"], one["to_id"]} <= regions.keys():
            origin, goal = regions[one["from_id"]], regions[one["to_id"]]
            if one.get("direction") == "left":
                origin, goal = goal, origin
            for kind in one.get("labels") or RELATIONS[:1]:
                yield Relation(origin, goal, kind)
