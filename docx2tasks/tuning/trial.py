"""Reads documents with and without rules of one's own, and compares the records."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.inputs.sample import take_sample
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.run import Plan, run
from docx2tasks.batch.worker import Options
from docx2tasks.errors import UsageError
from docx2tasks.export.files import TEMPORARY
from docx2tasks.results.compare.report import Comparison
from docx2tasks.results.compare.run import compare_batches
from docx2tasks.rules import Rules

Look = Callable[[Event | None], None]


class TrialPlan(NamedTuple):
    """Which documents are read, how, and how many changed ones are listed."""

    sources: Sequence[str]
    options: Options
    sample: int = 0
    jobs: int = 0
    most: int = 20


def try_rules(plan: TrialPlan, rules: Rules, look: Look) -> Comparison:
    """Compare what documents give with the rules of ``plan.options`` with what they give with others.

    Raises what :func:`~docx2tasks.batch.inputs.find.find_inputs` raises, and ``usage`` where they are the same rules.
    """
    if rules.digest() == plan.options.rules.digest():
        raise UsageError("usage", "the rules to try change nothing in the built-in ones", "add or change a rule")
    with tempfile.TemporaryDirectory(prefix=TEMPORARY) as folder:
        old, new = Path(folder, "without"), Path(folder, "with")
        _read(plan, plan.options, old, look)
        _read(plan, plan.options._replace(rules=rules), new, look)
        return compare_batches(old, new, most=plan.most)


def _read(plan: TrialPlan, options: Options, out: Path, look: Look) -> None:
    inputs = find_inputs(plan.sources, None, options.limits)
    if plan.sample:
        inputs = take_sample(inputs, plan.sample)
    with closing(run(inputs, out, Plan(options), LocalEngine(plan.jobs))) as events:
        for event in events:
            if isinstance(event, Event | None):
                look(event)


def to_verdict(found: Comparison) -> str:
    """``2 of 40 documents change: +2 tasks, -0 tasks, units 3``, or that nothing does."""
    totals = found.same_file
    read, changed = found.new.documents, found.documents.count + found.outcomes.count
    if not changed:
        return f"nothing changes in {read} {_documents(read)}"
    parts = [f"+{totals.tasks['gained']} tasks", f"-{totals.tasks['lost']} tasks"]
    parts += [f"{name} {count}" for name, count in totals.fields.most_common()]
    parts += [f"{name} {count}" for name, count in totals.facts.most_common()]
    gained, lost = totals.diagnostics_gained.total(), totals.diagnostics_lost.total()
    parts += [f"+{gained} -{lost} diagnostics"] if gained or lost else []
    return f"{changed} of {read} {_documents(read)} {'change' if changed != 1 else 'changes'}: {', '.join(parts)}"


def _documents(number: int) -> str:
    return "document" if number == 1 else "documents"
