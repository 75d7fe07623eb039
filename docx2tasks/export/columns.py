"""A task as a row: the columns shared by CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Values = Mapping[str, Any]  # a record, or a line of one, in plain types: what its JSON holds
ROLES = ("lead", "support", "responsible", "oversee")
ROLE_MARKS = {"lead": "●", "support": "○", "responsible": "", "oversee": "◇"}  # before a name, for people
PLACES = ("block", "table", "row", "column", "line", "page", "start", "end")


class TaskColumn(NamedTuple):
    """A column of one value: its name, and its kind: ``text``, ``date``, ``integer``, ``number``."""

    name: str
    kind: str = "text"


COLUMNS = (
    TaskColumn("document_name"),
    TaskColumn("document_title"),
    TaskColumn("document_issuer"),
    TaskColumn("document_number"),
    TaskColumn("document_issued_on", "date"),
    TaskColumn("document_type"),
    TaskColumn("id"),
    TaskColumn("label"),
    TaskColumn("number", "integer"),
    TaskColumn("path"),
    TaskColumn("part"),
    TaskColumn("kind"),
    TaskColumn("text"),
    *(TaskColumn(role) for role in ROLES),
    TaskColumn("canonical"),
    TaskColumn("actor"),
    TaskColumn("time"),
    TaskColumn("starts_on", "date"),
    TaskColumn("ends_on", "date"),
    TaskColumn("target"),
    TaskColumn("reference"),
    TaskColumn("keyword"),
    TaskColumn("confidence", "number"),
    *(TaskColumn(f"at_{place}", "integer") for place in PLACES),
    TaskColumn("document_path"),
    TaskColumn("document_sha256"),
)


def values_to_row(values: Values) -> list[str | int | float | None]:
    """The values of :data:`COLUMNS` for a task."""
    flat = {**values, **values_to_words(values)}
    flat |= {f"at_{place}": values["location"][place] for place in PLACES}
    return [flat.get(column.name) for column in COLUMNS]


def values_to_words(values: Values) -> dict[str, str | None]:
    """The columns that are made of lists: words joined, the first and the last day."""
    units = {role: _words((unit["name"] for unit in values["units"] if unit["role"] == role), "、") for role in ROLES}
    starts_on, ends_on = times_to_range(values["times"])
    return {
        **units,
        "canonical": _words(dict.fromkeys(unit["canonical"] or unit["name"] for unit in values["units"]), "、"),
        "path": _words((step["title"] for step in values["path"]), " › "),
        "actor": _words((actor["name"] for actor in values["actors"]), "、"),
        "time": _words((time["text"] for time in values["times"]), "；"),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "target": _words((target["text"] for target in values["targets"]), "；"),
        "reference": _words(values["references"], "；"),
        "keyword": _words(values["keywords"] or (), "、"),
    }


def _words(words: Iterable[str], separator: str) -> str | None:
    return separator.join(words) or None


def times_to_range(times: Sequence[Mapping[str, str | None]]) -> tuple[str | None, str | None]:
    """The first day and the last one that a task's deadlines, periods and starts name."""
    said = [time for time in times if time["kind"] in {"deadline", "period", "start"}]
    starts = [time["start"] for time in said if time["start"]]
    ends = [time["end"] for time in said if time["end"]]
    return min(starts, default=None), max(ends, default=None)
