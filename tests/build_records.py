"""Documents on their way to a store, made of the samples' records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from program import ROOT

from docx2tasks.export.json_text import document_to_json, document_to_jsonl, text_to_bytes
from docx2tasks.export.store import Entry, Form
from docx2tasks.model import Document, Task

SAMPLES = sorted((ROOT / "samples").glob("*.tasks.json"))


@lru_cache
def documents() -> list[Document]:
    """The records of all samples."""
    return [Document.model_validate_json(path.read_bytes()) for path in SAMPLES]


def entry(name: str, form: Form, document: Document) -> Entry:
    """A document as a store of this form takes it."""
    if form is Form.tasks:
        words = document_to_jsonl(document, document_name=name)
    else:
        words = document_to_json(document, indent=2 if form is Form.document else None)
    return Entry(name, f"{name}.json", text_to_bytes(words))


def entries(form: Form, count: int, first: int = 0) -> Iterator[Entry]:
    """Many documents, each sample in turn, in folders of fifty."""
    for place in range(first, first + count):
        yield entry(f"夹{place // 50}/文{place}.docx", form, documents()[place % len(documents())])


def with_text(text: str) -> Document:
    """A document with one task of these words, and as its title."""
    one = next(document for document in documents() if document.tasks)
    task = one.tasks[0].model_copy(update={"text": text, "references": [text]})
    facts = one.document.model_copy(update={"title": text})
    return one.model_copy(update={"tasks": [task], "document": facts})


def tasks_of(some: list[Document]) -> list[Task]:
    """All their tasks."""
    return [task for document in some for task in document.tasks]


def count_tasks(form: Form, entry: Entry) -> int:
    """The tasks in what goes to a store."""
    return entry.data.count(b"\n") if form is Form.tasks else len(json.loads(entry.data)["tasks"])
