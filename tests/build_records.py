"""Documents on their way to a store, made of the samples' records, and what a store holds of them."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from program import ROOT

from docx2tasks.export.csv_text import cell_to_text
from docx2tasks.export.json_text import document_to_json, document_to_jsonl, text_to_bytes
from docx2tasks.export.names import name_to_text
from docx2tasks.export.store import Form, StoredDocument
from docx2tasks.model import Document, Step

Held = list[tuple[str, str]]  # name of the document as text, words of the task
SAMPLES = sorted((ROOT / "samples").glob("*.tasks.json"))
QUERY = "SELECT d.name, t.text FROM documents d JOIN tasks t ON t.document_id = d.id ORDER BY d.name, t.seq"


@lru_cache
def documents() -> list[Document]:
    """The records of all samples."""
    return [Document.model_validate_json(path.read_bytes()) for path in SAMPLES]


def entry(name: str, form: Form, document: Document) -> StoredDocument:
    """A document as a store of this form takes it."""
    if form is Form.tasks:
        words = document_to_jsonl(document, document_name=name)
    else:
        words = document_to_json(document, indent=2 if form is Form.document else None)
    return StoredDocument(name, f"{name}.json".replace("\0", "0"), text_to_bytes(words))


def name(place: int) -> str:
    """The name of the document at a place: fifty in a folder."""
    return f"夹{place // 50}/文{place}.docx"


def entries(form: Form, count: int, first: int = 0) -> list[StoredDocument]:
    """Many documents, each sample in turn."""
    return [entry(name(place), form, documents()[place % len(documents())]) for place in range(first, first + count)]


def with_text(text: str, heading: str = "") -> Document:
    """A document with one task of these words, which are its title and a citation too."""
    one = next(document for document in documents() if document.tasks)
    path = [Step(label=None, number=None, title=heading, span=[])] if heading else []
    task = one.tasks[0].model_copy(update={"text": text, "references": [text], "path": path})
    facts = one.document.model_copy(update={"title": text})
    return one.model_copy(update={"tasks": [task], "document": facts})


def expected(named: dict[str, Document]) -> Held:
    """What a store holds of these documents."""
    return sorted((name_to_text(one), task.text) for one, document in named.items() for task in document.tasks)


def held(kind: str, out: Path) -> Held:
    """What a finished store holds, read by the programs that people read it with."""
    return sorted(_READERS[kind.partition(":")[0]](out))


def _read_tree(out: Path) -> Iterator[tuple[str, str]]:
    for path in out.rglob("*.json"):
        for task in json.loads(path.read_bytes())["tasks"]:
            yield name_to_text(str(path.relative_to(out)).removesuffix(".json")), task["text"]


def _read_jsonl(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.glob("part-*.jsonl")):
        for line in path.read_bytes().split(b"\n")[:-1]:
            values = json.loads(line)
            yield values["document_name"], values["text"]


def _read_csv(out: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(out.glob("part-*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                yield cell_to_text(row["document_name"]), cell_to_text(row["text"])


def _read_parquet(out: Path) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet  # noqa: PLC0415  takes a while

    for path in sorted(out.glob("part-*.parquet")):
        for row in pyarrow.parquet.read_table(path, columns=["document_name", "text"]).to_pylist():
            yield row["document_name"], row["text"]


def _read_sqlite(out: Path) -> Held:
    with closing(sqlite3.connect(out / "records.sqlite")) as connection:
        return connection.execute(QUERY).fetchall()


def _read_duckdb(out: Path) -> Held:
    import duckdb  # noqa: PLC0415  takes a while

    with duckdb.connect(str(out / "records.duckdb"), read_only=True) as connection:
        return connection.execute(QUERY).fetchall()


_READERS = {
    "json": _read_tree,
    "jsonl": _read_jsonl,
    "csv": _read_csv,
    "parquet": _read_parquet,
    "sqlite": _read_sqlite,
    "duckdb": _read_duckdb,
}
