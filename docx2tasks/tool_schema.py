"""The JSON Schema of tasks for function calling: what a model is asked to give, to be compared with the records.

Strict as the makers of models demand it: closed objects, all keys required, no defaults, no choices but ``enum`` and
null.  What only a reader of bytes can know is left out: ids, spans, rules, places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx2tasks.model import Document

_LEFT_OUT = frozenset(
    {"id", "span", "rule", "evidence", "location", "confidence", "keywords", "inherited", "canonical"}
)
_PARTS = ("Task", "Step", "Unit", "Actor", "Time", "Target")
_HIDDEN = frozenset({"title", "default"})  # keywords that say nothing about a value


def tool_schema() -> dict[str, Any]:
    """An object with ``tasks``, to be the parameters of a tool or the format of an answer."""
    whole = Document.model_json_schema(mode="serialization")
    parts = {name: _close(whole["$defs"][name]) for name in _PARTS}
    tasks = {"type": "array", "description": "all tasks, in document order", "items": {"$ref": "#/$defs/Task"}}
    return {
        "type": "object",
        "description": "The tasks of a Chinese plan, task list or notice: who has to do what by when.",
        "properties": {"tasks": tasks},
        "required": ["tasks"],
        "additionalProperties": False,
        "$defs": parts,
    }


def _close(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object whose keys are all required."""
    kept = {name: _simplify(value) for name, value in schema["properties"].items() if name not in _LEFT_OUT}
    description = schema["description"].split("\n\n")[0].replace("``", "`")
    return {
        "type": "object",
        "description": description,
        "properties": kept,
        "required": [*kept],
        "additionalProperties": False,
    }


def _simplify(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A field without titles and defaults, a list of constants as ``enum`` with their meanings in the description."""
    plain = {key: value for key, value in schema.items() if key not in _HIDDEN}
    if words := plain.pop("oneOf", ()):
        meanings = "; ".join(f"{word['const']}: {word['description']}" for word in words)
        plain |= {"enum": [word["const"] for word in words], "description": f"{plain['description']} ({meanings})"}
    return plain
