"""A task as the flat row shared by all office formats."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docx2tasks.export.columns import ROLES, Values, times_to_range
from docx2tasks.readers.scan.confidence import LOW
from docx2tasks.vocabulary import DiagnosticCode

# the text in the column 存疑; other codes use their messages
_DOUBTS = {
    DiagnosticCode.UNRESOLVED_TIME: "时限不明",
    DiagnosticCode.UNKNOWN_LABEL: "责任标签不识",
    DiagnosticCode.LOW_CONFIDENCE: "识别不清",
    DiagnosticCode.NUMBERING_GAP: "编号不连续",
    DiagnosticCode.NUMBERING_REPEAT: "编号重复",
    DiagnosticCode.INTERNAL_ERROR: "部分内容未读出",
}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task, flat: ``（一）开展普查，12月底前完成。（责任单位：市应急局）`` or a row of a table of measures.

    ``times`` and ``targets`` are as printed, dates are ISO dates, ``place`` says where it stands by ``page``, ``line``
    and so on, ``doubts`` why somebody has to look; ``record`` is the task itself, ``sha256`` that of its document.
    """

    document_name: str
    document_title: str | None
    doc_number: str | None
    document_path: str | None
    id: str
    label: str | None
    number: int | None
    path: tuple[str, ...]
    part: str | None
    kind: str | None
    text: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    responsible: tuple[str, ...]
    oversee: tuple[str, ...]
    actors: tuple[str, ...]
    times: tuple[str, ...]
    starts_on: str | None
    ends_on: str | None
    recurrence: tuple[str, ...]
    targets: tuple[str, ...]
    doubts: tuple[str, ...]
    place: Mapping[str, int | None]
    record: Values = field(default_factory=dict, compare=False)
    sha256: str = ""


def document_to_rows(name: str, document: Values) -> Iterator[TaskRow]:
    """The rows of a Document (as JSON or ``model_dump``), in reading order; ``name`` is its display name."""
    facts, source = document.get("document") or {}, document.get("source") or {}
    diagnostics = _Diagnostics(document.get("diagnostics") or ())
    for task in document["tasks"]:
        roles = _units_by_role(task)
        times = task.get("times") or ()
        starts_on, ends_on = times_to_range(times)
        yield TaskRow(
            document_name=name,
            document_title=facts.get("title"),
            doc_number=facts.get("doc_number"),
            document_path=source.get("path"),
            id=task.get("id") or "",
            label=task.get("label"),
            number=task.get("number"),
            path=tuple(step["title"] for step in task.get("path") or ()),
            part=task.get("part"),
            kind=task.get("kind"),
            text=task["text"],
            lead=roles["lead"],
            support=roles["support"],
            responsible=roles["responsible"],
            oversee=roles["oversee"],
            actors=_names(task.get("actors") or ()),
            times=tuple(time["text"] for time in times if time["kind"] != "mention"),
            starts_on=starts_on,
            ends_on=ends_on,
            recurrence=tuple(time["every"] for time in times if time.get("every")),
            targets=tuple(target["text"] for target in task.get("targets") or ()),
            doubts=(*_find_doubts(task, ends_on, diagnostics),),
            place=task.get("location") or {},
            record=task,
            sha256=source.get("sha256") or "",
        )


def _units_by_role(task: Values) -> dict[str, tuple[str, ...]]:
    units = task.get("units") or ()
    return {role: _names([unit for unit in units if unit["role"] == role]) for role in ROLES}


def _names(bodies: Sequence[Values]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body["name"] for body in bodies))


class _Diagnostics:
    """The diagnostics of a document that ask for a look, by where they are."""

    def __init__(self, diagnostics: Sequence[Values]) -> None:
        asking = (one for one in diagnostics if one["location"] and (one["code"] in _DOUBTS or one["level"] != "info"))
        found = sorted((one["location"]["start"], number, one) for number, one in enumerate(asking))
        self._starts, self._found = [start for start, *_ in found], [one for *_, one in found]

    def find(self, task: Values) -> Sequence[Values]:
        """Those inside a task: in its text, and in the unit clause after it."""
        place = task.get("location") or {}
        if place.get("start") is None:
            return ()
        own = (unit for unit in task.get("units") or () if not unit.get("inherited"))
        end = max((place.get("end") or place["start"], *(end for unit in own for _, end in unit.get("span") or ())))
        return self._found[bisect_left(self._starts, place["start"]) : bisect_right(self._starts, end)]


def _find_doubts(task: Values, ends_on: str | None, diagnostics: _Diagnostics) -> Iterator[str]:
    """Why somebody has to look at a task, each reason once."""
    found: list[str] = [] if task.get("units") else ["无责任单位"]
    if ends_on is None and any(time["kind"] == "deadline" for time in task.get("times") or ()):
        found.append("时限不明")
    if (task.get("confidence") or 1.0) < LOW:
        found.append("识别不清")
    found += [_DOUBTS.get(one["code"], str(one["message"])) for one in diagnostics.find(task)]
    yield from dict.fromkeys(found)
