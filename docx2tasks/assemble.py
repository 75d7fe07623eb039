"""Drafts and findings to the records of the border."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from docx2tasks.coverage import Account, spans_to_account
from docx2tasks.extract.metadata import Facts
from docx2tasks.extract.references import find_references
from docx2tasks.extract.targets import TargetMention, find_targets
from docx2tasks.extract.times import TimeMention, Years, find_times, title_year
from docx2tasks.extract.units import UnitMention
from docx2tasks.model import (
    Coverage,
    DiagnosticRecord,
    DocumentFacts,
    LeftoverRecord,
    Location,
    Target,
    Task,
    Time,
    Unit,
)
from docx2tasks.model import Step as StepRecord
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts import Draft, Drafts
from docx2tasks.segment.tables import Step
from docx2tasks.source import Diagnostic, Passage, Places, Source, Span

_EXCERPT = 60


def drafts_to_tasks(
    drafts: Sequence[Draft], facts: Facts, places: Places, rules: Rules
) -> tuple[list[Task], list[Diagnostic]]:
    """The tasks of the drafts, in order, and a diagnostic for each time that stays open."""
    seen: dict[str, int] = {}
    tasks: list[Task] = []
    doubts: list[Diagnostic] = []
    for draft in drafts:
        times = _find_draft_times(draft, facts, rules)
        doubts.extend(_doubt(time) for time in times if not time.is_resolved)
        tasks.append(_draft_to_task(draft, times, facts, places, rules, seen))
    return tasks, doubts


def _doubt(time: TimeMention) -> Diagnostic:
    return Diagnostic("unresolved-time", f"no date is known for {time.words.text[:40]}", "warning", time.words.spans)


def _find_draft_times(draft: Draft, facts: Facts, rules: Rules) -> list[TimeMention]:
    """Times in the measure, its clauses and its deadline cells, in source order."""
    title = draft.part.text if draft.part else ""
    year = title_year(draft.header) or title_year(title) or title_year(facts.title or "")
    years = Years(year, facts.issued_on)
    found = [*find_times(draft.text, rules, years)]
    for passage in draft.asides:
        found.extend(find_times(passage, rules, years))
    for passage in draft.due:
        found.extend(find_times(passage, rules, years, is_column=True))
    return sorted(found, key=lambda time: time.words.start) if len(found) > 1 else found


def _draft_to_task(
    draft: Draft, times: Sequence[TimeMention], facts: Facts, places: Places, rules: Rules, seen: dict[str, int]
) -> Task:
    part = draft.part.folded().text if draft.part else None
    quantities = [q for p in draft.quantities for q in find_targets(p, rules)]
    return Task(
        id=_task_id(draft, seen),
        label=draft.label.text if draft.label else None,
        number=draft.number,
        path=[_step_to_record(step) for step in draft.path],
        part=None if part == facts.title else part,
        text=draft.text.text,
        units=[_unit_to_record(unit) for unit in draft.units],
        times=[_time_to_record(time) for time in times],
        references=[p.text for p in find_references(draft.text, rules)],
        targets=[_target_to_record(t) for t in (*find_targets(draft.text, rules), *quantities)],
        location=passage_to_location(draft.text, places),
    )


def _task_id(draft: Draft, seen: dict[str, int]) -> str:
    """An id of the task's own words and path: the same bytes, and an unchanged measure, keep it."""
    words = "\x1f".join([*(s.title.text for s in draft.path), draft.label.text if draft.label else "", draft.text.text])
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def passage_to_location(passage: Passage, places: Places) -> Location:
    """Where a passage stands: place, character span, and its pieces where it has several."""
    place = places.at(passage.start)
    pieces = list(passage.spans) if len(passage.spans) > 1 else None
    return Location(**place._asdict(), start=passage.start, end=passage.end, pieces=pieces)


@lru_cache(maxsize=4096)
def _step_to_record(step: Step) -> StepRecord:
    """The record of a step; a heading serves many tasks and is validated once."""
    label = step.label.text if step.label else None
    return StepRecord(label=label, number=step.number, title=step.title.text, span=list(step.title.spans))


@lru_cache(maxsize=4096)
def _unit_to_record(unit: UnitMention) -> Unit:
    """The record of a unit; a merged cell's unit serves many tasks and is validated once."""
    return Unit(
        name=unit.name.text, role=unit.role, inherited=unit.inherited, span=list(unit.name.spans), rule=unit.rule  # type: ignore[arg-type]
    )


def _time_to_record(time: TimeMention) -> Time:
    return Time(
        text=time.words.text,
        kind=time.kind,  # type: ignore[arg-type]
        start=time.start.isoformat() if time.start else None,
        end=time.end.isoformat() if time.end else None,
        every=time.every,
        span=list(time.words.spans),
        rule=time.rule,
    )


def _target_to_record(target: TargetMention) -> Target:
    return Target(
        text=target.words.text,
        operator=target.operator,  # type: ignore[arg-type]
        value=target.value,
        unit=target.unit,
        span=list(target.words.spans),
        rule=target.rule,
    )


def facts_to_record(facts: Facts) -> DocumentFacts:
    """The document's own facts as a record: dates as ISO dates."""
    return DocumentFacts(
        title=facts.title,
        issuer=facts.issuer,
        doc_number=facts.doc_number,
        issued_on=facts.issued_on.isoformat() if facts.issued_on else None,
        published_on=facts.published_on.isoformat() if facts.published_on else None,
        index_number=facts.index_number,
        status=facts.status,
    )


def diagnostics_to_records(diagnostics: Iterable[Diagnostic], places: Places) -> list[DiagnosticRecord]:
    """Diagnostics with the place of their first span."""
    return [
        DiagnosticRecord(
            code=d.code,
            level=d.level,  # type: ignore[arg-type]
            message=d.message,
            location=Location(**places.at(d.spans[0][0])._asdict(), start=d.spans[0][0], end=d.spans[-1][1]) if d.spans else None,
        )
        for d in diagnostics
    ]


def account_for(source: Source, drafts: Drafts, facts: Facts, tasks: Sequence[Task]) -> Account:
    """The coverage account of a document."""
    leftovers: dict[str, list[Span]] = {}
    for kind, span in source.leftovers:
        leftovers.setdefault(kind, []).append(span)
    for kind, passage in drafts.leftovers:
        leftovers.setdefault(kind, []).extend(passage.spans)
    layers: list[tuple[str, Iterable[Span]]] = [*leftovers.items()]
    layers.append(("path", [span for task in tasks for step in task.path for span in step.span]))
    layers.append(("metadata", [span for p in facts.passages for span in p.spans]))
    layers.append(("task", [span for draft in drafts.drafts for span in draft.text.spans]))
    layers.append(("label", list(_label_spans(drafts.drafts))))
    layers.append(("times", [s for d in drafts.drafts for p in d.due for s in p.spans]))
    layers.append(("units", [span for task in tasks for unit in task.units for span in unit.span]))
    return spans_to_account(source.text, layers)


def _label_spans(drafts: Sequence[Draft]) -> Iterator[Span]:
    for draft in drafts:
        if draft.label is not None:
            yield from draft.label.spans
        for step in draft.path:
            if step.label is not None:
                yield from step.label.spans


def account_to_record(account: Account, text: str) -> Coverage:
    """The account as a record; each leftover shows its first words."""
    leftovers = [
        LeftoverRecord(kind=r.kind, start=r.span[0], end=r.span[1], text=text[r.span[0] : r.span[1]][:_EXCERPT])
        for r in account.regions
    ]
    return Coverage(characters=account.characters, shares=dict(account.shares), leftovers=leftovers)
