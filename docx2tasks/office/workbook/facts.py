"""The values of a task behind the words of its cells, for corrections: ``市财政局`` is a unit with a role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx2tasks.office.rows import TaskRow

VALUES: Mapping[str, tuple[str, ...]] = {
    "path": ("label", "number", "title"),
    "units": ("name", "role", "inherited"),
    "times": ("text", "kind", "start", "end", "every"),
    "targets": ("text", "operator", "value", "unit"),
}
_MOST = 32_000  # characters of a cell; a task with more has no facts, and its lists cannot be corrected in a workbook


def row_to_facts(row: TaskRow) -> str:
    """The lists of a task as JSON, with the digest of its document; empty where a cell cannot hold them."""
    values: dict[str, Any] = {
        name: [{key: one.get(key) for key in keys} for one in row.record.get(name) or ()]
        for name, keys in VALUES.items()
    }
    facts = json.dumps(values | {"sha256": row.sha256}, ensure_ascii=False, separators=(",", ":"))
    return facts if len(facts) <= _MOST else ""


def facts_to_values(facts: str) -> dict[str, Any] | None:
    """What was recorded; None where nothing was, or it is damaged."""
    try:
        values = json.loads(facts)
    except ValueError:
        return None
    return values if isinstance(values, dict) and {*VALUES, "sha256"} <= {*values} else None
