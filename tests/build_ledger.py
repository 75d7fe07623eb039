"""Finished batches in a line, without children: ``finish(out, {"方案.txt": TEXT}, rules, "jsonl")``."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from build_records import entry

from docx2tasks.batch.ledger import LEDGER, Ledger, Outcome
from docx2tasks.errors import Refusal, Status
from docx2tasks.export.store import Removal, Store
from docx2tasks.export.stores import open_store
from docx2tasks.limits import DEFAULT
from docx2tasks.model import Document
from docx2tasks.pipeline import source_to_reading
from docx2tasks.readers import read
from docx2tasks.rules import Rules


def finish(
    out: Path, files: Mapping[str, bytes], rules: Rules, kind: str = "json", *, is_finished: bool = True
) -> Path:
    """The folder of a batch that has read these files, in the order given; ``is_finished``: its parts are sealed."""
    out.mkdir(parents=True, exist_ok=True)
    with closing(Ledger(out / LEDGER)) as ledger:
        ledger.note("store", kind)
        with closing(open_store(kind, out, ledger.look_up("position") or "")) as store:
            for name, data in files.items():
                _add(ledger, store, name, data, rules)
            if is_finished:
                store.finish()
                ledger.note("position", store.position())
                ledger.commit()
    return out


def _add(ledger: Ledger, store: Store, name: str, data: bytes, rules: Rules) -> None:
    outcome = Outcome(
        name=name,
        path=f"档案/{name}",
        status=Status.DONE,
        target=f"{name}.json",
        key=f"{name}.json".casefold(),
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        seconds=len(data) / 1000,
        memory=50_000_000 + len(data),
        version="1.0",
        rules=rules.digest()[:16],
        limits="0",
    )
    before = ledger.find([name]).get(name)
    if before and before.part is not None:
        store.remove([Removal(name, before.part)])
    try:
        document = parse(name, data, rules)
    except Refusal as refusal:
        told = outcome._replace(code=refusal.code, message=refusal.message, attempts=1)
        ledger.put(told._replace(status=refusal.status))
    else:
        part = store.put([entry(name, store.form, document)])[0]
        ledger.put(add_facts(outcome, document)._replace(part=part))
    ledger.note("position", store.position())
    ledger.commit()


def parse(name: str, data: bytes, rules: Rules) -> Document:
    """What a batch reads of a file."""
    return source_to_reading(read(data, DEFAULT), data, f"档案/{name}", rules, DEFAULT).document


def add_facts(outcome: Outcome, document: Document) -> Outcome:
    """An outcome with what the document says of itself."""
    return outcome._replace(
        status=Status.DONE if document.tasks else Status.NO_TASKS,
        format=document.source.format,
        tasks=len(document.tasks),
        diagnostics=Counter(one.code for one in document.diagnostics),
        coverage=1.0 - document.coverage.shares.get("unassigned", 0.0),
    )
