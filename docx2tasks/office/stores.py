"""Papers to one file of a kind that ``batch`` writes: a database, or Parquet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from docx2tasks.export.files import TEMPORARY, error_to_refusal, sync_folder
from docx2tasks.export.json_text import document_to_json, document_to_jsonl, text_to_bytes
from docx2tasks.export.store import Form, Store, StoredDocument
from docx2tasks.export.stores import find_store, open_store
from docx2tasks.office.kinds import OfficeOptions, Writer
from docx2tasks.office.papers import Paper, Unread, paper_to_document

_GROUP = 50  # documents that are put at once
_ONE_PART = 2**62  # bytes: no file has so many, so that all is in one part


def open_sqlite(path: Path, _: OfficeOptions) -> Writer:
    """An SQLite database."""
    return _open("sqlite", path)


def open_duckdb(path: Path, _: OfficeOptions) -> Writer:
    """A DuckDB database; raises ``not-installed``."""
    return _open("duckdb", path)


def open_parquet(path: Path, _: OfficeOptions) -> Writer:
    """A Parquet file; raises ``not-installed``."""
    return _open("parquet", path)


def _open(kind: str, path: Path) -> Writer:
    find_store(kind)
    return partial(_write, kind, path)


def _write(kind: str, path: Path, papers: Iterable[Paper], _: Sequence[Unread]) -> Sequence[str]:
    """Write a batch of its own beside ``path``, and move its one file there."""
    target = Path(os.path.realpath(path))
    try:
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=target.parent) as folder:
            with closing(open_store(kind, Path(folder), part_bytes=_ONE_PART)) as store:
                _put(store, papers)
            _find_written(kind, Path(folder)).replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise error_to_refusal(error, str(path)) from error
    return ()


def _put(store: Store, papers: Iterable[Paper]) -> None:
    entries = (_paper_to_stored(paper, store.form) for paper in papers)
    while group := [*islice(entries, _GROUP)]:
        store.put(group)
    store.position()  # parts are sealed only behind it
    store.finish()


def _find_written(kind: str, folder: Path) -> Path:
    """The file that the store has written; a part without rows, where no paper has a task."""
    for written in folder.glob(f"*.{kind}"):
        return written
    to_format = find_store(kind).load_part_format()
    empty, written = folder / "empty", folder / f"empty.{kind}"
    if to_format is not None:
        empty.touch()
        to_format().finalize(empty, written)
    return written


def _paper_to_stored(paper: Paper, form: Form) -> StoredDocument:
    document = paper_to_document(paper)
    is_lines = form is Form.tasks
    text = (
        document_to_jsonl(document, document_name=paper.name) if is_lines else document_to_json(document, indent=None)
    )
    return StoredDocument(paper.name, paper.name, text_to_bytes(text))
