"""A task as one self-contained text for retrieval."""

from __future__ import annotations

from collections.abc import Iterator

from docx2tasks.export.columns import times_to_range
from docx2tasks.export.json_text import document_to_facts
from docx2tasks.model import Document, Task, Time
from docx2tasks.office.words import ROLE_WORDS

_DEADLINE = "完成时限"
Chunk = dict[str, object]


def document_to_chunks(document: Document, name: str) -> Iterator[Chunk]:
    """``id``, ``text`` and ``metadata`` of each task; ``name`` is the document's own: ``甲/方案.docx``."""
    for task in document.tasks:
        key = f"{document.source.sha256[:12]}-{task.id}"  # two papers may hold one task
        yield {"id": key, "text": task_to_text(document, task), "metadata": _find_metadata(document, task, name)}


def task_to_text(document: Document, task: Task) -> str:
    """The text of a chunk; missing fields have no line."""
    lines = [_source_line(document), " › ".join(step.title for step in task.path), task.text]
    lines += [_units_to_line(task), _times_to_line(task.times)]
    return "\n".join(filter(None, lines))


def _source_line(document: Document) -> str:
    facts = document.document
    title = f"《{facts.title}》" if facts.title else ""
    more = "，".join(filter(None, (facts.issuer, facts.doc_number, facts.issued_on)))
    return f"{title}（{more}）" if title and more else title or more


def _units_to_line(task: Task) -> str:
    """``牵头单位：市卫生健康委；配合单位：市财政局、市民政局``."""
    found = ((words, [unit.name for unit in task.units if unit.role == role]) for role, words in ROLE_WORDS.items())
    return "；".join(f"{words}：{'、'.join(names)}" for words, names in found if names)


def _times_to_line(times: list[Time]) -> str:
    """``完成时限：12月底前（2022-12-31）；每季一次``; what only dates something else is left out."""
    said = [f"{time.text}（{time.end}）" if time.end else time.text for time in times if time.kind != "mention"]
    return f"{_DEADLINE}：{'；'.join(said)}" if said else ""


def _find_metadata(document: Document, task: Task, name: str) -> Chunk:
    facts = document_to_facts(document, name)
    del facts["document_path"]  # of the machine that read it
    starts_on, ends_on = times_to_range([time.model_dump() for time in task.times])
    return {
        **facts,
        "task_id": task.id,
        "label": task.label,
        "kind": task.kind,
        "path": [step.title for step in task.path],
        **{role: [unit.name for unit in task.units if unit.role == role] for role in ROLE_WORDS},
        "actors": [actor.name for actor in task.actors],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "page": task.location.page,
        "start": task.location.start,
        "end": task.location.end,
    }
