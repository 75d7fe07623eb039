"""Lists units: tasks by role, next deadline, and possible other names."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx2tasks.export.columns import Values, times_to_range
from docx2tasks.export.csv_text import text_to_cell
from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper
from docx2tasks.search.papers import paper_to_level
from docx2tasks.search.selection import ALL_ROLES, NamedBody, find_bodies

HEADERS = ("unit", "tasks", *ALL_ROLES, "documents", "next deadline", "also printed as", "may be the same as")
CSV_HEADERS = ("name", "canonical", "tasks", "documents", "may be the same as")
_LEAST = 4  # characters of a name that may be a longer one cut short
_MOST_ALIKE = 3  # names that are listed


@dataclass(slots=True)
class UnitTasks:
    """One unit: its tasks by role, its documents, the first deadline from today on, its names as printed."""

    name: str
    is_canonical: bool
    tasks: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    deadline: str | None = None
    forms: Counter[str] = field(default_factory=Counter)


def find_units(papers: Iterable[Paper], names: UnitNames, today: str) -> list[UnitTasks]:
    """The units of papers, the ones with most tasks first; ``today`` is an ISO date."""
    found: dict[str, UnitTasks] = {}
    for paper in papers:
        level = paper_to_level(paper, names)
        for task in paper.document["tasks"]:
            _add_task(found, task, paper.name, today, {one: _find_key(one, names, level) for one in find_bodies(task)})
    return sorted(found.values(), key=lambda unit: (-unit.tasks, unit.name))


def _find_key(body: NamedBody, names: UnitNames, level: str | None) -> str | None:
    return body.canonical or names.name_to_canonical(body.name, level)


def _add_task(
    found: dict[str, UnitTasks], task: Values, document: str, today: str, keys: Mapping[NamedBody, str | None]
) -> None:
    last = times_to_range(task.get("times") or ())[1]
    seen: set[str] = set()
    for (name, _, role), canonical in keys.items():
        key = canonical or name
        unit = found.setdefault(key, UnitTasks(key, canonical is not None))
        unit.tasks += key not in seen
        seen.add(key)
        unit.roles[role] += 1
        unit.documents.add(document)
        unit.forms[name] += 1
        if last is not None and last >= today:
            unit.deadline = min(unit.deadline or last, last)


def find_alike(units: Sequence[UnitTasks], names: UnitNames) -> dict[str, list[str]]:
    """For each unit the names of others that may be the same body: 省卫健委, 卫健委; 市城投集团, 市城市投资集团."""
    bodies = sorted({unit.name for unit in units if not names.is_class(unit.name)}, key=len)
    found: dict[str, list[str]] = {}
    by_end: dict[str, list[str]] = {}
    for name in bodies:
        for shorter in by_end.setdefault(name[-1:], []):
            if _may_be_one(shorter, name):
                found.setdefault(name, []).append(shorter)
                found.setdefault(shorter, []).append(name)
        by_end[name[-1:]].append(name)
    return found


def _may_be_one(shorter: str, longer: str) -> bool:
    """Whether a name ends another, or begins and ends like it with its signs in the same order."""
    if shorter == longer:
        return False
    if len(shorter) >= _LEAST - 1 and longer.endswith(shorter):
        return True
    if len(shorter) < _LEAST or shorter[0] != longer[0]:
        return False
    signs = iter(longer)
    return all(sign in signs for sign in shorter)


def units_to_rows(units: Sequence[UnitTasks], names: UnitNames) -> Iterator[tuple[str, ...]]:
    """A row of :data:`HEADERS` for each unit; 0 and nothing are ``-``."""
    alike = find_alike(units, names)
    for unit in units:
        forms = (form for form, _ in unit.forms.most_common() if form != unit.name)
        yield (
            unit.name,
            str(unit.tasks),
            *(str(unit.roles[role]) if unit.roles[role] else "-" for role in ALL_ROLES),
            str(len(unit.documents)),
            unit.deadline or "-",
            "、".join(forms) or "-",
            "、".join(alike.get(unit.name, ())[:_MOST_ALIKE]) or "-",
        )


def units_to_csv(units: Sequence[UnitTasks], names: UnitNames) -> bytes:
    """CSV for a spreadsheet, a row for each name as printed, to be edited and given back with ``--units``."""
    alike = find_alike(units, names)
    page = io.StringIO(newline="")
    rows = csv.writer(page, lineterminator="\r\n")
    rows.writerow(CSV_HEADERS)
    for unit in units:
        same = "、".join(alike.get(unit.name, ())[:_MOST_ALIKE])
        canonical = unit.name if unit.is_canonical else ""
        for form, tasks in unit.forms.most_common():
            rows.writerow([*map(text_to_cell, (form, canonical)), tasks, len(unit.documents), text_to_cell(same)])
    return page.getvalue().encode("utf-8-sig")
