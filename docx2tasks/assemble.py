"""Drafts and findings to plain values, validated at once by :mod:`docx2tasks.model`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from pydantic import ValidationError

from docx2tasks.coverage import Account, spans_to_account
from docx2tasks.extract.actors import ActorMention
from docx2tasks.extract.metadata import Facts
from docx2tasks.extract.references import ReferenceFinder
from docx2tasks.extract.targets import TargetFinder, TargetMention
from docx2tasks.extract.times import TimeMention
from docx2tasks.extract.unit_names import PaperUnitNames, UnitNames
from docx2tasks.extract.units import UnitMention
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.judge.paper import PaperJudgement
from docx2tasks.model import Actor, Document, Step, Target, Task, Time, Unit
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft, Drafts
from docx2tasks.segment.tables.steps import PathStep
from docx2tasks.source import Diagnostic, Places, Source, Span
from docx2tasks.task_actors import TaskActors
from docx2tasks.task_times import TaskTimes
from docx2tasks.vocabulary import CoverageKind, RecordKind, TaskKind

Values = dict[str, object]
"""A record before it is validated: its values by the names of its fields."""

_EXCERPT = 60


def drafts_to_tasks(
    drafts: Drafts, facts: Facts, places: Places, rules: Rules
) -> tuple[list[Values], list[Diagnostic]]:
    """The tasks of the drafts, in order, and a diagnostic for each time that stays open."""
    seen: dict[str, int] = {}
    tasks: list[Values] = []
    doubts: list[Diagnostic] = []
    names = rules.once(UnitNames)
    shared = _Shared(PaperUnitNames(names, names.issuer_to_level(facts.issuer)))
    finder = TaskTimes(drafts, facts, rules)
    actors = TaskActors(drafts.drafts, facts, rules)
    for draft in drafts.drafts:
        spans = draft.text.spans
        times = attempt("the times of a task", spans, [], finder.find, draft)
        doubts.extend(finder.doubts(draft, times))
        task = attempt("a measure", spans, None, _draft_to_task, draft, rules, shared, places)
        if task is None:
            continue
        task["id"] = _task_id(draft, seen)
        task["part"] = None if task["part"] == facts.title else task["part"]
        task["times"] = [_time_to_values(time) for time in times]
        task["actors"] = attempt("the actors of a task", spans, [], _actor_values, actors, draft)
        tasks.append(task)
    return tasks, doubts


def _draft_to_task(draft: Draft, rules: Rules, shared: _Shared, places: Places) -> Values:
    """What a draft says by itself, and where it is."""
    spans = draft.text.spans
    return _draft_to_values(draft) | {
        "path": [shared.step(step) for step in draft.path],
        "units": attempt("the units of a task", spans, [], shared.units, draft.units),
        "references": attempt("the references of a task", spans, [], _reference_values, draft, rules),
        "targets": attempt("the targets of a task", spans, [], _target_values, draft, rules),
        "location": _spans_to_location(spans, places),
        "confidence": places.confidence(draft.text.start, draft.text.end),
    }


@dataclass(slots=True, repr=False, eq=False)
class _Shared:
    """Records that the drafts of one document share, made once: they are known by their identity."""

    _names: PaperUnitNames
    _steps: dict[int, Step] = field(default_factory=dict)
    _units: dict[int, list[Unit]] = field(default_factory=dict)

    def step(self, step: PathStep) -> Step:
        """The record of a path step; many tasks share a heading."""
        if id(step) not in self._steps:
            self._steps[id(step)] = _step_to_record(step)
        return self._steps[id(step)]

    def units(self, units: tuple[UnitMention, ...]) -> list[Unit]:
        """The records of a draft's units: the measures of one row have the same."""
        if id(units) not in self._units:
            self._units[id(units)] = [_unit_to_record(unit, self._names) for unit in units]
        return self._units[id(units)]


def _draft_to_values(draft: Draft) -> Values:
    """What a draft says by itself."""
    return {
        "label": draft.label.text if draft.label else None,
        "number": draft.number,
        "part": draft.part.collapsed().text if draft.part else None,
        "kind": draft.kind.value,
        "evidence": draft.evidence,
        "text": draft.text.text,
    }


def _reference_values(draft: Draft, rules: Rules) -> list[str]:
    return [p.text for p in rules.once(ReferenceFinder).find(draft.text)]


def _actor_values(finder: TaskActors, draft: Draft) -> list[Values]:
    return [_actor_to_values(actor) for actor in finder.find(draft)]


def _target_values(draft: Draft, rules: Rules) -> list[Values]:
    passages = (draft.text, *draft.target_passages)
    find = rules.once(TargetFinder).find
    return [_target_to_values(target) for passage in passages for target in find(passage)]


def _task_id(draft: Draft, seen: dict[str, int]) -> str:
    """An id of the task's own words and path: the same bytes, and an unchanged measure, keep it."""
    words = "\x1f".join([*(s.title.text for s in draft.path), draft.label.text if draft.label else "", draft.text.text])
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _spans_to_location(spans: Sequence[Span], places: Places) -> Values:
    """Where words stand: place, character span, and their pieces where they have several."""
    start, end = spans[0][0], spans[-1][1]
    pieces = spans if len(spans) > 1 else None
    block, table, row, column, line, page = places.at(start)
    return {
        "block": block,
        "table": table,
        "row": row,
        "column": column,
        "line": line,
        "page": page,
        "start": start,
        "end": end,
        "pieces": pieces,
    }


def _step_to_record(step: PathStep) -> Step:
    label, number, title = step
    return Step(label=label.text if label else None, number=number, title=title.text, span=list(title.spans))


def _unit_to_record(unit: UnitMention, names: PaperUnitNames) -> Unit:
    name, role, rule, inherited = unit
    values = {"name": name.text, "canonical": names.find(name.text), "role": role, "inherited": inherited}
    return Unit.model_validate(values | {"span": name.spans, "rule": rule})


def _actor_to_values(actor: ActorMention) -> Values:
    name, rule = actor
    return {"name": name.text, "span": name.spans, "rule": rule}


def _time_to_values(time: TimeMention) -> Values:
    return {
        "text": time.words.text,
        "kind": time.kind,
        "start": _iso(time.start),
        "end": _iso(time.end),
        "every": time.every,
        "span": time.words.spans,
        "rule": time.rule,
    }


def _target_to_values(target: TargetMention) -> Values:
    words, operator, value, unit, rule = target
    return {
        "text": words.text,
        "operator": operator,
        "value": value,
        "unit": unit,
        "span": words.spans,
        "rule": rule,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def values_to_document(values: Values, places: Places) -> Document:
    """The validated record; a value that no record can have is left out, with a diagnostic."""
    try:
        return Document.model_validate(values)
    except ValidationError:
        with collect_faults() as faults:
            kept = {name: _to_tasks(cast("list[Values]", values[name])) for name in ("tasks", "provisions")}
        told = [*cast("list[Values]", values["diagnostics"]), *diagnostics_to_values(faults, places)]
        return Document.model_validate(values | kept | {"diagnostics": told})


def _to_tasks(records: Sequence[Values]) -> list[Task]:
    return [task for one in records if (task := _to_task(one))]


def _to_task(values: Values) -> Task | None:
    """The record of one task without those of its times, targets and actors that are none."""
    where = cast("Values", values["location"])
    spans = [(cast("int", where["start"]), cast("int", where["end"]))]
    for name, record in (("times", Time), ("targets", Target), ("actors", Actor)):
        kept = (
            attempt(f"one of the {name}", spans, None, record.model_validate, one)
            for one in cast("list[Values]", values[name])
        )
        values = values | {name: [one for one in kept if one]}
    return attempt("a measure", spans, None, Task.model_validate, values)


def facts_to_values(facts: Facts, paper: PaperJudgement) -> Values:
    """The document's own facts: dates as ISO dates; what kind of paper it is."""
    return {
        "title": facts.title,
        "issuer": facts.issuer,
        "doc_number": facts.doc_number,
        "issued_on": _iso(facts.issued_on),
        "published_on": _iso(facts.published_on),
        "index_number": facts.index_number,
        "status": facts.status,
        "type": paper.type.value if paper.type else None,
        "type_rule": paper.rule,
    }


def diagnostics_to_values(diagnostics: Iterable[Diagnostic], places: Places) -> list[Values]:
    """Diagnostics with the place of their first span."""
    return [
        {
            "code": d.code.value,
            "level": d.level,
            "message": d.message,
            "location": _spans_to_location(d.spans, places) | {"pieces": None} if d.spans else None,
        }
        for d in diagnostics
    ]


def account_for(source: Source, drafts: Drafts, facts: Facts) -> Account:
    """The coverage account of a document."""
    leftovers: dict[CoverageKind, list[Span]] = {}
    for kind, span in source.leftovers:
        leftovers.setdefault(kind, []).append(span)
    for found, passage in drafts.leftovers:
        leftovers.setdefault(found, []).extend(passage.spans)
    layers: list[tuple[CoverageKind, Iterable[Span]]] = [*leftovers.items()]
    layers.append((RecordKind.PATH, [span for step in _path_steps(drafts.drafts) for span in step.title.spans]))
    layers.append((RecordKind.METADATA, [span for p in facts.passages for span in p.spans]))
    provisions = [draft for draft in drafts.drafts if draft.kind is TaskKind.PROVISION]
    tasks = [draft for draft in drafts.drafts if draft.kind is not TaskKind.PROVISION]
    layers.append((RecordKind.PROVISION, [span for draft in provisions for span in draft.text.spans]))
    layers.append((RecordKind.TASK, [span for draft in tasks for span in draft.text.spans]))
    layers.append((RecordKind.LABEL, list(_label_spans(drafts.drafts))))
    layers.append((RecordKind.TIMES, [s for d in drafts.drafts for p in d.deadline_passages for s in p.spans]))
    layers.append(
        (RecordKind.UNITS, [span for draft in drafts.drafts for unit in draft.units for span in unit.name.spans])
    )
    return spans_to_account(source.text, layers)


def _label_spans(drafts: Sequence[Draft]) -> Iterator[Span]:
    for draft in drafts:
        if draft.label is not None:
            yield from draft.label.spans
    for step in _path_steps(drafts):
        if step.label is not None:
            yield from step.label.spans


def _path_steps(drafts: Sequence[Draft]) -> Iterator[PathStep]:
    """The steps of all paths; one that many drafts share is told once."""
    seen: set[int] = set()
    for draft in drafts:
        for step in draft.path:
            if id(step) not in seen:
                seen.add(id(step))
                yield step


def account_to_values(account: Account, text: str) -> Values:
    """The account; each leftover shows its first words."""
    leftovers = [
        {"kind": kind.value, "start": start, "end": end, "text": text[start:end][:_EXCERPT]}
        for kind, (start, end) in account.regions
    ]
    return {
        "characters": account.characters,
        "shares": {kind.value: share for kind, share in account.shares},
        "leftovers": leftovers,
    }
